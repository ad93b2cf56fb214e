"""Defects: what is wrong with a series, and what may be repaired (S18). Every repair is reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from factcheck.calendars import Calendar
from factcheck.policy import Policy
from factcheck.prices import MISSING, Column, Prices, Repair, units_text

SPLITS = (*tuple(Fraction(n) for n in (2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 50)), Fraction(3, 2))
HALF_MORE = Fraction(3, 2)  # |log return| of ln 1.5, S18.7
UNIT = Fraction(100)  # pence for pounds, cents for dollars
NEAR = Fraction(1, 10)  # a move is reversed when the price is back this close
AHEAD = 5  # sessions in which a reversal counts
APART = 10  # days; bars further apart are no leap, the price had time to get there
OUTSIDE = Fraction(1, 20)  # share of closes outside the day's range that no honest series has
RANGES = 21  # bars that say what a usual range is: a month of them
SHARES = ("share", "etf")


def cleaned(prices: Prices, calendar: Calendar) -> Prices:
    """The series without filler rows (S18.6), each with a Repair. A real session without trades
    keeps its close and counts as unchanged."""
    return _without_filler(prices, calendar) if len(prices) > 1 else prices


def leaps_at_all(prices: Prices, policy: Policy) -> bool:
    """Whether any close may be a wrong print or the first after a break; where none is, none is up to any
    session either."""
    return bool(_leaps(prices, min(HALF_MORE, _least_break(policy))))


def examined(prices: Prices, kind: str, policy: Policy, *, leaps: bool = True) -> Prices:
    """A series that ends at the claim's session, as far back as it is of one kind.

    Wrong prints are taken out (S18.7) and prices from before a suspected split or another unit left
    out (S18.3, S18.9), both with a Repair; only what was known at the session is looked at (S2.7).
    `kind` is the listing's type; `leaps` what `leaps_at_all` says of it or of a longer series.
    """
    prices = _without_wrong_prints(prices) if leaps else prices
    if prices.adjusted and kind not in SHARES:
        prices = replace(prices, adjusted=False)  # nothing else pays dividends
    if _looks_adjusted(prices, kind):
        prices = _with_closes_alone(prices)
    found = _last_break(prices, kind, policy) if leaps else None
    if found is None:
        return prices
    row, repair = found
    kept = prices.keep(np.arange(len(prices)) >= row, repair)
    # one bar in hundredths is back in a few sessions, so until then neither side is the right one
    return _without_prices(kept) if repair.rule == "S18.9" and len(kept) <= AHEAD else kept


def _without_prices(prices: Prices) -> Prices:
    """The same days without a price."""
    none = np.full(len(prices), MISSING, dtype=np.int64)
    return replace(prices, open=none, high=none.copy(), low=none.copy(), close=none.copy())


def opening_quotes(prices: Prices) -> bool:
    """Whether a currency's closes are first quotes of the day: of the last 60 bars most close exactly
    where they opened, which no traded day does. A day's move from them is off by up to a day."""
    opened, closed = prices.open[-60:], prices.close[-60:]
    known = (opened != MISSING) & (closed != MISSING)
    same = int(np.count_nonzero(known & (opened == closed)))
    count = int(np.count_nonzero(known))
    return count >= 20 and 2 * same > count


def shifted(prices: Prices, calendar: Calendar) -> bool:
    """Whether the dates look moved by a day (S18.8): bars on market weekends, none on one weekday."""
    inside = (prices.days >= calendar.first_day) & (prices.days <= calendar.last_day)
    days = prices.days[inside & (prices.close != MISSING)]
    if len(days) < 20:
        return False
    counts = np.bincount((days - 1) % 7, minlength=7)
    usual = np.bincount((calendar.sessions(int(days[0]), int(days[-1])) - 1) % 7, minlength=7)
    closed, open_ = usual == 0, usual > 0
    on_closed = int(counts[closed].sum()) if bool(closed.any()) else 0
    return bool(on_closed * 10 > len(days) and int(counts[open_].min()) * 50 < len(days))


# ---------------------------------------------------------------------- filler, S18.6


def _without_filler(prices: Prices, calendar: Calendar) -> Prices:
    shut = ~np.isin(prices.days, calendar.sessions(int(prices.days[0]), int(prices.days[-1])))
    inside = (prices.days >= calendar.first_day) & (prices.days <= calendar.last_day)
    filler = [row for row in np.flatnonzero(shut & inside).tolist() if _is_filler(prices, row)]
    if not filler:
        return prices
    keep = np.ones(len(prices), dtype=np.bool_)
    keep[filler] = False
    return prices.keep(keep, *(_dropped(prices, row) for row in filler))


def _is_filler(prices: Prices, row: int) -> bool:
    """Flat, and without trades or the close of the bar before; or that bar once more, without trades.
    A lone close that differs from it is believed over the calendar."""
    close = int(prices.close[row])
    columns = (prices.open, prices.high, prices.low)
    others = [int(c[row]) for c in columns]
    flat = all(price in (close, MISSING) for price in others)
    idle = int(prices.volume[row]) in (0, MISSING) and close in others
    repeats = row > 0 and close == int(prices.close[row - 1])
    untraded = int(prices.volume[row]) in (0, MISSING)
    again = repeats and untraded and others == [int(c[row - 1]) for c in columns]
    return close == MISSING or again or (flat and (idle or repeats))


def _dropped(prices: Prices, row: int) -> Repair:
    close = prices.text(prices.close, row) or "empty"
    sentence = f"{_iso(prices, row)}: a row ({close}) on a day without a session was left out"
    return Repair("S18.6", "filler-dropped", sentence)


# ---------------------------------------------------------------------- wrong prints, S18.7


def _without_wrong_prints(prices: Prices) -> Prices:
    """A close that leaps by more than half and is back the next bar is no close: it is taken out."""
    rows = _wrong_prints(prices)
    if not rows:
        return prices
    bare = {name: getattr(prices, name).copy() for name in ("open", "high", "low", "close")}
    for column in bare.values():
        column[rows] = MISSING
    told = zip(prices.days[rows].tolist(), prices.close[rows].tolist(), strict=True)
    repairs = tuple(_taken_out(day, close, prices.decimals) for day, close in told)
    return replace(prices, **bare, repairs=prices.repairs + repairs)


def _wrong_prints(prices: Prices) -> list[int]:
    leaps = np.array(_leaps(prices), dtype=np.int64)
    leaps = leaps[leaps + 1 < len(prices)]
    before, after = prices.close[leaps - 1], prices.close[leaps + 1]
    near, of = NEAR.as_integer_ratio()
    back = leaps[(after != MISSING) & (np.abs(after - before) * of <= near * before)]
    found: list[int] = back[np.diff(back, prepend=-1) > 1].tolist()  # the way back is no second leap
    return found


@lru_cache(10_000)  # one series is looked at from many sessions
def _taken_out(day: int, close: int, decimals: int) -> Repair:
    sentence = (
        f"{date.fromordinal(day).isoformat()}: the close {units_text(close, decimals)} leaps and is "
        "reversed the next bar; it was taken out"
    )
    return Repair("S18.7", "stale-data", sentence, lost=True)


def _leaps(prices: Prices, least: Fraction = HALF_MORE) -> list[int]:
    """Rows whose close is more than `least` times the one before, or less than its share of it."""
    now, before = prices.close[1:], prices.close[:-1]
    known = (now > 0) & (before > 0) & (np.diff(prices.days) <= APART)
    times, of = least.as_integer_ratio()
    leap = known & ((of * now > times * before) | (times * now < of * before))
    return (np.flatnonzero(leap) + 1).tolist()


def _is_reversed(closes: Column, row: int, ahead: int) -> bool:
    """Whether one of the next `ahead` closes is back near the close before `row`."""
    before = int(closes[row - 1])
    following = [int(c) for c in closes[row + 1 : row + 1 + ahead] if c != MISSING]
    near, of = NEAR.as_integer_ratio()
    return any(abs(c - before) * of <= near * before for c in following)  # a leap's are above zero


def with_far_prints(prices: Prices, policy: Policy) -> Prices:
    """The series with the highs and lows named that lie further from both open and close than K12 times
    the usual range (S18.7): the median of the 21 bars before that had one. Later bars name nothing."""
    opened, high, low, close = prices.open, prices.high, prices.low, prices.close
    known = (opened != MISSING) & (close != MISSING) & (low != MISSING) & (high > low)
    rows = np.flatnonzero(known)
    if len(rows) <= RANGES:
        return prices
    before = np.lib.stride_tricks.sliding_window_view((high - low)[rows], RANGES)[:-1]
    usual = np.partition(before, RANGES // 2, axis=1)[:, RANGES // 2]
    rows, most = rows[RANGES:], policy.range_factor * usual
    above = high[rows] - np.maximum(opened, close)[rows] > most
    below = np.minimum(opened, close)[rows] - low[rows] > most
    far = [(int(day), "high") for day in prices.days[rows[above]]]
    far += [(int(day), "low") for day in prices.days[rows[below]]]
    return replace(prices, far=tuple(sorted(far)))


def drawn_in(prices: Prices) -> Prices:
    """The series with every such high and low drawn in to its bar's open or close, which were traded for
    certain, each with a Repair (S18.7): the true one lies between this series and the one as printed."""
    if not prices.far:
        return prices
    days = np.array([day for day, _ in prices.far])
    rows = np.minimum(np.searchsorted(prices.days, days), len(prices) - 1)
    known = (prices.days[rows] == days) & (prices.close[rows] != MISSING)
    of_high = np.array([name == "high" for _, name in prices.far])
    columns = {"high": prices.high.copy(), "low": prices.low.copy()}
    told: list[tuple[int, str, int, int]] = []
    for name, nearest, of in (("high", np.maximum, of_high), ("low", np.minimum, ~of_high)):
        at, column = rows[known & of], columns[name]
        printed, traded = column[at], nearest(prices.open[at], prices.close[at])
        told += zip(prices.days[at].tolist(), repeat(name), printed.tolist(), traded.tolist(), strict=False)
        column[at] = traded
    repairs = [_drawn(*one, prices.decimals) for one in sorted(told)]
    if not repairs:
        return prices
    repaired = (*prices.repairs, *repairs)
    return replace(prices, high=columns["high"], low=columns["low"], repairs=repaired)


@lru_cache(10_000)
def _drawn(day: int, name: str, printed: int, traded: int, decimals: int) -> Repair:
    sentence = (
        f"{date.fromordinal(day).isoformat()}: the {name} {units_text(printed, decimals)} lies far beyond "
        "the day's open and close; it may be a wrong print, without which it is "
        f"{units_text(traded, decimals)}"
    )
    return Repair("S18.7", "stale-data", sentence)


# ---------------------------------------------------------------------- breaks, S18.3 and S18.9


def _last_break(prices: Prices, kind: str, policy: Policy) -> tuple[int, Repair] | None:
    """The last row from which on prices are of another kind than before, as far as one can tell."""
    known = {action.day for action in prices.actions if action.kind == "split"}
    for row in reversed(_like_a_break(prices, kind, policy)):
        if int(prices.days[row]) in known or _is_reversed(prices.close, row, AHEAD):
            continue
        ratio = Fraction(int(prices.close[row]), int(prices.close[row - 1]))
        ratio = max(ratio, 1 / ratio)
        if abs(ratio / UNIT - 1) <= policy.split_tolerance:
            return row, _break(
                prices, row, "S18.9", "a hundredfold change, which looks like another unit"
            )
        if kind in SHARES and any(abs(ratio / n - 1) <= policy.split_tolerance for n in SPLITS):
            return row, _break(
                prices, row, "S18.3", "a ratio that looks like a split nobody recorded"
            )
    return None


def _least_break(policy: Policy) -> Fraction:
    least = min(SPLITS) * (1 - policy.split_tolerance) - Fraction(1, 1000)  # the end counts too
    return least.limit_denominator(1000)


def _like_a_break(prices: Prices, kind: str, policy: Policy) -> list[int]:
    """The leaps that may be one of those, in floating point with room to spare: few of many are."""
    rows = np.array(_leaps(prices, _least_break(policy)), dtype=np.int64)
    times = prices.close[rows] / prices.close[rows - 1]
    known = np.array([float(n) for n in (UNIT, *(SPLITS if kind in SHARES else ()))])
    off = np.abs(np.maximum(times, 1 / times)[:, None] / known - 1)
    found: list[int] = rows[(off <= float(policy.split_tolerance) + 1e-6).any(axis=1)].tolist()
    return found


def _break(prices: Prices, row: int, rule: str, what: str) -> Repair:
    before, now = prices.text(prices.close, row - 1), prices.text(prices.close, row)
    went = f"the close went from {before} to {now}, {what}"
    sentence = f"{_iso(prices, row)}: prices before this day were left out: {went}"
    return Repair(rule, "short-history", sentence, lost=True)


# ---------------------------------------------------------------------- adjusted closes, S18.4


def _looks_adjusted(prices: Prices, kind: str) -> bool:
    """Whether a share's closes lie outside the day's range so often that they are other prices."""
    if kind not in SHARES:
        return False
    known: NDArray[np.bool_] = (
        (prices.high != MISSING) & (prices.low != MISSING) & (prices.close != MISSING)
    )
    outside = known & ((prices.close > prices.high) | (prices.close < prices.low))
    count = int(np.count_nonzero(known))
    return count >= 20 and Fraction(int(np.count_nonzero(outside)), count) > OUTSIDE


def _with_closes_alone(prices: Prices) -> Prices:
    """Adjusted closes without the day's other prices, which are on another scale."""
    none = np.full(len(prices), MISSING, dtype=np.int64)
    return replace(prices, open=none, high=none.copy(), low=none.copy(), adjusted=True)


def _iso(prices: Prices, row: int) -> str:
    return date.fromordinal(int(prices.days[row])).isoformat()
