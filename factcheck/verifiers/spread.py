"""spread: the gap between two yields or prices, and how it moved."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from factcheck.figures import stated_permit
from factcheck.periods import Period, long_date
from factcheck.readings import Chart, Evidence, Fit, Reading
from factcheck.statements import Direction, Hedge, Stated, decimal_text
from factcheck.verifiers import Session, Verifier, verifies
from factcheck.views import View

SHOWN = 60  # sessions before the one that is spoken of


@verifies("spread")
@dataclass(frozen=True, kw_only=True)
class Spread(Verifier):
    """Default: the first series minus the second (`than`), at the close; with a direction, the change
    of that gap over the period. Yields count in basis points. Undecidable: the second series is not
    named, or a close of either is missing."""

    than: tuple[str, ...] = ()  # the series that is subtracted
    direction: Direction | None = None  # up: widened
    value: Stated | None = None
    unit: str | None = None
    hedge: Hedge | None = None
    period: Period = Period("day")
    session: Session | None = None

    example = "10-year Treasury yield spread over the 2-year Treasury yield of 50 basis points"
    needs = "both series of the spread, the second one under 'than'"
    rules = ("S12.3",)

    def lacks(self) -> str:
        return "" if self.than else self.needs

    def readings(self, view: View) -> tuple[Reading, ...]:
        other = view.others[0]
        now = self._gap(view, other, view.row, other.row)
        if now is None:
            return (_lacking(f"both closes of {long_date(view.day)}"),)
        if self.direction is None:
            return (self._judged(view, now, now, "the gap was"),)
        bases, theirs = view.bases(self.period), other.bases(self.period)
        before = self._gap(view, other, bases[0].row, theirs[0].row) if bases and theirs else None
        if before is None:
            return (_lacking("both closes that the change is measured from"),)
        moved = (now - before) * (self.direction.sign or 1)
        bases_ = (
            view.evidence(bases[0].row, label=f"{view.listing.name}, base"),
            other.evidence(theirs[0].row, label=f"{other.listing.name}, base"),
        )
        if now == before:
            return (self._judged(view, moved, now, "the gap stayed at", bases_),)
        word = "widened" if now > before else "narrowed"
        words = f"the gap {word} from {self._text(before)} to {self._text(now)}, by"
        return (self._judged(view, moved, abs(now - before), words, bases_),)

    def _gap(self, view: View, other: View, row: int, other_row: int) -> Fraction | None:
        a, b = view.close(row), other.close(other_row)
        if a is None or b is None:
            return None
        return (a - b) * (100 if self._in_points(view) else 1)

    def _in_points(self, view: View) -> bool:
        return self.unit == "bp" or (self.unit is None and view.listing.type == "yield")

    def _chart(self, view: View, base: str | None) -> Chart:
        """The gap of the last sessions: from the day a change is measured from, or against the stated one."""
        other = view.others[0]
        theirs = {int(day): row for row, day in enumerate(other.prices.days)}
        first = max(0, view.row - SHOWN)
        if base:
            first = min(first, int(view.prices.days.searchsorted(date.fromisoformat(base).toordinal())))
        days = ((row, theirs.get(int(view.prices.days[row]))) for row in range(first, view.row + 1))
        gaps = ((row, self._gap(view, other, row, their)) for row, their in days if their is not None)
        points = tuple((view.date_of(row).isoformat(), float(gap)) for row, gap in gaps if gap is not None)
        measured = tuple((*point, "measured from") for point in points if point[0] == base)
        level = None
        if base is None and self.value is not None and points:
            level = math.copysign(self.value.value, points[-1][1])
        unit = "basis points" if self._in_points(view) else view.listing.currency or "price"
        title = f"{view.listing.name} less {other.listing.name}, closes in {unit}"
        return Chart("window", title, points, measured, base=level, unit="gap")

    def _uncertainty(self, view: View) -> Fraction:
        """That of both closes, and of both bases for a change (S2.5), in the gap's unit."""
        closes = [(seen, seen.close()) for seen in (view, view.others[0])]
        both = sum((seen.slack(c) for seen, c in closes if c is not None), Fraction(0))
        closes_each = 1 if self.direction is None else 2
        return both * closes_each * (100 if self._in_points(view) else 1)

    def _text(self, gap: Fraction) -> str:
        return decimal_text(gap, 1 if self.unit in (None, "bp") else 2)

    def _judged(
        self,
        view: View,
        x: Fraction,
        shown: Fraction,
        words: str,
        before: tuple[Evidence, ...] = (),
    ) -> Reading:
        unit = "basis points" if self._in_points(view) else view.listing.currency or ""
        flat = self.direction is Direction.FLAT
        spread = self._uncertainty(view)
        fit, flags = (Fit.TRUE if (x == 0 if flat else x > 0) else Fit.FALSE), ()
        if spread and abs(x) <= spread:  # nobody can tell
            fit, flags = Fit.UNKNOWN, ("boundary",)  # type: ignore[assignment]
        if self.value is not None:
            directed = self.direction is not None
            size = x if directed else abs(x)
            permit = stated_permit(view, self.value, self.hedge, None, directed=directed)
            fit, flags = permit.fit(size, spread)  # type: ignore[assignment]
        other = view.others[0]
        evidence = (
            *before,
            view.evidence(view.row, label=f"{view.listing.name}, close"),
            other.evidence(other.row, label=f"{other.listing.name}, close"),
        )
        return Reading(
            "close",
            fit,
            f"{words} {self._text(shown)} {unit}",
            measured=self._text(x),
            flags=flags,
            rules=("S12.3", "S5.1"),
            evidence=evidence,
            needs="official closes of both" if fit is Fit.UNKNOWN else "",
            correction=f"against {other.listing.name}: {words} {self._text(shown)} {unit}",
            chart=self._chart(view, before[0].date if before else None),
        )


def _lacking(what: str) -> Reading:
    return Reading(
        "close",
        Fit.UNKNOWN,
        "the spread cannot be computed",
        rules=("S12.3", "S18.1"),
        flags=("stale-data",),
        needs=what,
    )
