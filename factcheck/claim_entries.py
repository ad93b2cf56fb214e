"""The entries of `claims`: a sentence, or keys, or both, made into claims with their places."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Sequence as Items
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from factcheck.article_files import Quotes
from factcheck.claim_models import (
    CLAIM_KEYS,
    UNCHECKED,
    Fault,
    Model,
    flag,
    given,
    model,
    place,
    sugared,
    text,
)
from factcheck.claims import Article, Claim, Place
from factcheck.instruments import Catalogue, UnknownInstrument
from factcheck.periods import NUMBER_WORDS
from factcheck.verifiers import Verifier, kinds
from factcheck.yaml_events import (
    Mapping,
    Mark,
    Node,
    Problems,
    Scalar,
    Sequence,
    is_null,
    meant,
    shown,
)

_SHARED = ("of", "on", "either", "prospective", "attributed", "verb")
DEFAULTS = Model("defaults", {key: CLAIM_KEYS[key] for key in _SHARED})
UNTOLD = "an opinion, a cause or a forecast, which prices cannot decide"


class ShortForm(Protocol):
    """What a sentence says: long-form mappings, one for each statement in it."""

    @property
    def items(self) -> Items[Any]: ...
    @property
    def opinion(self) -> bool: ...


Reader = Callable[[str, Catalogue], ShortForm]


@dataclass
class Shared:
    """What the claims of one file share, and the claims read so far."""

    problems: Problems
    reader: Reader
    catalogue: Catalogue
    article: Article | None = None
    quotes: Quotes | None = None
    defaults: dict[str, Node] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    ids: dict[str, Mark] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # name → why it cannot be resolved, or ""

    def add(self, claim: Claim, mark: Mark) -> None:
        """Keep a claim, if its id is still free."""
        if claim.id in self.ids:
            line = self.ids[claim.id].line
            self.problems.add(
                mark, f"id {shown(claim.id)} is already that of the claim on line {line}"
            )
        self.ids.setdefault(claim.id, mark)
        self.claims.append(claim)

    def kind(self, node: Node) -> str | None:
        kind = node.text if isinstance(node, Scalar) else ""
        if kind in kinds():
            return kind
        near = meant(kind, tuple(kinds())) or f"; the kinds are {', '.join(kinds())}"
        self.problems.add(node.mark, f"unknown kind {shown(kind)}{near}")
        return None

    def known(self, name: str, mark: Mark) -> None:
        """Note a name that no instrument has."""
        if sentence := self.unresolved(name):
            self.problems.add(mark, sentence)

    def unresolved(self, name: str) -> str:
        """Why a name cannot be resolved; "" where it can."""
        if name not in self.names:
            self.names[name] = ""
            try:
                self.catalogue.resolve(name, market=self.article.market if self.article else None)
            except UnknownInstrument as error:
                self.names[name] = str(error)
        return self.names[name]

    def named_before(self, size: int) -> tuple[str, ...]:
        """The nearest set of that many instruments named above (S17.2); () where there is none."""
        seen: dict[str, None] = {}
        for claim in reversed(self.claims):
            if len(claim.of) == size:
                return claim.of
            seen |= dict.fromkeys(claim.of if len(claim.of) == 1 else ())
            if len(seen) == size:
                return tuple(reversed(seen))
        return ()


class _Unreadable(Exception):
    """The rest of a claim depends on what could not be read."""


@dataclass
class Entry:
    """One entry of `claims`, which may make several claims."""

    file: Shared
    number: int
    node: Mapping

    def read(self) -> None:
        """Add the claims to the file's, or the problems to its problems."""
        with suppress(_Unreadable):
            self._read_all()

    def _read_all(self) -> None:
        if not self._is_checkable():
            self._list()
            return
        kind = self._said_kind()
        form = self._form(kind)
        items = list(form.items) if form else [{}]
        if not items and kind is None:
            self._list()
            return
        for index, item in enumerate(self._of_kind(items, kind) or [{}]):
            _Statement(self.file, self, index, dict(item), kind or item["kind"]).read()

    def _is_checkable(self) -> bool:
        """False where the claim says so itself."""
        node = self.node.items.get("checkable")
        checkable = node is None or is_null(node) or self._read(flag, node)
        if checkable and "why" in self.node.items:
            mark = self.node.keys["why"]
            self.file.problems.add(mark, "'why' belongs to a claim with checkable: false")
        return checkable

    def _list(self) -> None:
        """Keep a claim that nothing can decide: listed, and not checked."""
        values = UNCHECKED.read_mapping(self.node, self.file.problems)
        told = values.get("claim") or values.get("quote")
        if not values:
            return
        if told is None:
            self.file.problems.add(
                self.node.mark, "a claim needs 'claim', the sentence, or 'quote'"
            )
            return
        claim = Claim(self.id(values), told, None, why_not=values.get("why") or UNTOLD)
        self.keep(claim, values)

    def _said_kind(self) -> str | None:
        """The kind the entry names."""
        node = self.node.items.get("kind")
        if node is None or is_null(node):
            return None
        kind = self.file.kind(node)
        if kind is None:
            raise _Unreadable
        return kind

    @property
    def _has_sentence(self) -> bool:
        node = self.node.items.get("claim")
        return node is not None and not is_null(node)

    def _form(self, kind: str | None) -> ShortForm | None:
        """What the sentence says; None where there is none, or the keys have to say it all."""
        if not self._has_sentence:
            if kind is None:
                self.file.problems.add(*self._no_sentence())
                raise _Unreadable
            return None
        node = self.node.items["claim"]
        sentence = self._read(text, node)
        try:
            return self.file.reader(sentence, self.file.catalogue)
        except ValueError as error:
            if kind is not None:
                return None
            self.file.problems.add(node.mark, str(error))
            raise _Unreadable from None

    def _no_sentence(self) -> tuple[Mark, str]:
        for key, mark in self.node.keys.items():
            if " " in key:
                return mark, (
                    f"{shown(key)} is no key; a sentence with ': ' in it needs quotation marks"
                )
        near = [meant(key, ("claim", "kind")) for key in self.node.keys if key not in CLAIM_KEYS]
        hint = next(filter(None, near), "")
        return self.node.mark, f"a claim needs 'claim', the sentence, or 'kind' and its keys{hint}"

    def _of_kind(self, items: list[Any], kind: str | None) -> list[Any]:
        """The statements that the entry's own keys speak of."""
        own = next((k for k in self.node.items if k not in CLAIM_KEYS or k == "kind"), None)
        if len(items) <= 1 or own is None:
            return items
        same = [item for item in items if item["kind"] == kind]
        if len(same) != 1:
            told = (
                f"the sentence makes {len(items)} statements, so it is open which one {shown(own)}"
            )
            self.file.problems.add(
                self.node.keys[own], f"{told} is about; make each a claim of its own"
            )
            raise _Unreadable
        return same

    def _read(self, how: Callable[[Node], Any], node: Node) -> Any:
        try:
            return how(node)
        except ValueError as error:
            self.file.problems.add(node.mark, str(error))
            raise _Unreadable from None

    def id(self, values: dict[str, Any], index: int = 0) -> str:
        """c4, c4b, c4c …, or as the entry says."""
        own: str = values.get("id") or f"c{self.number}"
        if index == 0:
            return own
        letter = "bcdefghijklmnopqrstuvwxyz"[index - 1] if index < 26 else str(index + 1)
        return f"{own}{letter}" if own[-1].isdigit() else f"{own}-{letter}"

    def keep(self, claim: Claim, values: dict[str, Any]) -> None:
        """Add a claim, with its place and its quote found in the article."""
        items, quote = self.node.items, values.get("quote")
        span, quotes = None, self.file.quotes
        if quote is not None and quotes is not None:
            span = self._read(lambda _: quotes.find(quote), items["quote"])
        where = Place(self.file.problems.file, *self.node.mark)
        said = items.get("id")
        mark = self.node.mark if said is None else said.mark
        self.file.add(replace(claim, quote=quote, place=where, span=span), mark)


@dataclass
class _Statement:
    """One statement of an entry: what its sentence says, under what its keys say."""

    file: Shared
    entry: Entry
    index: int
    item: dict[str, Any]
    kind: str

    def read(self) -> None:
        node, keys = self.entry.node, model(self.kind)
        nodes = self._nodes(keys)
        values, faults = keys.read(nodes)
        for fault in faults:
            self.file.problems.add(self._mark(fault, nodes), fault.sentence)
        if faults:
            return
        try:
            verifier = kinds()[self.kind](**{k: v for k, v in values.items() if k in keys.forms})
        except ValueError as error:
            self.file.problems.add(node.mark, str(error))
            return
        names: tuple[str, ...] = values.get("of", ())
        assumed: tuple[str, ...] = ()
        if not verifier.lacks():  # what no prices decide may be about anything
            if self._nameless(values):
                return
            names, assumed = self._names(nodes["of"], names)
            for key in keys.names:
                if key in values:
                    self._known(nodes[key], values[key])
        self.entry.keep(self._claim(values, verifier, names, assumed), values)

    def _nodes(self, keys: Model) -> dict[str, Node]:
        """The values by key: defaults, under the sentence, under the entry's own keys."""
        node = self.entry.node
        sentence = node.items.get("claim", node)
        read = {k: _as_node(v, sentence.mark) for k, v in self.item.items() if v is not None}
        if self.item.get("kind") not in (None, self.kind):
            read = {k: v for k, v in read.items() if k in keys.forms or k in CLAIM_KEYS}
        read, _ = sugared(self.kind, read)
        own, faults = sugared(self.kind, given(node.items, keys))
        for fault in faults:
            self.file.problems.add(place(fault, node), fault.sentence)
        return {**self.file.defaults, **read, **own}

    def _mark(self, fault: Fault, nodes: dict[str, Node]) -> Mark:
        node = self.entry.node
        if fault.of_key and fault.key in node.keys:
            return node.keys[fault.key]
        return node.mark if fault.missing else nodes[fault.key].mark

    def _nameless(self, values: dict[str, Any]) -> bool:
        if "of" in values:
            return False
        self.file.problems.add(
            self.entry.node.mark, "no instrument is named; add 'of: NAME', here or in defaults"
        )
        return True

    def _names(self, node: Node, names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The instruments' names, and what was assumed to get them (S17.2)."""
        size = _set_size(names[0]) if len(names) == 1 else None
        if size is None or not self.file.unresolved(names[0]):
            self._known(node, names)
            return names, ()
        found = self.file.named_before(size)
        if not found:
            sentence = f"{shown(names[0])} means {size} instruments named above, and there are none"
            self.file.problems.add(node.mark, sentence)
        return found, (f"'{names[0]}' was taken to mean {' and '.join(found)}, named last above.",)

    def _known(self, node: Node, names: tuple[str, ...]) -> None:
        marks = [item.mark for item in node.items] if isinstance(node, Sequence) else [node.mark]
        for name, mark in zip(names, marks, strict=True):
            self.file.known(name, mark)

    def _claim(
        self,
        values: dict[str, Any],
        verifier: Verifier,
        names: tuple[str, ...],
        assumed: tuple[str, ...],
    ) -> Claim:
        told = values.get("claim") or values.get("quote") or _in_words(verifier, names, values)
        return Claim(
            self.entry.id(values, self.index),
            told,
            verifier,
            of=names,
            on=values.get("on"),
            either=values.get("either", False),
            prospective=values.get("prospective", False),
            attributed=values.get("attributed", False),
            verb=values.get("verb"),
            assumed=assumed,
        )


_SET = re.compile(
    r"(?:(?P<both>both)|(?:all|the|all of the|all the) (?P<size>two|three|four|five|six))"
    r"(?: of them)?(?: (?:major|main|key|stock|equity))*"
    r"(?: (?:benchmarks?|index(?:es)?|indices|gauges|averages|barometers|measures|shares|stocks"
    r"|companies|markets|currencies|contracts|metals|instruments))?",
    re.IGNORECASE,
)


def _set_size(name: str) -> int | None:
    """How many instruments "both benchmarks" or "all three" stands for; None for a name."""
    match = _SET.fullmatch(" ".join(name.split()))
    if match is None:
        return None
    return 2 if match["both"] else NUMBER_WORDS[match["size"].lower()]


def _as_node(value: Any, mark: Mark) -> Node:
    """A value that was read from a sentence, standing where the sentence stands."""
    if isinstance(value, list | tuple):
        return Sequence([_as_node(item, mark) for item in value], mark)
    if isinstance(value, bool):
        return Scalar("true" if value else "false", False, mark)
    return Scalar(str(value), True, mark)


def _in_words(verifier: Verifier, names: tuple[str, ...], values: dict[str, Any]) -> str:
    """A claim without a sentence, as its keys say it: "Alibaba: extreme, direction up"."""
    keys = [
        f"{key} {values[key]}" for key in model(verifier.kind).forms if values.get(key) is not None
    ]
    on = [f"on {values['on']}"] if "on" in values else []
    return f"{', '.join(names)}: {', '.join([verifier.kind, *keys, *on])}"
