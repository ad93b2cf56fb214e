"""steps: a bar for each period, the run that matters highlighted; empty periods leave no gap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from factcheck.readings import Chart
from factcheck.renderers.charts import svg
from factcheck.renderers.charts.notes import ROW, Note, Stretch, free, label, rows

MOST_BARS = 40
WIDEST = 44  # few bars stand together at the right, where the present is


def steps(chart: Chart) -> svg.Drawn | None:
    found = svg.dated(chart.points)[-MOST_BARS:]
    if not found:
        return None
    marks = [mark for mark in svg.marked(chart) if mark[0] in dict(found)]
    head = ROW * len(rows(Bars(found, 0).notes(marks)))
    bars = Bars(found, head)
    run = highlighted(found, svg.ordinal(chart.first), alone=bool(marks))
    body = [
        *label(rows(bars.notes(marks)), 0, above=True),
        bars.columns("steps", (i for i in range(len(found)) if i not in run)),
        bars.columns("steps in", run),
        svg.line("zero", (bars.left, bars.axis(0)), (svg.WIDTH, bars.axis(0))),
        *bars.figures(chart.unit, run),
        *bars.dates(run),
    ]
    return bars.foot + 6, _words(found, run, chart.unit), body


def highlighted(bars: list[svg.Point], first: int | None, *, alone: bool = False) -> range:
    """The bars that are the point: from `first` on while the sign lasts; else the last such run,
    or the last bar `alone` where it is compared with a marked one."""
    signs = [(v > 0) - (v < 0) for _, v in bars]
    begin = next((i for i, (day, _) in enumerate(bars) if first is not None and day >= first), None)
    if begin is None:
        begin = len(bars) - 1
        while begin and signs[begin - 1] == signs[-1] and not alone:
            begin -= 1
    end = next((i for i in range(begin, len(bars)) if signs[i] != signs[begin]), len(bars))
    return range(begin, end)


@dataclass(frozen=True)
class Bars:
    """Where the bars of `found` stand, under `head` units of notes."""

    found: list[svg.Point]
    head: float

    @property
    def pitch(self) -> float:
        return min(svg.WIDTH / len(self.found), WIDEST)

    @property
    def left(self) -> float:
        return svg.WIDTH - self.pitch * len(self.found)

    @property
    def foot(self) -> float:
        return self.head + svg.PLOT + 2 * svg.LINE

    @cached_property
    def axis(self) -> svg.Axis:
        values = [0.0, *(v for _, v in self.found)]
        return svg.upward(values, self.head + svg.PLOT, self.head + svg.LINE + 2)

    def x(self, i: int) -> float:
        return self.left + (i + 0.5) * self.pitch

    def columns(self, style: str, some: Iterable[int]) -> str:
        tips = ((self.x(i), self.axis(self.found[i][1])) for i in some)
        return svg.columns(style, max(self.pitch * 0.7, 2), self.axis(0), tips)

    def notes(self, marks: list[tuple[int, float, str]]) -> list[Note]:
        index = {day: i for i, (day, _) in enumerate(self.found)}
        found = [(index[day], words) for day, _, words in marks]
        return [
            Note(self.x(i), self.tip(i), words, svg.day_words(self.found[i][0]))
            for i, words in found
        ]

    def tip(self, i: int) -> float:
        """Where the figure of a bar would stand, above or below it."""
        value = self.found[i][1]
        return self.axis(value) + (-5 if value >= 0 else 13)

    def figures(self, unit: str, run: range) -> list[str]:
        """Each bar's number at its tip where all of them fit, with as much detail as fits."""
        everywhere, last = list(range(len(self.found))), [len(self.found) - 1]
        fine = 2 if max(abs(v) for _, v in self.found) < 10 else 1
        for places, sign in ((fine, unit), (fine, ""), (1, ""), (0, "")):
            said = [svg.signed(v, places, sign) for _, v in self.found]
            if max(map(len, said)) * svg.DIGIT <= self.pitch - 1:
                return [self._figure(i, said[i], run) for i in everywhere]
        return [self._figure(i, svg.signed(self.found[i][1], fine, unit), run) for i in last]

    def _figure(self, i: int, said: str, run: range) -> str:
        half = len(said) * svg.DIGIT / 2
        x = min(self.x(i), svg.WIDTH - half)
        return svg.text(x, self.tip(i), said, "centre strong" if i in run else "centre")

    def dates(self, run: range) -> list[str]:
        """Where the run and the drawing begin and end; dates that would touch are left out."""
        body: list[str] = []
        taken: list[Stretch] = []
        for i in dict.fromkeys((len(self.found) - 1, run.start, 0)):
            said = svg.day_words(self.found[i][0])
            half = len(said) * svg.LETTER / 2
            x = min(max(self.x(i), half), svg.WIDTH - half)
            if free((x - half, x + half), taken):
                taken.append((x - half, x + half))
                body.append(svg.text(x, self.foot, said, "centre"))
        return body


def _words(bars: list[svg.Point], run: range, unit: str) -> str:
    said = ", ".join(f"{svg.day_words(bars[i][0])} {svg.signed(bars[i][1], 2, unit)}" for i in run)
    return f"{len(bars)} periods; highlighted: {said}."
