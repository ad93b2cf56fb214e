"""level: a price, index level or yield at a moment."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.periods import Period, Step, Window
from factcheck.statements import Direction, Flatness, Hedge, Stated
from factcheck.verifiers import Session, Verifier, verifies


@verifies("level")
@dataclass(frozen=True, kw_only=True)
class Level(Verifier):
    value: Stated
    unit: str = "points"
    hedge: Hedge | None = None
    upper: Stated | None = None
    session: Session | None = None
