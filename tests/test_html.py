"""The page: what it says, that it is harmless, and that it fits every screen."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from factcheck.readings import Chart
from factcheck.renderers import RENDERERS, words
from factcheck.renderers.html import render
from factcheck.verdicts import Finding, Report, SourceNote, Verdict
from tests.hostile import HOSTILE
from tests.reports import FAIL, INTRADAY, NOT_CHECKABLE, PASS, SAMPLE, UNDECIDABLE
from tests.test_charts import GALLERY

TEMPLATES = Path(words.__file__).parent / "templates"
SOURCES = {path.name: path.read_text(encoding="utf-8") for path in TEMPLATES.iterdir()}
WIDTHS = (360, 800, 1400)


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


def test_the_page_is_as_agreed(golden):
    golden("report.html", RENDERERS["html"](SAMPLE))


def test_nothing_to_show_is_still_a_page():
    page = render(Report(SAMPLE.checked_at, ()))
    assert "There was nothing to check." in page
    assert "<h1>Market claims, checked</h1>" in page


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


def test_problems_come_first_in_the_overview_and_claims_in_their_order():
    page = render(report(PASS, FAIL))
    overview, claims = page.split("</nav>")
    assert overview.index("Cedar Motors") < overview.index("sixth straight")
    assert claims.index("sixth straight") < claims.index("Cedar Motors")


def in_the_text(text: str, *claimed: str) -> str:
    """The page's paragraphs of an article in which those words are claims."""
    places = [(text.index(words), text.index(words) + len(words)) for words in claimed]
    findings = tuple(replace(PASS, claim=replace(PASS.claim, seen=place)) for place in places)
    page = render(replace(SAMPLE, findings=findings, text=text))
    found = re.search(r'<section class="text".*?</section>', page, re.DOTALL)
    return found[0] if found else ""


def test_claims_are_marked_where_they_stand():
    text = "Alder rose 3%\nand Birch fell 2%.\n\nA & B <b>rose</b> 4%."
    seen = in_the_text(text, "rose 3%", "rose</b> 4%", "fell 2%")
    assert re.findall(r'<a class="told pass" href="#claim-(\d)"[^>]*>([^<]+)<span', seen) == [
        ("1", "rose 3%"), ("3", "fell 2%"), ("2", "rose&lt;/b&gt; 4%"),
    ]  # fmt: skip
    assert re.sub(r'<span class="mark".*?</span>|</?a[^>]*>', "", seen).count("<p>") == 2
    plain = html.unescape(re.sub(r'<span class="mark".*?</span>|<[^>]+>', "", seen))
    assert "Alder rose 3% and Birch fell 2%." in plain and "A & B <b>rose</b> 4%." in plain


def test_claims_that_overlap_are_marked_once():
    off = "off 3% from its record of 900"
    seen = in_the_text(f"{off} today", off, "record of 900")
    assert seen.count('class="told') == 1


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


def everything(text: str) -> Report:
    """The sample with `text` in every field, and in the name of a setting."""
    known = filled(replace(SAMPLE, policy={}, checked_at=SAMPLE.checked_at), text)
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
    empty += [
        f.name for f in fields(Finding) if not any(getattr(x, f.name) for x in SAMPLE.findings)
    ]
    assert empty == ["outside"]


# ---------------------------------------------------------------- that it can be read


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


def test_headings_tables_and_pictures_are_named_for_screen_readers():
    page = render(SAMPLE)
    found = Elements(page)
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert page.count("<caption>") == page.count("<table")
    assert all("scope" in names for tag, names in found.tags if tag == "th")
    assert page.count('<svg class="chart"') == page.count('role="img"') == page.count("<desc")
    ids = [value for name, value in found.values if name == "id"]
    assert len(ids) == len(set(ids))
    assert {v[1:] for n, v in found.values if n == "href" and v[0] == "#"} <= set(ids)


# ---------------------------------------------------------------- in a real browser

MEASURE = """
<script>
onload = () => {
  const found = [];
  for (const frame of document.querySelectorAll('iframe')) {
    const page = frame.contentDocument, width = frame.clientWidth;
    const box = e => e.getBoundingClientRect();
    const wide = [...page.body.querySelectorAll('*')]
      .filter(e => box(e).right > width + 1 || box(e).left < -1)
      .map(e => e.tagName + '.' + e.getAttribute('class') + ' ' + e.textContent.slice(0, 40));
    const clash = [];
    for (const picture of page.querySelectorAll('svg.chart')) {
      const texts = [...picture.querySelectorAll('text')];
      texts.forEach((a, i) => texts.slice(i + 1).forEach(b => {
        const [p, q] = [box(a), box(b)];
        const x = Math.min(p.right, q.right) - Math.max(p.left, q.left);
        const y = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
        if (x > 1 && y > 5) clash.push(a.textContent + ' / ' + b.textContent);
      }));
    }
    found.push({width, title: page.title, scroll: page.documentElement.scrollWidth, wide, clash});
  }
  document.body.innerHTML = '<pre></pre>';
  document.querySelector('pre').textContent = JSON.stringify(found);
};
</script>
"""


@pytest.fixture(scope="session")
def measured(tmp_path_factory) -> Callable[[str], list[dict[str, Any]]]:
    """What a page looks like at each width: its title, what overflows, which labels touch."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("needs Chromium to look at the page")

    def measure(page: str) -> list[dict[str, Any]]:
        folder = tmp_path_factory.mktemp("browser")
        quoted = html.escape(page)
        frames = (f'<iframe width="{w}" height="900" srcdoc="{quoted}"></iframe>' for w in WIDTHS)
        harness = folder / "harness.html"
        style = "<style>iframe{border:0}</style>"
        text = f"<!doctype html><meta charset=utf-8>{style}{''.join(frames)}{MEASURE}"
        harness.write_text(text, encoding="utf-8")
        flags = (
            "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
            "--disable-background-networking --disable-component-update --disable-sync --dump-dom"
        ).split()
        done = subprocess.run(
            [chromium, *flags, f"--user-data-dir={folder / 'profile'}", harness.as_uri()],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        answer = done.stdout.split("<pre>")[1].split("</pre>")[0]
        found: list[dict[str, Any]] = json.loads(html.unescape(answer))
        assert [view["width"] for view in found] == list(WIDTHS)
        return found

    return measure


@pytest.mark.browser
def test_the_page_fits_phone_tablet_and_desk(measured):
    for view in measured(render(SAMPLE)):
        assert view["title"] == "Alder shares extend rally: fact check"
        assert view["scroll"] <= view["width"]
        assert view["wide"] == []
        assert view["clash"] == []


@pytest.mark.browser
def test_no_two_labels_of_a_chart_touch(measured):
    findings = [replace(PASS, chart=chart) for chart in GALLERY]
    for view in measured(render(report(*findings))):
        assert view["clash"] == []
        assert view["wide"] == []


@pytest.mark.browser
def test_hostile_text_neither_runs_nor_overflows(measured):
    findings = [finding for text in HOSTILE for finding in everything(text).findings]
    page = render(report(*findings, article={"title": HOSTILE[0]}))
    for view in measured(page):
        assert view["title"] == f"{HOSTILE[0]}: fact check"
        assert view["scroll"] <= view["width"]
        assert view["wide"] == []
