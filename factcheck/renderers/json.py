"""The report for programs: `factcheck/1` of docs/json.md, its own dictionary, every key there."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from factcheck.claims import Claim
from factcheck.readings import Evidence, Reading
from factcheck.renderers._problems import marked
from factcheck.renderers.words import set_aside
from factcheck.statements import Stated, decimal_text, exact_text
from factcheck.verdicts import Coverage, Edit, Finding, Report, Rewording, SourceNote, Verdict

SCHEMA = "factcheck/1"
FIELDS = ("direction", "value", "upper", "unit", "hedge", "period")
ARTICLE = ("title", "url", "published", "text")


def render(report: Report) -> str:
    """The report as JSON, pure ASCII, with keys in the order of the documentation."""
    return dumped(_report(report))


def dumped(document: object, indent: int | None = 2) -> str:
    """JSON in ASCII, without NaN, of which a CI runner takes no line for a command."""
    text = json.dumps(document, indent=indent, ensure_ascii=True, allow_nan=False)
    return re.sub(r"##(?=\w*\[)", r"#\\u0023", text) + "\n"


def _report(report: Report) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "tool": {"name": "factcheck", "version": report.version},
        "checked_at": report.checked_at.isoformat(),
        "article": {key: report.article.get(key) for key in ARTICLE},
        "counts": report.counts,
        "set_aside": set_aside(report),
        "claims": [_claim(finding, mark) for finding, mark in marked(report)],
        "silenced": [_silenced(claim) for claim in report.silenced],
        "coverage": [_coverage(article) for article in report.coverage],
        "sources": [_source(source) for source in report.sources],
        "policy": {k: {"default": usual, "value": v} for k, (usual, v) in report.policy.items()},
        "notes": list(report.notes),
        "warnings": list(report.warnings),
    }


def _silenced(claim: Claim) -> dict[str, Any]:
    until = claim.skip.until if claim.skip else None
    return {
        **_where(claim),
        "reason": claim.skip.reason if claim.skip else claim.why_not,
        "until": until.isoformat() if until else None,
    }


def _claim(finding: Finding, fingerprint: str | None = None) -> dict[str, Any]:
    """One finding under the names of the corpus; members of a conjunction are the same again, and
    have no fingerprint of their own."""
    return {
        **_where(finding.claim),
        **_what(finding),
        "verdict": str(finding.verdict),
        "severity": str(finding.severity),
        "flags": list(finding.flags),
        "rules": list(finding.rules),
        "confidence": str(finding.confidence),
        "measured": finding.measured,
        "permitted": _interval(finding.permitted),
        "reason": _reason(finding),
        "correction": finding.correction,
        "rewording": _rewording(finding.rewording) if finding.rewording else None,
        "needs": finding.needs or None,
        "evidence": [_evidence(e) for e in finding.evidence],
        "readings": [_reading(r) for r in finding.readings],
        "parts": [_claim(part) for part in finding.parts],
        "notes": list(finding.notes),
        "known": finding.known,
        "fingerprint": fingerprint,
    }


def _rewording(rewording: Rewording) -> dict[str, Any]:
    edits = [_edit(edit) for edit in rewording.edits]
    return {"before": rewording.before, "after": rewording.after, "edits": edits}


def _edit(edit: Edit) -> dict[str, Any]:
    start, end = edit.span
    return {**asdict(edit.place), "start": start, "end": end, "old": edit.old, "new": edit.new}


def _reason(finding: Finding) -> str:
    """The reason, and for an undecided claim what would decide it (S1.1)."""
    needs = finding.needs if finding.verdict is Verdict.UNDECIDABLE else ""
    return f"{finding.reason} To decide it: {needs}." if needs else finding.reason


def _where(claim: Claim) -> dict[str, Any]:
    place = claim.place
    start, end = claim.span or (None, None)
    return {
        "id": claim.id,
        "text": claim.text,
        "quote": claim.quote,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "end_line": place.end_line if place else None,
        "end_column": place.end_column if place else None,
        "start": start,
        "end": end,
    }


def _coverage(article: Coverage) -> dict[str, Any]:
    return {
        "article": article.name,
        "found": article.found,
        "decided": article.decided,
        "undecidable": article.undecidable,
        "not_checkable": article.not_checkable,
        "silenced": article.silenced,
    }


def _what(finding: Finding) -> dict[str, Any]:
    verifier = finding.claim.verifier
    return {
        "kind": finding.claim.kind,
        "subject": finding.subject or None,
        "symbol": finding.symbol,
        "as_of": finding.as_of,
        **{field: _plain(getattr(verifier, field, None)) for field in FIELDS},
        "reference_window": _plain(getattr(verifier, "window", None)),
        "session": _plain(getattr(verifier, "session", None)),
    }


def _plain(value: object) -> str | None:
    if value is None:
        return None
    return _decimal(value) if isinstance(value, Stated) else str(value)


def _decimal(stated: Stated) -> str:
    """The number multiplied out, with the decimals that were printed: "4.70", "1300000000000"."""
    for decimals in range(9):
        if stated.step >= Fraction(1, 10**decimals) and not stated.words:
            return decimal_text(stated.value, decimals)
    return exact_text(stated.value)


def _interval(ends: tuple[str, str] | None) -> list[str | None] | None:
    return None if ends is None else [end or None for end in ends]  # null: unbounded


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "label": evidence.label,
        "date": evidence.date,
        "value": evidence.value,
        "source": evidence.source or None,
        "symbol": evidence.symbol or None,
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "name": reading.name,
        "says": reading.says,
        "measured": reading.measured,
        "permitted": _interval(reading.permitted),
        "fit": str(reading.fit),
    }


def _source(source: SourceNote) -> dict[str, Any]:
    return {
        "name": source.name,
        "symbol": source.symbol,
        "retrieved_at": source.retrieved_at,
        "first": source.first,
        "last": source.last,
        "sha256": source.sha256 or None,
        "note": source.note or None,
    }
