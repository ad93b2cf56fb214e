"""Bars from rows of decimal text: the short way to a series in a test."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import numpy as np

from factcheck.prices import MISSING, Origin, Prices

MAX_DECIMALS = 8
FLOAT32_NOISE = 1.2e-7


def from_rows(
    rows: Iterable[Sequence[object]],
    *,
    origin: Origin,
    decimals: int | None = None,
    **about: object,
) -> Prices:
    """Bars from rows of (day: date, open, high, low, close, volume); prices as decimal text or None.

    `decimals` is what the exchange prints: a price within 32-bit float noise of that many decimals
    is taken to be it; any other keeps its own digits. Raises ValueError for a price that is no number.
    """
    table = sorted(rows, key=lambda r: r[0])  # type: ignore[arg-type,return-value]
    days = np.array([_ordinal(r[0]) for r in table], dtype=np.int32)
    columns = [[_price(r[i], decimals) for r in table] for i in range(1, 5)]
    places = max(
        [decimals or 0] + [_places(p) for column in columns for p in column if p is not None]
    )
    units = [np.array([_units(p, places) for p in column], dtype=np.int64) for column in columns]
    volume = np.array([_whole(r[5] if len(r) > 5 else None) for r in table], dtype=np.int64)
    return Prices(
        days,
        units[0],
        units[1],
        units[2],
        units[3],
        volume,
        places,
        origin,
        **about,  # type: ignore[arg-type]
    )


def _ordinal(day: object) -> int:
    if isinstance(day, date):
        return day.toordinal()
    return date.fromisoformat(str(day)).toordinal()


def _price(cell: object, decimals: int | None) -> Decimal | None:
    if cell is None or cell == "":
        return None
    value = Decimal(str(cell))
    if not value.is_finite() or value.adjusted() > 12:
        raise ValueError(f"cannot use {str(cell)[:40]!r} as a price")
    if decimals is not None and _places(value) > decimals:
        near = value.quantize(Decimal(1).scaleb(-decimals))
        if abs(value - near) <= abs(value) * Decimal(FLOAT32_NOISE) + Decimal("0.000001"):
            value = near
    return value if _places(value) <= MAX_DECIMALS else round(value, MAX_DECIMALS)


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _units(value: Decimal | None, places: int) -> int:
    return MISSING if value is None else int(value.scaleb(places))


def _whole(cell: object) -> int:
    if cell is None or cell == "":
        return MISSING
    return int(Decimal(str(cell)))
