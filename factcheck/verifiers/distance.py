"""distance: how far a price is from a reference level."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from factcheck.figures import Figure, figure_readings, stated_permit
from factcheck.periods import Vague, Window, long_date
from factcheck.prices import MISSING, Column
from factcheck.readings import Fit, Reading, Standing
from factcheck.statements import Direction, Hedge, Stated, decimal_text
from factcheck.verifiers import Session, Verifier, verifies
from factcheck.verifiers.change import _below_zero
from factcheck.verifiers.extreme import window_chart
from factcheck.views import Base, View, grouped

NAMED = 3  # days without a close that a sentence names


@verifies("distance")
@dataclass(frozen=True, kw_only=True)
class Distance(Verifier):
    """Default: the close against the highest (lowest) close of the window. Also read: against the
    highest high (lowest low), which is misleading unless the words name its level. Undecidable: the
    window is not covered by the prices at hand."""

    direction: Direction  # down: below the reference
    value: Stated
    unit: str = "percent"
    hedge: Hedge | None = None
    window: Window = Window("record")  # whose high (or low, for up) is the reference
    reference: Stated | None = None  # the reference level, where it is stated
    session: Session | None = None

    example = "Hang Seng Index 12% below its record high on 2025-02-21"
    worked = (
        "100.00 75.00 | "
        "closed 25% below its record high: pass | "
        "closed 20% below its record high: fail"
    )

    def readings(self, view: View) -> tuple[Reading, ...]:
        closes = self._from(view, view.prices.close, "close") or (_lacking(view, "close"),)
        side = "high" if self.direction is Direction.DOWN else "low"
        highs = self._from(view, getattr(view.prices, side), side)
        if _is_another(closes) and not _is_another(highs):
            return highs  # the level that is named is the day's high, and chooses the reading (S2.2)
        odd = [
            replace(
                r,
                standing=Standing.ADMITTED,
                name=f"from the {side} of the day",
                trigger="M5",
                flags=(*r.flags, "base"),
                rules=(*r.rules, "S2.8"),
                chart=None,
                correction=None,
            )
            for r in highs[:1]
            if r.fit is not Fit.UNKNOWN
        ]
        return (*closes, *odd)

    def _from(self, view: View, column: Column, name: str) -> tuple[Reading, ...]:
        first = self._first(view)
        known = np.flatnonzero(column[first : view.row + 1] != MISSING) + first
        if not len(known):
            return ()
        pick = np.argmax if self.direction is Direction.DOWN else np.argmin
        best = int(known[int(pick(column[known]))])
        level = view.prices.exact(column, best)
        assert level is not None
        if level <= 0 and self.unit == "percent":
            return (_below_zero(view, Base(best, "", "S7.2")),)
        found = figure_readings(
            view,
            self._figure(view, level, best, name),
            self.session,
            f"{view.listing.name}, {view.day.isoformat()}",
        )
        chart = window_chart(
            view,
            max(0, best - 5),
            [(best, "the reference"), (view.row, "this day")],
            f"{view.listing.name}, closes to {view.day.isoformat()}",
        )
        found = tuple(replace(r, chart=chart if i == 0 else None) for i, r in enumerate(found))
        return tuple(self._checked(view, r, level, len(known), first, best) for r in found)

    def _first(self, view: View) -> int:
        start = self._begins(view) or view.date_of(0)
        return view.on_or_before(start - timedelta(days=1)) + 1

    def _begins(self, view: View) -> date | None:
        """The window's first day; None for all of the history."""
        if self.window.since is not None:
            return Vague.parse(self.window.since).interval(view.day, view.policy).first
        before = view.counted(self.window)
        return self.window.start(view.day) if before is None else before + timedelta(days=1)

    def _figure(self, view: View, level: Fraction, row: int, name: str) -> Figure:
        sign = -1 if self.direction is Direction.DOWN else 1
        hundred = (
            100 / level if self.unit == "percent" else Fraction(100 if self.unit == "bp" else 1)
        )
        unit = self._unit(view)
        side = "high" if sign < 0 else "low"
        what = f"its {side} of {view.price(level)} on {long_date(view.date_of(row))}"
        permit = stated_permit(view, self.value, self.hedge, None, directed=True)
        spread = 2 * view.slack(level) * abs(hundred)
        return Figure(
            self.value,
            permit,
            lambda p: sign * (p - level) * hundred,
            lambda x: level + sign * x / hundred,
            lambda x: spread,
            lambda x, digits: (
                f"{grouped(decimal_text(abs(x), digits))}{unit} "
                f"{'below' if sign < 0 else 'above'} {what}"
            ),
            ("S7.2", "S5.5" if self.hedge else "S5.1"),
            self.hedge,
            (view.evidence(row, name, f"reference: {name} {view.date_of(row).isoformat()}"),),
            level,
            label=f"{self.value}{unit}",
        )

    def _unit(self, view: View) -> str:
        words = {"percent": "%", "points": " points", "bp": " basis points", "pp": " percentage points"}
        return words.get(self.unit, f" {view.listing.currency or ''}".rstrip())

    def _checked(
        self, view: View, r: Reading, level: Fraction, known: int, first: int, best: int
    ) -> Reading:
        """The reference itself: stated right (S2.10), and the extreme of a window that is covered."""
        if self.reference is not None:
            fit = stated_permit(view, self.reference, None, None, level=True).fit(level)[0]
            if fit is Fit.FALSE:
                says = f"{r.says}; the reference was {view.price(level)}, not {self.reference}"
                return replace(
                    r,
                    fit=Fit.FALSE,
                    says=says,
                    rules=(*r.rules, "S2.10"),
                    flags=(*r.flags, "inconsistent"),
                )
            return r
        short = not self._covered(view)
        gaps = known < view.row + 1 - first and not view.prices.excerpt
        if (short or gaps) and not self._refuted(view, r, level):
            return replace(
                r,
                fit=Fit.UNKNOWN,
                flags=(*r.flags, "short-history" if short else "stale-data"),
                rules=(*r.rules, "S18.11" if short else "S18.1"),
                needs=f"the history before {long_date(view.date_of(0))}"
                if short
                else f"the prices of {self._gaps(view, first)}",
            )
        return r

    def _gaps(self, view: View, first: int) -> str:
        """The days without a close, the first of them by name."""
        rows = np.flatnonzero(view.prices.close[first : view.row + 1] == MISSING) + first
        named = ", ".join(long_date(view.date_of(int(row))) for row in rows[:NAMED])
        more = f" and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
        return f"{named}{more}" or "the days in between"

    def _covered(self, view: View) -> bool:
        """Whether the prices reach back to the window's start, or to the listing where that is later."""
        start = self._begins(view)
        return view.reaches(view.listing.since) or (start is not None and view.date_of(0) <= start)

    def _refuted(self, view: View, r: Reading, level: Fraction) -> bool:
        """False whatever is missing: a price not at hand can only move the reference further away."""
        price = view.close()  # where the whole day was too far, so was its close
        if r.fit is not Fit.FALSE or price is None:
            return False
        figure = self._figure(view, level, view.row, "close")
        far = figure.measure(price) - figure.spread(level)
        bands = (figure.permit.true, *(band for band, _ in figure.permit.slack))
        return all(band.high is not None and far >= band.high and far not in band for band in bands)


def _is_another(found: tuple[Reading, ...]) -> bool:
    """Whether the level that is named is not the one measured from."""
    return all("inconsistent" in reading.flags for reading in found)


def _lacking(view: View, name: str) -> Reading:
    return Reading(
        f"from the highest {name}",
        Fit.UNKNOWN,
        f"no {name} of the window is at hand",
        rules=("S7.2", "S18.1"),
        needs=f"the {name}s of the window",
    )
