"""Figures: a stated number held against the close, and against the day's range (S2.5, S16)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import cached_property

from factcheck.periods import long_date
from factcheck.prices import MISSING, Quote
from factcheck.readings import Chart, Evidence, Fit, Reading, Standing
from factcheck.statements import (
    Band,
    Direction,
    Hedge,
    Permit,
    Stated,
    decimal_text,
    exact_text,
    permit,
    telling_decimals,
)
from factcheck.views import Moment, Session, View, grouped


@dataclass(frozen=True)
class Figure:
    """One stated number about one price P of the claim's session: what P must be for it to be true.

    `measure` turns P into the magnitude the statement is about, in the stated unit (a fall of 3%
    measures 3); `price` is its inverse. `spread` is the uncertainty of the magnitude (2 delta).
    """

    stated: Stated
    permit: Permit
    measure: Callable[[Fraction], Fraction]
    price: Callable[[Fraction], Fraction]
    spread: Callable[[Fraction], Fraction]
    say: Callable[[Fraction, int], str]  # a magnitude with so many decimals: "up 6.53%"
    rules: tuple[str, ...]
    hedge: Hedge | None = None
    evidence: tuple[Evidence, ...] = ()
    base: Fraction | None = None
    decimals: int = 2
    most: int = 6  # decimals that prices have
    label: str = ""  # the stated number as a reader expects it: "4.7%"

    def digits(self, x: Fraction) -> int:
        """Decimals to show `x` with: one more than stated, at least the usual ones."""
        if self.stated.words:
            return self.decimals
        return max(telling_decimals(x, self.stated, self.most), self.decimals)

    def rounds_to_stated(self, x: Fraction) -> bool:
        """Whether a correction would print the stated number again."""
        shown = self.stated.decimals
        return not self.stated.words and decimal_text(x, shown) == decimal_text(
            self.stated.value, shown
        )

    @property
    def is_price(self) -> bool:
        """Whether what was stated is itself the price it means, and no rounder than it is written."""
        low, high = self.stated_prices
        exact = low is not None and high is not None and high - low <= Fraction(1, 10**self.stated.decimals)
        return exact and self.price(self.stated.value) == self.stated.value

    @property
    def as_stated(self) -> int:
        """Decimals of a corrected figure: as many as were stated, one at least for a percentage."""
        return max(self.stated.decimals, int(self.label.endswith("%") or self.stated.words))

    def implied(self, band: Band) -> tuple[Fraction | None, Fraction | None]:
        """The prices that `band` of magnitudes means, low end first; None is unbounded."""
        ends = [None if edge is None else self.price(edge) for edge in (band.low, band.high)]
        return (ends[0], ends[1]) if self.rising else (ends[1], ends[0])

    @cached_property
    def stated_prices(self) -> tuple[Fraction | None, Fraction | None]:
        """The prices that make the statement true."""
        return self.implied(self.permit.true)

    @cached_property
    def rising(self) -> bool:
        """Whether a larger magnitude is a higher price."""
        return self.price(Fraction(1)) > self.price(Fraction(0))

    def excused(self) -> tuple[Fraction, Fraction] | None:
        """The lowest and the highest price that slack and uncertainty still excuse, where there are both."""
        found = []
        for band in (self.permit.true, *(band for band, _ in self.permit.slack)):
            if band.low is None or band.high is None:
                return None
            low, high = band.low - self.spread(band.low), band.high + self.spread(band.high)
            found += [self.price(low), self.price(high)]
        return min(found), max(found)


def figure_readings(
    view: View, figure: Figure, session: Session | None, title: str
) -> tuple[Reading, ...]:
    """The readings of a figure: the close, and any price of the session where words allow it (S16.3)."""
    if session == Session.AFTER_HOURS:
        return (_outside_hours(figure),)
    if session == Session.OPEN:
        return (_at_open(view, figure),)
    if figure.hedge == Hedge.UP_TO:
        return (_extreme_of_day(view, figure, title),)
    closed = session == Session.CLOSE
    close = _at_close(view, figure, title, closed)
    return (close, *(() if closed else _quoted(view, figure)), _during(view, figure, closed))


def _at_close(view: View, figure: Figure, title: str, closed: bool) -> Reading:
    price = view.close()
    band = figure.permit.true
    chart = day_chart(view, figure, title)
    if price is None:
        return Reading(
            "close",
            Fit.UNKNOWN,
            f"there is no close for {view.day.isoformat()}",
            rules=("S18.1", *figure.rules),
            flags=("stale-data",),
            needs=f"the close of {view.day.isoformat()}",
            chart=chart,
        )
    x = figure.measure(price)
    fit, flags = _fit(figure, x)
    trigger = ""
    if fit is Fit.TRUE and _is_exaggerated(view, figure, x, closed):
        trigger = "M8"
    digits = figure.digits(x)
    return Reading(
        "close",
        fit,
        f"closed {figure.say(x, digits)}",
        measured=decimal_text(x, digits),
        permitted=permitted_texts(band),
        flags=flags,
        rules=figure.rules,
        evidence=(*figure.evidence, view.evidence(view.row)),
        trigger=trigger,
        needs="an official close" if fit is Fit.UNKNOWN else "",
        correction=None
        if figure.rounds_to_stated(x)
        else f"closed {figure.say(x, figure.as_stated)}",
        near_boundary=any(abs(x - e) <= figure.spread(x) for e in figure.permit.edges()),
        implied=_bounded(figure.stated_prices),
        excused=figure.excused(),
        chart=chart,
    )


def _fit(figure: Figure, x: Fraction) -> tuple[Fit, tuple[str, ...]]:
    """How a magnitude fits (S2.5). A move for which only the uncertainty of the prices speaks is told neither
    true nor false where they say the other way, or are as unsure as the move that is stated is large."""
    fit, flags = figure.permit.fit(x, figure.spread(x))
    if fit is not Fit.ROUGHLY or figure.base is None or figure.permit.fit(x)[0] is not Fit.FALSE:
        return fit, flags
    untold = x <= 0 or figure.spread(x) >= abs(figure.stated.value)
    return (Fit.UNKNOWN, ("boundary",)) if untold else (fit, flags)


def _is_exaggerated(view: View, figure: Figure, x: Fraction, closed: bool) -> bool:
    """M8; of a session that was or may have been running when it was written, only where all its prices
    are so far beyond what is stated: the close was not known (S16.8), unless the words speak of it."""
    band, day = figure.permit.misleading, view.range()
    if band is None or x not in band or closed or view.moment is Moment.AFTER:
        return band is not None and x in band
    return day is not None and all(figure.measure(price) in band for price in day)


def _quoted(view: View, figure: Figure) -> tuple[Reading, ...]:
    """Prices seen that day: near the time of writing they confirm, at another time they show that
    the figure was reached (S16.6)."""
    found = []
    for quote in view.quotes:
        x = figure.measure(quote.price)
        fit, flags = figure.permit.fit(x)
        if fit is Fit.FALSE:
            continue
        at = quote.moment.astimezone(view.calendar.zone)
        timely = _timely(view, quote)
        shown = figure.digits(x)
        says = f"at {at:%H:%M} it was quoted at {view.price(quote.price)}, {figure.say(x, shown)}"
        found.append(
            Reading(
                f"quote at {at:%H:%M}",
                fit if timely else Fit.SOMETIME,
                says,
                measured=decimal_text(x, shown),
                flags=flags,
                rules=("S16.6",),
                standing=Standing.QUOTED if timely else Standing.DURING,
                evidence=(
                    Evidence(
                        f"quote {at:%H:%M}", at.isoformat(), exact_text(quote.price), quote.source
                    ),
                ),
            )
        )
    return tuple(found)


def _timely(view: View, quote: Quote) -> bool:
    """Whether a quote is from the hour before publication (K10)."""
    if view.published is None:
        return False
    window = timedelta(minutes=view.policy.publication_window_minutes)
    return view.published - window <= quote.moment <= view.published


def _during(view: View, figure: Figure, closed: bool) -> Reading:
    """Whether some price of the session makes the figure true (S16.3); for closes only a flag (S16.5)."""
    day = view.range()
    bands = [figure.permit.true, *(band for band, _ in figure.permit.slack)]
    stated = _interval_words(view, figure)
    if day is None:
        return Reading(
            "during the session",
            Fit.FALSE if closed else Fit.UNKNOWN,
            "the high and low of the day are missing",
            standing=Standing.DURING,
            rules=("S16.3",),
            needs=f"the high and low of {long_date(view.day)}, to tell whether {stated} was reached",
        )
    low, high = sorted(figure.measure(price) for price in view.widened() or day)
    touched = any(band.meets(low, high) for band in bands)
    words = f"{view.price(day[0])} to {view.price(day[1])}"
    evidence = view.day_evidence()
    if touched != (low <= figure.stated.value <= high):  # by what rounding leaves open
        stated = _interval_words(view, figure, rounded=True)
    if closed or not touched:
        says = f"{stated} lies {'inside' if touched else 'outside'} the day's range of {words}"
        flags = ("was-intraday",) if touched else ()
        return Reading(
            "during the session",
            Fit.FALSE,
            says,
            standing=Standing.DURING,
            flags=flags,
            rules=("S16.5" if touched else "S16.3",),
            evidence=evidence,
        )
    return Reading(
        "during the session",
        Fit.SOMETIME,
        f"{stated} lies inside the day's range of {words}",
        standing=Standing.DURING,
        rules=("S16.2", "S16.3"),
        evidence=evidence,
    )


def _extreme_of_day(view: View, figure: Figure, title: str) -> Reading:
    """ "As much as v": the day's extreme against the statement (S16.7)."""
    name = "high" if figure.rising else "low"
    column = view.prices.high if figure.rising else view.prices.low
    price = view.prices.exact(column, view.row)
    if price is None:
        return Reading(
            "the day's extreme",
            Fit.UNKNOWN,
            f"the day's {name} is missing",
            rules=("S16.7",),
            needs=f"the {name} of {view.day.isoformat()}",
            chart=day_chart(view, figure, title),
        )
    x = figure.measure(price)
    fit, flags = _fit(figure, x)
    later = view.moment is not Moment.AFTER and x > figure.stated.value
    if fit is Fit.FALSE and later:
        fit = Fit.SOMETIME
    digits = figure.digits(x)
    return Reading(
        "the day's extreme",
        fit,
        f"the day's {name} was {figure.say(x, digits)}",
        measured=decimal_text(x, digits),
        permitted=permitted_texts(figure.permit.true),
        flags=flags,
        rules=("S16.7",),
        needs=f"an official {name}" if fit is Fit.UNKNOWN else "",
        evidence=(*figure.evidence, view.evidence(view.row, name)),
        correction=f"moved as much as {figure.say(x, figure.as_stated)}",
        chart=day_chart(view, figure, title),
    )


def _at_open(view: View, figure: Figure) -> Reading:
    price = view.prices.exact(view.prices.open, view.row)
    if price is None:
        return Reading(
            "open",
            Fit.UNKNOWN,
            "the day's open is missing",
            rules=("S16.3",),
            needs=f"the open of {view.day.isoformat()}",
        )
    x = figure.measure(price)
    fit, flags = _fit(figure, x)
    digits = figure.digits(x)
    return Reading(
        "open",
        fit,
        f"opened {figure.say(x, digits)}",
        measured=decimal_text(x, digits),
        permitted=permitted_texts(figure.permit.true),
        flags=flags,
        rules=figure.rules,
        evidence=(*figure.evidence, view.evidence(view.row, "open")),
        correction=f"opened {figure.say(x, figure.as_stated)}",
    )


def _outside_hours(figure: Figure) -> Reading:
    return Reading(
        "outside trading hours",
        Fit.UNKNOWN,
        "daily prices do not show it",
        rules=("S16.7",),
        needs="prices from before the open or after the close",
    )


def stated_permit(
    view: View,
    stated: Stated,
    hedge: Hedge | None,
    upper: Stated | None,
    *,
    level: bool = False,
    ratio: bool = False,
    directed: bool = False,
) -> Permit:
    """`statements.permit` under the view's policy."""
    return permit(
        stated, hedge, view.policy, level=level, ratio=ratio, upper=upper, directed=directed
    )


def day_chart(view: View, figure: Figure, title: str) -> Chart:
    """The session as one bar, its base and what was stated."""
    prices, row = view.prices, view.row
    bounded = _bounded(figure.stated_prices)

    def number(name: str) -> float | None:
        units = int(getattr(prices, name)[row])
        return None if units == MISSING else units / 10**prices.decimals

    return Chart(
        "day",
        title,
        base=None if figure.base is None else float(figure.base),
        low=number("low"),
        high=number("high"),
        open=number("open"),
        close=number("close"),
        stated=None if bounded is None else (float(bounded[0]), float(bounded[1])),
        unit=view.listing.currency or "",
    )


def moved(direction: Direction | None, x: Fraction, number: str) -> str:
    """ "up 6.53%", "down 1.2%"; `x` is the signed move, `number` its size in words."""
    if x == 0:
        return "unchanged"
    return f"{'up' if x > 0 else 'down'} {number}"


def percent(x: Fraction, decimals: int) -> str:
    return f"{decimal_text(abs(x), decimals)}%"


def _interval_words(view: View, figure: Figure, *, rounded: bool = False) -> str:
    said = figure.label or figure.stated.text
    if figure.is_price and not rounded:
        return said
    low, high = figure.stated_prices
    if low is not None and high is not None:
        ends = sorted(
            {view.price(low), view.price(high)}, key=lambda t: Fraction(t.replace(",", ""))
        )
        where = f"at {ends[0]}" if len(ends) == 1 else f"at {ends[0]} to {ends[1]}"
    elif low is not None:
        where = f"above {view.price(low)}"
    else:
        where = f"below {view.price(high)}" if high is not None else "at any price"
    return f"{said} (a price {where})"


def _bounded(ends: tuple[Fraction | None, Fraction | None]) -> tuple[Fraction, Fraction] | None:
    return None if ends[0] is None or ends[1] is None else (ends[0], ends[1])


def permitted_texts(band: Band) -> tuple[str, str]:
    """Both ends as exact text, "" where there is none."""
    return tuple("" if edge is None else exact_text(edge) for edge in (band.low, band.high))  # type: ignore[return-value]


__all__ = ["Figure", "figure_readings", "grouped", "moved", "percent", "stated_permit"]
