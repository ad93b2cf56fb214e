"""Periods, their bases, look-back windows and vague dates (S4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from factcheck.policy import Policy
from factcheck.prices import Days

UNITS = ("session", "day", "week", "month", "quarter", "year")
NUMBER_WORDS = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
}
NUMBER_WORDS |= {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}


class Step(StrEnum):
    """The unit a streak or a superlative counts in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True)
class Period:
    """The span a move is measured over, as the claim names it.

    `unit` day, week, month, quarter or year with `n` None: the calendar period the day lies in, to
    date (S4.5); with `n`: the last n of them (S4.6, S7.1); `since`: from a stated date's close;
    "from": from the last close before a stated day or period began.
    """

    unit: str
    n: int | None = None
    since: str | None = None

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read day, week, month, quarter, year, ytd, 5-session, 3-week, 52-week, since:2024-10-07."""
        plain = " ".join(str(text).lower().split())
        if plain in ("ytd", "year to date", "year-to-date"):
            return cls("ytd")
        if plain in UNITS[1:]:
            return cls(plain)
        if plain.startswith("since"):
            return cls("since", since=plain[5:].lstrip(": "))
        if plain.startswith("from:"):
            return cls("from", since=plain[5:])
        match = re.fullmatch(
            r"(\d{1,4}|[a-z]+)[- ](session|day|week|month|quarter|year|hour)s?", plain
        )
        n = _count(match[1]) if match else None
        if match is None or n is None or n < 1:
            raise ValueError(
                f"cannot read {plain[:40]!r} as a period; the periods are day, week, month, quarter, "
                "year, ytd, N-session, N-week, N-month, N-year, since:DATE, from:DATE"
            )
        unit = "session" if match[2] == "day" else match[2]
        return cls(unit, n)

    def __str__(self) -> str:
        if self.since is not None:
            return f"{self.unit}:{self.since}"
        return self.unit if self.n is None else f"{self.n}-{self.unit}"

    @property
    def words(self) -> str:
        """How a sentence says it: "on the day", "over 5 sessions"."""
        if self.since is not None:
            iso = re.fullmatch(r"\d{4}-\d\d-\d\d", self.since)
            return f"{self.unit} {long_date(date.fromisoformat(self.since)) if iso else self.since}"
        if self.n is not None:
            return f"over {self.n} {self.unit}{'s' if self.n > 1 else ''}"
        return "for the year to date" if self.unit == "ytd" else f"on the {self.unit}"


@dataclass(frozen=True)
class Window:
    """How far back an extreme or a superlative looks.

    `unit` "record" (all history), "first" (never before), "day" (the session itself), "ytd",
    or day, week, month, year with `n`; or `since` a date phrase.
    """

    unit: str
    n: float | None = None
    since: str | None = None

    @classmethod
    def parse(cls, text: str) -> Window:
        """Read record, ytd, day, first, 3-year, 52-week, 18-month, 1.5-year, since late 2021."""
        plain = " ".join(str(text).split())
        low = plain.lower()
        if low in ("record", "all-time", "all time", "ever", "on record"):
            return cls("record")
        if low in ("ytd", "year to date", "this year"):
            return cls("ytd")
        if low in ("first", "day", "multi-year"):
            return cls(low)
        if low.startswith("since"):
            phrase = plain[5:].lstrip(": ")
            Vague.parse(phrase)
            return cls("since", since=phrase)
        match = re.fullmatch(
            r"(\d{1,4}(?:\.5)?|[a-z]+)[- ](session|day|week|month|quarter|year|decade)s?", low
        )
        n = float(match[1]) if match and match[1][0].isdigit() else match and _count(match[1])
        if not match or not n:
            raise ValueError(
                f"cannot read {plain[:40]!r} as a window; write record, 3-year, 52-week, 18-month, "
                "ytd or since DATE"
            )
        unit, factor = {"decade": ("year", 10), "quarter": ("month", 3), "day": ("session", 1)}.get(
            match[2], (match[2], 1)
        )
        return cls(unit, n * factor)

    def __str__(self) -> str:
        if self.since is not None:
            return f"since {self.since}"
        return self.unit if self.n is None else f"{self.n:g}-{self.unit}"

    def start(self, day: date) -> date | None:
        """The first calendar day of the window that ends on `day`; None where it has no fixed start."""
        if self.unit == "ytd":
            return date(day.year, 1, 1)
        if self.n is None or self.unit == "session":
            return None
        return months_back(day, self.n, self.unit)


def _count(word: str) -> int | None:
    return int(word) if word.isdigit() else NUMBER_WORDS.get(word)


def months_back(day: date, n: float, unit: str) -> date:
    """The same calendar date `n` weeks, months or years before; month-ends clamp (S4.6).

    What is left over of a month counts 30 days to the month: half a month is 15.
    """
    if unit == "week":
        return day - timedelta(days=round(7 * n))
    exact = round(n * (12 if unit == "year" else 3 if unit == "quarter" else 1), 6)
    months = int(exact)
    rest = timedelta(days=round((exact - months) * 30))
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    if year < 1:
        return date.min
    return date(year, month + 1, min(day.day, days_in_month(year, month + 1))) - rest


def days_in_month(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day


def period_numbers(days: Days, step: str) -> NDArray[np.int64]:
    """For each day (n,) a number that is equal within a day, month, quarter or year, and grows.

    Weeks belong to the calendar (`Calendar.week_of`): they begin where its market does.
    """
    if step == Step.DAY:
        return np.arange(len(days), dtype=np.int64)
    stamps = (days.astype(np.int64) - EPOCH).astype("datetime64[D]")
    months = stamps.astype("datetime64[M]").astype(np.int64)
    return months // {"month": 1, "quarter": 3, "year": 12, "ytd": 12}[step]


QUARTER = 93  # days, after which one that had begun is over
EPOCH = date(1970, 1, 1).toordinal()


# ---------------------------------------------------------------------- vague dates, S4.8 and S4.9

MONTHS = {
    name: n
    for n, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: n
    for n, names in enumerate(
        [
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        ]
    )
    for name in names.split()
}
RELATIVE_DAYS = ("today", "overnight", "previous session")  # sessions by when it was written
PREVIOUS_SESSION = re.compile(r"(?:the )?(?:previous|prior) (?:trading )?(?:session|day)", re.IGNORECASE)
SEASONS = {"spring": 2, "summer": 3, "autumn": 4, "fall": 4, "winter": 1}
_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?P<year>1[789]\d\d|2[01]\d\d)"
_PART = r"(?:(?P<part>early|mid|late|the start of|the beginning of|the end of|start of|end of)[- ])"
_PATTERNS = [
    re.compile(p, re.IGNORECASE | re.ASCII)
    for p in (
        r"(?:the )?week (?:ending|ended|of) (?P<week>.+)",
        rf"{_YEAR}-(?P<m>\d\d)-(?P<day>\d\d)",
        rf"{_YEAR}-(?P<m>\d\d)",
        rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? {_YEAR})?",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}(?:,? {_YEAR})?",
        rf"{_PART}?{_MONTH}(?:,? (?:of )?{_YEAR})?",
        rf"{_PART}?{_YEAR}",
        rf"(?:the )?(?P<quarter>first|second|third|fourth|q[1-4])(?: quarter)?(?: of)? {_YEAR}",
        r"(?:the )?(?P<quarter>first|second|third|fourth) quarter",
        r"the (?P<decade>1[789]\d0|20\d0)s",
        rf"(?:the )?(?P<season>spring|summer|autumn|fall|winter)(?: of)? {_YEAR}",
        r"(?P<relative>yesterday|today|last week|last month|last quarter|last year|this week|this month"
        r"|this year|the start of the year|the beginning of the year)",
        r"(?:last |on )?(?P<weekday>" + "|".join(sorted(WEEKDAYS, key=len, reverse=True)) + r")\.?",
    )
]


@dataclass(frozen=True)
class Interval:
    """Closed interval of calendar days, with the grace of its vagueness (K6) in days."""

    first: date
    last: date
    grace: int
    assumed_year: bool = False

    @property
    def words(self) -> str:
        """ "21–31 December 2024" or one day."""
        if self.first == self.last:
            return long_date(self.first)
        if (self.first.year, self.first.month) == (self.last.year, self.last.month):
            return f"{self.first.day}–{long_date(self.last)}"
        return f"{long_date(self.first)} to {long_date(self.last)}"


@dataclass(frozen=True)
class Vague:
    """A date phrase as written: "late 2021", "May 2020", "Nov. 3", "2022-01-21" (S4.8)."""

    text: str
    pattern: int
    groups: tuple[tuple[str, str], ...]

    @classmethod
    def parse(cls, text: str) -> Vague:
        """Read a date phrase. Raises ValueError for events ("the pandemic") and anything unread."""
        plain = " ".join(str(text).replace("’", "'").split())
        for number, pattern in enumerate(_PATTERNS):
            match = pattern.fullmatch(plain)
            if match:
                groups = tuple((k, v.lower()) for k, v in match.groupdict().items() if v)
                found = cls(plain, number, groups)
                found.interval(date(2999, 12, 31), Policy())  # 2025-02-30 is no date
                return found
        raise ValueError(
            f"cannot read {plain[:40]!r} as a date; write 2021-11-19, 19 November 2021, "
            "November 2021, late 2021 or the like"
        )

    def __str__(self) -> str:
        return self.text

    def interval(self, as_of: date, policy: Policy) -> Interval:
        """The days the phrase covers, seen from `as_of`; a missing year is the latest such interval
        that lies entirely before `as_of` (S4.9). Raises ValueError for days that do not exist."""
        g = dict(self.groups)
        if "week" in g:
            day = Vague.parse(g["week"]).interval(as_of, policy)
            monday = day.last - timedelta(days=day.last.weekday())
            return Interval(monday, monday + timedelta(days=6), 0, day.assumed_year)
        if "relative" in g:
            return _relative(g["relative"], as_of, policy.grace_days)
        if "weekday" in g:
            back = (as_of.weekday() - WEEKDAYS[g["weekday"]]) % 7
            day_ = as_of - timedelta(days=back or 7)
            return Interval(day_, day_, 0)
        if "decade" in g:
            year = int(g["decade"])
            return Interval(date(year, 1, 1), date(year + 9, 12, 31), policy.grace_days["year"])
        if "year" in g:
            return self._in_year(int(g["year"]), g, policy)
        for year in range(as_of.year, as_of.year - 9, -1):
            try:
                found = self._in_year(year, g, policy)
            except ValueError:  # 29 February
                continue
            if found.last < as_of:
                return Interval(found.first, found.last, found.grace, assumed_year=True)
        raise ValueError(f"{self.text!r} is no date")

    def begun(self, as_of: date, policy: Policy) -> date:
        """The first day of the latest such interval that has begun by `as_of`, over or not."""
        words = dict(self.groups)
        later = (0,) if "relative" in words else (1,) if "weekday" in words else (QUARTER, 1)
        for days in later:  # seen from when a month or quarter without a year is over
            first = self.interval(as_of + timedelta(days), policy).first
            if first <= as_of:
                return first
        raise ValueError(f"{self.text!r} has not begun")

    def _in_year(self, year: int, g: dict[str, str], policy: Policy) -> Interval:
        part = g.get("part")
        month = int(g["m"]) if "m" in g else MONTHS.get(g.get("month", ""))
        if month is not None and not 1 <= month <= 12:
            raise ValueError(f"there is no month {self.text[:40]!r} in the calendar")
        if "day" in g:
            try:
                day = date(year, month or 0, int(g["day"]))
            except ValueError:
                raise ValueError(f"there is no day {self.text[:40]!r} in the calendar") from None
            return Interval(day, day, policy.grace_days["day"])
        if month:
            first, last = _part_of_month(part, year, month)
            return Interval(
                date(year, month, first), date(year, month, last), policy.grace_days["month"]
            )
        if "quarter" in g:
            q = (
                int(g["quarter"][1])
                if g["quarter"][0] == "q"
                else _QUARTERS.index(g["quarter"]) + 1
            )
            return Interval(
                date(year, 3 * q - 2, 1),
                date(year, 3 * q, days_in_month(year, 3 * q)),
                policy.grace_days["year"],
            )
        if "season" in g:
            q = SEASONS[g["season"]]
            return Interval(
                date(year, 3 * q - 2, 1),
                date(year, 3 * q, days_in_month(year, 3 * q)),
                policy.grace_days["year"],
            )
        start, end = _PARTS_OF_YEAR[part]
        return Interval(
            date(year, start, 1),
            date(year, end, days_in_month(year, end)),
            policy.grace_days["year"],
        )


_QUARTERS = ("first", "second", "third", "fourth")
_PARTS_OF_YEAR: dict[str | None, tuple[int, int]] = {
    None: (1, 12),
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
    "start of": (1, 1),
    "the start of": (1, 1),
    "the beginning of": (1, 1),
    "end of": (12, 12),
    "the end of": (12, 12),
}


def _part_of_month(part: str | None, year: int, month: int) -> tuple[int, int]:
    end = days_in_month(year, month)
    if part is None:
        return 1, end
    return {"early": (1, 10), "mid": (11, 20), "late": (21, end)}.get(
        part, (21, end) if part.endswith("end of") else (1, 10)
    )


def _relative(phrase: str, as_of: date, grace: Mapping[str, int]) -> Interval:
    monday = as_of - timedelta(days=as_of.weekday())
    month = as_of.replace(day=1)
    if phrase in ("yesterday", "today"):
        day = as_of - timedelta(days=phrase == "yesterday")
        return Interval(day, day, 0)
    if phrase.endswith("week"):
        first = monday - timedelta(days=7 if phrase.startswith("last") else 0)
        return Interval(first, first + timedelta(days=6), 0)
    if phrase.endswith("month"):
        first = months_back(month, 1, "month") if phrase.startswith("last") else month
        last = first.replace(day=days_in_month(first.year, first.month))
        return Interval(first, last, grace["month"])
    if phrase.endswith("quarter"):
        first = months_back(date(as_of.year, (as_of.month - 1) // 3 * 3 + 1, 1), 3, "month")
        last = months_back(first, -2, "month")
        last = last.replace(day=days_in_month(last.year, last.month))
        return Interval(first, last, grace["year"])
    year = as_of.year - (phrase == "last year")
    last = date(year, 1, 31) if phrase.startswith("the ") else date(year, 12, 31)
    return Interval(date(year, 1, 1), last, grace["year"])


def long_date(day: date) -> str:
    """ "21 February 2025"."""
    return f"{day.day} {_MONTH_NAMES[day.month - 1]} {day.year}"


_MONTH_NAMES = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip
