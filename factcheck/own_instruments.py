"""What a claim file brings along: its own instruments, their prices and corporate actions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from factcheck.article_files import ZONE, instant, zone
from factcheck.claim_models import (
    NAMES,
    TEXT,
    Fault,
    Model,
    Schema,
    choice,
    iso_day,
    place,
    text,
    texts,
    told,
    whole,
)
from factcheck.claims import Row
from factcheck.instruments import SYMBOL, TYPES, Catalogue, Listing, generic
from factcheck.prices import MAX_DECIMALS, Action, Quote
from factcheck.yaml_events import Mapping, Mark, Node, Problems, Scalar, Sequence, is_null, shown

MAX_ROWS = 100_000

DAY: Schema = {"type": "string", "format": "date"}


def symbol(node: Node) -> str:
    """A symbol, as sources spell it."""
    plain = text(node)
    if not SYMBOL.fullmatch(plain):
        upper = plain.upper()
        near = f"; did you mean '{upper}'?" if plain.isascii() and SYMBOL.fullmatch(upper) else ""
        raise ValueError(
            f"{shown(plain)} is no symbol{near or '; it is up to 20 of A-Z, 0-9, ^ . = _ and -'}"
        )
    return plain


def calendar(node: Node) -> str:
    """An exchange calendar, or one made from the file itself."""
    plain = text(node)
    if not re.fullmatch(r"[A-Za-z0-9_/]{3,16}", plain, re.ASCII):
        raise ValueError(
            f"{shown(plain)} is no calendar; write a market's code like XHKG, rows, weekdays, "
            "24/5 or 24/7"
        )
    return plain


def currency(node: Node) -> str:
    """A currency code; GBp and ZAc are hundredths."""
    plain = text(node)
    if not re.fullmatch(r"[A-Z]{2}[A-Za-z]", plain, re.ASCII):
        raise ValueError(f"{shown(plain)} is no currency; write its code, like HKD")
    return plain


def decimals(node: Node) -> int:
    """How many decimals the exchange prints."""
    count = whole(node)
    if count > MAX_DECIMALS:
        raise ValueError(f"at most {MAX_DECIMALS} decimals")
    return count


def hours(node: Node) -> str:
    """Opening and closing time."""
    plain = text(node)
    clock = r"(?:[01]\d|2[0-3]):[0-5]\d"
    if not re.fullmatch(f"{clock}-{clock}", plain, re.ASCII):
        raise ValueError(f"{shown(plain)} are no trading hours; write them like 09:30-16:00")
    return plain


def days(node: Node) -> tuple[date, ...]:
    """Dates in figures."""
    if not isinstance(node, Sequence):
        raise ValueError("a list of dates is wanted here, like [2025-04-04, 2025-04-18]")
    return tuple(iso_day(item) for item in node.items)


_SINCE = ("since", "listed", "launched")
INSTRUMENT = Model("an instrument", {
    "symbol": replace(
        told(symbol, "Its symbol, as sources spell it.", type=["string", "number"]), required=True
    ),
    "name": told(text, "What reports call it.", TEXT),
    "names": told(texts, "Every name the claims use for it.", NAMES),
    "type": choice("type", TYPES),
    "calendar": told(
        calendar, "Whose trading days it has; rows: the days of its prices.", type="string",
        examples=["XHKG", "rows", "weekdays", "24/7"],
    ),
    "currency": told(currency, "As HKD, or GBp for pence.", type="string",
                     pattern="^[A-Z]{2}[A-Za-z]$"),
    "decimals": told(decimals, "How many the exchange prints.", type="integer", minimum=0,
                     maximum=MAX_DECIMALS),
    "source": choice("source", ("official", "vendor")),
    "since": told(iso_day, "First day of trading, or first live value.", DAY),
    "listed": told(iso_day, "First day of trading of a share.", DAY),
    "launched": told(iso_day, "First live value of an index.", DAY),
    "tracks": told(symbol, "What it is a fund, receipt, total return or other currency of.",
                   type=["string", "number"]),
    "history": choice("history", ("full", "partial")),
    "tz": told(zone, "Of its trading hours.", ZONE),
    "session": told(hours, "Its trading hours.", type="string", examples=["09:30-16:00"]),
    "holidays": told(days, "For calendar weekdays.", type="array", items=DAY),
})  # fmt: skip


def read_instruments(
    node: Node, known: Catalogue, priced: frozenset[str], problems: Problems
) -> tuple[Listing, ...]:
    """The file's own listings; a symbol the catalogue holds is taken from there and overridden."""
    if not isinstance(node, Sequence):
        problems.add(node.mark, "'instruments' is a list, like [{symbol: ALDER, type: index}]")
        return ()
    found: dict[str, Listing] = {}
    for item in node.items:
        listing = _listing(item, known, priced, problems)
        if listing and listing.symbol in found:
            problems.add(item.mark, f"symbol {shown(listing.symbol)} stands twice in 'instruments'")
        elif listing:
            found[listing.symbol] = listing
    return tuple(found.values())


def mentioned(node: Node) -> set[str]:
    """Every symbol and name under 'instruments', even of one that cannot be read."""
    items = node.items if isinstance(node, Sequence) else []
    told = [item.items.get(key) for item in items if isinstance(item, Mapping) for key in _NAMING]
    lists = [part.items if isinstance(part, Sequence) else [part] for part in told]
    return {part.text for parts in lists for part in parts if isinstance(part, Scalar)}


_NAMING = ("symbol", "name", "names")


def _listing(
    node: Node, known: Catalogue, priced: frozenset[str], problems: Problems
) -> Listing | None:
    if not isinstance(node, Mapping):
        problems.add(node.mark, "an instrument is a mapping, like {symbol: ALDER, type: index}")
        return None
    values = INSTRUMENT.read_mapping(node, problems)
    if not values:
        return None
    base = _base(values["symbol"], known, priced)
    for key, name in (("type", base.type), ("calendar", base.calendar)):
        if not (values.get(key) or name):
            hint = INSTRUMENT.forms[key].schema.get("title", "a market's code like XHKG")
            problems.add(node.mark, f"an instrument needs the key '{key}': {hint}")
            return None
    if sum(key in values for key in _SINCE) > 1:
        fault = Fault(next(k for k in reversed(_SINCE) if k in values), "", of_key=True)
        problems.add(place(fault, node), "since, listed and launched say the same; keep one")
    values.setdefault("source", "official" if values["symbol"] in priced else "vendor")
    return _overridden(base, values)


def _base(name: str, known: Catalogue, priced: frozenset[str]) -> Listing:
    """What is known of a symbol; the trading days of a new one are those of its rows, if any."""
    calendar_ = "rows" if name in priced else ""
    blank = Listing(name, name, "", calendar_, None, None)
    return known.listing(name) or generic(name) or blank


def _overridden(base: Listing, values: dict[str, Any]) -> Listing:
    names = tuple(dict.fromkeys((*values.get("names", ()), *base.names)))
    same = {"type": "type", "calendar": "calendar", "currency": "currency", "decimals": "decimals",
            "history": "history", "tz": "zone", "session": "hours", "holidays": "holidays",
            "since": "since", "listed": "since", "launched": "since", "tracks": "tracks"}  # fmt: skip
    changes = {field: values[key] for key, field in same.items() if key in values}
    changes["official"] = values["source"] == "official"  # prices beside it are the user's own
    named = base.name if base.name != base.symbol else names[0] if names else base.symbol
    name = values.get("name", named)
    return replace(base, name=name, names=names, catalogued=True, **changes)


# ------------------------------------------------------------------------------ prices and actions

_PRICE = re.compile(r"-?\d{1,12}(\.\d{1,8})?", re.ASCII)
_VOLUME = re.compile(r"\d{1,18}", re.ASCII)
_WIDTHS = {2: (4,), 5: (1, 2, 3, 4), 6: (1, 2, 3, 4, 5)}


def read_prices(node: Node, problems: Problems) -> dict[str, tuple[Row, ...]]:
    """Inline bars by symbol: [date, close], [date, open, high, low, close] or with volume."""
    return _by_symbol("prices", node, _row, problems)


def read_actions(node: Node, problems: Problems) -> dict[str, tuple[Action, ...]]:
    """Splits [date, split, new shares for one old] and dividends [date, cash_dividend, amount]."""
    return _by_symbol("actions", node, _action, problems)


def read_quotes(node: Node, problems: Problems) -> dict[str, tuple[Quote, ...]]:
    """Prices seen during a session: [time with offset, price, where it was seen]."""
    return _by_symbol("quotes", node, _quote, problems)


def _by_symbol(
    name: str, node: Node, read: Callable[[Sequence], Any], problems: Problems
) -> dict[str, Any]:
    if not isinstance(node, Mapping):
        problems.add(node.mark, f"'{name}' is a mapping from symbols to rows")
        return {}
    found = {}
    for key, rows in node.items.items():
        try:
            known = symbol(Scalar(key, True, node.keys[key]))
        except ValueError as error:
            problems.add(node.keys[key], str(error))
            continue
        found[known] = tuple(_rows(rows, read, problems))
    return found


def _rows(node: Node, read: Callable[[Sequence], Any], problems: Problems) -> list[Any]:
    if not isinstance(node, Sequence):
        problems.add(node.mark, "a list of rows is wanted here")
        return []
    if len(node.items) > MAX_ROWS:
        problems.add(node.mark, f"more than {MAX_ROWS:,} rows; put them in a CSV file (--data)")
        return []
    found = []
    for row in node.items:
        try:
            if not isinstance(row, Sequence):
                raise _At(row.mark, "a row is a list, like [2025-03-14, 1046.50]")
            found.append(read(row))
        except _At as error:
            problems.add(error.mark, str(error))
    return found


class _At(ValueError):
    """What is wrong with a cell, and where."""

    def __init__(self, mark: Mark, sentence: str) -> None:
        super().__init__(sentence)
        self.mark = mark


def _row(row: Sequence) -> Row:
    cells = row.items
    if len(cells) not in _WIDTHS:
        raise _At(row.mark, f"a row of {len(cells)} cells; it is [date, close] or "
                  "[date, open, high, low, close] with or without volume")  # fmt: skip
    bar: list[str | None] = [None] * 6
    for place_, cell in zip(_WIDTHS[len(cells)], cells[1:], strict=True):
        bar[place_] = _cell(cell, _VOLUME if place_ == 5 else _PRICE)
    _, open_, high, low, close, volume = bar
    return Row(_day(cells[0]), open_, high, low, close, volume, row.mark.line, row.mark.column)


def _cell(node: Node, grammar: re.Pattern[str]) -> str | None:
    if is_null(node) or (isinstance(node, Scalar) and not node.text):
        return None
    plain: str = _at(node, text)
    if not grammar.fullmatch(plain):
        bare = plain.replace(",", "")
        near = f"; write {bare}" if grammar.fullmatch(bare) else ""
        what = "price" if grammar is _PRICE else "volume"
        raise _At(node.mark, f"{shown(plain)} is no {what}{near}")
    return plain


def _day(node: Node) -> date:
    found: date = _at(node, iso_day)
    return found


def _at(node: Node, read: Callable[[Node], Any]) -> Any:
    try:
        return read(node)
    except ValueError as error:
        raise _At(node.mark, str(error)) from None


def _quote(row: Sequence) -> Quote:
    if len(row.items) != 3:
        raise _At(row.mark, "a quote is [time with offset, price, where it was seen]")
    at, price, where = row.items
    moment = _at(at, instant).moment
    if moment is None or moment.tzinfo is None:
        raise _At(at.mark, "write the time of a quote like 2025-02-21T12:00+08:00")
    number = _cell(price, _PRICE)
    if number is None:
        raise _At(price.mark, "a quote needs its price")
    return Quote(moment, Fraction(number), _at(where, text))


_ACTIONS = {"split": "split", "cash_dividend": "dividend"}


def _action(row: Sequence) -> Action:
    if len(row.items) != 3:
        raise _At(row.mark, "an action is [date, split, new shares for one old] or "
                  "[date, cash_dividend, amount]")  # fmt: skip
    day, kind, size = row.items
    word = _at(kind, choice("action", tuple(_ACTIONS)).read)
    return Action(_day(day).toordinal(), _ACTIONS[word], _size(size))


def _size(node: Node) -> Fraction:
    plain = _at(node, text)
    parts = re.fullmatch(r"(\d{1,9}(?:\.\d{1,8})?)(?:[:/](\d{1,9}))?", plain, re.ASCII)
    if parts is None or not Fraction(parts[1]) or not int(parts[2] or 1):
        raise _At(
            node.mark, f"{shown(plain)} is no size of an action; write it like 2, 0.25 or 3:2"
        )
    return Fraction(parts[1]) / int(parts[2] or 1)
