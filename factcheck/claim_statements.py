"""Statements in the long form, whoever wrote them: a kind and its keys' values into a claim."""

from __future__ import annotations

import re
from collections.abc import Mapping as Keyed
from dataclasses import dataclass, field
from typing import Any

from factcheck.claim_models import Fault, Nodes, model, sugared
from factcheck.claims import Article, Claim
from factcheck.instruments import Catalogue, UnknownInstrument
from factcheck.periods import NUMBER_WORDS
from factcheck.verifiers import Verifier, kinds
from factcheck.yaml_events import Mark, Node, Scalar, Sequence, shown

NAMELESS = "no instrument is named"


@dataclass
class Context:
    """Who the statements of one file can name, and the claims made of it so far."""

    catalogue: Catalogue
    article: Article | None = None
    claims: list[Claim] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # name → why it cannot be resolved, or ""

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


@dataclass(frozen=True)
class Built:
    """The claim that a statement makes, the values of its keys, and everything that is wrong."""

    claim: Claim | None
    values: dict[str, Any]
    faults: tuple[Fault, ...] = ()


def build(kind: str, nodes: Nodes, context: Context) -> Built:
    """The claim of `kind` with these values by key. It has no id and no place yet."""
    keys = model(kind)
    values, faults = keys.read(nodes)
    if faults:
        return Built(None, values, tuple(faults))
    try:
        verifier = kinds()[kind](**{k: v for k, v in values.items() if k in keys.forms})
    except ValueError as error:
        return Built(None, values, (Fault("kind", str(error), missing=True),))
    names: tuple[str, ...] = values.get("of", ())
    assumed: tuple[str, ...] = ()
    if not verifier.lacks():  # what no prices decide may be about anything
        if "of" not in values:
            sentence = f"{NAMELESS}; add 'of: NAME', here or in defaults"
            return Built(None, values, (Fault("of", sentence, missing=True),))
        names, assumed, faults = _names(nodes["of"], names, context)
        for key in keys.names:
            if key in values:
                faults += _unknown(key, nodes[key], values[key], context)
    claim = Claim(
        "",
        _in_words(verifier, names, values),
        verifier,
        of=names,
        on=values.get("on"),
        either=values.get("either", False),
        prospective=values.get("prospective", False),
        attributed=values.get("attributed", False),
        verb=values.get("verb"),
        assumed=assumed,
    )
    return Built(claim, values, tuple(faults))


def as_nodes(kind: str, item: Keyed[str, Any], mark: Mark) -> dict[str, Node]:
    """The values that were read from a sentence, standing where the sentence stands."""
    nodes, _ = sugared(kind, {k: _as_node(v, mark) for k, v in item.items() if v is not None})
    return nodes


def _as_node(value: Any, mark: Mark) -> Node:
    if isinstance(value, list | tuple):
        return Sequence([_as_node(item, mark) for item in value], mark)
    if isinstance(value, bool):
        return Scalar("true" if value else "false", False, mark)
    return Scalar(str(value), True, mark)


# ------------------------------------------------------------------------------------------- names


def _names(
    node: Node, names: tuple[str, ...], context: Context
) -> tuple[tuple[str, ...], tuple[str, ...], list[Fault]]:
    """The instruments' names, what was assumed to get them (S17.2), and what is wrong with them."""
    size = _set_size(names[0]) if len(names) == 1 else None
    if size is None or not context.unresolved(names[0]):
        return names, (), _unknown("of", node, names, context)
    found = context.named_before(size)
    if not found:
        sentence = f"{shown(names[0])} means {size} instruments named above, and there are none"
        return (), (), [Fault("of", sentence)]
    said = f"'{names[0]}' was taken to mean {' and '.join(found)}, named last above."
    return found, (said,), []


def _unknown(key: str, node: Node, names: tuple[str, ...], context: Context) -> list[Fault]:
    """The names that no instrument has, each at its own place."""
    marks = [item.mark for item in node.items] if isinstance(node, Sequence) else [node.mark]
    told = [(context.unresolved(name), mark) for name, mark in zip(names, marks, strict=True)]
    return [Fault(key, sentence, mark=mark) for sentence, mark in told if sentence]


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


def _in_words(verifier: Verifier, names: tuple[str, ...], values: dict[str, Any]) -> str:
    """A claim without a sentence, as its keys say it: "Alibaba: extreme, direction up"."""
    keys = [
        f"{key} {values[key]}" for key in model(verifier.kind).forms if values.get(key) is not None
    ]
    on = [f"on {values['on']}"] if "on" in values else []
    return f"{', '.join(names)}: {', '.join([verifier.kind, *keys, *on])}"
