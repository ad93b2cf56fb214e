"""The JSON Schema of claim files accepts what the reader accepts, and no typing errors."""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from factcheck.claim_models import model
from factcheck.schema import json_schema, text
from factcheck.verifiers import kinds

ROOT = Path(__file__).resolve().parent.parent
COMMITTED = ROOT / "schema" / "factcheck.schema.json"
DESIGN = """\
article:
  title: Hong Kong tech shares extend rally
  text: hong-kong-tech-rally.md
  url: https://example.org/markets/hong-kong-tech-rally
  published: 2025-02-21T12:30+08:00
  market: XHKG
defaults: {of: HSTECH, on: 2025-02-21}
claims:
  - HSTECH +4.7% on 2025-02-21
  - sixth straight weekly gain
  - id: three-year-high
    claim: a new three-year high
    quote: climbed 4.7% to a new three-year high
  - id: alibaba-since
    kind: extreme
    of: Alibaba
    on: 2025-02-21
    direction: up
    since: late 2021
instruments:
  - {symbol: ALDER, names: [Alder Index], type: index, calendar: XHKG, source: official}
prices:
  ALDER: [["2025-03-13", "1000.00"], ["2025-03-14", "1046.50"]]
"""


class Editor(yaml.SafeLoader):
    """YAML 1.2 as editors read it: true and numbers, but no dates, no `on` and no octals."""


Editor.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", "true|false|True|False|TRUE|FALSE", "tTfF"),
    ("null", "null|Null|NULL|~|", ["n", "N", "~", ""]),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+0123456789."),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)


@pytest.fixture(scope="module")
def validator():
    return Draft202012Validator(json_schema())


def accepts(validator, source):
    return validator.is_valid(yaml.load(source, Editor))


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.skipif(not COMMITTED.exists(), reason="not written yet: factcheck schema")
def test_the_committed_schema_is_this_one():
    assert COMMITTED.read_text(encoding="utf-8") == text(), "write it again: factcheck schema"


def test_the_schema_accepts_the_documented_example(validator):
    found = [error.message for error in validator.iter_errors(yaml.load(DESIGN, Editor))]
    assert found == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("claims:", "clams:"),
        ("title:", "titel:"),
        ("defaults: {of", "defaults: {off"),
        ("quote:", "qoute:"),
        ("kind: extreme", "kind: extrem"),
        ("direction: up", "direction: upp"),
        ("direction: up", "dirction: up"),
        ("    direction: up\n", ""),
        ("    since: late 2021\n", ""),
        ("since: late", "sinse: late"),
        ("type: index", "type: indx"),
        ("symbol: ALDER", "symbl: ALDER"),
        ("source: official", "source: oficial"),
        ('["2025-03-13", "1000.00"]', "2025-03-13"),
        ("https://example.org", "example.org"),
        ("XHKG\ndefaults", "Hong Kong\ndefaults"),
        ("published: 2025-02-21T12:30+08:00", "published: 21/2/2025"),
        ("kind: extreme", "kind: extreme\n    value: 4,7"),
        ("kind: extreme", "kind: extreme\n    checkable: false"),
        ("kind: extreme", "kind: extreme\n    fresh: yes"),
    ],
)
def test_the_schema_rejects_typing_errors(validator, right, wrong):
    assert right in DESIGN
    assert not accepts(validator, DESIGN.replace(right, wrong))


@pytest.mark.parametrize(
    ("entry", "accepted"),
    [
        ("{kind: change, of: 0700, value: 4.7}", True),
        ("{kind: change, of: [Tencent, Alibaba], value: '4.7%', period: week}", True),
        ("{kind: change, of: Tencent, value: 1/3, hedge: about, period: 5-session}", True),
        ("{kind: change, of: Tencent, value: 23,477.92}", False),  # two entries in flow style
        ("{kind: change, of: Tencent, value: '23,477.92', period: since:2024-10-07}", True),
        ("{kind: streak, of: HSTECH, direction: up, value: 6, period: week}", True),
        ("{kind: streak, of: HSTECH, direction: up, value: 6, period: 5-session}", False),
        ("{kind: streak, of: HSTECH, direction: up}", False),
        ("{kind: streak, claim: sixth weekly gain, direction: up}", True),
        ("{kind: extreme, of: HSTECH, direction: up, window: 3-year, fresh: true, rank: 2}", True),
        ("{kind: comparison, of: HSTECH, direction: up, than: [HSI]}", True),
        ("{claim: a new high, window: record}", True),
        ("{claim: a new high, windw: record}", False),
        ("{claim: all will be well, checkable: false, why: a forecast}", True),
        ("{checkable: false}", False),
        ("{checkable: false, claim: well, value: 1}", False),
        ("{of: HSTECH}", False),
        ("5", True),
        ("''", False),
        ("[a]", False),
    ],
)
def test_entries(validator, entry, accepted):
    assert accepts(validator, f"claims: [{entry}]") == accepted


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_is_completed_by_its_name(kind):
    shape = json_schema()["$defs"][kind.replace("_", "-") + "-claim"]
    assert shape["properties"]["kind"]["const"] == kind
    assert set(model(kind).forms) <= set(shape["properties"])
    assert shape["description"].startswith(f"{kind}: ")


def test_comments_of_fields_describe_them():
    fields = json_schema()["$defs"]["extreme-claim"]["properties"]
    assert "exceeds" in fields["fresh"]["description"]
    assert fields["fresh"]["default"] is False


def test_the_schema_is_plain_json():
    assert json.loads(text()) == json_schema()
