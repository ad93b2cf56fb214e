"""comparison: one instrument did better or worse than another."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.periods import Period, Step, Window
from factcheck.statements import Direction, Flatness, Hedge, Stated
from factcheck.verifiers import Session, Verifier, verifies


@verifies("comparison")
@dataclass(frozen=True, kw_only=True)
class Comparison(Verifier):
    direction: Direction  # up: did better
    than: tuple[str, ...]
    value: Stated | None = None
    unit: str | None = None
    hedge: Hedge | None = None
    period: Period = Period("day")
