"""akshare through a stand-in: frames of the shape that version 1.19.5 makes, whole and broken."""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from factcheck.errors import (
    FactcheckError,
    NoData,
    Offline,
    Refused,
    UnknownSymbol,
    Unreachable,
    UnreadableAnswer,
)
from factcheck.instruments import Catalogue
from factcheck.prices import MISSING, Prices
from factcheck.sources import Setting, source
from factcheck.sources.akshare import Akshare, _call
from factcheck.store import Store
from tests.conftest import NOW, listing_of

FRIDAY = date(2025, 2, 21)
DAYS = [date(2025, 2, 19), date(2025, 2, 20), FRIDAY]


def frame(**columns: list[Any]) -> pd.DataFrame:
    """What `stock_hk_index_daily_sina` gives: dates as objects, the rest as floats."""
    usual: dict[str, list[Any]] = {
        "date": DAYS,
        "open": [5500.0, 5480.5, 5600.25],
        "high": [5590.11, 5500.0, 5866.0],
        "low": [5444.4, 5399.99, 5599.0],
        "close": [5552.18, 5445.03, 5799.97],
        "volume": [1.1e9, 1.2e9, 3.4e9],
    }
    return pd.DataFrame(usual | columns)


class FakeAkshare:
    """Gives the frame it was made with, or raises it, and remembers what it was asked."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.asked: list[tuple[str, dict[str, str]]] = []

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("stock_"):
            raise AttributeError(name)
        return lambda **options: self._give(name, options)

    def _give(self, name: str, options: dict[str, str]) -> Any:
        self.asked.append((name, options))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer() if callable(self.answer) else self.answer


HSTECH = listing_of(
    "HSTECH.HK", type="index", calendar="XHKG", currency="HKD", sources={"akshare": "HSTECH"}
)
TENCENT = listing_of("0700.HK", calendar="XHKG", currency="HKD", sources={"akshare": "00700"})


@pytest.fixture
def fresh(setting: Setting, store: Store) -> Setting:
    """A run whose store is empty."""
    return replace(setting, store=store)


@pytest.fixture
def ask(setting: Setting, store: Store):
    """ask(frame) → prices, as a new run."""

    def prices(answer: Any, listing: Any = HSTECH, last: date = FRIDAY, **about: Any) -> Prices:
        run = replace(setting, store=store, **about)
        return Akshare(run, FakeAkshare(answer)).bars(listing, None, last)

    return prices


def closes(prices: Prices) -> list[str]:
    return [prices.text(prices.close, row) for row in range(len(prices))]


def refused(ask: Any, answer: Any, listing: Any = HSTECH) -> str:
    with pytest.raises(UnreadableAnswer) as caught:
        ask(answer, listing)
    return caught.value.detail


def test_a_frame_is_bars(ask):
    prices = ask(frame())
    assert [date.fromordinal(int(day)) for day in prices.days] == DAYS
    assert closes(prices) == ["5552.18", "5445.03", "5799.97"]
    assert prices.text(prices.high, 2) == "5866.00"
    assert list(prices.volume) == [1_100_000_000, 1_200_000_000, 3_400_000_000]
    assert (prices.origin.source, prices.origin.symbol) == ("akshare", "HSTECH")
    assert not prices.origin.official
    assert prices.origin.retrieved_at == NOW
    assert prices.origin.note == ""


@pytest.mark.parametrize(
    ("symbol", "kind", "code", "expected"),
    [
        ("HSTECH.HK", "index", "HSTECH", ("stock_hk_index_daily_sina", {})),
        ("000300.SS", "index", "sh000300", ("stock_zh_index_daily", {})),
        ("0700.HK", "share", "00700", ("stock_hk_daily", {"adjust": ""})),
        ("2800.HK", "etf", "02800", ("stock_hk_daily", {"adjust": ""})),
        ("600519.SS", "share", "sh600519", ("stock_zh_a_daily", {"adjust": ""})),
    ],
)
def test_the_shape_of_a_code_says_what_to_ask(fresh, symbol, kind, code, expected):
    listing = listing_of(symbol, type=kind, calendar="XHKG", sources={"akshare": code})
    fake = FakeAkshare(frame())
    Akshare(fresh, fake).bars(listing, None, FRIDAY)
    function, options = expected
    assert fake.asked == [(function, {"symbol": code, **options})]


def test_every_code_of_the_catalogue_can_be_asked_for():
    known = [item for item in Catalogue.load().listings if item.symbol_at("akshare")]
    assert len(known) > 200
    assert {_call(item)[1] for item in known} == {
        "stock_hk_index_daily_sina",
        "stock_zh_index_daily",
        "stock_hk_daily",
        "stock_zh_a_daily",
    }


@pytest.mark.parametrize("code", [None, "", "../x", "HSTECH&x", "hstech", "0700", "sh00030"])
def test_anything_else_is_no_code(fresh, code):
    fake = FakeAkshare(frame())
    with pytest.raises(UnknownSymbol):
        Akshare(fresh, fake).bars(replace(HSTECH, sources={"akshare": code}), None, FRIDAY)
    assert fake.asked == []


def test_shares_are_as_traded_and_say_so(ask):
    prices = ask(frame(), TENCENT)
    assert prices.origin.note == "as traded: not adjusted for splits"


def test_more_columns_and_text_dates_are_read(ask):
    said = frame(date=[day.isoformat() for day in DAYS], amount=[1.0, 2.0, 3.0], turnover=[0.1] * 3)
    assert closes(ask(said)) == ["5552.18", "5445.03", "5799.97"]


def test_float_noise_is_undone(ask):
    noisy = [5552.180176, 5445.0299999999997, float(np.float32(5799.97))]
    assert closes(ask(frame(close=noisy))) == ["5552.18", "5445.03", "5799.97"]


def test_what_is_not_a_number_is_missing(ask):
    prices = ask(frame(open=[float("nan"), 1.0, 1.0], volume=[float("nan")] * 3))
    assert int(prices.open[0]) == MISSING
    assert list(prices.volume) == [MISSING] * 3


def test_a_price_of_zero_is_missing_and_told(ask):
    prices = ask(frame(open=[0.0, 0.0, 5600.25]))
    assert list(prices.open[:2]) == [MISSING, MISSING]
    assert [repair.rule for repair in prices.repairs] == ["S18.7"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (frame(close=[1.0, -1.0, 1.0]), "a price in 'close' is below zero"),
        (frame(close=[1.0, float("inf"), 1.0]), "row 2: close: 'inf' is no number"),
        (frame(close=["1.0", "--", "1.0"]), "row 2: close: '--' is no number"),
        (frame(date=[DAYS[0], "soon", FRIDAY]), "row 2: date: 'soon' is no date"),
        (frame().drop(columns="close"), "no column 'close'; it has date, open, high, low, volume"),
        (frame().drop(columns="date"), "no column 'date'"),
        (None, "NoneType where a table was meant"),
        ("<html>", "str where a table was meant"),
    ],
)
def test_another_frame_is_refused_with_a_reason(ask, said, expected):
    assert expected in refused(ask, said)


def test_a_date_that_pandas_could_not_read_is_refused(ask):
    said = frame()
    said["date"] = pd.to_datetime(pd.Series(["2025-02-19", "?", "2025-02-21"]), errors="coerce")
    assert "row 2: date" in refused(ask, said)


def test_too_many_rows_are_refused(ask):
    many = pd.DataFrame({"date": pd.date_range("1800-01-01", periods=100_001), "close": 1.0})
    assert refused(ask, many) == "more than 100,000 rows"


@pytest.mark.parametrize("empty", [pd.DataFrame(), frame().head(0)])
def test_an_empty_frame_is_no_data(ask, empty):
    with pytest.raises(NoData, match="the table is empty"):
        ask(empty)


def test_days_after_now_are_left_out(ask):
    morning = datetime(2025, 2, 20, 3, tzinfo=UTC)
    prices = ask(frame(), now=morning)
    assert len(prices) == 2
    assert prices.partial == DAYS[1].toordinal(), "Hong Kong had not closed"


# ---------------------------------------------------------------- errors


def http_error(status: int) -> Exception:
    import requests

    return requests.HTTPError(response=SimpleNamespace(status_code=status))


def network_error(name: str) -> Exception:
    import requests

    error: Exception = getattr(requests, name)("https://secret.example/?token=x")
    return error


@pytest.mark.parametrize(
    ("problem", "error", "detail"),
    [
        (http_error(429), Refused, "HTTP 429"),
        (http_error(456), Refused, "HTTP 456"),
        (http_error(404), UnknownSymbol, "HTTP 404"),
        (http_error(502), Unreachable, "HTTPError"),
        (network_error("ConnectionError"), Unreachable, "ConnectionError"),
        (network_error("ReadTimeout"), Unreachable, "timed out"),
        (ConnectionResetError(), Unreachable, "ConnectionResetError"),
        (IndexError("range"), UnreadableAnswer, "akshare could not read its page (IndexError)"),
        (KeyError("date"), UnreadableAnswer, "akshare could not read its page (KeyError)"),
        (ValueError("x"), UnreadableAnswer, "akshare could not read its page (ValueError)"),
    ],
)
def test_what_it_raises_is_one_of_our_errors(ask, problem, error, detail):
    with pytest.raises(error) as caught:
        ask(problem)
    assert caught.value.detail == detail
    assert "secret" not in str(caught.value)


def test_a_call_that_hangs_is_left_behind(fresh):
    over = threading.Event()
    fake = FakeAkshare(lambda: over.wait(5))
    started = time.monotonic()
    with pytest.raises(Unreachable, match="timed out"):
        Akshare(fresh, fake, seconds=0.1).bars(HSTECH, None, FRIDAY)
    assert time.monotonic() - started < 2
    over.set()


def test_an_error_is_remembered_for_the_run(fresh):
    fake = FakeAkshare(http_error(429))
    place = Akshare(fresh, fake)
    for _ in range(2):
        with pytest.raises(Refused):
            place.bars(HSTECH, None, FRIDAY)
    assert len(fake.asked) == 1


def test_without_akshare_it_says_what_to_install(fresh, monkeypatch):
    monkeypatch.setitem(sys.modules, "akshare", None)
    with pytest.raises(FactcheckError) as caught:
        source("akshare", fresh).bars(HSTECH, None, FRIDAY)
    assert str(caught.value) == "akshare needs: pip install 'factcheck-markets[china]'"


def test_an_akshare_without_the_function_is_told(fresh):
    with pytest.raises(FactcheckError, match="has no stock_hk_index_daily_sina"):
        Akshare(fresh, SimpleNamespace()).bars(HSTECH, None, FRIDAY)


# ---------------------------------------------------------------- the store


def test_what_is_kept_is_not_asked_for_again(ask, store):
    first = ask(frame())
    second = ask(AssertionError("asked again"))
    assert closes(second) == closes(first)
    assert second.origin == first.origin
    entry = store.get("akshare/HSTECH/1d")
    assert entry is not None
    assert entry.body.splitlines()[:2] == [
        b"date,open,high,low,close,volume",
        b"2025-02-19,5500.0,5590.11,5444.4,5552.18,1100000000.0",
    ]


def test_offline_takes_what_is_kept_and_asks_nobody(ask):
    with pytest.raises(Offline):
        ask(AssertionError("asked"), offline=True)
    ask(frame())
    assert len(ask(AssertionError("asked"), offline=True)) == 3
    with pytest.raises(Offline, match="kept up to 2025-02-21"):
        tuesday = datetime(2025, 2, 25, 12, tzinfo=UTC)
        ask(AssertionError("asked"), now=tuesday, last=date(2025, 2, 24), offline=True)


def test_a_bar_that_was_unfinished_is_fetched_again(ask):
    noon = datetime(2025, 2, 21, 4, tzinfo=UTC)
    assert ask(frame(), now=noon).partial == FRIDAY.toordinal()
    assert closes(ask(frame(close=[5552.18, 5445.03, 5806.0])))[-1] == "5806.00"
