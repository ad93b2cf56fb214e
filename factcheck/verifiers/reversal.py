"""reversal: the path within a session or against the day before."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.periods import Period, Window
from factcheck.statements import Direction, Hedge, Stated
from factcheck.verifiers import Session, Verifier, verifies


@verifies("reversal")
@dataclass(frozen=True, kw_only=True)
class Reversal(Verifier):
    """Undecidable without bars from within the day."""

    direction: Direction | None = None
    value: Stated | None = None
    unit: str | None = None
    hedge: Hedge | None = None
    period: Period = Period("day")
    window: Window | None = None
    session: Session | None = None

    example = "Hang Seng Index erased its gains on 2025-02-21"
    needs = "bars from within the day"
    rules = ("S16.6",)
