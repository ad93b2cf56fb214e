"""GitLab Code Quality: the problems of a merge request, as one JSON array."""

from __future__ import annotations

from factcheck.errors import visible
from factcheck.renderers._problems import message, place_of, problems, tree_path
from factcheck.renderers.json import dumped
from factcheck.verdicts import Report, Severity

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def render(report: Report, *, here: str = "", top: str = "") -> str:
    """The problems, worst first. GitLab shows issues with equal fingerprints once; ours differ."""
    return dumped(
        [
            {
                "description": message(finding),
                "check_name": f"{finding.claim.kind or 'statement'}/{finding.verdict}",
                "fingerprint": mark,
                "severity": SEVERITIES[finding.severity],
                "location": {
                    "path": visible(tree_path(place.file, here, top)),
                    "lines": {"begin": place.line, "end": place.end_line},
                },
            }
            for finding, mark in problems(report)
            for place in [place_of(finding, report)]
        ]
    )
