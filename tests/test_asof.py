"""As-of: the session that words and a time of publication mean (S4.1–S4.3, S16.8)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck import calendars
from factcheck.asof import Published, is_either_night, session_of
from factcheck.policy import Policy
from factcheck.views import Moment

POLICY = Policy()
HONG_KONG = ZoneInfo("Asia/Hong_Kong")
OPEN, AFTER, UNKNOWN = Moment.OPEN, Moment.AFTER, Moment.UNKNOWN


def day(text):
    return date.fromisoformat(text)


def exchange():
    """Hong Kong hours; Wednesday 12 March 2025 a holiday, Thursday the 13th a half day to noon,
    nothing at all from 21 to 25 April."""
    shut = [day("2025-03-12"), *(day("2025-04-21") + timedelta(days=n) for n in range(5))]
    found = calendars.weekdays(
        day("2024-01-01").toordinal(),
        day("2025-12-31").toordinal(),
        [d.toordinal() for d in shut],
        HONG_KONG,
        "09:30-16:00",
    )
    closes = found.closes.copy()
    closes[found.days == day("2025-03-13").toordinal()] -= 240
    return replace(found, closes=closes)


CALENDAR = exchange()


def published(text):
    """ "2025-03-14 12:00" in Hong Kong, an instant with an offset, a date, or "" for nothing."""
    if not text:
        return Published()
    if len(text) == 10:
        return Published(day=day(text))
    instant = datetime.fromisoformat(text)
    return Published(instant if instant.tzinfo else instant.replace(tzinfo=HONG_KONG))


def session(on, when):
    found = session_of(on, published(when), CALENDAR, POLICY)
    return date.fromordinal(found.day).isoformat(), found.moment


NIGHT = calendars.weekdays(
    day("2025-01-01").toordinal(),
    day("2025-12-31").toordinal(),
    [],
    ZoneInfo("America/Chicago"),
    "17:00-17:00",
)


@pytest.mark.parametrize(
    ("on", "when", "expected"),
    [
        # Singapore's Wednesday morning is Tuesday evening in Chicago, where Wednesday has begun
        ("Wednesday", "2025-02-12T10:14+08:00", "2025-02-12"),
        ("Tuesday", "2025-02-12T10:14+08:00", "2025-02-11"),
        ("last Wednesday", "2025-02-12T10:14+08:00", "2025-02-05"),
        ("Wednesday", "2025-02-11T16:30-06:00", "2025-02-05"),  # half an hour before it begins
        (None, "2025-02-11T18:00-06:00", "2025-02-11"),  # an evening wrap speaks of the day
        (None, "2025-02-12T10:14+08:00", "2025-02-12"),  # a morning report of the day it is there
        ("previous session", "2025-02-12T10:14+08:00", "2025-02-11"),
        ("the prior session", "2025-02-12T10:14+08:00", "2025-02-11"),
        ("previous trading day", "2025-02-12T10:14+08:00", "2025-02-11"),
    ],
)
def test_a_session_that_begins_the_evening_before(on, when, expected):
    instant = datetime.fromisoformat(when)
    found = session_of(on, Published(instant, instant.date()), NIGHT, POLICY)
    assert date.fromordinal(found.day).isoformat() == expected


@pytest.mark.parametrize(
    ("on", "expected", "named"),
    [
        # Wednesday 12 March is a holiday, told of on Thursday
        ("last Wednesday", "2025-03-05", False),
        ("Wednesday", "2025-03-11", True),
        ("last Tuesday", "2025-03-11", False),
    ],
)
def test_last_wednesday_after_a_holiday_is_the_one_before(on, expected, named):
    found = session_of(on, published("2025-03-13 17:00"), CALENDAR, POLICY)
    assert (date.fromordinal(found.day).isoformat(), found.named is not None) == (expected, named)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        # Hong Kong, open 09:30 to 16:00: what "closed" before 16:00 closed the session before
        ("2025-03-14 08:00", "2025-03-13"),
        ("2025-03-14 12:00", "2025-03-13"),
        ("2025-03-14 16:00", "2025-03-14"),
        ("2025-03-14 17:00", "2025-03-14"),
        ("2025-03-14", "2025-03-14"),
    ],
)
def test_a_close_is_of_a_session_that_can_have_closed(when, expected):
    found = session_of(None, published(when), CALENDAR, POLICY, closed=True)
    assert date.fromordinal(found.day).isoformat() == expected


@pytest.mark.parametrize(
    ("on", "when", "expected"),
    [
        ("2025", "2025-03-14 08:00", "2025-03-13"),  # before the open: nothing of the 14th is known
        ("March 2025", "2025-03-14 08:00", "2025-03-13"),
        ("2025", "2025-03-14 10:00", "2025-03-14"),
        ("March", "2025-03-14 08:00", "2025-03-13"),  # this year's, which has begun
        ("early March", "2025-03-14 08:00", "2025-03-10"),
        ("mid-March", "2025-03-14 17:00", "2025-03-14"),
        ("February", "2025-03-14 08:00", "2025-02-28"),
        ("April", "2025-03-14 08:00", "2024-04-30"),
    ],
)
def test_a_year_so_far_does_not_reach_into_a_session_to_come(on, when, expected):
    found = session_of(on, published(when), CALENDAR, POLICY)
    assert date.fromordinal(found.day).isoformat() == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        # a contract that trades from 17:00 to 17:00 settles in the afternoon
        ("2025-02-11T18:40-06:00", "2025-02-11"),
        ("2025-02-12T08:39+08:00", "2025-02-11"),  # the same moment, written on the 12th
        ("2025-02-12T14:30-06:00", "2025-02-12"),
    ],
)
def test_a_settlement_is_not_of_a_session_just_begun(when, expected):
    instant = datetime.fromisoformat(when)
    found = session_of(None, Published(instant, instant.date()), NIGHT, POLICY, closed=True)
    assert date.fromordinal(found.day).isoformat() == expected


# ------------------------------------------------------------------------------ no day is named


@pytest.mark.parametrize(
    ("when", "expected", "moment"),
    [
        ("2025-03-14 08:00", "2025-03-13", AFTER),
        ("2025-03-14 09:29", "2025-03-13", AFTER),
        ("2025-03-14 09:30", "2025-03-14", OPEN),
        ("2025-03-14 12:30", "2025-03-14", OPEN),  # lunch
        ("2025-03-14 15:59", "2025-03-14", OPEN),
        ("2025-03-14 16:05", "2025-03-14", OPEN),  # the closing auction
        ("2025-03-14 16:10", "2025-03-14", OPEN),
        ("2025-03-14 16:11", "2025-03-14", AFTER),
        ("2025-03-14 23:59", "2025-03-14", AFTER),
        ("2025-03-13 11:59", "2025-03-13", OPEN),  # half day
        ("2025-03-13 12:09", "2025-03-13", OPEN),
        ("2025-03-13 12:11", "2025-03-13", AFTER),
        ("2025-03-12 11:00", "2025-03-11", AFTER),  # holiday
        ("2025-03-15 10:00", "2025-03-14", AFTER),
        ("2025-03-17 09:00", "2025-03-14", AFTER),
        ("2025-03-14T03:30:00+00:00", "2025-03-14", OPEN),
        ("2025-03-14T23:30:00-04:00", "2025-03-14", AFTER),  # Saturday in Hong Kong
        ("2025-03-13T22:00:00-04:00", "2025-03-14", OPEN),  # Friday morning in Hong Kong
        ("2025-03-14", "2025-03-14", UNKNOWN),  # only a date: perhaps still open
        ("2025-03-15", "2025-03-14", AFTER),
        ("2025-03-12", "2025-03-11", AFTER),
    ],
)
@pytest.mark.parametrize("on", [None, "today", "Today"])
def test_the_session_of_publication(on, when, expected, moment):
    assert session(on, when) == (expected, moment)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2025-03-14 10:00", "2025-03-13"),
        ("2025-03-14 08:00", "2025-03-13"),
        ("2025-03-14 18:00", "2025-03-14"),
        ("2025-03-15 08:00", "2025-03-14"),
    ],
)
def test_overnight_is_the_last_session_that_is_over(when, expected):
    assert session("overnight", when) == (expected, AFTER)


@pytest.mark.parametrize(
    ("on", "instant", "written", "expected"),
    [
        # a Friday of Tokyo's, when Hong Kong is told of on its Thursday evening
        ("Friday", "2025-03-14T00:10:00+09:00", "2025-03-14", None),
        ("Thursday", "2025-03-14T00:10:00+09:00", "2025-03-14", "2025-03-13"),
        ("Friday", "2025-03-14T12:10:00+09:00", "2025-03-14", "2025-03-14"),
        ("last Friday", "2025-03-14T00:10:00+09:00", "2025-03-14", "2025-03-07"),
    ],
)
def test_a_weekday_that_the_exchange_has_not_reached_is_not_the_week_before(on, instant, written, expected):
    told = Published(datetime.fromisoformat(instant), day(written))
    if expected is None:
        with pytest.raises(ValueError, match="the session of 14 March 2025 had not begun"):
            session_of(on, told, CALENDAR, POLICY)
    else:
        assert date.fromordinal(session_of(on, told, CALENDAR, POLICY).day) == day(expected)


@pytest.mark.parametrize(
    ("on", "when", "calendar", "expected"),
    [
        ("overnight", "2025-02-11T18:00-06:00", NIGHT, True),  # an hour into the next session
        ("overnight", "2025-02-12T10:14+08:00", NIGHT, True),
        ("Overnight", "2025-02-14T17:30-06:00", NIGHT, False),  # on Friday evening none has begun
        ("Tuesday", "2025-02-11T18:00-06:00", NIGHT, False),
        ("overnight", "2025-03-14 08:00", CALENDAR, False),
        ("overnight", "2025-02-11", NIGHT, False),
    ],
)
def test_overnight_of_a_contract_may_be_the_session_that_runs(on, when, calendar, expected):
    told = published(when)
    found = session_of(on, told, calendar, POLICY)
    assert is_either_night(found, on, told, calendar) is expected


# --------------------------------------------------------------------------------- a day is named


@pytest.mark.parametrize(
    ("on", "when", "expected", "moment"),
    [
        ("Friday", "2025-03-14 12:15", "2025-03-14", OPEN),
        ("on Friday", "2025-03-14 18:30", "2025-03-14", AFTER),
        ("Fri.", "2025-03-15 10:00", "2025-03-14", AFTER),
        ("Friday", "2025-03-20 10:00", "2025-03-14", AFTER),
        ("Friday", "2025-03-21 10:00", "2025-03-21", OPEN),
        ("last Friday", "2025-03-17 10:00", "2025-03-14", AFTER),
        ("Friday", "2025-03-14T23:30:00-04:00", "2025-03-14", AFTER),  # S4.3
        ("Friday", "2025-03-14", "2025-03-14", UNKNOWN),
        ("yesterday", "2025-03-14 12:00", "2025-03-13", AFTER),
        ("yesterday", "2025-03-15", "2025-03-14", AFTER),
        ("2025-03-14", "2025-03-14 12:15", "2025-03-14", OPEN),
        ("2025-03-14", "2025-03-14", "2025-03-14", UNKNOWN),
        ("2025-03-14", "", "2025-03-14", UNKNOWN),
        ("March 14, 2025", "2025-06-02 12:00", "2025-03-14", AFTER),
        ("14 March", "2025-03-14 12:15", "2025-03-14", OPEN),
        ("14 March", "2025-06-02 12:15", "2025-03-14", AFTER),
        ("3 December", "2025-03-14 12:15", "2024-12-03", AFTER),
        # spans: their last session, up to publication
        ("this week", "2025-03-19 12:00", "2025-03-19", OPEN),
        ("this month", "2025-03-19 12:00", "2025-03-19", OPEN),
        ("last week", "2025-03-17 12:00", "2025-03-14", AFTER),
        ("last week", "2025-03-16 12:00", "2025-03-07", AFTER),  # Sunday still is this week
        ("last month", "2025-03-31 12:00", "2025-02-28", AFTER),
        ("last year", "2025-12-31 12:00", "2024-12-31", AFTER),
        ("week ending 14 March", "2025-03-17 12:00", "2025-03-14", AFTER),
        ("November 2024", "2025-03-14 12:00", "2024-11-29", AFTER),
        ("late February", "2025-03-14 12:00", "2025-02-28", AFTER),
        ("June 2024", "", "2024-06-28", UNKNOWN),
        ("2024", "2025-03-14 12:00", "2024-12-31", AFTER),
    ],
)
def test_a_named_day(on, when, expected, moment):
    assert session(on, when) == (expected, moment)
    assert session_of(on, published(when), CALENDAR, POLICY).named is None


@pytest.mark.parametrize(
    ("on", "when", "named", "nearest"),
    [
        ("Wednesday", "2025-03-14 12:00", "2025-03-12", "11 March 2025 and 13 March 2025"),
        ("yesterday", "2025-03-13 12:00", "2025-03-12", "11 March 2025 and 13 March 2025"),
        ("Saturday", "2025-03-16 12:00", "2025-03-15", "14 March 2025 and 17 March 2025"),
        ("2025-03-15", "", "2025-03-15", "14 March 2025 and 17 March 2025"),
        ("week ending 25 April 2025", "", "2025-04-27", "18 April 2025 and 28 April 2025"),
    ],
)
def test_a_named_day_without_a_session_is_said(on, when, named, nearest):
    found = session_of(on, published(when), CALENDAR, POLICY)
    before = nearest.split(" and ")[0]
    assert date.fromordinal(found.day).strftime("%-d %B %Y") == before
    assert found.named == day(named)
    assert found.notes[0].endswith(f"was no session; the nearest were {nearest}.")


def test_the_day_after_a_bare_date_may_be_the_exchanges_own():
    assert session("2025-03-14", "2025-03-13") == ("2025-03-14", UNKNOWN)


@pytest.mark.parametrize(
    ("on", "when", "flags"),
    [
        ("14 March", "2025-03-14 12:15", ()),
        ("14 March", "2025-04-14 12:15", ()),  # 31 days leave no doubt of the year
        ("14 March", "2025-04-15 12:15", ("assumed-year",)),
        ("3 December", "2025-03-14 12:15", ("assumed-year",)),
        ("14 March 2025", "2025-06-02 12:15", ()),
        ("Friday", "2025-03-19 12:15", ()),
    ],
)
def test_a_missing_year_far_from_publication_is_assumed(on, when, flags):
    assert session_of(on, published(when), CALENDAR, POLICY).flags == flags


# ----------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("on", "when", "sentence"),
    [
        (None, "", "there is no day: add 'on:' to the claim or 'published:' to the article"),
        ("today", "", "there is no day"),
        ("Friday", "", "'Friday' needs the date of publication"),
        ("yesterday", "", "'yesterday' needs the date of publication"),
        ("14 March", "", "'14 March' has no year"),
        ("the election", "2025-03-14", "cannot read 'the election' as a date"),
        ("2025-02-30", "2025-03-14", "there is no day '2025-02-30'"),
        ("2025-03-18", "2025-03-14 12:00", "'2025-03-18' comes after the publication"),
        ("2025-03-18", "2025-03-14", "'2025-03-18' comes after the publication"),
        ("last week", "", "'last week' needs the date of publication"),
    ],
)
def test_a_day_that_cannot_be_told(on, when, sentence):
    with pytest.raises(ValueError) as caught:
        session_of(on, published(when), CALENDAR, POLICY)
    assert sentence in str(caught.value)


def test_nothing_was_traded_before_the_first_session():
    calendar = calendars.from_days([day("2025-03-10").toordinal()], HONG_KONG)
    for on in (None, "2025-03-03"):
        with pytest.raises(ValueError, match="no session up to 2025-03-03"):
            session_of(on, published("2025-03-03 12:00"), calendar, POLICY)


def test_beyond_the_calendar_the_named_day_stands():
    found = session_of("2026-01-05", published(""), CALENDAR, POLICY)
    assert (date.fromordinal(found.day), found.named) == (day("2026-01-05"), None)


# -------------------------------------------------------------------------------------- properties

INSTANTS = st.datetimes(
    datetime(2024, 2, 1), datetime(2025, 12, 1), timezones=st.just(ZoneInfo("UTC"))
)
WORDS = st.sampled_from([None, "today", "overnight", "Monday", "Friday", "yesterday", "this week"])


def found_or_not_begun(on, instant):
    """The session, or why it is none: that of a weekday which had not begun."""
    try:
        return session_of(on, Published(instant), CALENDAR, POLICY)
    except ValueError as error:
        assert "had not begun when this appeared" in str(error)
        return str(error)


@given(INSTANTS, WORDS)
def test_the_session_has_begun_by_publication(instant, on):
    found = found_or_not_begun(on, instant)
    if isinstance(found, str):
        assert on in ("Monday", "Friday", "this week")
        return
    hours = CALENDAR.hours(found.day)
    assert hours is not None
    assert hours[0] <= instant
    assert date.fromordinal(found.day) <= instant.astimezone(HONG_KONG).date()


def test_a_weekday_whose_session_had_not_begun_is_open():
    morning = datetime(2025, 3, 14, 9, tzinfo=HONG_KONG)
    assert "14 March 2025 had not begun" in found_or_not_begun("Friday", morning)


def test_on_sunday_a_contract_trades_for_monday():
    instant = datetime.fromisoformat("2025-03-09T20:00-05:00")
    found = session_of("Sunday", Published(instant, instant.date()), NIGHT, POLICY)
    assert (date.fromordinal(found.day).isoformat(), found.named) == ("2025-03-10", None)


@given(INSTANTS, WORDS, st.sampled_from(["America/New_York", "Asia/Tokyo", "Europe/London"]))
def test_the_zone_of_the_time_stamp_changes_nothing(instant, on, zone):
    there = instant.astimezone(ZoneInfo(zone))
    assert found_or_not_begun(on, there) == found_or_not_begun(on, instant)
