"""Prices: daily bars as exact integers of the last printed digit, and the columns made from them.

A day is a proleptic Gregorian ordinal (`date.toordinal()`), always the exchange's own trading date.
A price is an int64 in units of 10**-decimals; `MISSING` marks a cell the source left empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.int32]
Column = NDArray[np.int64]

MISSING = np.iinfo(np.int64).min
MAX_DECIMALS = 8
YEARS = 1600, 2200  # of prices and of articles, both included
EPOCH_DAY = date(1970, 1, 1).toordinal()
FLOAT32_NOISE = 1.2e-7  # relative: vendors pass prices through 32-bit floats (139.600006)


@dataclass(frozen=True)
class Origin:
    """Where a series came from. `sha256` names the bytes that were read."""

    source: str
    symbol: str
    retrieved_at: datetime | None = None
    official: bool = False  # the exchange, the index provider or the user vouches: delta 0 (S2.5)
    sha256: str = ""
    note: str = ""


@dataclass(frozen=True)
class Action:
    """A corporate action, effective on `day`: a split (new shares for one old) or cash per share."""

    day: int
    kind: str  # "split" | "dividend"
    value: Fraction


@dataclass(frozen=True)
class Quote:
    """A price somebody saw at a moment of the day, and where (S16.6)."""

    moment: datetime
    price: Fraction
    source: str


@dataclass(frozen=True)
class Repair:
    """One thing that was wrong with a series and what was done about it (S18.14).

    `lost`: figures went with it, so it may be why something is not known.
    """

    rule: str
    flag: str
    sentence: str
    lost: bool = False


@dataclass(frozen=True, eq=False)
class Prices:
    """Daily bars of one listing, ascending by day, each day once; columns are read-only.

    `days` int32 (n,), `open high low close` int64 (n,) in units of 10**-decimals,
    `volume` int64 (n,) in shares. `partial` is a day whose bar is unfinished (S18.2).
    `excerpt`: sessions left out between two listed days closed between those two closes.
    `far`: days with a "high" or "low" that may be a wrong print (S18.7).
    """

    days: Days
    open: Column
    high: Column
    low: Column
    close: Column
    volume: Column
    decimals: int
    origin: Origin
    currency: str | None = None
    zone: str | None = None
    first_day: int | None = None  # the first session ever, where the source knows it
    partial: int | None = None
    excerpt: bool = False
    actions: tuple[Action, ...] = ()
    repairs: tuple[Repair, ...] = field(default=())
    adjusted: bool = False  # closes look adjusted for dividends (S18.4)
    far: tuple[tuple[int, str], ...] = ()

    def __post_init__(self) -> None:
        for name in ("days", "open", "high", "low", "close", "volume"):
            getattr(self, name).setflags(write=False)

    def __len__(self) -> int:
        return len(self.days)

    def row(self, day: int) -> int | None:
        """The row of `day`, or None where there is none."""
        at = int(np.searchsorted(self.days, day))
        return at if at < len(self.days) and self.days[at] == day else None

    def exact(self, column: Column, row: int) -> Fraction | None:
        """The price in `row` as an exact fraction, or None where it is missing."""
        units = int(column[row])
        return None if units == MISSING else Fraction(units, 10**self.decimals)

    def text(self, column: Column, row: int) -> str:
        """The price in `row` as printed: decimal text with the series' decimals."""
        return units_text(int(column[row]), self.decimals)

    def up_to(self, day: int) -> Prices:
        """The bars of `day` and before: later prices change no earlier verdict (S1.8, S2.7)."""
        return self._take(slice(0, int(np.searchsorted(self.days, day, side="right"))))

    def on_sessions(self, sessions: Days) -> Prices:
        """One row for every session from the first bar to the last; a session without a bar is MISSING.

        Bars on days that are no session are kept: the bar is believed over the calendar.
        """
        if not len(self):
            return self
        inside = sessions[(sessions >= self.days[0]) & (sessions <= self.days[-1])]
        return self._on(inside)

    def awaiting(self, sessions: Days) -> Prices:
        """A row more, MISSING, for every one of `sessions` after the last bar."""
        return self._on(sessions[sessions > self.days[-1]])

    def _on(self, sessions: Days) -> Prices:
        days = np.sort(np.concatenate((sessions, self.days))).astype(np.int32)
        days = days[np.diff(days, prepend=days[:1] - 1) > 0]  # np.union1d would import numpy.ma
        at = np.searchsorted(days, self.days)

        def spread(column: Column) -> Column:
            wide = np.full(len(days), MISSING, dtype=np.int64)
            wide[at] = column
            return wide

        return replace(
            self,
            days=days,
            open=spread(self.open),
            high=spread(self.high),
            low=spread(self.low),
            close=spread(self.close),
            volume=spread(self.volume),
        )

    def _take(self, rows: slice | NDArray[np.bool_]) -> Prices:
        return replace(
            self,
            days=self.days[rows],
            open=self.open[rows],
            high=self.high[rows],
            low=self.low[rows],
            close=self.close[rows],
            volume=self.volume[rows],
        )

    def keep(self, rows: NDArray[np.bool_], *repairs: Repair) -> Prices:
        """The rows marked True, with the reasons why the others went."""
        return replace(self._take(rows), repairs=self.repairs + repairs)


def iso_days(ordinals: Days) -> list[str]:
    """Days as ISO dates, many at once."""
    days = (ordinals.astype(np.int64) - EPOCH_DAY).astype("datetime64[D]")
    found: list[str] = np.datetime_as_string(days).tolist()
    return found


def units_text(units: int, decimals: int) -> str:
    """Integer units as decimal text: (-3763, 2) → "-37.63"."""
    if units == MISSING:
        return ""
    digits = f"{abs(units):0{decimals + 1}d}"
    whole, part = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    return f"{'-' if units < 0 else ''}{whole}{'.' + part if part else ''}"
