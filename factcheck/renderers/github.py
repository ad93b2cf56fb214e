"""GitHub workflow commands: a line of standard output for each annotation."""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.claims import Place
from factcheck.errors import visible
from factcheck.renderers._problems import message, nothing_decided, place_of, problems, tree_path
from factcheck.renderers.words import VERDICTS, counted, one_line, set_aside
from factcheck.verdicts import Finding, Report, Severity, Verdict

MOST = 10  # errors of a step that GitHub shows, and as many warnings


def render(report: Report, *, here: str = "", top: str = "") -> str:
    """The worst ten errors and ten warnings, then one line on all there is, unless all simply holds."""
    return "".join(f"{line}\n" for line in _commands(report, here, top))


def _commands(report: Report, here: str, top: str) -> Iterator[str]:
    found = [finding for finding, _ in problems(report)]
    shown = [
        finding
        for severity in (Severity.ERROR, Severity.WARNING)
        for finding in [f for f in found if f.severity is severity][:MOST]
    ]
    yield from (_annotation(finding, report, here, top) for finding in shown)
    left = len(found) - len(shown)
    rest = f"; {left} more problems than GitHub shows here are in the report" if left else ""
    unchecked = nothing_decided(report)
    open_ = report.counts[Verdict.UNDECIDABLE]
    if found or unchecked or open_ or report.warnings or any(set_aside(report).values()):
        level = "warning" if unchecked else "notice"
        said = "\n".join([counted(report) + rest, *map(one_line, report.warnings)])
        yield f"::{level} title=factcheck::{_data(said)}"


def _annotation(finding: Finding, report: Report, here: str, top: str) -> str:
    title = f"{VERDICTS[finding.verdict].short}: {one_line(finding.claim.id)}"
    at = _at(place_of(finding, report), here, top)
    properties = ",".join(f"{k}={_property(str(v))}" for k, v in {**at, "title": title}.items())
    return f"::{finding.severity} {properties}::{_data(message(finding))}"


def _at(place: Place, here: str, top: str) -> dict[str, object]:
    """Where GitHub shows it: nowhere, if it was not in a file; without columns, if on several lines,
    because it drops those."""
    if place.file == "<stdin>":
        return {}
    at = {"file": visible(tree_path(place.file, here, top)), "line": place.line}
    if place.line == place.end_line:
        return at | {"col": place.column, "endColumn": place.end_column}
    return at | {"endLine": place.end_line}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
