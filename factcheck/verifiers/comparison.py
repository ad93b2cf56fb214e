"""comparison: one instrument did better or worse than another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from factcheck.figures import stated_permit
from factcheck.periods import Period, long_date
from factcheck.readings import Chart, Evidence, Fit, Reading
from factcheck.statements import Direction, Hedge, Stated, decimal_text
from factcheck.verifiers import Verifier, verifies
from factcheck.views import View


@verifies("comparison")
@dataclass(frozen=True, kw_only=True)
class Comparison(Verifier):
    """Default: unrounded percent changes over the same period; a gap between them is in percentage
    points. Undecidable: a close of either is missing, or the gap is within the sources' own
    uncertainty."""

    direction: Direction  # up: did better
    than: tuple[str, ...]
    value: Stated | None = None
    unit: str | None = None
    hedge: Hedge | None = None
    period: Period = Period("day")

    example = "Hang Seng Tech Index outperformed the Hang Seng Index on 2025-02-21"

    def readings(self, view: View) -> tuple[Reading, ...]:
        mine = self._return(view)
        if isinstance(mine, str):
            return (_lacking(mine),)
        worst: Reading | None = None
        moves = [(view, mine[0])]
        for other in view.others:
            theirs = self._return(other)
            if isinstance(theirs, str):
                return (_lacking(theirs),)
            moves.append((other, theirs[0]))
            reading = self._against(view, other, mine, theirs)
            if worst is None or _ORDER.index(reading.fit) < _ORDER.index(worst.fit):
                worst = reading
        if worst is None:
            return (_lacking("the prices it is compared with"),)
        return (replace(worst, chart=moves_chart(moves, self.period)),)

    def _return(self, view: View) -> tuple[Fraction, tuple[Evidence, ...]] | str:
        """Percent change and the two closes behind it, or what is missing."""
        bases = view.bases(self.period)
        close = view.close()
        if not bases:
            return f"prices of {view.listing.name} before {long_date(view.date_of(0))}"
        base = view.from_price(bases[0])
        if base is not None and base <= 0:
            return f"a price of {view.listing.name} above zero on {long_date(view.date_of(bases[0].row))}"
        if base is None or close is None:
            day = view.day if close is None else view.date_of(bases[0].row)
            return f"the close of {view.listing.name} on {long_date(day)}"
        label = f"{view.listing.name}, base {view.date_of(bases[0].row).isoformat()}"
        evidence = (
            view.evidence(bases[0].row, label=label),
            view.evidence(view.row, label=f"{view.listing.name}, close {view.day.isoformat()}"),
        )
        return (close / base - 1) * 100, evidence

    def _against(
        self,
        view: View,
        other: View,
        mine: tuple[Fraction, tuple[Evidence, ...]],
        theirs: tuple[Fraction, tuple[Evidence, ...]],
    ) -> Reading:
        gap = (mine[0] - theirs[0]) * self.direction.sign
        spread = 200 * max(view.delta, other.delta)
        fit, flags, trigger = self._fit(view, gap, spread)
        says = (
            f"moved {_signed(mine[0])}, {other.listing.name} {_signed(theirs[0])}: "
            f"a gap of {decimal_text(abs(gap), 2)} percentage points"
        )
        notes = (
            ()
            if view.day == other.day
            else (
                f"{other.listing.name} had no session on {long_date(view.day)}; "
                f"its last was {long_date(other.day)}.",
            )
        )
        return Reading(
            "percent, close to close",
            fit,
            says,
            measured=decimal_text(gap, 2),
            flags=flags,
            rules=("S13.1", *(("S5.7",) if self.value else ())),
            evidence=mine[1] + theirs[1],
            notes=notes,
            needs="official closes of both" if fit is Fit.UNKNOWN else "",
            trigger=trigger,
            correction=_correction(mine[0] - theirs[0], other.listing.name),
        )

    def _fit(self, view: View, gap: Fraction, spread: Fraction) -> tuple[Fit, tuple[str, ...], str]:
        """How the gap fits, with flags and what makes it misleading."""
        if self.value is None:
            if spread and abs(gap) <= spread:
                return Fit.UNKNOWN, ("boundary",), ""
            return (Fit.TRUE if gap > 0 else Fit.FALSE), (), ""
        permit = stated_permit(view, self.value, self.hedge, None, directed=True)
        fit, flags = permit.fit(gap, spread)
        if self.unit == "percent":  # a gap is in percentage points (S5.7)
            return fit, (*flags, "unit"), "M6"
        far = permit.misleading is not None and gap in permit.misleading
        return fit, flags, "M8" if far else ""


def moves_chart(moves: Sequence[tuple[View, Fraction]], period: Period) -> Chart:
    """Percent changes side by side, that of the first view in the midst of the others'."""
    view = moves[0][0]
    marks = tuple((v.day.isoformat(), float(move), v.listing.name) for v, move in moves)
    return Chart("bars", f"Change {period.words}, {view.day.isoformat()}", marks=marks, unit="percent")


_ORDER = (Fit.FALSE, Fit.UNKNOWN, Fit.SOMETIME, Fit.ROUGHLY, Fit.TRUE)


def _signed(x: Fraction) -> str:
    number = decimal_text(abs(x), 2)
    return f"{'-' if x < 0 else '+'}{number}%"


def _correction(gap: Fraction, other: str) -> str:
    if gap == 0:
        return f"moved as much as {other}"
    word = "outperformed" if gap > 0 else "lagged"
    return f"{word} {other} by {decimal_text(abs(gap), 1)} percentage points"


def _lacking(what: str) -> Reading:
    return Reading(
        "percent, close to close",
        Fit.UNKNOWN,
        f"not at hand: {what}",
        rules=("S13.1", "S18.1"),
        flags=("stale-data",),
        needs=what,
    )
