"""A folder of CSV files, one for each symbol: what a desk exports or a repository commits.

The files are strangers' text. A file is read whole and strictly: numbers and dates have one
grammar, a row has as many cells as the header, and everything wrong is said at once with its place.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from difflib import get_close_matches
from itertools import repeat
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from factcheck.cells import (
    MAX_CELL,
    PRICE_COLUMNS,
    Figures,
    Problems,
    Table,
    split_adjusted,
)
from factcheck.errors import InputError, NoData, Problem, UnknownSymbol
from factcheck.instruments import SYMBOL, Listing
from factcheck.prices import MAX_DECIMALS, Origin, Prices
from factcheck.sources import Setting, kept_form, packed, unfinished

FORM = "csv-4"  # of the parsed form in the store
MAX_BYTES = 25_000_000
MAX_ROWS = 300_000  # a day is a row: more than a thousand years
KNOWN_COLUMNS = ("date", *PRICE_COLUMNS, "volume", "dividends", "splits", "adj_close")
COLUMN_ALIASES = {
    "adjclose": "adj_close",
    "datetime": "date",
    "dividend": "dividends",
    "stock_splits": "splits",
}
DOWNLOADED = ("close", "high", "low", "open", "volume")  # the order of yfinance.download
CHOICES = {
    "excerpt": ("yes", "no"),
    "standing": ("official", "vendor"),
    "splits": ("adjusted", "as-traded"),
    "dividends": ("adjusted", "as-traded"),
}
SHAPES = {
    "currency": (r"[A-Za-z]{3}", "three letters such as HKD"),
    "decimals": (f"[0-{MAX_DECIMALS}]", f"0 to {MAX_DECIMALS}"),
}
INSTANTS = {"retrieved": datetime, "first-session": date}
HEADER_KEYS = (*CHOICES, *SHAPES, *INSTANTS, "source", "zone", "note")
DOWNLOAD = [["Price"], ["Ticker"], ["Date"]]  # how the rows of yfinance.download begin
LONE_RETURN = re.compile(r"\r(?!\n)")
MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)[ T]00:00(?::00)?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII)


class CsvFolder:
    """Prices from `folder`: `HSI.csv` or `^HSI.csv` answers for `^HSI`."""

    def __init__(self, folder: Path, setting: Setting) -> None:
        self.folder, self.setting = folder, setting
        self.name = str(folder)
        self._series: dict[tuple[str, int | None], Prices] = {}

    def bars(self, listing: Listing, first: date | None, last: date) -> Prices:
        """All rows of the symbol's file, which is read once a run.

        Raises UnknownSymbol, NoData or InputError.
        """
        known = (listing.symbol, listing.decimals)
        if known not in self._series:
            self._series[known] = self._whole(listing)
        prices = self._series[known]
        if not len(prices) or prices.days[0] > last.toordinal():
            raise NoData(self.name, listing.symbol, f"its file has no row on or before {last}")
        return prices

    def body(self, symbol: str) -> bytes:
        """The bytes of the symbol's file. Raises UnknownSymbol or InputError."""
        return self._file(symbol)[1]

    def _whole(self, listing: Listing) -> Prices:
        path, body = self._file(listing.symbol)
        prices = self._prices(path, body, listing.decimals)
        if not len(prices):
            raise NoData(self.name, listing.symbol, f"{path.name} has no rows")
        name = prices.origin.source or str(path)
        origin = replace(prices.origin, source=name, symbol=listing.symbol)
        return replace(prices, origin=origin, partial=self._partial(prices, listing))

    def _file(self, symbol: str) -> tuple[Path, bytes]:
        if not SYMBOL.fullmatch(symbol):
            raise UnknownSymbol(self.name, symbol[:MAX_CELL], "no file can have that name")
        plain = symbol.removeprefix("^")
        for stem in dict.fromkeys((symbol, plain, f"^{plain}")):
            path = self.folder / f"{stem}.csv"
            body = _read(path)
            if body is not None:
                return path, body
        raise UnknownSymbol(self.name, symbol, f"there is no {plain}.csv")

    def _prices(self, path: Path, body: bytes, decimals: int | None) -> Prices:
        store, sha256 = self.setting.store, hashlib.sha256(body).hexdigest()
        form = f"{FORM}-{decimals}"
        kept = kept_form(store, sha256, form) if store else None
        if kept is not None:
            return kept
        prices = parse(str(path), body, decimals)
        prices = replace(prices, origin=replace(prices.origin, sha256=sha256))
        if store:
            store.put_parsed(sha256, form, packed(prices))
        return prices

    def _partial(self, prices: Prices, listing: Listing) -> int | None:
        retrieved, now = prices.origin.retrieved_at, self.setting.now
        moment = min(retrieved, now) if retrieved else now
        if int(prices.days[-1]) < moment.toordinal() - 2:
            return None  # over everywhere on earth, whatever the calendar says
        calendar = self.setting.calendar(listing, prices.days)
        return unfinished(prices.days, calendar, moment, self.setting.policy.partial_minutes)


def parse(name: str, body: bytes, decimals: int | None) -> Prices:
    """Bars from the bytes of a CSV file called `name`.

    `decimals` is what the exchange prints (the file's own `decimals:` goes before it). Raises
    InputError with up to 50 problems, each with line and column.
    """
    text = _decoded(name, body)
    told = Problems(name)
    header, skipped = _header(text, told)
    table, adjusted = _table(text, skipped, told)
    origin = Origin(
        header.get("source", ""),
        "",
        _instant(header.get("retrieved")),
        official=header.get("standing", "official") == "official",
        note=header.get("note", ""),
    )
    prices = Figures(told, table, _decimals(header, decimals)).prices(origin)
    told.stop()
    assert prices is not None
    if header.get("splits") == "as-traded":
        prices = split_adjusted(prices)
    first = header.get("first-session")
    sure = not any(repair.lost for repair in prices.repairs)
    return replace(
        prices,
        currency=header.get("currency"),
        zone=header.get("zone"),
        first_day=date.fromisoformat(first).toordinal() if first else None,
        adjusted=header["dividends"] == "adjusted" if "dividends" in header else adjusted,
        excerpt=sure and header.get("excerpt") == "yes",
    )


def _read(path: Path) -> bytes | None:
    """The bytes of a regular file; None where there is none. Links and devices are refused."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    flags |= getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as problem:
        raise _one(str(path), 1, f"cannot be opened: {problem.strerror}") from problem
    about = os.fstat(handle)
    if not stat.S_ISREG(about.st_mode):
        os.close(handle)
        raise _one(str(path), 1, "is not a regular file")
    with os.fdopen(handle, "rb") as file:
        if about.st_size > MAX_BYTES:
            raise _one(str(path), 1, f"is larger than {MAX_BYTES // 1_000_000} MB")
        return file.read(MAX_BYTES)


def _decoded(name: str, body: bytes) -> str:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = body.count(b"\n", 0, problem.start) + 1
        raise _one(name, line, "is not UTF-8 text") from problem
    if "\0" in text:
        raise _one(name, text.count("\n", 0, text.index("\0")) + 1, "has a NUL character")
    return text


def _header(text: str, told: Problems) -> tuple[dict[str, str], int]:
    """The `# key: value` lines before the columns, and how many lines they are."""
    header: dict[str, str] = {}
    count = 0
    for line in io.StringIO(text, newline=""):
        if not line.startswith("#") and line.strip():
            break
        count += 1
        key, colon, value = line[1:].partition(":")
        key, value = key.strip().lower(), value.strip()
        if key in HEADER_KEYS and colon:
            header[key] = value
            if sentence := _wrong(key, value):
                told.add(count, 1, sentence)
        elif colon and (near := get_close_matches(key, HEADER_KEYS, n=1, cutoff=0.8)):
            told.add(count, 1, f"unknown key {key[:MAX_CELL]!r}; did you mean {near[0]!r}?")
    return header, count


def _wrong(key: str, value: str) -> str | None:
    """What is wrong with a header's value, as a sentence."""
    shown = repr(value[:MAX_CELL])
    if key in CHOICES and value not in CHOICES[key]:
        return f"{key} is {' or '.join(CHOICES[key])}, not {shown}"
    if key in SHAPES and not re.fullmatch(SHAPES[key][0], value, re.ASCII):
        return f"{key} is {SHAPES[key][1]}, not {shown}"
    if key in INSTANTS:
        try:
            INSTANTS[key].fromisoformat(value)
        except ValueError:
            return f"{key} is a date such as 2025-02-21, not {shown}"
    if key == "zone" and not _is_zone(value):
        return f"zone is a time zone such as Asia/Hong_Kong, not {shown}"
    return None


def _is_zone(name: str) -> bool:
    try:
        return bool(name) and ZoneInfo(name).key == name
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _decimals(header: Mapping[str, str], default: int | None) -> int | None:
    said = header.get("decimals", "")
    return int(said) if re.fullmatch(SHAPES["decimals"][0], said) else default


def _instant(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None  # told already
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _table(text: str, skipped: int, told: Problems) -> tuple[Table, bool]:
    """The cells, and whether their columns are those of closes adjusted for dividends."""
    lines = _plain_lines(text, skipped)
    if lines:
        columns = _columns([line.split(",") for line in lines[:3]], skipped + 1, told)
        if {*map(str.count, lines, repeat(","))} == {len(columns.names) - 1}:
            body = ",".join(lines[columns.rows :])
            numbers = range(skipped + 1 + columns.rows, skipped + 1 + len(lines))
            cells = body.split(",") if len(lines) > columns.rows else []
            return _by_column(cells, columns.names, numbers, _blank(body)), columns.adjusted
    rows = _rows(text, skipped, told)
    columns = _columns(rows[:3], skipped + 1, told)
    names = columns.names
    kept = [(n, row) for n, row in enumerate(rows[columns.rows :], skipped + 1 + columns.rows) if row]
    for number, row in kept:
        if len(row) != len(names):
            told.add(number, 1, f"the row has {len(row)} cells, the header {len(names)}")
    told.stop()
    flat = [cell for _, row in kept for cell in row]
    return _by_column(flat, names, [number for number, _ in kept], _blank(text)), columns.adjusted


def _blank(text: str) -> bool:
    return " " in text or "\t" in text


def _plain_lines(text: str, skipped: int) -> list[str] | None:
    """The lines from the column names on, where no cell is quoted: splitting them reads them."""
    if '"' in text or LONE_RETURN.search(text):
        return None
    lines = text.replace("\r\n", "\n").split("\n")[skipped:]
    if lines and not lines[-1]:
        lines.pop()
    return lines if len(lines) <= MAX_ROWS else None


def _rows(text: str, skipped: int, told: Problems) -> list[list[str]]:
    stream = io.StringIO(text, newline="")
    for _ in range(skipped):
        stream.readline()
    reader = csv.reader(stream, strict=True)
    try:
        rows = list(reader)
    except csv.Error as problem:
        raise _one(told.file, skipped + reader.line_num, f"cannot be read: {problem}") from problem
    if not rows:
        raise _one(told.file, skipped + 1, "is empty: the first line names the columns")
    if reader.line_num != len(rows):
        raise _one(told.file, skipped + 1, "a cell has a line break in it")
    if len(rows) > MAX_ROWS:
        raise _one(told.file, MAX_ROWS, f"has more than {MAX_ROWS:,} rows")
    return rows


@dataclass(frozen=True)
class _Columns:
    """The columns' names, the `rows` that say them, and whether the closes are yfinance's default ones:
    adjusted for dividends (auto_adjust=True), which leaves no column of adjusted closes beside them."""

    names: list[str]
    rows: int
    adjusted: bool


def _columns(rows: Sequence[Sequence[str]], line: int, told: Problems) -> _Columns:
    """The columns of a file that begins with `rows`; `line` is the first one's.

    pandas leaves the name of an index away; yfinance.download writes three rows: Price, Ticker, Date.
    """
    cells = list(rows[0])
    tickers = [*dict.fromkeys(rows[1][1:])] if [row[:1] for row in rows] == DOWNLOAD else []
    if tickers:
        cells[0] = "date"
    if len(tickers) > 1:
        listed = ", ".join(tickers)[:200]
        told.add(line + 1, 1, f"holds several symbols ({listed}); make a file for each")
        told.stop()
    if cells and not cells[0].strip():
        cells[0] = "date"
    written = ["_".join(cell.strip().lower().split()) for cell in cells]
    names = _names(written, rows[0], line, told)
    order = (*DOWNLOADED,) == (*written[1:],) or "stock_splits" in written
    return _Columns(names, 3 if tickers else 1, "adj_close" not in names and (order or bool(tickers)))


def _names(written: Sequence[str], cells: Sequence[str], line: int, told: Problems) -> list[str]:
    names: list[str] = []
    for number, word in enumerate(written):
        name = COLUMN_ALIASES.get(word, word)
        if name in names and name in KNOWN_COLUMNS:
            column = 1 + sum(len(c) + 1 for c in cells[:number])
            told.add(line, column, f"column {name!r} is there twice")
        names.append(name)
    for needed in ("date", "close"):
        if needed not in names:
            found = ", ".join(names)[:200]
            told.add(line, 1, f"there is no column {needed!r}; the columns are {found}")
    told.stop()
    return names


def _by_column(cells: list[str], names: list[str], lines: Sequence[int], blanks: bool) -> Table:
    """A table from its cells in reading order; `blanks` around them do not count."""
    width = len(names)

    def at(row: int, name: str) -> tuple[int, int]:
        before = cells[row * width : row * width + names.index(name)]
        return lines[row], 1 + sum(len(cell) + 1 for cell in before)

    bare = [cell.strip(" \t") for cell in cells] if blanks else cells
    columns = {n: bare[i::width] for i, n in enumerate(names) if n in KNOWN_COLUMNS}
    columns["date"] = [_day(cell) if len(cell) > 10 else cell for cell in columns["date"]]
    return Table(columns, at)


def _day(cell: str) -> str:
    """The date of a midnight: "2025-02-21 00:00:00+08:00" is how pandas writes a day of an exchange."""
    midnight = MIDNIGHT.fullmatch(cell)
    return midnight[1] if midnight else cell


def _one(file: str, line: int, sentence: str) -> InputError:
    return InputError([Problem(file, line, 1, sentence)])
