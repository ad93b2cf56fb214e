"""Why a statement is left open: what its words do not say of when, over what time or of what it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from factcheck.periods import Vague
from factcheck.policy import Policy
from factcheck.reading import nouns
from factcheck.reading.discourse import Discourse
from factcheck.reading.finding import OPPOSITE, Piece
from factcheck.reading.sharing import is_reference
from factcheck.reading.statement import Statement
from factcheck.reading.subjects import Subjects
from factcheck.reading.telling import past_time, untold_time
from factcheck.reading.timing import grain_of, is_of_a_high
from factcheck.reading.words import Token

_SOONER = "before|until|till|prior to|ahead of"
_PAST_RUN = re.compile(
    r"(?:\b(?:had|having)(?: been)?|\b(?:after|following)(?: (?:a|an|its|the|their|this|that))?)\s*$"
    rf"|^\W*(?:{_SOONER}|through)\b",
    re.I,
)
_HAD = re.compile(r"\bhad(?: \w+ly)?(?: been)?(?: \w+ly)?\s*$")
_UNTIL = re.compile(rf"[\s,]*(?:{_SOONER}|when)\b", re.I)
_RUN_UNTIL = re.compile(rf"[\s,]*(?:{_SOONER}|through)\b", re.I)
_TIMES = frozenset(("on", "period", "session"))
_OF_WEEKS = re.compile(
    r"\b(?:week|month|quarter|year)(?:ly)?(?: of| in)?(?: \w+)? "
    r"(?:gains?|loss(?:es)?|advances?|declines?|rises?|falls?|drops?|increases?|jumps?|slides?)\b[^;.]*,",
    re.IGNORECASE,
)
_QUOTED_AS = {"USX": "USD", "GBp": "GBP", "GBX": "GBP", "ZAc": "ZAR", "ILA": "ILS"}
_DOLLARS = frozenset(("USD", "AUD", "CAD", "HKD", "NZD", "SGD", "TWD"))  # what a bare dollar may be of
# percent that its sort moves by in a day hardly ever: such a move is of a longer time, told or not
_MOST_OF_A_DAY = {"index": 14, "fx": 14, "commodity": 25, "future": 25, "etf": 25, "crypto": 50, "share": 95}
_OF_ITS_VALUE = re.compile(r"\bof (?:its|their|his|her) (?:market )?(?:value|worth)\b")
_UNREAD_SPAN = re.compile(
    r"\b(?:(?:first|second|latter|opening) half|half[- ]year|(?:the|first|last|final|opening) (?:\w+ )?"
    r"(?:days|sessions|weeks|months|quarters|years) (?:of|since|after|following|before|to|through|until))\b",
    re.IGNORECASE,
)
_SAME_SPAN = re.compile(
    r"\b(?:over|in|during|for) (?:the same|that) (?:period|time|span|stretch|(?:\w+ )?(?:days|weeks|months"
    r"|years))\b",
    re.IGNORECASE,
)
_STEPPED = ("superlative", "streak", "streak_break", "streak_superlative")
_COUNTED_SPAN = re.compile(
    r"\b[\w-]+ (?:trading )?(?:days|sessions|weeks|months|years) (?:since|after|following|that followed"
    r"|before|to|through|until)\b",
    re.IGNORECASE,
)
_LATELY = timedelta(days=4)  # over a long weekend
_SEVERAL_DAYS = re.compile(
    r"\W*(?:(?:on|in|for|over) )?(?:each of )?the (?:last|past|previous|prior) "
    r"(?:two|three|four|five|\d) (?:trading )?(?:days|sessions)\b",
    re.IGNORECASE,
)
_THAT_DAY = re.compile(
    r"\W*(?:on |in )?(?:that|the) (?:very |same )?(?<!the )(?:day|session|week|month|year)\b", re.IGNORECASE
)
_EARLIER_IN = re.compile(
    r"\W*(?:earlier|early|later|late) (?:in |this |last )(?:the )?(?:week|month|quarter|year|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\b",
    re.IGNORECASE,
)
_OTHER_TERMS = re.compile(
    r"\W*(?:in (?:(?:U\.?S\.? )?dollar|sterling|euro|yen|rupee|peso|lira|local[- ]currency|real"
    r"|(?:inflation|currency)-adjusted) terms\b"
    r"|(?:including|with|counting) (?:reinvested )?dividends\b|on a total[- ]return basis"
    r"|(?:when )?adjusted for (?:inflation|dividends)|after inflation)",
    re.IGNORECASE,
)
_SINCE_A_LOW = re.compile(
    r"\W*since (?:its |their |the |an? )?[\w. ]{0,20}\b(?:lows?|highs?|peaks?|troughs?|bottoms?)\b",
    re.IGNORECASE,
)
_BEFORE_THAT = re.compile(
    r"\W*(?:in|over|during|across) the (?:previous|prior|preceding) (?:\w+ )?(?:trading )?"
    r"(?:days|sessions|weeks|months|years)\b",
    re.IGNORECASE,
)
_LAST_SESSION = re.compile(r"(?: each)? in the last (?:trading )?session\b(?! of)")
_MOSTLY = re.compile(r"\b(?:mostly|largely|mainly|generally)\b")


@dataclass(frozen=True)
class Unsettled:
    """A sentence and its claims, for what it leaves open about them."""

    text: str
    tokens: Sequence[Token]
    pieces: Sequence[Piece]
    claims: Sequence[Statement]
    discourse: Discourse

    def why(
        self,
        claim: Statement,
        subjects: Subjects,
        published: date | None,
        leading: Sequence[Piece],
        over: str,
    ) -> str:
        """Why nothing can check the claim, as a clause, or ""; `leading` and `over` as for a sentence."""
        before, after = self.text[: claim.piece.start], self.text[claim.piece.end :]
        if _is_of_most(claim, self.text):
            return "it is said of most of them, and not of which"
        return (
            _of_no_one_day(claim, before, after)
            or self._of_which_day(claim, published)
            or self._of_which_period(claim)
            or self._of_which_time(claim, subjects)
            or self._of_which_end(claim)
            or self._of_a_spread(claim)
            or self._of_told_before(claim, leading)
            or self._of_which_span(claim, over)
            or self._of_the_same_span(claim)
            or self._in_which_currency(claim)
        )

    def _of_which_day(self, claim: Statement, published: date | None) -> str:
        """Why the day after "10% below its peak" may be the peak's, or "": the latest days are no peak's."""
        day = next((p for p in self.pieces if p.kind == "when" and p.start >= claim.piece.end), None)
        if day is None or not is_of_a_high(claim, day) or claim.fields.get("on") != day.fields["on"]:
            return ""
        on = day.fields["on"]
        if published is not None:
            said = Vague.parse(on.lower()).interval(published + timedelta(days=1), Policy())
            if said.first == said.last and published - said.last <= _LATELY:
                return ""
        return f"it is open whether '{on}' is the day of the high or low, or the day it is told of"

    def _of_which_period(self, claim: Statement) -> str:
        """Why "up 2% this year, having been up 4% on Wednesday" may go on with the year, and "another week
        of gains, with Brent up 10%" be the week's, or ""."""
        before = [c for c in self.claims if c.piece.start < claim.piece.start and c.subject == claim.subject]
        own = "period" in claim.piece.fields or "on" in claim.piece.fields
        if claim.kind == "change" and not own and before and _is_counted_run(before[-1]):
            return "it is open whether it is of the whole run, or of the last step"
        bare = claim.piece.tokens[0].low in ("up", "down", "higher", "lower", "off")
        if bare and claim.kind == "change" and _TIMES.isdisjoint(claim.fields):
            told = [c.piece.end for c in self.claims if c.kind != "streak"]
            last = max((end for end in told if end <= claim.piece.start), default=0)
            if _OF_WEEKS.search(self.text, last, claim.piece.start):
                return "it is open whether it is of the longer time told before"
        had = self.text[: claim.piece.start].lower().rstrip().endswith((" having been", " had been"))
        if claim.kind != "change" or "period" in claim.fields or not had:
            return ""
        longer = before and before[-1].fields.get("period", "day") != "day"
        return "it is open whether it is of that day, or of the longer time told before" if longer else ""

    def _of_which_time(self, claim: Statement, subjects: Subjects) -> str:
        """Why "in the financial crisis it fell 50%" is of no time that a calendar knows, or ""."""
        first, last = (subjects.at[claim.piece.tokens[end].start] for end in (0, -1))
        said = [claim.fields[key] for key in ("on", "period") if key in claim.fields]
        words = untold_time(self.tokens, subjects.taken, first, last)
        if words and (not said or any(day in words for day in said)):
            return f"it is open when '{words}' was"
        words = past_time(self.tokens, subjects.taken, first)
        told = claim.fields.get("period", "day") != "day" or any(day in words for day in said)
        ago = any(low in words.lower() for low in ("ago", "between", "then", "that"))
        return f"it is open when '{words}' was" if words and (ago or not told) else ""

    def _of_the_same_span(self, claim: Statement) -> str:
        """Why "the Dow lost 2% for the week. The Russell lost 3%." may go on with the week, or "": where no
        move of a day was told before."""
        span, told = ("", ()) if self.discourse.by_day else self.discourse.span
        timed = any(not c.fields.keys().isdisjoint(("on", "period", "session")) for c in self.claims)
        if not span or timed or claim.kind != "change" or claim.subject.names in told:
            return ""
        index = claim.subject.types == {"index"} and not any(c.kind == "level" for c in self.claims)
        return f"it is open whether it is of the day, or of the {span} told before" if index else ""

    def _in_which_currency(self, claim: Statement) -> str:
        """Why "gold rose 1% to 92,000 rupees" is of no series at hand, or "": each has its own currency."""
        beside = (self._of_currency(one) for one in self.claims if one.subject == claim.subject)
        return next(filter(None, beside), "")

    def _of_currency(self, claim: Statement) -> str:
        token = next((token for token in claim.piece.tokens if "money" in token.types), None)
        code = token.meanings["money"].get("of", "") if token is not None else ""
        priced = [self.discourse.catalogue.listing(symbol) for symbol in claim.subject.symbols]
        if not code or not priced or not claim.subject.types.isdisjoint(("fx", "yield", "index")):
            return ""
        known = {_QUOTED_AS.get(one.currency, one.currency) for one in priced if one and one.currency}
        bare = code == "usd" and token is not None and not token.text.lower().startswith(("us", "$us"))
        said = _DOLLARS if bare else {code.upper()}
        if not known or not known.isdisjoint(said):
            return ""
        own = " or ".join(sorted(known))
        return f"its price is told in {code.upper()}, and the series at hand is in {own}"

    def _of_told_before(self, claim: Statement, leading: Sequence[Piece]) -> str:
        """Why "its biggest weekly rise" after "In the first half of 2024, …" may be of another, or ""."""
        stepped = any(one.kind in _STEPPED for one in self.claims)
        for piece in leading:
            longer = piece.kind == "when" and grain_of(piece) in ("month", "quarter", "half", "year")
            told = longer and claim.fields.get("on") == piece.fields["on"]
            if told and stepped and not any(one.kind == "when" for one in self.pieces):
                return f"it is open whether it is of '{piece.fields['on']}', told before"
        return ""

    def _of_a_spread(self, claim: Statement) -> str:
        """Why "the Brent spread narrowed to $1.60, its lowest since May" says nothing of Brent, or ""."""
        told = any(
            one.kind == "spread" and one.subject == claim.subject and one.piece.start < claim.piece.start
            for one in self.claims
        )
        return "it is said of the spread" if told and claim.kind in ("extreme", "superlative") else ""

    def _of_which_span(self, claim: Statement, over: str) -> str:
        """Why a move without a time of its own may be over a longer one that is told beside it, or ""."""
        counted = claim.fields.get("period", "")[:1].isdigit()
        if counted and claim.kind == "change" and (said := _COUNTED_SPAN.search(self.text)):
            return f"it is open when '{said[0]}' began"
        own = any(piece.kind == "when" for piece in self.pieces)
        if claim.kind != "change" or not claim.fields.keys().isdisjoint(("period", "session")):
            return ""
        if not own and (said := _SAME_SPAN.search(self.text)):
            return f"it is open when '{said[0]}' was"
        if "on" in claim.fields:
            return ""
        if _OF_ITS_VALUE.search(self.text, claim.piece.start, claim.piece.end + 20):
            return "it is open over what time it lost or gained that much of its value"
        if _is_too_much(claim):
            return "it is open over what time: that much is hardly a move of one day"
        if said := _UNREAD_SPAN.search(self.text):
            return f"it is open whether it is a move of the day, or of '{said[0]}'"
        return f"it is open whether it is a move of the day, or, as told before, of '{over}'" if over else ""

    def _of_which_end(self, claim: Statement) -> str:
        """Why "had fallen for four straight days", or "fell for four straight days before it rose", may be
        of a run that ended the session before, or "had fallen before it rose" of any time; or ""."""
        text, way = self.text, claim.fields.get("direction", "")
        before, after = text[: claim.piece.start], text[claim.piece.end :]
        if claim.kind in ("change", "direction") and "on" not in claim.fields:
            past = _HAD.search(before) and _UNTIL.match(after)
            return "it is open of which time before the other it is" if past else ""
        if claim.kind != "streak" or claim.fields.get("period", "day") != "day":
            return ""
        turned = any(
            one.kind in ("change", "direction")
            and one.subject == claim.subject
            and one.fields.get("period", "day") == "day"
            and one.fields.get("direction") == OPPOSITE.get(way, "")
            for one in self.claims
        )
        past = _PAST_RUN.search(before) or _RUN_UNTIL.match(after)
        return "it is open with which session the run ended" if turned or past else ""


def _is_of_most(claim: Statement, text: str) -> bool:
    """ "Wall Street closed mostly lower": it is said of most of several, and not of which."""
    several = len(claim.subject.names) > 1 or claim.subject.words
    return bool(several and _MOSTLY.search(text[max(0, claim.piece.start - 10) : claim.piece.end]))


# whether it matters for a claim of this kind and with these fields; what follows it; why it is open then
_AFTERWARDS: tuple[tuple[Callable[[str, Mapping[str, str]], bool], re.Pattern[str], str], ...] = (
    (lambda _, has: "on" not in has, _LAST_SESSION, "it is open which one 'the last session' was"),
    (lambda _, has: "on" not in has, _THAT_DAY, "it is open which one '{}' is"),
    (lambda kind, _: kind == "change", _OTHER_TERMS, "it is no move of the price itself: '{}'"),
    (lambda _, has: not has.keys() & {"on", "period"}, _EARLIER_IN, "it is open which day '{}' it was"),
    (
        lambda _, has: has.get("period", "").startswith("since:"),
        _SINCE_A_LOW,
        "it is open which day it is measured from, '{}'",
    ),
    (
        lambda _, has: has.get("period", "day")[:1].isdigit(),
        _BEFORE_THAT,
        "it is open with which session '{}' ended",
    ),
)


def _of_no_one_day(claim: Statement, before: str, after: str) -> str:
    """Why no session is the one a statement is of, or ""; `before` and `after` stand around it."""
    for applies, words, sentence in _AFTERWARDS:
        if (follows := words.match(after)) and applies(claim.kind, claim.fields):
            return sentence.format(follows[0].strip())
    if _is_of_one_day(claim) and (on := _span_of(claim.fields.get("on", ""))):
        told = rf"\b(?:end|clos|finish)\w*(?: out)? (?:{re.escape(on)}|the (?:week|month|quarter|year))"
        if not claim.continues and not re.search(told, before + after, re.IGNORECASE):
            return f"it is open which day of '{on}' it was"
    if claim.kind != "extreme":
        return ""
    if "on" not in claim.piece.fields and not is_reference(claim) and _is_left(before):
        return "it is open of which day the high or low is that was left"
    if _SEVERAL_DAYS.match(after):
        return "it is said of several days"
    if is_reference(claim) and "on" not in claim.fields:
        return "it is what the distance is measured from, and its level is checked with that"
    window = claim.fields.get("window", "")
    spanned = window == "ytd" or window.partition("-")[2] in ("week", "month", "year")
    if is_reference(claim) and spanned and "on" in claim.fields:
        return "its window ends when the article appeared, not on the day of the high or low"
    return ""


def _is_of_one_day(claim: Statement) -> bool:
    """Whether it speaks of one session, so that a month or a year says too little."""
    by_step = claim.kind in ("streak", "streak_break", "superlative", "streak_superlative", "reversal")
    if by_step:
        return claim.fields.get("period", "day") == "day"
    if claim.kind in ("change", "direction"):
        return "period" not in claim.fields
    return claim.kind in ("level", "threshold", "extreme", "distance", "state")


def _span_of(on: str) -> str:
    """A day as written, where it is a week, a month or more; else ""."""
    try:
        span = Vague.parse(on.lower()).interval(date(2999, 12, 31), Policy())
    except ValueError:
        return ""
    return on if span.first < span.last else ""


def _is_left(before: str) -> bool:
    """Whether the high or low after these words is where a move began: "rebounded from a recent low"."""
    words = before.lower().split()[-4:]
    left = max((i for i, word in enumerate(words) if word in ("from", "off")), default=None)
    return left is not None and {*words[left + 1 :]} <= {*nouns.ARTICLES, "recent", "near", "last", "day's"}


def _is_counted_run(claim: Statement) -> bool:
    """ "Risen for four straight weeks", not "risen for a fourth week"."""
    return claim.kind == "streak" and any(token.types & {"num", "span"} for token in claim.piece.tokens)


def _is_too_much(claim: Statement) -> bool:
    """Whether a move without a time of its own is too great for a day."""
    types = claim.subject.types
    if claim.fields.get("unit") == "ratio":
        return types <= _MOST_OF_A_DAY.keys()
    value = re.fullmatch(r"\d{1,6}(?:\.\d+)?", claim.fields.get("value", "").replace(",", ""))
    if value is None or claim.fields.get("unit") != "percent":
        return False
    return float(value[0]) >= max((_MOST_OF_A_DAY.get(one, 1000) for one in types), default=1000)
