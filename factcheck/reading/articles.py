"""Articles: running text into the claims it makes, with who and when carried from sentence to sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, takewhile

from factcheck.instruments import Catalogue
from factcheck.periods import NUMBER_WORDS, WEEKDAYS
from factcheck.reading import nouns
from factcheck.reading.asides import without_asides
from factcheck.reading.characters import Plain, plain
from factcheck.reading.dates import date_at
from factcheck.reading.discourse import Discourse
from factcheck.reading.finding import Conflict, Piece, find_around_days
from factcheck.reading.meaning import is_meant
from factcheck.reading.phrases import PERIODS
from factcheck.reading.sentences import sentences
from factcheck.reading.sharing import share
from factcheck.reading.shortform import settle_levels
from factcheck.reading.statement import Item, Statement
from factcheck.reading.subjects import Subjects
from factcheck.reading.telling import is_of_a_day_before, is_told
from factcheck.reading.timing import PREVIOUS, grain_of
from factcheck.reading.tokens import may_claim, names, tokens
from factcheck.reading.unsettled import Unsettled
from factcheck.reading.words import Token
from factcheck.statements import listed

_RUN_TO = re.compile(
    r"\b(?P<n>\w+)[- ](?P<unit>day|session|week|month)s? (?:ending|ended|to|through)\s+$", re.IGNORECASE
)
_ASIDE = re.compile(r"\((?P<inside>[^()]*)\)\s*,?\s*$")


@dataclass(frozen=True)
class Found:
    """One claim of an article: its long form, and the code points [start, end) that state it.

    `assumed`: what its words left open and how it was filled, in sentences. `why_not`: why nothing
    can check it (no known instrument), or "".
    """

    item: Item
    start: int
    end: int
    assumed: tuple[str, ...] = ()
    why_not: str = ""
    group: bool = False  # about several instruments under one name: "Wall Street", "both"


def read_article(
    text: str, catalogue: Catalogue, published: date | None = None, market: str | None = None
) -> list[Found]:
    """Every market claim of `text`, in order.

    `published` is the day it appeared, as written; `market` the exchange whose listing a name means.
    """
    found = list(_Article(text, catalogue, published).read())
    if published is None:
        return found
    return list(_of_known_days(_of_the_day(found, catalogue, text, published), text, published))


def home_market(text: str, catalogue: Catalogue) -> str | None:
    """The exchange calendar that most of the indexes named in a text have, the first of them in a tie."""
    indexes = [m.listings[0] for m in catalogue.mentions(text) if m.listings[0].type == "index"]
    calendars = Counter(listing.calendar for listing in indexes)
    return calendars.most_common(1)[0][0] if calendars else None


def _of_the_day(found: list[Found], catalogue: Catalogue, text: str, published: date) -> list[Found]:
    """A report of the day before: what names no day is of the day that the report opens with, after
    its headline: not "Apple fell 1%. It had closed at 240 on Thursday", nor "Gold hit a record high on
    Thursday" above a report that also tells of the day it appeared."""
    first, opening = next(((n, f) for n, f in enumerate(found[:3]) if _weekday(f) is not None), (0, None))
    if opening is None or any("\n" not in text[f.end : opening.start] for f in found[:first]):
        return found
    if _weekday(opening) == published.weekday() or _is_beside_another_day(opening, found, text):
        return found
    day, calendars = str(opening.item["on"]), _calendars(opening, catalogue)
    alike = [f for f in found if calendars & _calendars(f, catalogue)]
    if any(_weekday(f) == published.weekday() for f in alike):
        return found
    if all(_is_a_peak(f) for f in alike if _weekday(f) == _weekday(opening)):
        return found
    told = f"no day is said; '{day}' was taken from the beginning of the article."
    return [
        f if "on" in f.item or not calendars & _calendars(f, catalogue)
        else replace(f, item={**f.item, "on": day}, assumed=(*f.assumed, told))
        for f in found
    ]  # fmt: skip


def _is_a_peak(found: Found) -> bool:
    """ "Hit a record high on Thursday" may look back."""
    return found.item["kind"] == "extreme" and found.item.get("session") == "intraday"


def _is_beside_another_day(opening: Found, found: Sequence[Found], text: str) -> bool:
    """ "The Dow, which on Friday fell 2%, rose 1%": the day it opens with is not the report's."""
    rest = (f for f in found if f.start > opening.end and f.item.get("of") == opening.item.get("of"))
    near = takewhile(lambda f: len(list(sentences(text[opening.start : f.start]))) == 1, rest)
    return any("on" not in f.item for f in near)


_RATED = re.compile(r"\b(?:price targets?|ratings?|upgraded?|downgraded?|analysts? at)\b", re.IGNORECASE)
def _of_known_days(found: list[Found], text: str, published: date) -> Iterator[Found]:
    """Without "from 100" of the session before a day that is not the article's: of which day, nobody says.

    "Rose to 102 on Tuesday from 100", told on Wednesday, speaks of Monday's close; the previous
    session is Tuesday.
    """
    latest = min(published.weekday(), WEEKDAYS["friday"])
    day, last = None, 0
    for one in found:
        if len(list(sentences(text[last : one.start]))) > 1:
            day = None
        last = max(last, one.end)
        if day in (None, latest) or not PREVIOUS.fullmatch(str(one.item.get("on", ""))):
            yield one
        named = _weekday(one)
        day = day if named is None else named


def _weekday(found: Found) -> int | None:
    """The number of the weekday a claim names."""
    return WEEKDAYS.get(str(found.item.get("on", "")).lower())


def _calendars(found: Found, catalogue: Catalogue) -> set[str]:
    of = found.item.get("of", ())
    names = [of] if isinstance(of, str) else of if isinstance(of, list) else []
    return {listing.calendar for name in names for m in catalogue.mentions(name) for listing in m.listings}


# a line of its own in a list of figures: "Hang Seng: DOWN 0.5 percent at 25,496.55", "Dow 44,173.64 +1.3%"
_ENTRY = r"[A-Z][^.:\n]{1,50}: [^\n]*\d|[A-Z][^\n]{2,55}[\d%)][^\S\n]*(?:\n(?![^\S\n]*[a-z])|\Z)"
_BLOCK = re.compile(rf"[^\n]+(?:\n(?![^\S\n]*(?:\n|[*•·-]+\s|{_ENTRY}))[^\n]+)*")
_HEADER = re.compile(r"[^.!?]{1,60}:")


class _Article:
    def __init__(self, text: str, catalogue: Catalogue, published: date | None) -> None:
        self.published = published
        self.discourse = Discourse(catalogue)
        self.blocks = [
            (block.start(), block[0], [
                (block.start() + start, _Sentence(sentence, catalogue, self.discourse))
                for start, sentence in sentences(block[0])
            ])
            for block in _BLOCK.finditer(text)
        ]  # fmt: skip
        every = (s for _, _, inside in self.blocks for _, s in inside)
        self.discourse.said = frozenset(symbol for s in every for symbol in s.symbols())

    def read(self) -> Iterator[Found]:
        header: list[Piece] = []
        for _, block, inside in self.blocks:
            if _HEADER.fullmatch(block.strip()):
                header = _header(inside[0][1].pieces)
                continue
            leading: Sequence[Piece] = header
            over = ""
            for start, sentence in inside:
                over = "" if sentence.has_own_time() else over
                yield from sentence.found(start, leading, self.published, over)
                leading = sentence.leading(leading)
                over = sentence.opening_span() or over


def _header(pieces: Sequence[Piece]) -> list[Piece]:
    """ "For the week:" says when for all that follows, up to the next such line."""
    if any(piece.is_claim for piece in pieces):
        return []
    return [_before_all(piece) for piece in pieces if piece.kind in ("period", "when")]


class _Sentence:
    """One sentence: its tokens, its phrases, its claims."""

    def __init__(self, text: str, catalogue: Catalogue, discourse: Discourse) -> None:
        self.clean: Plain = plain(text)
        self.discourse = discourse
        self.tokens = without_asides(
            tokens(self.clean.text, catalogue)
            if may_claim(self.clean.text)
            else names(self.clean.text, catalogue)
        )
        stream = [token for token in self.tokens if token.types != {"noise"}]
        settle_levels(stream)
        self.pieces = find_around_days(stream, lenient=True)
        self.claims: list[Statement] = []

    def symbols(self) -> Iterator[str]:
        """Of every instrument it names."""
        for token in self.tokens:
            if "name" in token.types:
                yield from (token.says("name", "symbols") or "").split()

    def found(
        self, offset: int, leading: Sequence[Piece], published: date | None, over: str
    ) -> Iterator[Found]:
        """The sentence's claims, at their places in the article; the article so far learns from them.

        `leading` are days and periods that stand above it; `published` the day the article appeared;
        `over` a period that a sentence before it opens with.
        """
        subjects = Subjects(self.tokens, self.pieces, self.discourse, self.clean.text)
        if any(piece.is_claim for piece in self.pieces):
            attached = _attached(self.pieces, self.clean.text)
            self.claims = self._read(subjects, [*_still_leading(leading, attached), *attached])
        open_ = Unsettled(self.clean.text, self.tokens, self.pieces, self.claims, self.discourse)
        for claim in self.claims:
            if published is not None and claim.fields.get("window") == str(published.year):
                claim.fields["window"] = "ytd"
            start, end = self.clean.place(claim.piece.start, claim.piece.end)
            found = _found(claim, offset + start, offset + end)
            unclear = open_.why(claim, subjects, published, leading, over)
            unclear = unclear or self._of_which_when(claim, subjects)
            yield replace(found, why_not=unclear) if unclear and not found.why_not else found
        self._learn(subjects)

    def _read(self, subjects: Subjects, pieces: Sequence[Piece]) -> list[Statement]:
        pieces = list(self._all_dated_back(pieces, subjects.at))
        try:
            claims = share(pieces, subjects.assign, subjects.breaks, subjects.turns)
        except Conflict:
            claims = [claim for clause in _clauses(pieces) for claim in _shared(clause, subjects)]
        for claim, after in pairwise([*claims[:1], *claims]):
            _same_step(claim, after)
        claims = _without_counted(claims)
        for claim in claims:
            self._beside(claim)
        moved = {_what_moved(claim) for claim in claims if claim.kind in ("change", "streak")}
        return [claim for claim in claims if self._is_told(claim, subjects, moved)]

    def _all_dated_back(self, pieces: Sequence[Piece], at: Mapping[int, int]) -> Iterator[Piece]:
        """The pieces; what goes on from such a claim has its day: "when it fell 2%, or 30 points"."""
        day: dict[str, str] = {}
        for piece in pieces:
            if piece.phrase is None or not piece.is_claim:
                yield piece
                continue
            found = self._dated_back(piece, at)
            if found is piece and piece.phrase.after is not None and "_from" not in piece.fields:
                found = Piece(piece.tokens, piece.phrase, {**piece.fields, **day})
            back = "_back" in found.fields
            day = {k: found.fields[k] for k in ("on", "_own", "_back") if back and k in found.fields}
            yield found

    def _dated_back(self, piece: Piece, at: Mapping[int, int]) -> Piece:
        """ "since Jan. 24, when it closed at $142": what is told of a day that was named just before."""
        when = self._when(at[piece.start]) if piece.is_claim else None
        if when is None:
            return piece
        date = self._date_before(when)
        if date is None:
            own = {"_back": "true"} if self.tokens[when - 1].text == "," else {}
            return Piece(piece.tokens, piece.phrase, {**piece.fields, **own})
        fields = {**piece.fields, "on": date.says("date", "on") or "", "_own": "true", "_back": "true"}
        if piece.kind in PERIODS and "period" not in fields:
            grain = date.says("date", "grain") or "day"
            run = _RUN_TO.search(self.clean.text[: date.start])
            if run:
                unit = {"day": "session"}.get(run["unit"].lower(), run["unit"].lower())
                fields["period"] = f"{NUMBER_WORDS.get(run['n'].lower(), run['n'])}-{unit}"
            elif grain in ("week", "month", "quarter", "year"):
                fields["period"] = grain
        return Piece(piece.tokens, piece.phrase, fields)

    def _when(self, first: int) -> int | None:
        """Where the "when" stands that a claim's clause begins with."""
        i = first - 1
        while i > 0 and self.tokens[i].low != "when" and self.tokens[i].types & _WHO:
            i -= 1
        return i if i > 0 and self.tokens[i].low == "when" else None

    def _date_before(self, when: int) -> Token | None:
        """The day before it: "Jan. 24, when", "52 weeks ago (Jan. 24, 2024), when"."""
        aside = _ASIDE.search(self.clean.text[: self.tokens[when].start])
        if aside:
            found = date_at(self.clean.text, aside.start("inside"))
            return found if found and "date" in found.types and found.end == aside.end("inside") else None
        before = self.tokens[max(0, when - 1 - (self.tokens[when - 1].text == ","))]
        return before if "date" in before.types else None

    def _of_which_when(self, claim: Statement, subjects: Subjects) -> str:
        """Why "from a year ago, when it closed at $142" is of no day that is named, or ""."""
        when = self._when(subjects.at[claim.piece.start])
        if when is None or self.tokens[when - 1].text != "," or self._date_before(when):
            return ""
        return "" if "on" in claim.piece.fields else "it is open when that was"

    def _beside(self, claim: Statement) -> None:
        """ "Outpacing the FTSE 100's 0.4% gain": the number is the other's move, and no lead over it."""
        text = self.clean.text[claim.piece.start : claim.piece.end]
        if claim.kind == "comparison" and "value" in claim.fields and re.search(r"'s? \S*\d", text):
            for key in ("value", "unit", "hedge"):
                claim.fields.pop(key, None)

    def _is_told(self, claim: Statement, subjects: Subjects, moved: Container[object]) -> bool:
        """Whether it is stated of a market: not foreseen, not in passing, nor of no day at all.

        `moved`: what moved by a number, so that its bare direction adds nothing.
        """
        if claim.adrift or _is_of_a_level_untold(claim):
            return False
        first = subjects.at[claim.piece.start]
        end = claim.piece.end
        after = next((p for p in self.pieces if p.start >= end), None)
        origin = after is not None and after.phrase is not None and not after.tokens[-1].types & {"year"}
        last = subjects.at[claim.piece.tokens[-1].start]
        if not is_told(self.tokens, subjects.taken, first, last) or not is_meant(
            claim, self.tokens, first, last, origin
        ):
            return False
        if claim.kind != "reversal" and is_of_a_day_before(self.tokens, subjects.taken, first, last):
            return False
        if claim.fields.get("direction") == "context":
            return self._side(claim, first)
        if claim.kind != "direction":
            return True
        return (
            not claim.subject.unknown and self._is_predicate(claim, first) and _what_moved(claim) not in moved
        )

    def _side(self, claim: Statement, first: int) -> bool:
        """ "Strong movers were Tencent (6.8%)": the way of a number in brackets is the sentence's."""
        for token in [*reversed(self.tokens[:first]), *self.tokens[first:]]:
            for type_ in ("gainer", "move", "way", "best", "xnoun"):
                direction = token.meanings.get(type_, {}).get("direction")
                if direction:
                    claim.fields["direction"] = direction
                    return True
            if token.low in ("performers", "performer", "strong", "strongest", "top"):
                claim.fields["direction"] = "up"
                return True
        return False

    def _is_predicate(self, claim: Statement, first: int) -> bool:
        """A finite verb in a main clause: not "the day's gains", "Rising inventories", "after a jump"."""
        verb = self.tokens[first].low
        before = self.tokens[first - 1].low if first else ""
        if not before or before in _NO_PREDICATE:
            return False
        types = self.tokens[first].types
        if "way" in types and len(claim.piece.tokens) == 1:
            return _be(self.tokens, first)
        if "move" in types and not (verb.endswith("ed") or verb in nouns.PAST or " " in verb):
            return False
        if verb.endswith("ing"):
            return False
        if verb == "steady" and _A_LITTLE.match(self.clean.text[claim.piece.end :]):
            return False  # it steadied
        for piece in reversed([p for p in self.pieces if p.end <= claim.piece.start]):
            if piece.is_claim or piece.has("comma"):
                break
            if piece.has("cause", "since", "than", "forecast"):
                return False
        return True

    def _learn(self, subjects: Subjects) -> None:
        if self.claims and not self.discourse.by_day:
            self.discourse.span, self.discourse.by_day = _span_told(self.claims)
        order = list(subjects.named_freely())
        order += [(claim.piece.start, claim.subject) for claim in self.claims]
        self.discourse.note(subject for _, subject in sorted(order, key=lambda pair: pair[0]))
        if self.claims:
            self.discourse.topic = self.claims[0].subject
            self.discourse.headline = self.discourse.headline or self.claims[0].subject
        elif order and not _RATED.search(self.clean.text):
            self.discourse.topic = order[0][1]
        indexes = {c.subject.names for c in self.claims if c.subject.types == {"index"}}
        if indexes:
            self.discourse.several = len(indexes) > 1
        last = max((start for start, _ in order), default=-1)
        self.discourse.stranger = self._has_stranger(last) or subjects.strange_results(last)

    def _has_stranger(self, after: int) -> bool:
        """Whether two words in capitals that nobody knows stand after the last name: "Acuity Brands"."""
        if self.discourse.stranger and after < 0:
            return True
        row = [t for t in self.tokens[1:] if t.start > after]
        return any(
            a.types == b.types == {"unknown"} and a.text[0].isupper() and b.text[0].isupper()
            for a, b in pairwise(row)
        )

    def has_own_time(self) -> bool:
        """Whether a day or a period is told in it."""
        return any(piece.kind in ("when", "period") for piece in self.pieces)

    def opening_span(self) -> str:
        """The period that the sentence opens with: "For the week, …"."""
        first = next((p for p in self.pieces if p.is_claim or p.kind == "period"), None)
        if first is None or first.is_claim or "uadj" in first.tokens[-1].types:
            return ""
        opens = first.start <= self.tokens[min(2, len(self.tokens) - 1)].start
        longer = first.fields["period"] != "day"
        return self.clean.text[first.start : first.end] if opens and longer else ""

    def leading(self, before: Sequence[Piece]) -> Sequence[Piece]:
        """What the sentence opens with says when for the rest of its paragraph: "Overnight, …"."""
        first = next((piece for piece in self.pieces if piece.is_claim), None)
        opening = [p for p in self.pieces if p.kind == "when" and (first is None or p.start < first.start)]
        if opening and opening[0].start < 3:
            return [_before_all(opening[0])]
        return before


def _is_of_a_level_untold(claim: Statement) -> bool:
    """ "Up 0.7% at today's intraday high": the day's high is one of its prices, told by its level."""
    fields = claim.fields
    return claim.kind == "extreme" and fields.get("window") == "day" and "value" not in fields


def _span_told(claims: Sequence[Statement]) -> tuple[tuple[str, frozenset[tuple[str, ...]]], bool]:
    """The week, month or quarter that all moves of a sentence are told of, and whose they are; and
    whether one is of the day."""
    moves = [claim for claim in claims if claim.kind in ("change", "direction")]
    spans = {claim.fields.get("period", "day") for claim in moves}
    names = frozenset(claim.subject.names for claim in moves if claim.subject.types == {"index"})
    span = next(iter(spans)) if len(spans) == 1 else ""
    if span not in ("week", "month", "quarter") or not names:
        return ("", frozenset()), "day" in spans
    return (span, names), "day" in spans


_A_LITTLE = re.compile(r"\s+(?:a (?:little|bit|touch)|somewhat|slightly|itself|themselves)\b", re.IGNORECASE)
_WHO = frozenset(("noise", "name", "thing", "stocks"))


def _what_moved(claim: Statement) -> tuple[object, ...]:
    return claim.subject.names, claim.fields.get("direction"), claim.fields.get("on")


_OWNS = re.compile(
    r"['’]s (?!(?:[\w-]+ ){0,2}(?:session|trad\w+|close|open\w*|deals|dealings|activity|morning|afternoon)\b)"
)
_WITHIN = re.compile(r"\b(?:in|on|during|at|through|throughout)\s+$", re.IGNORECASE)  # "in Monday's rout"
_NO_PREDICATE = frozenset(
    "the a an its their his her our any some more further new no of in by on for from to 's ' and or"
    " most".split()
)


def _be(row: Sequence[Token], first: int) -> bool:
    """Whether a form of "to be" stands before, adverbs aside: "was marginally up"."""
    i = first - 1
    while i >= 0 and row[i].low.endswith("ly"):
        i -= 1
    return i >= 0 and row[i].low in ("is", "are", "was", "were", "been")


def _without_counted(claims: Sequence[Statement]) -> list[Statement]:
    """ "Posted gains in seven of the last eight sessions" is of those sessions, and not of the last."""
    counted = set[int]()
    for at, (claim, after) in enumerate(pairwise(claims)):
        beside = after.kind == "frequency" and after.piece.start - claim.piece.end < 2
        if beside and claim.kind == "direction" and claim.subject == after.subject:
            after.fields.setdefault("direction", claim.fields["direction"])
            counted.add(at)
    return [claim for at, claim in enumerate(claims) if at not in counted]


def _same_step(claim: Statement, after: Statement) -> None:
    """ "The sixth straight week of gains, the best streak since 2020": the streak counts weeks too."""
    if after.kind in ("streak_superlative", "superlative") and "period" not in after.fields:
        step = claim.fields.get("period")
        if after.fields.get("window", "").startswith("since the week"):
            after.fields["period"] = "week"
        elif claim.subject.names == after.subject.names and step and claim.kind in ("streak", "change"):
            after.fields["period"] = step
    if after.kind == "reversal" and any(w in after.fields.get("on", "") for w in ("previous", "prior")):
        del after.fields["on"]  # the day of what was reversed


def _attached(pieces: Sequence[Piece], text: str) -> list[Piece]:
    """Without the days and periods that belong to something else than a claim.

    One counts where it opens the sentence, or stands right before or right after a claim; a day that
    owns what follows, "rose 1% after Monday's 2% drop", is that one's alone.
    """
    kept: list[Piece] = []
    pieces = [p for at, p in enumerate(pieces) if not _is_of_a_noun(p, pieces[at + 1 : at + 2])]
    opening, after = True, False
    ahead_of: Piece | None = None  # a day right before the subject of the last claim: it is that one's
    for at, piece in enumerate(pieces):
        within = _WITHIN.search(text, max(0, piece.tokens[-1].start - 12), piece.tokens[-1].start)
        owns = "date" in piece.tokens[-1].types and _OWNS.match(text, piece.end)
        if owns and not within and not opening:
            kept = _with_day_within(kept, piece)
            ahead_of = piece if any(p.is_claim for p in pieces[at + 1 : at + 2]) else ahead_of
            if piece.kind in ("when", "period"):
                continue
        if piece.kind in ("when", "period"):
            between = (
                ("name", "both", "and", "thing", "place")
                if not kept or pieces[at - 1].has("and", "comma")
                else ()
            )
            if at > 1 and pieces[at - 1].has("comma") and pieces[at - 2].has("and"):
                between = (*between, "comma")  # "and, on Friday, fell 2%"
            following = next((p for p in pieces[at + 1 :] if p.kind not in ("when", "period", "session")
                              and not p.has(*between)), None)  # fmt: skip
            ahead = piece.kind == "when" and following is not None and following.is_claim
            span = at > 1 and pieces[at - 1].has("to") and pieces[at - 2].kind == "period"
            if not (opening or after or ahead or span):  # "in the week to Friday"
                continue
            if piece.kind == "period" and not opening and not any(p.kind in PERIODS for p in kept):
                continue
            if ahead and between and not opening and _is_last(following, pieces):
                ahead_of = piece
                continue
        elif piece.kind == "session" and not piece.tokens[0].types.isdisjoint(("end", "open")):
            row = [p for p in (*pieces[at + 1 :],) if p.kind not in ("when", "session")][:1]
            aside = opening and any(p.has("comma") for p in pieces[at + 1 : at + 2])  # "At the close, the …"
            if not (after or aside or any(p.is_claim or p.has("unit") for p in row)):
                continue  # "to end the war"
        elif piece.is_claim:
            opening, after = False, True
            kept.append(_with_day(piece, ahead_of))
            ahead_of = None
            continue
        elif piece.kind not in ("session", "against") and "respectively" not in piece.loose:
            aside = "comma" in piece.loose and _is_day_aside(pieces[at + 1 : at + 3])
            after = after and (aside or piece.tokens[0].low in ("late", "early"))  # "late on Friday"
            mixed = piece.tokens[0].low == "mixed" and not any(p.is_claim for p in kept)
            opening = mixed or (opening and piece.has("dash", "comma"))  # "ended mixed on Friday, with …"
        kept.append(piece)
    return kept


def _with_day_within(kept: list[Piece], day: Piece) -> list[Piece]:
    """ "Near Wednesday's three-month low": the day that stands within a claim is that claim's."""
    last = kept[-1] if kept else None
    if last is None or not last.is_claim or day.start > last.end:
        return kept
    return [*kept[:-1], _with_day(last, day)]


def _is_of_a_noun(period: Piece, after: Sequence[Piece]) -> bool:
    """ "Its quarterly profit beat estimates", "annual inflation": no period of a move."""
    if period.kind != "period" or "uadj" not in period.tokens[-1].types or not after:
        return False
    token = after[0].tokens[0]
    noun = not after[0].kind and ("unknown" in token.types or token.low in nouns.STATISTICS)
    return noun and token.start == period.end + 1


def _still_leading(leading: Sequence[Piece], own: Sequence[Piece]) -> Sequence[Piece]:
    """What stands above a sentence, unless it tells a time of its own that this one is no part of."""
    told = {piece.kind for piece in own}
    if own and own[0].kind == "period":
        return [p for p in leading if p.kind != "when"]  # "For the week, …" after "On Thursday, …"
    if told.isdisjoint(("when", "period")):
        return leading
    return [p for p in leading if p.kind != "when" or ("when" not in told and grain_of(p) == "day")]


def _is_last(claim: Piece | None, pieces: Sequence[Piece]) -> bool:
    """Whether a claim is the sentence's last, and not its first."""
    claims = [p for p in pieces if p.is_claim]
    return len(claims) > 1 and claims[-1] is claim


def _with_day(claim: Piece, day: Piece | None) -> Piece:
    """The claim with a day of its own, that is no other claim's."""
    if day is None or "on" in claim.fields:
        return claim
    on = day.fields.get("on") or day.tokens[-1].says("date", "on") or ""
    return Piece(claim.tokens, claim.phrase, {**claim.fields, "on": on, "_own": "true"})


def _is_day_aside(row: Sequence[Piece]) -> bool:
    """", on Friday," belongs to what went before."""
    if not row or row[0].kind != "when" or "on" not in row[0].tokens[0].types:
        return False
    return len(row) == 1 or row[1].has("comma", "and")


def _clauses(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Each claim with what follows it up to the next that does not go on from it."""
    clause: list[Piece] = []
    for piece in pieces:
        goes_on = piece.phrase is not None and piece.phrase.after is not None
        if piece.is_claim and not goes_on and any(p.is_claim for p in clause):
            yield clause
            clause = []
        clause.append(piece)
    yield clause


def _shared(clause: Sequence[Piece], subjects: Subjects) -> list[Statement]:
    try:
        return share(clause, subjects.assign, subjects.breaks, subjects.turns)
    except Conflict:
        return []


def _found(claim: Statement, start: int, end: int) -> Found:
    subject = claim.subject
    names = listed(subject.names)
    why_not, assumed = "", tuple[str, ...]()
    if subject.unknown:
        why_not = f"no price series is known by the name '{names}'"
        if subject.words:
            why_not = f"no instrument is named: it is open what '{names}' stands for"
    elif subject.words:
        assumed = (f"'{subject.words}' was taken to mean {names}.",)
    item = claim.item()
    return Found(item, start, end, assumed, why_not, subject.group)


def _before_all(piece: Piece) -> Piece:
    """The same words, standing before everything."""
    row = tuple(Token(-1, -1, token.text, token.meanings) for token in piece.tokens)
    return Piece(row, piece.phrase, piece.fields)
