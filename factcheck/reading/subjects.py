"""Who a claim of running text is about: the noun phrase beside it, and what pronouns and nouns stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from factcheck.instruments import UnknownInstrument
from factcheck.reading import nouns
from factcheck.reading.discourse import Discourse, together
from factcheck.reading.finding import Piece
from factcheck.reading.naming import DOLLARS
from factcheck.reading.noun_phrases import NOTHING, PREPOSITIONS, NounPhrases, Who
from factcheck.reading.statement import Statement, Subject
from factcheck.reading.words import Token

_NEAR = 5  # words that may stand between a pronoun and its verb
_DESCRIBED = frozenset("blue chip bluechip tech technology heavy broad broader based small cap".split())
_ANY_SHARE = frozenset("stock stocks share shares company group firm 's its".split())
_BE = ("is", "was", "are", "were")
_CAUSED = ("shav", "tak", "took", "knock", "add", "contribut", "drag", "pull", "lift", "lop", "subtract")
_PER_CURRENCY = re.compile(r"\bper (euros?|pounds?|sterling)$")
_IN_CURRENCY = re.compile(r"\d ?((?:swiss |canadian |australian |hong kong |singapore )?[a-z]{3,8})\b")
_DASHES = ("-", "–", "—", "--", ":")
_OF_A_MARKET = ("volume", "breadth")
_TICKER = re.compile(
    r"(?P<class>(?: [A-C]\b)?) \((?:(?P<exchange>NASDAQ|Nasdaq|NYSE(?: American)?): ?)?"
    r"(?P<symbol>[A-Z][A-Z.]{0,5})\)"
)
_COMPANY = re.compile(r"\b(?:Class|Inc|Corp|Corporation|Company|Co|Ltd|plc|PLC|Group|Holdings)\b")
_RESULTS = re.compile(  # "CSL's first-half profit"
    r"\b([A-Z][\w&.-]*)(?:['’]s|(?<=s)['’]) (?:[\w-]+ ){0,3}"
    r"(?:profits?|revenues?|earnings|results|guidance|dividends?|outlook)\b"
)
_NO_MARKET = ("^VIX", "^VXN", "^MOVE", "^INDIAVIX")  # indexes that nothing is a member of
_THE_MARKET = Subject(("the market",), unknown=True)


@dataclass
class Subjects:
    """The subjects of one sentence's claims. `tokens` are all of it, noise included."""

    tokens: Sequence[Token]
    pieces: Sequence[Piece]
    discourse: Discourse
    text: str

    def __post_init__(self) -> None:
        self.phrases = NounPhrases(self.tokens, self.pieces, self.discourse, self.text)
        self.at, self.taken, self.lows = self.phrases.at, self.phrases.taken, self.phrases.lows
        self.turns = [token.start for i, token in enumerate(self.tokens) if self._turns(i)]
        owned = "'" in self.text or "’" in self.text
        self.results = list(_RESULTS.finditer(self.text)) if owned else []
        self.breaks = [token.start for token in self.tokens if token.low in (";", "had", "having")]

    def _turns(self, i: int) -> bool:
        """Whether a day follows a word that begins another clause: "but, on Friday, fell 2%"."""
        plain_ = self.lows[i] in ("but", "while", "whereas", "then")
        if not plain_ and (self.lows[i] != "and" or self.lows[i + 1 : i + 2] != [","]):
            return False
        after = [t for t in self.tokens[i + 1 : i + 4] if t.types.isdisjoint(("comma", "on"))]
        return bool(after) and "date" in after[0].types

    def assign(self, claims: list[Statement]) -> list[Statement]:
        """Give every claim its subject; claims about nothing that has a price are left out."""
        kept: list[Statement] = []
        before: Statement | None = None
        dropped = False  # whether the claim before is about nothing that has a price
        for claim in claims:
            if claim.continues and "of" not in claim.fields and (before is not None or dropped):
                subject = None if dropped or before is None else before.subject
            else:
                subject = self._subject(claim, before, dropped)
            noun = claim.kind == "direction" and self.lows[self.at[claim.piece.start]] in nouns.MOVES
            dropped = subject is None and not noun
            if subject is not None:
                claim.subject = subject
                kept.append(claim)
                before = claim
        for at, claim in enumerate(kept):
            pair, old = self._pair(claim), claim.subject
            if pair is not None:
                claim.subject = pair
                moved = self._turned(pair) if self._per(claim, old) else pair
                _requote(kept[:at][::-1], old, moved, pair)
                measured = (n for n, c in enumerate(kept) if n > at and self._is_measured(c))
                _requote(kept[at + 1 : next(measured, len(kept))], old, moved, pair)
        for claim in kept:
            self._of_ticker(claim)
            self._placed_listing(claim)
            self._of_futures(claim)
        return kept

    def _pair(self, claim: Statement) -> Subject | None:
        """The pair that "the dollar rose to 151 yen" is about; None where the price is in its own terms."""
        subject = claim.subject
        per = self._per(claim, subject)
        if per is not None:
            return per
        dollar = any(name.lower() in DOLLARS for name in subject.names)
        last = claim.piece.tokens[-1]
        unit = _IN_CURRENCY.search(self.text[last.start : last.end + 20].lower())
        single = len(subject.names) == 1 and "/" not in subject.names[0]
        if unit is None or not single or not (dollar or subject.types == {"fx"}):
            return None
        other = "sterling" if unit[1] == "pence" else unit[1].removesuffix("s").removeprefix("swiss ")
        quoted = {x.symbol for m in self.discourse.catalogue.mentions(other) for x in m.listings}
        if not quoted or not quoted.isdisjoint(subject.symbols) or other in DOLLARS:
            return None
        return self._pair_of(f"{'dollar' if dollar else subject.names[0]}/{other}")

    def _per(self, claim: Statement, subject: Subject) -> Subject | None:
        """The pair of "84.2 pence per euro", "161.5 per euro": the euro in the other currency."""
        names = subject.names
        per = _PER_CURRENCY.search(claim.piece.tokens[-1].low)
        if subject.types != {"fx"} or len(names) != 1 or "/" in names[0] or per is None:
            return None
        return self._pair_of(f"{per[1].removesuffix('s')}/{names[0].lower().removeprefix('british ')}")

    def _pair_of(self, name: str) -> Subject:
        """A pair by its name, known or not."""
        whole = [m for m in self.discourse.catalogue.mentions(name) if m.end == len(name) and m.start == 0]
        symbols = frozenset(listing.symbol for m in whole for listing in m.listings)
        return Subject((name,), frozenset({"fx"}), symbols=symbols, unknown=not whole)

    def _turned(self, pair: Subject) -> Subject:
        """Euro/yen for yen/euro: what the yen does that is at 161.5 per euro."""
        return self._pair_of("/".join(reversed(pair.names[0].split("/"))))

    def _is_measured(self, claim: Statement) -> bool:
        """Whether what follows a claim at once says what it is measured against."""
        after = [p for p in self.pieces if p.start >= claim.piece.end][:2]
        on = len(after) == 2 and after[0].has("on") and after[1].has("name")
        return bool(after) and (after[0].kind == "against" or on)

    # ------------------------------------------------------------------------------ one claim

    def _subject(self, claim: Statement, before: Statement | None, dropped: bool) -> Subject | None:
        if "of" in claim.fields:
            names = tuple(claim.fields.pop("of").split("\n"))
            return self._of_names(names)
        first = self.at[claim.piece.start]
        last = self.at[claim.piece.tokens[-1].start]
        if first and self.lows[first - 1] == "(":
            return self._bracketed(first - 2)
        if claim.kind == "level" and first > 1 and self.lows[first - 1] == "'s" \
                and "name" in self.tokens[first - 2].types:  # fmt: skip
            return self.phrases.named([first - 2])  # "below the Nikkei's last close of 39,000"
        if part := self._part_of_index(claim, before, first, last):
            return part
        if (led := self._led_by(first)) is not None:
            return led
        who = self._of_a_rank(claim, first) or self.phrases.after(last)
        if who is None:
            who = self.phrases.before(first)
        if who is None and claim.kind == "direction" and self._is_odd(first):
            who = NOTHING
        found = None
        if who is not None:
            found = self._resolved(who, claim, before)
        elif not dropped:
            found = self._elsewhere(before, first, last)
        if claim.kind in _OF_A_MARKET and (
            found is None
            or (claim.kind == "breadth" and found.types != {"index"})
            or not found.symbols.isdisjoint(_NO_MARKET)
        ):
            index = self.discourse.latest(lambda s: s.types == {"index"} and s.symbols.isdisjoint(_NO_MARKET))
            return index or _THE_MARKET
        if claim.kind == "market_cap" and found is None:
            return self._added_to(last + 1)
        return found

    def _led_by(self, first: int) -> Subject | None:
        """ "Led by Xiaomi, up 6.3%": the one whose number stands beside it."""
        if first < 3 or self.lows[first - 1] != "," or "way" not in self.tokens[first].types:
            return None
        start = self.phrases.start(first - 2)
        if start > first - 2 or not self.lows[start - 1].endswith("by"):
            return None
        who = self.phrases.classified(start, first - 2)
        return who.subject if who is not None and who.subject is not None else None

    def _of_a_rank(self, claim: Statement, first: int) -> Who | None:
        """ "Tesla was the S&P 500's worst performer": it is Tesla that is ranked."""
        if claim.kind != "rank" or self.lows[first - 1 : first] != ["'s"] or first < 2:
            return None
        if "name" not in self.tokens[first - 2].types:
            return None
        claim.fields.setdefault("among", self.tokens[first - 2].text)
        start = self.phrases.start(first - 2)
        if start and self.lows[start - 1] in _BE:
            return self.phrases.ending_at(self.phrases.skip(start - 1)) or NOTHING
        last = self.at[claim.piece.tokens[-1].start]
        after = range(last + 2, min(last + 4, len(self.tokens)))
        named = next((i for i in after if "name" in self.tokens[i].types), None)
        is_said = named is not None and self.lows[last + 1] in _BE
        return Who(self.phrases.group_at(named)) if named is not None and is_said else NOTHING

    def _part_of_index(
        self, claim: Statement, before: Statement | None, first: int, last: int
    ) -> Subject | None:
        """ "SoftBank lost 5%, shaving 90 points off the Nikkei": a share's part is no move of the index."""
        if before is None or before.subject.types != {"share"} or claim.fields.get("unit") != "points":
            return None
        begin = self.at[before.piece.tokens[-1].start] + 1
        verb = next((low for low in self.lows[begin : first + 1] if low.startswith(_CAUSED)), None)
        if verb is None or not any("name" in t.types for t in self.tokens[begin : last + 5]):
            return None
        words = f"{before.subject.names[0]}'s part in an index"
        return Subject((words,), unknown=True)

    def _placed_listing(self, claim: Statement) -> None:
        """ "BYD rose 3% in Shenzhen", "BYD shares in Shenzhen", "New York-listed shares of Alibaba": the line
        of that place."""
        subject = claim.subject
        if len(subject.names) != 1 or subject.types != {"share"} or len(subject.symbols) < 2:
            return
        first, last = (self.at[claim.piece.tokens[end].start] for end in (0, -1))
        row = self.tokens[last + 1 : last + 3]
        place = row[1].text if len(row) == 2 and row[0].types & {"in"} and "place" in row[1].types else ""
        for i in range(max(0, first - 8), first):
            listed = self.lows[i + 1 : i + 2] == ["listed"]
            beside = i > 1 and self.lows[i - 1] == "in" and self.lows[i - 2] in nouns.SHARES
            if "place" in self.tokens[i].types and (listed or beside):
                place = self.tokens[i].text
        line = f"{subject.names[0]}'s {place} shares"
        if not place or " shares'" in line:
            return
        try:
            found = self.discourse.catalogue.resolve(line).listings
        except UnknownInstrument:
            return
        symbols = frozenset(listing.symbol for listing in found)
        if symbols and symbols < subject.symbols:
            claim.subject = replace(subject, names=(line,), symbols=symbols)

    def _of_ticker(self, claim: Statement) -> None:
        """ "Meta Platforms, Inc. Class A (META)", "Acme (NASDAQ: ACM)": an unknown name beside its symbol."""
        name = claim.subject.names[0]
        at = self.text.rfind(name, 0, claim.piece.start) if claim.subject.unknown else -1
        found = _TICKER.match(self.text, at + len(name)) if at >= 0 else None
        if found is None or not (found["exchange"] or _COMPANY.search(name + found["class"])):
            return
        listing = self.discourse.catalogue.listing(found["symbol"].replace(".", "-"))
        if listing is not None and listing.type in ("share", "etf"):
            one = Subject((listing.symbol,), frozenset({listing.type}), symbols=frozenset({listing.symbol}))
            claim.subject = one

    def _of_futures(self, claim: Statement) -> None:
        """ "U.S. stock futures rose: Dow +0.2%; Nasdaq +0.6%": the futures of each."""
        subject, first = claim.subject, self.at[claim.piece.start]
        colon = next((i for i in range(first) if self.lows[i] == ":"), None)
        told = " ".join(self.lows[:colon]).split() if colon is not None else []
        if subject.types != {"index"} or "futures" not in told:
            return
        names = tuple(f"{name} futures" for name in subject.names)
        claim.subject = Subject(names, frozenset({"future"}), group=subject.group)

    def _added_to(self, to: int) -> Subject | None:
        """What gains or loses value: "added $1 trillion to the market"."""
        words = " ".join(self.lows[to : to + 3])
        if not words.startswith(("to the market", "off the market", "from the market")):
            return None
        return self.phrases.group_at(to + 1) if "name" in self.tokens[to + 1].types else _THE_MARKET

    def _bracketed(self, end: int) -> Subject | None:
        """Whose number stands in brackets: the name right before them, whatever the sentence is about."""
        if end >= 0 and self.lows[end] == ".":
            end -= 1
        who = self.phrases.classified(self.phrases.start(end), end) if end >= 0 else None
        if who is None or who.subject is None or len(who.subject.names) == 1:
            return who.subject if who else None
        return self.phrases.named([end]) if "name" in self.tokens[end].types else None

    def _is_odd(self, first: int) -> bool:
        """Whether a word that is not understood stands where the subject should: "yen crosses rose"."""
        end = self.phrases.skip(first - 1)
        plain_ = {
            "noise",
            "comma",
            "and",
            "or",
            "to",
            "said",
            "cause",
            "date",
            "forecast",
            "pros",
        } | PREPOSITIONS
        plain_here = end < 0 or self.taken[end] or self.lows[end] == "before"  # "before easing to 100"
        return not plain_here and self.tokens[end].types.isdisjoint(plain_)

    def _elsewhere(self, before: Statement | None, first: int, last: int) -> Subject | None:
        """The subject of a claim that no noun phrase stands before: a participle's, a noun's."""
        if before is not None:
            return self._between(before, first) or before.subject
        return self._anywhere(first, last)

    def _of_names(self, names: tuple[str, ...]) -> Subject | None:
        for i, token in enumerate(self.tokens):
            if token.text == names[0] and "name" in token.types:
                return self.phrases.named([i])
        return Subject(names, unknown=True)

    def _resolved(self, who: Who, claim: Statement, before: Statement | None) -> Subject | None:
        """The subject of a noun phrase, with what it stands for looked up in the article so far."""
        first = self.at[claim.piece.start]
        if who.stands_for == "any" and who.size == 1:
            word = self._pronoun(first)
            if word == "market" and self.discourse.topic is None:
                return Subject((f"the {word}",), unknown=True, words=f"the {word}")
            if word in nouns.PRONOUNS and (own := self._named_before(first, before)):
                return own[0] if len(own) == 1 else Subject((word,), unknown=True, words=word)
        if who.stands_for == "any" and who.size == 1 and self.discourse.topic is None:
            return self._anywhere(first, -1)
        found = self._stood_for(who, first) if who.stands_for or who.market else who.subject
        if who.stands_for == "fx" and (found is None or found.unknown):
            return self._by_unit(claim) or found
        if found is None or not found.unknown:
            return found
        return self._entry(found.names[0]) or found

    def _by_unit(self, claim: Statement) -> Subject | None:
        """ "The local currency was quoted at 1,444.1 won": the won."""
        last = claim.piece.tokens[-1]
        unit = _IN_CURRENCY.search(self.text[last.start : last.end + 20].lower())
        found = self.discourse.catalogue.mentions(unit[1]) if unit else []
        symbols = frozenset(listing.symbol for mention in found for listing in mention.listings)
        if unit is None or len(symbols) != 1 or found[0].listings[0].type != "fx":
            return None
        return Subject((unit[1],), frozenset({"fx"}), symbols=symbols, inverse=found[0].inverse)

    def _entry(self, words: str) -> Subject | None:
        """ "Dollar Tree - The discount retailer's shares sank": the company that the line begins with."""
        opening = self.phrases.opening()
        if nouns.STANDS_FOR.get(words.lower().rpartition(" ")[2]) != "share":
            return None
        token = self.tokens[min(opening, len(self.tokens) - 1)]
        headed = token.meanings.get("name", {}).get("type") == "share"
        dash = "".join(self.lows[opening + 1 : opening + 2]) in _DASHES
        return self.phrases.named([opening]) if headed and dash else None

    def _pronoun(self, first: int) -> str:
        """The "it" that a claim is about, or "the market", if it is one of these."""
        for i in range(first - 1, max(-1, first - 1 - _NEAR), -1):
            if self.taken[i]:
                break
            if self.lows[i] in nouns.PRONOUNS or self.lows[i] == "market":
                return self.lows[i]
        return ""

    def _named_before(self, first: int, before: Statement | None) -> list[Subject]:
        """What this sentence named up to there, outside of adjuncts, and what its last claim is about."""
        named = [self.phrases.named([i]) for i in range(first)
                 if "name" in self.tokens[i].types and not self.phrases.introduced(i)]  # fmt: skip
        if before is not None:
            others = [one for one in named if not one.symbols <= before.subject.symbols]
            return [before.subject, *others]
        return list({one.symbols or one.names: one for one in named}.values())

    def _stood_for(self, who: Who, first: int) -> Subject | None:
        found = self._meant(who, first)
        if found is None and (who.size > 1 or who.stands_for in ("share", "index", "yield", "crypto")):
            return Subject((who.words,), unknown=True, words=who.words)  # nobody was named before
        return replace(found, words=who.words) if found and who.words else found

    def _meant(self, who: Who, first: int) -> Subject | None:
        if who.market:
            return self.discourse.benchmarks(who.market)
        sort = who.stands_for
        if sort == "indexes":
            return self.discourse.last(who.size if who.size > 1 else 2, {"index"})
        if who.size > 1:
            types = nouns.TYPES.get(sort, set[str]())
            if sort == "index" and self.discourse.latest(lambda s: s.types == {"index"}) is None:
                types = nouns.TYPES["metal"]  # "both benchmarks" of oil
            return self._together_here(who, first, types) or self.discourse.last(who.size, types)
        if sort == "any":
            return self.discourse.topic
        if sort == "index" and (place := self._set_in(self._place_of(who, first))):
            return self._benchmark_of(place)
        here = self._here(nouns.TYPES[sort], self._place_of(who, first))
        found = here or self.discourse.latest_of(sort)
        guess = here is None and found is not None and self._is_one_of_many(who, found)
        return None if guess else found

    def _together_here(self, who: Who, first: int, types: set[str]) -> Subject | None:
        """ "The Nasdaq rose 1% and the S&P 500 rose 2%, both record closes": those named in the sentence."""
        taken = range(self._place_of(who, first))
        named = [self.phrases.named([i]) for i in taken
                 if "name" in self.tokens[i].types and not self.phrases.introduced(i)]  # fmt: skip
        fit = {one.symbols: one for one in named if not types or one.types & types}
        return together(list(fit.values())) if len(fit) == who.size else None

    def _set_in(self, end: int) -> str:
        """The place of "In Sydney, the benchmark index rose", or ""."""
        for i in range(end - 1, 0, -1):
            token = self.tokens[i]
            if self.taken[i] or "name" in token.types:
                break
            proper = "place" in token.types or ("unknown" in token.types and token.text[0].isupper())
            if "in" in self.tokens[i - 1].types and proper:
                return self.lows[i].rstrip(".")
        return ""

    def _benchmark_of(self, place: str) -> Subject | None:
        """The one index that a place's shares are measured by."""
        names = nouns.MARKETS.get(place, ())
        return self.discourse.benchmarks([names]) if len(names) == 1 else None

    def _is_one_of_many(self, who: Who, found: Subject) -> bool:
        """ "The blue-chip index", "the iPhone maker", "the benchmark", where several were named that it
        may mean: the latest of them is a guess."""
        words = set(who.words.lower().replace("-", " ").split()) - nouns.ARTICLES
        if who.stands_for == "index":
            if "benchmark" in words and self.discourse.is_beside(found):
                return True
            return not words.isdisjoint(_DESCRIBED) and self.discourse.choices("index") > 1
        if who.stands_for != "share" or words <= _ANY_SHARE:
            return False
        fit = [s for s in self.discourse.named if s.types & nouns.TYPES["share"]]
        return len({name for s in fit for name in s.names}) > 1

    def _place_of(self, who: Who, first: int) -> int:
        """Where the words stand that stand for something: what comes after them they cannot mean."""
        at = self.text.rfind(who.words, 0, self.tokens[first].start) if who.words else -1
        return self.at.get(at, first)

    def _here(self, types: set[str], end: int) -> Subject | None:
        """An instrument of such a type named earlier in this sentence."""
        for i in range(end - 1, -1, -1):
            token = self.tokens[i]
            if "name" in token.types and token.says("name", "type") in types:
                return self.phrases.named([i])
        return None

    def _between(self, before: Statement, first: int) -> Subject | None:
        """A new subject named since the claim before: "…, while Brent, up for a week, rose"."""
        start = self.at[before.piece.tokens[-1].start] + 1
        for i in range(start, first):
            starts_clause = i > start and self.lows[i - 1] in ("while", "but", "as", "and", "with", "the")
            if "name" in self.tokens[i].types and starts_clause and not self.phrases.introduced(i):
                return self.phrases.group_at(i)
        return None

    def _anywhere(self, first: int, last: int) -> Subject | None:
        """Who the sentence opens with, or names outside of adjuncts, or else what the text is about."""
        named = [i for i in range(first) if "name" in self.tokens[i].types and not self.taken[i]]
        free = [i for i in named if not self.phrases.introduced(i)]
        if free:
            end = free[0]
            while end + 1 < first and self.phrases.is_word(end + 1):
                end += 1
            who = self.phrases.classified(free[0], end) if end > free[0] else None
            if who is NOTHING:
                return None  # "soybean imports reached 8 million tons, a 10% increase"
            if who is not None and who.subject is not None and who.subject.types == {"future"}:
                return who.subject  # "Nasdaq futures .NQ1 rose"
            return self.phrases.group_at(free[0])
        if any(self.lows[i] in nouns.STATISTICS for i in range(first)):
            return None
        opening = self.phrases.opening()
        if opening < first and "among" in self.tokens[opening].types:
            return None  # "Among sectors, energy saw the biggest drop, down 2%"
        if opening < first and self.lows[opening] in nouns.PRONOUNS:
            return self.discourse.topic
        if opening < first:
            end = opening
            while end < first and self.phrases.is_word(end):
                end += 1
            who = self.phrases.classified(opening, end - 1) if end > opening else None
            if who is None or who.stands_for == "any":
                return None if named else self.discourse.topic
            return self._stood_for(who, opening) if who.stands_for or who.market else who.subject
        for i in range(last + 1, len(self.tokens)):
            if "name" in self.tokens[i].types and not self.phrases.introduced(i) and not self.taken[i]:
                return self.phrases.group_at(i)
        strange = any(self.tokens[i].types == {"unknown"} for i in range(first) if not self.taken[i])
        return None if strange else self.discourse.headline

    def named_freely(self) -> Iterator[tuple[int, Subject]]:
        """The instruments that are named without a preposition, or as a company whose results are told,
        each with the place of its name."""
        reporting = {told.start() for told in self.results}
        for i, token in enumerate(self.tokens):
            if "name" in token.types and (token.start in reporting or not self.phrases.introduced(i)):
                yield token.start, self.phrases.named([i])

    def strange_results(self, after: int) -> bool:
        """Whether results are told, after the place `after`, of a company that nobody knows."""
        if not self.results:
            return False
        known = {token.start for token in self.tokens if "name" in token.types}
        told = (results for results in self.results if results.start() > after)
        return any(one.start() not in known and one[1].lower() not in nouns.ABROAD for one in told)


def _requote(beside: Iterable[Statement], old: Subject, moved: Subject, pair: Subject) -> None:
    """What is said beside a price in another currency is about that pair too, up to another price."""
    for claim in beside:
        money = any("money" in token.types for token in claim.piece.tokens)
        priced = claim.kind in ("level", "threshold") and money
        if claim.subject != old or priced:
            return
        claim.subject = pair if claim.kind == "level" else moved
