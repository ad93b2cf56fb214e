"""Noun phrases of running text: where the words beside a claim begin, and what they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from factcheck.reading import nouns
from factcheck.reading.discourse import Discourse
from factcheck.reading.finding import Piece
from factcheck.reading.statement import Subject
from factcheck.reading.words import Token

PREPOSITIONS = frozenset(("of", "in", "on", "at", "for", "from", "by", "to", "into", "against", "than"))
_INTRODUCING = PREPOSITIONS | {"cause", "said"}
_AFTER = re.compile(r"in|of|for|by|on|to")
_OF_ABROAD = re.compile(rf"\b(?:{'|'.join(nouns.ABROAD)})(?:['’]s)? $", re.IGNORECASE)
_AMERICAN = re.compile(r"\bU\.?S\.?\b|America|Treasur", re.IGNORECASE)
_BOND_OF = re.compile(  # a country's bond
    rf"\b(?:{'|'.join(nouns.ABROAD)})\b(?:['’]s)?(?: [\w-]+){{0,3}}"
    r" (?:bonds?|notes?|yields?|gilts?|bunds?)\b",
    re.IGNORECASE,
)
_OF_A_TENOR = frozenset("yield yields rate rates note notes bond bonds bill bills".split())
_TENOR = re.compile(r"(?:\w+[- ])?\w+[- ](?:year|month)s?")
_OF_SHARES = frozenset(("share", "index", "etf"))
_SIZES = {"both": 2, "two": 2, "pair": 2, "three": 3, "four": 4, "five": 5}
_COUNTED = frozenset((*_SIZES, "all", "of", *nouns.ARTICLES))
_DOLLAR_INDEXES = ("bloomberg", "wsj", "journal", "trade-weighted", "weighted", "broad")
_NOUNLIKE = frozenset(("move", "xnoun", "record", "perf", "end"))
_WORDS = frozenset(
    "unknown thing stocks asset place opinion name performer gainer topmost fresh xnoun_ sector day".split()
)


@dataclass(frozen=True)
class Who:
    """What a noun phrase names.

    `subject` is None where it is nothing that has a price ("the jobless rate"); `stands_for` what it
    points at instead ("the index"); `market` the benchmarks that "Chinese stocks" may mean.
    """

    subject: Subject | None = None
    stands_for: str = ""
    market: tuple[tuple[str, ...], ...] = ()  # by place
    size: int = 1
    words: str = ""  # as written


NOTHING = Who()


@dataclass
class NounPhrases:
    """The noun phrases of one sentence. `tokens` are all of it, noise included; `pieces` what stands in
    them; `text` is the article's."""

    tokens: Sequence[Token]
    pieces: Sequence[Piece]
    discourse: Discourse
    text: str

    def __post_init__(self) -> None:
        self.at = {token.start: i for i, token in enumerate(self.tokens)}
        self.taken = [False] * len(self.tokens)
        for piece in self.pieces:
            if piece.is_claim:
                for token in piece.tokens:
                    self.taken[self.at[token.start]] = True
        self.lows = [token.low for token in self.tokens]

    def _is_in_a_list(self, named: Sequence[int]) -> bool:
        """Whether names go on from others that something is measured against: "against the yen, the euro"."""
        against = [p.tokens[-1].start for p in self.pieces[1:] if p.kind == "against"]
        before = [self.at[start] for start in against if self.at[start] < named[0]]
        if not before or self.tokens[named[-1]].says("name", "type") != "fx":
            return False
        between = self.tokens[before[-1] + 1 : named[0]]
        return bool(between) and all(t.types & {"comma", "and", "noise", "or", "name"} for t in between)

    def opening(self) -> int:
        """Where the sentence begins, past bullets, days and little words."""
        i = 0
        while i < len(self.tokens) and (
            ("noise" in self.tokens[i].types and self.lows[i] not in nouns.PRONOUNS)
            or "date" in self.tokens[i].types
            or "on" in self.tokens[i].types
        ):
            i += 1
        return i

    def group_at(self, i: int) -> Subject | None:
        """The names that stand together from `i` on."""
        end = i
        while end + 2 < len(self.tokens) and self.lows[end + 1] in ("and", ",", "&") \
                and "name" in self.tokens[end + 2].types:  # fmt: skip
            end += 2
        who = self.classified(i, end)
        return who.subject if who else None

    def introduced(self, i: int) -> bool:
        """Whether a preposition stands before the noun phrase at `i`."""
        j = i - 1
        while j >= 0 and (self.is_word(j) and "name" not in self.tokens[j].types):
            j -= 1
        if j < 0 or self.tokens[j].types.isdisjoint(_INTRODUCING):
            return False
        head = self.lows[j - 1] if j else ""
        return not (head in nouns.HEADS and self.lows[j] in ("of", "in", "on", "for"))

    # ------------------------------------------------------------------- the phrase before a claim

    def before(self, first: int) -> Who | None:
        """What the words right before a claim name; None where no noun phrase stands there."""
        end = self.skip(first - 1)
        if end >= 0 and self.lows[end] == "," and self._is_finite(first):
            end = self._past_aside(end)
        if end >= 0 and self.lows[end] in nouns.RELATIVES and end:
            end -= 2 if self.lows[end - 1] == "," else 1
        if end > 0 and not self.tokens[end].types.isdisjoint(("for", "of", "to", "at", "from")):
            # "above expectations for a 3% rise": what counts is the noun before
            who = self.ending_at(end - 1)
            return who if who is NOTHING else None
        return self.ending_at(end)

    def ending_at(self, end: int) -> Who | None:
        for _ in range(4):
            start = self.start(end)
            if start > end:
                return None
            before = start - 1
            introduced = before >= 0 and not self.tokens[before].types.isdisjoint(PREPOSITIONS)
            if not introduced or self._starts_with_place(start, end):
                return self.classified(start, end)
            # "shares of X", "demand for gold": what counts is the word before the preposition
            outer = self.start(before - 1)
            if outer > before - 1 and "cap" in self.tokens[before - 1].types:
                return Who(self._unknown(before - 1, end))  # "the market value of the industry"
            if outer > before - 1:
                return None if self.lows[before] != "with" else self.classified(start, end)
            if self.lows[before - 1] in nouns.HEADS:
                whole = self.classified(start, end)
                members = self.lows[before - 1] in ("stocks", "shares") and whole and whole.subject
                if members and members.types == {"index"}:
                    return Who(self._unknown(outer, end))  # "a dozen stocks in the Dow"
                if whole and (whole.subject or whole.market) and self._is_plain(outer, before - 1):
                    return whole
                return self._placed(outer, before - 1, start, end)
            end = before - 1
        return None

    def _starts_with_place(self, start: int, end: int) -> bool:
        """ "in Seoul the Kospi", "in Tokyo Sony": the preposition belongs to the place alone."""
        return "place" in self.tokens[start].types and any(
            "name" in self.tokens[i].types for i in range(start + 1, end + 1)
        )

    def _is_plain(self, start: int, end: int) -> bool:
        """Whether a head such as "the shares" has nothing before it that changes it."""
        return not any(self.lows[i] in nouns.STATISTICS for i in range(start, end + 1))

    def _placed(self, outer: int, head: int, start: int, end: int) -> Who:
        """ "Shares in Hong Kong": the market of a place; "Alibaba shares in Hong Kong" are Alibaba's."""
        place = " ".join(self.lows[start : end + 1])
        names = nouns.MARKETS.get(place.removeprefix("the ").rstrip("."), ())
        if names and self.lows[head] in nouns.MARKET_NOUNS and outer == head:
            return Who(market=(names,))
        if names and outer < head and any("name" in token.types for token in self.tokens[outer:head]):
            end = head
        return self.classified(outer, end) or NOTHING

    def skip(self, end: int) -> int:
        """Back over adverbs, auxiliaries, days and "each"."""
        while end >= 0 and not self.taken[end]:
            token, low = self.tokens[end], self.lows[end]
            day = not token.types.isdisjoint(("date", "intraday"))
            day = day or (low in ("'s", "’s") and end > 0 and self._is_day(end - 1))
            adverb = low in nouns.AUXILIARIES or (low.endswith("ly") and "name" not in token.types)
            on = "on" in token.types and end + 1 < len(self.tokens) and "date" in self.tokens[end + 1].types
            adverb = adverb or (low in nouns.ARTICLES - nouns.PRONOUNS and low not in ("its", "their"))
            quiet = "noise" in token.types and low in ('"', "'", "(", ")", "*", ".")
            if "both" in token.types and not any(self.is_word(i) for i in (end - 1,) if i >= 0):
                return end
            if not (day or adverb or on or quiet):
                return end
            end -= 1
        return end

    def _is_day(self, i: int) -> bool:
        return self.tokens[i].meanings.get("date", {}).get("grain") == "day"

    def _is_finite(self, first: int) -> bool:
        """Whether the claim goes on with the sentence's verb after an aside between commas."""
        if first and self.lows[first - 1] in ("is", "was", "are", "were", "has", "have", "had"):
            return True
        return not self.lows[first].endswith("ing") and "move" in self.tokens[first].types

    def _past_aside(self, comma: int) -> int:
        """Before the comma that opens the aside, where there is one."""
        for j in range(comma - 1, max(-1, comma - 25), -1):
            if self.lows[j] == ",":
                if any(self.taken[k] for k in range(j, comma)) and self.lows[j + 1] not in nouns.RELATIVES:
                    return comma
                return j - 1
            if self.lows[j] in (";", ":"):
                return comma
        return comma

    def start(self, end: int) -> int:
        """Where the noun phrase that ends at `end` begins; after `end` where there is none."""
        j = end
        while j >= 0 and not self.taken[j]:
            if self.is_word(j):
                if self.lows[j] in nouns.ARTICLES and j < end and not self._joins(j - 1):
                    return j
                j -= 1
            elif self._joins(j) and j < end:
                j -= 1
            else:
                break
        return j + 1

    def _joins(self, j: int) -> bool:
        """Whether a comma or "and" at `j` joins two noun phrases."""
        if j <= 0 or self.tokens[j].types.isdisjoint(("and", "comma")) or self.taken[j - 1]:
            return False
        if not self.is_word(j - 1):
            return (
                "and" in self.tokens[j].types and "comma" in self.tokens[j - 1].types and self._joins(j - 1)
            )
        if "comma" in self.tokens[j].types:
            k = j - 1
            return any("name" in self.tokens[i].types for i in (k, k - 1) if i >= 0) and self._is_list(j)
        return True

    def _is_list(self, comma: int) -> bool:
        """A comma joins names where another name follows it at once: "A, B and C"."""
        after = comma + 1
        if after < len(self.tokens) and "and" in self.tokens[after].types:
            after += 1
        return after < len(self.tokens) and "name" in self.tokens[after].types

    def is_word(self, i: int) -> bool:
        """Whether a token may stand in a noun phrase."""
        token, low = self.tokens[i], self.lows[i]
        if self.taken[i] or low in nouns.BREAKS:
            return False
        if "name" in token.types or "both" in token.types or "spread" in token.types:
            return True
        if "num" in token.types and token.text[0].isupper() and i + 1 < len(self.tokens) and i:
            return self.tokens[i + 1].text[0].isupper()  # "Nine Entertainment"
        if low in nouns.ARTICLES or low in nouns.PRONOUNS or low in ("'s", "'", "&"):
            return True
        if not token.types.isdisjoint(_WORDS):
            return not low.endswith(("ing", "ed")) or token.text[0].isupper() or self._before_head(i)
        return low in nouns.ADJECTIVES

    def _before_head(self, i: int) -> bool:
        """ "Banking shares", "mining stocks": a participle right before what is called a share."""
        after = self.lows[i + 1] if i + 1 < len(self.lows) else ""
        return (
            after in nouns.MEMBERS or after in nouns.STANDS_FOR or "name" in self.tokens[i + 1].types
            if after
            else False
        )

    # ------------------------------------------------------------------------- what a phrase names

    def classified(self, start: int, end: int) -> Who | None:
        """What the words from `start` to `end` name; None where they are no noun phrase."""
        who = self._class_of(start, end)
        points = who is not None and (who.stands_for or who.market)
        return replace(who, words=self._text(start, end)) if who and points else who

    def _class_of(self, start: int, end: int) -> Who | None:
        while start <= end and (self.lows[start] in nouns.ARTICLES and start < end
                                and self.lows[start] not in nouns.PRONOUNS):  # fmt: skip
            start += 1
        if start > end or (start == end and self.lows[start] in nouns.ARTICLES - nouns.PRONOUNS):
            return None
        named = [i for i in range(start, end + 1) if "name" in self.tokens[i].types]
        if end > start and not named and self.lows[end] in ("'s", "'"):
            end -= 1  # "the index's best day"
        if self.lows[start] == "whose" and not named:
            return self._relative(start, self.lows[end])
        if named:
            return self._with_name(start, end, named)
        if self.lows[end] in _OF_A_TENOR and start and _TENOR.fullmatch(self.lows[start - 1]):
            return Who(self._unknown(start - 1, end))  # "the six-year yield" is no other's
        return self._nameless(start, end)

    def _with_name(self, start: int, end: int, named: list[int]) -> Who:  # noqa: PLR0912  # each branch is a form of name
        last = named[-1]
        if start == last == end:
            market = self._market(self.lows[last].split())
            if sum(map(len, market)) > 1:
                return Who(market=market)
        if last == end and any("and" in self.tokens[i].types for i in range(start, last)):
            market = self._market([w for w in self.lows[start : end + 1] if w not in nouns.ARTICLES])
            if market:
                return Who(market=market)
        if self._is_in_a_list(named):
            text = self._text(named[0], end)
            return Who(Subject((text,), unknown=True, words=text))
        if self._is_line(named):
            return Who(self._lined(named[-2], end))
        after = [i for i in range(last + 1, end + 1) if self.lows[i] not in ("'s", "'")]
        words = [self.lows[i] for i in after]
        types = set((self.tokens[last].says("name", "types") or "").split())
        of_shares = not types or not types.isdisjoint(_OF_SHARES)
        unknown = [
            i
            for i in after
            if (self.lows[i] not in nouns.STILL and "place" not in self.tokens[i].types)
            or (not of_shares and self.lows[i] in nouns.STATISTICS)
        ]
        if any("spread" in self.tokens[i].types for i in after):
            return Who(self._unknown(start, end))
        if not of_shares and not nouns.SHARES.isdisjoint(words):
            return Who(self._unknown(start, end))  # "gold stocks" are no gold
        if self.tokens[last].says("name", "type") == "yield" and self._is_foreign(last):
            return Who(self._unknown(start, end))
        if unknown:
            if any(w in nouns.STATISTICS for w in words):
                return NOTHING
            if words[-1] in nouns.MEMBERS or words[-1] in ("futures", "bonds", "options", "notes"):
                return Who(self._unknown(start, end))
            if all(self.tokens[i].text[0].isupper() for i in unknown):
                return Who(self._unknown(last, end))
            return NOTHING
        if self._is_company(start, named) or self._is_another_dollar(last):
            return Who(self._unknown(start, end))
        if "futures" in words and "futures" not in self.lows[last]:
            future = self._text(last, end)
            return Who(Subject((future,), frozenset({"future"})))
        group = [named[-1]]
        for one, other in reversed(list(pairwise(named))):
            between = self.tokens[one + 1 : other]
            if not any(t.types & {"and", "comma"} or t.text == "&" for t in between):
                if not between and not self._is_alias(one, other):
                    return Who(self._unknown(one, last))  # "Euro Stoxx 50 volatility index"
                break  # "Japan's Nikkei", "Dow member 3M"
            group.insert(0, one)
        return Who(self.named(group))

    def _is_foreign(self, i: int) -> bool:
        """ "The Korean three-year bond yield fell, while the 10-year yield rose": Korea's as well."""
        if not (self.tokens[i].says("name", "symbols") or "").startswith(("^", "US")):
            return False
        before, name = self.text[: self.tokens[i].start], self.tokens[i].text
        if _OF_ABROAD.search(before):
            return True
        return not _AMERICAN.search(name) and _BOND_OF.search(before) is not None

    def _is_alias(self, one: int, other: int) -> bool:
        """Whether two names side by side are of one instrument, or of one thing's spot and future."""
        symbols = [set((self.tokens[i].says("name", "symbols") or "").split()) for i in (one, other)]
        types = {self.tokens[i].says("name", "type") for i in (one, other)}
        return not symbols[0].isdisjoint(symbols[1]) or types <= {"commodity", "future"}

    def _is_line(self, named: Sequence[int]) -> bool:
        """ "Alibaba's Hong Kong shares": a company's line, and not the market's."""
        if len(named) < 2 or named[-1] - named[-2] != 2 or self.lows[named[-1] - 1] != "'s":
            return False
        return self.tokens[named[-2]].says("name", "type") == "share" and self.lows[named[-1]].endswith(
            "shares"
        )

    def _lined(self, i: int, end: int) -> Subject:
        one = self.named([i])
        return Subject((self._text(i, end),), one.types, symbols=one.symbols)

    def _is_another_dollar(self, i: int) -> bool:
        """ "The Bloomberg Dollar Spot Index", "the WSJ Dollar Index" are not ICE's."""
        before = self.lows[i - 2] if i > 1 and self.lows[i - 1] == "'s" else self.lows[i - 1] if i else ""
        return self.tokens[i].says("name", "symbols") == "DX-Y.NYB" and before in _DOLLAR_INDEXES

    def _is_company(self, start: int, named: list[int]) -> bool:
        """ "Barrick Gold" is no gold: a common name in capitals after a capital word that nobody knows."""
        first = named[0]
        kind = self.tokens[first].says("name", "type")
        if first == start or kind in ("index", "share", "etf") or not self.tokens[first].text[0].isupper():
            return False
        before = self.tokens[first - 1]
        return (
            "unknown" in before.types
            and before.text[0].isupper()
            and before.text.isalpha()
            and (
                first - 1 > self.opening()
                or before.low not in ("spot", "comex", "nymex", "front", "physical")
            )
        )

    def _nameless(self, start: int, end: int) -> Who | None:  # each branch is a form of it
        words = self.lows[start : end + 1]
        if "both" in self.tokens[end].types or "both" in self.tokens[start].types or words[0] in _SIZES:
            size = next((_SIZES[w] for w in " ".join(words).split() if w in _SIZES), 2)
            sort = next((nouns.STANDS_FOR[w] for w in reversed(" ".join(words).split())
                         if w in nouns.STANDS_FOR), "any")  # fmt: skip
            place = self._market([w for w in " ".join(words).split() if w not in _COUNTED])
            if len(place) == 1 and len(place[0]) == size:
                return Who(market=tuple((name,) for name in place[0]))  # "all three major U.S. indexes"
            return Who(stands_for="index" if sort == "indexes" else sort, size=size)
        head = " ".join(words).split()[-1]
        flat = [w for w in words if w not in nouns.ARTICLES and w != "'s"]
        market = self._market(flat)
        if market:
            return Who(market=market)
        if any("spread" in self.tokens[i].types for i in range(start, end + 1)):
            return Who(self._unknown(start, end))
        if any(w in nouns.STATISTICS for w in " ".join(flat).split()) or {"price", "index"} <= set(flat):
            return NOTHING
        others = [i for i in range(start, end) if "unknown" in self.tokens[i].types]
        capital = [i for i in range(start, end + 1) if self._is_proper(i)]
        sort = nouns.STANDS_FOR.get(head, "")
        if sort == "any" and not others:
            return Who(stands_for="any")
        definite = words[0] in nouns.ARTICLES or self.lows[start - 1 : start] == ["the"]
        plain_ = all(self.lows[i] in nouns.PLAIN for i in others)
        described = sort == "share" and len(others) < 3 and self.discourse.is_about("share")
        if self._is_cut_off(start):
            while self._is_cut_off(start):
                start -= 1
            return Who(self._unknown(start, end))
        placed = [self.lows[i] for i in range(start, end) if "place" in self.tokens[i].types]
        if sort == "index" and placed:  # "Japan's benchmark"
            names = nouns.MARKETS.get(placed[-1].rstrip("."), ())
            text = self._text(start, end)
            one = len(names) == 1
            return Who(market=(names,)) if one else Who(Subject((text,), unknown=True, words=text))
        if sort not in ("", "any") and (not others or (definite and (plain_ or described))) and not capital:
            return Who(stands_for=sort)
        if head in nouns.MEMBERS or any(w in nouns.MEMBERS for w in flat):
            return Who(self._unknown(start, end))
        if capital and capital[-1] >= end - 1 and not (len(flat) == 1 and self._is_common(end)):
            return Who(self._unknown(capital[0], end))
        return NOTHING

    def _relative(self, start: int, head: str) -> Who:
        """ "Chipotle, whose shares have risen": Chipotle; but "whose revenue has risen" nothing."""
        comma = start > 1 and self.lows[start - 1] == ","
        of_shares = nouns.STANDS_FOR.get(head) == "share" or head == "price"
        return (self.ending_at(start - 1 - comma) or NOTHING) if of_shares else NOTHING

    def _is_cut_off(self, start: int) -> bool:
        """Whether a word that is not understood goes before, so that more is named than is known:
        "Direxion Daily Bull 3X Shares", "eight-year yields"."""
        before = self.tokens[start - 1] if start else None
        if before is not None and "span" in before.types and "-" in before.text:
            return before.end + 1 == self.tokens[start].start
        return (
            before is not None
            and (before.text[0].isupper() or before.text[0].isdigit())
            and (
                before.end + 1 == self.tokens[start].start
                and before.types.isdisjoint(("date", "intraday", "pct", "noise", "and", "cause"))
                and not self.taken[start - 1]
                and start - 1 > 0
            )
        )

    def _market(self, words: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """The benchmarks that "Chinese and Hong Kong shares" may mean."""
        words = " ".join(words).split()
        while words and words[-1] in ("main", "major"):
            words.pop()
        head = words[-1] if words else ""
        if head == "street" and words[-2:-1] == ["wall"]:
            words = [*words, "stocks"]
        elif head not in nouns.MARKET_NOUNS:
            return ()
        rest = [w for w in words[:-1] if w not in ("main", "major", "stock", "share", "equity", "benchmark",
                                                   "broader", "key", "the", "'s", "-")]  # fmt: skip
        found = list[tuple[str, ...]]()
        for part in re.split(r" and |, |,| & ", " ".join(rest)):
            names = nouns.MARKETS.get(part.strip().rstrip("."), ())
            if not names:
                return ()
            found.append(names)
        return tuple(dict.fromkeys(found))

    def _is_proper(self, i: int) -> bool:
        """A word in capitals that is not only so because a sentence begins with it."""
        token = self.tokens[i]
        if "unknown" not in token.types or not token.text[0].isupper():
            return False
        return i > self.opening() or not self._is_common(i)

    def _is_common(self, i: int) -> bool:
        """Whether the word at the sentence's start is used without a capital elsewhere in the text."""
        word = self.tokens[i].text
        return i <= self.opening() and re.search(rf"\b{re.escape(word.lower())}\b", self.text) is not None

    def named(self, indexes: Sequence[int]) -> Subject:
        names, types, symbols, inverse = [], set(), list[str](), []
        for i in indexes:
            token = self.tokens[i]
            found = (token.says("name", "symbols") or "").split()
            if symbols and set(found) <= set(symbols):
                continue  # the ticker beside its name
            names.append(self._line(i))
            types.add(token.says("name", "type") or "")
            symbols += found
            inverse.append(token.says("name", "inverse") == "true")
        return Subject(tuple(names), frozenset(types), symbols=frozenset(symbols), inverse=all(inverse))

    def _line(self, i: int) -> str:
        """The name with the venue that follows it: "Alibaba's Hong Kong shares"."""
        end = i + 1
        while end < len(self.tokens) and (self.lows[end] == "'s" or "place" in self.tokens[end].types):
            end += 1
        placed = end > i + 1 and "place" in self.tokens[end - 1].types and end < len(self.tokens)
        if placed and self.lows[end] in ("shares", "stock", "listing", "line"):
            return self._text(i, end)
        return self.tokens[i].text

    def _unknown(self, start: int, end: int) -> Subject:
        while end > start and self.lows[end] in ("both", "each", "'s"):
            end -= 1
        return Subject((self._text(start, end),), unknown=True)

    def _text(self, start: int, end: int) -> str:
        return self.text[self.tokens[start].start : self.tokens[end].end]

    # ----------------------------------------------------------------------- the phrase after a claim

    def after(self, last: int) -> Who | None:
        """What a noun is of: "a 13 percent jump in the S&P 500"; None where nothing follows it."""
        claim = self.tokens[last]
        if claim.types.isdisjoint(_NOUNLIKE) or last + 2 >= len(self.tokens):
            return None
        if not _AFTER.fullmatch(self.lows[last + 1]):
            return None
        if self.lows[last + 1] in ("in", "of") and "move" in claim.types:
            for i in range(last + 2, min(last + 8, len(self.tokens))):
                if self.tokens[i].types & {"comma", "name", "cause"} or self.taken[i]:
                    break
                if self.lows[i] in nouns.STATISTICS:
                    return NOTHING  # "a 10% rise in first-half profit"
        start = end = last + 2
        while end < len(self.tokens) and self.is_word(end):
            end += 1
        if end == start:
            return None
        who = self.classified(start, end - 1)
        named = any("name" in self.tokens[i].types for i in range(start, end))
        if self.lows[last + 1] in ("in", "of", "for"):
            if named and who is not None and who.subject is not None:
                return who
            date = not self.tokens[start].types.isdisjoint(("date", "unit", "span", "place", "per"))
            plain_noun = all(self.tokens[i].text[0].islower() for i in range(start, end))
            if not named and not date and plain_noun and self.lows[last + 1] in ("in", "of"):
                return NOTHING if who is None or (who.subject is None and not who.stands_for) else None
        return None
