"""state: correction, bear and bull market, moving averages, golden and death cross, overbought."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from factcheck.periods import Window, long_date
from factcheck.prices import MISSING, Column
from factcheck.readings import Evidence, Fit, Reading, Standing
from factcheck.statements import Direction, decimal_text
from factcheck.verifiers import Session, Verifier, verifies
from factcheck.verifiers.extreme import window_chart
from factcheck.views import View

YEAR = 364  # days, S15.1
LOOK_BACK = 1500  # sessions in which a state may have begun
RSI_STEPS = 14


class State(StrEnum):
    """The states that have a definition (S15)."""

    CORRECTION = "correction"
    BEAR = "bear_market"
    BULL = "bull_market"
    AVERAGE = "moving_average"
    GOLDEN = "golden_cross"
    DEATH = "death_cross"
    OVERBOUGHT = "overbought"
    OVERSOLD = "oversold"


@verifies("state")
@dataclass(frozen=True, kw_only=True)
class StateClaim(Verifier):
    """Default: unrounded closes, thresholds included: 10% (correction) or 20% (bear) below the highest
    close of the last 364 days, 20% above the lowest (bull); averages are simple, of closes, today
    included. Reached by the day's low or high only: `intraday`. Where the end of a state is defined
    in two ways, one is enough. Undecidable: closes are missing, or fewer than the state needs."""

    state: State
    direction: Direction | None = None  # above (up) or below (down) an average
    entered: bool = False  # began today; otherwise: is in it
    window: Window | None = None  # of the moving average, such as 200-session
    session: Session | None = None

    example = "Hang Seng Tech Index is in a bull market on 2025-02-21"

    def readings(self, view: View) -> tuple[Reading, ...]:
        if view.close() is None:
            return (self._lacking("close", f"the close of {long_date(view.day)}"),)
        if self.state in _SWINGS:
            return self._swing(view, *_SWINGS[self.state])
        if self.state is State.AVERAGE:
            return (self._average(view, int((self.window and self.window.n) or 200)),)
        if self.state in (State.GOLDEN, State.DEATH):
            return (self._cross(view, 1 if self.state is State.GOLDEN else -1),)
        return (self._strength(view),)

    # ------------------------------------------------------------------ correction, bear, bull

    def _swing(self, view: View, sign: int, percent: int) -> tuple[Reading, ...]:
        """`sign` -1: a fall from the highest close; 1: a rise from the lowest."""
        known = np.flatnonzero(view.prices.close != MISSING)[-LOOK_BACK:]
        year = known[np.searchsorted(view.prices.days[known], view.prices.days[view.row] - YEAR) :]
        if np.any(view.prices.close[year] <= 0):
            return (self._below_zero(),)
        swing = _Swing(view, known, sign, percent)
        common, strict = swing.begun(ended_by_counter=True), swing.begun(ended_by_counter=False)
        met = swing.met[-1]
        fits = [self._swing_fit(met, begun, len(known) - 1) for begun in (common, strict)]
        fit = Fit.TRUE if Fit.TRUE in fits else Fit.FALSE
        flags: tuple[str, ...] = ("definition-split",) if len(set(fits)) == 2 else ()
        needs = ""
        if fit is Fit.FALSE and not swing.covered:
            fit, needs, flags = (
                Fit.UNKNOWN,
                "closes of the last 364 days",
                (*flags, "short-history"),
            )
        if fit is Fit.FALSE and abs(swing.depth - percent) < Fraction(1, 20):
            flags = (*flags, "boundary")
        side = "highest" if sign < 0 else "lowest"
        word = "below" if sign < 0 else "above"
        off = f"{decimal_text(swing.depth, 1)}% {word}" if swing.depth else "at"
        reference = view.text(view.prices.close, swing.reference)
        says = (
            f"the close was {decimal_text(swing.depth, 2)}% {word} the {side} close of the last 364 days, "
            f"{reference} on {long_date(view.date_of(swing.reference))}"
        )
        began = strict if common is None else common
        if fit is Fit.FALSE and swing.deeper():
            says += "; from 20% it is a bear market"
        elif fit is Fit.FALSE and self.entered and met and began is not None:
            day = long_date(view.date_of(int(known[began])))
            says += f"; the {self.state.replace('_', ' ')} had begun on {day}"
        close = Reading(
            "close",
            fit,
            says,
            measured=decimal_text(swing.depth, 2),
            flags=flags,
            needs=needs,
            rules=("S15.1", "S15.2"),
            correction=f"stood {off} its {side} close of 364 days",
            evidence=(
                view.evidence(swing.reference, label=f"{side} close of 364 days"),
                view.evidence(view.row),
            ),
            chart=window_chart(
                view,
                max(0, swing.reference - 10),
                [(swing.reference, side), (view.row, "this day")],
                f"{view.listing.name}, closes to {view.day.isoformat()}",
            ),
        )
        touch = fit is Fit.FALSE and not met
        return (close, self._touched(view, swing, sign, percent)) if touch else (close,)

    def _swing_fit(self, met: bool, begun: int | None, today: int) -> Fit:
        if self.entered:
            return Fit.TRUE if met and begun == today else Fit.FALSE
        return Fit.TRUE if begun is not None else Fit.FALSE

    def _touched(self, view: View, swing: _Swing, sign: int, percent: int) -> Reading:
        """The day's low (high) met the threshold, the close did not."""
        side = "low" if sign < 0 else "high"
        price = view.prices.exact(getattr(view.prices, side), view.row)
        reference = view.prices.exact(view.prices.close, swing.reference)
        reached = (
            price is not None
            and reference is not None
            and swing.covered
            and sign * (price / reference - 1) * 100 >= percent
            and not swing.met[-1]
        )
        says = (
            f"the day's {side} met the threshold"
            if reached
            else f"the day's {side} did not meet it"
        )
        closed = self.session is Session.CLOSE
        return Reading(
            "during the session",
            Fit.SOMETIME if reached and not closed else Fit.FALSE,
            says,
            standing=Standing.DURING,
            flags=("was-intraday",) if reached and closed else (),
            rules=("S15.1", "S16.5") if closed else ("S15.1",),
            evidence=(view.evidence(view.row, side),) if price is not None else (),
        )

    # ------------------------------------------------------------------ averages

    def _average(self, view: View, n: int) -> Reading:
        sign = -1 if self.direction is Direction.DOWN else 1
        today, before = _mean(view, n, 0), _mean(view, n, 1)
        close, yesterday = view.close(), view.close(view.row - 1) if view.row else None
        if (
            today is None
            or close is None
            or (self.entered and (before is None or yesterday is None))
        ):
            return self._lacking(
                f"{n}-day average", f"{n + self.entered} closes up to {long_date(view.day)}"
            )
        fit, told = _beyond(sign * (close - today), view.slack(close)), ""
        if self.entered and before is not None and yesterday is not None:
            was = _beyond(sign * (before - yesterday), view.slack(yesterday), touch=True)
            fit = max(fit, was, key=_BEYOND.index)
            told = f"{view.price(yesterday)} {_side(yesterday - before)} {view.price(before)}"
        says = f"the close of {view.price(close)} was {_side(close - today)} the {n}-day average of "
        says += view.price(today) + (f", the session before {told}" if told else "")
        return Reading(
            f"{n}-day average",
            fit,
            says,
            flags=("boundary",) if fit is Fit.ROUGHLY else (),
            measured=decimal_text(today, view.prices.decimals),
            rules=("S15.4",),
            evidence=(*((view.evidence(view.row - 1),) if told else ()), view.evidence(view.row)),
            correction=f"closed {_side(close - today)} its {n}-day average",
        )

    def _cross(self, view: View, sign: int) -> Reading:
        means = [_mean(view, n, back) for back in (0, 1) for n in (50, 200)]
        if any(m is None for m in means):
            return self._lacking(
                "50- and 200-day averages", f"201 closes up to {long_date(view.day)}"
            )
        fast, slow, fast_before, slow_before = (m for m in means if m is not None)
        crossed = sign * (fast - slow) > 0 and sign * (fast_before - slow_before) <= 0
        says = (
            f"the 50-day average was {view.price(fast)} against {view.price(slow)} for 200 days; "
            f"the session before {view.price(fast_before)} against {view.price(slow_before)}"
        )
        return Reading(
            "50- against 200-day average",
            Fit.TRUE if crossed else Fit.FALSE,
            says,
            rules=("S15.4",),
            evidence=(view.evidence(view.row),),
        )

    def _strength(self, view: View) -> Reading:
        """RSI 14 by Wilder's smoothing over all closes at hand (S15.5)."""
        strength = _rsi(view.prices.close[: view.row + 1])
        if strength is None:
            return self._lacking("RSI 14", "250 closes without a gap")
        line = 70 if self.state is State.OVERBOUGHT else 30
        near = abs(strength - line) <= 1
        met = strength > line if line == 70 else strength < line
        fit = Fit.UNKNOWN if near else Fit.TRUE if met else Fit.FALSE
        return Reading(
            "RSI 14",
            fit,
            f"the 14-day relative strength index was {strength:.1f}",
            measured=f"{strength:.1f}",
            rules=("S15.5",),
            needs="the index that is meant, and its start" if near else "",
            evidence=(
                Evidence("RSI 14", view.day.isoformat(), f"{strength:.1f}"),
                view.evidence(view.row),
            ),
        )

    def _below_zero(self) -> Reading:
        return Reading(
            "close",
            Fit.UNKNOWN,
            "a close of the last 364 days was not above zero, so a percent change means nothing",
            rules=("S15.1", "S18.7"),
            needs="a price that stayed above zero",
        )

    def _lacking(self, name: str, needs: str) -> Reading:
        return Reading(
            name,
            Fit.UNKNOWN,
            f"there are not enough closes for the {name}",
            rules=("S15.1", "S18.1"),
            flags=("short-history",),
            needs=needs,
        )


_SWINGS = {State.CORRECTION: (-1, 10), State.BEAR: (-1, 20), State.BULL: (1, 20)}


class _Swing:
    """A fall from the highest close of 364 days, or a rise from the lowest, session by session.

    Works on known closes (m,), oldest first; `met` (m,) is whether the threshold is met that day.
    """

    def __init__(self, view: View, known: NDArray[np.int64], sign: int, percent: int) -> None:
        self.view, self.known, self.sign, self.percent = view, known, sign, percent
        self.closes: Column = view.prices.close[known]
        days = view.prices.days[known].astype(np.int64)
        first = np.searchsorted(days, days - YEAR)
        pick: Callable[[Column], np.intp] = np.argmax if sign < 0 else np.argmin
        self.peaks = np.array(
            [a + int(pick(self.closes[a : i + 1])) for i, a in enumerate(first.tolist())]
        )
        best = self.closes[self.peaks]
        self.met = sign * (self.closes - best) * 100 >= percent * best
        self.reference = int(known[self.peaks[-1]])
        start = view.day - timedelta(days=YEAR)
        gaps = int(
            np.count_nonzero(view.prices.close[view.on_or_before(start) + 1 : view.row] == MISSING)
        )
        self.covered = view.date_of(0) <= start and (gaps == 0 or view.prices.excerpt)
        self.depth = Fraction(int(sign * (self.closes[-1] - best[-1])) * 100, int(best[-1]))

    def begun(self, *, ended_by_counter: bool) -> int | None:
        """The step the present state began at, or None. It ends at a new extreme of the year, a
        correction also at the bear threshold; by the common definition already on a counter-move
        (10% off a correction's low, 20% off a bear's), and begins again with a new fall: through the
        threshold, or as far from the highest close since."""
        start: int | None = None
        since: int | None = None  # the counter-move that ended the last one, while the year's high is older
        low = 0
        for i, close in enumerate(self.closes.tolist()):
            if self.peaks[i] == i:
                start = since = None
            elif start is None:
                if self.met[i] and (since is None or not self.met[i - 1] or self._fallen(since, i)):
                    start, since, low = i, None, close
            else:
                low = min(low, close) if self.sign < 0 else max(low, close)
                if ended_by_counter and self._countered(close, low):
                    start, since = None, i
        return None if self.deeper() else start

    def _fallen(self, since: int, i: int) -> bool:
        """Whether step i is past the threshold from the extreme since another step."""
        best = int((np.max if self.sign < 0 else np.min)(self.closes[since : i + 1]))
        return bool(self.sign * (int(self.closes[i]) - best) * 100 >= self.percent * best)

    def deeper(self) -> bool:
        """Whether a correction has become a bear market."""
        return self.percent == 10 and self.depth >= 20

    def _countered(self, close: int, low: int) -> bool:
        return -self.sign * (close - low) * 100 >= self.percent * low


def _side(gap: Fraction) -> str:
    return "above" if gap > 0 else "below" if gap else "at"


_BEYOND = (Fit.TRUE, Fit.ROUGHLY, Fit.FALSE)


def _beyond(gap: Fraction, slack: Fraction, *, touch: bool = False) -> Fit:
    """Past the average, or within what is uncertain of the close (S2.5); `touch`: at it is enough."""
    if gap > slack or (touch and gap == slack):
        return Fit.TRUE
    return Fit.ROUGHLY if gap > -slack or (touch and gap == -slack) else Fit.FALSE


def _mean(view: View, n: int, back: int) -> Fraction | None:
    """The mean of the last n closes, `back` sessions ago; None where one is missing."""
    end = view.row + 1 - back
    closes = view.prices.close[max(0, end - n) : end]
    if len(closes) < n or bool(np.any(closes == MISSING)):
        return None
    return Fraction(int(closes.sum()), n * 10**view.prices.decimals)


def _rsi(closes: Column) -> float | None:
    gaps = np.flatnonzero(closes == MISSING)
    tail = closes[int(gaps[-1]) + 1 :] if len(gaps) else closes
    if len(tail) < 250:  # Wilder's smoothing forgets its start only slowly
        return None
    moves = np.diff(tail[-1000:].astype(np.float64))
    gain, loss = np.clip(moves, 0, None), np.clip(-moves, 0, None)
    up, down = gain[:RSI_STEPS].mean(), loss[:RSI_STEPS].mean()
    for g, x in zip(gain[RSI_STEPS:].tolist(), loss[RSI_STEPS:].tolist(), strict=True):
        up += (g - up) / RSI_STEPS
        down += (x - down) / RSI_STEPS
    return float(100 * up / (up + down)) if up + down else 50.0
