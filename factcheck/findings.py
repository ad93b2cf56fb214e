"""Findings: readings of one claim about one listing → verdict, reason and corrected sentence (S1.7)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from factcheck.claims import Claim
from factcheck.prices import Repair
from factcheck.readings import Fit, Reading, Standing
from factcheck.verdicts import (
    PASSING,
    Confidence,
    Finding,
    Severity,
    Verdict,
    best,
    decide,
    severity_of,
    worst,
)
from factcheck.views import Moment, View

ASSUMED = ("assumed-symbol", "assumed-year", "assumed-time")
BY_REFERENCE = (
    "direction streak streak_break streak_superlative superlative frequency comparison rank"
).split()
MOST_REPAIRS = 3  # that one claim's notes name
T = TypeVar("T")
MILD = ("edged", "inched", "ticked", "nudged", "crept", "slipped", "dipped")
STRONG = (
    "surged soared rocketed skyrocketed jumped plunged plummeted crashed tumbled slumped spiked "
    "cratered nosedived collapsed tanked"
).split()


def finding(
    claim: Claim,
    view: View,
    readings: Sequence[Reading],
    *,
    flags: Sequence[str] = (),
    notes: Sequence[str] = (),
    strict: bool = False,
) -> Finding:
    """What the readings say of `claim`; `flags` and `notes` are what was assumed on the way to them."""
    verdict, used = decide(readings)
    default, deciding = used[0], used[-1]
    timed = verdict in (Verdict.INTRADAY, Verdict.UNDECIDABLE) and view.moment is Moment.UNKNOWN
    repairs = _repairs(view, used)
    ex_dates = _ex_dates(claim, view, used)
    everything = _once(
        *flags,
        *(f for r in used for f in r.flags if f != "day-range"),
        *(("assumed-time",) if timed and deciding.standing is Standing.DURING else ()),
        *_backcast(view, used),
        *(r.flag for r in repairs),
        *_split(view, used),
        *(("ex-date-base",) if ex_dates else ()),
        *(("adjusted",) if view.prices.adjusted else ()),
        *_tone(claim, view, default),
        *(("attributed",) if claim.attributed else ()),
    )
    return Finding(
        claim=claim,
        verdict=verdict,
        severity=severity_of(verdict, while_open=view.moment is Moment.OPEN, strict=strict),
        reason=_reason(view, verdict, used),
        subject=view.listing.name,
        symbol=view.listing.symbol,
        as_of=view.day.isoformat(),
        flags=everything,
        rules=_once(*(r for u in used for r in u.rules), *(("S3.6",) if ex_dates else ())),
        confidence=_confidence(view, default, everything, repaired=bool(repairs)),
        measured=default.measured,
        permitted=default.permitted,
        correction=_correction(claim, view, verdict, default),
        needs="; ".join(_once(*(r.needs for r in used if r.fit is Fit.UNKNOWN and r.needs))),
        evidence=_once(*(e for r in used for e in r.evidence)),
        readings=tuple(readings),
        notes=_once(
            *notes,
            *claim.assumed,
            *(n for r in used for n in r.notes),
            *ex_dates[:MOST_REPAIRS],
            *_told(repairs),
        ),
        chart=default.chart,
    )


def combined(claim: Claim, parts: Sequence[Finding]) -> Finding:
    """A conjunction ("both"): the worst of its parts, or the best of "either", all listed (S1.3)."""
    verdict = (best if claim.either else worst)([p.verdict for p in parts])
    flags = _once(*(f for p in parts for f in p.flags))
    true = [p for p in parts if p.verdict in PASSING]
    if true and verdict not in PASSING:
        flags = _once(*flags, "part-true")
    leading = next(p for p in parts if p.verdict is verdict)
    return replace(
        leading,
        reason=" ".join(p.reason for p in parts),
        subject="; ".join(p.subject for p in parts),
        symbol="; ".join(p.symbol or "" for p in parts),
        flags=flags,
        rules=_once("S1.3", "S17.2", *(r for p in parts for r in p.rules)),
        confidence=max((p.confidence for p in parts), key=list(Confidence).index),
        measured=None,
        correction=_joined([p.correction for p in parts if p.correction])
        if verdict is not Verdict.PASS
        else None,
        needs="; ".join(_once(*(p.needs for p in parts if p.needs))),
        evidence=_once(*(e for p in parts for e in p.evidence)),
        readings=(),
        notes=_once(*(n for p in parts for n in p.notes)),
        parts=tuple(parts),
        outside=verdict is Verdict.UNDECIDABLE and any(p.outside for p in parts),
    )


def of_a_market(both: Finding, strict: bool) -> Finding:
    """ "Wall Street fell" where one of its indexes rose: which are meant, nobody says; "all three" did not
    (S17.2)."""
    words = [m["words"] for told in both.claim.assumed if (m := _STANDS_FOR.match(told))]
    wrong = both.verdict in (Verdict.FAIL, Verdict.MISLEADING) and "part-true" in both.flags
    if not wrong or not words or any(_COUNTED.search(word) for word in words):
        return both
    return replace(
        both,
        verdict=Verdict.UNDECIDABLE,
        severity=severity_of(Verdict.UNDECIDABLE, while_open=False, strict=strict),
        flags=_once(*both.flags, "assumed-symbol"),
        needs=f"which of them is meant by '{words[0]}'",
        correction=None,
    )


_STANDS_FOR = re.compile(r"'(?P<words>.+)' was taken to mean .+ and ")
_COUNTED = re.compile(r"\b(?:all|both|each|two|three|four|five)\b", re.IGNORECASE)


def of_the_least(parts: Sequence[Finding]) -> list[Finding]:
    """ "More than 1%" said of several is said of the least of them: too little (M8) only where it is too
    little for every one."""
    far = [p.verdict is Verdict.MISLEADING and any(r.trigger == "M8" for r in p.readings[:1]) for p in parts]
    if all(far):
        return list(parts)
    return [_understated(p) if is_far else p for p, is_far in zip(parts, far, strict=True)]


def _understated(part: Finding) -> Finding:
    reason = part.reason.removesuffix(f" {_TRIGGERS['M8']}.")
    flags = _once(*part.flags, "understated")
    return replace(
        part, verdict=Verdict.PASS, severity=Severity.NONE, reason=reason, flags=flags, correction=None
    )


def of_equal_standing(claim: Claim, parts: Sequence[Finding], strict: bool) -> Finding:
    """Several listings that a name may mean: their common verdict, or none (S3.2)."""
    if len({p.verdict for p in parts}) == 1:
        agreed = combined(claim, parts)
        return replace(agreed, rules=_once("S3.2", *agreed.rules))
    both = combined(claim, parts)
    decided = {p.verdict for p in parts} - {Verdict.UNDECIDABLE}
    why = "they disagree" if len(decided) > 1 else "not all of them can be decided"
    return replace(
        both,
        verdict=Verdict.UNDECIDABLE,
        severity=severity_of(Verdict.UNDECIDABLE, while_open=False, strict=strict),
        reason=f"The name means several listings, and {why}. {both.reason}",
        flags=_once(*(f for f in both.flags if f != "part-true"), "readings-split"),
        rules=_once("S3.1", "S3.2", *both.rules),
        correction=None,
        needs=_once_text(
            "which listing is meant: " + " or ".join(p.symbol or "" for p in parts), both.needs
        ),
        outside=any(p.outside for p in parts),
    )


def agreed(opinions: Sequence[Finding], conflict: float, strict: bool) -> Finding:
    """What several sources say of one claim (S18.12): the same verdict is kept and surer, another
    one leaves it undecided. `conflict` is the share of a price they may differ by (K11)."""
    decided = [o for o in opinions if o.verdict is not Verdict.UNDECIDABLE]
    first, *others = decided or opinions
    if not others or not decided:
        return first
    apart = [line for o in others for line in _apart(first, o, conflict)]
    notes = (*first.notes, *apart)
    if len({o.verdict for o in decided}) == 1:
        flags = _once(*first.flags, *(("source-conflict",) if apart else ()))
        sure = first.confidence.stepped(1 if apart else -1)
        return replace(
            first, flags=flags, notes=notes, confidence=sure, rules=_once(*first.rules, "S18.12")
        )
    return replace(
        first,
        verdict=Verdict.UNDECIDABLE,
        severity=severity_of(Verdict.UNDECIDABLE, while_open=False, strict=strict),
        reason="The sources disagree. "
        + " ".join(f"{_source(o)}: {o.verdict}. {o.reason}" for o in opinions),
        flags=_once(*first.flags, "source-conflict"),
        rules=_once(*first.rules, "S18.12"),
        confidence=Confidence.LOW,
        correction=None,
        needs="which source is right: the exchange or the index provider itself",
        evidence=_once(*(e for o in opinions for e in o.evidence)),
        notes=notes,
        outside=any(o.outside for o in opinions),
    )


def _apart(first: Finding, other: Finding, conflict: float) -> list[str]:
    """Sentences on figures of the same label that differ by more than `conflict`."""
    theirs = {e.label: e for e in other.evidence}
    found = []
    for mine in first.evidence:
        match = theirs.get(mine.label)
        if match is None or not _number(mine.value) or match.value == mine.value:
            continue
        if abs(_number(match.value) / _number(mine.value) - 1) > conflict:
            found.append(
                f"{mine.label}: {mine.value} ({mine.source}) against {match.value} ({match.source})."
            )
    return found


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _source(found: Finding) -> str:
    return next((e.source for e in found.evidence if e.source), found.symbol or "")


def unanswered(
    claim: Claim,
    reason: str,
    needs: str,
    *,
    rules: Sequence[str],
    flags: Sequence[str] = (),
    subject: str = "",
    symbol: str | None = None,
    as_of: str | None = None,
    outside: bool = False,
    strict: bool = False,
    notes: Sequence[str] = (),
) -> Finding:
    """An undecidable claim that no prices were read for."""
    verdict = Verdict.UNDECIDABLE
    return Finding(
        claim,
        verdict,
        severity_of(verdict, while_open=False, strict=strict),
        reason,
        subject=subject,
        symbol=symbol,
        as_of=as_of,
        flags=tuple(flags),
        rules=tuple(rules),
        needs=needs,
        outside=outside,
        notes=(*notes, *claim.assumed),
    )


def not_checkable(claim: Claim) -> Finding:
    """S2.11: nothing to measure."""
    why = claim.why_not or "an opinion, a cause or a forecast, which prices cannot decide"
    return Finding(
        claim, Verdict.NOT_CHECKABLE, Severity.NONE, f"Nothing to measure: {why}.", rules=("S2.11",)
    )


def no_session(claim: Claim, view: View, named: str, note: str) -> Finding:
    """S4.3: a move on a day without trading is false."""
    found = finding(claim, view, (Reading("close", Fit.FALSE, note, rules=("S4.3",)),))
    return replace(found, reason=note, as_of=named, evidence=(), correction=None, notes=())


# ---------------------------------------------------------------------- words


def _reason(view: View, verdict: Verdict, used: Sequence[Reading]) -> str:
    clauses = _once(*(r.says for r in used if r.says))
    name = view.listing.name
    start = clauses[0] if clauses else "nothing could be measured"
    verb = start.split(" ", 1)[0] in ("closed", "opened", "moved")
    text = f"{name} {start}" if verb else f"{name}: {start}"
    text = "; ".join([text, *clauses[1:]])
    if verdict is Verdict.PASS_ROUNDING and view.delta and used[-1].near_boundary:
        text += ", within what a vendor's closes leave open"
    elif verdict is Verdict.PASS_ROUNDING:
        text += "".join(f", {_SLACK[f]}" for f in used[-1].flags if f in _SLACK)
    why = _TRIGGERS.get(next((r.trigger for r in reversed(used) if r.trigger), ""), "")
    if verdict is Verdict.MISLEADING and why:
        text += f". {why}"
    return f"{text}."


_SLACK = {
    "truncated": "cut off in the text instead of rounded",
    "vague-date-edge": "within the grace of so vague a date",
    "window-loose": "true for a loose reading of the period",
}
_TRIGGERS = {
    "M1": "The span is at least twice the one stated",
    "M2": "Nothing at the date named or after it comes up to it: the true comparison is older",
    "M3": "It is shared: an earlier value is exactly equal",
    "M4": "It holds in points only, not in percent, and the words do not say points",
    "M5": "It holds only from an unusual starting point that the words do not name",
    "M6": "The number is right in percentage points, not in percent",
    "M7": "It holds only for another series than the one named",
    "M8": "The true figure is at least one and a half times the one stated",
    "M9": "The whole history is shorter than a year",
}


def _correction(claim: Claim, view: View, verdict: Verdict, default: Reading) -> str | None:
    if verdict in (Verdict.PASS, Verdict.UNDECIDABLE) or not default.correction:
        return None
    text = f"{view.listing.name} {default.correction}"
    if verdict is Verdict.INTRADAY:
        figure = getattr(claim.verifier, "value", None) is not None
        text += f"; {'the stated figure was reached' if figure else 'it was true'} during the session"
    return text


def _joined(sentences: Sequence[str]) -> str | None:
    return "; ".join(sentences) or None


def _confidence(
    view: View, default: Reading, flags: Sequence[str], *, repaired: bool
) -> Confidence:
    """S1.5; a repair costs a step (S18.14)."""
    steps = sum(flag in flags for flag in ASSUMED) > 0
    official = view.delta == 0
    drop = int(default.near_boundary and not official) + int(steps) + int(repaired)
    return Confidence.HIGH.stepped(drop)


def _backcast(view: View, used: Sequence[Reading]) -> tuple[str, ...]:
    """S3.7: a figure from before the index was published live."""
    since = view.listing.since
    if since is None or view.listing.type != "index":
        return ()
    early = any(e.date and e.date < since.isoformat() for r in used for e in r.evidence)
    return ("backcast",) if early else ()


def _span(used: Sequence[Reading]) -> tuple[str, str]:
    """The first and last ISO date of the evidence; an empty span where there is none."""
    days = [e.date for r in used for e in r.evidence if e.date]
    return (min(days)[:10], max(days)[:10]) if days else ("9", "")


def _repairs(view: View, used: Sequence[Reading]) -> list[Repair]:
    """The repairs of days that the verdict looked at (S18.14)."""
    first, last = _span(used)
    return [r for r in view.prices.repairs if r.flag and first <= r.sentence[:10] <= last]


def _told(repairs: Sequence[Repair]) -> tuple[str, ...]:
    more = len(repairs) - MOST_REPAIRS
    rest = (f"{more} more rows were repaired.",) if more > 0 else ()
    return (*(f"{r.sentence}." for r in repairs[:MOST_REPAIRS]), *rest)


def _split(view: View, used: Sequence[Reading]) -> tuple[str, ...]:
    first, last = _span(used)
    splits = (date.fromordinal(a.day).isoformat() for a in view.prices.actions if a.kind == "split")
    return tuple("adjusted" for day in splits if first < day <= last)


def _ex_dates(claim: Claim, view: View, used: Sequence[Reading]) -> list[str]:
    """S3.6: a sentence for every day of a claim about days whose move has a reference price; a
    change says so itself."""
    period = getattr(claim.verifier, "period", None)
    by_day = str(period) == "day" or (claim.kind == "frequency" and period.unit == "session")  # type: ignore[union-attr]
    if claim.kind not in BY_REFERENCE or not by_day:
        return []
    first, last = _span(used)
    return [
        f"{one.date_of(row).isoformat()}: {one.listing.name} was ex dividend; the day's move is "
        f"measured from {one.text(one.references(), row)}."
        for one in (view, *view.others)
        for row in sorted(one.ex_dates())
        if first < one.date_of(row).isoformat() <= last or one.date_of(row) == one.day
    ]


def _tone(claim: Claim, view: View, default: Reading) -> tuple[str, ...]:
    """S2.11: a verb far stronger or weaker than the move."""
    if not claim.verb or default.measured is None or claim.kind not in ("change", "direction"):
        return ()
    unit = getattr(claim.verifier, "unit", "percent")
    if unit != "percent":
        return ()
    size = abs(float(default.measured))
    index = view.listing.type == "index"
    verb = claim.verb.split(" ")[0]
    loud = verb in STRONG and index and size < 1
    quiet = verb in MILD and size > 2
    return ("tone",) if loud or quiet else ()


def _once(*items: T) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


def _once_text(*texts: str) -> str:
    return "; ".join(_once(*(t for t in texts if t)))
