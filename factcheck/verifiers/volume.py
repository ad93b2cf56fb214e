"""volume: shares or money traded."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.periods import Period, Window
from factcheck.statements import Direction, Hedge, Stated
from factcheck.verifiers import Session, Verifier, verifies


@verifies("volume")
@dataclass(frozen=True, kw_only=True)
class Volume(Verifier):
    """Undecidable without volume figures; vendors' index volume is often another quantity (S17.1)."""

    direction: Direction | None = None
    value: Stated | None = None
    unit: str | None = None
    hedge: Hedge | None = None
    period: Period = Period("day")
    window: Window | None = None
    session: Session | None = None

    example = "Tencent volume 50% above its 30-day average on 2025-02-21"
    needs = "shares or money traded, by day"
    rules = ("S17.1",)
