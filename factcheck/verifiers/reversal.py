"""reversal: the path within a session, or against the session before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from factcheck.periods import long_date
from factcheck.readings import Fit, Reading, Standing
from factcheck.statements import Direction
from factcheck.verifiers import Session, Verifier, verifies
from factcheck.views import Moment, View


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
    may also speak of the session before; "erased" allows half a percent. A path seen only during the
    day is `intraday`. Undecidable: the day's high, low or close is missing; the order of high and low,
    which daily bars do not show."""

    direction: Direction
    path: Path = Path.REVERSED
    session: Session | None = None

    example = "Hang Seng Index pared gains on 2025-02-21"

    def readings(self, view: View) -> tuple[Reading, ...]:
        close, base = view.close(), view.close(view.row - 1) if view.row else None
        day = view.range()
        if close is None or base is None:
            missing = view.day if close is None else view.date_of(max(0, view.row - 1))
            return (_lacking(f"the close of {long_date(missing)}"),)
        earlier = view.close(view.row - 2) if view.row > 1 else None
        sign = self.direction.sign
        slack = view.policy.round_trip  # S13.6
        before = self._of_two_days(sign, close, base, earlier, slack)
        if day is None:
            return (
                self._said(view, Fit.TRUE, None)
                if before
                else _lacking(f"the high and low of {long_date(view.day)}"),
            )
        far = day[0] if sign > 0 else day[1]  # the extreme it came back from
        fit = Fit.TRUE if before or self._within(sign, close, base, far, day, slack) else Fit.FALSE
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

    def _said(self, view: View, fit: Fit, day: tuple[Fraction, Fraction] | None) -> Reading:
        close, base = view.close(), view.close(view.row - 1)
        assert close is not None and base is not None
        span = f", the day's range {view.price(day[0])} to {view.price(day[1])}" if day else ""
        return Reading(
            "the day's path",
            fit,
            f"the close before was {view.price(base)}{span}, the close {view.price(close)}",
            rules=("S13.3", "S16.3"),
            evidence=(view.evidence(view.row - 1), *view.day_evidence(), view.evidence(view.row)),
        )


def _lacking(what: str) -> Reading:
    return Reading(
        "the day's path",
        Fit.UNKNOWN,
        "the day's prices are not complete",
        rules=("S16.3", "S18.1"),
        flags=("stale-data",),
        needs=what,
    )
