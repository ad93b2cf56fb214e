"""Pins: comments in an article that say what its words leave open, or silence a claim.

    <!-- factcheck: of=9988.HK session=close -->
    <!-- factcheck: skip reason="the exchange's own figure, checked by hand" until=2027-01-31 -->

A pin speaks of the next claim of its block (paragraph, heading, list item), of the last one where
none follows, and of the first claim of the block after it where it stands in none. With `kind=…` only
claims of that kind count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from factcheck.claim_models import CLAIM_KEYS, Form, iso_day, model, texts
from factcheck.claims import Skip
from factcheck.documents import Comment, Document
from factcheck.verifiers import kinds
from factcheck.yaml_events import (
    INVISIBLE,
    Mapping,
    Mark,
    Node,
    Problems,
    Scalar,
    Sequence,
    meant,
    shown,
)

EXAMPLE = "<!-- factcheck: of=9988.HK session=close -->"
EXAMPLE_SKIP = '<!-- factcheck: skip reason="…" -->'
UNPINNABLE = ("claim", "quote", "checkable", "why", "skip")
SKIP_KEYS = ("reason", "until", "kind")

_PIN = re.compile(r"\s*factcheck\s*(?P<colon>:?)", re.IGNORECASE)
_WORD = re.compile(
    r"(?P<key>[A-Za-z_][\w-]*)(?:=(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^\s\"'=]++)))?"
    r"(?=\s|$)"
)


@dataclass(frozen=True, eq=False)
class Pin:
    """What one pin says: values by key for a claim, or why it is silenced."""

    at: int | None  # in the text of the article
    mark: Mark
    node: Mapping
    kind: str | None = None
    skip: Skip | None = None


def read_pins(document: Document, problems: Problems) -> list[Pin]:
    """Every pin of an article, in its order; what is wrong with them goes to `problems`."""
    found = (_Reader(document, comment, problems).read() for comment in document.comments)
    return [pin for pin in found if pin is not None]


@dataclass
class _Reader:
    """Reads one comment, if it is a pin."""

    document: Document
    comment: Comment
    problems: Problems

    def read(self) -> Pin | None:
        body, begin = self.comment.body, self.comment.start + len("<!--")
        head = _PIN.match(body)
        if head is None or not (head["colon"] or head.end() >= len(body.rstrip())):
            return None
        mark = self._mark(self.comment.start, begin)
        if not self.document.source.startswith("-->", begin + len(body)):
            self.problems.add(mark, f"the pin is not closed; write it like {EXAMPLE}")
            return None
        if hidden := INVISIBLE.search(body):
            where = self._mark(begin + hidden.start(), begin + hidden.end())
            self.problems.add(where, "an invisible character hides in the pin; delete it")
            return None
        before = len(self.problems.found)
        skip, node = self._words(body, head.end(), begin, mark)
        if len(self.problems.found) > before:
            return None
        self._check_keys(node, SKIP_KEYS if skip else _pinnable(), "skip" if skip else "a pin")
        kind = self._kind(node)
        if len(self.problems.found) == before:
            self._check_content(node, skip, mark)
        if len(self.problems.found) > before:
            return None
        silenced = self._skip(node) if skip else None
        return None if skip and not silenced else Pin(self.comment.at, mark, node, kind, silenced)

    def _skip(self, node: Mapping) -> Skip | None:
        """The reason for silence, which is there, and its last day."""
        reason, until = node.items.pop("reason"), node.items.pop("until", None)
        try:
            day = None if until is None else iso_day(until)
        except ValueError as error:
            assert until is not None
            self.problems.add(until.mark, str(error))
            return None
        return Skip(reason.text.strip() if isinstance(reason, Scalar) else "", day)

    def _mark(self, start: int, end: int) -> Mark:
        return self.document.mark(start, end)

    def _words(self, body: str, at: int, begin: int, mark: Mark) -> tuple[bool, Mapping]:
        """Whether the pin silences, and its keys with their values."""
        node, skip = Mapping({}, {}, mark), False
        words = re.compile(r"\s*+")
        while (at := words.match(body, at).end()) < len(body):  # type: ignore[union-attr]
            word = _WORD.match(body, at)
            here = self._mark(begin + at, begin + (word.end() if word else at + 1))
            if word is None:
                self._malformed(here, body[at:])
                break
            at = word.end()
            quoted = word["double"] if word["double"] is not None else word["single"]
            if quoted is None and word["bare"] is None:
                if word["key"] != "skip" or skip or node.items:
                    self._bare(here, word["key"])
                    break
                skip = True
                continue
            value = Scalar(word["bare"] if quoted is None else quoted, quoted is not None, here)
            self._give(node, word["key"], value)
        return skip, node

    def _malformed(self, mark: Mark, rest: str) -> None:
        word = rest.split(maxsplit=1)[0]
        self.problems.add(
            mark, f"the pin cannot be read from {shown(word)} on; write it like {EXAMPLE}"
        )

    def _bare(self, mark: Mark, word: str) -> None:
        near = meant(word, ("skip",)) if word != "skip" else ""
        hint = near or f"; write key=value, or {EXAMPLE_SKIP}"
        self.problems.add(mark, f"{shown(word)} has no value{hint}")

    def _give(self, node: Mapping, key: str, value: Scalar) -> None:
        """A key that takes several names may stand several times."""
        if key not in node.items:
            node.items[key], node.keys[key] = value, value.mark
            return
        before: Node = node.items[key]
        form = _forms().get(key)
        if form is None or form.read is not texts:
            self.problems.add(value.mark, f"{shown(key)} stands twice in this pin")
            return
        listed = before.items if isinstance(before, Sequence) else [before]
        node.items[key] = Sequence([*listed, value], node.keys[key])

    def _check_keys(self, node: Mapping, known: tuple[str, ...], what: str) -> None:
        for key in node.items:
            if key not in known:
                near = meant(key, known) or f"; its keys are {', '.join(known[:6])} …"
                self.problems.add(node.keys[key], f"{what} has no key {shown(key)}{near}")

    def _check_content(self, node: Mapping, skip: bool, mark: Mark) -> None:
        reason = node.items.get("reason")
        if skip and not (isinstance(reason, Scalar) and reason.text.strip()):
            self.problems.add(mark, f"a claim is silenced for a reason: {EXAMPLE_SKIP}")
        elif not skip and not node.items:
            self.problems.add(mark, f"the pin says nothing; write it like {EXAMPLE}")

    def _kind(self, node: Mapping) -> str | None:
        """The kind of claim that the pin is for."""
        kind = node.items.pop("kind", None)
        if not isinstance(kind, Scalar):
            return None
        if kind.text not in kinds():
            near = meant(kind.text, tuple(kinds())) or f"; the kinds are {', '.join(kinds())}"
            self.problems.add(kind.mark, f"unknown kind {shown(kind.text)}{near}")
        return kind.text


def _pinnable() -> tuple[str, ...]:
    return tuple(key for key in _forms() if key not in UNPINNABLE)


@cache
def _forms() -> dict[str, Form]:
    """The keys of all kinds, in one."""
    every = {**CLAIM_KEYS, "since": CLAIM_KEYS["on"]}
    for kind in kinds():
        every |= model(kind).forms
    return every
