"""As-of: which session a claim speaks about, and whether it was still running (S4.1–S4.3, S16.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from factcheck.calendars import Calendar
from factcheck.periods import (
    PREVIOUS_SESSION,
    QUARTER,
    RELATIVE_DAYS,
    WEEKDAYS,
    Interval,
    Vague,
    long_date,
)
from factcheck.policy import Policy
from factcheck.views import Moment

DAILY = ("change", "direction", "level", "threshold")  # kinds that speak of the named day itself
AUCTION = timedelta(minutes=10)  # Hong Kong closes at a random moment up to 16:10 (S4.2)
A_ZONE_AHEAD = timedelta(days=1)  # where only the date of publication is known, in another zone
EARLY_TRADING = dict.fromkeys(("XNYS", "XNAS"), timedelta(hours=5, minutes=30))  # from 4:00 in New York
RECENT = timedelta(days=31)  # a day and month this close to publication leave no doubt of the year


@dataclass(frozen=True)
class AsOf:
    """A session by its ordinal, its state at publication, and what had to be assumed.

    `named` is the calendar day the words name where that was no session (S4.3).
    """

    day: int
    moment: Moment
    flags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    named: date | None = None


@dataclass(frozen=True)
class Published:
    """When something was published: an instant, only a date, or neither."""

    instant: datetime | None = None
    day: date | None = None

    def on(self, calendar: Calendar) -> date | None:
        """The calendar day of publication in the exchange's zone (S4.1)."""
        if self.instant is not None:
            return self.instant.astimezone(calendar.zone).date()
        return self.day


def session_of(
    on: str | None, published: Published, calendar: Calendar, policy: Policy, *, closed: bool = False
) -> AsOf:
    """The session that `on`, as written, means for something published then; `closed`: the words speak
    of its close, so it cannot be one that is far from over.

    Raises ValueError with a sentence where the day cannot be told.
    """
    today = published.on(calendar)
    phrase = " ".join((on or "today").lower().replace("’", "'").removeprefix("on ").split())
    phrase = PREVIOUS_SESSION.sub("previous session", phrase)
    begun = _begun(today, published, calendar)
    if phrase in RELATIVE_DAYS:
        if begun is not None and begun == published.day:
            today = begun  # where it was written, it is that day already
        found = _latest(phrase, published, today, calendar)
        if closed and phrase == "today" and _is_far_from_over(found.day, published, calendar):
            phrase = "previous session"
        if phrase != "previous session":
            return found
        before = calendar.previous(found.day)
        return AsOf(found.day if before is None else before, Moment.AFTER)
    if phrase.rstrip(".") in WEEKDAYS and begun is None and _is_told_ahead(phrase, today, published):
        begun = published.day  # "on Friday", written on a Friday that the market is still before
    first, last, flags = _named(phrase, on or "", today, begun, policy)
    if first < last and not _had_begun(last, published, calendar):
        last -= timedelta(days=1)  # "in 2024", told on a morning: up to the day before
    found = _at(first, last, flags, published, calendar)
    if found.named is not None and phrase.startswith("last ") and phrase[5:].rstrip(".") in WEEKDAYS:
        week = timedelta(days=7)  # "last Monday" on the day after a holiday is Monday of last week
        return _at(first - week, last - week, flags, published, calendar)
    return found


def _latest(phrase: str, published: Published, today: date | None, calendar: Calendar) -> AsOf:
    """No day is named: the session of publication, or the one before where it had not begun."""
    if today is None:
        raise ValueError("there is no day: add 'on:' to the claim or 'published:' to the article")
    day = calendar.last_on_or_before(today.toordinal())
    if day is not None and published.instant is not None:
        hours = calendar.hours(day)
        begun = hours is None or published.instant >= hours[1 if phrase == "overnight" else 0]
        if not begun:
            day = calendar.previous(day)
    if day is None:
        raise ValueError(f"the calendar {calendar.code} has no session up to {today.isoformat()}")
    return AsOf(day, _moment(day, published, calendar))


def or_session_before(as_of: AsOf, on: str | None, published: Published, calendar: Calendar) -> AsOf | None:
    """The session before the day of publication, where no day is said and the hour is not known: it may
    have appeared before the market opened (S16.8)."""
    said = (on or "overnight").lower() != "overnight"
    if said or published.instant is not None or as_of.moment is not Moment.UNKNOWN:
        return None
    before = calendar.previous(as_of.day)
    return None if before is None else AsOf(before, Moment.AFTER)


def is_of_early_trading(on: str | None, published: Published, calendar: Calendar) -> bool:
    """Whether a share may have moved before the opening of the day it was written on: no day is said,
    and its market's early trading had begun (S16.7)."""
    early = EARLY_TRADING.get(calendar.code)
    today = published.on(calendar)
    said = (on or "overnight").lower() != "overnight"
    if said or early is None or today is None or published.instant is None:
        return False
    hours = calendar.hours(today.toordinal())
    return hours is not None and hours[0] - early <= published.instant < hours[0]


def _is_told_ahead(phrase: str, today: date | None, published: Published) -> bool:
    """Whether a weekday is that of publication as written, and the exchange is a day behind: nobody
    calls the day a week before by that name alone."""
    if published.day is None or today is None or published.day <= today:
        return False
    return published.day.weekday() == WEEKDAYS[phrase.rstrip(".")]


def is_either_night(as_of: AsOf, on: str | None, published: Published, calendar: Calendar) -> bool:
    """Whether "overnight" may also be the session that runs: a contract's next one had begun."""
    if (on or "").lower() != "overnight" or published.instant is None:
        return False
    after = calendar.next(as_of.day)
    hours = None if after is None else calendar.hours(after)
    return hours is not None and hours[0] <= published.instant


def _had_begun(day: date, published: Published, calendar: Calendar) -> bool:
    """Whether a session of that day had opened at publication, as far as can be told."""
    hours = calendar.hours(day.toordinal())
    return hours is None or published.instant is None or published.instant >= hours[0]


def _begun(today: date | None, published: Published, calendar: Calendar) -> date | None:
    """Tomorrow's session, where it began this evening: a contract's Wednesday starts on Tuesday."""
    after = None if today is None else calendar.next(today.toordinal())
    hours = None if after is None else calendar.hours(after)
    if after is None or hours is None or published.instant is None or hours[0] > published.instant:
        return None
    return date.fromordinal(after)


def _is_far_from_over(day: int, published: Published, calendar: Calendar) -> bool:
    """Whether the session was open; of a contract that trades all day, in its first half."""
    hours = calendar.hours(day)
    if hours is None or published.instant is None or published.instant < hours[0]:
        return False
    length = hours[1] - hours[0]
    end = hours[0] + length / 2 if length > timedelta(hours=12) else hours[1]
    return published.instant < end


def _named(
    phrase: str, written: str, today: date | None, begun: date | None, policy: Policy
) -> tuple[date, date, tuple[str, ...]]:
    """The first and the last day that the words may mean, up to publication."""
    weekday = WEEKDAYS.get(phrase.removeprefix("last ").rstrip("."))
    vague = Vague.parse(phrase)
    seen_from_today = weekday is not None or any(key == "relative" for key, _ in vague.groups)
    if seen_from_today and today is None:
        raise ValueError(
            f"'{written[:40]}' needs the date of publication: add 'published:' to the article, or --published"
        )
    if weekday is not None and today is not None:
        if begun is not None and begun.weekday() == weekday and not phrase.startswith("last "):
            return begun, begun, ()
        day = today - timedelta(days=(today.weekday() - weekday) % 7)
        return day, day, ()
    reference = today or date(2999, 12, 31)
    after = timedelta(days=0 if seen_from_today else 1)  # a day and month may be today's
    span = vague.interval(reference + after, policy)
    if span.assumed_year and today is None:
        raise ValueError(
            f"'{written[:40]}' has no year: write it, or add 'published:' to the article"
        )
    if today is None:
        return span.first, span.last, ()
    if span.assumed_year:
        span = _running(vague, today, policy) or span
    if span.first > today + A_ZONE_AHEAD:
        raise ValueError(f"'{written[:40]}' comes after the publication on {long_date(today)}")
    last = max(span.first, min(span.last, today))
    assumed = span.assumed_year and today - last > RECENT
    return span.first, last, ("assumed-year",) if assumed else ()


def _running(vague: Vague, today: date, policy: Policy) -> Interval | None:
    """ "In February", told in February: the month that has begun, not last year's."""
    span = vague.interval(today + timedelta(days=QUARTER), policy)
    return span if span.first < span.last and span.first <= today <= span.last else None


def _at(
    first: date, last: date, flags: tuple[str, ...], published: Published, calendar: Calendar
) -> AsOf:
    """The last session from `first` to `last`; where there is none, the one before (S4.3)."""
    ordinal = last.toordinal()
    if not calendar.covers(ordinal):
        return AsOf(ordinal, _moment(ordinal, published, calendar), flags)
    before = calendar.last_on_or_before(ordinal)
    if before is None:
        raise ValueError(f"the calendar {calendar.code} has no session up to {last.isoformat()}")
    if before >= first.toordinal():
        if not _had_begun(date.fromordinal(before), published, calendar):
            told = long_date(date.fromordinal(before))
            raise ValueError(f"the session of {told} had not begun when this appeared")
        return AsOf(before, _moment(before, published, calendar), flags)
    after = calendar.next(ordinal)
    hours = None if after is None else calendar.hours(after)
    if after is not None and hours is not None and hours[0].astimezone(calendar.zone).date() == last:
        return AsOf(after, _moment(after, published, calendar), flags)  # Monday's, from Sunday evening
    nearest = f"{long_date(date.fromordinal(before))}" + (
        f" and {long_date(date.fromordinal(after))}" if after else ""
    )
    note = f"{last:%A} {long_date(last)} was no session; the nearest were {nearest}."
    return AsOf(before, _moment(before, published, calendar), flags, (note,), last)


def _moment(day: int, published: Published, calendar: Calendar) -> Moment:
    if published.instant is None:
        later = published.day is not None and published.day.toordinal() > day
        return Moment.AFTER if later else Moment.UNKNOWN
    hours = calendar.hours(day)
    if hours is None:
        return Moment.UNKNOWN
    if published.instant > hours[1] + AUCTION:
        return Moment.AFTER
    return Moment.OPEN if published.instant >= hours[0] else Moment.UNKNOWN
