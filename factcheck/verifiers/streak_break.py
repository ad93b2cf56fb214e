"""streak_break: a run of N moves ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from factcheck.periods import Step
from factcheck.readings import Fit, Reading, Standing
from factcheck.statements import Direction, Hedge, Stated, permit
from factcheck.steps import Run, Steps
from factcheck.verifiers import Verifier, verifies
from factcheck.verifiers.streak import (
    current_run,
    in_a_row,
    missing_step,
    run_ending,
    run_evidence,
    steps_chart,
)
from factcheck.views import Moment, View


@verifies("streak_break")
@dataclass(frozen=True, kw_only=True)
class StreakBreak(Verifier):
    """Default: the last close moved the other way, and just before it the run had exactly N steps.
    An unchanged close ends a run but does not snap it. Undecidable: a close is missing."""

    direction: Direction  # the run's, not today's
    value: Stated | None = None
    period: Step = Step.DAY
    hedge: Hedge | None = None

    example = "Hang Seng Index snapped a two-day losing streak on 2025-02-21"

    def readings(self, view: View) -> tuple[Reading, ...]:
        steps = Steps.of(view, self.period)
        now = current_run(steps)
        if now is None:
            return (missing_step(view, steps),)
        before = run_ending(steps, now.first - 1) if now.length == 1 else None
        close = self._reading(view, steps, now, before)
        if close.fit is not Fit.FALSE or view.moment is Moment.AFTER:
            return (close,)
        return (close, self._during(view, steps))

    def _reading(self, view: View, steps: Steps, now: Run, before: Run | None) -> Reading:
        run = now if before is None else before
        fit, flags = self._fit(view, now, before)
        ended = "the run goes on" if before is None else "the run ended"
        says = f"{ended}: {in_a_row(run, self.period)}" + ("" if before is None else f", then {in_a_row(now, self.period)}")
        return Reading(
            "close", fit, says, measured=str(run.length), flags=flags, rules=("S10.6", "S10.1"),
            evidence=run_evidence(view, steps, replace(run, last=now.last)),
            needs="the closes before the run" if fit is Fit.UNKNOWN else "",
            correction=f"after {in_a_row(run, self.period)}" if before else None,
            chart=steps_chart(view, steps, run),
        )

    def _fit(self, view: View, now: Run, before: Run | None) -> tuple[Fit, tuple[str, ...]]:
        sign = self.direction.sign
        if before is None or now.sign != -sign or before.sign != sign:
            return Fit.FALSE, ()
        if self.value is None:
            return Fit.TRUE, ()
        if not before.certain:
            longer = before.length > self.value.value and self.hedge is None
            return (Fit.FALSE, ("understated",)) if longer else (Fit.UNKNOWN, ("short-history",))
        if self.hedge:
            return permit(self.value, self.hedge, view.policy).fit(Fraction(before.length))
        if before.length == self.value.value:
            return Fit.TRUE, ()
        return Fit.FALSE, ("understated",) if before.length > self.value.value else ()

    def _during(self, view: View, steps: Steps) -> Reading:
        """S10.9: at some price of the running session the run had ended; the close did not keep it."""
        day, before = view.range(), run_ending(steps, len(steps) - 2)
        if day is None or before is None or before.sign != self.direction.sign or not before.certain:
            return Reading("during the session", Fit.FALSE, "", standing=Standing.DURING, rules=("S10.9",))
        last = Fraction(int(steps.closes[-2]), 10**view.prices.decimals)
        turned = day[0] < last if before.sign > 0 else day[1] > last
        right = self.value is None or before.length == self.value.value
        return Reading("during the session", Fit.SOMETIME if turned and right else Fit.FALSE,
                       "a price of the day had ended the run", standing=Standing.DURING, rules=("S10.9",),
                       evidence=view.day_evidence())
