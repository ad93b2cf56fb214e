"""Whether words state what happened: what is foreseen, denied, supposed, asked or told of no one day is
no claim about a price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from factcheck.reading.words import Token


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


def _verbs(*stems: str) -> frozenset[str]:
    """The forms of regular verbs: fear, fears, feared, fearing."""
    return frozenset(
        stem.removesuffix("e") + ending if ending[0] in "ei" else stem + ending if ending != "-" else stem
        for stem in stems
        for ending in ("-", "s", "ed", "ing")
    )


# what makes a whole clause unreal, whoever is its subject
_SUPPOSED = _words("if unless whether lest until till once whenever without neither nor none assuming",
                   "suppose supposing imagine scenario untrue incorrectly wrongly falsely mistakenly",
                   "misstated hypothetical feared fearing hoped hoping assumes assumed doubts doubted",
                   "betting wagering wagered dreamt") | _verbs("envisage", "envision")  # fmt: skip
# what foresees or denies what follows it at once: "avoided a 3% fall", "needs to rise 3%"
_MISSED = _words(
    "struggle struggles struggled struggling try tries tried trying close short must ought due tipped slated",
    "scheduled called indicated implied pencilled risk prospect chance odds possibility probability threat",
    "expectation expectations calls bets unlikely sees see seek seeks sought",
) | _verbs("avoid", "avert", "escape", "dodge", "resist", "prevent", "threaten", "risk", "need", "want",
           "aim", "refuse", "attempt", "warn", "brace", "fear", "hope", "urge", "rule")  # fmt: skip
_HABITS = _words("usually typically normally often historically seasonally traditionally rarely seldom tend",
                 "tends averaged averages averaging annualised annualized")  # fmt: skip
_NOT_QUITE = ("almost", "nearly", "practically", "narrowly missed")
_OF_OTHERS = ("expected", "forecast", "predicted", "estimated", "projected", "anticipated", "pencilled")
_SEEING = ("see", "sees", "seeing")
_LINKS = frozenset(("of", "for", "about", "against", "from", "on", "that"))
_INVERTED = ("had", "were", "should")
_ASKING = _words("did does do will would could can is are was were has have had should may might shall",
                 "when which who where")  # fmt: skip
_PRESUPPOSING = ("why", "how", "as", "with", "after", "since", "given", "because", "despite")
_MODALS = ("would", "could", "might", "may", "will", "should", "can")
_TIMES = _words("last next only first second third each every previous")
_WRONG = _words("wrong false untrue incorrect inaccurate mistaken erroneous fabricated fake unfounded")
_SAYINGS = _words("reports report claims claim rumours rumors talk suggestions posts speculation")
_ERAS = _words("crisis crises crash recession recessions pandemic war wars bubble term presidency tenure",
               "era cycle bust downturn slowdown meltdown lockdown decade elections election")  # fmt: skip
_DURING = ("in", "during", "throughout", "through", "over", "under", "since")
_TURNS = frozenset(("but", "while", "yet", "though", ";", ":", ".", "!", "-"))  # where another clause begins
_STEPS = ("day", "days", "session", "sessions", "week", "weeks", "month", "months")  # … after
_BEFORE = tuple(
    f"{article} {step} {word}"
    for step in ("day", "week", "month", "year")
    for article, word in (("the", "before"), ("a", "earlier"), ("a", "before"), ("the", "earlier"))
)
_FAR = 12  # words that a clause may go on before its verb


def is_told(row: Sequence[Token], taken: Sequence[bool], first: int, last: int) -> bool:
    """Whether the claim from `first` to `last` is said to have happened.

    Not "could fall 3% to 100", "expects gold to rise 3%", "did not fall 3%", "failed to close above
    100", "avoided a 3% fall", "almost fell 3%", "did it fall 3%?" nor "if it falls 3%". `taken`: which
    words are in claims.
    """
    i = _verb_group(row, taken, first)
    if i >= 0 and (_is_unreal(row, i) or _is_missed(row, i)):
        return False
    if _is_infinitive(row, i + 1, first) and any(
        _is_unreal(row, j) or _is_missed(row, j) or row[j].low in _SET_TO
        for j in _clause(row, taken, i)
    ):
        return False
    if first and "move" in row[first].types and _is_missed(row, first - 1):
        return False
    if first > 1 and row[first - 1].low == "last" and _is_past(row[first]):
        return False
    clause = [row[j].low for j in _clause(row, taken, i)]
    if not _SUPPOSED.isdisjoint(clause) or _is_inverted(clause, row, first):
        return False
    if _is_foreseen(clause, row, first) or _is_of_other_times(clause, row[first]):
        return False
    last = _last(taken, last)
    told_of_others = _is_expected(row, first, last) or _is_withdrawn(row, first, last)
    return not (told_of_others or _is_asked(row, clause, last) or _is_habit(row, taken, first, last))


def _is_past(verb: Token) -> bool:
    """ "It last rose": some time ago; not "was last up", "last traded at"."""
    return "move" in verb.types and verb.low not in ("up", "down", "off", "traded", "trading", "quoted")


def _last(taken: Sequence[bool], last: int) -> int:
    """The last word of the claims that go on after `last`."""
    while last + 1 < len(taken) and taken[last + 1]:
        last += 1
    return last


def _verb_group(row: Sequence[Token], taken: Sequence[bool], first: int) -> int:
    """Back over little words and what the claim goes on from; where something else stands."""
    i = first - 1
    while i >= 0 and not _is_unreal(row, i) and row[i].low not in _TURNS:
        if not taken[i] and row[i].types.isdisjoint(("noise", "to")) and not row[i].text.endswith("ly"):
            break
        i -= 1
    return i


def _is_unreal(row: Sequence[Token], i: int) -> bool:
    """Whether a word foresees or denies; "not only" and "instead" do not."""
    token, after = row[i], row[i + 1].low if i + 1 < len(row) else ""
    if "forecast" in token.types or (token.low == "yet" and after == "to"):
        return True
    return "neg" in token.types and token.low != "instead" and after not in ("only", "just")


def _is_missed(row: Sequence[Token], i: int) -> bool:
    """ "Avoided a 3% fall", "warned of a 3% fall", "rather than falling 3%", "almost fell 3%"."""
    low, before = row[i].low, row[i - 1].low if i else ""
    if low in _NOT_QUITE or low in ("close to", "shy of", "short of"):
        return row[i + 1].types.isdisjoint(("mult", "num", "pct", "frac", "money"))
    if low in _LINKS:
        return before in _MISSED - {"close", "short"} or (before, low) in (("short", "of"), ("instead", "of"))
    return low in _MISSED - _SEEING_AND_SHORT or (before, low) == ("rather", "than")


_SET_TO = frozenset(("close", "called", "due", "slated", "tipped", "scheduled", "indicated"))
_SEEING_AND_SHORT = frozenset((*_SEEING, "short", *_SET_TO))


def _is_infinitive(row: Sequence[Token], start: int, first: int) -> bool:
    """Whether the words from `start` up to the claim begin with "to", adverbs aside."""
    while start < first and row[start].text.endswith("ly"):
        start += 1
    if start >= first or row[start].low != "to":
        return False
    return row[start + 1].low not in ("a", "an", "the", "its", "their")  # "to a third loss"


def _clause(row: Sequence[Token], taken: Sequence[bool], last: int) -> range:
    """The words up to `last`, back to where their clause begins."""
    start = last + 1
    while start > max(0, last - _FAR) and not taken[start - 1]:
        before = row[start - 1]
        if before.text == "," or before.low in _TURNS or "cause" in before.types:
            break
        start -= 1
    return range(start, last + 1)


def _is_inverted(clause: Sequence[str], row: Sequence[Token], first: int) -> bool:
    """ "Had the Nikkei closed 2% higher, …", "Should it fall 3%, …"."""
    if len(clause) < 2 or clause[0] not in _INVERTED or row[first].low == clause[1]:
        return False
    return any(token.low in _MODALS for token in row) or clause[0] != "had"


def _is_foreseen(clause: Sequence[str], row: Sequence[Token], first: int) -> bool:
    """ "Strategists see the index falling 3%", "gold is seen at 3,000"; not "was last seen trading at"."""
    verb = row[first].low
    if any(word in _SEEING for word in clause[:-1]) and (verb.endswith("ing") or verb in ("at", "to")):
        return True
    before = [token.low for token in row[max(0, first - 2) : first]]
    seen = before[-1:] == ["seen"] and before[0] != "last"
    called = before[-1:] and before[-1] in ("called", "indicated", "tipped", "slated", "due")
    ahead = verb in ("at", "to", "open") or (verb.endswith("ing") and verb not in ("trading", "quoting"))
    return bool(called or (seen and ahead))


def _is_of_other_times(clause: Sequence[str], verb: Token) -> bool:
    """ "The last time it fell 4%", "whenever it fell 4%", "when it falls 4%": of no day that is told."""
    for one, other in zip(clause, [*clause[1:], ""], strict=False):
        if one in _TIMES and other == "time":
            return True
        if one.endswith(("days", "months", "years", "weeks")) and other in ("when", "in"):
            return "which" in clause or other == "when"
    return "when" in clause and verb.low.endswith("s") and "move" in verb.types


def _is_expected(row: Sequence[Token], first: int, last: int) -> bool:
    """ "Less than the 2% expected", "a 3% fall in the index would …"."""
    after = [token.low for token in row[last + 1 : last + 1 + _FAR]]
    if after and after[0] in _OF_OTHERS and (row[last].types & {"pct", "pts", "bps", "money"}):
        return True
    articles = {token.low for token in row[max(0, first - 1) : first + 1]}
    indefinite = not articles.isdisjoint(("a", "an", "another", "any", "further"))
    if not indefinite or row[last].types.isdisjoint(("move", "xnoun")):
        return False
    end = next((n for n, word in enumerate(after) if word == "," or word in _TURNS), len(after))
    return any(word in _MODALS for word in after[:end])


def _is_withdrawn(row: Sequence[Token], first: int, last: int) -> bool:
    """ "Reports that it fell 3% were wrong", "an earlier version said it fell 3%", "it is not true that"."""
    before = " ".join(token.low for token in row[:first])
    if any(words in before for words in _TAKEN_BACK):
        return True
    opening = next((token.low for token in row if "noise" not in token.types), "")
    after = [token.low for token in row[last + 1 :]]
    return opening in _SAYINGS and not _WRONG.isdisjoint(after)


_TAKEN_BACK = ("earlier version", "previous version", "originally said", "originally stated", "not true",
               "originally reported", "denied that", "wrong to say", "false that", "wrong that")  # fmt: skip


def _is_asked(row: Sequence[Token], clause: Sequence[str], last: int) -> bool:
    """ "Did it fall 3%?"; "why did it fall 3%?" says that it did."""
    for token in row[last + 1 :]:
        if token.text == "?":
            break
        if token.text == "," or token.low in _TURNS:
            return False
    else:
        return False
    opening = next((word for word in clause if word not in ('"', "'", "so", "and", "or")), "")
    return opening not in _PRESUPPOSING and not (opening == "what" and row[last].types & {"move", "xnoun"})


def _is_habit(row: Sequence[Token], taken: Sequence[bool], first: int, last: int) -> bool:
    """ "Usually falls 2%", "on average", "9% a year", "for every 1%": of no one day or year."""
    words = [row[i].low for i in _around(row, taken, first, last)]
    opening = " ".join(token.low for token in row[:3])
    text = f" {opening} | {' '.join(words)} "
    closing = " ".join(token.low for token in row[-3:])
    if "on average" in closing or not _HABITS.isdisjoint(words):
        return True
    if any(said in text for said in _GENERALLY):
        return True
    after = " ".join(token.low for token in row[last + 1 : last + 3])
    return after.startswith(_EACH)


_GENERALLY = (" on average ", " average of ", " for every ", " for each ", " every time ", " each time ")
_OPENING = 4  # words that may stand before the comma after "on average"
_EACH = ("a year", "per year", "a month", "per month", "a week", "per week", "annually", "per annum")


def _around(row: Sequence[Token], taken: Sequence[bool], first: int, last: int) -> Iterator[int]:
    """The words before a claim up to another claim or turn, and those after it up to a comma."""
    start = first
    while start > 0 and not taken[start - 1] and row[start - 1].low not in _TURNS:
        if row[start - 1].text == "," and start > _OPENING:
            break  # "which usually falls, rose 2%"
        start -= 1
    yield from range(start, first)
    for i in range(last + 1, len(row)):
        if taken[i] or row[i].text == "," or row[i].low in _TURNS:
            return
        yield i


def is_of_a_day_before(row: Sequence[Token], taken: Sequence[bool], first: int, last: int) -> bool:
    """ "A day after it fell 3%", "two days after setting a record", "after a 3% drop the day before"."""
    i = first - 1
    while i >= 0 and "noise" in row[i].types:
        i -= 1
    after = i > 0 and row[i].low == "after" and "date" not in row[i - 1].types
    if after and row[i - 1].low.endswith(_STEPS):
        return True
    words = " ".join(token.low for token in row[_last(taken, last) + 1 :][:3])
    opening = " ".join(token.low for token in row[:3])
    return words.startswith(_BEFORE) or opening.startswith(_BEFORE)


def untold_time(row: Sequence[Token], taken: Sequence[bool], first: int, last: int) -> str:
    """The words that say over what time a claim is, where no calendar knows it, or "": "in the crash"."""
    near = [i for i in range(first) if not any(taken[i:first])]
    near += range(_last(taken, last) + 1, len(row))
    for i in near:
        if taken[i] or (i > first and (row[i].text == "," or row[i].low in _TURNS)):
            break
        if row[i].low not in _DURING and "each" not in row[i].types:
            continue
        for j in range(i + 1, min(i + 8, len(row))):
            if row[j].text == "," or taken[j]:
                break
            if row[j].low in _ERAS:
                return " ".join(token.text for token in row[i : j + 1])
    return ""


def past_time(row: Sequence[Token], taken: Sequence[bool], first: int) -> str:
    """What a sentence opens with that sets it in a past which no day or period of a claim says, or "":
    "A year ago, …", "At the time, …", "On Black Monday in 1987, …", "Between May and July, …"."""
    comma = next((i for i in range(min(first, _FAR)) if row[i].text == ","), None)
    named = next((i for i in range(first) if "name" in row[i].types), first)
    end = comma if comma is not None else named
    if any(taken[:end]) or not end:
        return ""
    words = " ".join(token.low for token in row[:end])
    past = words.startswith(_THEN) or any(f" {said} " in f" {words} " for said in _PAST)
    aside = comma is not None and row[0].low in _OPENERS
    dated = aside and any("year" in token.types and token.text.isdigit() for token in row[:end])
    between = row[0].low == "between" and sum("date" in token.types for token in row[:end]) > 1
    if between and comma is None:
        end = first
    month = row[1].meanings.get("date", {}).get("grain") == "month" if end > 1 else False
    last_month = row[0].low == "last" and month
    whole = " ".join(token.low for token in row).replace("-", " ")
    if any(said in whole for said in _PEAK_TO_TROUGH):
        return "that way from peak to trough"
    at_a_peak = row[0].low in ("at", "from") and row[end - 1].low in _PEAKS and _NOW.isdisjoint(words.split())
    told = " ".join(token.text for token in row[: min(end, _FAR)]).removesuffix(" the")
    past = past or (comma is not None and at_a_peak)
    return told if past or between or dated or last_month else ""


_OPENERS = ("in", "on", "at", "by", "during", "back", "from", "around", "throughout")
_PEAK_TO_TROUGH = ("peak to trough", "trough to peak")
_PEAKS = ("low", "lows", "high", "highs", "peak", "trough", "bottom", "nadir", "worst", "best", "height")
_NOW = frozenset(("session", "day", "intraday", "morning", "afternoon"))
_THEN = ("at the time", "at that time", "at that point", "back then", "by then", "back in", "in those days")
_PAST = ("ago", "peak to trough", "trough to peak", "black monday", "black thursday", "black tuesday")
