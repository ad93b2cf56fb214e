"""What a place says otherwise now than it did then, and what kind of change that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from factcheck.errors import SourceError
from factcheck.evidence import bars
from factcheck.evidence.record import Objects, Run
from factcheck.prices import MISSING, Prices, units_text

FEW = 5  # days that may be corrected one by one
FLOAT32 = 2.0**-23  # how far a price may be off in 32 bits, of itself
MOST_STEPS = 24  # adjustments that a history may show between two fetches
PRICES = ("open", "high", "low", "close")


class Cause(StrEnum):
    """Why a verdict is another one, or a series is."""

    ADDED = "data-added"
    RESTATED = "data-restated"
    RULES = "rules-changed"
    CALENDAR = "calendar-changed"
    INSTRUMENT = "instrument-changed"


@dataclass(frozen=True)
class Change:
    """What became of one series: nothing to tell where `what` is empty.

    `lost`: prices of then are not there now. `volume` is told only where a verdict hangs on it: vendors
    count on for days.
    """

    symbol: str
    place: str
    cause: Cause | None
    what: str
    now: str  # the place that was asked now
    lost: bool = False
    volume: str = ""

    @property
    def sentence(self) -> str:
        return self._said(self.what)

    @property
    def with_volume(self) -> str:
        return self._said("; ".join(filter(None, (self.what, self.volume))))

    def _said(self, what: str) -> str:
        if self.now == self.place:
            return f"{self.place} has revised {self.symbol}: {what}"
        return f"{self.now} has other prices of {self.symbol} than {self.place} had: {what}"


def changes(then: Run, before: Objects, now: Run, after: Objects) -> list[Change]:
    """What became of every series of a run, as far as it reached then."""
    found = []
    for answer in then.answers:
        if not answer.bars or answer.origin is None:
            continue
        others = [a for a in now.answers if a.symbol == answer.symbol and a.bars]
        same = [a for a in others if a.place == answer.place] or others
        if not same:
            continue
        old, new = bars.read(before[answer.bars]), bars.read(after[same[0].bars])
        cause, what = restated(old, new)
        lost, volume = any(map(len, _lost(old, new))), _volume(old, new)
        found.append(Change(answer.symbol, answer.place, cause, what, same[0].place, lost, volume))
    return found


def gone(then: Run, now: Run) -> list[SourceError]:
    """Why series that were there then cannot be had now."""
    had = {answer.symbol for answer in then.answers if answer.bars}
    has = {answer.symbol for answer in now.answers if answer.bars}
    return [problem for problem in now.problems if problem.symbol in had - has]


def restated(old: Prices, new: Prices) -> tuple[Cause | None, str]:
    """What of the past `new` says otherwise than `old`, and of what kind it is."""
    if not len(old) or not len(new):
        return None, ""
    last = int(old.days[-1])
    past = new.up_to(last)
    absent, missing = _lost(old, new)
    more = _finished(old, np.setdiff1d(past.days, old.days))
    which, was, now = _differing(old, past)
    said = [
        f"{_days(len(absent))} gone, {_day(absent[0])} the first" if len(absent) else "",
        f"prices of {_days(len(missing))} missing, {_day(missing[0])} the first" if len(missing) else "",
        f"{_days(len(more))} filled in, {_day(more[0])} the first" if len(more) else "",
        _kind(which, was, now, old, past) if len(which) else "",
    ]
    if any(said):
        return Cause.RESTATED, "; ".join(filter(None, said))
    return (Cause.ADDED, "") if int(new.days[-1]) > last else (None, "")


Days = NDArray[np.int32]


def _lost(old: Prices, new: Prices) -> tuple[Days, Days]:
    """The days that were there then and are not now, and those of which a price is missing now."""
    _, mine, yours = np.intersect1d(old.days, new.days, return_indices=True)
    had, has = (
        np.array([getattr(prices, name)[rows] != MISSING for name in PRICES])
        for prices, rows in ((old, mine), (new, yours))
    )
    missing = old.days[mine][np.any(had & ~has, axis=0)]
    return _finished(old, np.setdiff1d(old.days, new.days)), _finished(old, missing)


def _finished(old: Prices, days: Days) -> Days:
    """Without the day that was unfinished then, of which nothing was said."""
    return days if old.partial is None else days[days != old.partial]


def _volume(old: Prices, new: Prices) -> str:
    """The volumes that are others, by the last of them; those that were missing count as none."""
    common, mine, yours = np.intersect1d(old.days, new.days, return_indices=True)
    was, now = old.volume[mine], new.volume[yours]
    unlike = was != now
    if old.partial is not None:
        unlike &= common != old.partial
    which = np.flatnonzero(unlike & (was != MISSING))
    if not len(which):
        return ""
    before, after = (units_text(int(column[which[-1]]), 0) or "missing" for column in (was, now))
    rest = f", and {_days(len(which) - 1)} before" if len(which) > 1 else ""
    return f"volume of {_day(common[which[-1]])} was {before}, is {after}{rest}"


Columns = NDArray[np.int64]


def _differing(old: Prices, new: Prices) -> tuple[NDArray[np.intp], Columns, Columns]:
    """The days whose prices differ, and the prices (4, n) of all common days, in the same units."""
    places = max(old.decimals, new.decimals)
    common, mine, yours = np.intersect1d(old.days, new.days, return_indices=True)
    was, now = _units(old, mine, places), _units(new, yours, places)
    unlike = np.any((was != now) & ((was == MISSING) | (now != MISSING)), axis=0)
    if old.partial is not None:
        unlike &= common != old.partial
    return np.flatnonzero(unlike), was, now


def _units(prices: Prices, rows: NDArray[np.intp], places: int) -> Columns:
    table = np.array([getattr(prices, name)[rows] for name in PRICES])
    return np.where(table == MISSING, MISSING, table * 10 ** (places - prices.decimals))


def _kind(which: NDArray[np.intp], was: Columns, now: Columns, old: Prices, new: Prices) -> str:
    """The sentence that says what kind of change it is."""
    places = max(old.decimals, new.decimals)
    common = np.intersect1d(old.days, new.days)
    least = min(old.decimals, new.decimals, 2)

    def told(at: np.intp) -> str:
        return _cell(was[:, at], now[:, at], common[at], places, least)

    if len(which) <= FEW:
        listed = "; ".join(map(told, which))
        return f"{'a correction' if len(which) == 1 else 'corrections'} of {_days(len(which))}: {listed}"
    example = told(which[0])
    steps = _steps(was[3], now[3])
    if not steps:
        if len(which) == len(common):
            return f"every price is another one, as on another basis or of another instrument: {example}"
        return f"{len(which)} of {len(common)} days: {example}; … {told(which[-1])}"
    row, ratio = steps[-1]
    since = row == len(common)
    day = int(common[-1]) + 1 if since else int(common[row])
    before = f"{'every price' if since else f'all before {_day(day)}'} times {ratio:.6g}"
    if split := _split(new, day, ratio, since):
        return f"{split} was applied: {before}"
    if len(steps) > 1:
        return f"{len(steps)} adjustments, as for dividends: the last, {before}"
    if since:
        return f"{before}, as for a dividend or a split since, or on another basis: {example}"
    return f"an adjustment, as for a dividend or a split: {before}"


def _steps(was: NDArray[np.int64], now: NDArray[np.int64]) -> list[tuple[int, float]]:
    """Where adjustments end, and the ratio before each: rows before it were all multiplied by it.

    Empty where the closes did not change like that: by a few constant ratios, each over all days before
    a day (or over all of them), and not at all after the last. A ratio is as exact as the rounding of
    both prices leaves it, to their last digit and to the 32 bits in which vendors work.
    """
    found: list[tuple[int, float]] = []
    end = int(np.flatnonzero(was != now)[-1]) + 1 if np.any(was != now) else 0
    while end > 0:
        start, ratio = _constant(was[:end], now[:end])
        found.insert(0, (end, ratio))
        if end - start < min(FEW, end) or len(found) > MOST_STEPS:
            return []
        end = start
    return found


def _constant(was: NDArray[np.int64], now: NDArray[np.int64]) -> tuple[int, float]:
    """From which row to the end one ratio explains every close, and that ratio."""
    known = (was > 0) & (now > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        off, out = (1 + FLOAT32 * np.abs(column) for column in (was, now))
        low = np.where(known, (now - out) / (was + off), -np.inf)[::-1]
        high = np.where(known, (now + out) / np.maximum(was - off, 1e-9), np.inf)[::-1]
    fits = np.maximum.accumulate(low) <= np.minimum.accumulate(high)
    rows = len(fits) if fits.all() else int(np.argmin(fits))
    both = known[::-1][:rows]
    old, new = was[::-1][:rows][both], now[::-1][:rows][both]
    return len(was) - rows, float(new.sum() / old.sum()) if len(old) else 1.0


def _split(prices: Prices, day: int, ratio: float, since: bool) -> str:
    """The split of about that ratio that takes effect on `day` or a few days around, or `since`."""
    for action in prices.actions:
        near = action.kind == "split" and (abs(action.day - day) <= FEW or (since and action.day > day))
        if near and abs(ratio * float(action.value) - 1) < 0.01:
            return f"the split of {_day(action.day)}, {action.value} new for 1,"
    return ""


def _cell(was: Columns, now: Columns, day: int, places: int, least: int) -> str:
    """The close that changed, or what else did, then and now, with at `least` so many decimals."""
    at = next(i for i in (3, 0, 1, 2) if was[i] != now[i])
    while places > least and not any(column[at] % 10 for column in (was, now) if column[at] != MISSING):
        was, now = (np.where(column == MISSING, MISSING, column // 10) for column in (was, now))
        places -= 1
    before, after = (units_text(int(column[at]), places) or "missing" for column in (was, now))
    return f"{PRICES[at]} of {_day(day)} was {before}, is {after}"


def _day(ordinal: int) -> date:
    return date.fromordinal(int(ordinal))


def _days(n: int) -> str:
    return f"{n} day{'s' * (n != 1)}"
