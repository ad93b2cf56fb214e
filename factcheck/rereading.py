"""Claims read once more from the words they stand in, after some of those words were replaced."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol

from factcheck.article_files import Quotes
from factcheck.articles import again, is_pinned, source_of, way_written
from factcheck.claim_files import Sentences, parse_claims
from factcheck.claims import Article, Claim, ClaimFile, Place
from factcheck.documents import Document, Piece, read
from factcheck.errors import InputError
from factcheck.instruments import Catalogue
from factcheck.reading.replacing import Change, proposals, replaced
from factcheck.reading.shortform import Unread, read_short
from factcheck.statements import Stated
from factcheck.verdicts import Edit, Finding
from factcheck.yaml_events import Problems, Scalar


class Stand(NamedTuple):
    """A text, the claim's place in it, and how much of it a reader is shown with the claim."""

    text: str
    span: tuple[int, int]
    shown: tuple[int, int]


Proposed = tuple[Finding, Change]

# What stands in quotation marks, to the end of the paragraph where they stay open. An apostrophe ends
# nothing: "Tesla's", "traders' losses".
QUOTATION = re.compile(
    r"""“[^”]*”?|„[^“”]*[“”]?|«[^»]*»?|»[^«]*«?|「[^」]*」?|『[^』]*』?|"[^"]*"?"""
    r"""|‘(?:[^’]|’(?=\w)|(?<=s)’(?=\s\w))*’?"""
    r"""|(?<![\w'])'(?=[^\s\d'])(?:[^']|(?<=\w)'(?=\w)|(?<=s)'(?=\s\w)){1,500}'(?!\w)"""
)
QUOTE_TAG = re.compile(r"<(?:blockquote|q)\b", re.IGNORECASE)
QUOTE_END = re.compile(r"</(?:blockquote|q)\s*>", re.IGNORECASE)
QUOTE_BLOCK = re.compile(r"[ \t]{0,3}>")

READINGS = 5_000  # statements of one file that are read once more; what is wrong beyond that stays
LONGEST = 1_500  # statements of an article that is read again as a whole; no author's has as many


class Words(Protocol):
    """Where the claims of one file stand, and how they are read from other words."""

    @property
    def left(self) -> int:
        """How many statements may still be read; below 1, nothing is."""
        ...

    def stand(self, finding: Finding) -> Stand | None:
        """Where the claim stands; None where its words cannot be had, or are not its author's."""
        ...

    def by_others(self, finding: Finding) -> bool:
        """Whether somebody else says it: in quotation marks, or as reported speech."""
        ...

    def read_each(self, proposed: Sequence[Proposed]) -> list[tuple[Claim, ...]]:
        """For each proposal every claim that then says something else, the finding's first; () where
        it does not become another number, direction or window of the same statement."""
        ...

    def edits(self, finding: Finding, change: Change) -> tuple[Edit, ...]:
        """The change in the file; () where markup, escapes or line breaks stand between."""
        ...


def words_of(file: ClaimFile, catalogue: Catalogue) -> Words:
    """The words of an article, of the sentences of a claim file, or of both where these quote it."""
    if file.prose:
        return _ArticleWords(file, catalogue)
    quotes = file.seen and any(claim.seen for claim in file.claims)
    return (_QuotedWords if quotes else _SentenceWords)(file, catalogue)


# ----------------------------------------------------------------------------------------- articles


@dataclass
class _ArticleWords:
    """An article as it is written: the file is changed, and all of it read again."""

    file: ClaimFile
    catalogue: Catalogue
    left: int = READINGS
    _quoted: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.file.claims) > LONGEST:
            self.left = 0

    @cached_property
    def document(self) -> Document:
        return self._as_written(source_of(self.file))

    def _as_written(self, source: str) -> Document:
        """The document in a source; where the file is not trusted, without what is pinned in it."""
        found = read(source, way_written(self.file), Problems(self.file.path))
        return replace(found, comments=()) if self.file.aside else found

    def stand(self, finding: Finding) -> Stand | None:
        text, claim = self.file.seen, finding.claim
        if claim.seen is None or self.document.text != text or self.by_others(finding):
            return None
        return Stand(text, claim.seen, claim.seen)

    def by_others(self, finding: Finding) -> bool:
        """What was said is not for its reporter to change."""
        claim = finding.claim
        return claim.attributed or (claim.seen is not None and self._is_quoted(*claim.seen))

    def _is_quoted(self, start: int, end: int) -> bool:
        """Whether any of these words stand in a quotation: of marks, or of the markup."""
        first, last = self.document.block(start)
        quoted = self._quotations(first, last)
        n = bisect_left(quoted, (end, 0))  # those that begin before the words end
        if n and start < quoted[n - 1][1]:
            return True
        opened, at = self.document.span(first, first + 1)[0], self.document.span(start, end)[0]
        way = way_written(self.file)
        if way == "html":
            return bisect_left(self._opened, at) > bisect_left(self._closed, at)
        line = self.document.source.rfind("\n", 0, opened) + 1
        return way == "markdown" and QUOTE_BLOCK.match(self.document.source, line) is not None

    def _quotations(self, first: int, last: int) -> list[tuple[int, int]]:
        """Where the quotations of a block begin and end."""
        if first not in self._quoted:
            marks = QUOTATION.finditer(self.document.text[first:last])
            self._quoted[first] = [(first + mark.start(), first + mark.end()) for mark in marks]
        return self._quoted[first]

    @cached_property
    def _opened(self) -> list[int]:
        return [tag.start() for tag in QUOTE_TAG.finditer(self.document.source)]

    @cached_property
    def _closed(self) -> list[int]:
        return [tag.start() for tag in QUOTE_END.finditer(self.document.source)]

    def read_each(self, proposed: Sequence[Proposed]) -> list[tuple[Claim, ...]]:
        """Proposals in different paragraphs are read at once: what one says does not depend on a number
        or a direction of another. Where they do change more than themselves, each is read alone."""
        found: dict[int, tuple[Claim, ...]] = {}
        for pack in self._packs(proposed):
            told = self._read_together([proposed[n] for n in pack]) if len(pack) > 1 else None
            alone = [self.changed(proposed[n][0].claim, proposed[n][1]) for n in pack if told is None]
            found |= zip(pack, alone if told is None else told, strict=True)
        return [found[n] for n in range(len(proposed))]

    def _packs(self, proposed: Sequence[Proposed]) -> list[list[int]]:
        """The numbers of proposals, no two of one paragraph together; those of broken words stay alone."""
        packs: list[dict[object, int]] = []
        for n, (_, change) in enumerate(proposed):
            place = self.document.block(change[0].start)
            pack = next((p for p in packs if place not in p), None)
            if pack is None or self.spans(change) is None:
                packs.append(pack := {})
            pack[place] = n
        return [list(pack.values()) for pack in packs]

    def _read_together(self, proposed: Sequence[Proposed]) -> list[tuple[Claim, ...]] | None:
        """What each changes; None where together they change anything but their own claims."""
        found = self._read(tuple(one for _, change in proposed for one in change))
        mine = {self._number[finding.claim.id]: n for n, (finding, _) in enumerate(proposed)}
        if found is None or _changed_at(self.file.claims, found) != sorted(mine):
            return None
        return [(found[n],) for n in mine]

    @cached_property
    def _number(self) -> dict[str, int]:
        return {claim.id: n for n, claim in enumerate(self.file.claims)}

    def _read(self, change: Change) -> tuple[Claim, ...] | None:
        """The article's claims after a change; None where it cannot be made or read."""
        document = self._changed(change) if self.left > 0 else None
        if document is None:
            return None
        self.left -= len(self.file.claims)
        try:
            file = again(self.file, document, self.catalogue)
        except InputError:
            return None
        return file.claims

    def changed(self, claim: Claim, change: Change) -> tuple[Claim, ...]:
        """What a change alone makes of the claim, and of others."""
        found = self._read(change)
        return () if found is None else _changed(self.file.claims, found, self._number[claim.id])

    def _changed(self, change: Change) -> Document | None:
        """The article as the changed file makes it; where the words are broken by markup, as plain text."""
        seen, spans = replaced(self.file.seen, change), self.spans(change)
        if spans is not None:
            document = self._as_written(replaced(self.document.source, spans))
            return document if document.text == seen else None
        if self.file.silenced or any(is_pinned(claim) for claim in self.file.claims):
            return None
        return Document(seen, seen, (Piece(0, 0, len(seen)),), symbols=self.document.symbols)

    def spans(self, change: Change) -> Change | None:
        """The same change of the source; None where its words are not together there."""
        found = []
        for one in change:
            start, end = self.document.span(one.start, one.end)
            if self.document.source[start:end] != self.document.text[one.start : one.end]:
                return None
            found.append(one._replace(start=start, end=end))
        return tuple(found)

    def edits(self, finding: Finding, change: Change) -> tuple[Edit, ...]:
        one_of_many = self.file.article is None or self.file.path != self.file.article.text_path
        spans = None if one_of_many else self.spans(change)
        return _edits(self.document, self.file.path, spans or ())



# --------------------------------------------------------------------------------------- claim files


@dataclass
class _SentenceWords:
    """The sentences of a claim file: only the entry is read again."""

    file: ClaimFile
    catalogue: Catalogue
    left: int = READINGS

    @cached_property
    def sentences(self) -> Sentences:
        return Sentences(self.file, self.catalogue)

    @cached_property
    def document(self) -> Document:
        source = source_of(self.file)
        return Document(source, source, (Piece(0, 0, len(source)),))

    def stand(self, finding: Finding) -> Stand | None:
        claim = finding.claim
        said = self.sentences.of(claim)
        if said is None or claim.verifier is None or self.by_others(finding):
            return None
        together = self._together(claim)
        try:
            spans = read_short(said.text, self.sentences.catalogue).spans
        except Unread:
            spans = ()
        whole = (0, len(said.text))
        told = len(spans) == len(together)
        return Stand(said.text, spans[together.index(claim)] if told else whole, whole)

    def by_others(self, finding: Finding) -> bool:
        return finding.claim.attributed

    def _together(self, claim: Claim) -> list[Claim]:
        """The claims of the same entry."""
        return self._entries[claim.place]

    @cached_property
    def _entries(self) -> dict[Place | None, list[Claim]]:
        found: dict[Place | None, list[Claim]] = defaultdict(list)
        for claim in self.file.claims:
            found[claim.place].append(claim)
        return found

    def read_each(self, proposed: Sequence[Proposed]) -> list[tuple[Claim, ...]]:
        return [self.read_with(*one) for one in proposed]

    def read_with(self, finding: Finding, change: Change) -> tuple[Claim, ...]:
        claim = finding.claim
        said = self.sentences.of(claim)
        assert said is not None
        together = self._together(claim)
        if self.left < 1:
            return ()
        self.left -= len(together)
        try:
            found = self.sentences.again(claim, replaced(said.text, change))
        except InputError:
            return ()
        return _changed(together, found, together.index(claim))

    def edits(self, finding: Finding, change: Change) -> tuple[Edit, ...]:
        return () if finding.claim.quote else self.in_scalar(self.sentences.of(finding.claim), change)

    def in_scalar(self, said: Scalar | None, change: Change) -> tuple[Edit, ...]:
        """A change of a scalar's text in the file; () where it is not written as it reads."""
        if said is None:
            return ()
        start = self.document.offset(said.mark.line, said.mark.column) + said.quoted
        if self.document.source[start : start + len(said.text)] != said.text:
            return ()
        moved = tuple(one._replace(start=one.start + start, end=one.end + start) for one in change)
        return _edits(self.document, self.file.path, moved)


# -------------------------------------------------------------------------- quotes of an article beside


@dataclass
class _QuotedWords:
    """Claims whose quotes stand in an article beside: the article, the quote and the sentence of the
    claim file change together, to the same meaning."""

    file: ClaimFile
    catalogue: Catalogue
    _in_file: dict[tuple[str, Change], Change] = field(default_factory=dict)

    @property
    def left(self) -> int:
        return min(self.claims.left, self.article.left)

    @cached_property
    def claims(self) -> _SentenceWords:
        return _SentenceWords(self.file, self.catalogue)

    @cached_property
    def article(self) -> _ArticleWords:
        """The article by itself, with the claims that are read from it."""
        about = self.file.article or Article()
        bare = ClaimFile(about.text_path or "", (), about, prose=True)
        document = read(about.text or "", way_written(bare), Problems(bare.path))
        return _ArticleWords(again(bare, document, self.catalogue), self.catalogue)

    def _told(self, claim: Claim) -> Claim | None:
        """The article's own statement that a claim quotes."""
        if claim.seen is None:
            return None
        start, end = claim.seen
        here = [c for c in self.article.file.claims if c.seen and c.seen[0] < end and start < c.seen[1]]
        return next((c for c in here if c.kind == claim.kind and _core(c) == _core(claim)), None)

    def stand(self, finding: Finding) -> Stand | None:
        told = self._told(finding.claim)
        if told is None:
            return self.claims.stand(finding)
        return self.article.stand(replace(finding, claim=told))

    def by_others(self, finding: Finding) -> bool:
        told = self._told(finding.claim)
        return finding.claim.attributed or (
            told is not None and self.article.by_others(replace(finding, claim=told))
        )

    def read_each(self, proposed: Sequence[Proposed]) -> list[tuple[Claim, ...]]:
        return [self._read_with(*one) for one in proposed]

    def _read_with(self, finding: Finding, change: Change) -> tuple[Claim, ...]:
        told, said = self._told(finding.claim), self.claims.stand(finding)
        if told is None:
            return self.claims.read_with(finding, change)
        stated = self.article.changed(told, change)
        if said is None or len(stated) != 1:
            return ()
        for other in proposals(said.text, said.span, finding.claim, finding):
            found = self.claims.read_with(finding, other)
            if found and _core(found[0]) == _core(stated[0]):
                self._in_file[finding.claim.id, change] = other
                return found
        return ()

    def edits(self, finding: Finding, change: Change) -> tuple[Edit, ...]:
        claim, quote = finding.claim, self.claims.sentences.of(finding.claim, "quote")
        in_article, in_sentence = self.article.spans(change), self._in_file.get((claim.id, change))
        if in_article is None or in_sentence is None or claim.span is None or quote is None:
            return ()
        first, last = claim.span
        if self.article.document.source[first:last] != quote.text:
            return ()
        inside = tuple(one for one in in_article if one.start < last and first < one.end)
        if any(one.start < first or one.end > last for one in inside):
            return ()
        in_quote = tuple(one._replace(start=one.start - first, end=one.end - first) for one in inside)
        source = replaced(self.article.document.source, in_article)
        try:
            Quotes(source, "").find(replaced(quote.text, in_quote))
        except ValueError:
            return ()  # it would stand there twice
        both = [self.claims.in_scalar(quote, in_quote)]
        both.append(self.claims.in_scalar(self.claims.sentences.of(claim), in_sentence))
        mine = _edits(self.article.document, self.article.file.path, in_article)
        return (*mine, *(edit for edits in both for edit in edits)) if all(both) else ()


# ------------------------------------------------------------------------------------------- the same


def _changed(before: Sequence[Claim], after: Sequence[Claim], at: int) -> tuple[Claim, ...]:
    """The claims of `after` that say something else, the one at `at` first; () where they are not the
    same statements."""
    changed = _changed_at(before, after) or []
    if at not in changed:
        return ()
    return tuple(after[n] for n in sorted(changed, key=lambda n: n != at))


def _changed_at(before: Sequence[Claim], after: Sequence[Claim]) -> list[int] | None:
    """Which claims say something else; None where they are not the same statements."""
    if len(before) != len(after):
        return None
    changed = [n for n, pair in enumerate(zip(before, after, strict=True)) if _differ(*pair)]
    return changed if all(_is_alike(before[n], after[n]) for n in changed) else None


def _core(claim: Claim) -> tuple[object, ...]:
    """What a rewording can change of a claim, however it is spelled."""
    said = vars(claim.verifier) if claim.verifier else {}
    value = said.get("value")
    window, hedge = said.get("window"), said.get("hedge")
    number = value.value if isinstance(value, Stated) else None
    return said.get("direction"), number, str(window).casefold(), hedge, said.get("window_hedge")


def _said(claim: Claim) -> Claim:
    """What a claim says, wherever and however."""
    nowhere: dict[str, None] = dict.fromkeys(("quote", "place", "span", "seen", "verb"))
    return replace(claim, id="", text="", assumed=(), **nowhere)  # type: ignore[arg-type]


def _differ(one: Claim, other: Claim) -> bool:
    return _said(one) != _said(other)


def _is_alike(one: Claim, other: Claim) -> bool:
    """Whether they are about the same thing: only the number, the direction or the window may differ."""
    about: tuple[Callable[[Claim], object], ...] = (
        lambda claim: (claim.kind, claim.of, claim.on, claim.either, claim.prospective),
        lambda claim: [getattr(claim.verifier, k, None) for k in ("period", "unit", "session", "than")],
    )
    return all(what(one) == what(other) for what in about)


def _edits(document: Document, file: str, change: Change) -> tuple[Edit, ...]:
    return tuple(
        Edit(
            Place(file, *document.mark(start, end)), (start, end), document.source[start:end], new
        )
        for start, end, new in sorted(change)
    )


def with_sources(file: ClaimFile, sources: Mapping[str, str], catalogue: Catalogue) -> ClaimFile:
    """A file that was read, with other sources by name, its own or its article's. Raises InputError."""
    source = sources[file.path]
    if file.prose:
        return again(file, read(source, way_written(file), Problems(file.path)), catalogue)
    article = file.article.text_path if file.article else None
    body = sources.get(article) if article else None
    folder = Path(file.path).parent
    return parse_claims(source.encode(), file.path, folder, catalogue=catalogue, body=body)


def sources_of(file: ClaimFile) -> dict[str, str]:
    """The text of a file, and of the article beside it, as they were read; without byte order marks."""
    article = file.article
    found = {file.path: source_of(file)}
    if not file.prose and article and article.text is not None and article.text_path:
        found[article.text_path] = article.text
    return found
