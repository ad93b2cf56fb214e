"""spread: the gap between two yields or prices."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.periods import Period, Window
from factcheck.statements import Direction, Hedge, Stated
from factcheck.verifiers import Session, Verifier, verifies


@verifies("spread")
@dataclass(frozen=True, kw_only=True)
class Spread(Verifier):
    """Undecidable without both series."""

    direction: Direction | None = None
    value: Stated | None = None
    unit: str | None = None
    hedge: Hedge | None = None
    period: Period = Period("day")
    window: Window | None = None
    session: Session | None = None

    example = "yield spread narrowed 2 basis points on 2025-02-21"
    needs = "both series of the spread"
    rules = ("S12.3",)
