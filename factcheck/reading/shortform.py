"""Short forms: one string such as "HSTECH +4.7% on 2025-02-21" into the keys of the long form.

Everything in the string must be accounted for; what is not is an error that says how far it was
read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from factcheck.errors import visible
from factcheck.reading import lexicon as lex
from factcheck.reading.amounts import QUANTITIES
from factcheck.reading.characters import OVERRIDES, plain
from factcheck.reading.finding import Conflict, Piece, find_around_days
from factcheck.reading.sharing import share
from factcheck.reading.statement import Item, Statement
from factcheck.reading.tokens import Names, tokens
from factcheck.reading.words import Token

MOST = 2_000
FILLERS = frozenset(
    "to at of by in on for and or comma with thing stocks stand reach mark both "
    "pros respectively name dash".split()
)
JUDGEMENTS = frozenset(("opinion", "cause", "forecast"))
HINTS = {
    "pct": "say which way: '+4.7%' or 'rose 4.7%'",
    "pts": "say which way: '+300 points' or 'rose 300 points'",
    "num": "say what the number is: 'closed at 23,477.92', '300 points' or '4.7%'",
    "super": "say of what and since when: 'biggest daily gain since October'",
    "best": "say of what and since when: 'best week since October'",
    "longest": "say since when: 'longest winning streak since May 2020'",
    "hst": "say since when: 'highest since late 2021'",
    "since": "after 'since' a date is wanted: 'since 19 November 2021', 'since late 2021'",
    "nodate": "there is no such day",
    "most": "say what moved: 'fell the most since 2008'",
    "neg": "what did not happen is not read; say what did",
    "run": "say how long and which way: 'five-day losing streak'",
    "row": "say what happened in a row: 'fell for a third straight day'",
    "pierce": "say above or below: 'broke above 5,000'",
    "sign": "a sign wants its number's unit: '+4.7%', '-12 points'",
}


class Unread(ValueError):
    """A short form that cannot be read; the sentence says how far it was."""


@dataclass(frozen=True)
class ShortForm:
    """What a string states: long-form mappings and their spans; or an opinion, nothing to check."""

    items: tuple[Item, ...]
    spans: tuple[tuple[int, int], ...]
    opinion: bool = False


def read_short(text: str, catalogue: Names) -> ShortForm:
    """Read a short form. Raises Unread."""
    _refuse_unreadable(text)
    clean = plain(text)
    stream = [t for t in tokens(clean.text, catalogue) if t.types != {"noise"}]
    settle_levels(stream)
    try:
        pieces = find_around_days(stream)
        if _is_opinion(pieces):
            return ShortForm((), (), opinion=True)
        kept = _account(clean.text, pieces)
        claims = share(kept)
        _refuse_doubles(claims)
        _refuse_adrift(claims)
        _refuse_run_together(kept)
        _refuse_idle_names(claims, kept)
        items = tuple(claim.item() for claim in claims)
    except Conflict as error:
        raise Unread(f"cannot read {_quoted(clean.text)}: {error}") from None
    return ShortForm(items, tuple(clean.place(c.piece.start, c.piece.end) for c in claims))


def _refuse_unreadable(text: str) -> None:
    if len(text) > MOST:
        raise Unread(f"a short form of {len(text):,} characters; at most {MOST:,} are read")
    if not text.strip():
        raise Unread("an empty short form; write something like 'HSTECH +4.7% on 2025-02-21'")
    for letter in text:
        if letter in OVERRIDES:
            raise Unread(f"cannot read {_quoted(text)}: {visible(letter)} reorders the text")


def _quoted(text: str) -> str:
    short = text if len(text) <= 60 else f"{text[:57]}..."
    return f"'{visible(short)}'"


def _settle_points(stream: list[Token]) -> None:
    rows = zip(stream, stream[1:], stream[2:], stream[3:], strict=False)
    for at, (verb, much, to, level) in enumerate(list(rows)):
        bare = much.types == level.types == {"num"} and all(_CENTS.search(x.text) for x in (much, level))
        if bare and to.low == "to" and "move" in verb.types:
            value = much.says("num", "value") or ""
            said = {"value": value, "unit": "points", "raw": value, "raw_unit": "points"}
            stream[at + 1] = Token(much.start, much.end, much.text, {"pts": said})


def settle_levels(stream: list[Token]) -> None:
    """"above 4.5%" of a yield is a level; of anything else it is more than 4.5%. What fell "over 600
    points" fell more than 600, for no fall ends above; what "lost" or "gained" them, too. What "fell
    748.63 to 43,428.02" fell as many points."""
    _settle_points(stream)
    for at, (verb, word) in enumerate(pairwise(stream)):
        if word.types.isdisjoint(("over", "under")):
            continue
        limit = word.meanings.get("over") or word.meanings["under"]
        way = verb.meanings["move"].get("direction") if "move" in verb.types else None
        if way and (way != limit["direction"] or verb.low in _GOT):
            stream[at + 1] = Token(word.start, word.end, word.text, {"hedge": {"hedge": limit["hedge"]}})
    if not any("above" in token.types for token in stream) or not any(map(_is_yield, stream)):
        return
    for at, token in enumerate(stream[:-1]):
        side = token.meanings.get("above")
        if side and "pct" in stream[at + 1].types:
            meanings = {"levelside": {"direction": side["direction"]}}
            stream[at] = Token(token.start, token.end, token.text, meanings)


_CENTS = re.compile(r"\d\.\d\d$")
_GOT = {"put on", "gave up", "gives up", "add", "added", "adds", "gain", "gained", "gains"}
_GOT |= {"lose", "lost", "loses", "losing", "shed", "sheds", "shedding", "adding", "gaining"}


def _is_yield(token: Token) -> bool:
    return token.meanings.get("name", {}).get("type") == "yield" or "yield" in token.low


def _is_opinion(pieces: Sequence[Piece]) -> bool:
    """Whether it is judgement, cause or forecast, and states nothing that can be measured."""
    claims = [piece for piece in pieces if piece.is_claim]
    if any(_is_forecast(pieces, at) for at, _ in enumerate(pieces)):
        return True
    if not any(piece.has(*JUDGEMENTS) for piece in pieces):
        return False
    named = any(piece.has("name") for piece in pieces)
    counted = any(piece.has(*QUANTITIES) for piece in pieces)
    if claims:  # "sentiment has improved"
        moods = [p for p in pieces if p.has("opinion") and p.start < claims[0].start]
        return bool(moods) and not named and {c.kind for c in claims} == {"direction"}
    return not (named and counted)


def _is_forecast(pieces: Sequence[Piece], at: int) -> bool:
    """Whether the only claim is what is foreseen: "could hit 45,000", "expect it to rise 5%"."""
    claims = [piece for piece in pieces if piece.is_claim]
    alone = all(claim.phrase and claim.phrase.after is not None for claim in claims[1:])
    if not pieces[at].has("forecast") or not alone:
        return False
    for after in pieces[at + 1 :]:
        if not after.has("to", "name", "thing", "asset", "stocks"):
            return after.is_claim
    return False


def _account(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without causes and speakers. Raises Unread at the first with no meaning here."""
    kept = _without_speaker(_without_cause(pieces))
    for at, piece in enumerate(kept):
        if piece.phrase is None and not _is_filler(kept, at):
            culprit = next((p for p in kept[at : at + 6] if p.has("nodate")), piece)
            raise Unread(_message(text, kept[:at], piece, culprit.tokens[0]))
    if not any(piece.is_claim for piece in kept):
        raise Unread(f"cannot read {_quoted(text)} as a claim: {_nothing(kept)}")
    return [piece for piece in kept if not piece.has("cause")]


def _without_cause(pieces: Sequence[Piece]) -> list[Piece]:
    """Without "after strong earnings" at the end: a cause is no claim, if it holds none."""
    for at, piece in enumerate(pieces):
        if piece.has("cause") and at:
            tail = pieces[at:]
            if not any(p.is_claim or p.has(*QUANTITIES, "neg") for p in tail):
                return list(pieces[:at])
    return list(pieces)


def _without_speaker(pieces: Sequence[Piece]) -> list[Piece]:
    """Without the X of "according to X" or "X said": who spoke is not checked."""
    at = next((i for i, piece in enumerate(pieces) if piece.has("said")), None)
    if at is None:
        return list(pieces)
    speaker = ("unknown", "name", "thing", "on", "in", "at", "of", "and")
    after, before = at + 1, at
    while after < len(pieces) and pieces[after].has(*speaker):
        after += 1
    if after == at + 1:
        while before and pieces[before - 1].has(*speaker):
            before -= 1
    return [*pieces[:before], pieces[at], *pieces[after:]]


def _is_filler(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a loose token may stand where it does without changing what is said.

    Futures, bonds and yields of a name are another instrument; "gold stocks" are not gold.
    """
    piece, before = pieces[at], pieces[at - 1] if at else None
    if piece.has("asset"):
        return not any(other.has("name") for other in pieces)
    if piece.has("place"):
        after = pieces[at + 1].tokens[0] if at + 1 < len(pieces) else piece.tokens[0]
        return "name" in after.types and after.says("name", "type") in ("index", "yield", "fx")
    if piece.has("stocks") and before and before.has("name"):
        return before.tokens[0].says("name", "type") in ("share", "index", "etf", "")
    return piece.has("cause", "said", *FILLERS)


def _refuse_doubles(claims: Sequence[Statement]) -> None:
    """Two different numbers in one unit, for one move."""
    known: dict[tuple[object, ...], Statement] = {}
    for claim in claims:
        f = claim.fields
        if claim.kind != "change" or f.get("hedge") == "up_to":
            continue
        key = (claim.subject.names, f.get("unit"), f.get("period"), f.get("on"), f.get("session"))
        other = known.setdefault(key, claim)
        if other is not claim and other.fields != f:
            one, two = (" ".join(t.text for t in c.piece.tokens) for c in (other, claim))
            raise Conflict(f"'{one}' and '{two}' are two numbers for one move")


def _refuse_adrift(claims: Sequence[Statement]) -> None:
    """A level that was passed, or a way back, without a day to measure it from."""
    for claim in claims:
        if claim.adrift and claim.kind in ("level", "reversal"):
            words = " ".join(token.text for token in claim.piece.tokens)
            since = "; say since when" if claim.kind == "reversal" else "; say of which day it is"
            raise Conflict(f"'{words}' has no day to measure it from{since}")


def _refuse_run_together(pieces: Sequence[Piece]) -> None:
    """"Rose rose 3%", "+3% lower": two moves with nothing between them are a slip of the pen."""
    moves = ("change", "direction")
    for one, other in pairwise(pieces):
        goes_on = other.phrase is not None and other.phrase.after is not None
        both = one.kind in moves and other.kind in moves
        if both and "direction" in (one.kind, other.kind) and not goes_on:
            words = " ".join(token.text for piece in (one, other) for token in piece.tokens)
            raise Conflict(f"'{words}' runs two statements together")


def _refuse_idle_names(claims: Sequence[Statement], pieces: Sequence[Piece]) -> None:
    """A name of which nothing is said was meant to have something said of it."""
    about = {symbol for claim in claims for symbol in claim.subject.symbols}
    for piece in pieces:
        name = piece.tokens[0]
        if piece.has("name") and about.isdisjoint((name.says("name", "symbols") or "").split()):
            raise Conflict(f"nothing is said of '{name.text}'")


# ---------------------------------------------------------------------------------- what went wrong


def _message(text: str, before: Sequence[Piece], piece: Piece, culprit: Token) -> str:
    rest = text[piece.start :]
    said = [sentence for sentence in map(_reading, before) if sentence]
    parts = []
    if said:
        parts.append(f"read {' and '.join(said[-2:])}")
    parts += _hint(culprit)
    return f"cannot read from {_quoted(rest)}{': ' if parts else ''}{'; '.join(parts)}"


def _reading(piece: Piece) -> str:
    """'HSTECH' as an instrument."""
    words = " ".join(token.text for token in piece.tokens)
    if piece.is_claim:
        kind = piece.kind.replace("_", " ")
        return f"{_quoted(words)} as {'an' if kind[0] in 'aeiou' else 'a'} {kind}"
    names = {"when": "a day", "period": "a period", "session": "a session"}
    if piece.kind in names:
        return f"{_quoted(words)} as {names[piece.kind]}"
    return f"{_quoted(words)} as an instrument" if piece.has("name") else ""


def _hint(token: Token) -> list[str]:
    for type_ in sorted(token.types):
        if type_ in HINTS:
            return [HINTS[type_]]
    if token.text[0].isdigit():
        return ["write numbers like 4.7 or 23,477.92"]
    if "unknown" not in token.types or len(token.text) < 4:
        return []
    import difflib  # needed only when something is misspelt

    words = [w for w, found in lex.entries().items() if w.isalpha() and len(found[-1].words) == 1]
    word = token.low
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.81) if len(word) > 4 else []
    return [f"did you mean '{near[0]}'?"] if near else []


def _nothing(pieces: Sequence[Piece]) -> str:
    said = [sentence for sentence in map(_reading, pieces) if sentence]
    if said:
        return f"read {' and '.join(said)}, but no statement about it"
    return "it states nothing about a price"
