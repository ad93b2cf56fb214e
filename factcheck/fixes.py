"""Rewordings as changes of files: which of them go together, the new text, and its difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff

from factcheck.verdicts import Edit, Finding, Verdict

CORRECTED = (Verdict.FAIL, Verdict.MISLEADING)


@dataclass(frozen=True)
class Fixes:
    """What findings come to: edits by file, in the order of the text, and what is left to its author.

    `left` have no edit; in the way of `waiting` stands another's; `intraday` were not asked for.
    """

    edits: dict[str, tuple[Edit, ...]]
    made: tuple[Finding, ...]
    left: tuple[Finding, ...]
    waiting: tuple[Finding, ...]
    intraday: tuple[Finding, ...]


def fixes(findings: Iterable[Finding], *, intraday: bool) -> Fixes:
    """The edits of every finding that is wrong, all of its own or none, and no two that overlap."""
    kept: dict[str, set[Edit]] = {}
    made: list[Finding] = []
    left: list[Finding] = []
    waiting: list[Finding] = []
    unasked: list[Finding] = []
    for finding in findings:
        if finding.known or finding.verdict not in (*CORRECTED, Verdict.INTRADAY):
            continue
        own = finding.rewording.edits if finding.rewording else ()
        if finding.verdict is Verdict.INTRADAY and not intraday:
            unasked.append(finding)
        elif not own:
            left.append(finding)
        elif any(_collide(edit, other) for edit in own for other in kept.get(edit.place.file, ())):
            waiting.append(finding)
        else:
            made.append(finding)
            for edit in own:
                kept.setdefault(edit.place.file, set()).add(edit)
    edits = {file: tuple(sorted(ours, key=lambda e: e.span)) for file, ours in kept.items()}
    return Fixes(edits, tuple(made), tuple(left), tuple(waiting), tuple(unasked))


def _collide(one: Edit, other: Edit) -> bool:
    """Whether two different edits are of the same words."""
    apart = one.span[1] <= other.span[0] or other.span[1] <= one.span[0]
    return one != other and not apart


def edited(source: str, edits: Sequence[Edit]) -> str:
    """`source` with every edit made. Raises ValueError where its words are not those that were read."""
    for edit in sorted(edits, key=lambda e: e.span, reverse=True):
        start, end = edit.span
        if source[start:end] != edit.old:
            raise ValueError(f"{edit.old!r} does not stand at {edit.place.line}:{edit.place.column}")
        source = f"{source[:start]}{edit.new}{source[end:]}"
    return source


def difference(name: str, before: str, after: str) -> Iterator[str]:
    """The lines of a unified diff that `git apply` understands; none where nothing changed."""
    lines = unified_diff(_lines(before), _lines(after), _quoted("a", name), _quoted("b", name))
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """Lines as git counts them: whatever stands before a line feed."""
    parts = text.split("\n")
    ended = [f"{part}\n" for part in parts[:-1]]
    return [*ended, parts[-1]] if parts[-1] else ended


def _quoted(side: str, name: str) -> str:
    """A file's name as git writes it: in quotation marks where it holds more than plain characters."""
    path = f"{side}/{name.lstrip('/')}"
    if path.isprintable() and '"' not in path and "\\" not in path:
        return path
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').encode("utf-8", "surrogateescape")
    return '"' + "".join(chr(b) if 32 <= b < 127 else f"\\{b:03o}" for b in escaped) + '"'
