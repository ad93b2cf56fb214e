"""The entries of `claims`: a sentence, or keys, or both, made into claims with their places."""

from __future__ import annotations

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
from factcheck.claim_statements import Context, as_nodes, build
from factcheck.claims import Claim, Place
from factcheck.instruments import Catalogue
from factcheck.verifiers import kinds
from factcheck.yaml_events import (
    Mapping,
    Mark,
    Node,
    Problems,
    Scalar,
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


@dataclass(kw_only=True)
class Shared(Context):
    """What the claims of one file share, and the claims read so far."""

    problems: Problems
    reader: Reader
    quotes: Quotes | None = None
    defaults: dict[str, Node] = field(default_factory=dict)
    ids: dict[str, Mark] = field(default_factory=dict)

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
            _Said(self.file, self, index, dict(item), kind or item["kind"]).read()

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
        made = replace(claim, quote=quote, place=where, span=span, skip=values.get("skip"))
        self.file.add(made, mark)


@dataclass
class _Said:
    """One statement of an entry: what its sentence says, under what its keys say."""

    file: Shared
    entry: Entry
    index: int
    item: dict[str, Any]
    kind: str

    def read(self) -> None:
        nodes = self._nodes(model(self.kind))
        built = build(self.kind, nodes, self.file)
        for fault in built.faults:
            self.file.problems.add(fault.mark or self._mark(fault, nodes), fault.sentence)
        if built.claim is not None:
            told = built.values.get("claim") or built.values.get("quote") or built.claim.text
            id_ = self.entry.id(built.values, self.index)
            self.entry.keep(replace(built.claim, id=id_, text=told), built.values)

    def _nodes(self, keys: Model) -> dict[str, Node]:
        """The values by key: defaults, under the sentence, under the entry's own keys."""
        node = self.entry.node
        sentence = node.items.get("claim", node)
        item = self.item
        if item.get("kind") not in (None, self.kind):
            item = {k: v for k, v in item.items() if k in keys.forms or k in CLAIM_KEYS}
        own, faults = sugared(self.kind, given(node.items, keys))
        for fault in faults:
            self.file.problems.add(place(fault, node), fault.sentence)
        return {**self.file.defaults, **as_nodes(self.kind, item, sentence.mark), **own}

    def _mark(self, fault: Fault, nodes: dict[str, Node]) -> Mark:
        node = self.entry.node
        if fault.of_key and fault.key in node.keys:
            return node.keys[fault.key]
        return node.mark if fault.missing else nodes[fault.key].mark
