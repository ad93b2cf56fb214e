"""Writes the keys of a claim as a short form that reads back to the same keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from factcheck.reading import lexicon as lex
from factcheck.statements import ordinal

Fields = Mapping[str, str | bool | Sequence[str]]
HEDGES = {
    "about": "about",
    "nearly": "nearly",
    "more_than": "more than",
    "less_than": "less than",
    "at_least": "at least",
    "at_most": "at most",
    "up_to": "as much as",
}
UNITS = {
    "percent": "{}%",
    "points": "{} points",
    "bp": "{} bp",
    "pp": "{} percentage points",
    "price": "{} per unit",
}
MULTIPLES = {"2": "doubled", "3": "tripled", "4": "quadrupled", "5": "quintupled", "0.5": "halved"}
SHARES = {"1/2": "a half", "1/3": "a third", "2/3": "two-thirds", "1/4": "a quarter"}
SHARES |= {"3/4": "three-quarters"}
FLAT = {"unchanged": "unchanged", "flat": "flat", "little_changed": "little changed"}
ADVERBS = {"day": "daily", "week": "weekly", "month": "monthly", "quarter": "quarterly"}
ADVERBS |= {"year": "yearly"}
SPANS = {"ytd": "this year", "day": "on the day"}
SPANS |= {unit: f"for the {unit}" for unit in ("week", "month", "quarter", "year")}
SESSIONS = {"close": "at the close", "open": "at the open", "intraday": "intraday"}
SESSIONS |= {"after_hours": "after hours"}
WINDOWS = {"record": "record", "ytd": "year-to-date", "day": "session", "multi-year": "multi-year"}
LOOK_BACKS = {"record": "on record", "ytd": "this year"}
COMMON = frozenset(("kind", "of", "on", "prospective"))


def write_short(fields: Fields) -> str:
    """The short form of a claim. Raises ValueError for what has no short form here."""
    kind = str(fields.get("kind"))
    if kind not in WRITERS:
        raise ValueError(f"there is no short form for {kind!r}")
    known, write = WRITERS[kind]
    strange = sorted(set(fields) - known - COMMON)
    if strange:
        raise ValueError(f"there is no short form for a {kind} with {', '.join(strange)}")
    ahead = "on track for" if fields.get("prospective") else ""
    return _join(_subject(fields), ahead, write(fields), _day(fields))


def _join(*words: str) -> str:
    return " ".join(filter(None, words))


def _text(fields: Fields, key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""


def _names(value: str | bool | Sequence[str]) -> str:
    if isinstance(value, (str, bool)):
        return str(value)
    *most, last = value
    return f"{', '.join(most)} and {last}" if most else last


def _subject(fields: Fields) -> str:
    return _names(fields["of"]) if "of" in fields else ""


def _day(fields: Fields) -> str:
    day = _text(fields, "on")
    if not day or re.match(r"(?:last|yesterday|today|overnight|the |previous)", day):
        return day
    return f"in {day}" if re.fullmatch(r"\d{4}|[A-Za-z]+ \d{4}", day) else f"on {day}"


def _amount(fields: Fields) -> str:
    """The number with its unit and hedge."""
    value, hedge = _text(fields, "value"), _text(fields, "hedge")
    if value in SHARES:
        return _join(HEDGES.get(hedge, ""), SHARES[value])
    unit = UNITS.get(_text(fields, "unit"), "{}")
    if hedge == "between":
        return f"between {unit.format(value)} and {unit.format(_text(fields, 'upper'))}"
    return _join(HEDGES.get(hedge, ""), unit.format(value))


def _way(fields: Fields, up: str = "up", down: str = "down") -> str:
    return down if fields.get("direction") == "down" else up


def _span(fields: Fields) -> str:
    period = _text(fields, "period")
    if period.startswith("since:"):
        return f"since {period[6:]}"
    if period.startswith("from:"):
        raise ValueError(f"there is no short form for a period {period}")
    n, _, unit = period.partition("-")
    if unit:
        return f"over the past {n} {unit}s"
    return SPANS.get(period, "")


def _session(fields: Fields) -> str:
    return SESSIONS.get(_text(fields, "session"), "")


def _is_motion(verb: str) -> bool:
    entry = lex.find(lex.entries(), verb.split(), 0)
    return entry is not None and "move" in entry.meanings


def _change(fields: Fields) -> str:
    tail = _join(_span(fields), _session(fields))
    return _join(_move(fields), tail)


def _move(fields: Fields) -> str:
    verb, hedge = _text(fields, "verb"), HEDGES.get(_text(fields, "hedge"), "")
    if fields.get("unit") == "ratio":
        value = _text(fields, "value")
        word = MULTIPLES.get(value, "") if not verb or not _is_motion(verb) else ""
        return _join(hedge, word) if word else _join(verb or "rise", hedge, f"{value}-fold")
    if verb and _is_motion(verb):
        return _join(verb, _amount(fields))
    if verb:
        return _join(verb, _amount(fields), _way(fields, "higher", "lower"))
    plain_number = "hedge" not in fields and _text(fields, "value") not in SHARES
    if plain_number and fields.get("unit") != "price":
        return _way(fields, "+", "-") + _amount(fields)
    return _join(_way(fields), _amount(fields))


def _direction(fields: Fields) -> str:
    verb = _text(fields, "verb")
    word = FLAT.get(_text(fields, "flatness"), "") or verb or _way(fields)
    if verb and not _is_motion(verb):
        word = _join(verb, _way(fields, "higher", "lower"))
    return _join(word, _span(fields), _session(fields))


def _level(fields: Fields) -> str:
    at = {"close": "closed at", "open": "opened at", "intraday": "touched"}
    start = at.get(_text(fields, "session"), "at")
    return _join(start, _amount(fields), _session(fields) if start == "at" else "")


def _threshold(fields: Fields) -> str:
    side = _way(fields, "above", "below")
    verb = {"close": "closed", "open": "opened", "intraday": "touched"}
    start = verb.get(_text(fields, "session"), _way(fields, "rose", "fell"))
    if fields.get("reclaimed"):
        start, side = "reclaimed", ""
    if fields.get("held"):
        start = "held"
    number = _amount({**fields, "hedge": ""})
    return _join(start, side, number, _first(fields), _span(fields) if fields.get("held") else "")


def _first(fields: Fields) -> str:
    window = _text(fields, "window")
    if not window:
        return ""
    return _join("for the first time", "" if window == "first" else _look_back(fields))


def _look_back(fields: Fields) -> str:
    """ "since X", "in nearly 3 years", "on record", "this year"."""
    window, hedge = _text(fields, "window"), HEDGES.get(_text(fields, "window_hedge"), "")
    if window.startswith("since "):
        return window
    n, _, unit = window.partition("-")
    return _join("in", hedge, n, f"{unit}s") if unit else LOOK_BACKS.get(window, window)


def _extreme(fields: Fields) -> str:
    window, near = _text(fields, "window"), fields.get("hedge") == "about"
    reached = {"close": "closed", "intraday": "hit", "open": "opened"}
    start = reached.get(_text(fields, "session"), "")
    value = _value_of(fields)
    spanned = "window_hedge" in fields
    if window.startswith("since ") or "rank" in fields or spanned:
        rank = f"{ordinal(_text(fields, 'rank'))} " if "rank" in fields else ""
        top = rank + _way(fields, "highest", "lowest")
        return _join(start, "near its" if near else "", top, value, _look_back(fields))
    fresh, noun = "new" if fields.get("fresh") else "", _way(fields, "high", "low")
    span = WINDOWS.get(window, window)
    almost = "near" if fields.get("hedge") == "nearly" else ""  # a near three-year high
    return _join(start, "near" if near else "", "a", fresh, almost, span, noun, value)


def _value_of(fields: Fields) -> str:
    return f"of {_amount({**fields, 'hedge': ''})}" if "value" in fields else ""


def _streak(fields: Fields) -> str:
    value, period = _text(fields, "value"), _text(fields, "period")
    if fields.get("hedge") == "at_least":
        return f"{_way(fields, 'rose', 'fell')} on each of the last {value} {period or 'day'}s"
    noun = _way(fields, "gains", "losses")
    return _join(value, "straight", ADVERBS.get(period, ""), noun)


def _streak_break(fields: Fields) -> str:
    value, period = _text(fields, "value"), _text(fields, "period")
    streak = f"{_way(fields, 'winning', 'losing')} streak"
    if value and not period:
        return f"snapped {value} straight {_way(fields, 'gains', 'losses')}"
    if value:
        return f"snapped a {value}-{period} {streak}"
    return _join("snapped a", ADVERBS.get(period, ""), streak)


def _streak_superlative(fields: Fields) -> str:
    steps = ADVERBS.get(_text(fields, "period"), "")
    return _join("longest", steps, _way(fields, "winning", "losing"), "streak", _look_back(fields))


def _superlative(fields: Fields) -> str:
    period, like = _text(fields, "period"), _text(fields, "like")
    if like:
        return _join(_way(fields, "best", "worst"), like, _look_back(fields))
    unit = {"percent": "percentage", "points": "point"}.get(_text(fields, "unit"), "")
    noun = _way(fields, "gain", "loss")
    move = _join("biggest", ADVERBS.get(period, period), unit, noun)
    return _join(move, _look_back(fields), _session(fields))


def _distance(fields: Fields) -> str:
    noun = _way(fields, "low", "high")
    window = WINDOWS.get(_text(fields, "window"), _text(fields, "window"))
    reference = _text(fields, "reference")
    side = _way(fields, "above", "below")
    return _join(_amount(fields), side, "its", window, noun, f"of {reference}" if reference else "")


def _comparison(fields: Fields) -> str:
    verb = _way(fields, "outperformed", "underperformed")
    by = f"by {_amount(fields)}" if "value" in fields else ""
    return _join(verb, _names(fields["than"]), by, _span(fields))


Writer = tuple[frozenset[str], Callable[[Fields], str]]


def _writer(keys: str, write: Callable[[Fields], str]) -> Writer:
    return frozenset(keys.split()), write


WRITERS: dict[str, Writer] = {
    "change": _writer("direction value unit hedge upper period session verb", _change),
    "level": _writer("value unit hedge session", _level),
    "threshold": _writer("direction value unit session held reclaimed window period", _threshold),
    "extreme": _writer(
        "direction window window_hedge value unit hedge fresh rank session", _extreme
    ),
    "direction": _writer("direction flatness period session verb", _direction),
    "distance": _writer("direction value unit hedge window reference", _distance),
    "streak": _writer("direction value period hedge", _streak),
    "streak_break": _writer("direction value period", _streak_break),
    "streak_superlative": _writer("direction window window_hedge period", _streak_superlative),
    "superlative": _writer("direction window window_hedge period unit session like", _superlative),
    "comparison": _writer("direction than value unit hedge period", _comparison),
}
