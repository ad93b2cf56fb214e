"""rank: position among members or peers."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.periods import Period, Window
from factcheck.statements import Direction, Hedge, Stated
from factcheck.verifiers import Session, Verifier, verifies


@verifies("rank")
@dataclass(frozen=True, kw_only=True)
class Rank(Verifier):
    """Undecidable without the prices of the whole set (S13.2)."""

    direction: Direction | None = None
    value: Stated | None = None
    unit: str | None = None
    hedge: Hedge | None = None
    period: Period = Period("day")
    window: Window | None = None
    session: Session | None = None

    example = "Lenovo top gainer on the Hang Seng Index on 2025-02-21"
    needs = "the prices of every member of the set on that day"
    rules = ("S13.2",)
