"""Verdicts: the seven words, what a finding carries, and how readings become one verdict (S1, S2.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction


class Verdict(StrEnum):
    """S1.1, worst first as a conjunction counts them (S1.3)."""

    FAIL = "fail"
    MISLEADING = "misleading"
    UNDECIDABLE = "undecidable"
    INTRADAY = "intraday"
    PASS_ROUNDING = "pass-rounding"
    PASS = "pass"
    NOT_CHECKABLE = "not-checkable"


class Severity(StrEnum):
    """How much a verdict matters to a build (S1.4)."""

    NONE = "none"
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        return list(Severity).index(self)


class Confidence(StrEnum):
    """How sure the verdict is (S1.5)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Fit(StrEnum):
    """How one reading of a claim fits the prices (S2.3)."""

    TRUE = "true"
    ROUGHLY = "roughly"  # only with the slack that rounding earns
    SOMETIME = "sometime"  # at some moment of the day, not at its close
    FALSE = "false"
    UNKNOWN = "unknown"  # which is not the same as false


@dataclass(frozen=True)
class Evidence:
    """One figure a verdict rests on. `date` is ISO, `value` decimal text, `source` a name."""

    label: str
    date: str | None
    value: str
    source: str = ""


@dataclass(frozen=True)
class Chart:
    """What a small picture needs to show the point of a claim.

    `form`: "day" (base, range, close, what was stated), "window" (closes and the earlier extreme)
    or "steps" (one bar a period, up or down). Numbers are floats, for drawing only.
    """

    form: str
    title: str
    points: tuple[tuple[str, float], ...] = ()  # (ISO date or period label, value)
    marks: tuple[tuple[str, float, str], ...] = ()  # (ISO date or label, value, words)
    base: float | None = None
    low: float | None = None
    high: float | None = None
    open: float | None = None
    close: float | None = None
    stated: tuple[float, float] | None = None  # implied price interval
    unit: str = ""


@dataclass(frozen=True)
class Reading:
    """One way to read a claim, and how it fits (S2.2).

    `says` is a clause in plain words with the numbers; `needs` names what would decide it when
    `fit` is UNKNOWN. `trigger` is an M1…M9 that makes a true reading misleading (S2.8).
    """

    name: str
    fit: Fit
    says: str
    measured: str | None = None
    permitted: tuple[str, str] | None = None
    admitted: bool = False  # False: the default reading
    flags: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    needs: str = ""
    trigger: str = ""
    correction: str | None = None
    near_boundary: bool = False
    implied: tuple[Fraction, Fraction] | None = None  # prices that would make it true (S16.2)
    chart: Chart | None = None


@dataclass(frozen=True)
class Finding:
    """What was found about one claim: the verdict with all its evidence (S1.7).

    `parts` are the findings of a conjunction's members (S1.3) or of listings of equal standing (S3.2).
    `outside` marks an undecided claim whose reason lies outside the data: a source that failed.
    """

    claim: object  # claims.Claim; typed there to keep imports one-way
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
class Report:
    """All findings of one run, in the order of the claims, with what they rest on."""

    checked_at: datetime
    findings: tuple[Finding, ...]
    sources: tuple[SourceNote, ...] = ()
    article: dict[str, str] = field(default_factory=dict)  # title, url, published, text path
    policy: dict[str, tuple[str, str]] = field(default_factory=dict)  # changed constants
    notes: tuple[str, ...] = ()
    version: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """Verdict slug → how many, every slug present, in the order readers expect."""
        order = ("pass", "pass-rounding", "intraday", "misleading", "fail", "undecidable")
        found = [str(f.verdict) for f in self.findings]
        return {slug: found.count(slug) for slug in (*order, "not-checkable")}


WORST_FIRST: Sequence[Verdict] = tuple(Verdict)
