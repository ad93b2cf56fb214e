"""Claim files: bytes → claims, each with its place; everything wrong is said at once."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Any, cast

from factcheck.article_files import ARTICLE, Folder, Quotes, read_article
from factcheck.claim_entries import DEFAULTS, Entry, Reader, Shared, ShortForm
from factcheck.claim_models import Model, given, text
from factcheck.claims import MAX_NAMED, Article, Claim, ClaimFile, names_too_many
from factcheck.instruments import Catalogue, Listing
from factcheck.own_instruments import (
    mentioned,
    read_actions,
    read_instruments,
    read_prices,
    read_quotes,
)
from factcheck.yaml_events import (
    MAX_BYTES,
    START,
    Mapping,
    Mark,
    Node,
    Problems,
    Scalar,
    Sequence,
    TooManyProblems,
    is_null,
    load,
    meant,
    shown,
)

TOP_KEYS = ("article", "defaults", "claims", "instruments", "prices", "actions", "quotes")
MAX_CLAIMS = 10_000
MOST_BESIDE = 1_000  # files that are looked through for one that may have been meant
EMPTY = "the file holds no claims"


def read_claims(
    path: str | Path, *, reader: Reader | None = None, catalogue: Catalogue | None = None
) -> ClaimFile:
    """The claims of a file, or of standard input for "-". Raises InputError with every problem.

    `reader` reads short forms; `catalogue` is what the file's own instruments are added to.
    """
    standard = str(path) == "-"
    problems = Problems("<stdin>" if standard else str(path))
    data = read_bytes(path, problems)
    problems.stop()
    folder = Path() if standard else Path(path).parent
    return parse_claims(data, problems.file, folder, reader=reader, catalogue=catalogue)


def parse_claims(
    data: bytes,
    name: str,
    folder: Folder,
    *,
    reader: Reader | None = None,
    catalogue: Catalogue | None = None,
    body: str | None = None,
) -> ClaimFile:
    """The claims in `data`, which stood in `folder`; `name` is how problems call it. `body` is what
    the article's file is about to hold."""
    problems = Problems(name)
    found: ClaimFile | None = None
    try:
        root = load(data, problems)
        if root is not None:
            catalogue = Catalogue.load() if catalogue is None else catalogue
            shared = Shared(catalogue, problems=problems, reader=reader or _read_short)
            found = replace(_File(shared, folder, body).read(root), data=data)
        elif not problems.found:
            problems.add(START, EMPTY)
    except TooManyProblems:
        pass
    problems.stop()
    assert found is not None
    return found


def _with_keys(node: Node) -> Node:
    """An entry that is a sentence alone, as the mapping it is short for."""
    if isinstance(node, Scalar) and node.text.strip():
        return Mapping({"claim": node}, {"claim": node.mark}, node.mark)
    return node


class Sentences:
    """The sentences of a claim file that was read, each to be read again with other words."""

    def __init__(self, file: ClaimFile, catalogue: Catalogue) -> None:
        self.file, self.catalogue = file, catalogue.extended(file.listings)
        self.defaults: dict[str, Node] = {}
        self.entries: dict[tuple[int, ...], tuple[int, Mapping]] = {}
        root = load(file.data, Problems(file.path))
        if isinstance(root, Mapping):
            self._read(root)

    def _read(self, root: Mapping) -> None:
        claims, defaults = root.items.get("claims"), root.items.get("defaults")
        if isinstance(defaults, Mapping):
            self.defaults = given(defaults.items, DEFAULTS)
        for number, node in enumerate(claims.items if isinstance(claims, Sequence) else [], 1):
            entry = _with_keys(node)
            if isinstance(entry, Mapping):
                self.entries[entry.mark] = number, entry

    def of(self, claim: Claim, key: str = "claim") -> Scalar | None:
        """The sentence that a claim was read from, or its quote; None where it has none."""
        node = self._entry(claim)[1].items.get(key)
        return node if isinstance(node, Scalar) and not node.is_null else None

    def again(self, claim: Claim, sentence: str) -> list[Claim]:
        """The claims of an entry with another sentence. Raises InputError where it has none."""
        number, node = self._entry(claim)
        said = Scalar(sentence, True, node.items["claim"].mark)
        items = {**{k: v for k, v in node.items.items() if k != "quote"}, "claim": said}
        problems = Problems(self.file.path)
        shared = Shared(self.catalogue, self.file.article, problems=problems, reader=_read_short)
        shared.defaults = self.defaults
        Entry(shared, number, Mapping(items, node.keys, node.mark)).read()
        problems.stop()
        return shared.claims

    def _entry(self, claim: Claim) -> tuple[int, Mapping]:
        place = claim.place
        mark = (place.line, place.column, place.end_line, place.end_column) if place else ()
        return self.entries.get(mark, (0, Mapping({}, {}, START)))


def _in_the_text(claims: list[Claim], article: Article | None) -> tuple[tuple[Claim, ...], str]:
    """The claims with the places that a reader of the article sees them at, and what such a one reads."""
    from factcheck import documents

    if article is None or not article.text or not any(claim.span for claim in claims):
        return tuple(claims), ""
    path = article.text_path or ""
    try:  # what the text says of itself is not asked here, so not wrong either
        document = documents.read(article.text, documents.format_of(path) or "plain", Problems(path))
    except TooManyProblems:
        return tuple(claims), ""
    placed = (replace(c, seen=document.seen(*c.span)) if c.span else c for c in claims)
    return tuple(placed), document.text


def _read_short(sentence: str, catalogue: Catalogue) -> ShortForm:
    from factcheck.reading.shortform import read_short  # the rules of prose, where needed

    return cast(ShortForm, read_short(sentence, catalogue))


def read_bytes(path: str | Path, problems: Problems, most: int = MAX_BYTES) -> bytes:
    """The bytes of a file, or of standard input for "-": at most one more than `most`."""
    try:
        if str(path) == "-":
            return sys.stdin.buffer.read(most + 1)
        with open(path, "rb", opener=_at_once) as file:
            return file.read(most + 1)
    except FileNotFoundError:
        problems.add(START, f"there is no such file{_perhaps(Path(path))}")
    except IsADirectoryError:
        problems.add(START, "this is a folder; name the files in it")
    except (OSError, ValueError) as error:
        reason = (
            os.strerror(error.errno) if isinstance(error, OSError) and error.errno else "bad name"
        )
        problems.add(START, f"cannot be opened: {reason}")
    return b""


def _at_once(path: str, flags: int) -> int:
    """Opens a file without waiting for somebody to write to it, as a pipe in a folder would make one."""
    handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    if hasattr(os, "O_NONBLOCK"):
        os.set_blocking(handle, True)  # who does write, as in <(…), is waited for
    return handle


def _perhaps(path: Path) -> str:
    """What else may have been meant: a file of the same folder, or a sentence that is no file at all."""
    if " " in path.name and not path.suffix:
        return "; write the sentence into a file, or give it on standard input: factcheck check -"
    try:
        with os.scandir(path.parent) as entries:
            beside = sorted(entry.name for entry in islice(entries, MOST_BESIDE))
    except OSError:
        return ""
    stems = {name.partition(".")[0]: name for name in reversed(beside)}  # suffixes alone are like enough
    near = get_close_matches(path.name.partition(".")[0], stems, n=1)
    return f"; did you mean {shown(stems[near[0]])}?" if near else ""


@dataclass
class _File:
    """One file being read, from the top."""

    shared: Shared
    folder: Folder
    body: str | None = None

    def read(self, root: Node) -> ClaimFile:
        if not isinstance(root, Mapping):
            self._no_mapping(root)
            return ClaimFile("", ())
        for key in (key for key in root.items if key not in TOP_KEYS):
            near = meant(key, TOP_KEYS) or f"; its keys are {', '.join(TOP_KEYS)}"
            self._problem(root.keys[key], f"a claim file has no key {shown(key)}{near}")
        parts = {key: node for key, node in root.items.items() if not is_null(node)}
        self._context(parts)
        listings, prices, actions = self._own(parts)
        quotes = read_quotes(parts["quotes"], self.shared.problems) if "quotes" in parts else {}
        for symbol in quotes:
            self.shared.known(symbol, cast(Mapping, parts["quotes"]).keys[symbol])
        self._claims(parts.get("claims"), root)
        shared = self.shared
        claims, seen = _in_the_text(shared.claims, shared.article)
        return ClaimFile(
            shared.problems.file,
            tuple(claim for claim in claims if not claim.skip),
            shared.article,
            listings,
            prices,
            actions,
            quotes,
            silenced=tuple(claim for claim in claims if claim.skip),
            seen=seen,
        )

    def _problem(self, mark: Mark, sentence: str) -> None:
        self.shared.problems.add(mark, sentence)

    def _no_mapping(self, root: Node) -> None:
        if is_null(root):
            self._problem(root.mark, EMPTY)
        else:
            self._problem(root.mark, "a claim file starts with a key: put the list under 'claims:'")

    def _context(self, parts: dict[str, Node]) -> None:
        """What every claim goes by unless it says otherwise."""
        shared = self.shared
        if article := self._mapping(parts, "article", ARTICLE):
            shared.article = read_article(article, self.folder, shared.problems)
            if self.body is not None:
                shared.article = replace(shared.article, text=self.body)
            if shared.article.text is not None:
                shared.quotes = Quotes(shared.article.text, text(article.items["text"]))
        if defaults := self._mapping(parts, "defaults", DEFAULTS):
            DEFAULTS.read_mapping(defaults, shared.problems)
            said = given(defaults.items, DEFAULTS)
            shared.defaults = {key: said[key] for key in said if key in DEFAULTS.forms}

    def _mapping(self, parts: dict[str, Node], key: str, keys: Model) -> Mapping | None:
        node = parts.get(key)
        if node is None or isinstance(node, Mapping):
            return node
        self._problem(node.mark, f"'{key}' is a mapping; its keys are {', '.join(keys.forms)}")
        return None

    def _own(self, parts: dict[str, Node]) -> tuple[tuple[Listing, ...], Any, Any]:
        """The file's own instruments and their figures; from here on the catalogue holds them."""
        shared, problems = self.shared, self.shared.problems
        prices = read_prices(parts["prices"], problems) if "prices" in parts else {}
        actions = read_actions(parts["actions"], problems) if "actions" in parts else {}
        listings: tuple[Listing, ...] = ()
        if node := parts.get("instruments"):
            shared.names |= dict.fromkeys(mentioned(node), "")
            listings = read_instruments(node, shared.catalogue, frozenset(prices), problems)
        shared.catalogue = shared.catalogue.extended(listings)
        for key, rows in (("prices", prices), ("actions", actions)):
            for symbol in rows:
                marks = cast(Mapping, parts[key]).keys
                shared.known(symbol, marks[symbol])
        return listings, prices, actions

    def _claims(self, node: Node | None, root: Mapping) -> None:
        if node is None and self.shared.problems.found:
            return  # a key that is misspelt, most likely
        if node is None:
            self._problem(root.keys.get("claims", START), EMPTY)
        elif not isinstance(node, Sequence):
            self._problem(node.mark, "'claims' is a list; start each claim with '- '")
        elif not node.items:
            self._problem(node.mark, EMPTY)
        elif len(node.items) > MAX_CLAIMS:
            self._problem(node.items[MAX_CLAIMS].mark, f"more than {MAX_CLAIMS:,} claims; split the file")
        else:
            for number, item in enumerate(node.items, 1):
                self._entry(number, item)
            if names_too_many(self.shared.claims):
                self._problem(node.mark, f"more than {MAX_NAMED:,} instruments are named; split the file")

    def _entry(self, number: int, node: Node) -> None:
        entry = _with_keys(node)
        if isinstance(entry, Mapping):
            Entry(self.shared, number, entry).read()
        else:
            self._problem(node.mark, "a claim is a sentence, or a mapping with 'claim' or 'kind'")
