"""Files and claim files as sources, and the desk that asks them in order."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import factcheck
from factcheck import sources
from factcheck.calendars import Calendar
from factcheck.cells import read_days, read_numbers
from factcheck.errors import (
    FactcheckError,
    InputError,
    NoData,
    Refused,
    SourceError,
    UnknownSymbol,
    Unreachable,
)
from factcheck.prices import MISSING, Action, Origin, Prices
from factcheck.sources import Desk, Setting, packed, source, unfinished, unpacked
from factcheck.sources.csv_folder import CsvFolder, parse
from factcheck.sources.inline import Inline
from factcheck.store import Store
from tests.bars import from_rows
from tests.conftest import NOW, SHARED, listing_of

FRIDAY = date(2025, 2, 21)
PLAIN = """date,open,high,low,close,volume
2025-02-20,104.00,105.50,103.00,104.65,1000
2025-02-21,104.65,106.00,104.10,105.80,
"""


def closes(prices: Prices) -> list[str]:
    return [prices.text(prices.close, row) for row in range(len(prices))]


def problems(text: str | bytes, decimals: int | None = 2) -> list[str]:
    body = text.encode() if isinstance(text, str) else text
    with pytest.raises(InputError) as caught:
        parse("f.csv", body, decimals)
    return str(caught.value).splitlines()


@pytest.fixture
def read():
    return lambda text, decimals=2: parse("f.csv", text.encode(), decimals)


# ------------------------------------------------------------------ a file


def test_a_file_is_bars(read):
    prices = read(PLAIN)
    assert [date.fromordinal(int(d)) for d in prices.days] == [date(2025, 2, 20), FRIDAY]
    assert prices.decimals == 2
    assert closes(prices) == ["104.65", "105.80"]
    assert list(prices.high) == [10550, 10600]
    assert list(prices.volume) == [1000, MISSING]
    assert prices.origin.official, "the user vouches for it"
    assert prices.repairs == () and prices.actions == ()


@pytest.mark.parametrize(
    "text",
    [
        "close,date\n104.65,2025-02-20\n",
        "Date,Close\r\n2025-02-20,104.65\r\n",
        "DATE , Adj Close, Close\n2025-02-20, 1.00, 104.65\n",
        '"date","close"\n"2025-02-20","104.65"\n',
        "\ufeffdate,close,note\n2025-02-20,104.65,anything at all\n",
        "# a remark\n\ndate,close\n2025-02-20,104.65\n\n",
        "date,close\n2025-02-20,104.65",
        "date;close\n".replace(";", ",") + "2025-02-20,\t104.65 \n",
    ],
)
def test_columns_go_by_name(read, text):
    prices = read(text)
    assert closes(prices) == ["104.65"]
    assert list(prices.open) == [MISSING]


def test_a_header_says_what_the_figures_are(read):
    prices = read(
        "# source: Hang Seng Indexes\n# standing: vendor\n# excerpt: yes\n# currency: HKD\n"
        "# retrieved: 2025-02-21T18:00+08:00\n# first-session: 2020-07-27\n# decimals: 1\n"
        "date,close\n2025-02-21,104.600006\n",
        decimals=2,
    )
    assert prices.origin.source == "Hang Seng Indexes"
    assert not prices.origin.official
    assert prices.excerpt
    assert prices.currency == "HKD"
    assert prices.origin.retrieved_at == datetime(2025, 2, 21, 10, tzinfo=UTC)
    assert prices.first_day == date(2020, 7, 27).toordinal()
    assert closes(prices) == ["104.6"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("139.600006", "139.60"),  # 32-bit noise
        ("23477.919922", "23477.92"),
        ("7674.370117", "7674.37"),
        ("-37.630001", "-37.63"),
        ("17", "17.00"),
        ("0.041016", "0.041016"),  # split-adjusted: its own digits
        ("26180.45508", "26180.45508"),  # too far from 26180.46
        ("139.60000610351562", "139.60"),  # 17 digits of a 32-bit number
    ],
)
def test_noise_is_undone_and_digits_are_kept(read, cell, expected):
    assert closes(read(f"date,close\n2025-02-21,{cell}\n")) == [expected]


def test_without_known_decimals_digits_stay(read):
    assert closes(read("date,close\n2025-02-21,139.600006\n", decimals=None)) == ["139.600006"]


def test_empty_cells_are_missing(read):
    prices = read("date,open,close\n2025-02-20,,1.50\n2025-02-21,1.50,\n")
    assert closes(prices) == ["1.50", ""]
    assert list(prices.open) == [MISSING, 150]


HISTORY = """Date,Open,High,Low,Close,Volume,Dividends,Stock Splits
2024-02-08 00:00:00-05:00,188.0,188.5,186.2,187.12338256835938,1000,0.0,0.0
2024-02-09 00:00:00-05:00,187.0,188.3,186.9,187.66720581054688,1000,0.24,0.0
"""
DOWNLOAD = """Price,Close,High,Low,Open,Volume
Ticker,AAPL,AAPL,AAPL,AAPL,AAPL
Date,,,,,
2024-02-08,187.12338256835938,188.5,186.2,188.0,1000
2024-02-09,187.66720581054688,188.3,186.9,187.0,1000
"""


@pytest.mark.parametrize(
    ("text", "adjusted"),
    [
        (HISTORY, True),  # Ticker.history().to_csv(), yfinance 1.7
        (HISTORY.replace("Volume,", "Adj Close,"), False),  # with auto_adjust=False
        (HISTORY.replace("Stock Splits", "splits"), False),  # our own names
        ("# dividends: as-traded\n" + HISTORY, False),
        (DOWNLOAD, True),  # yfinance.download().to_csv()
        (DOWNLOAD.replace("Price,Close,High,Low,Open,Volume", "Price,Adj Close,Close,High,Low,Open"), False),
        (DOWNLOAD.replace("AAPL,", '"AAPL",', 1), True),  # read cell by cell
        ("# dividends: as-traded\n" + DOWNLOAD, False),
        ("Date" + DOWNLOAD[5 : DOWNLOAD.index("T")] + DOWNLOAD[DOWNLOAD.index("2024") :], True),
        (HISTORY.replace("Date,", ",").replace(" 00:00:00-05:00", ""), True),
        (HISTORY.replace("Date", "Datetime").replace(" 00:00:00-05:00", "T00:00Z"), True),
        (PLAIN, False),
        ("# dividends: adjusted\n" + PLAIN, True),
    ],
)
def test_what_pandas_and_yfinance_write_is_read(read, text, adjusted):
    prices = read(text)
    assert prices.adjusted is adjusted
    assert unpacked(packed(prices)).adjusted is adjusted
    first = date(2025, 2, 20) if text.endswith(PLAIN) else date(2024, 2, 8)
    assert [date.fromordinal(day) for day in prices.days] == [first, first + timedelta(days=1)]


def test_a_row_given_twice_with_other_figures_is_missing(read):
    prices = read("# excerpt: yes\ndate,close\n2025-02-20,1\n2025-02-21,2\n2025-02-21,3\n")
    assert closes(prices) == ["1.00", ""]
    assert not prices.excerpt
    (repair,) = prices.repairs
    assert (repair.rule, repair.flag) == ("S18.5", "duplicate-conflict")


def test_rows_out_of_order_are_sorted_and_told(read):
    prices = read("date,close\n2025-02-21,2\n2025-02-20,1\n")
    assert closes(prices) == ["1.00", "2.00"]
    assert [repair.flag for repair in prices.repairs] == ["sorted"]


def test_a_row_given_twice_alike_is_dropped_and_told(read):
    prices = read("date,close\n2025-02-20,1\n2025-02-21,2\n2025-02-21,2\n")
    assert closes(prices) == ["1.00", "2.00"]
    (repair,) = prices.repairs
    assert (repair.rule, repair.flag) == ("S18.5", "duplicate-dropped")
    assert "2025-02-21" in repair.sentence


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("100.00,5 100.0,5.00", "100.00"),  # the same number, written otherwise
        ("100,5 100,6", ""),  # the close alike, the volume not
        ("100,5 101,5 100,5", ""),
        ("100,5 100,5 101,5", ""),
        ("100,5 100,5 100,5", "100.00"),
        ("100,5 ,5", ""),
    ],
)
def test_what_a_day_given_several_times_says(read, rows, expected):
    lines = [f"2025-02-20,{row}\n" for row in rows.split()]
    assert closes(read("date,close,volume\n" + "".join(lines))) == [expected]


def test_only_figures_that_were_lost_explain_what_is_not_known(read):
    prices = read(
        "# splits: as-traded\ndate,close,splits\n2025-02-18,4,\n2025-02-19,4,\n2025-02-19,4,\n"
        "2025-02-20,2,2\n2025-02-21,2,\n2025-02-21,3,\n"
    )
    assert [(repair.flag, repair.lost) for repair in prices.repairs] == [
        ("duplicate-dropped", False),
        ("duplicate-conflict", True),
        ("adjusted", False),
    ]


def test_actions_are_kept(read):
    prices = read("date,close,dividends,splits\n2025-02-20,100,0,0\n2025-02-21,50,4.5,2\n")
    day = FRIDAY.toordinal()
    assert prices.actions == (
        Action(day, "dividend", Fraction(9, 2)),
        Action(day, "split", Fraction(2)),
    )
    assert closes(prices) == ["100.00", "50.00"], "adjusted already, unless the header says not"


def test_prices_as_traded_are_made_comparable(read):
    prices = read(
        "# splits: as-traded\ndate,close,volume,splits\n"
        "2020-08-27,500.04,10,\n2020-08-28,499.23,20,\n2020-08-31,129.04,90,4\n"
    )
    assert closes(prices) == ["125.0100", "124.8075", "129.0400"]
    assert list(prices.volume) == [40, 80, 90]
    (repair,) = prices.repairs
    assert (repair.rule, repair.flag) == ("S18.3", "adjusted")
    assert "2020-08-31 by 4" in repair.sentence


def test_a_split_without_an_exact_quotient_is_rounded_once(read):
    text = "# splits: as-traded\ndate,close,splits\n2014-06-06,645.57,\n2014-06-09,93.70,7\n"
    assert closes(read(text)) == ["92.22428571", "93.70000000"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("date,close\n2025-02-21,1,5\n", ["f.csv:2:1: the row has 3 cells, the header 2"]),
        ("date,open,close\n2025-02-21,1\n", ["f.csv:2:1: the row has 2 cells, the header 3"]),
        (
            "date,close\n21/02/2025,1\n2025-02-30,1\n2025-2-3,1\n",
            [
                "f.csv:2:1: date: '21/02/2025' is no date; write it as 2025-02-21",
                "f.csv:3:1: date: '2025-02-30' is no date; write it as 2025-02-21",
                "f.csv:4:1: date: '2025-2-3' is no date; write it as 2025-02-21",
            ],
        ),
        (
            "date,open,close\n2025-02-21,x,1e5\n",
            [
                "f.csv:2:12: open: 'x' is no number; write it as 1234.56",
                "f.csv:2:14: close: '1e5' is no number; write it as 1234.56",
            ],
        ),
        (
            "date,close,dividends\n2025-02-21,1,\n2025-02-21,1,2\n",
            ["f.csv:3:1: 2025-02-21 is in line 2 too, with other figures (S18.5)"],
        ),
        ("date,price\n", ["f.csv:1:1: there is no column 'close'; the columns are date, price"]),
        ("date,close,close\n", ["f.csv:1:12: column 'close' is there twice"]),
        (
            "Price,Close,Close\nTicker,AAPL,MSFT\nDate,,\n2024-02-08,1,2\n",
            ["f.csv:2:1: holds several symbols (AAPL, MSFT); make a file for each"],
        ),
        (
            "Date,Close\n2024-02-07 16:00:00+00:00,1\n",  # midnight elsewhere: whose day it is, is lost
            ["f.csv:2:1: date: '2024-02-07 16:00:00+00:00' is no date; write it as 2025-02-21"],
        ),
        ("", ["f.csv:1:1: is empty: the first line names the columns"]),
        (
            "# standing: mine\n# decimals: 9\n# retrieved: yesterday\ndate,close\n",
            [
                "f.csv:1:1: standing is official or vendor, not 'mine'",
                "f.csv:2:1: decimals is 0 to 8, not '9'",
                "f.csv:3:1: retrieved is a date such as 2025-02-21, not 'yesterday'",
            ],
        ),
        (
            "# standng: vendor\ndate,close\n",
            ["f.csv:1:1: unknown key 'standng'; did you mean 'standing'?"],
        ),
        ('date,close\n"2025-02-21","1\n2"\n', ["f.csv:1:1: a cell has a line break in it"]),
        ('date,close\n2025-02-21,"1\n', ["f.csv:2:1: cannot be read: unexpected end of data"]),
        ("date,close\n2025-02-21,1\0\n", ["f.csv:2:1: has a NUL character"]),
        (b"date,close\n2025-02-21,\xff\n", ["f.csv:2:1: is not UTF-8 text"]),
        (
            "date,close\n2025-02-21,12345678901.12345678\n",
            ["f.csv:2:12: close: '12345678901.12345678' is no number; write it as 1234.56"],
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text, expected):
    assert problems(text) == expected


@pytest.mark.parametrize(
    "cell",
    [
        *("nan", "inf", "-inf", "1e999", "1E5", "0x1F", "1_000", '"1,000.50"', "+1", ".5", "5."),
        *("--1", "1.2.3", "-", "-.", "１", "9" * 19, "1" * 200_000, "1 2", "$5", "1-2", "N/A"),
    ],
)
def test_only_plain_decimals_are_numbers(cell):
    (sentence,) = problems(f"date,close\n2025-02-21,{cell}\n")
    assert "is no number" in sentence or "larger than field limit" in sentence
    assert len(sentence) < 200


def test_at_most_fifty_problems_are_listed():
    assert len(problems("date,close\n" + "x,y\n" * 1000)) == 50


@given(st.lists(st.decimals(-(10**9), 10**9, places=6), min_size=1, max_size=20))
def test_numbers_are_read_exactly(values):
    numbers, bad = read_numbers([f"{value:f}" for value in values])
    assert not bad.any()
    units, too_large = numbers.scaled(6)
    assert not too_large.any()
    assert [Fraction(int(u), 10**6) for u in units] == [Fraction(value) for value in values]


@given(st.lists(st.dates(date(1600, 1, 1), date(2200, 12, 31)), min_size=1, max_size=20))
def test_dates_are_read_exactly(values):
    days, bad = read_days([value.isoformat() for value in values])
    assert not bad.any()
    assert list(days) == [value.toordinal() for value in values]


@given(st.one_of(st.dates(max_value=date(1599, 12, 31)), st.dates(min_value=date(2201, 1, 1))))
def test_dates_of_other_centuries_are_none(value):
    _, bad = read_days([value.isoformat()])
    assert bad.all()


@given(st.lists(st.text(max_size=12), min_size=1, max_size=5))
def test_no_text_breaks_the_reader(cells):
    read_numbers([cell.replace("\0", "") for cell in cells])
    read_days([cell.replace("\0", "") for cell in cells])


@given(st.text(max_size=200))
def test_no_file_breaks_the_reader(text):
    try:
        parse("f.csv", text.encode("utf-8", "surrogatepass"), 2)
    except InputError as problem:
        assert str(problem).isprintable() or "\n" in str(problem)


@given(
    st.lists(st.tuples(st.dates(), st.decimals(0, 10**6, places=2)), max_size=9),
    st.booleans(),
)
def test_quotes_change_nothing(rows, ends):
    lines = [f"{day},{value:f}" for day, value in rows]
    quoted = [f'"{day}","{value:f}"' for day, value in rows]
    end = "\r\n" if ends else "\n"
    outcomes: list[object] = []
    for form in (lines, quoted):
        try:
            prices = parse("f.csv", end.join(["date,close", *form]).encode(), 2)
            outcomes.append((list(prices.days), closes(prices), prices.repairs))
        except InputError as problem:
            outcomes.append(str(problem))
    assert outcomes[0] == outcomes[1]


# ------------------------------------------------------------------ a folder


@pytest.mark.parametrize("name", ["HSI", "^HSI"])
def test_the_caret_of_an_index_may_be_left_out(folder_of, setting, name):
    folder = CsvFolder(folder_of(**{name: PLAIN}), setting)
    prices = folder.bars(listing_of("^HSI"), None, FRIDAY)
    assert prices.origin.symbol == "^HSI"
    assert prices.origin.source.endswith(f"{name}.csv")
    assert len(prices.origin.sha256) == 64


def test_a_symbol_without_a_file_is_unknown(folder_of, setting):
    with pytest.raises(UnknownSymbol):
        CsvFolder(folder_of(), setting).bars(listing_of("AAPL"), None, FRIDAY)


@pytest.mark.parametrize("symbol", ["../AAPL", "/etc/passwd", "A/B", "aapl", "A" * 21, "", "A\0"])
def test_a_symbol_is_no_path(tmp_path, folder_of, setting, symbol):
    (tmp_path / "AAPL.csv").write_text(PLAIN)
    with pytest.raises(UnknownSymbol):
        CsvFolder(folder_of(), setting).bars(listing_of(symbol), None, FRIDAY)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs links and pipes")
def test_links_and_pipes_are_refused(tmp_path, folder_of, setting):
    (tmp_path / "secret.csv").write_text(PLAIN)
    folder = folder_of()
    (folder / "AAPL.csv").symlink_to(tmp_path / "secret.csv")
    os.mkfifo(folder / "MSFT.csv")
    (folder / "TSLA.csv").mkdir()
    for symbol in ("AAPL", "MSFT", "TSLA"):
        with pytest.raises(InputError, match=f"{symbol}.csv:1:1: "):
            CsvFolder(folder, setting).bars(listing_of(symbol), None, FRIDAY)


def test_a_file_that_begins_too_late_has_no_data(folder_of, setting):
    for text in (PLAIN, "date,close\n"):
        folder = CsvFolder(folder_of(AAPL=text), setting)
        with pytest.raises(NoData):
            folder.bars(listing_of("AAPL"), None, date(2025, 1, 1))


@pytest.mark.parametrize(
    ("now", "retrieved", "partial"),
    [
        ("2025-02-21T08:29:59+00:00", "", True),  # Hong Kong closed at 08:00 UTC
        ("2025-02-21T08:30:00+00:00", "", False),
        ("2025-02-23T12:00:00+00:00", "# retrieved: 2025-02-21T15:00+08:00\n", True),
        ("2025-02-23T12:00:00+00:00", "# retrieved: 2025-02-21T18:00+08:00\n", False),
    ],
)
def test_an_unfinished_day_is_marked(folder_of, setting, now, retrieved, partial):
    setting = replace(setting, now=datetime.fromisoformat(now))
    folder = CsvFolder(folder_of(HSI=retrieved + PLAIN), setting)
    prices = folder.bars(listing_of("^HSI"), None, FRIDAY)
    assert prices.partial == (FRIDAY.toordinal() if partial else None)


def test_the_second_reading_comes_from_the_store(folder_of, tmp_path, monkeypatch):
    setting = Setting(now=NOW, store=Store(tmp_path / "store"))
    folder = folder_of(AAPL="# source: desk\n" + PLAIN)
    first = CsvFolder(folder, setting).bars(listing_of("AAPL"), None, FRIDAY)
    monkeypatch.setattr("factcheck.sources.csv_folder.parse", None)
    second = CsvFolder(folder, setting).bars(listing_of("AAPL"), None, FRIDAY)
    assert closes(second) == closes(first)
    assert second.origin == first.origin
    assert np.array_equal(second.volume, first.volume)


def test_a_changed_file_is_read_anew(folder_of, tmp_path):
    setting = Setting(now=NOW, store=Store(tmp_path / "store"))
    folder = folder_of(AAPL=PLAIN)
    CsvFolder(folder, setting).bars(listing_of("AAPL"), None, FRIDAY)
    folder_of(AAPL=PLAIN.replace("105.80", "105.90"))
    assert closes(CsvFolder(folder, setting).bars(listing_of("AAPL"), None, FRIDAY))[1] == "105.90"


def test_a_series_comes_unpacked_as_it_was_packed(read):
    prices = replace(
        read("date,close,splits\n2025-02-21,2\n2025-02-20,1\n".replace(",splits", "")),
        currency="HKD",
        zone="Asia/Hong_Kong",
        first_day=5,
        partial=FRIDAY.toordinal(),
        excerpt=True,
        actions=(Action(3, "split", Fraction(3, 2)),),
        origin=Origin("desk", "X", NOW, True, "ab", "note"),
    )
    again = unpacked(packed(prices))
    for name in ("days", "open", "high", "low", "close", "volume"):
        assert np.array_equal(getattr(again, name), getattr(prices, name))
        assert not getattr(again, name).flags.writeable
    for name in ("decimals", "origin", "currency", "zone", "first_day", "partial", "excerpt"):
        assert getattr(again, name) == getattr(prices, name)
    assert (again.actions, again.repairs) == (prices.actions, prices.repairs)


@pytest.mark.parametrize(
    "body",
    [b"", b"{}\n", b"[]\n", b"[" * 20_000 + b"\n", b'{"rows": 99999999999999999999}\n', b"\xff\n"],
    ids=lambda body: repr(body[:12]),
)
def test_what_was_never_packed_is_made_again(folder_of, setting, monkeypatch, body):
    with pytest.raises(ValueError):
        unpacked(body)
    monkeypatch.setattr(type(setting.store), "get_parsed", lambda *_: body)
    folder = CsvFolder(folder_of(AAPL=PLAIN), setting)
    assert closes(folder.bars(listing_of("AAPL"), None, FRIDAY))[-1] == "105.80"


def test_real_files_are_read(shared_data, setting):
    for path in sorted(shared_data.glob("*.csv")):
        prices = parse(path.name, path.read_bytes(), 2)
        assert len(prices) > 100 and not prices.repairs
        assert (np.diff(prices.days) > 0).all()
        assert (prices.close != MISSING).all()


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("HSI", "2025-02-21", "23477.92"),
        ("HSTECH.HK", "2025-02-21", "5859.30"),
        ("GSPC", "2026-08-21", "7674.37"),
        ("GSPC", "1927-12-30", "17.66"),
        ("CL=F", "2020-04-20", "-37.63"),
        ("GDAXI", "2026-08-20", "25983.04"),
    ],
)
def test_known_closes_are_exact(shared_data, name, text, expected):
    prices = parse(name, (shared_data / f"{name}.csv").read_bytes(), 2)
    row = prices.row(date.fromisoformat(text).toordinal())
    assert row is not None
    assert prices.text(prices.close, row) == expected


# ------------------------------------------------------------------ prices in a claim file


def test_inline_rows_are_bars():
    inline = Inline(
        {
            "ALDER": [["2025-03-13", "1000.00"], ["2025-03-14", "1046.50"]],
            "CEDAR": [["2025-03-14", "105.20", "106.10", "104.90", "105.5", "12"]],
        },
        vendor=frozenset({"CEDAR"}),
        file="claims.yaml",
    )
    alder = inline.bars(listing_of("ALDER"), None, date(2025, 3, 14))
    assert closes(alder) == ["1000.00", "1046.50"]
    assert alder.origin.official and alder.origin.source == "claims.yaml"
    cedar = inline.bars(listing_of("CEDAR"), None, date(2025, 3, 14))
    assert [cedar.text(c, 0) for c in (cedar.open, cedar.high, cedar.low, cedar.close)] == [
        "105.20", "106.10", "104.90", "105.50",
    ]  # fmt: skip
    assert list(cedar.volume) == [12]
    assert not cedar.origin.official
    with pytest.raises(UnknownSymbol):
        inline.bars(listing_of("BIRCH"), None, FRIDAY)
    with pytest.raises(NoData):
        inline.bars(listing_of("ALDER"), None, FRIDAY)


def test_inline_prices_are_as_traded():
    inline = Inline(
        {"NUTMEG": [["2025-05-30", "240.00"], ["2025-06-02", "121.20"]]},
        {"NUTMEG": [["2025-06-02", "split", "2"], ["2025-06-02", "cash_dividend", "1.5"]]},
    )
    prices = inline.bars(listing_of("NUTMEG"), None, date(2025, 6, 2))
    assert closes(prices) == ["120.00", "121.20"]
    assert [action.kind for action in prices.actions] == ["dividend", "split"]
    assert [repair.flag for repair in prices.repairs] == ["adjusted"]


def test_all_that_is_wrong_inline_is_said_at_once():
    rows = {
        "A": [["2025-03-13", "x"], ["2025-03-14", "1"]],
        "B": [["2025-03-13"]],
        "C": [["1", "2"]],
    }
    with pytest.raises(InputError) as caught:
        Inline(
            rows,
            {"A": [["2025-03-13", "merger", "2"]], "Z": []},
            file="c.yaml",
            where=lambda symbol, row, cell: (10 * "ABC".index(symbol) + row, cell + 1),
        )
    assert str(caught.value).splitlines() == [
        "c.yaml:0:2: A: close: 'x' is no number; write it as 1234.56",
        "c.yaml:1:1: A: cannot read [2025-03-13, merger, 2]; "
        "an action is [date, split, new shares for one] or [date, cash_dividend, amount]",
        "c.yaml:1:1: actions of Z, which has no prices here",
        "c.yaml:10:1: B: a row is [date, close], [date, open, high, low, close] or these and "
        "volume, the same for all of a symbol",
        "c.yaml:20:1: C: date: '1' is no date; write it as 2025-02-21",
    ]


def test_the_worked_examples_are_read():
    path = SHARED / "cases" / "tricky.yaml"
    if not path.exists():
        pytest.skip(f"needs the worked examples in {path}")
    import yaml

    for case in yaml.load(path.read_text(), yaml.BaseLoader)["cases"]:
        Inline(case.get("series", {}), case.get("actions"), file=case["id"])


# ------------------------------------------------------------------ the desk


class Fake:
    """A source that has some symbols and counts its calls."""

    def __init__(self, name: str, **known: object) -> None:
        self.name, self.known = name, known
        self.calls: list[tuple[str, date | None, date]] = []

    def bars(self, listing, first, last):
        self.calls.append((listing.symbol, first, last))
        answer = self.known.get(listing.symbol)
        if answer is None:
            raise UnknownSymbol(self.name, listing.symbol)
        if isinstance(answer, SourceError):
            raise answer
        origin = Origin(self.name, listing.symbol)
        return from_rows([(FRIDAY, *[answer] * 4, None)], origin=origin)


def test_the_first_source_that_knows_the_symbol_answers():
    folder, network = Fake("folder", AAPL="1"), Fake("network", AAPL="2", MSFT="3")
    desk = Desk([folder, network])
    assert desk.prices(listing_of("AAPL"), None, FRIDAY).origin.source == "folder"
    assert desk.prices(listing_of("MSFT"), None, FRIDAY).origin.source == "network"
    assert [(u.name, u.symbol, u.first, u.last) for u in desk.used] == [
        ("folder", "AAPL", FRIDAY, FRIDAY),
        ("network", "MSFT", FRIDAY, FRIDAY),
    ]
    with pytest.raises(UnknownSymbol):
        desk.prices(listing_of("TSLA"), None, FRIDAY)


def test_a_failing_source_is_not_passed_over():
    desk = Desk([Fake("folder", AAPL=NoData("folder", "AAPL")), Fake("network", AAPL="2")])
    with pytest.raises(NoData):
        desk.prices(listing_of("AAPL"), None, FRIDAY)


def test_each_symbol_is_asked_for_once_unless_more_is_needed():
    place = Fake("network", AAPL="2")
    desk, apple = Desk([place]), listing_of("AAPL")
    desk.prices(apple, date(2025, 1, 1), date(2025, 2, 21))
    desk.prices(apple, date(2025, 2, 1), date(2025, 2, 20))
    assert len(place.calls) == 1
    desk.prices(apple, None, date(2025, 2, 20))
    assert place.calls[1] == ("AAPL", None, date(2025, 2, 21))
    desk.prices(apple, date(2025, 2, 1), FRIDAY)
    assert len(place.calls) == 2


def test_an_error_is_remembered_for_spans_that_need_as_much():
    place = Fake("network", AAPL=Unreachable("network", "AAPL"))
    desk, apple = Desk([place]), listing_of("AAPL")
    for first in (date(2025, 2, 1), date(2025, 2, 1), None):
        with pytest.raises(Unreachable):
            desk.prices(apple, first, FRIDAY)
    assert len(place.calls) == 1
    with pytest.raises(Unreachable):
        desk.prices(apple, date(2025, 2, 10), date(2025, 2, 11))
    assert len(place.calls) == 2, "a shorter span may be in the store"


def test_what_begins_later_may_be_asked_for_a_later_span():
    place = Fake("network", AAPL=NoData("network", "AAPL"))
    desk, apple = Desk([place]), listing_of("AAPL")
    for last in (date(1990, 1, 1), date(1989, 1, 1), FRIDAY):
        with pytest.raises(NoData):
            desk.prices(apple, None, last)
    assert [last for _, _, last in place.calls] == [date(1990, 1, 1), FRIDAY]


def test_a_file_is_read_once_in_a_run(folder_of, setting):
    folder = CsvFolder(folder_of(AAPL=PLAIN), setting)
    first = folder.bars(listing_of("AAPL"), None, date(2025, 2, 20))
    assert folder.bars(listing_of("AAPL"), None, FRIDAY) is first


def test_every_source_is_asked_where_they_are_compared():
    one, two = Fake("one", AAPL="1"), Fake("two", AAPL="2")
    desk = Desk([one, Fake("none"), two])
    both = desk.every(listing_of("AAPL"), None, FRIDAY)
    assert [prices.origin.source for prices in both] == ["one", "two"]
    with pytest.raises(Refused):
        Desk([Fake("a", AAPL=Refused("a", "AAPL")), Fake("b")]).every(
            listing_of("AAPL"), None, FRIDAY
        )


def test_the_usual_desk_asks_claim_file_folder_and_network(folder_of, setting):
    inline = Inline({"AAPL": [["2025-02-21", "1"]]})
    made = sources.desk(setting, [folder_of(AAPL=PLAIN, MSFT=PLAIN)], inline)
    assert [type(place).__name__ for place in made.sources] == ["Inline", "CsvFolder", "Yahoo"]
    assert closes(made.prices(listing_of("AAPL"), None, FRIDAY)) == ["1"]
    assert len(made.prices(listing_of("MSFT"), None, FRIDAY)) == 2


def test_an_unknown_source_names_those_there_are(setting):
    with pytest.raises(FactcheckError, match="unknown source 'bloomberg'; the sources are yahoo"):
        source("bloomberg", setting)


def test_a_day_is_unfinished_until_half_an_hour_after_its_close(calendar_store):
    from factcheck import calendars

    hong_kong: Calendar = calendars.get("XHKG", calendar_store, date(2025, 2, 23))
    days = np.array([FRIDAY.toordinal()], dtype=np.int32)
    for clock, expected in (("08:29", FRIDAY.toordinal()), ("08:30", None)):
        moment = datetime.fromisoformat(f"2025-02-21T{clock}:00+00:00")
        assert unfinished(days, hong_kong, moment, 30) == expected
    assert unfinished(days[:0], hong_kong, NOW, 30) is None


def test_nothing_heavy_is_imported_for_a_folder_and_a_known_calendar(folder_of, tmp_path):
    program = f"""
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from factcheck.instruments import Listing
from factcheck.sources import Setting, desk
from factcheck.store import Store
setting = Setting(datetime(2025, 2, 21, 9, tzinfo=UTC), Store(Path({str(tmp_path / "store")!r})))
listing = Listing("^HSI", "HSI", "index", "XHKG", "HKD", 2)
folder = Path({str(folder_of(HSI=PLAIN))!r})
prices = desk(setting, [folder]).prices(listing, None, date(2025, 2, 21))
heavy = {{"pandas", "yfinance", "exchange_calendars", "requests", "curl_cffi", "yaml", "logging"}}
print(len(prices), prices.partial, sorted(heavy & sys.modules.keys()))
"""
    root = Path(factcheck.__file__).parents[1]
    for expected in ("pandas", "2 None []"):  # the first time the calendar is worked out
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, cwd=root, check=False
        )
        assert expected in done.stdout, done.stderr
