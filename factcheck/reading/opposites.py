"""Opposites: the word for the other direction, in the same form and of the same strength.

What has no sure opposite is not here, and is never turned: the plain correction says it. `~` gives
every regular form of both verbs, written as in `lexicon.py`.
"""

from __future__ import annotations

from functools import cache

from factcheck.reading.lexicon import inflections

_BOTH_WAYS = """
rise fall, rises falls, rose fell, risen fallen, rising falling, ~climb drop*, ~advance decline,
~increase decrease, ~appreciate depreciate, ~strengthen weaken, ~surge plunge, ~soar plummet,
~jump tumble, ~outperform underperform, outpaced lagged, outpaces lags, outpacing lagging,
gained lost, gaining losing, gain loss, gains losses, winning losing, up down, upward downward,
upwards downwards, higher lower, stronger weaker, uptick downtick, upturn downturn, upswing downswing,
advancer decliner, advancers decliners, gainer loser, gainers losers, in_the_green in_the_red,
in_positive_territory in_negative_territory
"""
# the way back is another word
_ONE_WAY = """
added lost, adding losing, adds loses, shed added, sheds adds, shedding adding, ~slump jump,
~retreat advance, off up, beat lagged, beats lags, trailed outperformed, trails outperforms
"""
# nouns above, verbs where a number follows: "a gain of 3%", "gain 3%"
_BEFORE_A_NUMBER = {
    "gain": "lose", "gains": "loses", "lose": "gain", "loses": "gains", "losing": "gaining", "add": "lose",
}  # fmt: skip
_LOUD = """surge soar rocket skyrocket plunge plummet crash tumble slump spike crater nosedive collapse tank
jump"""
_QUIET = "slip* dip*"
_PLAIN = {"up": ("rise", "rises", "rose", "rising"), "down": ("fall", "falls", "fell", "falling")}


def opposite(phrase: str, *, before_a_number: bool) -> str | None:
    """The opposite of a word or phrase in lower case; None where none is sure."""
    if before_a_number and phrase in _BEFORE_A_NUMBER:
        return _BEFORE_A_NUMBER[phrase]
    return _opposites().get(phrase)


def plainer(word: str, direction: str) -> str | None:
    """ "Rose" for "surged" (S2.11), in the same form; None for a word without a tone."""
    form = (_forms(_LOUD) | _forms(_QUIET)).get(word)
    return None if form is None else _PLAIN[direction][form]


def is_loud(word: str) -> bool:
    return word in _forms(_LOUD)


@cache
def _opposites() -> dict[str, str]:
    found: dict[str, str] = {}
    for one, other in _pairs(_BOTH_WAYS):
        found[one], found[other] = other, one
    for one, other in _pairs(_ONE_WAY):
        found.setdefault(one, other)
    return found


def _pairs(table: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for entry in table.split(","):
        one, other = entry.split()
        if one.startswith("~"):
            found += zip(inflections(one[1:]), inflections(other), strict=True)
        else:
            found.append((one.replace("_", " "), other.replace("_", " ")))
    return found


@cache
def _forms(verbs: str) -> dict[str, int]:
    return {form: at for verb in verbs.split() for at, form in enumerate(inflections(verb))}
