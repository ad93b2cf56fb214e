"""Scales, numbers and elements; all text is escaped here and all numbers are formatted here."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import pairwise

from factcheck.readings import Chart
from factcheck.renderers.words import MONTHS, grouped, one_line, short_day

WIDTH = 360  # shown at 0.9 to 1.2 times that, so that text is readable on a phone
PLOT = 116  # the height of a line's or a row of bars' own part
LINE = 16  # from one line of text to the next
LETTER = 6.9  # an average letter's width: 12.5 units of a wide sans
DIGIT = 8.2  # a bold digit's
MOST_LETTERS = 46
LEAST = 3  # halves of a unit that a bar is high, so that it is seen

Point = tuple[int, float]  # a day's ordinal, a value
Spot = tuple[float, float]  # of the drawing
Drawn = tuple[float, str, list[str]]  # height, description, elements


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


def upward(values: Sequence[float], bottom: float, top: float) -> Axis:
    """A scale that holds all `values`, also where they are all the same."""
    low, high = min(values), max(values)
    if high <= low:
        pad = abs(low) * 0.01 or 1.0
        low, high = low - pad, high + pad
    return Axis(low, high, bottom, top)


# What a chart holds, without what cannot be drawn.


def dated(points: Iterable[tuple[str, float]]) -> list[Point]:
    """Points in the order of their days; what has no day or no finite value is left out."""
    found = [(ordinal(text), value) for text, value in points]
    return sorted((d, v) for d, v in found if d is not None and math.isfinite(v))


def marked(chart: Chart) -> list[tuple[int, float, str]]:
    """The first three marks, as day, value and words."""
    found = [(ordinal(text), value, words) for text, value, words in chart.marks[:3]]
    return [(d, v, cut(w)) for d, v, w in found if d is not None and math.isfinite(v)]


def ordinal(text: str | None) -> int | None:
    try:
        return date.fromisoformat(text).toordinal() if text else None
    except ValueError:
        return None


def finite(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def ordered(ends: tuple[float, float] | None) -> tuple[float, float] | None:
    if ends is None or not all(map(math.isfinite, ends)):
        return None
    return min(ends), max(ends)


# Numbers and dates.


def places_for(values: Sequence[float]) -> int:
    """Decimals that show every value: 2 for most prices, 4 for a currency, 0 for whole numbers."""
    for places in range(4):
        if all(abs(v - round(v, places)) <= abs(v) * 1e-6 for v in values):
            return 2 if places == 1 else places
    return 4


def number(value: float, places: int) -> str:
    return grouped(f"{value:.{places}f}")


def interval(ends: tuple[float, float], places: int) -> str:
    """Both ends with as many decimals as tell them apart, and no more than prices have; where those
    cannot tell them apart, the price between them."""
    width = ends[1] - ends[0]
    if width < 1.001 * 10**-places:
        return number(sum(ends) / 2, places)
    telling = 1 - math.floor(math.log10(width)) if width > 0 else places
    low, high = (number(v, min(max(telling, 0), places)) for v in ends)
    return low if low == high else f"{low}–{high}"


def shortened(value: float) -> str:
    """A large number as people say it, four digits of it: "612.9 million"."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{value / size:.4g} {word}"
    return number(value, 0)


def signed(value: float, places: int, unit: str) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{abs(value):,.{places}f}{'%' if unit == 'percent' else ''}"


def day_words(day: int) -> str:
    return short_day(date.fromordinal(day).isoformat())


def month_words(day: date) -> str:
    return MONTHS[day.month - 1][:3]


def cut(words: str, most: int = MOST_LETTERS) -> str:
    words = one_line(words)
    return words if len(words) <= most else f"{words[: max(most - 1, 1)].rstrip()}…"


# Elements. Classes are ours; the only foreign text goes through `escaped`.


def escaped(words: str) -> str:
    return escape(one_line(words))


def text(x: float, y: float, words: str, style: str = "") -> str:
    shown = f' class="{style}"' if style else ""
    at = f' x="{x:.0f}"' if round(x) else ""
    return f'<text{shown}{at} y="{y:.0f}">{escaped(words)}</text>'


def line(style: str, start: Spot, end: Spot) -> str:
    return lines(style, [(start, end)])


def lines(style: str, ends: Iterable[tuple[Spot, Spot]]) -> str:
    steps = (f"M{_n(x1)} {_n(y1)}{_step(x2 - x1, y2 - y1)}" for (x1, y1), (x2, y2) in ends)
    return f'<path class="{style}" d="{"".join(steps)}"/>'


def _step(right: float, down: float) -> str:
    if not down:
        return f"h{_n(right)}"
    return f"l{_n(right)} {_n(down)}".replace(" -", "-") if right else f"v{_n(down)}"


def rect(style: str, corner: Spot, width: float, height: float) -> str:
    x, y = map(_n, corner)
    return f'<rect class="{style}" x="{x}" y="{y}" width="{_n(width)}" height="{_n(height)}"/>'


def dot(style: str, x: float, y: float) -> str:
    return f'<circle class="{style}" cx="{_n(x)}" cy="{_n(y)}" r="4"/>'


def columns(style: str, width: float, zero: float, found: Iterable[Spot]) -> str:
    """Bars from `zero` to each point, as the strokes of one path, in halves of a unit and from each to
    the next: a seventh as long as rectangles."""
    x = y = 0
    steps = []
    for right, tip in found:
        at, start, end = round(2 * right), round(2 * zero), round(2 * tip)
        end = end if abs(end - start) >= LEAST else start + (LEAST if end > start else -LEAST)
        steps.append(f"m{at - x} {start - y}v{end - start}".replace(" -", "-"))
        x, y = at, end
    if not steps:
        return ""
    look = f'class="{style}" transform="scale(.5)" stroke-width="{_n(2 * width)}"'
    return f'<path {look} d="{"".join(steps)}"/>'


def trace(style: str, points: Iterable[Spot]) -> str:
    """A line through points, in halves of a unit and from each to the next: half as long as decimals."""
    (x, y), *rest = [(round(2 * x), round(2 * y)) for x, y in points]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise([(x, y), *rest])]
    told = " ".join(f"{dx} {dy}" for dx, dy in steps).replace(" -", "-")
    return f'<path class="{style}" transform="scale(.5)" d="M{x} {y}l{told or "0 0"}"/>'


def _n(x: float) -> str:
    return f"{x:.1f}".removesuffix(".0")
