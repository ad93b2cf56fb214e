"""change: a signed move over a period, with a number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from factcheck.figures import Figure, figure_readings, moved, stated_permit
from factcheck.periods import Period, long_date
from factcheck.readings import Fit, Reading, Standing
from factcheck.statements import Direction, Hedge, Permit, Stated, decimal_text
from factcheck.verifiers import Session, Verifier, verifies
from factcheck.views import Base, View, grouped

Move = Callable[[Fraction], Fraction]
OUT_OF_REACH = Fraction(1, 10**6)


@verifies("change")
@dataclass(frozen=True, kw_only=True)
class Change(Verifier):
    """Default: close against the close the period starts from. Admitted while the market was open
    or the time is unknown: any price of the day. Also read: a loose month or week, a percent of a
    yield as percentage points, a week from Monday's open and a year from its first close (both
    misleading). Undecidable: a base or end close is missing."""

    direction: Direction | None = None
    value: Stated
    unit: str = "percent"
    hedge: Hedge | None = None
    upper: Stated | None = None  # "between value and upper"
    period: Period = Period("day")
    session: Session | None = None

    example = "Hang Seng Index +3.99% on 2025-02-21"
    worked = (
        "100.00 104.73 | "
        "closed up 4.7%: pass | "
        "closed almost 5% higher: pass | "
        "closed up 4.8%: fail | "
        "closed over 5% higher: fail"
    )

    def readings(self, view: View) -> tuple[Reading, ...]:
        bases = view.bases(self.period)
        if not bases:
            return (_no_base(view, self.period),)
        found: list[Reading] = []
        for base in bases:
            price = view.from_price(base)
            if price is None:
                if base is bases[0]:
                    return (_missing_base(view, base),)
                if base.loose:  # it may be what the words were measured from (S1.8)
                    found.append(replace(_missing_base(view, base), standing=Standing.LOOSE))
                continue
            found += self._from(view, base, price, first=base is bases[0])
        return tuple(found)

    def _from(self, view: View, base: Base, price: Fraction, *, first: bool) -> list[Reading]:
        if price <= 0 and (self.unit in ("percent", "ratio") or _of_the_return(self.unit, view)):
            return [_below_zero(view, base)]
        readings = [
            self._on_ex_date(view, self._based(reading, base), price)
            for reading in self._figures(view, base, price)
        ]
        if first and view.listing.type == "yield" and self.unit == "percent":
            readings += self._as_points(view, base, price)
        return readings if first else [_demoted(readings[0], base)]

    def _figures(self, view: View, base: Base, price: Fraction) -> tuple[Reading, ...]:
        """The readings from one base. A quote currency's percent is its own (S3.9); the pair's with
        its sign turned is as good while the two agree to within 0.1 percentage point."""
        title = self._title(view)
        pair = figure_readings(view, self.figure(view, base, price), self.session, title)
        close = view.close()
        if not view.inverse or self.unit != "percent" or close is None or close <= 0:
            return pair
        own = figure_readings(view, self.figure(view, base, price, own=True), self.session, title)
        if own[0].fit is Fit.FALSE and self._beyond_all(view):
            return own[:1]
        apart = abs((close / price - 1) + (price / close - 1)) * 100
        if own[0].fit is Fit.FALSE and pair[0].fit is not Fit.FALSE and apart <= Fraction(1, 10):
            return pair
        return own

    def _beyond_all(self, view: View) -> bool:
        """A currency cannot fall by 100%: no price of the day would do (S3.9)."""
        fell = self.direction is Direction.UP  # turned: the pair's rise
        band = self._permit(view).true
        return fell and band.low is not None and band.low >= 100

    def figure(self, view: View, base: Base, price: Fraction, *, own: bool = False) -> Figure:
        """The stated move from `price` as a statement about the session's price; `own` measures a
        quote currency by itself."""
        sign = self._sign(view, price)
        units = _RETURNS if _of_the_return(self.unit, view) else _UNITS
        measure, inverse = (_quote_percent if own else units[self.unit])(price, sign)
        shown = -sign if view.inverse else sign
        permit = self._permit(view)
        name = "open" if base.opening else "close"
        return Figure(
            self.value,
            permit,
            measure,
            inverse,
            self._spread(view, price),
            lambda x, digits: self._told(view, base, x * shown, digits),
            (base.rule, "S5.5" if self.hedge else "S5.1"),
            self.hedge,
            (view.evidence(base.row, name, f"base: {name} {view.date_of(base.row).isoformat()}"),),
            price,
            0 if self.unit == "bp" else 2,
            label=self._label(view),
        )

    def _permit(self, view: View) -> Permit:
        return stated_permit(
            view,
            self.value,
            self.hedge,
            self.upper,
            ratio=self.unit == "ratio",
            directed=self.direction in (Direction.UP, Direction.DOWN) and self.unit != "ratio",
        )

    def _sign(self, view: View, base: Fraction) -> int:
        if self.unit == "ratio":
            return 1
        if self.direction is not None and self.direction.sign:
            return self.direction.sign
        close = view.close()
        return -1 if close is not None and close < base else 1

    def _spread(self, view: View, base: Fraction) -> Callable[[Fraction], Fraction]:
        if view.listing.type == "yield":
            scale = {
                "bp": Fraction(100),
                "points": Fraction(1),
                "price": Fraction(1),
                "pp": Fraction(1),
            }
            factor = scale.get(self.unit, 100 / base if base else Fraction(0))
            return lambda x: 2 * view.delta * factor
        if self.unit in ("percent", "ratio") or _of_the_return(self.unit, view):
            size = {"ratio": 1, "bp": 10_000}.get(self.unit, 100)
            return lambda x: 2 * view.delta * size
        return lambda x: 2 * view.delta * base * (100 if self.unit == "bp" else 1)

    def _number(self, view: View, size: Fraction, digits: int) -> str:
        number = grouped(decimal_text(size, digits))
        if self.unit == "percent":
            return f"{number}%"
        if self.unit == "ratio":
            return f"{number} times"
        word = {"points": "points", "bp": "basis points", "pp": "percentage points"}.get(
            self.unit, view.listing.currency or ""
        )
        return f"{number} {word}".rstrip()

    def _told(self, view: View, base: Base, move: Fraction, digits: int) -> str:
        number = self._number(view, abs(move), digits)
        if self.unit == "ratio":
            return f"at {number} {base.words}"
        return moved(self.direction, move, number) + self._over()

    def _label(self, view: View) -> str:
        if self.unit == "ratio":
            return f"{self.value} times"
        unit = {
            "percent": "%",
            "points": " points",
            "bp": " basis points",
            "pp": " percentage points",
        }.get(self.unit)
        number = str(self.value)
        number = f"about {decimal_text(self.value.value, 1)}" if self.value.words else number
        return (
            f"{number}{unit if unit is not None else ' ' + (view.listing.currency or '')}".rstrip()
        )

    def _over(self) -> str:
        return "" if str(self.period) == "day" else f" {self.period.words}"

    def _title(self, view: View) -> str:
        return f"{view.listing.name}, {self.period.words}, {view.day.isoformat()}"

    def _on_ex_date(self, view: View, reading: Reading, price: Fraction) -> Reading:
        """S3.6: what a dividend of the day does to the base is said."""
        paid = view.dividend()
        if not paid or str(self.period) != "day":
            return reading
        base = view.price(price)
        told = f"The day was ex dividend ({decimal_text(paid, 4)}); the change is measured from {base}."
        return replace(
            reading,
            flags=(*reading.flags, "ex-date-base"),
            notes=(*reading.notes, told),
            rules=(*reading.rules, "S3.6"),
        )

    def _based(self, reading: Reading, base: Base) -> Reading:
        if str(self.period) == "day":
            return reading
        return replace(reading, notes=(*reading.notes, f"Measured from {base.words}."))

    def _as_points(self, view: View, base: Base, price: Fraction) -> list[Reading]:
        """A percent that is right only as percentage points: M6 (S3.10)."""
        other = replace(self, unit="points", session=Session.CLOSE)
        reading = other.readings(view)[0]
        return [
            replace(
                reading,
                name="as percentage points",
                standing=Standing.ADMITTED,
                trigger="M6",
                flags=("unit",),
                rules=("S3.10", "S12.3", "S2.8"),
                says=reading.says.replace(" points", " percentage point"),
                correction=(reading.correction or "").replace(" points", " percentage point"),
            )
        ]


def _percent(base: Fraction, sign: int) -> tuple[Move, Move]:
    whole, one = 100 * sign, base * sign / 100  # few steps, for they are most of a check
    return lambda p: (p - base) * whole / base, lambda x: base + x * one


def _quote_percent(base: Fraction, sign: int) -> tuple[Move, Move]:
    """The quote currency's own percent: B/C - 1, where the pair's direction is `sign`. A fall of
    100% and more has no price; the nearest to it is one out of all reach."""
    return (
        lambda p: -sign * (base / p - 1) * 100,
        lambda x: base / max(1 - sign * x / 100, OUT_OF_REACH),
    )


def _points(base: Fraction, sign: int) -> tuple[Move, Move]:
    return lambda p: sign * (p - base), lambda x: base + sign * x


def _basis_points(base: Fraction, sign: int) -> tuple[Move, Move]:
    return lambda p: sign * (p - base) * 100, lambda x: base + sign * x / 100


def _percent_of_percent(base: Fraction, sign: int) -> tuple[Move, Move]:
    return lambda p: sign * (p / base - 1) * 10_000, lambda x: base * (1 + sign * x / 10_000)


def _of_the_return(unit: str, view: View) -> bool:
    """Percentage points and basis points are of a yield, or of what a price gained (S5.7): a share
    that fell by 16.60 dollars did not fall by 16.6 percentage points."""
    return unit in _RETURNS and view.listing.type != "yield"


def _ratio(base: Fraction, sign: int) -> tuple[Move, Move]:
    return lambda p: p / base, lambda x: base * x


_UNITS = {
    "percent": _percent,
    "points": _points,
    "price": _points,
    "pp": _points,
    "bp": _basis_points,
    "ratio": _ratio,
}

_RETURNS = {"pp": _percent, "bp": _percent_of_percent}


def _demoted(reading: Reading, base: Base) -> Reading:
    """The close reading from another base: loose (S4.7) or unusual (M5)."""
    standing = Standing.LOOSE if base.loose else Standing.ADMITTED
    flag, trigger = ("window-loose", "") if base.loose else ("base", "M5")
    return replace(
        reading,
        name=f"from {base.words}",
        standing=standing,
        flags=(*reading.flags, flag),
        rules=(base.rule, *(() if base.loose else ("S2.8",))),
        trigger=trigger or reading.trigger,
        says=f"{reading.says}, measured from {base.words}",
        chart=None,
        correction=None,
        implied=None,
        fit=Fit.FALSE if reading.fit is Fit.UNKNOWN and not base.loose else reading.fit,
    )


def _no_base(view: View, period: Period) -> Reading:
    first = long_date(view.date_of(0))
    if str(period) == "day" and view.listing.since == view.day:
        needs, says = "the offer price", "it was the first session after listing"
        return Reading("close", Fit.UNKNOWN, says, rules=("S6.2",), needs=needs)
    return Reading(
        "close",
        Fit.UNKNOWN,
        f"the prices at hand start on {first}",
        rules=("S6.2", "S18.11"),
        flags=("short-history",),
        needs=f"the close that '{period}' is measured from, before {first}",
    )


def _missing_base(view: View, base: Base) -> Reading:
    day = long_date(view.date_of(base.row))
    return Reading(
        "close",
        Fit.UNKNOWN,
        f"the close of {day}, which the change is measured from, is missing",
        rules=("S6.2", "S18.1"),
        flags=("stale-data",),
        needs=f"the close of {day}",
    )


def _below_zero(view: View, base: Base) -> Reading:
    day = long_date(view.date_of(base.row))
    return Reading(
        "close",
        Fit.UNKNOWN,
        f"the price of {day} was not above zero, so a percent change means nothing",
        rules=("S18.7",),
        needs="a change in price instead of percent",
    )
