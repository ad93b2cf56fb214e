"""Futures: the days a front-month series changes its contract, so that a change means nothing (S3.8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from factcheck.calendars import Calendar
from factcheck.periods import days_in_month, long_date
from factcheck.readings import Fit, Reading
from factcheck.views import View

# kinds whose answer is a move from one close to a later one
MOVES = frozenset(
    "change direction streak streak_break streak_superlative superlative frequency comparison rank "
    "reversal spread".split()
)
MOST = 60  # months that are looked at; a longer move crosses a roll in any case
JOINED = "=F"  # how the vendor marks a series of one contract after another; others are one contract


def rolled(view: View, readings: Iterable[Reading]) -> Reading | None:
    """The undecided reading of a move that crosses a change of contract, or may, where nobody knows
    when the contract changes; None where it crosses none."""
    days = [e.date for r in readings for e in r.evidence if e.date]
    first = date.fromisoformat(min(days)[:10]) if days else view.day
    for one in (view, *view.others):
        if one.listing.type == "future" and first < one.day:
            says = _crossing(one, first)
            if says:
                return Reading(
                    "settlement",
                    Fit.UNKNOWN,
                    says,
                    rules=("S3.8",),
                    needs="settlements of one and the same contract",
                )
    return None


def _crossing(view: View, first: date) -> str:
    """What a move of `view` from `first` on crosses, in words; nothing where it crosses nothing."""
    symbol = view.listing.symbol
    between = f"between {long_date(first)} and {long_date(view.day)}"
    if symbol not in _CONTRACTS:
        if not symbol.endswith(JOINED):
            return ""
        return (
            f"the series joins one contract to the next on days that are not known, "
            f"which may be {between}"
        )
    contracts = _CONTRACTS[symbol]
    roll = _roll_between(first, view.day, contracts, view.calendar)
    if roll is None:
        return ""
    on = "on" if len(contracts.last) == 1 else "on or about"
    return f"{between} the series went over to the next contract, {on} {long_date(roll)}"


LastDay = Callable[[int, int, Calendar], int]


@dataclass(frozen=True)
class _Contracts:
    """When the contracts of a series end: in the `months` of these letters, on the `last` day of
    trading; more than one where the series may change on either."""

    months: str
    last: tuple[LastDay, ...]


def _roll_between(
    first: date, last: date, contracts: _Contracts, calendar: Calendar
) -> date | None:
    """The first session of a new contract after `first` and not after `last`."""
    month = first.year * 12 + first.month - 1
    end = last.year * 12 + last.month - 1
    for index in range(month, min(end, month + MOST) + 1):
        if MONTHS[index % 12] not in contracts.months:
            continue
        ends = {last_day(index // 12, index % 12 + 1, calendar) for last_day in contracts.last}
        for day in sorted(ends):
            roll = calendar.next(day)
            if roll is not None and first.toordinal() < roll <= last.toordinal():
                return date.fromordinal(roll)
    return None


# ---------------------------------------------------------------------- days of a month


def _nth_last(n: int) -> LastDay:
    """The n-th last session of a month."""

    def day(year: int, month: int, calendar: Calendar) -> int:
        end = date(year, month, days_in_month(year, month)).toordinal()
        at = int(np.searchsorted(calendar.days, end, side="right"))
        return int(calendar.days[max(0, at - n)])

    return day


def _nth(n: int) -> LastDay:
    """The n-th session of a month."""

    def day(year: int, month: int, calendar: Calendar) -> int:
        at = int(np.searchsorted(calendar.days, date(year, month, 1).toordinal()))
        return int(calendar.days[min(at + n, len(calendar.days)) - 1])

    return day


def _before(day: int, n: int = 0) -> LastDay:
    """The n-th session before the last one on or before a day of the month."""
    return lambda year, month, calendar: _sessions_before(date(year, month, day), n, calendar)


def _third_friday(n: int) -> LastDay:
    """The n-th session before the third Friday of a month, or before the session that stands for it."""

    def day(year: int, month: int, calendar: Calendar) -> int:
        friday = 15 + (4 - date(year, month, 15).weekday()) % 7
        return _sessions_before(date(year, month, friday), n, calendar)

    return day


def _sessions_before(day: date, n: int, calendar: Calendar) -> int:
    at = int(np.searchsorted(calendar.days, day.toordinal(), side="right")) - 1
    return int(calendar.days[max(0, at - n)])


def _brent(n: int) -> LastDay:
    """The n-th last session of a month; until 2015 the one before the 15th day before its end."""

    def day(year: int, month: int, calendar: Calendar) -> int:
        if year > 2015:
            return _nth_last(n)(year, month, calendar)
        return _before(days_in_month(year, month) - 14, n)(year, month, calendar)

    return day


def _clear_thursday(year: int, month: int, calendar: Calendar) -> int:
    """The last Thursday of a month, in November before Thanksgiving, that is a session as the four
    weekdays before it are."""
    end = date(year, month, 21 if month == 11 else days_in_month(year, month))
    thursday = end.toordinal() - (end.weekday() - 3) % 7
    week = (0, 1, 2, 3, 6)  # back from Thursday to the Friday before
    found = (
        day
        for day in (thursday, thursday - 7, thursday - 14)
        if all(calendar.is_session(day - back) for back in week)
    )
    return next(found, thursday)


# ---------------------------------------------------------------------- contracts

MONTHS = "FGHJKMNQUVXZ"  # January to December, as traders write them

# Last trading days as the exchanges print them in the contracts' specifications. The letters are the
# months a contract ends in, which for energy and sugar come before the month it is named after. Not
# known for certain, and so not here: iron ore, uranium, lumber.
_GROUPS: tuple[tuple[str, str, tuple[LastDay, ...]], ...] = (
    ("CL=F", MONTHS, (_before(25, 3),)),  # NYMEX: third session before the 25th
    ("NG=F", MONTHS, (_nth_last(3),)),  # NYMEX: third session before the next month
    ("RB=F HO=F", MONTHS, (_nth_last(1),)),  # NYMEX
    # NYMEX: the last London session, in December the one before; London keeps holidays of its own
    ("BZ=F", MONTHS, (_brent(1), _brent(2))),
    # ICE Endex, and NYMEX, which goes by New York's holidays too: two London sessions before the month
    ("TTF=F", MONTHS, (_nth_last(2), _nth_last(3))),
    # COMEX, NYMEX: third last session of the delivery month
    ("GC=F SI=F HG=F PL=F PA=F ALI=F", MONTHS, (_nth_last(3),)),
    # CBOT: the session before the 15th
    ("ZC=F ZW=F KE=F ZO=F", "HKNUZ", (_before(14),)),
    ("ZS=F", "FHKNQUX", (_before(14),)),
    ("ZM=F ZL=F", "FHKNQUVZ", (_before(14),)),
    ("ZR=F", "FHKNUX", (_before(14),)),
    # ICE Futures U.S.: eight, eleven and fourteen sessions before the last one of the month
    ("KC=F", "HKNUZ", (_nth_last(9),)),
    ("CC=F", "HKNUZ", (_nth_last(12),)),
    ("OJ=F", "FHKNUX", (_nth_last(15),)),
    ("CT=F", "HKNVZ", (_nth_last(17),)),  # ICE Futures U.S.: seventeen sessions from the month's end
    ("SB=F", "GJMU", (_nth_last(1),)),  # ICE Futures U.S.: last session before the delivery month
    # CME
    ("LE=F", "GJMQVZ", (_nth_last(1),)),
    ("HE=F", "GJKMNQVZ", (_nth(10),)),
    ("GF=F", "FHJKQUVX", (_clear_thursday,)),
    # CME, CBOT: the open of the third Friday, whose own bar may be of either contract
    ("ES=F NQ=F YM=F RTY=F", "HMUZ", (_third_friday(0), _third_friday(1))),
    ("ZN=F ZB=F", "HMUZ", (_nth_last(8),)),  # CBOT: seven sessions before the month's last
)
_CONTRACTS = {
    symbol: _Contracts(months, last) for group, months, last in _GROUPS for symbol in group.split()
}
