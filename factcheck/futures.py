"""Futures: the days a front-month series changes its contract, so that a change means nothing (S3.8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import numpy as np

from factcheck.calendars import Calendar
from factcheck.periods import days_in_month, long_date
from factcheck.readings import Fit, Reading
from factcheck.views import View

# kinds whose answer is a move from one close to a later one
MOVES = frozenset(
    "change direction streak streak_break streak_superlative superlative frequency comparison".split()
)
MOST = 60  # months that are looked at; a longer move crosses a roll in any case


def rolled(view: View, readings: Iterable[Reading]) -> Reading | None:
    """The undecided reading of a move that crosses a change of contract; None where it crosses none,
    or where nobody knows when the contract changes."""
    days = [e.date for r in readings for e in r.evidence if e.date]
    last_day = _RULES.get(view.listing.symbol)
    if last_day is None or not days:
        return None
    first = date.fromisoformat(min(days)[:10])
    roll = _roll_between(first, view.day, last_day, view.calendar)
    if roll is None:
        return None
    return Reading(
        "settlement",
        Fit.UNKNOWN,
        f"between {long_date(first)} and {long_date(view.day)} the series went over to the next "
        f"contract, on {long_date(roll)}",
        rules=("S3.8",),
        needs="settlements of one and the same contract",
    )


LastDay = Callable[[int, int, Calendar], int]


def _roll_between(first: date, last: date, last_day: LastDay, calendar: Calendar) -> date | None:
    """The first session of a new contract after `first` and not after `last`."""
    month = first.year * 12 + first.month - 1
    end = last.year * 12 + last.month - 1
    for index in range(month, min(end, month + MOST) + 1):
        roll = calendar.next(last_day(index // 12, index % 12 + 1, calendar))
        if roll is not None and first.toordinal() < roll <= last.toordinal():
            return date.fromordinal(roll)
    return None


def _nth_last(year: int, month: int, n: int, calendar: Calendar) -> int:
    """The n-th last session of a month."""
    end = date(year, month, days_in_month(year, month)).toordinal()
    at = int(np.searchsorted(calendar.days, end, side="right"))
    return int(calendar.days[max(0, at - n)])


def _before(year: int, month: int, day: int, n: int, calendar: Calendar) -> int:
    """The n-th session before the last one on or before a day of the month."""
    at = int(np.searchsorted(calendar.days, date(year, month, day).toordinal(), side="right")) - 1
    return int(calendar.days[max(0, at - n)])


# last trading days as the exchanges print them in the contracts' specifications
_RULES: dict[str, LastDay] = {
    "CL=F": lambda y, m, c: _before(y, m, 25, 3, c),  # third session before the 25th
    "NG=F": lambda y, m, c: _nth_last(y, m, 3, c),  # third session before the next month
    "RB=F": lambda y, m, c: _nth_last(y, m, 1, c),
    "HO=F": lambda y, m, c: _nth_last(y, m, 1, c),
    "BZ=F": lambda y, m, c: _nth_last(y, m, 1, c),
    "GC=F": lambda y, m, c: _nth_last(y, m, 3, c),  # third last session of the delivery month
    "SI=F": lambda y, m, c: _nth_last(y, m, 3, c),
    "HG=F": lambda y, m, c: _nth_last(y, m, 3, c),
    "PL=F": lambda y, m, c: _nth_last(y, m, 3, c),
    "PA=F": lambda y, m, c: _nth_last(y, m, 3, c),
    "ZC=F": lambda y, m, c: _before(y, m, 14, 0, c),  # the session before the 15th
    "ZW=F": lambda y, m, c: _before(y, m, 14, 0, c),
    "ZS=F": lambda y, m, c: _before(y, m, 14, 0, c),
}
