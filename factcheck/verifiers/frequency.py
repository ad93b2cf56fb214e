"""frequency: how many of the last N sessions went one way."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.periods import Period, Window
from factcheck.statements import Direction, Hedge, Stated
from factcheck.verifiers import Session, Verifier, verifies


@verifies("frequency")
@dataclass(frozen=True, kw_only=True)
class Frequency(Verifier):
    """Undecidable until its window is counted."""

    direction: Direction | None = None
    value: Stated | None = None
    unit: str | None = None
    hedge: Hedge | None = None
    period: Period = Period("day")
    window: Window | None = None
    session: Session | None = None

    example = "Hang Seng Index rose seven of the past nine sessions on 2025-02-21"
    needs = "the count's window, and every close in it"
    rules = ("S10.5",)
