"""Text cells made into exact bars: one grammar for numbers and dates, whole columns at a time.

What cannot be read is told with the place it stands at, all of it at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from factcheck.errors import InputError, Problem
from factcheck.prices import (
    EPOCH_DAY,
    FLOAT32_NOISE,
    MAX_DECIMALS,
    MISSING,
    YEARS,
    Action,
    Column,
    Days,
    Origin,
    Prices,
    Repair,
)

MAX_PROBLEMS = 50
MAX_CELL = 40
WHOLE_DIGITS, PART_DIGITS = 18, 18
LARGEST = 2**62
PRICE_COLUMNS = ("open", "high", "low", "close")

Rows = NDArray[np.intp]


@dataclass
class Problems:
    """What is wrong with one file, collected so that it is all said at once."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, line: int, column: int, sentence: str) -> None:
        """Remember one problem; those after the fiftieth are not worth reading."""
        if len(self.found) < MAX_PROBLEMS:
            self.found.append(Problem(self.file, line, column, sentence))

    def stop(self) -> None:
        """Raise InputError if there was anything wrong."""
        if self.found:
            raise InputError(self.found)


@dataclass(frozen=True)
class Table:
    """Cells as text, by column, each column (n,); `at` is where a cell stands."""

    columns: Mapping[str, Sequence[str]]
    at: Callable[[int, str], tuple[int, int]]  # row and column's name → line and column

    def __len__(self) -> int:
        return len(self.columns["date"])


@dataclass(frozen=True)
class Numbers:
    """Decimal numbers: the value is digits / 10**after; `after` is -1 where there is none."""

    digits: NDArray[np.int64]
    after: NDArray[np.int64]

    @classmethod
    def missing(cls, rows: int) -> Numbers:
        """No number in any row."""
        return cls(np.zeros(rows, np.int64), np.full(rows, -1, np.int64))

    @property
    def places(self) -> int:
        """The most decimals that any of them has."""
        return max(0, int(self.after.max(initial=0)))

    def at(self, rows: Rows) -> Numbers:
        """The numbers of `rows`."""
        return Numbers(self.digits[rows], self.after[rows])

    def scaled(self, places: int) -> tuple[Column, NDArray[np.bool_]]:
        """The numbers in units of 10**-places, and which of them are too large for that."""
        power = np.power(10, np.clip(places - self.after, 0, WHOLE_DIGITS))
        bad = np.abs(self.digits) > LARGEST // power
        units = np.where(bad, 0, self.digits) * power
        return np.where(self.after < 0, MISSING, units), bad & (self.after >= 0)

    def rounded(self, places: int) -> Numbers:
        """The numbers with at most `places` decimals."""
        power = np.power(10, np.maximum(self.after - places, 0))
        return Numbers((self.digits + power // 2) // power, np.minimum(self.after, places))

    def whole(self) -> Column:
        """The numbers rounded to whole ones."""
        power = np.power(10, np.maximum(self.after, 0))
        units = (self.digits + power // 2) // power if self.places else self.digits
        return np.where(self.after < 0, MISSING, units)

    def fractions(self) -> list[tuple[int, Fraction]]:
        """Row and value of every number that is there and not zero."""
        return [
            (int(row), Fraction(int(self.digits[row]), 10 ** int(self.after[row])))
            for row in np.flatnonzero((self.after >= 0) & (self.digits != 0))
        ]


@dataclass
class Figures:
    """The bars that a table of text holds; what cannot be read goes to `told`.

    `decimals` is what the exchange prints, where that is known: float noise around it is undone.
    """

    told: Problems
    table: Table
    decimals: int | None

    def prices(self, origin: Origin) -> Prices | None:
        """The bars, ascending, each day once; None where there were problems."""
        days = self._days()
        cells = {name: self._numbers(name) for name in PRICE_COLUMNS}
        cells |= {name: self._numbers(name) for name in ("volume", "dividends", "splits")}
        if self.told.found:
            return None
        places = max([self.decimals or 0] + [cells[name].places for name in PRICE_COLUMNS])
        priced = [self._scaled(name, cells[name], places) for name in PRICE_COLUMNS]
        acting = [cells[name] for name in ("dividends", "splits")]
        self._tell_unlike(days, acting)
        if self.told.found:
            return None
        rows, table, repairs = each_day_once(days, np.array([*priced, cells["volume"].whole()]))
        opened, high, low, close, volume = table
        prices = Prices(
            days[rows],
            opened,
            high,
            low,
            close,
            volume,
            places,
            origin,
            actions=actions_of(days[rows], *(numbers.at(rows) for numbers in acting)),
            repairs=repairs,
        )
        return tidied(prices, self.decimals)

    def _days(self) -> Days:
        days, bad = read_days(self.table.columns["date"])
        self._tell(bad, "date", "is no date; write it as 2025-02-21")
        return days

    def _numbers(self, name: str) -> Numbers:
        column = self.table.columns.get(name)
        if column is None:
            return Numbers.missing(len(self.table))
        numbers, bad = read_numbers(column)
        self._tell(bad, name, "is no number; write it as 1234.56")
        return numbers

    def _scaled(self, name: str, numbers: Numbers, places: int) -> Column:
        units, bad = numbers.scaled(places)
        self._tell(bad, name, "has too many digits for a price")
        return units

    def _tell(self, bad: NDArray[np.bool_], name: str, sentence: str) -> None:
        for row in np.flatnonzero(bad)[:MAX_PROBLEMS]:
            cell = self.table.columns[name][row]
            shown = cell if len(cell) <= MAX_CELL else f"{cell[:MAX_CELL]}…"
            self.told.add(*self.table.at(int(row), name), f"{name}: {shown!r} {sentence}")

    def _tell_unlike(self, days: Days, acting: Sequence[Numbers]) -> None:
        """A dividend or split of a day given twice has to be the same: it acts on other days."""
        columns = [numbers.scaled(MAX_DECIMALS)[0] for numbers in acting]
        table = np.array([np.where(column == MISSING, 0, column) for column in columns])
        order, unlike = _unlike(days, table)
        for at in np.flatnonzero(unlike):
            second = int(order[at])
            day = self.table.columns["date"][second]
            earlier, _ = self.table.at(int(order[at - 1]), "date")
            self.told.add(
                *self.table.at(second, "date"),
                f"{day} is in line {earlier} too, with other figures (S18.5)",
            )


def each_day_once(
    days: Days, table: NDArray[np.int64]
) -> tuple[Rows, NDArray[np.int64], tuple[Repair, ...]]:
    """The rows in order of their days, each day once, and what was done for it (S18.5): of equal rows
    one is kept, of different ones none, for nobody can tell. `table` is (columns, n), in any order.

    Returns the rows kept (m,), their table (columns, m), MISSING where figures differed.
    """
    order, unlike = _unlike(days, table)
    again = np.append(False, np.diff(days[order]) == 0)[: len(days)]
    unclear = set(days[order][unlike].tolist())
    kept, repairs = order[~again], []
    if bool(np.any(np.diff(order) < 0)):
        sentence = "the rows were not in the order of their dates"
        repairs.append(Repair("S18.5", "sorted", sentence))
    alike = [day for day in days[order][again].tolist() if day not in unclear]
    if alike:
        listed = ", ".join(str(date.fromordinal(day)) for day in alike[:5])
        more = f" and {len(alike) - 5} more" if len(alike) > 5 else ""
        sentence = f"given twice, alike: {listed}{more}"
        repairs.append(Repair("S18.5", "duplicate-dropped", sentence))
    for day in sorted(unclear):
        sentence = f"{date.fromordinal(day)} is given twice, with different figures"
        repairs.append(Repair("S18.5", "duplicate-conflict", sentence, lost=True))
    once = np.ascontiguousarray(table[:, kept])
    once[:, np.isin(days[kept], list(unclear))] = MISSING
    return kept, once, tuple(repairs)


def _unlike(days: Days, table: NDArray[np.int64]) -> tuple[Rows, NDArray[np.bool_]]:
    """The order of the days, and which rows in it (n,) differ from the one before of the same day."""
    order = np.argsort(days, kind="stable")
    differ = np.any(np.diff(table[:, order]) != 0, axis=0)
    return order, np.append(False, (np.diff(days[order]) == 0) & differ)[: len(days)]


def read_numbers(column: Sequence[str]) -> tuple[Numbers, NDArray[np.bool_]]:
    """`-?digits[.digits]` for a whole column at once, and which cells (n,) are no number.

    An empty cell is missing. 18 digits at most, of which those after the eighth decimal (up to the
    eighteenth) only round it.
    """
    characters, bad = _characters(column)
    digits, before, after, up = (np.zeros(len(column), np.int64) for _ in range(4))
    point = np.zeros(len(column), np.bool_)
    for position, character in enumerate(characters):
        digit = character - np.uint32(ord("0"))  # wraps around: anything else is above 9
        is_digit = digit <= 9
        is_point = character == ord(".")
        is_sign = (character == ord("-")) & (position == 0)
        bad |= ~(is_digit | (is_point & ~point) | is_sign | (character == 0))
        fits = is_digit & (after < MAX_DECIMALS) & (before <= WHOLE_DIGITS)
        digits = np.where(fits, digits * 10 + digit, digits)
        up += is_digit & (after == MAX_DECIMALS) & (digit >= 5)
        before += is_digit & ~point
        after += is_digit & point
        point |= is_point
    empty = characters[0] == 0 if len(characters) else np.ones(len(column), np.bool_)
    negative = characters[0] == ord("-") if len(characters) else empty
    kept = np.minimum(after, MAX_DECIMALS)
    bad |= ~empty & ((before == 0) | (point & (after == 0)))
    bad |= (before + kept > WHOLE_DIGITS) | (after > PART_DIGITS)
    digits = np.where(bad | empty, 0, np.where(negative, -(digits + up), digits + up))
    return Numbers(digits, np.where(bad | empty, -1, kept)), bad


def read_days(column: Sequence[str]) -> tuple[Days, NDArray[np.bool_]]:
    """`YYYY-MM-DD` for a whole column at once as ordinals, and which cells (n,) are no date."""
    characters, bad = _characters(column)
    if len(characters) != 10:  # some cell is longer, or all are shorter
        bad |= np.array([len(cell) != 10 for cell in column], dtype=np.bool_)
        padding = np.zeros((10, len(column)), np.uint32)
        characters = np.vstack([characters, padding])[:10]
    digits = (characters - np.uint32(ord("0"))).astype(np.int64)
    for position in range(10):
        wrong = characters[position] != ord("-") if position in (4, 7) else digits[position] > 9
        bad |= wrong
    digits[:, bad] = 1
    year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3]
    month = digits[5] * 10 + digits[6]
    day = digits[8] * 10 + digits[9]
    bad |= (year < YEARS[0]) | (year > YEARS[1]) | (month < 1) | (month > 12)
    months = np.clip(month, 1, 12) - 1
    start = (year - 1970).astype("datetime64[Y]").astype("datetime64[M]") + months
    moment = start.astype("datetime64[D]") + (day - 1)
    bad |= moment.astype("datetime64[M]") != start  # 30 February
    ordinals = moment.astype(np.int64) + EPOCH_DAY
    return np.where(bad, 1, ordinals).astype(np.int32), bad


def _characters(column: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """The code points of a column, (width, n) and 0 after the end, and which cells are too long."""
    width = max(map(len, column), default=0)
    long = np.zeros(len(column), np.bool_)
    if width > MAX_CELL:
        long = np.array([len(cell) > MAX_CELL for cell in column])
        column = ["" if len(cell) > MAX_CELL else cell for cell in column]
        width = max(map(len, column), default=0)
    if not width:
        return np.zeros((0, len(column)), np.uint32), long
    table = np.array(column, dtype=f"U{width}").view(np.uint32).reshape(len(column), width)
    return np.ascontiguousarray(table.T), long


def actions_of(
    days: Days, dividends: Numbers | None = None, splits: Numbers | None = None
) -> tuple[Action, ...]:
    """Cash per share and new shares for one, each number on its day of `days` (n,)."""
    found: list[Action] = []
    for kind, numbers in (("dividend", dividends), ("split", splits)):
        for row, value in numbers.fractions() if numbers else ():
            if kind == "dividend" or value != 1:
                found.append(Action(int(days[row]), kind, value))
    return tuple(sorted(found, key=lambda action: (action.day, action.kind)))


def tidied(prices: Prices, decimals: int | None) -> Prices:
    """The series with 32-bit float noise undone: 139.600006 is 139.60 where `decimals` is 2.

    A price that the noise does not explain keeps its own digits (a split-adjusted history).
    """
    if decimals is None or prices.decimals <= decimals:
        return prices
    columns = [_snapped(column, prices.decimals, decimals) for column in _priced(prices)]
    return _shortest(_with_prices(prices, columns, prices.decimals), decimals)


def _snapped(column: Column, places: int, decimals: int) -> Column:
    step = 10 ** (places - decimals)
    units = np.where(column == MISSING, 0, column)
    near = (units + step // 2) // step * step
    noise = np.abs(units) * FLOAT32_NOISE + 10.0**places * 1e-6
    snapped = np.where(np.abs(units - near) <= noise, near, units)
    return np.where(column == MISSING, MISSING, snapped)


def split_adjusted(prices: Prices) -> Prices:
    """Prices as traded made comparable: those before a split are divided by it (S3.4, S18.3).

    Exact where the quotient has at most 8 decimals, rounded to 8 otherwise. Volume is multiplied.
    """
    splits = [action for action in prices.actions if action.kind == "split"]
    if not splits:
        return prices
    factors = _factors(prices.days, splits)
    finer = 10 ** (MAX_DECIMALS - prices.decimals)
    columns = [
        _times(column, [(end, finer / factor) for end, factor in factors])
        for column in _priced(prices)
    ]
    adjusted = _with_prices(prices, columns, MAX_DECIMALS)
    told = ", ".join(f"{date.fromordinal(s.day)} by {s.value}" for s in splits)
    repair = Repair("S18.3", "adjusted", f"prices before a split were divided by it: {told}")
    return replace(
        _shortest(adjusted, prices.decimals),
        volume=_times(prices.volume, factors),
        repairs=(*prices.repairs, repair),
    )


def _factors(days: Days, splits: Iterable[Action]) -> list[tuple[int, Fraction]]:
    """Stretches of days, each as the row it ends before and the product of the splits after it."""
    found = [(len(days), Fraction(1))]
    for split in sorted(splits, key=lambda split: -split.day):
        found.append((int(np.searchsorted(days, split.day)), found[-1][1] * split.value))
    return found[::-1]


def _times(column: Column, factors: Sequence[tuple[int, Fraction]]) -> Column:
    """The column, each stretch of it times its factor, rounded half to even."""
    found, start = column.copy(), 0
    for end, factor in factors:
        part = found[start:end]
        part[part != MISSING] = _scaled(part[part != MISSING], factor)
        start = max(start, end)
    return found


def _scaled(units: Column, factor: Fraction) -> Column:
    above, below = factor.as_integer_ratio()
    most = max(1, int(np.abs(units).max(initial=0)))
    if 2 * max(most * above, below) > np.iinfo(np.int64).max:
        exact = (round(int(price) * factor) for price in units)
        return np.fromiter(exact, dtype=np.int64, count=len(units))
    whole, rest = np.divmod(units * above, below)
    rounded: Column = whole + ((2 * rest > below) | ((2 * rest == below) & (whole % 2 == 1)))
    return rounded


def _shortest(prices: Prices, least: int) -> Prices:
    """The same prices with no more decimals than they need, and at least `least`."""
    columns, places = _priced(prices), prices.decimals
    while places > least and not any(np.any((c != MISSING) & (c % 10 != 0)) for c in columns):
        columns = [np.where(c == MISSING, MISSING, c // 10) for c in columns]
        places -= 1
    return _with_prices(prices, columns, places)


def _priced(prices: Prices) -> list[Column]:
    return [prices.open, prices.high, prices.low, prices.close]


def _with_prices(prices: Prices, columns: Sequence[Column], decimals: int) -> Prices:
    opened, high, low, close = columns
    return replace(prices, open=opened, high=high, low=low, close=close, decimals=decimals)
