"""YAML as text with places: a tree built from parser events, within limits that no file can pass.

Nothing is constructed or composed: no aliases, tags or merge keys, and no recursion. Every scalar
stays the text it is (0700, NO, 2025-02-30), next to where it stands and whether it was quoted; what
it means is for its reader to decide. What can be recovered from is noted, and reading goes on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import NoneType
from typing import NamedTuple

import yaml

from factcheck.errors import InputError, Problem, visible

MAX_BYTES, MAX_DEPTH, MAX_NODES, MAX_SCALAR, MAX_KEYS = 8_000_000, 16, 500_000, 20_000, 200
MAX_PROBLEMS, MAX_SHOWN = 50, 80

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2064\u3164\uffa0"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # zero width
    "\u2028-\u202e\u2066-\u206f"  # line separators, direction
    "\ud800-\udfff\ufffe\uffff]"  # no characters at all
)
_NULLS = ("", "~", "null", "Null", "NULL")


class Mark(NamedTuple):
    """Where something stands; lines and columns start at 1, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


START = Mark(1, 1, 1, 1)


@dataclass(slots=True)
class Scalar:
    """A text as written; `quoted` tells "null" from null and "5" from 5."""

    text: str
    quoted: bool
    mark: Mark

    @property
    def is_null(self) -> bool:
        return not self.quoted and self.text in _NULLS


@dataclass(slots=True)
class Sequence:
    """A list, in order."""

    items: list[Node]
    mark: Mark


@dataclass(slots=True)
class Mapping:
    """Keys with their values, in order; `keys` has the place of each key."""

    items: dict[str, Node]
    keys: dict[str, Mark]
    mark: Mark


Node = Scalar | Sequence | Mapping


def is_null(node: Node) -> bool:
    """Whether nothing was written here, or null."""
    return isinstance(node, Scalar) and node.is_null


def shown(text: str) -> str:
    """A stranger's text for an error message: in quotation marks, cut, nothing invisible in it."""
    cut = text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"
    return f"'{visible(cut)}'"


def meant(word: str, known: list[str] | tuple[str, ...]) -> str:
    """ "; did you mean 'period'?" where one of the known words is near; else nothing."""
    cut = word[:MAX_SHOWN]
    near = get_close_matches(cut, known, n=1) or get_close_matches(cut.lower(), known, n=1)
    return f"; did you mean '{visible(near[0])}'?" if near else ""


class TooManyProblems(Exception):
    """Reading stops: what was found is enough to start mending."""


@dataclass
class Problems:
    """What is wrong with one file. A line that cannot be read as YAML is blamed for that only."""

    file: str
    found: list[Problem] = field(default_factory=list)
    unreadable: set[int] = field(default_factory=set)

    def add(self, mark: Mark, sentence: str) -> None:
        """Note a problem. Raises TooManyProblems when it is the last that will be shown."""
        problem = Problem(self.file, mark.line, mark.column, sentence)
        if mark.line in self.unreadable or problem in self.found:
            return
        self.found.append(problem)
        if len(self.found) >= MAX_PROBLEMS:
            raise TooManyProblems

    def stop(self) -> None:
        """Raise InputError if anything was found."""
        if self.found:
            raise InputError(self.found)


class _Stop(Exception):
    """The rest of the file cannot be read."""


def load(data: bytes, problems: Problems) -> Node | None:
    """The one document in `data`; None where it is empty or unreadable, with the reason noted."""
    text = decoded(data, problems)
    if text is None:
        return None
    builder = _Builder(problems)
    try:
        _feed(builder, _without_invisible(text, problems))
    except _Stop:
        builder.broken = True
    problems.unreadable |= {problem.line for problem in problems.found}
    return None if builder.broken else builder.root


NO_TEXT = {  # how a file begins that is something else, whatever it is called
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a packed file, such as a Word document or a bundle",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel document",
    b"{\\rtf": "rich text (RTF)",
    b"\x1f\x8b": "a packed file (gzip)",
}


def decoded(data: bytes, problems: Problems, most: int = MAX_BYTES) -> str | None:
    """The text of a file, without a byte order mark; None where it is no text, with the reason."""
    if len(data) > most:
        problems.add(START, f"the file is larger than {most:,} bytes; split it")
        return None
    if other := next((what for begins, what in NO_TEXT.items() if data.startswith(begins)), ""):
        problems.add(START, f"this is {other}; save what it says as plain text, Markdown or a web page")
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad = error.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        before = data[:bad]
        line, column = before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1
        wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        hint = "it looks like UTF-16; save it as UTF-8" if wide else "save the file as UTF-8"
        problems.add(
            Mark(line, column, line, column + 1), f"byte 0x{data[bad]:02x} is not UTF-8; {hint}"
        )
        return None


def _without_invisible(text: str, problems: Problems) -> str:
    """The text with what nobody can see replaced, one for one, so that columns stay true."""
    if INVISIBLE.search(text) is None:
        return text
    for number, line in enumerate(_LINE_ENDS.split(text), 1):
        for match in INVISIBLE.finditer(line):
            column = match.start() + 1
            mark = Mark(number, column, number, column + 1)
            problems.add(mark, f"an invisible character, {_code(match[0])}, hides here; delete it")
    return INVISIBLE.sub("\ufffd", text)


_LINE_ENDS = re.compile(r"\r\n|\r|\n")


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def _feed(builder: _Builder, text: str) -> None:
    loader = yaml.CSafeLoader(text)
    try:
        while not isinstance(event := loader.get_event(), yaml.StreamEndEvent | NoneType):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        builder.problems.add(*_syntax(error))
        raise _Stop from None
    except yaml.YAMLError:
        builder.problems.add(START, "this cannot be read as YAML")
        raise _Stop from None
    finally:
        loader.dispose()


_QUOTE = "put the text in quotation marks"
_HINTS = {
    "mapping values are not allowed in this context": f"a second ':' on this line; {_QUOTE}",
    "found character that cannot start any token": "no value starts with this character; indent "
    f"with spaces, not tabs, and {_QUOTE}",
    "could not find expected ':'": f"a key without ':' before this, or a text to go on; {_QUOTE}",
    "did not find expected key": "the indentation differs from the lines above, or a quotation "
    "mark ends early",
    "did not find expected '-' indicator": "the indentation differs from the lines above, or a "
    "quotation mark ends early",
    "did not find expected ',' or '}'": "'{' is not closed before this",
    "did not find expected ',' or ']'": "'[' is not closed before this",
    "found unexpected end of stream": "a quotation mark is not closed",
    "did not find expected node content": f"no value starts with this character; {_QUOTE}",
    "found undefined tag handle": "tags are not read; delete what starts with '!'",
    "block sequence entries are not allowed in this context": "a list starts on its own line",
    "found unexpected ':'": f"a ':' stands where none can; {_QUOTE}",
    "found unknown escape character": "an unknown escape; use single quotation marks",
    "did not find expected <document start>": f"the text goes on after its end; {_QUOTE}",
}


def _syntax(error: yaml.MarkedYAMLError) -> tuple[Mark, str]:
    """The parser's own words, which hold nothing of the input, with ours where they help."""
    problem = error.problem or "this cannot be read as YAML"
    at, opened = error.problem_mark, error.context_mark
    sentence = _HINTS.get(problem, problem)
    if opened is not None and problem == "found unexpected end of stream":
        at = opened
    elif opened is not None and "not closed" in sentence:
        sentence += f" (it was opened at {opened.line + 1}:{opened.column + 1})"
    mark = Mark(at.line + 1, at.column + 1, at.line + 1, at.column + 2) if at else START
    return mark, f"not YAML: {sentence}"


_NOWHERE = object()  # a value whose key was refused is read and dropped


class _Builder:
    """Builds the tree from events; `stack` holds the open containers, `pending` their open keys."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.root: Node | None = None
        self.broken = False
        self.documents = 0
        self.nodes = 0
        self.stack: list[Sequence | Mapping] = []
        self.flow: list[bool] = []
        self.pending: list[str | object | None] = []

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._check(event)
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._check(event)
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(event)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event)

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            self._fatal(_mark(event), "a second document starts here; write one file for each")

    def _alias(self, event: yaml.AliasEvent) -> None:
        mark, name = _mark(event), shown(f"*{event.anchor}")
        self.problems.add(
            mark, f"{name} is an alias, and aliases are not read; write the value out"
        )
        self._count(mark)
        self._place(Scalar("", True, mark))

    def _check(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        mark = _mark(event)
        self._count(mark)
        if event.anchor is not None:
            name = shown(f"&{event.anchor}")
            self.problems.add(mark, f"{name} is an anchor, and anchors are not read; delete it")
        if event.tag not in (None, "!"):
            name = shown(event.tag.replace("tag:yaml.org,2002:", "!!"))
            self.problems.add(mark, f"{name} is a tag, and tags are not read; delete it")

    def _count(self, mark: Mark) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._fatal(mark, f"more than {MAX_NODES:,} values; split the file")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        text, mark, quoted = event.value, _mark(event), bool(event.style)
        if len(text) > MAX_SCALAR:
            self.problems.add(mark, f"a text of {len(text):,} characters; at most {MAX_SCALAR:,}")
            text = ""
        if event.style == '"' and (hidden := INVISIBLE.search(text)):
            self.problems.add(mark, f"an escape for an invisible character, {_code(hidden[0])}")
            text = INVISIBLE.sub("\ufffd", text)
        self._place(Scalar(text, quoted, mark))

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        mark = _mark(event)
        if len(self.stack) >= MAX_DEPTH:
            self._fatal(mark, f"nested more than {MAX_DEPTH} deep")
        mapping = isinstance(event, yaml.MappingStartEvent)
        node: Sequence | Mapping = Mapping({}, {}, mark) if mapping else Sequence([], mark)
        self._place(node)
        self.stack.append(node)
        self.flow.append(bool(event.flow_style))
        self.pending.append(None)

    def _close(self, event: yaml.CollectionEndEvent) -> None:
        node = self.stack.pop()
        self.pending.pop()
        end = _mark(event)[2:] if self.flow.pop() else _last(node)[2:]
        node.mark = Mark(node.mark.line, node.mark.column, *end)

    def _place(self, node: Node) -> None:
        if not self.stack:
            self.root = node
        elif isinstance(parent := self.stack[-1], Sequence):
            parent.items.append(node)
        elif self.pending[-1] is None:
            self.pending[-1] = self._key(parent, node)
        else:
            key, self.pending[-1] = self.pending[-1], None
            if isinstance(key, str):
                parent.items[key] = node

    def _key(self, parent: Mapping, node: Node) -> str | object:
        sentence = self._fault(parent, node)
        if sentence:
            self.problems.add(node.mark, sentence)
            return _NOWHERE
        assert isinstance(node, Scalar)
        parent.keys[node.text] = node.mark
        if len(parent.keys) > MAX_KEYS:
            self._fatal(node.mark, f"a mapping with more than {MAX_KEYS} keys")
        return node.text

    def _fault(self, parent: Mapping, node: Node) -> str:
        if not isinstance(node, Scalar):
            return "a key is a word, not a list or a mapping"
        if node.text == "<<" and not node.quoted:
            return "merge keys (<<) are not read; write the keys out"
        if node.is_null:
            return "a key is missing before ':'"
        if node.text in parent.keys:
            first = parent.keys[node.text]
            return f"key {shown(node.text)} stands here again; it is already on line {first.line}"
        return ""

    def _fatal(self, mark: Mark, sentence: str) -> None:
        self.problems.add(mark, sentence)
        raise _Stop


def _mark(event: yaml.Event) -> Mark:
    start, end = event.start_mark, event.end_mark
    assert start is not None
    assert end is not None
    return Mark(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _last(node: Sequence | Mapping) -> Mark:
    """Where a block's last value ends: the parser itself only notices at the next token."""
    if isinstance(node, Sequence):
        return node.items[-1].mark if node.items else node.mark
    last = max((child.mark[2:] for child in node.items.values()), default=node.mark[2:])
    return Mark(node.mark.line, node.mark.column, *last)
