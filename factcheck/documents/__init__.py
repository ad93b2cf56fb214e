"""Articles as files: the text a reader sees, and where each of its characters stands in the file.

Each way to write an article is one file with `read(source) -> Document`. What a reader of the page
does not see (markup, comments, scripts), and what is not running text (code, tables), is left out;
everything else is kept character for character, or stands for the characters it was written with.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from pathlib import PurePath
from typing import NamedTuple

from factcheck.yaml_events import START, Mark, Problems, Scalar

FORMATS = {".txt": "plain", ".md": "markdown", ".html": "html", ".htm": "html"}
MAX_TEXT = 250_000  # characters of an article as seen: some 40,000 words, or five seconds
UNREAD = "\ufffc"  # stands for what is seen but not read: code in a sentence

_LINE_ENDS = re.compile(r"\r\n|\r|\n")


class Piece(NamedTuple):
    """Text from `at` on, up to the next piece, stands for `source[start:end]`."""

    at: int
    start: int
    end: int


@dataclass(frozen=True)
class Comment:
    """A comment of the markup: it stands before `text[at]` (None: outside the article) and begins
    at `source[start]`; `body` is what stands from there to its end mark."""

    body: str
    at: int | None
    start: int


@dataclass(frozen=True, eq=False)
class Document:
    """One article: `source` as given, `text` as seen; offsets are code points of either.

    `blocks` are the offsets in `text` at which its paragraphs, headings and list items begin.
    `about` are the facts that the file itself tells, as it writes them.
    """

    source: str
    text: str
    pieces: tuple[Piece, ...]
    blocks: tuple[int, ...] = (0,)
    about: Mapping[str, Scalar] = field(default_factory=dict)
    symbols: tuple[Scalar, ...] = ()
    comments: tuple[Comment, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """[start, end) of the text as it stands in the source."""
        first, last = self._piece(start), self._piece(max(end - 1, start))
        return self._within(first, start, first.start), self._within(last, end, last.end)

    def seen(self, start: int, end: int) -> tuple[int, int] | None:
        """[start, end) of the source as it stands in the text; None where nothing of it is seen."""
        m = bisect_right(self.pieces, start, key=lambda piece: piece.end)  # they stand in order
        n = bisect_left(self.pieces, end, key=lambda piece: piece.start) - 1
        if m > n:
            return None
        first, last = self.pieces[m], self.pieces[n]
        begin = first.at + max(start - first.start, 0) if self._kept(m) else first.at
        kept = last.at + min(end, last.end) - last.start
        return begin, kept if self._kept(n) else self._after(n)

    def mark(self, start: int, end: int) -> Mark:
        """The lines and columns of [start, end) of the source."""
        return Mark(*self._place(start), *self._place(end))

    def offset(self, line: int, column: int) -> int:
        """Where a line and a column of the source are; the other way round than `mark`."""
        return self._lines[line - 1] + column - 1 if line <= len(self._lines) else len(self.source)

    def block(self, at: int) -> tuple[int, int]:
        """[start, end) of the block around an offset of the text."""
        n = bisect_right(self.blocks, at)
        end = self.blocks[n] if n < len(self.blocks) else len(self.text)
        return (self.blocks[n - 1] if n else 0), end

    def _piece(self, at: int) -> Piece:
        return self.pieces[bisect_right(self.pieces, at, key=lambda piece: piece.at) - 1]

    def _within(self, piece: Piece, at: int, otherwise: int) -> int:
        """The place in the source where the piece was kept as written, else its end or start."""
        n = bisect_right(self.pieces, piece.at, key=lambda other: other.at) - 1
        return piece.start + at - piece.at if self._kept(n) else otherwise

    def _kept(self, n: int) -> bool:
        """Whether a piece stands in the text as it was written."""
        piece = self.pieces[n]
        return self._after(n) - piece.at == piece.end - piece.start

    def _after(self, n: int) -> int:
        """Where the text of a piece ends."""
        return self.pieces[n + 1].at if n + 1 < len(self.pieces) else len(self.text)

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(end.end() for end in _LINE_ENDS.finditer(self.source))]


@dataclass
class Writer:
    """Puts a document together from left to right."""

    source: str
    parts: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    length: int = 0
    _open: bool = False  # whether something of the current block can be seen
    _waiting: list[tuple[str, int]] = field(default_factory=list)

    def keep(self, start: int, end: int) -> None:
        """What stands in the source can be seen as it is."""
        if not self._open:
            blank = len(self.source[start:end]) - len(self.source[start:end].lstrip())
            start += blank
        if start < end:
            self._begin(start)
            self._add(self.source[start:end], start, end)

    def put(self, text: str, start: int, end: int) -> None:
        """What stands in the source is seen as `text`; a blank that begins a block is not."""
        if text and (self._open or not text.isspace()):
            self._begin(start)
            self._add(text, start, end)

    def comment(self, body: str, start: int) -> None:
        """A comment; one that stands alone belongs to the block after it."""
        if self._open:
            self.comments.append(Comment(body, self.length, start))
        else:
            self._waiting.append((body, start))

    def end_block(self) -> None:
        self._open = False

    def blank(self, start: int, end: int) -> None:
        """Any number of blanks and line breaks, seen as one blank."""
        if self._open and not self.parts[-1][-1:].isspace():
            self._add(" ", start, end)

    def document(self) -> Document:
        comments = [*self.comments, *(Comment(body, None, start) for body, start in self._waiting)]
        pieces = tuple(self.pieces) or (Piece(0, 0, 0),)
        text, blocks = "".join(self.parts), tuple(self.blocks) or (0,)
        return Document(self.source, text, pieces, blocks, comments=tuple(comments))

    def _begin(self, start: int) -> None:
        if self._open:
            return
        if self.parts:
            self._add("\n\n", start, start)
        self._open = True
        self.blocks.append(self.length)
        self.comments += [Comment(body, self.length, at) for body, at in self._waiting]
        self._waiting.clear()

    def _add(self, text: str, start: int, end: int) -> None:
        self.pieces.append(Piece(self.length, start, end))
        self.parts.append(text)
        self.length += len(text)


Format = Callable[[str, Problems], Document]


def format_of(name: str) -> str | None:
    """The way an article file is written, by its suffix; None where it is none."""
    return FORMATS.get(PurePath(name).suffix.lower())


def read(source: str, format_: str, problems: Problems) -> Document:
    """The article in `source`; what is wrong with the facts it tells goes to `problems`."""
    how: Format = import_module(f"{__name__}.{format_}").read
    document = how(source, problems)
    if len(document.text) <= MAX_TEXT:
        return document
    problems.add(START, f"{len(document.text):,} characters to read; split the article: at most {MAX_TEXT:,}")
    return replace(document, text="", pieces=(Piece(0, 0, 0),), blocks=(0,), comments=())
