"""reversal: the path within a session or against the day before."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.periods import Period, Step, Window
from factcheck.statements import Direction, Flatness, Hedge, Stated
from factcheck.verifiers import Session, Verifier, verifies


@verifies("reversal")
@dataclass(frozen=True, kw_only=True)
class Reversal(Verifier):
    direction: Direction | None = None
    value: Stated | None = None
    unit: str | None = None
    hedge: Hedge | None = None
    period: Period = Period("day")
    window: Window | None = None
    session: Session | None = None
