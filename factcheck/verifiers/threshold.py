"""threshold: a round number was crossed, touched or held."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.periods import Period, Step, Window
from factcheck.statements import Direction, Flatness, Hedge, Stated
from factcheck.verifiers import Session, Verifier, verifies


@verifies("threshold")
@dataclass(frozen=True, kw_only=True)
class Threshold(Verifier):
    direction: Direction
    value: Stated
    unit: str = "points"
    session: Session | None = None
    held: bool = False  # stayed above (below) all period long
    reclaimed: bool = False
    window: Window | None = None  # first, or since X: for the first time since X
    period: Period = Period("day")
