"""streak_superlative: a run is the longest since some date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction

from factcheck.periods import Step, Vague, Window, long_date, months_back
from factcheck.prices import MISSING
from factcheck.readings import Fit, Reading, Standing
from factcheck.statements import Direction, Hedge, Stated
from factcheck.steps import Run, Steps
from factcheck.verifiers import Verifier, verifies
from factcheck.verifiers.streak import (
    current_run,
    in_a_row,
    missing_step,
    run_evidence,
    steps_chart,
)
from factcheck.views import Moment, View
from factcheck.windows import Comparator, Judged, judge


@verifies("streak_superlative")
@dataclass(frozen=True, kw_only=True)
class StreakSuperlative(Verifier):
    """Default: the length of the run, against every run that had ended before it began; a run is
    named by its end. Equally long at the date named is enough. Undecidable: the history starts
    after the date named, and nothing at hand refutes the claim."""

    direction: Direction
    window: Window
    period: Step = Step.DAY
    value: Stated | None = None
    window_hedge: Hedge | None = None  # in nearly (about, more than) three years

    example = "Hang Seng Tech Index best weekly winning streak since May 2020 on 2025-02-21"
    worked = (
        "100.00 99.00 100.00 101.00 100.00 101.00 102.00 103.00 | "
        "longest winning streak in seven sessions: pass"
    )

    def readings(self, view: View) -> tuple[Reading, ...]:
        found = self._at_close(view)
        running = view.moment is not Moment.AFTER and found.fit is Fit.FALSE  # S16.8
        return (found, self._during(view)) if running else (found,)

    def _during(self, view: View) -> Reading:
        """S10.9: what it was at the extreme of the running session; the close flipped it."""
        side = "high" if self.direction.sign > 0 else "low"
        extreme = int(getattr(view.prices, side)[view.row])
        if extreme == MISSING:
            needs = f"the {side} of {long_date(view.day)}"
            return Reading(
                "during the session", Fit.UNKNOWN, f"the day's {side} is missing",
                standing=Standing.DURING, rules=("S10.9",), needs=needs,
            )  # fmt: skip
        closes = view.prices.close.copy()
        closes[view.row] = extreme
        found = self._at_close(replace(view, prices=replace(view.prices, close=closes)))
        return replace(
            found,
            name="during the session",
            fit=Fit.SOMETIME if found.fit in (Fit.TRUE, Fit.ROUGHLY) else found.fit,
            says=f"at the day's {side} {found.says}",
            standing=Standing.DURING,
            rules=("S10.9", *found.rules),
            trigger="",
            chart=None,
            correction=None,
        )

    def _at_close(self, view: View) -> Reading:
        steps = Steps.of(view, self.period)
        run = current_run(steps)
        if run is None:
            return missing_step(view, steps)
        if run.sign != self.direction.sign:
            return self._none(view, steps, run)
        return self._reading(view, steps, run)

    def _reading(self, view: View, steps: Steps, run: Run) -> Reading:
        earlier = [r for r in steps.runs() if r.sign == run.sign and r.last < run.first]
        rivals = [r for r in earlier if r.length >= run.length]
        found = self._comparator(view, steps, run, rivals)
        judged = self._judged(view, steps, found, rivals)
        fit, flags, needs = judged.fit, judged.flags, self._needs(view, judged.needs)
        stated = run.length if self.value is None else self.value.value
        if run.length > stated or (run.certain and run.length != stated):
            fit = Fit.FALSE
        elif not run.certain:  # the run may be longer than it shows, and so longer than any other
            fit, needs = Fit.UNKNOWN, needs or "the closes before the run"
        return Reading(
            "length of the run",
            fit,
            f"{in_a_row(run, self.period)}; {self._before(view, steps, earlier, rivals)}"
            f"{', ' + judged.words if judged.words else ''}",
            measured=str(run.length),
            flags=flags,
            rules=("S10.7", "S10.8", *judged.rules),
            evidence=run_evidence(view, steps, run),
            trigger=judged.trigger,
            needs=needs,
            correction=self._correction(view, steps, rivals, run),
            chart=steps_chart(view, steps, run, 60),
        )

    def _judged(self, view: View, steps: Steps, found: Comparator, rivals: list[Run]) -> Judged:
        """The rule of the window; of a later run only the start may lie in it, or it may be equal."""
        judged = judge(
            self.window,
            view.day,
            found,
            view.policy,
            start=view.counted(self.window),
            hedge=self.window_hedge,
        )
        if self.window.since is None:
            return judged
        if found.latest is None:
            return self._unless_cut(view, steps, found, judged)
        span = Vague.parse(self.window.since).interval(view.day, view.policy)
        end = span.last + timedelta(days=span.grace)
        if found.latest <= end:
            return judged
        assumed = ("assumed-year",) if span.assumed_year else ()
        if rivals[-1].certain and self._begins_inside(view, steps, rivals[-1]):
            flags = ("vague-date-edge", *assumed)
            return replace(judged, fit=Fit.ROUGHLY, flags=flags, trigger="", needs="")
        longer = found.higher is not None and found.higher > end
        if longer or found.known_from > end + timedelta(days=1):
            return judged
        flags, rules = ("tie", *assumed), (*judged.rules, "S2.8")
        return replace(judged, fit=Fit.TRUE, trigger="M3", flags=flags, rules=rules, needs="")

    def _comparator(self, view: View, steps: Steps, run: Run, rivals: list[Run]) -> Comparator:
        def end(rival: Run | None) -> object:
            return None if rival is None else view.date_of(int(steps.rows[rival.last]))

        latest = rivals[-1] if rivals else None
        longer = [r for r in rivals if r.length > run.length]
        known = self._known_from(steps, run)
        if (
            latest is not None
            and latest.last == known - 1
            and (latest.length > run.length or self._is_early(view, steps, latest))
        ):
            known = latest.last  # however much longer it was
        first = view.date_of(0)
        known_from = view.date_of(int(steps.rows[max(0, known - 1)])) + timedelta(days=1)
        return Comparator(
            latest=end(latest),  # type: ignore[arg-type]
            tie=latest is not None and latest.length == run.length,
            higher=end(longer[-1] if longer else None),  # type: ignore[arg-type]
            known_from=known_from,
            history_from=known_from if steps.known_from() <= 1 else first,
            complete=view.reaches(view.listing.since) and steps.known_from() <= 1,
            young=view.young(),
        )

    def _unless_cut(self, view: View, steps: Steps, found: Comparator, judged: Judged) -> Judged:
        """A run that the data begin in, and that ended in the days of grace, may be one as long."""
        assert self.window.since is not None
        span = Vague.parse(self.window.since).interval(view.day, view.policy)
        first = view.date_of(int(steps.rows[max(0, steps.known_from() - 1)])) + timedelta(days=1)
        early = span.first - timedelta(days=span.grace)
        if judged.fit is Fit.FALSE or found.known_from <= max(first, early):
            return judged
        gaps = ", without gaps" if steps.known_from() > 1 else ""
        needs = f"the history before {long_date(first)}{gaps}"
        return replace(judged, fit=Fit.UNKNOWN, trigger="", needs=needs)

    def _is_early(self, view: View, steps: Steps, rival: Run) -> bool:
        """Whether it ended in the interval named, or before; or as far back as the window reaches."""
        ended = view.date_of(int(steps.rows[rival.last]))
        if self.window.since is None:
            n, unit = self.window.n, self.window.unit
            dated = n is not None and unit != "session"
            return dated and months_back(ended, -(n or 0), unit) <= view.day
        span = Vague.parse(self.window.since).interval(view.day, view.policy)
        return ended <= span.last + timedelta(days=span.grace)

    def _known_from(self, steps: Steps, run: Run) -> int:
        """The first step from which on every run is known: one that begins before the first known
        change may have been longer than it shows."""
        known = steps.known_from()
        while known < run.first and steps.goes(known, run.sign, Fraction(0)):
            known += 1
        return known

    def _begins_inside(self, view: View, steps: Steps, rival: Run) -> bool:
        """Only the start of the earlier run lies in the interval named (S10.7)."""
        if self.window.since is None:
            return False
        span = Vague.parse(self.window.since).interval(view.day, view.policy)
        return span.first <= view.date_of(int(steps.rows[rival.first])) <= span.last

    def _before(self, view: View, steps: Steps, earlier: list[Run], rivals: list[Run]) -> str:
        if rivals:
            rival = rivals[-1]
            ended = long_date(view.date_of(int(steps.rows[rival.last])))
            return f"the last run as long had {rival.length} and ended {ended}"
        start = long_date(view.date_of(0))
        if not earlier:
            return f"the prices at hand, which start on {start}, hold no earlier run"
        best = max(earlier, key=lambda r: (r.length, r.last))
        ended = long_date(view.date_of(int(steps.rows[best.last])))
        return (
            f"the longest before it in the prices at hand, which start on {start}, had {best.length} "
            f"and ended {ended}"
        )

    def _needs(self, view: View, needs: str) -> str:
        since = view.listing.since
        if needs and since is not None and view.reaches(since):
            what = "launched" if view.listing.type == "index" else "listed"
            return f"{needs} ({what} {long_date(since)}: earlier values were not published live)"
        return needs

    def _correction(self, view: View, steps: Steps, rivals: list[Run], run: Run) -> str | None:
        if not rivals:
            return None
        ended = long_date(view.date_of(int(steps.rows[rivals[-1].last])))
        return f"has {in_a_row(run, self.period)}, the longest run since the one that ended {ended}"

    def _none(self, view: View, steps: Steps, run: Run) -> Reading:
        reading = Reading(
            "length of the run",
            Fit.FALSE,
            f"there is no such run: this makes {in_a_row(run, self.period)}",
            measured="0",
            rules=("S10.7", "S10.1"),
            evidence=run_evidence(view, steps, run),
            chart=steps_chart(view, steps, run),
        )
        return replace(reading, correction=f"has {in_a_row(run, self.period)}")
