"""Whose the claims of a sentence are: the names around them, and what they are measured against."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from factcheck.reading.finding import Conflict, Piece
from factcheck.reading.statement import Statement, Subject

JOINS = frozenset(("comma", "and"))
PREPOSITIONS = ("for", "of", "by", "in", "on", "from")


@dataclass(frozen=True, eq=False)
class Group:
    """Names that stand together, and whether a preposition introduces them."""

    start: int
    subject: Subject
    introduced: bool


def share_subjects(claims: list[Statement], pieces: Sequence[Piece]) -> list[Statement]:
    """Each claim is about the names before it, or else about the first that come after."""
    order: list[tuple[int, Statement | Group]] = [(g.start, g) for g in _groups(pieces)]
    order += [(claim.piece.start, claim) for claim in claims]
    current, met = Subject(), list[Statement]()
    for _, found in sorted(order, key=lambda pair: pair[0]):
        if isinstance(found, Group):
            current = found.subject
            if found.introduced:
                _fill(met, current)
            continue
        if "of" in found.fields:
            current = Subject(tuple(found.fields.pop("of").split("\n")))
        found.subject = current
        met.append(found)
    _fill(claims, current)
    return claims


def _fill(claims: Iterable[Statement], subject: Subject) -> None:
    for claim in claims:
        if not claim.subject.names:
            claim.subject = subject


def _groups(pieces: Sequence[Piece]) -> Iterator[Group]:
    at = 0
    while at < len(pieces):
        if not pieces[at].has("name", "both"):
            at += 1
            continue
        before = at > 0 and pieces[at - 1].has(*PREPOSITIONS)
        start, named = pieces[at].start, [pieces[at]]
        at += 1
        while at < len(pieces):
            after = at
            while after < len(pieces) and pieces[after].has(*JOINS):
                after += 1
            if after >= len(pieces) or not pieces[after].has("name"):
                break
            if after > at or not _is_alias(pieces[after], named[-1]):
                named.append(pieces[after])
            at = after + 1
        yield Group(start, _subject(named), before)


def _is_alias(other: Piece, one: Piece) -> bool:
    """A ticker beside its name is of the same instrument; two names want a word between them."""
    if one.has("both"):
        return False
    symbols = [set((p.tokens[0].says("name", "symbols") or "").split()) for p in (one, other)]
    if symbols[0].isdisjoint(symbols[1]):
        text = f"{one.tokens[0].text} {other.tokens[0].text}"
        raise Conflict(f"'{text}' names two instruments; write 'and' between them")
    return True


def _subject(named: Sequence[Piece]) -> Subject:
    """The names; "both" only where no names follow it."""
    names = [piece.tokens[0] for piece in named if piece.has("name")]
    if not names:
        return Subject((named[0].tokens[0].low,), group=True)
    kinds = {name.says("name", "type") or "" for name in names}
    symbols = " ".join(name.says("name", "symbols") or "" for name in names).split()
    inverse = all(name.says("name", "inverse") == "true" for name in names)
    texts = tuple(name.text for name in names)
    return Subject(texts, frozenset(kinds), symbols=frozenset(symbols), inverse=inverse)


def pair_off(claims: list[Statement], pieces: Sequence[Piece], prose: bool) -> None:
    """ "A and B rose 2% and 3%, respectively": names and numbers in order; prose needs no word for it."""
    paired = any("respectively" in piece.loose for piece in pieces)
    if paired and prose:
        _refuse_pairs(claims, pieces)
    for row in _rows(claims):
        if len(row) < 2:
            continue
        names = row[0].subject.names
        if (
            not (paired or (prose and _is_list(row, pieces)))
            or len(names) != len(row)
            or row[0].subject.group
        ):
            continue
        for claim, name in zip(row, names, strict=True):
            claim.subject = replace(claim.subject, names=(name,))
            claim.marks["_paired"] = True


def _refuse_pairs(claims: list[Statement], pieces: Sequence[Piece]) -> None:
    """ "A and B closed at 100 and 200, respectively", of which one number was read: whose, is not known."""
    at = next(piece.start for piece in pieces if piece.has("respectively"))
    row = [row for row in _rows(claims) if row[0].piece.start < at][-1:]
    for claim in row[0] if row else ():
        if "value" in claim.fields and len(claim.subject.names) != len(row[0]):
            claim.marks["_adrift"] = True


def _is_list(row: Sequence[Statement], pieces: Sequence[Piece]) -> bool:
    """Whether the numbers are several, and not one in two units ("1%, or 200 points"), or of two days."""
    first, last = row[0].piece.start, row[-1].piece.start
    if any(piece.kind in ("when", "period") and first < piece.start < last for piece in pieces):
        return False
    units = {claim.fields.get("unit") for claim in row}
    joined = all("or" not in token.types and token.low != "or"
                 for claim in row[1:] for token in claim.piece.tokens)  # fmt: skip
    return len(units) == 1 and joined and all("value" in claim.fields for claim in row)


def _rows(claims: list[Statement]) -> Iterator[list[Statement]]:
    """Claims of one kind that go on from each other."""
    row: list[Statement] = []
    for claim in claims:
        if row and (not claim.continues or claim.kind != row[0].kind):
            yield row
            row = []
        row.append(claim)
    if row:
        yield row


def clauses(claims: Sequence[Statement]) -> Iterator[list[Statement]]:
    """Each move with the levels that go on from it: "rose 0.3% to 151.20", "was 0.2% lower at 84.3"."""
    row: list[Statement] = []
    for claim in claims:
        if row and claim.kind in ("change", "direction") and not claim.continues:
            yield row
            row = []
        row.append(claim)
    if row:
        yield row


def measure_against(
    row: Sequence[Statement], claims: Sequence[Statement], pieces: Sequence[Piece], prose: bool
) -> None:
    """ "The dollar rose against the yen" is about dollar/yen; against the dollar goes without."""
    others = [(p.start, p.fields["against"], p.fields.get("type")) for at, p in enumerate(pieces)
              if p.kind == "against"
              and (_is_beside(pieces, at) if prose else p.start >= row[0].piece.end)]  # fmt: skip
    if prose:  # "the dollar was steady on the yen"
        others += [(name.start, name.tokens[0].text, name.tokens[0].says("name", "type"))
                   for on, name in pairwise(pieces) if "on" in on.loose and "name" in name.loose]  # fmt: skip
        others = _of_clause(others, row, claims)
    for claim in row if others else ():
        if not any("/" in one for one in claim.subject.names):
            _against_another(claim, *others[0][1:], prose)


def _of_clause(
    others: list[tuple[int, str, str | None]], row: Sequence[Statement], claims: Sequence[Statement]
) -> list[tuple[int, str, str | None]]:
    """Of what the sentence measures against: what stands in this clause, or else the last before it;
    or the first after it where no price in another currency says otherwise."""
    start = row[0].piece.start
    end = next((c.piece.start for c in claims if c.piece.start > row[-1].piece.start), None)
    here = [other for other in others if start < other[0] and (end is None or other[0] < end)]
    before = [other for other in reversed(others) if other[0] < start]
    priced = any(c.kind == "level" and "$" in c.piece.tokens[-1].text for c in row)
    return here or before or ([] if priced else others)


def _against_another(claim: Statement, name: str, type_: str | None, prose: bool) -> None:
    if prose and (type_ != "fx" or not claim.subject.types <= {"fx", "index"}
                  or any("index" in one.lower() for one in claim.subject.names)):  # fmt: skip
        return
    if type_ not in ("fx", "") and name.lower() not in DOLLARS:
        raise Conflict(f"'{name}' is no currency; to compare, write 'outperformed {name}'")
    if len(claim.subject.names) != 1 or claim.subject.unknown or _currency(name) == "dollar":
        return
    one, other = _currency(claim.subject.names[0]), _currency(name).removeprefix("Japanese ")
    # "sterling fell 0.3% against the euro to 84.2 pence": the price is the euro's
    own = claim.kind == "level" and _OF_POUNDS.search(claim.piece.tokens[-1].text) is not None
    swapped = own and one.lower().removeprefix("the ") in _POUNDS
    pair = f"{other}/{one}" if swapped else f"{one}/{other}"
    claim.subject = replace(claim.subject, names=(pair,), types=frozenset({"fx"}))


_POUNDS = frozenset(("sterling", "pound", "british pound", "pound sterling"))
_OF_POUNDS = re.compile(r"\d (?:pence|pounds?)\b")


def _is_beside(pieces: Sequence[Piece], at: int) -> bool:
    """Whether "against the yen" follows a claim or opens the sentence; not "measured against the yen"."""
    if all(piece.has("comma", "dash") for piece in pieces[:at]):
        return True
    return pieces[at - 1].phrase is not None


def _currency(name: str) -> str:
    return "dollar" if name.lower() in DOLLARS else name


DOLLARS = frozenset(("dollar", "the dollar", "greenback", "us dollar", "u.s. dollar", "buck"))
