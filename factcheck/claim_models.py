"""The keys of a claim: one model for each kind, made from the fields of its verifier.

A field's type says how its value is read, how the JSON Schema describes it and what the error
says, so a new kind needs nothing here. Models are made when a file first uses the kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as Keyed
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from factcheck.claims import Skip
from factcheck.periods import NUMBER_WORDS, PREVIOUS_SESSION, RELATIVE_DAYS, Period, Vague, Window
from factcheck.statements import MAGNITUDES, MONEY, UNITS, Stated
from factcheck.verifiers import Verifier, kinds
from factcheck.yaml_events import (
    Mapping,
    Mark,
    Node,
    Problems,
    Scalar,
    Sequence,
    is_null,
    meant,
    shown,
)

MAX_TEXT = 2_000
MAX_NAMES = 200  # of instruments, in one list

Schema = dict[str, Any]
Nodes = Keyed[str, Node]


@dataclass(frozen=True)
class Form:
    """How the values of one key are written: their reader, which raises ValueError, and schema."""

    read: Callable[[Node], Any]
    schema: Schema
    default: Any = None
    required: bool = False


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a claim; `key` says where, `missing` that the key is not there."""

    key: str
    sentence: str
    of_key: bool = False  # wrong is the key, not its value
    missing: bool = False
    mark: Mark | None = None  # of one value of several


@dataclass(frozen=True, eq=False)
class Model:
    """The keys one mapping of a claim file may have, and how their values are read.

    `common` are keys it shares with its like; errors list only its own.
    """

    name: str
    forms: Keyed[str, Form]
    common: Keyed[str, Form] = field(default_factory=dict)

    def read(self, nodes: Nodes) -> tuple[dict[str, Any], list[Fault]]:
        """The values by key, or everything that is wrong."""
        forms = {**self.common, **self.forms}
        values, faults = {}, []
        for key, form in forms.items():
            if key in nodes:
                try:
                    values[key] = form.read(nodes[key])
                except ValueError as error:
                    faults.append(Fault(key, str(error) or f"{shown(key)} cannot be read"))
            elif form.required:
                faults.append(self._missing(key))
        faults += [Fault(key, self.no_key(key), of_key=True) for key in nodes if key not in forms]
        return {} if faults else values, faults

    def read_mapping(self, node: Mapping, problems: Problems) -> dict[str, Any]:
        """The values of a mapping by key; what is wrong goes to `problems`, at its place."""
        values, faults = self.read(given(node.items, self))
        for fault in faults:
            problems.add(place(fault, node), fault.sentence)
        return values

    @property
    def names(self) -> tuple[str, ...]:
        """The keys, besides `of`, whose values name instruments."""
        return tuple(key for key, form in self.forms.items() if form.read is texts)

    def _missing(self, key: str) -> Fault:
        hint = self.forms[key].schema.get("title", "")
        return Fault(key, f"{self.name} needs the key '{key}'{hint and f': {hint}'}", missing=True)

    def no_key(self, key: str) -> str:
        """The sentence for a key that it has not."""
        near = meant(key, (*self.forms, *self.common)) or ";"
        return f"{self.name} has no key {shown(key)}{near} its keys are {', '.join(self.forms)}"


def given(nodes: Nodes, keys: Model) -> dict[str, Node]:
    """The keys that have a value; a key left empty says nothing, unless it is an unknown one."""
    known = {**keys.forms, **keys.common}
    return {key: node for key, node in nodes.items() if not (key in known and is_null(node))}


def place(fault: Fault, node: Mapping) -> Mark:
    """Where to point: at the key, at its value, or at the mapping that lacks it."""
    if fault.missing or fault.key not in node.items:
        return node.mark
    return node.keys[fault.key] if fault.of_key else node.items[fault.key].mark


# ------------------------------------------------------------------------------ how values are read


def text(node: Node) -> str:
    """One text, of any look."""
    if not isinstance(node, Scalar):
        raise ValueError(f"a text is wanted here, not a {_shape(node)}")
    plain = node.text.strip()
    if not plain:
        raise ValueError("a text is wanted here")
    if len(plain) > MAX_TEXT:
        raise ValueError(f"a text of {len(plain):,} characters; at most {MAX_TEXT:,}")
    return plain


def texts(node: Node) -> tuple[str, ...]:
    """One text or a list of them."""
    if isinstance(node, Scalar):
        return (text(node),)
    if not isinstance(node, Sequence) or not node.items:
        raise ValueError("a name or a list of names is wanted here")
    if len(node.items) > MAX_NAMES:
        raise ValueError(f"more than {MAX_NAMES} names")
    return tuple(text(item) for item in node.items)


def flag(node: Node) -> bool:
    """true or false, as YAML writes them."""
    word = node.text.lower() if isinstance(node, Scalar) else _shape(node)
    if word not in ("true", "false"):
        raise ValueError(f"{shown(word)} is neither true nor false")
    if isinstance(node, Scalar) and node.quoted:
        raise ValueError(f"write {word} without quotation marks")
    return word == "true"


def whole(node: Node) -> int:
    """A count."""
    plain = text(node)
    if not re.fullmatch(r"\d{1,9}", plain, re.ASCII):
        raise ValueError(f"{shown(plain)} is no whole number{_number_hint(plain)}")
    return int(plain)


def number(node: Node) -> Stated:
    """A number as it was printed."""
    plain = text(node)
    try:
        return Stated.parse(plain)
    except ValueError:
        hint = _number_hint(plain) or "; write it like 4.7, 23,477.92, 1.3 trillion or 1/3"
        raise ValueError(f"{shown(plain)} is no number{hint}") from None


def identifier(node: Node) -> str:
    """What a claim is called in reports."""
    plain = text(node)
    if not re.fullmatch(r"[\w.-]{1,64}", plain):
        raise ValueError(
            f"{shown(plain)} is no id; use letters, digits, '-', '_' and '.', at most 64"
        )
    return plain


def day(node: Node) -> str:
    """A date phrase, as written; or a word that names a session by when the article was written."""
    plain = text(node)
    relative = plain.lower() in RELATIVE_DAYS or PREVIOUS_SESSION.fullmatch(plain)
    return plain if relative else Vague.parse(plain).text


def iso_day(node: Node) -> date:
    """A date in figures."""
    plain = text(node)
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", plain, re.ASCII):
        raise ValueError(f"{shown(plain)} is no date; write it like 2025-02-21")
    try:
        return date.fromisoformat(plain)
    except ValueError:
        raise ValueError(f"there is no day {shown(plain)} in the calendar") from None


def skip(node: Node) -> Skip:
    """Why a claim is silenced, and until when."""
    if not isinstance(node, Mapping):
        raise ValueError("write {reason: why it is not checked, until: 2027-01-31}")
    for key in node.items:
        if key not in ("reason", "until"):
            raise ValueError(f"'skip' has no key {shown(key)}; its keys are reason, until")
    reason = node.items.get("reason")
    if reason is None or is_null(reason):
        raise ValueError("a claim is silenced for a reason: {reason: why it is not checked}")
    until = node.items.get("until")
    return Skip(text(reason), None if until is None or is_null(until) else iso_day(until))


def one_of(
    name: str, words: tuple[str, ...], hidden: tuple[str, ...] = ()
) -> Callable[[Node], str]:
    """A reader for a closed set of words; of the hidden ones an error names the first only."""

    def read(node: Node) -> str:
        plain = text(node)
        if plain in words:
            return plain
        near = meant(plain.lower().replace(" ", "_").replace("-", "_"), words) or ";"
        told = tuple(w for w in words if w not in hidden[1:])
        raise ValueError(f"{shown(plain)} is no {name}{near} it is {listed(told)}")

    return read


def listed(words: tuple[str, ...]) -> str:
    """ "up, down or flat"."""
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _shape(node: Node) -> str:
    return {"Sequence": "list", "Mapping": "mapping", "Scalar": "text"}[type(node).__name__]


def _number_hint(plain: str) -> str:
    """The number that was probably meant."""
    bare = re.sub(r"^[+−–-]|^[A-Z]{0,3}[$€£¥₹]\s*|\s*(%|percent|points?|bps?)$", "", plain)
    bare = re.sub(r"^(\d+),(\d{1,2})$", r"\1.\2", bare)
    bare = str(NUMBER_WORDS.get(bare.lower(), bare))
    try:
        Stated.parse(bare)
    except ValueError:
        return ""
    signed = " (direction says which way)" if plain[0] in "+−–-" else ""
    return f"; write {bare}{signed}" if bare != plain else ""


def choice(name: str, words: tuple[str, ...], hidden: tuple[str, ...] = ()) -> Form:
    """A closed set of words."""
    return Form(one_of(name, words, hidden), {"enum": list(words), "title": listed(words)})


def _enum(name: str, words: type[StrEnum]) -> Form:
    form = choice(name, tuple(str(word) for word in words))
    return replace(form, read=lambda node: words(form.read(node)))


def _period(node: Node) -> Period:
    period = Period.parse(text(node))
    if period.since is not None:
        Vague.parse(period.since)
    return period


def _window(node: Node) -> Window:
    return Window.parse(text(node))


_SCALES = "|".join(sorted(MAGNITUDES, key=len, reverse=True))
NUMBER_PATTERN = (
    r"^(([0-9]{1,18}|[0-9]{1,3}(,[0-9]{2,3}){1,6})(\.[0-9]{1,8})?"
    rf"( *({_SCALES}))?%?|1/2|[12]/3|[13]/4)$"
)
TEXT: Schema = {"type": ["string", "number"], "minLength": 1}
FLAG: Schema = {"type": "boolean"}
NAMES: Schema = {"anyOf": [TEXT, {"type": "array", "items": TEXT, "minItems": 1}]}
_SPAN = r"([0-9]{1,4}(\.5)?|[a-z]+)[- ](session|day|week|month|quarter|year|decade)s?"
FORMS: dict[Any, Form] = {
    str: Form(text, TEXT),
    bool: Form(flag, FLAG),
    int: Form(whole, {"type": "integer", "minimum": 0}),
    tuple[str, ...]: Form(texts, NAMES),
    Stated: Form(
        number,
        {"anyOf": [{"type": "number"}, {"type": "string", "pattern": NUMBER_PATTERN}],
         "title": "a number as printed, like 4.7", "examples": [4.7, "23,477.92", "1.3 trillion"]},
    ),
    Period: Form(
        _period,
        {"anyOf": [{"enum": ["day", "week", "month", "quarter", "year", "ytd"]},
                   {"type": "string", "pattern": rf"^([Ss]ince[: ].+|from:.+|year.to.date|{_SPAN})$"}],
         "title": "day, week, month, quarter, year, ytd, 5-session, since:DATE or from:DATE"},
    ),
    Window: Form(
        _window,
        {"anyOf": [{"enum": ["record", "52-week", "3-year", "ytd", "first", "day", "multi-year"]},
                   {"type": "string", "pattern": rf"^([Ss]ince[: ].+|[a-z -]+|{_SPAN})$"}],
         "title": "record, 3-year, 52-week, ytd or since DATE"},
    ),
    Vague: Form(lambda node: Vague.parse(text(node)), {"type": "string", "title": "a date"}),
}  # fmt: skip


def told(read: Callable[[Node], Any], words: str, base: Schema | None = None, **more: Any) -> Form:
    """A form with its description for the schema."""
    return Form(read, {**(base or {}), **more, "description": words})


CLAIM_KEYS: dict[str, Form] = {
    "id": told(
        identifier, "What reports call the claim; c1, c2 … where left out.",
        type=["string", "integer"], pattern=r"^[\w.-]{1,64}$",
    ),
    "claim": told(text, "The claim in words, as an article would say it.", TEXT),
    "quote": told(text, "The article's own words, found again in its text.", TEXT),
    "kind": told(text, "What sort of claim it is."),
    "of": told(texts, "The instrument, by name or symbol; several: all of them.", NAMES),
    "on": told(day, "The day it speaks of, as 2025-02-21.", TEXT),
    "either": told(flag, "True if it holds for at least one of `of`.", FLAG),
    "prospective": told(flag, "Heading for, on track for: not over yet.", FLAG),
    "attributed": told(flag, "Somebody's words, not the article's own.", FLAG),
    "verb": told(text, "The verb as written (soared, edged up).", TEXT),
    "checkable": told(flag, "false: listed, not checked.", FLAG),
    "why": told(text, "Why it is not checkable.", TEXT),
    "skip": told(
        skip, "Silences the claim: for a reason, until a day if one is given (UTC).", type="object",
        properties={"reason": TEXT, "until": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}},
        required=["reason"], additionalProperties=False,
    ),
}  # fmt: skip


# ------------------------------------------------------------------------------ the models of kinds


@cache
def model(kind: str) -> Model:
    """The model of a kind, from the fields of its verifier."""
    cls = kinds()[kind]
    hints = get_type_hints(cls)
    forms = {f.name: _form(cls, f, hints[f.name]) for f in fields(cls)}  # type: ignore[arg-type]
    return Model(kind, forms, CLAIM_KEYS)


UNCHECKED = Model("a claim that is not checked", CLAIM_KEYS)


def sugared(kind: str, nodes: Nodes) -> tuple[dict[str, Node], list[Fault]]:
    """The keys with their short ways written out: `since: late 2021`, `value: 4.7%`."""
    forms, plain = model(kind).forms, dict(nodes)
    long = since_key(kind)
    since, value = nodes.get("since"), nodes.get("value")
    if long and isinstance(since, Scalar):
        del plain["since"]
        if long in nodes:
            return plain, [
                Fault("since", f"'since' and '{long}' say the same; keep one", of_key=True)
            ]
        plain[long] = Scalar(f"since {since.text}", True, since.mark)
    if "unit" in forms and isinstance(value, Scalar) and value.text.endswith("%"):
        unit = nodes.get("unit")
        plain["unit"] = Scalar("percent", True, value.mark)
        plain["value"] = Scalar(value.text.rstrip("% "), True, value.mark)
        if isinstance(unit, Scalar) and unit.text != "percent":
            return plain, [Fault("unit", f"'value' is in percent, 'unit' says {shown(unit.text)}")]
    return plain, []


def since_key(kind: str) -> str | None:
    """Which key of the kind `since` is short for."""
    forms = model(kind).forms
    return next((key for key in ("window", "period") if _takes_since(forms.get(key))), None)


def _takes_since(form: Form | None) -> bool:
    return form is not None and form.read in (_window, _period)


def _form(cls: type[Verifier], field_: Field[Any], hint: Any) -> Form:
    name, wanted = field_.name, _without_none(hint)
    if wanted is str and name == "unit":
        form = choice(name, tuple(getattr(cls, "units", UNITS)), hidden=MONEY)
    elif isinstance(wanted, type) and issubclass(wanted, StrEnum):
        form = _enum(name, wanted)
    elif wanted in FORMS:
        form = FORMS[wanted]
    else:
        raise TypeError(f"{cls.__name__}.{name}: claim files cannot hold a {wanted}")
    if field_.default is MISSING and field_.default_factory is MISSING:
        return replace(form, required=True)
    return replace(form, default=None if field_.default is MISSING else field_.default)


def _without_none(hint: Any) -> Any:
    if get_origin(hint) not in (Union, UnionType):
        return hint
    (wanted,) = (part for part in get_args(hint) if part is not NoneType)
    return wanted
