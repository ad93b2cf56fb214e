"""Rows of a database or a frame made into the text of a CSV file, exactly, to be kept and read."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from factcheck.cells import MAX_CELL, PRICE_COLUMNS, Problems
from factcheck.prices import MAX_DECIMALS

COLUMNS = ("date", *PRICE_COLUMNS, "volume")
NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,18})?", re.ASCII)
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})([ T]00:00(:00(\.0+)?)?)?", re.ASCII)


def as_csv(
    name: str, columns: Sequence[str], rows: Iterable[Sequence[object]], most: int
) -> tuple[bytes, int]:
    """The text of the rows, whose cells stand in the order of `columns`, and how many they are.

    Raises InputError with what is wrong in the answer `name`, by row and column, and ValueError
    where there are more rows than `most`.
    """
    told, lines = Problems(name), [",".join(columns)]
    texts: list[Callable[[object], str]] = [_day if c == "date" else number for c in columns]
    for row in rows:
        if len(lines) > most:
            raise ValueError(f"more than {most:,} rows")
        cells = []
        for at, (text, cell) in enumerate(zip(texts, row, strict=True), 1):
            try:
                cells.append(text(cell))
            except ValueError as error:
                told.add(len(lines), at, f"{columns[at - 1]}: {error}")
        lines.append(",".join(cells))
    told.stop()
    return ("\n".join(lines) + "\n").encode(), len(lines) - 1


def number(cell: object) -> str:
    """A number as plain decimal text; None is empty. Raises ValueError for what is none."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = cell.strip()
    elif isinstance(cell, bool) or not isinstance(cell, int | float | Decimal):
        raise ValueError(f"{type(cell).__name__} is no number")
    elif isinstance(cell, int):
        text = str(cell)
    else:
        text = _decimal(cell)
    if text and not NUMBER.fullmatch(text):
        raise ValueError(f"{_short(text)!r} is no number")
    return text


def _decimal(cell: float | Decimal) -> str:
    """A float by its shortest text, which is what it was made from; more than 8 decimals round."""
    if not math.isfinite(cell):
        return str(cell)
    value = cell if isinstance(cell, Decimal) else Decimal(repr(float(cell)))
    exponent: Any = value.as_tuple().exponent
    if value.adjusted() > 18:
        return str(cell)
    return f"{round(value, MAX_DECIMALS) if -exponent > MAX_DECIMALS else value:f}"


def _day(cell: object) -> str:
    if isinstance(cell, datetime):
        if cell.tzinfo is not None or cell.time() != datetime.min.time():
            raise ValueError(f"{_short(str(cell))!r} is an instant; cast it to the trading date")
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, date):
        return cell.isoformat()
    found = DAY.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if found is None:
        shown = _short(str(cell)) if isinstance(cell, str | int) else type(cell).__name__
        raise ValueError(f"{shown!r} is no date; it is a date or a text such as 2025-02-21")
    return found[1]


def _short(text: str) -> str:
    return text if len(text) <= MAX_CELL else f"{text[:MAX_CELL]}…"
