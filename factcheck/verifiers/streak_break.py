"""streak_break: a run of N moves ended."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.periods import Period, Step, Window
from factcheck.statements import Direction, Flatness, Hedge, Stated
from factcheck.verifiers import Session, Verifier, verifies


@verifies("streak_break")
@dataclass(frozen=True, kw_only=True)
class StreakBreak(Verifier):
    direction: Direction  # the run's, not today's
    value: Stated | None = None
    period: Step = Step.DAY
    hedge: Hedge | None = None
