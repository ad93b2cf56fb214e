"""The JSON Schema of the report that `json.py` writes; docs/json.md explains it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from factcheck.readings import Fit
from factcheck.verdicts import Confidence, Severity, Verdict

Schema = dict[str, Any]
DECIMAL = r"^-?[0-9]+(\.[0-9]+)?$"
HASH = r"^[0-9a-f]{64}$"
TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"type": "array", "items": TEXT}
COUNT: Schema = {"type": "integer", "minimum": 0}
OFFSET: Schema = {"type": ["integer", "null"], "minimum": 0}
LINE: Schema = {"type": ["integer", "null"], "minimum": 1}
VERDICTS = "pass pass-rounding intraday misleading fail undecidable not-checkable".split()


def report_schema() -> Schema:
    """What `factcheck check --format json` writes, as JSON Schema (draft 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "factcheck/1",
        "title": "factcheck report",
        "description": "What `factcheck check --format json` writes; explained in docs/json.md. "
        "Later versions may add keys.",
        **_object(
            schema={"const": "factcheck/1"},
            tool=_object(name={"const": "factcheck"}, version=TEXT),
            checked_at={**TEXT, "format": "date-time"},
            article=_object(title=_text(), url=_text(), published=_text(), text=_text("path of the text")),
            counts=_object(**dict.fromkeys(VERDICTS, COUNT)),
            set_aside=_told(
                "claims that a pin or `skip` silences, and findings that a baseline accepts",
                _object(silenced=COUNT, known=COUNT),
            ),
            claims=_many("claim"),
            silenced=_many("silenced"),
            coverage=_many("coverage"),
            sources=_many("source"),
            policy={
                "type": "object",
                "description": "settings that differ from their defaults",
                "additionalProperties": _object(default=TEXT, value=TEXT),
            },
            notes=TEXTS,
            warnings=_told(
                "what was not as it should be: suppressions that expired or were ignored, stale entries "
                "of a baseline",
                TEXTS,
            ),
        ),
        "$defs": {
            "claim": _told("One claim and what was found about it.", _object(**_claim())),
            "interval": {
                "description": "closed; null for an end without bound",
                "type": ["array", "null"],
                "items": {"type": ["string", "null"], "pattern": DECIMAL},
                "minItems": 2,
                "maxItems": 2,
            },
            "evidence": _told(
                "One figure the verdict rests on.",
                _object(
                    label=TEXT,
                    date=_text("ISO"),
                    value=TEXT,
                    source=_text(),
                    symbol=_text("whose price it is"),
                ),
            ),
            "reading": _told(
                "One way to read the claim; the default comes first.",
                _object(name=TEXT, says=TEXT, measured=_text(), permitted=_ref("interval"), fit=_one_of(Fit)),
            ),
            "rewording": _told(
                "The author's own sentence put right, and where to change it.",
                _object(before=TEXT, after=TEXT, edits=_many("edit")),
            ),
            "edit": _told("Words of a file, and what should stand there instead.", _object(**_edit())),
            "source": _told(
                "A series that was used.",
                _object(
                    name=TEXT,
                    symbol=TEXT,
                    retrieved_at=_text(),
                    first=_text(),
                    last=_text(),
                    sha256={**_text(), "pattern": HASH},
                    note=_text(),
                ),
            ),
            "silenced": _object(**_where(), reason=TEXT, until=_text("the last day, in UTC")),
            "coverage": _object(
                article=TEXT,
                found=COUNT,
                decided=COUNT,
                undecidable=COUNT,
                not_checkable=COUNT,
                silenced=COUNT,
            ),
        },
    }


def _where() -> dict[str, Schema]:
    return {
        "id": TEXT,
        "text": _told("the claim as written", TEXT),
        "quote": _text("the words of the article"),
        "file": _text(),
        "line": LINE,
        "column": LINE,
        "end_line": LINE,
        "end_column": _told("exclusive", LINE),
        "start": _told("offset of the quote in the article, in Unicode code points", OFFSET),
        "end": _told("exclusive", OFFSET),
    }


def _claim() -> dict[str, Schema]:
    number: Schema = {"type": ["string", "null"], "pattern": DECIMAL}
    rewording: Schema = {"anyOf": [_ref("rewording"), {"type": "null"}]}
    return {
        **_where(),
        "kind": _text(),
        "subject": _text("the instrument's name"),
        "symbol": _text(),
        "as_of": _text("the session the claim is about"),
        "direction": {"enum": ["up", "down", "flat", None]},
        "value": _told("the stated number, multiplied out, with the decimals printed", number),
        "upper": _told("the second number of 'between a and b'", number),
        "unit": _text(),
        "hedge": _text(),
        "period": _text(),
        "reference_window": _text(),
        "session": {"enum": ["close", "intraday", "open", "after_hours", None]},
        "verdict": {"enum": [*VERDICTS, str(Verdict.REVISED)]},
        "severity": _one_of(Severity),
        "flags": TEXTS,
        "rules": TEXTS,
        "confidence": _one_of(Confidence),
        "measured": _text("what the prices give, in decimal"),
        "permitted": _ref("interval"),
        "reason": TEXT,
        "correction": _text("the sentence that would be right"),
        "rewording": _told("the same in the author's own words, where that can be said", rewording),
        "needs": _text("what would decide an undecided claim"),
        "evidence": _many("evidence"),
        "readings": _many("reading"),
        "parts": _told("the members of a conjunction, or listings of equal standing", _many("claim")),
        "notes": TEXTS,
        "known": _told("whether a baseline accepts this finding", {"type": "boolean"}),
        "fingerprint": _told(
            "a name that outlives edits around the claim; parts have none", {**_text(), "pattern": HASH}
        ),
    }


def _edit() -> dict[str, Schema]:
    line: Schema = {"type": "integer", "minimum": 1}
    places = dict.fromkeys(("line", "column", "end_line", "end_column"), line)
    return {"file": TEXT, **places, "start": COUNT, "end": COUNT, "old": TEXT, "new": TEXT}


def _object(**keys: Schema) -> Schema:
    return {"type": "object", "required": list(keys), "properties": keys}


def _many(name: str) -> Schema:
    return {"type": "array", "items": _ref(name)}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _text(told: str = "") -> Schema:
    schema: Schema = {"type": ["string", "null"]}
    return _told(told, schema) if told else schema


def _told(description: str, schema: Schema) -> Schema:
    return {**schema, "description": description}


def _one_of(words: type[StrEnum]) -> Schema:
    return {"enum": [str(word) for word in words]}
