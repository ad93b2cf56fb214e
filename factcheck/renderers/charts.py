"""Small pictures for the page: inline SVG of about 2 kB that follows dark mode and print.

Text is as wide as a phone allows: the drawing is 360 units wide and shown at 0.9 to 1.2 times that.
Colours come from the page's classes. All text is escaped here, all numbers are formatted here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from factcheck.readings import Chart
from factcheck.renderers.words import MONTHS, grouped, one_line, short_day

WIDTH = 360
LINE = 16  # from one line of text to the next
LETTER = 6.9  # an average letter's width: 12.5 units of a wide sans
DAY_HEIGHT = 150
PLOT_HEIGHT = 116
BUCKETS = 110  # columns of a long line; each keeps its lowest and its highest close
MOST_BARS = 40
MOST_LETTERS = 46

Point = tuple[int, float]  # a day's ordinal, a value


def draw(chart: Chart, key: str) -> str:
    """The chart as one `<svg>`, its ids made from `key`; "" where there is nothing to draw."""
    form = FORMS.get(chart.form)
    drawn = form(chart) if form else None
    if drawn is None:
        return ""
    height, words, body = drawn
    title = _text_of(chart.title) or "Chart"
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height:g}" role="img" '
        f'aria-labelledby="{escape(key)}-t {escape(key)}-d"><title id="{escape(key)}-t">{title}'
        f'</title><desc id="{escape(key)}-d">{_text_of(words)}</desc>{"".join(body)}</svg>'
    )


Drawn = tuple[float, str, list[str]]  # height, description, elements


# ---------------------------------------------------------------- the day: one bar and a band


def _day(chart: Chart) -> Drawn | None:
    stated = _pair(chart.stated)
    named = _day_prices(chart)
    if not named:
        return None
    places = _places([value for _, value in named])
    labels = [(value, words, _number(value, places)) for words, value in named]
    if stated:
        labels.append((sum(stated) / 2, "as stated", _span(stated, places)))
    unknown = chart.low is None or chart.high is None
    axis = _axis([*(v for _, v in named), *(stated or ())], DAY_HEIGHT - 14, 14)
    body = [*_band(stated, axis), *_day_bar(chart, axis), *_day_labels(labels, axis)]
    height = DAY_HEIGHT
    if unknown:
        height += LINE
        body.append(_text(0, height - 4, "The day’s range is not known.", "note"))
    said = "; ".join(f"{words} {number}" for _, words, number in labels)
    return height, said + ("; the day’s range is not known." if unknown else "."), body


def _day_prices(chart: Chart) -> list[tuple[str, float]]:
    named = [("measured from", chart.base), ("low", chart.low), ("high", chart.high)]
    named += [("open", chart.open), ("close", chart.close)]
    named += [(words, value) for _, value, words in chart.marks[:3]]
    return [(words, v) for words, v in named if v is not None and math.isfinite(v)]


def _band(stated: tuple[float, float] | None, axis: Axis) -> list[str]:
    if stated is None:
        return []
    top, bottom = sorted(map(axis, stated))
    height = max(bottom - top, 3)
    return [_rect("band", 0, (top + bottom - height) / 2, 118, height)]


def _day_bar(chart: Chart, axis: Axis) -> list[str]:
    body = []
    if chart.base is not None:
        body.append(_line("base", 0, axis(chart.base), 118, axis(chart.base)))
    if chart.low is not None and chart.high is not None:
        top, bottom = axis(chart.high), axis(chart.low)
        body.append(_rect("range", 54, top, 10, max(bottom - top, 1)))
    if chart.open is not None:
        body.append(_line("tick", 40, axis(chart.open), 54, axis(chart.open)))
    if chart.close is not None:
        x1, x2 = (64, 84) if chart.low is not None else (40, 78)
        body.append(_line("tick close", x1, axis(chart.close), x2, axis(chart.close)))
    return body


def _day_labels(labels: list[tuple[float, str, str]], axis: Axis) -> list[str]:
    ordered = sorted(labels, key=lambda label: -label[0])
    rows = spread([axis(value) for value, _, _ in ordered], LINE, 10, DAY_HEIGHT - 8)
    body = []
    for (value, words, number), y in zip(ordered, rows, strict=True):
        style = {"as stated": "stated", "close": "strong"}.get(words, "")
        body.append(_line("leader", 120, axis(value), 136, y))
        body.append(_text(140, y + 4, _cut(words, 30 - len(number)), style))
        body.append(_text(WIDTH, y + 4, number, f"right {style}".strip()))
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


# ---------------------------------------------------------------- the window: a line of closes


def _window(chart: Chart) -> Drawn | None:
    points = _days(chart.points)
    if not points:
        return None
    marks = [(*p, words) for p, words in _marked(chart) if p != points[-1]]
    places = _places([points[-1][1], *(v for _, v, _ in marks)])
    notes = [Note(d, v, _cut(w), f"{_date(d)}: {_number(v, places)}") for d, v, w in marks]
    notes.append(Note(*points[-1], "", f"{_date(points[-1][0])}: {_number(points[-1][1], places)}"))
    start = _ordinal(chart.first)
    across = _across(points, marks, start)
    head, above = _arrange(notes, across, low_point=_is_low(points))
    top = head + 8 if above else LINE + 6
    axis = _axis(_values(points, marks, chart.base), top + PLOT_HEIGHT, top)
    height = head + PLOT_HEIGHT + LINE + 16
    dates = height - 3 if above else 11
    body = [*_lead(notes, across, axis, top=0 if above else height - head)]
    body += [*_starting(start, across, axis), *_levels(marks, points[-1], across, axis)]
    body += _base_line(chart.base, axis)
    body.append(_path(decimate(points), across, axis))
    body += [_dot(n, across, axis, last=n is notes[-1]) for n in notes]
    body += _note_texts(notes, 0 if above else height - head)
    body += _date_axis(across, dates)
    return height, _window_words(points, notes, start), body


def _values(
    points: list[Point], marks: list[tuple[int, float, str]], base: float | None
) -> list[float]:
    known = [v for _, v in points] + [v for _, v, _ in marks]
    return known if base is None else [*known, base]


def _window_words(points: list[Point], notes: list[Note], start: int | None) -> str:
    first = _date(points[0][0] if start is None else start)
    said = "; ".join(f"{note.words} {note.figure}".strip() for note in notes)
    return f"Closes since {first}. {said}."


def _across(
    points: list[Point], marks: Iterable[tuple[int, float, str]], start: int | None
) -> Axis:
    days = [d for d, _ in points] + [d for d, _, _ in marks] + ([start] if start else [])
    low, high = min(days), max(days)
    return Axis(low, max(high, low + 1), 4 if high > low else WIDTH - 6, WIDTH - 6)


def _is_low(points: list[Point]) -> bool:
    """Whether the line ends near the bottom, so that its labels belong underneath."""
    values = [v for _, v in points]
    return len(values) > 1 and values[-1] < (min(values) + max(values)) / 2


def decimate(points: list[Point]) -> list[Point]:
    """At most two points for each column of the drawing, keeping every column's extremes."""
    if len(points) <= 2 * BUCKETS:
        return points
    first, last = points[0], points[-1]
    width = (last[0] - first[0] + 1) / BUCKETS
    buckets: dict[int, list[Point]] = {}
    for point in points:
        buckets.setdefault(int((point[0] - first[0]) / width), []).append(point)
    kept = {first, last}
    for bucket in buckets.values():
        kept |= {min(bucket, key=lambda p: p[1]), max(bucket, key=lambda p: p[1])}
    return sorted(kept)


def _path(points: list[Point], across: Axis, axis: Axis) -> str:
    steps = " ".join(f"{_n(across(d))},{_n(axis(v))}" for d, v in points)
    return f'<polyline class="line" points="{steps}"/>'


def _levels(
    marks: list[tuple[int, float, str]], last: Point, across: Axis, axis: Axis
) -> list[str]:
    """From each earlier extreme straight across to the day, to see which is higher."""
    return [_line("level", across(d), axis(v), across(last[0]), axis(v)) for d, v, _ in marks]


def _starting(start: int | None, across: Axis, axis: Axis) -> list[str]:
    if start is None:
        return []
    x = across(start)
    return [_line("start", x, axis.start, x, axis.end)]


def _base_line(base: float | None, axis: Axis) -> list[str]:
    return [] if base is None else [_line("base", 0, axis(base), WIDTH, axis(base))]


def _dot(note: Note, across: Axis, axis: Axis, *, last: bool) -> str:
    style = "dot last" if last else "dot"
    return (
        f'<circle class="{style}" cx="{_n(across(note.day))}" cy="{_n(axis(note.value))}" r="4"/>'
    )


# ---------------------------------------------------------------- notes that never overlap


@dataclass
class Note:
    """A labelled point: words above, date and number below them."""

    day: int
    value: float
    words: str
    figure: str
    x: float = 0
    row: int = 0
    anchor: str = ""

    @property
    def lines(self) -> list[str]:
        return [text for text in (self.words, self.figure) if text]

    @property
    def width(self) -> float:
        return max(map(len, self.lines)) * LETTER


def _arrange(notes: list[Note], across: Axis, *, low_point: bool) -> tuple[float, bool]:
    """Give each note a row and a place in it; the rows' height, and whether they go on top."""
    taken: list[list[tuple[float, float]]] = []
    for note in sorted(notes, key=lambda n: -n.day):
        left = min(max(across(note.day) - note.width / 2, 0), max(WIDTH - note.width, 0))
        span = (left - 6, left + note.width + 6)
        note.row = next((i for i, row in enumerate(taken) if _free(span, row)), len(taken))
        if note.row == len(taken):
            taken.append([])
        taken[note.row].append(span)
        note.anchor, note.x = _anchored(left, note.width)
    return len(taken) * (2 * LINE + 4), not low_point


def _anchored(left: float, width: float) -> tuple[str, float]:
    """Which end of a text to pin: estimated widths are wrong by a little, edges must not be."""
    if left + width >= WIDTH - 1:
        return "right", WIDTH
    return ("", 0) if left <= 1 else ("centre", left + width / 2)


def _free(span: tuple[float, float], row: list[tuple[float, float]]) -> bool:
    return all(span[1] <= left or right <= span[0] for left, right in row)


def _lead(notes: list[Note], across: Axis, axis: Axis, *, top: float) -> list[str]:
    """A thin line from each note to its point."""
    body = []
    for note in notes:
        y = top + note.row * (2 * LINE + 4)
        edge = y + len(note.lines) * LINE + 2 if top == 0 else y
        x = across(note.day)
        body.append(_line("leader", x, edge, x, axis(note.value)))
    return body


def _note_texts(notes: list[Note], top: float) -> list[str]:
    body = []
    for note in notes:
        for i, text in enumerate(note.lines):
            y = top + note.row * (2 * LINE + 4) + (i + 1) * LINE - 3
            style = f"halo {note.anchor} {'strong' if text == note.figure else ''}"
            body.append(_text(note.x, y, text, " ".join(style.split())))
    return body


# ---------------------------------------------------------------- the date axis


def _date_axis(across: Axis, y: float) -> list[str]:
    body, free_from = [], -1.0
    for day, words in date_ticks(
        date.fromordinal(int(across.low)), date.fromordinal(int(across.high))
    ):
        width = len(words) * LETTER
        x = min(max(across(day.toordinal()), width / 2), WIDTH - width / 2)
        if x - width / 2 < free_from:
            continue
        free_from = x + width / 2 + 8
        body.append(_text(x, y, words, "centre"))
    return body


def date_ticks(first: date, last: date) -> list[tuple[date, str]]:
    """Three to six round dates between `first` and `last`, with the words for each."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if months < 3:
        return _day_ticks(first, last)
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120, 240) if months / s <= 5.5), 480)
    found = []
    for index in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        if index % step == 0 and (day := date(index // 12, index % 12 + 1, 1)) >= first:
            found.append((day, str(day.year) if step >= 12 else f"{_month(day)} {day.year}"))
    return found


def _day_ticks(first: date, last: date) -> list[tuple[date, str]]:
    span = (last - first).days
    step = max(math.ceil(span / 3), 1)
    days = [first + timedelta(days=n) for n in range(0, span + 1, step)]
    return [(day, f"{day.day} {_month(day)}") for day in days]


# ---------------------------------------------------------------- steps: a bar for each period


def _steps(chart: Chart) -> Drawn | None:
    bars = _days(chart.points)[-MOST_BARS:]
    if not bars:
        return None
    run = _run(bars, _ordinal(chart.first))
    pitch = min(WIDTH / len(bars), 44)
    left = WIDTH - pitch * len(bars)
    across = Axis(0, 1, left + pitch / 2, left + pitch * 1.5)
    notes = _bar_notes(chart, bars)
    head, _ = _arrange(notes, Axis(0, len(bars), across(0), across(len(bars))), low_point=False)
    axis = _axis([0.0, *(v for _, v in bars)], head + PLOT_HEIGHT, head + 20)
    body = _lead(notes, across, axis, top=0) + _note_texts(notes, 0)
    body += [_bar(i, v, across, axis, pitch, inside=i in run) for i, (_, v) in enumerate(bars)]
    body.append(_line("zero", left, axis(0), WIDTH, axis(0)))
    body += _bar_figures(chart, bars, run, across, axis, pitch)
    body += _bar_dates(bars, run, across, head + PLOT_HEIGHT + 2 * LINE)
    return head + PLOT_HEIGHT + 2 * LINE + 6, _steps_words(chart, bars, run), body


def _run(bars: list[Point], first: int | None) -> range:
    """The bars that are the point: from `first` on while the sign lasts, or the last such run."""
    signs = [(v > 0) - (v < 0) for _, v in bars]
    begin = next((i for i, (day, _) in enumerate(bars) if first is not None and day >= first), None)
    if begin is None:
        begin = len(bars) - 1
        while begin and signs[begin - 1] == signs[-1]:
            begin -= 1
    end = begin
    while end < len(bars) and signs[end] == signs[begin]:
        end += 1
    return range(begin, end)


def _bar(i: int, value: float, across: Axis, axis: Axis, pitch: float, *, inside: bool) -> str:
    top, bottom = sorted((axis(0), axis(value)))
    width = max(pitch * 0.7, 2)
    style = "bar in" if inside else "bar"
    return _rect(style, across(i) - width / 2, top, width, max(bottom - top, 1.5))


def _bar_figures(
    chart: Chart, bars: list[Point], run: range, across: Axis, axis: Axis, pitch: float
) -> list[str]:
    """Each bar's number at its tip, where all of them fit; else the last one's only."""
    places = 2 if max(abs(v) for _, v in bars) < 10 else 1
    said = [_change(v, places, chart.unit) for _, v in bars]
    if max(map(len, said)) * LETTER > pitch:
        said = [_change(v, 1, "") for _, v in bars]
    fit = max(map(len, said)) * LETTER <= pitch
    body = []
    for i in range(len(bars)) if fit else [len(bars) - 1]:
        tip = axis(bars[i][1])
        y = tip - 4 if bars[i][1] >= 0 else tip + 13
        text = said[i] if fit else _change(bars[i][1], places, chart.unit)
        half = len(text) * LETTER / 2
        x = min(across(i), WIDTH - half)
        body.append(_text(x, y, text, "centre strong" if i in run else "centre"))
    return body


def _bar_dates(bars: list[Point], run: range, across: Axis, y: float) -> list[str]:
    """Where the drawing and the run begin and end; dates that would touch are left out."""
    body: list[str] = []
    taken: list[tuple[float, float]] = []
    for i in dict.fromkeys((len(bars) - 1, run.start, 0)):
        text = _date(bars[i][0])
        half = len(text) * LETTER / 2
        x = min(max(across(i), half), WIDTH - half)
        if _free((x - half, x + half), taken):
            taken.append((x - half - 8, x + half + 8))
            body.append(_text(x, y, text, "centre"))
    return body


def _bar_notes(chart: Chart, bars: list[Point]) -> list[Note]:
    places = {day: i for i, (day, _) in enumerate(bars)}
    found = [(places[d], v, w) for (d, v), w in _marked(chart) if d in places]
    return [Note(i, v, _cut(w), _date(bars[i][0])) for i, v, w in found]


def _steps_words(chart: Chart, bars: list[Point], run: range) -> str:
    said = ", ".join(f"{_date(bars[i][0])} {_change(bars[i][1], 2, chart.unit)}" for i in run)
    return f"{len(bars)} periods; the highlighted {len(run)}: {said}."


def _change(value: float, places: int, unit: str) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{abs(value):,.{places}f}{'%' if unit == 'percent' else ''}"


# ---------------------------------------------------------------- scales, numbers, elements


@dataclass(frozen=True)
class Axis:
    """A straight scale from [low, high] to [start, end] of the drawing."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def _axis(values: Sequence[float], bottom: float, top: float) -> Axis:
    low, high = min(values), max(values)
    if high <= low:
        pad = abs(low) * 0.01 or 1.0
        low, high = low - pad, high + pad
    return Axis(low, high, bottom, top)


def _days(points: Iterable[tuple[str, float]]) -> list[Point]:
    """Points in the order of their days; what has no day or no finite value is left out."""
    dated = [(_ordinal(text), value) for text, value in points]
    return sorted((d, v) for d, v in dated if d is not None and math.isfinite(v))


def _marked(chart: Chart) -> list[tuple[Point, str]]:
    found = [((_ordinal(text), value), words) for text, value, words in chart.marks[:3]]
    return [((d, v), w) for (d, v), w in found if d is not None and math.isfinite(v)]


def _ordinal(text: str | None) -> int | None:
    try:
        return date.fromisoformat(text).toordinal() if text else None
    except ValueError:
        return None


def _pair(ends: tuple[float, float] | None) -> tuple[float, float] | None:
    if ends is None or not all(map(math.isfinite, ends)):
        return None
    return min(ends), max(ends)


def _places(values: Iterable[float]) -> int:
    """Decimals that show every value: 2 for most prices, 4 for a currency, 0 for whole numbers."""
    values = list(values)
    for places in range(4):
        if all(abs(v - round(v, places)) <= abs(v) * 1e-6 for v in values):
            return 2 if places == 1 else places
    return 4


def _span(ends: tuple[float, float], places: int) -> str:
    """An interval with as many decimals as tell its ends apart, and no more than prices have."""
    width = ends[1] - ends[0]
    telling = 1 - math.floor(math.log10(width)) if width > 0 else places
    low, high = (_number(v, min(max(telling, 0), places)) for v in ends)
    return low if low == high else f"{low}–{high}"


def _number(value: float, places: int) -> str:
    return grouped(f"{value:.{places}f}")


def _date(ordinal: int) -> str:
    return short_day(date.fromordinal(ordinal).isoformat())


def _month(day: date) -> str:
    return MONTHS[day.month - 1][:3]


def _cut(words: str, most: int = MOST_LETTERS) -> str:
    words = one_line(words)
    return words if len(words) <= most else f"{words[: max(most - 1, 1)].rstrip()}…"


def _n(x: float) -> str:
    return f"{x:.1f}".removesuffix(".0")


def _text_of(words: str) -> str:
    return escape(one_line(words))


def _text(x: float, y: float, words: str, style: str = "") -> str:
    shown = f' class="{style}"' if style else ""
    return f'<text{shown} x="{_n(x)}" y="{_n(y)}">{_text_of(words)}</text>'


def _line(style: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path class="{style}" d="M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}"/>'


def _rect(style: str, x: float, y: float, width: float, height: float) -> str:
    return (
        f'<rect class="{style}" x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"/>'
    )


FORMS: dict[str, Callable[[Chart], Drawn | None]] = {
    "day": _day,
    "window": _window,
    "steps": _steps,
}
