"""Where prices come from: one file for each place, and the desk that asks them in order.

A source turns a listing and a span of days into bars as they were printed, or raises one of the
named errors of `errors.py`; "no prices" is never an answer. Adding a source is its file and one
line in `SOURCES`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

import numpy as np

from factcheck import calendars
from factcheck.errors import FactcheckError, NoData, SourceError, UnknownSymbol
from factcheck.policy import Policy
from factcheck.prices import Action, Days, Origin, Prices, Repair

if TYPE_CHECKING:
    from factcheck.calendars import Calendar
    from factcheck.configuration import Query
    from factcheck.instruments import Listing
    from factcheck.store import Store

Progress = Callable[[str], None]


class Source(Protocol):
    """One place that prices come from."""

    name: str

    def bars(self, listing: Listing, first: date | None, last: date) -> Prices:
        """The daily bars of `listing` from `first` (None: the first there is) to `last`.

        A source may answer with more days than asked for. Raises UnknownSymbol, NoData, Refused,
        Unreachable, UnreadableAnswer or Offline, and InputError for a file that cannot be read.
        """
        ...


@dataclass(frozen=True)
class Setting:
    """What a source may be built from. `now` is the run's clock; no source reads another."""

    now: datetime
    store: Store | None = None
    offline: bool = False
    progress: Progress | None = None
    policy: Policy = field(default_factory=Policy)
    query: Query | None = None  # of the database

    def calendar(self, listing: Listing, days: Days | Sequence[int] = ()) -> Calendar:
        """The sessions of `listing`; `days` are all there were where its calendar is `rows`."""
        if listing.calendar not in ("rows", "weekdays"):
            return calendars.get(listing.calendar, self.store, self.now.date())
        zone = ZoneInfo(listing.zone or "UTC")
        if listing.calendar == "rows":
            return calendars.from_days(days, zone, listing.hours)
        first = int(days[0]) if len(days) else calendars.EARLIEST.toordinal()
        last = self.now.toordinal() + 366
        holidays = (day.toordinal() for day in listing.holidays)
        return calendars.weekdays(first, last, holidays, zone, listing.hours)


SOURCES: Mapping[str, Callable[[Setting], Source]] = {
    "yahoo": lambda setting: _module("yahoo").source(setting),
    "fred": lambda setting: _module("fred").source(setting),
    "sql": lambda setting: _module("sql").source(setting),
    "akshare": lambda setting: _module("akshare").source(setting),
}


def source(name: str, setting: Setting) -> Source:
    """The source `name`, or the folder of CSV files. Raises FactcheckError for any other name."""
    if name in SOURCES:  # also where a folder is called the same
        return SOURCES[name](setting)
    if Path(name).is_dir():
        return _module("csv_folder").CsvFolder(Path(name), setting)  # type: ignore[no-any-return]
    raise FactcheckError(f"unknown source {name!r}; the sources are {', '.join(SOURCES)}")


@dataclass(frozen=True)
class Used:
    """One series that was used, as a report lists it."""

    name: str
    symbol: str
    retrieved_at: datetime | None
    first: date | None
    last: date | None
    sha256: str
    official: bool
    note: str = ""


class Desk:
    """Asks the sources in order: whoever knows the symbol answers for the whole series.

    Two sources are never mixed in one series. Each symbol is asked for once a run, unless a later
    claim needs a longer span; an error is remembered as well.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = tuple(sources)
        self._known: dict[tuple[str, str], _Answer] = {}
        self._used: dict[tuple[str, str], Used] = {}

    @property
    def used(self) -> list[Used]:
        """The series that answered, in the order they were first asked for."""
        return list(self._used.values())

    @property
    def silent(self) -> list[SourceError]:
        """Why sources that may know a symbol did not answer: down, refused, no such days."""
        problems = (answer.problem for answer in self._known.values())
        return [p for p in problems if p is not None and not isinstance(p, UnknownSymbol)]

    def prices(self, listing: Listing, first: date | None, last: date) -> Prices:
        """The bars of `listing` that cover the span as far as the first source that knows it does.

        Raises what the last source raised when none knows the symbol.
        """
        unknown: SourceError | None = None
        for place in self.sources:
            try:
                return self._ask(place, listing, first, last)
            except UnknownSymbol as problem:
                unknown = problem
        raise unknown or UnknownSymbol("factcheck", listing.symbol, "there is no source to ask")

    def every(self, listing: Listing, first: date | None, last: date) -> list[Prices]:
        """The series of every source that knows the symbol, in order (S18.12: two are compared).

        Raises as `prices` does when none has it.
        """
        found: list[Prices] = []
        problem: SourceError | None = None
        for place in self.sources:
            try:
                found.append(self._ask(place, listing, first, last))
            except SourceError as error:
                problem = problem if problem and isinstance(error, UnknownSymbol) else error
        if not found:
            raise problem or UnknownSymbol("factcheck", listing.symbol, "there is no source to ask")
        return found

    def _ask(self, place: Source, listing: Listing, first: date | None, last: date) -> Prices:
        key = (place.name, listing.symbol)
        known = self._known.get(key)
        if known is None or not known.covers(first, last):
            known = known.widened(first, last) if known and known.prices else _Answer(first, last)
            try:
                prices = place.bars(listing, known.first, known.last)
                known = replace(known, prices=prices, problem=None)
            except SourceError as problem:
                known = replace(known, prices=None, problem=problem)
            self._known[key] = known
        if known.prices is None:
            assert known.problem is not None
            raise known.problem
        self._used[key] = _used(known.prices)
        return known.prices


def desk(
    setting: Setting,
    data: Iterable[Path] = (),
    inline: Source | None = None,
    names: Iterable[str] = ("yahoo",),
) -> Desk:
    """The usual desk: prices in the claim file, then folders, then the store and the network."""
    places: list[Source] = [inline] if inline is not None else []
    for folder in data:
        places.append(_module("csv_folder").CsvFolder(folder, setting))
    places.extend(source(name, setting) for name in names)
    return Desk(places)


@dataclass(frozen=True)
class _Answer:
    first: date | None
    last: date
    prices: Prices | None = None
    problem: SourceError | None = None

    def covers(self, first: date | None, last: date) -> bool:
        """Whether asking again for this span would bring nothing new."""
        if isinstance(self.problem, UnknownSymbol):
            return True
        if isinstance(self.problem, NoData):  # it begins later
            return last <= self.last
        if self.problem is not None:  # a shorter span may still be had, from the store
            return self.last <= last and _starts_by(first, self.first)
        return last <= self.last and _starts_by(self.first, first)

    def widened(self, first: date | None, last: date) -> _Answer:
        start = self.first if _starts_by(self.first, first) else first
        return _Answer(start, max(self.last, last))


def _starts_by(mine: date | None, asked: date | None) -> bool:
    return mine is None or (asked is not None and mine <= asked)


def _used(prices: Prices) -> Used:
    origin = prices.origin
    first, last = (int(prices.days[0]), int(prices.days[-1])) if len(prices) else (0, 0)
    return Used(
        origin.source,
        origin.symbol,
        origin.retrieved_at,
        date.fromordinal(first) if first else None,
        date.fromordinal(last) if last else None,
        origin.sha256,
        origin.official,
        origin.note,
    )


def _module(name: str) -> Any:
    return import_module(f"factcheck.sources.{name}")


def unfinished(days: Days, calendar: Calendar, moment: datetime, minutes: int) -> int | None:
    """The last of `days`, if at `moment` its session was not over for `minutes` yet (S18.2)."""
    if not len(days):
        return None
    last = int(days[-1])
    hours = calendar.hours(last)
    if hours is None:
        if not calendar.covers(last):
            return None
        closed = datetime.combine(
            date.fromordinal(last) + timedelta(days=1), datetime.min.time(), calendar.zone
        )
        return last if moment < closed else None
    return last if moment < hours[1] + timedelta(minutes=minutes) else None


COLUMNS = ("open", "high", "low", "close", "volume")


def packed(prices: Prices) -> bytes:
    """A series as bytes: a line of JSON, five columns as int64, days as int32; little-endian."""
    origin = prices.origin
    retrieved = origin.retrieved_at.isoformat() if origin.retrieved_at else None
    told = [origin.source, origin.symbol, retrieved, origin.official, origin.sha256, origin.note]
    head = {
        "rows": len(prices),
        "decimals": prices.decimals,
        "origin": told,
        "currency": prices.currency,
        "zone": prices.zone,
        "first_day": prices.first_day,
        "partial": prices.partial,
        "excerpt": prices.excerpt,
        "adjusted": prices.adjusted,
        "actions": [[a.day, a.kind, str(a.value)] for a in prices.actions],
        "repairs": [list(astuple(r)) for r in prices.repairs],
    }
    line = json.dumps(head).encode()
    line += b" " * (-(len(line) + 1) % 8) + b"\n"  # so that the columns are aligned
    columns = (getattr(prices, name).astype("<i8").tobytes() for name in COLUMNS)
    return line + b"".join(columns) + prices.days.astype("<i4").tobytes()


def kept_form(store: Store, sha256: str, form: str) -> Prices | None:
    """The parsed form of an object in the store; None where there is none that can be read."""
    body = store.get_parsed(sha256, form)
    try:
        return unpacked(body) if body is not None else None
    except ValueError:
        return None


def unpacked(body: bytes) -> Prices:
    """The inverse of `packed`. Raises ValueError for other bytes."""
    try:
        return _unpacked(body)
    except (LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as problem:
        raise ValueError("no parsed form of a series") from problem


def _unpacked(body: bytes) -> Prices:
    start = body.index(b"\n") + 1
    head = json.loads(body[:start])
    rows = head["rows"]
    table = np.frombuffer(body, "<i8", 5 * rows, start).reshape(5, rows)
    days = np.frombuffer(body, "<i4", rows, start + 40 * rows).astype(np.int32, copy=False)
    opened, high, low, close, volume = table.astype(np.int64, copy=False)
    name, symbol, retrieved, official, sha256, note = head["origin"]
    moment = datetime.fromisoformat(retrieved) if retrieved else None
    return Prices(
        days,
        opened,
        high,
        low,
        close,
        volume,
        head["decimals"],
        Origin(name, symbol, moment, official, sha256, note),
        currency=head["currency"],
        zone=head["zone"],
        first_day=head["first_day"],
        partial=head["partial"],
        excerpt=head["excerpt"],
        adjusted=head["adjusted"],
        actions=tuple(Action(day, kind, Fraction(value)) for day, kind, value in head["actions"]),
        repairs=tuple(Repair(*told) for told in head["repairs"]),
    )
