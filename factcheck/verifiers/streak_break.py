"""streak_break: a run of N moves ended."""

from __future__ import annotations

from dataclasses import dataclass, replace

from factcheck.periods import Step
from factcheck.readings import Fit, Reading, Standing
from factcheck.statements import Direction, Hedge, Stated
from factcheck.steps import Run, Steps
from factcheck.verifiers import Verifier, verifies
from factcheck.verifiers.streak import (
    at_some_moment,
    count_fit,
    current_run,
    in_a_row,
    missing_step,
    run_ending,
    run_evidence,
    steps_chart,
    unsure,
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
    worked = (
        "100.00 101.00 100.00 99.00 100.00 | "
        "snapped a two-day losing streak: pass | "
        "snapped a three-day losing streak: fail"
    )

    def readings(self, view: View) -> tuple[Reading, ...]:
        steps = Steps.of(view, self.period)
        now = current_run(steps)
        if now is None:
            return (missing_step(view, steps),)
        before = (
            run_ending(steps, len(steps) - 2) if self._turned(view, steps) is not False else None
        )
        before = before if before is not None and before.sign == self.direction.sign else None
        close = self._reading(view, steps, now, before)
        if close.fit is not Fit.FALSE or view.moment is Moment.AFTER:
            return (close,)
        return (close, self._during(view, steps))

    def _reading(self, view: View, steps: Steps, now: Run, before: Run | None) -> Reading:
        run = now if before is None else before
        fit, flags = self._fit(view, steps, before)
        says = f"the run ended: {in_a_row(run, self.period)}, then {in_a_row(now, self.period)}"
        if before is None:
            goes_on = now.sign == self.direction.sign
            what = "the run goes on" if goes_on else "no such run was snapped, this makes"
            says = f"{what}{':' * goes_on} {in_a_row(now, self.period)}"
        return Reading(
            "close",
            fit,
            says,
            measured=str(run.length),
            flags=flags,
            rules=("S10.6", "S10.1"),
            evidence=run_evidence(view, steps, replace(run, last=now.last)),
            needs="the closes before the run" if fit is Fit.UNKNOWN else "",
            correction=f"ended a run of {in_a_row(run, self.period)}" if before else None,
            chart=steps_chart(view, steps, run),
        )

    def _turned(self, view: View, steps: Steps) -> bool | None:
        """Whether the last step went against the run."""
        return steps.goes(len(steps) - 1, -self.direction.sign, unsure(view))

    def _fit(self, view: View, steps: Steps, before: Run | None) -> tuple[Fit, tuple[str, ...]]:
        turned, fits = self._turned(view, steps), self._fits(view, steps)
        if turned is False or fits == {Fit.FALSE}:
            longer = (
                before is not None and self.value is not None and before.length > self.value.value
            )
            return Fit.FALSE, ("understated",) if turned and longer else ()
        if turned is None or len(fits) > 1:
            return Fit.UNKNOWN, ("boundary",) if view.delta else ("short-history",)
        return fits.pop(), ()

    def _fits(self, view: View, steps: Steps) -> set[Fit]:
        """How the run before the last step fits, whatever is not known of it."""
        stated = Stated.parse("1") if self.value is None else self.value
        hedge = Hedge.AT_LEAST if self.value is None else self.hedge
        lengths = steps.lengths(
            len(steps) - 2, self.direction.sign, unsure(view), int(stated.value)
        )
        return {count_fit(view, stated, hedge, n) for n in lengths}

    def _during(self, view: View, steps: Steps) -> Reading:
        """S10.9: at some price of the running session the run had ended; the close did not keep it."""
        fit = at_some_moment(view, steps, -self.direction.sign, self._fits(view, steps))
        says = {
            Fit.SOMETIME: "a price of the day had ended the run",
            Fit.UNKNOWN: "the day's high and low are missing",
        }
        return Reading(
            "during the session",
            fit,
            says.get(fit, ""),
            standing=Standing.DURING,
            rules=("S10.9",),
            evidence=view.day_evidence(),
            needs=f"the high and low of {view.day.isoformat()}",
        )
