"""A database of prices: one query that reads, from the configuration, run once for each symbol.

The query comes from `factcheck.toml`, never from a claim file, and has its values bound: `:symbol`,
`:first` and `:last`. The database's address comes from the environment and is shown nowhere. What
came back is kept in the store as CSV, so that a later run can do without the database.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from factcheck.cells import PRICE_COLUMNS
from factcheck.configuration import Query, one_select
from factcheck.errors import FactcheckError, UnknownSymbol, Unreachable
from factcheck.instruments import Listing
from factcheck.prices import Origin, Prices
from factcheck.sources import Setting
from factcheck.sources._rows import as_csv
from factcheck.sources._shelf import Shelf
from factcheck.sources.csv_folder import parse

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, TextClause
    from sqlalchemy.exc import SQLAlchemyError

SOURCE = "sql"
FORM = "sql-2"  # of the parsed form in the store
ADDRESS = "FACTCHECK_SQL_DSN"
OLDEST = date(1800, 1, 1)
MAX_ROWS = 300_000
MAX_CELL_BYTES = 10_000_000
CONNECT_SECONDS = 10
QUERY_SECONDS = 30.0
BATCH = 5_000  # rows that are fetched at once
STEPS = 10_000  # of SQLite's machine between two looks at the clock
BOUND = ("symbol", "first", "last")
DRIVER = "postgresql+psycopg"  # the one whose errors and limits are known here
TIMED_OUT, TOO_LONG = "57014", "the query took too long"
CONNECTION_LOST = ("08", "57P")
REFUSALS = {  # what is said of a connection that failed, by the words of the driver
    "password authentication failed": "the user or the password was refused",
    "no password supplied": "it wants a password",
    "does not exist": "there is no such database or user",
    "unable to open database file": "there is no such file",
    "refused": "the connection was refused",
    "timeout": "timed out",
    "timed out": "timed out",
    "resolve": "its name could not be resolved",
    "name or service not known": "its name could not be resolved",
    "no such file or directory": "nothing listens there",
    "ssl": "the secure connection failed",
}


def source(setting: Setting) -> Sql:
    """The source with the query of the configuration. Raises FactcheckError."""
    if setting.query is None:
        raise FactcheckError(
            "sql: there is no query; write one into factcheck.toml: "
            '[sql] query = "select day, close from prices where symbol = :symbol"'
        )
    return Sql(setting, setting.query)


@dataclass
class Sql:
    """Bars from the database that `environment` names; a symbol is asked for once a run."""

    setting: Setting
    query: Query
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    clock: Callable[[], float] = time.monotonic
    seconds: float = QUERY_SECONDS
    max_rows: int = MAX_ROWS
    name: str = SOURCE
    _answers: dict[tuple[str, int | None], Prices] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        try:
            self._text = one_select(self.query.text)
        except ValueError as error:
            raise FactcheckError(f"sql: the query: {error}") from None

    def bars(self, listing: Listing, first: date | None, last: date) -> Prices:
        """The whole history up to the day of the run, whatever span is asked for.

        Raises UnknownSymbol, NoData, Unreachable or Offline, and FactcheckError where the query or
        what it answers is wrong.
        """
        symbol = listing.symbol_at(self.query.symbol)
        if symbol is None:
            raise UnknownSymbol(SOURCE, listing.symbol, f"{self.query.symbol} has no name for it")
        known = (symbol, listing.decimals)
        shelf = Shelf(SOURCE, FORM, self._read, self.setting, self._part())
        if known not in self._answers:
            kept = shelf.kept(symbol, listing)
            if self.setting.offline and (kept is None or not shelf.has(kept, listing, last)):
                raise shelf.offline(symbol, kept)
            if kept is None or not self.setting.offline:
                kept = self._fetched(shelf, symbol, listing, kept)
            self._answers[known] = kept
        return shelf.known_now(self._answers[known], listing, last)

    def _part(self) -> str:
        """What keeps the answers of another query apart."""
        said = f"{self.query.standing}\n{self._text}"
        return f"1d-{hashlib.sha256(said.encode()).hexdigest()[:16]}"

    def _fetched(
        self, shelf: Shelf, symbol: str, listing: Listing, kept: Prices | None
    ) -> Prices:
        if self.setting.progress:
            self.setting.progress(f"asking the database for {symbol}")
        zone = ZoneInfo(self.setting.calendar(listing).zone.key)
        body = self._asked(symbol, self.setting.now.astimezone(zone).date())
        prices = self._read(body, listing, symbol)
        return shelf.put(symbol, listing, body, prices, kept, {"query": self._text})

    def _read(self, body: bytes, listing: Listing, symbol: str) -> Prices:
        prices = parse(f"sql {symbol}", body, listing.decimals)
        official = self.query.standing == "official"
        return replace(prices, origin=Origin(SOURCE, symbol, official=official))

    def _asked(self, symbol: str, today: date) -> bytes:
        """The rows of one symbol as CSV."""
        values = {"symbol": symbol, "first": OLDEST, "last": today}
        with self._connected(symbol) as connection:
            statement, names = _bound(self._text)
            bound = {name: values[name] for name in names}
            rows = self._rows(connection, statement, bound, symbol)
            columns, picked = _columns(list(next(rows)))
            cells = ([row[at] for at in picked] for row in rows)
            try:
                body, count = as_csv(f"sql {symbol}", columns, cells, self.max_rows)
            except ValueError as error:
                raise FactcheckError(f"sql: {symbol}: {error}") from None
        if not count:
            raise UnknownSymbol(SOURCE, symbol, "the query has no rows for it")
        return body

    def _rows(
        self, connection: Connection, query: TextClause, values: Mapping[str, object], symbol: str
    ) -> Iterator[Sequence[Any]]:
        """The names of the columns, then row by row, for as long as there is time."""
        ends = self.clock() + self.seconds
        with connection.execute(query, values) as result:
            yield tuple(result.keys())
            for some in result.partitions(BATCH):
                if self.clock() >= ends:
                    raise Unreachable(SOURCE, symbol, TOO_LONG)
                yield from some

    @contextmanager
    def _connected(self, symbol: str) -> Iterator[Connection]:
        """A connection that can only read, undone and closed at the end, its errors made ours."""
        sqlalchemy = _library()
        address, errors = self._address(sqlalchemy), sqlalchemy.exc.SQLAlchemyError
        engine = _engine(sqlalchemy, address)
        try:
            connection = engine.connect()
        except errors as error:
            raise Unreachable(SOURCE, symbol, _refusal(error)) from None
        try:
            with connection:
                yield _reading(connection, self.clock, self.seconds)
        except errors as error:
            raise _failure(error, symbol, address) from None

    def _address(self, sqlalchemy: Any) -> URL:
        said = self.environment.get(ADDRESS, "")
        if not said:
            raise FactcheckError(
                f"sql: set {ADDRESS} to the database's address, such as postgresql://host/name"
            )
        try:
            address: URL = sqlalchemy.make_url(said)
        except (sqlalchemy.exc.ArgumentError, ValueError):
            raise FactcheckError(f"sql: what {ADDRESS} holds is no address") from None
        backend = address.get_backend_name()
        if backend not in ("postgresql", "postgres", "sqlite"):
            raise FactcheckError(
                f"sql: {ADDRESS} names {backend[:20]}; only PostgreSQL and SQLite can be kept from "
                "writing, so only they are read"
            )
        return address if backend == "sqlite" else address.set(drivername=DRIVER)


def _library() -> Any:
    try:
        import sqlalchemy
    except ImportError:
        raise FactcheckError("SQL needs: pip install 'factcheck-markets[sql]'") from None
    return sqlalchemy


def _engine(sqlalchemy: Any, address: URL) -> Any:
    """An engine without a pool, whose errors do not show what was bound."""
    plain = {"poolclass": sqlalchemy.pool.NullPool, "hide_parameters": True}
    if address.get_backend_name() == "sqlite":
        return sqlalchemy.create_engine("sqlite://", creator=lambda: _sqlite(address), **plain)
    seconds = {"connect_timeout": CONNECT_SECONDS, "tcp_user_timeout": int(QUERY_SECONDS * 1000)}
    try:
        return sqlalchemy.create_engine(address, connect_args=seconds, **plain)
    except ImportError:
        raise FactcheckError("PostgreSQL needs: pip install 'psycopg[binary]'") from None


def _sqlite(address: URL) -> Any:
    import sqlite3

    name = quote(address.database or "")
    return sqlite3.connect(f"file:{name}?mode=ro", uri=True, timeout=CONNECT_SECONDS)


def _reading(connection: Connection, clock: Callable[[], float], seconds: float) -> Connection:
    """The connection with all but reading taken from it, and a limit to its time."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(seconds * 1000)}")
        return connection.execution_options(stream_results=True)
    _only_reads(connection.connection.driver_connection, clock, clock() + seconds)
    return connection


def _only_reads(handle: Any, clock: Callable[[], float], ends: float) -> None:
    import sqlite3

    reading = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE)

    def permitted(action: int, _: object, name: object, *others: object) -> int:
        function = action == sqlite3.SQLITE_FUNCTION and name != "load_extension"
        return sqlite3.SQLITE_OK if action in reading or function else sqlite3.SQLITE_DENY

    handle.set_authorizer(permitted)
    handle.set_progress_handler(lambda: clock() >= ends, STEPS)
    handle.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_CELL_BYTES)


def _bound(query: str) -> tuple[TextClause, Sequence[str]]:
    """The query with its values bound by type, and which of them it uses."""
    from sqlalchemy import Date, String, bindparam, text

    statement = text(query)
    names = sorted(statement.compile().params)
    for name in names:
        if name not in BOUND:
            raise FactcheckError(
                f"sql: the query has ':{name}'; what is bound is :symbol, :first and :last "
                "(a colon that means itself is written \\:)"
            )
    if "symbol" not in names:
        raise FactcheckError("sql: the query has no ':symbol', so every symbol would be the same")
    types = {name: String() if name == "symbol" else Date() for name in names}
    return statement.bindparams(*(bindparam(n, type_=t) for n, t in types.items())), names


def _columns(names: list[str]) -> tuple[list[str], list[int]]:
    """The columns that are used, in our names, and where they stand. Raises FactcheckError."""
    plain = ["date" if name.lower() == "day" else name.lower() for name in names]
    used = [name for name in ("date", *PRICE_COLUMNS, "volume") if name in plain]
    twice = [name for name in used if plain.count(name) > 1]
    if twice:
        raise FactcheckError(f"sql: the query has more than one column {twice[0]!r}")
    for needed, called in (("date", "'day' or 'date'"), ("close", "'close'")):
        if needed not in plain:
            found = ", ".join(names)[:200]
            raise FactcheckError(f"sql: the query has no column {called}; it has {found}")
    return used, [plain.index(name) for name in used]


def _refusal(error: SQLAlchemyError) -> str:
    """Why there is no connection, in words of our own: the driver's tell host and user."""
    said = str(getattr(error, "orig", None) or "").lower()
    return next((words for part, words in REFUSALS.items() if part in said), "cannot connect")


def _failure(error: SQLAlchemyError, symbol: str, address: URL) -> FactcheckError:
    """What went wrong while the query ran, as the user's error or the database's."""
    cause: Any = getattr(error, "orig", None)
    state = getattr(cause, "sqlstate", None) or ""
    said = getattr(getattr(cause, "diag", None), "message_primary", None)
    said = " ".join(str(said or cause or type(error).__name__).split())[:200]
    if state == TIMED_OUT or said == "interrupted":
        return Unreachable(SOURCE, symbol, TOO_LONG)
    lost = state.startswith(CONNECTION_LOST) or getattr(error, "connection_invalidated", False)
    if lost or said == "database is locked":
        return Unreachable(SOURCE, symbol, "the connection failed")
    for secret in (address.password, address.render_as_string(hide_password=False)):
        said = said.replace(str(secret), "…") if secret else said
    return FactcheckError(f"sql: the query failed: {said}")
