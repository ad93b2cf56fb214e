"""JUnit XML: a test case for each claim, red exactly where the exit code is."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree

from factcheck.claims import Claim
from factcheck.renderers._problems import message, nothing_decided
from factcheck.renderers.words import counted, one_line, set_aside
from factcheck.verdicts import Finding, Report, Severity, Verdict


def render(
    report: Report, *, fail_on: str = "error", allow_undecided: bool = False, too_open: bool = False
) -> str:
    """One suite, as junit-10.xsd has it. Failures are what `fail_on` names; errors are claims that stay
    open for want of prices, or because nothing, or too little, was decided; open by the data, and silenced,
    is skipped."""
    suite = ElementTree.Element("testsuite", name="factcheck")
    counts = {**report.counts, **set_aside(report)}
    properties = ElementTree.SubElement(suite, "properties")
    for name, count in counts.items():
        ElementTree.SubElement(properties, "property", name=name, value=str(count))
    bar, names = Severity(fail_on), Counter[tuple[str, str]]()
    blocked = too_open or (nothing_decided(report) and not allow_undecided)
    for finding in report.findings:
        case = _case(suite, finding.claim, names)
        _outcome(case, finding, bar, blocked or (finding.outside and not allow_undecided))
    for claim in report.silenced:
        case = _case(suite, claim, names)
        ElementTree.SubElement(case, "skipped", message=one_line(f"silenced: {claim.why_not}"))
    ElementTree.SubElement(suite, "system-out").text = "; ".join(
        [counted(report), *map(one_line, report.warnings)]
    )
    return _written(suite, report)


def _case(suite: ElementTree.Element, claim: Claim, names: Counter[tuple[str, str]]) -> ElementTree.Element:
    """A case whose name no other has, for GitLab drops duplicates. What XML cannot hold is not
    printable, and so was written out before it came here."""
    file = one_line(claim.place.file) if claim.place else "factcheck"
    name = one_line(f"{claim.id}: {claim.text}")
    names[file, name] += 1
    number = names[file, name]
    shown = name if number == 1 else f"{name} ({number})"
    return ElementTree.SubElement(suite, "testcase", classname=file, name=shown, time="0")


def _outcome(case: ElementTree.Element, finding: Finding, bar: Severity, blocked: bool) -> None:
    said, verdict = one_line(message(finding)), finding.verdict
    if finding.severity.rank >= bar.rank and not finding.known:
        ElementTree.SubElement(case, "failure", type=str(verdict), message=said).text = said
    elif verdict is Verdict.UNDECIDABLE and blocked:
        ElementTree.SubElement(case, "error", type="no-data", message=said).text = said
    elif verdict in (Verdict.UNDECIDABLE, Verdict.NOT_CHECKABLE):
        ElementTree.SubElement(case, "skipped", message=f"{verdict}: {said}")
    elif verdict is not Verdict.PASS:
        known = ", known" if finding.known else ""
        ElementTree.SubElement(case, "system-out").text = f"{verdict}{known}: {said}"


def _written(suite: ElementTree.Element, report: Report) -> str:
    for outcome, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        suite.set(name, str(len(suite.findall(f"testcase/{outcome}"))))
    suite.set("tests", str(len(suite.findall("testcase"))))
    suite.set("timestamp", report.checked_at.isoformat(timespec="seconds"))
    root = ElementTree.Element("testsuites", name="factcheck")
    root.append(suite)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    plain = re.sub(r"##(?=\w*\[)", "#&#35;", text)  # what a CI runner takes for a command
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{plain}\n'
