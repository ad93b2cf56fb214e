"""A claim of a sentence while it is put together, and the instruments it is about."""

from __future__ import annotations

from dataclasses import dataclass, field

from factcheck.reading.finding import LISTS, Piece

Item = dict[str, str | bool | list[str]]
TRUTHS = ("fresh", "held", "reclaimed", "entered")


@dataclass(frozen=True)
class Subject:
    """The instruments a claim is about, as written, and what they are."""

    names: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()
    group: bool = False  # "both", "Wall Street": several instruments under one name
    words: str = ""  # what stands in the text for names found elsewhere: "the benchmark"
    symbols: frozenset[str] = frozenset()
    inverse: bool = False  # the quote currency of a pair: its rise is the rate's fall
    unknown: bool = False  # a name that no listing has: a basket, a company that is not listed


@dataclass(eq=False)
class Statement:
    """A claim of a sentence while it is put together."""

    piece: Piece
    fields: dict[str, str]
    subject: Subject = Subject()
    marks: dict[str, bool] = field(default_factory=dict)
    kind: str = field(init=False)
    continues: bool = field(init=False)  # from the claim before: "or 0.7%", "to 6,944.47"

    def __post_init__(self) -> None:
        self.kind = self.piece.kind
        self.continues = self.piece.phrase is not None and self.piece.phrase.after is not None

    @property
    def adrift(self) -> bool:
        """Whether it does not say of which day it is, or where it began: nothing to check."""
        return "_adrift" in self.marks

    def item(self) -> Item:
        """The mapping a person would write."""
        item: Item = {"kind": self.kind}
        names = self.subject.names
        if names:
            item["of"] = list(names) if len(names) > 1 or self.subject.group else names[0]
        for key, content in self.fields.items():
            item[key] = content.split("\n") if key in LISTS else content
            if key in TRUTHS:
                item[key] = True
        return item | self.marks
