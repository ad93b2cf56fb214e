"""reversal: the path within a session, against the session before, or over a longer period."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from factcheck.periods import Period, long_date
from factcheck.prices import MISSING
from factcheck.readings import Fit, Reading, Standing
from factcheck.statements import Direction, decimal_text
from factcheck.verifiers import Session, Verifier, verifies
from factcheck.verifiers.direction import path_chart
from factcheck.views import Base, Moment, View


class Path(StrEnum):
    """How the price came to where it ended; the direction is the way it went at last."""

    PARED = "pared"  # gave back part of a gain (down), or of a loss (up)
    ERASED = "erased"  # gave back all of it
    REVERSED = "reversed"
    REBOUNDED = "rebounded"
    TURNED = "turned"  # crossed the close of the day before
    OFF_LOW = "off_low"
    OFF_HIGH = "off_high"


@verifies("reversal")
@dataclass(frozen=True, kw_only=True)
class Reversal(Verifier):
    """Default: the day's high and low against the close and the close before. "Erased" and "reversed"
    may also speak of the session before; "erased" allows half a percent. Over a longer period: its
    highs and lows against the close and the close it starts from; a round trip ("back where it
    started") is `erased` with the direction flat, within half a percent either way. A path seen only
    during the day is `intraday`. Undecidable: the day's high, low or close is missing; the order of
    high and low, which daily bars do not show."""

    direction: Direction
    path: Path = Path.REVERSED
    period: Period = Period("day")
    session: Session | None = None

    example = "Hang Seng Index pared gains on 2025-02-21"

    def readings(self, view: View) -> tuple[Reading, ...]:
        trip = self.path is Path.ERASED and not self.direction.sign
        if str(self.period) != "day" or trip:
            return self._over_a_period(view)
        close, base = view.close(), view.close(view.row - 1) if view.row else None
        day = view.range()
        if close is None or base is None:
            missing = view.day if close is None else view.date_of(max(0, view.row - 1))
            return (_lacking(f"the close of {long_date(missing)}"),)
        earlier = view.close(view.row - 2) if view.row > 1 else None
        sign = self.direction.sign
        slack = view.policy.round_trip  # S13.6

        def holds(price: Fraction) -> bool:
            if self._of_two_days(sign, price, base, earlier, slack):
                return True
            far = None if day is None else day[0] if sign > 0 else day[1]  # the extreme it came back from
            return day is not None and far is not None and self._within(sign, price, base, far, day, slack)

        fit = _of_any(holds, close, view.slack(close) + view.slack(base))
        if day is None:
            return (
                _lacking(f"the high and low of {long_date(view.day)}")
                if fit is Fit.FALSE
                else self._said(view, fit, None),
            )
        reading = self._said(view, fit, day)
        crossed = self.path in (Path.TURNED, Path.ERASED, Path.REVERSED) and day[0] < base < day[1]
        if fit is Fit.FALSE and crossed and view.moment is not Moment.AFTER:
            during = Reading(
                "during the session",
                Fit.SOMETIME,
                "prices of the day lay on both sides of the close before",
                standing=Standing.DURING,
                rules=("S16.3",),
                evidence=view.day_evidence(),
            )
            return (reading, during)
        return (reading,)

    def _of_two_days(
        self,
        sign: int,
        close: Fraction,
        base: Fraction,
        earlier: Fraction | None,
        slack: Fraction,
    ) -> bool:
        """The session before went the other way, and this one undid it (S13.3) or turned."""
        if earlier is None or sign * (base - earlier) >= 0:
            return False
        if self.path is Path.ERASED:
            return sign * (close - earlier) >= -slack * earlier
        return self.path in (Path.REVERSED, Path.REBOUNDED) and sign * (close - base) > 0

    def _within(
        self,
        sign: int,
        close: Fraction,
        base: Fraction,
        far: Fraction,
        day: tuple[Fraction, Fraction],
        slack: Fraction,
    ) -> bool:
        away = sign * (base - far) > 0  # the day had been on the other side of the close before
        back = sign * (close - far) > 0
        match self.path:
            case Path.OFF_LOW:
                return close > day[0]
            case Path.OFF_HIGH:
                return close < day[1]
            case Path.PARED:
                return away and back and sign * (close - base) < 0
            case Path.ERASED:
                return away and back and sign * (close - base) >= -slack * base
        return away and back and sign * (close - base) > 0

    # ------------------------------------------------------------------ a longer period

    def _over_a_period(self, view: View) -> tuple[Reading, ...]:
        if self.path not in (Path.PARED, Path.ERASED, Path.REVERSED):
            return (_lacking("which day it was: a period has no such path"),)
        bases = view.bases(self.period)
        if not bases:
            return (_lacking(f"the closes of {view.listing.name} back to where the period starts"),)
        first, *others = bases
        found = self._from(view, first)
        if found[0].fit is Fit.FALSE:  # what the words may also have been measured from (S4.7)
            loose = [self._from(view, base)[0] for base in others if base.loose]
            found += tuple(replace(reading, standing=Standing.LOOSE) for reading in loose)
        return found

    def _from(self, view: View, base: Base) -> tuple[Reading, ...]:
        close, start = view.close(), view.close(base.row)
        if close is None or start is None or start <= 0:
            missing = view.day if close is None else view.date_of(base.row)
            return (_lacking(f"the close of {long_date(missing)}"),)
        far, whole = self._farthest(view, base.row)
        gap = f"{decimal_text((close / start - 1) * 100, 2)}%"
        side = "low" if self.direction.sign > 0 else "high"
        reached = f", the {side} since {view.price(far)}" if self.direction.sign else ""
        reading = Reading(
            self.period.words,
            self._fit(view, close, start, far, whole=whole),
            f"the close of {long_date(view.date_of(base.row))} was {view.price(start)}{reached}, "
            f"the close {view.price(close)}: {gap} from it",
            measured=decimal_text((close / start - 1) * 100, 2),
            rules=("S13.3", "S13.6", base.rule),
            evidence=(view.evidence(base.row), view.evidence(view.row)),
            needs="" if whole else f"the {side}s since then",
            correction=f"stood at {view.price(close)}, {gap} from {view.price(start)}",
        )
        day = view.range()
        timed = self.session is Session.CLOSE or view.moment is Moment.AFTER
        if reading.fit is not Fit.FALSE or timed or day is None:
            return (reading,)
        prices = (*day, min(max(start, day[0]), day[1]))
        fits = {self._fit(view, price, start, far, whole=whole) for price in prices}
        if fits.isdisjoint((Fit.TRUE, Fit.ROUGHLY)):
            return (reading,)
        during = Reading(
            "during the session",
            Fit.SOMETIME,
            f"the day's range was {view.price(day[0])} to {view.price(day[1])}",
            standing=Standing.DURING,
            rules=("S16.3",),
            evidence=view.day_evidence(),
        )
        return (reading, during)

    def _farthest(self, view: View, start: int) -> tuple[Fraction, bool]:
        """The price after `start` that the close came back from; whether every day's is known."""
        up = self.direction.sign > 0
        column = (view.prices.low if up else view.prices.high)[start + 1 : view.row + 1]
        closes = view.prices.close[start + 1 : view.row + 1]
        known = [int(p) for side in (column, closes) for p in side if p != MISSING]
        far = Fraction(min(known) if up else max(known), 10**view.prices.decimals)
        return far, bool((column != MISSING).all())

    def _fit(self, view: View, price: Fraction, start: Fraction, far: Fraction, *, whole: bool) -> Fit:
        """How a price fits as the end of the way; within the sources' uncertainty: roughly (S2.5)."""
        sign, slack = self.direction.sign, view.policy.round_trip * start  # S13.6
        spread = view.slack(price) + view.slack(start)
        if not sign:
            return _nearly(slack - abs(price - start), spread)
        ahead = sign * (price - start)
        match self.path:
            case Path.ERASED:
                fit = _nearly(ahead + slack, spread)
            case Path.PARED:
                fit = _nearly(-ahead, spread, strict=True)
            case _:
                fit = _nearly(ahead, spread, strict=True)
        away, back = sign * (start - far), sign * (price - far)
        if fit is Fit.FALSE or (away > 0 and back > 0):
            return fit
        nothing = away <= -spread or not back  # to undo, or undone
        return Fit.FALSE if whole and nothing else Fit.UNKNOWN

    def _said(self, view: View, fit: Fit, day: tuple[Fraction, Fraction] | None) -> Reading:
        close, base = view.close(), view.close(view.row - 1)
        assert close is not None and base is not None
        both = view.row > 1 and self.path in (Path.ERASED, Path.REVERSED, Path.REBOUNDED)
        earlier = (view.evidence(view.row - 2),) if both else ()
        span = f", the day's range {view.price(day[0])} to {view.price(day[1])}" if day else ""
        return Reading(
            "the day's path",
            fit,
            f"the close before was {view.price(base)}{span}, the close {view.price(close)}",
            rules=("S13.3", "S16.3"),
            evidence=(*earlier, view.evidence(view.row - 1), *view.day_evidence(), view.evidence(view.row)),
            chart=path_chart(view, base, f"{view.listing.name}, {view.day.isoformat()}"),
        )


def _of_any(holds: Callable[[Fraction], bool], close: Fraction, spread: Fraction) -> Fit:
    """True of the close and of all that it may have been; roughly, of some of that (S2.5)."""
    found = {holds(close + spread * side) for side in (-1, 0, 1)}
    return Fit.FALSE if True not in found else Fit.ROUGHLY if False in found else Fit.TRUE


def _nearly(room: Fraction, spread: Fraction, *, strict: bool = False) -> Fit:
    """True where there is room, also after all of the uncertainty; roughly within it."""
    if room > spread or (room == spread and not strict):
        return Fit.TRUE
    return Fit.ROUGHLY if room > -spread or (room == -spread and not strict) else Fit.FALSE


def _lacking(what: str) -> Reading:
    return Reading(
        "the day's path",
        Fit.UNKNOWN,
        "the day's prices are not complete",
        rules=("S16.3", "S18.1"),
        flags=("stale-data",),
        needs=what,
    )
