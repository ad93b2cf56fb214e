"""extreme: a price is the highest or lowest of a window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import compress

import numpy as np

from factcheck.figures import permitted_texts, stated_permit
from factcheck.periods import Window, long_date
from factcheck.prices import MISSING, Column, iso_days
from factcheck.readings import Chart, Fit, Reading, Standing
from factcheck.statements import Direction, Hedge, Stated, ordinal
from factcheck.verifiers import Session, Verifier, verifies
from factcheck.views import Moment, View
from factcheck.windows import Comparator, Judged, judge

_WEAK = (Fit.FALSE, Fit.UNKNOWN)


@verifies("extreme")
@dataclass(frozen=True, kw_only=True)
class Extreme(Verifier):
    """Default: close against earlier closes; the day's high against earlier highs with "hit" or
    "intraday" and while the market was open, where highs are at hand. Also read while open: the
    day's high against earlier closes. Undecidable: prices are missing inside the window or the
    history starts too late, and nothing at hand refutes it."""

    direction: Direction
    window: Window
    value: Stated | None = None  # the level of the extreme, where it is stated
    unit: str = "points"
    hedge: Hedge | None = None  # about: near the extreme; nearly: a near three-year high
    window_hedge: Hedge | None = None  # in nearly (about, more than) three years
    fresh: bool = False  # new, fresh, another: exceeds, does not equal
    rank: int = 1  # 2: the second highest
    session: Session | None = None

    example = "Hang Seng Tech Index three-year high on 2025-02-21"
    worked = (
        "103.00 100.00 101.00 104.00 | "
        "highest close in three sessions: pass | "
        "lowest close in three sessions: fail"
    )

    def readings(self, view: View) -> tuple[Reading, ...]:
        if self.window.unit == "day":
            return (self._of_the_day(view),)
        return self._by_session(view)

    def _by_session(self, view: View) -> tuple[Reading, ...]:
        """S9.1 and S16.6: which prices are compared, by the words and the time of writing."""
        close = self._reading(view, "close", "close")
        if self.session is Session.CLOSE:
            high = self._reading(view, self.side, self.side)
            was = high.fit in (Fit.TRUE, Fit.ROUGHLY) and close.fit is Fit.FALSE
            return (_was_intraday(close, high) if was else close,)
        high = self._reading(view, self.side, self.side)
        price = self._reading(view, self.side, "close")
        if close.fit is Fit.FALSE and self._may_be_of_the_day(view, high):
            return (close, replace(high, standing=Standing.DURING))
        hit = self.session is Session.INTRADAY
        if hit and high.fit is Fit.UNKNOWN and "day-range" in high.flags:
            return (replace(close, near_boundary=True), *self._sometime(price))
        if hit:
            return (high, *self._sometime(price))
        if high.fit not in _WEAK and close.fit in _WEAK and view.moment is not Moment.AFTER:
            return (high, *self._sometime(price), replace(close, standing=Standing.DURING))
        return (close, *self._sometime(high, price))

    def _may_be_of_the_day(self, view: View, high: Reading) -> bool:
        """Whether a level beyond the close may be the day's high (low), which is not at hand."""
        close = view.close()
        if self.value is None or close is None or "day-range" not in high.flags:
            return False
        beyond = self.value.value < close if self.side == "low" else self.value.value > close
        return beyond and self._level(view, "close") is Fit.FALSE

    @property
    def side(self) -> str:
        """The column of the day's extreme: highs for a high."""
        return "low" if self.direction is Direction.DOWN else "high"

    def _sometime(self, *readings: Reading) -> tuple[Reading, ...]:
        """Admitted readings hold of a moment of the day, not of its close (S2.3)."""
        return tuple(
            replace(
                r,
                standing=Standing.DURING,
                chart=None,
                correction=None,
                trigger="",
                fit=Fit.SOMETIME if r.fit in (Fit.TRUE, Fit.ROUGHLY) else r.fit,
            )
            for r in readings
            if "day-range" not in r.flags
        )

    # ------------------------------------------------------------------ one basis

    def _reading(self, view: View, now: str, then: str) -> Reading:
        """Today's `now` (close, high, low) against earlier `then`."""
        name = f"{_SAY[now]} against earlier {_SAY[then]}s"
        values, earlier = self._ordered(view, now), self._ordered(view, then)
        today = int(values[view.row])
        if today == MISSING or (now == "close" and view.close() is None):
            return _no_price(view, now, name)
        if then != "close" and not bool(np.any(earlier[: view.row] != MISSING)):
            return _no_past(view, then, name)
        found = self._comparator(view, earlier, today, then)
        if self.hedge in (Hedge.ABOUT, Hedge.NEARLY):
            near = self._near(view, now, then, name)
            almost = self._almost(view, found)
            if near.fit is Fit.TRUE or almost is None:
                return near
            return self._told(view, now, then, name, found, almost)
        start = view.counted(self.window)
        if not self._outranked(view, earlier, today, start):
            first = replace(self, rank=1)
            found = replace(first._comparator(view, earlier, today, then), tie=False)
            return first._told(view, now, then, name, found, Judged(Fit.FALSE, ("S9.2",)))
        judged = judge(
            self.window,
            view.day,
            found,
            view.policy,
            fresh=self.fresh,
            start=start,
            hedge=self.window_hedge,
        )
        return self._told(view, now, then, name, found, judged)

    def _almost(self, view: View, found: Comparator) -> Judged | None:
        """A near three-year high is also the highest in nearly three years: either is enough (S9.7)."""
        if self.hedge is not Hedge.NEARLY or not self.window.n or self.window.unit == "session":
            return None
        judged = judge(self.window, view.day, found, view.policy, hedge=Hedge.NEARLY)
        return judged if judged.fit is Fit.TRUE and not judged.trigger else None

    def _outranked(self, view: View, earlier: Column, today: int, start: date | None) -> bool:
        """The second highest has one value above it inside the window, the third two."""
        begin = start + timedelta(days=1) if start else self.window.start(view.day)
        first = 0 if begin is None else view.on_or_before(begin - timedelta(days=1)) + 1
        above = int(np.count_nonzero(earlier[first : view.row] > today))
        return above >= self.rank - 1

    def _ordered(self, view: View, name: str) -> Column:
        """The column with its sign turned for lows, so that greater is always more extreme."""
        column: Column = getattr(view.prices, name)
        if self.direction is not Direction.DOWN:
            return column
        return np.where(column == MISSING, MISSING, -column)

    def _comparator(self, view: View, earlier: Column, today: int, then: str) -> Comparator:
        past = earlier[: view.row]
        known = past != MISSING
        higher = np.flatnonzero(known & (past > today))
        higher = higher[: len(higher) - (self.rank - 1)]
        at_least = np.flatnonzero(known & (past >= today)) if self.rank == 1 else higher
        latest = int(at_least[-1]) if len(at_least) else None
        missing = self._unknown(view, known, latest)
        row = int(np.argmax(known)) if bool(known.any()) else view.row
        first = view.date_of(row)
        begun = view.reaches(view.listing.since, row) or (
            view.prices.first_day is not None and first.toordinal() <= view.prices.first_day
        )
        return Comparator(
            latest=None if latest is None else view.date_of(latest),
            tie=latest is not None and int(past[latest]) == today,
            higher=view.date_of(int(higher[-1])) if len(higher) else None,
            known_from=view.date_of(int(missing[-1])) + timedelta(days=1)
            if len(missing)
            else first,
            history_from=first,
            complete=begun
            and len(missing) <= view.policy.record_gap_sessions
            and not self._partial(view),
            young=view.young(),
        )

    def _partial(self, view: View) -> bool:
        since = view.listing.since
        first = view.date_of(0)
        return view.listing.history == "partial" and (since is None or first > since)

    def _unknown(
        self, view: View, known: np.typing.NDArray[np.bool_], latest: int | None
    ) -> np.typing.NDArray[np.int64]:
        """Earlier sessions whose value is not known, ascending; rows before the first bar do not count.

        In an excerpt, sessions left out are bounded by the closes on either side, so none can exceed
        both; only the session right after the latest at-least-as-high one must be there.
        """
        holes = np.flatnonzero(np.logical_or.accumulate(known) & ~known)
        if not view.prices.excerpt:
            return holes
        return holes[holes == latest + 1] if latest is not None else holes[:0]

    # ------------------------------------------------------------------ words

    def _told(
        self, view: View, now: str, then: str, name: str, found: Comparator, judged: Judged
    ) -> Reading:
        fit, flags, evidence = judged.fit, list(judged.flags), [view.evidence(view.row, now)]
        if found.latest is not None:
            row = view.on_or_before(found.latest)
            evidence.append(view.evidence(row, then, f"last {_SAY[then]} {self._as()} as this"))
        level = self._level(view, now)
        if level is Fit.FALSE:
            fit = Fit.FALSE
        column: Column = getattr(view.prices, now)
        price = view.text(column, view.row)
        says = f"the {_SAY[now]} of {price} was {self._place_words(view, then, found)}"
        if judged.words:
            says += f", {judged.words}"
        if judged.trigger == "M3" and found.higher:
            says += f"; the last one beyond it was on {long_date(found.higher)}"
        if level is Fit.FALSE:
            says += f", and it is not {self.value}"
        return Reading(
            name,
            fit,
            says,
            measured=price.replace(",", ""),
            flags=tuple(flags),
            rules=("S9.1", *judged.rules),
            evidence=tuple(evidence),
            needs=judged.needs,
            trigger=judged.trigger,
            correction=self._correction(found),
            chart=self._chart(view, found),
        )

    def _level(self, view: View, now: str) -> Fit | None:
        """A stated level of the extreme must be the price itself (S2.10)."""
        price = view.prices.exact(getattr(view.prices, now), view.row)
        if self.value is None or price is None:
            return None
        return stated_permit(view, self.value, None, None, level=True).fit(price)[0]

    def _as(self) -> str:
        return "as low" if self.direction is Direction.DOWN else "as high"

    def _best(self) -> str:
        """ "highest", "2nd lowest"."""
        best = "lowest" if self.direction is Direction.DOWN else "highest"
        return best if self.rank == 1 else f"{ordinal(str(self.rank))} {best}"

    def _place_words(self, view: View, then: str, found: Comparator) -> str:
        best = self._best()
        if found.latest is None and found.complete:
            began = "it was first published" if view.listing.type == "index" else "trading began"
            return f"the {best} since {began} on {long_date(found.history_from)}"
        if found.latest is None:
            return (
                f"the {best} in the prices at hand, which start on {long_date(found.history_from)}"
            )
        if found.tie:
            return f"matched by the {_SAY[then]} of {long_date(found.latest)}"
        return f"the {best} since {long_date(found.latest)}"

    def _correction(self, found: Comparator) -> str | None:
        if found.latest is not None:
            return f"stood at its {self._best()} since {long_date(found.latest)}"
        if not found.complete:
            return None
        side = "low" if self.direction is Direction.DOWN else "high"
        return f"stood at a record {side}" if self.rank == 1 else f"stood at its {self._best()} on record"

    def _chart(self, view: View, found: Comparator) -> Chart:
        first = 0 if found.latest is None else max(0, view.on_or_before(found.latest) - 5)
        start = self.window.start(view.day)
        if start is not None:
            first = min(first, max(0, view.on_or_before(start)))
        marks = (
            []
            if found.latest is None
            else [(view.on_or_before(found.latest), f"last {self._as()}")]
        )
        return window_chart(view, first, [*marks, (view.row, "this day")], self._title(view), start)

    def _title(self, view: View) -> str:
        what = "selected closes" if view.prices.excerpt else "closes"
        return f"{view.listing.name}, {what} to {view.day.isoformat()}"

    # ------------------------------------------------------------------ near, and of the day

    def _near(self, view: View, now: str, then: str, name: str) -> Reading:
        """S9.7: within 3% (6%) of the window's extreme; exceeding it is fine."""
        before = view.counted(self.window)
        start = before + timedelta(days=1) if before else self.window.start(view.day)
        first = 0 if start is None else view.on_or_before(start - timedelta(days=1)) + 1
        past = getattr(view.prices, then)[first : view.row]
        known = np.flatnonzero(past != MISSING)
        today = view.prices.exact(getattr(view.prices, now), view.row)
        if not len(known):
            return _no_past(view, then, name)
        pick = np.argmin if self.direction is Direction.DOWN else np.argmax
        best = first + int(known[int(pick(past[known]))])
        peak = view.prices.exact(getattr(view.prices, then), best)
        assert today is not None
        assert peak is not None
        gap = 1 - today / peak if self.direction is not Direction.DOWN else today / peak - 1
        near, loose = view.policy.near
        fit = Fit.TRUE if gap <= near else Fit.ROUGHLY if gap <= loose else Fit.FALSE
        covered = self._covered(view, start, first)
        needs = ""
        if fit is not Fit.FALSE and not covered:
            begun = long_date(view.date_of(0))
            fit, needs = (
                Fit.UNKNOWN,
                f"every {then} of the window; the prices at hand start on {begun}",
            )
        edge = "low" if self.direction is Direction.DOWN else "high"
        share = f"{float(abs(gap)) * 100:.1f}%"
        where = f"{share} from" if gap > 0 else "past" if gap else "at"
        peak_text = view.text(getattr(view.prices, then), best)
        price = view.text(getattr(view.prices, now), view.row)
        says = (
            f"the {_SAY[now]} of {price} was {where} the window's "
            f"{edge} of {peak_text} on {long_date(view.date_of(best))}"
        )
        marks = [(best, f"the window's {edge}"), (view.row, "this day")]
        return Reading(
            name,
            fit,
            says,
            measured=price.replace(",", ""),
            flags=() if covered else ("short-history",),
            rules=("S9.7",),
            needs=needs,
            evidence=(
                view.evidence(view.row, now),
                view.evidence(best, then, f"{edge} of the window"),
            ),
            correction=f"stood {share} from its {edge} of {peak_text} on {long_date(view.date_of(best))}",
            chart=window_chart(view, max(0, first - 1), marks, self._title(view)),
        )

    def _covered(self, view: View, start: date | None, first: int) -> bool:
        """Whether every session of the window is known, or bounded by its neighbours in an excerpt."""
        column = view.prices.close[first : view.row]
        gaps = int(np.count_nonzero(column == MISSING))
        if gaps and not view.prices.excerpt:
            return False
        return view.reaches(start or view.listing.since)

    def _of_the_day(self, view: View) -> Reading:
        """ "As high as 1,649.60": the day's own extreme (S16.7)."""
        column: Column = getattr(view.prices, self.side)
        price = view.prices.exact(column, view.row)
        if price is None or self.value is None:
            return _no_price(view, self.side, f"the day's {self.side}")
        permit = stated_permit(view, self.value, None, None, level=True)
        fit, flags = permit.fit(price, view.slack(price))
        beyond = (price > self.value.value) is (self.side == "high")
        if fit is Fit.FALSE and beyond and view.moment is not Moment.AFTER:
            fit = Fit.SOMETIME  # the extreme came later
        text = view.text(column, view.row)
        return Reading(
            f"the day's {self.side}",
            fit,
            f"the day's {self.side} was {text}",
            measured=text.replace(",", ""),
            permitted=permitted_texts(permit.true),
            flags=flags,
            rules=("S16.7",),
            evidence=(view.evidence(view.row, self.side),),
            correction=f"went as {self.side} as {text}",
        )


def _was_intraday(close: Reading, high: Reading) -> Reading:
    """A close that was none, though the day's high (low) was (S16.5)."""
    return replace(
        close,
        flags=(*close.flags, "was-intraday"),
        rules=(*close.rules, "S16.5"),
        says=f"{close.says}; {high.says}",
        evidence=(*close.evidence, *high.evidence),
    )


_SAY = {"close": "close", "high": "day's high", "low": "day's low"}


def _no_price(view: View, column: str, name: str) -> Reading:
    day = view.day.isoformat()
    flags = ("stale-data",) if column == "close" else ("day-range",)
    return Reading(
        name,
        Fit.UNKNOWN,
        f"the {column} of {day} is missing",
        flags=flags,
        rules=("S9.1", "S18.1"),
        needs=f"the {column} of {day}",
    )


def _no_past(view: View, column: str, name: str) -> Reading:
    """Nothing of the column is known before the claim's session."""
    return replace(
        _no_price(view, column, name),
        says=f"earlier {column}s are not at hand",
        needs=f"the {column}s before {long_date(view.day)}",
    )


def window_chart(
    view: View, first: int, marks: list[tuple[int, str]], title: str, start: date | None = None
) -> Chart:
    """Closes from row `first` to the claim's session, with marked days (row, words), and the day on
    which the window begins."""
    prices = view.prices
    scale = 10.0**prices.decimals
    closes = prices.close[first : view.row + 1]
    known, values = (closes != MISSING).tolist(), (closes / scale).tolist()
    points = zip(iso_days(prices.days[first : view.row + 1]), values, strict=True)
    return Chart(
        "window",
        title,
        points=tuple(compress(points, known)),
        marks=tuple(
            (view.date_of(r).isoformat(), int(prices.close[r]) / scale, words)
            for r, words in marks
            if prices.close[r] != MISSING
        ),
        unit=view.listing.currency or "",
        first=start.isoformat() if start else None,
    )
