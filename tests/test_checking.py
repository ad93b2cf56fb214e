"""Whole claims through `check`: conjunctions, listings, days, severities; what must always hold.

FACTCHECK_EXAMPLES=N tries N random series for each property instead of a few.
"""

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from factcheck import asof
from factcheck.checking import Setting, check
from factcheck.claims import Article, Claim, ClaimFile, Place
from factcheck.errors import InputError
from factcheck.instruments import Catalogue, Listing
from factcheck.periods import Period, Step, Window
from factcheck.policy import Policy
from factcheck.sources import Desk
from factcheck.sources.inline import Inline
from factcheck.statements import Direction, Flatness, Hedge, Stated, decimal_text
from factcheck.verdicts import Coverage, Finding, Severity, Verdict
from factcheck.verifiers import Session
from factcheck.verifiers.breadth import Breadth
from factcheck.verifiers.change import Change
from factcheck.verifiers.comparison import Comparison
from factcheck.verifiers.direction import DirectionClaim
from factcheck.verifiers.distance import Distance
from factcheck.verifiers.extreme import Extreme
from factcheck.verifiers.level import Level
from factcheck.verifiers.market_cap import MarketCap
from factcheck.verifiers.streak import Streak
from factcheck.verifiers.streak_break import StreakBreak
from factcheck.verifiers.streak_superlative import StreakSuperlative
from factcheck.verifiers.superlative import Superlative
from factcheck.verifiers.threshold import Threshold

EXAMPLES = int(os.environ.get("FACTCHECK_EXAMPLES", "25"))
NOW = datetime(2026, 1, 5, tzinfo=UTC)
HONG_KONG = ZoneInfo("Asia/Hong_Kong")
FRIDAY = date(2025, 3, 14)
BEFORE, MIDDAY, EVENING = "08:00", "12:00", "18:00"
UP, DOWN, FLAT = Direction.UP, Direction.DOWN, Direction.FLAT
CLOSE = Session.CLOSE


def listing(symbol, name=None, **about):
    fields = {
        "type": "index", "calendar": "rows", "currency": "USD", "decimals": 2,
        "zone": "Asia/Hong_Kong", "official": True, **about,
    }  # fmt: skip
    return Listing(symbol, name or symbol, **fields)


def rows(text):
    """Lines of "date close" or "date open high low close" (and volume) as a claim file has them."""
    return [line.split() for line in text.strip().splitlines()]


def published(text):
    """ "2025-03-14 12:00" in Hong Kong, a date, or nothing."""
    if not text or len(text) == 10:
        return Article(published_date=date.fromisoformat(text) if text else None)
    return Article(published=datetime.fromisoformat(text).replace(tzinfo=HONG_KONG))


def report(claims, prices, *, when="2025-03-14 18:00", listings=None, market=None, **about):
    """The report on claims; `prices` are rows or text by symbol."""
    told = {s: rows(r) if isinstance(r, str) else r for s, r in prices.items()}
    listings = tuple(listings or (listing(symbol) for symbol in told))
    vendor = frozenset(item.symbol for item in listings if not item.official)
    article = replace(published(when), market=market)
    file = ClaimFile("claims.yaml", tuple(claims), article, listings)
    desk = Desk([Inline(told, about.pop("actions", None), vendor=vendor)])
    return check(file, Setting(desk, _no_calendar, Catalogue([]), NOW, **about))


def _no_calendar(code):
    raise AssertionError(f"these tests have no calendar {code}")


def claim(verifier, *of, **about):
    return Claim(about.pop("id", "c1"), "…", verifier, of or ("A",), **about)


def one(verifier, prices, *of, on=None, either=False, verb=None, attributed=False, **about):
    """The finding on one claim."""
    that = claim(verifier, *of, on=on, either=either, verb=verb, attributed=attributed)
    (finding,) = report([that], prices, **about).findings
    return finding


def rise(text="4.7", direction=UP, period="day", **about):
    return Change(
        direction=direction, value=Stated.parse(text), period=Period.parse(period), **about
    )


# ------------------------------------------------------------------------ S1.3: all of them, or any

# "rose 4.7%", published on Friday evening, by what the prices make of it
MADE = {
    "pass": "2025-03-13 1000\n2025-03-14 1047",
    "pass-rounding": "2025-03-13 1000\n2025-03-14 1047.80",
    "intraday": "2025-03-13 1000 1001 999 1000\n2025-03-14 1040 1060 1030 1055",
    "undecidable": "2025-03-13 1000\n2025-03-14 1055",
    "misleading": "2025-03-13 4.00\n2025-03-14 8.70",
    "fail": "2025-03-13 1000 1001 999 1000\n2025-03-14 1001 1010 1000 1005",
}


def made(*verdicts):
    """Prices of A, B … and their listings, so that each part gets its verdict."""
    symbols = "ABC"[: len(verdicts)]
    kinds = {"misleading": "yield"}
    listings = [
        listing(s, type=kinds.get(v, "index")) for s, v in zip(symbols, verdicts, strict=True)
    ]
    return {s: MADE[v] for s, v in zip(symbols, verdicts, strict=True)}, listings


@pytest.mark.parametrize("verdict", MADE)
def test_each_part_by_itself(verdict):
    prices, listings = made(verdict)
    assert one(rise(), prices, listings=listings).verdict == verdict


@pytest.mark.parametrize(
    ("parts", "all_of", "part_true", "any_of"),
    [
        (["pass", "pass"], "pass", False, "pass"),
        (["pass", "pass-rounding"], "pass-rounding", False, "pass"),
        (["pass", "intraday"], "intraday", True, "pass"),
        (["pass", "undecidable"], "undecidable", True, "pass"),
        (["pass", "misleading"], "misleading", True, "pass"),
        (["pass", "fail"], "fail", True, "pass"),
        (["pass-rounding", "fail"], "fail", True, "pass-rounding"),
        (["intraday", "undecidable"], "undecidable", False, "intraday"),
        (["undecidable", "misleading"], "misleading", False, "undecidable"),
        (["misleading", "fail"], "fail", False, "misleading"),
        (["undecidable", "fail"], "fail", False, "undecidable"),
        (["pass", "undecidable", "fail"], "fail", True, "pass"),
    ],
)
def test_all_of_them_takes_the_worst_and_either_the_best(parts, all_of, part_true, any_of):
    prices, listings = made(*parts)
    for order in (list(prices), list(prices)[::-1]):
        both = one(rise(), prices, *order, listings=listings)
        assert (str(both.verdict), "part-true" in both.flags) == (all_of, part_true)
        assert sorted(str(p.verdict) for p in both.parts) == sorted(parts)
        either = one(rise(), prices, *order, listings=listings, either=True)
        assert str(either.verdict) == any_of


# ------------------------------------------------------------- S16.8: only the date of publication


@pytest.mark.parametrize(
    ("stated", "about", "expected"),
    [
        ("rose 4.7", {}, "undecidable"),  # Thursday's: it may have appeared before Friday's open
        ("rose 2.0", {}, "pass"),  # Friday's
        ("rose 3.3", {}, "fail"),  # of neither day
        ("rose 4.2", {}, "fail"),  # was reached on Thursday, but a report of the day before tells its close
        ("fell 4.7", {}, "fail"),
        ("rose 4.7", {"session": CLOSE}, "undecidable"),
        ("rose 4.7", {"on": "2025-03-14"}, "fail"),  # the day is said
        ("rose 4.7", {"on": "Friday"}, "fail"),
        ("rose 4.7", {"on": "overnight"}, "undecidable"),
        ("rose 4.7", {"when": "2025-03-15"}, "fail"),  # on a Saturday: Friday's session is the last
        ("rose 4.7", {"when": "2025-03-14 18:00"}, "fail"),  # after the close
        ("rose 4.7", {"when": "2025-03-14 08:00"}, "pass"),  # before the open
        ("rose 2.0", {"when": "2025-03-14 08:00"}, "fail"),
    ],
)
def test_where_only_the_date_is_known_it_may_have_appeared_before_the_open(stated, about, expected):
    way, value = stated.split()
    prices = (
        "2025-03-12 1000 1001 999 1000\n2025-03-13 1035 1060 1030 1047\n2025-03-14 1066 1070 1065 1067.94"
    )
    about = {"when": "2025-03-14", "listings": [listing("A", calendar="weekdays")], **about}
    session = {"session": about.pop("session")} if "session" in about else {}
    found = one(rise(value, UP if way == "rose" else DOWN, **session), {"A": prices}, **about)
    assert found.verdict == expected
    if expected == "undecidable":
        assert "true of 13 March 2025" in found.reason and "S16.8" in found.rules
        assert found.correction is None and "assumed-time" in found.flags
        assert found.needs == "the hour of publication, or the day that is meant"


# ----------------------------------------------------------------------------- S16.7: early trading


@pytest.mark.parametrize(
    ("stated", "about", "expected"),
    [
        ("rose 3.3", {}, "undecidable"),  # false of Thursday: it may be of Friday before the opening
        ("rose 4.7", {}, "pass"),  # Thursday's
        ("rose 3.3", {"session": CLOSE}, "fail"),
        ("rose 3.3", {"on": "Thursday"}, "fail"),
        ("rose 3.3", {"type": "index"}, "fail"),  # nobody trades an index
        ("rose 3.3", {"when": "2025-03-14 03:00"}, "fail"),  # too early
        ("rose 3.3", {"when": "2025-03-14 18:00"}, "fail"),
        ("rose 3.3", {"when": "2025-03-15 08:00"}, "fail"),  # no session begins on a Saturday
    ],
)
def test_a_share_may_have_moved_before_the_opening(monkeypatch, stated, about, expected):
    monkeypatch.setitem(asof.EARLY_TRADING, "weekdays", timedelta(hours=5, minutes=30))
    about = {"when": "2025-03-14 08:00", **about}
    listings = [listing("A", calendar="weekdays", type=about.pop("type", "share"))]
    session = {"session": about.pop("session")} if "session" in about else {}
    prices = (
        "2025-03-12 1000 1001 999 1000\n2025-03-13 1040 1060 1036 1047\n2025-03-14 1066 1070 1065 1067.94"
    )
    found = one(rise(stated.split()[1], **session), {"A": prices}, listings=listings, **about)
    assert found.verdict == expected
    if expected == "undecidable":
        assert "may be of early trading" in found.reason and "S16.7" in found.rules


@pytest.mark.parametrize(
    ("range_", "when", "expected"),
    [
        ("1030 1095 1030", "2025-03-14 18:00", "misleading"),  # the close was known
        ("1030 1095 1030", "2025-03-14 12:00", "pass"),
        ("1030 1095 1030", "2025-03-14", "pass"),  # it may have been noon
        ("1080 1095 1078", "2025-03-14", "misleading"),  # whenever it was
    ],
)
def test_more_than_half_of_what_it_was_misleads_where_that_was_known(range_, when, expected):
    prices = f"2025-03-13 1000 1001 999 1000\n2025-03-14 {range_} 1085"
    found = one(rise("5", hedge=Hedge.MORE_THAN), {"A": prices}, when=when)
    assert str(found.verdict) == expected


@pytest.mark.parametrize(
    ("closes", "expected"),
    [
        ("1013 1020", "pass"),  # "both gained more than 1%": 1.3% and 2.0%
        ("1018 1020", "misleading"),  # 1.8% and 2.0%
        ("1005 1020", "fail"),
        (None, "undecidable"),
    ],
)
def test_more_than_is_said_of_the_least_of_several(closes, expected):
    a, b = closes.split() if closes else ("", "1020")
    base = "2025-03-13 1000\n"
    prices = {"A": f"{base}2025-03-14 {a}" if a else base, "B": f"{base}2025-03-14 {b}"}
    listings = [listing(s, calendar="weekdays") for s in "AB"]
    found = one(rise("1", hedge=Hedge.MORE_THAN, session=CLOSE), prices, "A", "B", listings=listings)
    assert str(found.verdict) == expected
    if expected == "pass":
        assert [str(p.verdict) for p in found.parts] == ["pass", "pass"]
        assert "understated" in found.flags and "one and a half" not in found.reason


# ------------------------------------------------------------------- what was not yet, or is not shown


@pytest.mark.parametrize(
    ("verifier", "close", "expected"),
    [  # a currency's closes are uncertain by 0.2%, a move of them by 0.4%
        (rise("0.1"), "1001.0", "pass-rounding"),
        (rise("0.1"), "1003.0", "undecidable"),  # as far off as they are uncertain
        (rise("0.1"), "999.0", "undecidable"),  # they say that it fell
        (rise("0.8"), "1009.5", "pass-rounding"),
        (rise("0.8"), "1015.0", "fail"),
        (DirectionClaim(direction=UP), "1003.0", "pass-rounding"),
        (DirectionClaim(direction=UP), "997.0", "undecidable"),
        (DirectionClaim(direction=DOWN), "997.0", "pass-rounding"),
        (DirectionClaim(direction=UP), "995.0", "fail"),
    ],
)
def test_what_the_prices_are_not_sure_of_passes_only_where_they_say_so(verifier, close, expected):
    listings = [listing("A", type="fx", official=False, calendar="weekdays")]
    prices = {"A": f"2025-03-13 999 1001 998 1000\n2025-03-14 {close} {close} {close} {close}"}
    assert str(one(verifier, prices, listings=listings).verdict) == expected


FALLING = "2025-03-07 103\n2025-03-10 104\n2025-03-11 103\n2025-03-12 102\n2025-03-13 101\n2025-03-14 100"


@pytest.mark.parametrize(
    ("value", "when", "prospective", "expected"),
    [
        ("3", "2025-03-13 18:00", False, "pass"),
        ("4", "2025-03-13 18:00", False, "fail"),
        ("4", "2025-03-14 08:00", True, "undecidable"),  # set for its fourth, before Friday opened
        ("3", "2025-03-14 08:00", True, "undecidable"),  # which would be a fourth
        ("4", "2025-03-14 12:00", True, "pass"),
    ],
)
def test_a_run_that_is_to_come_is_not_the_one_that_was(value, when, prospective, expected):
    streak = Streak(direction=DOWN, value=Stated.parse(value))
    that = replace(claim(streak), prospective=prospective)
    listings = [listing("A", calendar="weekdays")]
    (found,) = report([that], {"A": FALLING}, when=when, listings=listings).findings
    assert str(found.verdict) == expected
    if expected == "undecidable":
        assert "had not begun" in found.reason and found.correction is None


@pytest.mark.parametrize(
    ("closes", "value", "session", "expected"),
    [
        ("2025-03-13 4.40\n2025-03-14 4.63", "4.66", None, "undecidable"),  # it may be the day's high
        ("2025-03-13 4.40\n2025-03-14 4.63", "4.66", Session.INTRADAY, "undecidable"),
        ("2025-03-13 4.40\n2025-03-14 4.63", "4.66", CLOSE, "fail"),
        ("2025-03-13 4.40\n2025-03-14 4.63", "4.60", None, "fail"),  # no high is below the close
        ("2025-03-13 4.40 4.40 4.40 4.40\n2025-03-14 4.50 4.64 4.50 4.63", "4.66", None, "fail"),
        ("2025-03-13 4.40\n2025-03-14 4.63", "4.63", None, "pass"),
    ],
)
def test_a_level_that_may_be_a_high_not_at_hand_is_not_called_false(closes, value, session, expected):
    verifier = Extreme(
        direction=UP, window=Window.parse("1-session"), value=Stated.parse(value), session=session
    )
    assert str(one(verifier, {"A": closes}).verdict) == expected


@pytest.mark.parametrize(
    ("today", "when", "expected"),
    [
        ("104 107 103 104", "2025-03-14 12:00", "intraday"),  # at 107 it was the third in a row
        ("104 107 103 104", "2025-03-14", "intraday"),
        ("104 107 103 104", "2025-03-14 18:00", "fail"),
        ("104 105 103 104", "2025-03-14 12:00", "fail"),
        ("104 . . 104", "2025-03-14 12:00", "undecidable"),
        ("107 107 107 107", "2025-03-14 12:00", "pass"),
    ],
)
def test_the_longest_run_may_have_been_so_while_the_market_was_open(today, when, expected):
    closes = [("10", 102), ("11", 101), ("12", 103), ("13", 106)]
    prices = [[f"2025-03-{day}", *[str(close)] * 4] for day, close in closes]
    last = ["" if cell == "." else cell for cell in today.split()]
    verifier = StreakSuperlative(direction=UP, window=Window.parse("4-session"), value=Stated.parse("3"))
    found = one(verifier, {"A": [*prices, ["2025-03-14", *last]]}, when=when)
    assert str(found.verdict) == expected


# --------------------------------------------------------------------- S3.1 and S3.2: two listings


def yew(hong_kong, new_york, **about):
    listings = [
        listing("YEW.HK", "Yew Group"),
        listing(
            "YEW.US", "Yew Group", calendar=about.pop("other", "rows"), zone="America/New_York"
        ),
    ]
    prices = {"YEW.HK": MADE[hong_kong], "YEW.US": MADE[new_york]}
    return one(rise(), prices, "Yew Group", listings=listings, when="2025-03-15 12:00", **about)


@pytest.mark.parametrize(
    ("hong_kong", "new_york", "expected"),
    [
        ("pass", "pass", "pass"),
        ("fail", "fail", "fail"),
        ("pass", "fail", "undecidable"),
        ("pass", "pass-rounding", "undecidable"),
        ("pass", "undecidable", "undecidable"),
        ("intraday", "fail", "undecidable"),
    ],
)
def test_listings_of_equal_standing(hong_kong, new_york, expected):
    found = yew(hong_kong, new_york)
    assert str(found.verdict) == expected
    assert ("readings-split" in found.flags) == (hong_kong != new_york)
    assert [part.symbol for part in found.parts] == ["YEW.HK", "YEW.US"]
    if hong_kong != new_york:
        assert "YEW.HK or YEW.US" in found.needs


def test_the_market_of_the_article_chooses_and_is_said():
    found = yew("pass", "fail", other="weekdays", market="rows")
    assert (found.verdict, found.symbol, found.confidence) == ("pass", "YEW.HK", "medium")
    assert "assumed-symbol" in found.flags
    assert "Yew Group was taken to be Yew Group (YEW.HK)" in found.notes[0]


# ------------------------------------------------------------------------------------- days, S4.3

WEEK = """2025-03-10 100
2025-03-11 101
2025-03-13 102
2025-03-14 103"""


@pytest.mark.parametrize(
    ("verifier", "on", "expected"),
    [
        (rise("1.0"), "Wednesday", "fail"),
        (DirectionClaim(direction=UP), "Wednesday", "fail"),
        (DirectionClaim(direction=UP), "Saturday", "fail"),
        (Level(value=Stated.parse("103")), "2025-03-15", "fail"),
        (Level(value=Stated.parse("103")), "2025-03-14", "pass"),
        # claims that do not speak of that day alone
        (DirectionClaim(direction=UP, period=Period.parse("3-session")), "Saturday", "pass"),
        (Streak(direction=UP, value=Stated.parse("3"), hedge=Hedge.AT_LEAST), "Saturday", "pass"),
        # a span means its last session
        (Level(value=Stated.parse("103")), "last week", "pass"),
    ],
)
def test_a_day_without_a_session(verifier, on, expected):
    found = one(verifier, {"A": WEEK}, on=on, when="2025-03-17 12:00")
    assert str(found.verdict) == expected
    if expected == "fail":
        assert "was no session; the nearest were" in found.reason
        assert "S4.3" in found.rules


def test_a_price_on_a_day_that_the_calendar_lacks_is_taken_and_told():
    rows = """2025-03-10 100 101 99 100
2025-03-11 100 102 100 101
2025-03-12 101 103 100 102
2025-03-13 102 104 101 103"""
    at = listing("A", calendar="weekdays", holidays=(date(2025, 3, 12),))
    found = one(rise("1.0"), {"A": rows}, on="2025-03-12", when="2025-03-17 12:00", listings=[at])
    assert found.verdict == "pass"
    assert found.notes == ("The calendar has no session on 12 March 2025; there is a price of that day.",)


@pytest.mark.parametrize(
    ("verifier", "words"),
    [
        (rise("5.0"), "; the stated figure was reached during the session"),
        (DirectionClaim(direction=UP), "; it was true during the session"),
    ],
)
def test_what_was_true_during_the_session_is_told(verifier, words):
    rows = "2025-03-13 100 100 100 100\n2025-03-14 101 106 98 99"
    found = one(verifier, {"A": rows}, on="2025-03-14", when="2025-03-17 12:00")
    assert found.verdict == "intraday"
    assert found.correction.endswith(words)


@pytest.mark.parametrize(
    ("on", "when"),
    [("2025-03-18", "2025-03-19 12:00"), (None, "2025-03-18 18:00"), ("2025-03-03", "")],
)
def test_a_session_without_a_bar_is_undecided(on, when):
    found = one(rise(), {"A": WEEK}, on=on, when=when, listings=[listing("A", calendar="weekdays")])
    assert found.verdict == "undecidable"
    assert "stale-data" in found.flags
    assert found.needs.startswith("the prices of A on 2025-03-")


def test_a_symbol_without_prices_is_undecided_and_not_our_fault():
    found = one(rise(), {"B": WEEK}, "A", listings=[listing("A"), listing("B")])
    assert (found.verdict, found.outside, found.needs) == ("undecidable", True, "prices of A")


# --------------------------------------------------------------------------- what is never decided


@pytest.mark.parametrize(
    ("verifier", "words"),
    [
        (MarketCap(value=Stated.parse("1.3 trillion")), "share counts"),
        (Breadth(value=Stated.parse("507")), "every member"),
    ],
)
def test_kinds_that_daily_prices_do_not_decide(verifier, words):
    found = one(verifier, {"A": WEEK})
    assert (found.verdict, found.severity) == ("undecidable", "note")
    assert words in found.needs
    assert found.evidence == ()


@pytest.mark.parametrize("strict", [False, True])
def test_what_is_not_measurable(strict):
    that = claim(None, "A", why_not="a cause")
    (found,) = report([that], {"A": WEEK}, strict=strict).findings
    assert (found.verdict, found.severity) == ("not-checkable", "none")
    assert found.reason == "Nothing to measure: a cause."


# ------------------------------------------------------------------------------- S1.1: severities


@pytest.mark.parametrize(
    ("verdict", "when", "strict", "severity"),
    [
        ("pass", EVENING, False, "none"),
        ("pass-rounding", EVENING, False, "note"),
        ("intraday", EVENING, False, "warning"),
        ("intraday", MIDDAY, False, "note"),
        ("intraday", "", False, "warning"),  # S16.8
        ("misleading", EVENING, False, "warning"),
        ("undecidable", EVENING, False, "note"),
        ("undecidable", EVENING, True, "warning"),
        ("undecidable", MIDDAY, True, "warning"),
        ("fail", EVENING, False, "error"),
        ("fail", MIDDAY, False, "error"),
        ("intraday", EVENING, True, "warning"),
        ("pass", EVENING, True, "none"),
    ],
)
def test_severity(verdict, when, strict, severity):
    prices, listings = made(verdict)
    stamp = f"2025-03-14 {when}".strip()
    found = one(rise(), prices, listings=listings, when=stamp, strict=strict)
    assert (str(found.verdict), str(found.severity)) == (verdict, severity)


def test_a_bare_date_is_said_where_the_hour_would_matter():
    prices, listings = made("intraday")
    assert "assumed-time" in one(rise(), prices, listings=listings, when="2025-03-14").flags
    assert "assumed-time" not in one(rise(), prices, listings=listings).flags


def test_before_the_open_the_session_before_is_meant():
    found = one(rise("0.99"), {"A": WEEK}, when=f"2025-03-14 {BEFORE}")
    assert (found.as_of, found.verdict) == ("2025-03-13", "pass")


# -------------------------------------------------------------------------------- S1.5: confidence

FILLER = "2025-03-12 1000\n2025-03-13 1000\n2025-03-14 1047"


@pytest.mark.parametrize(
    ("prices", "verifier", "on", "about", "confidence"),
    [
        ("2025-03-13 1000\n2025-03-14 1047", rise(), None, {}, "high"),
        ("2025-03-13 1000\n2025-03-14 1046.50", rise(), None, {}, "high"),  # official
        ("2025-03-13 1000\n2025-03-14 1047", rise(), None, {"official": False}, "high"),
        ("2025-03-13 1000\n2025-03-14 1046.80", rise(), None, {"official": False}, "medium"),
        ("2025-01-13 1000\n2025-01-14 1047", rise(), "14 January", {}, "medium"),
        ("2025-01-13 1000\n2025-01-14 1046.80", rise(), "14 January", {"official": False}, "low"),
        (
            FILLER,
            rise(),
            None,
            {"calendar": "weekdays", "holidays": (date(2025, 3, 13),)},
            "medium",
        ),
    ],
)
def test_confidence_drops_a_step_at_a_time(prices, verifier, on, about, confidence):
    found = one(verifier, {"A": prices}, on=on, listings=[listing("A", **about)])
    assert str(found.confidence) == confidence


# ------------------------------------------------------------------------ coverage and the counts


def test_coverage_counts_each_statement_once():
    verdicts = ["pass", "undecidable", "fail", "undecidable", "not-checkable", "intraday", "undecidable"]
    found = [Finding(claim(rise()), Verdict(slug), Severity.NONE, "") for slug in verdicts]
    counted = Coverage.of("a.md", found, silenced=4)
    assert counted == Coverage("a.md", found=11, decided=3, undecidable=3, not_checkable=1, silenced=4)
    assert counted.found == counted.decided + counted.undecidable + counted.not_checkable + counted.silenced


# ------------------------------------------------------------- S17.2: a market, or several counted


@pytest.mark.parametrize(
    ("words", "prices", "expected"),
    [
        ("Wall Street", ("1047", "990"), "undecidable"),  # one rose: which are meant, nobody says
        ("Wall Street", ("1047", "1047"), "pass"),
        ("Wall Street", ("990", "990"), "fail"),
        ("All three indexes", ("1047", "990"), "fail"),
        ("both", ("1047", "990"), "fail"),
        (None, ("1047", "990"), "fail"),  # named one by one
    ],
)
def test_a_loose_word_for_a_market(words, prices, expected):
    told = (f"'{words}' was taken to mean A and B.",) if words else ()
    rows = {name: f"2025-03-13 1000\n2025-03-14 {last}" for name, last in zip("AB", prices, strict=True)}
    that = claim(rise("4.7", session=CLOSE), "A", "B", assumed=told)
    (found,) = report([that], rows).findings
    assert str(found.verdict) == expected
    if expected == "undecidable":
        assert found.needs == "which of them is meant by 'Wall Street'" and found.correction is None


# ----------------------------------------------------------------------------- S16.4: one price

DOGWOOD = """2025-03-07 5490.00 5540.00 5480.00 5526.00
2025-03-13 5530.00 5545.00 5485.00 5500.00
2025-03-14 5612.00 5868.00 5590.00 5859.00"""


@pytest.mark.parametrize(
    ("day", "week", "flag", "verdicts"),
    [
        ("4.7", "4.2", "coherent", ["intraday", "intraday"]),  # 5755.75 … 5760.855 (t04)
        ("4.7", "4.4", "incoherent", ["intraday", "intraday"]),  # 5766 and more for the week
        ("4.7", "6.0", None, ["intraday", "pass"]),  # one of them is the close
        ("9.0", "4.2", None, ["fail", "intraday"]),
    ],
)
def test_figures_that_one_price_explains(day, week, flag, verdicts):
    claims = [claim(rise(day), id="c1"), claim(rise(week, period="week"), id="c2")]
    findings = report(claims, {"A": DOGWOOD}, when=f"2025-03-14 {MIDDAY}").findings
    assert [str(f.verdict) for f in findings] == verdicts
    flags = {f for finding in findings for f in finding.flags} & {"coherent", "incoherent"}
    assert flags == ({flag} if flag else set())


# ------------------------------------------------------------------------------------ notes on tone


@pytest.mark.parametrize(
    ("close", "verb", "tone"),
    [
        ("100.90", "surged", True),  # an index, under 1%
        ("101.10", "surged", False),
        ("102.10", "edged up", True),
        ("101.90", "edged up", False),
        ("100.90", "rose", False),
    ],
)
def test_a_verb_that_is_too_strong_is_noted(close, verb, tone):
    prices = {"A": f"2025-03-13 100.00\n2025-03-14 {close}"}
    stated = decimal_text(Fraction(close) - 100, 1)
    found = one(rise(stated), prices, verb=verb)
    assert (str(found.verdict), "tone" in found.flags) == ("pass", tone)


def test_somebodys_words_are_checked_and_flagged():
    prices, listings = made("fail")
    found = one(rise(), prices, listings=listings, attributed=True)
    assert (found.verdict, "attributed" in found.flags) == ("fail", True)


# ------------------------------------------------------------------------------------------ errors


def test_every_claim_whose_day_is_unknown_is_named_at_its_place():
    place = Place("claims.yaml", 7, 3, 7, 20)
    claims = [
        claim(rise(), id="c1", place=place),
        claim(rise(), id="c2", on="14 March", place=replace(place, line=9)),
        claim(rise(), "B", id="c3", on="2025-03-14", place=replace(place, line=11)),
        Claim("c4", "…", rise(), (), "2025-03-14", place=replace(place, line=13)),
    ]
    with pytest.raises(InputError) as caught:
        report(claims, {"A": WEEK}, when="")
    assert [str(problem) for problem in caught.value.problems] == [
        "claims.yaml:7:3: there is no day: add 'on:' to the claim or 'published:' to the article",
        "claims.yaml:9:3: '14 March' has no year: write it, or add 'published:' to the article",
        "claims.yaml:11:3: unknown instrument 'B'; "
        "add it under 'instruments:' or write its symbol, such as 0700.HK",
        "claims.yaml:13:3: there is no instrument: add 'of:' to the claim or to 'defaults:'",
    ]


def test_a_report_keeps_the_order_and_counts_every_verdict():
    verdicts = ["fail", "pass", "undecidable"]
    prices, listings = made(*verdicts)
    claims = [claim(rise(), s, id=s) for s in prices]
    found = report(claims, prices, listings=listings)
    assert [str(f.verdict) for f in found.findings] == verdicts
    assert [f.claim.id for f in found.findings] == ["A", "B", "C"]
    assert {v: n for v, n in found.counts.items() if n} == {"pass": 1, "fail": 1, "undecidable": 1}
    assert [source.symbol for source in found.sources] == ["A", "B", "C"]


# --------------------------------------------------------------------------- what must always hold


@dataclass(frozen=True)
class Series:
    """Bars of consecutive weekdays in hundredths: (open, high, low, close)."""

    last: date
    bars: tuple[tuple[int, int, int, int], ...]

    @property
    def days(self):
        found: list[date] = []
        that = self.last
        while len(found) < len(self.bars):
            if that.weekday() < 5:
                found.append(that)
            that -= timedelta(days=1)
        return found[::-1]

    def rows(self, drop=()):
        return [
            [str(d), *(decimal_text(Fraction(price, 100), 2) for price in bar)]
            for d, bar in zip(self.days, self.bars, strict=True)
            if str(d) not in drop
        ]

    @property
    def closes(self):
        return [bar[3] for bar in self.bars]


STEPS = st.sampled_from([0, 0, 1, -1, 10, -10, 20, 20, -20, 100, -100, 150, 300, -250])
WICKS = st.tuples(*[st.sampled_from([0, 0, 5, 30, 120])] * 2)
LASTS = st.sampled_from([date(2025, 3, 14), date(2025, 3, 12), date(2025, 3, 31), date(2025, 1, 2)])


@st.composite
def series(draw, least=3, most=45):
    length = draw(st.integers(least, most))
    steps = draw(st.lists(STEPS, min_size=length, max_size=length))
    wicks = draw(st.lists(WICKS, min_size=length, max_size=length))
    bars, close = [], 10_000
    for step, (above, below) in zip(steps, wicks, strict=True):
        start, close = close, close + step
        bars.append((start, max(start, close) + above, min(start, close) - below, close))
    return Series(draw(LASTS), tuple(bars))


PERIODS = ("day", "day", "week", "3-session", "2-week")
CALENDAR_PERIODS = ("month", "1-month", "ytd", "quarter")
WINDOWS = ("3-session", "10-session", "2-week", "5-week", "52-week")
CALENDAR_WINDOWS = ("1-month", "ytd", "record", "since early March", "since 2025-02-14")
WAYS = st.sampled_from([UP, DOWN])
STEP_UNITS = st.sampled_from([Step.DAY, Step.DAY, Step.WEEK])
NUMBER_HEDGES = st.sampled_from(
    [None, None, None, Hedge.ABOUT, Hedge.NEARLY, Hedge.MORE_THAN, Hedge.LESS_THAN, Hedge.AT_LEAST]
)
SESSIONS = st.sampled_from([None, None, CLOSE])


@st.composite
def numbers(draw, around):
    """A number near `around`, as text."""
    off = draw(st.sampled_from([0, 0, 0, 0, Fraction(1, 10), Fraction(-1, 10), 1, -2]))
    return decimal_text(abs(Fraction(around) + off), draw(st.integers(0, 2)))


@st.composite
def claims(draw, bars, calendar=True, percent=False):
    """Verifiers of every kind, near enough to the truth to be true now and then."""
    periods = PERIODS + (CALENDAR_PERIODS if calendar else ())
    windows = WINDOWS + (CALENDAR_WINDOWS if calendar else ())
    closes = bars.closes
    last = Fraction(closes[-1], 100)
    back = draw(st.sampled_from([2, 2, 4, 6]))
    moved = (Fraction(closes[-1], closes[-min(back, len(closes))]) - 1) * 100
    period = Period.parse(draw(st.sampled_from(periods)))
    window = Window.parse(draw(st.sampled_from(windows)))
    number = Stated.parse(draw(numbers(moved)))
    truly = UP if moved >= 0 else DOWN
    way = draw(st.sampled_from([truly, truly, UP, DOWN]))
    hedge, session = draw(NUMBER_HEDGES), draw(SESSIONS)
    count = Stated.parse(str(draw(st.integers(1, 4))))
    level = Stated.parse(draw(numbers(last)))
    peak = Fraction(max(closes), 100)
    below = Stated.parse(draw(numbers((1 - last / peak) * 100)))
    kinds = [
        Change(direction=way, value=number, period=period, hedge=hedge, session=session),
        DirectionClaim(direction=way, period=period, session=session),
        DirectionClaim(direction=FLAT, flatness=Flatness.LITTLE_CHANGED, session=session),
        Extreme(direction=way, window=window, session=session),
        Streak(direction=way, value=count, period=draw(STEP_UNITS)),
        StreakBreak(direction=way, value=count, period=draw(STEP_UNITS)),
        Superlative(direction=way, window=window, period=draw(STEP_UNITS)),
        StreakSuperlative(direction=way, window=window, period=draw(STEP_UNITS)),
        Distance(direction=DOWN, value=below, window=window, session=CLOSE),
        Comparison(direction=way, than=("B",), period=period),
    ]
    if not percent:
        points = Stated.parse(draw(numbers(moved * last / 100)))
        kinds += [
            Level(value=level, hedge=hedge, session=session),
            Threshold(direction=way, value=level, session=session),
            Change(direction=way, value=points, unit="points", period=period, session=session),
        ]
    return kinds


def weekday_listing(symbol, since=None, official=True):
    return listing(symbol, calendar="weekdays", since=since, official=official)


def judged(bars, verifiers, *, other=None, when="", on=None, drop=(), since=None, policy=None):
    """What `check` says of each: verdict, measured number, flags. B is twice A, a day behind."""
    twice = tuple(tuple(2 * p for p in bars.bars[max(0, n - 1)]) for n in range(len(bars.bars)))
    other = other or Series(bars.last, twice)
    listings = [weekday_listing("A", since or bars.days[0]), weekday_listing("B", other.days[0])]
    prices = {"A": bars.rows(drop), "B": other.rows()}
    on = str(on or bars.last)
    made = [claim(v, id=f"c{n}", on=on) for n, v in enumerate(verifiers)]
    about = {"policy": policy} if policy else {}
    return report(made, prices, listings=listings, when=when, **about).findings


def told(findings):
    return [(str(f.verdict), f.measured, f.flags) for f in findings]


def verdicts(findings):
    return [str(f.verdict) for f in findings]


EVENINGS = st.sampled_from(["", "evening"])


def stamp(bars, evening):
    return f"{bars.last} 18:00" if evening else ""


quick = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@quick
@given(series(), st.data(), st.sampled_from([2, 3, 10]), EVENINGS)
def test_all_prices_times_a_number_change_no_percent_streak_or_record(bars, data, k, evening):
    verifiers = data.draw(claims(bars, percent=True))
    bigger = Series(bars.last, tuple(tuple(k * p for p in bar) for bar in bars.bars))
    when = stamp(bars, evening)
    plain, scaled = (judged(b, verifiers, when=when) for b in (bars, bigger))
    assert verdicts(plain) == verdicts(scaled)
    assert [f.flags for f in plain] == [f.flags for f in scaled]


@quick
@given(series(), st.data(), st.integers(-60, 40), EVENINGS)
def test_whole_weeks_later_the_verdicts_are_the_same(bars, data, weeks, evening):
    verifiers = data.draw(claims(bars, calendar=False))
    later = Series(bars.last + timedelta(weeks=weeks), bars.bars)
    plain, moved = (judged(b, verifiers, when=stamp(b, evening)) for b in (bars, later))
    assert told(plain) == told(moved)


def mirrored(verifier, top):
    """The same claim where every price p has become top - p."""
    if isinstance(verifier, (Level, Threshold)):
        value = Stated.parse(decimal_text(top - verifier.value.value, verifier.value.decimals))
        verifier = replace(verifier, value=value)
    direction = getattr(verifier, "direction", None)
    return replace(verifier, direction=direction.opposite) if direction else verifier


@quick
@given(series(), st.data(), EVENINGS)
def test_in_the_mirror_up_is_down(bars, data, evening):
    made = data.draw(claims(bars))
    verifiers = [
        v
        for v in made
        if isinstance(v, (Extreme, Streak, StreakBreak, StreakSuperlative))
        or (isinstance(v, Threshold) and v.value.decimals == 2)
        or (isinstance(v, DirectionClaim) and v.flatness is None)
        or (getattr(v, "unit", None) == "points" and isinstance(v, Change))
    ]
    top = 30_000
    flipped = Series(
        bars.last, tuple((top - o, top - low, top - high, top - c) for o, high, low, c in bars.bars)
    )
    when = stamp(bars, evening)
    plain = judged(bars, verifiers, when=when)
    mirror = judged(flipped, [mirrored(v, Fraction(top, 100)) for v in verifiers], when=when)
    assert verdicts(plain) == verdicts(mirror)


@quick
@given(series(), st.lists(STEPS, min_size=1, max_size=6), st.data(), EVENINGS)
def test_later_bars_change_nothing(bars, steps, data, evening):
    verifiers = data.draw(claims(bars))
    closes = [bars.closes[-1]]
    for step in steps:
        closes.append(closes[-1] + 5 * step)
    later = tuple((c, c + 5, c - 5, c) for c in closes[1:])
    end = bars.last
    for _ in later:
        end += timedelta(days=1)
        while end.weekday() > 4:
            end += timedelta(days=1)
    longer = Series(end, bars.bars + later)
    other = Series(bars.last, tuple(tuple(2 * p for p in bar) for bar in bars.bars))
    when = stamp(bars, evening)
    plain = judged(bars, verifiers, other=other, when=when)
    after = judged(longer, verifiers, other=other, when=when, on=bars.last)
    assert told(plain) == told(after)
    assert [f.evidence for f in plain] == [f.evidence for f in after]


@quick
@given(series(), st.data(), st.randoms(use_true_random=False))
def test_the_order_of_claims_changes_nothing(bars, data, random):
    verifiers = data.draw(claims(bars))
    order = list(range(len(verifiers)))
    random.shuffle(order)
    plain = told(judged(bars, verifiers))
    shuffled = told(judged(bars, [verifiers[n] for n in order]))
    assert [plain[n] for n in order] == shuffled


@quick
@given(series(), st.data(), EVENINGS)
def test_a_wider_statement_never_fails_where_the_narrow_one_passed(bars, data, evening):
    made = data.draw(claims(bars))
    narrow = [
        v
        for v in made
        if isinstance(v, (Change, Level, Distance)) and v.hedge is None and v.value.decimals
    ]
    fewer = [
        replace(v, value=Stated.parse(decimal_text(v.value.value, v.value.decimals - 1)))
        for v in narrow
    ]
    about = [replace(v, hedge=Hedge.ABOUT) for v in narrow]
    when = stamp(bars, evening)
    before = verdicts(judged(bars, narrow, when=when))
    for wide in (fewer, about):
        for one_before, one_after, that in zip(
            before, verdicts(judged(bars, wide, when=when)), narrow, strict=True
        ):
            if one_before == "pass" and that.value.value:
                assert one_after != "fail", that


@quick
@given(series(), st.data(), EVENINGS)
def test_a_claim_and_its_negation_never_both_pass(bars, data, evening):
    made = data.draw(claims(bars))
    sided = (
        Change,
        DirectionClaim,
        Streak,
        StreakBreak,
        Superlative,
        StreakSuperlative,
        Comparison,
    )
    verifiers = [v for v in made if isinstance(v, sided) and v.direction is not FLAT]
    closed = [replace(v, session=CLOSE) for v in made if isinstance(v, Threshold)]
    plain = [*verifiers, *closed]
    opposite = [v.turned() for v in plain]
    when = stamp(bars, evening)
    pairs = zip(*(verdicts(judged(bars, vs, when=when)) for vs in (plain, opposite)), strict=True)
    assert ("pass", "pass") not in set(pairs)


OPPOSITE = {"pass": "fail", "fail": "pass"}


@quick
@given(series(), st.data(), EVENINGS)
def test_without_a_bar_it_used_a_verdict_is_never_the_opposite(bars, data, evening):
    """S9.2 lets five sessions of a record be missing: here none, and the first bar stays."""
    verifiers = data.draw(claims(bars))
    policy = Policy(record_gap_sessions=0)
    when, since = stamp(bars, evening), bars.days[0]
    whole = judged(bars, verifiers, when=when, policy=policy)
    used = sorted({e.date for f in whole for e in f.evidence if e.date} - {str(since)})
    assume(used)
    for gone in data.draw(st.lists(st.sampled_from(used), min_size=1, max_size=3, unique=True)):
        torn = judged(bars, verifiers, when=when, drop=(gone,), since=since, policy=policy)
        for before, after in zip(whole, torn, strict=True):
            if any(e.date == gone for e in before.evidence):
                assert str(after.verdict) != OPPOSITE.get(str(before.verdict)), (
                    gone,
                    before,
                    after,
                )


@quick
@given(series(), st.data(), EVENINGS)
def test_every_undecided_claim_names_what_would_decide_it(bars, data, evening):
    for found in judged(bars, data.draw(claims(bars)), when=stamp(bars, evening)):
        assert found.needs or found.verdict != "undecidable"
        assert found.rules
        assert found.reason.endswith(".")
