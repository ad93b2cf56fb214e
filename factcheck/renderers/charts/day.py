"""day: one session as a bar, what it is measured from, and the prices the statement implies."""

from __future__ import annotations

import math
from collections.abc import Sequence

from factcheck.readings import Chart
from factcheck.renderers.charts import svg

HEIGHT = 150
RIGHT = 118  # where the drawing ends and the labels' leaders begin
LABEL = 140
LEAST_SPAN = 0.0005  # of the price, on either side

Label = tuple[float, str, str]  # value, words, number


def day(chart: Chart) -> svg.Drawn | None:
    stated = svg.ordered(chart.stated)
    prices = _prices(chart)
    if len(prices) + (stated is not None) < 2 or not prices:
        return None  # nothing to compare
    axis = svg.upward(_apart([*(v for _, v in prices), *(stated or ())]), HEIGHT - 14, 14)
    labels = _labels(prices, stated, chart.base)
    body = [*_band(stated, axis), *_bar(chart, axis), *_label(labels, axis)]
    said = "; ".join(f"{words} {number}" for _, words, number in labels)
    if _known(chart.low) and _known(chart.high):
        return HEIGHT, f"{said}.", body
    height = HEIGHT + svg.LINE
    body.append(svg.text(0, height - 4, "The day’s range is not known."))
    return height, f"{said}; the day’s range is not known.", body


def _apart(values: list[float]) -> list[float]:
    """The values, with room around those that lie within a hair: it must not look like a leap."""
    middle = (max(values) + min(values)) / 2
    return [*values, middle * (1 - LEAST_SPAN), middle * (1 + LEAST_SPAN)]


def _prices(chart: Chart) -> list[tuple[str, float]]:
    named = [("measured from", chart.base), ("low", chart.low), ("high", chart.high)]
    named += [("open", chart.open), ("close", chart.close)]
    named += [(words, value) for _, value, words in svg.marked(chart)]
    return [(words, value) for words, value in named if value is not None and _known(value)]


def _labels(
    prices: list[tuple[str, float]], stated: tuple[float, float] | None, base: float | None
) -> list[Label]:
    """What stands beside each price: the close also with its move from the base."""
    places = svg.places_for([value for _, value in prices])
    labels = [
        (value, f"close, {_move(value, base)}" if words == "close" and base else words,
         svg.number(value, places))
        for words, value in prices
    ]  # fmt: skip
    if stated:
        labels.append((sum(stated) / 2, "as stated", svg.interval(stated, places)))
    return sorted(labels, key=lambda label: -label[0])


def _move(value: float, base: float | None) -> str:
    return svg.signed((value / base - 1) * 100, 2, "percent") if base else ""


def _band(stated: tuple[float, float] | None, axis: svg.Axis) -> list[str]:
    if stated is None:
        return []
    top, bottom = sorted(map(axis, stated))
    height = max(bottom - top, 3)  # a narrow band must still be seen
    return [svg.rect("band", (0, (top + bottom - height) / 2), RIGHT, height)]


def _bar(chart: Chart, axis: svg.Axis) -> list[str]:
    body = []
    ranged = _known(chart.low) and _known(chart.high)
    if ranged and chart.low is not None and chart.high is not None:
        top, bottom = axis(chart.high), axis(chart.low)
        body.append(svg.rect("range", (54, top), 10, max(bottom - top, 1)))
    ends = {"base": (0, RIGHT), "tick": (40, 54), "tick close": (64, 84) if ranged else (40, 78)}
    for (style, (x1, x2)), price in zip(
        ends.items(), (chart.base, chart.open, chart.close), strict=True
    ):
        if price is not None and math.isfinite(price):
            body.append(svg.line(style, (x1, axis(price)), (x2, axis(price))))
    return body


def _label(labels: list[Label], axis: svg.Axis) -> list[str]:
    rows = spread([axis(value) for value, _, _ in labels], svg.LINE, 10, HEIGHT - 8)
    placed = list(zip(labels, rows, strict=True))
    body = [svg.lines("leader", [((RIGHT + 2, axis(v)), (LABEL - 4, y)) for (v, *_), y in placed])]
    for (_, words, number), y in placed:
        style = {"as stated": "stated", "close": "strong"}.get(words.partition(",")[0], "")
        body.append(svg.text(LABEL, y + 4, svg.cut(words, 30 - len(number)), style))
        body.append(svg.text(svg.WIDTH, y + 4, number, f"right {style}".strip()))
    return body


def spread(wanted: Sequence[float], gap: float, first: float, last: float) -> list[float]:
    """Positions in the order of `wanted`, as near to it as `gap` between neighbours allows."""
    placed: list[float] = []
    for y in wanted:
        placed.append(max(y, placed[-1] + gap if placed else first))
    limit = last
    for i in reversed(range(len(placed))):
        placed[i] = min(placed[i], limit)
        limit = placed[i] - gap
    return placed


def _known(value: float | None) -> bool:
    return value is not None and math.isfinite(value)
