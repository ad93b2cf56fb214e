"""threshold: a round number was crossed, touched or held."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from factcheck.periods import Period, Window, long_date
from factcheck.prices import MISSING
from factcheck.readings import Fit, Reading
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

    def readings(self, view: View) -> tuple[Reading, ...]:
        if self.held:
            return (self._held(view),)
        today = self._today(view)
        if today.fit not in (Fit.TRUE, Fit.SOMETIME) or not (self.window or self.reclaimed):
            return (today,)
        return (self._first_time(view, today) if self.window else self._regained(view, today),)

    @property
    def word(self) -> str:
        return "below" if self.direction is Direction.DOWN else "above"

    def _past(self, price: Fraction, touch: bool) -> bool:
        gap = (price - self.value.value) * (-1 if self.direction is Direction.DOWN else 1)
        return gap >= 0 if touch else gap > 0

    def _today(self, view: View) -> Reading:
        close = view.close()
        side = "low" if self.direction is Direction.DOWN else "high"
        extreme = view.prices.exact(getattr(view.prices, side), view.row)
        closed = self.session is Session.CLOSE
        if close is not None and self._past(close, touch=False):
            return self._said(view, "close", Fit.TRUE, "S8.1")
        if closed:
            if close is None:
                return self._lacking(view, "close")
            was = extreme is not None and self._past(extreme, touch=True)
            reading = self._said(view, "close", Fit.FALSE, "S8.1")
            return replace(reading, flags=("was-intraday",)) if was else reading
        if extreme is None:
            return self._lacking(view, side)
        return self._said(view, side, Fit.TRUE if self._past(extreme, touch=True) else Fit.FALSE, "S8.2")

    def _said(self, view: View, name: str, fit: Fit, rule: str) -> Reading:
        text = view.text(getattr(view.prices, name), view.row)
        noun = "close" if name == "close" else f"day's {name}"
        evidence = [view.evidence(view.row, name)]
        if name != "close" and view.close() is not None:
            evidence.append(view.evidence(view.row))
        return Reading(
            noun, fit, f"the {noun} was {text}", measured=text.replace(",", ""), rules=(rule,),
            evidence=tuple(evidence), correction=f"{'closed at' if name == 'close' else f'with a {noun} of'} {text}",
            chart=window_chart(view, max(0, view.row - 60), [(view.row, "this day")],
                               f"{view.listing.name}, closes to {view.day.isoformat()}"),
        )

    def _lacking(self, view: View, name: str) -> Reading:
        day = view.day.isoformat()
        return Reading(name, Fit.UNKNOWN, f"the {name} of {day} is missing", rules=("S8.2", "S18.1"),
                       flags=("stale-data",), needs=f"the {name} of {day}")

    # ------------------------------------------------------------------ for the first time, held, regained

    def _satisfying(self, view: View) -> tuple[np.typing.NDArray[np.bool_], np.typing.NDArray[np.bool_]]:
        """Per earlier session: whether its value is known, and whether it is past the threshold."""
        closed = self.session is Session.CLOSE
        side = "low" if self.direction is Direction.DOWN else "high"
        extremes = getattr(view.prices, side)
        column = view.prices.close if closed or not np.any(extremes[: view.row] != MISSING) else extremes
        past = column[: view.row]
        known = past != MISSING
        limit = self.value.value * 10**view.prices.decimals
        ceiling = int(limit // 1)  # integers beyond it are beyond the limit itself
        exact = limit == ceiling
        if self.direction is Direction.DOWN:
            met = past < ceiling if exact and closed else past <= ceiling
        else:
            met = past > ceiling if closed or not exact else past >= ceiling
        return known, known & met

    def _first_time(self, view: View, today: Reading) -> Reading:
        assert self.window is not None
        known, met = self._satisfying(view)
        rows = np.flatnonzero(met)
        if len(rows) and rows[-1] == view.row - 1 and self.window.since is not None:
            day = long_date(view.date_of(int(rows[-1])))
            return replace(today, fit=Fit.FALSE, rules=("S8.3",), says=f"{today.says}, but so it was the day before, {day}")
        latest = view.date_of(int(rows[-1])) if len(rows) else None
        judged = judge(self.window, view.day, self._comparator(view, known, latest), view.policy)
        before = f"; before that it was {self.word} {self.value} on {long_date(latest)}" if latest else ""
        evidence = [*today.evidence]
        if latest is not None:
            evidence.append(view.evidence(int(rows[-1]), label=f"last time {self.word} {self.value}"))
        return replace(
            today, fit=judged.fit, flags=judged.flags, rules=("S8.3", *judged.rules), needs=judged.needs,
            trigger=judged.trigger, says=today.says + before, evidence=tuple(evidence),
            correction=f"{self.word} {self.value} for the first time since {long_date(latest)}" if latest else None,
        )

    def _comparator(self, view: View, known: np.typing.NDArray[np.bool_], latest: date | None) -> Comparator:
        first = int(np.argmax(known)) if bool(known.any()) else view.row
        holes = np.flatnonzero(~known[first:]) + first
        start, since = view.date_of(first), view.listing.since
        return Comparator(
            latest=latest, tie=False, higher=latest, history_from=start,
            known_from=view.date_of(int(holes[-1]) + 1) if len(holes) else start,
            complete=since is not None and start <= since + timedelta(days=7)
            and len(holes) <= view.policy.record_gap_sessions,
        )

    def _regained(self, view: View, today: Reading) -> Reading:
        """S8.4: was above, went below, now above."""
        known, met = self._satisfying(view)
        away = np.flatnonzero(known & ~met)
        if len(away) and bool(met[: away[-1]].any()):
            row = int(away[-1])
            says = f"{today.says}, after it had been on the other side on {long_date(view.date_of(row))}"
            return replace(today, says=says, rules=("S8.4",))
        fit = Fit.UNKNOWN if not bool(known.all()) or not len(known) else Fit.FALSE
        return replace(today, fit=fit, rules=("S8.4",), says=f"{today.says}; it had not been there and lost it before",
                       needs="a longer history")

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
                return Reading(f"every {side}", Fit.FALSE, f"the {side} of {long_date(view.date_of(row))} was {text}",
                               rules=("S8.4",), evidence=(view.evidence(row, side),), measured=text.replace(",", ""))
        if bool(known.all()):
            return replace(self._said(view, side, Fit.TRUE, "S8.4"), name=f"every {side}")
        return self._held_by_closes(view, first, side)

    def _held_by_closes(self, view: View, first: int, side: str) -> Reading:
        closes = [view.close(row) for row in range(first, view.row + 1)]
        if None in closes:
            return self._lacking(view, side)
        held = all(self._past(c, touch=False) for c in closes if c is not None)
        return self._said(view, "close", Fit.ROUGHLY if held else Fit.FALSE, "S8.4")
