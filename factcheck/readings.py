"""Readings: one way to understand a claim, how it fits the prices, and the figures behind it (S2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Fit(StrEnum):
    """How one reading of a claim fits the prices (S2.3)."""

    TRUE = "true"
    ROUGHLY = "roughly"  # only with the slack that rounding earns
    SOMETIME = "sometime"  # at some moment of the day, not at its close
    FALSE = "false"
    UNKNOWN = "unknown"  # which is not the same as false


class Standing(StrEnum):
    """What a reading counts for when the default one is false (S2.2, S2.3)."""

    DEFAULT = "default"
    ADMITTED = "admitted"  # true on it alone: misleading
    LOOSE = "loose"  # true on it alone: pass-rounding (S4.7), as loose words earn
    QUOTED = "quoted"  # a price seen at the time of writing: true on it alone is true (S16.6)
    DURING = "during"  # some moment of the session: intraday (S16)


@dataclass(frozen=True)
class Evidence:
    """One figure a verdict rests on. `date` is ISO, `value` decimal text, `source` a name, `symbol` whose
    price it is; a figure that was worked out has neither of both."""

    label: str
    date: str | None
    value: str
    source: str = ""
    symbol: str = ""


@dataclass(frozen=True)
class Chart:
    """What a small picture needs to show the point of a claim; floats, for drawing only.

    `form`: "day" (base, the day's range and close, the stated interval), "window" (closes and the
    earlier extreme), "steps" (one signed bar a period), "amounts" (how much of each session, and the
    level `base`) or "bars" (a move of each of `marks`, the first of which is spoken of). `points` are
    (ISO date, value); `marks` are (ISO date, value, words). Days before `points` may be
    sparse where the series is an excerpt.
    """

    form: str
    title: str
    points: tuple[tuple[str, float], ...] = ()
    marks: tuple[tuple[str, float, str], ...] = ()
    base: float | None = None
    low: float | None = None
    high: float | None = None
    open: float | None = None
    close: float | None = None
    stated: tuple[float, float] | None = None
    unit: str = ""
    first: str | None = (
        None  # ISO date where the point begins: the window's first day, the run's bar
    )


@dataclass(frozen=True)
class Reading:
    """One way to read a claim, and how it fits.

    `says` is a clause in plain words with the numbers ("closed up 6.53%"). `needs` names what would
    decide it when `fit` is UNKNOWN. `trigger` is an M1…M9 that makes a true reading misleading
    (S2.8). `implied` are the prices that would make it true (S16.2), `excused` those and what slack
    and the source's uncertainty add.
    """

    name: str
    fit: Fit
    says: str
    measured: str | None = None
    permitted: tuple[str, str] | None = None
    standing: Standing = Standing.DEFAULT
    flags: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    needs: str = ""
    trigger: str = ""
    correction: str | None = None
    near_boundary: bool = False  # within 2 delta of a decision boundary (S1.5)
    implied: tuple[Fraction, Fraction] | None = None
    excused: tuple[Fraction, Fraction] | None = None
    notes: tuple[str, ...] = ()
    chart: Chart | None = None

    def straddles(self, other: Reading) -> bool:
        """Whether all that is permitted lies between this figure and the other's."""
        if self.permitted is None or "" in self.permitted or None in (self.measured, other.measured):
            return False
        low, high = map(Fraction, self.permitted)
        ends = sorted(Fraction(str(r.measured)) for r in (self, other))
        return ends[0] < low and high < ends[1]
