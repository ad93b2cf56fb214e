"""Verdicts: the seven words, what a finding carries, and how readings become one verdict (S1, S2.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from factcheck.claims import Claim
from factcheck.readings import Chart, Evidence, Reading


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


@dataclass(frozen=True)
class Finding:
    """What was found about one claim: the verdict with all its evidence (S1.7).

    `parts` are the findings of a conjunction's members (S1.3) or of listings of equal standing (S3.2).
    `outside` marks an undecided claim whose reason lies outside the data: a source that failed.
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
