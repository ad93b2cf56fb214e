"""FRED, the St. Louis Fed's database: daily closes without a key, one CSV file for each series.

A row without a figure is a day without a bar: FRED lists every weekday, holidays too. The
currencies are the Federal Reserve's noon rates in New York (H.10), not closes, quoted as the market
does: DEXUSEU is dollars for a euro (`EURUSD=X`), DEXJPUS is yen for a dollar (`JPY=X`), so the
instruments' symbols fit as they are. Treasury yields are the constant-maturity ones (H.15).

Standing: none is exact. What the Federal Reserve works out itself (H.15 yields, H.10 noon rates) is no
price that a report of that day quotes, and what FRED passes on has a vendor's uncertainty.
"""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NoReturn
from urllib.parse import urlsplit

import numpy as np

from factcheck import __version__
from factcheck.cells import Numbers, read_days, read_numbers
from factcheck.errors import (
    NoData,
    Refused,
    SourceError,
    UnknownSymbol,
    Unreachable,
    UnreadableAnswer,
)
from factcheck.instruments import Listing
from factcheck.prices import MISSING, Days, Origin, Prices
from factcheck.sources import Setting
from factcheck.sources._record import record
from factcheck.sources._shelf import Shelf

SOURCE = "fred"
FORM = "fred-2"  # of the parsed form in the store
BASE = "https://fred.stlouisfed.org/graph/fredgraph.csv"
USER_AGENT = f"factcheck-markets/{__version__}"  # those that claim to be a browser are turned away
SERIES = re.compile(r"[A-Z0-9][A-Z0-9_]{0,39}", re.ASCII)
DATES = ("observation_date", "DATE")
# what the Federal Reserve works out itself; not the price that a report of that day quotes, so
# none of it is exact (S2.5)
DEFINED = {
    "DGS": "constant-maturity yield (Federal Reserve H.15)",
    "DFII": "constant-maturity yield (Federal Reserve H.15)",
    "DTB": "Treasury bill rate (Federal Reserve H.15)",
    "DEX": "noon rate in New York (Federal Reserve H.10)",
}
MAY_BE_ZERO = ("yield", "commodity", "future")  # or below: oil was -36.98 on 2020-04-20
MAX_BYTES = 20_000_000
CHUNK = 65_536
TRIES = 3
BUDGET_SECONDS = 30.0  # for one series, waiting included
TIMEOUT_SECONDS = 10.0
LONGEST_WAIT = 60.0
GIVE_UP_AFTER = 5  # failed requests in a row end the run's fetching
LATEST_PUBLICATION = timedelta(days=10)  # H.10 comes on Mondays, for the week before
DAILY_GAP = 4  # days between the figures of a daily series, in the median


def source(setting: Setting) -> Fred:
    """The source with its usual parts."""
    return Fred(setting)


@dataclass
class Fred:
    """FRED's daily series, from the store where it covers the span, else from the network.

    `base`, `sleep` and `clock` are for tests.
    """

    setting: Setting
    base: str = BASE
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    name: str = SOURCE
    _failures: int = 0
    _errors: dict[str, SourceError] = field(default_factory=dict)
    _fetched: dict[tuple[str, str, int | None], Prices] = field(default_factory=dict)

    def bars(self, listing: Listing, first: date | None, last: date) -> Prices:
        """The whole history up to now, fetched at most once a run.

        Raises every SourceError: UnknownSymbol, NoData, Refused, Unreachable, UnreadableAnswer,
        Offline.
        """
        series = _series(listing)
        shelf = Shelf(SOURCE, FORM, read, self.setting)
        known = (series, listing.type, listing.decimals)
        prices = self._fetched.get(known) or shelf.kept(series, listing)
        if prices is None or not (known in self._fetched or _covers(shelf, prices, listing, last)):
            if self.setting.offline:
                raise shelf.offline(series, prices)
            prices = self._fetched[known] = self._fetch(shelf, series, listing, prices)
        return shelf.known_now(prices, listing, last)

    def _fetch(self, shelf: Shelf, series: str, listing: Listing, kept: Prices | None) -> Prices:
        if series in self._errors:
            raise self._errors[series]
        if self.setting.progress:
            self.setting.progress(f"fetching {series} from FRED")
        try:
            body, prices, told = self._tried(series, listing)
        except SourceError as problem:
            self._errors[series] = problem
            raise
        return shelf.put(series, listing, body, prices, kept, told)

    def _tried(self, series: str, listing: Listing) -> tuple[bytes, Prices, dict[str, str]]:
        """One retry layer: what may pass is tried again, within the budget of a series."""
        ends = self.clock() + BUDGET_SECONDS
        problem: SourceError = Unreachable(SOURCE, series, "it failed too often in this run")
        for attempt in range(TRIES):
            if self._failures >= GIVE_UP_AFTER:
                raise problem
            try:
                body, told = self._asked(series, ends)
                self._failures = 0
                return body, read(body, listing, series), told
            except _Later as later:
                problem, wait = later.problem, _wait(attempt, later.retry_after)
                self._failures += 1
            if attempt == TRIES - 1 or self.clock() + wait >= ends:
                break
            self.sleep(wait)
        raise problem

    def _asked(self, series: str, ends: float) -> tuple[bytes, dict[str, str]]:
        """The body of one answer, and what is kept of the request.

        Raises _Later for what may pass, a SourceError for the rest.
        """
        import http.client  # only where the network is needed
        from urllib.error import HTTPError, URLError
        from urllib.request import Request

        url = f"{self.base}?id={series}"
        headers = {"User-Agent": USER_AGENT, "Accept": "text/csv", "Accept-Encoding": "gzip"}
        request = Request(url, headers=headers)  # noqa: S310 - `base` is ours
        timeout = max(0.1, min(TIMEOUT_SECONDS, ends - self.clock()))
        try:
            with _opener(self.base).open(request, timeout=timeout) as response:
                told = record("GET", url, response.status, response.headers)
                return self._body(response, series, ends), told
        except HTTPError as error:
            with error:
                refuse(error.code, series, error.headers.get("Retry-After"))
        except (OSError, http.client.HTTPException, zlib.error) as error:
            reason = error.reason if isinstance(error, URLError) else error
            raise _Later(Unreachable(SOURCE, series, _words(reason))) from error

    def _body(self, response: Any, series: str, ends: float) -> bytes:
        """The decoded body, up to the limit; a slow one ends with the budget."""
        coding = response.headers.get("Content-Encoding", "identity")
        if coding not in ("identity", "gzip"):
            raise UnreadableAnswer(SOURCE, series, f"encoded as {coding[:20]!r}")
        unpack = zlib.decompressobj(31) if coding == "gzip" else None
        body = bytearray()
        while chunk := response.read1(CHUNK):
            room = MAX_BYTES + 1 - len(body)
            body += unpack.decompress(chunk, room) if unpack else chunk
            if len(body) > MAX_BYTES:
                raise UnreadableAnswer(SOURCE, series, f"more than {MAX_BYTES // 1_000_000} MB")
            if self.clock() >= ends:
                raise TimeoutError
        if response.length or (unpack and not unpack.eof) or not body.endswith(b"\n"):
            _check_page(bytes(body), series)
            raise _Later(Unreachable(SOURCE, series, "the answer was cut short"))
        return bytes(body)


class _Later(Exception):
    """A failure that may pass when asked again."""

    def __init__(self, problem: SourceError, retry_after: str | None = None) -> None:
        super().__init__(str(problem))
        self.problem, self.retry_after = problem, retry_after


def read(body: bytes, listing: Listing, series: str) -> Prices:
    """The closes of `series` in a CSV file of FRED's. Raises UnreadableAnswer or NoData."""
    days, cells = _rows(body, series)
    numbers, bad = read_numbers(cells)
    if np.any(bad):
        _unreadable(series, f"{cells[int(np.argmax(bad))][:30]!r} is no figure")
    days, numbers = days[there := numbers.after >= 0], numbers.at(np.flatnonzero(there))
    if not len(days):
        raise NoData(SOURCE, series, "the file has no figures")
    if len(days) > 20 and np.median(np.diff(days)) > DAILY_GAP:
        _unreadable(series, "its figures are of weeks or months, not of days")
    return _prices(days, numbers, listing, series)


def refuse(status: int, series: str, retry_after: str | None = None) -> NoReturn:
    """Raise the error that an answer's status stands for."""
    if status == 404:
        raise UnknownSymbol(SOURCE, series, "there is no such series")
    if status == 429:
        raise _Later(Refused(SOURCE, series, "too many requests"), retry_after)
    if status >= 500:
        raise _Later(Unreachable(SOURCE, series, f"HTTP {status}"), retry_after)
    if status == 403:
        raise Refused(SOURCE, series, "HTTP 403")
    if 300 <= status < 400:
        _unreadable(series, "it sends to another place")
    raise UnreadableAnswer(SOURCE, series, f"HTTP {status}")


def same_place(base: str, target: str) -> bool:
    """Whether a redirection may be followed: by https, to the host that was asked."""
    asked, meant = urlsplit(base), urlsplit(target)
    port = meant.port in (asked.port, 443, None)
    return meant.scheme == "https" and meant.hostname == asked.hostname and port


def _series(listing: Listing) -> str:
    series = listing.symbol_at(SOURCE)
    if series is None:
        raise UnknownSymbol(SOURCE, listing.symbol, "it has no such series")
    if not SERIES.fullmatch(series):
        raise UnknownSymbol(SOURCE, series[:40], "it cannot be a series there")
    return series


def _covers(shelf: Shelf, prices: Prices, listing: Listing, last: date) -> bool:
    """Whether asking again would bring no more for `last`: it is there, or will not come."""
    needed, retrieved = shelf.needed(listing, last), prices.origin.retrieved_at
    if needed is None or retrieved is None:
        return False
    if int(prices.days[-1]) >= needed:
        return True  # a figure is published once, when it is final
    calendar = shelf.setting.calendar(listing, prices.days)
    return retrieved >= shelf.ready(needed, calendar) + LATEST_PUBLICATION


def _opener(base: str) -> Any:
    from urllib.request import HTTPRedirectHandler, build_opener

    class SameHost(HTTPRedirectHandler):
        max_redirections = 3

        def redirect_request(self, *request: Any) -> Any:
            if not same_place(base, request[-1]):
                return None  # then the redirection itself is the answer
            return super().redirect_request(*request)

    return build_opener(SameHost)


def _check_page(body: bytes, series: str) -> None:
    if body.lstrip()[:1] == b"<":
        _unreadable(series, "an HTML page instead of data")


def _rows(body: bytes, series: str) -> tuple[Days, list[str]]:
    """The days, ascending, and what stands beside each; an empty cell for FRED's own dot."""
    _check_page(body, series)
    try:
        lines = body.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError:
        _unreadable(series, "it is no text")
    heading, *rows = lines[:-1] or [""]
    if heading not in [f"{dates},{series}" for dates in DATES]:
        _unreadable(series, f"its columns are {heading[:60]!r}")
    cells = [row.split(",") for row in rows]
    if any(len(pair) != 2 for pair in cells):
        wrong = next(n for n, pair in enumerate(cells, 2) if len(pair) != 2)
        _unreadable(series, f"line {wrong} is not a date and a figure")
    days, bad = read_days([day for day, _ in cells])
    if np.any(bad):
        _unreadable(series, f"{cells[int(np.argmax(bad))][0][:30]!r} is no date")
    if np.any(np.diff(days) <= 0):
        at = date.fromordinal(int(days[int(np.argmax(np.diff(days) <= 0)) + 1]))
        _unreadable(series, f"{at} is there twice or out of order")
    return days, ["" if figure == "." else figure for _, figure in cells]


def _prices(days: Days, numbers: Numbers, listing: Listing, series: str) -> Prices:
    places = max(listing.decimals or 0, numbers.places)
    close, bad = numbers.scaled(places)
    low = (close <= 0) & (listing.type not in MAY_BE_ZERO)
    if np.any(bad):
        _unreadable(series, "a figure has too many digits")
    if np.any(low):
        at = date.fromordinal(int(days[int(np.argmax(low))]))
        _unreadable(series, f"the figure of {at} is not above zero")
    none = np.full(len(days), MISSING, np.int64)
    said = next((text for prefix, text in DEFINED.items() if series.startswith(prefix)), "")
    origin = Origin(SOURCE, series, note=said)
    return Prices(days, none, none.copy(), none.copy(), close, none.copy(), places, origin)


def _unreadable(series: str, detail: str) -> NoReturn:
    raise UnreadableAnswer(SOURCE, series, detail)


def _wait(attempt: int, asked: str | None) -> float:
    if asked and asked.isdecimal() and asked.isascii() and len(asked) <= 4:
        return min(float(asked), LONGEST_WAIT)
    return float(2**attempt)


def _words(problem: object) -> str:
    """What went wrong with the connection, without addresses."""
    if isinstance(problem, TimeoutError):
        return "timed out"
    name = type(problem).__name__
    return {
        "gaierror": "its name could not be resolved",
        "ConnectionRefusedError": "the connection was refused",
        "ConnectionResetError": "the connection failed",
        "RemoteDisconnected": "the connection failed",
        "BrokenPipeError": "the connection failed",
        "IncompleteRead": "the answer was cut short",
        "SSLCertVerificationError": "its certificate is not trusted",
        "SSLError": "the secure connection failed",
        "error": "the answer cannot be unpacked",
    }.get(name, name)
