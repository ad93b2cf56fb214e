"""What a verifier may look at: one listing's sessions up to the claim's day, and no further."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from math import floor

import numpy as np

from factcheck.calendars import Calendar
from factcheck.instruments import Listing
from factcheck.periods import Period, Vague, Window, long_date, months_back, period_numbers
from factcheck.policy import Policy
from factcheck.prices import MISSING, Action, Column, Prices, Quote
from factcheck.readings import Evidence
from factcheck.statements import decimal_text


class Session(StrEnum):
    """Which price of the day the words select; None where they do not say (S16)."""

    CLOSE = "close"
    INTRADAY = "intraday"
    OPEN = "open"
    AFTER_HOURS = "after_hours"


class Moment(StrEnum):
    """The state of the claim's session when it was published (S4.2, S16.8)."""

    OPEN = "open"
    AFTER = "after"
    UNKNOWN = "unknown"  # known by date only, or not at all: decided as if open


ADJUSTED = "The figure is adjusted for later splits; as traded then it was another (S3.5)."


@dataclass(frozen=True)
class Base:
    """A close that a change is measured from: its row, and why that one."""

    row: int
    words: str
    rule: str
    loose: bool = False
    unusual: bool = False  # M5
    opening: bool = False  # measured from the session's open, not its close
    daily: bool = False  # of a day's own move, which has its reference price


@dataclass(frozen=True)
class View:
    """One listing's prices with a row for every session up to `day` (MISSING where a bar is absent).

    `row` is the claim's session. `delta` is the relative uncertainty of one price (S2.5), absolute
    for yields. `others` are the views of the instruments a comparison is made with.
    """

    listing: Listing
    prices: Prices
    row: int
    day: date
    moment: Moment
    delta: Fraction
    calendar: Calendar
    policy: Policy
    published: datetime | None = None
    written: date | None = None  # the day of publication at the exchange
    others: tuple[View, ...] = ()
    quotes: tuple[Quote, ...] = ()  # seen during the claim's session
    inverse: bool = False  # the claim names the quote currency: its rise is the pair's fall (S3.9)
    split_since: Fraction = Fraction(1)  # today's shares in one that `prices` are of (S3.5)

    # ------------------------------------------------------------------ single prices

    def close(self, row: int | None = None) -> Fraction | None:
        """The close of `row` (default: the claim's session); None where it is missing or unfinished."""
        row = self.row if row is None else row
        if self.prices.partial is not None and self.prices.days[row] == self.prices.partial:
            return None
        return self.prices.exact(self.prices.close, row)

    def date_of(self, row: int) -> date:
        return date.fromordinal(int(self.prices.days[row]))

    def range(self) -> tuple[Fraction, Fraction] | None:
        """[L, H] of the claim's session, extended to hold its open and close (S16.3); None if unknown."""
        known = [self.prices.exact(c, self.row) for c in (self.prices.low, self.prices.high)]
        if None in known:
            return None
        ends = [self.prices.exact(c, self.row) for c in (self.prices.open, self.prices.close)]
        prices = [p for p in (*known, *ends) if p is not None]
        return min(prices), max(prices)

    def after(self, row: int) -> date | None:
        """The session after `row`, as the calendar has it."""
        following = self.calendar.next(int(self.prices.days[row]))
        return None if following is None else date.fromordinal(following)

    def counted(self, window: Window) -> date | None:
        """The day before the first session of a window counted in sessions, today's included
        (S9.4); None where it is not."""
        if window.unit != "session" or not window.n:
            return None
        first = self.row - int(window.n) + 1
        if first < 1:  # it begins before the series does
            return self.date_of(0) + timedelta(days=first - 1)
        return self.date_of(first) - timedelta(days=1)

    def reaches(self, day: date | None, row: int = 0) -> bool:
        """Whether the series, from `row` on, reaches back to `day`, give or take a week; to a day that
        is not known it never does."""
        return day is not None and self.date_of(row) <= day + timedelta(days=7)

    def young(self) -> bool:
        """Whether the whole history is under a year old (M9); a share whose prices go back beyond its own
        listing has the history of the line it came from."""
        since = self.listing.since
        if since is None or (since > self.day and self.listing.type == "share"):
            since = self.date_of(0) if since else None
        return since is not None and since > months_back(self.day, 1, "year")

    def widened(self) -> tuple[Fraction, Fraction] | None:
        """The day's range, wider by the uncertainty of a price on either side (S16.3)."""
        day = self.range()
        return None if day is None else (day[0] - self.slack(day[0]), day[1] + self.slack(day[1]))

    def slack(self, price: Fraction) -> Fraction:
        """The uncertainty of one price (S2.5): of a yield absolute, else a share of it."""
        return self.delta if self.listing.type == "yield" else abs(price) * self.delta

    def from_price(self, base: Base) -> Fraction | None:
        """The price that a change is measured from; None where it is missing."""
        if base.opening:
            return self.prices.exact(self.prices.open, base.row)
        if base.daily:
            return self.prices.exact(self.references(), self.row)
        return self.close(base.row)

    def references(self) -> Column:
        """What the move of each session (n,) is measured from: the close before it; on an ex-date in
        mainland China less the dividend, rounded as the exchange displays it (S3.6)."""
        before = np.append(np.int64(MISSING), self.prices.close[:-1])
        for row, paid in self.ex_dates().items():
            if before[row] != MISSING:
                less = before[row].item() - paid * 10**self.prices.decimals
                before[row] = floor(less + Fraction(1, 2))
        return before

    def ex_dates(self) -> dict[int, Fraction]:
        """The rows of ex-dates that have a reference price of their own, and cash per share (S3.6)."""
        found: dict[int, Fraction] = {}
        if self.calendar.code == "XSHG":
            for action in self.prices.actions:
                row = self.prices.row(action.day)
                if action.kind == "dividend" and row is not None:
                    found[row] = found.get(row, Fraction(0)) + action.value
        return found

    def splits_after(self, day: date) -> Fraction:
        """Today's shares in one of that day's: the product of the splits after it (S3.5)."""
        factor = Fraction(1)
        for action in self.prices.actions:
            if action.kind == "split" and action.day > day.toordinal():
                factor *= action.value
        return factor

    def specials(self, first: date) -> tuple[tuple[Action, Fraction], ...]:
        """Special dividends whose ex-date lies after `first`, each with its share of the close
        before (S3.4)."""
        found = []
        for action in self.prices.actions:
            row = self.prices.row(action.day)
            if action.kind != "dividend" or not row or date.fromordinal(action.day) <= first:
                continue
            before = self.close(row - 1)
            if before and self.policy.special_dividend < action.value / before < 1:
                found.append((action, action.value / before))
        return tuple(found)

    def dividend(self) -> Fraction:
        """Cash per share whose ex-date is the claim's session."""
        today = self.day.toordinal()
        paid = (a.value for a in self.prices.actions if a.kind == "dividend" and a.day == today)
        return sum(paid, Fraction(0))

    # ------------------------------------------------------------------ words and evidence

    def text(self, column: Column, row: int) -> str:
        """A price as a reader expects it, with the exchange's decimals: "23,477.92"."""
        exact = self.prices.exact(column, row)
        return "" if exact is None else self.price(exact)

    def price(self, value: Fraction) -> str:
        """A price rounded to the exchange's decimals, with thousands separators; a price too small
        for them keeps four digits."""
        usual = self.listing.decimals
        decimals = min(self.prices.decimals, 4) if usual is None else usual
        if value and abs(value) * 10**decimals < 1000:
            decimals = max(decimals, min(self.prices.decimals, 6))
        return grouped(decimal_text(value, decimals))

    def evidence(self, row: int, name: str = "close", label: str = "") -> Evidence:
        """The price `name` (close, high, low, open) of `row` as one figure of the working."""
        column: Column = getattr(self.prices, name)
        iso = self.date_of(row).isoformat()
        text = self.prices.text(column, row)
        return Evidence(label or f"{name} {iso}", iso, text, self.prices.origin.source, self.listing.symbol)

    def day_evidence(self) -> tuple[Evidence, ...]:
        """Low and high of the claim's session, where known."""
        return tuple(
            self.evidence(self.row, name)
            for name in ("low", "high")
            if getattr(self.prices, name)[self.row] != MISSING
        )

    # ------------------------------------------------------------------ bases of a change

    def bases(self, period: Period) -> tuple[Base, ...]:
        """Where a change over `period` may be measured from, the default first (S4.5–S4.7, S7).

        Empty where the series does not reach back so far. A base may be a row without a close.
        """
        if period.unit in ("day", "hour"):
            return self._one(self.row - 1, "the close of {}", "S6.1", daily=True)
        if period.unit == "session":
            return self._one(self.row - (period.n or 1), f"{period.n} sessions before", "S4.6")
        if period.unit == "from":
            return self._before(period.since or "")
        if period.since is not None:
            return self._since(period.since)
        if period.n is not None:
            return self._rolling(period.unit, period.n)
        found = self._to_date(period.unit)
        return found + self._loose_year() if period.unit == "year" else found

    def _one(self, row: int, words: str, rule: str, **about: bool) -> tuple[Base, ...]:
        if row < 0:
            return ()
        return (Base(row, words.format(long_date(self.date_of(row))), rule, **about),)

    def _to_date(self, unit: str) -> tuple[Base, ...]:
        numbers = self.numbers(unit)
        first = int(np.searchsorted(numbers, numbers[self.row]))
        default = self._one(first - 1, f"the last close before the {_noun(unit)}", "S4.5")
        if not default or first == self.row:
            return default
        if unit == "week":
            words = "the open of {}, the week's first session"
            return default + self._one(first, words, "S7.3", unusual=True, opening=True)
        words = f"the first close of the {_noun(unit)}, {{}}"
        return default + self._one(first, words, "S7.3", unusual=True)

    def _loose_year(self) -> tuple[Base, ...]:
        row = self.on_or_before(months_back(self.day, 1, "year"))
        return self._one(row, "the close a year earlier, {}", "S4.6", loose=True)

    def _rolling(self, unit: str, n: int) -> tuple[Base, ...]:
        back = months_back(self.day, n, unit)
        rows = [
            (self.on_or_before(back), f"the last close {n} {unit}{'s' * (n > 1)} before", False)
        ]
        if (unit, n) == ("month", 1):
            rows.append((self.row - 21, "21 sessions before", True))
            rows.append(
                (self.on_or_before(months_back(self.day, 4, "week")), "4 weeks before", True)
            )
        if (unit, n) == ("week", 2):
            rows.append((self.row - 10, "10 sessions before", True))
        if unit == "week":
            rows.append((self._week_end(n), f"the close {n} weeks of sessions before", True))
        seen: dict[int, Base] = {}
        for row, words, loose in rows:
            if row >= 0:
                seen.setdefault(row, Base(row, words, "S4.7" if loose else "S4.6", loose))
        return tuple(seen.values()) if rows[0][0] >= 0 else ()

    def _week_end(self, n: int) -> int:
        """The last session of the week n trading weeks before this one."""
        numbers = self.numbers("week")
        first = np.flatnonzero(np.diff(numbers[: self.row + 1], prepend=numbers[0] - 1))
        return int(first[-n]) - 1 if len(first) >= n else -1

    def _since(self, phrase: str) -> tuple[Base, ...]:
        try:
            span = Vague.parse(phrase).interval(self.day, self.policy)
        except ValueError:
            return ()
        last = self.on_or_before(span.last)
        first = self.on_or_before(span.first)
        if first < 0:
            return ()
        if span.first == span.last:
            rows = [(last, False), (last - 1, True)]
        else:
            rows = [(first, False)] + [(row, True) for row in range(first + 1, last + 1)]
        return tuple(
            Base(row, f"the close of {long_date(self.date_of(row))}", "S4.6", loose)
            for row, loose in rows
            if 0 <= row < self.row
        )

    def _before(self, phrase: str) -> tuple[Base, ...]:
        try:
            first = Vague.parse(phrase).begun(self.day, self.policy)
        except ValueError:
            return ()
        row = self.on_or_before(first - timedelta(days=1))
        return self._one(row, f"the last close before {phrase}", "S4.5")

    def on_or_before(self, day: date) -> int:
        """The row of the last session on or before `day`; -1 where the series starts later."""
        return int(np.searchsorted(self.prices.days, day.toordinal(), side="right")) - 1

    def numbers(self, unit: str) -> np.typing.NDArray[np.int64]:
        """For each session a number that is equal within one week, month, quarter or year."""
        if unit == "week":
            return self.calendar.week_of(self.prices.days).astype(np.int64)
        return period_numbers(self.prices.days, unit)


def _noun(unit: str) -> str:
    return "year" if unit == "ytd" else unit


def grouped(number: str) -> str:
    """Decimal text with thousands separators: "23477.92" → "23,477.92"."""
    sign = "-" if number.startswith("-") else ""
    whole, dot, part = number.removeprefix("-").partition(".")
    return f"{sign}{int(whole):,}{dot}{part}" if whole.isdigit() else number
