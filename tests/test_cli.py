"""The command line as its users meet it: words, outputs and exit codes."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PRICES = ROOT / "claims" / "prices"
RALLY = ROOT / "claims" / "2025-02-21-hong-kong-tech-rally.factcheck.yaml"
WRAP = ROOT / "claims" / "2025-02-21-closing-wrap.factcheck.yaml"
TRUE = "claims: ['Shanghai Composite +0.8% on 2025-02-21']"
FALSE = "claims: ['Shanghai Composite +1.8% on 2025-02-21']"


@pytest.fixture
def run(tmp_path_factory):
    """Run factcheck in a process of its own; stdin as text. Returns (exit code, stdout, stderr)."""
    store = tmp_path_factory.getbasetemp() / "cli-store"

    def call(*words, stdin="", folder=None, **environment):
        done = subprocess.run(
            [sys.executable, "-m", "factcheck", *map(str, words)],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            cwd=folder or ROOT,
            env={
                **os.environ,
                "FACTCHECK_STORE": str(store),
                "NO_COLOR": "1",
                "PYTHONIOENCODING": "utf-8",
                "COLUMNS": "100",
                **environment,
            },
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout, done.stderr

    return call


# ---------------------------------------------------------------------- the examples

EXPECTED = {
    "tech-day": ("undecidable", {"coherent"}),
    "tech-week": ("undecidable", {"coherent"}),
    "tech-high": ("pass", set()),
    "tech-weeks": ("pass", set()),
    "tech-streak": ("undecidable", {"short-history"}),
    "hsi-day": ("intraday", set()),
    "hsi-high": ("pass-rounding", set()),
    "alibaba-day": ("intraday", {"assumed-symbol"}),
    "alibaba-high": ("pass", {"assumed-symbol"}),
    "lenovo-day": ("pass", {"understated"}),
    "lenovo-high": ("pass", set()),
    "xiaomi-day": ("intraday", set()),
    "xiaomi-record": ("pass", set()),
    "csi-day": ("pass-rounding", {"truncated"}),
    "shanghai-day": ("pass", set()),
    "mainland-high": ("pass", {"assumed-year"}),
    "market-value": ("undecidable", {"attributed"}),
    "valuations": ("not-checkable", set()),
}


@pytest.fixture
def rally(run):
    code, out, _ = run("check", RALLY, "--data", PRICES, "--offline", "--format", "json")
    assert code == 0
    return {claim["id"]: claim for claim in json.loads(out)["claims"]}


def test_the_example_has_the_verdicts_that_the_rules_give(rally):
    assert {k: c["verdict"] for k, c in rally.items()} == {k: v for k, (v, _) in EXPECTED.items()}
    for key, (_, flags) in EXPECTED.items():
        assert flags <= set(rally[key]["flags"]), key


def test_the_example_tells_its_numbers(rally):
    told = {key: claim["reason"] for key, claim in rally.items()}
    assert "closed up 6.53%" in told["tech-day"] and "high and low" in told["tech-day"]
    assert "closed up 6.03% on the week" in told["tech-week"]
    assert "21 January 2022" in told["tech-high"]
    assert "27 July 2020" in told["tech-streak"] and "27 January 2023" in told["tech-streak"]
    assert "3.99%" in told["hsi-day"]
    assert "23 February 2022, 2 days short of 3 years" in told["hsi-high"]
    assert "19 November 2021" in told["alibaba-high"]
    assert "15.45%" in told["lenovo-day"]
    assert "share counts" in told["market-value"]
    assert len(rally["mainland-high"]["parts"]) == 2
    assert all("30 December 2024" in p["reason"] for p in rally["mainland-high"]["parts"])


def test_quotes_of_the_example_stand_in_its_article(rally):
    article = RALLY.with_name("2025-02-21-hong-kong-tech-rally.md").read_text(encoding="utf-8")
    for claim in rally.values():
        # a quote may run over the end of a line
        assert article[claim["start"] : claim["end"]].split() == claim["quote"].split()


def test_the_example_with_mistakes(run):
    code, out, _ = run("check", WRAP, "--data", PRICES, "--offline", "--format", "json")
    assert code == 1
    verdicts = [claim["verdict"] for claim in json.loads(out)["claims"]]
    assert verdicts == (
        "fail fail pass misleading fail misleading fail intraday pass fail pass".split()
    )


def test_several_files_leave_an_index_and_a_page_each(run, tmp_path):
    report = tmp_path / "out" / "week.html"
    code, out, _ = run("check", RALLY, WRAP, "--data", PRICES, "--offline", "--output", report)
    assert code == 1 and "29 claims" in out
    index = report.read_text(encoding="utf-8")
    links = re.findall(r'<h3><a href="([^"]+)">([^<]+)', index)
    assert [title for _, title in links] == [  # problems first
        "Hong Kong ends the week with a leap",
        "Hong Kong technology shares carry their rally into a sixth week",
    ]
    pages = [(report.parent / link).read_text(encoding="utf-8") for link, _ in links]
    assert [f"<h1>{title}</h1>" in page for page, (_, title) in zip(pages, links, strict=True)] == [True] * 2
    assert all('<a href="../week.html">' in page for page in pages)
    assert sorted(p.name for p in report.parent.rglob("*")) == [
        "0001-2025-02-21-hong-kong-tech-rally.html", "0002-2025-02-21-closing-wrap.html", "week", "week.html",
    ]  # fmt: skip


def test_the_page_of_the_example_shows_its_article(run):
    code, page, _ = run("check", RALLY, "--data", PRICES, "--offline", "--format", "html")
    assert code == 0
    assert page.count('<a class="told ') == 18 and "HONG KONG, Friday noon" in page
    assert len(page.encode()) < 100_000


# ---------------------------------------------------------------------- exit codes


@pytest.mark.parametrize(
    ("claims", "options", "code"),
    [
        (TRUE, [], 0),
        (FALSE, [], 1),
        (FALSE, ["--exit-zero"], 0),
        (TRUE, ["--fail-on", "note"], 0),
        ("claims: ['CSI 300 +1.2% on 2025-02-21']", [], 0),
        ("claims: ['CSI 300 +1.2% on 2025-02-21']", ["--fail-on", "note"], 1),
        ("claims: ['Hang Seng Tech Index +4.7% on 2025-02-21']", [], 3),  # none was decided
        ("claims: ['Hang Seng Tech Index +4.7% on 2025-02-21']", ["--allow-undecided"], 0),
        ("claims: ['Hang Seng Tech Index +4.7% on 2025-02-21']", ["--strict", "--fail-on", "warning"], 1),
        ("claims: ['valuations look cheap']", [], 3),  # nothing was checked
        ("claims: ['Tencent +1% on 2025-02-21']", [], 3),  # no prices, and no network
        (TRUE[:-1] + ", 'Tencent +1% on 2025-02-21']", [], 3),
        (FALSE[:-1] + ", 'Tencent +1% on 2025-02-21']", [], 1),
        ("claims: []", [], 2),
        ("claims: ['Shanghai Composite +0.8%']", [], 2),  # of which day?
        ("claims: ['Shanghai Compsite +0.8% on 2025-02-21']", [], 2),
        (FALSE, ["--fail-on", "never"], 2),
        (FALSE, ["--now", "yesterday"], 2),
        (FALSE, ["--source", "nowhere"], 2),
        (FALSE, ["--output", "report.docx"], 2),
        (FALSE, ["--no-such-option"], 2),
    ],
)
def test_exit_codes(run, claims, options, code):
    found, out, chatter = run("check", "-", "--data", PRICES, "--offline", *options, stdin=claims)
    assert found == code, (out, chatter)
    assert (out == "") == (code == 2)


def test_a_bug_is_one_line_and_exit_70(run, tmp_path):
    broken = tmp_path / "sitecustomize.py"
    broken.write_text(
        "import factcheck.checking\n"
        "def check(*_): raise ZeroDivisionError('x')\n"
        "factcheck.checking.check = check\n"
    )
    code, out, chatter = run("check", "-", "--offline", stdin=TRUE, PYTHONPATH=str(tmp_path))
    assert code == 70 and out == ""
    assert chatter.count("\n") == 1 and "bug (ZeroDivisionError)" in chatter


# ---------------------------------------------------------------------- files in, files out


def test_reports_take_the_format_of_their_suffix(run, tmp_path):
    outputs = [tmp_path / "deep" / f"report.{suffix}" for suffix in ("html", "json", "txt")]
    words = [word for path in outputs for word in ("--output", path)]
    code, out, _ = run("check", WRAP, "--data", PRICES, "--offline", *words)
    assert code == 1 and "11 claims" in out
    page, data, text = (path.read_text(encoding="utf-8") for path in outputs)
    assert page.startswith("<!doctype html>") or page.startswith("<!DOCTYPE html>")
    assert json.loads(data)["schema"] == "factcheck/1"
    assert "11 claims" in text
    assert not list(tmp_path.rglob("*.tmp"))


def test_a_report_that_cannot_be_written_leaves_the_old_one(run, tmp_path):
    report = tmp_path / "report.json"
    report.mkdir()
    code, _, chatter = run("check", WRAP, "--data", PRICES, "--offline", "--output", report)
    assert code == 2 and "cannot be written" in chatter
    assert list(tmp_path.iterdir()) == [report]


@pytest.mark.parametrize("place", [".", "/"])
def test_a_report_is_a_file(run, place):
    code, _, chatter = run("check", WRAP, "--data", PRICES, "--offline", "--output", f"json={place}")
    assert (code, chatter) == (2, f"{place}: is no file to write to\n")


def test_the_same_input_gives_the_same_bytes(run, tmp_path):
    paths = [tmp_path / "a.html", tmp_path / "b.html"]
    for path, zone in zip(paths, ("Asia/Tokyo", "America/New_York"), strict=True):
        run("check", WRAP, "--data", PRICES, "--offline", "--now", "2025-02-22T09:00+08:00",
            "--output", path, TZ=zone, PYTHONHASHSEED=str(len(zone)))  # fmt: skip
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_folder_means_the_claim_files_in_it(run, tmp_path):
    (tmp_path / "one.factcheck.yaml").write_text(TRUE)
    (tmp_path / "two.factcheck.yaml").write_text(FALSE)
    (tmp_path / "other.yaml").write_text("not: ours")
    code, out, _ = run("check", tmp_path, "--data", PRICES, "--offline")
    assert code == 1 and "2 claims" in out


def test_all_problems_of_all_files_at_once(run, tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.factcheck.yaml").write_text("claims: [gibberish, {kind: strek}]")
    code, out, chatter = run("check", tmp_path)
    assert code == 2 and out == ""
    assert chatter.count("one.factcheck.yaml:1:") == chatter.count("two.factcheck.yaml:1:") == 2
    assert "did you mean 'streak'" in chatter


def test_defaults_come_from_the_configuration(run, tmp_path):
    (tmp_path / "factcheck.toml").write_text(
        f"data = {str(PRICES)!r}\noffline = true\nfail-on = 'note'\n[policy]\nspan_slack_days = 1\n"
    )
    source = "claims: ['CSI 300 +1.2% on 2025-02-21', 'Hang Seng Index three-year high on 2025-02-21']"
    code, out, _ = run("check", "-", "--format", "json", stdin=source, folder=tmp_path)
    told = json.loads(out)
    assert code == 1
    assert [c["verdict"] for c in told["claims"]] == ["pass-rounding", "fail"]
    assert told["policy"] == {"span_slack_days": {"default": "31", "value": "1"}}


# ---------------------------------------------------------------------- articles

ARTICLE = "# Markets\n\nThe Shanghai Composite rose **0.8%** on Friday."
PIN = "<!-- factcheck: skip reason='<b>by hand</b>' -->"
ON_FRIDAY = ("--published", "2025-02-21T16:30+08:00")


@pytest.mark.parametrize(
    ("text", "options", "code", "line"),
    [
        (ARTICLE, ON_FRIDAY, 0, "1 statement found, 1 decided"),
        (f"---\npublished: 2025-02-21\n---\n{ARTICLE}", (), 0, "1 statement found, 1 decided"),
        (ARTICLE.replace("0.8", "1.8"), ON_FRIDAY, 1, "1 statement found, 1 decided"),
        (ARTICLE, (), 3, "1 statement found, 0 decided (1 undecidable)"),  # which Friday?
        (f"Shares rose 3%.\n\n{ARTICLE}", ON_FRIDAY, 0, "2 statements found, 1 decided (1 not-checkable)"),
        (ARTICLE.replace("The", f"{PIN} The"), ON_FRIDAY, 3, "1 statement found, 0 decided (1 silenced)"),
        (f"{PIN} {ARTICLE[11:]} The CSI 300 added 1.2%.", ON_FRIDAY, 0,
         "2 statements found, 1 decided (1 silenced)"),
        ("No figures here.", ON_FRIDAY, 3, "0 statements found, 0 decided"),
        (f"<!-- factcheck: off=X --> {ARTICLE}", ON_FRIDAY, 2, None),
        (ARTICLE, ("--published", "2025-02-21T16:30"), 2, None),
        (ARTICLE, ("--published", "Friday"), 2, None),
        (ARTICLE, ("--market", "Hong Kong"), 2, None),
    ],
)  # fmt: skip
def test_an_article_is_checked_as_it_stands(run, tmp_path, text, options, code, line):
    draft = tmp_path / "draft.md"
    draft.write_text(text)
    found, out, chatter = run("check", draft, "--data", PRICES, "--offline", *options)
    assert found == code, (out, chatter)
    assert line is None or out.splitlines()[-1] == line
    if code == 2:
        assert out == "" and chatter.startswith((str(draft), "--"))


def test_what_an_article_leaves_open_is_said(run):
    options = ("--data", PRICES, "--offline", "--format", "json")
    _, out, _ = run("check", "-", *options, stdin=ARTICLE)
    (claim,) = json.loads(out)["claims"]
    assert claim["verdict"] == "undecidable" and claim["needs"] == "the date of publication"
    assert "'Friday' needs the date of publication" in claim["reason"]
    assert (claim["file"], claim["line"], claim["column"]) == ("<stdin>", 3, 24)
    assert ARTICLE[claim["start"] : claim["end"]] == "rose **0.8%" and claim["quote"] == "rose 0.8%"


def test_silenced_claims_and_their_reasons_are_in_every_report(run, tmp_path):
    draft = tmp_path / "draft.html"
    draft.write_text(f"<p>{PIN} The Shanghai Composite rose 0.8%. The CSI 300 added 1.2%.</p>")
    outputs = [tmp_path / f"report.{suffix}" for suffix in ("html", "json", "txt")]
    words = [word for path in outputs for word in ("--output", path)]
    code, out, _ = run("check", draft, "--data", PRICES, "--offline", *ON_FRIDAY, *words)
    page, data, text = (path.read_text(encoding="utf-8") for path in outputs)
    told = "2 statements found, 1 decided (1 silenced)"
    assert code == 0 and told in page and told in text and told in out
    assert "silenced: Shanghai Composite: rose 0.8%: <b>by hand</b>" in text
    assert "&lt;b&gt;by hand&lt;/b&gt;" in page and "<b>by hand" not in page
    report = json.loads(data)
    (silenced,) = report["silenced"]
    assert (silenced["reason"], silenced["line"]) == ("<b>by hand</b>", 1)
    assert report["coverage"] == [
        {"article": str(draft), "found": 2, "decided": 1, "undecidable": 0, "not_checkable": 0, "silenced": 1}
    ]


def test_articles_are_named_and_not_found_in_folders(run, tmp_path):
    (tmp_path / "one.factcheck.yaml").write_text(TRUE)
    (tmp_path / "draft.md").write_text(ARTICLE.replace("0.8", "1.8"))
    options = ("--data", PRICES, "--offline", *ON_FRIDAY)
    code, out, _ = run("check", tmp_path, *options)
    assert code == 0 and "found" not in out
    code, out, _ = run("check", tmp_path, tmp_path / "draft.md", *options)
    assert code == 1 and out.splitlines()[-2:] == [
        "2 claims: 1 pass, 1 fail; 2 of 2 checkable decided", "1 statement found, 1 decided",
    ]  # fmt: skip


def test_many_articles_in_one_file(run, tmp_path):
    articles = tmp_path / "many.jsonl"
    lines = [{"id": f"n{n}", "text": ARTICLE[11:], "published": "2025-02-21"} for n in range(3)]
    articles.write_text("\n".join(map(json.dumps, lines)))
    code, out, _ = run("check", articles, "--data", PRICES, "--offline", "-v")
    assert code == 0 and "3 articles: 3 statements found, 3 decided" in out
    assert f"{articles}:2: 1 statement found, 1 decided" in out.replace("\n", " ")


# ---------------------------------------------------------------------- the other commands


def test_help_teaches_by_example(run):
    for words in ((), ("check",), ("fetch",), ("symbols",), ("kinds",)):
        code, out, _ = run(*words, "--help")
        assert code == 0 and "factcheck" in out
        assert "factcheck " in out.partition("Options")[0]


def test_symbols_shows_every_line(run):
    code, out, _ = run("symbols", "alibaba")
    assert code == 0 and "9988.HK" in out and "BABA" in out
    code, out, chatter = run("symbols", "xyzzyq")
    assert code == 2 and "nothing is known" in chatter


def test_the_schema_is_json(run):
    code, out, _ = run("schema")
    assert code == 0 and json.loads(out)["$schema"]


NOW = ("--now", "2025-02-23T12:00+00:00")  # as the stand-in has it


def test_fetched_once_checked_offline(run, yahoo_proxy):
    server, environment = yahoo_proxy
    code, out, chatter = run("fetch", "^HSI", *NOW, **environment)
    assert code == 0 and out.startswith("^HSI"), chatter
    asked = len(server.requests)
    claim = "claims: ['Hang Seng Index +3.99% on 2025-02-21', 'Hang Seng Index fell on 2025-02-21']"
    code, out, _ = run("check", "-", "--offline", *NOW, stdin=claim, **environment)
    assert code == 1 and "1 fail" in out
    assert len(server.requests) == asked


def test_an_article_says_what_to_fetch(run, yahoo_proxy, tmp_path):
    _, environment = yahoo_proxy
    draft = tmp_path / "draft.md"
    draft.write_text("The Hang Seng Index rose 3.99%. Shares rose 3%.")
    code, out, chatter = run("fetch", draft, *NOW, **environment)
    assert code == 0 and out.startswith("^HSI"), chatter
    assert out.count("\n") == 1


@pytest.mark.parametrize("fault", ["429", "html", "500", "wrongsymbol"])
def test_a_source_that_fails_is_no_verdict(run, yahoo_proxy, fault):
    server, environment = yahoo_proxy
    server.fault(fault)
    claim = "claims: ['Hang Seng Index +9.99% on 2025-02-21']"
    code, out, _ = run("check", "-", *NOW, stdin=claim, **environment)
    assert code == 3 and "undecidable" in out and "fail " not in out


ROWS = (
    {"id": "one", "published": "2025-02-21T16:30:00+08:00", "timezone": "Asia/Hong_Kong",
     "text": "The Hang Seng Index rose 4% on Friday.\n\nGold stocks gained 2%."},
    {"id": "two", "published": "2025-02-21", "text": "Alibaba and Tencent fell 1% each. It is 5 p.m."},
)  # fmt: skip


def test_what_an_article_states_as_annotations(run, tmp_path):
    """The form that extraction is scored with: offsets into `text`, one object for each instrument."""
    many = tmp_path / "articles.jsonl"
    many.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    code, out, chatter = run("draft", "--format", "jsonl", many)
    assert code == 0, chatter
    one, two = map(json.loads, out.splitlines())
    told = [(c["quote"], c["symbol"], c["subject_canonical"], c["direction"], c["value"], c["as_of"])
            for c in one["claims"] + two["claims"]]  # fmt: skip
    assert told == [
        ("rose 4%", "^HSI", "Hang Seng Index", "up", 4.0, "2025-02-21"),
        ("gained 2%", None, "Gold stocks", "up", 2.0, "2025-02-21"),
        ("fell 1%", "9988.HK", "Alibaba Group (Hong Kong)", "down", 1.0, "2025-02-21"),
        ("fell 1%", "0700.HK", "Tencent", "down", 1.0, "2025-02-21"),
    ]
    for row, found in zip(ROWS, (one, two), strict=True):
        assert found["id"] == row["id"]
        assert all(row["text"][c["start"] : c["end"]] == c["quote"] for c in found["claims"])
        assert all(c["claim_id"].startswith(f"{row['id']}.") for c in found["claims"])


@pytest.mark.parametrize("name", ["\u202ea.md", "##[error]a.md", "\udced\udca0\udc80.md"])
def test_annotations_show_no_name_raw(run, tmp_path, name):
    (tmp_path / name).write_text("The Hang Seng Index rose 4% on 2025-02-21.\n", encoding="utf-8")
    code, out, chatter = run("draft", "--format", "json", "--", name, folder=tmp_path)
    assert code == 0, chatter
    assert out.isascii() and "##[" not in out
    assert [row["id"] for row in json.loads(out)] == [name]


@pytest.mark.parametrize("word", ["", "/", "."])
def test_a_folder_is_no_article_to_draft_from(run, word):
    code, out, chatter = run("draft", word)
    assert (code, out) == (2, "") and "folder" in chatter


@pytest.mark.parametrize("words", [["check"], ["store"], ["bundle", "verify"], []])
def test_an_option_that_is_not_there_is_shown_visibly(run, words):
    code, _, chatter = run(*words, "--\u202ex\x1b[31m")
    assert code == 2
    assert r"No such option: --\u202ex\x1b[31m" in chatter


def test_what_an_encoding_lacks_is_written_out(run):
    code, out, chatter = run("schema", PYTHONIOENCODING="ascii")
    assert (code, chatter) == (0, "")
    assert json.loads(out)


def test_annotations_of_a_page_refer_to_the_file(run, tmp_path):
    page = tmp_path / "wrap.md"
    page.write_text("---\npublished: 2025-02-21\n---\n\nThe Hang Seng Index rose **4%** on Friday.\n")
    target = tmp_path / "found.json"
    assert run("draft", "--format", "json", page, "-o", target)[0] == 0
    (row,) = json.loads(target.read_text())
    (claim,) = row["claims"]
    assert claim["quote"] == "rose **4%" and claim["as_of"] == "2025-02-21"
    assert page.read_text()[claim["start"] : claim["end"]] == claim["quote"]


@pytest.mark.parametrize("options", [("--format", "xml"), ("--format", "jsonl", "--published", "soon")])
def test_annotations_need_a_known_format_and_a_day(run, tmp_path, options):
    page = tmp_path / "wrap.txt"
    page.write_text("The Hang Seng Index rose 4%.")
    code, out, chatter = run("draft", page, *options)
    assert (code, out) == (2, "") and chatter


# ---------------------------------------------------------------------- what is read stays


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("check wrap.html -o wrap.html", "--output wrap.html: is a file that is checked"),
        ("check wrap.md -o html=./here/../wrap.md", "wrap.md: is a file that is checked"),
        ("check claims.factcheck.yaml -o wrap.md", "--output wrap.md: is a file that is checked"),
        ("check claims.factcheck.yaml -o out.html -o json=out.html", "--output out.html: is named twice"),
        ("draft wrap.md --format json -o wrap.md", "--output wrap.md: is a file that is checked"),
        ("bundle create claims.factcheck.yaml -o claims.factcheck.yaml", "is a file that is checked"),
    ],
)
def test_nothing_is_written_over_what_is_read_or_over_another_report(run, tmp_path, words, told):
    (tmp_path / "here").mkdir()
    texts = {
        "wrap.md": "Shanghai Composite rose 0.8% on 21 February 2025.\n",
        "wrap.html": "<p>Shanghai Composite rose 0.8% on 21 February 2025.</p>\n",
        "claims.factcheck.yaml": f"article: {{text: wrap.md}}\n{TRUE}\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    code, _, err = run(*words.split(), *offline(words), folder=tmp_path)
    assert code == 2
    assert f"{told}; name another file" in err
    assert {path.name: path.read_text() for path in tmp_path.iterdir() if path.is_file()} == texts


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_or_device_takes_several_reports_and_stays_one(run, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDWR)  # so that nobody waits for the other end
    words = ("-o", f"github={pipe}", "-o", f"json={pipe}", "--data", PRICES, "--offline")
    assert run("check", "-", *words, stdin=FALSE)[0] == 1
    assert pipe.is_fifo()
    told = os.read(reader, 65536).decode()
    os.close(reader)
    assert told.startswith("::error")
    assert json.loads(told[told.index("{") :])["counts"]["fail"] == 1


def offline(words):
    return () if words.startswith("draft") else ("--data", PRICES, "--offline")


# ---------------------------------------------------------------------- why it is 3


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        ("'Nikkei +1% on 2025-02-21'", "1 of 1 checkable claim could not be decided for want of prices"),
        ("'Shanghai Composite +0.8% on 2025-02-21', 'Nikkei +1% on 2025-02-21'", "1 of 2 checkable claims"),
        ("'507 shares advanced on 2025-02-21'", "nothing could be decided, so nothing"),
        ("'Shares look cheap'", "nothing was found that prices can check, so nothing"),
    ],
)
def test_what_exits_3_says_why(run, claims, told):
    words = ("check", "-", "--data", PRICES, "--offline")
    code, _, err = run(*words, "--quiet", stdin=f"claims: [{claims}]")
    assert (code, err.count("\n")) == (3, 1)
    assert err.startswith(told)
    code, _, err = run(*words, "--allow-undecided", stdin=f"claims: [{claims}]")
    assert (code, err) == (0, "")


@pytest.mark.parametrize(
    ("environment", "painted"),
    [
        ({}, False),  # a pipe
        ({"FORCE_COLOR": "1"}, True),  # as in a CI log
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": ""}, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colours_are_for_those_who_can_see_them(run, environment, painted):
    words = ("check", "-", "--data", PRICES, "--offline")
    _, out, _ = run(*words, stdin=TRUE, **{"NO_COLOR": "", **environment})
    assert ("\x1b[" in out) is painted


# ---------------------------------------------------------------------- ordinary mistakes

OTHER = "save what it says as plain text, Markdown or a web page"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("check story.pdf", f"story.pdf:1:1: this is a PDF; {OTHER}"),
        ("draft story.pdf", f"story.pdf: this is a PDF; {OTHER}"),
        ("check story.md", f"this is a packed file, such as a Word document or a bundle; {OTHER}"),
        ("check story.rtf", f"story.rtf:1:1: this is rich text (RTF); {OTHER}"),
        ("check wrap", "wrap:1:1: there is no such file; did you mean 'wrap.md'?"),
        ("check warp.md", "warp.md:1:1: there is no such file; did you mean 'wrap.md'?"),
        ("check elsewhere/warp.md", "elsewhere/warp.md:1:1: there is no such file"),
        (("check", "Nikkei rose 4%"), "no such file; write the sentence into a file, or give it on standard"),
        ("check wrap.md --market HKSE", "--market: 'HKSE' is no market; write its four-letter code, like"),
        ("check wrap.md -o report", "--output report: its suffix would say the format; there are .html,"),
        ("check wrap.md --fail-on errors", "'--fail-on': 'errors' is not one of 'note', 'warning', 'error'."),
        ("chek wrap.md", "there is no command 'chek'; did you mean 'factcheck check'? the commands are"),
    ],
)
def test_an_ordinary_mistake_is_told_what_would_be_right(run, tmp_path, words, told):
    (tmp_path / "story.pdf").write_bytes(b"%PDF-1.7\n\xe2\xe3")
    (tmp_path / "story.md").write_bytes(b"PK\x03\x04\x14\x00")
    (tmp_path / "story.rtf").write_bytes(b"{\\rtf1\\ansi Nikkei rose 4%}")
    (tmp_path / "wrap.md").write_text("Nikkei rose 4%.\n")
    code, out, err = run(*(words.split() if isinstance(words, str) else words), folder=tmp_path)
    assert (code, out) == (2, "")
    assert told in err


def test_a_market_may_be_named_as_its_people_do(run):
    words = ("--published", "2025-02-21T18:00+08:00", "--data", PRICES, "--offline", "--format", "json")
    _, out, _ = run("check", "-", *words, "--market", "HKEX", stdin="Alibaba rose 14.6% on Friday.")
    (claim,) = json.loads(out)["claims"]
    assert claim["symbol"] == "9988.HK"
