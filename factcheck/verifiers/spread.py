"""spread: the gap between two yields or prices, and how it moved."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from factcheck.figures import stated_permit
from factcheck.periods import Period, long_date
from factcheck.readings import Evidence, Fit, Reading
from factcheck.statements import Direction, Hedge, Stated, decimal_text
from factcheck.verifiers import Session, Verifier, verifies
from factcheck.views import View


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
            correction=f"{words} {self._text(shown)} {unit}",
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
