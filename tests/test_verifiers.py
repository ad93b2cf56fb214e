"""Each kind of claim on prices small enough to check in your head."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from factcheck import calendars
from factcheck.doubts import of_its_day
from factcheck.instruments import Listing
from factcheck.periods import Period, Step, Window
from factcheck.policy import Policy
from factcheck.prices import Action, Origin
from factcheck.readings import Fit, Standing
from factcheck.statements import Direction, Flatness, Hedge, Stated
from factcheck.verdicts import Confidence, decide
from factcheck.verifiers import Session
from factcheck.verifiers.change import Change
from factcheck.verifiers.comparison import Comparison
from factcheck.verifiers.direction import DirectionClaim
from factcheck.verifiers.distance import Distance
from factcheck.verifiers.extreme import Extreme
from factcheck.verifiers.level import Level
from factcheck.verifiers.streak import Streak
from factcheck.verifiers.streak_break import StreakBreak
from factcheck.verifiers.streak_superlative import StreakSuperlative
from factcheck.verifiers.superlative import Superlative
from factcheck.verifiers.threshold import Threshold
from factcheck.views import Moment, View
from tests.bars import from_rows

POLICY = Policy()
UTC = ZoneInfo("UTC")
FRIDAY = "2025-03-14"
UP, DOWN, FLAT = Direction.UP, Direction.DOWN, Direction.FLAT
CLOSE, INTRADAY = Session.CLOSE, Session.INTRADAY
OPEN, AFTER, UNKNOWN = Moment.OPEN, Moment.AFTER, Moment.UNKNOWN
ABOUT, NEARLY, MORE, LESS = Hedge.ABOUT, Hedge.NEARLY, Hedge.MORE_THAN, Hedge.LESS_THAN
LEAST, UP_TO = Hedge.AT_LEAST, Hedge.UP_TO


def day(text):
    return date.fromisoformat(text)


# ------------------------------------------------------------------------------- a view from text


def weekdays_to(last, count):
    """So many weekdays, the last one `last`."""
    days: list[date] = []
    that = day(last)
    while len(days) < count:
        if that.weekday() < 5:
            days.append(that)
        that -= timedelta(days=1)
    return days[::-1]


def rows_of(text, last):
    """Lines of "date close" or "date open high low close", or bare closes of weekdays up to
    `last`; - is an empty cell."""
    lines = [line.split() for line in text.strip().splitlines()]
    if "-" not in lines[0][0][1:]:
        (cells,) = lines
        days = weekdays_to(last, len(cells))
        lines = [[str(d), cell] for d, cell in zip(days, cells, strict=True)]
    found = []
    for that, *texts in lines:
        cells = ["" if cell == "-" else cell for cell in texts]
        found.append((day(that), *(cells if len(cells) == 4 else ["", "", "", *cells])))
    return found


def view(
    text,
    *,
    on=None,
    last=FRIDAY,
    kind="index",
    moment=AFTER,
    delta="0",
    since=None,
    history="full",
    weekdays=False,
    holidays=(),
    others=(),
    inverse=False,
    splits=(),
    decimals=2,
    **about,
):
    """The view of a listing with these prices; `since` "first": listed on the first day."""
    rows = rows_of(text, last)
    actions = tuple(Action(day(d).toordinal(), "split", Fraction(n)) for d, n in splits)
    prices = from_rows(rows, origin=Origin("test", "X"), actions=actions, **about)
    days = prices.days.tolist()
    if weekdays:
        shut = [day(h).toordinal() for h in holidays]
        calendar = calendars.weekdays(days[0], days[-1] + 30, shut, UTC)
    else:
        calendar = calendars.from_days(days, UTC)
    as_of = day(on) if on else date.fromordinal(days[-1])
    prices = prices.on_sessions(calendar.sessions(days[0], days[-1])).up_to(as_of.toordinal())
    since = rows[0][0] if since == "first" else since and day(since)
    listing = Listing(
        "X", "The X", kind, "rows", "USD", decimals, since=since, history=history, official=True
    )
    return View(
        listing,
        prices,
        len(prices) - 1,
        as_of,
        moment,
        Fraction(delta),
        calendar,
        POLICY,
        others=tuple(others),
        inverse=inverse,
    )


def verdict(claim, seen):
    """The verdict, and the flags of the readings it rests on."""
    found, used = decide(of_its_day(claim, seen)[1])
    return str(found), {flag for reading in used for flag in reading.flags} - {"day-range"}


def told(claim, seen):
    return verdict(claim, seen)[0]


# ------------------------------------------------------------------------------------ the shorthand

_UNITS = {"%": "percent", "p": "points", "pp": "pp", "bp": "bp", "x": "ratio", "$": "price"}


def move(text, period="day", **about):
    """ "+4.7%", "-8bp", "+320p", "+0.65$", "2x" or "4.7%", which names no direction."""
    direction = {"+": UP, "-": DOWN, "=": FLAT}.get(text[0])
    number = text.lstrip("+-=")
    digits = number.rstrip("%pbx$")
    return Change(
        direction=direction,
        value=Stated.parse(digits),
        unit=_UNITS[number[len(digits) :]],
        period=Period.parse(period),
        **about,
    )


def closed(text, period="day", **about):
    return move(text, period, session=CLOSE, **about)


# ------------------------------------------------------------------------------ change: day, S5, S6


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (closed("+4.7%"), "pass"),
        (closed("+4.73%"), "pass"),
        (closed("+5%"), "pass"),
        (closed("+5%", hedge=NEARLY), "pass"),
        (closed("+4.8%"), "fail"),
        (closed("+5%", hedge=MORE), "fail"),
        (closed("+4.7%", hedge=MORE), "pass"),
        (closed("-4.7%"), "fail"),
        (closed("4.7%"), "pass"),
        (closed("+4.73p"), "pass"),
        (closed("+5p"), "pass"),
        (closed("+4.73$"), "pass"),
        (closed("+3%", hedge=MORE), "misleading"),  # M8
        (closed("+3%", hedge=LEAST), "misleading"),
        (closed("+4.4%", hedge=MORE), "pass"),
        (closed("+5%", hedge=LESS), "pass"),
        (closed("-5%", hedge=LESS), "fail"),  # it rose
        (closed("+4.6%"), "fail"),
        (closed("+4%", hedge=Hedge.BETWEEN, upper=Stated.parse("5")), "pass"),
    ],
)
def test_a_close_of_104_73_after_100(claim, expected):
    assert told(claim, view("100.00 104.73")) == expected


@pytest.mark.parametrize(
    ("closes", "claim", "expected"),
    [
        ("1000.00 1046.50", closed("+4.7%"), ("pass", {"boundary"})),  # t01
        ("1000.00 1047.80", closed("+4.7%"), ("pass-rounding", {"truncated"})),  # t02
        ("50.00 55.81", closed("+12%", hedge=MORE), ("fail", set())),  # t19
        ("50.00 55.95", closed("+12%", hedge=MORE), ("pass-rounding", {"boundary"})),  # 11.9
        ("100.00 115.45", closed("+12%", hedge=MORE), ("pass", {"understated"})),
        ("100.00 95.30", closed("-4.7%"), ("pass", set())),
        ("100.00 95.30", closed("+4.7%"), ("fail", set())),
        ("100.00 95.30", closed("4.7%"), ("pass", set())),
        ("1000.00 999.60", closed("-0.0%"), ("pass", set())),  # t08
        ("1000.00 999.60", closed("+0.0%"), ("fail", set())),
        ("1000.00 1000.00", closed("=0.0%"), ("pass", set())),
        ("1000.00 1000.00", closed("+0.0%"), ("fail", set())),
        ("1000.00 1312.00", closed("+300p"), ("pass-rounding", set())),
        ("1000.00 1320.40", closed("+320p"), ("pass", set())),
        ("26.61 27.26", closed("+0.65$"), ("pass", set())),
        ("27.26 26.61", closed("-0.65$"), ("pass", set())),
        ("60.00 40.50", closed("-1/3%"), ("pass", set())),  # 32.5
        ("100.00 68.10", closed("-1/3%"), ("pass-rounding", set())),  # S5.6
        ("100.00 70.00", closed("-1/3%"), ("fail", set())),
    ],
)
def test_change_on_the_day(closes, claim, expected):
    assert verdict(claim, view(closes)) == expected


FIFTY = f"2025-03-13 50.00\n{FRIDAY} 51.20 53.40 51.10 51.50"


@pytest.mark.parametrize(
    ("claim", "moment", "expected"),
    [
        # S16.7
        (move("+4.0%"), AFTER, ("intraday", set())),
        (move("+4.0%"), OPEN, ("intraday", set())),
        (move("+4.0%"), UNKNOWN, ("intraday", set())),
        (closed("+4.0%"), AFTER, ("fail", {"was-intraday"})),
        (move("+8%"), AFTER, ("fail", set())),
        (move("+8%"), OPEN, ("fail", set())),
        (closed("+8%"), AFTER, ("fail", set())),
        (move("+3%"), AFTER, ("pass", set())),
        (move("+3.0%"), OPEN, ("pass", set())),
        (move("+6.8%", hedge=UP_TO), AFTER, ("pass", set())),
        (move("+6.8%", hedge=UP_TO), OPEN, ("pass", set())),
        (move("+6.7%", hedge=UP_TO), OPEN, ("intraday", set())),  # the extreme came later
        (move("+6%", hedge=UP_TO), AFTER, ("pass-rounding", {"truncated"})),
        (move("+5%", hedge=UP_TO), AFTER, ("fail", set())),
        (move("+5%", hedge=UP_TO), OPEN, ("intraday", set())),
        (move("+8%", hedge=UP_TO), AFTER, ("fail", set())),
        (move("+8%", hedge=UP_TO), OPEN, ("fail", set())),
        # quantifiers against the range
        (move("+6%", hedge=MORE), AFTER, ("intraday", set())),
        (move("+7%", hedge=MORE), AFTER, ("fail", set())),
        (move("+2.5%", hedge=LESS), AFTER, ("intraday", set())),
        (move("-1%"), AFTER, ("fail", set())),
        # the open, and what daily bars do not show
        (move("+2.4%", session=Session.OPEN), AFTER, ("pass", set())),
        (move("+3.0%", session=Session.OPEN), AFTER, ("fail", set())),
        (move("+3.0%", session=Session.AFTER_HOURS), AFTER, ("undecidable", set())),
    ],
)
def test_a_change_within_the_day(claim, moment, expected):
    assert verdict(claim, view(FIFTY, moment=moment)) == expected


def test_the_price_was_never_there():
    """t03: 4.7% means 104.65 to 104.75, cut off at most 104.80; the low was 104.90."""
    seen = view(f"2025-03-13 100.00\n{FRIDAY} 105.20 106.10 104.90 105.50", moment=OPEN)
    assert verdict(move("+4.7%"), seen) == ("fail", set())
    reading = move("+4.7%").readings(seen)[0]
    assert reading.implied == (Fraction("104.65"), Fraction("104.75"))
    assert reading.permitted == ("4.65", "4.75")
    assert reading.measured == "5.50"


@pytest.mark.parametrize(
    ("closes", "delta", "stated", "expected"),
    [
        ("100.00 104.70", "0.0002", "+4.7%", ("pass", set())),
        ("100.00 104.68", "0.0002", "+4.7%", ("pass-rounding", {"boundary"})),  # 4.64 … 4.72
        ("100.00 104.68", "0", "+4.7%", ("pass", set())),
        ("100.00 104.62", "0.0002", "+4.7%", ("pass-rounding", {"boundary"})),
        ("100.00 104.55", "0.0002", "+4.7%", ("fail", set())),
    ],
)
def test_a_vendors_close_is_uncertain(closes, delta, stated, expected):
    assert verdict(closed(stated), view(closes, delta=delta)) == expected


@pytest.mark.parametrize(
    ("text", "claim", "needs"),
    [
        (f"2025-03-12 99\n2025-03-13 -\n{FRIDAY} 104.7", move("+4.7%"), "the close of 2025-03-13"),
        (f"2025-03-13 100\n{FRIDAY} -", move("+4.7%"), f"the close of {FRIDAY}"),
        (f"2025-03-13 100\n{FRIDAY} -", closed("+4.7%"), f"the close of {FRIDAY}"),
        (f"{FRIDAY} 104.7", move("+4.7%"), "the close that 'day' is measured from"),
        (f"2025-03-13 100\n{FRIDAY} 103", move("+4.7%"), "the high and low of 14 March 2025"),
        (f"2025-03-13 100\n{FRIDAY} 103", move("+5%", hedge=UP_TO), f"the high of {FRIDAY}"),
        (f"2025-03-13 100\n{FRIDAY} 103", move("-5%", hedge=UP_TO), f"the low of {FRIDAY}"),
        (
            f"2025-03-13 100\n{FRIDAY} 103",
            move("+2%", session=Session.OPEN),
            f"the open of {FRIDAY}",
        ),
        (f"2025-03-13 -37.63\n{FRIDAY} 10.01", closed("+126.6%"), "a change in price"),
        (f"2025-03-13 0.00\n{FRIDAY} 10.01", closed("+10%"), "a change in price"),
    ],
)
def test_missing_prices_leave_a_change_undecided(text, claim, needs):
    found, used = decide(claim.readings(view(text)))
    assert str(found) == "undecidable"
    assert any(needs in reading.needs for reading in used)


def test_below_zero_points_still_mean_something():
    seen = view(f"2025-03-13 -37.63\n{FRIDAY} 10.01", kind="commodity")
    assert told(closed("+47.64$"), seen) == "pass"


def test_the_first_session_after_listing_lacks_the_offer_price():
    seen = view(f"{FRIDAY} 104.7", since="first")
    (reading,) = move("+4.7%").readings(seen)
    assert (reading.fit, reading.needs) == (Fit.UNKNOWN, "the offer price")


def test_an_unfinished_bar_has_no_close():
    seen = view(FIFTY, moment=OPEN, partial=day(FRIDAY).toordinal())
    assert told(move("+3.0%"), seen) == "undecidable"
    assert told(closed("+3.0%"), seen) == "undecidable"


# ------------------------------------------------------------------------------ change: units, S12


@pytest.mark.parametrize(
    ("closes", "claim", "expected"),
    [
        ("4.13 4.21", closed("+8bp"), ("pass", set())),
        ("4.13 4.21", closed("+0.08p"), ("pass", set())),
        ("4.13 4.21", closed("+0.1%"), ("misleading", {"unit"})),
        ("4.13 4.21", closed("+9bp"), ("fail", set())),
        ("4.13 4.21", closed("-8bp"), ("fail", set())),
        ("4.21 4.13", closed("-8bp"), ("pass", set())),
        ("4.00 4.20", closed("+0.2%"), ("misleading", {"unit"})),  # t16
        ("4.00 4.20", move("+0.2%"), ("misleading", {"unit"})),
        ("4.00 4.20", closed("+20bp"), ("pass", set())),
        ("4.00 4.20", closed("+0.3%"), ("fail", set())),
        ("4.00 4.20", closed("-0.2%"), ("fail", set())),
    ],
)
def test_yields(closes, claim, expected):
    assert verdict(claim, view(closes, kind="yield")) == expected


@pytest.mark.parametrize(
    ("closes", "stated", "expected"),
    [
        ("4.13 4.21", "+8bp", "pass-rounding"),  # 6 … 10
        ("4.13 4.25", "+8bp", "fail"),
        ("4.13 4.21", "+8bp", "pass-rounding"),
    ],
)
def test_a_vendors_yield_is_uncertain_by_one_basis_point(closes, stated, expected):
    assert told(closed(stated), view(closes, kind="yield", delta="0.01")) == expected


@pytest.mark.parametrize(
    ("kind", "delta", "claim", "base", "spread"),
    [
        ("index", "0.001", "+1%", "50", "0.2"),
        ("index", "0.001", "2x", "50", "0.002"),
        ("index", "0.001", "+1p", "50", "0.1"),
        ("share", "0.001", "+1$", "50", "0.1"),
        ("index", "0.001", "+1bp", "5", "20"),  # of the return: twice 0.1%
        ("index", "0.001", "+1pp", "5", "0.2"),
        ("yield", "0.01", "+1bp", "4", "2"),
        ("yield", "0.01", "+1p", "4", "0.02"),
        ("yield", "0.01", "+1$", "4", "0.02"),
        ("yield", "0.01", "+1%", "4", "0.5"),
        ("yield", "0.01", "+1%", "0", "0"),
    ],
)
def test_a_move_is_as_uncertain_as_its_two_prices(kind, delta, claim, base, spread):
    seen = view("1.00 2.00", kind=kind, delta=delta)
    said = move(claim)
    (first, *_) = seen.bases(said.period)
    assert said.figure(seen, first, Fraction(base)).spread(Fraction(1)) == Fraction(spread)


@pytest.mark.parametrize(
    ("closes", "claim", "expected"),
    [
        ("40.00 78.60", closed("2x"), ("pass-rounding", set())),  # 1.965
        ("40.00 78.60", closed("2x", hedge=NEARLY), ("pass", set())),
        ("40.00 84.00", closed("2x"), ("pass", set())),
        ("40.00 92.00", closed("2x"), ("pass", {"understated"})),
        ("40.00 100.00", closed("2x"), ("misleading", {"understated"})),
        ("40.00 77.00", closed("2x"), ("fail", set())),
        ("40.00 84.00", closed("2x", hedge=MORE), ("pass", set())),
        ("40.00 80.00", closed("2x", hedge=MORE), ("fail", set())),
        ("100.00 49.00", closed("0.5x"), ("pass", set())),
        ("100.00 52.00", closed("0.5x"), ("pass-rounding", set())),
        ("100.00 53.00", closed("0.5x"), ("fail", set())),
        ("40.00 80.00", closed("+200%"), ("fail", set())),  # S13.5: that is three times
        ("40.00 120.00", closed("+200%"), ("pass", set())),
    ],
)
def test_multiples(closes, claim, expected):
    assert verdict(claim, view(closes)) == expected


# ----------------------------------------------------------------- change: the quote currency, S3.9


@pytest.mark.parametrize(
    ("closes", "inverse", "claim", "expected"),
    [
        ("149.00 148.20", False, closed("-0.54%"), "pass"),  # the dollar
        ("149.00 148.20", True, closed("+0.54%"), "pass"),  # the yen
        ("149.00 148.20", True, closed("-0.54%"), "fail"),
        ("149.00 148.20", False, closed("+0.54%"), "fail"),
        ("365.00 800.00", False, closed("+119%"), "pass"),
        ("365.00 800.00", True, closed("-54.4%"), "pass"),
        ("365.00 800.00", True, closed("-119%"), "fail"),
        ("365.00 800.00", True, move("-119%"), "fail"),  # at any price
        ("365.00 800.00", True, closed("-100%", hedge=MORE), "fail"),
        # both directions count while they agree to within 0.1 percentage point
        ("100.00 103.00", True, closed("-2.91%"), "pass"),
        ("100.00 103.00", True, closed("-3.00%"), "pass"),
        ("100.00 104.00", True, closed("-3.85%"), "pass"),
        ("100.00 104.00", True, closed("-4.00%"), "fail"),
    ],
)
def test_either_currency_of_a_pair(closes, inverse, claim, expected):
    seen = view(closes, kind="fx", inverse=inverse)
    assert told(claim.turned() if inverse else claim, seen) == expected


# ----------------------------------------------------------------------- change: periods, S4 and S7

YEAR = f"2024-12-30 99.00\n2024-12-31 100.00\n2025-01-02 98.00\n{FRIDAY} 107.80"
WEEK = f"2025-03-06 5400\n2025-03-07 5526\n2025-03-13 5500\n{FRIDAY} 5859"
MONDAY = f"""2025-03-07 99 101 98 100
2025-03-10 98 99.5 97 99
{FRIDAY} 101 103 101 102.90"""
MONTH = f"2025-02-27 97\n2025-02-28 100\n2025-03-03 101\n{FRIDAY} 103.02"
QUARTER = "2024-12-31 100\n2025-01-02 101\n2025-04-01 99\n2025-03-31 110"


@pytest.mark.parametrize(
    ("text", "claim", "expected"),
    [
        (YEAR, closed("+7.8%", "ytd"), ("pass", set())),
        (YEAR, closed("+10%", "ytd"), ("misleading", {"base"})),  # t20
        (YEAR, move("+10%", "ytd"), ("misleading", {"base"})),
        (YEAR, closed("+10.0%", "year"), ("misleading", {"base"})),
        (YEAR, closed("+9%", "ytd"), ("fail", set())),
        (YEAR, closed("+7.8%", "quarter"), ("pass", set())),
        (WEEK, closed("+6.0%", "week"), ("pass", set())),
        (WEEK, closed("+6.5%", "week"), ("fail", set())),
        (MONDAY, closed("+2.9%", "week"), ("pass", set())),
        (MONDAY, closed("+5.0%", "week"), ("misleading", {"base"})),  # from Monday's open
        (MONTH, closed("+3.0%", "month"), ("pass", set())),
        (MONTH, closed("+2.0%", "month"), ("misleading", {"base"})),
        # a week without sessions is skipped (S4.4)
        ("2025-01-24 103\n2025-02-07 104", closed("+1.0%", "week"), ("pass", set())),
        # N sessions, weeks, months, years back (S4.6)
        (
            "2025-03-07 50\n"
            + f"2025-03-10 60\n2025-03-11 70\n2025-03-12 80\n2025-03-13 90\n{FRIDAY} 100",
            closed("+100%", "5-session"),
            ("pass", set()),
        ),
        (
            f"2025-02-13 90\n2025-02-14 100\n2025-02-17 105\n{FRIDAY} 110",
            closed("+10%", "1-month"),
            ("pass", set()),
        ),
        (
            f"2025-02-13 100\n2025-02-17 105\n{FRIDAY} 110",
            closed("+10%", "1-month"),
            ("pass", set()),
        ),
        (
            "2025-02-27 90\n2025-02-28 100\n2025-03-03 105\n2025-03-31 110",
            closed("+10%", "1-month"),
            ("pass", set()),
        ),  # 31 clamps
        (
            f"2024-03-14 90\n2024-03-15 100\n2024-03-18 105\n{FRIDAY} 110",
            closed("+10%", "52-week"),
            ("pass", set()),
        ),  # 364 days
        (
            f"2024-03-14 100\n2024-03-15 120\n{FRIDAY} 110",
            closed("+10%", "1-year"),
            ("pass", set()),
        ),
        (
            f"2022-03-14 100\n2022-03-15 120\n{FRIDAY} 110",
            closed("+10%", "3-year"),
            ("pass", set()),
        ),
        # since a date
        (
            f"2025-03-07 100\n2025-03-10 102\n{FRIDAY} 105.06",
            closed("+3.0%", "since 2025-03-10"),
            ("pass", set()),
        ),
        # not far enough back
        (
            f"2025-03-03 101\n{FRIDAY} 103.02",
            closed("+3.0%", "month"),
            ("undecidable", {"short-history"}),
        ),
        (
            f"2025-03-03 101\n{FRIDAY} 103.02",
            closed("+3.0%", "1-year"),
            ("undecidable", {"short-history"}),
        ),
        (
            f"2025-03-03 101\n{FRIDAY} 103.02",
            closed("+3.0%", "5-session"),
            ("undecidable", {"short-history"}),
        ),
    ],
)
def test_change_over_a_period(text, claim, expected):
    lines = sorted(line for line in text.splitlines())
    assert verdict(claim, view("\n".join(lines))) == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("+37.5%", ("pass", set())),  # from 16 April, a month before
        ("+25.0%", ("pass-rounding", {"window-loose"})),  # 21 sessions before
        ("+10.0%", ("pass-rounding", {"window-loose"})),  # four weeks before
        ("+20.0%", ("fail", set())),
    ],
)
def test_a_month_is_loose(stated, expected):
    closes = {"2025-04-16": "100.00", "2025-04-17": "110.00", "2025-04-18": "125.00"}
    days = [str(d) for d in weekdays_to("2025-05-16", 40)]
    text = "\n".join(f"{d} {closes.get(d, '137.50')}" for d in days)
    assert verdict(closed(stated, "1-month"), view(text)) == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        # from 16 April 37.5%: "over" is true by default, the loose +25% and +10% need not be
        ("+30%", ("pass", {"understated"})),
        ("+20%", ("misleading", {"understated"})),  # M8: 37.5 is beyond 30
    ],
)
def test_what_is_far_off_misleads(stated, expected):
    closes = {"2025-04-16": "100.00", "2025-04-17": "110.00", "2025-04-18": "125.00"}
    days = [str(d) for d in weekdays_to("2025-05-16", 40)]
    text = "\n".join(f"{d} {closes.get(d, '137.50')}" for d in days)
    assert verdict(closed(stated, "1-month", hedge=MORE), view(text)) == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        # down 1% from 16 April, up 10% from four weeks before: true of that, unless far off there too (M8)
        ("+9%", ("pass-rounding", {"window-loose"})),
        ("+7%", ("pass-rounding", {"understated", "window-loose"})),
        ("+6%", ("misleading", {"understated", "window-loose"})),
        ("+11%", ("fail", set())),
    ],
)
def test_a_loose_month_misleads_as_any_other(stated, expected):
    closes = {"2025-04-16": "100.00", "2025-04-17": "90.00", "2025-04-18": "90.00"}
    days = [str(d) for d in weekdays_to("2025-05-16", 40)]
    text = "\n".join(f"{d} {closes.get(d, '99.00')}" for d in days)
    assert verdict(closed(stated, "1-month", hedge=MORE), view(text)) == expected


def test_two_weeks_are_ten_sessions_too():
    """Over a holiday ten sessions reach back further than fourteen days."""
    days = [str(d) for d in weekdays_to(FRIDAY, 20) if str(d) != "2025-03-05"]
    closes = {days[-11]: "125.00", "2025-02-28": "100.00"}
    text = "\n".join(f"{d} {closes.get(d, '137.50')}" for d in days)
    assert verdict(closed("+37.5%", "2-week"), view(text)) == ("pass", set())
    assert verdict(closed("+10.0%", "2-week"), view(text)) == ("pass-rounding", {"window-loose"})


SPARSE = """2023-03-14 1\n2024-03-14 1\n2024-12-30 1\n2024-12-31 1\n2025-01-02 1
2025-03-03 1\n2025-03-07 1\n2025-03-10 1\n2025-03-13 1\n2025-03-14 1"""


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("day", ["2025-03-13 S6.1"]),
        ("2-session", ["2025-03-10 S4.6"]),
        ("9-session", ["2023-03-14 S4.6"]),
        ("10-session", []),
        ("week", ["2025-03-07 S4.5", "2025-03-10 S7.3 unusual opening"]),
        ("month", ["2025-01-02 S4.5", "2025-03-03 S7.3 unusual"]),
        ("ytd", ["2024-12-31 S4.5", "2025-01-02 S7.3 unusual"]),
        ("year", ["2024-12-31 S4.5", "2025-01-02 S7.3 unusual", "2024-03-14 S4.6 loose"]),
        ("1-week", ["2025-03-07 S4.6"]),
        ("3-week", ["2025-01-02 S4.6", "2024-03-14 S4.7 loose"]),  # three weeks of sessions
        ("4-week", ["2025-01-02 S4.6", "2023-03-14 S4.7 loose"]),
        ("5-week", ["2025-01-02 S4.6"]),
        ("6-week", ["2025-01-02 S4.6"]),
        ("1-year", ["2024-03-14 S4.6"]),
        ("3-year", []),
        ("since 2025-03-10", ["2025-03-10 S4.6", "2025-03-07 S4.6 loose"]),
        ("since 2025-03-14", ["2025-03-13 S4.6 loose"]),
        ("since 2023-03-14", ["2023-03-14 S4.6"]),
        ("since 2023-03-13", []),
        ("since March 2025", ["2025-01-02 S4.6", "2025-03-03 S4.6 loose", "2025-03-07 S4.6 loose",
                              "2025-03-10 S4.6 loose", "2025-03-13 S4.6 loose"]),
        ("since January 2025", ["2024-12-31 S4.6", "2025-01-02 S4.6 loose"]),
    ],
)  # fmt: skip
def test_where_a_change_may_be_measured_from(period, expected):
    seen = view(SPARSE)
    found = []
    for base in seen.bases(Period.parse(period)):
        marks = [name for name in ("loose", "unusual", "opening") if getattr(base, name)]
        found.append(" ".join([str(seen.date_of(base.row)), base.rule, *marks]))
    assert found == expected


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("day", ["the close of 13 March 2025"]),
        ("2-session", ["2 sessions before"]),
        ("1-week", ["the last close 1 week before"]),
        ("2-week", ["the last close 2 weeks before"]),
        ("3-week", ["the last close 3 weeks before", "the close 3 weeks of sessions before"]),
        ("ytd", ["the last close before the year", "the first close of the year, 2 January 2025"]),
        ("since 2025-03-10", ["the close of 10 March 2025", "the close of 7 March 2025"]),
    ],
)
def test_what_a_base_is_called(period, words):
    assert [b.words for b in view(SPARSE).bases(Period.parse(period))] == words


@pytest.mark.parametrize(("first", "expected"), [("2025-01-09", True), ("2025-01-10", False)])
def test_a_series_may_begin_a_week_after_the_listing(first, expected):
    seen = view(f"{first} 1\n{FRIDAY} 1", since="2025-01-02")
    assert seen.reaches(seen.listing.since) is expected
    assert seen.reaches(seen.listing.since, 1) is False
    assert seen.reaches(None) is False


@pytest.mark.parametrize(
    ("usual", "printed", "number", "shown"),
    [
        (2, 2, "23477.92", "23,477.92"),
        (2, 6, "11", "11.00"),
        (2, 6, "10", "10.00"),
        (2, 6, "9.99", "9.990000"),  # too small for two decimals to tell much
        (2, 6, "9", "9.000000"),
        (2, 8, "0.12345678", "0.123457"),
        (2, 6, "0", "0.00"),
        (2, 6, "-9.99", "-9.990000"),
        (0, 2, "23477.92", "23,478"),
        (None, 6, "1234.567891", "1,234.5679"),
        (None, 1, "1234.5", "1,234.5"),
    ],
)
def test_a_price_as_a_reader_expects_it(usual, printed, number, shown):
    seen = view(f"1 {1:.{printed}f}", decimals=usual)
    assert seen.price(Fraction(number)) == shown


def test_the_range_of_a_day_is_widened_at_each_end_by_its_own_doubt():
    seen = view(f"2025-03-13 100\n{FRIDAY} 150 200 100 150", delta="0.01")
    assert seen.widened() == (99, 202)


@pytest.mark.parametrize(
    ("window", "before"),
    [("1-session", "2025-03-10"), ("2-session", "2025-03-09"), ("3-session", "2025-03-06"),
     ("4-session", "2025-03-05"), ("1-week", None), ("record", None)],
)  # fmt: skip
def test_the_day_before_so_many_sessions(window, before):
    seen = view("2025-03-07 1\n2025-03-10 1\n2025-03-11 1")
    assert seen.counted(Window.parse(window)) == (before and day(before))


@pytest.mark.parametrize(
    ("kind", "on", "paid"), [("dividend", FRIDAY, 1), ("dividend", "2025-03-13", 0), ("split", FRIDAY, 0)]
)
def test_only_a_dividend_of_the_day_is_one(kind, on, paid):
    seen = view("20.00 19.19")
    action = Action(day(on).toordinal(), kind, Fraction(1))
    assert replace(seen, prices=replace(seen.prices, actions=(action,))).dividend() == paid


def test_the_base_of_a_period_may_be_missing():
    text = (
        f"2025-02-27 97 97 97 97\n2025-02-28 -\n2025-03-03 101 101 101 101\n{FRIDAY} 1 1 1 103.02"
    )
    assert told(closed("+3.0%", "month"), view(text)) == "undecidable"


# -------------------------------------------------------------------------------------------- level


def level(text, **about):
    return Level(value=Stated.parse(text), **about)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (level("23,478", session=CLOSE), ("pass", set())),
        (level("23,477.92", session=CLOSE), ("pass", set())),
        (level("23,477.9", session=CLOSE), ("pass", set())),
        (level("23,477", session=CLOSE), ("pass-rounding", {"truncated"})),
        (level("23,476", session=CLOSE), ("fail", {"was-intraday"})),
        (level("23,500", session=CLOSE), ("pass-rounding", set())),
        (level("23,000", session=CLOSE), ("fail", {"was-intraday"})),
        (level("23,000"), ("intraday", set())),
        (level("22,800"), ("fail", set())),  # at most 22,850
        (level("22,900"), ("intraday", set())),
        (level("25,000"), ("fail", set())),
        (level("23,500", hedge=NEARLY), ("pass", set())),
        (level("23,100", hedge=ABOUT), ("pass-rounding", set())),
        (level("23,000", hedge=ABOUT), ("intraday", set())),  # 2.1% above
        (level("23,400", hedge=MORE), ("pass", set())),
        (level("22,900", session=Session.OPEN), ("pass", set())),
    ],
)
def test_level(claim, expected):
    text = f"2025-03-13 22577.00\n{FRIDAY} 22900.00 23530.00 22880.00 23477.92"
    assert verdict(claim, view(text)) == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("520", ("pass", set())),  # as traded then
        ("260", ("pass", {"adjusted"})),
        ("510", ("fail", {"was-intraday"})),  # the range then was 508 to 522
        ("500", ("fail", set())),
    ],
)
def test_an_old_price_is_compared_as_traded_then(stated, expected):
    seen = view(
        f"2025-03-13 250.00\n{FRIDAY} 255.00 261.00 254.00 260.00",
        kind="share",
        splits=[("2025-06-02", "2")],
    )
    assert verdict(level(stated, session=CLOSE), seen) == expected


@pytest.mark.parametrize(
    ("splits", "stated", "expected"),
    [
        ([(FRIDAY, "2")], "260", "pass"),  # on the day itself it is in the price
        ([(FRIDAY, "2")], "520", "fail"),
        ([("2025-06-02", "2"), ("2025-09-01", "3")], "1,560", "pass"),
        ([("2025-06-02", "2"), ("2025-09-01", "3")], "780", "fail"),
    ],
)
def test_every_later_split_counts(splits, stated, expected):
    seen = view("250.00 260.00", kind="share", splits=splits)
    assert told(level(stated, session=CLOSE), seen) == expected


@pytest.mark.parametrize(
    ("claim", "says"),
    [
        (level("499.23", session=CLOSE), "closed at 499.23"),
        (closed("-0.81$"), "closed down 0.81 USD"),
    ],
)
def test_what_a_vendor_divided_is_whole_again(claim, says):
    """500.04 and 499.23 in quarters and 32 bits are 125.009996 and 124.807511."""
    seen = view("125.009996 124.807511", kind="share", decimals=2, splits=[("2025-06-02", "4")])
    used = decide(of_its_day(claim, seen)[1])[1]
    assert (used[0].fit, used[0].says) == (Fit.TRUE, says)
    assert [e.value for e in used[0].evidence][-1] == "499.23"


def test_a_level_needs_its_bar():
    assert told(level("100"), view(f"2025-03-13 99 99 99 99\n{FRIDAY} -")) == "undecidable"
    assert told(level("105"), view("99 100")) == "undecidable"  # perhaps during the day
    assert told(level("105", session=CLOSE), view("99 100")) == "fail"


# ---------------------------------------------------------------------------------------- threshold


def threshold(text, direction=UP, **about):
    window = about.pop("window", None)
    return Threshold(
        direction=direction,
        value=Stated.parse(text),
        window=window and Window.parse(window),
        **about,
    )


def bar(high, low, close):
    return f"2025-03-13 4990 4995 4980 4990\n{FRIDAY} {close} {high} {low} {close}"


@pytest.mark.parametrize(
    ("bars", "claim", "expected"),
    [
        (bar(5002, 4980, "5000.01"), threshold("5,000", session=CLOSE), ("pass", set())),
        (bar(5002, 4980, "5000.00"), threshold("5,000", session=CLOSE), ("fail", {"was-intraday"})),
        (bar(5002, 4980, "4999.99"), threshold("5,000", session=CLOSE), ("fail", {"was-intraday"})),
        (bar(4999, 4980, "4998.00"), threshold("5,000", session=CLOSE), ("fail", set())),
        (bar(5002, 4980, "4990.00"), threshold("5,000"), ("pass", set())),
        (bar(5000, 4980, "4990.00"), threshold("5,000"), ("pass", set())),
        (bar(4999, 4980, "4990.00"), threshold("5,000"), ("fail", set())),
        (bar(5002, 4980, "4990.00"), threshold("4,985", DOWN), ("pass", set())),
        (bar(5002, 4980, "4990.00"), threshold("4,980", DOWN), ("pass", set())),
        (bar(5002, 4980, "4990.00"), threshold("4,979", DOWN), ("fail", set())),
        (
            bar(5002, 4980, "4990.00"),
            threshold("4,990", DOWN, session=CLOSE),
            ("fail", {"was-intraday"}),
        ),
        (bar(5002, 4980, "4989.99"), threshold("4,990", DOWN, session=CLOSE), ("pass", set())),
        ("4990 4995", threshold("5,000"), ("undecidable", {"stale-data"})),  # no highs
        ("4990 5005", threshold("5,000"), ("pass", set())),
        ("4990 4995", threshold("5,000", session=CLOSE), ("fail", set())),
    ],
)
def test_threshold(bars, claim, expected):
    assert verdict(claim, view(bars)) == expected


CROSSINGS = """2025-01-09 5012
2025-01-10 4990
2025-03-03 5004
2025-03-04 4985
2025-05-06 4999
2025-05-07 5001"""


@pytest.mark.parametrize(
    ("window", "since", "expected"),
    [
        ("since January", None, ("fail", {"assumed-year"})),
        ("since March", None, ("pass", {"assumed-year"})),
        ("since April", None, ("misleading", {"assumed-year"})),  # M2
        ("since 3 March 2025", None, ("pass", set())),
        ("since 4 March 2025", None, ("misleading", set())),
        ("first", None, ("fail", set())),
    ],
)
def test_the_first_close_above_since(window, since, expected):
    claim = threshold("5,000", window=window, session=CLOSE)
    assert verdict(claim, view(CROSSINGS, since=since)) == expected


@pytest.mark.parametrize(
    ("closes", "since", "expected"),
    [
        ("4980 4990 5001", "first", "pass"),
        ("4980 4990 5001", None, "undecidable"),
        ("5002 4990 5001", None, "fail"),
    ],
)
def test_the_first_close_ever_above(closes, since, expected):
    claim = threshold("5,000", window="first", session=CLOSE)
    assert told(claim, view(closes, since=since)) == expected


def test_it_is_not_the_first_if_the_day_before_was_above():
    claim = threshold("5,000", window="since January 2025", session=CLOSE)
    text = f"2025-01-09 5012\n2025-01-10 4990\n2025-03-13 5001\n{FRIDAY} 5002"
    assert told(claim, view(text)) == "fail"


@pytest.mark.parametrize(
    ("text", "claim", "expected"),
    [
        ("2025-03-13 10 12 9.5 11\n2025-03-14 11 12 10.1 11", threshold("10", held=True), "pass"),
        ("2025-03-13 10 12 9.5 11\n2025-03-14 11 12 10.0 11", threshold("10", held=True), "fail"),
        ("10.5 11", threshold("10", held=True), "pass-rounding"),  # closes only
        ("10.5 9.9", threshold("10", held=True), "fail"),
        ("12 9 11", threshold("10", reclaimed=True, session=CLOSE), "pass"),
        ("12 11 11", threshold("10", reclaimed=True, session=CLOSE), "undecidable"),
        ("8 9 11", threshold("10", reclaimed=True, session=CLOSE), "undecidable"),
        ("12 9 9.5", threshold("10", reclaimed=True, session=CLOSE), "fail"),
    ],
)
def test_held_and_reclaimed(text, claim, expected):
    assert told(claim, view(text)) == expected


def test_never_lost_is_not_reclaimed_when_all_is_known():
    claim = threshold("10", reclaimed=True, session=CLOSE)
    assert told(claim, view("8 9 11", since="first")) == "fail"


# ------------------------------------------------------------------------------------------ extreme


def extreme(window="record", direction=UP, **about):
    return Extreme(direction=direction, window=Window.parse(window), **about)


MAPLE = f"""2024-11-04 40.00 42.00 39.50 41.00
2025-02-18 56.20 57.60 55.90 57.00
2025-03-13 54.80 56.00 54.10 55.20
{FRIDAY} 56.00 57.90 55.80 56.40"""
# the day's close is a record, its high is not
CLOSING = f"2024-01-02 100 110 99 100\n2025-03-13 101 104 100 102\n{FRIDAY} 103 108 102 105"


@pytest.mark.parametrize(
    ("text", "claim", "moment", "expected"),
    [
        (MAPLE, extreme(session=CLOSE), AFTER, ("fail", {"was-intraday"})),  # t13
        (MAPLE, extreme(), AFTER, ("intraday", set())),
        (MAPLE, extreme(), OPEN, ("misleading", set())),  # true of the highs; listed 130 days ago
        (CLOSING, extreme(), AFTER, ("pass", set())),  # neutral words
        (CLOSING, extreme(session=CLOSE), AFTER, ("pass", set())),
        (CLOSING, extreme(), OPEN, ("pass", set())),
        (CLOSING, extreme("52-week", session=INTRADAY), AFTER, ("pass", set())),
    ],
)
def test_closes_against_closes_highs_against_highs(text, claim, moment, expected):
    assert verdict(claim, view(text, since="first", moment=moment)) == expected


@pytest.mark.parametrize(
    ("closes", "claim", "about", "expected"),
    [
        ("100 102 101 103", extreme(), {"since": "2020-01-02"}, ("undecidable", {"short-history"})),
        ("100 102 101 103", extreme(), {}, ("undecidable", {"short-history"})),
        ("100 104 101 103", extreme(session=CLOSE), {}, ("fail", set())),
        (
            "100 103 101 103",
            extreme(session=CLOSE),
            {"since": "2020-01-02"},
            ("undecidable", {"short-history"}),
        ),
        ("100 103 101 103", extreme(fresh=True, session=CLOSE), {}, ("fail", {"tie"})),
        (
            "100 98 101 97",
            extreme(direction=DOWN, session=CLOSE),
            {},
            ("undecidable", {"short-history"}),
        ),
        ("100 96 101 97", extreme(direction=DOWN, session=CLOSE), {}, ("fail", set())),
        # sessions: five back is far enough, four is not
        ("110 100 101 102 103 104", extreme("5-session", session=CLOSE), {}, ("pass", set())),
        ("90 110 101 102 103 104", extreme("5-session", session=CLOSE), {}, ("fail", set())),
        (
            "101 102 103",
            extreme("5-session", session=CLOSE),
            {},
            ("undecidable", {"short-history"}),
        ),
        ("101 110 103", extreme("5-session", session=CLOSE), {}, ("fail", set())),
        (
            "90 104 101 102 103 104",
            extreme("5-session", session=CLOSE),
            {},
            ("misleading", {"tie"}),
        ),
    ],
)
def test_extremes_of_closes(closes, claim, about, expected):
    assert verdict(claim, view(closes, **about)) == expected


LONG = "2023-01-03 100\n2024-01-02 {}\n2025-03-13 101\n2025-03-14 103"


@pytest.mark.parametrize(
    ("middle", "claim", "expected"),
    [
        ("102", extreme(session=CLOSE), ("pass", set())),
        ("103", extreme(session=CLOSE), ("misleading", {"tie"})),
        ("103", extreme(session=CLOSE, fresh=True), ("fail", {"tie"})),
        ("104", extreme(session=CLOSE), ("fail", set())),
        ("104", extreme(session=CLOSE, rank=2), ("pass", set())),
        ("102", extreme(session=CLOSE, rank=2), ("fail", set())),
        ("104", extreme(session=CLOSE, rank=3), ("fail", set())),
        ("104", extreme("1-year", session=CLOSE), ("pass", set())),
        ("104", extreme("52-week", session=CLOSE), ("pass", set())),
        ("104", extreme("2-year", session=CLOSE), ("fail", set())),
        ("104", extreme("since January 2024", session=CLOSE), ("pass", set())),
        ("103", extreme("since January 2024", session=CLOSE), ("pass", {"tie-at-date"})),
        ("104", extreme("since 2023", session=CLOSE), ("pass-rounding", {"vague-date-edge"})),
        ("104", extreme("since 2022", session=CLOSE), ("fail", set())),
        ("104", extreme(session=CLOSE, value=Stated.parse("103")), ("fail", set())),
        ("102", extreme(session=CLOSE, value=Stated.parse("103")), ("pass", set())),
        ("102", extreme(session=CLOSE, value=Stated.parse("109")), ("fail", set())),
    ],
)
def test_extremes_of_a_whole_history(middle, claim, expected):
    assert verdict(claim, view(LONG.format(middle), since="first")) == expected


def test_a_record_within_a_year_of_listing_is_misleading():
    assert told(extreme(session=CLOSE), view("100 101 102", since="first")) == "misleading"  # M9


@pytest.mark.parametrize(("kind", "expected"), [("share", "pass"), ("index", "misleading")])
def test_a_class_of_shares_has_the_history_it_came_from(kind, expected):
    """Class C was split off in 2014, its prices go back to 2004; an index before its launch is back-cast."""
    old = "2004-08-19 50.00\n2013-02-15 100.00\n2013-02-19 103.00"
    about = {"kind": kind, "since": "2014-04-03"}
    assert told(extreme(session=CLOSE), view(old, on="2013-02-19", **about)) == expected


@pytest.mark.parametrize(
    ("today", "claim", "expected"),
    [
        ("97", extreme("1-year", hedge=NEARLY), "pass"),  # 3% below 100
        ("96.99", extreme("1-year", hedge=NEARLY), "pass-rounding"),
        ("94", extreme("1-year", hedge=NEARLY), "pass-rounding"),
        ("93.99", extreme("1-year", hedge=NEARLY, session=CLOSE), "fail"),
        ("101", extreme("1-year", hedge=NEARLY), "pass"),  # exceeding it is fine
        ("97", extreme("3-year", hedge=NEARLY, session=CLOSE), "undecidable"),
        ("93.99", extreme("3-year", hedge=NEARLY, session=CLOSE), "fail"),
        ("82.4", extreme("1-year", DOWN, hedge=NEARLY), "pass"),  # 3% above 80
        ("82.41", extreme("1-year", DOWN, hedge=ABOUT), "pass-rounding"),
        ("84.81", extreme("1-year", DOWN, hedge=ABOUT, session=CLOSE), "fail"),
    ],
)
def test_near_an_extreme(today, claim, expected):
    text = f"2024-03-13 70\n2024-03-15 80\n2024-06-03 100\n2025-03-13 90\n{FRIDAY} {today}"
    assert told(claim, view(text)) == expected


@pytest.mark.parametrize(
    ("gaps", "since", "fit"),
    [
        ({5}, "first", Fit.TRUE),
        ({1, 2, 3, 4, 5}, "first", Fit.TRUE),  # five sessions may be missing in all
        ({1, 2, 3, 4, 5, 6}, "first", Fit.UNKNOWN),
        ({5}, None, Fit.UNKNOWN),
    ],
)
def test_gaps_in_a_record(gaps, since, fit):
    days = weekdays_to(FRIDAY, 400)
    rows = [f"{d} {'-' if n in gaps else 100 + n}" for n, d in enumerate(days)]
    seen = view("\n".join(rows), since=since)
    assert extreme(session=CLOSE).readings(seen)[0].fit is fit


@pytest.mark.parametrize(
    ("closes", "window", "expected"),
    [
        ("110 - 101 103", "since 2025-03-11", "undecidable"),  # perhaps the missing one was higher
        ("110 100 - 103", "since 2025-03-11", "undecidable"),
        ("110 100 104 103", "since 2025-03-11", "fail"),
        ("- 110 101 103", "since 2025-03-12", "pass"),
        ("110 - 104 103", "since 2025-03-11", "fail"),  # one bar refutes
    ],
)
def test_a_gap_after_the_comparator(closes, window, expected):
    assert told(extreme(window, session=CLOSE), view(closes)) == expected


EXCERPT = f"2022-03-14 120\n2022-03-15 110\n2022-03-16 100\n2025-03-13 101\n{FRIDAY} 105"


@pytest.mark.parametrize(
    ("drop", "window", "expected"),
    [
        (None, "since 2022-03-15", "pass"),
        (None, "since March 2022", "pass"),
        ("2022-03-16", "since 2022-03-15", "undecidable"),  # the session right after must be there
        (None, "2-year", "pass"),
        (None, "record", "fail"),
    ],
)
def test_an_excerpt_is_bounded_by_its_neighbours(drop, window, expected):
    rows = [line for line in EXCERPT.splitlines() if not (drop and line.startswith(drop))]
    seen = view("\n".join(rows), weekdays=True, excerpt=True)
    assert told(extreme(window, session=CLOSE), seen) == expected


@pytest.mark.parametrize(
    ("stated", "direction", "moment", "expected"),
    [
        ("57.90", UP, AFTER, "pass"),
        ("57.9", UP, AFTER, "pass"),
        ("57.50", UP, AFTER, "fail"),
        ("57.50", UP, OPEN, "intraday"),
        ("58.50", UP, OPEN, "fail"),
        ("55.80", DOWN, AFTER, "pass"),
        ("56.00", DOWN, OPEN, "intraday"),
        ("55.00", DOWN, AFTER, "fail"),
    ],
)
def test_the_days_own_extreme(stated, direction, moment, expected):
    claim = extreme("day", direction, value=Stated.parse(stated))
    assert told(claim, view(MAPLE, moment=moment)) == expected


# ---------------------------------------------------------------------------------------- direction


def went(direction, **about):
    period = about.pop("period", "day")
    return DirectionClaim(direction=direction, period=Period.parse(period), **about)


@pytest.mark.parametrize(
    ("closes", "claim", "expected"),
    [
        ("1000.00 999.60", went(DOWN, session=CLOSE), "pass"),  # S5.4
        ("1000.00 999.60", went(FLAT, flatness=Flatness.FLAT), "pass"),
        ("1000.00 999.60", went(FLAT, flatness=Flatness.UNCHANGED, session=CLOSE), "pass-rounding"),
        ("1000.00 999.60", went(UP, session=CLOSE), "fail"),
        ("1000.00 1000.00", went(UP, session=CLOSE), "fail"),
        ("1000.00 1000.00", went(DOWN, session=CLOSE), "fail"),
        ("1000.00 1000.00", went(FLAT, flatness=Flatness.UNCHANGED), "pass"),
        (
            "1000.00 1003.00",
            went(FLAT, flatness=Flatness.LITTLE_CHANGED, session=CLOSE),
            "pass-rounding",
        ),
        ("1000.00 1003.01", went(FLAT, flatness=Flatness.LITTLE_CHANGED, session=CLOSE), "fail"),
        ("1000.00 1000.01", went(UP), "pass"),
    ],
)
def test_direction(closes, claim, expected):
    assert told(claim, view(closes)) == expected


@pytest.mark.parametrize(
    ("claim", "moment", "expected"),
    [
        (went(UP), AFTER, "intraday"),
        (went(UP), OPEN, "intraday"),
        (went(UP, session=CLOSE), AFTER, "fail"),
        (went(DOWN), AFTER, "pass"),
        (went(FLAT), AFTER, "intraday"),
    ],
)
def test_it_rose_during_the_day_and_closed_lower(claim, moment, expected):
    seen = view(f"2025-03-13 100.00\n{FRIDAY} 100.50 101.00 98.00 98.50", moment=moment)
    assert told(claim, seen) == expected


@pytest.mark.parametrize(
    ("close", "claim", "expected"),
    [
        ("1000.50", went(UP, session=CLOSE), "pass"),
        ("1000.10", went(UP, session=CLOSE), "pass-rounding"),  # 0.01% against 2 delta of 0.04%
        ("999.90", went(UP, session=CLOSE), "undecidable"),  # they say the other way, and are not sure
        ("999.50", went(UP, session=CLOSE), "fail"),
    ],
)
def test_the_sign_of_a_vendors_small_change(close, claim, expected):
    assert told(claim, view(f"1000.00 {close}", delta="0.0002")) == expected


@pytest.mark.parametrize(
    ("text", "claim", "expected"),
    [
        (YEAR, went(UP, period="ytd"), "pass"),
        (WEEK, went(DOWN, period="week", session=CLOSE), "fail"),
        (f"2025-03-03 101\n{FRIDAY} 103", went(UP, period="month"), "undecidable"),
        (f"2025-03-13 -\n{FRIDAY} 103", went(UP), "undecidable"),
        (f"2025-03-13 100\n{FRIDAY} -", went(UP), "undecidable"),
    ],
)
def test_direction_over_a_period(text, claim, expected):
    assert told(claim, view(text)) == expected


@pytest.mark.parametrize(
    ("closes", "claim", "says"),
    [
        ("100.00 104.00", went(UP), "closed up 4.00%"),
        ("100.00 99.50", went(UP), "closed down 0.50%"),
        ("100.00 100.00", went(UP), "closed unchanged"),
        ("100.00 100.00", went(FLAT), "closed unchanged"),
        ("1000.00 1000.05", went(UP), "closed up 0.01%"),  # 0.005, rounded away from zero
        ("10000.00 9999.80", went(DOWN), "closed down 0.0020%"),  # 0.00 would say nothing
        (WEEK, went(UP, period="week"), "closed up 6.03% on the week"),
    ],
)
def test_a_direction_in_words(closes, claim, says):
    assert claim.readings(view(closes))[0].says == says


@pytest.mark.parametrize(
    ("closes", "claim", "expected", "says"),
    [
        # up and down need no percent
        ("-37.63 10.01", went(UP, session=CLOSE), "pass", "closed up from -37.63 to 10.01"),
        ("-37.63 10.01", went(DOWN, session=CLOSE), "fail", "closed up from -37.63 to 10.01"),
        ("-0.50 -0.40", went(UP, session=CLOSE), "pass", "closed up from -0.50 to -0.40"),
        ("-0.50 -0.60", went(UP, session=CLOSE), "fail", "closed down from -0.50 to -0.60"),
        ("-0.50 -0.50", went(UP, session=CLOSE), "fail", "closed unchanged"),
        ("-0.50 -0.50", went(FLAT, session=CLOSE), "undecidable", None),
        ("0.00 0.10", went(UP, session=CLOSE), "undecidable", None),
    ],
)
def test_a_direction_from_below_zero(closes, claim, expected, says):
    seen = view(closes, kind="commodity")
    (reading, *_) = claim.readings(seen)
    assert told(claim, seen) == expected
    assert "missing" not in reading.says
    assert reading.says == says if says else "means nothing" in reading.says


@pytest.mark.parametrize(
    ("stated", "expected"),
    [("37.63", "undecidable"), ("38", "undecidable"), ("37.5", "fail"), ("10", "fail")],
)
def test_a_level_below_zero_is_written_without_its_sign(stated, expected):
    """S1.8: whether "-37.63" stood in the text is not known, so 37.63 is not called false."""
    seen = view(f"2025-03-13 18.27\n{FRIDAY} -37.63", kind="commodity")
    assert told(level(stated, session=CLOSE), seen) == expected


# ----------------------------------------------------------------------------------------- distance


def distance(text, direction=DOWN, window="record", **about):
    reference = about.pop("reference", None)
    return Distance(
        direction=direction,
        value=Stated.parse(text),
        window=Window.parse(window),
        reference=reference and Stated.parse(reference),
        session=about.pop("session", CLOSE),
        **about,
    )


PEAK = f"""2024-01-02 50 51 40 50
2024-06-03 99 110 98 100
2025-03-13 90 91 89 90
{FRIDAY} 88 89 87 88"""


@pytest.mark.parametrize(
    ("claim", "since", "expected"),
    [
        (distance("12"), "first", "pass"),
        (distance("12.0"), "first", "pass"),
        (distance("11"), "first", "fail"),
        (distance("13"), "first", "fail"),
        (distance("12"), None, "undecidable"),
        (distance("12", window="1-year"), None, "pass"),
        (distance("20"), "first", "misleading"),  # from the intraday high (S7.2, M5)
        (distance("76", UP), "first", "pass"),  # above the lowest close of 50
        (distance("12", reference="100"), "first", "pass"),
        (distance("12", reference="105"), "first", "fail"),
        (distance("12", unit="points"), "first", "pass"),
        (distance("10", hedge=MORE), "first", "pass"),
        # an older high could only be further away
        (distance("5"), None, "fail"),
        (distance("20"), None, "undecidable"),
        (distance("50", UP), None, "fail"),
        (distance("80", UP), None, "undecidable"),
    ],
)
def test_distance(claim, since, expected):
    assert told(claim, view(PEAK, since=since)) == expected


@pytest.mark.parametrize(
    ("closes", "claim", "says"),
    [
        (PEAK, distance("12"), "closed 12.00% below its high of 100.00 on 3 June 2024"),
        (PEAK, distance("76", UP), "closed 76.00% above its low of 50.00 on 2 January 2024"),
        (PEAK, distance("12", unit="points"), "closed 12.00 points below its high of 100.00 on 3 June 2024"),
        ("5.20 4.00", distance("120", unit="bp"),
         "closed 120.00 basis points below its high of 5.20 on 13 March 2025"),
    ],
)  # fmt: skip
def test_a_distance_in_words(closes, claim, says):
    reading = claim.readings(view(closes, since="first"))[0]
    assert (reading.fit, reading.says) == (Fit.TRUE, says)


@pytest.mark.parametrize(
    ("claim", "closes", "expected"),
    [
        # the window's first day counts, the day before does not
        (distance("10", window="3-session"), "200 100 95 90", "pass"),
        (distance("55", window="3-session"), "200 100 95 90", "fail"),
        (distance("55", window="4-session"), "200 100 95 90", "pass"),
        (distance("10", window=f"since {weekdays_to(FRIDAY, 3)[0]}"), "200 100 95 90", "pass"),
        (distance("120", unit="bp"), "5.20 4.00", "undecidable"),  # of a history that is not whole
        (distance("120", unit="bp", window="2-session"), "5.20 4.00", "pass"),
        (distance("23", unit="bp", window="2-session"), "5.20 4.00", "fail"),  # 23 percent
    ],
)
def test_the_window_of_a_distance(claim, closes, expected):
    assert told(claim, view(closes)) == expected


# ------------------------------------------------------------------------------------------- streak


def streak(count, direction=UP, period=Step.DAY, hedge=None):
    return Streak(direction=direction, value=Stated.parse(count), period=period, hedge=hedge)


@pytest.mark.parametrize(
    ("closes", "claim", "expected"),
    [
        ("101 100 101 102 103", streak("3"), ("pass", set())),
        ("101 100 101 102 103", streak("2"), ("fail", {"understated"})),
        ("101 100 101 102 103", streak("2", hedge=LEAST), ("pass", set())),
        ("101 100 101 102 103", streak("4"), ("fail", set())),
        ("101 100 101 102 103", streak("4", hedge=LEAST), ("fail", set())),
        ("101 100 101 102 103", streak("3", DOWN), ("fail", set())),
        ("100 101 102 103", streak("3"), ("undecidable", {"short-history"})),  # or longer
        ("100 101 102 103", streak("2"), ("fail", {"understated"})),
        ("100 101 102 103", streak("3", hedge=LEAST), ("pass", set())),
        ("100 101 102 103", streak("4"), ("undecidable", {"short-history"})),
        ("100 101 102 103", streak("3", DOWN), ("fail", set())),
        # an unchanged day ends a run (t07)
        ("49.80 50.00 49.50 49.50 49.20", streak("3", DOWN), ("fail", set())),
        ("49.80 50.00 49.50 49.50 49.20", streak("1", DOWN), ("pass", set())),
        ("50 49 50 51 51", streak("2"), ("fail", set())),
        # a hair is a move
        ("100.00 99.00 100.00 99.999 99.998", streak("2", DOWN), ("pass", set())),
        # a missing close
        ("101 100 101 - 103", streak("3"), ("undecidable", {"stale-data"})),
        ("101 100 - 102 103 104", streak("2"), ("undecidable", {"short-history"})),
        ("101 100 - 102 103 101", streak("3"), ("fail", set())),
        ("101 100 101 102 -", streak("3"), ("undecidable", {"stale-data"})),
    ],
)
def test_streak_of_days(closes, claim, expected):
    assert verdict(claim, view(closes, decimals=None)) == expected


ELM = """2024-12-27 101.50
2025-01-03 100.00
2025-01-10 101.00
2025-01-17 102.00
2025-01-24 103.00
2025-02-07 104.00
2025-02-14 105.00
2025-02-21 106.00"""
SHORT_WEEK = """2025-03-07 199
2025-03-14 198
2025-03-21 200
2025-03-28 204
2025-04-03 203
2025-04-11 206
2025-04-17 207"""


@pytest.mark.parametrize(
    ("text", "on", "claim", "expected"),
    [
        (ELM, None, streak("6", period=Step.WEEK), "pass"),  # t05: the empty week is skipped
        (ELM, None, streak("7", period=Step.WEEK), "fail"),
        (ELM, None, streak("5", period=Step.WEEK), "fail"),
        (ELM, "2025-02-14", streak("5", period=Step.WEEK), "pass"),
        (SHORT_WEEK, None, streak("2", period=Step.WEEK), "pass"),  # t06: one session is a week
        (SHORT_WEEK, None, streak("5", period=Step.WEEK), "fail"),
        (ELM, None, streak("2", period=Step.MONTH), "undecidable"),
        (ELM, None, streak("1", period=Step.MONTH), "fail"),
    ],
)
def test_streak_of_weeks(text, on, claim, expected):
    assert told(claim, view(text, on=on)) == expected


def test_a_skipped_week_is_said():
    (reading,) = streak("6", period=Step.WEEK).readings(view(ELM))
    assert reading.notes == ("1 week without a session skipped, counted neither way.",)
    assert reading.measured == "6"


@pytest.mark.parametrize(("on", "flags"), [("2025-03-14", set()), ("2025-03-13", {"provisional"})])
def test_a_week_that_is_not_over_counts_to_date(on, flags):
    rows = "\n".join(f"{d} {100 + n}" for n, d in enumerate(weekdays_to(FRIDAY, 9)))
    seen = view("2025-02-21 105\n2025-02-28 99\n" + rows, on=on, weekdays=True)
    assert verdict(streak("2", period=Step.WEEK), seen) == ("pass", flags)


@pytest.mark.parametrize(
    ("closes", "claim", "expected"),
    [
        ("1010 1000 1010 1020 1030", streak("3"), ("pass", set())),
        ("1010 1000 1010 1010.1 1030", streak("3"), ("undecidable", {"boundary"})),  # 0.01%
        ("1000.1 1000 1010 1020 1030", streak("3"), ("undecidable", {"boundary"})),
        ("1010 1000 1010 1009.9 1030", streak("3"), ("undecidable", {"boundary"})),
        ("1010 1000 1010 1009.9 1030", streak("5"), ("fail", set())),
        ("1010 1000 1010 1020 1020.1", streak("3"), ("undecidable", {"boundary"})),
        ("1010 1000 1010 1020 1019.9", streak("3"), ("undecidable", {"boundary"})),
        ("1010 1000 1010 1020 1030", streak("5"), ("fail", set())),
    ],
)
def test_a_streak_may_hang_on_a_vendors_hair(closes, claim, expected):
    assert verdict(claim, view(closes, delta="0.0002")) == expected


FLIPPED = f"""2025-03-10 101 101 101 101
2025-03-11 100 100 100 100
2025-03-12 100 102 100 101
2025-03-13 101 103 101 102
{FRIDAY} 102 104 100 101"""


@pytest.mark.parametrize(
    ("claim", "moment", "expected"),
    [
        (streak("3"), OPEN, "intraday"),  # S10.9: the close flipped it
        (streak("3"), UNKNOWN, "intraday"),
        (streak("3"), AFTER, "fail"),
        (streak("4"), OPEN, "fail"),
        (streak("1", DOWN), OPEN, "pass"),
    ],
)
def test_a_run_that_the_close_broke(claim, moment, expected):
    """A price of the day is spoken of only where one would have made the claim true."""
    seen = view(FLIPPED, moment=moment)
    assert told(claim, seen) == expected
    said = [reading.says for reading in claim.readings(seen)]
    helps = ["at a price of the day's range it would have been 3 in a row"]
    assert said[1:] == (helps if expected == "intraday" else [])


# ------------------------------------------------------------------------------------- streak_break


def snapped(count=None, direction=DOWN, **about):
    return StreakBreak(direction=direction, value=count and Stated.parse(count), **about)


@pytest.mark.parametrize(
    ("closes", "claim", "expected"),
    [
        ("104 105 103 102 103", snapped("2"), ("pass", set())),
        ("104 105 103 102 103", snapped("3"), ("fail", set())),
        ("104 105 103 102 103", snapped("1"), ("fail", {"understated"})),
        ("104 105 103 102 103", snapped("1", hedge=LEAST), ("pass", set())),
        ("104 105 103 102 103", snapped(), ("pass", set())),
        ("104 105 103 102 103", snapped("2", UP), ("fail", set())),
        ("104 105 103 102 102", snapped("2"), ("fail", set())),  # ended, not snapped
        ("104 105 103 102 101", snapped("2"), ("fail", set())),
        ("104 105 103 102 103 104", snapped("2"), ("fail", set())),  # the day before
        ("105 103 102 103", snapped("2"), ("undecidable", {"short-history"})),
        ("105 103 102 103", snapped("1"), ("fail", {"understated"})),
        ("105 104 105 106 105", snapped("2", UP), ("pass", set())),
        ("104 105 103 - 103", snapped("2"), ("undecidable", {"stale-data"})),
    ],
)
def test_streak_break(closes, claim, expected):
    assert verdict(claim, view(closes)) == expected


@pytest.mark.parametrize(
    ("closes", "expected"),
    [
        ("1040 1050 1030 1020 1030", "pass"),
        ("1040 1050 1030 1020 1020.1", "undecidable"),  # the turn is a hair
        ("1040 1040.1 1030 1020 1030", "undecidable"),  # so is the beginning
        ("1040 1050 1049.9 1030 1040", "undecidable"),
    ],
)
def test_a_vendors_hair_does_not_snap_a_streak(closes, expected):
    assert told(snapped("2"), view(closes, delta="0.0002")) == expected


# ----------------------------------------------------------------------------- streak_superlative


def longest(window, direction=UP, **about):
    return StreakSuperlative(direction=direction, window=Window.parse(window), **about)


ROWAN = """2025-02-28 100.50
2025-03-03 100.00
2025-03-04 101.00
2025-03-05 102.00
2025-03-06 103.00
2025-03-07 104.00
2025-03-10 103.00
2025-05-05 100.00
2025-05-06 101.00
2025-05-07 100.50
2025-05-08 101.00
2025-05-09 101.50
2025-05-12 102.00
2025-05-13 102.60"""


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (longest("since March"), ("pass", {"tie-at-date", "assumed-year"})),  # t18
        (longest("since 7 March 2025"), ("pass", {"tie-at-date"})),  # named by its end
        (longest("since 5 March 2025"), ("misleading", {"tie"})),  # a later one as long
        (longest("since 4 March 2025"), ("pass-rounding", {"vague-date-edge"})),  # where it began
        (longest("since April"), ("misleading", {"assumed-year"})),  # M2
        (longest("since February"), ("misleading", {"tie", "assumed-year"})),  # M3
        (
            longest("since March", value=Stated.parse("4")),
            ("pass", {"tie-at-date", "assumed-year"}),
        ),
        (
            longest("since March", value=Stated.parse("5")),
            ("fail", {"tie-at-date", "assumed-year"}),
        ),
        (longest("since March", DOWN), ("fail", set())),
        (longest("record"), ("undecidable", {"short-history"})),
        (longest("1-month"), ("misleading", {"understated"})),
        (longest("2-month"), ("pass", set())),
    ],
)
def test_the_longest_run(claim, expected):
    assert verdict(claim, view(ROWAN)) == expected


def test_a_run_the_data_begin_in_names_what_is_lacking():
    (reading,) = longest("2-session").readings(view("100 101 102 103 104"))
    assert (reading.fit, reading.needs) == (Fit.UNKNOWN, "the closes before the run")


# -------------------------------------------------------------------------------------- superlative


def biggest(window, direction=UP, period=Step.DAY, unit=None):
    return Superlative(direction=direction, window=Window.parse(window), period=period, unit=unit)


QUINCE = """2024-09-06 100.00
2024-09-13 104.00
2024-11-01 100.00
2024-11-08 103.00
2025-03-07 100.00
2025-03-14 103.00"""
LOSSES = """2025-03-10 100
2025-03-11 95
2025-03-12 99
2025-03-13 98
2025-03-14 94.08"""


@pytest.mark.parametrize(
    ("text", "claim", "expected"),
    [
        (
            QUINCE,
            biggest("since September", period=Step.WEEK),
            ("misleading", {"tie", "assumed-year"}),
        ),
        (
            QUINCE,
            biggest("since November", period=Step.WEEK),
            ("pass", {"tie-at-date", "assumed-year"}),
        ),
        (QUINCE, biggest("since January 2025", period=Step.WEEK), ("misleading", set())),  # M2
        (QUINCE, biggest("since November", DOWN, Step.WEEK), ("fail", set())),
        (QUINCE, biggest("record", period=Step.WEEK), ("fail", set())),
        (LOSSES, biggest("since 2025-03-11", DOWN), ("pass", set())),  # 4% against 5%
        (LOSSES, biggest("3-session", DOWN), ("pass", set())),
        (LOSSES, biggest("4-session", DOWN), ("fail", set())),
        (LOSSES, biggest("since 2025-03-10", DOWN), ("fail", set())),
    ],
)
def test_superlative(text, claim, expected):
    assert verdict(claim, view(text)) == expected


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        (None, ("misleading", {"points-only"})),  # M4
        ("points", ("pass", set())),
        ("percent", ("fail", set())),
    ],
)
def test_biggest_in_points_only(unit, expected):
    """+50 points (5%), then +30 of 500 (6%), a climb by 3% a day, and today +40 (4%)."""
    closes = [1000, 1050, 500, 530]
    while closes[-1] < 1000:
        closes.append(closes[-1] + closes[-1] * 3 // 100)
    closes.append(closes[-1] + 40)
    seen = view(" ".join(map(str, closes)))
    second = weekdays_to(FRIDAY, len(closes))[1]
    assert verdict(biggest(f"since {second}", unit=unit), seen) == expected


def test_superlative_in_a_whole_history():
    closes = "100 101 100 103"
    assert told(biggest("record"), view(closes, since="2020-01-02")) == "undecidable"
    assert told(biggest("record"), view(closes)) == "undecidable"
    text = f"2023-03-13 100\n2023-03-14 101\n2025-03-13 100\n{FRIDAY} 103"
    assert told(biggest("record"), view(text, since="first")) == "pass"


@pytest.mark.parametrize(
    ("closes", "expected"),
    [
        ("100 105 - 101 103", "undecidable"),  # the missing close may hide a bigger gain
        ("100 105 - 101 106", "undecidable"),
        ("100 101 - 102 110 105 106", "fail"),
    ],
)
def test_a_gap_in_a_superlative(closes, expected):
    second = weekdays_to(FRIDAY, len(closes.split()))[1]
    assert told(biggest(f"since {second}"), view(closes)) == expected


def test_a_base_below_zero_has_no_percent():
    rows = f"2025-03-11 20\n2025-03-12 -37\n2025-03-13 10\n{FRIDAY} 11"
    seen = view(rows, kind="commodity")
    assert told(biggest("since 2025-03-13", unit="percent"), seen) != "pass"
    on_the_day = view(rows, kind="commodity", on="2025-03-13")
    assert told(biggest("since 2020"), on_the_day) == "undecidable"  # it rose, by no percent


# --------------------------------------------------------------------------------------- comparison


def against(direction=UP, value=None, unit=None, **about):
    period = Period.parse(about.pop("period", "day"))
    stated = value and Stated.parse(value)
    return Comparison(
        direction=direction, than=("Y",), value=stated, unit=unit, period=period, **about
    )


@pytest.mark.parametrize(
    ("mine", "theirs", "claim", "expected"),
    [
        ("100.00 104.24", "100.00 104.19", against(), "pass"),  # both print as 4.2
        ("100.00 104.24", "100.00 104.19", against(DOWN), "fail"),
        ("100.00 104.19", "100.00 104.24", against(DOWN), "pass"),
        ("100.00 104.00", "200.00 208.00", against(), "fail"),  # equal
        ("100.00 104.00", "200.00 208.00", against(DOWN), "fail"),
        ("100.00 105.00", "100.00 108.00", against(DOWN, "3", "points"), "pass"),
        ("100.00 105.00", "100.00 108.00", against(DOWN, "3", "percent"), "misleading"),  # M6
        ("100.00 105.00", "100.00 108.00", against(UP, "3", "points"), "fail"),
        ("100.00 105.00", "100.00 108.00", against(DOWN, "4", "points"), "fail"),
        ("100.00 95.00", "100.00 90.00", against(), "pass"),  # fell less
        ("0.50 0.60", "0.50 0.55", against(), "pass"),
        ("100.00 105.00", "100.00 102.50", against(UP, "2", "points", hedge=MORE), "pass"),
        ("100.00 105.00", "100.00 101.50", against(UP, "2", "points", hedge=MORE), "misleading"),
        ("100.00 104.00", "100.00 104.00", against(UP, "0.1", "points", hedge=ABOUT), "fail"),
        ("100.00 105.00", "100.00 -", against(), "undecidable"),
        ("- 105.00", "100.00 104.00", against(), "undecidable"),
        ("105.00", "100.00 104.00", against(), "undecidable"),
    ],
)
def test_comparison(mine, theirs, claim, expected):
    assert told(claim, view(mine, others=[view(theirs)])) == expected


@pytest.mark.parametrize(
    ("theirs", "expected"), [("100.00 104.20", "undecidable"), ("100.00 104.19", "pass")]
)
def test_a_gap_within_the_vendors_uncertainty(theirs, expected):
    other = view(theirs, delta="0.0002")
    assert told(against(), view("100.00 104.24", delta="0.0002", others=[other])) == expected


def test_every_other_must_be_beaten():
    others = [view("100 103"), view("100 105")]
    assert told(against(), view("100 104", others=others)) == "fail"


@pytest.mark.parametrize(
    ("mine", "theirs", "says", "correction"),
    [
        ("100 105", "100 108", "moved +5.00%, The X +8.00%: a gap of 3.00 percentage points",
         "lagged The X by 3.0 percentage points"),
        ("100 95", "100 90", "moved -5.00%, The X -10.00%: a gap of 5.00 percentage points",
         "outperformed The X by 5.0 percentage points"),
        ("100 100", "100 100.5", "moved +0.00%, The X +0.50%: a gap of 0.50 percentage points",
         "lagged The X by 0.5 percentage points"),
    ],
)  # fmt: skip
def test_a_comparison_in_words(mine, theirs, says, correction):
    (reading,) = against().readings(view(mine, others=[view(theirs)]))
    assert (reading.says, reading.correction) == (says, correction)
    assert (reading.needs, reading.notes) == ("", ())


def test_another_calendar_is_said():
    other = view("2025-03-12 100\n2025-03-13 101")
    (reading,) = against().readings(view("100 104", others=[other]))
    assert reading.fit is Fit.TRUE
    assert "its last was 13 March 2025" in reading.notes[0]


@pytest.mark.parametrize(
    ("sure", "steps", "expected"),
    [("high", 1, "medium"), ("high", 2, "low"), ("low", 1, "low"), ("high", 9, "low"),
     ("medium", -1, "high"), ("high", -1, "high")],
)  # fmt: skip
def test_confidence_has_two_ends(sure, steps, expected):
    assert Confidence(sure).stepped(steps) is Confidence(expected)


# -------------------------------------------------------------------------------- all kinds at once

EVERY = [
    move("+1%"),
    level("100"),
    threshold("99"),
    extreme("1-year"),
    went(UP),
    distance("1"),
    streak("2"),
    snapped("2"),
    longest("since 2024"),
    biggest("since 2024"),
    against(),
]


@pytest.mark.parametrize("claim", EVERY, ids=lambda c: c.kind)
def test_later_bars_change_no_reading(claim):
    other = view("99 100 99 100 101")
    plain = claim.readings(replace(other, others=(other,)))
    late = view("99 100 99 100 101 500 1", last="2025-03-18", on=FRIDAY, others=[other])
    later = claim.readings(late)
    assert [(r.fit, r.says, r.flags) for r in plain] == [(r.fit, r.says, r.flags) for r in later]


@pytest.mark.parametrize("claim", EVERY, ids=lambda c: c.kind)
@pytest.mark.parametrize("closes", ["100", "- 100", "100 -", "- -", "0 0", "0.00 1.00"])
def test_one_or_two_bars_never_break_a_kind(claim, closes):
    seen = view(closes)
    readings = claim.readings(replace(seen, others=(seen,)))
    default = readings[0]
    assert default.standing is Standing.DEFAULT
    assert default.needs or default.fit is not Fit.UNKNOWN
