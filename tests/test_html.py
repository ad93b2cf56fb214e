"""The page: what it says, that it is harmless, and that it fits every screen."""

from __future__ import annotations

import base64
import hashlib
import html
import re
import subprocess
import sys
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import unquote

import pytest
from jinja2 import DictLoader, Environment

from factcheck.checking import merged
from factcheck.claims import Place
from factcheck.readings import Chart
from factcheck.renderers import RENDERERS, files, words
from factcheck.renderers._compiled import Compiled
from factcheck.renderers.html import render
from factcheck.verdicts import Coverage, Edit, Finding, Report, Rewording, Severity, SourceNote, Verdict
from tests.hostile import HOSTILE
from tests.reports import DAY_CHART, FAIL, INTRADAY, MISLEADING, NOT_CHECKABLE, PASS, SAMPLE, UNDECIDABLE

TEMPLATES = Path(words.__file__).parent / "templates"
SOURCES = {path.name: path.read_text(encoding="utf-8") for path in TEMPLATES.iterdir()}


def report(*findings: Finding, **changes: Any) -> Report:
    return replace(SAMPLE, findings=findings, **changes)


class Elements(HTMLParser):
    """Start tags with the names of their attributes, in order; and the text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.values: list[tuple[str, str]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.values += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


# ---------------------------------------------------------------- what it says


@pytest.mark.parametrize(
    ("use", "spared"),
    [
        ("import factcheck.renderers", {"jinja2", "numpy", "json"}),
        ("import factcheck.renderers.console", {"jinja2", "rich"}),
        ("import factcheck.renderers.json", {"jinja2"}),
        ("import factcheck.renderers.html", {"pandas", "rich"}),
    ],
)
def test_a_format_costs_nothing_until_it_is_used(use, spared):
    code = f"import sys; {use}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) & spared == set()


@pytest.mark.parametrize(
    ("change", "compiled"),
    [
        ({}, 0),
        ({"source": "{{ 2 }}"}, 1),
        ({"module": "autoescape = True"}, 1),  # the settings a template is compiled with
        ({"told": True}, 1),  # PYTHONDONTWRITEBYTECODE
        ({"folder": "gone"}, 1),
    ],
)
def test_a_template_is_compiled_once(tmp_path, monkeypatch, change, compiled):
    counted: list[str] = []
    compile_ = Environment.compile

    def counting(self: Environment, source: str, *names: Any) -> Any:
        counted.append(source)
        return compile_(self, source, *names)

    monkeypatch.setattr(Environment, "compile", counting)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    (tmp_path / "__pycache__").mkdir()

    def page(source="{{ 1 }}", module="autoescape = False", told=False, folder=".") -> str:
        monkeypatch.setattr(sys, "dont_write_bytecode", told)
        user = tmp_path / "page.py"
        user.write_text(module)
        cache = Compiled(str(user))
        cache.directory = str(tmp_path / "__pycache__" / folder)
        environment = Environment(loader=DictLoader({"a": source}), bytecode_cache=cache)
        return environment.get_template("a").render()

    before = {key: change[key] for key in change.keys() & {"told", "folder"}}
    assert page(**before) == "1"
    first = len(counted)
    assert page(**change) == ("2" if "source" in change else "1")
    assert (first, len(counted) - first) == (1, compiled)


def test_the_page_is_as_agreed(golden):
    golden("report.html", RENDERERS["html"](SAMPLE))


def test_nothing_to_show_is_still_a_page():
    page = render(Report(SAMPLE.checked_at, ()))
    assert "There was nothing to check." in page
    assert "<h1>Market claims, checked</h1>" in page


@pytest.mark.parametrize(
    ("article", "name", "called"),
    [
        ({"title": "A rally", "url": "https://example.org/a"}, "x/rally.md", "A rally"),
        ({"url": "https://example.org/a"}, "x/rally.md", "https://example.org/a"),
        ({}, "x/rally.md", "rally.md"),
        ({}, "many.jsonl:3", "many.jsonl:3"),
        ({}, "<stdin>", "Market claims, checked"),
    ],
)
def test_a_page_is_called_by_the_best_name_there_is(article, name, called):
    page = render(report(PASS, article=article, coverage=(Coverage(name, 1, 1, 0, 0, 0),)))
    (heading,) = re.findall(r"<h1>(.*?)</h1>", page)
    assert re.sub("<.*?>", "", heading) == called


@pytest.mark.parametrize(
    ("findings", "sentence"),
    [
        ((PASS,), "The only statement holds."),
        ((FAIL,), "The only statement is false."),
        ((PASS, PASS), "All 2 statements hold."),
        ((PASS, FAIL, FAIL), "Of 3 statements, 1 holds and 2 are false."),
        (
            (INTRADAY, UNDECIDABLE, NOT_CHECKABLE),
            "Of 3 statements, 1 was true only during the session, 1 could not be decided and "
            "1 has nothing that prices could check.",
        ),
    ],
)
def test_one_sentence_sums_it_up(findings, sentence):
    assert words.summary(report(*findings)) == sentence
    assert sentence in render(report(*findings))


def test_the_coverage_has_its_denominators():
    said = words.coverage(report(PASS, UNDECIDABLE, NOT_CHECKABLE))
    assert said == "2 of 3 statements can be checked against prices; 1 of those 2 could be decided."


def test_what_must_change_comes_first_and_claims_in_their_order():
    summary, claims = render(report(PASS, FAIL)).split('<div id="statements">')
    assert "Cedar Motors" in summary and "sixth straight" not in summary
    assert claims.index("sixth straight") < claims.index("Cedar Motors")


REWORDED = replace(
    FAIL,
    rewording=Rewording(
        "Cedar Motors closed 8% lower",
        "Cedar Motors closed 6% lower",
        (Edit(Place("claims/alder.factcheck.yaml", 12, 5, 12, 33), (20, 22), "8%", "6%"),),
    ),
)
WARNED = replace(INTRADAY, severity=Severity.WARNING)  # the market had closed when this was written
KNOWN = replace(FAIL, known=True)


@pytest.mark.parametrize(
    ("findings", "headline"),
    [
        ((), "Nothing here can be checked"),
        ((NOT_CHECKABLE,), "Nothing here can be checked"),
        ((UNDECIDABLE, NOT_CHECKABLE), "Nothing could be decided"),
        ((PASS, NOT_CHECKABLE), "Nothing has to change"),
        ((PASS, UNDECIDABLE), "Nothing has to change; 1 of 2 statements could not be decided"),
        ((PASS, INTRADAY), "Nothing has to change"),
        ((PASS, WARNED), "Nothing is false; 1 of 2 was true only during the session"),
        ((FAIL, MISLEADING, PASS), "2 of 3 statements must change"),
        ((FAIL,), "The only statement must change"),
        ((PASS, KNOWN), "Nothing new has to change; 1 of 2 is known to be wrong"),
        ((KNOWN,), "Nothing new has to change; the only statement is known to be wrong"),
        ((KNOWN, WARNED, KNOWN), "Nothing new has to change; 2 of 3 are known to be wrong"),
        ((PASS, replace(PASS, known=True)), "Nothing has to change"),
        ((replace(UNDECIDABLE, severity=Severity.WARNING),), "Nothing could be decided"),
        (
            (PASS, replace(PASS, verdict=Verdict.REVISED)),
            "Nothing was wrong when it was checked; 1 of 2 would now read otherwise",
        ),
        (
            (KNOWN, replace(PASS, verdict=Verdict.REVISED)),
            "1 of 2 would now read otherwise; 1 of 2 is known to be wrong",
        ),
    ],
)
def test_the_headline_says_what_is_to_be_done(findings, headline):
    assert words.headline(report(*findings)) == headline
    assert f'<h2 id="first">{headline}</h2>' in render(report(*findings))


@pytest.mark.parametrize(
    ("verdict", "label"),
    [
        (Verdict.FAIL, "Change to"),
        (Verdict.INTRADAY, "After the close"),
        (Verdict.REVISED, "By prices of today"),
    ],
)
def test_other_words_say_why_they_are_right(verdict, label):
    page = render(report(replace(REWORDED, verdict=verdict)))
    working = page.split('<div id="statements">')[1]
    assert f'<span class="label">{label}</span>' in working


def test_what_a_baseline_accepts_is_shown_and_not_listed():
    page = render(report(PASS, KNOWN))
    summary, claims = page.split('<div id="statements">')
    assert "Cedar Motors" not in summary
    assert "1 of them was known before, and fails nothing." in summary
    assert "Cedar Motors" in claims and "Known before" in claims


@pytest.mark.parametrize(
    ("before", "after", "gone", "new"),
    [
        ("Alder climbed 4.7% on Friday.", "Alder climbed 6.5% on Friday.", ["4.7%"], ["6.5%"]),
        ("a sixth straight gain", "a fifth straight gain", ["sixth"], ["fifth"]),
        ("a three-year high", "the highest since June 2014", ["a", "three-year", "high"],
         ["the", "highest", "since", "June", "2014"]),
        ("rose 3%", "rose 3%", [], []),
        ("rose", "rose 3%", [], ["3%"]),
    ],
)  # fmt: skip
def test_the_words_that_change_are_marked(before, after, gone, new):
    old, fresh = words.changed(before, after)
    assert ("".join(text for text, _ in old), "".join(text for text, _ in fresh)) == (before, after)
    assert " ".join(text for text, other in old if other).split() == gone
    assert " ".join(text for text, other in fresh if other).split() == new


def test_the_authors_own_sentence_is_put_right():
    page = render(report(REWORDED))
    assert "Cedar Motors closed <del>8%</del> lower</a>" in page
    assert "Cedar Motors closed <ins>6%</ins> lower<" in page


def test_words_that_do_not_say_whose_they_are_are_told_apart():
    words_alone = replace(REWORDED, rewording=Rewording("closed 8% lower", "closed 6% lower"))
    page = render(report(words_alone))
    assert re.search(r'<span class="hint">Cedar Motors</span> <a [^>]*>closed <del>8%</del> lower</a>', page)
    assert '<span class="hint">Cedar Motors</span>' not in render(report(REWORDED))
    named = replace(words_alone, claim=replace(FAIL.claim, of=("Cedar",)))
    named = replace(named, rewording=Rewording("Cedar closed 8% lower", "Cedar closed 6% lower"))
    assert '<span class="hint">' not in render(report(named))


@pytest.mark.parametrize("finding", [INTRADAY, WARNED])
def test_what_was_true_during_the_session_need_not_change(finding):
    page = render(report(PASS, finding))
    assert '<span class="label">After the close</span> The Alder Tech Index closed up 6.5%.' in page
    assert "Change to" not in page and "Would be right" not in page and "must change" not in page


def test_what_was_not_as_it_should_be_is_said_before_the_changes():
    page = render(report(FAIL, warnings=("a suppression expired", "a baseline is stale")))
    summary, changes = page.split('<ol class="changes">')
    assert summary.count('class="warning"') == 2 and "warning" not in changes.split("</main>")[1]


def test_what_is_silenced_is_counted_at_the_top():
    page = render(report(PASS, silenced=(replace(FAIL.claim, why_not="by hand"),)))
    assert 'The only statement holds. 1 more was found, and <a href="#silenced">silenced</a>.' in page
    assert "silenced" not in render(report(PASS)).split("</style>")[1]


def test_from_one_problem_to_the_next_over_what_is_true():
    page = render(report(FAIL, PASS, NOT_CHECKABLE, UNDECIDABLE, KNOWN))
    lines = [line for line in page.splitlines() if 'class="jump"' in line]
    jumps = [re.findall(r'href="#(claim-\d)">(\w+)', line) for line in lines]
    assert jumps == [
        [("claim-4", "Next")],
        [("claim-1", "Previous"), ("claim-4", "Next")],
        [("claim-1", "Previous"), ("claim-4", "Next")],
        [("claim-1", "Previous")],
        [("claim-4", "Previous")],
    ]


def test_assumptions_are_called_so():
    assumed = replace(PASS, claim=replace(PASS.claim, assumed=("Weeks end on Friday.",)))
    page = render(report(replace(assumed, notes=("Weeks end on Friday.", "Two short sessions."))))
    assert "<b>Assumed:</b> Weeks end on Friday.</p>" in page and ">Two short sessions.</p>" in page


def in_the_text(text: str, *claimed: str) -> str:
    """The page's paragraphs of an article in which those words are claims."""
    places = [(text.index(words), text.index(words) + len(words)) for words in claimed]
    findings = tuple(replace(PASS, claim=replace(PASS.claim, seen=place)) for place in places)
    page = render(replace(SAMPLE, findings=findings, text=text))
    return "\n".join(re.findall(r'<p class="says.*?</p>', page, re.DOTALL))


def test_claims_are_marked_where_they_stand():
    text = "Alder rose 3%\nand Birch fell 2%.\n\nA & B <b>rose</b> 4%."
    seen = in_the_text(text, "rose 3%", "rose</b> 4%", "fell 2%")
    assert re.findall(r'<a class="told pass" id="in-claim-\d" href="#claim-(\d)">([^<]+)<span', seen) == [
        ("1", "rose 3%"), ("3", "fell 2%"), ("2", "rose&lt;/b&gt; 4%"),
    ]  # fmt: skip
    assert seen.count("<p ") == 2
    tag = r'<span class="tag"><i aria-hidden="true">✓</i> true</span>'
    plain = html.unescape(re.sub(rf"{tag}|<[^>]+>", "", seen))
    assert "Alder rose 3% and Birch fell 2%." in plain and "A & B <b>rose</b> 4%." in plain


def test_claims_that_overlap_are_marked_once_and_worked_out_both():
    off = "off 3% from its record of 900"
    seen = in_the_text(f"{off} today", off, "record of 900")
    assert seen.count('class="told') == 1


def test_the_working_stands_right_after_its_paragraph():
    text = "Alder rose.\n\nBirch fell.\n\nCedar closed."
    findings = tuple(
        replace(finding, claim=replace(finding.claim, seen=(text.index(said), text.index(said) + 4)))
        for finding, said in ((FAIL, "Cedar"), (PASS, "Alder"))
    )
    page = render(replace(SAMPLE, findings=(*findings, MISLEADING), text=text))
    order = ['id="claim-2"', "Birch", 'id="claim-1"', "no place in the text", 'id="claim-3"']
    places = [page.index(words, page.index('id="statements"')) for words in order]
    assert places == sorted(places)


def test_the_headline_of_the_article_looks_like_one():
    assert '<p class="says headline">Alder shares extend rally</p>' in render(
        replace(SAMPLE, text="Alder shares extend rally\n\nIt rose.", findings=(
            replace(PASS, claim=replace(PASS.claim, seen=(27, 34))),)))  # fmt: skip


def test_code_that_is_not_read_shows_as_a_gap():
    assert "Alder … <a" in in_the_text("Alder \ufffc rose 3%", "rose 3%")


def test_a_claim_file_has_no_text_to_show():
    assert in_the_text("Alder rose.") == ""


def test_every_verdict_has_a_mark_and_words_of_its_own():
    said = list(words.VERDICTS.values())
    assert set(words.VERDICTS) == set(Verdict)
    assert len({w.mark for w in said}) == len({w.short for w in said}) == len(Verdict)


@pytest.mark.parametrize(
    "flag",
    "boundary tie tie-at-date truncated understated part-true coherent incoherent was-intraday "
    "provisional unit base points-only vague-date-edge window-loose assumed-symbol assumed-year "
    "assumed-time backcast short-history adjusted ex-date-base readings-split definition-split "
    "day-boundary source-conflict stale-data filler-dropped inconsistent attributed tone".split(),
)
def test_every_flag_has_plain_words(flag):
    assert words.FLAGS[flag] in html.unescape(render(report(replace(PASS, flags=(flag,)))))


def test_an_unknown_flag_is_shown_as_it_is():
    assert "<li>new-flag</li>" in render(report(replace(PASS, flags=("new-flag",))))


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("https://example.org/\nx", False),
        ("//example.org", False),
        ("ftp://example.org", False),
        ("https://", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url, linked):
    page = render(report(PASS, article={"title": "T", "url": url}))
    assert ('rel="noopener noreferrer nofollow">T</a>' in page) == linked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("5859.30", "5,859.30"),
        ("-6.3%", "−6.3%"),
        ("1300000000000", "1,300,000,000,000"),
        ("0.0074", "0.0074"),
        ("1,046.50", "1,046.50"),
        ("six", "six"),
        ("", ""),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_figures_are_grouped_and_words_are_left_alone(text, shown):
    assert words.grouped(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2025-03-14", "14 March 2025"),
        ("2025-03-14T12:30+08:00", "14 March 2025, 12:30 UTC+8"),
        ("2025-03-14T12:30-03:30", "14 March 2025, 12:30 UTC−3:30"),
        ("2025-03-14T12:30Z", "14 March 2025, 12:30 UTC"),
        ("2025-03-14T12:30", "14 March 2025, 12:30"),
        ("last Friday", "last Friday"),
    ],
)
def test_instants_are_shown_with_their_zone(text, shown):
    assert words.moment(text) == shown


# ---------------------------------------------------------------- that it is harmless


def test_the_policy_comes_first_and_names_the_style_by_its_hash():
    page = render(SAMPLE)
    style = page.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    head = page.split("<head>\n")[1]
    assert head.startswith('<meta http-equiv="Content-Security-Policy"')
    assert (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    ) in head.splitlines()[0]


@pytest.mark.parametrize("name", [n for n in SOURCES if n.endswith(".j2")])
@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a way around escaping", r"\|\s*safe|autoescape|Markup"),
        ("an attribute without quotes", r"=\s*\{\{"),
        ("an event handler", r"\son\w+\s*="),
        ("a style attribute", r"\sstyle\s*="),
        ("a script", r"<script|javascript:"),
        ("something fetched", r"\ssrc\s*=|<link|@import|url\("),
    ],
)
def test_templates_have_none_of(name, what, pattern):
    source = re.sub(r"\{%.*?%\}", "", SOURCES[name]) if "attribute" in what else SOURCES[name]
    assert re.findall(pattern, source, re.IGNORECASE) == []


def test_the_style_fetches_nothing():
    assert not re.search(r"url\(|@import|</", SOURCES["report.css"], re.IGNORECASE)


def filled(value: object, text: str) -> object:
    """`value` with `text` for every string in it, but not for the dates of a chart."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return text if value else value
    if isinstance(value, tuple) and type(value) is tuple:
        return tuple(filled(item, text) for item in value)
    if isinstance(value, dict):
        return {key: filled(item, text) for key, item in value.items()}
    if isinstance(value, Chart):
        marks = tuple((day, v, text) for day, v, _ in value.marks)
        return replace(value, title=text, marks=marks)
    if is_dataclass(value) and not isinstance(value, type):
        known = {f.name: getattr(value, f.name) for f in fields(value) if f.name != "verifier"}
        return replace(value, **{name: filled(item, text) for name, item in known.items()})
    return value


FULL = replace(SAMPLE, findings=(*SAMPLE.findings, REWORDED))


def everything(text: str) -> Report:
    """The sample with `text` in every field, and in the name of a setting."""
    known = filled(replace(FULL, policy={}, checked_at=SAMPLE.checked_at), text)
    assert isinstance(known, Report)
    return replace(known, policy={text: (text, text)})


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_element_and_no_attribute(text):
    page = render(everything(text))
    plain = Elements(render(everything("word")))
    found = Elements(page)
    assert found.tags == plain.tags
    names = ("id", "class", "href", "aria-labelledby", "http-equiv", "scope")
    assert [v for v in found.values if v[0] in names] == [v for v in plain.values if v[0] in names]
    assert words.one_line(text) in found.text
    assert page.encode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e\u2066\ufeff]", page)


def test_the_sample_fills_every_field():
    empty = [
        f.name for f in fields(SourceNote) if not any(getattr(s, f.name) for s in SAMPLE.sources)
    ]
    empty += [f.name for f in fields(Finding) if not any(getattr(x, f.name) for x in FULL.findings)]
    assert empty == ["outside", "known"]  # which are no text


# ---------------------------------------------------------------- several files


def several(*members: Report) -> Report:
    return merged(members)


def test_several_files_are_an_index_with_a_page_each():
    other = report(PASS, article={"title": "Birch & Elm"})
    written = files("html", several(other, SAMPLE), PurePath("out/week 1.html"))
    found = {str(path): page for path, page in written}
    assert list(found) == [
        "out/week 1/0001-alder.html", "out/week 1/0002-alder.html", "out/week 1.html",
    ]  # fmt: skip
    index = found["out/week 1.html"]
    links = re.findall(r'<h3><a href="([^"]+)">([^<]+)</a></h3>', index)
    assert links == [
        ("week%201/0002-alder.html", "Alder shares extend rally"),  # problems first
        ("week%201/0001-alder.html", "Birch &amp; Elm"),
    ]
    assert '<a href="../week%201.html">← All files</a>' in found["out/week 1/0001-alder.html"]
    assert "Cedar Motors closed 8% lower" in index and "Cedar Motors closed 6% lower." in index
    total = sum(SAMPLE.counts.values()) + 1
    assert words.summary(several(other, SAMPLE)) in index and f"Of {total} statements" in index


def test_one_file_is_one_page():
    ((path, page),) = files("html", SAMPLE, PurePath("report.html"))
    assert (path, page) == (PurePath("report.html"), render(SAMPLE))


def test_on_standard_output_several_files_are_one_page():
    page = render(several(report(PASS, article={"title": "Birch"}), report(FAIL)))
    assert "<h1>2 files</h1>" in page
    assert re.findall(r'<h2 id="chapter-\d">([^<]+)', page) == ["Birch", "Alder shares extend rally"]
    assert re.findall(r'class="working" id="([^"]+)"', page) == ["claim-1", "claim-2"]


@pytest.mark.parametrize(
    ("path", "folder"),
    [("report.html", "report"), ("report", "report-pages"), ("a/b.c.htm", "a/b.c"), ("x:y.html", "x:y")],
)
def test_the_pages_stand_in_a_folder_of_their_own(path, folder):
    *pages, index = files("html", several(SAMPLE, SAMPLE), PurePath(path))
    assert {str(place.parent) for place, _ in pages} == {folder}
    assert str(index[0]) == path
    links = re.findall(r'<h3><a href="([^"]+)"', index[1])
    assert [PurePath(path).parent / unquote(link) for link in links] == [place for place, _ in pages]
    assert not any(":" in link for link in links)


def test_an_index_says_what_a_baseline_accepts_and_names_a_file_that_is_all_silenced():
    quiet = report(silenced=(FAIL.claim,))
    *pages, (_, index) = files("html", several(report(KNOWN, PASS), quiet), PurePath("r.html"))
    assert "1 of them was known before, and fails nothing." in index
    assert [str(path) for path, _ in pages] == ["r/0001-alder.html", "r/0002-alder.html"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("claims/Hong Kong.factcheck.yaml", "-hong-kong"),
        ("../../etc/passwd", "-passwd"),
        ("恒生.md", ""),
        ("..", ""),
        ("a" * 300, f"-{'a' * 40}"),
        ("x\0y\ncon:aux|<b>.md", "-x-y-con-aux-b"),
    ],
)
def test_file_names_are_a_number_and_plain_letters(name, slug):
    member = replace(SAMPLE, coverage=(Coverage(name, 1, 1, 0, 0, 0),))
    first, *_ = files("html", several(member, SAMPLE), PurePath("r.html"))
    assert first[0] == PurePath(f"r/0001{slug}.html")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_nothing_to_an_index(text):
    def index(words_: str) -> Elements:
        *_, (_, page) = files("html", several(everything(words_), SAMPLE), PurePath("r.html"))
        return Elements(page)

    found, plain = index(text), index("word")
    assert found.tags == plain.tags
    assert words.one_line(text) in found.text


# ---------------------------------------------------------------- that it can be read


def pages_of(report_: Report) -> list[str]:
    written = files("html", several(report_, SAMPLE), PurePath("r.html"))
    return [render(report_), *(page for _, page in written)]


@pytest.mark.parametrize("shown", [SAMPLE, Report(SAMPLE.checked_at, ()), report(PASS)])
def test_it_is_html_without_a_parse_error(shown):
    html5lib = pytest.importorskip("html5lib", reason="needs html5lib to parse strictly")
    for page in pages_of(shown):
        html5lib.HTMLParser(strict=True).parse(page)


def test_twenty_claims_with_pictures_are_small():
    drawn = [f for f in SAMPLE.findings if f.chart]
    page = render(report(*(drawn * 7)[:20], text=""))
    assert page.count('<svg class="chart"') == 20
    assert len(page.encode()) < 73_000


def test_what_a_part_says_and_shows_is_not_said_and_shown_twice():
    part = replace(FAIL, parts=(), chart=DAY_CHART)
    other = replace(PASS, parts=())
    both = f"{part.reason} {other.reason}"
    whole = replace(FAIL, parts=(part, other), chart=DAY_CHART, reason=both)
    page = render(report(whole, text=""))
    working = page[page.index('id="claim-1"') :]
    assert working.count(part.reason) == working.count(other.reason) == 1
    assert page.count('<svg class="chart"') == 2
    assert page.count("<caption>Figures used") == sum(bool(f.evidence) for f in (part, other))
    assumed = replace(FAIL.claim, assumed=("Taken for both.",))
    parted = [replace(f, claim=assumed, notes=("Taken for both.",)) for f in (part, other)]
    told = replace(whole, claim=assumed, notes=("Taken for both.",), parts=tuple(parted))
    assert render(report(told, text="")).count("Taken for both.") == 1
    more = replace(whole, reason=f"They disagree. {both}")
    assert '<p class="reason">They disagree.</p>' in render(report(more, text=""))
    untold = replace(whole, parts=(part, replace(other, reason="another reason")))
    assert f'<p class="reason">{both}</p>' in render(report(untold, text=""))


def themes() -> dict[str, dict[str, str]]:
    """The colours of the light theme and, laid over them, of the dark one."""
    light, dark = re.findall(r":root \{(.*?)\n *\}", SOURCES["report.css"], re.DOTALL)[:2]
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in (light, dark)]
    return {"light": found[0], "dark": found[0] | found[1]}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "wash"])
@pytest.mark.parametrize("ink", ["ink", "soft", "accent", *map(str, Verdict)])
def test_text_stands_out_from_its_ground(theme, ground, ink):
    colours = themes()[theme]
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("line", ["faint", "accent", "soft", "misleading", "ink"])
def test_what_is_drawn_stands_out_from_its_ground(theme, line):
    colours = themes()[theme]
    assert min(contrast(colours[line], colours[ground]) for ground in ("paper", "wash")) >= 3


def test_headings_tables_and_pictures_are_named_for_screen_readers():
    page = render(SAMPLE)
    found = Elements(page)
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert page.count("<caption>") == page.count("<table")
    assert all("scope" in names for tag, names in found.tags if tag == "th")
    assert page.count('<svg class="chart"') == page.count('role="img"') == page.count("<title>") - 1 == 4
    ids = [value for name, value in found.values if name == "id"]
    assert len(ids) == len(set(ids))
    assert {v[1:] for n, v in found.values if n == "href" and v[0] == "#"} <= set(ids)


# ---------------------------------------------------------------- numbers and counts as people write them


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("107.270000", "107.27"),
        ("16200.08008", "16,200.08008"),
        ("5186.3300", "5,186.33"),
        ("100.500", "100.50"),
        ("3.7850", "3.785"),
        ("26680", "26,680"),
        ("-37.630", "−37.63"),
        ("1.5 million", "1.5 million"),
    ],
)
def test_a_price_is_shown_without_the_noughts_of_its_series(printed, shown):
    assert words.price(printed) == shown


def test_a_page_on_nothing_counts_nothing():
    page = render(report())
    assert "No statement was found that prices could check." in page
    assert "0 of" not in page


def test_a_page_says_verdicts_in_words_where_it_counts():
    coverage = (Coverage("wrap.md", found=5, decided=2, undecidable=2, not_checkable=1, silenced=0),)
    page = render(report(PASS, coverage=coverage))
    assert "5 statements found, 2 decided (2 undecided, 1 with nothing to check)" in page


def test_a_column_without_content_is_left_out():
    known = SourceNote("folder", "HSI", "2025-02-22T01:00:00+00:00", "2025-02-03", "2025-02-21", "ab12")
    assert ">Retrieved<" in render(report(PASS, sources=(known,)))
    assert ">Retrieved<" not in render(report(PASS, sources=(replace(known, retrieved_at=None),)))
