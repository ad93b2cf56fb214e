"""The report for programs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped, unused-ignore]  # stubs are a package apart
import pytest

from factcheck.renderers import RENDERERS, format_of
from factcheck.statements import Direction, Stated
from factcheck.verdicts import Report
from factcheck.verifiers.change import Change
from tests.reports import INTRADAY, NOT_CHECKABLE, SAMPLE

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = json.loads((ROOT / "schema" / "report.schema.json").read_text(encoding="utf-8"))


def as_dict(report: Report) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(RENDERERS["json"](report))
    return document


def numbers(value: object) -> list[object]:
    if isinstance(value, dict):
        return [n for item in value.values() for n in numbers(item)]
    if isinstance(value, list):
        return [n for item in value for n in numbers(item)]
    return [value] if isinstance(value, float) else []


def test_the_document_is_as_agreed(golden):
    golden("report.json", RENDERERS["json"](SAMPLE))


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("report", [SAMPLE, Report(SAMPLE.checked_at, ())])
def test_the_document_follows_its_schema(report):
    jsonschema.validate(as_dict(report), SCHEMA)


def test_every_key_of_the_schema_is_required():
    objects = [SCHEMA, *SCHEMA["$defs"].values()]
    loose = [o for o in objects if set(o.get("properties", {})) != set(o.get("required", ()))]
    assert loose == []


def test_the_documentation_names_every_key_of_a_claim():
    text = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    missing = [k for k in SCHEMA["$defs"]["claim"]["properties"] if f"`{k}`" not in text]
    assert missing == []


def test_no_number_is_a_float():
    assert numbers(as_dict(SAMPLE)) == []


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("4.7", "4.7"),
        ("4.70", "4.70"),
        ("23,477.92", "23477.92"),
        ("1.3 trillion", "1300000000000"),
        ("0.00000001", "0.00000001"),
        ("1/3", "33.333333"),
    ],
)
def test_a_stated_number_is_multiplied_out(written, value):
    stated = Change(direction=Direction.UP, value=Stated.parse(written))
    finding = replace(INTRADAY, claim=replace(INTRADAY.claim, verifier=stated))
    assert as_dict(replace(SAMPLE, findings=(finding,)))["claims"][0]["value"] == value


def test_an_unbounded_end_is_null():
    finding = replace(INTRADAY, permitted=("12", ""))
    claims = as_dict(replace(SAMPLE, findings=(finding,)))["claims"]
    assert claims[0]["permitted"] == ["12", None]


@pytest.mark.parametrize("text", ["\x00\x1b[31m", "\ud800", "\u2028</script>", "恒生", '"\\'])
def test_any_text_survives_the_journey(text):
    finding = replace(NOT_CHECKABLE, claim=replace(NOT_CHECKABLE.claim, text=text))
    written = RENDERERS["json"](replace(SAMPLE, findings=(finding,)))
    assert written.isascii()
    assert json.loads(written)["claims"][0]["text"] == text


def test_the_same_report_gives_the_same_bytes():
    assert RENDERERS["json"](SAMPLE) == RENDERERS["json"](replace(SAMPLE))
    assert RENDERERS["json"](SAMPLE).endswith("}\n")


@pytest.mark.parametrize(
    ("path", "name"), [("a.json", "json"), ("b/REPORT.HTML", "html"), ("x.htm", "html")]
)
def test_the_suffix_names_the_format(path, name):
    assert format_of(path) == name


@pytest.mark.parametrize("path", ["report", "report.docx"])
def test_a_suffix_that_names_no_format_is_refused(path):
    with pytest.raises(ValueError, match="no format is known"):
        format_of(path)
