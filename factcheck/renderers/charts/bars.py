"""bars: what each of several moved over the same time, the one that is spoken of highlighted."""

from __future__ import annotations

import math

from factcheck.readings import Chart
from factcheck.renderers.charts import svg

MOST = 10
ROW = 24
LEFT, RIGHT = 136, 292  # where the bars begin and end: names stand before, figures behind them
LETTERS = 16


def bars(chart: Chart) -> svg.Drawn | None:
    named = [(words, value) for _, value, words in chart.marks if math.isfinite(value)]
    if len(named) < 2:
        return None  # nothing to compare
    subject = named[0]
    ranked = sorted(named, key=lambda row: -row[1])
    shown = ranked[:MOST] if subject in ranked[:MOST] else [*ranked[: MOST - 1], subject]
    axis = svg.upward([0.0, *(value for _, value in shown)], LEFT, RIGHT)
    body: list[str] = []
    for n, row in enumerate(shown):
        body += _row(row, n * ROW, axis, chart.unit, inside=row is subject)
    height = len(shown) * ROW
    body.append(svg.line("zero", (axis(0), 0), (axis(0), height)))
    said = "; ".join(f"{words} {svg.signed(value, 2, chart.unit)}" for words, value in shown)
    return height + 4, f"{said}.", body


def _row(row: tuple[str, float], top: float, axis: svg.Axis, unit: str, *, inside: bool) -> list[str]:
    words, value = row
    left, right = sorted((axis(0), axis(value)))
    strong = " strong" if inside else ""
    return [
        svg.text(0, top + 16, svg.cut(words, LETTERS), strong.strip()),
        svg.rect("bar in" if inside else "bar", (left, top + 4), max(right - left, 1.5), ROW - 8),
        svg.text(svg.WIDTH, top + 16, svg.signed(value, 2, unit), f"right{strong}"),
    ]
