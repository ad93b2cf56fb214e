"""State, frequency, reversal, volume, spread, rank and market value, as claim files write them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from factcheck.checking import Setting, check
from factcheck.claim_files import parse_claims
from factcheck.instruments import Catalogue
from factcheck.sources import Desk
from factcheck.sources.inline import Inline
from tests.test_checking import rows
from tests.test_verifiers import weekdays_to

NOW = datetime(2026, 1, 5, tzinfo=UTC)
FRIDAY = "2025-03-14"
EVENING, MIDDAY = "2025-03-14T18:00+08:00", "2025-03-14T12:00+08:00"


def _no_calendar(code):
    raise AssertionError(f"these tests have no calendar {code}")


def source(claims, prices, *, published=EVENING, instruments=None, **parts):
    """A claim file with its own prices: `prices` are lines of cells by symbol, `instruments` what
    is said of each beyond the usual; `parts` its other keys (actions, quotes)."""
    told = {symbol: lines if isinstance(lines, list) else rows(lines)
            for symbol, lines in prices.items()}  # fmt: skip
    said = instruments or {}
    usual = {"type": "index", "calendar": "rows", "currency": "USD", "decimals": 2,
             "source": "official", "tz": "Asia/Hong_Kong", "session": "09:30-16:00"}  # fmt: skip
    listed = [{"symbol": s, **usual, **said.get(s, said.get("*", {}))} for s in told]
    file = {"article": {"published": published}, "instruments": listed, "prices": told,
            "claims": claims, **parts}  # fmt: skip
    return yaml.safe_dump({k: v for k, v in file.items() if v}, width=1000).encode()


def keys(claim):
    """The keys of a claim in a flow mapping, every cell as written; `of` is A by default."""
    said = yaml.load(claim, yaml.BaseLoader)
    return {"of": "A", **{k: True if v == "true" else v for k, v in said.items()}}


def findings(claims, prices, *, calendar=_no_calendar, **about):
    """What is found of long-form claims, each a flow mapping; `of` is A where it is left out."""
    made = [keys(claim) for claim in claims]
    body = source(made, prices, **about)
    file = parse_claims(body, "claims.yaml", Path(), catalogue=Catalogue([]))
    return check(file, Setting(Desk([Inline.of(file)]), calendar, Catalogue([]), NOW)).findings


def found(claim, prices, **about):
    """The finding on one claim about A, whose prices are given bare, or about A and others."""
    (finding,) = findings([claim], prices if isinstance(prices, dict) else {"A": prices}, **about)
    return finding


def told(claim, prices, **about):
    """Its verdict and flags."""
    finding = found(claim, prices, **about)
    return str(finding.verdict), set(finding.flags)


def closes(numbers, last=FRIDAY):
    """Bare closes, or a list of them, of weekdays up to `last`; - is a day without a bar."""
    cells = numbers.split() if isinstance(numbers, str) else [str(n) for n in numbers]
    days = weekdays_to(last, len(cells))
    return [[str(d), c] for d, c in zip(days, cells, strict=True) if c != "-"]


WEEKDAYS = {"calendar": "weekdays"}  # a day without a bar is a gap

# --------------------------------------------------------------------------- correction, bear, bull

PEAK = "2024-03-01 5500\n2024-06-03 6000\n"  # more than 364 days and the highest close of them
IN_CORRECTION, ENTERED_CORRECTION = (
    "{kind: state, state: correction}",
    "{kind: state, state: correction, entered: true}",
)
IN_BEAR, ENTERED_BEAR = (
    "{kind: state, state: bear_market}",
    "{kind: state, state: bear_market, entered: true}",
)
IN_BULL, ENTERED_BULL = (
    "{kind: state, state: bull_market}",
    "{kind: state, state: bull_market, entered: true}",
)


@pytest.mark.parametrize(
    ("last", "claim", "verdict", "flags"),
    [
        # S15.5, the example: 10% of 6,000 is 600
        ("2025-03-13 5500\n2025-03-14 5400", ENTERED_CORRECTION, "pass", set()),
        ("2025-03-13 5500\n2025-03-14 5401", ENTERED_CORRECTION, "fail", {"boundary"}),
        ("2025-03-13 5500\n2025-03-14 5400", IN_CORRECTION, "pass", set()),
        ("2025-03-13 5500\n2025-03-14 5402.40", IN_CORRECTION, "fail", {"boundary"}),  # 9.96%
        ("2025-03-13 5500\n2025-03-14 5403.60", IN_CORRECTION, "fail", set()),  # 9.94%
        # entered is one day, being in it many
        ("2025-03-13 5400\n2025-03-14 5390", ENTERED_CORRECTION, "fail", set()),
        ("2025-03-13 5400\n2025-03-14 5390", IN_CORRECTION, "pass", set()),
        ("2025-03-12 5400\n2025-03-13 5410\n2025-03-14 5390", ENTERED_CORRECTION, "fail", set()),
        ("2025-03-13 5400\n2025-03-14 5410", IN_CORRECTION, "pass", set()),  # not ended yet
        # it ends at the bear threshold, at a new high, and for some at +10% from its low
        ("2025-03-13 5400\n2025-03-14 4800", IN_CORRECTION, "fail", set()),
        ("2025-03-13 5400\n2025-03-14 6001", IN_CORRECTION, "fail", set()),
        ("2025-03-13 5000\n2025-03-14 5500", IN_CORRECTION, "pass", {"definition-split"}),
        ("2025-03-13 5000\n2025-03-14 5499", IN_CORRECTION, "pass", set()),
        (
            "2025-03-12 5000\n2025-03-13 5500\n2025-03-14 5400",
            ENTERED_CORRECTION,
            "pass",
            {"definition-split"},
        ),
        # back from a bear market it is still that far below its high, and entered nothing that day
        ("2025-03-12 5500\n2025-03-13 4700\n2025-03-14 4860", ENTERED_CORRECTION, "fail", set()),
        ("2025-03-12 5500\n2025-03-13 4700\n2025-03-14 4860", IN_CORRECTION, "pass", set()),
        # 4,920 is 20% above 4,100 and ends the bear market; 4,750 is 20.8% below 6,000 again
        (
            "2025-03-12 4100\n2025-03-13 5000\n2025-03-14 4750",
            ENTERED_BEAR,
            "pass",
            {"definition-split"},
        ),
        # 4,700 is 20% above 3,900 and ends it, still 21.7% below 6,000; 20% below 4,700 is 3,760
        (
            "2025-03-11 3900\n2025-03-12 4700\n2025-03-13 4650\n2025-03-14 3761",
            ENTERED_BEAR,
            "fail",
            set(),
        ),
        (
            "2025-03-11 3900\n2025-03-12 4700\n2025-03-13 4650\n2025-03-14 3760",
            ENTERED_BEAR,
            "pass",
            {"definition-split"},
        ),
        ("2025-03-12 3900\n2025-03-13 4700\n2025-03-14 4650", ENTERED_BEAR, "fail", set()),
        ("2025-03-12 3900\n2025-03-13 4700\n2025-03-14 4650", IN_BEAR, "pass", {"definition-split"}),
        ("2025-03-13 5500\n2025-03-14 4800", ENTERED_BEAR, "pass", set()),
        ("2025-03-13 5500\n2025-03-14 4801", ENTERED_BEAR, "fail", {"boundary"}),
        ("2025-03-13 4700\n2025-03-14 4801", IN_BEAR, "pass", set()),
        ("2025-03-13 4700\n2025-03-14 4801", ENTERED_BEAR, "fail", {"boundary"}),
        ("2025-03-13 4500\n2025-03-14 5400", IN_BEAR, "pass", {"definition-split"}),  # +20%
        ("2025-03-13 4500\n2025-03-14 6001", IN_BEAR, "fail", set()),
        # 20% above 5,000 is 6,000
        ("2025-03-12 5000\n2025-03-13 5900\n2025-03-14 6000", ENTERED_BULL, "pass", set()),
        (
            "2025-03-12 5000\n2025-03-13 5900\n2025-03-14 5999",
            ENTERED_BULL,
            "fail",
            {"boundary"},
        ),
        ("2025-03-12 5000\n2025-03-13 6000\n2025-03-14 6100", ENTERED_BULL, "fail", set()),
        ("2025-03-12 5000\n2025-03-13 6000\n2025-03-14 5900", IN_BULL, "pass", set()),
        ("2025-03-12 5000\n2025-03-13 6000\n2025-03-14 4999", IN_BULL, "fail", set()),
    ],
)
def test_a_correction_is_ten_percent_and_a_bear_or_bull_market_twenty(last, claim, verdict, flags):
    assert told(claim, PEAK + last) == (verdict, flags)


@pytest.mark.parametrize("claim", [IN_BEAR, IN_BULL, ENTERED_BULL, IN_CORRECTION])
def test_below_zero_there_is_no_percent(claim):
    """S15.1: 13.78 is no share above -37.63."""
    text = "2024-03-01 60\n2024-06-03 66.30\n2025-03-12 -37.63\n2025-03-13 10.01\n2025-03-14 13.78"
    assert told(claim, text)[0] == "undecidable"


RANGES = """2024-03-01 5500 5500 5500 5500
2024-06-03 6000 6000 6000 6000
2025-03-13 5500 5510 5490 5500
"""


@pytest.mark.parametrize(
    ("bar", "claim", "verdict"),
    [
        ("2025-03-14 5480 5490 5380 5430", ENTERED_CORRECTION, "intraday"),  # S15.5
        ("2025-03-14 5480 5490 5401 5430", ENTERED_CORRECTION, "fail"),
        ("2025-03-14 5480 5490 5380 5400", ENTERED_CORRECTION, "pass"),
        ("2025-03-14 5480 5490 4790 5000", ENTERED_BEAR, "intraday"),
        ("2025-03-14 6500 6600 5500 6590", ENTERED_BULL, "intraday"),  # 6,600 is 20% above 5,500
        ("2025-03-14 6500 6599 5500 6590", ENTERED_BULL, "fail"),
    ],
)
def test_reached_only_during_the_session(bar, claim, verdict):
    assert told(claim, RANGES + bar)[0] == verdict


def test_a_state_of_the_close_is_not_reached_during_the_session():
    """S16.5: 5,380 is 10.3% below 6,000, the close of 5,430 only 9.5%."""
    claim = ENTERED_CORRECTION.replace("}", ", session: close}")
    bar = "2025-03-14 5480 5490 5380 5430"
    assert told(claim, RANGES + bar) == ("fail", {"was-intraday"})


@pytest.mark.parametrize(
    ("first", "last", "verdict", "flags"),
    [
        ("2024-03-15", "5401", "fail", {"boundary"}),  # exactly 364 days
        ("2024-03-18", "5401", "undecidable", {"short-history"}),
        ("2024-03-18", "5400", "pass", set()),  # a higher close before makes it deeper
    ],
)
def test_a_short_history_confirms_but_does_not_refute(first, last, verdict, flags):
    text = f"{first} 5500\n2024-06-03 6000\n2025-03-13 5500\n2025-03-14 {last}"
    assert told(ENTERED_CORRECTION, text) == (verdict, flags)


def test_the_highest_close_is_of_the_last_364_days():
    """6,000 stood 365 days before; the highest since is 5,900, and 5,400 is 8.5% below it."""
    text = "2024-03-01 5500\n2024-03-14 6000\n2024-06-03 5900\n2025-03-14 5400"
    assert told(IN_CORRECTION, text)[0] == "fail"
    assert told(IN_CORRECTION, text.replace("03-14 6000", "03-15 6000"))[0] == "pass"


# ---------------------------------------------------------------------- averages, crosses, strength

ABOVE = "{kind: state, state: moving_average, direction: up, window: 3-session}"
BELOW = "{kind: state, state: moving_average, direction: down, window: 3-session}"
CROSSED = "{kind: state, state: moving_average, direction: up, window: 3-session, entered: true}"
FELL_BELOW = (
    "{kind: state, state: moving_average, direction: down, window: 3-session, entered: true}"
)


@pytest.mark.parametrize(
    ("numbers", "claim", "verdict"),
    [
        ("100 101 105", ABOVE, "pass"),  # 102
        ("100 101 105", BELOW, "fail"),
        ("100 101 96", BELOW, "pass"),  # 99
        ("100 100 100", ABOVE, "fail"),
        ("100 100 100", BELOW, "fail"),
        ("101 105", ABOVE, "undecidable"),
        ("99 100 95 106", CROSSED, "pass"),  # 95 under 98, then 106 over 100.33
        ("99 100 101 106", CROSSED, "fail"),  # 101 was over 100 already
        ("99 99 99 106", CROSSED, "pass"),  # at the average is not above it
        ("100 95 106", CROSSED, "undecidable"),
        ("100 100 103 95", FELL_BELOW, "pass"),  # 103 over 101, then 95 under 99.33
        ("100 100 97 95", FELL_BELOW, "fail"),
    ],
)
def test_moving_average(numbers, claim, verdict):
    assert told(claim, closes(numbers))[0] == verdict


def test_a_gap_leaves_an_average_unknown():
    seen = found(ABOVE, closes("100 - 101 105"), instruments={"A": WEEKDAYS})
    assert (str(seen.verdict), seen.needs) == ("undecidable", "3 closes up to 14 March 2025")


def test_an_average_is_of_200_days_unless_told():
    claim = "{kind: state, state: moving_average, direction: up}"
    assert told(claim, closes([100] * 198 + [101]))[0] == "undecidable"
    assert told(claim, closes([100] * 199 + [101]))[0] == "pass"


GOLDEN, DEATH = "{kind: state, state: golden_cross}", "{kind: state, state: death_cross}"


@pytest.mark.parametrize(
    ("numbers", "claim", "verdict"),
    [
        ([100] * 200 + [101], GOLDEN, "pass"),  # 100.02 over 100.005, both 100 the day before
        ([100] * 200 + [101], DEATH, "fail"),
        ([100] * 200 + [99], DEATH, "pass"),
        ([100] * 200 + [99], GOLDEN, "fail"),
        ([100] * 200 + [101, 101], GOLDEN, "fail"),  # it was yesterday
        ([100] * 201, GOLDEN, "fail"),
        ([100] * 199 + [101], GOLDEN, "undecidable"),  # 201 sessions are needed
    ],
)
def test_golden_and_death_cross(numbers, claim, verdict):
    assert told(claim, closes(numbers))[0] == verdict


def zigzag(up, down, steps, last_up=True):
    """Closes that rise by `up` and fall by `down` in turn. After a rise Wilder's averages settle at
    14/27 of `up` and 13/27 of `down`: RSI = 14 up / (14 up + 13 down); after a fall the mirror."""
    made = [1000]
    for n in range(steps):
        rises = (steps - n) % 2 == 1 if last_up else (steps - n) % 2 == 0
        made.append(made[-1] + (up if rises else -down))
    return made


OVERBOUGHT, OVERSOLD = "{kind: state, state: overbought}", "{kind: state, state: oversold}"


@pytest.mark.parametrize(
    ("numbers", "claim", "verdict", "measured"),
    [
        (zigzag(7, 3, 260), OVERBOUGHT, "pass", "71.5"),  # 98 / 137
        (zigzag(13, 6, 260), OVERBOUGHT, "undecidable", "70.0"),  # 182 / 260
        (zigzag(27, 13, 260), OVERBOUGHT, "undecidable", "69.1"),  # 378 / 547
        (zigzag(2, 1, 260), OVERBOUGHT, "fail", "68.3"),  # 28 / 41
        (zigzag(7, 3, 260), OVERSOLD, "fail", "71.5"),
        ([n + 3000 for n in zigzag(3, 7, 260, last_up=False)], OVERSOLD, "pass", "28.5"),
        ([n + 3000 for n in zigzag(6, 13, 260, last_up=False)], OVERSOLD, "undecidable", "30.0"),
        (zigzag(7, 3, 240), OVERBOUGHT, "undecidable", None),  # too few to settle
    ],
)
def test_relative_strength(numbers, claim, verdict, measured):
    seen = found(claim, closes(numbers))
    assert (str(seen.verdict), seen.measured) == (verdict, measured)


# -------------------------------------------------------------------------------- frequency

# + + + - + + - + +
SEVEN_OF_NINE = "100 101 102 103 102 103 104 103 104 105"


def rose(value, period="9-session", direction="up", more=""):
    return f"{{kind: frequency, direction: {direction}, value: {value}, period: {period}{more}}}"


@pytest.mark.parametrize(
    ("numbers", "claim", "verdict"),
    [
        (SEVEN_OF_NINE, rose(7), "pass"),
        (SEVEN_OF_NINE, rose(8), "fail"),
        (SEVEN_OF_NINE, rose(6), "fail"),
        (SEVEN_OF_NINE, rose(6, more=", hedge: at_least"), "pass"),
        (SEVEN_OF_NINE, rose(2, direction="down"), "pass"),
        (SEVEN_OF_NINE, rose(4, "6-session"), "pass"),
        (SEVEN_OF_NINE, rose(5, "6-session"), "fail"),
        ("100 100 101", rose(1, "2-session"), "pass"),  # unchanged is no rise
        ("101 102 103", rose(2, "3-session"), "undecidable"),  # the third move is not known
        # without the fifth close two moves are open: six to eight
        ("100 101 102 103 - 103 104 103 104 105", rose(7), "undecidable"),
        ("100 101 102 103 - 103 104 103 104 105", rose(9), "fail"),
        ("100 101 102 103 - 103 104 103 104 105", rose(5), "fail"),
        ("100 101 102 103 - 103 104 103 104 105", rose(6, more=", hedge: at_least"), "pass"),
    ],
)
def test_so_many_of_the_last(numbers, claim, verdict):
    assert told(claim, closes(numbers), instruments={"A": WEEKDAYS})[0] == verdict


def test_so_many_weeks_of_the_last():
    weeks = "2025-02-14 100\n2025-02-21 102\n2025-02-28 101\n2025-03-07 103\n2025-03-14 104"
    assert told(rose(3, "4-week"), weeks)[0] == "pass"
    assert told(rose(4, "4-week"), weeks)[0] == "fail"


# records of the year: 101 on 3 January, 103 on 6 January, 104 on 14 March
YEAR = """2024-12-30 98
2024-12-31 100
2025-01-02 99
2025-01-03 101
2025-01-06 103
2025-01-07 103
2025-03-14 """


@pytest.mark.parametrize(
    ("last", "value", "launched", "verdict"),
    [
        ("104", 3, "2024-12-30", "pass"),
        ("104", 2, "2024-12-30", "fail"),
        ("104", 4, "2024-12-30", "fail"),
        ("103", 2, "2024-12-30", "fail"),  # equalled, and so no new record (S9.3)
        ("104", 3, "2020-01-02", "undecidable"),  # higher closes may have come before
        ("102", 3, "2020-01-02", "fail"),
    ],
)
def test_records_of_the_year(last, value, launched, verdict):
    claim = rose(value, "ytd", more=", window: record")
    assert told(claim, YEAR + last, instruments={"A": {"launched": launched}})[0] == verdict


# -------------------------------------------------------------------------------- reversal


def path(word, direction, session=""):
    return f"{{kind: reversal, path: {word}, direction: {direction}{session}}}"


def two_days(bar, before="100 100 100 100"):
    return f"2025-03-13 {before}\n2025-03-14 {bar}"


@pytest.mark.parametrize(
    ("bar", "claim", "verdict"),
    [
        # 100 the day before: gains, given back in part, wholly, or not
        ("101 105 99 102", path("pared", "down"), "pass"),
        ("101 105 101 105", path("pared", "down"), "fail"),  # closed at the high
        ("101 105 98 99", path("pared", "down"), "fail"),  # more than pared
        ("99 100 95 98", path("pared", "down"), "fail"),  # there was no gain
        ("99 101 95 98", path("pared", "up"), "pass"),  # losses
        ("99 101 95 95", path("pared", "up"), "fail"),
        ("101 105 99 100", path("erased", "down"), "pass"),
        ("101 105 98 99", path("erased", "down"), "pass"),
        ("101 105 99 100.50", path("erased", "down"), "pass"),  # S13.6: half a percent
        ("101 105 99 100.60", path("erased", "down"), "fail"),
        ("99 101 95 100", path("erased", "up"), "pass"),
        ("99 101 95 99.50", path("erased", "up"), "pass"),
        ("99 101 95 99.40", path("erased", "up"), "fail"),
        ("101 103 101 102", path("erased", "up"), "fail"),  # no loss to erase
        ("99 102 95 101", path("reversed", "up"), "pass"),
        ("99 102 95 100", path("reversed", "up"), "fail"),
        ("101 105 98 99", path("reversed", "down"), "pass"),
        ("101 105 98 101", path("reversed", "down"), "fail"),
        ("99 102 95 101", path("turned", "up"), "pass"),
        ("101 102 100 101", path("turned", "up"), "fail"),  # never below
        ("101 105 98 99", path("turned", "down"), "pass"),
        ("99 102 95 96", path("off_low", "up"), "pass"),
        ("99 102 95 95", path("off_low", "up"), "fail"),
        ("99 102 95 101", path("off_high", "down"), "pass"),
        ("99 102 95 102", path("off_high", "down"), "fail"),
    ],
)
def test_the_path_of_a_day(bar, claim, verdict):
    assert told(claim, two_days(bar))[0] == verdict


@pytest.mark.parametrize(
    ("published", "verdict"), [(EVENING, "fail"), (MIDDAY, "intraday"), (FRIDAY, "intraday")]
)
def test_a_path_seen_before_the_close(published, verdict):
    """It had been 98 and 102 around the 100 of the day before, and closed at 99."""
    seen = told(path("turned", "up"), two_days("99 102 98 99"), published=published)
    assert seen[0] == verdict


@pytest.mark.parametrize(
    ("text", "claim", "verdict"),
    [
        # 100, then 97: a loss of three
        ("2025-03-12 100\n2025-03-13 97\n2025-03-14 100", path("erased", "up"), "pass"),
        ("2025-03-12 100\n2025-03-13 97\n2025-03-14 101", path("erased", "up"), "pass"),
        ("2025-03-12 100\n2025-03-13 97\n2025-03-14 99.50", path("erased", "up"), "pass"),
        ("2025-03-12 100\n2025-03-13 97\n2025-03-14 98", path("rebounded", "up"), "pass"),
        ("2025-03-12 100\n2025-03-13 97\n2025-03-14 98", path("reversed", "up"), "pass"),
        # the day's own range could still show it
        ("2025-03-12 100\n2025-03-13 97\n2025-03-14 98", path("erased", "up"), "undecidable"),
        ("2025-03-12 100\n2025-03-13 102\n2025-03-14 103", path("rebounded", "up"), "undecidable"),
        ("2025-03-13 97\n2025-03-14 100", path("erased", "up"), "undecidable"),
        ("2025-03-14 100", path("erased", "up"), "undecidable"),
    ],
)
def test_against_the_day_before_without_the_range(text, claim, verdict):
    seen = found(claim, text)
    assert str(seen.verdict) == verdict
    assert bool(seen.needs) == (verdict == "undecidable")


MARCH = """2025-02-28 100 100 100 100
2025-03-03 104 106 104 105
2025-03-10 97 98 94 95
2025-03-14 98 99.60 97 """


@pytest.mark.parametrize(
    ("last", "claim", "verdict"),
    [
        # back from 94, to 0.5% below the 100 it started from, and not quite
        ("99.60", path("erased", "up", ", period: month"), "pass"),
        ("99.50", path("erased", "up", ", period: month"), "pass-rounding"),  # two vendor's closes
        ("99.45", path("erased", "up", ", period: month"), "fail"),
        ("99.45", path("erased", "up", ", period: from:March"), "fail"),
        ("99.60", path("erased", "up", ", period: from:March"), "pass"),
        ("99.60", path("erased", "up", ", period: from:February"), "undecidable"),  # no January
        ("99.60", path("erased", "up", ", period: week"), "fail"),  # 105 the week before
        ("99.60", path("erased", "flat", ", period: month"), "pass"),
        ("99.00", path("erased", "flat", ", period: month"), "fail"),
        ("99.00", path("pared", "up", ", period: month"), "pass"),
        ("94.00", path("pared", "up", ", period: month"), "fail"),  # at its low
        ("100.10", path("pared", "up", ", period: month"), "fail"),  # more than pared
        ("99.00", path("pared", "down", ", period: month"), "fail"),  # no gain was left
        ("100.10", path("reversed", "up", ", period: month"), "pass"),
        ("99.00", path("reversed", "up", ", period: month"), "fail"),
        ("99.00", path("off_low", "up", ", period: month"), "undecidable"),
        ("99.00", path("erased", "up", ", period: year"), "undecidable"),  # no close of last year
        # measured from a day of early March that is not said
        ("105.00", path("erased", "up", ", period: since:early March"), "pass"),
        ("95.00", path("erased", "flat", ", period: since:early March"), "pass-rounding"),
        ("90.00", path("erased", "flat", ", period: since:early March"), "fail"),
    ],
)
def test_a_path_over_a_period(last, claim, verdict):
    about = {"A": {"source": "vendor"}}
    assert told(claim, MARCH + last, instruments=about)[0] == verdict


def test_the_range_that_is_missing_is_named():
    seen = found(path("off_low", "up"), "2025-03-13 97\n2025-03-14 100")
    assert (seen.needs, seen.flags) == ("the high and low of 14 March 2025", ("stale-data",))


# -------------------------------------------------------------------------------- volume


def traded(volumes, last=FRIDAY):
    """Days on which so many shares were traded, at 10."""
    days = weekdays_to(last, len(volumes))
    return [[str(d), *"10 10 10 10".split(), str(v)] for d, v in zip(days, volumes, strict=True)]


SHARE, VENDOR = {"type": "share"}, {"type": "share", "source": "vendor"}
BUSY = traded([1_500_000_000, 2_500_000_000] * 15 + [3_100_000_000])  # the mean before is 2.0


def volume(more):
    return f"{{kind: volume, {more}}}"


@pytest.mark.parametrize(
    ("claim", "about", "verdict"),
    [
        # S17.1: 3.1 on 2.0 billion is 55% more
        (volume("direction: up, value: 50%, window: 30-session"), SHARE, "fail"),
        (volume("direction: up, value: 50%, window: 30-session, hedge: more_than"), SHARE, "pass"),
        (volume("direction: up, value: 55%, window: 30-session"), SHARE, "pass"),
        (volume("direction: up, value: 55%"), SHARE, "pass"),  # 30 sessions where none is named
        (volume("direction: down, value: 55%, window: 30-session"), SHARE, "fail"),
        (volume("direction: up, window: 30-session"), SHARE, "pass"),
        (volume("direction: down, window: 30-session"), SHARE, "fail"),
        (volume("direction: up, value: 1.55, unit: ratio, window: 30-session"), SHARE, "pass"),
        (volume("direction: up, value: 2, unit: ratio, window: 30-session"), SHARE, "fail"),
        (volume("direction: up, value: 24%, window: 1-session"), SHARE, "pass"),  # 3.1 on 2.5
        (volume("direction: up, value: 55%, window: 31-session"), SHARE, "undecidable"),
        (volume("value: 3.1 billion"), SHARE, "pass"),
        (volume("value: 3.2 billion"), SHARE, "fail"),
        (volume("value: 3 billion, hedge: more_than"), SHARE, "pass"),
        # vendors differ by 2%
        (volume("value: 3.16 billion"), VENDOR, "pass-rounding"),
        (volume("value: 3.3 billion"), VENDOR, "fail"),
        # an index' volume is another quantity with every vendor; money is no volume
        (volume("direction: up, value: 50%, window: 30-session"), {}, "undecidable"),
        (volume("value: 3.1 billion, unit: usd"), SHARE, "undecidable"),
    ],
)
def test_volume(claim, about, verdict):
    assert told(claim, BUSY, instruments={"A": about})[0] == verdict


@pytest.mark.parametrize(("published", "verdict"), [(MIDDAY, "undecidable"), (EVENING, "pass")])
def test_while_trading_goes_on_its_volume_is_open(published, verdict):
    claim = volume("direction: up, value: 50%, window: 30-session, hedge: more_than")
    seen = told(claim, BUSY, instruments={"A": SHARE}, published=published)
    assert seen[0] == verdict


DAYS = """2024-11-04 10 10 10 10 900
2024-12-02 10 10 10 10 500
2025-02-03 10 10 10 10 700
2025-03-13 10 10 10 10 400
2025-03-14 10 10 10 10 """


@pytest.mark.parametrize(
    ("today", "claim", "verdict"),
    [
        ("600", volume("direction: up, since: February"), "pass"),
        ("600", volume("direction: up, since: December"), "fail"),  # 700 in February
        ("700", volume("direction: up, since: February"), "pass"),  # as busy
        ("800", volume("direction: up, since: February"), "misleading"),  # since November
        ("800", volume("direction: up, since: November"), "pass"),
        ("800", volume("direction: up, window: record"), "fail"),
        ("901", volume("direction: up, window: record"), "pass"),
        ("300", volume("direction: down, window: record"), "pass"),
        ("450", volume("direction: down, since: 2025-03-13"), "pass"),
        ("0", volume("direction: up, window: record"), "undecidable"),
    ],
)
def test_busiest_and_quietest(today, claim, verdict):
    about = {"A": {**SHARE, "listed": "2024-11-04"}}
    assert told(claim, DAYS + today, instruments=about)[0] == verdict


def test_a_record_of_volume_needs_the_whole_history():
    claim, about = volume("direction: up, window: record"), {**SHARE, "listed": "2020-01-02"}
    assert told(claim, DAYS + "901", instruments={"A": about})[0] == "undecidable"
    assert told(claim, DAYS + "800", instruments={"A": about})[0] == "fail"


@pytest.mark.parametrize(("today", "verdict"), [("1801", "pass"), ("1799", "fail")])
def test_shares_from_before_a_split_are_counted_as_new_ones(today, verdict):
    """900 old shares are 1,800 new ones."""
    seen = told(
        volume("direction: up, window: record"),
        f"2025-03-12 10 10 10 10 900\n2025-03-13 5 5 5 5 400\n2025-03-14 5 5 5 5 {today}",
        instruments={"A": {**SHARE, "listed": "2025-03-12"}},
        actions={"A": [["2025-03-13", "split", "2"]]},
    )
    assert seen[0] == verdict


# -------------------------------------------------------------------------------- spread

YIELDS = {"*": {"type": "yield"}}
WIDER = {
    "A": "2025-03-07 4.30\n2025-03-13 4.40\n2025-03-14 4.50",
    "B": "2025-03-07 3.90\n2025-03-13 3.95\n2025-03-14 4.00",
}  # 40, 45 and 50 basis points


def spread(more=""):
    return f"{{kind: spread, than: B{more and ', '}{more}}}"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (spread("value: 50, unit: bp"), "pass"),
        (spread("value: 51, unit: bp"), "fail"),
        (spread("value: 50, unit: bp, hedge: more_than"), "pass-rounding"),
        (spread("value: 49, unit: bp, hedge: more_than"), "pass"),
        (spread("direction: up, value: 5, unit: bp"), "pass"),
        (spread("direction: up, value: 6, unit: bp"), "fail"),
        (spread("direction: down, value: 5, unit: bp"), "fail"),
        (spread("direction: up"), "pass"),
        (spread("direction: down"), "fail"),
        (spread("direction: flat"), "fail"),
        (spread("direction: up, value: 10, unit: bp, period: week"), "pass"),
        ("{kind: spread, value: 50, unit: bp}", "undecidable"),  # over what?
    ],
)
def test_spread_of_yields(claim, verdict):
    assert told(claim, WIDER, instruments=YIELDS)[0] == verdict


@pytest.mark.parametrize(
    ("mine", "theirs", "claim", "verdict"),
    [
        ("4.40 4.30", "3.95 4.00", spread("direction: down, value: 15, unit: bp"), "pass"),
        ("4.40 4.30", "3.95 4.00", spread("direction: up, value: 15, unit: bp"), "fail"),
        ("4.40 3.80", "3.95 4.00", spread("value: 20, unit: bp"), "pass"),  # inverted
        ("4.40 4.45", "3.95 4.00", spread("direction: flat"), "pass"),
        ("4.40 4.50", "3.95 -", spread("value: 50, unit: bp"), "undecidable"),
        ("4.40 4.50", "- 4.00", spread("direction: up"), "undecidable"),
        ("4.40 4.50", "- 4.00", spread("value: 50, unit: bp"), "pass"),
    ],
)
def test_a_spread_that_narrows_or_lacks_a_close(mine, theirs, claim, verdict):
    prices = {"A": closes(mine), "B": closes("3.90 " + theirs)}
    about = {"*": {"type": "yield", **WEEKDAYS}}
    assert told(claim, prices, instruments=about)[0] == verdict


@pytest.mark.parametrize(
    ("stated", "verdict"), [("51", "pass-rounding"), ("53", "fail"), ("50", "pass-rounding")]
)
def test_two_vendors_yields_are_uncertain_by_two_basis_points(stated, verdict):
    about = {"*": {"type": "yield", "source": "vendor"}}
    assert told(spread(f"value: {stated}, unit: bp"), WIDER, instruments=about)[0] == verdict


def test_a_spread_of_prices_is_in_money():
    prices = {"A": "2025-03-14 74.50", "B": "2025-03-14 70.25"}
    about = {"*": {"type": "commodity"}}
    assert told(spread("value: 4.25, unit: usd"), prices, instruments=about)[0] == "pass"
    assert told(spread("value: 4.50, unit: usd"), prices, instruments=about)[0] == "fail"


# -------------------------------------------------------------------------------- rank


def moved(**last):
    """Instruments that stood at 100 the day before; - is a day without a bar."""
    return {symbol: closes(f"99 100 {close}") for symbol, close in last.items()}


TOP = "{kind: rank, direction: up, among: [B, C]}"
BOTTOM = "{kind: rank, direction: down, among: [B, C]}"
SECOND = "{kind: rank, direction: up, among: [B, C], value: 2}"
FIRST = "{kind: rank, direction: up, among: [B, C], value: 1}"


@pytest.mark.parametrize(
    ("last", "claim", "verdict", "measured"),
    [
        ({"A": "103", "B": "102", "C": "101"}, TOP, "pass", "1"),
        ({"A": "102", "B": "103", "C": "101"}, TOP, "fail", "2"),
        ({"A": "102", "B": "102", "C": "101"}, FIRST, "pass", "1"),  # a tie shares the place
        ({"A": "102.01", "B": "102.02", "C": "101"}, FIRST, "fail", "2"),  # unrounded
        ({"A": "102", "B": "103", "C": "101"}, SECOND, "pass", "2"),
        ({"A": "103", "B": "102", "C": "101"}, SECOND, "fail", "1"),
        ({"A": "97", "B": "98", "C": "101"}, BOTTOM, "pass", "1"),
        ({"A": "99", "B": "98", "C": "101"}, BOTTOM, "fail", "2"),
        # the best of three that fell is first, and no gainer; the last in line is last (S5.3)
        ({"A": "99", "B": "98", "C": "97"}, TOP, "undecidable", "1"),
        ({"A": "99", "B": "98", "C": "97"}, SECOND, "fail", "1"),
        ({"A": "98", "B": "99", "C": "97"}, SECOND, "undecidable", "2"),
        ({"A": "101", "B": "102", "C": "103"}, BOTTOM, "undecidable", "1"),
        ({"A": "97", "B": "98", "C": "99"}, "{kind: rank, among: [B, C], value: 3}", "pass", "3"),
        ({"A": "103", "B": "102", "C": "101"}, "{kind: rank, among: [A, B, C], value: 1}", "pass", "1"),
        # a member whose close is missing
        ({"A": "103", "B": "-", "C": "101"}, TOP, "undecidable", None),
        ({"A": "103", "B": "-", "C": "104"}, TOP, "fail", "2"),  # refuted all the same
        ({"A": "103", "B": "-", "C": "104"}, SECOND, "undecidable", None),
        ({"A": "103", "B": "-", "C": "101"}, SECOND, "undecidable", None),
        ({"A": "-", "B": "102", "C": "101"}, TOP, "undecidable", None),
    ],
)
def test_rank(last, claim, verdict, measured):
    seen = found(claim, moved(**last), instruments={"*": {"type": "share", **WEEKDAYS}})
    assert (str(seen.verdict), seen.measured) == (verdict, measured)


@pytest.mark.parametrize(
    ("last", "claim", "verdict"),
    [
        # a vendor's close of a share is known to 0.05%, two moves to 0.1 points (S13.1)
        ({"A": "103.11", "B": "103", "C": "101"}, FIRST, "pass"),
        ({"A": "103.10", "B": "103", "C": "101"}, FIRST, "undecidable"),
        ({"A": "102.95", "B": "103", "C": "101"}, FIRST, "undecidable"),
        ({"A": "102.89", "B": "103", "C": "101"}, FIRST, "fail"),
        ({"A": "102.95", "B": "103", "C": "104"}, FIRST, "fail"),
        ({"A": "102.95", "B": "103", "C": "104"}, SECOND, "undecidable"),
    ],
)
def test_a_rank_of_vendors_closes(last, claim, verdict):
    about = {"*": {"type": "share", "source": "vendor", **WEEKDAYS}}
    assert told(claim, moved(**last), instruments=about)[0] == verdict


@pytest.mark.parametrize(
    "claim", ["{kind: rank, direction: up}", "{kind: rank, direction: up, among: B}"]
)
def test_a_rank_without_its_set_is_open(claim):
    seen = found(claim, moved(A="103", B="102"))
    assert str(seen.verdict) == "undecidable"
    assert "every member" in seen.needs


def test_rank_over_a_week():
    prices = {s: f"2025-03-07 100\n2025-03-13 {a}\n2025-03-14 {b}"
              for s, a, b in (("A", 109, 108), ("B", 100, 107), ("C", 100, 101))}  # fmt: skip
    assert told("{kind: rank, among: [B, C], period: week, value: 1}", prices)[0] == "pass"
    assert told("{kind: rank, among: [B, C], value: 3}", prices)[0] == "pass"


# -------------------------------------------------------------------------------- market value


def worth(more):
    return f"{{kind: market_cap, {more}}}"


SHARES = "2025-03-13 80.00\n2025-03-14 92.00"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        # S14: ten billion shares and 12.00 more for each make 120 billion
        (worth("direction: up, value: 120 billion, hedge: about, shares: 10 billion"),
         "pass-rounding"),
        (worth("direction: up, value: 120 billion, shares: 10 billion"), "pass-rounding"),
        (worth("direction: up, value: 140 billion, shares: 10 billion"), "fail"),
        (worth("direction: down, value: 120 billion, shares: 10 billion"), "fail"),
        (worth("direction: up, value: 100 billion, hedge: more_than, shares: 10 billion"),
         "pass-rounding"),
        (worth("value: 920 billion, shares: 10 billion"), "pass-rounding"),
        (worth("value: 800 billion, shares: 10 billion"), "fail"),
        (worth("direction: up, value: 120 billion, hedge: about"), "undecidable"),
        (worth("direction: up, shares: 10 billion"), "undecidable"),
    ],
)  # fmt: skip
def test_market_value_of_a_company(claim, verdict):
    assert told(claim, SHARES, instruments={"A": SHARE})[0] == verdict


@pytest.mark.parametrize(
    ("closes_", "claim", "verdict"),
    [
        # +5% on a stated 4 trillion implies 0.2 trillion
        ("100 105", "direction: up, value: 0.2 trillion, start: 4 trillion", "undecidable"),
        ("100 105", "direction: up, value: 0.5 trillion, start: 4 trillion", "undecidable"),
        ("100 105", "direction: up, value: 0.6 trillion, start: 4 trillion", "undecidable"),
        ("100 105", "direction: up, value: 0.7 trillion, start: 4 trillion", "fail"),
        ("100 105", "direction: down, value: 0.2 trillion, start: 4 trillion", "fail"),
        ("100 95", "direction: down, value: 0.2 trillion, start: 4 trillion", "undecidable"),
        ("100 95", "direction: down, value: 0.7 trillion, start: 4 trillion", "fail"),
        ("100 95", "direction: up, value: 0.2 trillion, start: 4 trillion", "fail"),
        # a smaller sum is not too large, and a value is no gain
        (
            "100 105",
            "direction: up, value: 0.7 trillion, hedge: less_than, start: 4 trillion",
            "undecidable",
        ),
        ("100 105", "value: 4.2 trillion, start: 4 trillion", "undecidable"),
        ("100 105", "direction: up, value: 0.7 trillion", "undecidable"),
        ("105", "direction: up, value: 0.7 trillion, start: 4 trillion", "undecidable"),
    ],
)
def test_a_bound_refutes_and_never_confirms(closes_, claim, verdict):
    seen = found(worth(claim), closes(closes_))
    assert str(seen.verdict) == verdict
    assert bool(seen.needs) == (verdict == "undecidable")


def test_a_month_is_measured_from_a_month_before():
    text = "2025-02-14 100\n2025-03-13 104\n2025-03-14 105"
    claim = "direction: up, value: 0.7 trillion, start: 4 trillion, period: 1-month"
    assert told(worth(claim), text)[0] == "fail"


# ------------------------------------------------------- written while the market was open (S16.1)

CALM = "2025-03-11 100 100 100 100\n2025-03-12 103 103 103 103\n2025-03-13 103 103 103 103\n"
BARE = "2025-03-11 100\n2025-03-12 103\n2025-03-13 103\n2025-03-14 105"


@pytest.mark.parametrize(
    ("claim", "prices", "midday", "evening"),
    [
        # 3% two days before; the close gains 1.94%, the high 3.88%
        ("{kind: superlative, direction: up, window: 3-session}", CALM + "2025-03-14 103 107 102 105",
         "intraday", "fail"),
        ("{kind: superlative, direction: up, window: 3-session}", CALM + "2025-03-14 103 106 102 105",
         "fail", "fail"),
        ("{kind: superlative, direction: up, window: 3-session}", BARE, "undecidable", "fail"),
        ("{kind: superlative, direction: up, window: 3-session, session: close}", BARE, "fail", "fail"),
        # over 3%, when the close was not known: from 103, 4.635 is the one and a half times of it
        ("{kind: change, direction: up, value: 3%, hedge: more_than}", CALM + "2025-03-14 104 109 104 109",
         "pass", "misleading"),
        ("{kind: change, direction: up, value: 3%, hedge: more_than}", CALM + "2025-03-14 108 110 108 109",
         "misleading", "misleading"),
        ("{kind: change, direction: up, value: 3%, hedge: more_than}", BARE.replace("105", "109"),
         "pass", "misleading"),
    ],
)  # fmt: skip
def test_what_was_not_known_at_midday(claim, prices, midday, evening):
    seen = [str(found(claim, prices, published=when).verdict) for when in (MIDDAY, EVENING)]
    assert seen == [midday, evening]


# -------------------------------------------------------------- what is not known to the last digit


@pytest.mark.parametrize(
    ("high", "source", "verdict"),
    [
        ("99.90", "vendor", "pass"),
        ("100.30", "vendor", "pass-rounding"),  # within 0.5% of 100: perhaps it never was there
        ("100.60", "vendor", "fail"),
        ("100.30", "official", "fail"),
    ],
)
def test_a_first_time_after_a_near_miss(high, source, verdict):
    prices = f"2025-03-12 98 98 98 98\n2025-03-13 98 {high} 98 99\n2025-03-14 99 103 99 102"
    about = {"A": {"type": "crypto", "source": source, "since": "2025-03-12"}}
    claim = "{kind: threshold, direction: up, value: 100, window: first}"
    assert str(found(claim, prices, instruments=about).verdict) == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        # a day of 90 to 104 after one of 95 to 105; with another base a fall of 6% may be true
        ("{kind: change, direction: down, value: 6%, session: close}", "undecidable"),
        ("{kind: change, direction: down, value: 30%, session: close}", "fail"),
        ("{kind: change, direction: up, value: 2.0%}", "pass"),
        ("{kind: level, value: 98.00, session: close}", "fail"),
    ],
)
def test_a_market_that_never_closes_has_no_day_of_its_own(claim, verdict):
    prices = "2025-03-13 100 105 95 100\n2025-03-14 100 104 90 102"
    seen = found(claim, prices, instruments={"A": {"type": "crypto"}})
    assert str(seen.verdict) == verdict
    assert ("S3.11" in seen.rules, "day-boundary" in seen.flags) == (verdict == "undecidable",) * 2
