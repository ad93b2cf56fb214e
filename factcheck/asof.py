"""As-of: which session a claim speaks about, and whether it was still running (S4.1–S4.3, S16.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from factcheck.calendars import Calendar
from factcheck.periods import WEEKDAYS, Vague, long_date
from factcheck.policy import Policy
from factcheck.views import Moment

AUCTION = timedelta(minutes=10)  # Hong Kong closes at a random moment up to 16:10 (S4.2)
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
    on: str | None, published: Published, calendar: Calendar, policy: Policy
) -> AsOf:
    """The session that `on`, as written, means for something published then.

    Raises ValueError with a sentence where the day cannot be told.
    """
    today = published.on(calendar)
    phrase = " ".join((on or "today").lower().replace("’", "'").removeprefix("on ").split())
    if phrase in ("today", "overnight"):
        return _latest(phrase, published, today, calendar)
    named, flags = _named(phrase, on or "", today, policy)
    return _at(named, flags, published, calendar)


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


def _named(
    phrase: str, written: str, today: date | None, policy: Policy
) -> tuple[date, tuple[str, ...]]:
    weekday = WEEKDAYS.get(phrase.removeprefix("last ").rstrip("."))
    if today is None and (weekday is not None or phrase in ("yesterday",)):
        raise ValueError(f"'{written[:40]}' needs the date of publication: add 'published:' to the article")
    if weekday is not None and today is not None:
        return today - timedelta(days=(today.weekday() - weekday) % 7), ()
    vague = Vague.parse(phrase)
    reference = today or date(2999, 12, 31)
    span = vague.interval(reference + timedelta(days=phrase[0].isdigit() or phrase[0].isalpha()), policy)
    if phrase == "yesterday":
        span = vague.interval(reference, policy)
    if span.assumed_year and today is None:
        raise ValueError(f"'{written[:40]}' has no year: write it, or add 'published:' to the article")
    last = span.last if today is None else min(span.last, today)
    assumed = span.assumed_year and today is not None and today - last > RECENT
    return last, ("assumed-year",) if assumed else ()


def _at(named: date, flags: tuple[str, ...], published: Published, calendar: Calendar) -> AsOf:
    ordinal = named.toordinal()
    if calendar.is_session(ordinal) or not calendar.covers(ordinal):
        return AsOf(ordinal, _moment(ordinal, published, calendar), flags)
    before = calendar.previous(ordinal)
    if before is None:
        raise ValueError(f"the calendar {calendar.code} has no session up to {named.isoformat()}")
    after = calendar.next(ordinal)
    nearest = f"{long_date(date.fromordinal(before))}" + (
        f" and {long_date(date.fromordinal(after))}" if after else ""
    )
    note = f"{named:%A} {long_date(named)} was no session; the nearest were {nearest}."
    return AsOf(before, _moment(before, published, calendar), flags, (note,), named)


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
