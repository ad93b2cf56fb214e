"""rank: position among the instruments named, or among an index' members."""

from __future__ import annotations

from dataclasses import dataclass
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
    day are not known, or a close is missing and no larger move refutes it."""

    direction: Direction = Direction.UP  # up: gainers, down: losers
    value: Stated | None = None  # the place; none: among the first
    among: tuple[str, ...] = ()  # every other member of the set
    period: Period = Period("day")
    session: Session | None = None

    example = "Lenovo top gainer among Alibaba, Xiaomi and Tencent on 2025-02-21"
    needs = "the prices of every member of the set on that day, listed under 'among'"
    rules = ("S13.2",)

    def lacks(self) -> str:
        return "" if len(self.among) > 1 else self.needs

    def others(self) -> tuple[str, ...]:
        return self.among

    def readings(self, view: View) -> tuple[Reading, ...]:
        mine = self._move(view)
        others = [v for v in view.others if _who(v) != _who(view)]  # the text may list it as well
        moves = [(other, self._move(other)) for other in others]
        if not moves:
            return (Reading("percent, close to close", Fit.UNKNOWN, "no other is named", needs=self.needs),)
        if mine is None:
            return (self._lacking(view),)
        sign = self.direction.sign
        ahead = [other for other, move in moves if move is not None and sign * move > sign * mine]
        unknown = [other for other, move in moves if move is None]
        place = len(ahead) + 1
        wanted = int(self.value.value) if self.value else max(1, (len(moves) + 1) // 4)
        right = place == wanted if self.value else place <= wanted
        if unknown and (right or place < wanted):
            return (self._lacking(unknown[0]),)
        best = max(moves, key=lambda m: sign * m[1] if m[1] is not None else Fraction(-1000))
        word, other, size = "best" if sign > 0 else "worst", best[0].listing.name, len(moves) + 1
        says = (
            f"moved {_signed(mine)}, place {place} of {size}; the {word} of the others "
            f"was {other} with {_signed(best[1] or Fraction(0))}"
        )
        behind = f"the {ordinal(str(place))} {word} of {size}, after {other}"
        return (
            Reading(
                "percent, close to close",
                Fit.TRUE if right else Fit.FALSE,
                says,
                measured=str(place),
                rules=("S13.2",),
                evidence=self._evidence(view, moves),
                correction=behind if place > 1 else f"the {word} of {size}",
                chart=moves_chart(
                    [(view, mine), *((other, move) for other, move in moves if move is not None)],
                    self.period,
                ),
            ),
        )

    def _move(self, view: View) -> Fraction | None:
        bases, close = view.bases(self.period), view.close()
        base = view.from_price(bases[0]) if bases else None
        return None if close is None or base is None or base <= 0 else (close / base - 1) * 100

    def _evidence(
        self, view: View, moves: list[tuple[View, Fraction | None]]
    ) -> tuple[Evidence, ...]:
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
