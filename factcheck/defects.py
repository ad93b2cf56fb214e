"""Defects: what is wrong with a series, and what may be repaired (S18). Every repair is reported."""

from __future__ import annotations

from datetime import date

import numpy as np

from factcheck.calendars import Calendar
from factcheck.prices import MISSING, Prices, Repair


def cleaned(prices: Prices, calendar: Calendar) -> Prices:
    """The series without filler rows (S18.6): flat bars on days the exchange was shut, each with a
    Repair. A real session without trades keeps its close and counts as unchanged."""
    if len(prices) < 2:
        return prices
    shut = ~np.isin(prices.days, calendar.sessions(int(prices.days[0]), int(prices.days[-1])))
    inside = (prices.days >= calendar.first_day) & (prices.days <= calendar.last_day)
    candidates = np.flatnonzero(shut & inside)
    filler = [row for row in candidates.tolist() if _is_filler(prices, row)]
    if not filler:
        return prices
    keep = np.ones(len(prices), dtype=np.bool_)
    keep[filler] = False
    return prices.keep(keep, *(_dropped(prices, row) for row in filler))


def _is_filler(prices: Prices, row: int) -> bool:
    """Flat, no trades, and the close of the bar before."""
    close = int(prices.close[row])
    flat = all(int(c[row]) in (close, MISSING) for c in (prices.open, prices.high, prices.low))
    idle = int(prices.volume[row]) in (0, MISSING)
    repeats = row > 0 and close == int(prices.close[row - 1])
    return close == MISSING or (flat and (idle or repeats))


def _dropped(prices: Prices, row: int) -> Repair:
    day = date.fromordinal(int(prices.days[row])).isoformat()
    close = prices.text(prices.close, row) or "empty"
    return Repair("S18.6", "filler-dropped", f"{day}: a row ({close}) on a day without a session was left out")
