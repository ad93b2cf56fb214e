"""direction: up, down or flat, without a number."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from factcheck.periods import Period
from factcheck.readings import Chart, Fit, Reading, Standing
from factcheck.statements import Direction, Flatness, decimal_text, flat_fit
from factcheck.verifiers import Session, Verifier, verifies
from factcheck.verifiers.change import _below_zero, _missing_base, _no_base
from factcheck.views import Base, View


@verifies("direction")
@dataclass(frozen=True, kw_only=True)
class DirectionClaim(Verifier):
    """Default: the sign of the unrounded change from close to close; flat, steady, unchanged and
    little changed each have their own tolerance. Admitted while the market was open or the time is
    unknown: any price of the day. Undecidable: a base or end close is missing."""

    direction: Direction
    flatness: Flatness | None = None
    period: Period = Period("day")
    session: Session | None = None

    example = "Hong Kong stocks rose on 2025-02-21"
    worked = (
        "1000.00 999.60 | "
        "slipped: pass | "
        "was unchanged: pass-rounding | "
        "closed higher: fail"
    )

    def readings(self, view: View) -> tuple[Reading, ...]:
        bases = view.bases(self.period)
        if not bases:
            return (_no_base(view, self.period),)
        price = view.from_price(bases[0])
        if price is None:
            return (_missing_base(view, bases[0]),)
        if price == 0 or (price < 0 and self.direction is Direction.FLAT):
            return (_below_zero(view, bases[0]),)
        return self._readings(view, bases[0], price)

    def _readings(self, view: View, base: Base, price: Fraction) -> tuple[Reading, ...]:
        close = self._at_close(view, base, price)
        if self.session is Session.CLOSE or close.fit is Fit.TRUE:
            return (close,)
        return (close, self._during(view, price))

    def _fit(self, view: View, x: Fraction) -> tuple[Fit, tuple[str, ...]]:
        close = view.close()
        spread = 200 * view.slack(close) / abs(close) if close else Fraction(0)
        if self.direction is Direction.FLAT:
            return flat_fit(x, self.flatness or Flatness.FLAT, view.policy, spread)
        size = x * self.direction.sign
        if size > spread:
            return Fit.TRUE, ()
        if size <= -spread:
            return Fit.FALSE, ()
        # the prices at hand say the other way, by less than they are sure of: neither is told (S10.3)
        return (Fit.ROUGHLY if size > 0 else Fit.UNKNOWN), ("boundary",)

    def _at_close(self, view: View, base: Base, price: Fraction) -> Reading:
        close = view.close()
        if close is None:
            day = view.day.isoformat()
            return Reading(
                "close",
                Fit.UNKNOWN,
                f"the close of {day} is missing",
                rules=("S5.3", "S18.1"),
                flags=("stale-data",),
                needs=f"the close of {day}",
            )
        x = (close - price) / abs(price) * 100
        fit, flags = self._fit(view, x)
        number = decimal_text(abs(x), 2 if abs(x) >= Fraction("0.005") or not x else 4)
        size = f"{number}%" if price > 0 else f"from {view.price(price)} to {view.price(close)}"
        word = "unchanged" if x == 0 else f"{'up' if x > 0 else 'down'} {size}"
        over = "" if str(self.period) == "day" else f" {self.period.words}"
        base_label = f"base: close {view.date_of(base.row).isoformat()}"
        rules = ("S5.4",) if self.direction is Direction.FLAT else ("S5.3",)
        return Reading(
            "close",
            fit,
            f"closed {word}{over}",
            measured=decimal_text(x, 4) if price > 0 else decimal_text(close - price, 4),
            flags=flags,
            rules=(*rules, base.rule),
            needs="an official close" if fit is Fit.UNKNOWN else "",
            evidence=(view.evidence(base.row, label=base_label), view.evidence(view.row)),
            correction=f"closed {word}{over}",
            chart=path_chart(
                view, price, f"{view.listing.name}, {self.period.words}, {view.day.isoformat()}"
            ),
        )

    def _during(self, view: View, price: Fraction) -> Reading:
        day, wide = view.range(), view.widened()
        if day is None or wide is None:
            return Reading(
                "during the session",
                Fit.UNKNOWN,
                "the day's high and low are missing",
                standing=Standing.DURING,
                rules=("S16.3",),
                needs=f"the high and low of {view.day.isoformat()}",
            )
        moves = [(p - price) / abs(price) * 100 for p in wide]
        if self.direction is Direction.FLAT:
            near = min(moves, key=abs) if moves[0] * moves[1] > 0 else Fraction(0)
            fit, _ = flat_fit(near, self.flatness or Flatness.FLAT, view.policy)
            reached = fit is not Fit.FALSE
        else:
            reached = max(m * self.direction.sign for m in moves) > 0
        ends = f"{view.price(day[0])} to {view.price(day[1])}"
        says = f"the day's range was {ends} against {view.price(price)} before"
        return Reading(
            "during the session",
            Fit.SOMETIME if reached else Fit.FALSE,
            says,
            standing=Standing.DURING,
            rules=("S16.3",),
            evidence=view.day_evidence(),
        )


def path_chart(view: View, base: Fraction, title: str) -> Chart:
    """The session as one bar, against what it is measured from."""
    day, close, first = view.range(), view.close(), view.prices.exact(view.prices.open, view.row)
    return Chart(
        "day",
        title,
        base=float(base),
        low=float(day[0]) if day else None,
        high=float(day[1]) if day else None,
        open=float(first) if first is not None else None,
        close=float(close) if close is not None else None,
        unit=view.listing.currency or "",
    )
