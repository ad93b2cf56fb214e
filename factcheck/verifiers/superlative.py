"""superlative: a move is the largest or smallest since some date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from factcheck.periods import Step, Window, long_date
from factcheck.prices import MISSING
from factcheck.readings import Evidence, Fit, Reading, Standing
from factcheck.statements import Direction, Hedge, decimal_text
from factcheck.steps import Run, Steps
from factcheck.verifiers import Session, Verifier, verifies
from factcheck.verifiers.streak import missing_step, provisional, steps_chart
from factcheck.views import Moment, View, grouped
from factcheck.windows import Comparator, Judged, judge


@verifies("superlative")
@dataclass(frozen=True, kw_only=True)
class Superlative(Verifier):
    """Default: percent changes of the same unit (day, week, month), close to close, against every
    earlier one. Also read: changes in points (misleading where only they make it true). "Since X":
    the last move at least as large lies in X. Undecidable: a close of the window is missing."""

    direction: Direction
    window: Window
    period: Step = Step.DAY
    unit: str | None = None  # percent or points, where the words say
    session: Session | None = None
    window_hedge: Hedge | None = None  # in nearly (about, more than) three years
    like: str | None = None  # only like is compared with like: January, first quarter, Monday

    example = "Hang Seng Index biggest one-day gain since February on 2025-02-21"
    worked = (
        "100.00 101.00 100.00 103.00 | "
        "biggest one-day gain in three sessions: pass"
    )

    def readings(self, view: View) -> tuple[Reading, ...]:
        found = self._at_close(view)
        running = view.moment is Moment.OPEN and self.session is not Session.CLOSE
        return (*found, self._during(view)) if running and found[0].fit is Fit.FALSE else found

    def _during(self, view: View) -> Reading:
        """Written while the market was open: as large at some moment of the day (S16.1)."""
        side = "low" if self.direction is Direction.DOWN else "high"
        extreme = int(getattr(view.prices, side)[view.row])
        if extreme == MISSING:
            return Reading(
                "during the session",
                Fit.UNKNOWN,
                f"the day's {side} is missing",
                standing=Standing.DURING,
                rules=("S16.1",),
                needs=f"the {side} of {long_date(view.day)}",
            )
        closes = view.prices.close.copy()
        closes[view.row] = extreme
        then = replace(view, prices=replace(view.prices, close=closes))
        found = self._at_close(then)[0]
        return replace(
            found,
            name="during the session",
            fit=Fit.SOMETIME if found.fit in (Fit.TRUE, Fit.ROUGHLY) else found.fit,
            says=f"at the day's {side} {found.says}",
            standing=Standing.DURING,
            rules=("S16.1", *found.rules),
            trigger="",
            chart=None,
            correction=None,
        )

    def _at_close(self, view: View) -> tuple[Reading, ...]:
        steps = Steps.of(view, self.period)
        at = len(steps) - 1
        change = steps.change(at)
        if change is None:
            unknown = missing_step(view, steps)
            if MISSING in (steps.closes[at], steps.bases[at]):
                return (unknown,)
            says = "it starts from a price that was not above zero, so a percent change means nothing"
            return (replace(unknown, says=says, flags=(), needs="a price to start from that is above zero"),)
        if change * self.direction.sign <= 0:
            return (self._wrong_way(view, steps),)
        if self.unit == "points":
            return (self._reading(view, steps, points=True),)
        percent = self._reading(view, steps, points=False)
        if self.unit == "percent" or percent.fit is not Fit.FALSE:
            return (percent,)
        points = self._reading(view, steps, points=True)
        return (
            percent,
            replace(
                points,
                standing=Standing.ADMITTED,
                trigger="M4",
                chart=None,
                flags=("points-only",),
                rules=("S11.3", "S2.8"),
                correction=None,
                fit=Fit.FALSE if points.fit is Fit.UNKNOWN else points.fit,
            ),
        )

    def _reading(self, view: View, steps: Steps, *, points: bool) -> Reading:
        at = len(steps) - 1
        rivals, order = steps.at_least(at, self.direction.sign, points)
        if self.like is not None:
            same = np.array([self._alike(view, int(steps.rows[i])) for i in rivals], dtype=np.bool_)
            rivals, order = rivals[same], order[same]
        found = self._comparator(view, steps, rivals, order)
        judged = judge(
            self.window,
            view.day,
            found,
            view.policy,
            start=view.counted(self.window),
            hedge=self.window_hedge,
        )
        rival = int(rivals[-1]) if len(rivals) else None
        evidence = self._evidence(view, steps, at, "this move") + (
            self._evidence(view, steps, rival, "last as large") if rival is not None else ()
        )
        open_ = provisional(view, self.period)
        return Reading(
            "in points" if points else "in percent",
            judged.fit,
            f"the {self.period} moved {self._move(view, steps, at, points)}"
            f"{self._before(view, steps, rival, points)}"
            f"{', ' + judged.words if judged.words else ''}{_beyond(judged, found)}",
            measured=self._number(view, steps, at, points),
            rules=("S11.1", *judged.rules),
            flags=(*judged.flags, *(("provisional",) if open_ else ())),
            evidence=evidence,
            notes=open_,
            needs=judged.needs,
            trigger=judged.trigger,
            correction=self._correction(view, steps, rival),
            chart=steps_chart(view, steps, Run(self.direction.sign, at, at, True), 40),
        )

    def _alike(self, view: View, row: int) -> bool:
        """Whether an earlier step falls on the same month, quarter or weekday as the claim's."""
        then, now = view.date_of(row), view.day
        if self.period is Step.DAY:
            return then.weekday() == now.weekday()
        months = 3 if self.period is Step.QUARTER else 1
        return (then.month - 1) // months == (now.month - 1) // months

    def _comparator(
        self,
        view: View,
        steps: Steps,
        rivals: np.typing.NDArray[np.int64],
        order: np.typing.NDArray[np.int8],
    ) -> Comparator:
        higher = rivals[order > 0]

        def end(step: int) -> date:
            return view.date_of(int(steps.rows[step]))

        known = steps.known_from()
        first = end(0) + timedelta(days=1)  # the first close is a base, its own change not known
        holes = int(np.count_nonzero(steps.closes == MISSING))
        return Comparator(
            latest=end(int(rivals[-1])) if len(rivals) else None,
            tie=len(rivals) > 0 and int(order[-1]) == 0,
            higher=end(int(higher[-1])) if len(higher) else None,
            known_from=end(max(0, known - 1)) + timedelta(days=1),
            history_from=first,
            complete=view.reaches(view.listing.since)
            and holes <= view.policy.record_gap_sessions,
            young=view.young(),
        )

    def _number(self, view: View, steps: Steps, at: int, points: bool) -> str:
        if points:
            return decimal_text(self._points(view, steps, at), view.prices.decimals)
        change = steps.change(at)
        assert change is not None
        return decimal_text(change, 2)

    def _points(self, view: View, steps: Steps, at: int):  # type: ignore[no-untyped-def]
        from fractions import Fraction

        return Fraction(int(steps.closes[at] - steps.bases[at]), 10**view.prices.decimals)

    def _move(self, view: View, steps: Steps, at: int, points: bool) -> str:
        number = self._number(view, steps, at, points)
        if steps.closes[at] == steps.closes[at - 1]:
            return "nowhere"
        size = grouped(number.removeprefix("-"))
        return f"{'down' if number.startswith('-') else 'up'} {size}{' points' if points else '%'}"

    def _before(self, view: View, steps: Steps, rival: int | None, points: bool) -> str:
        if rival is None:
            start = long_date(view.date_of(int(steps.rows[0])))
            return f"; nothing as large in the prices at hand, which start on {start}"
        ended = long_date(view.date_of(int(steps.rows[rival])))
        return f"; the last {self._noun()} as large was {self._move(view, steps, rival, points)} ({ended})"

    def _noun(self) -> str:
        kind = "loss" if self.direction is Direction.DOWN else "gain"
        return f"{'one-day' if self.period is Step.DAY else self.period + 'ly'} {kind}"

    def _evidence(self, view: View, steps: Steps, at: int, label: str) -> tuple[Evidence, ...]:
        return (
            view.evidence(int(steps.rows[at - 1]), label=f"{label}: from"),
            view.evidence(int(steps.rows[at]), label=f"{label}: to"),
        )

    def _correction(self, view: View, steps: Steps, rival: int | None) -> str | None:
        if rival is None:
            return None
        return f"had its biggest {self._noun()} since {long_date(view.date_of(int(steps.rows[rival])))}"

    def _wrong_way(self, view: View, steps: Steps) -> Reading:
        at = len(steps) - 1
        return Reading(
            "in percent",
            Fit.FALSE,
            f"the {self.period} moved {self._move(view, steps, at, False)}",
            measured=self._number(view, steps, at, False),
            rules=("S11.1", "S5.3"),
            evidence=self._evidence(view, steps, at, "this move"),
        )


def _beyond(judged: Judged, found: Comparator) -> str:
    """For a move that is shared: when the last larger one was."""
    if judged.trigger != "M3" or found.higher is None:
        return ""
    return f"; the last larger one ended {long_date(found.higher)}"
