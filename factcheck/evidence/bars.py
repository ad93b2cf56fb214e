"""Canonical bytes: a series of bars, or the sessions of a calendar, as text that has one form only.

Reading is the inverse of writing, and nothing else reads: what is not exactly what would be written
is refused. UTF-8, LF, ISO dates, decimals as printed, an empty cell where there is no figure. The keys
of the heading are those of a CSV folder (docs/sources.md) where it has them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import repeat
from typing import Any
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from factcheck.calendars import Calendar
from factcheck.evidence import EvidenceError
from factcheck.prices import (
    EPOCH_DAY,
    MAX_DECIMALS,
    MISSING,
    Action,
    Column,
    Origin,
    Prices,
    Repair,
    iso_days,
)

BARS, SESSIONS = "factcheck-bars/1", "factcheck-sessions/1"
COLUMNS = ("open", "high", "low", "close", "volume")
BAR_ROW = ",".join(("date", *COLUMNS))
SESSION_ROW = "day,opens,closes"  # minutes from 00:00 UTC of the day
MAX_LINES = 500_000  # a folder's file has 300,000 rows at most
NOWHERE = Origin("", "")


def write(prices: Prices) -> bytes:
    """The series without its origin, which is told beside it: the same bars have the same bytes."""
    return _AS_READ.get(prices) or _written(prices)


def _written(prices: Prices) -> bytes:
    head = [
        ("decimals", str(prices.decimals)),
        ("currency", prices.currency),
        ("zone", prices.zone),
        ("first-session", _iso(prices.first_day)),
        ("partial", _iso(prices.partial)),
        ("excerpt", "yes" if prices.excerpt else None),
        ("adjusted", "yes" if prices.adjusted else None),
        *(("far", f"{_iso(day)} {which}") for day, which in prices.far),
        *(("action", f"{_iso(a.day)} {a.kind} {a.value}") for a in prices.actions),
        *(("repair", _repair(repair)) for repair in prices.repairs),
    ]
    places = (*[prices.decimals] * 4, 0)
    cells = (_cells(getattr(prices, c), p) for c, p in zip(COLUMNS, places, strict=True))
    rows = map(",".join, zip(iso_days(prices.days), *cells, strict=True))
    return _text(BARS, head, BAR_ROW, rows)


def read(body: bytes, origin: Origin = NOWHERE) -> Prices:
    """The inverse of `write`, with `origin`. Raises EvidenceError for any other bytes."""
    found = replace(_read(body), origin=origin)
    _AS_READ[found] = body
    return found


_AS_READ: WeakKeyDictionary[Prices, bytes] = WeakKeyDictionary()  # `write` needs not write these again


@lru_cache(maxsize=64)  # the same series answers several files, and is looked at more than once
def _read(body: bytes) -> Prices:
    try:
        prices = _prices(*_parts(body, BARS, BAR_ROW))
    except (ValueError, KeyError, TypeError, OSError, OverflowError, ZeroDivisionError, RecursionError):
        raise EvidenceError("the bars are not in their canonical form") from None
    if _written(prices) != body:
        raise EvidenceError("the bars are not in their canonical form")
    return prices


def rows(body: bytes) -> tuple[bytes, list[bytes]]:
    """The heading of canonical bars, with the names of the columns, and their rows."""
    _few_enough(body)
    start = body.index(BAR_ROW.encode() + b"\n") + len(BAR_ROW) + 1
    return body[:start], body[start:].splitlines()


def write_sessions(calendar: Calendar) -> bytes:
    """The sessions that a calendar knows of."""
    head = [
        ("code", calendar.code),
        ("zone", calendar.zone.key),
        ("first", _iso(calendar.first_day)),
        ("last", _iso(calendar.last_day)),
    ]
    midnight = (calendar.days.astype(np.int64) - EPOCH_DAY) * 1440
    opens, closes = calendar.opens - midnight, calendar.closes - midnight
    moments = (map(str, column.tolist()) for column in (opens, closes))
    rows = map(",".join, zip(iso_days(calendar.days), *moments, strict=True))
    return _text(SESSIONS, head, SESSION_ROW, rows)


def read_sessions(body: bytes) -> Calendar:
    """The inverse of `write_sessions`. Raises EvidenceError for any other bytes."""
    try:
        head, lines = _parts(body, SESSIONS, SESSION_ROW)
        days, opens, closes = _columns(lines, 3)
        ordinals = _ordinals(days)
        midnight = (ordinals.astype(np.int64) - EPOCH_DAY) * 1440
        told = dict(head)
        calendar = Calendar(
            told["code"],
            ZoneInfo(told["zone"]),
            ordinals,
            (midnight + np.array([*map(int, opens)], dtype=np.int64)).astype(np.int32),
            (midnight + np.array([*map(int, closes)], dtype=np.int64)).astype(np.int32),
            _ordinal(told["first"]),
            _ordinal(told["last"]),
        )
    except (ValueError, KeyError, TypeError, OverflowError, OSError, ZoneInfoNotFoundError):
        raise EvidenceError("the sessions are not in their canonical form") from None
    if write_sessions(calendar) != body:
        raise EvidenceError("the sessions are not in their canonical form")
    return calendar


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _text(form: str, head: Sequence[tuple[str, str | None]], columns: str, lines: Any) -> bytes:
    told = [f"# {key}: {_line(value)}" for key, value in head if value is not None]
    return "\n".join([f"# {form}", *told, columns, *lines, ""]).encode()


def _line(value: str) -> str:
    if not value or value.strip() != value or not value.isprintable():
        raise ValueError(f"{value[:40]!r} cannot stand on a line of its own")
    return value


def _few_enough(body: bytes) -> None:
    """Before they are read, each at many times its size."""
    if body.count(b"\n") > MAX_LINES:
        raise EvidenceError(f"bars or sessions of more than {MAX_LINES:,} lines")


def _parts(body: bytes, form: str, columns: str) -> tuple[list[tuple[str, str]], list[str]]:
    """What the heading says, in order, and the lines below the names of the columns."""
    _few_enough(body)
    lines = body.decode().split("\n")
    if lines[0] != f"# {form}" or lines.pop() != "":
        raise ValueError(form)
    at = lines.index(columns)
    head = []
    for line in lines[1:at]:
        key, colon, value = line.removeprefix("# ").partition(": ")
        if not colon or not line.startswith("# "):
            raise ValueError(line)
        head.append((key, value))
    return head, lines[at + 1 :]


def _prices(head: list[tuple[str, str]], lines: list[str]) -> Prices:
    told = dict(head)
    decimals = int(told["decimals"])
    if not 0 <= decimals <= MAX_DECIMALS:
        raise ValueError(decimals)
    days, *cells = _columns(lines, 6)
    opened, high, low, close = (_units(column, decimals) for column in cells[:4])
    first, partial, zone = told.get("first-session"), told.get("partial"), told.get("zone")
    if zone is not None:
        ZoneInfo(zone)  # one that is unknown here is of no use
    return Prices(
        _ordinals(days),
        opened,
        high,
        low,
        close,
        _units(cells[4], 0),
        decimals,
        NOWHERE,
        currency=told.get("currency"),
        zone=zone,
        first_day=_ordinal(first) if first else None,
        partial=_ordinal(partial) if partial else None,
        excerpt="excerpt" in told,
        adjusted="adjusted" in told,
        far=tuple(_far(value) for key, value in head if key == "far"),
        actions=tuple(_action(value) for key, value in head if key == "action"),
        repairs=tuple(_repaired(value) for key, value in head if key == "repair"),
    )


def _columns(lines: list[str], width: int) -> list[list[str]]:
    cells = ",".join(lines).split(",") if lines else []
    if len(cells) != width * len(lines) or {*map(str.count, lines, repeat(","))} - {width - 1}:
        raise ValueError("a row of another width")
    return [cells[at::width] for at in range(width)]


def _ordinals(days: list[str]) -> Any:
    found = np.array(days, dtype="datetime64[D]").astype(np.int64) + EPOCH_DAY
    if np.any(np.diff(found) <= 0):
        raise ValueError("the days do not ascend")
    return found.astype(np.int32)


def _units(cells: list[str], decimals: int) -> Column:
    """Decimal text as integers of the last printed digit; all of a column have as many decimals."""
    if decimals:
        cells = ",".join(cells).replace(".", "").split(",") if cells else []
    if "" in cells:
        return np.array([int(cell) if cell else MISSING for cell in cells], dtype=np.int64)
    return np.array([*map(int, cells)], dtype=np.int64)


def _cells(column: Column, decimals: int) -> list[str]:
    """`prices.units_text` for a whole column."""
    if len(column) and column.min() >= 0:  # none is missing or negative
        if not decimals:
            return [*map(str, column.tolist())]
        whole, part = np.divmod(column, 10**decimals)
        return [*map(f"%d.%0{decimals}d".__mod__, zip(whole.tolist(), part.tolist(), strict=True))]
    found = []
    for units in column.tolist():
        if units == MISSING:
            found.append("")
            continue
        digits = f"{abs(units):0{decimals + 1}d}" if decimals else str(abs(units))
        text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
        found.append(f"-{text}" if units < 0 else text)
    return found


def _repair(repair: Repair) -> str:
    return json.dumps([repair.rule, repair.flag, repair.sentence, repair.lost])


def _repaired(value: str) -> Repair:
    rule, flag, sentence, lost = json.loads(value)
    if not isinstance(lost, bool):
        raise ValueError(lost)  # 0 and 1 would be written as they are
    return Repair(rule, flag, sentence, lost)


def _far(value: str) -> tuple[int, str]:
    day, which = value.split(" ")
    return _ordinal(day), which


def _action(value: str) -> Action:
    day, kind, number = value.split(" ")
    return Action(_ordinal(day), kind, Fraction(number))


def _iso(ordinal: int | None) -> str | None:
    return None if ordinal is None else date.fromordinal(ordinal).isoformat()


def _ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()
