"""frequency: how many of the last N sessions went one way, or how many records a year has seen."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from factcheck.figures import stated_permit
from factcheck.periods import Period, Step, Window, long_date
from factcheck.prices import MISSING
from factcheck.readings import Evidence, Fit, Reading
from factcheck.statements import Direction, Hedge, Stated
from factcheck.steps import UNKNOWN, Run, Steps
from factcheck.verifiers import Session, Verifier, verifies
from factcheck.verifiers.streak import steps_chart, unsure
from factcheck.views import View


@verifies("frequency")
@dataclass(frozen=True, kw_only=True)
class Frequency(Verifier):
    """Default: the sessions (weeks, months) among the last N whose unrounded change went the stated
    way; or, with the window `record`, the closes of the year so far that were a record when they
    were made. Counts are exact. Undecidable: a close is missing, or the history is incomplete."""

    direction: Direction
    value: Stated
    unit: str = "count"
    hedge: Hedge | None = None
    period: Period
    window: Window | None = None
    session: Session | None = None

    example = "Hang Seng Index rose seven of the past nine sessions on 2025-02-21"
    worked = (
        "100.00 101.00 102.00 101.00 103.00 | "
        "rose three of the past four sessions: pass | "
        "rose four of the past four sessions: fail"
    )

    def readings(self, view: View) -> tuple[Reading, ...]:
        if self.window is not None and self.window.unit == "record":
            return (self._records(view),)
        return (self._moves(view),)

    def _fit(self, view: View, count: int) -> Fit:
        if self.hedge is None:
            return Fit.TRUE if count == self.value.value else Fit.FALSE
        return stated_permit(view, self.value, self.hedge, None).fit(Fraction(count))[0]

    def _moves(self, view: View) -> Reading:
        n = self.period.n or 1
        step = Step.DAY if self.period.unit == "session" else Step(self.period.unit)
        steps = Steps.of(view, step)
        signs = steps.signs()[-n:]
        missing = len(signs) < n or bool(np.any(signs == UNKNOWN))
        count = int(np.count_nonzero(signs == self.direction.sign))
        least, most = self._counts(view, steps, n)
        fits = {self._fit(view, number) for number in range(least, most + 1)}
        fit = fits.pop() if len(fits) == 1 and len(signs) == n else Fit.UNKNOWN
        needs = f"every close of the last {n + 1}" if missing else f"official closes of the last {n + 1}"
        unit = f"{step if step is not Step.DAY else 'session'}s"
        run = Run(self.direction.sign, max(1, len(steps) - n), len(steps) - 1, True)
        return Reading(
            "close to close",
            fit,
            f"{count} of the last {n} {unit} went {self.direction}",
            measured=str(count),
            rules=("S10.5", "S10.1"),
            correction=f"{self.direction} in {count} of the last {n} {unit}",
            needs=f"{needs} {unit}" if fit is Fit.UNKNOWN else "",
            flags=() if fit is not Fit.UNKNOWN else ("stale-data",) if missing else ("boundary",),
            chart=steps_chart(view, steps, run),
            evidence=tuple(
                view.evidence(int(r)) for r in steps.rows[-n - 1 :][-30:] if view.close(int(r)) is not None
            ),
        )

    def _counts(self, view: View, steps: Steps, n: int) -> tuple[int, int]:
        """How many of the last n steps went that way at least and at most: a close may be missing, or too
        near to the one before for a vendor's to tell (S10.3)."""
        sign, last = self.direction.sign, range(max(0, len(steps) - n), len(steps))
        spread = unsure(view)
        goes = [steps.goes(at, sign or 1, spread) for at in last]
        if sign:
            return goes.count(True), goes.count(True) + goes.count(None)
        signs = steps.signs()[last.start :]
        same = int(np.count_nonzero(signs == 0))
        return 0 if spread else same, max(goes.count(None), same + int(np.count_nonzero(signs == UNKNOWN)))

    def _records(self, view: View) -> Reading:
        closes = view.prices.close
        upward = -closes if self.direction is Direction.DOWN else closes
        values = np.where(closes == MISSING, MISSING, upward)
        best = np.maximum.accumulate(values)
        fresh = np.append(True, values[1:] > best[:-1])
        base = view.bases(self.period)
        first = base[0].row + 1 if base else 0
        count = int(np.count_nonzero(fresh[first:]))
        whole = view.reaches(view.listing.since) and not bool(np.any(closes == MISSING))
        fit = self._fit(view, count) if whole else Fit.UNKNOWN
        if not bool(fresh[-1]):
            fit = Fit.FALSE
        rows = np.flatnonzero(fresh[first:]) + first
        return Reading(
            "record closes",
            fit,
            f"{count} closes of the year so far were records" + ("" if fresh[-1] else ", this one was none"),
            measured=str(count),
            rules=("S9.2", "S10.5"),
            flags=() if whole else ("short-history",),
            needs="" if whole else f"the history before {long_date(view.date_of(0))}, without gaps",
            evidence=tuple(
                Evidence(
                    f"record close {i + 1}",
                    view.date_of(int(r)).isoformat(),
                    view.prices.text(view.prices.close, int(r)),
                    symbol=view.listing.symbol,
                )
                for i, r in enumerate(rows.tolist())
            )[-30:],
            correction=f"{count} record closes this year",
        )
