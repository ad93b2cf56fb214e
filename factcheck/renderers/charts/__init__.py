"""Small pictures for the page: inline SVG of about 1 kB that follows dark mode and print."""

from __future__ import annotations

import re
from collections.abc import Callable

from factcheck.readings import Chart
from factcheck.renderers.charts.amounts import amounts
from factcheck.renderers.charts.bars import bars
from factcheck.renderers.charts.day import day
from factcheck.renderers.charts.steps import steps
from factcheck.renderers.charts.svg import WIDTH, Drawn, escaped, ordinal
from factcheck.renderers.charts.window import window
from factcheck.renderers.words import short_day

ISO_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b", re.ASCII)
FORMS: dict[str, Callable[[Chart], Drawn | None]] = {
    "day": day,
    "window": window,
    "steps": steps,
    "bars": bars,
    "amounts": amounts,
}


def draw(chart: Chart) -> str:
    """The chart as one `<svg>` that says what it shows; "" where there is nothing to draw."""
    form = FORMS.get(chart.form)
    drawn = form(chart) if form else None
    if drawn is None:
        return ""
    height, words, body = drawn
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height:g}" role="img">'
        f"<title>{escaped(words)}</title>{''.join(body)}</svg>"
    )


def caption(chart: Chart) -> str:
    """The chart's title, its dates in words, with what the drawing itself leaves out."""
    title = ISO_DAY.sub(lambda found: short_day(found[0]), chart.title) or "Chart"
    if chart.form == "window" and ordinal(chart.first):
        return f"{title}; shaded: since {short_day(chart.first)}"
    in_percent = chart.form == "steps" and chart.unit == "percent" and "percent" not in title
    return f"{title}, percent" if in_percent else title
