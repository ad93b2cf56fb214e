"""Doubts: prices that cannot be taken as they are, and what they still may decide (S3.4, S18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from factcheck.cells import split_adjusted, tidied
from factcheck.claims import Claim
from factcheck.defects import drawn_in
from factcheck.periods import long_date
from factcheck.prices import Action, Prices
from factcheck.readings import Fit, Reading
from factcheck.statements import decimal_text, exact_text
from factcheck.verdicts import PASSING, Verdict, decide
from factcheck.verifiers import Session, Verifier
from factcheck.verifiers.extreme import Extreme
from factcheck.verifiers.threshold import Threshold
from factcheck.views import ADJUSTED, View

PERCENT = ("percent", "ratio")
# series of the delivery month, while reports quote the month that is traded most
OF_METALS = frozenset("GC=F SI=F HG=F PL=F PA=F".split())
EXACT = ("superlative", "streak_superlative", "frequency", "state")  # every close of a history counts
IN_PERCENT = ("change", "direction", "comparison", "streak", "streak_break", "frequency")


def both_figures(
    verifier: Verifier, view: View, readings: tuple[Reading, ...]
) -> tuple[str, ...]:
    """What it would be with the special dividends inside the claim's span taken out of the prices,
    and with the prices as they are: what differs from the reading that counts (S3.4)."""
    days = [e.date[:10] for e in readings[0].evidence if e.date]
    specials = view.specials(date.fromisoformat(min(days))) if days else ()
    if not specials or verifier.kind == "volume":
        return ()
    rest = tuple(a for a in view.prices.actions if a not in dict(specials))
    cuts = tuple(Action(a.day, "split", 1 / (1 - share)) for a, share in specials)
    plain = replace(view.prices, actions=rest)
    told = " and ".join(
        f"{exact_text(a.value)} on {long_date(date.fromordinal(a.day))} "
        f"({decimal_text(share * 100, 1)}% of the price)"
        for a, share in specials
    )
    found = [f"A special dividend went ex inside the span: {told}."]
    for words, prices in (
        ("Adjusted for it", replace(split_adjusted(replace(plain, actions=cuts)), actions=rest)),
        ("Without regard to it", plain),
    ):
        says = verifier.readings(replace(view, prices=prices))[0].says
        if says != readings[0].says:
            found.append(f"{words}: {says}.")
    return tuple(found)


def in_percent(claim: Claim) -> bool:
    """Whether closes that are adjusted for dividends may decide it (S18.4): moves in percent, by
    themselves and not as the largest of a history that has ex-dates in it."""
    in_points = claim.kind == "change" and getattr(claim.verifier, "unit", "") not in PERCENT
    of_levels = claim.kind == "frequency" and getattr(claim.verifier, "window", None) is not None
    return claim.kind in IN_PERCENT and not in_points and not of_levels


def ex_date_inside(view: View, readings: Sequence[Reading]) -> str:
    """What makes a move of dividend-adjusted closes another than was reported (S18.4), as a clause."""
    days = [e.date[:10] for r in readings for e in r.evidence if e.date]
    ex_dates = [date.fromordinal(a.day) for a in view.prices.actions if a.kind == "dividend"]
    if not ex_dates:
        return ", and no ex-dates are known"
    inside = (min(days) < day.isoformat() <= view.day.isoformat() for day in ex_dates if days)
    return ", and an ex-date lies inside the move" if any(inside) else ""


def of_another_price(
    verifier: Verifier, view: View, readings: Sequence[Reading]
) -> Reading | None:
    """The undecided reading of a false figure that may be true of what the words mean as well: the
    metal's contract of another month (S3.8), or a day or week of a market that never closes, begun
    at another hour (S3.11); None where neither would make it true."""
    if verifier.kind not in ("change", "level") or decide(readings)[0] is not Verdict.FAIL:
        return None
    symbol, period = view.listing.symbol, str(getattr(verifier, "period", ""))
    flags: tuple[str, ...] = ()
    if symbol in OF_METALS:
        spread, rule = view.policy.contract_spread, "S3.8"
        says, needs = "the contract of another month was at another price", "the contract that is meant"
    elif view.listing.type == "crypto" and period in view.policy.day_boundary:
        spread = _reach(view, view.policy.day_boundary[period])
        rule, flags = "S3.11", ("day-boundary",)
        says = f"the market never closes, and a {period} that begins at another hour has another base"
        needs = f"prices by the hour, and the hour at which the {period} begins"
    else:
        return None
    if decide(verifier.readings(replace(view, delta=spread)))[0] is Verdict.FAIL:
        return None
    return left_open(readings[0], says, rule, needs, flags)


def left_open(
    default: Reading, but: str, rule: str, needs: str, flags: tuple[str, ...]
) -> Reading:
    """A false reading, undecided for what speaks against it, a clause; and what would decide it."""
    return replace(
        default,
        fit=Fit.UNKNOWN,
        says=f"{default.says}, but {but}",
        rules=(rule, *default.rules),
        flags=flags,
        needs=needs,
        correction=None,
    )


def holds_of_any_quote(verifier: Verifier, view: View, readings: Sequence[Reading]) -> bool:
    """Whether the verdict is the same whichever price of its days the closes were: those of a series
    of first quotes are no closes, but prices of the day (S3.11)."""
    verdict = decide(readings)[0]
    if isinstance(verifier, Extreme):  # exact, so highs and lows have to say the same
        return decide(replace(verifier, session=Session.INTRADAY).readings(view))[0] is verdict
    if isinstance(verifier, Threshold) and verifier.session is not Session.CLOSE and not verifier.reclaimed:
        return True  # any price of the day will do
    if verifier.kind in EXACT:
        return False
    ends = [_width(view, e.date) for e in readings[0].evidence if e.date]
    if not ends or None in ends:
        return False
    delta = max(view.delta, *(end for end in ends if end is not None))
    return decide(verifier.readings(replace(view, delta=delta)))[0] is verdict


def _width(view: View, day: str) -> Fraction | None:
    """The range of a day as a share of its lowest price; None where it is not known."""
    row = view.prices.row(date.fromisoformat(day[:10]).toordinal())
    columns = (view.prices.high, view.prices.low, view.prices.close)
    prices = [None if row is None else view.prices.exact(column, row) for column in columns]
    known = [price for price in prices if price]
    return max(known) / min(known) - 1 if len(known) == len(prices) else None


def _reach(view: View, days: int) -> Fraction:
    """Half of what the price moved in the last `days`, as a share of it."""
    close, first = view.close(), max(0, view.row - days + 1)
    columns = (view.prices.high, view.prices.low, view.prices.close)
    cells = (view.prices.exact(c, row) for c in columns for row in range(first, view.row + 1))
    seen = [price for price in cells if price is not None]
    return (max(seen) - min(seen)) / close / 2 if close and seen else Fraction(0)


def of_its_day(verifier: Verifier, view: View) -> tuple[View, tuple[Reading, ...]]:
    """The readings `either_way`, and the view they are of. Where a split came later, whatever is said in
    money or shares is of the day's own shares; a figure adjusted for the splits up to publication is
    accepted with a note where only that is true (S3.5)."""
    plain, then = either_way(verifier, view), _in_shares_of(view, view.day)
    written = view if view.written is None else _in_shares_of(view, max(view.written, view.day))
    if then is view and written is view:
        return plain
    traded = plain if then is view else either_way(verifier, then)
    if then is not view and _said(plain[1]) == _said(traded[1]):
        return plain  # of percentages and counts alone
    adjusted = plain if written is view else either_way(verifier, written)
    (was, _), (now, _) = decide(traded[1]), decide(adjusted[1])
    better = now in PASSING and was not in PASSING
    if not better and (was is not Verdict.FAIL or now is Verdict.FAIL):
        return traded[0], tuple(_of_old_shares(traded[0], reading) for reading in traded[1])
    noted = (replace(r, flags=(*r.flags, "adjusted"), notes=(*r.notes, ADJUSTED)) for r in adjusted[1])
    return adjusted[0], tuple(noted)


def _said(readings: Sequence[Reading]) -> list[tuple[Fit, str]]:
    return [(used.fit, used.says) for used in decide(readings)[1]]


def _of_old_shares(view: View, reading: Reading) -> Reading:
    """Its prices are not those that the source prints today."""
    told = [
        f"Prices of {seen.listing.name} are as traded then: one share of that day is "
        f"{exact_text(seen.split_since)} of today (S3.5)."
        for seen in (view, *view.others)
        if seen.split_since != 1
    ]
    return replace(reading, notes=(*reading.notes, *told))


def _in_shares_of(view: View, day: date) -> View:
    """The view in shares of that day; itself where none was split since."""
    factor = view.splits_after(day)
    others = tuple(_in_shares_of(other, day) for other in view.others)
    if factor == 1 and all(a is b for a, b in zip(others, view.others, strict=True)):
        return view
    prices = _as_traded(view.prices, factor, view.listing.decimals)
    return replace(view, prices=prices, others=others, split_since=factor)


def _as_traded(prices: Prices, factor: Fraction, decimals: int | None) -> Prices:
    """The series in shares of a day, each of which later became `factor` of them. What a vendor's
    division and 32 bits made of 499.23, four times 124.807511, is 499.23 again."""
    undone = Action(int(prices.days[-1]) + 1, "split", 1 / factor)
    whole = split_adjusted(replace(prices, actions=(undone,)))
    if decimals is not None and prices.decimals > decimals:
        whole = tidied(whole, decimals)
    paid = (replace(a, value=a.value * factor) if a.kind == "dividend" else a for a in prices.actions)
    return replace(whole, actions=tuple(paid), repairs=prices.repairs)


def either_way(verifier: Verifier, view: View) -> tuple[View, tuple[Reading, ...]]:
    """The readings, and the view they are of; where a high or low may be a wrong print, the verdict
    with it and without it has to be the same (S18.7)."""
    readings, drawn = verifier.readings(view), drawn_in(view.prices)
    if drawn is view.prices:
        return view, readings
    without = replace(view, prices=drawn)
    others = verifier.readings(without)
    (verdict, used), (other, bare) = decide(readings), decide(others)
    if [replace(r, chart=None) for r in used] == [replace(r, chart=None) for r in bare]:
        return view, readings
    between = any(a.straddles(b) for a, b in zip(readings, others, strict=False))
    if verdict is other and not (verdict is Verdict.FAIL and between):
        return without, others
    days = {e.date for r in (*readings, *others) for e in r.evidence}
    far = [(day, name) for day, name in view.prices.far if date.fromordinal(day).isoformat() in days]
    far = far or list(view.prices.far)
    prints = tuple(view.evidence(row, n) for d, n in far if (row := view.prices.row(d)) is not None)
    named = " and ".join(f"the {e.label} ({e.value})" for e in prints)
    split = f"{verdict} with it, {other} without it"
    split = "one nearer to the close may be as stated" if verdict is other else split
    doubt = Reading(
        used[0].name,
        Fit.UNKNOWN,
        f"the answer hangs on {named}, which may be a wrong print: {split}",
        rules=("S18.7", *used[0].rules),
        evidence=prints,
        needs=" and ".join(f"the {e.label} from another source" for e in prints),
        chart=bare[0].chart,
    )
    return without, (doubt,)
