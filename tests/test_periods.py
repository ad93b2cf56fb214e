"""Periods, windows and vague dates, as people write them (S4)."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.periods import (
    Interval,
    Period,
    Vague,
    Window,
    days_in_month,
    long_date,
    months_back,
    period_numbers,
)
from factcheck.policy import Policy

POLICY = Policy()
FRIDAY = date(2025, 2, 21)


def day(text):
    return date.fromisoformat(text)


# ----------------------------------------------------------------------------------------- periods


@pytest.mark.parametrize(
    ("text", "unit", "n", "since"),
    [
        ("day", "day", None, None),
        ("week", "week", None, None),
        ("Month", "month", None, None),
        ("quarter", "quarter", None, None),
        ("year", "year", None, None),
        ("ytd", "ytd", None, None),
        ("year to date", "ytd", None, None),
        ("year-to-date", "ytd", None, None),
        ("5-session", "session", 5, None),
        ("5-day", "session", 5, None),  # N days of a market are sessions
        ("10 sessions", "session", 10, None),
        ("3-week", "week", 3, None),
        ("two weeks", "week", 2, None),
        ("a month", "month", 1, None),
        ("12-month", "month", 12, None),
        ("10 years", "year", 10, None),
        ("52-week", "week", 52, None),
        ("24-hour", "hour", 24, None),
        ("since:2024-10-07", "since", None, "2024-10-07"),
        ("since 2024-10-07", "since", None, "2024-10-07"),
    ],
)
def test_periods(text, unit, n, since):
    assert Period.parse(text) == Period(unit, n, since)


@pytest.mark.parametrize(
    "text",
    ["", "fortnight", "5", "0-week", "-3-week", "week-5", "99999-week", "1.5-week", "zero weeks",
     "3-fortnight", "three", "5 - week", "none-week"],
)  # fmt: skip
def test_anything_else_is_no_period(text):
    with pytest.raises(ValueError, match=r"as a period; the periods are day, week"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "written", "words"),
    [
        ("day", "day", "on the day"),
        ("ytd", "ytd", "for the year to date"),
        ("5 sessions", "5-session", "over 5 sessions"),
        ("a month", "1-month", "over 1 month"),
        ("since 2024-10-07", "since:2024-10-07", "since 7 October 2024"),
    ],
)
def test_a_period_is_written_as_it_is_read(text, written, words):
    period = Period.parse(text)
    assert str(period) == written
    assert Period.parse(written) == period
    assert period.words == words


# ----------------------------------------------------------------------------------------- windows


@pytest.mark.parametrize(
    ("text", "unit", "n", "since"),
    [
        ("record", "record", None, None),
        ("all-time", "record", None, None),
        ("All time", "record", None, None),
        ("ever", "record", None, None),
        ("on record", "record", None, None),
        ("ytd", "ytd", None, None),
        ("this year", "ytd", None, None),
        ("first", "first", None, None),
        ("day", "day", None, None),
        ("multi-year", "multi-year", None, None),
        ("3-year", "year", 3, None),
        ("three years", "year", 3, None),
        ("1.5-year", "year", 1.5, None),
        ("18-month", "month", 18, None),
        ("52-week", "week", 52, None),
        ("2-quarter", "month", 6, None),
        ("since:2021", "since", None, "2021"),
        ("decade", None, None, None),
        ("two-decade", "year", 20, None),
        ("a decade", "year", 10, None),
        ("30-session", "session", 30, None),
        ("30-day", "session", 30, None),
        ("since late 2021", "since", None, "late 2021"),
        ("since:2021-11-19", "since", None, "2021-11-19"),
        ("Since Nov. 3", "since", None, "Nov. 3"),
    ],
)
def test_windows(text, unit, n, since):
    if unit is None:
        with pytest.raises(ValueError, match="as a window"):
            Window.parse(text)
    else:
        assert Window.parse(text) == Window(unit, n, since)


@pytest.mark.parametrize(
    "text",
    ["", "3", "0-year", "3-yr", "1.3-year", "-3-year", "year", "since", "since the pandemic",
     "since 2025-02-30", "99999-year", "none-year"],
)  # fmt: skip
def test_anything_else_is_no_window(text):
    with pytest.raises(ValueError, match=r"cannot read|there is no day"):
        Window.parse(text)


@pytest.mark.parametrize(
    "text", ["record", "ytd", "3-year", "1.5-year", "52-week", "30-session", "since late 2021"]
)
def test_a_window_is_written_as_it_is_read(text):
    assert str(Window.parse(text)) == text


@pytest.mark.parametrize(
    ("window", "start"),
    [
        ("ytd", "2025-01-01"),
        ("52-week", "2024-02-23"),  # 364 days
        ("1-year", "2024-02-21"),
        ("3-year", "2022-02-21"),
        ("18-month", "2023-08-21"),
        ("record", None),
        ("30-session", None),
        ("since late 2021", None),
    ],
)
def test_a_window_starts_that_far_back(window, start):
    assert Window.parse(window).start(FRIDAY) == (start and day(start))


# ----------------------------------------------------------------------------------- counting back


@pytest.mark.parametrize(
    ("from_", "n", "unit", "expected"),
    [
        ("2025-03-14", 1, "month", "2025-02-14"),
        ("2025-03-31", 1, "month", "2025-02-28"),
        ("2024-03-31", 1, "month", "2024-02-29"),
        ("2025-05-31", 1, "month", "2025-04-30"),
        ("2025-01-15", 1, "month", "2024-12-15"),
        ("2025-12-31", 12, "month", "2024-12-31"),
        ("2025-03-14", 3, "year", "2022-03-14"),
        ("2024-02-29", 1, "year", "2023-02-28"),
        ("2024-02-29", 4, "year", "2020-02-29"),
        ("2025-03-14", 1.5, "year", "2023-09-14"),
        ("2025-03-14", 5.5, "month", "2024-09-29"),  # half a month: 15 days
        ("2025-03-14", 4.5, "month", "2024-10-30"),
        ("2025-03-14", -1.5, "month", "2025-04-29"),
        ("0003-03-14", 2, "year", "0001-03-14"),
        ("2025-08-31", 2, "quarter", "2025-02-28"),
        ("2025-03-14", 2, "week", "2025-02-28"),
        ("2025-03-14", 52, "week", "2024-03-15"),
        ("2025-01-31", -1, "month", "2025-02-28"),
        ("2025-02-21", 3000, "year", "0001-01-01"),
    ],
)
def test_the_same_date_so_many_periods_before(from_, n, unit, expected):
    assert months_back(day(from_), n, unit) == day(expected)


@pytest.mark.parametrize(
    ("year", "month", "days"),
    [(2024, 2, 29), (2025, 2, 28), (1900, 2, 28), (2000, 2, 29), (2025, 12, 31)],
)
def test_days_in_month(year, month, days):
    assert days_in_month(year, month) == days


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("day", [0, 1, 2, 3, 4, 5]),
        ("month", [0, 0, 2, 3, 5, 14]),
        ("quarter", [0, 0, 0, 1, 1, 4]),
        ("year", [0, 0, 0, 0, 0, 1]),
        ("ytd", [0, 0, 0, 0, 0, 1]),
    ],
)
def test_days_of_one_period_share_a_number(step, expected):
    days = ["2024-01-02", "2024-01-31", "2024-03-01", "2024-04-01", "2024-06-28", "2025-03-03"]
    numbers = period_numbers(np.array([day(d).toordinal() for d in days], dtype=np.int32), step)
    assert (numbers - numbers[0]).tolist() == expected


def test_months_before_1970_are_numbered_too():
    days = ["1969-11-30", "1969-12-01", "1969-12-31", "1970-01-01"]
    numbers = period_numbers(np.array([day(d).toordinal() for d in days], dtype=np.int32), "month")
    assert (numbers - numbers[0]).tolist() == [0, 1, 1, 2]


# ------------------------------------------------------------------------------- vague dates, S4.8


@pytest.mark.parametrize(
    ("phrase", "first", "last", "grace"),
    [
        # a date: no grace
        ("2022-01-21", "2022-01-21", "2022-01-21", 0),
        ("19 November 2021", "2021-11-19", "2021-11-19", 0),
        ("November 19, 2021", "2021-11-19", "2021-11-19", 0),
        ("Nov. 19, 2021", "2021-11-19", "2021-11-19", 0),
        ("Nov 19th 2021", "2021-11-19", "2021-11-19", 0),
        ("19th of November 2021", "2021-11-19", "2021-11-19", 0),
        ("29 February 2024", "2024-02-29", "2024-02-29", 0),
        # month level: three days
        ("2022-02", "2022-02-01", "2022-02-28", 3),
        ("November 2021", "2021-11-01", "2021-11-30", 3),
        ("Nov. 2021", "2021-11-01", "2021-11-30", 3),
        ("november, 2021", "2021-11-01", "2021-11-30", 3),
        ("early March 2024", "2024-03-01", "2024-03-10", 3),
        ("mid-March 2024", "2024-03-11", "2024-03-20", 3),
        ("mid March 2024", "2024-03-11", "2024-03-20", 3),
        ("late February 2024", "2024-02-21", "2024-02-29", 3),
        ("late February 2025", "2025-02-21", "2025-02-28", 3),
        ("the start of March 2024", "2024-03-01", "2024-03-10", 3),
        ("end of March 2024", "2024-03-21", "2024-03-31", 3),
        # year level: seven days
        ("2021", "2021-01-01", "2021-12-31", 7),
        ("early 2021", "2021-01-01", "2021-04-30", 7),
        ("mid-2021", "2021-05-01", "2021-08-31", 7),
        ("late 2021", "2021-09-01", "2021-12-31", 7),
        ("the start of 2021", "2021-01-01", "2021-01-31", 7),
        ("start of 2021", "2021-01-01", "2021-01-31", 7),
        ("the beginning of 2021", "2021-01-01", "2021-01-31", 7),
        ("the end of 2021", "2021-12-01", "2021-12-31", 7),
        ("end of 2021", "2021-12-01", "2021-12-31", 7),
        ("first quarter of 2022", "2022-01-01", "2022-03-31", 7),
        ("the second quarter of 2022", "2022-04-01", "2022-06-30", 7),
        ("Q3 2022", "2022-07-01", "2022-09-30", 7),
        ("q4 2022", "2022-10-01", "2022-12-31", 7),
        ("the 1990s", "1990-01-01", "1999-12-31", 7),
        ("spring 2021", "2021-04-01", "2021-06-30", 7),
        ("summer of 2021", "2021-07-01", "2021-09-30", 7),
        ("autumn 2021", "2021-10-01", "2021-12-31", 7),
        ("the fall of 2021", "2021-10-01", "2021-12-31", 7),
        ("winter 2021", "2021-01-01", "2021-03-31", 7),
        # weeks
        ("week ending 2025-02-14", "2025-02-10", "2025-02-16", 0),
        ("the week ended Oct. 28, 2022", "2022-10-24", "2022-10-30", 0),
        ("the week of 3 March 2025", "2025-03-03", "2025-03-09", 0),
    ],
)
def test_a_vague_date_is_a_closed_interval(phrase, first, last, grace):
    found = Vague.parse(phrase).interval(date(2030, 1, 1), POLICY)
    assert found == Interval(day(first), day(last), grace)


@pytest.mark.parametrize(
    ("phrase", "as_of", "first"),
    [
        ("March", "2025-03-14", "2025-03-01"),
        ("March", "2025-04-30", "2025-03-01"),
        ("April", "2025-04-30", "2025-04-01"),
        ("April", "2025-03-14", "2024-04-01"),
        ("October", "2025-01-02", "2024-10-01"),
        ("2025", "2025-03-14", "2025-01-01"),
        ("Monday", "2025-03-14", "2025-03-10"),
        ("Friday", "2025-03-14", "2025-03-14"),
        ("last week", "2025-03-12", "2025-03-03"),
        ("yesterday", "2025-03-12", "2025-03-11"),
        ("3 March", "2025-03-12", "2025-03-03"),
    ],
)
def test_the_latest_that_has_begun(phrase, as_of, first):
    assert Vague.parse(phrase).begun(day(as_of), POLICY) == day(first)


def test_what_has_not_begun_has_no_first_day():
    with pytest.raises(ValueError, match="has not begun"):
        Vague.parse("May 2025").begun(FRIDAY, POLICY)


@pytest.mark.parametrize(
    ("phrase", "as_of", "first", "last"),
    [
        ("late December", "2025-02-21", "2024-12-21", "2024-12-31"),
        ("January", "2025-02-21", "2025-01-01", "2025-01-31"),
        ("February", "2025-02-21", "2024-02-01", "2024-02-29"),  # this one is not over
        ("February", "2025-03-01", "2025-02-01", "2025-02-28"),
        ("February", "2025-02-28", "2024-02-01", "2024-02-29"),
        ("March", "2025-02-21", "2024-03-01", "2024-03-31"),
        ("early February", "2025-02-21", "2025-02-01", "2025-02-10"),
        ("mid-February", "2025-02-21", "2025-02-11", "2025-02-20"),
        ("mid-February", "2025-02-20", "2024-02-11", "2024-02-20"),
        ("late February", "2025-02-21", "2024-02-21", "2024-02-29"),
        ("20 February", "2025-02-21", "2025-02-20", "2025-02-20"),
        ("21 February", "2025-02-21", "2024-02-21", "2024-02-21"),
        ("Nov. 3", "2025-02-21", "2024-11-03", "2024-11-03"),
        ("29 February", "2024-03-01", "2024-02-29", "2024-02-29"),
        ("29 February", "2023-06-01", "2020-02-29", "2020-02-29"),
        ("week ending 14 February", "2025-02-21", "2025-02-10", "2025-02-16"),
        ("Sept.", "2025-03-14", "2024-09-01", "2024-09-30"),
    ],
)
def test_a_missing_year_is_the_latest_that_is_over(phrase, as_of, first, last):
    found = Vague.parse(phrase).interval(day(as_of), POLICY)
    assert (found.first, found.last) == (day(first), day(last))
    assert found.assumed_year


@pytest.mark.parametrize(
    ("phrase", "first", "last", "grace"),
    [
        ("yesterday", "2025-02-20", "2025-02-20", 0),
        ("Monday", "2025-02-17", "2025-02-17", 0),
        ("last Thursday", "2025-02-20", "2025-02-20", 0),
        ("Fri.", "2025-02-14", "2025-02-14", 0),  # since Friday, written on a Friday
        ("last week", "2025-02-10", "2025-02-16", 0),
        ("this week", "2025-02-17", "2025-02-23", 0),
        ("last month", "2025-01-01", "2025-01-31", 3),
        ("this month", "2025-02-01", "2025-02-28", 3),
        ("last quarter", "2024-10-01", "2024-12-31", 7),
        ("last year", "2024-01-01", "2024-12-31", 7),
        ("this year", "2025-01-01", "2025-12-31", 7),
        ("the start of the year", "2025-01-01", "2025-01-31", 7),
    ],
)
def test_dates_seen_from_a_friday(phrase, first, last, grace):
    found = Vague.parse(phrase).interval(FRIDAY, POLICY)
    assert found == Interval(day(first), day(last), grace)


@pytest.mark.parametrize(
    ("as_of", "first", "last"),
    [
        ("2025-01-01", "2024-10-01", "2024-12-31"),
        ("2025-03-31", "2024-10-01", "2024-12-31"),
        ("2025-04-01", "2025-01-01", "2025-03-31"),
        ("2025-07-01", "2025-04-01", "2025-06-30"),
        ("2025-11-14", "2025-07-01", "2025-09-30"),
    ],
)
def test_the_last_quarter_is_the_one_before_this(as_of, first, last):
    found = Vague.parse("last quarter").interval(day(as_of), POLICY)
    assert (found.first, found.last) == (day(first), day(last))


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2025-02-17", "2025-02-14"), ("2025-02-21", "2025-02-14"), ("2025-02-22", "2025-02-21")],
)
def test_a_weekday_is_the_latest_before_today(as_of, expected):
    found = Vague.parse("Friday").interval(day(as_of), POLICY)
    assert (found.first, found.last) == (day(expected), day(expected))


def test_grace_is_policy():
    policy = Policy(grace_days={"year": 10, "month": 4, "day": 1})
    phrases = ["late 2021", "last year", "November 2021", "last month", "2021-11-19"]
    graces = [Vague.parse(p).interval(FRIDAY, policy).grace for p in phrases]
    assert graces == [10, 10, 4, 4, 1]


@pytest.mark.parametrize(
    "phrase",
    [
        "2025-02-30", "30 February 2024", "February 29, 2023", "31 April", "November 31", "2024-13",
        "2024-00", "0 March 2024", "2024-1-5", "the pandemic", "the election", "", "soon", "1599",
        "2500-01-01", "21/02/2025", "Q5 2022", "the 1995s", "week ending", "week ending soon",
        "spring",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(phrase):
    with pytest.raises(ValueError, match=r"no day|no month|is no date|as a date"):
        Vague.parse(phrase)


@given(
    st.sampled_from(["early", "mid", "late"]),
    st.integers(1, 12),
    st.integers(1990, 2050),
)
def test_the_three_parts_of_a_month_lie_in_it(part, month, year):
    name = long_date(date(year, month, 1)).split()[1]
    found = Vague.parse(f"{part}-{name} {year}").interval(FRIDAY, POLICY)
    whole = Vague.parse(f"{name} {year}").interval(FRIDAY, POLICY)
    assert whole.first <= found.first <= found.last <= whole.last
    assert found.first.day == {"early": 1, "mid": 11, "late": 21}[part]


PHRASES = st.sampled_from(["May", "late June", "3 July"])


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), PHRASES)
def test_without_a_year_the_interval_is_over_and_at_most_a_year_ago(as_of, phrase):
    found = Vague.parse(phrase).interval(as_of, POLICY)
    assert found.last < as_of
    assert as_of - found.last <= timedelta(days=366)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_in_all_spellings(that):
    month = long_date(that).split()[1]
    spellings = [
        that.isoformat(),
        long_date(that),
        f"{month} {that.day}, {that.year}",
        f"{month[:3]}. {that.day}, {that.year}",
    ]
    found = {Vague.parse(spelling).interval(FRIDAY, POLICY) for spelling in spellings}
    assert found == {Interval(that, that, 0)}


# ------------------------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("2021-11-19", "19 November 2021"),
        ("late December 2024", "21–31 December 2024"),
        ("late 2021", "1 September 2021 to 31 December 2021"),
    ],
)
def test_an_interval_in_words(phrase, words):
    assert Vague.parse(phrase).interval(FRIDAY, POLICY).words == words


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2025-02-21", "21 February 2025"),
        ("2024-05-01", "1 May 2024"),
        ("1999-12-31", "31 December 1999"),
    ],
)
def test_long_date(iso, words):
    assert long_date(day(iso)) == words
