"""A table for spreadsheets: one row a claim, no cell a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from factcheck.claims import Claim
from factcheck.renderers._problems import advice, marked
from factcheck.renderers.words import one_line
from factcheck.verdicts import Finding, Report

COLUMNS = (
    "file line column id verdict severity known claim subject symbol as_of measured permitted_from "
    "permitted_to reason would_be_right needs flags rules confidence fingerprint"
).split()
_NUMBER = re.compile(r"[-+]?\d[\d,]*(\.\d+)?%?", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # the wide ones count in East Asian locales


def render(report: Report) -> str:
    """RFC 4180: a header, a row for each claim, and one for each that is silenced."""
    out = io.StringIO()
    rows = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    rows.writerows(map(_safe, row) for row in _rows(report))
    return out.getvalue()


def _rows(report: Report) -> Iterator[list[str]]:
    for finding, mark in marked(report):
        yield [*_head(finding.claim, str(finding.verdict), str(finding.severity), finding.known),
               *_found(finding), mark]  # fmt: skip
    for claim in report.silenced:
        head = _head(claim, "silenced", "none", False)
        reason = ["" if name != "reason" else claim.why_not for name in COLUMNS[len(head) :]]
        yield [*head, *reason]


def _head(claim: Claim, verdict: str, severity: str, known: bool) -> list[str]:
    place = claim.place
    at = [place.file, str(place.line), str(place.column)] if place else ["", "", ""]
    return [*at, claim.id, verdict, severity, "yes" if known else "no", claim.text]


def _found(finding: Finding) -> list[str]:
    low, high = finding.permitted or ("", "")
    return [
        finding.subject,
        finding.symbol or "",
        finding.as_of or "",
        finding.measured or "",
        low,
        high,
        finding.reason,
        advice(finding),
        finding.needs,
        " ".join(finding.flags),
        ", ".join(finding.rules),
        str(finding.confidence),
    ]


def _safe(cell: str) -> str:
    """OWASP, CSV injection: an apostrophe keeps a cell from being a formula; numbers stay numbers."""
    text = one_line(cell)
    formula = text.lstrip().startswith(_FORMULA) and not _NUMBER.fullmatch(text)
    return f"'{text}" if formula else text
