"""A database as a source: SQLite always, PostgreSQL where FACTCHECK_TEST_POSTGRES names one."""

from __future__ import annotations

import gc
import logging
import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.configuration import Query, configuration
from factcheck.errors import (
    FactcheckError,
    InputError,
    NoData,
    Offline,
    UnknownSymbol,
    Unreachable,
)
from factcheck.prices import MISSING, Prices
from factcheck.sources import Desk, Setting, source
from factcheck.sources import sql as module
from factcheck.sources._rows import as_csv, number
from factcheck.sources.sql import Sql, _columns, _refusal
from factcheck.store import Store
from tests.conftest import NOW, listing_of

sqlalchemy = pytest.importorskip("sqlalchemy")

ROOT = Path(__file__).parents[1]
FRIDAY = date(2025, 2, 21)
PLAIN = (
    "select day, open, high, low, close, volume from prices"
    " where symbol = :symbol and day between :first and :last order by day"
)
TABLE = (
    "create table prices (symbol text, day date, open numeric(18, 4), high numeric(18, 4),"
    " low numeric(18, 4), close numeric(18, 4), volume bigint)"
)
BARS = [
    ("9988.HK", "2025-02-19", "123.00", "124.10", "122.50", "123.80", 1000),
    ("9988.HK", "2025-02-20", "124.00", "125.00", "121.00", "121.50", 2000),
    ("9988.HK", "2025-02-21", "130.00", "140.00", "129.90", "138.50", 9000),
    ("^HSI", "2025-02-21", None, None, None, "23477.92", None),
]
ALIBABA = {"2025-02-19": "123.80", "2025-02-20": "121.50", "2025-02-21": "138.50"}


def closes(prices: Prices) -> dict[str, str]:
    return {
        date.fromordinal(int(day)).isoformat(): prices.text(prices.close, row)
        for row, day in enumerate(prices.days)
    }


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "prices of the desk.db"
    with sqlite3.connect(path) as handle:
        handle.execute(TABLE)
        handle.executemany("insert into prices values (?, ?, ?, ?, ?, ?, ?)", BARS)
    handle.close()
    return path


def run(address: str, setting: Setting, query: str = PLAIN, **about: Any) -> Callable[..., Prices]:
    """run(…)("9988.HK") → its prices, each time as a new run of the program."""

    def prices(symbol: str = "9988.HK", last: date = FRIDAY, **listing: Any) -> Prices:
        asked = about.pop("asked", {})
        place = Sql(setting, Query(query, **asked), {"FACTCHECK_SQL_DSN": address}, **about)
        return place.bars(listing_of(symbol, **listing), None, last)

    return prices


@pytest.fixture
def lite(database: Path, setting: Setting, store: Store):
    """lite(query, …)("9988.HK"), from SQLite."""

    def made(query: str = PLAIN, **about: Any) -> Callable[..., Prices]:
        wanted = replace(setting, store=store, **about.pop("setting", {}))
        return run(f"sqlite:///{database}", wanted, query, **about)

    return made


# ---------------------------------------------------------------- what an answer says


def test_rows_are_bars(lite):
    prices = lite()()
    assert closes(prices) == ALIBABA
    assert prices.text(prices.high, 2) == "140.00"
    assert list(prices.volume) == [1000, 2000, 9000]
    assert (prices.origin.source, prices.origin.symbol) == ("sql", "9988.HK")
    assert not prices.origin.official
    assert prices.origin.retrieved_at == NOW


def test_what_is_null_is_missing(lite):
    prices = lite()("^HSI")
    assert closes(prices) == {"2025-02-21": "23477.92"}
    assert [int(prices.open[0]), int(prices.volume[0])] == [MISSING, MISSING]


def test_only_a_day_and_a_close_are_needed(lite):
    prices = lite("SELECT Close, symbol, DAY AS Date FROM prices WHERE symbol = :symbol;")()
    assert closes(prices) == ALIBABA
    assert list(prices.volume) == [MISSING] * 3


def test_the_configuration_says_who_vouches(lite):
    assert lite(asked={"standing": "official"})().origin.official


def test_another_name_may_be_bound(lite):
    names = {"akshare": "9988.HK"}
    assert closes(lite(asked={"symbol": "akshare"})("BABA", sources=names)) == ALIBABA
    with pytest.raises(UnknownSymbol, match="akshare has no name for it"):
        lite(asked={"symbol": "akshare"})("AAPL")


def test_no_rows_is_an_unknown_symbol(lite):
    with pytest.raises(UnknownSymbol, match="no rows"):
        lite()("AAPL")


def test_rows_that_begin_later_are_no_data(lite):
    with pytest.raises(NoData):
        lite()(last=date(2025, 2, 18))


def test_what_could_not_be_known_yet_is_left_out(lite):
    morning = {"now": datetime(2025, 2, 20, 3, tzinfo=UTC)}
    prices = lite("select * from prices where symbol = :symbol", setting=morning)()
    assert list(closes(prices)) == ["2025-02-19", "2025-02-20"]
    assert prices.partial == date(2025, 2, 20).toordinal()


def test_a_value_is_never_part_of_the_query(lite, database):
    with pytest.raises(UnknownSymbol):
        lite()("X' or '1'='1")
    with pytest.raises(UnknownSymbol):
        lite()("X'; drop table prices; --")
    assert sqlite3.connect(database).execute("select count(*) from prices").fetchone() == (4,)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, ""),
        (Decimal("138.50"), "138.50"),
        (Decimal("1.385E+2"), "138.5"),
        (Decimal("0.3333333333333333333333"), "0.33333333"),
        (138.5, "138.5"),
        (139.60000610351562, "139.60000610"),
        (1e-05, "0.00001"),
        (17, "17"),
        ("138.50", "138.50"),
        (" 138.50 ", "138.50"),
        ("", ""),
    ],
)
def test_numbers_are_taken_as_they_are(cell, expected):
    assert number(cell) == expected


@given(st.decimals(-(10**9), 10**9, places=8))
def test_decimals_and_their_floats_are_exact(value):
    assert Decimal(number(value)) == value
    assert Decimal(number(round(value, 4))) == round(value, 4)
    assert Decimal(number(float(round(value, 4)))) == round(value, 4)


@pytest.mark.parametrize(
    "cell", ["1,000.5", "1e5", "nan", float("nan"), float("inf"), Decimal("NaN"), True, b"1", 1e30]
)
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(ValueError, match="is no number"):
        number(cell)


def test_float_noise_is_undone_by_the_listings_decimals(lite):
    prices = lite("select :symbol as s, '2025-02-21' as day, 139.600006 as close")()
    assert closes(prices) == {"2025-02-21": "139.60"}


@pytest.mark.parametrize("day", ["'2025-02-21'", "'2025-02-21 00:00:00'", "'2025-02-21T00:00'"])
def test_days_are_dates(lite, day):
    prices = lite(f"select :symbol as s, {day} as day, 1 as close")()
    assert list(closes(prices)) == ["2025-02-21"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("'21/02/2025' as day, 1 as close", "sql 9988.HK:1:1: date: '21/02/2025' is no date"),
        ("20250221 as day, 1 as close", "sql 9988.HK:1:1: date: '20250221' is no date"),
        ("null as day, 1 as close", "sql 9988.HK:1:1: date: 'NoneType' is no date"),
        ("'2025-02-21 16:00:00' as day, 1 as close", "sql 9988.HK:1:1: date: '2025-02-21 16:0"),
        ("'2025-02-21' as day, 'n/a' as close", "sql 9988.HK:1:2: close: 'n/a' is no number"),
        ("'2025-02-21' as day, 9e999 as close", "sql 9988.HK:1:2: close: 'inf' is no number"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_its_place(lite, row, expected):
    with pytest.raises(InputError) as caught:
        lite(f"select {row}, :symbol as s")()
    assert str(caught.value).startswith(expected)


def test_instants_are_not_taken_for_days():
    for moment in (datetime(2025, 2, 21, 16), datetime(2025, 2, 21, tzinfo=UTC)):
        with pytest.raises(InputError, match="cast it to the trading date"):
            as_csv("x", ["date", "close"], [(moment, 1)], 10)
    body, _ = as_csv("x", ["date", "close"], [(datetime(2025, 2, 21), 1)], 10)
    assert body == b"date,close\n2025-02-21,1\n"


def test_a_day_given_twice_with_other_figures_is_told(lite, database):
    with sqlite3.connect(database) as handle:
        handle.execute("insert into prices (symbol, day, close) values ('^HSI', '2025-02-21', 1)")
    (repair,) = lite()("^HSI").repairs
    assert repair.sentence == "2025-02-21 is given twice, with different figures"


def test_too_many_rows_are_refused(lite):
    with pytest.raises(FactcheckError, match="more than 2 rows"):
        lite(max_rows=2)()
    assert closes(lite(max_rows=3)()) == ALIBABA


# ---------------------------------------------------------------- the query


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("delete from prices", "begin it with SELECT or WITH"),
        ("selection", "begin it with SELECT or WITH"),
        ("-- hello\nselect 1", "begin it with SELECT or WITH"),
        ("select 1; delete from prices", "write one statement, without a semicolon in it"),
        ("select ';'", "write one statement, without a semicolon in it"),
        ("", "begin it with SELECT or WITH"),
    ],
)
def test_a_query_is_one_that_reads(setting, query, expected):
    with pytest.raises(FactcheckError) as caught:
        Sql(setting, Query(query))
    assert str(caught.value) == f"sql: the query: {expected}"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select day, close from prices", "the query has no ':symbol'"),
        ("select day, close from prices where x = :symbol and y = :exchange", "has ':exchange'"),
        ("select day, adj from p where s = :symbol", "no such table: p"),
        ("select dy, close from prices where symbol = :symbol", "no such column: dy"),
        ("select day, symbol from prices where symbol = :symbol", "no column 'close'; it has day"),
        ("select close from prices where symbol = :symbol", "no column 'day' or 'date'"),
        ("select *, 1 as close from prices where symbol = :symbol", "more than one column 'close'"),
        ("select day, close from prices where symbol = :symbol limit", "incomplete input"),
    ],
)
def test_what_is_wrong_with_a_query_is_said(lite, query, expected):
    with pytest.raises(FactcheckError, match="sql: ") as caught:
        lite(query)()
    assert expected in str(caught.value)


@pytest.mark.parametrize("names", [["day", "date", "close"], ["DAY", "close", "Close"]])
def test_columns_are_there_once(names):
    with pytest.raises(FactcheckError, match="more than one column"):
        _columns(names)


@pytest.mark.parametrize(
    "query",
    [
        "with x as (select 1) select load_extension(:symbol)",
        "select day, close, writefile('x', 'y') from prices where symbol = :symbol",
        "select * from pragma_database_list where name = :symbol",
        "with x as (select 1) insert into prices (symbol) values (:symbol)",
        "with x as (select 1) delete from prices where symbol = :symbol",
        "with x as (select 1) update prices set close = 1 where symbol = :symbol",
    ],
)
def test_sqlite_only_reads(lite, database, query):
    before = database.read_bytes()
    with pytest.raises(FactcheckError):
        lite(query)()
    assert database.read_bytes() == before


def test_recursion_and_functions_may_be_used_to_read(lite):
    prices = lite(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3)"
        " select day, max(close) as close from prices, n where symbol = :symbol group by day"
    )()
    assert closes(prices) == ALIBABA


def test_an_endless_query_is_stopped(lite):
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n)"
    with pytest.raises(Unreachable, match="took too long"):
        lite(f"{endless} select i as day, :symbol as close from n where i < 0", seconds=0.2)()


# ---------------------------------------------------------------- the address


def test_an_address_is_needed(setting):
    with pytest.raises(FactcheckError, match="set FACTCHECK_SQL_DSN"):
        Sql(setting, Query(PLAIN), {}).bars(listing_of("AAPL"), None, FRIDAY)


SECRETS = [
    "postgresql://desk:hunter2@127.0.0.1:9/prices",
    "postgresql+psycopg://desk:hunter2@127.0.0.1:9/prices",
    "mysql://desk:hunter2@127.0.0.1:9/prices",
    "oracle+nosuchdriver://desk:hunter2@127.0.0.1/prices",
    "postgres+nosuchdriver://desk:hunter2@127.0.0.1:9/prices",
    "nosuch://desk:hunter2@127.0.0.1/prices",
    "desk:hunter2@127.0.0.1/prices",
    "postgresql://desk:hunter2@127.0.0.1:port/prices",
    "postgresql://desk:hunter2@[::1/prices",
    "postgresql://desk:hunter2@/prices?host=/hunter2",
    "postgresql://desk:hunter2@127.0.0.1:9/prices?nosuchoption=hunter2",
    "sqlite:////nowhere/hunter2.db",
    "sqlite:///",
    "sqlite://",
]


@pytest.mark.parametrize("address", SECRETS)
def test_an_address_is_shown_nowhere(setting, address, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    place = Sql(setting, Query(PLAIN), {"FACTCHECK_SQL_DSN": address})
    with pytest.raises(FactcheckError) as caught:
        place.bars(listing_of("AAPL"), None, FRIDAY)
    shown = [str(caught.value), repr(caught.value), repr(place), caplog.text, *capfd.readouterr()]
    for secret in ("hunter2", "127.0.0.1", "desk:", "nowhere"):
        assert not [text for text in shown if secret in text]
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_file_that_is_not_there_is_not_made(setting, tmp_path):
    path = tmp_path / "none.db"
    with pytest.raises(Unreachable, match="there is no such file"):
        run(f"sqlite:///{path}", setting)()
    assert not path.exists()


def test_a_file_that_is_no_database_is_told(setting, tmp_path):
    path = tmp_path / "page.db"
    path.write_text("<html>" * 1000)
    with pytest.raises(FactcheckError, match="file is not a database"):
        run(f"sqlite:///{path}", setting)()


def test_a_database_that_cannot_be_kept_from_writing_is_not_read(setting):
    with pytest.raises(FactcheckError, match="only PostgreSQL and SQLite"):
        run("mysql://host/name", setting)()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('FATAL: password authentication failed for user "desk"', "the user or the password"),
        ('FATAL: database "prices" does not exist', "no such database or user"),
        ("connection timeout expired", "timed out"),
        ("could not translate host name: Name or service not known", "could not be resolved"),
        ("something with 10.0.0.1 in it", "cannot connect"),
    ],
)
def test_a_refusal_is_said_in_words_of_our_own(said, expected):
    assert expected in _refusal(sqlalchemy.exc.OperationalError("x", {}, Exception(said)))


def test_without_sqlalchemy_it_says_what_to_install(setting, monkeypatch):
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    with pytest.raises(FactcheckError) as caught:
        run("sqlite:///x", setting)()
    assert str(caught.value) == "SQL needs: pip install 'factcheck-markets[sql]'"


def test_without_a_driver_it_says_what_to_install(setting, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(FactcheckError, match=r"pip install 'psycopg\[binary\]'"):
        run("postgresql://host/name", setting)()


# ---------------------------------------------------------------- the store


def test_a_later_run_can_do_without_the_database(lite, database, store):
    lite()()
    database.unlink()
    prices = lite(setting={"offline": True})()
    assert closes(prices) == ALIBABA
    assert prices.origin.retrieved_at == NOW
    kept = (store.path / "objects" / prices.origin.sha256[:2] / prices.origin.sha256).read_text()
    assert kept.splitlines()[:2] == [
        "date,open,high,low,close,volume",
        "2025-02-19,123,124.1,122.5,123.8,1000",  # as SQLite keeps them
    ]


def test_offline_does_not_ask(lite):
    with pytest.raises(Offline):
        lite(setting={"offline": True})()


def test_another_query_has_its_own_place(lite):
    lite()()
    with pytest.raises(Offline):
        lite(PLAIN + " limit 3", setting={"offline": True})()


def test_a_run_asks_once_and_a_new_run_again(database, setting, store):
    address = {"FACTCHECK_SQL_DSN": f"sqlite:///{database}"}
    place = Sql(replace(setting, store=store), Query(PLAIN), address)
    alibaba = listing_of("9988.HK")
    desk = Desk([place])
    desk.prices(alibaba, None, date(2025, 2, 20))
    with sqlite3.connect(database) as handle:
        handle.execute("update prices set close = 999 where day = '2025-02-20'")
    assert closes(desk.prices(alibaba, None, FRIDAY)) == ALIBABA
    again = Sql(replace(setting, store=store), Query(PLAIN), address)
    prices = again.bars(alibaba, None, FRIDAY)
    assert closes(prices)["2025-02-20"] == "999.00"
    # three sessions are too few to tell a revision from another series
    assert prices.origin.note == "only 3 sessions in common with what was kept"


def test_the_address_is_no_part_of_what_is_kept(lite, store):
    lite()()
    for path in store.path.rglob("*"):
        assert not path.is_file() or b"sqlite" not in path.read_bytes()


# ---------------------------------------------------------------- by name


def test_it_is_configured(setting, tmp_path, monkeypatch, database):
    with pytest.raises(FactcheckError, match="there is no query"):
        source("sql", setting)
    (tmp_path / "factcheck.toml").write_text(f'[sql]\nquery = "{PLAIN}"\nstanding = "official"\n')
    monkeypatch.setenv("FACTCHECK_SQL_DSN", f"sqlite:///{database}")
    configured = replace(setting, query=configuration(tmp_path).sql)
    prices = source("sql", configured).bars(listing_of("9988.HK"), None, FRIDAY)
    assert closes(prices) == ALIBABA
    assert prices.origin.official


def test_a_claim_is_checked_from_a_database(tmp_path, database, monkeypatch):
    (tmp_path / "factcheck.toml").write_text(f'[sql]\nquery = """\n{PLAIN}\n"""\n')
    (tmp_path / "wrap.factcheck.yaml").write_text("claims: ['9988.HK +14.0% on 2025-02-21']\n")
    words = ["check", "wrap.factcheck.yaml", "--source", "sql", "--now", "2025-02-23T12:00Z"]
    code = "import sys; from factcheck.cli import main; sys.argv[0] = 'factcheck'; main()"
    environment = os.environ | {
        "FACTCHECK_SQL_DSN": f"sqlite:///{database}",
        "FACTCHECK_STORE": str(tmp_path / "store"),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "pass" in done.stdout
    assert str(database) not in done.stdout + done.stderr


# ---------------------------------------------------------------- PostgreSQL

POSTGRES = os.environ.get("FACTCHECK_TEST_POSTGRES", "")
needs_postgres = pytest.mark.skipif(
    not POSTGRES, reason="set FACTCHECK_TEST_POSTGRES to the address of a PostgreSQL to write to"
)


@pytest.fixture
def connection() -> Iterator[Any]:
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(POSTGRES, autocommit=True) as handle:
        handle.execute("drop schema if exists factcheck_test cascade")
        handle.execute("create schema factcheck_test")
        handle.execute("set search_path to factcheck_test")
        handle.execute(TABLE)
        with handle.cursor() as cursor:
            cursor.executemany("insert into prices values (%s, %s, %s, %s, %s, %s, %s)", BARS)
        yield handle
        handle.execute("drop schema if exists factcheck_test cascade")


@pytest.fixture
def postgres(connection: Any, setting: Setting, store: Store):
    """postgres(query, …)("9988.HK"), from PostgreSQL."""
    mark = "&" if "?" in POSTGRES else "?"
    address = f"{POSTGRES}{mark}options=-csearch_path%3Dfactcheck_test"

    def made(query: str = PLAIN, **about: Any) -> Callable[..., Prices]:
        wanted = replace(setting, store=store, **about.pop("setting", {}))
        return run(address, wanted, query, **about)

    return made


@needs_postgres
def test_postgres_rows_are_bars(postgres):
    prices = postgres()()
    assert closes(prices) == ALIBABA
    assert list(prices.volume) == [1000, 2000, 9000]
    assert closes(postgres()("^HSI")) == {"2025-02-21": "23477.92"}
    with pytest.raises(UnknownSymbol):
        postgres()("AAPL")


@needs_postgres
def test_postgres_answers_are_kept(postgres, connection):
    postgres()()
    connection.execute("drop table prices")
    assert closes(postgres(setting={"offline": True})()) == ALIBABA


@needs_postgres
@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("138.5::float8", "138.50"),
        ("139.600006::float4", "139.60"),
        ("138.50::numeric", "138.50"),
        ("1::numeric / 3", "0.33333333"),
        ("'138.50'::text", "138.50"),
        ("138", "138.00"),
    ],
)
def test_postgres_numbers_are_exact(postgres, cell, expected):
    query = f"select date '2025-02-21' as day, {cell} as close where :symbol <> ''"
    assert closes(postgres(query)()) == {"2025-02-21": expected}


@needs_postgres
@pytest.mark.parametrize("cell", ["'NaN'::float8", "'Infinity'::numeric", "true", "'1,5'"])
def test_postgres_cells_that_are_no_numbers(postgres, cell):
    query = f"select date '2025-02-21' as day, {cell} as close where :symbol <> ''"
    with pytest.raises(InputError, match="is no number"):
        postgres(query)()


@needs_postgres
@pytest.mark.parametrize(
    ("day", "expected"),
    [("timestamp '2025-02-21'", None), ("timestamptz '2025-02-21 16:00+8'", "cast it")],
)
def test_postgres_days(postgres, day, expected):
    query = f"select {day} as day, 1 as close where :symbol <> ''"
    if expected:
        with pytest.raises(InputError, match=expected):
            postgres(query)()
    else:
        assert list(closes(postgres(query)())) == ["2025-02-21"]


@needs_postgres
@pytest.mark.parametrize(
    "query",
    [
        "with x as (delete from prices returning *) select day, close, :symbol as s from x",
        "with x as (update prices set close = 1 returning *) select day, close, :symbol from x",
        "with x as (select 1) insert into prices (symbol) values (:symbol)",
        "select day, close, nextval('counter') from prices where symbol = :symbol",
        "select day, close, set_config('transaction_read_only', 'off', false), keep(1)"
        " from prices where symbol = :symbol",
        "select day, close into copied from prices where symbol = :symbol",
        "select day, close from prices where symbol = :symbol for update",
    ],
)
def test_postgres_only_reads(postgres, connection, query):
    connection.execute("create sequence counter")
    connection.execute(
        "create function keep(n int) returns int language plpgsql as"
        " $$ begin insert into prices (symbol) values ('kept'); return n; end $$"
    )
    with pytest.raises(FactcheckError, match="sql: the query failed"):
        postgres(query)()
    assert connection.execute("select count(*) from prices").fetchone() == (4,)


@needs_postgres
def test_postgres_stops_a_slow_query(postgres):
    slow = "select date '2025-02-21' as day, 1 as close, pg_sleep(30) where :symbol <> ''"
    with pytest.raises(Unreachable, match="took too long"):
        postgres(slow, seconds=0.3)()


@needs_postgres
def test_postgres_stops_a_query_whose_every_batch_is_quick(postgres, monkeypatch):
    monkeypatch.setattr(module, "BATCH", 20)
    slow = (
        "select date '1900-01-01' + i as day, i as close, pg_sleep(0.0001), :symbol"
        " from generate_series(1, 1000000) i"
    )
    with pytest.raises(Unreachable, match="took too long"):
        postgres(slow, seconds=0.5)()


@needs_postgres
def test_postgres_is_not_read_beyond_the_limit(postgres):
    many = (
        "select date '1900-01-01' + i as day, i as close from generate_series(1, 3000000) i"
        " where :symbol <> ''"
    )
    with pytest.raises(FactcheckError, match="more than 1,000 rows"):
        postgres(many, max_rows=1000)()


@needs_postgres
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select dy, close from prices where symbol = :symbol", 'column "dy" does not exist'),
        ("select day, close from price where symbol = :symbol", 'relation "price" does not exist'),
        ("select day close from prices where where symbol = :symbol", "syntax error"),
        ("select day, 1 / 0 as close from prices where symbol = :symbol", "division by zero"),
    ],
)
def test_postgres_says_what_is_wrong(postgres, query, expected):
    with pytest.raises(FactcheckError) as caught:
        postgres(query)()
    assert str(caught.value).startswith(f"sql: the query failed: {expected}")


@needs_postgres
def test_a_connection_that_goes_away_is_unreachable(postgres, connection):
    """The server ends our session in the middle of the query."""

    def end() -> None:
        for _ in range(200):
            time.sleep(0.02)
            ended = connection.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where wait_event = 'PgSleep'"
            ).fetchall()
            if ended:
                break

    killer = threading.Thread(target=end)
    slow = "select date '2025-02-21' as day, 1 as close, pg_sleep(20) where :symbol <> ''"
    killer.start()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # psycopg's, of a cursor that is gone
        with pytest.raises(Unreachable, match="the connection failed"):
            postgres(slow)()
        gc.collect()
    killer.join()


@needs_postgres
def test_postgres_a_wrong_database_is_unreachable(setting):
    address = sqlalchemy.make_url(POSTGRES).set(database="hunter2")
    with pytest.raises(Unreachable, match="there is no such database") as caught:
        run(address.render_as_string(hide_password=False), setting)()
    assert "hunter2" not in str(caught.value)


def test_a_server_that_says_nothing_times_out(setting, monkeypatch):
    pytest.importorskip("psycopg")
    monkeypatch.setattr(module, "CONNECT_SECONDS", 2)  # libpq takes no less
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"postgresql://desk:hunter2@127.0.0.1:{silent.getsockname()[1]}/prices"
        with pytest.raises(Unreachable, match="timed out"):
            run(address, setting)()
