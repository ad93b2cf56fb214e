"""superlative: a move is the largest since some date."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.periods import Period, Step, Window
from factcheck.statements import Direction, Flatness, Hedge, Stated
from factcheck.verifiers import Session, Verifier, verifies


@verifies("superlative")
@dataclass(frozen=True, kw_only=True)
class Superlative(Verifier):
    direction: Direction
    window: Window
    period: Step = Step.DAY
    unit: str | None = None  # percent or points, where the words say
    session: Session | None = None
