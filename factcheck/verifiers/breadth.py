"""breadth: how many members rose or fell."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.periods import Period, Window
from factcheck.statements import Direction, Hedge, Stated
from factcheck.verifiers import Session, Verifier, verifies


@verifies("breadth")
@dataclass(frozen=True, kw_only=True)
class Breadth(Verifier):
    """Undecidable without the prices of all members."""

    direction: Direction | None = None
    value: Stated | None = None
    unit: str | None = None
    hedge: Hedge | None = None
    period: Period = Period("day")
    window: Window | None = None
    session: Session | None = None

    example = "507 shares advanced, while 372 declined on 2025-02-21"
    needs = "the prices of every member of the market on that day"
    rules = ("S17.2",)
