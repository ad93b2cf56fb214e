"""Drafts: the statements of an article as a claim file, for a person to review, edit and keep.

A second run only adds: what stands in the file stays as it is, byte for byte. What was drafted once
is listed in comments at the end of the file, so that a claim somebody deleted does not come back.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from factcheck import article_files
from factcheck.article_files import Quotes, StandsTwice
from factcheck.claim_files import read_bytes
from factcheck.documents import format_of, read
from factcheck.draft_entries import UNQUOTED, Statement, Writer, Written, cleaned, scalar
from factcheck.errors import FactcheckError, InputError, visible
from factcheck.instruments import Catalogue
from factcheck.own_instruments import read_instruments
from factcheck.yaml_events import Mapping, Node, Problems, Scalar, Sequence, decoded, is_null, load

HEADER = "# Drafted by factcheck: hold every claim against its quote, edit it or delete it."
RECORD = "# drafted so far (what is deleted above is drafted again only if its line here is deleted too):"
NEW = "new"
GONE = "the article no longer says this"
TWICE = "the article says this more than once: quote more"
UNDATED = "not said: when the article appeared, as published: 2025-02-21T12:30+08:00"

_FATES = frozenset((f"# {GONE}", f"# {TWICE}"))
_WHOLE = "|".join(map(re.escape, (NEW, GONE, TWICE, UNQUOTED, UNDATED)))
_REMARK = re.compile(rf"# (?P<remark>assumed: .*|{_WHOLE})|(?:- )?why: (?P<why>.+)")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True)
class Draft:
    """A claim file's text, the article it is about, and how much of that was found and written now."""

    text: str
    article: str
    found: int
    written: int
    checkable: int

    @property
    def to_look_at(self) -> list[tuple[int, str]]:
        """What a person should look at, by line: the draft's own remarks, and every `why`."""
        lines = [line.strip() for line in _LINE.findall(self.text)]
        found = [(number, match) for number, line in enumerate(lines) if (match := _REMARK.fullmatch(line))]
        return [
            (n + 1, f"not checkable: {m['why']}" if m["why"] else m["remark"] + _about(lines[n + 1 :]))
            for n, m in found
        ]


def _about(lines: list[str]) -> str:
    """The entry that a remark stands above, in brackets."""
    below = next((line for line in lines if not line.startswith("#")), "")
    return f" ({below[2:]})" if below.startswith("- ") else ""


def first_draft(article: Path, target: Path, catalogue: Catalogue, **about: str | None) -> Draft:
    """A new claim file for an article; `about` are keys of its `article:`, such as `published`."""
    if not article.is_file():
        raise FactcheckError(f"{visible(str(article))}: there is no such file")
    try:
        about = {**_facts(article), **{key: words for key, words in about.items() if words}}
        data = blank(os.path.relpath(article, target.parent).replace(os.sep, "/"), **about).encode()

        made = draft(data, str(target), target.parent, catalogue)
    except InputError as error:
        sentences = [f"{article}: {problem.sentence}" for problem in error.problems]
        raise FactcheckError("\n".join(map(visible, sentences))) from None
    if not made.found:
        raise FactcheckError(f"{visible(str(article))}: no statement about a price was found")
    return made


def _facts(article: Path) -> dict[str, str | None]:
    """What the article says of itself, in its front matter or its head. Raises InputError."""
    problems = Problems(str(article))
    data = read_bytes(str(article), problems, article_files.MAX_ARTICLE)
    problems.stop()
    source = decoded(data, problems, article_files.MAX_ARTICLE)
    problems.stop()
    told = read(source or "", format_of(str(article)) or "plain", problems).about
    problems.stop()
    return {key: told[key].text for key in ("title", "published", "timezone", "market", "url") if key in told}


def next_draft(article: Path, target: Path, catalogue: Catalogue) -> Draft:
    """The claim file `target` with what its article says and it has not had yet."""
    name = visible(str(target))
    try:
        data = target.read_bytes()
    except OSError as error:
        raise FactcheckError(f"{name}: cannot be opened: {error.strerror}") from None
    made = draft(data, str(target), target.parent, catalogue)
    if os.path.relpath(made.article) != os.path.relpath(article):
        raise FactcheckError(f"{name}: is about {visible(made.article)}; name another file with -o")
    return made


def blank(article: str, **about: str | None) -> str:
    """A claim file without claims for the article of that name."""
    said = {key: cleaned(words or "") for key, words in about.items()}
    keys = {"text": cleaned(article), **{key: words for key, words in said.items() if words}}
    lines = [f"  {key}: {scalar(words)}" for key, words in keys.items()]
    undated = [] if "published" in keys else [f"  # {UNDATED}"]
    return "\n".join([HEADER, "article:", *lines, *undated, "claims:", ""])


def draft(data: bytes, name: str, folder: Path, catalogue: Catalogue) -> Draft:
    """`data`, a claim file called `name` in `folder`, with what its article says. Raises InputError."""
    file = _File.read(data, name, folder, catalogue)
    statements = list(file.writer.statements())
    fresh = file.without_known(statements)
    entries = [file.writer.write(statement) for statement in fresh]
    text = file.with_entries(entries, [statement.key for statement in fresh])
    checkable = sum(entry.checkable for entry in entries)
    about = str(file.writer.article.text_path)
    return Draft(text, about, len(statements), len(entries), checkable)


@dataclass(frozen=True)
class _File:
    """A claim file as it stands, to be added to."""

    name: str
    lines: list[str]
    root: Mapping
    writer: Writer

    @classmethod
    def read(cls, data: bytes, name: str, folder: Path, catalogue: Catalogue) -> _File:
        problems = Problems(name)
        root = load(data, problems)
        problems.stop()
        about = root.items.get("article") if isinstance(root, Mapping) else None
        if not isinstance(root, Mapping) or not isinstance(about, Mapping):
            raise FactcheckError(f"{visible(name)}: names no article, so nothing can be added")
        article = article_files.read_article(about, folder, problems)
        listings = _instruments(root, catalogue, problems)
        problems.stop()
        if article.text is None or "claims" not in root.items:
            wanted = "'claims:'" if article.text else "'text:' in its article"
            raise FactcheckError(f"{visible(name)}: has no {wanted}, so nothing can be added")
        writer = Writer(article, Quotes(article.text, "the article"), listings)
        return cls(name, _LINE.findall(data.decode()), root, writer)

    # ------------------------------------------------------------------------- what is known

    def without_known(self, statements: list[Statement]) -> list[Statement]:
        """The statements that neither the record nor any quote of the file has."""
        known = Counter(self._record) | Counter(" ".join(quote.split()) for _, quote in self._quoted)
        rest = []
        for statement in statements:
            known[statement.key] -= 1
            if known[statement.key] < 0:
                rest.append(statement)
        others = [self._place(key) for key, left in known.items() if left > 0]
        return [one for one in rest if not any(_is_within(one, place) for place in others)]

    @cached_property
    def _quoted(self) -> list[tuple[Mapping, str]]:
        """The entries that have a quote, with it."""
        claims = self.root.items["claims"]
        nodes = claims.items if isinstance(claims, Sequence) else []
        quotes = [(node, node.items.get("quote")) for node in nodes if isinstance(node, Mapping)]
        return [(n, q.text) for n, q in quotes if isinstance(q, Scalar) and not q.is_null]

    @cached_property
    def _record(self) -> list[str]:
        """What was drafted before."""
        begin = self._record_start
        return [line.strip()[4:] for line in self.lines[begin : self._record_end]]

    @cached_property
    def _record_start(self) -> int:
        return next((n for n, line in enumerate(self.lines, 1) if line.strip() == RECORD), len(self.lines))

    @cached_property
    def _record_end(self) -> int:
        end = self._record_start
        while end < len(self.lines) and self.lines[end].startswith("# - "):
            end += 1
        return end

    def _place(self, quote: str) -> tuple[int, int]:
        with suppress(ValueError):
            return self.writer.quotes.find(quote)
        return 0, 0

    def _fate(self, quote: str) -> str:
        """The remark that a quote needs, or ""."""
        try:
            self.writer.quotes.find(quote)
        except StandsTwice:
            return f"# {TWICE}"
        except ValueError:
            return f"# {GONE}"
        return ""

    # --------------------------------------------------------------------------- what is added

    def with_entries(self, entries: list[Written], keys: list[str]) -> str:
        """The file's text with remarks on its quotes, more entries and a longer record."""
        added: dict[int, list[str]] = defaultdict(list)  # before the line of that index
        dropped = self._remark_on_quotes(added)
        if entries:
            end, indent, *new = self._end_of_claims()
            added[end] += [line for entry in entries for line in entry.lines(indent, *new)]
            begun = self._record_start < len(self.lines) or RECORD in self.lines[-1]
            added[self._record_end] += [*([] if begun else ["", RECORD]), *(f"# - {key}" for key in keys)]
        text = self._joined(added, dropped)
        self._refuse_harm(text, len(entries))
        return text

    def _remark_on_quotes(self, added: dict[int, list[str]]) -> set[int]:
        """Add what became of the quotes, above each; returns the lines that hold no longer."""
        fates: dict[int, set[str]] = defaultdict(set)
        for node, quote in self._quoted:
            fates[node.mark.line - 1].add(self._fate(quote))
        dropped = set()
        for at, wanted in fates.items():
            above = at
            while above and self.lines[above - 1].lstrip().startswith("#"):
                above -= 1
            said = {n: self.lines[n].strip() for n in range(above, at)}
            dropped |= {n for n, line in said.items() if line in _FATES - wanted}
            indent = self.lines[at][: len(self.lines[at]) - len(self.lines[at].lstrip())]
            added[at] += [indent + fate for fate in sorted(wanted - {"", *said.values()})]
        return dropped

    def _end_of_claims(self) -> tuple[int, str, *tuple[str, ...]]:
        """The line after the last claim, how far claims are indented, and what new ones are marked."""
        claims = self.root.items["claims"]
        if is_null(claims):
            return self.root.keys["claims"].line, "  "
        last = claims.items[-1].mark if isinstance(claims, Sequence) and claims.items else claims.mark
        end = last.end_line - (last.end_column == 1)
        indent = " " * (claims.mark.column - 1)
        while end < len(self.lines) and re.match(rf"{indent}\s+#", self.lines[end]):
            end += 1
        return end, indent, NEW

    def _joined(self, added: dict[int, list[str]], dropped: set[int]) -> str:
        feed = "\r\n" if self.lines[0].endswith("\r\n") else "\n"
        last = self.lines[-1]
        pieces = []
        for at, line in enumerate([*self.lines, ""]):
            if at == len(self.lines) and added.get(at) and not last.endswith(("\r", "\n")):
                pieces.append(feed)
            pieces += [more + feed for more in added.get(at, ())]
            pieces.append("" if at in dropped else line)
        return "".join(pieces)

    def _refuse_harm(self, text: str, more: int) -> None:
        """Raises where adding changed what a reader of the file gets from the rest of it."""
        before, after = _plain(self.root), _plain(load(text.encode(), Problems(self.name)))
        claims = before["claims"] if isinstance(before["claims"], list) else []
        whole = isinstance(after, dict) and isinstance(after.get("claims"), list)
        if more and not (whole and after["claims"][: len(claims)] == claims):
            raise FactcheckError(
                f"{visible(self.name)}: cannot be added to; write its claims as a list, each after '- '"
            )


def _instruments(root: Mapping, catalogue: Catalogue, problems: Problems) -> Catalogue:
    """The catalogue under the file's own instruments."""
    node, prices = root.items.get("instruments"), root.items.get("prices")
    if node is None or is_null(node):
        return catalogue
    priced = frozenset(prices.items if isinstance(prices, Mapping) else ())
    return catalogue.extended(read_instruments(node, catalogue, priced, problems))


def _is_within(statement: Statement, place: tuple[int, int]) -> bool:
    """Whether a quote's place holds the statement, or the other way round."""
    (a, b), (c, d) = place, (statement.found.start, statement.found.end)
    return a < b and ((a <= c and d <= b) or (c <= a and b <= d))


def _plain(node: Node | None) -> Any:
    if isinstance(node, Mapping):
        return {key: _plain(value) for key, value in node.items.items()}
    if isinstance(node, Sequence):
        return [_plain(item) for item in node.items]
    return (node.text, node.quoted) if node else None
