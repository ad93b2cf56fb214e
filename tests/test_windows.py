"""Windows: where the latest comparable value must lie, to the day (S9.2–S9.6, S10.7, S11)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.periods import Window
from factcheck.policy import Policy
from factcheck.readings import Fit
from factcheck.statements import Hedge
from factcheck.windows import Comparator, judge

T, R, F, U = Fit.TRUE, Fit.ROUGHLY, Fit.FALSE, Fit.UNKNOWN
POLICY = Policy()
FRIDAY = date(2025, 3, 14)
LONG_AGO = "1990-01-02"


def day(text):
    return date.fromisoformat(text)


def found(latest=None, *, tie=None, known=None, history=LONG_AGO, complete=True, young=False):
    """The latest value at least as high was on `latest`; with `tie` ("" for none) it is exactly
    equal and that is the day of the latest higher one."""
    higher = latest if tie is None else tie
    return Comparator(
        latest=latest and day(latest),
        tie=tie is not None,
        higher=day(higher) if higher else None,
        known_from=day(known or history),
        history_from=day(history),
        complete=complete,
        young=young,
    )


def judged(window, comparator, as_of=FRIDAY, **about):
    """How it fits: the fit, the trigger and the flags."""
    result = judge(Window.parse(window), as_of, comparator, POLICY, **about)
    return result.fit, result.trigger, result.flags


# ----------------------------------------------------------------------- S9.2 and S9.3: the record


@pytest.mark.parametrize("window", ["record", "first"])
@pytest.mark.parametrize(
    ("comparator", "expected"),
    [
        (found(), (T, "", ())),
        (found(complete=False), (U, "", ("short-history",))),
        (found("2020-01-02"), (F, "", ())),
        (found("2020-01-02", complete=False), (F, "", ())),  # one bar refutes
        (found("2020-01-02", known="2021-01-04"), (F, "", ())),
        (found("2024-05-02", tie=""), (T, "M3", ("tie",))),
        (found("2024-05-02", tie="2020-01-02"), (F, "", ())),
        # shared at best, but perhaps no record at all
        (found("2024-05-02", tie="", complete=False), (U, "", ("short-history",))),
        (found(young=True), (T, "M9", ())),
    ],
)
def test_record(window, comparator, expected):
    assert judged(window, comparator) == expected


@pytest.mark.parametrize(
    ("comparator", "expected"),
    [
        (found(), (T, "", ())),
        (found("2024-05-02", tie=""), (F, "", ("tie",))),
        (found("2024-05-02", tie="", complete=False), (F, "", ("tie",))),
    ],
)
def test_a_fresh_record_exceeds(comparator, expected):
    assert judged("record", comparator, fresh=True) == expected


# ------------------------------------------------------------------------------ S9.4: N-year high

EDGE = ("boundary",)


@pytest.mark.parametrize(
    ("window", "latest", "expected"),
    [
        ("3-year", "2022-03-13", (T, "", ())),
        ("3-year", "2022-03-14", (T, "", ())),
        ("3-year", "2022-03-15", (R, "", EDGE)),
        ("3-year", "2022-03-16", (R, "", EDGE)),
        # K5: 3% of 1,096 days would be 32; at most 31
        ("3-year", "2022-04-14", (R, "", EDGE)),
        ("3-year", "2022-04-15", (F, "", ())),
        ("10-year", "2015-04-14", (R, "", EDGE)),
        ("10-year", "2015-04-15", (F, "", ())),
        ("2-year", "2023-04-04", (R, "", EDGE)),  # 3% of 731 days: 21
        ("2-year", "2023-04-05", (F, "", ())),
        ("1-year", "2024-03-14", (T, "", ())),
        ("1-year", "2024-03-24", (R, "", EDGE)),  # 3% of 365 days: 10
        ("1-year", "2024-03-25", (F, "", ())),
        ("3-month", "2024-12-16", (R, "", EDGE)),  # 3% of 90 days: 2
        ("3-month", "2024-12-17", (F, "", ())),
        ("1-month", "2025-02-14", (T, "", ())),
        ("1-month", "2025-02-15", (F, "", ())),  # less than a day of slack is none
        ("10-week", "2025-01-03", (T, "", ())),
        ("10-week", "2025-01-04", (F, "", ())),  # weeks have no slack
        ("1.5-year", "2023-09-14", (T, "", ())),
        # understated from N + 1, misleading from 2 N
        ("3-year", "2021-03-15", (T, "", ())),
        ("3-year", "2021-03-14", (T, "", ("understated",))),
        ("3-year", "2019-03-15", (T, "", ("understated",))),
        ("3-year", "2019-03-14", (T, "M1", ("understated",))),
        ("3-year", "2014-06-30", (T, "M1", ("understated",))),
        ("1-year", "2023-03-15", (T, "", ())),
        ("1-year", "2023-03-14", (T, "M1", ("understated",))),
        ("18-month", "2023-08-15", (T, "", ())),
        ("18-month", "2023-08-14", (T, "", ("understated",))),
        ("18-month", "2022-03-15", (T, "", ("understated",))),
        ("18-month", "2022-03-14", (T, "M1", ("understated",))),
        ("10-year", "2005-03-15", (T, "", ("understated",))),
        ("10-year", "2005-03-14", (T, "M1", ("understated",))),
        # no number of years is stated, so none is too small
        ("multi-year", "2023-03-14", (T, "", ())),
        ("multi-year", "2014-06-30", (T, "", ())),
        ("multi-year", "2024-01-02", (F, "", ())),
    ],
)
def test_the_span_to_the_latest_as_high(window, latest, expected):
    assert judged(window, found(latest)) == expected


@pytest.mark.parametrize(
    ("window", "as_of", "latest", "fit"),
    [
        ("1-year", "2025-02-28", "2024-02-29", T),  # a year later is 28 February
        ("3-month", "2025-06-30", "2025-03-31", T),
        ("1-month", "2025-02-28", "2025-01-31", T),
        ("1-month", "2025-03-30", "2025-03-01", F),
    ],
)
def test_month_ends_clamp(window, as_of, latest, fit):
    assert judged(window, found(latest), day(as_of))[0] is fit


@pytest.mark.parametrize(
    ("latest", "words"),
    [
        ("2022-03-15", "1 day short of 3 years"),
        ("2022-03-16", "2 days short of 3 years"),
        ("2022-04-15", "32 days short of 3 years"),
    ],
)
def test_how_far_short_is_said(latest, words):
    assert judge(Window.parse("3-year"), FRIDAY, found(latest), POLICY).words == words


@pytest.mark.parametrize(
    ("comparator", "expected"),
    [
        # nothing as high in the data: they must cover the window, and the span is at least theirs
        (found(history="2022-03-14"), (T, "", ())),
        (found(history="2022-03-15"), (U, "", ("short-history",))),
        (found(history="2021-03-14"), (T, "", ("understated",))),
        (found(history="2019-03-14"), (T, "M1", ("understated",))),
        (found(history="2019-03-15"), (T, "", ("understated",))),
        (found(history=LONG_AGO, known="2022-03-15"), (U, "", ("stale-data",))),
        (found(history="2019-03-14", known="2022-03-10"), (T, "M1", ("understated",))),
        # gaps: false is safe, true is not (S2.6)
        (found("2024-12-02", known="2025-01-02"), (F, "", ())),
        (found("2022-03-01", known="2024-06-03"), (U, "", ("stale-data",))),
        (found("2022-03-16", known="2024-06-03"), (U, "", ("stale-data",))),
        (found("2022-03-16", known="2022-03-16"), (R, "", EDGE)),
        (found("2022-03-01", known="2022-03-10"), (T, "", ())),
        # ties (M3)
        (found("2024-06-03", tie=""), (T, "M3", ("tie",))),
        (found("2024-06-03", tie="2021-01-04"), (T, "M3", ("tie",))),
        (found("2024-06-03", tie="2023-01-04"), (F, "", ())),
        (found("2021-01-04", tie=""), (T, "", ("understated",))),  # four years
        (found("2024-06-03", tie="", known="2024-01-02"), (U, "", ("stale-data",))),
        (found("2024-06-03", tie="", history="2023-01-03"), (U, "", ("short-history",))),
        (found("2024-06-03", tie="", known="2022-03-14"), (T, "M3", ("tie",))),
        # the data begin with the window, and then some are missing
        (found(history="2022-03-14", known="2022-06-01"), (U, "", ("stale-data",))),
    ],
)
def test_three_years_with_ties_gaps_and_a_short_history(comparator, expected):
    assert judged("3-year", comparator) == expected


@pytest.mark.parametrize(
    ("comparator", "expected"),
    [
        (found("2024-06-03", tie=""), (T, "M3", ("tie",))),
        (found("2023-03-15"), (R, "", EDGE)),
        (found(history="2024-03-15"), (U, "", ("short-history",))),
    ],
)
def test_a_multi_year_high_is_one_of_two_years(comparator, expected):
    assert judged("multi-year", comparator) == expected


# ------------------------------------------------------------------------ S4.10: loose windows

NEARLY, MORE, ABOUT = Hedge.NEARLY, Hedge.MORE_THAN, Hedge.ABOUT


@pytest.mark.parametrize(
    ("window", "hedge", "latest", "expected"),
    [
        # nearly: half a unit less
        ("3-year", NEARLY, "2022-09-14", (T, "", ())),
        ("3-year", NEARLY, "2022-09-15", (F, "", ())),
        ("3-year", NEARLY, "2022-03-15", (T, "", ())),
        ("1-year", NEARLY, "2024-05-14", (T, "", ())),  # of one year, two months less
        ("1-year", NEARLY, "2024-05-15", (F, "", ())),
        ("6-month", NEARLY, "2024-09-29", (T, "", ())),
        ("6-month", NEARLY, "2024-09-30", (F, "", ())),
        ("6-week", NEARLY, "2025-02-04", (T, "", ())),  # 38 days
        ("6-week", NEARLY, "2025-02-05", (F, "", ())),
        # more than: the day itself is not enough
        ("3-year", MORE, "2022-03-13", (T, "", ())),
        ("3-year", MORE, "2022-03-14", (F, "", ())),
        ("3-year", MORE, "2022-03-15", (F, "", ())),
        # about: 15% less; 1.7 years are 20.4 months, 20 months and 12 days
        ("2-year", ABOUT, "2023-07-02", (T, "", ())),
        ("2-year", ABOUT, "2023-07-03", (F, "", ())),
        ("20-year", ABOUT, "2008-03-14", (T, "", ())),
        ("20-year", ABOUT, "2008-03-15", (F, "", ())),
        # longer than that is judged as the number itself is
        ("3-year", NEARLY, "2021-03-15", (T, "", ())),
        ("3-year", NEARLY, "2021-03-14", (T, "", ("understated",))),
        ("3-year", MORE, "2019-03-14", (T, "M1", ("understated",))),
        ("2-year", ABOUT, "2021-03-14", (T, "M1", ("understated",))),
    ],
)
def test_a_window_with_a_loose_word(window, hedge, latest, expected):
    assert judged(window, found(latest), hedge=hedge) == expected


@pytest.mark.parametrize(
    ("hedge", "comparator", "expected"),
    [
        (NEARLY, found(history="2022-09-14"), (T, "", ())),
        (NEARLY, found(history="2022-09-15"), (U, "", ("short-history",))),
        (MORE, found(history="2022-03-13"), (T, "", ())),
        (MORE, found(history="2022-03-14"), (U, "", ("short-history",))),  # three years at least
        (NEARLY, found("2022-03-01", known="2022-09-15"), (T, "", ())),
        (NEARLY, found("2022-03-01", known="2022-09-16"), (U, "", ("stale-data",))),
        (MORE, found("2021-06-01", known="2022-03-14"), (T, "", ())),
        (MORE, found("2021-06-01", known="2022-03-15"), (U, "", ("stale-data",))),
        (NEARLY, found("2024-06-03", known="2024-07-01"), (F, "", ())),  # one bar refutes
        (NEARLY, found("2024-06-03", tie=""), (T, "M3", ("tie",))),
        (NEARLY, found("2024-06-03", tie="2022-09-14"), (T, "M3", ("tie",))),
        (NEARLY, found("2024-06-03", tie="2022-09-15"), (F, "", ())),
        (MORE, found("2024-06-03", tie="2022-03-13"), (T, "M3", ("tie",))),
        (MORE, found("2024-06-03", tie="2022-03-14"), (F, "", ())),
    ],
)
def test_loose_windows_with_ties_gaps_and_a_short_history(hedge, comparator, expected):
    assert judged("3-year", comparator, hedge=hedge) == expected


# --------------------------------------------------------------------- S9.5 and S9.8: fixed windows


@pytest.mark.parametrize(
    ("window", "comparator", "expected"),
    [
        ("52-week", found("2024-03-15"), (F, "", ())),  # t - 364 days is inside
        ("52-week", found("2024-03-14"), (T, "", ())),
        ("52-week", found("2014-06-30"), (T, "", ())),  # never understated
        ("52-week", found("2025-03-13"), (F, "", ())),
        ("52-week", found("2024-06-03", tie=""), (T, "M3", ("tie",))),
        ("52-week", found("2024-06-03", tie="2024-03-14"), (T, "M3", ("tie",))),
        ("52-week", found("2024-06-03", tie="2024-03-15"), (F, "", ())),
        ("52-week", found(history="2024-03-15"), (T, "", ())),
        ("52-week", found(history="2024-03-18"), (U, "", ("short-history",))),
        ("ytd", found("2025-01-02"), (F, "", ())),
        ("ytd", found("2025-01-01"), (F, "", ())),
        ("ytd", found("2024-12-31"), (T, "", ())),
        ("ytd", found("2014-06-30"), (T, "", ())),
        ("ytd", found("2025-02-03", tie=""), (T, "M3", ("tie",))),
        ("ytd", found(history="2025-02-03"), (U, "", ("short-history",))),
        ("ytd", found(history="2024-12-31"), (T, "", ())),
        ("ytd", found("2025-02-03", history="2025-01-20"), (F, "", ())),
    ],
)
def test_52_weeks_and_the_year(window, comparator, expected):
    assert judged(window, comparator) == expected


@pytest.mark.parametrize(
    ("latest", "fit"), [("2025-03-07", T), ("2025-03-06", T), ("2025-03-10", F), ("2025-03-13", F)]
)
def test_a_window_of_sessions_begins_where_the_caller_counted_to(latest, fit):
    """Five sessions before Friday the 14th was Friday the 7th."""
    start = day("2025-03-07")
    result = judge(Window.parse("5-session"), FRIDAY, found(latest), POLICY, start=start)
    assert result.fit is fit
    assert "short of" not in result.words


@pytest.mark.parametrize(
    ("known", "expected"),
    [("2025-03-08", (T, "M3", ("tie",))), ("2025-03-09", (U, "", ("stale-data",)))],
)
def test_a_tie_in_a_window_of_sessions_needs_all_of_them(known, expected):
    tied = found("2025-03-12", tie="", known=known)
    assert judged("5-session", tied, start=day("2025-03-07")) == expected


@pytest.mark.parametrize("latest", ["2025-03-07", "2014-06-30"])
def test_a_window_of_sessions_is_never_understated(latest):
    start = day("2025-03-07")
    assert judged("5-session", found(latest), start=start) == (T, "", ())


# ----------------------------------------------------------------------------------- S9.6: since X

LATE_2021 = "since late 2021"  # 1 September to 31 December, seven days of grace
NAMED = ("tie-at-date",)
GRACE = ("vague-date-edge",)
STALE = ("stale-data",)
YEAR = "assumed-year"


@pytest.mark.parametrize(
    ("window", "comparator", "expected"),
    [
        (LATE_2021, found("2021-12-31"), (T, "", ())),
        (LATE_2021, found("2021-09-01"), (T, "", ())),
        (LATE_2021, found("2021-11-19", tie=""), (T, "", NAMED)),
        (LATE_2021, found("2022-01-01"), (R, "", GRACE)),
        (LATE_2021, found("2022-01-04"), (R, "", GRACE)),
        (LATE_2021, found("2022-01-07"), (R, "", GRACE)),
        (LATE_2021, found("2022-01-08"), (F, "", ())),
        (LATE_2021, found("2022-02-18"), (F, "", ())),
        (LATE_2021, found("2021-08-31"), (R, "", GRACE)),
        (LATE_2021, found("2021-08-25"), (R, "", GRACE)),
        (LATE_2021, found("2021-08-24"), (T, "M2", ())),
        (LATE_2021, found("2014-06-30"), (T, "M2", ())),
        (LATE_2021, found(), (T, "M2", ())),
        (LATE_2021, found(history="2021-09-01"), (T, "M2", ())),
        (LATE_2021, found(history="2021-09-02"), (U, "", ("short-history",))),
        (LATE_2021, found("2021-12-01", history="2021-10-01"), (T, "", ())),
        (LATE_2021, found("2022-03-01", known="2023-01-03"), (F, "", ())),
        (LATE_2021, found("2022-03-01", history="2022-01-03"), (F, "", ())),
        (LATE_2021, found("2021-11-01", known="2023-01-03"), (U, "", ("stale-data",))),
        (LATE_2021, found("2021-11-01", known="2021-11-01"), (T, "", ())),
        (LATE_2021, found(known="2023-01-03"), (U, "", ("stale-data",))),
        # M3: the tie is later, and the next higher one is where the words say
        (LATE_2021, found("2024-06-03", tie="2021-10-05"), (T, "M3", ("tie",))),
        (LATE_2021, found("2024-06-03", tie="2022-01-04"), (F, "", ())),
        (LATE_2021, found("2024-06-03", tie="2022-03-01"), (F, "", ())),
        (LATE_2021, found("2024-06-03", tie=""), (F, "", ())),
        (LATE_2021, found("2024-06-03", tie="2021-10-05", known="2023-01-03"), (U, "", STALE)),
        (LATE_2021, found("2024-06-03", tie="2021-09-01"), (T, "M3", ("tie",))),
        (LATE_2021, found("2024-06-03", tie="2021-08-31"), (F, "", ())),
        (LATE_2021, found("2024-06-03", tie="2021-08-01", known="2021-09-01"), (F, "", ())),
        # what is missing would lie in X as well, or would not
        (LATE_2021, found("2024-06-03", tie="2021-09-01", known="2022-01-01"), (T, "M3", ("tie",))),
        (LATE_2021, found("2024-06-03", tie="2021-09-01", known="2022-01-02"), (U, "", STALE)),
        (LATE_2021, found("2021-09-01", known="2022-01-01"), (T, "", ())),
        (LATE_2021, found("2021-09-01", known="2022-01-02"), (U, "", STALE)),
        (LATE_2021, found("2021-12-31", known="2022-01-02"), (U, "", STALE)),
        # the same of the days of grace
        (LATE_2021, found("2022-01-04", known="2022-01-08"), (R, "", GRACE)),
        (LATE_2021, found("2022-01-04", known="2022-01-09"), (U, "", STALE)),
        (LATE_2021, found("2021-08-27", known="2021-09-01"), (R, "", GRACE)),
        (LATE_2021, found("2021-08-27", known="2021-09-02"), (U, "", STALE)),
        (LATE_2021, found("2021-08-25", known="2021-09-01"), (R, "", GRACE)),
        (LATE_2021, found(known="2021-08-25"), (T, "M2", ())),
        (LATE_2021, found(known="2021-08-26"), (U, "", STALE)),
        (LATE_2021, found("2021-08-20", known="2021-08-30"), (U, "", STALE)),
        # a date: no grace
        ("since 2021-11-19", found("2021-11-19"), (T, "", ())),
        ("since 2021-11-19", found("2021-11-20"), (F, "", ())),
        ("since 2021-11-19", found("2021-11-18"), (T, "M2", ())),
        # a month: three days
        ("since November 2021", found("2021-12-03"), (R, "", GRACE)),
        ("since November 2021", found("2021-12-04"), (F, "", ())),
        ("since November 2021", found("2021-10-29"), (R, "", GRACE)),
        ("since November 2021", found("2021-10-28"), (T, "M2", ())),
        # the examples of S11.4: +4.0% in September, +3.00% in November and now
        ("since September", found("2024-11-08", tie="2024-09-13"), (T, "M3", ("tie", YEAR))),
        ("since November", found("2024-11-08", tie="2024-09-13"), (T, "", (*NAMED, YEAR))),
    ],
)
def test_since(window, comparator, expected):
    assert judged(window, comparator) == expected


@pytest.mark.parametrize(
    ("latest", "expected"),
    [
        ("2024-12-24", (T, "", ("assumed-year",))),
        ("2025-01-03", (R, "", (*GRACE, "assumed-year"))),
        ("2025-01-06", (F, "", ("assumed-year",))),
    ],
)
def test_since_late_december_seen_from_february(latest, expected):
    assert judged("since late December", found(latest), day("2025-02-21")) == expected


@pytest.mark.parametrize(
    ("window", "comparator", "needs"),
    [
        ("3-year", found(history="2023-01-03"), "the history from 14 March 2022 to 3 January 2023"),
        ("3-year", found(known="2023-01-03"),
         "the prices missing between 14 March 2022 and 2 January 2023"),
        (LATE_2021, found(history="2021-10-04"),
         "the history from 1 September 2021 to 4 October 2021"),
    ],
)  # fmt: skip
def test_what_would_decide_it_is_named(window, comparator, needs):
    assert judge(Window.parse(window), FRIDAY, comparator, POLICY).needs == needs


@pytest.mark.parametrize(
    ("latest", "words"),
    [
        ("2021-11-19", ""),
        ("2022-01-04", "the date named is 1 September 2021 to 31 December 2021"),
        ("2022-02-18", "the date named is 1 September 2021 to 31 December 2021"),
        ("2014-06-30", "the date named is 1 September 2021 to 31 December 2021"),  # M2
    ],
)
def test_the_date_named_is_said_where_it_is_not_plainly_true(latest, words):
    assert judge(Window.parse(LATE_2021), FRIDAY, found(latest), POLICY).words == words


# -------------------------------------------------------------------------------------- properties

DATES = st.dates(date(2000, 1, 1), date(2025, 3, 13))
WINDOWS = st.sampled_from(
    ["record", "3-year", "1-year", "18-month", "52-week", "10-week", "ytd", "multi-year", LATE_2021,
     "since May 2020", "since 2021-11-19", "since 2015"]
)  # fmt: skip


@st.composite
def comparators(draw):
    latest = draw(st.none() | DATES)
    tie = latest is not None and draw(st.booleans())
    older = st.dates(date(1999, 1, 1), latest) if latest else st.none()
    higher = draw(st.none() | older) if tie else latest
    history = draw(st.dates(date(1995, 1, 1), higher or latest or date(2025, 3, 13)))
    return Comparator(latest, tie, higher, history, history, draw(st.booleans()))


@given(WINDOWS, comparators(), DATES)
def test_a_gap_leaves_false_alone_and_takes_only_truth_away(window, whole, gap):
    known = max(whole.known_from, gap)
    torn = Comparator(whole.latest, whole.tie, whole.higher, known, whole.history_from, False)
    before, after = judged(window, whole)[0], judged(window, torn)[0]
    assert after in (before, U)
    if before is F and not whole.tie:
        assert after is F


@given(WINDOWS.filter(lambda w: "since" not in w), comparators(), DATES)
def test_an_older_comparator_never_makes_a_span_false(window, newer, older):
    if newer.latest is None or newer.tie or newer.history_from > older or older > newer.latest:
        return
    moved = Comparator(older, False, older, newer.known_from, newer.history_from, newer.complete)
    if judged(window, newer)[0] in (T, R):
        assert judged(window, moved)[0] in (T, R)
