"""The report for programs."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped, unused-ignore]  # stubs are a package apart
import pytest

from factcheck.claims import Place
from factcheck.renderers import RENDERERS, format_of
from factcheck.renderers._schema import report_schema
from factcheck.statements import Direction, Stated
from factcheck.verdicts import Edit, Report, Rewording
from factcheck.verifiers.change import Change
from tests.reports import CONJUNCTION, FAIL, INTRADAY, NOT_CHECKABLE, PASS, SAMPLE

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


def test_the_committed_schema_is_the_one_that_is_printed():
    assert report_schema() == SCHEMA, "write it again: factcheck schema --report"


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


PUT_RIGHT = Rewording(
    "Cedar Motors closed 8% lower.",
    "Cedar Motors closed 6% lower.",
    (Edit(Place("a.md", 3, 21, 3, 23), (90, 92), "8%", "6%"),),
)
SET_ASIDE = replace(
    SAMPLE,
    findings=(replace(FAIL, rewording=PUT_RIGHT, known=True), CONJUNCTION, PASS),
    silenced=(NOT_CHECKABLE.claim,),
)


@pytest.mark.parametrize("report", [SAMPLE, SET_ASIDE, Report(SAMPLE.checked_at, ())])
def test_the_document_follows_its_schema(report):
    jsonschema.validate(as_dict(report), SCHEMA)


def test_a_correction_in_the_author_s_words_says_where_to_change_what():
    edit = {"file": "a.md", "line": 3, "column": 21, "end_line": 3, "end_column": 23, "start": 90,
            "end": 92, "old": "8%", "new": "6%"}  # fmt: skip
    claims = as_dict(SET_ASIDE)["claims"]
    before, after = "Cedar Motors closed 8% lower.", "Cedar Motors closed 6% lower."
    assert claims[0]["rewording"] == {"before": before, "after": after, "edits": [edit]}
    assert claims[2]["rewording"] is None


def test_what_fails_no_build_is_counted():
    document = as_dict(SET_ASIDE)
    assert document["set_aside"] == {"silenced": 1, "known": 1}
    assert [claim["known"] for claim in document["claims"]] == [True, False, False]


def test_a_claim_has_a_name_that_outlives_edits_and_its_parts_have_none():
    first, both, _ = as_dict(SET_ASIDE)["claims"]
    moved = replace(FAIL.claim, place=Place("claims/alder.factcheck.yaml", 99, 1, 99, 9))
    again = as_dict(replace(SAMPLE, findings=(replace(FAIL, claim=moved),)))["claims"]
    assert first["fingerprint"] == again[0]["fingerprint"] != both["fingerprint"]
    assert {part["fingerprint"] for part in both["parts"]} == {None}


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
    ("path", "wanted", "name"),
    [
        ("a.json", None, "json"),
        ("b/REPORT.HTML", None, "html"),
        ("x.htm", None, "html"),
        ("a.txt", None, "console"),
        ("a.md", None, "markdown"),
        ("junit.xml", None, "junit"),
        ("a.sarif", None, "sarif"),
        ("a.sarif.json", None, "sarif"),
        ("a.csv", None, "csv"),
        ("a.jsonld", None, "claimreview"),
        ("gl-code-quality-report.json", "gitlab", "gitlab"),
        ("review.json", "claimreview", "claimreview"),
        ("a.json", "sarif", "sarif"),
        ("a.txt", "github", "github"),
        ("a.html", "json", "html"),  # --format says what standard output and odd suffixes are
        ("odd", "csv", "csv"),
    ],
)
def test_the_suffix_names_the_format_or_the_choice(path, wanted, name):
    assert format_of(path, wanted) == name


@pytest.mark.parametrize(
    ("path", "sentence"),
    [("report", "its suffix would say the format"), ("report.docx", "no format is known")],
)
def test_a_suffix_that_names_no_format_is_refused(path, sentence):
    with pytest.raises(ValueError, match=sentence):
        format_of(path)
