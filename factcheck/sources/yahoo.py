"""Yahoo Finance through yfinance: daily bars, split-adjusted, never adjusted for dividends.

yfinance carries the request (cookies, crumb, browser handshake); the answer's bytes are caught on
their way, kept in the store as they came, and read by `_chart`, because what yfinance makes of a
failure is an empty frame. It is imported when the network is really needed, and never before.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

import numpy as np

from factcheck.errors import (
    NoData,
    Offline,
    Refused,
    SourceError,
    UnknownSymbol,
    Unreachable,
    UnreadableAnswer,
)
from factcheck.instruments import SYMBOL, Listing
from factcheck.prices import MISSING, Prices, units_text
from factcheck.sources import Setting, kept_form, packed, unfinished
from factcheck.sources._chart import MAX_BYTES, SOURCE, Answer, read
from factcheck.sources._record import record

if TYPE_CHECKING:
    from factcheck.calendars import Calendar

FORM = "yahoo-2"  # of the parsed form in the store
TRIES = 3
BUDGET_SECONDS = 30.0  # for one symbol, waiting included
RUN_SECONDS = 120.0  # of a run, spent on requests that failed and on waiting for them
TIMEOUT_SECONDS = 10.0
MAX_REDIRECTS = 3
CHUNK = 65_536
LONGEST_WAIT = 60.0
ROOM_BYTES = 10_000_000  # for yfinance's caches
GIVE_UP_AFTER = 5  # failed requests in a row end the run's fetching
OVERLAP_SESSIONS = 5
HISTORY_FROM = date(1927, 1, 1)
CHART = "/v8/finance/chart/"
ISIN = re.compile(r"[A-Z]{2}[A-Z0-9]{9}[0-9]", re.ASCII)  # yfinance would look it up elsewhere
USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36"
ONE_AT_A_TIME = threading.Lock()  # yfinance has one session in a process


def source(setting: Setting) -> Yahoo:
    """The source with its usual parts."""
    return Yahoo(setting)


@dataclass
class Yahoo:
    """Yahoo's daily bars, from the store where it covers the span, else from the network.

    `session` is a curl_cffi or requests session (default: one of its own); `sleep` and `clock` are
    for tests.
    """

    setting: Setting
    session: Any = None
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    name: str = SOURCE
    _failures: int = 0
    _lost: float = 0.0  # seconds
    _errors: dict[str, SourceError] = field(default_factory=dict)
    _series: dict[tuple[str, str], Prices] = field(default_factory=dict)
    _fresh: set[str] = field(default_factory=set)  # fetched in this run: there is no newer

    def bars(self, listing: Listing, first: date | None, last: date) -> Prices:
        """The whole history up to now, once a run; the store's where it is fresh enough.

        Raises every SourceError: UnknownSymbol, NoData, Refused, Unreachable, UnreadableAnswer,
        Offline.
        """
        symbol = self._symbol(listing)
        calendar = self.setting.calendar(listing)
        known = (symbol, _form(listing))
        kept = self._series.get(known) or self._kept(symbol, listing, calendar)
        if kept is None or not (symbol in self._fresh or self._covers(kept, calendar, last)):
            kept = self._fetched(symbol, listing, calendar, kept)
            self._fresh.add(symbol)
        prices = self._series[known] = self._as_of_now(kept, calendar)
        if not len(prices) or prices.days[0] > last.toordinal():
            raise NoData(SOURCE, symbol, f"no bar on or before {last}")
        return prices

    def _symbol(self, listing: Listing) -> str:
        symbol = listing.symbol_at(SOURCE)
        if symbol is None:
            raise UnknownSymbol(SOURCE, listing.symbol, "it has no such series")
        if not SYMBOL.fullmatch(symbol) or ISIN.fullmatch(symbol):
            raise UnknownSymbol(SOURCE, symbol[:30], "it cannot be a symbol there")
        return symbol

    def _kept(self, symbol: str, listing: Listing, calendar: Calendar) -> Prices | None:
        """The series in the store, as it was when it was fetched."""
        store = self.setting.store
        pointer = store.pointer(_key(symbol)) if store else None
        if store is None or pointer is None:
            return None
        form = _form(listing)
        prices = kept_form(store, pointer.sha256, form)
        if prices is None:
            entry = store.get(_key(symbol))
            if entry is None:
                return None
            retrieved = datetime.fromisoformat(entry.meta["retrieved_at"])
            try:
                prices = self._read(Answer(200, entry.body), listing, symbol, calendar, retrieved)
            except SourceError:  # it was kept for another idea of what the symbol is
                return None
            store.put_parsed(pointer.sha256, form, packed(prices))
        retrieved = datetime.fromisoformat(pointer.meta["retrieved_at"])
        note = pointer.meta.get("revised", "")
        origin = replace(prices.origin, sha256=pointer.sha256, retrieved_at=retrieved, note=note)
        return replace(prices, origin=origin)

    def _covers(self, kept: Prices, calendar: Calendar, last: date) -> bool:
        """Whether the last session that has begun was over, with its delay, at the fetch."""
        needed = self._needed(calendar, last)
        retrieved = kept.origin.retrieved_at
        if needed is None or retrieved is None:
            return False
        hours = calendar.hours(needed)
        assert hours is not None
        ready = hours[1] + timedelta(minutes=self.setting.policy.partial_minutes)
        return int(kept.days[-1]) >= needed and retrieved >= ready and kept.partial != needed

    def _needed(self, calendar: Calendar, last: date) -> int | None:
        now = self.setting.now
        day = min(last.toordinal(), now.astimezone(calendar.zone).toordinal())
        needed = calendar.last_on_or_before(day)
        hours = calendar.hours(needed) if needed is not None else None
        if needed is not None and hours is not None and hours[0] > now:
            needed = calendar.previous(needed)
        return needed

    def _as_of_now(self, prices: Prices, calendar: Calendar) -> Prices:
        """What could be known at the run's `now`: no later bar, no unfinished one as finished."""
        now = self.setting.now
        today = now.astimezone(calendar.zone).toordinal()
        if len(prices) and prices.days[-1] > today:
            prices = prices.up_to(today)
        partial = unfinished(prices.days, calendar, now, self.setting.policy.partial_minutes)
        return prices if partial in (None, prices.partial) else replace(prices, partial=partial)

    def _fetched(
        self, symbol: str, listing: Listing, calendar: Calendar, kept: Prices | None
    ) -> Prices:
        if self.setting.offline:
            detail = f"kept up to {date.fromordinal(int(kept.days[-1]))}" if kept else ""
            raise Offline(SOURCE, symbol, detail)
        if symbol in self._errors:
            raise self._errors[symbol]
        if self.setting.progress:
            self.setting.progress(f"fetching {symbol} from Yahoo")
        try:
            answer, prices = self._tried(symbol, listing, calendar)
        except SourceError as problem:
            self._errors[symbol] = problem
            raise
        return self._put(symbol, listing, answer, prices, kept)

    def _tried(
        self, symbol: str, listing: Listing, calendar: Calendar
    ) -> tuple[Answer, Prices]:
        """One retry layer: what may pass is tried again, within the budget of a symbol."""
        begun = self.clock()
        try:
            return self._tries(symbol, listing, calendar, begun + BUDGET_SECONDS)
        except SourceError:
            self._lost += self.clock() - begun
            raise

    def _tries(
        self, symbol: str, listing: Listing, calendar: Calendar, ends: float
    ) -> tuple[Answer, Prices]:
        problem: SourceError | None = None
        for attempt in range(TRIES):
            if self._failures >= GIVE_UP_AFTER or self._lost >= RUN_SECONDS:
                raise problem or Unreachable(SOURCE, symbol, "it failed too often in this run")
            answer: Answer | None = None
            try:
                answer = self._asked(symbol, calendar, ends)
                prices = self._read(answer, listing, symbol, calendar, self.setting.now)
            except (Refused, Unreachable, UnreadableAnswer) as error:
                problem = error
                self._failures += not isinstance(error, UnreadableAnswer)
            else:
                self._failures = 0
                return answer, prices
            wait = _wait(attempt, answer)
            if _is_final(problem) or attempt == TRIES - 1 or self.clock() + wait >= ends:
                break
            self.sleep(wait)
        assert problem is not None
        raise problem

    def _read(
        self, answer: Answer, listing: Listing, symbol: str, calendar: Calendar, at: datetime
    ) -> Prices:
        minutes = self.setting.policy.partial_minutes
        return read(answer, listing, symbol, calendar, at, minutes)

    def _asked(self, symbol: str, calendar: Calendar, ends: float) -> Answer:
        """One call of yfinance, and the answer as it came over the wire."""
        with ONE_AT_A_TIME, _quiet() as library:
            if self.session is None:
                self.session = _new_session()
            library.forget()
            library.know_zone(symbol, calendar.zone.key)
            with _Recorder(self.session, symbol, lambda: ends - self.clock()) as recorder:
                problem = _aside()(
                    partial(library.history, symbol, self.session, self.setting.now)
                )
            # what it raised matters only where no answer came: of that, it makes an empty frame
            if recorder.answer is not None:
                return recorder.answer
            if library.is_rate_limit(problem):
                raise Refused(SOURCE, symbol, "too many requests")
            if problem is None:
                raise UnreadableAnswer(SOURCE, symbol, "yfinance did not show its answer")
            raise Unreachable(SOURCE, symbol, _reason(problem)) from problem

    def _put(
        self, symbol: str, listing: Listing, answer: Answer, prices: Prices, kept: Prices | None
    ) -> Prices:
        """Keep the answer as it came; a past that differs from what was kept is a revision."""
        revised = revision(kept, prices) if kept is not None else None
        library = f"yfinance {_library().module.__version__}"
        record = {"adapter": FORM, "library": library, **answer.record}
        meta = about(prices, self.setting.now, revised, record)
        sha256, store = "", self.setting.store
        if store is not None:
            extends = kept.origin.sha256 if kept is not None and not revised else ""
            sha256 = store.put(_key(symbol), answer.body, meta, extends=extends)
            store.put_parsed(sha256, _form(listing), packed(prices))
        return replace(prices, origin=replace(prices.origin, sha256=sha256, note=revised or ""))


def about(
    prices: Prices, now: datetime, revised: str | None, record: Mapping[str, str]
) -> dict[str, str]:
    """What the store is told of an answer that was fetched at `now`."""
    said = {
        "source": prices.origin.source,
        "symbol": prices.origin.symbol,
        "retrieved_at": now.astimezone(UTC).replace(microsecond=0).isoformat(),
        "first": _day(prices.days[0]).isoformat(),
        "last": _day(prices.days[-1]).isoformat(),
    }
    return {**record, **said, **({"revised": revised} if revised else {})}


def revision(old: Prices, new: Prices) -> str | None:
    """What of the past `new` says otherwise than `old`, as a sentence; None where they agree.

    A series with fewer than 5 common sessions agrees with nothing. The unfinished day may differ.
    """
    common, mine, yours = np.intersect1d(old.days, new.days, return_indices=True)
    gone = np.setdiff1d(old.days, new.days)
    gone = gone[gone >= new.days[0]] if len(common) else old.days
    if len(gone):
        return f"{len(gone)} sessions that were there are gone, {_day(gone[0])} the first"
    if len(common) < OVERLAP_SESSIONS:
        return f"only {len(common)} sessions in common with what was kept"
    places = max(old.decimals, new.decimals)
    for name in ("close", "open", "high", "low"):
        before, after = _at(old, name, places)[mine], _at(new, name, places)[yours]
        at = np.flatnonzero((before != after) & (common != (old.partial or -1)))
        if len(at):
            was, now = (units_text(int(c[at[0]]), places) or "none" for c in (before, after))
            return f"{len(at)} {name}s changed, the first of {_day(common[at[0]])}: {was} is now {now}"
    return None


def _at(prices: Prices, name: str, places: int) -> Any:
    column, factor = getattr(prices, name), 10 ** (places - prices.decimals)
    return np.where(column == MISSING, MISSING, column * factor)


def _day(ordinal: Any) -> date:
    return date.fromordinal(int(ordinal))


def _form(listing: Listing) -> str:
    """The name of a parsed form: reading an answer depends on what the listing says of it."""
    return f"{FORM}-{listing.type}-{listing.currency}-{listing.decimals}"


def _key(symbol: str) -> str:
    return f"{SOURCE}/{symbol}/1d"


def _wait(attempt: int, answer: Answer | None) -> float:
    asked = answer.retry_after if answer else None
    if asked and asked.isdigit() and len(asked) <= 4:
        return min(float(asked), LONGEST_WAIT)
    return float(2**attempt)


def _is_final(problem: SourceError) -> bool:
    """An answer that is whole and about something else will be so again."""
    return isinstance(problem, UnreadableAnswer) and "JSON" not in problem.detail and (
        "no chart" not in problem.detail
    )


def _reason(problem: BaseException) -> str:
    """An exception of the network in a few words, without addresses."""
    name = type(problem).__name__
    return {
        "_Elsewhere": "it sends to another host",
        "Timeout": "timed out",
        "TimeoutError": "timed out",
        "ReadTimeout": "timed out",
        "ReadTimeoutError": "timed out",
        "ConnectTimeout": "timed out",
        "ConnectionError": "the connection failed",
        "DNSError": "its name could not be resolved",
        "IncompleteRead": "the answer was cut short",
        "ChunkedEncodingError": "the answer was cut short",
        "ProtocolError": "the answer was cut short",
        "ProxyError": "the proxy failed",
        "OperationalError": "yfinance cannot write its caches",
        "SSLError": "the secure connection failed",
        "CertificateVerifyError": "its certificate is not trusted",
    }.get(name, name)


def _new_session() -> Any:
    """A session of the kind yfinance takes; without curl_cffi Yahoo refuses more often."""
    if os.environ.get("YF_DISABLE_CURL_CFFI", "").lower() not in ("1", "true", "yes"):
        try:
            from curl_cffi import requests as browser  # with yfinance only
        except ImportError:
            pass
        else:
            return browser.Session(impersonate="chrome")
    import requests

    session = requests.Session()
    session.headers["User-Agent"] = USER_AGENT
    return session


class _Elsewhere(Exception):
    """A request, or a redirection, to another host than Yahoo's."""


class _Recorder:
    """Catches one symbol's chart answer on its way through a session, and bounds each request."""

    def __init__(self, session: Any, symbol: str, left: Callable[[], float]) -> None:
        self.session, self.symbol, self.left = session, symbol, left
        self.answer: Answer | None = None
        self._request = session.request

    def __enter__(self) -> _Recorder:
        self.session.request = self._recorded
        return self

    def __exit__(self, *problem: object) -> None:
        del self.session.request  # the class' own shows again

    def _recorded(self, method: str, url: str, *args: Any, **options: Any) -> Any:
        chart = unquote(urlsplit(url).path).endswith(CHART + self.symbol)
        if chart:
            self.answer = None  # the newest counts, and if it fails, none
        capped = _Capped(self.left)
        try:
            response = self._followed(capped, method, url, *args, **options)
        except Exception:
            if chart and capped.full:
                self.answer = Answer(200, bytes(capped.body))  # `read` says what is wrong with it
            raise
        if chart:
            headers = response.headers
            self.answer = Answer(
                response.status_code,
                response.content,
                headers.get("Retry-After"),
                record(method, url, response.status_code, headers, options.get("params")),
            )
        return response

    def _followed(
        self, capped: _Capped, method: str, url: str, *args: Any, **options: Any
    ) -> Any:
        """The answer at the end of redirections, each of them looked at before it is followed."""
        for _ in range(MAX_REDIRECTS + 1):
            _check(url)
            options["timeout"] = max(0.1, min(TIMEOUT_SECONDS, self.left()))
            options["allow_redirects"] = False
            response = capped.response(self.session, self._request, method, url, *args, **options)
            target = response.headers.get("Location")
            if not (300 <= response.status_code < 400 and target):
                return response
            url, options = urljoin(url, target), {**options, "params": None}
            if response.status_code in (301, 302, 303):
                method, options = "GET", {**options, "data": None, "json": None}
        raise _Elsewhere


def _check(url: str) -> None:
    """Raise _Elsewhere for an address that is not Yahoo's own, by https."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "https" or not (host == "yahoo.com" or host.endswith(".yahoo.com")):
        raise _Elsewhere


class _Aside:
    """A thread that calls for us: Python hears no signal while curl waits for an answer."""

    def __init__(self) -> None:
        from queue import SimpleQueue

        self._wanted: SimpleQueue[Callable[[], Exception | None]] = SimpleQueue()
        self._done: SimpleQueue[Exception | None] = SimpleQueue()
        threading.Thread(target=self._work, daemon=True).start()

    def __call__(self, call: Callable[[], Exception | None]) -> Exception | None:
        self._wanted.put(call)
        return self._done.get()

    def _work(self) -> None:
        while True:
            self._done.put(self._wanted.get()())


@cache
def _aside() -> _Aside:
    """One for the process: curl keeps its connections by the thread."""
    return _Aside()


class _Capped:
    """A body that grows to the limit and no further, whatever a compressed answer unpacks to."""

    def __init__(self, left: Callable[[], float]) -> None:
        self.body = bytearray()
        self.left = left

    @property
    def full(self) -> bool:
        """Whether there is more than the limit."""
        return len(self.body) > MAX_BYTES

    def response(self, session: Any, request: Any, *args: Any, **options: Any) -> Any:
        """The answer to one request with its body, as curl_cffi or as requests has it."""
        self.body.clear()
        if any(c.__module__.startswith("curl_cffi") for c in type(session).__mro__):
            response = request(*args, **options, content_callback=self.take)
            response.content = bytes(self.body)
            return response
        with request(*args, **options, stream=True) as response:
            while chunk := response.raw.read1(CHUNK, decode_content=True):  # what has come, however little
                if self.take(chunk) != len(chunk):
                    raise ValueError("more than the limit")
                if self.left() <= 0:
                    raise TimeoutError
        response._content = bytes(self.body)
        return response

    def take(self, chunk: bytes) -> int:
        """What curl calls with each piece."""
        if self.full:
            return 0xFFFFFFFF  # CURL_WRITEFUNC_ERROR: stop the transfer
        self.body += chunk
        return len(chunk)


@contextmanager
def _quiet() -> Iterator[_Library]:
    """yfinance with its exceptions shown and its chatter not, all as before when it is done."""
    import logging  # yfinance brings it along
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        library = _library()
        warnings.simplefilter("ignore")  # once more: importing yfinance lets its own through
        debug = library.module.config.debug
        hidden, log = debug.hide_exceptions, logging.getLogger("yfinance")
        level, disabled = log.level, log.disabled
        debug.hide_exceptions, log.disabled = False, True
        try:
            yield library
        finally:
            debug.hide_exceptions, log.disabled = hidden, disabled
            log.setLevel(level)


@cache
def _library() -> _Library:
    """yfinance, imported, with its caches in a folder of this process that goes with it.

    Its cookie cache is a pickle, so one that others can write to would run their code.
    """
    folder = _room()  # first: what is registered last runs first at the end, which is yfinance's
    import yfinance

    yfinance.set_tz_cache_location(folder)
    return _Library(yfinance)


def _room() -> str:
    """A folder of this process; where the disk is full none, and yfinance does without."""
    import atexit
    import shutil
    import tempfile

    try:
        folder = tempfile.mkdtemp(prefix="factcheck-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return folder if shutil.disk_usage(folder).free >= ROOM_BYTES else os.devnull
    except OSError:
        return os.devnull


@dataclass(frozen=True)
class _Library:
    """The few things that are asked of yfinance."""

    module: Any

    def forget(self) -> None:
        """Clear its answers: a bad one for past days would be served as long as we run."""
        from yfinance.data import YfData

        YfData.cache_get.cache_clear()

    def know_zone(self, symbol: str, zone: str) -> None:
        """Spare it the request that asks for the zone; the answer's own zone is checked anyway."""
        from peewee import PeeweeException
        from yfinance import cache as caches

        with suppress(PeeweeException, OSError):  # it asks, then
            caches.get_tz_cache().store(symbol, zone)

    def history(self, symbol: str, session: Any, now: datetime) -> Exception | None:
        """Have it ask for all daily bars up to `now`; what went wrong, if anything did."""
        try:
            self.module.Ticker(symbol, session=session).history(
                start=HISTORY_FROM,
                end=now.date() + timedelta(days=2),  # exclusive, and in the east it is tomorrow
                interval="1d",
                auto_adjust=False,
                back_adjust=False,
                actions=True,
                keepna=True,
                repair=False,
                timeout=TIMEOUT_SECONDS,
            )
        except Exception as problem:  # curl's, JSON's, its own: the answer's bytes decide
            return problem
        return None

    def is_rate_limit(self, problem: Exception | None) -> bool:
        """Whether it gave up because Yahoo had had enough."""
        from yfinance.exceptions import YFRateLimitError

        return isinstance(problem, YFRateLimitError)
