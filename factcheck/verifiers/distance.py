"""distance: how far a price is from a reference level."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.periods import Period, Step, Window
from factcheck.statements import Direction, Flatness, Hedge, Stated
from factcheck.verifiers import Session, Verifier, verifies


@verifies("distance")
@dataclass(frozen=True, kw_only=True)
class Distance(Verifier):
    direction: Direction  # down: below the reference
    value: Stated
    unit: str = "percent"
    hedge: Hedge | None = None
    window: Window = Window("record")  # whose high (or low, for up) is the reference
    reference: Stated | None = None  # the reference level, where it is stated
    session: Session | None = None
