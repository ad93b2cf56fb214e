"""akshare: Hong Kong and mainland China from Sina's pages, as traded, never adjusted.

The way to the Hang Seng Tech and CSI 300 histories without a key. The pages are scraped by a
library that is not ours, so all of it stays in this file: a frame is believed in nothing that can
be checked, and kept as CSV. Adjusted histories are never asked for: they fold in dividends (S3.4).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NoReturn

import numpy as np

from factcheck.cells import PRICE_COLUMNS
from factcheck.errors import (
    FactcheckError,
    InputError,
    NoData,
    Refused,
    SourceError,
    UnknownSymbol,
    Unreachable,
    UnreadableAnswer,
)
from factcheck.instruments import Listing
from factcheck.prices import MISSING, Origin, Prices, Repair
from factcheck.sources import Setting
from factcheck.sources._rows import COLUMNS, as_csv
from factcheck.sources._shelf import Shelf
from factcheck.sources.csv_folder import parse

SOURCE = "akshare"
FORM = "akshare-2"  # of the parsed form in the store
ANSWER_SECONDS = 60.0  # its requests have no limit of their own
MAX_ROWS = 100_000
MAINLAND = re.compile(r"(sh|sz|bj)[0-9]{6}", re.ASCII)
HONG_KONG_SHARE = re.compile(r"[0-9]{5}", re.ASCII)
HONG_KONG_INDEX = re.compile(r"[A-Z][A-Z0-9]{1,11}", re.ASCII)
SHARES = ("share", "etf")
REFUSALS = (401, 403, 429, 456)  # 456 is Sina's own word for too many requests
AS_TRADED = "as traded: not adjusted for splits"


def source(setting: Setting) -> Akshare:
    """The source with its usual parts."""
    return Akshare(setting)


@dataclass
class Akshare:
    """Daily bars of Sina's, from the store where it covers the span, else from the network.

    `module` is what is called instead of akshare, for tests.
    """

    setting: Setting
    module: Any = None
    seconds: float = ANSWER_SECONDS
    name: str = SOURCE
    _errors: dict[str, SourceError] = field(default_factory=dict)
    _fetched: dict[tuple[str, str, int | None], Prices] = field(default_factory=dict)

    def bars(self, listing: Listing, first: date | None, last: date) -> Prices:
        """The whole history up to now, fetched at most once a run.

        Raises every SourceError: UnknownSymbol, NoData, Refused, Unreachable, UnreadableAnswer,
        Offline, and FactcheckError where akshare is not installed.
        """
        code, function, options = _call(listing)
        shelf = Shelf(SOURCE, FORM, read, self.setting)
        known = (code, listing.type, listing.decimals)
        prices = self._fetched.get(known) or shelf.kept(code, listing)
        if prices is None or not (known in self._fetched or shelf.has(prices, listing, last)):
            if self.setting.offline:
                raise shelf.offline(code, prices)
            if code in self._errors:
                raise self._errors[code]
            try:
                body, fresh = self._asked(code, listing, function, options)
            except SourceError as problem:
                self._errors[code] = problem
                raise
            asked = ", ".join(f"{k}={v!r}" for k, v in {"symbol": code, **options}.items())
            told = {"library": self._version(), "call": f"{function}({asked})"}
            prices = self._fetched[known] = shelf.put(code, listing, body, fresh, prices, told)
        return shelf.known_now(prices, listing, last)

    def _version(self) -> str:
        return f"akshare {getattr(self.module or _library(), '__version__', '')}".rstrip()

    def _asked(
        self, code: str, listing: Listing, function: str, options: dict[str, str]
    ) -> tuple[bytes, Prices]:
        if self.setting.progress:
            self.setting.progress(f"fetching {code} from akshare")
        module = self.module or _library()
        try:
            call = getattr(module, function)
        except AttributeError:
            raise FactcheckError(f"this akshare has no {function}; another version may") from None
        body = _as_csv(_within(self.seconds, call, code, options), code)
        return body, read(body, listing, code)


def _call(listing: Listing) -> tuple[str, str, dict[str, str]]:
    """Which of akshare's functions has the listing, by the shape of its code there."""
    code = listing.symbol_at(SOURCE)
    if code is None:
        raise UnknownSymbol(SOURCE, listing.symbol, "it has no such series")
    if listing.type in SHARES and HONG_KONG_SHARE.fullmatch(code):
        return code, "stock_hk_daily", {"adjust": ""}
    if listing.type == "share" and MAINLAND.fullmatch(code):
        return code, "stock_zh_a_daily", {"adjust": ""}
    if listing.type == "index" and MAINLAND.fullmatch(code):
        return code, "stock_zh_index_daily", {}
    if listing.type == "index" and HONG_KONG_INDEX.fullmatch(code):
        return code, "stock_hk_index_daily_sina", {}
    raise UnknownSymbol(SOURCE, code[:30], f"it cannot be a code of a {listing.type} there")


def _library() -> Any:
    try:
        import akshare
    except ImportError:
        raise FactcheckError("akshare needs: pip install 'factcheck-markets[china]'") from None
    return akshare


def _within(seconds: float, call: Any, code: str, options: dict[str, str]) -> Any:
    """What the call returns, in time; a call that hangs is left behind."""
    answer: list[Any] = []

    def work() -> None:
        try:
            answer.append(call(symbol=code, **options))
        except Exception as problem:
            answer.append(problem)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(seconds)
    if not answer:
        raise Unreachable(SOURCE, code, "timed out")
    if isinstance(answer[0], Exception):
        _raise(answer[0], code)
    return answer[0]


def _raise(problem: Exception, code: str) -> NoReturn:
    """The error that an exception of the network, or of reading a page, stands for."""
    status = getattr(getattr(problem, "response", None), "status_code", None)
    if status in REFUSALS:
        raise Refused(SOURCE, code, f"HTTP {status}") from problem
    if status == 404:
        raise UnknownSymbol(SOURCE, code, "HTTP 404") from problem
    name = type(problem).__name__
    families = [family.__module__.partition(".")[0] for family in type(problem).__mro__]
    network = isinstance(problem, OSError) or {"requests", "urllib3", "http"} & set(families)
    if name == "JSONDecodeError" or not network:  # requests has one of its own
        detail = f"akshare could not read its page ({name})"
        raise UnreadableAnswer(SOURCE, code, detail) from problem
    raise Unreachable(SOURCE, code, "timed out" if "Timeout" in name else name) from problem


def _as_csv(frame: Any, code: str) -> bytes:
    """A frame's columns by name, checked, as CSV."""
    if not hasattr(frame, "columns"):
        raise UnreadableAnswer(SOURCE, code, f"{type(frame).__name__} where a table was meant")
    missing = [name for name in ("date", "close") if name not in frame.columns]
    if missing and len(frame):
        found = ", ".join(map(str, frame.columns))[:120]
        raise UnreadableAnswer(SOURCE, code, f"no column {missing[0]!r}; it has {found}")
    if not len(frame):
        raise NoData(SOURCE, code, "the table is empty")
    names = [name for name in COLUMNS if name in frame.columns]
    try:
        return as_csv(f"{SOURCE} {code}", names, _cells(frame, names), MAX_ROWS)[0]
    except InputError as error:
        detail = f"row {error.problems[0].line}: {error.problems[0].sentence}"
        raise UnreadableAnswer(SOURCE, code, detail) from None
    except ValueError as error:
        raise UnreadableAnswer(SOURCE, code, str(error)) from None


def _cells(frame: Any, names: Sequence[str]) -> Iterator[list[object]]:
    """Row by row; what pandas calls not a number is a cell that the page left empty."""
    for row in frame[list(names)].itertuples(index=False, name=None):
        yield [_plain(cell) if at else cell for at, cell in enumerate(row)]


def _plain(cell: object) -> object:
    if isinstance(cell, np.generic):
        cell = cell.item()
    return None if isinstance(cell, float) and np.isnan(cell) else cell


def read(body: bytes, listing: Listing, code: str) -> Prices:
    """The bars of a frame that was kept. Raises UnreadableAnswer."""
    try:
        prices = parse(f"{SOURCE} {code}", body, listing.decimals)
    except InputError as error:
        detail = f"line {error.problems[0].line}: {error.problems[0].sentence}"
        raise UnreadableAnswer(SOURCE, code, detail) from None
    note = AS_TRADED if listing.type in SHARES else ""
    return _positive(replace(prices, origin=Origin(SOURCE, code, note=note)), code)


def _positive(prices: Prices, code: str) -> Prices:
    """A price of 0 is a page's way of having none (S18.7); below zero, none of it is believed."""
    columns = {name: getattr(prices, name) for name in PRICE_COLUMNS}
    for name, column in columns.items():
        if np.any((column < 0) & (column != MISSING)):
            raise UnreadableAnswer(SOURCE, code, f"a price in {name!r} is below zero")
    zeros = sum(int(np.count_nonzero(column == 0)) for column in columns.values())
    if not zeros:
        return prices
    opened, high, low, close = (np.where(c == 0, MISSING, c) for c in columns.values())
    sentence = f"{zeros} prices of 0 are taken as missing"
    repair = Repair("S18.7", "zero-missing", sentence, lost=True)
    repairs = (*prices.repairs, repair)
    return replace(prices, open=opened, high=high, low=low, close=close, repairs=repairs)
