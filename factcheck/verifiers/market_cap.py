"""market_cap: value of a company or market, or money won and lost."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.periods import Period, Window
from factcheck.statements import Direction, Hedge, Stated
from factcheck.verifiers import Session, Verifier, verifies


@verifies("market_cap")
@dataclass(frozen=True, kw_only=True)
class MarketCap(Verifier):
    """Undecidable without share counts and the universe of markets (S14.1)."""

    direction: Direction | None = None
    value: Stated | None = None
    unit: str | None = None
    hedge: Hedge | None = None
    period: Period = Period("day")
    window: Window | None = None
    session: Session | None = None

    example = "the rally added more than $1.3 trillion in a month"
    needs = "share counts by class and date, and the universe of markets that the total covers"
    rules = ("S14.1",)
