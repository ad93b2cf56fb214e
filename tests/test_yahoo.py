"""The real yfinance against a stand-in for Yahoo: right bars, or the right named error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np
import pytest

import factcheck
from factcheck import calendars
from factcheck.errors import (
    NoData,
    Offline,
    Refused,
    SourceError,
    UnknownSymbol,
    Unreachable,
    UnreadableAnswer,
)
from factcheck.prices import MISSING, Prices
from factcheck.sources import Setting
from factcheck.sources._chart import Answer, read
from factcheck.sources._record import record
from factcheck.sources.csv_folder import parse
from factcheck.sources.yahoo import GIVE_UP_AFTER, Yahoo, revision
from factcheck.store import Store
from fuzz.seeds import chart
from tests.conftest import HSI, NOW, listing_of

ROOT = Path(factcheck.__file__).parents[1]
FRIDAY = date(2025, 2, 21)
INDEX = listing_of("^HSI")
HEADER, *ROWS = HSI.splitlines()
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@dataclass
class Clock:
    """A clock that only sleeping moves."""

    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def __call__(self) -> float:
        return sum(self.slept)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def kept_store(tmp_path, calendar_store):
    """A store of its own that knows Hong Kong's calendar."""
    store = Store(tmp_path / "kept")
    calendar_of(store)
    return store


def calendar_of(store: Store) -> calendars.Calendar:
    return calendars.get("XHKG", store, NOW.date())


@pytest.fixture
def yahoo(fake_yahoo, kept_store, clock):
    """Makes a source as a run would, with its own session."""

    def make(**changes: object) -> Yahoo:
        setting = replace(Setting(now=NOW, store=kept_store), **changes)  # type: ignore[arg-type]
        return Yahoo(setting, fake_yahoo.session(), clock.sleep, clock)

    return make


def closes(prices: Prices) -> list[str]:
    return [prices.text(prices.close, row) for row in range(len(prices))]


# ------------------------------------------------------------------ what comes back


def test_bars_are_yahoo_s_to_the_last_digit(yahoo):
    prices = yahoo().bars(INDEX, None, FRIDAY)
    assert closes(prices) == [row.split(",")[4] for row in ROWS]
    assert [date.fromordinal(int(d)).isoformat() for d in prices.days] == [r[:10] for r in ROWS]
    assert list(prices.volume) == [int(row.split(",")[6]) for row in ROWS]
    assert (prices.decimals, prices.currency, prices.zone) == (2, "HKD", "Asia/Hong_Kong")
    assert prices.partial is None and prices.first_day is None
    origin = prices.origin
    assert (origin.source, origin.symbol, origin.official) == ("yahoo", "^HSI", False)
    assert origin.retrieved_at == NOW
    assert len(origin.sha256) == 64


def test_it_asks_once_for_the_whole_history(yahoo, fake_yahoo):
    yahoo().bars(INDEX, FRIDAY, FRIDAY)
    (chart,) = fake_yahoo.charts()
    assert chart.query["interval"] == "1d"
    assert int(chart.query["period1"]) < 0, "from before 1970"
    assert int(chart.query["period2"]) > NOW.timestamp()


@pytest.mark.parametrize("cell", [139.60000610351562, 139.6, 139.600006])
def test_32_bit_prices_are_read_as_printed(yahoo, market, cell):
    (market / "AAPL.csv").write_text(f"date,close\n2025-02-21,{cell}\n")
    assert closes(yahoo().bars(listing_of("AAPL"), None, FRIDAY)) == ["139.60"]


def test_dividends_and_splits_are_actions_and_closes_are_left_alone(yahoo, market):
    (market / "AAPL.csv").write_text(
        "date,close,adj_close\n2025-02-19,102,51\n2025-02-20,100,50\n2025-02-21,110,55\n"
    )
    (market / "AAPL.events.csv").write_text(
        "date,kind,value\n2025-02-20,dividend,0.25\n2025-02-21,split,3:2\n"
    )
    prices = yahoo().bars(listing_of("AAPL"), None, FRIDAY)
    assert closes(prices) == ["102.00", "100.00", "110.00"]
    assert [(a.kind, a.value, a.day) for a in prices.actions] == [
        ("dividend", Fraction(1, 4), date(2025, 2, 20).toordinal()),
        ("split", Fraction(3, 2), FRIDAY.toordinal()),
    ]


def test_oil_may_be_below_zero(yahoo, market):
    (market / "CL=F.csv").write_text("date,close\n2020-04-20,-37.630001068115234\n")
    assert closes(yahoo().bars(listing_of("CL=F"), None, FRIDAY)) == ["-37.63"]


def test_pence_are_read_as_pence_or_as_pounds(yahoo, market):
    (market / "VOD.L.csv").write_text("date,close\n2025-02-20,70.5\n2025-02-21,71.25\n")
    pence = yahoo().bars(listing_of("VOD.L"), None, FRIDAY)
    assert (closes(pence), pence.currency, pence.repairs) == (["70.50", "71.25"], "GBp", ())
    pounds = yahoo(store=None).bars(listing_of("VOD.L", 4, currency="GBP"), None, FRIDAY)
    assert (closes(pounds), pounds.currency) == (["0.7050", "0.7125"], "GBP")
    assert [repair.rule for repair in pounds.repairs] == ["S18.9"]


def test_a_day_belongs_to_the_exchange_s_date(yahoo, market):
    """Auckland is 13 hours ahead of Greenwich in January: its morning is the day before there."""
    (market / "symbols.csv").write_text(
        "symbol,name,type,exchange,currency,timezone,open,close\n"
        "FBU.NZ,F,EQUITY,NZE,NZD,Pacific/Auckland,10:00,16:45\n"
    )
    (market / "FBU.NZ.csv").write_text("date,close\n2024-07-05,1\n2025-01-31,2\n")
    zealand = listing_of("FBU.NZ", calendar="XNZE", currency="NZD")
    prices = yahoo().bars(zealand, None, FRIDAY)
    assert [str(date.fromordinal(int(d))) for d in prices.days] == ["2024-07-05", "2025-01-31"]


# ------------------------------------------------------------------ what may be wrong with bars


def test_a_null_row_is_missing_and_not_left_out(yahoo, fake_yahoo):
    fake_yahoo.fault("nulllast")
    prices = yahoo().bars(INDEX, None, FRIDAY)
    assert len(prices) == len(ROWS)
    assert prices.close[-1] == MISSING


def test_a_missing_last_bar_is_seen_by_its_day(yahoo, fake_yahoo):
    fake_yahoo.fault("nolast")
    prices = yahoo().bars(INDEX, None, FRIDAY)
    assert date.fromordinal(int(prices.days[-1])) == date(2025, 2, 20)


def test_a_live_row_beside_the_day_s_own_is_dropped_where_they_agree(yahoo, fake_yahoo):
    fake_yahoo.fault("duplast")
    prices = yahoo().bars(INDEX, None, FRIDAY)
    assert closes(prices)[-2:] == ["22576.98", "23477.92"]
    assert [repair.flag for repair in prices.repairs] == ["duplicate-dropped"]


def test_a_day_given_twice_differently_is_missing(yahoo, fake_yahoo):
    fake_yahoo.fault("duplicate")
    prices = yahoo().bars(INDEX, None, FRIDAY)
    assert len(prices) == len(ROWS)
    assert list(prices.close).count(MISSING) == 1
    assert [(r.rule, r.flag) for r in prices.repairs] == [("S18.5", "duplicate-conflict")]


def test_bars_out_of_order_are_sorted_as_rows(yahoo, fake_yahoo):
    fake_yahoo.fault("unsorted")
    prices = yahoo().bars(INDEX, None, FRIDAY)
    assert closes(prices)[-1] == "23477.92"
    assert [repair.flag for repair in prices.repairs] == ["sorted"]


def test_a_price_of_zero_is_missing(yahoo, fake_yahoo):
    fake_yahoo.fault("zero")
    prices = yahoo().bars(INDEX, None, FRIDAY)
    assert list(prices.close).count(MISSING) == 1
    assert [repair.rule for repair in prices.repairs] == ["S18.7"]


def test_a_bar_of_the_future_is_not_used(yahoo, fake_yahoo):
    fake_yahoo.fault("future")
    prices = yahoo().bars(INDEX, None, FRIDAY)
    assert date.fromordinal(int(prices.days[-1])) == FRIDAY


@pytest.mark.parametrize(
    ("clock_says", "partial"),
    [
        ("2025-02-21T03:00", True),  # before noon in Hong Kong
        ("2025-02-21T08:10", True),
        ("2025-02-21T08:30", False),
    ],
)
def test_the_running_day_is_marked(fake_yahoo, yahoo, clock_says, partial):
    now = datetime.fromisoformat(f"{clock_says}:00+00:00")
    fake_yahoo._now = now
    prices = yahoo(now=now).bars(INDEX, None, FRIDAY)
    assert prices.partial == (FRIDAY.toordinal() if partial else None)


def test_the_vendor_s_own_clock_is_believed_where_ours_is_fast(fake_yahoo, yahoo):
    fake_yahoo._now = datetime(2025, 2, 21, 3, tzinfo=UTC)
    assert yahoo(now=NOW).bars(INDEX, None, FRIDAY).partial == FRIDAY.toordinal()


# ------------------------------------------------------------------ errors

FAULTS = [
    ("404", UnknownSymbol, "No data found"),
    ("401", Refused, "HTTP 401"),
    ("403", Refused, "HTTP 403"),
    ("429", Refused, "too many requests"),
    ("500", Unreachable, "HTTP 500"),
    ("502", Unreachable, "HTTP 502"),
    ("503", Unreachable, "HTTP 503"),
    ("422", UnreadableAnswer, "HTTP 422: fake error 422"),
    ("timeout", Unreachable, "timed out"),
    ("slow", Unreachable, "timed out"),
    ("reset", Unreachable, "the connection failed"),
    ("truncate", Unreachable, "the answer was cut short"),
    ("badjson", UnreadableAnswer, "broken JSON"),
    ("html", UnreadableAnswer, "an HTML page instead of data"),
    ("down", Unreachable, "be right back"),
    ("empty", NoData, "the answer has no bars"),
    ("null", UnreadableAnswer, "no chart in it"),
    ("notz", UnreadableAnswer, "no time zone"),
    ("short", NoData, "only its last days"),
    ("elsewhere", Unreachable, ""),
    ("wrongsymbol", UnreadableAnswer, "it is about 'TSLA'"),
    ("wrongcurrency", UnreadableAnswer, "currency ZWL where HKD was meant"),
    ("wrongzone", UnreadableAnswer, "time zone Pacific/Auckland"),
    ("badzone", UnreadableAnswer, "no time zone"),
    ("wrongtype", UnreadableAnswer, "CRYPTOCURRENCY where index was meant"),
    ("weekly", UnreadableAnswer, "bars of '1wk'"),
    ("negative", UnreadableAnswer, "close of 2025-02-17 is below zero"),
    ("nan", UnreadableAnswer, "NaN is no price"),
    ("inf", UnreadableAnswer, "Infinity is no price"),
    ("strings", UnreadableAnswer, "'100.0' is no price"),
    ("bools", UnreadableAnswer, "'True' is no price"),
    ("shortarray", UnreadableAnswer, "close: not one number for each of 10 bars"),
    ("longarray", UnreadableAnswer, "high: not one number for each of 10 bars"),
    ("milliseconds", UnreadableAnswer, "a time in it is out of range"),
    ("deep", UnreadableAnswer, "nested too deeply"),
    ("huge", UnreadableAnswer, "more than 20 MB"),
]


@pytest.mark.parametrize(("kind", "error", "detail"), FAULTS, ids=[f[0] for f in FAULTS])
def test_every_fault_has_its_name(fake_yahoo, yahoo, kept_store, monkeypatch, kind, error, detail):
    monkeypatch.setattr("factcheck.sources.yahoo.TIMEOUT_SECONDS", 0.4)
    fake_yahoo.fault(kind)
    with pytest.raises(SourceError) as caught:
        yahoo().bars(INDEX, None, FRIDAY)
    assert type(caught.value) is error
    assert detail in caught.value.detail
    assert caught.value.symbol == "^HSI"
    assert kept_store.pointer("yahoo/^HSI/1d") is None, "failures are never kept"


@pytest.mark.parametrize(
    "kind", ["429", "500", "502", "timeout", "reset", "truncate", "badjson", "down", "null"]
)
def test_what_passes_is_tried_again(fake_yahoo, yahoo, clock, monkeypatch, kind):
    monkeypatch.setattr("factcheck.sources.yahoo.TIMEOUT_SECONDS", 0.4)
    fake_yahoo.fault(kind, "^HSI", times=2)  # yfinance itself asks twice after a status of 400
    assert closes(yahoo().bars(INDEX, None, FRIDAY))[-1] == "23477.92"
    assert clock.slept in ([1.0], [1.0, 2.0])


@pytest.mark.parametrize("kind", ["html", "wrongsymbol", "strings", "deep"])
def test_what_will_be_so_again_is_not_tried_again(fake_yahoo, yahoo, clock, kind):
    fake_yahoo.fault(kind)
    with pytest.raises(UnreadableAnswer):
        yahoo().bars(INDEX, None, FRIDAY)
    assert len(fake_yahoo.charts()) == 1
    assert clock.slept == []


def test_it_waits_as_long_as_it_is_told(fake_yahoo, yahoo, clock):
    fake_yahoo.fault("429-7", "^HSI", times=2)
    yahoo().bars(INDEX, None, FRIDAY)
    assert clock.slept == [7.0]


def test_it_does_not_wait_longer_than_its_budget(fake_yahoo, yahoo, clock):
    fake_yahoo.fault("429-40")
    with pytest.raises(Refused):
        yahoo().bars(INDEX, None, FRIDAY)
    assert clock.slept == []


def test_a_symbol_that_failed_is_not_asked_for_again(fake_yahoo, yahoo):
    fake_yahoo.fault("500")
    source = yahoo()
    with pytest.raises(Unreachable):
        source.bars(INDEX, None, FRIDAY)
    asked = len(fake_yahoo.charts())
    with pytest.raises(Unreachable):
        source.bars(INDEX, None, FRIDAY)
    assert len(fake_yahoo.charts()) == asked


def test_after_failures_in_a_row_nothing_more_is_asked(fake_yahoo, yahoo):
    fake_yahoo.fault("down")
    source = yahoo()
    for symbol in ("A", "B", "C", "D"):
        with pytest.raises(Unreachable):
            source.bars(listing_of(symbol), None, FRIDAY)
    assert len({seen.path for seen in fake_yahoo.charts()}) == 2
    assert len(fake_yahoo.charts()) == GIVE_UP_AFTER


def test_an_unknown_symbol_is_no_outage(yahoo):
    source = yahoo()
    for symbol in ("NOPE1", "NOPE2", "NOPE3"):
        with pytest.raises(UnknownSymbol):
            source.bars(listing_of(symbol), None, FRIDAY)


def test_a_history_that_begins_later_is_no_data(yahoo):
    with pytest.raises(NoData, match="no bar on or before 1990-01-31"):
        yahoo().bars(INDEX, date(1990, 1, 1), date(1990, 1, 31))


@pytest.mark.parametrize(
    "symbol",
    ["../../../v1/test/getcrumb", "AAPL?range=max&x=", "AAPL#x", "ßX", "aapl", "US0378331005", ""],
)
def test_what_is_no_symbol_reaches_no_wire(fake_yahoo, yahoo, symbol):
    with pytest.raises(UnknownSymbol):
        yahoo().bars(listing_of(symbol), None, FRIDAY)
    assert fake_yahoo.requests == []


def test_a_series_that_yahoo_does_not_have_is_unknown(fake_yahoo, yahoo):
    with pytest.raises(UnknownSymbol, match="it has no such series"):
        yahoo().bars(listing_of("HSTECH.HK", sources={"yahoo": None}), None, FRIDAY)
    assert fake_yahoo.requests == []


def test_it_asks_by_yahoo_s_own_name(yahoo):
    listing = listing_of("HSI.INDEX", type="index", calendar="XHKG", currency="HKD")
    prices = yahoo().bars(replace(listing, sources={"yahoo": "^HSI"}), None, FRIDAY)
    assert prices.origin.symbol == "^HSI"


# ------------------------------------------------------------------ the store


def test_a_later_run_asks_nobody(fake_yahoo, yahoo):
    first = yahoo().bars(INDEX, None, FRIDAY)
    asked = len(fake_yahoo.requests)
    again = yahoo(offline=True).bars(INDEX, None, FRIDAY)
    assert len(fake_yahoo.requests) == asked
    assert closes(again) == closes(first)
    assert again.origin == first.origin
    assert again.actions == first.actions


def test_the_answer_is_kept_as_it_came(yahoo, kept_store):
    sha256 = yahoo().bars(INDEX, None, FRIDAY).origin.sha256
    entry = kept_store.get("yahoo/^HSI/1d")
    assert entry.sha256 == sha256
    assert json.loads(entry.body)["chart"]["result"][0]["meta"]["symbol"] == "^HSI"
    assert entry.meta["retrieved_at"] == NOW.isoformat()
    assert (entry.meta["first"], entry.meta["last"]) == ("2025-02-10", "2025-02-21")


def test_the_kept_answer_is_read_anew_where_its_parsed_form_is_gone(yahoo, kept_store):
    yahoo().bars(INDEX, None, FRIDAY)
    for path in (kept_store.path / "parsed").rglob("*.yahoo*"):
        path.unlink()
    assert closes(yahoo(offline=True).bars(INDEX, None, FRIDAY))[-1] == "23477.92"


def test_offline_says_that_only_the_network_could_tell(yahoo, fake_yahoo):
    with pytest.raises(Offline):
        yahoo(offline=True).bars(INDEX, None, FRIDAY)
    assert fake_yahoo.requests == []


def test_a_session_after_the_fetch_is_fetched(yahoo, fake_yahoo, market):
    yahoo().bars(INDEX, None, FRIDAY)
    monday = datetime(2025, 2, 24, 9, tzinfo=UTC)
    with pytest.raises(Offline, match="kept up to 2025-02-21"):
        yahoo(now=monday, offline=True).bars(INDEX, None, date(2025, 2, 24))
    fake_yahoo._now = monday
    (market / "^HSI.csv").write_text(f"{HSI}2025-02-24,23500,23600,23300,23341.61,23341.61,1\n")
    prices = yahoo(now=monday).bars(INDEX, None, date(2025, 2, 24))
    assert closes(prices)[-2:] == ["23477.92", "23341.61"]
    assert prices.origin.note == ""


def test_a_fetch_during_the_session_does_not_last(yahoo, fake_yahoo):
    noon = datetime(2025, 2, 21, 4, tzinfo=UTC)
    fake_yahoo._now = noon
    assert yahoo(now=noon).bars(INDEX, None, FRIDAY).partial == FRIDAY.toordinal()
    fake_yahoo._now = NOW
    asked = len(fake_yahoo.charts())
    yahoo().bars(INDEX, None, date(2025, 2, 20))
    assert len(fake_yahoo.charts()) == asked, "the day before was over"
    assert yahoo().bars(INDEX, None, FRIDAY).partial is None
    assert len(fake_yahoo.charts()) == asked + 1


def test_a_run_reads_the_store_once_and_fetches_once(yahoo, fake_yahoo):
    source = yahoo(store=None)
    first = source.bars(INDEX, None, date(2025, 2, 20))
    assert source.bars(INDEX, None, FRIDAY) is first
    fake_yahoo.fault("nolast")
    late = yahoo(store=None)
    for _ in range(3):
        assert len(late.bars(INDEX, None, FRIDAY)) == len(ROWS) - 1
    assert len(fake_yahoo.charts()) == 2, "what is not there is not asked for again"


def test_nothing_after_now_comes_from_the_store(yahoo):
    yahoo().bars(INDEX, None, FRIDAY)
    earlier = datetime(2025, 2, 19, 12, tzinfo=UTC)
    prices = yahoo(now=earlier, offline=True).bars(INDEX, None, date(2025, 2, 19))
    assert date.fromordinal(int(prices.days[-1])) == date(2025, 2, 19)


def test_a_past_that_changed_is_a_revision(yahoo, fake_yahoo, market, kept_store):
    old = yahoo().bars(INDEX, None, FRIDAY).origin.sha256
    monday = datetime(2025, 2, 24, 9, tzinfo=UTC)
    fake_yahoo._now = monday
    changed = HSI.replace("22944.24,22944.24", "22944.99,22944.99")
    (market / "^HSI.csv").write_text(f"{changed}2025-02-24,1,1,1,23341.61,1,1\n")
    prices = yahoo(now=monday).bars(INDEX, None, date(2025, 2, 24))
    said = "1 closes changed, the first of 2025-02-19: 22944.24 is now 22944.99"
    assert prices.origin.note == said
    assert "22944.99" in closes(prices)
    entry = kept_store.get("yahoo/^HSI/1d")
    assert entry.meta["revised"] == said
    assert [pointer.sha256 for pointer in entry.revisions] == [old]
    again = yahoo(now=monday, offline=True).bars(INDEX, None, date(2025, 2, 24))
    assert again.origin.note == said


def test_highs_and_lows_count_as_the_past_too(yahoo, fake_yahoo, market, kept_store):
    yahoo().bars(INDEX, None, FRIDAY)
    monday = datetime(2025, 2, 24, 9, tzinfo=UTC)
    fake_yahoo._now = monday
    changed = HSI.replace("23100.00,22820.40", "23101.00,22820.40")
    (market / "^HSI.csv").write_text(f"{changed}2025-02-24,1,1,1,23341.61,1,1\n")
    prices = yahoo(now=monday).bars(INDEX, None, date(2025, 2, 24))
    said = "1 highs changed, the first of 2025-02-19: 23100.00 is now 23101.00"
    assert prices.origin.note == said
    assert len(kept_store.get("yahoo/^HSI/1d").revisions) == 1


def test_the_request_is_kept_with_its_answer(yahoo, kept_store):
    yahoo().bars(INDEX, None, FRIDAY)
    meta = dict(kept_store.pointer("yahoo/^HSI/1d").meta)
    assert meta.pop("library").startswith("yfinance ")
    assert meta.pop("header.date")
    asked = dict(parse_qsl(meta.pop("parameters")))
    assert asked.pop("period1").lstrip("-").isdigit() and asked.pop("period2").isdigit()
    assert asked.pop("events") and asked.pop("includePrePost")
    assert asked == {"interval": "1d"}
    assert meta == {
        "adapter": "yahoo-2",
        "first": "2025-02-10",
        "header.content-type": "application/json; charset=utf-8",
        "last": "2025-02-21",
        "method": "GET",
        "retrieved_at": "2025-02-23T12:00:00+00:00",
        "source": "yahoo",
        "status": "200",
        "symbol": "^HSI",
        "url": "https://query2.finance.yahoo.com/v8/finance/chart/^HSI",
    }


def test_no_secret_is_kept(yahoo, fake_yahoo, kept_store):
    """Crumb, cookies and authorization, planted above and below what watches the requests."""
    source = yahoo()
    source.session = session = fake_yahoo.session()
    session.headers["Authorization"] = "Bearer canary-in-a-header"
    session.headers["Cookie"] = "T=canary-in-a-cookie"

    class Planted(type(session)):  # type: ignore[misc]
        def get(self, url, **options):
            options["params"] = {**(options.get("params") or {}), "crumb": "canary-parameter"}
            return super().get(f"{url}?token=canary-in-the-address", **options)

        def request(self, *args, **options):
            response = super().request(*args, **options)
            response.headers["Set-Cookie"] = "A1=canary-in-the-answer"
            response.headers["X-Request"] = "canary-in-another-header"
            return response

    session.__class__ = Planted
    source.bars(INDEX, None, FRIDAY)
    assert "canary" in str(fake_yahoo.charts()[0]), "it was on the wire"
    kept = b"".join(path.read_bytes() for path in kept_store.path.rglob("*") if path.is_file())
    assert b"query2.finance.yahoo.com" in kept
    assert b"canary" not in kept


@pytest.mark.parametrize(
    ("url", "headers", "more", "expected"),
    [
        (
            "https://me:canary@host.example/a/b?interval=1d&crumb=canary&Interval=canary#canary",
            {"date": "Sun", "set-cookie": "canary", "authorization": "canary", "x-age": "canary"},
            {"events": "div,splits", "apikey": "canary"},
            {
                "method": "GET",
                "url": "https://host.example/a/b",
                "parameters": "events=div%2Csplits&interval=1d",
                "status": "200",
                "header.date": "Sun",
            },
        ),
        (
            "http://host.example/",
            {"etag": "x" * 1000, "age": "3", "last-modified": ""},
            None,
            {
                "method": "GET",
                "url": "http://host.example/",
                "parameters": "",
                "status": "200",
                "header.etag": "x" * 200,
                "header.age": "3",
            },
        ),
    ],
)
def test_of_a_request_only_what_is_listed_is_kept(url, headers, more, expected):
    assert record("get", url, 200, headers, more) == expected


POISON = """
import os, pickle, sqlite3, sys
class Poison:
    def __reduce__(self):
        return os.mkdir, (sys.argv[2],)
for name in ("py-yfinance", "py-yfinance/v1"):
    folder = os.path.join(sys.argv[1], name)
    os.makedirs(folder, exist_ok=True)
    with sqlite3.connect(os.path.join(folder, "cookies.db")) as cookies:
        columns = "strategy text primary key, fetch_date text, cookie_bytes blob"
        cookies.execute(f"create table _cookieschema ({columns})")
        for strategy in ("csrf", "basic", "curlCffi"):
            row = (strategy, "2125-01-01T00:00:00", pickle.dumps(Poison()))
            cookies.execute("insert into _cookieschema values (?, ?, ?)", row)
    with sqlite3.connect(os.path.join(folder, "tkr-tz.db")) as zones:
        zones.execute("create table _tz_kv (key text primary key, value text)")
        zones.execute("insert into _tz_kv values ('^HSI', 'Asia/Tokyo')")
"""
TRUSTING = """
import sys, yfinance
from yfinance import cache
cache.get_cookie_cache().initialise()
for strategy in ("csrf", "basic", "curlCffi"):
    cache.get_cookie_cache().lookup(strategy)
"""


def test_yfinance_s_caches_are_never_trusted(yahoo_proxy, tmp_path):
    """Its cookie cache is a pickle: whoever can write to ~/.cache would run code in our check."""
    _, environment = yahoo_proxy
    ran, cache = tmp_path / "ran", environment["XDG_CACHE_HOME"]
    words = [sys.executable, "-c", POISON, cache, str(ran)]
    subprocess.run(words, env=environment, check=True)
    done = run(environment, "^HSI")
    assert done.stdout.splitlines()[0] == "23477.92", done.stderr
    assert not ran.exists(), "nothing of the cache is run"
    subprocess.run([sys.executable, "-c", TRUSTING], env=environment, check=False, capture_output=True)
    assert ran.exists(), "and it would have been, by yfinance on its own"


def test_a_damaged_store_is_fetched_anew(yahoo, kept_store, fake_yahoo):
    yahoo().bars(INDEX, None, FRIDAY)
    for path in (kept_store.path / "parsed").rglob("*.yahoo*"):
        path.unlink()
    for path in (kept_store.path / "objects").rglob("*"):
        if path.is_file():
            path.chmod(0o644)
            path.write_bytes(path.read_bytes()[:-1])
    assert closes(yahoo().bars(INDEX, None, FRIDAY))[-1] == "23477.92"
    assert len(fake_yahoo.charts()) == 2


def test_it_works_without_a_store(yahoo):
    assert yahoo(store=None).bars(INDEX, None, FRIDAY).origin.sha256 == ""


def series(**closes_by_day: str) -> Prices:
    from factcheck.prices import Origin
    from tests.bars import from_rows

    rows = [
        (date(2025, 2, int(day[1:])), None, None, None, close, None)
        for day, close in closes_by_day.items()
    ]
    return from_rows(rows, origin=Origin("yahoo", "X"), decimals=2)


FIVE = {"d10": "1", "d11": "2", "d12": "3", "d13": "4", "d14": "5"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (FIVE, FIVE | {"d17": "6"}, None),
        (FIVE | {"d07": "9"}, FIVE, None),  # the window moved on
        (
            FIVE,
            FIVE | {"d12": "3.01"},
            "1 closes changed, the first of 2025-02-12: 3.00 is now 3.01",
        ),
        (
            FIVE,
            {"d10": "1", "d14": "5"},
            "3 sessions that were there are gone, 2025-02-11 the first",
        ),
        ({"d10": "1"}, {"d10": "1", "d11": "2"}, "only 1 sessions in common with what was kept"),
    ],
)
def test_a_revision_is_a_past_that_differs(old, new, expected):
    assert revision(series(**old), series(**new)) == expected


def test_an_unfinished_day_may_change():
    old = replace(series(**FIVE, d17="6"), partial=date(2025, 2, 17).toordinal())
    assert revision(old, series(**FIVE, d17="7")) is None


# ------------------------------------------------------------------ manners


def test_settings_of_yfinance_are_given_back(yahoo, fake_yahoo):
    import logging

    import yfinance

    assert yfinance.config.debug.hide_exceptions is True
    fake_yahoo.fault("500")
    with pytest.raises(Unreachable):
        yahoo().bars(INDEX, None, FRIDAY)
    assert yfinance.config.debug.hide_exceptions is True
    assert not logging.getLogger("yfinance").disabled


def test_a_session_is_given_back_as_it_was(yahoo):
    source = yahoo()
    source.bars(INDEX, None, FRIDAY)
    assert "request" not in vars(source.session)


def test_it_is_silent(yahoo, fake_yahoo, capfd):
    yahoo().bars(INDEX, None, FRIDAY)
    fake_yahoo.fault("500")
    with pytest.raises(Unreachable):
        yahoo(store=None).bars(INDEX, None, FRIDAY)
    assert capfd.readouterr() == ("", "")


def test_progress_is_told(yahoo):
    told: list[str] = []
    yahoo(progress=told.append).bars(INDEX, None, FRIDAY)
    assert told == ["fetching ^HSI from Yahoo"]


def test_plain_requests_will_do(fake_yahoo, clock, kept_store):
    source = Yahoo(Setting(NOW, kept_store), fake_yahoo.session("requests"), clock.sleep, clock)
    assert closes(source.bars(INDEX, None, FRIDAY))[-1] == "23477.92"


PROGRAM = """
import sys
from datetime import UTC, date, datetime
from factcheck.instruments import Listing
from factcheck.sources import Setting, desk
from factcheck.store import Store
setting = Setting(datetime(2025, 2, 23, 12, tzinfo=UTC), Store.default(), offline="off" in sys.argv)
listing = Listing(sys.argv[1], "x", "index", "XHKG", "HKD", 2)
try:
    prices = desk(setting).prices(listing, None, date(2025, 2, 21))
    print(prices.text(prices.close, -1))
except Exception as problem:
    print(f"{type(problem).__name__}: {problem}")
print(sorted({"pandas", "yfinance", "requests", "curl_cffi"} & sys.modules.keys()))
"""


def run(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_an_unmodified_program_fetches_keeps_and_leaves_no_trace(yahoo_proxy):
    server, environment = yahoo_proxy
    done = run(environment, "^HSI")
    assert done.stdout.splitlines()[0] == "23477.92", done.stderr
    assert done.stderr == ""
    assert len(server.charts("^HSI")) == 1
    home = Path(environment["HOME"])
    assert [path for path in home.rglob("*") if path.is_file()] == [], "yfinance's caches are ours"
    again = run(environment, "^HSI", "off")
    assert again.stdout.splitlines() == ["23477.92", "[]"], again.stderr
    assert len(server.charts()) == 1


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("404", "UnknownSymbol: yahoo: ^HSI: unknown symbol: No data found"),
        ("html", "UnreadableAnswer: yahoo: ^HSI: unreadable answer: an HTML page instead of data"),
        ("elsewhere", "Unreachable: yahoo: ^HSI: unreachable: "),
    ],
)
def test_an_unmodified_program_names_the_error(yahoo_proxy, kind, expected):
    server, environment = yahoo_proxy
    server.fault(kind)
    done = run(environment, "^HSI")
    assert done.stdout.startswith(expected), done.stderr
    assert done.stderr == ""


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs root to mount a disk")
def test_on_a_full_disk_the_check_goes_on(yahoo_proxy, tmp_path):
    _, environment = yahoo_proxy
    full = tmp_path / "full"
    full.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "none", str(full)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no tmpfs can be mounted here")
    try:
        with suppress(OSError), (full / "filler").open("wb", buffering=0) as filler:
            while True:
                filler.write(b"x" * 4096)
        places = {"TMPDIR": str(full), "FACTCHECK_STORE": str(full / "store"), "XDG_CACHE_HOME": str(full)}
        done = run(environment | places, "^HSI")
    finally:
        subprocess.run(["umount", str(full)], check=True)
    assert done.stdout.splitlines()[0] == "23477.92", done.stderr
    said = f"nothing is kept in the store {full}/store: No space left on device"
    assert done.stderr.splitlines() == [said]


def test_a_dead_network_is_unreachable(tmp_path):
    environment = {
        **os.environ,
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "FACTCHECK_STORE": str(tmp_path / "store"),
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    done = run(environment, "^HSI")
    assert done.stdout.startswith("Unreachable: yahoo: ^HSI: unreachable: "), done.stdout
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize(
    ("symbol", "kind", "calendar", "currency"),
    [
        ("AAPL", "share", "XNYS", "USD"),
        ("TSLA", "share", "XNYS", "USD"),
        ("BTC-USD", "crypto", "24/7", "USD"),
        ("GC=F", "commodity", "CMES", "USD"),
        ("EURUSD=X", "fx", "24/5", "USD"),
        ("MUV2.DE", "share", "XETR", "EUR"),
        ("ALL.AX", "share", "XASX", "AUD"),
    ],
)
def test_recorded_answers_are_read(shared_data, calendar_store, symbol, kind, calendar, currency):
    """What Yahoo really sent, to other programs, in 2022 and 2025."""
    listing = listing_of(symbol, type=kind, calendar=calendar, currency=currency)
    sessions = calendars.get(calendar, calendar_store, NOW.date())
    bodies = [b for b in recorded(shared_data / "yahoo_http") if about(b) == (symbol, "1d")]
    if not bodies:
        pytest.skip(f"no daily chart of {symbol} among the recordings")
    for body in bodies:
        answer, now = Answer(200, json.dumps(body).encode()), datetime(2025, 6, 1, tzinfo=UTC)
        if "timestamp" not in body["chart"]["result"][0]:
            with pytest.raises(NoData):
                read(answer, listing, symbol, sessions, now)
            continue
        prices = read(answer, listing, symbol, sessions, now)
        quote = body["chart"]["result"][0]["indicators"]["quote"][0]
        assert (np.diff(prices.days) > 0).all()
        assert prices.close[0] / 10**prices.decimals == pytest.approx(quote["close"][0], abs=0.005)


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"meta.currency": []}, "its currency is no text"),
        ({"meta.symbol": {}}, "its symbol is no text"),
        ({"meta.instrumentType": [None]}, "its instrumentType is no text"),
        ({"meta.validRanges": None}, ""),
        ({"meta.priceHint": []}, ""),
        ({"indicators.quote.0.close.3": "EXPONENT"}, "close: '1e99999999999999999999' is no price"),
        ({"events.dividends.1.amount": "EXPONENT"}, "an action in it cannot be read (ValueError)"),
    ],
    ids=str,
)
def test_metadata_of_any_shape_is_read_or_refused(calendar_store, changes, detail):
    sessions = calendars.get("XHKG", calendar_store, NOW.date())
    body = json.dumps(chart(changes)).replace('"EXPONENT"', "1e99999999999999999999").encode()
    if not detail:
        assert len(read(Answer(200, body), INDEX, "^HSI", sessions, NOW)) == 10
        return
    with pytest.raises(UnreadableAnswer) as caught:
        read(Answer(200, body), INDEX, "^HSI", sessions, NOW)
    assert caught.value.detail == detail


def recorded(folder):
    """The bodies of recorded chart answers."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.*")))
    for said in (json.loads(text) for text in texts if text.startswith("{")):
        response = said.get("response", {}) if isinstance(said, dict) else {}
        body = response.get("bodyJson") or response.get("body") or said
        if isinstance(body, str) and body.startswith('{"chart"'):
            body = json.loads(body)
        if isinstance(body, dict) and (body.get("chart") or {}).get("result"):
            yield body


def about(body):
    """Symbol and interval of a chart."""
    meta = body["chart"]["result"][0]["meta"]
    return meta["symbol"], meta["dataGranularity"]


# ------------------------------------------------------------------ its files, read as a folder's


@pytest.mark.filterwarnings("ignore")  # yfinance's own
@pytest.mark.parametrize("auto_adjust", [True, False])
@pytest.mark.parametrize("form", ["history", "download"])
def test_what_yfinance_saves_is_read_as_a_file(fake_yahoo, tmp_path, form, auto_adjust):
    import yfinance

    yfinance.set_tz_cache_location(str(tmp_path))
    span = {"start": ROWS[0][:10], "end": "2025-03-01", "auto_adjust": auto_adjust}
    if form == "history":
        frame = yfinance.Ticker("^HSI", session=fake_yahoo.session()).history(**span)
    else:
        frame = yfinance.download("^HSI", session=fake_yahoo.session(), progress=False, **span)
    body = frame.to_csv().encode()
    prices = parse("^HSI.csv", body, 2)
    assert closes(prices) == [row.split(",")[4] for row in ROWS]
    assert [date.fromordinal(int(d)).isoformat() for d in prices.days] == [r[:10] for r in ROWS]
    assert prices.adjusted is auto_adjust
