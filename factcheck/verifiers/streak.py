"""streak: N moves the same way in a row."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.periods import Period, Step, Window
from factcheck.statements import Direction, Flatness, Hedge, Stated
from factcheck.verifiers import Session, Verifier, verifies


@verifies("streak")
@dataclass(frozen=True, kw_only=True)
class Streak(Verifier):
    direction: Direction
    value: Stated
    period: Step = Step.DAY
    hedge: Hedge | None = None
