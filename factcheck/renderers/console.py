"""The report for a terminal: verdict, claim, why, and what would be right; plain when piped."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from enum import StrEnum

from factcheck.errors import inert
from factcheck.renderers.words import (
    VERDICTS,
    counted,
    found,
    instant,
    moment,
    one_line,
    price,
)
from factcheck.verdicts import Finding, Report, Rewording, Severity, Verdict

ASCII_MARKS = dict(zip(VERDICTS, "x!@?o~+-", strict=True))
COLOURS = dict(zip(VERDICTS, ("1;31", "33", "33", "35", "36", "32", "32", "2"), strict=True))
PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-"})
COLUMN = 16  # mark, blank, the longest verdict, blank
LEAST, LEAST_PART = 30, 20
NARROW = 60  # below this many columns the claim goes under its verdict

Paint = Callable[[str, str], str]


class Detail(StrEnum):
    """How much to say: problems only, every claim, or every figure."""

    QUIET = "quiet"
    NORMAL = "normal"
    VERBOSE = "verbose"


def render(
    report: Report,
    *,
    width: int = 80,
    color: bool = False,
    detail: Detail | str = Detail.NORMAL,
    encoding: str = "utf-8",
) -> str:
    """The report in at most `width` columns; characters that `encoding` lacks are written out."""
    lines = _report(report, max(width, LEAST), Detail(detail), _painter(color), _marks(encoding))
    text = "".join(f"{inert(line.rstrip())}\n" for line in lines)
    return _encodable(text, encoding)


def _report(
    report: Report, width: int, detail: Detail, paint: Paint, marks: dict[Verdict, str]
) -> Iterator[str]:
    if detail is not Detail.QUIET:
        yield from _heading(report, width, paint)
    for finding in report.findings:
        matters = finding.severity.rank >= Severity.WARNING.rank and not finding.known
        if detail is not Detail.QUIET or matters:
            yield from _finding(finding, width, detail, paint, marks)
    if detail is not Detail.QUIET:
        yield from _silenced(report, width, paint)
    if detail is Detail.VERBOSE:
        yield from _basis(report, width, paint)
    if detail is not Detail.QUIET:
        yield ""
    for warning in report.warnings:
        yield from (paint("33", line) for line in wrapped(one_line(warning), width))
    yield from wrapped(counted(report), width)
    if report.coverage:
        yield from wrapped(_coverage(report), width)
    if detail is Detail.VERBOSE and len(report.coverage) > 1:
        for article in report.coverage:
            yield from wrapped(one_line(f"{article.name}: {found([article])}"), width)


def _coverage(report: Report) -> str:
    """What the claims are a part of: all that the articles were found to say."""
    articles = len(report.coverage)
    return f"{f'{articles} articles: ' if articles > 1 else ''}{found(report.coverage)}"


def _silenced(report: Report, width: int, paint: Paint) -> Iterator[str]:
    for claim in report.silenced:
        place = f", {claim.place.file}:{claim.place.line}" if claim.place else ""
        said = one_line(f"silenced: {claim.text}: {claim.why_not}{place}")
        yield from (paint("2", line) for line in wrapped(said, width))


def _heading(report: Report, width: int, paint: Paint) -> Iterator[str]:
    title = report.article.get("title")
    if title:
        yield from (paint("1", line) for line in wrapped(one_line(title), width))
        published = report.article.get("published")
        dates = f"published {one_line(moment(published))}, " if published else ""
        yield from (
            paint("2", line) for line in wrapped(f"{dates}checked {instant(report.checked_at)}", width)
        )
        yield ""


def _finding(
    finding: Finding,
    width: int,
    detail: Detail,
    paint: Paint,
    marks: dict[Verdict, str],
    title: str = "",
) -> Iterator[str]:
    mark, verdict = marks[finding.verdict], str(finding.verdict)
    head = paint(COLOURS[finding.verdict], f"{mark} {verdict}")
    indent = 2 if width < NARROW else COLUMN
    words = one_line(title or finding.claim.text) or finding.claim.id
    claim = wrapped(words, width - indent)
    if width < NARROW:
        yield head
    else:
        yield head + " " * (COLUMN - 2 - len(verdict)) + paint("1", claim.pop(0))
    yield from (" " * indent + paint("1", line) for line in claim)
    for style, text in _below(finding, detail):
        yield from (" " * indent + paint(style, line) for line in wrapped(text, width - indent))
    place = finding.claim.place
    if (
        place and not title and finding.severity.rank >= Severity.WARNING.rank
    ):  # whole, so that editors can jump
        where = f"{one_line(place.file)}:{place.line}:{place.column}"
        yield " " * indent + paint("2", where)
    for part in finding.parts:
        room, name = max(width - indent, LEAST_PART), part.subject or part.symbol or ""
        for line in _finding(part, room, detail, paint, marks, name):
            yield " " * indent + line


def _below(finding: Finding, detail: Detail) -> Iterator[tuple[str, str]]:
    """What is said under a claim, each with its style."""
    if not finding.parts or "readings-split" in finding.flags:  # else its parts say it
        yield "", one_line(finding.reason)
    if finding.known:
        yield "2", "known before: it fails nothing"
    if finding.rewording:
        yield "", f"would be right: {one_line(_reworded(finding.rewording))}"
    elif finding.correction:
        yield "", f"would be right: {one_line(finding.correction)}"
    if finding.needs:
        yield "", f"would decide it: {one_line(finding.needs)}"
    if detail is Detail.VERBOSE:
        yield from (("2", text) for text in _evidence(finding))


def _reworded(rewording: Rewording) -> str:
    """The author's words put right, and which of them they take the place of."""
    before, after = rewording.before.split(" "), rewording.after.split(" ")
    spans = SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes()
    old = " … ".join(" ".join(before[i:j]) for tag, i, j, *_ in spans if tag != "equal" and i < j)
    return f"{rewording.after} (instead of {old})" if old else rewording.after


def _evidence(finding: Finding) -> Iterator[str]:
    for reading in finding.readings:
        yield f"reading {one_line(reading.name)}: {reading.fit}: {one_line(reading.says)}"
    sources = {e.source for e in finding.evidence}
    for e in finding.evidence:
        source = f" ({one_line(e.source)})" if e.source and len(sources) > 1 else ""
        yield f"{one_line(e.label)}: {one_line(price(e.value))}{source}"
    if len(sources) == 1 and "" not in sources:
        yield f"source: {one_line(sources.pop())}"
    yield from map(one_line, finding.notes)
    qualities = [f"confidence {finding.confidence}", *finding.flags, *finding.rules]
    yield ", ".join(map(one_line, qualities))


def _basis(report: Report, width: int, paint: Paint) -> Iterator[str]:
    yield ""
    for s in report.sources:
        span = f" {s.first} to {s.last}" if s.first else ""
        retrieved = f", retrieved {s.retrieved_at}" if s.retrieved_at else ""
        text = f"prices: {s.symbol} from {s.name}{span}{retrieved} {s.sha256[:12]}"
        yield from (paint("2", line) for line in wrapped(one_line(text), width))
    for name, (usual, here) in report.policy.items():
        yield from wrapped(one_line(f"setting: {name} is {here}, usually {usual}"), width)
    for note in report.notes:
        yield from wrapped(one_line(note), width)


def _painter(color: bool) -> Paint:
    if not color:
        return lambda style, text: text
    return lambda style, text: f"\x1b[{style}m{text}\x1b[0m" if style and text else text


def _encodable(text: str, encoding: str) -> str:
    """Typographic characters become plain ones, others escapes, where `encoding` lacks them."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        plain = text.translate(PLAIN)
        return plain.encode(encoding, "backslashreplace").decode(encoding)
    return text


def _marks(encoding: str) -> dict[Verdict, str]:
    marks = {verdict: said.mark for verdict, said in VERDICTS.items()}
    try:
        "".join(marks.values()).encode(encoding)
    except UnicodeEncodeError:
        return ASCII_MARKS
    return marks


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` terminal columns, broken at blanks, or inside a word too long."""
    if columns(text) <= width and not text.startswith(" "):
        return [text]
    lines = [""]
    for word in text.split(" "):
        for piece in _pieces(word, width):
            joined = f"{lines[-1]} {piece}" if lines[-1] else piece
            if columns(joined) <= width:
                lines[-1] = joined
            else:
                lines.append(piece)
    return lines


def _pieces(word: str, width: int) -> list[str]:
    if columns(word) <= width:
        return [word]
    pieces = [""]
    for character in word:
        if columns(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def columns(text: str) -> int:
    """How many columns a terminal takes for `text`: two for wide, none for combining characters."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )
