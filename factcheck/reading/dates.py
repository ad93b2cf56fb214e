"""Dates and times of day as journalists write them."""

from __future__ import annotations

import re
from calendar import monthrange
from functools import cache

from factcheck.reading.words import Token, pattern

_MONTHS = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?"
    r"|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_BARE_MONTHS = (
    r"(?:january|february|(?-i:March)|april|(?-i:May)|june|july|august|september|october"
    r"|november|december|(?-i:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_WEEKDAYS = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?-i:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?)"
)
_Y = r"(?:1[789]\d\d|2[01]\d\d)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b"
_PART = r"(?:(?:early|mid|late|(?:the )?(?:start|end|beginning) of)[- ])"
# grain, what a phrase may begin with (a Digit, Month, Weekday, Part, Season, or a word), the phrase
_DATES = (
    ("week", "the week", rf"(?:the )?week (?:ending|ended|of) (?:{_WEEKDAYS},? )?(?:{_Y}-\d\d-\d\d"
             rf"|{_MONTHS} {_DAY}(?:,? {_Y})?|{_DAY} {_MONTHS}(?:,? {_Y})?|{_WEEKDAYS})"),
    ("day", "D", rf"{_Y}-\d\d-\d\d\b"),
    ("month", "D", rf"{_Y}-(?:0[1-9]|1[0-2])\b"),
    ("day", "M W", rf"(?:{_WEEKDAYS},? )?(?P<bare1>{_MONTHS} {_DAY}(?:,? {_Y}\b)?)"),
    ("day", "D W", rf"(?:{_WEEKDAYS},? )?(?P<bare2>{_DAY} (?:of )?{_MONTHS}(?:,? {_Y}\b)?)"),
    ("month", "M P", rf"{_PART}?{_MONTHS},? (?:of )?{_Y}\b"),
    ("month", "P", rf"{_PART}{_MONTHS}\b"),
    ("year", "P", rf"{_PART}{_Y}\b"),
    ("quarter", "the first second third fourth q1 q2 q3 q4",
     rf"(?:the )?(?:(?:first|second|third|fourth) quarter|q[1-4])(?: of)? {_Y}\b"),
    ("quarter", "the",
     r"(?P<bare3>the (?:first|second|third|fourth) quarter\b)(?: of (?:the|this) year\b)?"),
    ("half", "the",
     rf"the (?P<half>first|second) (?:half|six months)\b(?: of (?:(?:the|this) year|{_Y})\b)?"),
    ("decade", "the", r"the (?:1[789]\d0|20\d0)s\b"),
    ("quarter", "the S", rf"(?:the )?(?:spring|summer|autumn|fall|winter) (?:of )?{_Y}\b"),
    ("day", "yesterday today overnight", r"(?:yesterday|today|overnight)\b"),
    ("week", "last", r"last week\b"), ("month", "last", r"last month\b"),
    ("quarter", "last", r"last quarter\b"), ("year", "last", r"last year\b"),
    ("day", "the previous prior", r"(?:the )?(?:previous|prior) (?:session|day)\b"),
    ("day", "last W", rf"(?!friday to friday\b)(?:last )?{_WEEKDAYS}(?![\w])"),
    ("month", "M", rf"{_BARE_MONTHS}(?![\w])"),
)  # fmt: skip
_FIRST_WORDS = {
    **dict.fromkeys("jan feb mar apr may jun jul aug sep oct nov dec".split(), "M"),
    **dict.fromkeys("mon tue wed thu fri sat sun".split(), "W"),
}
_WORD = r"[^\W\d_]+\d?"
_PARTS = frozenset("early mid late start end beginning the".split())
_SEASONS = frozenset("spring summer autumn fall winter".split())


# what may follow "the" where it begins a day; "0": a number
AFTER_THE = frozenset(
    "0 week start end beginning first second third fourth q previous prior spring summer autumn fall"
    " winter".split()
)


def _first_word(text: str, at: int) -> str:
    """The word at `at`; "0" for any number."""
    if text[at : at + 1].isdigit():
        return "0"
    match = pattern(_WORD).match(text, at)
    return match[0].lower() if match else ""


@cache
def phrases_from(word: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The phrases that may begin with a word, so that few are tried (and few ever compiled)."""
    starts = {word, _FIRST_WORDS.get(word[:3], ""), "P" if word in _PARTS else ""}
    starts |= {"S"} if word in _SEASONS else set()
    starts |= {"D"} if word == "0" else set()
    return tuple(
        (grain, pattern(f"(?:{phrase})", re.IGNORECASE))
        for grain, first, phrase in _DATES
        if not starts.isdisjoint(first.split())
    )


def date_at(text: str, at: int) -> Token | None:
    """The date phrase that begins at `at`; the longest of its readings."""
    best: tuple[int, str, re.Match[str]] | None = None
    word = _first_word(text, at)
    for grain, phrase in phrases_from(word):
        match = phrase.match(text, at)
        if match and (best is None or match.end() > best[0]):
            best = (match.end(), grain, match)
    return _date(*best[1:]) if best else None


def _date(grain: str, match: re.Match[str]) -> Token:
    found = [value for key, value in match.groupdict().items() if value and key.startswith("bare")]
    phrase = (found[0] if found else match[0]).strip(",")
    says = {"on": phrase, "grain": grain, "window": f"since {phrase}", "period": f"since:{phrase}"}
    if grain == "half":
        says |= _half(match["half"], phrase)
    type_ = "date" if _exists(phrase) else "nodate"
    return Token(match.start(), match.end(), match[0], {type_: says})


def _half(which: str, phrase: str) -> dict[str, str]:
    """Half a year ends in June, with what the year then was up, or in December, since July began."""
    year = phrase[-5:] if phrase[-4:].isdigit() else ""
    if which == "first":
        return {"on": f"June{year}", "over": "ytd"}
    return {"on": f"December{year}", "over": f"from:July{year}"}


_MONTH_NUMBERS = {
    name: n
    for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_NUMERIC_DAY = r"(\d{4})-(\d\d)-(\d\d)"


def _exists(phrase: str) -> bool:
    """Whether the calendar has that day; 29 February where no year is given."""
    numeric = re.search(_NUMERIC_DAY, phrase, re.ASCII)
    if numeric:
        year, month, day = map(int, numeric.groups())
    else:
        found = re.findall(r"[a-z]+|\d+", phrase.lower())
        months = [_MONTH_NUMBERS[word[:3]] for word in found if word[:3] in _MONTH_NUMBERS]
        days = [int(word) for word in found if word.isdigit() and len(word) <= 2]
        if not months or not days:
            return True
        years = [int(word) for word in found if word.isdigit() and len(word) == 4]
        year, month, day = (years or [2000])[0], months[-1], days[0]
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


_CLOCK = (
    r"(?:(?:as of|by|at|around|shortly after|shortly before|before|after) )?"
    r"(?:[01]?\d(?:[:.][0-5]\d)? ?(?:a\.m\.|p\.m\.|am\b|pm\b)"
    r"|(?:[01]\d|2[0-3]):?[0-5]\d(?= ?[A-Z]{2,4}\b))"
    r"(?: ?(?:GMT|UTC|ET|EST|EDT|IST|JST|KST|HKT|SGT|CET|CEST|BST|AEST|AEDT|in [A-Z][a-z]+)\b)?"
)


def clock_at(text: str, at: int) -> Token | None:
    """A time of day, with its preposition: what is said of it is of that moment, not the close."""
    match = pattern(_CLOCK).match(text, at)
    if match is None:
        return None
    return Token(at, match.end(), match[0], {"intraday": {"session": "intraday", "clock": "true"}})
