"""rank: position among the instruments named, or among an index' members."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from factcheck.periods import Period
from factcheck.readings import Evidence, Fit, Reading
from factcheck.statements import Direction, Stated, decimal_text, ordinal
from factcheck.verifiers import Session, Verifier, verifies
from factcheck.verifiers.comparison import moves_chart
from factcheck.views import View


@verifies("rank")
@dataclass(frozen=True, kw_only=True)
class Rank(Verifier):
    """Default: unrounded percent changes over the same period, among the set that is listed under
    `among`; a tie shares the place. Undecidable: the set is an index or unnamed, whose members that
    day are not known, a close is missing and no larger move refutes it, moves are nearer than a
    vendor's closes can tell apart, or the first of all did not move that way."""

    direction: Direction = Direction.UP  # up: gainers, down: losers
    value: Stated | None = None  # the place; none: among the first
    among: tuple[str, ...] = ()  # every other member of the set
    period: Period = Period("day")
    session: Session | None = None

    example = "Lenovo top gainer among Alibaba, Xiaomi and Tencent on 2025-02-21"
    needs = "the prices of every member of the set on that day, listed under 'among'"
    rules = ("S13.2",)

    def lacks(self) -> str:
        if len(self.among) == 1:  # an index stands for its members
            return (
                f"{self.needs}, two of them at least; of two instruments, 'comparison' says which did better"
            )
        return "" if self.among else self.needs

    def others(self) -> tuple[str, ...]:
        return self.among

    def readings(self, view: View) -> tuple[Reading, ...]:
        mine = self._move(view)
        rest = [other for other in view.others if _who(other) != _who(view)]  # the text may list it as well
        moves = [(other, self._move(other)) for other in rest]
        if not moves:
            return (Reading("percent, close to close", Fit.UNKNOWN, "no other is named", needs=self.needs),)
        if mine is None:
            return (self._lacking(view),)
        known = [(other, move) for other, move in moves if move is not None]
        place, near = self._place(view, mine, known)
        right = self._right(place, len(moves))
        sure = all(
            self._right(p, len(moves)) == right for p in range(near[0], near[1] + len(moves) - len(known) + 1)
        )
        if not sure and len(known) < len(moves):
            return (self._lacking(next(other for other, move in moves if move is None)),)
        sign = self.direction.sign
        best = max(known, key=lambda m: sign * m[1], default=None)
        word, size = "best" if sign > 0 else "worst", len(moves) + 1
        name, move = (best[0].listing.name, _signed(best[1])) if best else ("", "")
        told = f"; the {word} of the others was {name} with {move}" if best else ""
        behind = f"the {ordinal(str(place))} {word} of {size}, after {name}"
        reading = Reading(
            "percent, close to close",
            Fit.TRUE if right else Fit.FALSE,
            f"moved {_signed(mine)}, place {place} of {size}{told}",
            measured=str(place),
            rules=("S13.2",),
            evidence=self._evidence(view, moves),
            correction=f"was {behind if place > 1 else f'the {word} of {size}'}",
            chart=moves_chart([(view, mine), *known], self.period),
        )
        if not sure:
            needs = f"official closes of {view.listing.name} and of the others"
            return (_open(reading, "S13.1", needs, ("boundary",)),)
        if right and sign * mine <= 0 and place <= len(moves):  # of the last nobody says that it gained
            word = "gainer" if sign > 0 else "loser"
            return (
                _open(reading, "S5.3", f"whether a {word} is meant, which it was not, or its place alone"),
            )
        return (reading,)

    def _right(self, place: int, others: int) -> bool:
        if self.value:
            return place == int(self.value.value)
        return place <= max(1, (others + 1) // 4)

    def _place(
        self, view: View, mine: Fraction, known: list[tuple[View, Fraction]]
    ) -> tuple[int, tuple[int, int]]:
        """Its place, and the first and last that vendors' closes leave open (S13.1)."""
        gaps = [
            (self.direction.sign * (move - mine), 200 * max(view.delta, other.delta)) for other, move in known
        ]
        place = 1 + sum(gap > 0 for gap, _ in gaps)
        ahead = 1 + sum(gap > spread for gap, spread in gaps)
        behind = 1 + sum(gap >= -spread for gap, spread in gaps if spread or gap > 0)
        return place, (ahead, max(behind, place))

    def _move(self, view: View) -> Fraction | None:
        bases, close = view.bases(self.period), view.close()
        base = view.from_price(bases[0]) if bases else None
        return None if close is None or base is None or base <= 0 else (close / base - 1) * 100

    def _evidence(self, view: View, moves: list[tuple[View, Fraction | None]]) -> tuple[Evidence, ...]:
        views = [view, *(other for other, _ in moves)]
        rows = [(v, base.row, "base") for v in views for base in v.bases(self.period)[:1]]
        rows += [(v, v.row, "close") for v in views]
        return tuple(v.evidence(row, label=f"{v.listing.name}, {what}") for v, row, what in rows)

    def _lacking(self, view: View) -> Reading:
        return Reading(
            "percent, close to close",
            Fit.UNKNOWN,
            f"the move of {view.listing.name} is not known",
            rules=("S13.2", "S18.1"),
            needs=f"the closes of {view.listing.name}",
            flags=("stale-data",),
        )


def _who(view: View) -> tuple[str, str]:
    return view.listing.symbol, view.listing.name


def _signed(x: Fraction) -> str:
    return f"{'-' if x < 0 else '+'}{decimal_text(abs(x), 2)}%"


def _open(reading: Reading, rule: str, needs: str, flags: tuple[str, ...] = ()) -> Reading:
    """The same, undecided."""
    return replace(reading, fit=Fit.UNKNOWN, rules=(*reading.rules, rule), needs=needs, flags=flags)
