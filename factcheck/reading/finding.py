"""Finds the claims in a row of tokens: the same for a short form and for an article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from factcheck.reading.notation import Grammar, Node, Phrase
from factcheck.reading.phrases import CONTEXT, DEFAULTS, PARTS, TABLES
from factcheck.reading.words import Token

LISTS = frozenset(("than", "of", "among"))  # keys that name several instruments
BRIDGES = frozenset(("comma", "and", "dash"))
OPPOSITE = {"up": "down", "down": "up"}


class Conflict(ValueError):
    """Two words of one phrase that contradict each other."""


_NONE = frozenset[str]()


class Piece:
    """A phrase that was found, with what it says; or one loose token, without a phrase."""

    __slots__ = ("end", "fields", "is_claim", "kind", "loose", "phrase", "start", "tokens")

    def __init__(
        self, tokens: tuple[Token, ...], phrase: Phrase | None, fields: dict[str, str]
    ) -> None:
        self.tokens, self.phrase, self.fields = tokens, phrase, fields
        self.start, self.end = tokens[0].start, tokens[-1].end
        if phrase is None:
            self.kind, self.is_claim, self.loose = "", False, tokens[0].types
        else:
            self.kind, self.is_claim, self.loose = phrase.kind, phrase.kind not in CONTEXT, _NONE

    def has(self, *types: str) -> bool:
        """Whether it is one loose token of any of these types; of one, `"x" in piece.loose` is quicker."""
        return not self.loose.isdisjoint(types)


@cache
def grammar() -> Grammar:
    """The grammar of all kinds, made when something is first read."""
    return Grammar(TABLES, PARTS)


def find_around_days(tokens: Sequence[Token], *, lenient: bool = False) -> list[Piece]:
    """Like `find`, with days taken out of the way first: "rose on Friday for a fourth day"."""
    days = [at for at, token in enumerate(tokens) if "date" in token.types and _is_aside(tokens, at)]
    if not days:
        return list(find(tokens, lenient=lenient))
    aside = {at - (at > 0 and "on" in tokens[at - 1].types): at for at in days}
    rows = [tokens[first : last + 1] for first, last in aside.items()]
    taken = {at for first, last in aside.items() for at in range(first, last + 1)}
    pieces = [piece for row in rows for piece in find(row)]
    pieces += find([token for at, token in enumerate(tokens) if at not in taken], lenient=lenient)
    return sorted(pieces, key=lambda piece: piece.start)


_NEED_THEIR_DAY = frozenset("since from touch reach best super between in by for of".split())


def _is_aside(tokens: Sequence[Token], at: int) -> bool:
    """Whether the token is a day that says no more than when: no word before it claims it."""
    if tokens[at].meanings["date"]["grain"] != "day":
        return False
    if at + 1 < len(tokens) and not tokens[at + 1].types.isdisjoint(("xnoun", "end")):
        return at + 2 < len(tokens) and "xnoun" not in tokens[at + 1].types | tokens[at + 2].types
    if at > 0 and _is_of_a_record(tokens[at - 1 : at + 2]):
        return False
    if at and _owns_a_move(tokens[at - 1 : at + 2]):
        return False
    before = at - 1 - (at > 0 and "on" in tokens[at - 1].types)
    return before < 0 or tokens[before].types.isdisjoint(_NEED_THEIR_DAY)


def _is_of_a_record(tokens: Sequence[Token]) -> bool:
    """ "3% below its Feb. 19 record": the day of the record, not of the claim."""
    before, _, *after = tokens
    return bool(after) and "record" in after[0].types and not before.types.isdisjoint(("above", "under"))


def _owns_a_move(tokens: Sequence[Token]) -> bool:
    """"Erased Monday's losses": the day is whose losses they are, not when."""
    before, _, *after = tokens
    lost = not before.types.isdisjoint(("pare", "early"))
    return lost and bool(after) and "move" in after[0].types


def find(tokens: Sequence[Token], *, lenient: bool = False) -> Iterator[Piece]:
    """Every claim, everything that surrounds one, and every loose token, in order.

    Raises Conflict where words of one phrase contradict each other; `lenient` passes over them.
    """
    types, longest = [token.types for token in tokens], grammar().longest
    at, before = 0, None
    while at < len(tokens):
        found = longest(types, at, before.kind if before else None)
        if found is None:
            piece, before = Piece((tokens[at],), None, {}), None if types[at].isdisjoint(BRIDGES) else before
            at += 1
        else:
            phrase, end = found
            row = tuple(tokens[at:end])
            try:
                fields = _fields(phrase, phrase.path(types[at:end]), row, before)
            except Conflict:
                if not lenient:
                    raise
                yield Piece((tokens[at],), None, {})
                at += 1
                continue
            piece = Piece(row, phrase, fields)
            before, at = (piece if piece.is_claim else before), end
        yield piece


def _fields(
    phrase: Phrase, path: Sequence[Node], tokens: Sequence[Token], before: Piece | None
) -> dict[str, str]:
    """What the tokens say, each for its place in the phrase, and the phrase's fixed keys."""
    fields: dict[str, str] = {}
    sources: dict[str, Token] = {}
    for leaf, token in zip(path, tokens, strict=True):
        for key, source in _keys(leaf, token):
            content = token.says(leaf.name, source)
            if content is not None:
                _add(fields, sources, key, content, token)
    _fix(fields, phrase, before)
    return fields


def _keys(leaf: Node, token: Token) -> Sequence[tuple[str, str]]:
    if leaf.keys is not None:
        return leaf.keys
    keys = DEFAULTS.get(leaf.name, tuple(token.meanings[leaf.name]))
    return [(key, key) for key in keys]


def _add(
    fields: dict[str, str], sources: dict[str, Token], key: str, content: str, token: Token
) -> None:
    known = fields.get(key)
    if key in LISTS and known:
        content = f"{known}\n{content}"
    elif known is not None and known != content and key != "verb":
        raise Conflict(
            f"'{sources[key].text}' says {_shown(known)} and '{token.text}' says {_shown(content)}"
        )
    if key != "verb" or known is None:
        fields[key], sources[key] = content, token


def _shown(content: str) -> str:
    return content.replace("_", " ")


def _fix(fields: dict[str, str], phrase: Phrase, before: Piece | None) -> None:
    for key, content in phrase.fixed.items():
        if content == "same":
            inherited = before.fields.get(key) if before else None
            if inherited and key not in fields:
                fields[key] = inherited
        elif content == "opposite":
            fields[key] = OPPOSITE[before.fields["direction"]] if before else "down"
        elif content == "_opposite":
            fields[key] = OPPOSITE[fields["_ref"]]
        else:
            fields.setdefault(key, content)
