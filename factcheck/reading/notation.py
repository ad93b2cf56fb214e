"""A small notation for phrases over typed tokens, and the machine that finds them in linear time.

    move by? HEDGED              types in a row; ? optional, ( | ) a choice, CAPITALS a named part
    ord>value unit>period=step   >key: what the token says goes to that key; =source: from another
    move>                        >: the token is needed but says nothing; (near | hedge)> likewise
    ... to LEVEL                 follows any claim directly;  change... or HEDGED follows a change
    HEDGED way REF | unit=bp     after the bar: fixed keys; `same`, `opposite`: of the claim before

Phrases are run together as one automaton whose states are made when first needed: reading costs one
look-up for each token and start, and starting up costs only the splitting of the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Types = frozenset[str]
_KEYS = r"(?:>(?:[a-z_]+(?:=[a-z_]+)?)?)*"
_PIECE = re.compile(rf"[A-Za-z_]\w*{_KEYS}|\){_KEYS}|[(|?]")
_AFTER = re.compile(r"\s*([a-z_]*)\.\.\.\s*")


class Node:
    """A part of a notation: one of a leaf, a row, a choice or an option."""

    __slots__ = ("keys", "kind", "name", "parts")

    def __init__(
        self,
        kind: str,
        parts: tuple[Node, ...] = (),
        name: str = "",
        keys: tuple[tuple[str, str], ...] | None = None,
    ) -> None:
        self.kind, self.parts, self.name, self.keys = kind, parts, name, keys


class Rest:
    """What is still to come: a node, then another rest. The same rest is the same object."""

    __slots__ = ("_steps", "ends", "node", "then")

    def __init__(self, node: Node | None, then: Rest | None) -> None:
        self.node, self.then = node, then
        self._steps: tuple[tuple[Node, Rest], ...] | None = None
        self.ends = node is None

    def steps(self) -> tuple[tuple[Node, Rest], ...]:
        """Every leaf that may come next, and what comes after it; sets `ends`."""
        if self._steps is None:
            self._steps = tuple(dict.fromkeys(self._unfold()))
        return self._steps

    def _unfold(self) -> list[tuple[Node, Rest]]:
        if self.node is None or self.then is None:
            return []
        if self.node.kind == "leaf":
            return [(self.node, self.then)]
        if self.node.kind == "row":
            after = self.then
            for part in reversed(self.node.parts):
                after = rest(part, after)
            return self._of((after,))
        choices = [rest(part, self.then) for part in self.node.parts]
        return self._of([*choices, self.then] if self.node.kind == "option" else choices)

    def _of(self, others: Sequence[Rest]) -> list[tuple[Node, Rest]]:
        found = [step for other in others for step in other.steps()]
        self.ends = any(other.ends for other in others)
        return found


END = Rest(None, None)
_RESTS: dict[tuple[int, int], Rest] = {}


def rest(node: Node, then: Rest) -> Rest:
    """The one rest of `node` followed by `then`."""
    key = (id(node), id(then))
    if key not in _RESTS:
        _RESTS[key] = Rest(node, then)
    return _RESTS[key]


@dataclass(frozen=True, eq=False)
class Phrase:
    """One line of a table: the kind it states, what must come before, and its fixed keys."""

    kind: str
    notation: str
    after: str | None  # None: stands alone; "": follows any claim; else follows that kind
    fixed: Mapping[str, str]
    start: Rest

    def path(self, types: Sequence[Types]) -> list[Node]:
        """The leaf that each of `types` stands for; they are known to match."""
        dead: set[tuple[int, int]] = set()
        return self._walk(self.start, types, 0, dead) or []

    def _walk(
        self, at: Rest, types: Sequence[Types], i: int, dead: set[tuple[int, int]]
    ) -> list[Node] | None:
        steps = at.steps()
        if i == len(types):
            return [] if at.ends else None
        if (id(at), i) in dead:
            return None
        for leaf, then in steps:
            if leaf.name in types[i]:
                more = self._walk(then, types, i + 1, dead)
                if more is not None:
                    return [leaf, *more]
        dead.add((id(at), i))
        return None


class State:
    """Every phrase still possible, and how each goes on."""

    __slots__ = ("items", "next", "phrase")

    def __init__(self, items: tuple[tuple[Phrase, Rest], ...]) -> None:
        self.items = items
        self.next: dict[Types, State | None] = {}
        for _, at in items:
            at.steps()
        ended = (phrase for phrase, at in items if at.ends)
        self.phrase: Phrase | None = next(ended, None)

    def step(self, types: Types) -> State | None:
        try:
            return self.next[types]
        except KeyError:
            return self.next.setdefault(types, self._step(types))

    def _step(self, types: Types) -> State | None:
        items = dict.fromkeys(
            (phrase, then)
            for phrase, at in self.items
            for leaf, then in at.steps()
            if leaf.name in types
        )
        return State(tuple(items)) if items else None


class Grammar:
    """The phrases of all kinds. Where two match equally far, the earlier table and line wins."""

    def __init__(self, tables: Mapping[str, Iterable[str]], parts: Mapping[str, str]) -> None:
        self._parts = parts
        self._made: dict[str, Node] = {}
        self.phrases = [
            self._phrase(kind, line) for kind, lines in tables.items() for line in lines
        ]
        self._starts: dict[str | None, State] = {}

    def longest(
        self, types: Sequence[Types], at: int, after: str | None
    ) -> tuple[Phrase, int] | None:
        """The phrase that reaches furthest from `at`, and its end; `after`: the kind before."""
        state = self._start(after).step(types[at])
        best, i = None, at + 1
        while state is not None:
            if state.phrase:
                best = state.phrase, i
            state = state.step(types[i]) if i < len(types) else None
            i += 1
        return best

    def _start(self, after: str | None) -> State:
        start = self._starts.get(after)
        if start is None:
            fit = [p for p in self.phrases if p.after is None or (after and p.after in ("", after))]
            start = self._starts[after] = State(tuple((p, p.start) for p in fit))
        return start

    def _phrase(self, kind: str, line: str) -> Phrase:
        notation, _, fixed = _bar(line)
        after = _AFTER.match(notation)
        body = notation[after.end() :] if after else notation
        pairs = dict(pair.split("=") for pair in fixed.split())
        start = rest(self._node(body), END)
        return Phrase(kind, line, after[1] if after else None, pairs, start)

    def _node(self, notation: str) -> Node:
        pieces = _PIECE.findall(notation)
        if "".join(pieces) != notation.replace(" ", ""):
            raise ValueError(f"cannot read {notation!r} as a phrase")
        node, end = self._choice(pieces, 0)
        if end != len(pieces):
            raise ValueError(f"cannot read {notation!r} as a phrase")
        return node

    def _choice(self, pieces: list[str], at: int) -> tuple[Node, int]:
        rows: list[Node] = []
        while True:
            row, at = self._row(pieces, at)
            rows.append(row)
            if at >= len(pieces) or pieces[at] != "|":
                return (rows[0] if len(rows) == 1 else Node("choice", tuple(rows))), at
            at += 1

    def _row(self, pieces: list[str], at: int) -> tuple[Node, int]:
        row: list[Node] = []
        while at < len(pieces) and pieces[at][0] not in "|)":
            if pieces[at] == "(":
                node, at = self._choice(pieces, at + 1)
                node = _saying(node, pieces[at])
            else:
                node = self._named(pieces[at])
            at += 1
            if at < len(pieces) and pieces[at] == "?":
                node, at = Node("option", (node,)), at + 1
            row.append(node)
        return Node("row", tuple(row)), at

    def _named(self, piece: str) -> Node:
        if piece not in self._made:
            self._made[piece] = self._node(self._parts[piece]) if piece.isupper() else _leaf(piece)
        return self._made[piece]


def _bar(line: str) -> tuple[str, str, str]:
    """A line at its bar: the one after which keys with their values stand."""
    head, bar, tail = line.rpartition(" | ")
    return (head, bar, tail) if "=" in tail and ">" not in tail else (line, "", "")


def _leaf(piece: str) -> Node:
    name, *keys = piece.split(">")
    return Node("leaf", name=name, keys=_pairs(keys) if keys else None)


def _pairs(keys: list[str]) -> tuple[tuple[str, str], ...]:
    pairs = (key.partition("=")[::2] for key in keys if key)
    return tuple((key, source or key) for key, source in pairs)


def _saying(node: Node, bracket: str) -> Node:
    """`( … )>key`: every leaf inside says that."""
    _, *keys = bracket.split(">")
    if not keys:
        return node
    if node.kind == "leaf":
        return Node("leaf", name=node.name, keys=_pairs(keys))
    return Node(node.kind, tuple(_saying(part, bracket) for part in node.parts))
