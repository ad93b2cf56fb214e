"""level: a price, index level or yield at a moment."""

from __future__ import annotations

from dataclasses import dataclass, replace

from factcheck.figures import Figure, figure_readings, stated_permit
from factcheck.readings import Fit, Reading
from factcheck.statements import Hedge, Stated, decimal_text
from factcheck.verifiers import Session, Verifier, verifies
from factcheck.views import View, grouped


@verifies("level")
@dataclass(frozen=True, kw_only=True)
class Level(Verifier):
    """Default: the close. Admitted while the market was open or the time is unknown: any price of
    the day. A share's level is compared with the price as it was traded then; the figure adjusted
    for later splits is accepted with a note. Undecidable: the bar is missing."""

    value: Stated
    unit: str = "points"
    hedge: Hedge | None = None
    upper: Stated | None = None
    session: Session | None = None

    example = "S&P 500 closed at 6,013.13 on 2025-02-21"
    worked = (
        "1010.00 999.60 | "
        "closed at 999.60: pass | "
        "closed at 999.5: fail"
    )

    def readings(self, view: View) -> tuple[Reading, ...]:
        found = figure_readings(view, self.figure(view), self.session, self._title(view))
        close = view.close()
        if close is None or close >= 0 or found[0].fit is not Fit.FALSE:
            return found
        fit, _ = self.figure(view).permit.fit(-close, view.slack(close))
        return found if fit is Fit.FALSE else (_below_zero(found[0]),)

    def figure(self, view: View) -> Figure:
        permit = stated_permit(view, self.value, self.hedge, self.upper, level=True)
        absolute = view.listing.type == "yield"
        return Figure(
            self.value,
            permit,
            lambda p: p,
            lambda x: x,
            view.slack,
            lambda x, digits: f"at {grouped(decimal_text(x, digits))}",
            ("S8.1", "S5.5" if self.hedge else "S5.1"),
            self.hedge,
            decimals=min(view.prices.decimals, 3 if absolute else 2),
            most=max(
                self.value.decimals,
                view.prices.decimals if absolute else view.listing.decimals or 2,
            ),
        )

    def _title(self, view: View) -> str:
        return f"{view.listing.name}, {view.day.isoformat()}"


def _below_zero(reading: Reading) -> Reading:
    """A number is written without its sign, which only a price below zero needs."""
    return replace(
        reading,
        fit=Fit.UNKNOWN,
        says=f"{reading.says}, below zero",
        needs="whether a price below zero is meant",
        correction=None,
    )
