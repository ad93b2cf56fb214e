"""SARIF 2.1.0 for code scanning: problems only, because GitHub shows every result as an alert."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from factcheck.claims import Place
from factcheck.errors import visible
from factcheck.renderers._problems import advice, message, place_of, problems, uri
from factcheck.renderers.json import dumped
from factcheck.renderers.words import VERDICTS, counted, one_line, set_aside
from factcheck.verdicts import Edit, Finding, Report

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST = 25_000  # results of a run that GitHub reads; it shows the first 5,000


def render(report: Report, *, here: str = "", top: str = "") -> str:
    """The problems, worst first, with the words to replace. Paths are seen
    from the folder `top`, where the command ran in `here`.

    What is silenced, or known from a baseline, is counted and left out: GitHub shows suppressed
    results as open alerts.
    """
    found = problems(report)
    shown = found[:MOST]
    rules = {_rule_id(finding): finding for finding, _ in shown}
    run = {
        "tool": {"driver": {
            "name": "factcheck",
            **({"semanticVersion": report.version} if report.version else {}),
            "rules": [_rule(id, finding) for id, finding in rules.items()],
        }},
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": "factcheck/"},
        "invocations": [_invocation(report, len(found) - len(shown))],
        "results": [_result(f, mark, list(rules), report, here, top) for f, mark in shown],
        "properties": {"counts": report.counts, "setAside": set_aside(report)},
    }  # fmt: skip
    return dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule_id(finding: Finding) -> str:
    return f"{finding.claim.kind or 'statement'}/{finding.verdict}"


def _rule(id: str, finding: Finding) -> dict[str, Any]:
    """The rule that a finding breaks: what its kind measures, and what its verdict means."""
    verifier, said = finding.claim.verifier, VERDICTS[finding.verdict]
    measures = _capital(verifier.summary()) if verifier else "A statement about markets"
    help_ = (
        f"{measures}. The verdict is {finding.verdict}: {said.meaning}. Check the number, the day and the "
        "instrument; the message has the prices and what would be right. `factcheck kinds` tells how "
        "each kind is decided."
    )
    words = id.replace("/", "-").replace("_", "-").split("-")
    return {
        "id": id,
        "name": "".join(word.capitalize() for word in words),
        "shortDescription": {"text": f"{said.short}: {measures}"},
        "fullDescription": {"text": f"{measures}: {said.meaning}."},
        "help": {"text": help_},
        "defaultConfiguration": {"level": str(finding.severity)},
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _result(
    finding: Finding, mark: str, rules: Sequence[str], report: Report, here: str, top: str
) -> dict[str, Any]:
    id, place = _rule_id(finding), place_of(finding, report)
    where = {"artifactLocation": {"uri": uri(place.file, here, top)}, "region": _region(place)}
    result: dict[str, Any] = {
        "ruleId": id,
        "ruleIndex": rules.index(id),
        "level": str(finding.severity),
        "message": {"text": _unlinked(message(finding))},
        "locations": [{"physicalLocation": where}],
        "partialFingerprints": {"primaryLocationLineHash": f"{mark}:1"},
    }
    if finding.rewording and finding.rewording.edits:
        result["fixes"] = [_fix(finding, finding.rewording.edits, here, top)]
    return result


def _fix(finding: Finding, edits: Sequence[Edit], here: str, top: str) -> dict[str, Any]:
    """SARIF 3.55: the wrong words and nothing else replaced."""

    def file_of(edit: Edit) -> str:
        return edit.place.file

    changes = [
        {
            "artifactLocation": {"uri": uri(file, here, top)},
            "replacements": [
                {"deletedRegion": _region(edit.place), "insertedContent": {"text": edit.new}}
                for edit in those
            ],
        }
        for file, those in groupby(sorted(edits, key=file_of), file_of)
    ]
    said = {"text": _unlinked(f"Write: {advice(finding)}")}
    return {"description": said, "artifactChanges": changes}


def _region(place: Place) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,  # exclusive, as ours is
    }


def _unlinked(text: str) -> str:
    """SARIF 3.11.6: [words](address) would be a link; a backslash makes brackets plain."""
    plain = visible(text).replace("\\", "\\\\")
    return plain.replace("[", "\\[").replace("]", "\\]")


def _invocation(report: Report, left: int) -> dict[str, Any]:
    said = counted(report) + (f"; {left} more problems than GitHub reads are left out" if left else "")
    note = {"level": "note", "message": {"text": said}}
    told = [{"level": "warning", "message": {"text": _unlinked(one_line(w))}} for w in report.warnings]
    return {"executionSuccessful": True, "toolExecutionNotifications": [note, *told]}
