"""change: a signed move over a period, with a number."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.periods import Period, Step, Window
from factcheck.statements import Direction, Flatness, Hedge, Stated
from factcheck.verifiers import Session, Verifier, verifies


@verifies("change")
@dataclass(frozen=True, kw_only=True)
class Change(Verifier):
    direction: Direction | None = None
    value: Stated
    unit: str = "percent"
    hedge: Hedge | None = None
    upper: Stated | None = None  # "between value and upper"
    period: Period = Period("day")
    session: Session | None = None
