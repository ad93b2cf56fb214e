"""The page in a real browser: it fits, asks nobody, says nothing, and can be filtered and walked through."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePath
from threading import Thread
from typing import Any, NamedTuple

import pytest

from factcheck.checking import merged
from factcheck.renderers import files
from factcheck.renderers.html import render
from factcheck.verdicts import Report
from tests.hostile import HOSTILE
from tests.reports import FAIL, INTRADAY, PASS, SAMPLE, UNDECIDABLE
from tests.test_charts import GALLERY
from tests.test_html import everything, report

pytestmark = pytest.mark.browser

VIEWS = ((360, 100), (640, 100), (720, 200), (768, 100), (1280, 100), (1280, 200))  # width, size of text
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --enable-logging=stderr --v=0 --dump-dom"
).split()

TEXT = "Alder rose 4.7%.\n\nIt was the sixth straight week of gains. Cedar closed 8% lower."


def article(*said: tuple[str, Any]) -> Report:
    """A report on TEXT, in which those words are those findings."""
    placed = [
        replace(f, claim=replace(f.claim, seen=(TEXT.index(w), TEXT.index(w) + len(w)))) for w, f in said
    ]
    return replace(SAMPLE, findings=tuple(placed), text=TEXT)


ARTICLE = article(
    ("rose 4.7%", INTRADAY), ("sixth straight week of gains", PASS), ("closed 8% lower", FAIL)
)


class Seen(NamedTuple):
    """What came of opening a page: its elements afterwards, the console's lines, the hosts asked."""

    dom: str
    console: list[str]
    asked: set[str]


@pytest.fixture(scope="session")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Seen]]:
    """Opens a page in headless Chromium, whose every request comes here."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("needs Chromium to look at the page")
    folder = tmp_path_factory.mktemp("browser")
    asked: set[str] = set()

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.add(re.sub(r"^https?://|[:/].*", "", self.path.removeprefix("http://")))
            self.send_error(502)

        do_CONNECT = do_POST = do_HEAD = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    def open_(page: str, fragment: str = "") -> Seen:
        place = folder / "page.html"
        place.write_text(page, encoding="utf-8")
        asked.clear()
        proxy, profile = f"127.0.0.1:{server.server_port}", folder / "profile"
        command = [chromium, *FLAGS, f"--proxy-server={proxy}", f"--user-data-dir={profile}"]
        done = subprocess.run(
            [*command, f"{place.as_uri()}{fragment}"], capture_output=True, timeout=120, check=True
        )
        console = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if "CONSOLE" in line]
        own = {host for host in asked if host.endswith((".google.com", ".googleapis.com"))}  # Chromium's
        return Seen(done.stdout.decode(), console, asked - own)

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield open_
        server.shutdown()


@pytest.fixture(scope="session")
def measured(opened: Callable[..., Seen]) -> Callable[..., list[dict[str, Any]]]:
    """What a page looks like in each view, everything unfolded: what overflows, which labels touch."""

    def measure(page: str, script: str = "null") -> list[dict[str, Any]]:
        quoted = html.escape(page)
        frames = (
            f'<iframe width="{w}" height="900" data-text="{text}%" srcdoc="{quoted}"></iframe>'
            for w, text in VIEWS
        )
        style = "<style>iframe{border:0}</style>"
        harness = MEASURE.replace("SCRIPT", script)
        seen = opened(f"<!doctype html><meta charset=utf-8>{style}{''.join(frames)}{harness}")
        answer = seen.dom.split("<pre>")[1].split("</pre>")[0]
        found: list[dict[str, Any]] = json.loads(html.unescape(answer))
        assert [view["width"] for view in found] == [width for width, _ in VIEWS]
        return found

    return measure


MEASURE = """
<script>
onload = () => {
  const found = [];
  for (const frame of document.querySelectorAll('iframe')) {
    const page = frame.contentDocument, width = frame.clientWidth;
    const answer = (page => SCRIPT)(page);
    page.documentElement.style.fontSize = frame.dataset.text;
    page.querySelectorAll('details').forEach(d => d.open = true);
    const box = e => e.getBoundingClientRect();
    const wide = [...page.body.querySelectorAll('*:not(.skip, .changes .label)')]
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
    const scroll = page.documentElement.scrollWidth;
    found.push({width, title: page.title, scroll, wide, clash, answer});
  }
  document.body.innerHTML = '<pre></pre>';
  document.querySelector('pre').textContent = JSON.stringify(found);
};
</script>
"""


def index_of(*members: Report) -> str:
    *_, (_, page) = files("html", merged(members), PurePath("r.html"))
    return str(page)


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (render(SAMPLE), "Alder shares extend rally: fact check"),
        (render(ARTICLE), "Alder shares extend rally: fact check"),
        (index_of(SAMPLE, ARTICLE), "2 files: fact check"),
    ],
    ids="claims article index".split(),
)
def test_the_page_fits_phone_tablet_desk_and_large_letters(measured, page, title):
    for view in measured(page):
        assert view["title"] == title
        assert view["scroll"] <= view["width"]
        assert view["wide"] == []
        assert view["clash"] == []


def test_no_two_labels_of_a_chart_touch(measured):
    findings = [replace(PASS, chart=chart) for chart in GALLERY]
    for view in measured(render(report(*findings))):
        assert view["clash"] == []
        assert view["wide"] == []


def test_what_is_wide_is_noticed(measured):
    page = render(SAMPLE).replace("<h1>", '<h1>' + "x&nbsp;" * 400 + "<img width=3000>")
    assert all(view["wide"] for view in measured(page))


def test_hostile_text_neither_runs_nor_overflows(measured):
    findings = [finding for text in HOSTILE for finding in everything(text).findings]
    page = render(report(*findings, article={"title": HOSTILE[0]}))
    for view in measured(page):
        assert view["title"] == f"{HOSTILE[0]}: fact check"
        assert view["scroll"] <= view["width"]
        assert view["wide"] == []


@pytest.mark.parametrize(
    "page", [render(ARTICLE), index_of(SAMPLE, ARTICLE), render(everything(HOSTILE[2]))],
    ids="article index hostile".split(),
)  # fmt: skip
def test_a_page_asks_nobody_and_says_nothing(opened, page):
    seen = opened(page)
    assert seen.dom.rstrip().endswith("</html>")
    assert seen.console == []
    assert seen.asked == set()


def test_a_request_and_a_message_would_be_noticed(opened):
    page = "<!doctype html><title>x</title><img src='http://example.org/x.png'><script>console.log(1)</script>"
    seen = opened(page)
    assert seen.console and seen.asked == {"example.org"}


def test_a_link_unfolds_the_working_it_leads_to(opened):
    assert '<details class="note pass">' in opened(render(ARTICLE)).dom
    assert '<details class="note pass" open="">' in opened(render(ARTICLE), "#claim-2").dom


def test_the_filter_shows_one_verdict_and_keeps_the_text(measured):
    shown = """(() => {
      const seen = s => [...page.querySelectorAll(s)].filter(e => e.getClientRects().length)
        .map(e => e.className);
      const all = seen('.note');
      page.getElementById('show-fail').click();
      return [all, seen('.note'), seen('.says').length];
    })()"""
    for view in measured(render(ARTICLE), shown):
        assert view["answer"] == [["note intraday", "note pass", "note fail"], ["note fail"], 2]


def test_the_working_stands_beside_the_text_where_there_is_room(measured):
    places = """(() => {
      const row = [...page.querySelectorAll('.row')].at(-1);
      const [text, note] = ['.says', '.note'].map(s => row.querySelector(s).getBoundingClientRect());
      return note.left > text.right ? Math.abs(note.top - text.top) < 30 ? 'beside' : 'astray'
        : note.top >= text.bottom ? 'below' : 'over';
    })()"""
    found = [(view["width"], view["answer"]) for view in measured(render(ARTICLE), places)]
    assert {place for width, place in found if width < 1000} == {"below"}
    assert {place for width, place in found if width > 1000} == {"beside"}


def test_what_is_undecided_is_unfolded_and_what_is_accepted_is_not():
    page = render(report(UNDECIDABLE, replace(FAIL, known=True)))
    notes = re.findall(r'<details class="note (\S+)"( open)?', page)
    assert notes == [("undecidable", " open"), ("fail", "")]


@pytest.fixture
def printed(tmp_path: Path) -> Callable[[str], str]:
    chromium, reader = shutil.which("chromium"), shutil.which("pdftotext")
    if chromium is None or reader is None:
        pytest.skip("needs Chromium and pdftotext to print the page")

    def print_(page: str) -> str:
        place, paper = tmp_path / "page.html", tmp_path / "page.pdf"
        place.write_text(page, encoding="utf-8")
        flags = [f for f in FLAGS if f != "--dump-dom"]
        command = [chromium, *flags, f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={paper}"]
        subprocess.run([*command, place.as_uri()], capture_output=True, timeout=120, check=True)
        text = subprocess.run([reader, "-layout", paper, "-"], capture_output=True, text=True, check=True)
        return " ".join(text.stdout.split())

    return print_


def test_on_paper_everything_is_unfolded(printed):
    text = printed(render(ARTICLE))
    for finding in ARTICLE.findings:
        assert finding.rules[0] in text
    assert text.count("Ways to read it") == 3 and "How it was checked" not in text
    assert "Next to look at" not in text
