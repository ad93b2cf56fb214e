"""A folder of CSV files, one for each symbol: what a desk exports, a repository commits, a test makes up.

The files are strangers' text. A file is read whole and strictly: numbers and dates have one grammar,
a row has as many cells as the header, and everything wrong is reported at once with line and column.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import stat
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from factcheck.errors import InputError, NoData, Problem, UnknownSymbol
from factcheck.prices import MAX_DECIMALS, MISSING, Action, Column, Days, Origin, Prices, Repair
from factcheck.sources import packed, unfinished, unpacked

if TYPE_CHECKING:
    from factcheck.instruments import Listing
    from factcheck.sources import Setting

SYMBOL = re.compile(r"[A-Z0-9^][A-Z0-9.^=-]{0,19}", re.ASCII)
FORM = "csv-1"  # of the parsed form in the store
MAX_BYTES = 100_000_000
MAX_ROWS = 2_000_000
MAX_PROBLEMS = 50
MAX_CELL = 40
WHOLE_DIGITS, PART_DIGITS = 18, 18
PRICE_COLUMNS = ("open", "high", "low", "close")
KNOWN_COLUMNS = ("date", *PRICE_COLUMNS, "volume", "dividends", "splits", "adj_close")
COLUMN_ALIASES = {"adjclose": "adj_close", "stock_splits": "splits", "dividend": "dividends"}
HEADER_KEYS = (
    "source", "excerpt", "standing", "retrieved", "currency", "first-session", "decimals", "splits",
    "zone", "note",
)  # fmt: skip
EPOCH_DAY = date(1970, 1, 1).toordinal()


class CsvFolder:
    """Prices from `folder`: `HSI.csv` or `^HSI.csv` answers for `^HSI`."""

    def __init__(self, folder: Path, setting: Setting) -> None:
        self.folder, self.setting = folder, setting
        self.name = str(folder)

    def bars(self, listing: Listing, first: date | None, last: date) -> Prices:
        """All rows of the symbol's file. Raises UnknownSymbol, NoData or InputError."""
        symbol = listing.symbol_at("csv") or listing.symbol
        path, body = self._file(symbol)
        prices = self._prices(path, body, listing.decimals)
        if not len(prices) or prices.days[0] > last.toordinal():
            raise NoData(self.name, symbol, f"{path.name} has no row on or before {last}")
        origin = replace(
            prices.origin, source=prices.origin.source or str(path), symbol=listing.symbol
        )
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
        kept = store.get_parsed(sha256, form) if store else None
        if kept is not None:
            return unpacked(kept)
        prices = parse(str(path), body, decimals)
        prices = replace(prices, origin=replace(prices.origin, sha256=sha256))
        if store:
            store.put_parsed(sha256, form, packed(prices))
        return prices

    def _partial(self, prices: Prices, listing: Listing) -> int | None:
        from factcheck import calendars

        retrieved = prices.origin.retrieved_at
        moment = min(retrieved, self.setting.now) if retrieved else self.setting.now
        if int(prices.days[-1]) < moment.toordinal() - 2:
            return None  # over everywhere on earth, whatever the calendar
        calendar = calendars.get(listing.calendar, self.setting.store, self.setting.now.date())
        return unfinished(prices.days, calendar, moment, self.setting.policy.partial_minutes)


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
    with os.fdopen(handle, "rb") as file:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            raise _one(str(path), 1, "is not a regular file")
        if about.st_size > MAX_BYTES:
            raise _one(str(path), 1, f"is larger than {MAX_BYTES // 1_000_000} MB")
        return file.read(MAX_BYTES + 1)


def parse(name: str, body: bytes, decimals: int | None) -> Prices:
    """Bars from the bytes of a CSV file called `name`.

    `decimals` is what the exchange prints (the file's own `decimals:` goes before it). Raises
    InputError with up to 50 problems, each with line and column.
    """
    text = _decoded(name, body)
    told = _Problems(name)
    header, lines = _header(text, told)
    table = _table(text, lines, told)
    figures = Figures(told, table, _decimals(header, decimals))
    prices = figures.prices(
        Origin(
            header.get("source", ""),
            "",
            _instant(header.get("retrieved")),
            official=header.get("standing", "official") == "official",
            note=header.get("note", ""),
        ),
        as_traded=header.get("splits") == "as-traded",
    )
    told.stop()
    first = header.get("first-session")
    return replace(
        prices,
        currency=header.get("currency"),
        zone=header.get("zone"),
        first_day=date.fromisoformat(first).toordinal() if first else None,
        excerpt=header.get("excerpt") == "yes",
    )


@dataclass
class _Problems:
    """What is wrong with one file, collected so that it is all said at once."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, line: int, column: int, sentence: str) -> None:
        if len(self.found) < MAX_PROBLEMS:
            self.found.append(Problem(self.file, line, column, sentence))

    def stop(self) -> None:
        """Raise InputError if there was anything wrong."""
        if self.found:
            raise InputError(self.found)


@dataclass(frozen=True)
class Table:
    """The cells of a file as text, by column; `lines` (n,) is where each row stands.

    `at` gives the line and column of a cell.
    """

    columns: Mapping[str, tuple[str, ...]]
    lines: Sequence[int]
    rows: Sequence[Sequence[str]]
    names: Sequence[str]

    def at(self, row: int, column: str) -> tuple[int, int]:
        before = self.rows[row][: self.names.index(column)]
        return self.lines[row], 1 + sum(len(cell) + 1 for cell in before)


def _decoded(name: str, body: bytes) -> str:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = body.count(b"\n", 0, problem.start) + 1
        raise _one(name, line, "is not UTF-8 text") from problem
    if "\0" in text:
        raise _one(name, text.count("\n", 0, text.index("\0")) + 1, "has a NUL character")
    return text


def _header(text: str, told: _Problems) -> tuple[dict[str, str], int]:
    """The `# key: value` lines before the columns, and how many lines they are."""
    header: dict[str, str] = {}
    count = 0
    for line in io.StringIO(text, newline=""):
        if not line.startswith("#") and line.strip():
            break
        count += 1
        key, colon, value = line[1:].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon or not key:
            continue
        if key in HEADER_KEYS:
            header[key] = value
            if sentence := _wrong(key, value):
                told.add(count, 1, sentence)
        elif near := get_close_matches(key, HEADER_KEYS, n=1, cutoff=0.8):
            told.add(count, 1, f"unknown key {key[:MAX_CELL]!r}; did you mean {near[0]!r}?")
    return header, count


def _wrong(key: str, value: str) -> str | None:
    """What is wrong with a header's value, as a sentence."""
    words = {"excerpt": ("yes", "no"), "standing": ("official", "vendor"), "splits": ("adjusted", "as-traded")}
    if key in words and value not in words[key]:
        return f"{key} is {' or '.join(words[key])}, not {value[:MAX_CELL]!r}"
    if key == "currency" and not re.fullmatch(r"[A-Za-z]{3}", value, re.ASCII):
        return f"currency is three letters such as HKD, not {value[:MAX_CELL]!r}"
    if key == "decimals" and not re.fullmatch(r"[0-8]", value, re.ASCII):
        return f"decimals is 0 to {MAX_DECIMALS}, not {value[:MAX_CELL]!r}"
    if key in ("retrieved", "first-session"):
        try:
            (datetime if key == "retrieved" else date).fromisoformat(value)
        except ValueError:
            return f"{key} is a date such as 2025-02-21, not {value[:MAX_CELL]!r}"
    return None


def _decimals(header: Mapping[str, str], default: int | None) -> int | None:
    said = header.get("decimals", "")
    return int(said) if said.isdigit() else default


def _instant(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None  # told already
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _table(text: str, skipped: int, told: _Problems) -> Table:
    stream = io.StringIO(text, newline="")
    for _ in range(skipped):
        stream.readline()
    reader = csv.reader(stream, strict=True)
    try:
        rows = list(reader)
    except csv.Error as problem:
        raise _one(told.file, skipped + reader.line_num, f"cannot be read: {problem}") from problem
    if reader.line_num != len(rows):
        raise _one(told.file, skipped + 1, "a cell has a line break in it")
    if len(rows) > MAX_ROWS:
        raise _one(told.file, MAX_ROWS, f"has more than {MAX_ROWS:,} rows")
    if not rows:
        raise _one(told.file, skipped + 1, "is empty: the first line names the columns")
    names = _names(rows[0], skipped + 1, told)
    return _columns(names, rows[1:], skipped + 2, told)


def _names(cells: Sequence[str], line: int, told: _Problems) -> list[str]:
    names = []
    for number, cell in enumerate(cells):
        name = "_".join(cell.strip().lower().split())
        name = COLUMN_ALIASES.get(name, name)
        if name in names and name in KNOWN_COLUMNS:
            told.add(line, 1 + sum(len(c) + 1 for c in cells[:number]), f"column {name!r} is there twice")
        names.append(name)
    for needed in ("date", "close"):
        if needed not in names:
            told.add(line, 1, f"there is no column {needed!r}; the columns are {', '.join(names)[:200]}")
    told.stop()
    return names


def _columns(
    names: list[str], rows: list[list[str]], first_line: int, told: _Problems
) -> Table:
    lines: Sequence[int] = range(first_line, first_line + len(rows))
    if any(len(row) != len(names) for row in rows):
        kept = [(line, row) for line, row in zip(lines, rows, strict=True) if row]
        for line, row in kept:
            if len(row) != len(names):
                told.add(line, 1, f"the row has {len(row)} cells, the header {len(names)}")
        told.stop()
        lines, rows = [line for line, _ in kept], [row for _, row in kept]
    cells = list(zip(*rows, strict=True)) or [()] * len(names)
    columns = {
        name: column for name, column in zip(names, cells, strict=True) if name in KNOWN_COLUMNS
    }
    return Table(columns, lines, rows, names)


@dataclass
class Figures:
    """Text cells made into exact bars; what cannot be read goes to `told`."""

    told: _Problems
    table: Table
    decimals: int | None

    def prices(self, origin: Origin, as_traded: bool = False) -> Prices:
        """The bars, ascending, each day once. `as_traded`: earlier prices are divided by the splits."""
        days = self._days()
        cells = {name: self._numbers(name) for name in PRICE_COLUMNS}
        cells |= {name: self._numbers(name) for name in ("volume", "dividends", "splits")}
        self.told.stop()
        places = max([self.decimals or 0] + [cells[name].places for name in PRICE_COLUMNS])
        columns = {name: self._scaled(name, cells[name], places) for name in PRICE_COLUMNS}
        columns["volume"] = cells["volume"].whole()
        self.told.stop()
        rows, repairs = self._order(days)
        prices = Prices(
            days[rows],
            *(columns[name][rows] for name in (*PRICE_COLUMNS, "volume")),
            decimals=places,
            origin=origin,
            actions=_actions(days[rows], cells["dividends"].at(rows), cells["splits"].at(rows)),
            repairs=tuple(repairs),
        )
        prices = tidied(prices, self.decimals)
        return split_adjusted(prices) if as_traded else prices

    def _days(self) -> Days:
        days, bad = _ordinals(_stripped(self.table.columns["date"]))
        self._tell(bad, "date", "is no date; write it as 2025-02-21")
        return days

    def _numbers(self, name: str) -> _Numbers:
        column = self.table.columns.get(name)
        if column is None:
            return _Numbers.missing(len(self.table.lines))
        numbers, bad = _numbers(_stripped(column))
        self._tell(bad, name, "is no number; write it as 1234.56")
        return numbers

    def _scaled(self, name: str, numbers: _Numbers, places: int) -> Column:
        units, bad = numbers.scaled(places)
        self._tell(bad, name, "has too many digits for a price")
        return units

    def _tell(self, bad: NDArray[np.bool_], name: str, sentence: str) -> None:
        for row in np.flatnonzero(bad)[:MAX_PROBLEMS]:
            line, column = self.table.at(int(row), name)
            cell = self.table.columns[name][row]
            shown = cell if len(cell) <= MAX_CELL else f"{cell[:MAX_CELL]}…"
            self.told.add(line, column, f"{name}: {shown!r} {sentence}")

    def _order(self, days: Days) -> tuple[NDArray[np.intp], list[Repair]]:
        """The rows in order of their days, and what had to be done for it (S18.5)."""
        rows = np.argsort(days, kind="stable")
        repairs = []
        if not np.array_equal(rows, np.arange(len(rows))):
            repairs.append(Repair("S18", "sorted", "the rows were not in the order of their dates"))
        again = np.flatnonzero(np.diff(days[rows]) == 0) + 1
        for at in again:
            self._same(int(rows[at - 1]), int(rows[at]))
        if len(again):
            listed = ", ".join(str(date.fromordinal(int(days[rows[at]]))) for at in again[:5])
            more = f" and {len(again) - 5} more" if len(again) > 5 else ""
            repairs.append(Repair("S18.5", "duplicate-dropped", f"given twice, alike: {listed}{more}"))
        return np.delete(rows, again), repairs

    def _same(self, one: int, other: int) -> None:
        first, second = sorted((one, other))
        if any(column[first] != column[second] for column in self.table.columns.values()):
            day = self.table.columns["date"][second]
            line = self.table.lines[first]
            self.told.add(
                self.table.lines[second], 1, f"{day} is in line {line} too, with other figures (S18.5)"
            )


@dataclass(frozen=True)
class _Numbers:
    """Decimal numbers as digits: the value is digits / 10**after; `after` is -1 where there is none."""

    digits: NDArray[np.int64]
    after: NDArray[np.int64]

    @classmethod
    def missing(cls, rows: int) -> _Numbers:
        return cls(np.zeros(rows, np.int64), np.full(rows, -1, np.int64))

    @property
    def places(self) -> int:
        return max(0, int(self.after.max(initial=0)))

    def at(self, rows: NDArray[np.intp]) -> _Numbers:
        return _Numbers(self.digits[rows], self.after[rows])

    def scaled(self, places: int) -> tuple[Column, NDArray[np.bool_]]:
        """The numbers in units of 10**-places, and which of them are too large for that."""
        power = np.power(10, np.clip(places - self.after, 0, 18))
        bad = np.abs(self.digits) > (2**62) // power
        units = np.where(bad, 0, self.digits) * power
        return np.where(self.after < 0, MISSING, units), bad & (self.after >= 0)

    def whole(self) -> Column:
        """The numbers rounded to whole ones."""
        power = np.power(10, np.maximum(self.after, 0))
        units = (2 * self.digits + power) // (2 * power) if self.places else self.digits
        return np.where(self.after < 0, MISSING, units)

    def fractions(self) -> list[tuple[int, Fraction]]:
        """Row and value of every number that is there and not zero."""
        return [
            (int(row), Fraction(int(self.digits[row]), 10 ** int(self.after[row])))
            for row in np.flatnonzero((self.after >= 0) & (self.digits != 0))
        ]


def _stripped(column: tuple[str, ...]) -> tuple[str, ...]:
    if any(cell != cell.strip() for cell in (column[:1] + column[-1:])) or " " in "".join(column):
        return tuple(cell.strip() for cell in column)
    return column


def _characters(column: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """The column as code points, one row of the result for each position, and which cells are too long."""
    width = max(map(len, column), default=0)
    long = np.zeros(len(column), dtype=np.bool_)
    if width > MAX_CELL:
        long = np.array([len(cell) > MAX_CELL for cell in column])
        column = ["" if len(cell) > MAX_CELL else cell for cell in column]
        width = max(map(len, column), default=0)
    if not width:
        return np.zeros((0, len(column)), np.uint32), long
    table = np.array(column, dtype=f"U{width}").view(np.uint32).reshape(len(column), width)
    return np.ascontiguousarray(table.T), long


def _numbers(column: Sequence[str]) -> tuple[_Numbers, NDArray[np.bool_]]:
    """`-?digits[.digits]` for a whole column at once; an empty cell is no number.

    At most 18 digits before the point and 18 after; those after the eighth only round the eighth.
    """
    characters, bad = _characters(column)
    rows = len(column)
    digits = np.zeros(rows, np.int64)
    before = np.zeros(rows, np.int64)
    after = np.zeros(rows, np.int64)
    point = np.zeros(rows, np.bool_)
    up = np.zeros(rows, np.bool_)
    for position, character in enumerate(characters):
        digit = character - np.uint32(ord("0"))  # wraps around: anything else is above 9
        is_digit = digit < 10
        is_point = character == ord(".")
        fits = is_digit & (after < MAX_DECIMALS) & (before <= WHOLE_DIGITS)
        digits = np.where(fits, digits * 10 + digit, digits)
        up |= is_digit & (after == MAX_DECIMALS) & (digit >= 5)
        before += is_digit & ~point
        after += is_digit & point
        bad |= ~(is_digit | is_point | (character == 0)) if position else ~(
            is_digit | (character == ord("-")) | (character == 0)
        )
        bad |= is_point & point
        point |= is_point
    negative = characters[0] == ord("-") if len(characters) else np.zeros(rows, np.bool_)
    empty = characters[0] == 0 if len(characters) else np.ones(rows, np.bool_)
    bad |= ~empty & ((before == 0) | (point & (after == 0)))
    bad |= (before > WHOLE_DIGITS) | (after > PART_DIGITS)
    bad |= before + np.minimum(after, MAX_DECIMALS) > WHOLE_DIGITS
    digits = np.where(negative, -(digits + up), digits + up)
    digits[bad | empty] = 0
    after = np.where(bad | empty, -1, np.minimum(after, MAX_DECIMALS))
    return _Numbers(digits, after), bad


def _ordinals(column: Sequence[str]) -> tuple[Days, NDArray[np.bool_]]:
    """`YYYY-MM-DD` for a whole column at once, and which cells are no date."""
    characters, bad = _characters(column)
    rows = len(column)
    if len(characters) != 10:  # some cell is longer or all are shorter
        bad |= np.array([len(cell) != 10 for cell in column], dtype=np.bool_)
        characters = np.vstack([characters, np.zeros((10, rows), np.uint32)])[:10]
    digits = (characters - np.uint32(ord("0"))).astype(np.int64)
    for position in range(10):
        if position in (4, 7):
            bad |= characters[position] != ord("-")
        else:
            bad |= digits[position] > 9
    digits[:, bad] = 1
    year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3]
    month = digits[5] * 10 + digits[6]
    day = digits[8] * 10 + digits[9]
    bad |= (year < 1) | (month < 1) | (month > 12)
    start = (year - 1970).astype("datetime64[Y]").astype("datetime64[M]") + (
        np.clip(month, 1, 12) - 1
    )
    moment = start.astype("datetime64[D]") + (day - 1)
    bad |= moment.astype("datetime64[M]") != start
    ordinals = moment.astype(np.int64) + EPOCH_DAY
    return np.where(bad, 1, ordinals).astype(np.int32), bad


def _actions(days: Days, dividends: _Numbers, splits: _Numbers) -> tuple[Action, ...]:
    found = [Action(int(days[row]), "dividend", value) for row, value in dividends.fractions()]
    found += [
        Action(int(days[row]), "split", value) for row, value in splits.fractions() if value not in (0, 1)
    ]
    return tuple(sorted(found, key=lambda action: (action.day, action.kind)))


def tidied(prices: Prices, decimals: int | None) -> Prices:
    """The series with 32-bit float noise undone: 139.600006 is 139.60 where `decimals` is 2.

    A price that the noise does not explain keeps its own digits (a split-adjusted history).
    """
    if decimals is None or prices.decimals <= decimals:
        return prices
    names = [name for name in PRICE_COLUMNS]
    columns = [_snapped(getattr(prices, name), prices.decimals, decimals) for name in names]
    places = prices.decimals
    while places > decimals and not any(bool(np.any(_present(c) % 10)) for c in columns):
        columns = [np.where(c == MISSING, MISSING, c // 10) for c in columns]
        places -= 1
    return replace(prices, decimals=places, **dict(zip(names, columns, strict=True)))


def _present(column: Column) -> Column:
    return np.where(column == MISSING, 0, column)


def _snapped(column: Column, places: int, decimals: int) -> Column:
    step = 10 ** (places - decimals)
    units = _present(column)
    near = (2 * units + step) // (2 * step) * step
    noise = np.abs(units) * 1.2e-7 + 10.0**places * 1e-6
    snapped = np.where(np.abs(units - near) <= noise, near, units)
    return np.where(column == MISSING, MISSING, snapped)


def split_adjusted(prices: Prices) -> Prices:
    """Prices as traded made comparable: those before a split are divided by it (S3.4, S18.3).

    Exact where the quotient has at most 8 decimals, rounded to 8 otherwise. Volume is multiplied.
    """
    splits = [action for action in prices.actions if action.kind == "split"]
    if not splits:
        return prices
    columns = {name: getattr(prices, name).astype(object) for name in (*PRICE_COLUMNS, "volume")}
    missing = {name: getattr(prices, name) == MISSING for name in columns}
    factors = _factors(prices.days, splits)
    room = MAX_DECIMALS - prices.decimals
    for name, column in columns.items():
        ratio = factors if name == "volume" else [10**room / factor for factor in factors]
        columns[name] = np.array(
            [0 if gone else round(value * by) for value, by, gone in zip(column, ratio, missing[name], strict=True)],
            dtype=np.int64,
        )  # fmt: skip
        columns[name][missing[name]] = MISSING
    adjusted = replace(prices, decimals=MAX_DECIMALS, **columns)
    told = ", ".join(f"{date.fromordinal(s.day)} by {s.value}" for s in splits)
    repair = Repair("S18.3", "adjusted", f"prices before a split were divided by it: {told}")
    return replace(_shortest(adjusted, prices.decimals), repairs=(*prices.repairs, repair))


def _factors(days: Days, splits: Iterable[Action]) -> list[Fraction]:
    """For each day the product of the splits after it."""
    factors = [Fraction(1)] * len(days)
    for split in splits:
        for row in range(int(np.searchsorted(days, split.day))):
            factors[row] *= split.value
    return factors


def _shortest(prices: Prices, least: int) -> Prices:
    """The same prices with no more decimals than they need, and at least `least`."""
    columns = {name: getattr(prices, name) for name in PRICE_COLUMNS}
    places = prices.decimals
    while places > least and not any(bool(np.any(_present(c) % 10)) for c in columns.values()):
        columns = {n: np.where(c == MISSING, MISSING, c // 10) for n, c in columns.items()}
        places -= 1
    return replace(prices, decimals=places, **columns)


def _one(file: str, line: int, sentence: str) -> InputError:
    return InputError([Problem(file, line, 1, sentence)])
