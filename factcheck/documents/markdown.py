"""Markdown: the running text of the page it is made into.

Lines make blocks (CommonMark's, and GitHub's tables and struck words); then each block is read for
what stands within lines. Each character is looked at once, or a fixed number of times.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict, deque
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import accumulate

from factcheck.article_files import ARTICLE
from factcheck.documents import UNREAD, Document, Writer
from factcheck.documents.html import BLOCKS, ENTITY, RAW, UNSEEN, comment_end
from factcheck.yaml_events import Mapping, Mark, Node, Problems, Scalar, Sequence, is_null, load

FACTS = tuple(key for key in ARTICLE.forms if key != "text")

_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n)?")
_FRONT = re.compile(r"---[ \t]*(?:\r\n|\r|\n)")
_FRONT_END = re.compile(r"^(?:---|\.\.\.)[ \t\r]*$", re.MULTILINE)
_CONTAINER = re.compile(
    r"[ \t]*+(?:>[ \t]?|(?P<bullet>[-*+])(?=[ \t]|$)[ \t]*+|(?P<number>\d{1,9})[.)](?=[ \t]|$)[ \t]*+)"
)
_FENCE = re.compile(r"(`{3,})[^`]*$|(~{3,})")
_RULE = re.compile(r"([-*_])(?:[ \t]*+\1){2,}[ \t]*+$")
_UNDERLINE = re.compile(r"(?:=++|-++)[ \t]*+$")
_HEADING = re.compile(r"#{1,6}(?:[ \t]++|$)")
_TITLE = re.compile(r"[ \t]*#[ \t]")
_HEADING_END = re.compile(r"(?:^|[ \t])#++[ \t]*+$")
_DEFINITION = re.compile(r"\[(?!\^)([^\[\]]{1,999})\]:[ \t]*\S")
_FOOTNOTE = re.compile(r"\[\^[^\[\]]{1,999}\]:[ \t]*")
_COLUMNS = re.compile(r"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+$")
_HTML = sorted((RAW | UNSEEN) - {"del", "s", "strike", "sup", "object", "math"})
_NOT_TEXT = re.compile(
    rf"\\.|(?P<ticks>`+)|(?P<comment><!--)|<(?P<name>{'|'.join(_HTML)})(?=[\s/>]|$)",
    re.IGNORECASE | re.DOTALL,
)
_CLOSED = {name: re.compile(rf"</{name}\s*+>", re.IGNORECASE) for name in _HTML}

_INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~\r\n])|(?P<ticks>`+)|(?P<auto><(?:https?://|mailto:)[^\s<>]+>)"
    r"|<(?P<slash>/?)(?P<tag>[A-Za-z][A-Za-z0-9-]*+)(?:[\s/][^<>]*+)?>"
    rf"|(?P<entity>{ENTITY[:-1]})"  # with its semicolon
    r"|(?P<open>!?\[)|(?P<close>\])|(?P<run>\*+|_+|~~+)"
)
_TARGET = re.compile(
    r"\(\s*+(?:<[^<>\r\n]*+>|[^\s()<>]*+(?:\([^\s()]*+\)[^\s()<>]*+)*+)"
    r"(?:\s++(?:\"[^\"]*+\"|'[^']*+'|\([^()]*+\)))?\s*+\)"
)
_LABEL = re.compile(r"\[([^\[\]]{0,999})\]")
MAX_TARGET = 4_000
MAX_TITLE = 300
MAX_OPEN = 1_000  # brackets that may still be closed


def read(source: str, problems: Problems) -> Document:
    front, begin = _front_matter(source, problems)
    found = _Blocks(source, begin).document()
    about = {key: node for key, node in front.items() if isinstance(node, Scalar)}
    symbols = front.get("symbols")
    listed = symbols.items if isinstance(symbols, Sequence) else [symbols] if symbols else []
    about.pop("symbols", None)
    about = {**_headline(found), **about}
    return replace(found, about=about, symbols=tuple(s for s in listed if isinstance(s, Scalar)))


def _headline(found: Document) -> dict[str, Scalar]:
    """The title, where the text begins with a heading of the first level."""
    _, end = found.block(0)
    title = " ".join(found.text[:end].split())
    if not title:
        return {}
    start, last = found.span(0, end)
    line = max(found.source.rfind(mark, 0, start) for mark in "\r\n") + 1
    told = _TITLE.match(found.source, line, start) and len(title) <= MAX_TITLE
    return {"title": Scalar(title, True, found.mark(start, last))} if told else {}


# ------------------------------------------------------------------------------------ front matter


def _front_matter(source: str, problems: Problems) -> tuple[dict[str, Node], int]:
    """What the front matter says under the keys that are ours, and where the text begins."""
    begin = _FRONT.match(source)
    if begin is None:
        return {}, 0
    end = _FRONT_END.search(source, begin.end())
    if end is None:
        own = re.compile(rf"(?:{'|'.join(FACTS)}|symbols)[ \t]*:").match(source, begin.end())
        if own:  # else a line across the page
            problems.add(Mark(1, 1, 1, 4), "the front matter is not closed; end it with a line of ---")
        return {}, 0
    # an empty line in place of the first one keeps the places true
    root = load(f"\n{source[begin.end() : end.start()]}".encode(errors="replace"), problems)
    if root is None or is_null(root):
        return {}, end.end()
    if not isinstance(root, Mapping):
        problems.add(root.mark, "front matter is a mapping, such as 'published: 2025-02-21'")
        return {}, end.end()
    items = {k: v for k, v in root.items.items() if k in (*FACTS, "symbols") and not is_null(v)}
    for key, node in items.items():
        if key != "symbols" and not isinstance(node, Scalar):
            problems.add(node.mark, f"'{key}' is a text, not a list or a mapping")
    return items, end.end()


# ------------------------------------------------------------------------------------------ blocks


@dataclass
class _Block:
    """The source of one paragraph, heading or list item, without what stands before its lines."""

    parts: list[tuple[int, int]] = field(default_factory=list)
    comments: list[tuple[int, str, int]] = field(default_factory=list)  # before which part, …


@dataclass
class _Blocks:
    """The lines of the text, gathered into blocks."""

    source: str
    at: int
    blocks: list[_Block] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)  # that links and images refer to
    current: _Block = field(default_factory=_Block)
    joint: tuple[int, int] = (0, 0)  # the end of the line before
    in_list: bool = False
    after_blank: bool = True

    def document(self) -> Document:
        while self.at < len(self.source):
            line = _LINE.match(self.source, self.at)
            assert line is not None
            self.at, start = line.end(), line.start()
            self._line(start, start + len(line[0].rstrip("\r\n")))
        self._end()
        writer = Writer(self.source)
        for block in self.blocks:
            _Inline(self.source, block, self.labels).write(writer)
            writer.end_block()
        return writer.document()

    def _end(self) -> None:
        if self.current.parts or self.current.comments:
            self.blocks.append(self.current)
            self.current = _Block()

    def _line(self, start: int, end: int) -> None:
        at, marker = self._content(start, end)
        text = self.source[at:end]
        blank, self.after_blank = self.after_blank, not text.strip()
        indented = self.source.startswith(("    ", "\t"), start)
        if self.after_blank:
            self._end()
        elif blank and indented and not self.in_list:
            self.after_blank = True  # code; so is an indented line after it
        elif fence := _FENCE.match(text):
            self._end()
            self._skip_code(fence[1] or fence[2])
        elif not self._structure(text, at, end):
            if blank and not indented and not marker:
                self.in_list = False
            self._join(self._add(at, end))

    def _join(self, end: int) -> None:
        """Keep the line's own end for the case that the block goes on."""
        self.joint = end, self.at

    def _content(self, start: int, end: int) -> tuple[int, bool]:
        """Where the words of a line begin, behind the marks of quotations and list items."""
        at, marked = start, False
        if self.after_blank and not self.in_list and self.source.startswith(("    ", "\t"), start):
            return at, False
        while container := _CONTAINER.match(self.source, at, end):
            bullet, number = container.start("bullet"), container["number"]
            if bullet >= 0 and not marked and _RULE.match(self.source, bullet, end):
                break
            if number and not self._numbered(number):
                break
            if number or bullet >= 0:
                self._end()
                self.in_list = marked = True
            at = container.end()
        return at + len(self.source[at:end]) - len(self.source[at:end].lstrip(" \t")), marked

    def _numbered(self, number: str) -> bool:
        """A line of a paragraph that begins with a number begins a list only with 1."""
        return not self.current.parts or self.in_list or int(number) == 1

    def _structure(self, text: str, at: int, end: int) -> bool:
        """Take a line that is not running text."""
        parts = self.current.parts
        if parts and _UNDERLINE.match(text):
            self._end()
        elif _RULE.match(text):
            self._end()
            self.in_list = False
        elif parts and _COLUMNS.match(text) and "|" in self.source[slice(*parts[-1])]:
            parts.pop()
            self._end()
            self._skip_table()
        elif definition := None if parts else _DEFINITION.match(text):
            self.labels.add(_label(definition[1]))
        elif footnote := _FOOTNOTE.match(text):
            self._end()
            self._join(self._add(at + footnote.end(), end))
        elif heading := _HEADING.match(text):
            self._end()
            closing = _HEADING_END.search(text, heading.end())
            self._add(at + heading.end(), at + closing.start() if closing else end)
            self._end()
        else:
            return False
        return True

    def _skip_code(self, fence: str) -> None:
        """Go on behind the closing fence, or at the end of the file."""
        closing = re.compile(rf"[ \t>]*+{fence[0]}{{{len(fence)},}}[ \t]*+$")
        while self.at < len(self.source):
            line = _LINE.match(self.source, self.at)
            assert line is not None
            self.at = line.end()
            if closing.match(line[0].rstrip("\r\n")):
                return

    def _skip_table(self) -> None:
        while line := _LINE.match(self.source, self.at):
            if not line[0].strip(" \t\r\n>"):
                return
            self.at = line.end()

    def _add(self, start: int, end: int) -> int:
        """Running text but for comments and elements that are not read, which may end lines below.
        Gives the end of the line that was read last."""
        parts = self.current.parts
        if parts and not self.source[slice(*parts[-1])].isspace():
            self._part(*self.joint)
        at, ticks = start, _Ticks(self.source, start, end)
        while match := _NOT_TEXT.search(self.source, at, end):
            if match["ticks"]:
                at = ticks.end(match.start()) or match.end()
            elif match["comment"]:
                self._part(start, match.start())
                body, start = comment_end(self.source, match.start())
                words = self.source[match.end() : body]
                self.current.comments.append((len(self.current.parts), words, match.start()))
                at, end, ticks = self._resume(start, end, ticks)
            elif match["name"]:
                self._part(start, match.start())
                if match["name"].lower() in BLOCKS:
                    self._end()
                closed = _CLOSED[match["name"].lower()].search(self.source, match.end())
                start = closed.end() if closed else len(self.source)
                at, end, ticks = self._resume(start, end, ticks)
            else:
                at = match.end()
        self._part(start, end)
        return end

    def _resume(self, at: int, end: int, ticks: _Ticks) -> tuple[int, int, _Ticks]:
        """Go on with the rest of the line that `at` is in; `end` is that of the line before."""
        if at <= end:
            return at, end, ticks
        line = _LINE.match(self.source, at)
        assert line is not None
        self.at, end = line.end(), at + len(line[0].rstrip("\r\n"))
        return at, end, _Ticks(self.source, at, end)

    def _part(self, start: int, end: int) -> None:
        if start < end:
            self.current.parts.append((start, end))


class _Ticks:
    """The runs of backticks on a stretch of text, and where the code that each begins ends."""

    def __init__(self, source: str, start: int, end: int) -> None:
        self.runs: dict[int, list[int]] = defaultdict(list)
        for run in re.compile("`+").finditer(source, start, end):
            self.runs[len(run[0])].append(run.start())
        self.sizes = {start: size for size, starts in self.runs.items() for start in starts}

    def end(self, start: int) -> int | None:
        """Behind the closing run of the run at `start`; None where it stands for itself."""
        size = self.sizes.get(start)
        if size is None:  # its first backtick was escaped
            return None
        same = self.runs[size]
        after = bisect_right(same, start)
        return same[after] + size if after < len(same) else None


# ------------------------------------------------------------------------------- within the lines


@dataclass
class _Inline:
    """One block's text with its markup; `edits` are what is seen in place of [start, end)."""

    source: str
    block: _Block
    labels: set[str]
    edits: list[tuple[int, int, str]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # of the block's parts in its text
    text: str = ""

    def write(self, writer: Writer) -> None:
        texts = [self.source[start:end] for start, end in self.block.parts]
        self.starts = [0, *accumulate(map(len, texts))][: len(texts)]
        self.text = "".join(texts)
        self._read()
        self._write(writer)

    def _read(self) -> None:
        ticks = _Ticks(self.text, 0, len(self.text))
        runs: dict[str, list[list[int]]] = defaultdict(list)
        brackets: deque[re.Match[str]] = deque(maxlen=MAX_OPEN)
        at = 0
        while match := _INLINE.search(self.text, at):
            at = match.end()
            if match["escaped"]:
                self._edit(match.start(), match.start() + 1)
            elif match["ticks"]:
                if end := ticks.end(match.start()):
                    self._edit(match.start(), end, UNREAD)
                    at = end
            elif match["auto"]:
                self._edit(*match.span())
            elif match["tag"]:
                self._tag(match)
            elif match["entity"]:
                self._edit(*match.span(), unescape(match[0]))
            elif match["open"]:
                brackets.append(match)
            elif match["close"] and brackets:
                at = self._link(brackets.pop(), match)
            elif match["run"]:
                self._emphasis(match, runs[match["run"][0]])

    def _edit(self, start: int, end: int, seen: str = "") -> None:
        self.edits.append((start, end, seen))

    def _tag(self, match: re.Match[str]) -> None:
        name = match["tag"].lower()
        self._edit(*match.span(), "\n" if name == "br" else "\n\n" if name in BLOCKS else "")

    def _link(self, opened: re.Match[str], closed: re.Match[str]) -> int:
        """Hide the target of a link, all of an image or a footnote's mark; where to go on."""
        start, end = opened.end(), closed.end()
        label = self.text[start : closed.start()] if closed.start() - start <= 999 else ""
        target = _TARGET.match(self.text, end, end + MAX_TARGET)
        other = None if target else _LABEL.match(self.text, end)
        if target:
            end = target.end()
        elif other and _label(other[1] or label) in self.labels:
            end = other.end()
        elif not label.startswith("^") and not (self.labels and _label(label) in self.labels):
            return end
        if opened[0] == "![" or label.startswith("^"):
            self._edit(opened.start(), end)
        else:
            self._edit(opened.start(), start)
            self._edit(closed.start(), end)
        return end

    def _emphasis(self, match: re.Match[str], open_: list[list[int]]) -> None:
        """Hide the marks of a run that pair with marks before them; keep the rest for later ones."""
        start, end = match.span()
        before, after = self.text[start - 1 : start] or " ", self.text[end : end + 1] or " "
        left = not after.isspace() and (after.isalnum() or not before.isalnum())
        right = not before.isspace() and (before.isalnum() or not after.isalnum())
        if match["run"][0] == "_":  # never inside a word
            left, right = left and not before.isalnum(), right and not after.isalnum()
        if match["run"][0] == "~":
            if right and open_:
                self._edit(open_.pop()[0], end)
            elif left:
                open_.append([start, end])
            return
        while right and open_ and start < end:
            other = open_[-1]
            size = min(other[1] - other[0], end - start)
            self._edit(other[1] - size, other[1])
            self._edit(start, start + size)
            other[1] -= size
            start += size
            if other[0] == other[1]:
                open_.pop()
        if left and start < end:
            open_.append([start, end])

    # ------------------------------------------------------------------ into the document

    def _write(self, writer: Writer) -> None:
        at = 0
        comments = [
            (self.starts[n] if n < len(self.starts) else len(self.text), words, start)
            for n, words, start in self.block.comments
        ]
        pending = iter([*comments, (len(self.text) + 1, "", 0)])
        comment = next(pending)
        for start, end, seen in sorted([*self.edits, (len(self.text), len(self.text), "")]):
            while comment[0] <= max(start, at):
                self._keep(writer, at, comment[0])
                at = max(at, comment[0])
                writer.comment(*comment[1:])
                comment = next(pending)
            if start < at:  # inside of what is hidden already
                at = max(at, end)
                continue
            self._keep(writer, at, start)
            if seen == "\n\n":
                writer.end_block()
            elif start < end:
                writer.put(seen, self._place(start), self._place(end - 1) + 1)
            at = end

    def _keep(self, writer: Writer, start: int, end: int) -> None:
        while start < end:
            n = bisect_right(self.starts, start) - 1
            stop = min(end, self.starts[n + 1] if n + 1 < len(self.starts) else len(self.text))
            place = self._place(start)
            writer.keep(place, place + stop - start)
            start = stop

    def _place(self, at: int) -> int:
        n = bisect_right(self.starts, at) - 1
        return self.block.parts[n][0] + at - self.starts[n]


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()
