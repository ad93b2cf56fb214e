"""When the claims of a sentence are: the days, periods and sessions that they share."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from factcheck.reading.finding import OPPOSITE, Conflict, Piece
from factcheck.reading.phrases import PERIODS, SESSIONS
from factcheck.reading.statement import Statement

PREVIOUS = re.compile(r"(?:the )?(?:previous|prior) (?:session|day)", re.IGNORECASE)


def _placed(
    claims: list[Statement], pieces: Sequence[Piece], kind: str
) -> Iterator[tuple[Statement | None, Piece]]:
    """Each piece of `kind` with the last claim before it; None: before every claim."""
    told = {claim.piece.start: claim for claim in claims}
    last: Piece | None = None
    for piece in pieces:
        if piece.is_claim:
            last = piece
        elif piece.kind == kind and (last is None or last.start in told):
            yield (told[last.start] if last else None), piece


def _spread(
    claims: list[Statement],
    key: str,
    leading: str | None,
    has: Callable[[str], bool],
    shared: Callable[[Statement], bool] = lambda _: True,
) -> None:
    """Hand a key on: from the claim before, or back from one that has it for the others too."""
    fit = [claim for claim in claims if has(claim.kind)]
    current = leading
    for claim in fit:
        current = claim.fields.get(key, current)
        if current:
            claim.fields.setdefault(key, current)
    for claim, after in reversed(list(pairwise(fit))):
        if key in after.fields and shared(after):
            claim.fields.setdefault(key, after.fields[key])


@dataclass
class _Clauses:
    """Which claims of a sentence of prose are in one breath, so that the day of one is the other's."""

    pieces: Sequence[Piece]
    breaks: Sequence[int]

    def goes_on(self, claim: Statement) -> bool:
        """Not "rose 1% after hitting a high on Friday", "off 7%, adding to a drop on Friday", nor
        "rose 1%; it had fallen on Friday"."""
        if claim.continues:
            return True
        if _is_noun(claim.piece):
            return False
        for piece in reversed([p for p in self.pieces if p.start < claim.piece.start]):
            if any(piece.start < at < claim.piece.start for at in self.breaks):
                return False
            if piece.is_claim:
                return True
            if piece.has("cause", "since", "than"):
                return False
        return True


def _is_noun(piece: Piece) -> bool:
    """Whether a claim is worded as a noun, "a 2.75 percent drop", whose day is its own."""
    first, last = piece.tokens[0].types, piece.tokens[-1].types
    return not last.isdisjoint(("move", "xnoun", "run")) and first.isdisjoint(
        ("move", "creep", "end", "stand", "to")
    )


def _has_own_day(claim: Statement) -> bool:
    """A noun's day is its own: "off 7%, adding to a 2.75 percent drop on Friday"."""
    return "on" in claim.fields and _is_noun(claim.piece)


def share_days(
    claims: list[Statement],
    pieces: Sequence[Piece],
    breaks: Sequence[int],
    turns: Sequence[int],
    prose: bool,
) -> None:
    goes_on = _Clauses(pieces, breaks).goes_on if prose else (lambda _: True)
    leading = None
    for one in claims if prose else ():
        if one.kind == "extreme" and "date" in one.piece.tokens[-1].types and "on" in one.fields:
            one.fields["_own"] = "true"  # "down from a record high set on Feb. 19"
    for last, piece in _placed(claims, pieces, "when"):
        day, claim = piece.fields["on"], last
        turned = last is not None and any(last.piece.start < at < piece.start for at in (*breaks, *turns))
        if turned or (prose and _is_ahead(pieces, piece)):
            claim = next((one for one in claims if one.piece.start > piece.start), last)
        if claim is None:
            leading = day
        elif prose and (is_of_a_high(claim, piece) or _is_left(claim, pieces)):
            claim.fields |= {"on": day, "_own": "true"}
        elif claim.fields.setdefault("on", day) != day:
            raise Conflict(f"two days, '{claim.fields['on']}' and '{day}', for one statement")
        _period_of_day(claims if claim is None else [claim], piece)
    _undate_returns(claims)
    _date_origins(claims)
    own = _with_own_span(claims, pieces) if leading is None else set()
    sharing = [
        c for c in claims if c.fields.keys().isdisjoint(("_from", "_own")) and not (prose and _has_own_day(c))
    ]
    sharing = [c for c in sharing if c not in own or "on" in c.fields]
    sharing = _without_asides(sharing, "on", claims, pieces) if prose else sharing
    spans = [one.piece.start for one in own if "on" not in one.fields]
    apart = {  # "gained 1.6%, though it was down 3.5% for the week and 4% for February"
        after for one, after in pairwise(sharing)
        if any(one.piece.start < at < after.piece.start for at in spans)
    }  # fmt: skip
    before = {one: "on" in one.fields for one in sharing}
    _spread(sharing, "on", leading, lambda _: True, lambda claim: claim not in apart and goes_on(claim))
    told = [one.fields for one in sharing if before[one] and "period" in one.fields]
    steps = {fields["on"]: fields["period"] for fields in told}
    for one in sharing:
        step = steps.get(one.fields.get("on", ""))
        if step in _LONGER and not before[one] and one.kind in ("change", "direction"):
            one.fields.setdefault("period", step)  # "rose 1% and the Nasdaq fell 2% in February"


def _is_ahead(pieces: Sequence[Piece], day: Piece) -> bool:
    """ "The Dow, which on Friday fell 2%": a day between a comma and a verb is that verb's; so is the month
    of "rose 1% on Friday but finished April down 2%"."""
    at = next(n for n, piece in enumerate(pieces) if piece is day)
    if not 1 < at < len(pieces) - 1 or not pieces[at + 1].is_claim:
        return False
    finished = grain_of(day) != "day" and "end" in pieces[at - 1].tokens[-1].types
    return pieces[at - 1].has("comma") or finished


def _is_left(claim: Statement, pieces: Sequence[Piece]) -> bool:
    """ "Fell 1% from a record high on Feb. 10": the day is the high's alone."""
    at = next((n for n, piece in enumerate(pieces) if piece.start == claim.piece.start), 0)
    return claim.kind == "extreme" and at > 0 and pieces[at - 1].has("from")


def is_of_a_high(claim: Statement, piece: Piece) -> bool:
    """ "Down 10% from its peak on Feb. 19", "in March": not the day it is told on, as "on Friday" is."""
    token = piece.tokens[-1]
    return claim.kind == "distance" and (grain_of(piece) != "day" or any(c.isdigit() for c in token.text))


def _without_asides(
    sharing: list[Statement], key: str, claims: Sequence[Statement], pieces: Sequence[Piece]
) -> list[Statement]:
    """ "HSBC, which is up 10% this year, fell 1%": the day or period between the commas stays there."""
    starts = {claim.piece.start for claim in claims if key in claim.fields and not claim.continues}
    if not starts:
        return sharing
    asides, inside, comma = set[int](), -1, False
    for piece in pieces:
        if comma and piece.start in starts:
            inside = piece.start
        elif piece.has("comma"):
            asides.add(inside)
            inside = -1
        elif piece.kind not in ("when", "period", "session"):
            inside = -1
        comma = piece.has("comma") or (comma and (piece.kind in ("when", "period") or _is_verb(piece)))
    last = claims[-1].piece.start if claims else -1
    for claim, after in pairwise(claims):
        if claim.piece.start in asides and after.kind in _OF_THE_SAME and key not in after.fields:
            after.fields[key] = claim.fields[key]  # "which on Friday fell 2%, its worst day since May, rose"
            asides.add(after.piece.start)
    return [c for c in sharing if c.piece.start not in asides or c.piece.start == last]


_OF_THE_SAME = ("superlative", "extreme")


def _is_verb(piece: Piece) -> bool:
    """Whether it may be the verb of an aside that nobody knows: "which peaked at 488 in December"."""
    return piece.has("unknown") and piece.tokens[0].text.islower()


def _with_own_span(claims: list[Statement], pieces: Sequence[Piece]) -> set[Statement]:
    """ "Rose 3% last week and fell 2% this week": a week is no day of a claim that names its own."""
    if all(grain_of(piece) == "day" for _, piece in _placed(claims, pieces, "when")):
        return set()
    return {claim for claim, _ in _placed(claims, pieces, "period") if claim is not None}


def _of_own_days(claims: list[Statement], pieces: Sequence[Piece], given: set[Statement]) -> set[Statement]:
    """ "Fell 1%, or 30 points, on Friday and 2% for the week": what has a day of its own is no move
    of the other's week."""
    found = set()
    for claim, piece in _placed(claims, pieces, "when"):
        if claim is None or grain_of(piece) != "day":
            continue
        for one in reversed(claims[: claims.index(claim) + 1]):
            if one in given:
                break
            found.add(one)
            if not one.continues:
                break
    return found


def _undate_returns(claims: Sequence[Statement]) -> None:
    """ "Rose from 100 to 120 and back to 100": only the last level is of the day, unless each has a
    day of its own; when it "rose", no day says."""
    levels = [at for at, claim in enumerate(claims) if claim.kind == "level"]
    if len(levels) < 3 or "_from" not in claims[levels[0]].fields:
        return
    passed = claims[max(0, levels[0] - 1) : levels[-1]]
    dated = [claim for claim in passed if "on" in claim.fields]
    if not dated or len(dated) == len(levels) - 1:
        for claim in passed:
            if claim not in dated and (claim.kind == "level" or _moved(claim)):
                claim.marks["_adrift"] = True


def _date_origins(claims: list[Statement]) -> None:
    """A level that a day's move came "from" is the session before's, unless a day is given; a "last close"
    that nothing moved from is that of the last session that was over."""
    moved = {claim.subject.names for claim in claims if claim.kind in ("change", "direction")}
    for claim in claims:
        if "_from" in claim.fields:
            last = claim.piece.tokens[0].low in ("last", "latest") and claim.subject.names not in moved
            claim.fields.setdefault("on", "overnight" if last else "previous session")


def _period_of_day(claims: Iterable[Statement], piece: Piece) -> None:
    """A move "last week" or "in January" is a move over that week or month."""
    grain = grain_of(piece)
    over = piece.tokens[-1].says("date", "over") if grain == "half" else grain
    for claim in claims:
        if claim.kind in PERIODS and over and grain in ("week", "month", "quarter", "half", "year"):
            claim.fields.setdefault("period", over)


def grain_of(piece: Piece) -> str | None:
    token = piece.tokens[-1]
    return token.says(next(iter(token.types & {"date", "year"})), "grain")


def share_periods(claims: list[Statement], pieces: Sequence[Piece], prose: bool) -> None:
    leading, given = None, set()
    if prose:
        _end_periods(claims, pieces)
    for claim, piece in _placed(claims, pieces, "period"):
        period = piece.fields["period"]
        if prose and claim is not None and claim.kind == "streak" and "since" in piece.tokens[0].types:
            continue  # "its first annual loss since 2020"
        if claim is None:
            leading = period
        else:
            owner = _owner(claim, claims, piece)
            _give_period(owner, period)
            given.add(owner)

    def shared(claim: Statement) -> bool:
        # but not a noun's own, "the week's gain", nor another verb's: "rose 1% and is up 10% this year"
        return claim.continues or (claim in given and not prose)

    own = _of_own_days(claims, pieces, given) if leading is None else set()
    sharing = [c for c in claims if c not in own]
    sharing = _without_asides(sharing, "period", claims, pieces) if prose else sharing
    _spread(sharing, "period", leading, PERIODS.__contains__, shared)
    if prose:
        _step_back(claims, pieces)
        _spread_steps(claims, pieces)
    for claim, after in pairwise(claims):
        if after.kind == "superlative" and after.continues and "period" in claim.fields:
            after.fields.setdefault("period", claim.fields["period"])


_LONGER = ("week", "month", "quarter", "year")
_STEPPED = ("superlative", "streak", "streak_superlative")


def _spread_steps(claims: Sequence[Statement], pieces: Sequence[Piece]) -> None:
    """ "Notched its third weekly gain, rising 1.2%, with Brent up 3%": moves of that week; not so where
    the week is not over, nor in a sentence that goes on: "and rose 0.3%"."""
    step, ahead = None, [piece.start for piece in pieces if "pros" in piece.loose]
    for claim in claims:
        period, first = claim.fields.get("period"), claim.piece.tokens[0]
        if claim.kind in _STEPPED:
            open_ = any(start < claim.piece.start for start in ahead)
            step = period if period in _LONGER and not open_ else None
            continue
        bare = "way" in first.types or first.text.endswith("ing") or _is_noun(claim.piece)
        goes_on = claim.continues or bare
        own = not claim.fields.keys().isdisjoint(("period", "session"))
        if claim.kind != "change" or own or not goes_on or "when" in _kinds_after(claim, pieces):
            step = None
        elif step:
            claim.fields["period"] = step


def _step_back(claims: Sequence[Statement], pieces: Sequence[Piece]) -> None:
    """ "Lost 10%, its first annual loss": a move of that year."""
    for claim, named in pairwise(claims):
        if claim.kind != "change" or named.kind not in _STEPPED or not _is_apposed(claim, named, pieces):
            continue
        period = named.fields.get("period", "day")
        if period in _LONGER and claim.fields.keys().isdisjoint(("period", "session", "on")):
            claim.fields["period"] = period


def _is_apposed(claim: Statement, named: Statement, pieces: Sequence[Piece]) -> bool:
    """Whether nothing but a comma stands before what a move is said to be."""
    between = [p for p in pieces if claim.piece.end <= p.start < named.piece.start]
    return [p.has("comma") for p in between] == [True] and "reach" not in named.piece.tokens[0].types


def _kinds_after(claim: Statement, pieces: Sequence[Piece]) -> list[str]:
    """What stands right after a claim."""
    return [p.kind for p in pieces if p.start >= claim.piece.end][:1]


def _end_periods(claims: Sequence[Statement], pieces: Sequence[Piece]) -> None:
    """ "Ended the week at 36,887, down 2%", "ended 2024 up 19%": a move over what ended."""
    for end, span in pairwise(pieces):
        token = end.tokens[-1] if end.kind == "level" else span.tokens[0]
        ended = "end" in end.tokens[0].types and (end.kind == "session" or token is end.tokens[-1])
        if not ended or (token is span.tokens[0] and span.phrase is not None):
            continue
        year = "year" in token.types
        period = "year" if year else token.meanings.get("unit", {}).get("period", "day")
        over = [c for c in claims if c.piece.start > token.start] if period != "day" else []
        for claim in over:
            if claim.subject != over[0].subject or "period" in claim.fields:
                break
            if claim.kind in PERIODS:
                claim.fields["period"] = period
            if year and claim.kind in PERIODS and "on" not in claim.piece.fields:
                claim.fields["on"] = token.text
            elif year:
                claim.fields.setdefault("on", token.text)
            if claim.kind in SESSIONS:
                claim.fields.setdefault("session", "close")


def refuse_origins(claims: Sequence[Statement]) -> None:
    """After a move over a week or more, the level it came from is of a day that is not said."""
    period = "day"
    for claim in claims:
        if claim.kind in PERIODS:
            period = claim.fields.get("period", "day")
        elif "_from" in claim.fields and period != "day" and claim.fields["on"].startswith("prev"):
            raise Conflict("it does not say of which day the level is that it came from")


def begin_round_trips(claims: Sequence[Statement]) -> None:
    """What was undone began before the move that is undone: "rose 50% in March and fell 50% in
    April, leaving it where it started" is back at the close before March (S13.6)."""
    for at, claim in enumerate(claims):
        if claim.kind != "reversal":
            continue
        own = claim.fields.pop("_of", None)
        back = claim.fields.pop("_back", None)
        if claim.fields.pop("_event", None):
            claim.marks["_adrift"] = True
        moves = [c for c in claims[:at] if _moved(c) and c.subject.names == claim.subject.names]
        if own:
            _begin(claim, own)
        elif claim.fields["path"] == "erased" and "period" not in claim.piece.fields:
            _begin_with(claim, moves, back)


def _moved(claim: Statement) -> bool:
    return claim.kind in ("change", "direction") and claim.fields.get("direction") in OPPOSITE


def _begin_with(claim: Statement, moves: Sequence[Statement], back: str | None) -> None:
    """Begin with the first of the moves before it; "all of its gains" with gains of a longer period."""
    lost = claim.fields.get("_loss")
    if lost:
        longer = claim.fields.get("period", "day") != "day"
        moves = [m for m in moves if longer and m.fields["direction"] == lost]
    elif back and moves:
        claim.fields["direction"] = OPPOSITE[moves[-1].fields["direction"]]
    if not moves:
        if not lost and (back or "period" not in claim.fields):
            claim.marks["_adrift"] = True
        return
    day, period = (moves[0].fields.get(key) for key in ("on", "period"))
    if day and day != claim.fields.get("on"):
        _begin(claim, day)
    elif period and period != "day":
        claim.fields["period"] = period
    elif len(moves) == 1:  # out and back within a day
        claim.fields["direction"] = OPPOSITE[moves[0].fields["direction"]]
    if len({m.fields.get("period", "day") for m in moves}) > 1 or (not day and len(moves) > 1):
        claim.marks["_adrift"] = True


def _begin(claim: Statement, phrase: str) -> None:
    """Measure from the close before `phrase`; the session before is what a day's reversal knows."""
    if PREVIOUS.fullmatch(phrase):
        claim.fields.pop("period", None)
    else:
        claim.fields["period"] = f"from:{phrase}"


def _has_period(claim: Statement) -> bool:
    """A level that was held was held for a while; any other has only its day."""
    return claim.kind in PERIODS or "held" in claim.fields


def _owner(claim: Statement, claims: list[Statement], piece: Piece) -> Statement:
    """A period that its claim cannot have belongs to the one before, or to none."""
    if _has_period(claim):
        return claim
    others = [c for c in claims if c.piece.start < claim.piece.start and c.kind in PERIODS]
    if not others:
        words = " ".join(token.text for token in piece.tokens)
        raise Conflict(f"'{words}' does not go with {_article(claim.kind)}")
    return others[-1]


def _give_period(claim: Statement, period: str) -> None:
    known = claim.fields.setdefault("period", period)
    if known != period:
        raise Conflict(f"two periods, {known} and {period}, for one statement")


def _article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind.replace('_', ' ')}"


def share_sessions(claims: list[Statement], pieces: Sequence[Piece], prose: bool = False) -> None:
    """The close and the open are the whole sentence's, as far as it tells of one day; "hit" and
    "touched" are one claim's own."""
    rest = set()
    if prose:
        _date_early_moves(claims, pieces)
    for claim, piece in _placed(claims, pieces, "session"):
        session = piece.fields["session"]
        if claim is None or claim.kind not in SESSIONS:
            rest.add(session)
        elif claim.fields.setdefault("session", session) != session:
            after = next((one for one in claims if one.piece.start > piece.start), None)
            if prose and after is not None:
                after.fields.setdefault("session", session)  # "closed at 39,000; that day it hit 38,500"
            else:
                _refuse_sessions(claim, piece)
    rest |= {p.fields["session"] for p in pieces if p.kind == "session"}
    said = [
        claim for claim in claims
        if claim.fields.get("session", "intraday") != "intraday" and _ELSEWHEN.isdisjoint(claim.fields)
    ]  # fmt: skip
    told = {claim.fields.get("on") for claim in claims if "session" in claim.fields}
    for claim in claims:
        days = [claim.fields.get("on")] if prose else [c.fields.get("on") for c in said]
        whole = rest | {c.fields["session"] for c in said if c.fields.get("on") in days}
        own = prose and (_has_own_moment(claim, claims) or _has_another_day(claim, told))
        if len(whole) == 1 and claim.kind in SESSIONS and not own:
            claim.fields.setdefault("session", *whole)


_ELSEWHEN = frozenset(("_ref", "_own", "_back"))


def _has_another_day(claim: Statement, days: Collection[str | None]) -> bool:
    """ "Rose 1% at the open after a 2% fall on Monday": Monday's fall is that of its close."""
    return "_back" in claim.fields or ("on" in claim.fields and bool(days) and claim.fields["on"] not in days)


_EARLY = ("early", "earlier", "initial", "initially", "briefly", "momentarily", "morning", "afternoon")


def _date_early_moves(claims: Sequence[Statement], pieces: Sequence[Piece]) -> None:
    """ "Closed 0.2% lower after an early slide of 1.8%", "briefly fell below 37,000": no close."""
    at = {piece.start: n for n, piece in enumerate(pieces)}
    for claim in claims:
        n = at.get(claim.piece.start)
        if n is None or claim.kind not in SESSIONS:
            continue
        later = [p for p in pieces[n + 1 : n + 5] if p.kind != "when" and not p.has("in", "on")][:2]
        beside = [*pieces[max(0, n - 1) : n], *(later[:1] if not later[1:] or not later[1].kind else ())]
        if any(p.phrase is None and p.tokens[0].low in _EARLY for p in beside):
            claim.fields.setdefault("session", "intraday")


def of_one_close(claims: list[Statement]) -> Iterator[list[Statement]]:
    """The claims of each subject; futures together: where one is said to have settled, all are."""
    groups: dict[object, list[Statement]] = {}
    for claim in claims:
        futures = claim.subject.types == {"future"}
        groups.setdefault("future" if futures else claim.subject, []).append(claim)
    yield from groups.values()


def date_broken_streaks(claims: Sequence[Statement]) -> None:
    """ "Snapped a three-day run of gains, with WTI rising 3.7%": on the day the run broke nothing of
    it rose, so the move is the run's."""
    for at, claim in enumerate(claims):
        days = claim.fields.get("value", "")
        if claim.kind != "streak_break" or not days.isdigit() or claim.fields.get("period", "day") != "day":
            continue
        found = None  # the first that is of the run; what goes on from it, "while Brent rose", is too
        for one in claims[at + 1 :]:
            same = one.subject == claim.subject or (found and one.subject.types == claim.subject.types)
            ran = one.kind == "change" and one.fields.get("direction") == claim.fields.get("direction")
            if same and ran and one.fields.keys().isdisjoint(("on", "period")):
                one.fields |= {"on": "previous session", "period": f"{days}-session"}
                found = one


def _has_own_moment(claim: Statement, claims: Sequence[Statement]) -> bool:
    """ "Opened higher and rose 2%", "fell as much as 2% before closing 1% lower": it is not that moment."""
    if claim.fields.get("hedge") == "up_to" or _another_closed(claim, claims):
        return True
    first = claim.piece.tokens[0]
    opened = any(c.fields.get("session") == "open" and c.piece.start < claim.piece.start for c in claims)
    return opened and "move" in first.types and not first.text.endswith("ing") and not claim.continues


def _another_closed(claim: Statement, claims: Sequence[Statement]) -> bool:
    """ "Rose 2.9% in the morning before closing 4.0% higher": one move of a day has one close."""
    if claim.kind != "change" or claim.continues:
        return False
    same = ("unit", "period", "on")
    return any(
        one.kind == "change" and one.subject == claim.subject and one.piece.start > claim.piece.start
        and one.piece.fields.get("session") == "close" and not one.continues
        and all(one.fields.get(key) == claim.fields.get(key) for key in same)
        for one in claims
    )  # fmt: skip


def _refuse_sessions(claim: Statement, piece: Piece) -> None:
    """A close has its time of day, and an opening is early trade; a close is not midday."""
    midday = piece.fields["session"] == "intraday" and claim.fields["session"] == "close"
    if midday and not piece.tokens[0].says("intraday", "clock"):
        words = " ".join(token.text for token in piece.tokens)
        raise Conflict(f"'{words}' does not go with a close")
