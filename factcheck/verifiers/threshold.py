"""threshold: a round number was crossed, touched or held."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from factcheck.periods import Period, Window, long_date
from factcheck.prices import MISSING
from factcheck.readings import Chart, Fit, Reading, Standing
from factcheck.statements import Direction, Stated
from factcheck.verifiers import Session, Verifier, verifies
from factcheck.verifiers.extreme import window_chart
from factcheck.views import View
from factcheck.windows import Comparator, judge


@verifies("threshold")
@dataclass(frozen=True, kw_only=True)
class Threshold(Verifier):
    """Default: the day's high (low) for topped, hit, fell below; the close for closed above, strictly
    and without rounding. Undecidable: the day's high or low is missing and the close does not
    settle it; the history is too short for "the first time"."""

    direction: Direction
    value: Stated
    unit: str = "points"
    session: Session | None = None
    held: bool = False  # stayed above (below) all period long
    reclaimed: bool = False
    window: Window | None = None  # first, or since X: for the first time since X
    period: Period = Period("day")

    example = "Nikkei closed above 40,000 on 2025-01-06"
    worked = (
        "4990.00 5001.00 | "
        "closed above 5,000: pass | "
        "closed above 5,001: fail"
    )

    def readings(self, view: View) -> tuple[Reading, ...]:
        if self.held:
            return (self._held(view),)
        if self.reclaimed:
            return self._reclaimed(view)
        today = self._today(view)
        if self._may_be_an_amount(view):
            return (self._unclear(today),)
        if today.fit not in (Fit.TRUE, Fit.ROUGHLY) or not self.window:
            return (today,)
        return (self._first_time(view, today),)

    def _may_be_an_amount(self, view: View) -> bool:
        """ "Rose over 600 points", told of 19,524: such words say how far, not where to."""
        price = view.close()
        if price is None or self.unit != "points" or self.window or self.session is Session.CLOSE:
            return False
        return self.direction is Direction.UP and 0 < view.policy.far_mark * self.value.value < price

    def _unclear(self, today: Reading) -> Reading:
        number = f"{self.value} points"
        return replace(
            today,
            fit=Fit.UNKNOWN,
            says=f"{today.says}, so {number} may be how far it moved, and not a level",
            correction=None,
            needs=f"whether {number} is a level or a move; of a move, say 'more than {number}'",
        )

    @property
    def word(self) -> str:
        return "below" if self.direction is Direction.DOWN else "above"

    def _past(self, price: Fraction, touch: bool) -> bool:
        gap = (price - self.value.value) * (-1 if self.direction is Direction.DOWN else 1)
        return gap >= 0 if touch else gap > 0

    def _today(self, view: View) -> Reading:
        side = self._side
        names = ("close",) if self.session is Session.CLOSE else ("close", side, "open")
        known = [(name, view.prices.exact(getattr(view.prices, name), view.row)) for name in names]
        if view.close() is None:
            known = [(name, price) for name, price in known if name != "close"]
        fits = [(name, self._fit(view, name, price)) for name, price in known if price is not None]
        for fit in (Fit.TRUE, Fit.ROUGHLY):
            for name, found in fits:
                if found is fit:
                    return self._said(view, name, fit, "S8.1" if name == "close" else "S8.2")
        needed = names[0] if self.session is Session.CLOSE else side
        if needed not in dict(fits):
            return self._lacking(view, needed)
        reading = self._said(view, needed, Fit.FALSE, "S8.1" if needed == "close" else "S8.2")
        return replace(reading, flags=("was-intraday",)) if self._was_there(view) else reading

    @property
    def _side(self) -> str:
        return "low" if self.direction is Direction.DOWN else "high"

    def _was_there(self, view: View) -> bool:
        extreme = view.prices.exact(getattr(view.prices, self._side), view.row)
        return extreme is not None and self._past(extreme, touch=True)

    def _fit(self, view: View, name: str, price: Fraction) -> Fit:
        """Strictly for "closed above", else any touch; only within the uncertainty: roughly (S2.5)."""
        touch = self.session is not Session.CLOSE
        slack = view.slack(price) * (1 if self.direction is Direction.DOWN else -1)
        if self._past(price + slack, touch):
            return Fit.TRUE
        return Fit.ROUGHLY if self._past(price - slack, touch) else Fit.FALSE

    def _said(self, view: View, name: str, fit: Fit, rule: str) -> Reading:
        text = view.text(getattr(view.prices, name), view.row)
        noun = "close" if name == "close" else f"day's {name}"
        evidence = [view.evidence(view.row, name)]
        if name != "close" and view.close() is not None:
            evidence.append(view.evidence(view.row))
        return Reading(
            noun,
            fit,
            f"the {noun} was {text}",
            measured=text.replace(",", ""),
            rules=(rule,),
            evidence=tuple(evidence),
            correction=f"{'closed at' if name == 'close' else f'reached a {noun} of'} {text}",
            chart=self._chart(view),
        )

    def _chart(self, view: View) -> Chart:
        """Closes of the last sixty sessions, and the mark."""
        title = f"{view.listing.name}, closes to {view.day.isoformat()}"
        chart = window_chart(view, max(0, view.row - 60), [(view.row, "this day")], title)
        return replace(chart, base=float(self.value.value))

    def _lacking(self, view: View, name: str, row: int | None = None) -> Reading:
        day = long_date(view.date_of(view.row if row is None else row))
        return Reading(
            name,
            Fit.UNKNOWN,
            f"the {name} of {day} is missing",
            rules=("S8.2", "S18.1"),
            flags=("stale-data",),
            needs=f"the {name} of {day}",
        )

    # ------------------------------------------------------------------ for the first time, held, regained

    def _satisfying(
        self, view: View
    ) -> tuple[np.typing.NDArray[np.bool_], np.typing.NDArray[np.bool_]]:
        """Per earlier session: whether its value is known, and whether it is past the threshold."""
        closed = self.session is Session.CLOSE
        side = "low" if self.direction is Direction.DOWN else "high"
        extremes = getattr(view.prices, side)
        column = (
            view.prices.close if closed or not np.any(extremes[: view.row] != MISSING) else extremes
        )
        past = column[: view.row]
        known = past != MISSING
        limit = self.value.value * 10**view.prices.decimals
        ceiling = int(limit // 1)  # integers beyond it are beyond the limit itself
        exact = limit == ceiling
        if self.direction is Direction.DOWN:
            met = past < ceiling if exact and closed else past <= ceiling
        else:
            met = past > ceiling if closed or not exact else past >= ceiling
        if not closed and column is extremes:  # a close past it is a touch, whatever the high
            closes = view.prices.close[: view.row]
            also = (closes != MISSING) & (
                closes <= ceiling
                if self.direction is Direction.DOWN
                else closes >= ceiling + (not exact)
            )
            return known | also, (known & met) | also
        return known, known & met

    def _first_time(self, view: View, today: Reading) -> Reading:
        assert self.window is not None
        reading = self._since_last(view, today)
        if reading.fit is not Fit.FALSE or self.window.unit != "first":
            return reading
        beyond = replace(self, value=replace(self.value, value=self._certainly(view)))
        surely = beyond._since_last(view, today)
        if surely.fit in (Fit.TRUE, Fit.ROUGHLY):  # before, it was past it by less than is certain
            return replace(surely, fit=Fit.ROUGHLY, says=reading.says, flags=("boundary",))
        return surely

    def _certainly(self, view: View) -> Fraction:
        """The price beyond which the threshold was passed whatever the uncertainty (S2.5)."""
        limit, sign = self.value.value, -1 if self.direction is Direction.DOWN else 1
        if view.listing.type == "yield":
            return limit + sign * view.delta
        return limit / (1 - sign * view.delta)

    def _since_last(self, view: View, today: Reading) -> Reading:
        assert self.window is not None
        known, met = self._satisfying(view)
        rows = np.flatnonzero(met)
        if len(rows) and rows[-1] == view.row - 1 and self.window.since is not None:
            day = long_date(view.date_of(int(rows[-1])))
            return replace(
                today,
                fit=Fit.FALSE,
                rules=("S8.3",),
                says=f"{today.says}, but so it was the day before, {day}",
            )
        latest = view.date_of(int(rows[-1])) if len(rows) else None
        judged = judge(
            self.window,
            view.day,
            self._comparator(view, known, latest),
            view.policy,
            start=view.counted(self.window),
        )
        before = (
            f"; before that it was {self.word} {self.value} on {long_date(latest)}"
            if latest
            else ""
        )
        evidence = [*today.evidence]
        if latest is not None:
            evidence.append(
                view.evidence(int(rows[-1]), label=f"last time {self.word} {self.value}")
            )
        fit = today.fit if judged.fit is Fit.TRUE else judged.fit
        if (
            fit is not Fit.FALSE and len(known) and not known[-1]
        ):  # it may have been so the day before
            return self._lacking(view, "close", view.row - 1)
        return replace(
            today,
            fit=fit,
            flags=judged.flags,
            rules=("S8.3", *judged.rules),
            needs=judged.needs,
            trigger=judged.trigger,
            says=today.says + before,
            evidence=tuple(evidence),
            correction=f"{self.word} {self.value} for the first time since {long_date(latest)}"
            if latest
            else None,
        )

    def _comparator(
        self, view: View, known: np.typing.NDArray[np.bool_], latest: date | None
    ) -> Comparator:
        first = int(np.argmax(known)) if bool(known.any()) else view.row
        holes = np.flatnonzero(~known[first:]) + first
        start = view.date_of(first)
        missing = first + len(holes)  # the first bars may lack a high
        return Comparator(
            latest=latest,
            tie=False,
            higher=latest,
            history_from=start,
            known_from=view.date_of(int(holes[-1])) + timedelta(days=1) if len(holes) else start,
            complete=view.reaches(view.listing.since)
            and missing <= view.policy.record_gap_sessions,
        )

    def _reclaimed(self, view: View) -> tuple[Reading, ...]:
        """S8.4, by closes; past it for a moment only: S8.2."""
        today = replace(self, session=Session.CLOSE)._today(view)
        close = self._regained(view, today) if today.fit in (Fit.TRUE, Fit.ROUGHLY) else today
        if close.fit is not Fit.FALSE or self.session is Session.CLOSE:
            return (close,)
        touched = self._today(view)
        if touched.fit in (Fit.TRUE, Fit.ROUGHLY):
            touched = self._regained(view, replace(touched, fit=Fit.SOMETIME))
        return (close, replace(touched, standing=Standing.DURING, chart=None))

    def _regained(self, view: View, today: Reading) -> Reading:
        """Was above, went below, now above."""
        known, met = replace(self, session=Session.CLOSE)._satisfying(view)
        away = np.flatnonzero(known & ~met)
        if len(away) and bool(met[: away[-1]].any()):
            row = int(away[-1])
            says = f"{today.says}, after it had been on the other side on {long_date(view.date_of(row))}"
            return replace(today, says=says, rules=("S8.4",))
        whole = view.reaches(view.listing.since) and bool(known.all())
        says = f"{today.says}; it had not been there and lost it in the prices at hand"
        fit = Fit.FALSE if whole else Fit.UNKNOWN
        return replace(today, fit=fit, rules=("S8.4",), says=says, needs="a longer history")

    def _held(self, view: View) -> Reading:
        """S8.4: every low above, or every high below, from the period's first session on."""
        bases = view.bases(self.period)
        first = bases[0].row + 1 if bases else 0
        side = "high" if self.direction is Direction.DOWN else "low"
        column = getattr(view.prices, side)[first : view.row + 1]
        known = column != MISSING
        rows = [first + int(i) for i in np.flatnonzero(known)]
        for row in rows:
            price = view.prices.exact(getattr(view.prices, side), row)
            if price is not None and not self._past(price, touch=False):
                text = view.text(getattr(view.prices, side), row)
                return Reading(
                    f"every {side}",
                    Fit.FALSE,
                    f"the {side} of {long_date(view.date_of(row))} was {text}",
                    rules=("S8.4",),
                    evidence=(view.evidence(row, side),),
                    measured=text.replace(",", ""),
                )
        if not bases and str(self.period) != "day":
            closes = self._held_by_closes(view, first, side)
            return closes if closes.fit is Fit.FALSE else self._begun_late(view, side)
        if bool(known.all()):
            return replace(self._said(view, side, Fit.TRUE, "S8.4"), name=f"every {side}")
        return self._held_by_closes(view, first, side)

    def _begun_late(self, view: View, side: str) -> Reading:
        begun = long_date(view.date_of(0))
        return Reading(
            f"every {side}",
            Fit.UNKNOWN,
            f"the prices at hand start on {begun}",
            rules=("S8.4", "S18.11"),
            flags=("short-history",),
            needs=f"every {side} of the {self.period} before {begun}",
        )

    def _held_by_closes(self, view: View, first: int, side: str) -> Reading:
        closes = [view.close(row) for row in range(first, view.row + 1)]
        if not all(self._past(c, touch=False) for c in closes if c is not None):
            return self._said(view, "close", Fit.FALSE, "S8.4")
        lows = [
            view.prices.exact(getattr(view.prices, side), row) for row in range(first, view.row + 1)
        ]
        for row, (close, low) in enumerate(zip(closes, lows, strict=True), first):
            if close is None and low is None:
                return self._lacking(view, side, row)
        return self._said(view, "close", Fit.ROUGHLY, "S8.4")
