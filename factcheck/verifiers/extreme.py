"""extreme: the highest or lowest of a window."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.periods import Period, Step, Window
from factcheck.statements import Direction, Flatness, Hedge, Stated
from factcheck.verifiers import Session, Verifier, verifies


@verifies("extreme")
@dataclass(frozen=True, kw_only=True)
class Extreme(Verifier):
    direction: Direction
    window: Window
    value: Stated | None = None  # the level of the extreme, where it is stated
    unit: str = "points"
    hedge: Hedge | None = None  # about, nearly: near the extreme
    fresh: bool = False  # new, fresh, another: exceeds, does not equal
    rank: int = 1  # 2: the second highest
    session: Session | None = None
