"""state: correction, bear and bull market, moving averages."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.periods import Period, Window
from factcheck.statements import Direction, Hedge, Stated
from factcheck.verifiers import Session, Verifier, verifies


@verifies("state")
@dataclass(frozen=True, kw_only=True)
class State(Verifier):
    """Undecidable until its definition is computed from a year of closes."""

    direction: Direction | None = None
    value: Stated | None = None
    unit: str | None = None
    hedge: Hedge | None = None
    period: Period = Period("day")
    window: Window | None = None
    session: Session | None = None

    example = "Hang Seng Tech Index entered a bull market on 2025-02-21"
    needs = "the definition that is meant, and a full year of closes"
    rules = ("S15.1",)
