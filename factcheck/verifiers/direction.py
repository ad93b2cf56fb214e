"""direction: up, down or flat, without a number."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.periods import Period, Step, Window
from factcheck.statements import Direction, Flatness, Hedge, Stated
from factcheck.verifiers import Session, Verifier, verifies


@verifies("direction")
@dataclass(frozen=True, kw_only=True)
class DirectionClaim(Verifier):
    direction: Direction
    flatness: Flatness | None = None
    period: Period = Period("day")
    session: Session | None = None
