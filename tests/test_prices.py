"""Prices are exact: integers of the last printed digit, in and out."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.prices import (
    MISSING,
    Origin,
    Prices,
    Repair,
    units_text,
)
from tests.bars import from_rows

ORIGIN = Origin("test", "X")
MONDAY = date(2025, 2, 17)


def series(*closes: str | None, decimals: int | None = 2) -> Prices:
    """Closes on the days from a Monday on."""
    rows = [
        (MONDAY + timedelta(days=number), None, None, None, close, None)
        for number, close in enumerate(closes)
    ]
    return from_rows(rows, origin=ORIGIN, decimals=decimals)


def ordinals(*days: int) -> np.ndarray:
    return np.array([MONDAY.toordinal() + day for day in days], dtype=np.int32)


@pytest.mark.parametrize(
    ("units", "decimals", "expected"),
    [
        (-3763, 2, "-37.63"),
        (5, 2, "0.05"),
        (-5, 2, "-0.05"),
        (0, 2, "0.00"),
        (2347792, 2, "23477.92"),
        (17, 0, "17"),
        (41016, 6, "0.041016"),
        (MISSING, 2, ""),
    ],
)
def test_units_are_shown_as_decimals(units, decimals, expected):
    assert units_text(units, decimals) == expected


@given(st.integers(-(10**17), 10**17), st.integers(0, 8))
def test_units_text_is_exact(units, decimals):
    assert Decimal(units_text(units, decimals)) == Decimal(units).scaleb(-decimals)


def test_up_to_a_day_leaves_the_later_ones_out():
    prices = series("1", "2", "3")
    assert list(prices.up_to(int(prices.days[1])).close) == [100, 200]
    assert list(prices.up_to(int(prices.days[0]) - 1).close) == []
    assert len(prices.up_to(int(prices.days[2]) + 100)) == 3


def test_a_day_has_its_row_or_none():
    prices = series("1", "2")
    assert prices.row(int(prices.days[1])) == 1
    assert prices.row(int(prices.days[1]) + 1) is None
    assert prices.row(int(prices.days[0]) - 1) is None


def test_sessions_without_a_bar_are_missing():
    prices = from_rows(
        [(MONDAY, *["1"] * 4, 5), (MONDAY + timedelta(days=3), *["4"] * 4, 6)],
        origin=ORIGIN,
        decimals=2,
    )
    whole = prices.on_sessions(ordinals(-3, 0, 1, 3, 4))
    assert list(whole.days) == list(ordinals(0, 1, 3))
    assert list(whole.close) == [100, MISSING, 400]
    assert list(whole.volume) == [5, MISSING, 6]


def test_a_bar_is_believed_over_the_calendar():
    prices = series("1", "2", "3")
    assert list(prices.on_sessions(ordinals(0, 2)).close) == [100, 200, 300]


def test_no_bars_have_no_sessions():
    prices = series("1").up_to(0)
    assert prices.on_sessions(ordinals(0, 1)) is prices


def test_columns_cannot_be_changed():
    prices = series("1", "2")
    with pytest.raises(ValueError, match="read-only"):
        prices.close[0] = 5


def test_what_is_left_out_is_told():
    prices = series("1", "2", "3")
    repair = Repair("S18.6", "filler-dropped", "one row")
    kept = prices.keep(np.array([True, False, True]), repair)
    assert list(kept.close) == [100, 300]
    assert kept.repairs == (repair,)
    assert prices.repairs == ()
