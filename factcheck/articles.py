"""Articles: bytes → the claims that an article makes, each with its place in the file.

What an article says is not ours to mend: a statement that nothing can be made of is listed with the
reason. Only what speaks to us, front matter and pins, can be wrong.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from collections.abc import Mapping as Keyed
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from factcheck.article_files import MAX_ARTICLE, Folder, day_if_naive, read_article
from factcheck.claim_files import TOP_KEYS, parse_claims, read_bytes, read_claims
from factcheck.claim_models import Fault, identifier, sugared
from factcheck.claim_statements import NAMELESS, Built, Context, as_nodes, build
from factcheck.claims import MAX_NAMED, Article, Claim, ClaimFile, Place, names_too_many
from factcheck.documents import MAX_TEXT, Document, format_of, read
from factcheck.instruments import Catalogue, UnknownInstrument
from factcheck.pins import Pin, read_pins
from factcheck.statements import listed
from factcheck.yaml_events import (
    START,
    Mapping,
    Mark,
    Node,
    Problems,
    Scalar,
    TooManyProblems,
    decoded,
    shown,
)

if TYPE_CHECKING:
    from factcheck.reading.articles import Found

MAX_COLLECTION = 100_000_000  # bytes of a file of many articles
MAX_STATEMENTS = 5_000  # of one article
COLLECTION = ".jsonl"
FACTS = ("title", "published", "timezone", "market", "url")
PINNED = "Pinned on line "
MAX_TOLD = 500  # characters of a statement that reports repeat
STATED = frozenset(("value", "upper", "direction"))  # what a statement says, where it says it

Usual = Keyed[str, Scalar]  # facts of articles that do not tell them themselves

_CLAIM_FILE = re.compile(
    r"\s*+(?:---[ \t]*+\n)?(?:[ \t\r]*+(?:#[^\n]*+)?\n)*+[ \t]*+\{?\s*+[\"']?"
    rf"(?:{'|'.join(TOP_KEYS)})[\"']?\s*+:"
)
_PAGE = re.compile(
    r"(?>\s*(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body|main|article)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_article(name: str) -> bool:
    """Whether a file of that name holds articles and not claims."""
    return format_of(name) is not None or Path(name).suffix.lower() == COLLECTION


def read_files(
    name: str, catalogue: Catalogue, usual: Usual | None = None
) -> list[ClaimFile]:
    """The claims of a claim file, or of each article of an article file; what stands on standard
    input ("-") is told by how it begins. Raises InputError with every problem."""
    standard = name == "-"
    if not standard and not is_article(name):
        return [read_claims(name, catalogue=catalogue)]
    problems = Problems("<stdin>" if standard else name)
    data = read_bytes(name, problems, MAX_COLLECTION)
    problems.stop()
    how = _told_by_beginning(data) if standard else _told_by_name(name)
    return _parse(data, problems.file, how, Path(), catalogue, usual)


def parse_kept(
    data: bytes, name: str, folder: Folder, catalogue: Catalogue, usual: Usual | None = None
) -> list[ClaimFile]:
    """The claims in `data`, the bytes of a file of that name which stood in `folder`."""
    return _parse(data, name, _told_by_name(name), folder, catalogue, usual)


def _parse(
    data: bytes, name: str, how: str | None, folder: Folder, catalogue: Catalogue, usual: Usual | None
) -> list[ClaimFile]:
    problems = Problems(name)
    if how is None:
        return [parse_claims(data, problems.file, folder, catalogue=catalogue)]
    source = decoded(data, problems, MAX_COLLECTION if how == COLLECTION else MAX_ARTICLE)
    problems.stop()
    assert source is not None
    return parse_articles(source, problems.file, how, catalogue, usual)


def read_entries(name: str, usual: Usual | None = None) -> list[Entry]:
    """The articles of an article file, not read yet. Raises InputError with every problem."""
    problems = Problems(name)
    data = read_bytes(name, problems, MAX_COLLECTION)
    problems.stop()
    how = format_of(name) or (COLLECTION if is_article(name) else "plain")
    source = decoded(data, problems, MAX_COLLECTION if how == COLLECTION else MAX_ARTICLE)
    problems.stop()
    assert source is not None
    entries = list(_entries(source, how, problems, usual or {}))
    problems.stop()
    return entries


def facts(entry: Entry, name: str, catalogue: Catalogue, problems: Problems) -> Article:
    """What is known of an article besides its words: when it appeared, and on whose market."""
    from factcheck.reading.articles import home_market  # where needed

    items: dict[str, Node] = {k: v for k, v in entry.about.items() if k in FACTS}
    node = Mapping(items, {key: item.mark for key, item in items.items()}, START)
    told = read_article(node, Path(), problems)
    market = told.market or home_market(entry.document.text, catalogue)
    return replace(told, market=market, text=entry.document.source, text_path=name)


def _told_by_name(name: str) -> str | None:
    """How an article file is written; None for a claim file."""
    return format_of(name) or (COLLECTION if is_article(name) else None)


def _told_by_beginning(data: bytes) -> str | None:
    """How an article without a file name is written; None for a claim file."""
    text = data.decode("utf-8-sig", errors="replace")
    if not text.strip() or _CLAIM_FILE.match(text):
        return None
    if _PAGE.match(text):
        return "html"
    first = text.lstrip().partition("\n")[0]
    return COLLECTION if first.startswith("{") and '"text"' in first else "markdown"


def parse_articles(
    source: str, name: str, how: str, catalogue: Catalogue, usual: Usual | None = None
) -> list[ClaimFile]:
    """The claims of each article in `source`, which is written the way `how` says."""
    problems = Problems(name)
    files: list[ClaimFile] = []
    try:
        for entry in _entries(source, how, problems, usual or {}):
            files.append(_Article(entry, catalogue, problems).read())
        if not files:
            problems.add(START, "the file holds no articles")
    except TooManyProblems:
        pass
    problems.stop()
    return files


def again(file: ClaimFile, document: Document, catalogue: Catalogue) -> ClaimFile:
    """An article that was read, with other words; what was known of it stays. Raises InputError."""
    problems = Problems(file.path)
    known = replace(file.article or Article(), text=document.source)
    read = _Article(Entry(document, {}), catalogue, problems, known).read()
    problems.stop()
    return read


def unpinned(file: ClaimFile, catalogue: Catalogue) -> tuple[Claim, ...]:
    """The claims of an article that was read, as if nothing were pinned in it. Raises InputError."""
    document = read(source_of(file), way_written(file), Problems(file.path))
    return again(file, replace(document, comments=()), catalogue).claims


def is_pinned(claim: Claim) -> bool:
    """Whether a comment in the article says what the claim's words leave open."""
    return any(told.startswith(PINNED) for told in claim.assumed)


def source_of(file: ClaimFile) -> str:
    """The text of a file as it was read, without its byte order mark."""
    if file.prose:
        return (file.article and file.article.text) or ""
    return file.data.decode("utf-8-sig")


def way_written(file: ClaimFile) -> str:
    """How an article that was read is written: what `documents.read` wants to know."""
    article = file.article or Article()
    how = format_of(article.text_path or "")
    if how is None and article.text_path == "<stdin>":
        how = _told_by_beginning((article.text or "").encode("utf-8", "surrogatepass"))
    return "plain" if how in (None, COLLECTION) else how


# ------------------------------------------------------------------------------- one file, many


class Entry(NamedTuple):
    """One article of a file. One of many has an id and a line, and its places are that line."""

    document: Document
    about: Keyed[str, Scalar]
    id: str = ""
    line: int | None = None


def _entries(source: str, how: str, problems: Problems, usual: Usual) -> Iterator[Entry]:
    if how != COLLECTION:
        document = read(source, how, problems)
        yield Entry(document, {**usual, **document.about})
        return
    for number, line in enumerate(source.split("\n"), 1):
        if line.strip():
            found = _Line(line, Mark(number, 1, number, len(line) + 1), problems).entry(usual)
            if found is not None:
                yield found


@dataclass
class _Line:
    """One line of a collection: a JSON object with at least `text`."""

    line: str
    mark: Mark
    problems: Problems

    def entry(self, usual: Usual) -> Entry | None:
        values = self._values()
        if values is None:
            return None
        body = values.get("text")
        if not isinstance(body, str):
            self.problems.add(self.mark, "an article needs 'text', its words, as a string")
            return None
        if len(body) > MAX_TEXT:
            self.problems.add(self.mark, f"a text of more than {MAX_TEXT:,} characters")
            return None
        told = {k: node for k in (*FACTS, "id") if (node := self._fact(k, values.get(k)))}
        id_ = told.pop("id", None)
        return Entry(
            read(body, "plain", self.problems),
            {**usual, **told},
            self._id(id_) if id_ else f"line{self.mark.line}",
            self.mark.line,
        )

    def _values(self) -> dict[str, Any] | None:
        try:
            values = json.loads(self.line)
        except json.JSONDecodeError as error:
            at = Mark(self.mark.line, error.colno, self.mark.line, error.colno + 1)
            self.problems.add(at, f"not JSON: {error.msg}")
            return None
        except (ValueError, RecursionError):
            self.problems.add(self.mark, "not JSON that can be read: too deep, or too long a number")
            return None
        if not isinstance(values, dict):
            self.problems.add(self.mark, "each line is an object, such as {\"text\": \"…\"}")
            return None
        return values

    def _fact(self, key: str, value: object) -> Scalar | None:
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, str | int):
            self.problems.add(self.mark, f"'{key}' is a text")
            return None
        node = Scalar(str(value), True, self.mark)
        if key != "published":
            return node
        try:
            return day_if_naive(node)
        except ValueError:
            return node  # its reader will say why

    def _id(self, node: Scalar) -> str:
        try:
            return identifier(node)
        except ValueError as error:
            self.problems.add(self.mark, str(error))
            return ""


# ------------------------------------------------------------------------------------- one article


@dataclass
class _Article:
    """One article: what it says of itself, then its statements in order."""

    entry: Entry
    catalogue: Catalogue
    problems: Problems
    known: Article | None = None  # where it was read before
    symbols: frozenset[str] = frozenset()
    silenced: list[Claim] = field(default_factory=list)

    def read(self) -> ClaimFile:
        from factcheck.reading.articles import read_article as read_prose  # where needed

        document = self.entry.document
        article = self.known or facts(
            self.entry, self.problems.file, self.catalogue, self.problems
        )
        context = Context(self.catalogue, article)
        self.symbols = frozenset(self._symbols())
        found = read_prose(
            document.text, self.catalogue, article.published_date, article.market
        )
        if len(found) > MAX_STATEMENTS:
            self.problems.add(START, f"more than {MAX_STATEMENTS:,} statements; split the article")
            found = []
        pinned = self._pinned(found, read_pins(document, self.problems))
        for number, one in enumerate(found):
            pins = pinned.get(number, [])
            claim = self._claim(one, number + 1, [p for p in pins if not p.skip], context)
            skip = next((pin.skip for pin in pins if pin.skip), None)
            (self.silenced if skip else context.claims).append(replace(claim, skip=skip))
        if names_too_many(context.claims):
            self.problems.add(START, f"more than {MAX_NAMED:,} instruments are named; split the article")
        self._check_ids([*context.claims, *self.silenced])
        line = f":{self.entry.line}" if self.entry.line else ""
        return ClaimFile(
            f"{self.problems.file}{line}",
            tuple(context.claims),
            article,
            silenced=tuple(self.silenced),
            prose=True,
            seen=document.text,
        )

    def _symbols(self) -> Iterator[str]:
        """The listings that the article says it is about."""
        for node in self.entry.document.symbols:
            try:
                yield from (item.symbol for item in self.catalogue.resolve(node.text).listings)
            except UnknownInstrument as error:
                self.problems.add(node.mark, str(error))

    def _check_ids(self, claims: list[Claim]) -> None:
        seen: dict[str, Claim] = {}
        for claim in claims:
            if claim.id in seen and claim.place is not None:
                sentence = f"id {shown(claim.id)} is already that of another claim"
                self.problems.add(Mark(*_ends(claim.place)), sentence)
            seen[claim.id] = claim

    # ------------------------------------------------------------------ pins

    def _pinned(self, found: list[Found], pins: list[Pin]) -> dict[int, list[Pin]]:
        """Which pins speak of which statement, by its number."""
        pinned: dict[int, list[Pin]] = {}
        order = sorted(range(len(found)), key=lambda n: (found[n].start, found[n].end, n))
        starts = [found[n].start for n in order]
        for pin in pins:
            number = self._next(found, order, starts, pin)
            if number is None:
                of = f" of kind {pin.kind}" if pin.kind else ""
                self.problems.add(
                    pin.mark, f"no claim{of} is found in the paragraph of this pin; move or delete it"
                )
                continue
            others = pinned.setdefault(number, [])
            for key in pin.node.items:
                twice = next((other for other in others if key in other.node.items), None)
                if twice:
                    line = twice.mark.line
                    self.problems.add(
                        pin.node.keys[key], f"{shown(key)} is pinned already on line {line}"
                    )
            others.append(pin)
        return pinned

    def _next(
        self, found: list[Found], order: list[int], starts: list[int], pin: Pin
    ) -> int | None:
        """The statement after the pin in its block, or the last one before it; `order` is that of
        the text, `starts` are the places in it."""
        if pin.at is None:
            return None
        first, last = self.entry.document.block(pin.at)
        here = order[bisect_left(starts, first) : bisect_left(starts, last)]
        here = [n for n in here if pin.kind in (None, found[n].item.get("kind"))]
        after = (n for n in here if found[n].end > pin.at)
        return next(after, here[-1] if here else None)

    # ------------------------------------------------------------------ statements

    def _claim(
        self, found: Found, number: int, pins: list[Pin], context: Context
    ) -> Claim:
        """One statement as a claim."""
        document, place = self.entry.document, self._place(found)
        prefix = f"{self.entry.id}-" if self.entry.id else ""
        quote = document.text[found.start : found.end]
        claim = Claim(
            f"{prefix}c{number}",
            _told(quote, found.item.get("of", ())),
            None,
            quote=quote,
            place=place,
            span=document.span(found.start, found.end),
            seen=(found.start, found.end),
        )
        own: dict[str, Node] = {k: node for pin in pins for k, node in pin.node.items.items()}
        keys = {k: mark for pin in pins for k, mark in pin.node.keys.items()}
        for key in STATED & own.keys() & found.item.keys():
            node, words = own[key], str(found.item[key])
            if not isinstance(node, Scalar) or node.text.strip().lower() != words.lower():
                told = f"the words say {shown(words)}; a pin says what they leave open, and nothing else"
                self.problems.add(keys[key], told)
        if "kind" not in found.item or (found.why_not and "of" not in own):
            return replace(claim, why_not=found.why_not.rstrip("."), assumed=found.assumed)
        built, faults = self._built(found, own, _mark(place), context)
        for fault in faults:
            if fault.key in keys:
                at = keys[fault.key] if fault.of_key else fault.mark or own[fault.key].mark
                self.problems.add(at, fault.sentence)
        if built.claim is None or faults:
            return replace(claim, why_not=_why_not(faults), assumed=found.assumed)
        made = self._about(built.claim)
        pinned = tuple(self._said(pin) for pin in pins)
        return replace(
            made,
            id=built.values.get("id", claim.id),
            text=_told(quote, made.of),
            quote=quote,
            place=place,
            span=claim.span,
            seen=claim.seen,
            assumed=(*found.assumed, *made.assumed, *pinned),
        )

    def _built(
        self, found: Found, own: dict[str, Node], mark: Mark, context: Context
    ) -> tuple[Built, list[Fault]]:
        kind = str(found.item["kind"])
        pinned, faults = sugared(kind, own)
        built = build(kind, {**as_nodes(kind, found.item, mark), **pinned}, context)
        return built, [*faults, *built.faults]

    def _about(self, claim: Claim) -> Claim:
        """Of several listings that a name may mean, the one that the article says it is about."""
        of, told = [], []
        for name in claim.of:
            meaning = self.catalogue.resolve(name)
            ours = [item for item in meaning.listings if item.symbol in self.symbols]
            if len(meaning.listings) > 1 and len(ours) == 1 and not meaning.inverse:
                of.append(ours[0].symbol)
                told.append(f"{name} was taken to be {ours[0].symbol}, from the article's symbols.")
            else:
                of.append(name)
        return replace(claim, of=tuple(of), assumed=(*claim.assumed, *told)) if told else claim

    def _place(self, found: Found) -> Place:
        document, line = self.entry.document, self.entry.line
        if line is not None:
            return Place(self.problems.file, line, 1, line, 1)
        return Place(
            self.problems.file, *document.mark(*document.span(found.start, found.end))
        )

    def _said(self, pin: Pin) -> str:
        """What a pin on a claim says, for its notes."""
        said = " ".join(f"{k}={_value(node)}" for k, node in pin.node.items.items())
        return f"{PINNED}{pin.mark.line}: {said}."


def _value(node: Node) -> str:
    items = [node] if isinstance(node, Scalar) else getattr(node, "items", [])
    return ",".join(item.text for item in items if isinstance(item, Scalar))


def _why_not(faults: list[Fault]) -> str:
    """Why nothing can check a statement, without the hints that are for claim files."""
    first = faults[0]
    if first.key == "of" and first.missing:
        return f"{NAMELESS}; a pin can name it: <!-- factcheck: of=NAME -->"
    return first.sentence.partition("; add it under")[0]


def _told(quote: str, of: object) -> str:
    """The statement on one line, after the names it is about where its own words do not hold them."""
    names = [of] if isinstance(of, str) else of if isinstance(of, list | tuple) else []
    words = " ".join(quote.split())
    named = all(name.casefold() in words.casefold() for name in names)
    told = words if named else f"{listed(names)}: {words}"
    return told if len(told) <= MAX_TOLD else f"{told[: MAX_TOLD - 1]}…"


def _mark(place: Place) -> Mark:
    return Mark(*_ends(place))


def _ends(place: Place) -> tuple[int, int, int, int]:
    return place.line, place.column, place.end_line, place.end_column
