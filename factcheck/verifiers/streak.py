"""streak: N moves the same way in a row."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction

from factcheck.periods import Step, long_date
from factcheck.prices import MISSING
from factcheck.readings import Chart, Evidence, Fit, Reading, Standing
from factcheck.statements import Direction, Hedge, Stated, permit
from factcheck.steps import UNKNOWN, Run, Steps
from factcheck.verifiers import Verifier, verifies
from factcheck.views import Moment, View

WORDS = {1: "gain", -1: "loss", 0: "unchanged"}
LEAST_STEPS = 2


@verifies("streak")
@dataclass(frozen=True, kw_only=True)
class Streak(Verifier):
    """Default: closes at the end of each day, week or month; an unchanged period ends a run, short
    weeks count and empty weeks are skipped. Longer than stated is false unless the words say "at
    least". Undecidable: a close inside the run is missing."""

    direction: Direction
    value: Stated
    period: Step = Step.DAY
    hedge: Hedge | None = None

    example = "Hang Seng Tech Index sixth straight weekly gain on 2025-02-21"
    worked = (
        "101.00 100.00 101.00 102.00 103.00 | "
        "rose for a third straight day: pass | "
        "rose for a fourth straight day: fail"
    )

    def readings(self, view: View) -> tuple[Reading, ...]:
        steps = Steps.of(view, self.period)
        run = current_run(steps)
        close = self._reading(view, steps, run, "close")
        if close.fit is not Fit.FALSE or view.moment is Moment.AFTER:
            return (close,)
        during = self._provisional(view, steps)
        return (close,) if during.fit is Fit.FALSE else (close, during)

    def _reading(self, view: View, steps: Steps, run: Run | None, name: str) -> Reading:
        if run is None:
            return missing_step(view, steps)
        sign = self.direction.sign
        fit, flags = self._fit(view, steps, run)
        notes = (*skipped(view, steps, run), *provisional(view, self.period))
        flags = (*flags, *(("provisional",) if provisional(view, self.period) else ()))
        return Reading(
            name,
            fit,
            f"{self._as_found(run)} {in_a_row(run, self.period)}",
            measured=str(run.length if run.sign == sign else 0),
            flags=flags,
            rules=("S10.1", "S10.5", *(("S4.4", "S10.4") if self.period is Step.WEEK else ())),
            evidence=run_evidence(view, steps, run),
            notes=notes,
            needs="an official close, or the closes before the run" if fit is Fit.UNKNOWN else "",
            correction=f"has {in_a_row(run, self.period)}",
            chart=steps_chart(view, steps, run),
        )

    def _as_found(self, run: Run) -> str:
        return (
            "this makes"
            if run.sign == self.direction.sign
            else "the last step broke the run: this makes"
        )

    def _fit(self, view: View, steps: Steps, run: Run) -> tuple[Fit, tuple[str, ...]]:
        fits = self._fits(view, steps)
        if len(fits) > 1:  # the ways to fill what is not known disagree (S2.3)
            return Fit.UNKNOWN, ("boundary",) if view.delta else ("short-history",)
        longer = run.sign == self.direction.sign and run.length > self.value.value
        fit = fits.pop()
        return fit, ("understated",) if fit is Fit.FALSE and longer else ()

    def _fits(self, view: View, steps: Steps) -> set[Fit]:
        last = len(steps) - 1
        lengths = steps.lengths(last, self.direction.sign, unsure(view), int(self.value.value))
        return {count_fit(view, self.value, self.hedge, n) for n in lengths}

    def _provisional(self, view: View, steps: Steps) -> Reading:
        """S10.9: at some price of the running session the run was as stated; the close flipped it."""
        sign = self.direction.sign
        stated = int(self.value.value)
        lengths = steps.lengths(len(steps) - 2, sign, unsure(view), stated)
        fits = {count_fit(view, self.value, self.hedge, n + 1) for n in lengths}
        fit = at_some_moment(view, steps, sign, fits)
        says = {
            Fit.SOMETIME: f"at a price of the day's range it would have been {min(lengths) + 1} in a row",
            Fit.UNKNOWN: "the day's high and low are missing",
        }
        return Reading(
            "during the session",
            fit,
            says.get(fit, ""),
            standing=Standing.DURING,
            rules=("S10.9",),
            evidence=view.day_evidence(),
            needs=f"the high and low of {long_date(view.day)}",
        )


# ---------------------------------------------------------------------- shared by the streak kinds


def count_fit(view: View, stated: Stated, hedge: Hedge | None, n: int) -> Fit:
    """How a count fits: exactly, with no slack but that of a round count's "about" (S5.8)."""
    permitted = permit(stated, hedge, view.policy)
    if hedge in (Hedge.ABOUT, Hedge.NEARLY):
        return permitted.fit(Fraction(n))[0]
    exact = n == stated.value if hedge is None else Fraction(n) in permitted.true
    return Fit.TRUE if exact else Fit.FALSE


def at_some_moment(view: View, steps: Steps, sign: int, fits: set[Fit]) -> Fit:
    """S10.9: whether some price of the running session lay in direction `sign` of the last step's
    close; `fits` are of the run that this would have made."""
    if Fit.FALSE in fits or len(steps) < LEAST_STEPS or steps.bases[-1] == MISSING:
        return Fit.FALSE
    day, before = view.range(), Fraction(int(steps.bases[-1]), 10**view.prices.decimals)
    if day is None:
        return Fit.UNKNOWN
    reached = day[1] > before if sign > 0 else day[0] < before
    return Fit.SOMETIME if reached else Fit.FALSE


def unsure(view: View) -> Fraction:
    """The share of a close below which the direction of a move cannot be told (S10.3)."""
    close = view.close()
    return Fraction(0) if not close else 2 * view.slack(close) / abs(close)


def run_ending(steps: Steps, at: int) -> Run | None:
    """The run that ends at step `at`; None where that step's sign is not known."""
    signs = steps.signs()
    if at < 1 or signs[at] == UNKNOWN:
        return None
    first = at
    while first > 1 and signs[first - 1] == signs[at]:
        first -= 1
    return Run(int(signs[at]), first, at, bool(first > 1 and signs[first - 1] != UNKNOWN))


def current_run(steps: Steps) -> Run | None:
    """The run that the last step belongs to."""
    return run_ending(steps, len(steps) - 1)


def missing_step(view: View, steps: Steps) -> Reading:
    last = long_date(view.date_of(int(steps.rows[-1])))
    before = long_date(view.date_of(int(steps.rows[-2]))) if len(steps) >= LEAST_STEPS else None
    lost = last if steps.closes[-1] == MISSING or before is None else before
    return Reading(
        "close",
        Fit.UNKNOWN,
        f"the close of {lost} is missing",
        rules=("S10.1", "S18.1"),
        flags=("stale-data",),
        needs=f"the close of {lost}",
    )


def in_a_row(run: Run, step: Step) -> str:
    """ "6 weekly gains in a row"."""
    period = {
        "day": "daily",
        "week": "weekly",
        "month": "monthly",
        "quarter": "quarterly",
        "year": "yearly",
    }
    least = "" if run.certain else "at least "
    if run.sign == 0:
        return f"an unchanged {step}"
    plural = {1: "gains", -1: "losses"}[run.sign]
    if run.length == 1:
        return f"{least}1 {period[step]} {WORDS[run.sign]}"
    return f"{least}{run.length} {period[step]} {plural} in a row"


def run_evidence(view: View, steps: Steps, run: Run) -> tuple[Evidence, ...]:
    """The closes of the run, the one it starts from, and the one before that broke the earlier run."""
    first = max(0, run.first - 2)
    rows = [int(steps.rows[i]) for i in range(first, run.last + 1) if steps.closes[i] != MISSING]
    return tuple(view.evidence(row) for row in rows[-30:])


def skipped(view: View, steps: Steps, run: Run) -> tuple[str, ...]:
    """A sentence for every week without a session inside the run (S4.4)."""
    if steps.step is not Step.WEEK:
        return ()
    weeks = view.numbers("week")
    numbers = [int(weeks[steps.rows[i]]) for i in range(run.first - 1, run.last + 1)]
    gaps = [(a, b) for a, b in itertools.pairwise(numbers) if b > a + 1]
    return tuple(
        f"{b - a - 1} week{'s' if b - a > LEAST_STEPS else ''} without a session skipped, "
        "counted neither way."
        for a, b in gaps
    )


def provisional(view: View, step: Step) -> tuple[str, ...]:
    """Whether the last period still runs after the claim's session (S4.5)."""
    following = view.after(view.row)
    if step is Step.DAY:
        return ()
    if following is None:
        return ()
    same = _same_period(view, following.toordinal(), step)
    return (f"The {step} runs on after {long_date(view.day)}: counted to date.",) if same else ()


def _same_period(view: View, day: int, step: Step) -> bool:
    if step is Step.WEEK:
        return view.calendar.week_of(day) == view.calendar.week_of(view.day.toordinal())
    from datetime import date

    a, b = date.fromordinal(day), view.day
    months = {"month": 1, "quarter": 3, "year": 12}[step]
    return (a.year * 12 + a.month - 1) // months == (b.year * 12 + b.month - 1) // months


def steps_chart(view: View, steps: Steps, run: Run, most: int = 26) -> Chart:
    """One signed bar a period, in percent; the run is marked."""
    first = max(1, min(run.first - 3, len(steps) - most), len(steps) - 60)
    points = []
    for i in range(first, len(steps)):
        change = steps.change(i)
        if change is not None:
            points.append((view.date_of(int(steps.rows[i])).isoformat(), float(change)))
    return Chart(
        "steps",
        f"{view.listing.name}, change by {steps.step}, percent",
        tuple(points),
        unit="percent",
        first=view.date_of(int(steps.rows[run.first])).isoformat(),
    )
