"""The JSON Schema of claim files, made from the same forms that read them, for editors."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from factcheck.article_files import ARTICLE
from factcheck.claim_entries import DEFAULTS
from factcheck.claim_models import CLAIM_KEYS, FLAG, TEXT, Form, Model, Schema, model, since_key
from factcheck.own_instruments import INSTRUMENT
from factcheck.verifiers import Verifier, kinds

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_COMMENT = re.compile(r"^    (\w+): [^#\n]*#\s*(.+)$", re.MULTILINE)
_CELL: Schema = {"type": ["string", "number", "null"]}
_EXAMPLE = [
    "HSTECH +4.7% on 2025-02-21",
    {"claim": "a new three-year high", "of": "HSTECH", "on": "2025-02-21"},
    {
        "kind": "extreme",
        "of": "Alibaba",
        "on": "2025-02-21",
        "direction": "up",
        "since": "late 2021",
    },
]


def json_schema() -> Schema:
    """What a claim file may hold, as JSON Schema (draft 2020-12)."""
    names = {kind: kind.replace("_", "-") + "-claim" for kind in kinds()}
    shapes = ["sentence", "sentence-with-keys", "not-checkable", *names.values()]
    return {
        "$schema": DRAFT,
        "title": "factcheck claim file",
        "description": "Claims about markets, to be checked against prices.",
        **_object(_top(shapes), required=["claims"]),
        "$defs": {
            "sentence": {**TEXT, "description": "A claim in words.", "examples": [_EXAMPLE[0]]},
            "sentence-with-keys": _sentence(),
            "not-checkable": _not_checkable(),
            **{name: _kind(kind, kinds()[kind]) for kind, name in names.items()},
            "row": {"type": "array", "items": _CELL, "minItems": 2, "maxItems": 6,
                    "description": "[date, close] or [date, open, high, low, close], and volume."},
            "action": {"type": "array", "items": _CELL, "minItems": 3, "maxItems": 3,
                       "description": "[date, split, new shares for one old] or "
                       "[date, cash_dividend, amount]."},
            "quote": {"type": "array", "items": _CELL, "minItems": 3, "maxItems": 3,
                      "description": "[time with offset, price, where it was seen]."},
        },
    }  # fmt: skip


def write(path: Path) -> None:
    """Write the schema to a file, as it is committed."""
    path.write_text(text(), encoding="utf-8")


def text() -> str:
    """The schema as it is printed."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _top(shapes: Iterable[str]) -> dict[str, Schema]:
    one = {"oneOf": [{"$ref": f"#/$defs/{shape}"} for shape in shapes]}
    by_symbol = {"type": "object", "maxProperties": 200}
    return {
        "article": {**_of(ARTICLE), "description": "What the claims were published in."},
        "defaults": {**_of(DEFAULTS), "description": "For every claim that says no other."},
        "claims": {"type": "array", "minItems": 1, "items": one, "examples": [_EXAMPLE]},
        "instruments": {"type": "array", "items": _of(INSTRUMENT),
                        "description": "Added to the catalogue, or overriding it, for this file."},
        "prices": {**by_symbol, "additionalProperties": _rows("row"),
                   "description": "Daily prices by symbol."},
        "actions": {**by_symbol, "additionalProperties": _rows("action"),
                    "description": "Splits and cash dividends by symbol."},
        "quotes": {**by_symbol, "additionalProperties": _rows("quote"),
                   "description": "Prices seen during a session, by symbol."},
    }  # fmt: skip


def _rows(name: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


def _of(keys: Model) -> Schema:
    needed = [key for key, form in keys.forms.items() if form.required]
    return _object({key: form.schema for key, form in keys.forms.items()}, needed)


def _object(properties: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    shape: Schema = {
        "type": "object",
        "properties": dict(properties),
        "additionalProperties": False,
    }
    return {**shape, "required": list(required)} if required else shape


def _kind(kind: str, cls: type[Verifier]) -> Schema:
    """The long form. With a sentence beside it, the keys may leave out what the sentence says."""
    forms, since = model(kind).forms, since_key(kind)
    needed = [key for key, form in forms.items() if form.required]
    ways = [needed, ["since" if key == since else key for key in needed], ["claim"]]
    told = {"const": kind, "description": cls.summary()}
    example = f" Example: {cls.example}." if cls.example else ""
    return {
        "description": f"{kind}: {cls.summary()}.{example}",
        **_object({**_common(), "kind": told, **_fields(cls, forms), **_since(since)}, ["kind"]),
        **({"anyOf": [{"required": way} for way in ways]} if needed else {}),
    }


def _since(key: str | None) -> dict[str, Schema]:
    words = f"Short for {key}: since …"
    return {"since": {**TEXT, "description": words, "examples": ["late 2021"]}} if key else {}


def _fields(cls: type[Verifier], forms: Mapping[str, Form]) -> dict[str, Schema]:
    comments = dict(_COMMENT.findall(inspect.getsource(cls)))
    return {key: _field(form, comments.get(key)) for key, form in forms.items()}


def _field(form: Form, comment: str | None) -> Schema:
    schema = {**form.schema, **({"description": comment} if comment else {})}
    if form.default is None:
        return schema
    plain = isinstance(form.default, bool | int)
    return {**schema, "default": form.default if plain else str(form.default)}


def _common() -> dict[str, Schema]:
    """The keys every checkable claim may have, but its kind."""
    shared = {key: form.schema for key, form in CLAIM_KEYS.items() if key not in ("kind", "why")}
    return {**shared, "checkable": {**FLAG, "const": True}}


def _sentence() -> Schema:
    """A sentence with keys of whatever kind it turns out to be."""
    pinned: dict[str, list[Schema]] = {}
    for kind in kinds():
        for key, schema in {**_of(model(kind))["properties"], **_since(since_key(kind))}.items():
            known = pinned.setdefault(key, [])
            known += [schema] if schema not in known else []
    keys: dict[str, Any] = {k: s[0] if len(s) == 1 else {"anyOf": s} for k, s in pinned.items()}
    told = "A claim in words, with whatever must be pinned down."
    return {"description": told, **_object({**keys, **_common()}, ["claim"])}


def _not_checkable() -> Schema:
    keys = {key: form.schema for key, form in CLAIM_KEYS.items()}
    keys["checkable"] = {**keys["checkable"], "const": False}
    shape = _object(keys, ["checkable"])
    told = "An opinion, a cause or a forecast: listed, not checked."
    return {
        "description": told,
        **shape,
        "anyOf": [{"required": ["claim"]}, {"required": ["quote"]}],
    }
