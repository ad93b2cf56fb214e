"""HTML: the text of the article on the page, without what stands around it.

A tokenizer of its own, since positions have to be exact and hostile pages must take linear time:
each character is looked at once, or a fixed number of times.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from html import unescape

from factcheck.article_files import ARTICLE, day_if_naive
from factcheck.documents import UNREAD, Document, Writer
from factcheck.yaml_events import Problems, Scalar

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol option p pre section summary table tbody td tfoot th thead tr ul".split()
)
RAW = frozenset("script style textarea title xmp iframe noembed noframes".split())
UNSEEN = frozenset(  # not of the article, or not running text; struck words are taken back
    "nav aside header footer figcaption noscript template svg math object audio video canvas button "
    "select form table pre del s strike sup".split()
)
VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()
)
ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?"

_NEXT = re.compile(rf"<!--|<(?P<end>/?)(?P<name>[A-Za-z][^\s/>]*+)|<[!?/]|{ENTITY}")
_ATTRIBUTE = re.compile(
    r"[\s/]*+(?:(?P<end>>)|(?P<name>[^\s/>][^\s/>=]*+)"
    r"(?:\s*+=\s*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^\s>]*+)))?)"
)
_BLANKS = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")
_CLOSED = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW}
_SHORT = re.compile(r"<!---?>")
_FACTS = {  # what tells each, best first
    "title": ("og:title", "title"),
    "published": ("article:published_time", "time"),
    "url": ("og:url",),
}
MAX_FACT = 2_000

Attributes = dict[str, tuple[str, int]]


def read(source: str, problems: Problems) -> Document:
    return _Page(source).document()


def attributes(source: str, at: int) -> tuple[Attributes, int]:
    """The attributes of a tag from behind its name, with their places, and where the tag ends."""
    found: Attributes = {}
    while match := _ATTRIBUTE.match(source, at):
        if match["end"]:
            return found, match.end()
        kind = next((k for k in ("double", "single", "bare") if match[k] is not None), None)
        value, start = (unescape(match[kind]), match.start(kind)) if kind else ("", match.start())
        found.setdefault(match["name"].lower(), (value, start))
        at = match.end()
    return found, len(source)


def comment_end(source: str, start: int) -> tuple[int, int]:
    """Where the words of the comment at `start` end, and the comment; one left open hides the rest."""
    if short := _SHORT.match(source, start):
        return start + 4, short.end()
    end = source.find("-->", start + 4)
    return (end, end + 3) if end >= 0 else (len(source), len(source))


@dataclass
class _Page:
    """One page being read. Each outermost <article>, <main> and the rest have a writer of their own:
    which of them is the article is only known at the end."""

    source: str
    writers: dict[int, Writer] = field(default_factory=dict)
    scope: int = 0  # 0: elsewhere; -1: in <main>; n: in the n-th outermost <article>
    articles: int = 0
    stack: list[tuple[str, bool]] = field(default_factory=list)  # open elements; whether they hide
    opened: Counter[str] = field(default_factory=Counter)
    hidden: int = 0
    facts: dict[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def writer(self) -> Writer:
        return self.writers.setdefault(self.scope, Writer(self.source))

    def document(self) -> Document:
        """The longest article; without one the main part, without that the body."""
        at = 0
        while match := _NEXT.search(self.source, at):
            self._text(at, match.start())
            at = self._markup(match)
        self._text(at, len(self.source))
        lengths = {scope: writer.length for scope, writer in self.writers.items()}
        articles = sorted((n for n in lengths if n > 0), key=lambda n: (-lengths[n], n))
        chosen = next((n for n in (*articles, -1) if lengths.get(n)), 0)
        found = self.writers.setdefault(chosen, Writer(self.source)).document()
        outside = [
            replace(comment, at=None)
            for scope, writer in self.writers.items()
            if scope != chosen
            for comment in writer.document().comments
        ]
        about = {key: fact for key in _FACTS if (fact := self._told(key, found))}
        return replace(found, about=about, comments=(*found.comments, *outside))

    def _told(self, key: str, document: Document) -> Scalar | None:
        """The first fact of that key that can be read; a page may say anything."""
        for name in (name for name in _FACTS[key] if name in self.facts):
            value, start = self.facts[name]
            node = Scalar(value, True, document.mark(start, start))
            with suppress(ValueError):
                ARTICLE.forms[key].read(node)
                return day_if_naive(node) if key == "published" else node
        return None

    def _markup(self, match: re.Match[str]) -> int:
        """Take what begins at the match; where the text goes on."""
        start, end = match.span()
        if match["name"]:
            return self._tag(match)
        if match[0] == "<!--":
            body, end = comment_end(self.source, start)
            self.writer.comment(self.source[start + 4 : body], start)
        elif match[0][0] == "<":
            closed = self.source.find(">", end)
            end = closed + 1 if closed >= 0 else len(self.source)
        elif not self.hidden:
            self.writer.put(unescape(match[0]), start, end)
        return end

    def _text(self, start: int, end: int) -> None:
        if self.hidden:
            return
        for blanks in _BLANKS.finditer(self.source, start, end):
            self.writer.keep(start, blanks.start())
            self.writer.blank(*blanks.span())
            start = blanks.end()
        self.writer.keep(start, end)

    def _tag(self, match: re.Match[str]) -> int:
        name, start = match["name"].lower(), match.start()
        found, end = attributes(self.source, match.end())
        if name in BLOCKS:
            self.writer.end_block()
        if match["end"]:
            self._close(name)
        elif name in RAW:
            return self._raw(name, end)
        elif name in VOID:
            self._void(name, found, start, end)
        else:
            self._open(name, found, start, end)
        return end

    def _open(self, name: str, found: Attributes, start: int, end: int) -> None:
        if name == "time" and "datetime" in found:
            self._tell("time", *found["datetime"])
        if name == "code" and not self.hidden:
            self.writer.put(UNREAD, start, end)
        hides = name in UNSEEN or name == "code" or "hidden" in found
        self.stack.append((name, hides))
        self.opened[name] += 1
        self.hidden += hides
        self.articles += name == "article" and self.opened[name] == 1
        self._enter()

    def _close(self, name: str) -> None:
        """Close the innermost element of that name, and what was left open in it."""
        closed = "" if self.opened[name] else name
        while closed != name:
            closed, hid = self.stack.pop()
            self.opened[closed] -= 1
            self.hidden -= hid
        self._enter()

    def _enter(self) -> None:
        self.scope = self.articles if self.opened["article"] else -bool(self.opened["main"])

    def _raw(self, name: str, start: int) -> int:
        """The end of an element that holds no markup; a title is told."""
        closed = _CLOSED[name].search(self.source, start)
        end = closed.start() if closed else len(self.source)
        if name == "title" and not self.opened["svg"]:
            self._tell("title", unescape(self.source[start : min(end, start + MAX_FACT)]), start)
        return end

    def _void(self, name: str, found: Attributes, start: int, end: int) -> None:
        if name == "br" and not self.hidden:
            self.writer.put("\n", start, end)
        keys = [found[key][0].lower() for key in ("property", "name") if key in found]
        if name == "meta" and keys and "content" in found:
            self._tell(keys[0], *found["content"])

    def _tell(self, key: str, value: str, start: int) -> None:
        if value.strip():
            self.facts.setdefault(key, (" ".join(value.split()), start))
