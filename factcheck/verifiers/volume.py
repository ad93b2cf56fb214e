"""volume: shares traded, against their average, their record, or as a count."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from factcheck.figures import stated_permit
from factcheck.periods import Period, Window, long_date
from factcheck.prices import MISSING
from factcheck.readings import Chart, Evidence, Fit, Reading
from factcheck.statements import Direction, Hedge, Stated, decimal_text
from factcheck.verifiers import Session, Verifier, verifies
from factcheck.views import Moment, View
from factcheck.windows import Comparator, judge

USUAL = 30  # sessions of an average that is not named


@verifies("volume")
@dataclass(frozen=True, kw_only=True)
class Volume(Verifier):
    """Default: shares of the day; an average is the mean of the 30 sessions before (or as many as
    named); a record or "busiest since" by the rules of extremes. Undecidable: an index (its volume
    is another quantity with every vendor), money instead of shares, a session still running."""

    direction: Direction | None = None
    value: Stated | None = None
    unit: str | None = None
    hedge: Hedge | None = None
    period: Period = Period("day")
    window: Window | None = None  # 30-session: its average; record or since X: the busiest
    session: Session | None = None

    example = "Tencent volume 50% above its 30-day average on 2025-02-21"

    def readings(self, view: View) -> tuple[Reading, ...]:
        if view.listing.type not in ("share", "etf"):
            return (
                _lacking("volume figures of the exchange itself: vendors' mean another quantity"),
            )
        if self.unit not in (None, "count", "percent", "ratio"):
            return (_lacking("turnover in money; volume counts shares"),)
        if view.moment is Moment.OPEN:
            return (_lacking("volume up to the time of writing"),)
        today = int(view.prices.volume[view.row])
        if today in (MISSING, 0):
            return (_lacking(f"the volume of {long_date(view.day)}"),)
        if self.window is not None and self.window.unit != "session":
            return (self._busiest(view, today, self.window),)
        if self.window is not None or self.unit in ("percent", "ratio"):
            return (self._against_average(view, today),)
        return (self._count(view, today),)

    def _count(self, view: View, today: int) -> Reading:
        if self.value is None:
            return _lacking("a number or a comparison in the claim")
        permit = stated_permit(view, self.value, self.hedge, None)
        fit, flags = permit.fit(Fraction(today), _spread(view) * today)
        return Reading(
            "shares of the day",
            fit,
            f"{today:,} shares were traded",
            measured=str(today),
            flags=flags,
            rules=("S17.1", "S5.1"),
            evidence=(_figure(view, view.row),),
            correction=f"traded {today:,} shares",
            chart=_amounts(view, USUAL, float(self.value.value), "dashed: as stated"),
        )

    def _against_average(self, view: View, today: int) -> Reading:
        n = int(self.window.n) if self.window and self.window.n else USUAL
        past = view.prices.volume[max(0, view.row - n) : view.row]
        if len(past) < n or bool(np.any(past == MISSING)):
            return _lacking(f"the volume of the {n} sessions before")
        mean = Fraction(int(past.sum()), n)
        more = (today / mean - 1) * 100
        sign = -1 if self.direction is Direction.DOWN else 1
        fit = Fit.TRUE if sign * more > 0 else Fit.FALSE
        flags: tuple[str, ...] = ()
        if self.value is not None:
            ratio = self.unit == "ratio"
            permit = stated_permit(view, self.value, self.hedge, None, ratio=ratio, directed=not ratio)
            spread = _spread(view) * (1 if ratio else 100)
            fit, flags = permit.fit(today / mean if ratio else sign * more, spread)
        word = "above" if more >= 0 else "below"
        size = decimal_text(abs(more), 1)
        says = f"{today:,} shares were {size}% {word} the {n}-session mean of {int(mean):,}"
        return Reading(
            "against the average",
            fit,
            says,
            measured=decimal_text(more, 1),
            flags=flags,
            rules=("S17.1",),
            evidence=(
                _figure(view, view.row),
                Evidence(f"mean of {n} sessions", None, str(int(mean))),
            ),
            correction=f"volume {decimal_text(abs(more), 0)}% {word} its {n}-session average",
            chart=_amounts(view, n, float(mean), f"dashed: the mean of the {n} sessions before"),
        )

    def _busiest(self, view: View, today: int, window: Window) -> Reading:
        past = view.prices.volume[: view.row]
        sign = -1 if self.direction is Direction.DOWN else 1
        known = past != MISSING
        rivals = np.flatnonzero(known & (sign * past >= sign * today))
        higher = np.flatnonzero(known & (sign * past > sign * today))
        holes = np.flatnonzero(~known)
        first = view.date_of(0)
        found = Comparator(
            latest=view.date_of(int(rivals[-1])) if len(rivals) else None,
            tie=len(rivals) > 0 and int(past[rivals[-1]]) == today,
            higher=view.date_of(int(higher[-1])) if len(higher) else None,
            known_from=view.date_of(int(holes[-1]) + 1) if len(holes) else first,
            history_from=first,
            complete=view.reaches(view.listing.since) and not len(holes),
        )
        judged = judge(window, view.day, found, view.policy, start=view.counted(window))
        busy = "quiet" if self.direction is Direction.DOWN else "busy"
        last = (
            f"the last day as {busy} was {long_date(found.latest)}"
            if found.latest
            else f"no earlier day was as {busy}"
        )
        most = "quietest" if self.direction is Direction.DOWN else "busiest"
        return Reading(
            "against earlier days",
            judged.fit,
            f"{today:,} shares were traded; {last}",
            measured=str(today),
            flags=judged.flags,
            rules=("S17.1", *judged.rules),
            trigger=judged.trigger,
            needs=judged.needs,
            evidence=(_figure(view, view.row),),
            correction=f"had its {most} day since {long_date(found.latest)}" if found.latest else None,
            chart=_line(view, int(rivals[-1]) if len(rivals) else None, f"the last day as {busy}"),
        )


def _amounts(view: View, sessions: int, level: float, words: str) -> Chart:
    """The shares of each session, and what the last one is held against."""
    points = _points(view, max(0, view.row - sessions))
    title = f"{view.listing.name}, shares a day; {words}"
    return Chart("amounts", title, points, base=level, unit="shares")


def _line(view: View, rival: int | None, words: str) -> Chart:
    """The shares of each session since some time before the last one like it, or since the first."""
    points = _points(view, 0 if rival is None else max(0, rival - 5))
    marks = () if rival is None else tuple((*point, words) for point in _points(view, rival)[:1])
    return Chart("window", f"{view.listing.name}, shares a day", points, marks, unit="shares")


def _points(view: View, first: int) -> tuple[tuple[str, float], ...]:
    volume = view.prices.volume
    known = (row for row in range(first, view.row + 1) if volume[row] != MISSING)
    return tuple((view.date_of(row).isoformat(), float(volume[row])) for row in known)


def _spread(view: View) -> Fraction:
    """How far a vendor's volume may be off, as a share of it (S17.1)."""
    return view.policy.volume_delta if view.delta else Fraction(0)


def _figure(view: View, row: int) -> Evidence:
    iso = view.date_of(row).isoformat()
    return Evidence(
        f"volume {iso}",
        iso,
        str(int(view.prices.volume[row])),
        view.prices.origin.source,
        view.listing.symbol,
    )


def _lacking(what: str) -> Reading:
    return Reading(
        "shares of the day",
        Fit.UNKNOWN,
        "the volume at hand does not show it",
        rules=("S17.1",),
        needs=what,
    )
