"""Steps: a series cut into days, weeks, months, quarters or years, their signs and runs (S10.1)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from factcheck.periods import Step
from factcheck.prices import MISSING, Column
from factcheck.views import View

UNKNOWN = 2  # a sign that cannot be told: a close is missing, or nothing came before
MOST_NAMED = 500  # lengths that a run may have
HAIR = 1e-9  # relative: closer floats than this are compared again as exact fractions


@dataclass(frozen=True)
class Run:
    """Steps `first … last` in a row of one sign. `certain`: its beginning is in the data."""

    sign: int
    first: int
    last: int
    certain: bool

    @property
    def length(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, eq=False)
class Steps:
    """The last session of every period up to the claim's, and its close.

    `rows` (m,) rows of the prices; `closes` int64 (m,), MISSING where that close is not known, and
    `bases` (m,), what each is measured from: the close before, or a day's own reference (S3.6).
    The last step ends at the claim's session, whether or not its period is over.
    """

    rows: NDArray[np.int64]
    closes: Column
    bases: Column
    step: Step

    @classmethod
    def of(cls, view: View, step: Step) -> Steps:
        numbers = view.numbers(step)[: view.row + 1]
        last = np.flatnonzero(np.append(np.diff(numbers) != 0, True))
        closes = view.prices.close[last]
        if view.close(int(last[-1])) is None:
            closes = np.append(closes[:-1], MISSING)
        bases = np.append(np.int64(MISSING), closes[:-1])
        if step is Step.DAY:
            bases = view.references()[last]
        return cls(last, closes, bases, step)

    def __len__(self) -> int:
        return len(self.rows)

    def signs(self) -> NDArray[np.int8]:
        """Sign (m,) of each step's change from unrounded closes; UNKNOWN where a close is missing."""
        signs = np.full(len(self), UNKNOWN, dtype=np.int8)
        both = (self.closes != MISSING) & (self.bases != MISSING)
        signs[both] = np.sign(self.closes[both] - self.bases[both])
        return signs

    def runs(self) -> list[Run]:
        """Every run, oldest first; stretches of UNKNOWN are not runs."""
        signs = self.signs()
        starts = np.flatnonzero(np.append(True, np.diff(signs) != 0))
        ends = np.append(starts[1:], len(signs)) - 1
        return [
            Run(int(signs[a]), int(a), int(b), bool(a > 0 and signs[a - 1] != UNKNOWN))
            for a, b in zip(starts.tolist(), ends.tolist(), strict=True)
            if signs[a] != UNKNOWN
        ]

    def goes(self, at: int, sign: int, spread: Fraction) -> bool | None:
        """Whether step `at` moved in direction `sign`; None where a close is missing, or the move is
        smaller than the share `spread` of its base, so that nobody can tell (S10.3)."""
        if at < 1 or MISSING in (self.closes[at], self.bases[at]):
            return None
        base, move = int(self.bases[at]), int(self.closes[at]) - int(self.bases[at])
        return None if abs(move) < spread * abs(base) else move * sign > 0

    def lengths(self, at: int, sign: int, spread: Fraction, stated: int) -> set[int]:
        """Every length that a run of `sign` ending with step `at` may have. Where it reaches back to
        the first close it may be longer; those lengths are named up to one more than `stated`, where
        there are very many not each of them."""
        found = set()
        for length in range(at):
            goes = self.goes(at - length, sign, spread)
            if goes is not True:
                found.add(length)
            if goes is False:
                return found
        last = max(at, stated)
        apart = 1 + (last - at) // MOST_NAMED  # far closer than what "about" permits
        return found | {*range(at, last, apart), *range(max(at, last - MOST_NAMED // 10), last + 2)}

    def change(self, at: int) -> Fraction | None:
        """The exact percent change of step `at`; None where it cannot be told, as from below zero."""
        if at < 1 or MISSING in (self.closes[at], self.bases[at]) or self.bases[at] <= 0:
            return None
        base = int(self.bases[at])
        return Fraction((int(self.closes[at]) - base) * 100, base)

    def at_least(
        self, at: int, sign: int, points: bool
    ) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
        """Earlier steps whose change in direction `sign` is at least that of step `at`.

        Returns the steps, ascending, and for each 0 (exactly equal) or 1 (greater).
        """
        closes, base = self.closes.astype(np.float64), self.bases.astype(np.float64)
        both = (self.closes != MISSING) & (self.bases != MISSING) & (points | (self.bases > 0))
        moves = np.full(len(self), -np.inf)
        moves[both] = sign * ((closes - base)[both] if points else (closes / base)[both])
        near = np.flatnonzero(moves[:at] >= moves[at] - HAIR * max(1.0, abs(moves[at])))
        order = np.array([self._compare(int(i), at, sign, points) for i in near], dtype=np.int8)
        keep = order >= 0
        return near[keep], order[keep]

    def _compare(self, i: int, at: int, sign: int, points: bool) -> int:
        """-1, 0 or 1: step i against step `at`, in integers."""
        a, b = int(self.closes[i]), int(self.bases[i])
        c, d = int(self.closes[at]), int(self.bases[at])
        left, right = (a - b, c - d) if points else (a * d, c * b)
        return int(np.sign(sign * (left - right)))

    def known_from(self) -> int:
        """The first step from which on no change is unknown."""
        return int(np.flatnonzero(self.signs() == UNKNOWN)[-1]) + 1  # that of the first is
