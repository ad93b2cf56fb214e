"""The formats for CI, spreadsheets and archives, each read again by what reads it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import jsonschema  # type: ignore[import-untyped, unused-ignore]  # stubs are a package apart
import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from factcheck.claims import Claim, Place
from factcheck.renderers import RENDERERS, SUFFIXES
from factcheck.renderers.words import one_line
from factcheck.verdicts import Coverage, Edit, Finding, Report, Rewording, Severity, Verdict, severity_of
from tests.hostile import HOSTILE
from tests.reports import CONJUNCTION, FAIL, MISLEADING, PASS, SAMPLE, UNDECIDABLE
from tests.runner import Command, commands

SCHEMAS = Path(__file__).parent / "schemas"
SARIF = jsonschema.Draft202012Validator(json.loads((SCHEMAS / "sarif-2.1.0.json").read_text()))
JUNIT = xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")
GITLAB = {  # GitLab documentation, "Code Quality report format"
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32,}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
PUBLISHER = {"author": "The Example Times", "url": "https://example.org/check"}
ASIDE = replace(MISLEADING.claim, id="old", text="an old claim", why_not="checked by hand | twice")
PUT_RIGHT = Rewording(
    "Cedar Motors closed 8% lower on Friday.",
    "Cedar Motors closed 6% lower on Friday.",
    (Edit(Place("articles/week 1#2.md", 3, 21, 3, 23), (90, 92), "8%", "6%"),),
)
REPORT = replace(
    SAMPLE,
    findings=(
        *SAMPLE.findings,
        replace(FAIL, rewording=PUT_RIGHT, claim=replace(FAIL.claim, id="cedar-again")),
        replace(FAIL, known=True, claim=replace(FAIL.claim, id="cedar-once", text="Cedar fell 8%")),
    ),
    silenced=(ASIDE,),
    coverage=(Coverage("alder-rally.md", 11, 8, 1, 1, 1),),
)
EVERY = ("json", "markdown", "junit", "sarif", "github", "gitlab", "claimreview", "csv")


def rendered(name: str, report: Report, **options: Any) -> str:
    text: str = RENDERERS[name](report, **(PUBLISHER if name == "claimreview" else {}), **options)
    return text


def only(*findings: Finding, **fields: Any) -> Report:
    return replace(SAMPLE, findings=findings, **fields)


def sarif(report: Report, **options: Any) -> dict[str, Any]:
    document = json.loads(rendered("sarif", report, **options))
    SARIF.validate(document)
    run: dict[str, Any] = document["runs"][0]
    return run


def junit(report: Report, **options: Any) -> ElementTree.Element:
    text = rendered("junit", report, **options)
    JUNIT.validate(text)
    suite = ElementTree.fromstring(text).find("testsuite")
    assert suite is not None
    return suite


def gitlab(report: Report, **options: Any) -> list[dict[str, Any]]:
    issues: list[dict[str, Any]] = json.loads(rendered("gitlab", report, **options))
    jsonschema.validate(issues, GITLAB)
    return issues


def rows(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(rendered("csv", report), newline=""), strict=True))


def table(text: str) -> list[list[str]]:
    """The cells of the only table, as a reader sees them, without its head."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    found: list[list[str]] = []
    for token, content in pairwise(tokens):
        if token.type == "tr_open":
            found.append([])
        if token.type == "td_open":
            found[-1].append(seen(content.children))
    return found[1:]


def seen(children: Any) -> str:
    kinds = {child.type for child in children}
    assert kinds <= {"text", "text_special", "entity"}, kinds
    return "".join(child.content for child in children).replace("\u200b", "")


# ---------------------------------------------------------------- as agreed


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("markdown", "report.md"),
        ("junit", "report.xml"),
        ("sarif", "report.sarif"),
        ("github", "report-github.txt"),
        ("gitlab", "report-gitlab.json"),
        ("claimreview", "report.jsonld"),
        ("csv", "report.csv"),
    ],
)
def test_each_format_is_as_agreed(golden, name, file):
    golden(file, rendered(name, REPORT))


def test_the_documentation_tells_of_every_format_and_suffix():
    text = (Path(__file__).parents[1] / "docs" / "formats.md").read_text(encoding="utf-8")
    assert [name for name in (*RENDERERS, *SUFFIXES) if f"`{name}`" not in text] == [".htm"]


@pytest.mark.parametrize("name", EVERY)
def test_nothing_to_show_is_a_document_too(name):
    text = rendered(name, Report(SAMPLE.checked_at, ()))
    assert text.endswith("\n")
    assert read(name, text) == Counter()


# ---------------------------------------------------------------- counts agree


def read(name: str, text: str) -> Counter[str]:
    """How many of each verdict a reader of this format finds; problems only, where it has no others."""
    match name:
        case "json":
            return Counter(claim["verdict"] for claim in json.loads(text)["claims"])
        case "markdown":
            return Counter(row[1].removesuffix(" (known)") for row in table(text))
        case "junit":
            return Counter(_cases(text))
        case "sarif":
            results = json.loads(text)["runs"][0]["results"]
            return Counter(result["ruleId"].partition("/")[2] for result in results)
        case "gitlab":
            return Counter(issue["check_name"].partition("/")[2] for issue in json.loads(text))
        case "csv":
            return Counter(row["verdict"] for row in csv.DictReader(io.StringIO(text, newline="")))
        case "claimreview":
            return Counter(_reviewed(text))
    return Counter(c.properties["title"].partition(":")[0] for c in commands(text)[:-1])


def _cases(text: str) -> Iterator[str]:
    for case in ElementTree.fromstring(text).iterfind("testsuite/testcase"):
        failure, skipped, said = (case.find(tag) for tag in ("failure", "skipped", "system-out"))
        if failure is not None:
            yield failure.attrib["type"]
        elif case.find("error") is not None:
            yield "undecidable"
        elif skipped is not None:
            yield skipped.attrib["message"].partition(":")[0]
        elif said is not None:
            yield re.split("[:,]", said.text or "")[0]
        else:
            yield "pass"


def _reviewed(text: str) -> Iterator[str]:
    verdicts = ["fail", "misleading", "intraday", "pass-rounding", "pass"]
    for review in json.loads(text)["@graph"]:
        yield verdicts[review["reviewRating"]["ratingValue"] - 1]


def agree(report: Report) -> None:
    """Every format read again gives the counts of the report."""
    verdicts = Counter({verdict: n for verdict, n in report.counts.items() if n})
    silenced = Counter({"silenced": len(report.silenced)}) if report.silenced else Counter()
    bad = [f for f in report.findings if f.severity in (Severity.WARNING, Severity.ERROR)]
    wrong = Counter(str(f.verdict) for f in bad if not f.known)
    open_ = {"undecidable", "not-checkable", "revised-since"}  # which no review rates
    expected = {
        "json": verdicts,
        "markdown": verdicts + silenced,
        "junit": verdicts + silenced,
        "csv": verdicts + silenced,
        "sarif": wrong,
        "gitlab": wrong,
        "claimreview": Counter({v: n for v, n in verdicts.items() if v not in open_}),
    }
    assert {name: read(name, rendered(name, report)) for name in expected} == expected
    annotations = commands(rendered("github", report))
    if annotations:
        assert sum(c.name == "error" for c in annotations) == wrong["fail"]
        assert len(annotations) - 1 == wrong.total()
        for verdict, n in verdicts.items():
            assert f" {n} {verdict}" in annotations[-1].data


def test_counts_agree():
    agree(REPORT)
    page = html5lib.parse(rendered("html", REPORT), namespaceHTMLElements=False)
    shown = Counter(word for e in page.iter("details") for word in (e.get("class") or "").split())
    assert {verdict: shown[verdict] for verdict in REPORT.counts} == REPORT.counts
    last = rendered("console", REPORT, width=200)
    assert all(f"{n} {verdict}" in last for verdict, n in REPORT.counts.items())
    assert read("json", rendered("json", REPORT)) == {
        "pass": 1, "pass-rounding": 1, "intraday": 1, "misleading": 1, "fail": 4, "undecidable": 1,
        "not-checkable": 1,
    }  # fmt: skip
    aside = {"silenced": 1, "known": 1}
    assert json.loads(rendered("json", REPORT))["set_aside"] == aside
    assert sarif(REPORT)["properties"]["setAside"] == aside
    values = {p.get("name"): p.get("value") for p in junit(REPORT).iterfind("properties/property")}
    assert (values["silenced"], values["known"], values["fail"]) == ("1", "1", "4")
    assert "decided; 1 known; 1 silenced" in commands(rendered("github", REPORT))[-1].data
    assert "Set aside\\: 1 known and 1 silenced" in rendered("markdown", REPORT)
    assert [row["known"] for row in rows(REPORT)].count("yes") == 1
    assert sum(row["verdict"] == "silenced" for row in rows(REPORT)) == 1


ANY = st.text(st.characters(exclude_categories=()), max_size=30)  # lone surrogates too
MORE = (
    *("::error::x", "%0A::error::x", "##[error]x", "\r\n::error::x", "\u2028::error::x", "\x0b::error::x"),
    *("]]>", "\ufffe\uffff", "&lt;", "&#64;x", "<!-- x", "{0}"),
    *("=1+1", "@SUM(A1)", "+1", "-1.5", "\t=1", "＝1"),
    *("a|b", "\\|", "`` ` ``", "[x](https://example.org)", "@octocat #12", "https://example.org", "---"),
    *("***", "1. x", "_x_", "~~x~~", "$x$", "\\", "x\\", "===", "", " ", "é", "恒生"),
)
TEXT = st.one_of(st.sampled_from((*HOSTILE, *MORE)), ANY)


@st.composite
def places(draw: st.DrawFn) -> Place:
    line, column = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    return Place(draw(TEXT.filter(bool)), line, column, line + draw(st.integers(0, 1)), column + 3)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    verdict = draw(st.sampled_from(list(Verdict)))
    edit = Edit(draw(places()), (1, 4), draw(TEXT), draw(TEXT))
    example = draw(st.sampled_from((FAIL, MISLEADING, PASS, CONJUNCTION)))
    return replace(
        example,
        claim=Claim(
            draw(TEXT),
            draw(TEXT),
            draw(st.sampled_from((example.claim.verifier, None))),
            place=draw(st.none() | places()),
        ),
        verdict=verdict,
        severity=severity_of(verdict, while_open=draw(st.booleans()), strict=draw(st.booleans())),
        reason=draw(TEXT),
        subject=draw(TEXT),
        symbol=draw(st.none() | TEXT),
        correction=draw(st.none() | TEXT),
        needs=draw(TEXT),
        notes=(draw(TEXT),),
        flags=(draw(TEXT),),
        outside=draw(st.booleans()),
        known=draw(st.booleans()),
        rewording=draw(st.none() | st.builds(Rewording, TEXT, TEXT, st.just((edit,)))),
    )


REPORTS = st.builds(
    Report,
    st.just(SAMPLE.checked_at),
    st.lists(findings(), max_size=4).map(tuple),
    article=st.fixed_dictionaries({}, optional=dict.fromkeys(("title", "url", "published", "text"), TEXT)),
    silenced=st.lists(st.builds(replace, st.just(ASIDE), text=TEXT, why_not=TEXT), max_size=2).map(tuple),
    version=st.just("0.1.0"),
    warnings=st.lists(TEXT, max_size=1).map(tuple),
)


QUICK = settings(max_examples=50, deadline=None)


@given(REPORTS)
@QUICK
def test_counts_agree_whatever_strangers_write(report):
    agree(report)
    sarif(report)
    junit(report)
    gitlab(report)


@given(REPORTS)
@QUICK
def test_what_strangers_write_comes_back_as_they_wrote_it(report):
    said = [one_line(f.claim.text).strip() or one_line(f.claim.id) for f in report.findings]
    assert [row[2] for row in table(rendered("markdown", report))][: len(said)] == [s.strip() for s in said]
    for cell, finding in zip((row["claim"] for row in rows(report)), report.findings, strict=False):
        assert cell.removeprefix("'") == one_line(finding.claim.text).removeprefix("'")
    for case, finding in zip(junit(report).iterfind("testcase"), report.findings, strict=False):
        assert case.attrib["name"].startswith(one_line(f"{finding.claim.id}: {finding.claim.text}"))
    bad = [(s, f) for s, f in zip(said, report.findings, strict=True) if f.severity.rank > 1 and not f.known]
    bad.sort(key=lambda one: -one[1].severity.rank)
    messages = [r["message"]["text"] for r in sarif(report)["results"]]
    unlinked = [re.sub(r"\\([\\\[\]])", r"\1", message) for message in messages]
    others = [issue["description"] for issue in gitlab(report)]
    shown = [c.data for c in commands(rendered("github", report))][: len(bad)]
    for found in (unlinked, others, shown):
        assert [f"{text}: " for text, _ in bad] == [
            message[: len(text) + 2] for message, (text, _) in zip(found, bad, strict=True)
        ]


# ---------------------------------------------------------------- what a runner takes for a command


@given(REPORTS)
@QUICK
def test_no_format_but_its_own_speaks_to_a_runner(report):
    for name in ("json", "junit", "sarif", "gitlab", "claimreview", "markdown", "console"):
        assert commands(rendered(name, report)) == [], name
    levels = {c.name for c in commands(rendered("github", report))}
    assert levels <= {"error", "warning", "notice"}


def test_an_annotation_is_read_as_it_was_meant():
    text = "100%0A %25, a:b\r\n::error file=x::y"
    finding = replace(
        FAIL, claim=replace(FAIL.claim, id="a,b:c%2C", text=text, place=Place("./odd,na:me%.md", 3, 4, 3, 9))
    )
    first, last = commands(rendered("github", only(finding), here="/repo/docs", top="/repo"))
    assert first == Command(
        "error",
        "100%0A %25, a:b ::error file=x::y: closed down 6.3%, from 50.00 to 46.85; 8% permits 7.5% to 8.5%. "
        "Would be right: Cedar Motors closed 6% lower.",
        {
            "file": "docs/odd,na:me%.md", "line": "3", "col": "4", "endColumn": "9",
            "title": "False: a,b:c%2C",
        },
    )  # fmt: skip
    assert last.name == "notice"


def test_columns_are_left_out_where_a_claim_spans_lines():
    finding = replace(FAIL, claim=replace(FAIL.claim, place=Place("a.md", 3, 40, 4, 9)))
    at = commands(rendered("github", only(finding)))[0].properties
    assert {k: at[k] for k in ("line", "endLine")} == {"line": "3", "endLine": "4"}
    assert not {"col", "endColumn"} & set(at)


def test_standard_input_is_no_file_of_the_repository():
    finding = replace(FAIL, claim=replace(FAIL.claim, place=Place("<stdin>", 1, 1, 1, 9)))
    assert commands(rendered("github", only(finding)))[0].properties == {"title": "False: cedar"}


def test_a_step_shows_ten_errors_and_ten_warnings_and_says_how_many_more():
    found = commands(rendered("github", only(*[MISLEADING] * 12, *[FAIL] * 13)))
    names = [c.name for c in found]
    assert names == ["error"] * 10 + ["warning"] * 10 + ["notice"]
    assert "12 misleading, 13 fail" in found[-1].data
    assert "5 more problems than GitHub shows here" in found[-1].data


@pytest.mark.parametrize(
    ("report", "levels"),
    [
        (only(PASS), []),  # quiet when right
        (only(PASS, UNDECIDABLE), ["notice"]),
        (only(UNDECIDABLE), ["warning"]),  # nothing was checked
        (only(), ["warning"]),
        (only(PASS, silenced=(ASIDE,)), ["notice"]),
        (only(PASS, warnings=("a pin ended",)), ["notice"]),
        (only(PASS, replace(FAIL, known=True)), ["notice"]),
    ],
)
def test_a_runner_hears_only_what_matters(report, levels):
    assert [c.name for c in commands(rendered("github", report))] == levels


def test_what_was_not_as_it_should_be_is_said_everywhere():
    report = only(PASS, warnings=("a skip ended on [2025-01-01]\n##[error]x",))
    said = "a skip ended on [2025-01-01] ##[error]x"
    (notice,) = commands(rendered("github", report))
    assert notice.data.endswith(f"\n{said}")
    assert json.loads(rendered("json", report))["warnings"] == list(report.warnings)
    assert (junit(report).findtext("system-out") or "").endswith(f"; {said}")
    notes = sarif(report)["invocations"][0]["toolExecutionNotifications"]
    assert notes[1]["message"]["text"] == said.replace("[", "\\[").replace("]", "\\]")
    assert "\n⚠ a skip ended on \\[2025" in rendered("markdown", report)


# ---------------------------------------------------------------- SARIF


def test_a_result_says_where_and_what_in_the_way_github_reads():
    result = sarif(REPORT)["results"][2]
    assert result["ruleId"] == "change/fail"
    assert result["level"] == "error"
    where = result["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "claims/alder.factcheck.yaml"
    assert where["region"] == {"startLine": 12, "startColumn": 5, "endLine": 12, "endColumn": 33}
    assert re.fullmatch("[0-9a-f]{64}:1", result["partialFingerprints"]["primaryLocationLineHash"])


def test_every_result_has_its_rule():
    run = sarif(REPORT)
    rules = run["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules] == ["change/fail", "extreme/fail", "extreme/misleading"]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    for rule in rules:
        assert all(0 < len(rule[k]["text"]) <= 1024 for k in ("shortDescription", "fullDescription", "help"))


def test_a_fix_replaces_exactly_the_wrong_words():
    (fix,) = sarif(REPORT)["results"][2]["fixes"]
    (change,) = fix["artifactChanges"]
    assert change == {
        "artifactLocation": {"uri": "articles/week%201%232.md"},
        "replacements": [
            {
                "deletedRegion": {"startLine": 3, "startColumn": 21, "endLine": 3, "endColumn": 23},
                "insertedContent": {"text": "6%"},
            }
        ],
    }
    line = PUT_RIGHT.before
    assert line[:20] + "6%" + line[22:] == PUT_RIGHT.after  # columns start at 1, ends are exclusive
    assert "fixes" not in sarif(REPORT)["results"][0]


@pytest.mark.parametrize(
    ("file", "here", "uri"),
    [
        ("./a b.md", "", "a%20b.md"),
        ("x/../恒生.md", "", "%E6%81%92%E7%94%9F.md"),
        ("a:b?c#d%e.md", "", "a%3Ab%3Fc%23d%25e.md"),
        ("\ud800.md", "", "%ED%A0%80.md"),
        ("draft.md", "/repo/site/content", "site/content/draft.md"),
        ("../draft.md", "/repo/site/content", "site/draft.md"),
        ("draft.md", "/repo", "draft.md"),
        ("/repo/a b.md", "/repo/site", "a%20b.md"),
        ("/repository/a.md", "/repo/site", "file:///repository/a.md"),
        ("../../a.md", "/repo/site", "file:///a.md"),
    ],
)
def test_addresses_are_relative_to_the_repository_and_encoded(file, here, uri):
    finding = replace(FAIL, claim=replace(FAIL.claim, place=Place(file, 1, 1, 1, 2)))
    result = sarif(only(finding), here=here, top="/repo")["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_brackets_in_a_message_are_no_link():
    finding = replace(FAIL, reason="see [here](https://example.org) \\ there")
    text = sarif(only(finding))["results"][0]["message"]["text"]
    assert "see \\[here\\](https://example.org) \\\\ there." in text


def test_the_message_of_a_fix_is_the_whole_sentence():
    fix = sarif(REPORT)["results"][2]["fixes"][0]
    assert fix["description"]["text"] == "Write: Cedar Motors closed 6% lower on Friday."


# ---------------------------------------------------------------- JUnit


@pytest.mark.parametrize(
    ("report", "options", "counts"),
    [
        (SAMPLE, {}, (8, 2, 0, 2)),
        (SAMPLE, {"fail_on": "warning"}, (8, 3, 0, 2)),
        (SAMPLE, {"fail_on": "note"}, (8, 6, 0, 1)),
        (only(replace(FAIL, known=True)), {}, (1, 0, 0, 0)),
        (only(PASS, UNDECIDABLE), {}, (2, 0, 0, 1)),  # exit 0
        (only(UNDECIDABLE), {}, (1, 0, 1, 0)),  # exit 3: nothing was checked
        (only(UNDECIDABLE), {"allow_undecided": True}, (1, 0, 0, 1)),
        (only(PASS, replace(UNDECIDABLE, outside=True)), {}, (2, 0, 1, 0)),  # exit 3: no prices
        (only(PASS, replace(UNDECIDABLE, outside=True)), {"allow_undecided": True}, (2, 0, 0, 1)),
        (only(PASS, UNDECIDABLE), {"too_open": True}, (2, 0, 1, 0)),  # exit 3: --max-undecidable
        (only(PASS, silenced=(ASIDE,)), {}, (2, 0, 0, 1)),
    ],
)
def test_junit_is_red_where_the_exit_code_is(report, options, counts):
    suite = junit(report, **options)
    attributes = ("tests", "failures", "errors", "skipped")
    assert tuple(int(suite.attrib[name]) for name in attributes) == counts


def test_no_two_cases_have_one_name():
    names = [(c.get("classname"), c.get("name")) for c in junit(only(FAIL, FAIL, FAIL)).iterfind("testcase")]
    assert len(set(names)) == 3


@pytest.mark.parametrize("text", ["\x00\x1b\x0b\ufffe\uffff\ud800", "]]>", "<a>&amp;\"'", "\x85\u2028"])
def test_text_that_xml_cannot_hold_is_written_out(text):
    finding = replace(FAIL, claim=replace(FAIL.claim, text=text), reason=text)
    failure = junit(only(finding)).find("testcase/failure")
    assert failure is not None
    assert failure.attrib["message"].startswith(f"{one_line(text)}: {one_line(text)}")


# ---------------------------------------------------------------- GitLab, CSV, ClaimReview


def test_issues_differ_in_their_fingerprints_and_survive_moved_lines():
    prints = [issue["fingerprint"] for issue in gitlab(only(FAIL, FAIL))]
    moved = replace(FAIL, claim=replace(FAIL.claim, place=Place("claims/alder.factcheck.yaml", 90, 1, 90, 2)))
    assert len(set(prints)) == 2
    assert [issue["fingerprint"] for issue in gitlab(only(moved, moved))] == prints


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+4.7%", "+4.7%"),
        ("-1,234.50", "-1,234.50"),
        ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("\t=1", "' =1"),
        ("\r=1", "\\x0d=1"),
        ('a "b", c\nd', 'a "b", c d'),
        ("::error::x", "::error::x"),
    ],
)
def test_no_cell_is_a_formula(text, cell):
    finding = replace(FAIL, claim=replace(FAIL.claim, text=text))
    assert rows(only(finding))[0]["claim"] == cell


def test_numbers_stay_numbers_in_a_spreadsheet():
    row = rows(only(FAIL))[0]
    assert (row["measured"], row["permitted_from"], row["permitted_to"]) == ("-6.3", "-8.5", "-7.5")


def test_what_is_open_gets_no_review():
    reviews = json.loads(rendered("claimreview", SAMPLE))["@graph"]
    ratings = [(r["reviewRating"]["ratingValue"], r["reviewRating"]["alternateName"]) for r in reviews]
    assert ratings == [
        (3, "True during the session, not at the close"),
        (4, "Correct to rounding"),
        (5, "True"),
        (1, "False"),
        (2, "Misleading"),
        (1, "False"),
    ]
    assert {r["reviewRating"]["bestRating"] for r in reviews} == {5}
    assert {r["author"]["name"] for r in reviews} == {"The Example Times"}
    assert {r["url"] for r in reviews} == {"https://example.org/check"}
    assert all("Automatic check" in r["author"]["description"] for r in reviews)


def test_a_long_claim_is_cut_at_a_word_and_kept_whole_beside():
    text = "Hazel Bank rose to its highest in two years after a rally that nobody at all had seen coming"
    review = json.loads(rendered("claimreview", only(replace(FAIL, claim=replace(FAIL.claim, text=text)))))
    first = review["@graph"][0]
    assert (
        first["claimReviewed"] == "Hazel Bank rose to its highest in two years after a rally that nobody at…"
    )
    assert first["itemReviewed"]["text"] == text


# ---------------------------------------------------------------- Markdown


def test_problems_come_first_with_what_to_change():
    text = rendered("markdown", REPORT)
    head, _, rest = text.partition("\n| | verdict")
    assert text.startswith("### factcheck: 4 problems in 10 statements\n")
    assert head.count("\n- ") == 4
    assert "*would be right:* Cedar Motors closed 6% lower\\." in head
    assert "*change to:* Cedar Motors closed 6% lower on Friday\\." in head
    assert "fail \\(known\\)" in rest and "Cedar fell 8%" not in head
    assert "11 statements found, 8 decided" in unescape(head).replace("\\", "")


@pytest.mark.parametrize(
    ("report", "headline"),
    [
        (only(PASS), "no problem in 1 statement"),
        (only(PASS, UNDECIDABLE), "no problem in 2 statements"),
        (only(PASS, replace(FAIL, known=True)), "no new problem in 2 statements"),
        (only(PASS, MISLEADING), "1 problem in 2 statements"),
        (only(UNDECIDABLE), "nothing could be decided in 1 statement"),
        (only(), "nothing to check"),
    ],
)
def test_the_headline_says_whether_to_read_on(report, headline):
    assert rendered("markdown", report).startswith(f"### factcheck: {headline}\n")


@pytest.mark.parametrize("limit", [3_000, 65_536, 1 << 20])
def test_a_long_report_is_cut_between_statements_with_a_sentence(limit):
    report = only(*[replace(FAIL, reason="恒生" * 250)] * 400)
    text = rendered("markdown", report, limit=limit)
    assert limit - 2_000 < len(text.encode()) <= limit
    left = int(re.findall(r"\n(\d+) more statements are left out here", text)[0])
    assert len(table(text)) + left == 400


def test_a_comment_has_at_most_65_536_characters():
    assert len(rendered("markdown", only(*[FAIL] * 2000))) <= 65_536


@pytest.mark.parametrize("text", [*HOSTILE, *MORE])
def test_strangers_text_is_no_markdown(text):
    finding = replace(FAIL, claim=replace(FAIL.claim, text=text, id=text), reason=text, correction=text)
    article = dict.fromkeys(("title", "published"), text)
    plain = rendered("markdown", only(replace(FAIL, reason="x", correction="x"), article={"title": "x"}))
    parsed = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    harmless = Counter(_kinds(parsed.parse(plain)))
    assert Counter(_kinds(parsed.parse(rendered("markdown", only(finding, article=article))))) <= harmless


def _kinds(tokens: Any) -> Iterator[str]:
    for token in tokens:
        if not token.type.startswith(("text", "entity")):
            yield token.type
        yield from _kinds(token.children or ())


def test_nobody_is_called_and_no_address_is_linked():
    finding = replace(FAIL, reason="@octocat see #12, https://example.org or www.example.org, me@example.org")
    text = rendered("markdown", only(finding))
    assert not re.search(r"@\w|#1|://|www\.", text)
