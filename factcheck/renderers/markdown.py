"""Markdown for pull-request comments and step summaries: what must change first, then every claim."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.claims import Place
from factcheck.renderers._problems import advice, explained, is_problem, nothing_decided, problems, words
from factcheck.renderers.words import (
    VERDICTS,
    coverage,
    denominators,
    found,
    instant,
    one_line,
    set_aside,
    summary,
)
from factcheck.statements import listed
from factcheck.verdicts import Finding, Report

COMMENT = 65_536  # characters that a comment may have
SUMMARY = 1 << 20  # bytes that the summary of a step may have
TABLE = "\n| | verdict | statement | what was found | where |\n|---|---|---|---|---|\n"


def render(report: Report, *, limit: int = COMMENT) -> str:
    """The report in at most `limit` bytes of UTF-8; what does not fit is left out whole, and counted."""
    room, left, full = limit - 200, 0, False  # room for the sentence on what was left out
    kept = []
    for piece, rows in _pieces(report):
        room -= len(piece.encode())
        full = full or room < 0
        left += rows if full else 0
        kept += [] if full else [piece]
    statements = "1 more statement is" if left == 1 else f"{left} more statements are"
    rest = f"\n{statements} left out here for want of room; the other formats have all.\n" if full else ""
    return "".join(kept) + rest


def _pieces(report: Report) -> Iterator[tuple[str, int]]:
    """The text in pieces that only make sense whole, each with how many rows of the table it is."""
    yield f"### {_headline(report)}\n\n{_about(report)}\n", 0
    yield from ((_problem(finding), 0) for finding, _ in problems(report))
    rows = [_row(finding) for finding in report.findings]
    rows += [_cells("–", "silenced", c.text, c.why_not, _where(c.place)) for c in report.silenced]
    yield from ((f"{'' if n else TABLE}{row}\n", 1) for n, row in enumerate(rows))


def _headline(report: Report) -> str:
    total, bad = denominators(report)[0], sum(map(is_problem, report.findings))
    among = "1 statement" if total == 1 else f"{total} statements"
    if bad:
        return f"factcheck: {bad} problem{'s' if bad > 1 else ''} in {among}"
    return f"factcheck: {'nothing could be decided' if nothing_decided(report) else 'no problem'} in {among}"


def _about(report: Report) -> str:
    aside = [f"{n} {word}" for word, n in set_aside(report).items() if n]
    sentences = [
        summary(report),
        coverage(report),
        f"{found(report.coverage)}." if report.coverage else "",
        f"Set aside: {listed(aside)}." if aside else "",
        f"Checked {instant(report.checked_at)}.",
    ]
    title = report.article.get("title")
    lines = [_strong(title or ""), escaped(" ".join(filter(None, sentences)))]
    lines += [f"⚠ {escaped(warning)}" for warning in report.warnings]
    return "  \n".join(filter(None, lines))


def _problem(finding: Finding) -> str:
    said, right = VERDICTS[finding.verdict], advice(finding)
    label = "change to" if finding.rewording else "would be right"
    lines = [
        f"{said.mark} **{said.short}**: {escaped(_where(finding.claim.place))}",
        _strong(words(finding)),
        escaped(finding.reason),
        f"*{label}:* {escaped(right)}" if escaped(right) else "",
    ]
    return "\n- " + "  \n  ".join(filter(None, lines)) + "\n"


def _row(finding: Finding) -> str:
    said, known = VERDICTS[finding.verdict], " (known)" if finding.known else ""
    reason = finding.reason if is_problem(finding) else explained(finding)
    place = _where(finding.claim.place)
    return _cells(said.mark, f"{finding.verdict}{known}", words(finding), reason, place)


def _strong(text: str) -> str:
    said = escaped(text)
    return f"**{said}**" if said else ""


def _cells(*cells: str) -> str:
    return f"| {' | '.join(map(escaped, cells))} |"


def _where(place: Place | None) -> str:
    return f"{place.file}:{place.line}" if place else ""


def escaped(text: str) -> str:
    """A stranger's text as text: no markup, no cell of a table, no link; nobody and no issue is named.

    GitHub looks for names, issues and addresses after it has read the Markdown, so a backslash does not
    help there; a blank without width does.
    """
    parted = re.sub(r"([@#](?=\w)|:(?=//)|\bwww(?=\.))", "\\1\u200b", one_line(text).strip())
    plain = re.sub(r"([\\`*_{}\[\]()#+\-.!|<>&~$:@=])", r"\\\1", parted)
    return plain.replace("\u200b", "&#8203;")  # which no stranger's text still holds
