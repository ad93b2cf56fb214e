"""Windows: whether the latest comparable value lies where "since X" or "N-year" says (S9.2–S9.6).

One rule for extremes, superlatives and the longest streaks: only what is compared differs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from factcheck.periods import Vague, Window, long_date, months_back
from factcheck.policy import Policy
from factcheck.readings import Fit
from factcheck.statements import Hedge


@dataclass(frozen=True)
class Comparator:
    """The latest earlier value at least as great as the claim's (A of S9), and what is known of the rest.

    `tie`: it is exactly equal; `higher`: the latest strictly greater one. From `known_from` on to the
    claim's day no value is missing; `history_from` is where the data begin; `complete`: that is
    where the history begins too, with at most `policy.record_gap_sessions` missing.
    """

    latest: date | None
    tie: bool
    higher: date | None
    known_from: date
    history_from: date
    complete: bool
    young: bool = False  # the whole history is under a year old, M9


@dataclass(frozen=True)
class Judged:
    """How the comparator fits the window, with the flags, rules and words of that."""

    fit: Fit
    rules: tuple[str, ...]
    flags: tuple[str, ...] = ()
    trigger: str = ""
    needs: str = ""
    words: str = ""  # why it is not plainly true: "2 days short of 3 years"


def judge(
    window: Window,
    day: date,
    found: Comparator,
    policy: Policy,
    *,
    fresh: bool = False,
    start: date | None = None,
    hedge: Hedge | None = None,
) -> Judged:
    """How `found`, seen from `day`, fits `window`; `start` is given where it is counted in sessions.

    `hedge` is the window's own: "in nearly three years" (S4.10).
    """
    if window.unit in ("record", "first"):
        return _record(found, fresh)
    if window.since is not None:
        return _since(window.since, day, found, policy)
    if window.unit == "multi-year":
        return _unnumbered(judge(Window("year", 2), day, found, policy))
    if hedge is not None and window.n and window.unit != "session":
        return _hedged_span(window, day, found, policy, hedge)
    begin = start or window.start(day)
    if begin is None:
        raise ValueError(f"a window of {window} has no start")
    return _span(window, day, begin, found, policy)


def _hedged_span(
    window: Window, day: date, found: Comparator, policy: Policy, hedge: Hedge
) -> Judged:
    """S4.10: nearly N is N-0.5 to N (10 to 12 months of one year), more than N is N to N+1, about N
    is within 15%. A longer span is judged as N itself is."""
    n = window.n or 0
    least = {
        Hedge.NEARLY: n * Fraction(5, 6) if n == 1 else n - Fraction(1, 2),
        Hedge.ABOUT: n * Fraction(17, 20),
    }.get(hedge, n)
    start = months_back(day, float(least), window.unit)
    if hedge is Hedge.MORE_THAN:
        start -= timedelta(days=1)
    latest = found.latest
    if latest is not None and latest > start:
        return _inside(replace(window, unit="session"), day, start, found, policy, "S4.10")
    if found.known_from > start + timedelta(days=latest is not None):  # A may be the start itself
        return _uncovered(start, found, ("S4.10", "S2.6"))
    reach = latest or found.history_from
    return Judged(Fit.TRUE, ("S4.10",), *_understated(window, day, reach, policy))


def _unnumbered(judged: Judged) -> Judged:
    """ "Multi-year" states no number of years, so none is too small."""
    flags = tuple(flag for flag in judged.flags if flag != "understated")
    return replace(judged, flags=flags, trigger="" if judged.trigger == "M1" else judged.trigger)


def _record(found: Comparator, fresh: bool) -> Judged:
    if found.higher is not None:
        return Judged(Fit.FALSE, ("S9.2",))
    if found.tie and fresh:
        return Judged(Fit.FALSE, ("S9.3",), ("tie",))
    if found.tie and found.complete:
        return Judged(Fit.TRUE, ("S9.3", "S2.8"), ("tie",), trigger="M3")
    if not found.complete:
        needs = f"the history before {long_date(found.history_from)}, without gaps"
        return Judged(Fit.UNKNOWN, ("S9.2", "S2.6", "S18.11"), ("short-history",), needs=needs)
    return Judged(Fit.TRUE, ("S9.2",), trigger="M9" if found.young else "")


def _span(window: Window, day: date, start: date, found: Comparator, policy: Policy) -> Judged:
    rule = "S9.5" if str(window) == "52-week" else "S9.8" if window.unit == "ytd" else "S9.4"
    if found.latest is not None and _is_inside(window, day, start, found.latest, rule):
        return _inside(window, day, start, found, policy, rule)
    needed = start + timedelta(days=window.unit == "session")  # there A may be the start itself
    if found.known_from > needed and not (found.latest and found.known_from <= found.latest):
        return _uncovered(start, found, (rule, "S2.6"))
    if rule != "S9.4":
        return Judged(Fit.TRUE, (rule,))
    reach = found.latest or found.history_from
    return Judged(Fit.TRUE, (rule,), *_understated(window, day, reach, policy))


def _is_inside(window: Window, day: date, start: date, latest: date, rule: str) -> bool:
    """S9.4 counts forward from A (31 January and a month is 28 February), S9.5 back from today."""
    if window.unit == "session":
        return latest > start
    return latest >= start if rule != "S9.4" else _ahead(window, latest) > day


def _inside(
    window: Window, day: date, start: date, found: Comparator, policy: Policy, rule: str
) -> Judged:
    """A lies inside the window: short of it, within slack or not, unless it is only a tie."""
    assert found.latest is not None
    needed = start + timedelta(days=window.unit == "session")
    if found.tie and (
        found.higher is None or not _is_inside(window, day, start, found.higher, rule)
    ):
        if found.known_from > needed:
            return _uncovered(start, found, (rule, "S2.6"))
        return Judged(Fit.TRUE, (rule, "S2.8"), ("tie",), trigger="M3")
    by_date = window.n if window.unit != "session" else None
    short = (_ahead(window, found.latest) - day).days if by_date else 0
    words = f"{_count(short, 'day')} short of {_count(by_date, window.unit)}" if by_date else ""
    if rule != "S9.4" or window.unit in ("week", "session") or short > _slack(day, start, policy):
        return Judged(Fit.FALSE, (rule,), words=words)
    if found.known_from > found.latest:
        return _uncovered(found.latest, found, (rule, "S2.6"))
    return Judged(Fit.ROUGHLY, (rule,), ("boundary",), words=words)


def _count(n: float, unit: str) -> str:
    return f"{n:,g} {unit}{'' if n == 1 else 's'}"


def _slack(day: date, start: date, policy: Policy) -> int:
    return min(policy.span_slack_days, int((day - start).days * policy.span_slack))


def _ahead(window: Window, day: date) -> date:
    """`day` moved on by the window's length."""
    return months_back(day, -(window.n or 0), window.unit)


def _understated(
    window: Window, day: date, reach: date, policy: Policy
) -> tuple[tuple[str, ...], str]:
    n = window.n or 0
    if window.unit == "session" or not n:
        return (), ""
    if months_back(day, n * policy.misleading_span, window.unit) >= reach:
        return ("understated",), "M1"
    understated = months_back(day, n + policy.understated_by, window.unit) >= reach
    return (("understated",) if understated else ()), ""


def _uncovered(start: date, found: Comparator, rules: tuple[str, ...]) -> Judged:
    if found.history_from > start:
        needs = f"the history from {long_date(start)} to {long_date(found.history_from)}"
        return Judged(Fit.UNKNOWN, (*rules, "S18.11"), ("short-history",), needs=needs)
    last = found.known_from - timedelta(days=1)
    needs = f"the prices missing between {long_date(start)} and {long_date(last)}"
    return Judged(Fit.UNKNOWN, (*rules, "S18.1"), ("stale-data",), needs=needs)


def _since(phrase: str, day: date, found: Comparator, policy: Policy) -> Judged:
    span = Vague.parse(phrase).interval(day, policy)
    judged = _since_interval(span.first, span.last, timedelta(days=span.grace), found)
    flags = (*judged.flags, *(("assumed-year",) if span.assumed_year else ()))
    words = (
        "" if judged.fit is Fit.TRUE and not judged.trigger else f"the date named is {span.words}"
    )
    return replace(judged, flags=flags, rules=("S9.6", "S4.8", *judged.rules), words=words)


def _later(first: date, last: date, found: Comparator) -> Judged:
    """A lies after X: false, unless A is a tie and the next strictly higher one lies in X."""
    higher = found.higher
    if not found.tie or (higher is not None and higher > last):
        return Judged(Fit.FALSE, ())
    needed = first if higher is None else max(first, higher)
    within = higher is not None and first <= higher and found.known_from <= last + timedelta(days=1)
    if found.known_from > needed and not within:
        return _uncovered(needed, found, ("S2.6",))
    if higher is None or higher < first:
        return Judged(Fit.FALSE, ())
    return Judged(Fit.TRUE, ("S2.8",), ("tie",), trigger="M3")


def _since_interval(first: date, last: date, grace: timedelta, found: Comparator) -> Judged:
    a = found.latest
    if a is not None and a > last + grace:
        return _later(first, last, found)
    end = last if a is None or a <= last else last + grace
    within = a is not None and first <= a and found.known_from <= end + timedelta(days=1)
    within |= a is not None and first - grace <= a < first and found.known_from <= first
    gaps = found.known_from > found.history_from  # one in the days of grace would be near enough
    needed = max(a, first - grace) if a is not None else first - grace if gaps else first
    if found.known_from > needed and not within:  # within: wherever it was, it lies in X
        return _uncovered(needed, found, ("S2.6",))
    if a is None:
        return Judged(Fit.TRUE, ("S2.8",), trigger="M2")
    if first <= a <= last:
        return Judged(Fit.TRUE, (), ("tie-at-date",) if found.tie else ())
    if first - grace <= a:
        return Judged(Fit.ROUGHLY, (), ("vague-date-edge",))
    return Judged(Fit.TRUE, ("S2.8",), trigger="M2")
