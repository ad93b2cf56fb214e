"""window: a line of closes, the earlier extreme, and where the window begins."""

from __future__ import annotations

import math
from datetime import date, timedelta

from factcheck.readings import Chart
from factcheck.renderers.charts import svg
from factcheck.renderers.charts.notes import ROW, Note, Stretch, free, label, rows

BUCKETS = 88  # columns of a long line; each keeps its lowest and its highest close
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240)

DRAWN = {"shares": "Shares a day", "gap": "The gap"}  # by the chart's unit; else closes

Mark = tuple[int, float, str]


def window(chart: Chart) -> svg.Drawn | None:
    points = svg.dated(chart.points)
    marks = [m for m in svg.marked(chart) if points and m[:2] != points[-1]]
    if len(points) + len(marks) < 2:
        return None
    first = svg.ordinal(chart.first)
    known = [*points, *((d, v) for d, v, _ in marks)]
    across = _across([d for d, _ in known] + ([first] if first else []))
    above = not _ends_low(points)
    named = [*marks, (*points[-1], "")]
    band = ROW * len(rows(_notes(named, across)))
    top = band + 8 if above else svg.LINE + 8
    values = [v for _, v in known] + _finite(chart.base)
    axis = svg.upward(values, top + svg.PLOT, top)
    placed = rows(_notes(named, across, axis))
    height = band + svg.PLOT + svg.LINE + 18
    body = [
        *_claimed(first, across, axis, points[-1]),
        *label(placed, 0 if above else height - band, above=above),
        *_levels(marks, points[-1], across, axis, first),
        *(svg.line("base", (0, axis(v)), (svg.WIDTH, axis(v))) for v in _finite(chart.base)),
        *(_named(v, axis) for v in _finite(chart.base)),
        svg.trace("line", [(across(d), axis(v)) for d, v in decimate(points)]),
        *(svg.dot("dot" if w else "dot last", across(d), axis(v)) for d, v, w in named),
        *_dates(across, height - 4 if above else 11),
    ]
    return height, _words(points, placed, first, _finite(chart.base), chart.unit), body


def _notes(named: list[Mark], across: svg.Axis, axis: svg.Axis | None = None) -> list[Note]:
    places = svg.places_for([value for _, value, _ in named])
    return [
        Note(across(d), axis(v) if axis else 0, w, f"{svg.day_words(d)}: {svg.number(v, places)}")
        for d, v, w in named
    ]


def _across(days: list[int]) -> svg.Axis:
    low, high = min(days), max(days)
    return svg.Axis(low, max(high, low + 1), 5, svg.WIDTH - 6)


def _ends_low(points: list[svg.Point]) -> bool:
    """Whether the line ends near its bottom, so that its labels belong underneath."""
    values = [v for _, v in points]
    return len(values) > 1 and values[-1] < (min(values) + max(values)) / 2


def decimate(points: list[svg.Point]) -> list[svg.Point]:
    """At most two points for each column of the drawing, keeping every column's extremes."""
    if len(points) <= 2 * BUCKETS:
        return points
    first, last = points[0], points[-1]
    width = (last[0] - first[0] + 1) / BUCKETS
    buckets: dict[int, list[svg.Point]] = {}
    for point in points:
        buckets.setdefault(int((point[0] - first[0]) / width), []).append(point)
    kept = {first, last}
    for bucket in buckets.values():
        kept |= {min(bucket, key=lambda p: p[1]), max(bucket, key=lambda p: p[1])}
    return sorted(kept)


def _claimed(first: int | None, across: svg.Axis, axis: svg.Axis, last: svg.Point) -> list[str]:
    """The span that the words speak of, as a ground under the line."""
    if first is None:
        return []
    left, top = across(first), min(axis.start, axis.end)
    return [svg.rect("span", (left, top), max(across(last[0]) - left, 1), abs(axis.end - axis.start))]


def _levels(
    marks: list[Mark], last: svg.Point, across: svg.Axis, axis: svg.Axis, first: int | None
) -> list[str]:
    """From each earlier extreme straight across to the day, and a line where the window begins."""
    end = across(last[0])
    lines = [svg.line("level", (across(d), axis(v)), (end, axis(v))) for d, v, _ in marks]
    if first is not None:
        lines.append(svg.line("start", (across(first), axis.start), (across(first), axis.end)))
    return lines


def _words(
    points: list[svg.Point], placed: list[list[Note]], first: int | None, levels: list[float], unit: str
) -> str:
    what = DRAWN.get(unit, "Closes")
    begin = svg.day_words(points[0][0] if first is None else first)
    said = "; ".join(" ".join(note.lines) for row in placed for note in row)
    level = "".join(f" Level: {svg.number(v, svg.places_for([v]))}." for v in levels)
    return f"{what} since {begin}. {said}.{level}"


def _dates(across: svg.Axis, y: float) -> list[str]:
    body: list[str] = []
    taken: list[Stretch] = []
    days = (date.fromordinal(int(end)) for end in (across.low, across.high))
    for day, words in date_ticks(*days):
        half = len(words) * svg.LETTER / 2
        x = min(max(across(day.toordinal()), half), svg.WIDTH - half)
        if free((x - half, x + half), taken):
            taken.append((x - half, x + half))
            body.append(svg.text(x, y, words, "centre"))
    return body


def date_ticks(first: date, last: date) -> list[tuple[date, str]]:
    """Three to six round dates between `first` and `last`, with the words for each."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if months < 3:
        return _day_ticks(first, last)
    step = next((s for s in MONTH_STEPS if months / s <= 5.5), 480)
    found = []
    for index in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        if index % step == 0 and (day := date(index // 12, index % 12 + 1, 1)) >= first:
            found.append((day, f"{'' if step >= 12 else svg.month_words(day)} {day.year}".strip()))
    return found


def _day_ticks(first: date, last: date) -> list[tuple[date, str]]:
    span = (last - first).days
    step = max(math.ceil(span / 3), 1)
    days = [first + timedelta(days=n) for n in range(0, span + 1, step)]
    return [(day, f"{day.day} {svg.month_words(day)}") for day in days]


def _named(value: float, axis: svg.Axis) -> str:
    """The figure of a level, over the beginning of its line, or under it where there is no room."""
    y = axis(value)
    room = y - min(axis.start, axis.end) > svg.LINE
    return svg.text(0, y - 4 if room else y + 13, svg.number(value, svg.places_for([value])), "halo stated")


def _finite(value: float | None) -> list[float]:
    return [] if value is None or not math.isfinite(value) else [value]
