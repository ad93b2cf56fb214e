"""Plain words for what a report holds as slugs, numbers and dates; shared by what people read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from difflib import SequenceMatcher
from typing import NamedTuple

from factcheck.errors import visible
from factcheck.readings import Fit
from factcheck.statements import listed
from factcheck.verdicts import Confidence, Coverage, Finding, Report, Severity, Verdict

Stretches = list[tuple[str, bool]]  # words, and whether they changed


class Words(NamedTuple):
    """How a verdict is said: its mark, one word, a few words, what it means, its verbs in a count."""

    mark: str
    tag: str
    short: str
    meaning: str
    one: str
    many: str

    def verb(self, n: int) -> str:
        return self.one if n == 1 else self.many


VERDICTS = {
    Verdict.FAIL: Words(
        "✗", "false", "False", "no fair way to read it fits the prices", "is false", "are false"
    ),
    Verdict.MISLEADING: Words(
        "!",
        "misleading",
        "Misleading",
        "true to the letter or on an unstated basis, but a reader would believe something false",
        "is misleading",
        "are misleading",
    ),
    Verdict.REVISED: Words(
        "↺",
        "revised since",
        "Confirmed then, revised since",
        "held by the prices of its time; the source has changed them since, and now it would not",
        "was confirmed then, on prices that were revised since",
        "were confirmed then, on prices that were revised since",
    ),
    Verdict.UNDECIDABLE: Words(
        "?",
        "undecided",
        "Cannot be decided",
        "prices could settle it, but those at hand are missing, doubtful or contradictory",
        "could not be decided",
        "could not be decided",
    ),
    Verdict.INTRADAY: Words(
        "◐",
        "not at the close",
        "True during the session, not at the close",
        "fits the day’s trading, as at the time of writing, but not where the day ended",
        "was true only during the session",
        "were true only during the session",
    ),
    Verdict.PASS_ROUNDING: Words(
        "≈",
        "roughly true",
        "True, allowing for rounding",
        "true with the slack that rounding or loose wording earns",
        "holds allowing for rounding",
        "hold allowing for rounding",
    ),
    Verdict.PASS: Words("✓", "true", "True", "true as stated, at the precision stated", "holds", "hold"),
    Verdict.NOT_CHECKABLE: Words(
        "–",
        "nothing to check",
        "Nothing to check",
        "an opinion, a cause, a forecast, or nothing that prices measure",
        "has nothing that prices could check",
        "have nothing that prices could check",
    ),
}

FLAGS = {
    "boundary": "the figure lies on the very edge of what the words permit, or a hair from it",
    "tie": "exactly the same value had been reached before",
    "tie-at-date": "the value on the date named was exactly the same",
    "truncated": "the number was cut short rather than rounded",
    "understated": "the truth goes further than the statement",
    "part-true": "some parts are true and others are not",
    "coherent": "one price during the session explains all the figures given together",
    "incoherent": "no single price explains the figures given together",
    "was-intraday": "reached during the session, but the words speak of the close",
    "provisional": "the period was not over at the time of writing",
    "unit": "percent and percentage points, or basis points, are confused",
    "base": "measured from an unusual starting point",
    "points-only": "true in points, not in percent",
    "vague-date-edge": "it depends on where a loosely named date begins or ends",
    "window-loose": "true only if the span of time is counted in another common way",
    "assumed-symbol": "the words do not say which listing is meant, so one was assumed",
    "assumed-year": "no year is given, so the latest one was assumed",
    "assumed-time": "the hour of publication is unknown, so the market may have been open",
    "backcast": "rests on values calculated for the time before the index was launched",
    "short-history": "the price history does not reach back far enough",
    "adjusted": "prices are adjusted for a split or another event that changed the shares",
    "ex-date-base": "a payout or share issue took effect that day and changed the starting price",
    "readings-split": "can be read in ways of equal standing that disagree",
    "definition-split": "true by one common definition and not by another",
    "day-boundary": "the market never closes, and it matters where the day begins",
    "source-conflict": "two sources give different prices",
    "stale-data": "a price that is needed is missing or out of date",
    "filler-dropped": "placeholder rows on days without trading were left out",
    "inconsistent": "the numbers in the statement do not agree with each other",
    "attributed": "somebody else’s words; the number was checked all the same",
    "data-restated": "the source has changed its prices since the claim was checked first",
    "data-added": "prices came that were not there when the claim was checked first",
    "rules-changed": "other rules than when the claim was checked first",
    "calendar-changed": "the exchange’s calendar is another one than when the claim was checked first",
    "instrument-changed": "a name means another instrument than when the claim was checked first",
    "tone": "the verb is stronger or weaker than the move",
}
FITS = {
    Fit.TRUE: "fits",
    Fit.ROUGHLY: "fits with some slack",
    Fit.SOMETIME: "fits at some moment of the day",
    Fit.FALSE: "does not fit",
    Fit.UNKNOWN: "cannot be told",
}
CONFIDENCE = {
    Confidence.HIGH: "High confidence",
    Confidence.MEDIUM: "Medium confidence: a close call, an assumption or a repaired price",
    Confidence.LOW: "Low confidence: more than one assumption, repair or close call",
}
ORDER = tuple(VERDICTS)  # problems first


def must_change(finding: Finding) -> bool:
    """Whether the words are wrong: what was true during the session is not, and what a baseline accepts
    need not change."""
    return finding.verdict in (Verdict.FAIL, Verdict.MISLEADING) and not finding.known


def headline(report: Report) -> str:
    """What has to be done, in a few words."""
    total, checkable, decided = denominators(report)
    changes = sum(map(must_change, report.findings))
    if changes:
        statements = "The only statement" if total == 1 else f"{changes} of {total} statements"
        return f"{statements} must change"
    if not checkable:
        return "Nothing here can be checked"
    if not decided:
        return "Nothing could be decided"
    open_ = checkable - decided
    left = f"; {open_} of {total} statements could not be decided" if open_ else ""
    revised = sum(f.verdict is Verdict.REVISED for f in report.findings)
    if old := sum(f.known and f.verdict in (Verdict.FAIL, Verdict.MISLEADING) for f in report.findings):
        who = "the only statement is" if total == 1 else f"{old} of {total} {'is' if old == 1 else 'are'}"
        new = f"{revised} of {total} would now read otherwise" if revised else "Nothing new has to change"
        return f"{new}; {who} known to be wrong{left}"
    intraday = [f for f in report.findings if f.verdict is Verdict.INTRADAY and not f.known]
    during = sum(f.severity is Severity.WARNING for f in intraday)
    if during:
        verb = "was" if during == 1 else "were"
        return f"Nothing is false; {during} of {total} {verb} true only during the session{left}"
    if revised:
        return f"Nothing was wrong when it was checked; {revised} of {total} would now read otherwise{left}"
    return f"Nothing has to change{left}"


def changed(before: str, after: str) -> tuple[Stretches, Stretches]:
    """Both sentences in stretches, each with whether it is other words than in the other."""
    old, new = (re.findall(r"\s+|\S+", text) for text in (before, after))
    sides: tuple[Stretches, Stretches] = ([], [])
    for what, *ends in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for side, words, (start, end) in zip(sides, (old, new), (ends[:2], ends[2:]), strict=True):
            if start < end:
                side.append(("".join(words[start:end]), what != "equal"))
    return sides


def name_of(report: Report) -> str:
    """The file that a report is about, where it is known."""
    named = [a.name for a in report.coverage[:1]]
    claims = (*(f.claim for f in report.findings[:1]), *report.silenced[:1])
    named += [claim.place.file for claim in claims if claim.place]
    return named[0] if named else ""


def legend(report: Report) -> dict[Verdict, Words]:
    """The verdicts that a check can come to, and those of checking again where there are any."""
    return {v: said for v, said in VERDICTS.items() if v is not Verdict.REVISED or v in report.counts}


def summary(report: Report) -> str:
    """One sentence on how many statements fared how."""
    counts = {v: n for v, n in report.counts.items() if n}
    total = sum(counts.values())
    if total == 0:
        return "There was nothing to check."
    if total == 1:
        return f"The only statement {VERDICTS[Verdict(next(iter(counts)))].one}."
    if counts.get("pass") == total:
        return f"All {total} statements hold."
    said = [f"{n} {VERDICTS[Verdict(v)].verb(n)}" for v, n in counts.items()]
    return f"Of {total} statements, {listed(said)}."


def coverage(report: Report) -> str:
    """How much was there to check, and how much of that was decided."""
    total, checkable, decided = denominators(report)
    if not total:
        return "No statement was found that prices could check."
    statements = "statement" if total == 1 else "statements"
    about = f"{checkable} of {total} {statements} can be checked against prices"
    return f"{about}; {decided} of those {checkable} could be decided."


def found(articles: Sequence[Coverage], *, plain: bool = False) -> str:
    """How many statements articles make, and how many of them were decided; `plain`: for the page,
    which says verdicts in words."""
    total, decided, open_, none, silenced = (
        sum(column)
        for column in zip(
            *((a.found, a.decided, a.undecidable, a.not_checkable, a.silenced) for a in articles),
            strict=True,
        )
    )
    statements = "1 statement" if total == 1 else f"{total} statements"
    names = ("undecided", "with nothing to check") if plain else ("undecidable", "not-checkable")
    rest = zip((open_, none, silenced), (*names, "silenced"), strict=True)
    left = ", ".join(f"{n} {word}" for n, word in rest if n)
    return f"{statements} found, {decided} decided{left and f' ({left})'}"


def counted(report: Report) -> str:
    """One line of counts with their denominators, and of what was set aside."""
    total, checkable, decided = denominators(report)
    verdicts = ", ".join(f"{n} {verdict}" for verdict, n in report.counts.items() if n)
    claims = "1 claim" if total == 1 else f"{total} claims"
    said = f"{claims}: {verdicts}; {decided} of {checkable} checkable decided" if total else claims
    return "; ".join([said, *(f"{n} {word}" for word, n in set_aside(report).items() if n)])


def set_aside(report: Report) -> dict[str, int]:
    """What fails nothing: findings that a baseline accepts, claims that are silenced."""
    return {"known": sum(f.known for f in report.findings), "silenced": len(report.silenced)}


def denominators(report: Report) -> tuple[int, int, int]:
    """All statements, those that prices can check, those that were decided."""
    counts = report.counts
    checkable = sum(counts.values()) - counts["not-checkable"]
    return len(report.findings), checkable, checkable - counts["undecidable"]


def one_line(text: str) -> str:
    """A stranger's text on one line: line breaks are spaces, other controls become visible."""
    if text.isprintable():  # as nearly every one is
        return text
    return visible(re.sub(r"\s*\n\s*|\t", " ", text.strip("\n")))


def grouped(text: str) -> str:
    """Decimal text with thousands separators and a true minus; anything else as it is."""
    match = re.fullmatch(r"([-+]?)(\d+)((?:\.\d+)?%?)", text, re.ASCII)
    if match is None or len(text) > 40:
        return text
    return f"{match[1].replace('-', '−')}{int(match[2]):,}{match[3]}"


def price(text: str) -> str:
    """A price as people write it: grouped, without the noughts that only its series needed."""
    whole, dot, part = text.partition(".")
    return grouped(f"{whole}{dot}{part[:2]}{part[2:].rstrip('0')}")


def short_day(text: str | None) -> str:
    """The day 2025-02-21 as 21 Feb 2025; what is no such date stays as it is."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return text or ""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def moment(text: str) -> str:
    """An ISO date, or instant with its zone, in words; what is neither stays as it is."""
    try:
        then = datetime.fromisoformat(text)
    except ValueError:
        return text
    day = f"{then.day} {MONTHS[then.month - 1]} {then.year}"
    return day if len(text) <= 10 else f"{day}, {then:%H:%M}{_zone(then)}"


def instant(then: datetime) -> str:
    """An instant in universal time, in words."""
    return moment(then.astimezone(UTC).isoformat())


def _zone(then: datetime) -> str:
    offset = then.utcoffset()
    if offset is None:
        return ""
    sign, span = ("−", -offset) if offset < timedelta(0) else ("+", offset)
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    return f" UTC{sign}{hours}{f':{minutes:02d}' if minutes else ''}" if span else " UTC"


MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip
