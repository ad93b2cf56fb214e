"""streak_superlative: a run is the longest since some date."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.periods import Period, Step, Window
from factcheck.statements import Direction, Flatness, Hedge, Stated
from factcheck.verifiers import Session, Verifier, verifies


@verifies("streak_superlative")
@dataclass(frozen=True, kw_only=True)
class StreakSuperlative(Verifier):
    direction: Direction
    window: Window
    period: Step = Step.DAY
    value: Stated | None = None
