"""market_cap: value of a company or market, or money won and lost."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from factcheck.figures import stated_permit
from factcheck.periods import Period, Window
from factcheck.readings import Evidence, Fit, Reading
from factcheck.statements import Direction, Hedge, Stated, decimal_text
from factcheck.verifiers import Session, Verifier, verifies
from factcheck.views import View


@verifies("market_cap")
@dataclass(frozen=True, kw_only=True)
class MarketCap(Verifier):
    """Undecidable without share counts by class and date, and the universe of markets. With a dated
    share count (`shares`) a company's value or gain is at best true to rounding; with the value at
    the start (`start`) an index' change may refute a claim (three times too large, or the wrong
    sign), never confirm it."""

    direction: Direction | None = None
    value: Stated | None = None
    unit: str | None = None
    hedge: Hedge | None = None
    period: Period = Period("day")
    window: Window | None = None
    session: Session | None = None
    shares: Stated | None = None  # shares outstanding
    start: Stated | None = None  # the value at the start of the period

    example = "the rally added more than $1.3 trillion in a month"
    needs = "share counts by class and date, and the universe of markets that the total covers"
    rules = ("S14.1",)

    def lacks(self) -> str:
        gain = self.direction is not None and self.start is not None  # a value alone has no bound
        return "" if self.value is not None and (self.shares or gain) else self.needs

    def readings(self, view: View) -> tuple[Reading, ...]:
        bases, close = view.bases(self.period), view.close()
        base = view.close(bases[0].row) if bases else None
        if close is None or (base is None and self.direction is not None) or self.value is None:
            return (
                Reading(
                    "closes",
                    Fit.UNKNOWN,
                    "a close is missing",
                    rules=("S14.1", "S18.1"),
                    needs="both closes of the period",
                ),
            )
        evidence = [view.evidence(view.row)] + ([view.evidence(bases[0].row)] if bases else [])
        if self.shares is not None:
            return (self._by_shares(view, close, base, tuple(evidence)),)
        return (self._bounded(view, close, base, tuple(evidence)),)

    def _by_shares(
        self, view: View, close: Fraction, base: Fraction | None, evidence: tuple[Evidence, ...]
    ) -> Reading:
        """S14.2: shares × price, or × its change; true to rounding at best."""
        assert self.shares is not None
        assert self.value is not None
        price = close
        if self.direction is not None and base is not None:
            price = (close - base) * self.direction.sign
        amount = self.shares.value * price
        directed = self.direction is not None
        fit, flags = stated_permit(view, self.value, self.hedge, None, directed=directed).fit(amount)
        fit = Fit.ROUGHLY if fit is Fit.TRUE else fit
        text = f"{float(abs(amount)):,.0f}"
        return Reading(
            "shares × price",
            fit,
            f"{self.shares} shares make {text} {view.listing.currency or ''}".rstrip(),
            measured=decimal_text(amount, 0),
            flags=flags,
            rules=("S14.2",),
            evidence=evidence,
            correction=f"{self._verb(close, base)} {text} {view.listing.currency or ''}".rstrip(),
        )

    def _verb(self, close: Fraction, base: Fraction | None) -> str:
        if self.direction is None or base is None:
            return "is worth"
        return "gained" if close >= base else "lost"

    def _bounded(
        self, view: View, close: Fraction, base: Fraction | None, evidence: tuple[Evidence, ...]
    ) -> Reading:
        """S14.3: more than three times the implied gain, or the other sign, refutes."""
        assert self.start is not None
        assert self.value is not None
        assert self.direction is not None
        assert base is not None
        gain = (close / base - 1) * self.start.value
        implied = gain * self.direction.sign
        most = view.policy.market_value_bound * implied
        refuted = implied <= 0 or (self.value.value > most and self.hedge not in _UPPER)
        says = f"the index' change on {self.start} implies {float(gain):,.0f}"
        return Reading(
            "implied by the index",
            Fit.FALSE if refuted else Fit.UNKNOWN,
            says,
            rules=("S14.3",),
            measured=decimal_text(implied, 0),
            evidence=evidence,
            needs="" if refuted else self.needs,
        )


_UPPER = (Hedge.LESS_THAN, Hedge.AT_MOST)  # true of any smaller sum
