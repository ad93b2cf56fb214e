"""What the formats for CI share: which findings are problems, what is said of each, and where it stands."""

from __future__ import annotations

import posixpath
from pathlib import PurePath
from urllib.parse import quote

from factcheck.claims import Place, fingerprints
from factcheck.renderers.words import one_line
from factcheck.verdicts import Finding, Report, Severity, Verdict


def marked(report: Report) -> list[tuple[Finding, str]]:
    """Every finding with its fingerprint, in the order of the claims."""
    return list(zip(report.findings, fingerprints([f.claim for f in report.findings]), strict=True))


def problems(report: Report) -> list[tuple[Finding, str]]:
    """What must be looked at, worst first: at least a warning, and not known from a baseline."""
    found = [(f, mark) for f, mark in marked(report) if is_problem(f)]
    return sorted(found, key=lambda one: -one[0].severity.rank)


def is_problem(finding: Finding) -> bool:
    return finding.severity.rank >= Severity.WARNING.rank and not finding.known


def advice(finding: Finding) -> str:
    """What would be right: the author's sentence put right, else one of ours, else its parts'."""
    if finding.rewording:
        return one_line(finding.rewording.after)
    if finding.correction:
        return one_line(finding.correction)
    return " ".join(filter(None, (advice(part) for part in finding.parts)))


def message(finding: Finding) -> str:
    """The claim, what was found, and what would be right, on one line; never empty."""
    return f"{words(finding)}: {explained(finding)}"


def explained(finding: Finding) -> str:
    """The reason, and what would be right or would decide it, in sentences."""
    right, needs = advice(finding), one_line(finding.needs)
    said = [one_line(finding.reason)]
    said += [f"Would be right: {right}"] if right else []
    said += [f"To decide it: {needs}"] if needs else []
    return " ".join(text if text.endswith((".", "?", "!")) else f"{text}." for text in said)


def words(finding: Finding) -> str:
    return one_line(finding.claim.text).strip() or one_line(finding.claim.id)


def nothing_decided(report: Report) -> bool:
    return all(f.verdict in (Verdict.UNDECIDABLE, Verdict.NOT_CHECKABLE) for f in report.findings)


def place_of(finding: Finding, report: Report) -> Place:
    """Where a claim stands; one without a place stands where its article begins."""
    return finding.claim.place or Place(report.article.get("text") or "article", 1, 1, 1, 1)


def tree_path(file: str, here: str = "", top: str = "") -> str:
    """A path as seen from the folder `top` of the repository, where `here` is the one the command ran in;
    one outside of it stays absolute."""
    path = posixpath.normpath(posixpath.join(here, PurePath(file).as_posix()))
    return path.removeprefix(f"{top}/") if top else path


def uri(file: str, here: str = "", top: str = "") -> str:
    """The same as a relative reference of RFC 3986; an absolute path as a file: address."""
    path = quote(tree_path(file, here, top).encode("utf-8", "surrogatepass"), safe="/")
    return f"file://{path}" if path.startswith("/") else path
