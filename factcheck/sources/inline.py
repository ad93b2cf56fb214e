"""Prices written in the claim file itself: worked examples, tests, figures from an official page.

They are as traded: a split given under `actions` is applied to the prices before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from factcheck.cells import (
    PRICE_COLUMNS,
    Figures,
    Problems,
    Table,
    actions_of,
    read_days,
    read_numbers,
    split_adjusted,
)
from factcheck.errors import NoData, UnknownSymbol
from factcheck.prices import Action, Origin, Prices

if TYPE_CHECKING:
    from factcheck.claims import ClaimFile, Row
    from factcheck.instruments import Listing

Rows = Sequence[Sequence[str]]
Where = Callable[[str, int, int], tuple[int, int]]

WIDTHS = {
    2: ("date", "close"),
    5: ("date", *PRICE_COLUMNS),
    6: ("date", *PRICE_COLUMNS, "volume"),
}
ACTIONS = {"split": "splits", "cash_dividend": "dividends", "dividend": "dividends"}
ROW_FORMS = "a row is [date, close], [date, open, high, low, close] or these and volume"
ACTION_FORMS = "an action is [date, split, new shares for one] or [date, cash_dividend, amount]"


def first_line(symbol: str, row: int, cell: int) -> tuple[int, int]:
    """Where a cell stands when nobody knows."""
    return 1, 1


class Inline:
    """The prices of one claim file.

    `prices`: symbol → rows of text, `[date, close]`, `[date, open, high, low, close]` or these and
    `volume`. `actions`: symbol → rows `[date, split, new shares for one]` or
    `[date, cash_dividend, amount]`. `vendor`: symbols whose figures are only a vendor's (S2.5).
    `where` tells where a cell stands in `file`: (symbol, row, cell) → line and column;
    `actions_where` the same for actions. Raises InputError with the problems of all symbols.
    """

    name = "inline"

    def __init__(
        self,
        prices: Mapping[str, Rows],
        actions: Mapping[str, Rows] | None = None,
        *,
        vendor: frozenset[str] = frozenset(),
        file: str = "prices",
        where: Where = first_line,
        actions_where: Where = first_line,
    ) -> None:
        told, events = Problems(file), actions or {}
        for symbol in events.keys() - prices.keys():
            told.add(*actions_where(symbol, 0, 0), f"actions of {symbol}, which has no prices here")
        done = {s: _actions(rows, s, told, actions_where) for s, rows in events.items()}
        self.file = file
        self._series = _all_series(prices, done, vendor, told, where)

    @classmethod
    def of(cls, file: ClaimFile) -> Inline:
        """The prices that `file` brings along; they count as official unless it says `vendor`."""

        def where(symbol: str, row: int, cell: int) -> tuple[int, int]:
            place = file.prices[symbol][row]
            return place.line, place.column

        prices = _even({s: [_cells(row) for row in rows] for s, rows in file.prices.items()})
        vendor = frozenset(item.symbol for item in file.listings if not item.official)
        made = cls({}, file=file.path)
        made._series = _all_series(prices, file.actions, vendor, Problems(file.path), where)
        return made

    def bars(self, listing: Listing, first: date | None, last: date) -> Prices:
        """The rows given for the listing's symbol. Raises UnknownSymbol or NoData."""
        prices = self._series.get(listing.symbol)
        if prices is None:
            raise UnknownSymbol(self.name, listing.symbol, f"{self.file} gives no prices for it")
        if not len(prices) or prices.days[0] > last.toordinal():
            raise NoData(self.name, listing.symbol, f"no row on or before {last}")
        return prices


def _cells(row: Row) -> list[str]:
    cells = (row.open, row.high, row.low, row.close, row.volume)
    return [row.day.isoformat(), *(cell or "" for cell in cells)]


def _even(prices: dict[str, list[list[str]]]) -> dict[str, Rows]:
    """Rows without the columns that a symbol has nowhere, so that each is of a known form."""
    found: dict[str, Rows] = {}
    for symbol, rows in prices.items():
        bare = not any(cell for row in rows for cell in (*row[1:4], row[5]))
        idle = not any(row[5] for row in rows)
        found[symbol] = [[row[0], row[4]] if bare else row[:5] if idle else row for row in rows]
    return found


def _all_series(
    prices: Mapping[str, Rows],
    actions: Mapping[str, Sequence[Action]],
    vendor: frozenset[str],
    told: Problems,
    where: Where,
) -> dict[str, Prices]:
    """The series of every symbol. Raises InputError with the problems of all of them."""
    found = {}
    for symbol, rows in prices.items():
        done = tuple(actions.get(symbol, ()))
        official = symbol not in vendor
        origin = Origin(told.file, symbol, official=official, sha256=_hash(rows, done))
        series = _series(rows, origin, told, where)
        if series is not None:
            found[symbol] = split_adjusted(replace(series, actions=done))
    told.stop()
    return found


def _series(rows: Rows, origin: Origin, told: Problems, where: Where) -> Prices | None:
    symbol = origin.symbol
    uneven = [n for n, row in enumerate(rows) if len(row) not in WIDTHS or len(row) != len(rows[0])]
    for number in uneven:
        told.add(*where(symbol, number, 0), f"{symbol}: {ROW_FORMS}, the same for all of a symbol")
    if uneven or not rows:
        return None
    names = WIDTHS[len(rows[0])]
    columns: dict[str, Sequence[str]] = dict(zip(names, zip(*rows, strict=True), strict=True))
    table = Table(columns, lambda row, name: where(symbol, row, names.index(name)))
    mine = Problems(told.file)
    prices = Figures(mine, table, None).prices(origin)
    for problem in mine.found:
        told.add(problem.line, problem.column, f"{symbol}: {problem.sentence}")
    return prices


def _actions(rows: Rows, symbol: str, told: Problems, where: Where) -> tuple[Action, ...]:
    found: list[Action] = []
    for number, row in enumerate(rows):
        action = _action(row)
        if action is None:
            said = ", ".join(row)[:80]
            told.add(*where(symbol, number, 0), f"{symbol}: cannot read [{said}]; {ACTION_FORMS}")
        else:
            found.append(action)
    return tuple(sorted(found, key=lambda action: (action.day, action.kind)))


def _action(row: Sequence[str]) -> Action | None:
    if len(row) != 3 or row[1] not in ACTIONS:
        return None
    days, no_day = read_days([row[0]])
    numbers, no_number = read_numbers([row[2]])
    if no_day[0] or no_number[0]:
        return None
    found = actions_of(days, **{ACTIONS[row[1]]: numbers})
    return found[0] if found and found[0].value > 0 else None


def _hash(rows: Rows, actions: Sequence[Action]) -> str:
    done = [[action.day, action.kind, str(action.value)] for action in actions]
    said = json.dumps([[list(row) for row in rows], done])
    return hashlib.sha256(said.encode()).hexdigest()
