"""What stated numbers permit: every row of S5.1–S5.6 and S13.4, to the last digit."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.policy import Policy
from factcheck.readings import Fit
from factcheck.statements import (
    Direction,
    Flatness,
    Hedge,
    Stated,
    decimal_text,
    exact_text,
    flat_fit,
    listed,
    ordinal,
    permit,
    telling_decimals,
)

T, R, F = Fit.TRUE, Fit.ROUGHLY, Fit.FALSE
POLICY = Policy()


def fit(stated, x, hedge=None, spread="0", **about):
    """The fit of `x`, a number or a text, with its flags."""
    upper = about.pop("upper", None)
    upper = Stated.parse(upper) if upper else None
    found = permit(Stated.parse(stated), hedge, POLICY, upper=upper, **about)
    return found.fit(Fraction(x), Fraction(spread))


# ------------------------------------------------------------------------------- reading numbers


@pytest.mark.parametrize(
    ("text", "value", "step", "decimals"),
    [
        ("4.7", "4.7", "0.1", 1),
        ("4.70", "4.7", "0.01", 2),
        ("5", "5", "1", 0),
        ("0.0", "0", "0.1", 1),
        ("05", "5", "1", 0),
        (" 12 ", "12", "1", 0),
        ("23,477.92", "23477.92", "0.01", 2),
        ("1,000,000", "1000000", "1", 0),
        ("12,34,567", "1234567", "1", 0),  # lakhs
        ("1.3 trillion", "1300000000000", "100000000000", 1),
        ("1.3trillion", "1300000000000", "100000000000", 1),
        ("120bn", "120000000000", "1000000000", 0),
        ("2 M", "2000000", "1000000", 0),
        ("1.5 lakh crore", "1500000000000", "100000000000", 1),
        ("3 lakh", "300000", "100000", 0),
        ("7 crore", "70000000", "10000000", 0),
        ("0.00000001", "0.00000001", "0.00000001", 8),
    ],
)
def test_a_number_is_read_with_the_unit_of_its_last_digit(text, value, step, decimals):
    stated = Stated.parse(text)
    assert (stated.value, stated.step) == (Fraction(value), Fraction(step))
    assert stated.decimals == decimals
    assert not stated.words


@pytest.mark.parametrize(
    ("text", "percent"),
    [("1/2", 50), ("1/3", Fraction(100, 3)), ("2/3", Fraction(200, 3)), ("1/4", 25), ("3/4", 75)],
)
def test_word_fractions_are_percents(text, percent):
    stated = Stated.parse(text)
    assert stated.words
    assert stated.value == percent
    assert str(stated) == text


@pytest.mark.parametrize(
    "text",
    [
        "", ".", "4.", ".7", "-4.7", "+4.7", "4,7", "4.7%", "1e3", "4.7.1", "1/5", "1 000", "five",
        "4.123456789", "1234567890123456789", "1.3 zillion", "NaN", "inf", "４.７", "1,,000",
        ",100", "1,0000",
    ],
)  # fmt: skip
def test_anything_else_is_no_number(text):
    with pytest.raises(ValueError, match="as a number"):
        Stated.parse(text)


# --------------------------------------------------------------------------- S5.1 and S5.2: bare


@pytest.mark.parametrize(
    ("stated", "x", "expected"),
    [
        ("4.7", "4.7", (T, ())),
        ("4.7", "4.65", (T, ("boundary",))),
        ("4.7", "4.75", (T, ("boundary",))),
        ("4.7", "4.6500001", (T, ())),
        ("4.70", "4.695", (T, ("boundary",))),
        ("4.70", "4.705", (T, ("boundary",))),
        ("4.70", "4.68", (F, ())),
        ("5", "4.5", (T, ("boundary",))),
        ("5", "5.5", (T, ("boundary",))),
        # truncated: above the half, below the next digit, both ends open
        ("4.7", "4.78", (R, ("truncated",))),
        ("4.7", "4.7999999", (R, ("truncated",))),
        ("4.7", "4.8", (F, ())),
        ("5", "5.99", (R, ("truncated",))),
        ("5", "6", (F, ())),
        # rounded twice: within a twentieth of the last digit
        ("4.7", "4.648", (R, ("boundary",))),
        ("4.7", "4.645", (R, ("boundary",))),
        ("4.7", "4.6449", (F, ())),
        ("5", "4.45", (R, ("boundary",))),
        ("5", "4.449", (F, ())),
        # rounding up past the half has no excuse
        ("4.8", "4.72", (F, ())),
        ("0.0", "-0.04", (T, ())),  # no direction is stated
        # the wrong sign is far away
        ("4.7", "-4.7", (F, ())),
        # the examples of S6: 4.73% is 4.7, 4.73 and 5, but not 4.8
        ("4.7", "4.73", (T, ())),
        ("4.73", "4.73", (T, ())),
        ("5", "4.73", (T, ())),
        ("4.8", "4.73", (F, ())),
    ],
)
def test_a_bare_number_permits_half_a_unit_either_way(stated, x, expected):
    assert fit(stated, x) == expected


@pytest.mark.parametrize(
    ("stated", "x", "level", "expected"),
    [
        ("300", "312", False, R),  # half of 100 is 50, capped at 5% of 300
        ("300", "315", False, R),
        ("300", "315.01", False, F),
        ("300", "285", False, R),
        ("300", "284.99", False, F),
        ("300", "300.5", False, T),
        ("1,000", "1,050", False, R),
        ("1,000", "950", False, R),
        ("1,000", "1,051", False, F),
        ("10,100", "10,149", False, R),  # half of 100 is less than 5%
        ("10,100", "10,151", False, F),
        ("320", "325", False, F),  # one zero is not round
        ("3.00", "3.10", False, F),
        ("24,000", "24,240", True, R),  # a level: 1%
        ("24,000", "24,241", True, F),
        ("24,000", "23,760", True, R),
        ("24,000", "23,759", True, F),
        ("24,100", "24,150", True, R),
        ("24,100", "24,151", True, F),
        ("300 billion", "312" + "0" * 9, False, R),
        ("1.3 trillion", "125" + "0" * 10, False, T),
        ("1.3 trillion", "124" + "0" * 10, False, F),
        ("30 billion", "311" + "0" * 8, False, F),  # one zero as written; 5% would be 31.5
        ("0", "0.6", False, R),  # cut off
    ],
)
def test_round_amounts_get_half_a_unit_of_their_last_digit(stated, x, level, expected):
    assert fit(stated, x.replace(",", ""), level=level)[0] is expected


# ------------------------------------------------------------------------------------ S2.5: delta


@pytest.mark.parametrize(
    ("stated", "x", "spread", "expected"),
    [
        ("4.7", "4.70", "0.04", (T, ())),
        ("4.7", "4.69", "0.04", (T, ())),  # 4.65 … 4.73
        ("4.7", "4.68", "0.04", (R, ("boundary",))),  # 4.64 … 4.72
        ("4.7", "4.62", "0.04", (R, ("boundary",))),  # 4.58 … 4.66
        ("4.7", "4.605", "0.04", (R, ("boundary",))),  # reaches 4.645, twice rounded
        ("4.7", "4.60", "0.04", (F, ())),
        ("4.7", "4.83", "0.04", (R, ("truncated",))),  # reaches 4.79
        ("4.7", "4.84", "0.04", (F, ())),  # touches 4.80, which is open
    ],
)
def test_an_uncertain_number_must_lie_inside_to_be_true(stated, x, spread, expected):
    assert fit(stated, x, spread=spread) == expected


# ----------------------------------------------------------------------------------- S5.5: hedges

ABOUT, NEARLY, MORE, LESS = Hedge.ABOUT, Hedge.NEARLY, Hedge.MORE_THAN, Hedge.LESS_THAN
LEAST, MOST, BETWEEN, UP_TO = Hedge.AT_LEAST, Hedge.AT_MOST, Hedge.BETWEEN, Hedge.UP_TO


@pytest.mark.parametrize(
    ("hedge", "stated", "x", "expected"),
    [
        # about: max(u/2, 5%), then max(u, 10%)
        (ABOUT, "4.0", "4.2", T),
        (ABOUT, "4.0", "3.8", T),
        (ABOUT, "4.0", "4.2001", R),
        (ABOUT, "4.0", "4.4", R),
        (ABOUT, "4.0", "3.6", R),
        (ABOUT, "4.0", "4.4001", F),
        (ABOUT, "4.0", "3.5999", F),
        (ABOUT, "4", "4.5", T),  # u/2 is more than 5%
        (ABOUT, "4", "5", R),
        (ABOUT, "4", "5.01", F),
        (ABOUT, "20", "21", T),
        (ABOUT, "20", "22", R),
        (ABOUT, "20", "22.01", F),
        # nearly: below v; a little at or above it is slack
        (NEARLY, "5", "4.73", T),
        (NEARLY, "5", "4.5", T),
        (NEARLY, "5", "4.49", R),
        (NEARLY, "5", "4", R),
        (NEARLY, "5", "3.99", F),
        (NEARLY, "5", "5", R),
        (NEARLY, "5", "5.5", R),
        (NEARLY, "5", "5.51", F),
        (NEARLY, "40", "38", T),
        (NEARLY, "40", "37.99", R),
        (NEARLY, "40", "36", R),
        (NEARLY, "40", "35.99", F),
        # more than: strictly, with a tenth of a unit
        (MORE, "4.7", "4.73", T),
        (MORE, "12", "12.01", T),
        (MORE, "12", "12", R),
        (MORE, "12", "11.9", R),
        (MORE, "12", "11.89", F),
        (MORE, "12", "11.62", F),
        (MORE, "5", "4.73", F),
        # at least
        (LEAST, "12", "12", T),
        (LEAST, "12", "11.99", R),
        (LEAST, "12", "11.5", R),
        (LEAST, "12", "11.49", F),
        # less than
        (LESS, "1", "0.99", T),
        (LESS, "1", "1", R),
        (LESS, "1", "1.1", R),
        (LESS, "1", "1.11", F),
        # at most
        (MOST, "1", "1", T),
        (MOST, "1", "1.5", R),
        (MOST, "1", "1.51", F),
        # up to: the number the extreme must round to, or be cut to
        (UP_TO, "6.8", "6.85", T),
        (UP_TO, "6.8", "6.89", R),
        (UP_TO, "6.8", "6.74", F),
        (UP_TO, "6.8", "6.9", F),
    ],
)
def test_hedges(hedge, stated, x, expected):
    assert fit(stated, x, hedge)[0] is expected


@pytest.mark.parametrize(
    ("x", "expected"),
    [("4", T), ("5", T), ("4.5", T), ("3.5", R), ("5.5", R), ("3.49", F), ("5.51", F)],
)
@pytest.mark.parametrize(("a", "b"), [("4", "5"), ("5", "4")])
def test_between_two_numbers(a, b, x, expected):
    assert fit(a, x, BETWEEN, upper=b)[0] is expected


@pytest.mark.parametrize(
    ("hedge", "x", "expected"),
    [
        (ABOUT, "5050", T),  # 1%
        (ABOUT, "5051", R),
        (ABOUT, "5100", R),  # 2%
        (ABOUT, "5101", F),
        (NEARLY, "4950", T),
        (NEARLY, "4949", R),
        (NEARLY, "4900", R),
        (NEARLY, "4899", F),
        (MORE, "4999.9", R),
        (MORE, "4999.8", F),
    ],
)
def test_levels_are_hedged_by_one_and_two_percent(hedge, x, expected):
    assert fit("5,000", x, hedge, level=True)[0] is expected


@pytest.mark.parametrize(
    ("hedge", "stated", "x", "level", "flags"),
    [
        (MORE, "12", "13", False, ()),  # v + max(u, 10%) is 13.2
        (MORE, "12", "13.2", False, ()),
        (MORE, "12", "13.21", False, ("understated",)),
        (MORE, "12", "15.45", False, ("understated",)),
        (MORE, "4", "5", False, ()),
        (MORE, "4", "5.01", False, ("understated",)),
        (LEAST, "12", "12", False, ("boundary",)),
        (LEAST, "12", "13.21", False, ("understated",)),
        (MORE, "5,000", "5100", True, ()),  # 2% of a level
        (MORE, "5,000", "5101", True, ("understated",)),
        (LESS, "20", "18", False, ()),
        (LESS, "20", "17.9", False, ("understated",)),
    ],
)
def test_far_from_a_one_sided_number_is_understated(hedge, stated, x, level, flags):
    assert fit(stated, x, hedge, level=level) == (T, flags)


@pytest.mark.parametrize(
    ("hedge", "x", "misleading"),
    [
        (MORE, "17.99", False),
        (MORE, "18", True),
        (LEAST, "18", True),
        (LEAST, "17.99", False),
        (None, "18", False),
        (LESS, "1", False),
        (ABOUT, "18", False),
    ],
)
def test_m8_begins_at_one_and_a_half_times_the_number(hedge, x, misleading):
    found = permit(Stated.parse("12"), hedge, POLICY).misleading
    assert (found is not None and Fraction(x) in found) is misleading


# ---------------------------------------------------------------------------- S5.6: word fractions


@pytest.mark.parametrize(
    ("stated", "hedge", "x", "expected"),
    [
        ("1/3", None, "33", T),
        ("1/3", None, "34.3", T),
        ("1/3", None, "34.4", R),
        ("1/3", None, "31.9", R),
        ("1/3", None, "30.84", R),
        ("1/3", None, "30.83", F),
        ("1/3", None, "30", F),
        ("1/2", None, "49", T),
        ("1/2", None, "48.9", R),
        ("1/2", None, "47.5", R),
        ("1/2", None, "47.4", F),
        ("1/4", None, "26", T),
        ("1/4", None, "27.5", R),
        ("1/4", None, "27.51", F),
        ("2/3", None, "66.7", T),
        ("2/3", None, "69.1", R),
        ("2/3", None, "69.2", F),
        ("1/3", ABOUT, "31.9", R),
        ("1/3", MORE, "33.4", T),
        ("1/3", MORE, "33", F),
        ("1/2", NEARLY, "48", T),
        ("1/2", NEARLY, "44.9", F),
    ],
)
def test_word_fractions(stated, hedge, x, expected):
    assert fit(stated, x, hedge)[0] is expected


# ------------------------------------------------------------------------------ S5.3: directions


@pytest.mark.parametrize(
    ("hedge", "stated", "x", "expected"),
    [
        (LESS, "1", "0.5", T),
        (LESS, "1", "-0.5", F),  # "fell less than 1%" when it rose
        (LESS, "1", "0", F),
        (MOST, "1", "-0.01", F),
        (None, "0.0", "0.04", T),  # "slipped, ending 0.0% lower"
        (None, "0.0", "-0.04", F),
        (None, "0.0", "0", F),
        (None, "0", "-0.3", F),
        (ABOUT, "0.0", "-0.02", F),
        (NEARLY, "1", "0.1", R),  # down to v - max(u, 10%), but not to nothing
        (NEARLY, "1", "0", F),
        (NEARLY, "1", "-0.1", F),
        (None, "4.7", "4.7", T),
    ],
)
def test_a_move_in_a_direction_is_never_the_other_way(hedge, stated, x, expected):
    assert fit(stated, x, hedge, directed=True)[0] is expected


@pytest.mark.parametrize(
    ("word", "sign", "opposite"), [("up", 1, "down"), ("down", -1, "up"), ("flat", 0, "flat")]
)
def test_directions(word, sign, opposite):
    assert Direction(word).sign == sign
    assert Direction(word).opposite == opposite


# -------------------------------------------------------------------------------- S5.4: flatness


@pytest.mark.parametrize(
    ("word", "x", "expected"),
    [
        ("unchanged", "0", T),
        ("unchanged", "0.0049", T),
        ("unchanged", "0.005", R),
        ("unchanged", "-0.04", R),
        ("unchanged", "0.0499", R),
        ("unchanged", "0.05", F),
        ("flat", "-0.04", T),
        ("flat", "0.0499", T),
        ("flat", "0.05", R),
        ("flat", "-0.1499", R),
        ("flat", "0.15", F),
        ("little_changed", "0.15", T),
        ("little_changed", "-0.1501", R),
        ("little_changed", "0.30", R),
        ("little_changed", "0.3001", F),
    ],
)
def test_words_for_not_moving(word, x, expected):
    assert flat_fit(Fraction(x), Flatness(word), POLICY)[0] is expected


# -------------------------------------------------------------------------------- S13.4: multiples


@pytest.mark.parametrize(
    ("n", "hedge", "q", "expected"),
    [
        ("2", None, "2", (T, ("boundary",))),
        ("2", None, "2.19", (T, ())),
        ("2", None, "2.2", (T, ("understated",))),
        ("2", None, "1.999", (R, ())),
        ("2", None, "1.965", (R, ())),
        ("2", None, "1.95", (R, ())),
        ("2", None, "1.949", (F, ())),
        ("2", NEARLY, "1.965", (T, ())),
        ("2", NEARLY, "1.9", (T, ("boundary",))),
        ("2", NEARLY, "1.89", (R, ())),
        ("2", NEARLY, "1.8", (R, ())),
        ("2", NEARLY, "1.79", (F, ())),
        ("2", NEARLY, "2", (F, ())),
        ("2", NEARLY, "2.01", (F, ())),
        ("2", ABOUT, "1.9", (T, ("boundary",))),  # S5.5: 5% and 10%
        ("2", ABOUT, "2.1", (T, ("boundary",))),
        ("2", ABOUT, "1.89", (R, ())),
        ("2", ABOUT, "2.2", (R, ())),
        ("2", ABOUT, "1.79", (F, ())),
        ("2", ABOUT, "2.21", (F, ())),
        ("2", MORE, "2.01", (T, ())),
        ("2", MORE, "2", (F, ())),
        ("2", LEAST, "2", (T, ("boundary",))),
        ("2", LEAST, "1.99", (F, ())),
        ("2", LESS, "1.9", (T, ())),  # "less than doubled"
        ("2", LESS, "2.5", (F, ())),
        ("2", MOST, "2.6", (F, ())),
        ("3", None, "3", (T, ("boundary",))),  # tripled: everything times 1.5
        ("3", None, "3.29", (T, ())),
        ("3", None, "3.3", (T, ("understated",))),
        ("3", None, "2.925", (R, ())),
        ("3", None, "2.924", (F, ())),
        ("3", NEARLY, "2.85", (T, ("boundary",))),
        ("3", NEARLY, "2.7", (R, ())),
        ("3", NEARLY, "2.69", (F, ())),
        ("1", None, "0.98", (R, ())),  # one-fold is counted upwards
        ("0.5", None, "0.5", (T, ("boundary",))),
        ("0.5", None, "0.48", (T, ())),
        ("0.5", None, "0.479", (T, ("understated",))),
        ("0.5", None, "0.51", (R, ())),
        ("0.5", None, "0.525", (R, ())),
        ("0.5", None, "0.526", (F, ())),
        ("0.5", MORE, "0.49", (T, ())),
        ("0.5", MORE, "0.51", (F, ())),
        ("0.5", MORE, "0.5", (F, ())),
        ("0.5", LEAST, "0.5", (T, ("boundary",))),
        ("0.5", NEARLY, "0.5", (R, ())),
        ("0.5", NEARLY, "0.51", (T, ())),
        ("0.5", NEARLY, "0.55", (R, ())),
        ("0.5", NEARLY, "0.49", (F, ())),
        ("0.5", ABOUT, "0.5", (T, ())),
        ("0.5", ABOUT, "0.475", (T, ("boundary",))),
        ("0.5", ABOUT, "0.45", (R, ())),
        ("0.5", ABOUT, "0.449", (F, ())),
        ("0.5", ABOUT, "0.551", (F, ())),
        ("0.25", None, "0.24", (T, ())),  # a quarter of it: everything halved
        ("0.25", None, "0.239", (T, ("understated",))),
        ("0.25", None, "0.2625", (R, ())),
        ("0.25", None, "0.263", (F, ())),
        ("0.25", NEARLY, "0.2625", (T, ("boundary",))),
        ("0.25", NEARLY, "0.275", (R, ())),
        ("0.25", NEARLY, "0.276", (F, ())),
        ("1/2", None, "0.5", (T, ("boundary",))),
        ("1/2", None, "0.49", (T, ())),
    ],
)
def test_multiples(n, hedge, q, expected):
    assert fit(n, q, hedge, ratio=True) == expected


@pytest.mark.parametrize(
    ("n", "hedge", "q", "misleading"),
    [
        ("2", None, "2.49", False),
        ("2", None, "2.5", True),
        ("3", None, "3.74", False),
        ("3", None, "3.75", True),
        ("2", MORE, "2.9", False),  # M8: one and a half times the number
        ("2", MORE, "3", True),
    ],
)
def test_far_more_than_the_multiple_is_misleading(n, hedge, q, misleading):
    found = permit(Stated.parse(n), hedge, POLICY, ratio=True).misleading
    assert (found is not None and Fraction(q) in found) is misleading


def test_between_two_multiples():
    about = {"ratio": True, "upper": "3"}
    assert fit("2", "2.5", BETWEEN, **about)[0] is T
    assert fit("2", "3.6", BETWEEN, **about)[0] is F


# ---------------------------------------------------------------------------------- text of numbers


@pytest.mark.parametrize(
    ("x", "decimals", "text"),
    [
        ("4.65", 1, "4.7"),
        ("-4.65", 1, "-4.7"),
        ("4.6499", 1, "4.6"),
        ("0.5", 0, "1"),
        ("1.5", 0, "2"),
        ("2.5", 0, "3"),
        ("-0.04", 1, "0.0"),  # no minus before nothing
        ("-0.05", 1, "-0.1"),
        ("1/3", 4, "0.3333"),
        ("2/3", 2, "0.67"),
        ("0", 2, "0.00"),
        ("1000", 0, "1000"),
        ("0.005", 2, "0.01"),
        ("99.995", 2, "100.00"),
    ],
)
def test_decimal_text_rounds_half_away_from_zero(x, decimals, text):
    assert decimal_text(Fraction(x), decimals) == text


@pytest.mark.parametrize(
    ("x", "text"),
    [
        ("4.65", "4.65"),
        ("4.70", "4.7"),
        ("5", "5"),
        ("-0.125", "-0.125"),
        ("1/3", "0.333333"),
        ("2/3", "0.666667"),
        ("0.000000000001", "0.000000000001"),
        ("0.0000000000001", "0.000000"),
    ],
)
def test_exact_text_is_the_shortest_that_is_exact(x, text):
    assert exact_text(Fraction(x)) == text


@pytest.mark.parametrize(
    ("x", "stated", "decimals"),
    [
        ("6.527", "4.7", 2),
        ("4.7", "4.7", 1),  # exactly as stated
        ("4.7004", "4.7", 4),  # 4.70 and 4.700 would print the stated number again
        ("4.700000001", "4.7", 6),
        ("11.62", "12", 1),
        ("12.01", "12", 2),
    ],
)
def test_a_measured_number_is_told_apart_from_the_stated_one(x, stated, decimals):
    assert telling_decimals(Fraction(x), Stated.parse(stated)) == decimals


@pytest.mark.parametrize(
    ("x", "stated", "decimals"),
    [
        ("38703.27", "38073.27", 2),  # no third digit that no exchange printed
        ("540.50", "541", 1),
        ("24000.003", "24000.00", 3),  # 24000.00 would print the stated number again
        ("3.785", "3.7851", 4),
    ],
)
def test_a_price_is_shown_with_the_digits_that_prices_have(x, stated, decimals):
    assert telling_decimals(Fraction(x), Stated.parse(stated), most=2) == decimals


@pytest.mark.parametrize(
    ("words", "phrase"), [("", ""), ("a", "a"), ("a b", "a and b"), ("a b c", "a, b and c")]
)
def test_words_are_listed_as_people_do(words, phrase):
    assert listed(words.split()) == phrase


# -------------------------------------------------------------------------------------- properties

AMOUNTS = st.decimals(
    min_value=Decimal("0.001"), max_value=100_000, allow_nan=False, allow_infinity=False, places=6
)
PLACES = st.integers(0, 4)
SPREADS = st.fractions(min_value=0, max_value=2, max_denominator=1000)
HEDGES = st.sampled_from([None, *(h for h in Hedge if h is not BETWEEN)])
NUMBERS = st.decimals(min_value=0, max_value=1000, allow_nan=False, places=2).map(
    lambda d: format(d, "f")
)


def quantized(x, places, rounding):
    return format(x.quantize(Decimal(1).scaleb(-places), rounding), "f")


@given(AMOUNTS, PLACES, st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]))
def test_a_rounded_number_fits_what_it_was_rounded_from(x, places, rounding):
    assert fit(quantized(x, places, rounding), Fraction(x))[0] is T


@given(AMOUNTS, PLACES)
def test_a_truncated_number_fits_at_least_with_slack(x, places):
    assert fit(quantized(x, places, ROUND_DOWN), Fraction(x))[0] in (T, R)


@given(AMOUNTS, AMOUNTS, PLACES, PLACES)
def test_fewer_digits_never_turn_a_true_number_false(x, v, more, fewer):
    more, fewer = max(more, fewer), min(more, fewer)
    long = quantized(v, more, ROUND_HALF_UP)
    if fit(long, Fraction(x))[0] is T:
        short = quantized(Decimal(long), fewer, ROUND_HALF_UP)
        assert fit(short, Fraction(x))[0] is not F


@given(NUMBERS, HEDGES, AMOUNTS, SPREADS, st.booleans(), st.booleans())
def test_uncertainty_never_turns_false_into_true(v, hedge, x, spread, level, directed):
    about = {"level": level, "directed": directed}
    sure = fit(v, Fraction(x), hedge, **about)[0]
    unsure = fit(v, Fraction(x), hedge, spread=spread, **about)[0]
    order = [F, R, T]
    if sure is F:
        assert unsure is not T
    if sure is T:
        assert unsure is not F
    assert order.index(unsure) > 0 or sure is F


@given(NUMBERS, AMOUNTS)
def test_more_and_less_than_a_number_are_never_both_true(v, x):
    above, below = (fit(v, Fraction(x), hedge)[0] for hedge in (MORE, LESS))
    assert not (above is T and below is T)


@given(NUMBERS, AMOUNTS)
def test_more_than_is_narrower_than_at_least(v, x):
    if fit(v, Fraction(x), MORE)[0] is T:
        assert fit(v, Fraction(x), LEAST)[0] is T
    if fit(v, Fraction(x), LESS)[0] is T:
        assert fit(v, Fraction(x), MOST)[0] is T


@given(NUMBERS, AMOUNTS)
def test_about_a_number_is_wider_than_the_number(v, x):
    bare = permit(Stated.parse(v), None, POLICY)
    if Fraction(x) in bare.true:
        assert fit(v, Fraction(x), ABOUT)[0] is T


@given(st.fractions(max_denominator=10**6), st.integers(0, 8))
def test_decimal_text_is_within_half_a_digit(x, decimals):
    assert abs(Fraction(decimal_text(x, decimals)) - x) <= Fraction(1, 2 * 10**decimals)


@pytest.mark.parametrize(
    ("number", "words"),
    [("1", "1st"), ("2", "2nd"), ("3", "3rd"), ("4", "4th"), ("10", "10th"), ("11", "11th"), ("12", "12th"),
     ("13", "13th"), ("21", "21st"), ("102", "102nd"), ("111", "111th")],
)  # fmt: skip
def test_ordinals(number, words):
    assert ordinal(number) == words
