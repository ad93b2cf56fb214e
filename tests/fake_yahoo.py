#!/usr/bin/env python3
"""A stand-in for Yahoo Finance's chart service, for offline tests.  Standard library only.

It answers in Yahoo's JSON form from a folder of CSV files, one file a symbol:

    DIR/0700.HK.csv         columns date,open,high,low,close,adj_close,volume and, if wished,
                            dividends (an amount) and splits (new shares for one old share);
                            all but date and close may be missing, an empty cell is null
    DIR/^HSI.csv            the same; HSI.csv does for it too
    DIR/0700.HK@1h.csv      optional intraday bars: the same columns, date (or datetime) as
                            'YYYY-MM-DD HH:MM' in the exchange's own time, or with an offset;
                            DIR/intraday/0700.HK_1h.csv does for it too
    DIR/0700.HK.events.csv  optional: date,kind,value   kind: dividend | split | capital_gain
                            value: an amount, or for a split 'new:old' such as 4:1
    DIR/symbols.csv         optional: symbol,name,type,exchange,currency,timezone,open,close
                            overrides what is guessed from the symbol, and feeds search/lookup

Run it:

    python fake_yahoo.py DIR --port 8808 --now 2025-02-23T12:00:00Z
    python fake_yahoo.py DIR --fault 429                    # every chart request fails
    python fake_yahoo.py DIR --fault MSFT=500 --fault ^HSI=timeout:2   # the first 2 only

or in a test (see test_yahoo.py next to this file):

    with FakeYahoo(DIR, now="2025-02-23T12:00:00Z") as fake:
        yf.Ticker("^HSI", session=fake.session()).history(start="2025-02-17", end="2025-02-22")
        fake.fault("429", symbol="MSFT", times=1)
        assert fake.requests[-1].path.startswith("/v8/finance/chart/")

`fake.session()` is an ordinary curl_cffi (or requests) session that sends every request for a
*.yahoo.com host to this server instead, so yfinance itself stays unpatched: cookies, the crumb,
the consent fallback, search and charts all arrive here.  A program that is tested as a whole,
from outside, needs no hook at all: give the server a certificate (--cert/--key) and start the
program with HTTPS_PROXY=http://127.0.0.1:PORT and the certificate in SSL_CERT_FILE,
REQUESTS_CA_BUNDLE and CURL_CA_BUNDLE; the server answers CONNECT and speaks TLS itself:

    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout key.pem -out cert.pem \\
        -subj /CN=fake -addext "subjectAltName=DNS:*.finance.yahoo.com,DNS:*.yahoo.com"

Faults meet chart requests; to meet another endpoint name it as the symbol ('getcrumb=429',
'search=500').  By name:

    404 401 403 500 502 503 any status   that status, with Yahoo's JSON error (502/503: HTML)
    429        'Too Many Requests' as plain text, as Yahoo's edge sends it
    timeout    accept the request, say nothing for --stall seconds, then close
    reset      close the connection without an answer
    truncate   full Content-Length, half of the body, then close
    badjson    status 200, half of the JSON, correctly framed
    html       status 200, an HTML page
    down       status 200, the 'Will be right back' page
    empty      status 200, a result without any bar
    null       status 200, chart.result null and chart.error null
    nulllast   the newest bar there, but its prices null
    nolast     the newest bar left out
    duplast    the newest day twice: its session bar, and a live bar stamped with the time of day
    notz       no exchangeTimezoneName in the metadata
    short      the newest bar only, and validRanges 1d and 5d: how Yahoo has HSTECH.HK
    429-7      as 429, with Retry-After: 7
    slow       the body a byte every tenth of a second
    elsewhere  a redirect to another host
    wrongsymbol wrongcurrency wrongzone badzone wrongtype weekly
               metadata that speak of something else
    unsorted duplicate negative zero nan inf strings bools shortarray longarray milliseconds
    nullmid future deep huge digits before1970 manybars
               bars that cannot be, each in its way
    x100       the bar in the middle in hundredths
    halfsplit  the older half of the bars as before a 4:1 split that nobody tells of
    restated   the bar in the middle 1% higher than it was
    errhtml    404, its reason full of markup, runner commands and terminal escapes
    namehtml   the same in the instrument's name, currency and exchange
    jsondup    the result twice, the second about something else
    trailing   something after the JSON
    manyvalues 20 MB of small numbers
    gzipbomb   200 MB of blanks, packed into 1 MB
    elsewhere:URL  a redirect to that address

While it runs, GET /__fake/log lists the requests seen (JSON), and
POST /__fake/fault?kind=429&symbol=MSFT&times=1 sets a fault (kind=none clears them).
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import datetime as dt
import importlib
import json
import socket
import ssl
import sys
import threading
import time
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

UTC = dt.UTC

# suffix or prefix -> exchange, type, currency, timezone, session open and close (local)
_BY_SUFFIX = {
    ".HK": ("HKG", "EQUITY", "HKD", "Asia/Hong_Kong", "09:30", "16:00"),
    ".SS": ("SHH", "EQUITY", "CNY", "Asia/Shanghai", "09:30", "15:00"),
    ".SZ": ("SHZ", "EQUITY", "CNY", "Asia/Shanghai", "09:30", "15:00"),
    ".T": ("JPX", "EQUITY", "JPY", "Asia/Tokyo", "09:00", "15:30"),
    ".KS": ("KSC", "EQUITY", "KRW", "Asia/Seoul", "09:00", "15:30"),
    ".TW": ("TAI", "EQUITY", "TWD", "Asia/Taipei", "09:00", "13:30"),
    ".L": ("LSE", "EQUITY", "GBp", "Europe/London", "08:00", "16:30"),
    ".DE": ("GER", "EQUITY", "EUR", "Europe/Berlin", "09:00", "17:30"),
    ".PA": ("PAR", "EQUITY", "EUR", "Europe/Paris", "09:00", "17:30"),
    ".NS": ("NSI", "EQUITY", "INR", "Asia/Kolkata", "09:15", "15:30"),
    ".AX": ("ASX", "EQUITY", "AUD", "Australia/Sydney", "10:00", "16:00"),
    "=X": ("CCY", "CURRENCY", "USD", "Europe/London", "00:00", "23:59"),
    "=F": ("NYM", "FUTURE", "USD", "America/New_York", "00:00", "23:59"),
    "-USD": ("CCC", "CRYPTOCURRENCY", "USD", "UTC", "00:00", "23:59"),
}
_INDEX = {
    "^HSI": _BY_SUFFIX[".HK"],
    "^HSCE": _BY_SUFFIX[".HK"],
    "HSTECH.HK": _BY_SUFFIX[".HK"],
    "000001.SS": _BY_SUFFIX[".SS"],
    "000300.SS": _BY_SUFFIX[".SS"],
    "399001.SZ": _BY_SUFFIX[".SZ"],
    "^N225": ("OSA", "INDEX", "JPY", "Asia/Tokyo", "09:00", "15:30"),
    "^KS11": _BY_SUFFIX[".KS"],
    "^TWII": _BY_SUFFIX[".TW"],
    "^FTSE": _BY_SUFFIX[".L"],
    "^GDAXI": _BY_SUFFIX[".DE"],
    "^FCHI": _BY_SUFFIX[".PA"],
    "^NSEI": _BY_SUFFIX[".NS"],
    "^HSTECH": _BY_SUFFIX[".HK"],
    "^BSESN": ("BSE", "INDEX", "INR", "Asia/Kolkata", "09:15", "15:30"),
    "^AXJO": _BY_SUFFIX[".AX"],
    "^STOXX50E": _BY_SUFFIX[".DE"],
}
_US = ("NMS", "EQUITY", "USD", "America/New_York", "09:30", "16:00")
_INDEX.update(
    dict.fromkeys(("^GSPC", "^DJI", "^IXIC", "^NDX", "^RUT", "^VIX", "^TNX", "^TYX", "^FVX"), _US)
)
_VALID_RANGES = ["1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max"]
# days a request may span, days back from now that exist at all (None: no limit)
_INTRADAY_LIMITS = {
    "1m": (8, 30),
    "2m": (60, 60),
    "5m": (60, 60),
    "15m": (60, 60),
    "30m": (60, 60),
    "90m": (60, 60),
    "60m": (730, 730),
    "1h": (730, 730),
}
_MULTIDAY = ("5d", "1wk", "1mo", "3mo")
_NOT_FOUND = "No data found, symbol may be delisted"


@dataclass
class Listing:
    """What the chart metadata says about a symbol."""

    symbol: str
    name: str
    exchange: str
    type: str
    currency: str
    timezone: str
    open: str
    close: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def at(self, day: dt.date, clock: str) -> int:
        hour, minute = (int(part) for part in clock.split(":"))
        return int(
            dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone).timestamp()
        )


def guess_listing(symbol: str) -> Listing:
    row = _INDEX.get(symbol)
    if row is None:
        row = next((r for suffix, r in _BY_SUFFIX.items() if symbol.endswith(suffix)), _US)
    kind = "INDEX" if symbol.startswith("^") or symbol in _INDEX else row[1]
    currency = symbol[-5:-2] if symbol.endswith("=X") else row[2]  # of a pair the second
    return Listing(symbol, symbol, row[0], kind, currency, *row[3:])


@dataclass
class Bar:
    """One bar; `stamp` is the Unix time of its start, `day` its local date."""

    stamp: int
    day: dt.date
    open: float | None
    high: float | None
    low: float | None
    close: float | None
    adj_close: float | None
    volume: int | None


def _number(text: str | None) -> float | None:
    return float(text) if text not in (None, "") else None


Row = dict[str, str]


class Market:
    """The folder of CSV files.  A file is read anew when it has changed: a test may change it."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self._read: dict[Path, tuple[int, list[Row]]] = {}

    def _rows(self, *names: str) -> list[Row] | None:
        """The rows of the first of these files that is there."""
        for name in names:
            path = self.folder / name
            if ".." in path.parts or not path.is_file():
                continue
            changed = path.stat().st_mtime_ns
            known = self._read.get(path)
            if known is None or known[0] != changed:
                with path.open(newline="", encoding="utf-8-sig") as handle:
                    known = self._read[path] = (changed, list(csv.DictReader(handle)))
            return known[1]
        return None

    def _daily(self, symbol: str) -> list[Row] | None:
        return self._rows(f"{symbol}.csv", f"{symbol.removeprefix('^')}.csv")

    def listing(self, symbol: str) -> Listing:
        listing = guess_listing(symbol)
        for row in self._rows("symbols.csv") or []:
            if row["symbol"] == symbol:
                for key in ("name", "type", "exchange", "currency", "timezone", "open", "close"):
                    if row.get(key):
                        setattr(listing, key, row[key])
        return listing

    def symbols(self) -> list[Listing]:
        names = {row["symbol"] for row in self._rows("symbols.csv") or []}
        for path in self.folder.glob("*.csv"):
            stem = path.name[: -len(".csv")]
            if stem != "symbols" and not stem.endswith(".events") and "@" not in stem:
                names.add(f"^{stem}" if f"^{stem}" in _INDEX else stem)
        return [self.listing(name) for name in sorted(names)]

    def bars(self, listing: Listing, interval: str) -> list[Bar] | None:
        """All bars of a symbol, oldest first; None for a symbol that is not there."""
        symbol = listing.symbol
        intraday = interval in _INTRADAY_LIMITS
        if intraday:
            rows = self._rows(
                f"{symbol}@{interval}.csv",
                f"intraday/{symbol}_{interval}.csv",
                f"intraday/{symbol.removeprefix('^')}_{interval}.csv",
            )
            if rows is None and self._daily(symbol) is not None:
                return []
        else:
            rows = self._daily(symbol)
        if rows is None:
            return None
        bars = [_bar(listing, row, intraday) for row in rows]
        bars.sort(key=lambda bar: bar.stamp)
        return _group(listing, bars, interval) if interval in _MULTIDAY else bars

    def events(self, listing: Listing) -> Iterable[tuple[int, str, str]]:
        """When, what (dividend, split, capital_gain) and how much ('new:old' for a split)."""
        for row in self._daily(listing.symbol) or []:
            for column, kind in (("dividends", "dividend"), ("splits", "split")):
                amount = _number(row.get(column)) or 0.0
                if amount:
                    text = f"{amount:g}:1" if kind == "split" else row[column]
                    yield listing.at(dt.date.fromisoformat(row["date"]), listing.open), kind, text
        for row in self._rows(f"{listing.symbol}.events.csv") or []:
            yield (
                listing.at(dt.date.fromisoformat(row["date"]), listing.open),
                row["kind"],
                row["value"],
            )


def _bar(listing: Listing, row: Row, intraday: bool) -> Bar:
    if intraday:
        moment = dt.datetime.fromisoformat(row.get("datetime") or row["date"])
        moment = (
            moment.astimezone(listing.zone)
            if moment.tzinfo
            else moment.replace(tzinfo=listing.zone)
        )
        stamp, day = int(moment.timestamp()), moment.date()
    else:
        day = dt.date.fromisoformat(row["date"])
        stamp = listing.at(day, listing.open)
    close, volume = _number(row.get("close")), _number(row.get("volume"))
    return Bar(
        stamp,
        day,
        _number(row.get("open")),
        _number(row.get("high")),
        _number(row.get("low")),
        close,
        _number(row.get("adj_close")) if row.get("adj_close") else close,
        None if volume is None else int(volume),
    )


def _group(listing: Listing, bars: list[Bar], interval: str) -> list[Bar]:
    """Weeks (from Monday), months and quarters, stamped as Yahoo stamps them: their first day."""

    def first_day(day: dt.date) -> dt.date:
        if interval == "1wk":
            return day - dt.timedelta(days=day.weekday())
        if interval == "1mo":
            return day.replace(day=1)
        if interval == "3mo":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        return day - dt.timedelta(days=day.toordinal() % 5)

    groups: dict[dt.date, list[Bar]] = {}
    for bar in bars:
        if bar.close is not None:
            groups.setdefault(first_day(bar.day), []).append(bar)
    return [
        Bar(
            listing.at(day, "00:00"),
            day,
            members[0].open,
            max((b.high for b in members if b.high is not None), default=None),
            min((b.low for b in members if b.low is not None), default=None),
            members[-1].close,
            members[-1].adj_close,
            sum(b.volume or 0 for b in members),
        )
        for day, members in sorted(groups.items())
    ]


_WRONG_META: dict[str, dict[str, Any]] = {
    "wrongsymbol": {"symbol": "TSLA"},
    "wrongcurrency": {"currency": "ZWL"},
    "wrongzone": {"exchangeTimezoneName": "Pacific/Auckland"},
    "badzone": {"exchangeTimezoneName": "../../etc/passwd"},
    "wrongtype": {"instrumentType": "CRYPTOCURRENCY"},
    "weekly": {"dataGranularity": "1wk"},
    "namehtml": {"longName": "", "shortName": "", "exchangeName": "", "fullExchangeName": ""},
}
_MARKUP = "<script>alert(1)</script>::error::x ##[error]y \x1b[31m=1+1 \u202e"
_WRONG_META["namehtml"] = dict.fromkeys(_WRONG_META["namehtml"], _MARKUP)


def _spoil(  # noqa: PLR0912  a fault each
    result: dict[str, Any], fault: str | None
) -> None:
    """Make the bars of an answer wrong in the way that the fault names."""
    stamps, quote = result["timestamp"], result["indicators"]["quote"][0]
    middle = len(stamps) // 2
    values = {
        "negative": -1.5,
        "zero": 0,
        "nan": float("nan"),
        "inf": float("inf"),
        "bools": True,
        "strings": "100.0",
        "nullmid": None,
    }
    if fault in values:
        quote["close"][middle] = values[fault]
    elif fault == "digits":
        quote["close"][middle] = 10**400
    elif fault == "x100":
        for name in ("open", "high", "low", "close"):
            quote[name][middle] *= 100
    elif fault == "restated":
        quote["close"][middle] *= 1.01
    elif fault == "halfsplit":
        for name in ("open", "high", "low", "close"):
            quote[name][:middle] = [4 * price for price in quote[name][:middle]]
    elif fault == "before1970":
        stamps[0] = -(10**12)
    elif fault == "manybars":
        stamps[:] = range(stamps[-1] - 150_000, stamps[-1])
        for column in quote.values():
            column[:] = [1.0] * len(stamps)
    elif fault == "unsorted":
        for column in (stamps, *quote.values()):
            column.reverse()
    elif fault == "duplicate":
        for name, column in (("timestamp", stamps), *quote.items()):
            column.insert(middle, column[middle] if name != "close" else 999.0)
    elif fault == "shortarray":
        quote["close"].pop()
    elif fault == "longarray":
        quote["high"].append(1.0)
    elif fault == "milliseconds":
        stamps[:] = [stamp * 1000 for stamp in stamps]
    elif fault == "future":
        for name, column in (("timestamp", stamps), *quote.items()):
            column.append(column[-1] + 86400 * 30 if name == "timestamp" else 1.0)


@dataclass
class Fault:
    """Something that goes wrong: for one symbol or all, for some requests or all."""

    kind: str
    symbol: str | None = None
    times: int | None = None

    @classmethod
    def parse(cls, text: str) -> Fault:
        """'429', 'MSFT=500', 'MSFT=500:2'."""
        symbol, _, kind = text.rpartition("=")
        kind, _, times = kind.partition(":")
        return cls(kind, symbol or None, int(times) if times else None)


@dataclass
class Seen:
    """One request as the server saw it."""

    method: str
    host: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    status: int = 0


class _Answer(Exception):
    """Ends a request with this status and this body."""

    def __init__(
        self,
        status: int,
        body: Any,
        kind: str = "application/json",
        header: tuple[str, str] | None = None,
    ) -> None:
        self.status, self.kind, self.header = status, kind, header
        self.body = (
            body
            if isinstance(body, bytes)
            else (body.encode() if isinstance(body, str) else json.dumps(body).encode())
        )


@cache
def _bomb() -> bytes:
    packer = zlib.compressobj(1, wbits=31)
    packed = [packer.compress(b" " * 1_000_000) for _ in range(200)]
    return b"".join([*packed, packer.flush()])


def _error(status: int, code: str, description: str, root: str = "chart") -> _Answer:
    return _Answer(
        status, {root: {"result": None, "error": {"code": code, "description": description}}}
    )


class FakeYahoo:
    """The server.  Use it as a context manager, or call start() and stop()."""

    def __init__(
        self,
        folder: str | Path,
        *,
        port: int = 0,
        now: str | dt.datetime | None = None,
        faults: Iterable[Fault] = (),
        stall: float = 30.0,
        cert: str | None = None,
        key: str | None = None,
    ) -> None:
        self.market = Market(folder)
        self.stall = stall
        self.requests: list[Seen] = []
        self._faults = list(faults)
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        if isinstance(now, str):
            now = dt.datetime.fromisoformat(now.replace("Z", "+00:00"))
        if now is not None and now.tzinfo is None:
            now = now.replace(tzinfo=UTC)
        self._now = now
        self.tls: ssl.SSLContext | None = None
        if cert:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(cert, key)
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
        self._server.daemon_threads = True
        self._server.fake = self  # type: ignore[attr-defined]
        self._thread: threading.Thread | None = None

    # -- life -----------------------------------------------------------------------------
    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> FakeYahoo:
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()

    def serve_forever(self) -> None:
        self._server.serve_forever(poll_interval=0.02)

    def __enter__(self) -> FakeYahoo:
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.stop()

    # -- what a test uses -----------------------------------------------------------------
    def fault(self, kind: str, symbol: str | None = None, times: int | None = None) -> None:
        """From now on fail like this; kind 'none' clears all faults."""
        if kind == "gzipbomb":
            _bomb()  # made before anybody waits for it
        with self._lock:
            if kind == "none":
                self._faults.clear()
            else:
                self._faults.append(Fault(kind, symbol, times))

    def charts(self, symbol: str | None = None) -> list[Seen]:
        """The chart requests seen so far, of one symbol or of all."""
        prefix = "/v8/finance/chart/"
        return [
            seen
            for seen in list(self.requests)
            if seen.path.startswith(prefix) and symbol in (None, unquote(seen.path[len(prefix) :]))
        ]

    def session(self, backend: str = "curl_cffi") -> Any:
        """A session for yfinance's `session=` that comes here for every *.yahoo.com address."""
        library = importlib.import_module(
            "requests" if backend == "requests" else "curl_cffi.requests"
        )
        options = {} if backend == "requests" else {"impersonate": "chrome"}
        target = self.url

        class LocalSession(library.Session):  # type: ignore[name-defined,misc]
            def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
                parts = urlsplit(url)
                host = parts.hostname or ""
                if host == "yahoo.com" or host.endswith(".yahoo.com"):
                    headers = dict(kwargs.pop("headers", None) or {})
                    headers["X-Fake-Host"] = host
                    kwargs["headers"] = headers
                    url = target + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                return super().request(method, url, *args, **kwargs)

        return LocalSession(**options)

    # -- answers --------------------------------------------------------------------------
    def now(self) -> dt.datetime:
        return self._now or dt.datetime.now(UTC)

    def take_fault(self, target: str, chart: bool = True) -> str | None:
        """The fault due for this symbol's chart, or for the endpoint of this name."""
        with self._lock:
            for fault in self._faults:
                elsewhere = fault.symbol != target and (fault.symbol is not None or not chart)
                if elsewhere or fault.times == 0:
                    continue
                if fault.times is not None:
                    fault.times -= 1
                return fault.kind
        return None

    def chart(  # noqa: PLR0912  a fault or a parameter each
        self, symbol: str, query: dict[str, str], fault: str | None
    ) -> dict[str, Any]:
        listing = self.market.listing(symbol)
        interval = query.get("interval", "1d")
        if interval != "1d" and interval not in _MULTIDAY and interval not in _INTRADAY_LIMITS:
            raise _error(
                400, "Bad Request", f"Invalid input - interval={interval} is not supported."
            )
        bars = self.market.bars(listing, interval)
        if bars is None:
            raise _error(404, "Not Found", _NOT_FOUND)
        now = int(self.now().timestamp())
        bars = [bar for bar in bars if bar.stamp <= now]
        start, end = self._window(listing, query, bars, now)
        if interval in _INTRADAY_LIMITS:
            self._check_intraday(interval, start, end, now)
        newest = bars[-1] if bars else None
        if fault == "short":
            bars = bars[-1:]
        elif fault == "nolast" and bars:
            bars = bars[:-1]
        elif fault == "nulllast" and newest is not None:
            bars = [*bars[:-1], Bar(newest.stamp, newest.day, None, None, None, None, None, None)]
        elif fault == "duplast" and newest is not None:
            live = Bar(**asdict(newest))
            live.stamp = min(now, listing.at(newest.day, listing.close))
            bars = [*bars, live]
        chosen = [bar for bar in bars if start <= bar.stamp < end]
        before = [bar.close for bar in bars if bar.stamp < start and bar.close is not None]
        if (
            "period1" in query
            and bars
            and not chosen
            and (end <= bars[0].stamp or start > bars[-1].stamp + 86400 * 7)
        ):
            raise _error(
                400, "Bad Request", f"Data doesn't exist for startDate = {start}, endDate = {end}"
            )
        meta = self._meta(listing, interval, query, bars, now, before[-1] if before else None)
        meta |= _WRONG_META.get(fault or "", {})
        if fault == "notz":
            del meta["exchangeTimezoneName"]
        if fault == "short":
            meta["validRanges"] = ["1d", "5d"]
        if fault == "empty" or not chosen:
            return {"meta": meta, "indicators": {"quote": [{}]}}
        result: dict[str, Any] = {"meta": meta, "timestamp": [bar.stamp for bar in chosen]}
        events = self._events(listing, start, end)
        if events:
            result["events"] = events
        quote = {
            name: [getattr(bar, name) for bar in chosen]
            for name in ("open", "high", "low", "close", "volume")
        }
        result["indicators"] = {"quote": [quote]}
        if interval not in _INTRADAY_LIMITS:
            result["indicators"]["adjclose"] = [{"adjclose": [bar.adj_close for bar in chosen]}]
        _spoil(result, fault)
        return result

    def _window(
        self, listing: Listing, query: dict[str, str], bars: list[Bar], now: int
    ) -> tuple[int, int]:
        if "period1" in query:
            return int(query["period1"]), int(query.get("period2", now))
        name = query.get("range", "1d")
        unit = name.lstrip("0123456789")
        count = int(name[: len(name) - len(unit)] or 1)
        today = self.now().astimezone(listing.zone).date()
        if name == "max" or not bars:
            return 0, now + 1
        if name == "ytd":
            first = today.replace(month=1, day=1)
        elif unit == "d":
            days = sorted({bar.day for bar in bars})
            first = days[max(0, len(days) - count)]
        elif unit in ("mo", "y"):
            months = today.year * 12 + today.month - 1 - count * (12 if unit == "y" else 1)
            first = dt.date(months // 12, months % 12 + 1, min(today.day, 28))
        elif unit == "wk":
            first = today - dt.timedelta(weeks=count)
        else:
            raise _error(
                422, "Unprocessable Entity", f"Invalid input - range={name} is not supported."
            )
        return listing.at(first, "00:00"), now + 1

    @staticmethod
    def _check_intraday(interval: str, start: int, end: int, now: int) -> None:
        span, back = _INTRADAY_LIMITS[interval]
        window = f"{interval} data not available for startTime={start} and endTime={end}. "
        if end - start > span * 86400 + 60:
            raise _error(
                422,
                "Unprocessable Entity",
                window
                + (
                    f"Only {span} days worth of {interval} granularity data are allowed to be "
                    "fetched per request."
                ),
            )
        if start < now - back * 86400 - 60:
            raise _error(
                422,
                "Unprocessable Entity",
                window + (f"The requested range must be within the last {back} days."),
            )

    def _meta(
        self,
        listing: Listing,
        interval: str,
        query: dict[str, str],
        bars: list[Bar],
        now: int,
        previous: float | None,
    ) -> dict[str, Any]:
        today = self.now().astimezone(listing.zone)
        offset = int((today.utcoffset() or dt.timedelta()).total_seconds())
        last = next((bar for bar in reversed(bars) if bar.close is not None), None)
        year = [bar for bar in bars if last and bar.day > last.day - dt.timedelta(days=365)]
        highs = [bar.high for bar in year if bar.high is not None]
        lows = [bar.low for bar in year if bar.low is not None]

        def period(day: dt.date, opens: str, closes: str) -> dict[str, Any]:
            return {
                "timezone": today.tzname(),
                "start": listing.at(day, opens),
                "end": listing.at(day, closes),
                "gmtoffset": offset,
            }

        meta: dict[str, Any] = {
            "currency": listing.currency,
            "symbol": listing.symbol,
            "exchangeName": listing.exchange,
            "fullExchangeName": listing.exchange,
            "instrumentType": listing.type,
            "firstTradeDate": bars[0].stamp if bars else None,
            "regularMarketTime": min(now, listing.at(last.day, listing.close)) if last else now,
            "hasPrePostMarketData": False,
            "gmtoffset": offset,
            "timezone": today.tzname(),
            "exchangeTimezoneName": listing.timezone,
            "regularMarketPrice": last.close if last else None,
            "fiftyTwoWeekHigh": max(highs, default=None),
            "fiftyTwoWeekLow": min(lows, default=None),
            "regularMarketDayHigh": last.high if last else None,
            "regularMarketDayLow": last.low if last else None,
            "regularMarketVolume": last.volume if last else None,
            "longName": listing.name,
            "shortName": listing.name,
            "chartPreviousClose": previous,
            "priceHint": 2,
            "currentTradingPeriod": {
                "pre": period(today.date(), listing.open, listing.open),
                "regular": period(today.date(), listing.open, listing.close),
                "post": period(today.date(), listing.close, listing.close),
            },
            "dataGranularity": interval,
            "range": query.get("range", ""),
            "validRanges": _VALID_RANGES,
        }
        if interval in _INTRADAY_LIMITS:
            days = sorted({bar.day for bar in bars})
            meta["tradingPeriods"] = [[period(day, listing.open, listing.close)] for day in days]
        return meta

    def _events(self, listing: Listing, start: int, end: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for stamp, kind, value in self.market.events(listing):
            if not start <= stamp < end:
                continue
            if kind == "split":
                new, old = (float(part) for part in value.split(":"))
                found.setdefault("splits", {})[str(stamp)] = {
                    "date": stamp,
                    "numerator": new,
                    "denominator": old,
                    "splitRatio": value,
                }
            else:
                group = {"dividend": "dividends", "capital_gain": "capitalGains"}[kind]
                found.setdefault(group, {})[str(stamp)] = {"amount": float(value), "date": stamp}
        return found

    def quote(self, symbol: str) -> dict[str, Any] | None:
        """What quoteSummary and quote say; None for a symbol that is not there."""
        listing = self.market.listing(symbol)
        now = int(self.now().timestamp())
        bars = [
            bar
            for bar in self.market.bars(listing, "1d") or []
            if bar.stamp <= now and bar.close is not None
        ]
        if not bars:
            return None
        previous = bars[-2].close if len(bars) > 1 else None
        return {
            "symbol": symbol,
            "shortName": listing.name,
            "longName": listing.name,
            "quoteType": listing.type,
            "exchange": listing.exchange,
            "currency": listing.currency,
            "exchangeTimezoneName": listing.timezone,
            "timeZoneFullName": listing.timezone,
            "regularMarketPrice": bars[-1].close,
            "regularMarketPreviousClose": previous,
        }

    def search(self, text: str, limit: int) -> list[Listing]:
        needle = text.casefold()
        return [
            item
            for item in self.market.symbols()
            if needle in item.name.casefold() or needle == item.symbol.casefold()
        ][:limit]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def fake(self) -> FakeYahoo:
        return self.server.fake  # type: ignore[attr-defined,no-any-return]

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def handle(self) -> None:
        try:
            super().handle()
        except (ConnectionError, ssl.SSLError):
            self.close_connection = True

    def do_CONNECT(self) -> None:
        """Be the proxy and the Yahoo host behind it, when there is a certificate to show."""
        if self.fake.tls is None:
            self.send_error(501, "start the server with --cert and --key to use it as a proxy")
            return
        self.send_response(200, "Connection Established")
        self.end_headers()
        self.connection = self.fake.tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb", self.rbufsize)
        self.wfile = self.connection.makefile("wb", 0)
        self.close_connection = False

    def finish(self) -> None:
        super().finish()
        if isinstance(self.connection, ssl.SSLSocket):
            self.connection.close()  # the server closes only the plain one that it made

    def do_GET(self) -> None:
        self._respond()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._respond()

    def _respond(self) -> None:
        parts = urlsplit(self.path)
        query = {
            name: values[-1]
            for name, values in parse_qs(parts.query, keep_blank_values=True).items()
        }
        host = str(self.headers.get("X-Fake-Host") or self.headers.get("Host") or "")
        seen = Seen(self.command, host, parts.path, query)
        if not parts.path.startswith("/__fake/"):
            self.fake.requests.append(seen)
        try:
            self._route(parts.path, query)
        except _Answer as answer:
            seen.status = answer.status
            self._send(answer)

    def _route(  # noqa: PLR0912, PLR0915  an address each
        self, path: str, query: dict[str, str]
    ) -> None:
        fake = self.fake
        if path == "/__fake/log":
            raise _Answer(200, [asdict(item) for item in fake.requests])
        if path == "/__fake/fault":
            fake.fault(
                query.get("kind", "none"),
                query.get("symbol"),
                int(query["times"]) if "times" in query else None,
            )
            raise _Answer(200, {"ok": True})
        if path.startswith("/v8/finance/chart/"):
            symbol = unquote(path[len("/v8/finance/chart/") :])
            fault = fake.take_fault(symbol)
            self._fail(fault)
            try:
                result = fake.chart(symbol, query, fault)
            except (ValueError, KeyError) as problem:
                raise _error(
                    500, "internal-error", f"{type(problem).__name__}: {problem}"
                ) from problem
            if fault == "null":
                raise _Answer(200, {"chart": {"result": None, "error": None}})
            body = json.dumps({"chart": {"result": [result], "error": None}}).encode()
            if fault == "deep":
                body = b"[" * 200_000
            if fault == "huge":
                body = b'{"chart": "' + b" " * 25_000_000 + b'"}'
            if fault == "manyvalues":
                body = b"[" + b"1," * 9_900_000 + b"1]"
            if fault == "trailing":
                body += b"<script>"
            if fault == "jsondup":
                other = {**result, "meta": {**result["meta"], "symbol": "TSLA"}}
                body = body[:-2] + b', "result": ' + json.dumps([other]).encode() + b"}}"
            if fault == "gzipbomb":
                raise _Answer(200, _bomb(), header=("Content-Encoding", "gzip"))
            if fault == "slow":
                self._slowly(body)
            if fault == "badjson":
                body = body[: len(body) // 2]
            if fault == "truncate":
                self._half(body)
            raise _Answer(200, body)
        if path.endswith("/v1/test/getcrumb"):
            self._fail(fake.take_fault("getcrumb", chart=False))
            raise _Answer(200, "fakecrumb", "text/plain")
        if path == "/v1/finance/search":
            self._fail(fake.take_fault("search", chart=False))
            hits = fake.search(query.get("q", ""), int(query.get("quotesCount", 8)))
            found = [
                {
                    "symbol": hit.symbol,
                    "shortname": hit.name,
                    "longname": hit.name,
                    "quoteType": hit.type,
                    "exchange": hit.exchange,
                    "exchDisp": hit.exchange,
                    "isYahooFinance": True,
                }
                for hit in hits
            ]
            raise _Answer(
                200,
                {
                    "count": len(found),
                    "quotes": found,
                    "news": [],
                    "lists": [],
                    "researchReports": [],
                    "nav": [],
                },
            )
        if path == "/v1/finance/lookup":
            hits = fake.search(query.get("query", ""), int(query.get("count", 25)))
            kind = query.get("type", "all").upper()
            documents = [
                {
                    "symbol": hit.symbol,
                    "shortName": hit.name,
                    "quoteType": hit.type.lower(),
                    "exchange": hit.exchange,
                }
                for hit in hits
                if kind in ("ALL", hit.type)
            ]
            raise _Answer(200, {"finance": {"result": [{"documents": documents}], "error": None}})
        if path.startswith("/v10/finance/quoteSummary/"):
            symbol = unquote(path.rpartition("/")[2])
            quote = fake.quote(symbol)
            if quote is None:
                raise _error(
                    404, "Not Found", f"Quote not found for symbol: {symbol}", root="quoteSummary"
                )
            raise _Answer(200, {"quoteSummary": {"result": [{"quoteType": quote}], "error": None}})
        if path == "/v7/finance/quote":
            known = [fake.quote(symbol) for symbol in query.get("symbols", "").split(",")]
            raise _Answer(
                200,
                {"quoteResponse": {"result": [quote for quote in known if quote], "error": None}},
            )
        if "/fundamentals-timeseries/" in path:
            symbol = unquote(path.rpartition("/")[2])
            raise _Answer(
                200, {"timeseries": {"result": [{"meta": {"symbol": [symbol]}}], "error": None}}
            )
        if path == "/consent":
            raise _Answer(
                200,
                '<form><input name="csrfToken" value="t"><input name="sessionId" value="s"></form>',
                "text/html",
            )
        if path in ("/v2/collectConsent", "/copyConsent"):
            raise _Answer(200, "", "text/html")
        if path == "/":  # fc.yahoo.com: a 404 page that sets the cookie
            raise _Answer(404, "<html>fake</html>", "text/html")
        raise _error(404, "Not Found", f"fake_yahoo does not serve {path}", root="finance")

    def _fail(self, fault: str | None) -> None:  # noqa: PLR0912  a fault each
        if fault is None:
            return
        if fault == "timeout":
            self.fake._stopping.wait(self.fake.stall)
            raise _Answer(0, b"")
        if fault == "reset":
            raise _Answer(0, b"")
        if fault == "429":
            raise _Answer(429, "Too Many Requests\r\n", "text/plain")
        if fault.startswith("429-"):
            raise _Answer(429, "Too Many Requests\r\n", "text/plain", ("Retry-After", fault[4:]))
        if fault == "elsewhere":
            raise _Answer(302, "", "text/html", ("Location", "http://localhost:9/"))
        if fault.startswith("elsewhere:"):
            raise _Answer(302, "", "text/html", ("Location", fault.partition(":")[2]))
        if fault == "errhtml":
            raise _error(404, "Not Found", f"No data found, {_MARKUP}")
        if fault == "html":
            raise _Answer(200, "<!doctype html><html><body>Yahoo</body></html>", "text/html")
        if fault == "down":
            raise _Answer(200, "<html><body>Will be right back...</body></html>", "text/html")
        if fault in ("502", "503"):
            raise _Answer(int(fault), f"<html><h1>{fault} Bad Gateway</h1></html>", "text/html")
        if fault == "404":
            raise _error(404, "Not Found", _NOT_FOUND)
        if fault.isdigit():
            raise _error(int(fault), "error", f"fake error {fault}")

    def _half(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2])
        raise _Answer(0, b"")

    def _slowly(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for number in range(len(body)):
            if self.fake._stopping.wait(0.1):
                break
            self.wfile.write(body[number : number + 1])
        raise _Answer(0, b"")

    def _send(self, answer: _Answer) -> None:
        if answer.status == 0:  # hang up
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", f"{answer.kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(answer.body)))
        if answer.header:
            self.send_header(*answer.header)
        if self.path == "/":
            expires = time.strftime(
                "%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 31536000)
            )
            self.send_header("Set-Cookie", f"A3=d=fake; Expires={expires}; Path=/")
        self.end_headers()
        self.wfile.write(answer.body)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", help="folder of SYMBOL.csv files")
    parser.add_argument("--port", type=int, default=0, help="default: a free one")
    parser.add_argument(
        "--now", help="the server's clock, as 2025-02-23T12:00:00Z (default: the real time)"
    )
    parser.add_argument("--fault", action="append", default=[], metavar="[SYMBOL=]KIND[:TIMES]")
    parser.add_argument(
        "--stall", type=float, default=30.0, help="seconds that a 'timeout' fault keeps silent"
    )
    parser.add_argument("--cert", help="certificate (PEM) to answer CONNECT with, as a proxy")
    parser.add_argument("--key", help="its private key (PEM)")
    args = parser.parse_args(argv)
    fake = FakeYahoo(
        args.folder,
        port=args.port,
        now=args.now,
        stall=args.stall,
        cert=args.cert,
        key=args.key,
        faults=[Fault.parse(text) for text in args.fault],
    )
    print(fake.url, flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        fake.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
