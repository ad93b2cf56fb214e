"""Verdicts: the seven words, and how readings become one of them (S1, S2.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from factcheck.claims import Claim, Place
from factcheck.readings import Chart, Evidence, Fit, Reading, Standing


class Verdict(StrEnum):
    """S1.1, worst first as a conjunction counts them (S1.3)."""

    FAIL = "fail"
    MISLEADING = "misleading"
    REVISED = "revised-since"  # only when checked again: confirmed then, on prices that were revised
    UNDECIDABLE = "undecidable"
    INTRADAY = "intraday"
    PASS_ROUNDING = "pass-rounding"
    PASS = "pass"
    NOT_CHECKABLE = "not-checkable"


PASSING = (Verdict.PASS, Verdict.PASS_ROUNDING)


class Severity(StrEnum):
    """How much a verdict matters to a build (S1.4), least first."""

    NONE = "none"
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Confidence(StrEnum):
    """How sure the verdict is (S1.5), surest first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    def stepped(self, steps: int) -> Confidence:
        """`steps` lower, or higher where negative; high and low are the ends."""
        scale = list(Confidence)
        return scale[min(max(scale.index(self) + steps, 0), len(scale) - 1)]


@dataclass(frozen=True)
class Edit:
    """Words of a file and what should stand there instead; `span` are its code points [start, end)."""

    place: Place
    span: tuple[int, int]
    old: str
    new: str


@dataclass(frozen=True)
class Rewording:
    """The author's own sentence, put right: `before` and `after` whole, `edits` where it has a place."""

    before: str
    after: str
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What was found about one claim: the verdict with all its evidence (S1.7).

    `parts` are the findings of a conjunction's members (S1.3) or of listings of equal standing (S3.2).
    `outside` marks an undecided claim whose reason lies outside the data: a source that failed.
    `rewording` is the correction in the author's wording, where one can be made. `known` marks a finding
    that a baseline accepts: it is shown and counted, and fails nothing.
    """

    claim: Claim
    verdict: Verdict
    severity: Severity
    reason: str
    subject: str = ""
    symbol: str | None = None
    as_of: str | None = None
    flags: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    confidence: Confidence = Confidence.HIGH
    measured: str | None = None
    permitted: tuple[str, str] | None = None
    correction: str | None = None
    needs: str = ""
    evidence: tuple[Evidence, ...] = ()
    readings: tuple[Reading, ...] = ()
    parts: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()  # calendar decisions, repairs, what was assumed, in sentences
    chart: Chart | None = None
    outside: bool = False
    rewording: Rewording | None = None
    known: bool = False


@dataclass(frozen=True)
class SourceNote:
    """A series that was used: where from, when, which span, which bytes."""

    name: str
    symbol: str
    retrieved_at: str | None
    first: str | None
    last: str | None
    sha256: str
    note: str = ""


@dataclass(frozen=True)
class Coverage:
    """How many statements were found in one article, and what became of them."""

    name: str
    found: int
    decided: int
    undecidable: int
    not_checkable: int
    silenced: int

    @classmethod
    def of(cls, name: str, findings: Sequence[Finding], silenced: int) -> Coverage:
        """What became of the statements that `findings` are about, and of those silenced."""
        verdicts = [f.verdict for f in findings]
        open_, none = map(verdicts.count, (Verdict.UNDECIDABLE, Verdict.NOT_CHECKABLE))
        total = len(verdicts)
        return cls(name, total + silenced, total - open_ - none, open_, none, silenced)


@dataclass(frozen=True)
class Report:
    """All findings of one run, in the order of the claims, with what they rest on."""

    checked_at: datetime
    findings: tuple[Finding, ...]
    sources: tuple[SourceNote, ...] = ()
    article: dict[str, str] = field(default_factory=dict)  # title, url, published, text path
    policy: dict[str, tuple[str, str]] = field(default_factory=dict)  # changed constants
    notes: tuple[str, ...] = ()
    version: str = ""
    silenced: tuple[Claim, ...] = ()  # found and not checked; `why_not` is the reason
    coverage: tuple[Coverage, ...] = ()  # one for each article
    text: str = ""  # of the one article, as a reader sees it
    warnings: tuple[str, ...] = ()  # what was not as it should be: expired, ignored, stale
    members: tuple[Report, ...] = ()  # a report on each file, where there were several

    @property
    def counts(self) -> dict[str, int]:
        """Verdict slug → how many, in the order readers expect: every slug of S1.1, and
        `revised-since` where there is one."""
        order = ("pass", "pass-rounding", "intraday", "misleading", "fail", "undecidable")
        found = [str(f.verdict) for f in self.findings]
        counts = {slug: found.count(slug) for slug in (*order, "not-checkable")}
        revised = found.count(Verdict.REVISED)
        return counts | ({str(Verdict.REVISED): revised} if revised else {})


_FITTING = (Fit.TRUE, Fit.ROUGHLY)


def decide(readings: Sequence[Reading]) -> tuple[Verdict, tuple[Reading, ...]]:
    """S2.3: the verdict, and the readings it rests on, the default one first."""
    default, *others = readings
    match default.fit:
        case Fit.TRUE | Fit.ROUGHLY if default.trigger:
            return Verdict.MISLEADING, (default,)
        case Fit.TRUE:
            return Verdict.PASS, (default,)
        case Fit.ROUGHLY:
            return Verdict.PASS_ROUNDING, (default,)
        case Fit.SOMETIME:
            return Verdict.INTRADAY, (default,)
        case Fit.UNKNOWN:
            return Verdict.UNDECIDABLE, (default,)
    return _on_others(default, others)


def _on_others(default: Reading, others: Sequence[Reading]) -> tuple[Verdict, tuple[Reading, ...]]:
    """The default reading is false: what an admitted one still allows."""
    table = (
        (Verdict.PASS, Standing.QUOTED, (Fit.TRUE,), ""),
        (Verdict.PASS_ROUNDING, Standing.QUOTED, (Fit.ROUGHLY,), ""),
        (Verdict.MISLEADING, Standing.ADMITTED, _FITTING, "M6"),  # a unit slip explains it best
        (Verdict.INTRADAY, Standing.DURING, (Fit.SOMETIME,), ""),
        (Verdict.PASS_ROUNDING, Standing.LOOSE, _FITTING, None),  # and nothing that would mislead
        (Verdict.MISLEADING, Standing.ADMITTED, _FITTING, ""),
        (Verdict.MISLEADING, Standing.LOOSE, _FITTING, ""),
    )
    for verdict, standing, fits, trigger in table:
        for other in others:
            told = not other.trigger if trigger is None else trigger in other.trigger
            if other.standing is standing and other.fit in fits and told:
                return verdict, (default, other)
    unknown = [other for other in others if other.fit is Fit.UNKNOWN]
    if unknown:
        return Verdict.UNDECIDABLE, (default, *unknown)
    return Verdict.FAIL, (default, *(o for o in others if o.standing is Standing.DURING))


def severity_of(verdict: Verdict, *, while_open: bool, strict: bool) -> Severity:
    """S1.1 and S1.4: what a verdict weighs; `intraday` weighs less in a report written while open."""
    match verdict:
        case Verdict.FAIL:
            return Severity.ERROR
        case Verdict.MISLEADING:
            return Severity.WARNING
        case Verdict.INTRADAY:
            return Severity.NOTE if while_open else Severity.WARNING
        case Verdict.UNDECIDABLE:
            return Severity.WARNING if strict else Severity.NOTE
        case Verdict.PASS_ROUNDING:
            return Severity.NOTE
    return Severity.NONE


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict of a conjunction: the worst of its parts (S1.3)."""
    return min(verdicts, key=list(Verdict).index)


def best(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict of "either": the best of its parts (S1.3)."""
    return max(verdicts, key=list(Verdict).index)
