"""What the claims of one sentence share: the instrument, the day, the period and the session."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from factcheck.reading.finding import OPPOSITE, Conflict, Piece
from factcheck.reading.naming import clauses, measure_against, pair_off, share_subjects
from factcheck.reading.notation import END, Phrase
from factcheck.reading.phrases import SESSIONS
from factcheck.reading.statement import Statement
from factcheck.reading.timing import (
    begin_round_trips,
    date_broken_streaks,
    of_one_close,
    refuse_origins,
    share_days,
    share_periods,
    share_sessions,
)

LEVEL_UNITS = {"index": "points", "yield": "percent"}
_WINDOWED = frozenset(("span", "record", "year", "thisyear", "multi"))
_EXTREME = Phrase("extreme", "", None, {}, END)
Assign = Callable[[list["Statement"]], list["Statement"]]


def share(
    pieces: Sequence[Piece],
    assign: Assign | None = None,
    breaks: Sequence[int] = (),
    turns: Sequence[int] = (),
) -> list[Statement]:
    """Every claim among the pieces of one sentence, with what it shares with the others.

    `breaks` are the places of prose over which no day is handed back; a day after one of them, or
    after one of `turns`, is of the claim that follows: "rose on Monday but, on Friday, fell 2%".

    `assign` gives each claim its subject and leaves out those that are none; without it each is
    about the names before it, or else about the first that come after.
    """
    claims = [Statement(p, dict(p.fields)) for p in pieces if p.is_claim]
    _settle_directions(claims)
    claims = assign(claims) if assign else share_subjects(claims, pieces)
    pair_off(claims, pieces, prose=assign is not None)
    measured = any(piece.kind == "against" or "on" in piece.loose for piece in pieces)
    for row in () if not measured else clauses(claims) if assign else [[claim] for claim in claims]:
        measure_against(row, claims, pieces, prose=assign is not None)
    if assign:
        claims = [one for claim in claims for one in _with_reference(claim)]
    share_days(claims, pieces, breaks, turns, prose=assign is not None)
    share_periods(claims, pieces, prose=assign is not None)
    refuse_origins(claims)
    begin_round_trips(claims)
    if assign is None:
        share_sessions(claims, pieces)
    else:
        for group in of_one_close(claims):
            share_sessions(group, pieces, prose=True)
        date_broken_streaks(claims)
    _mark(claims, pieces)
    for claim in claims:
        _tidy(claim)
    return claims


def is_reference(claim: Statement) -> bool:
    """Whether it is the high or low that another claim is measured from."""
    return claim.piece.phrase is _EXTREME


def _settle_directions(claims: list[Statement]) -> None:
    """ "414 points, or 2 percent, higher": the first number goes the way of the second."""
    for claim, after in zip(claims, [*claims[1:], None], strict=False):
        if claim.fields.get("direction") != "next":
            continue
        if after is None or after.fields.get("direction") not in OPPOSITE:
            raise Conflict("it does not say which way, up or down")
        claim.fields["direction"] = after.fields["direction"]


def _with_reference(claim: Statement) -> Iterator[Statement]:
    """A distance, and the high or low it is measured from where its level is told: two claims."""
    yield claim
    fields = claim.fields
    if claim.kind != "distance" or not {"reference", "window", "_ref"} <= fields.keys():
        return
    at = next(i for i, token in enumerate(claim.piece.tokens)
              if i and not token.types.isdisjoint(_WINDOWED))  # fmt: skip
    told = {"direction": fields["_ref"], "window": fields["window"], "value": fields["reference"]}
    if "_ref_on" in fields:
        told["on"] = fields["_ref_on"]
    if "session" in fields:
        told["session"] = fields["session"]  # "its closing high"
    told["_own"] = "true"
    if "session" in fields:
        told["session"] = fields["session"]
    yield Statement(Piece(claim.piece.tokens[at:], _EXTREME, {}), told, claim.subject)


def _mark(claims: list[Statement], pieces: Sequence[Piece]) -> None:
    ahead = [piece.start for piece in pieces if "pros" in piece.loose]
    sayings = [piece for piece in pieces if "said" in piece.loose]
    late = bool(ahead) and all(claim.piece.start < ahead[0] for claim in claims)
    for claim in claims:
        if ahead and (late or claim.piece.start > ahead[0]):
            claim.marks["prospective"] = True
        if any(_says(said, claim, pieces) for said in sayings):
            claim.marks["attributed"] = True


def _says(said: Piece, claim: Statement, pieces: Sequence[Piece]) -> bool:
    """Whether somebody says the claim, and not only its reason: "rose 11% after the firm said so"."""
    claimed = claim.piece.start
    reasons = [piece.start for piece in pieces if piece.has("cause") and piece.start < said.start]
    if claimed < said.start:
        between = [start for start in reasons if claimed < start]
        return not between or _comma(pieces, between[-1], said.start)
    return not reasons or not _comma(pieces, said.start, claimed)


def _comma(pieces: Sequence[Piece], start: int, end: int) -> bool:
    return any(start < p.start < end and p.has("comma") for p in pieces)


# -------------------------------------------------------------------------- one claim, put straight


def _tidy(claim: Statement) -> None:
    for straighten in (_lost, _passed, _referred, _hedged, _alike, _measured, _of_yields, _dated):
        straighten(claim)
    claim.marks.pop("_paired", None)
    if claim.kind not in SESSIONS:
        claim.fields.pop("session", None)
    if "direction" not in claim.fields and claim.kind in ("superlative", "streak", "change"):
        raise Conflict("it does not say which way, up or down")


def _lost(claim: Statement) -> None:
    """Pared gains are a move down, erased losses a move up."""
    lost = claim.fields.pop("_loss", None)
    if lost:
        claim.fields["direction"] = OPPOSITE[lost]


def _passed(claim: Statement) -> None:
    """The yen that weakens past 150 per dollar lets the printed rate rise above it."""
    if claim.fields.pop("_past", None) and claim.subject.inverse:
        claim.fields["direction"] = OPPOSITE[claim.fields["direction"]]


def _referred(claim: Statement) -> None:
    """A price is below a high and above a low; that of a day or month is the window's since then."""
    if "_dated" in claim.fields:  # "its Feb. 19 record close", "its April low": the highest since
        claim.fields["window"] = f"since {claim.fields.pop('_dated')}"
    claim.fields.pop("_ref_on", None)
    reference = claim.fields.pop("_ref", None)
    if reference and reference == claim.fields.get("direction"):
        raise Conflict("a price can be below a high or above a low")


def _hedged(claim: Statement) -> None:
    """A hedge on the window ("nearly three years") is a key of its own where a kind has a window."""
    if claim.kind not in ("extreme", "superlative", "streak_superlative"):
        hedge = claim.fields.pop("window_hedge", None)
        if hedge:
            claim.fields["hedge"] = hedge


def _alike(claim: Statement) -> None:
    """ "Best first quarter": like compared only with like."""
    like = claim.fields.get("like")
    if like and claim.fields.get("period") == "quarter":
        claim.fields["like"] = f"{like} quarter"


def _measured(claim: Statement) -> None:
    """The unit of a bare level follows from what it is the level of."""
    kinds = {"level", "threshold", "extreme"}
    if claim.kind in kinds and "value" in claim.fields and "unit" not in claim.fields:
        types = claim.subject.types
        if len(types) == 1 and "" not in types:
            claim.fields["unit"] = LEVEL_UNITS.get(next(iter(types)), "price")


def _of_yields(claim: Statement) -> None:
    """A yield that moved "9.8 points" in a day moved as many basis points."""
    fields = claim.fields
    if claim.kind != "change" or claim.subject.types != {"yield"} or fields.get("unit") != "points":
        return
    whole = fields.get("value", "").partition(".")[0]
    if fields.get("period", "day") == "day" and whole.isdigit() and int(whole):
        fields["unit"] = "bp"


def _dated(claim: Statement) -> None:
    claim.fields.pop("grain", None)
    claim.fields.pop("_from", None)
    claim.fields.pop("_own", None)
    claim.fields.pop("_back", None)
