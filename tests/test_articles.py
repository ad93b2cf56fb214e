"""From an article to claims: what is found, where it stands, and what cannot be checked."""

from __future__ import annotations

import io
import json
import time
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from factcheck.articles import is_article, parse_articles, read_files
from factcheck.claims import ClaimFile
from factcheck.errors import InputError
from factcheck.instruments import Catalogue
from factcheck.reading.articles import read_article
from factcheck.yaml_events import START, Scalar
from tests.hostile import HOSTILE

CATALOGUE = Catalogue.load()
CLIMBED = "The Hang Seng Tech Index climbed 4.7% on Friday."


def articles(source: str, how: str = "markdown", **usual: str) -> list[ClaimFile]:
    facts = {key: Scalar(value, True, START) for key, value in usual.items()}
    return parse_articles(source, "draft", how, CATALOGUE, facts)


@pytest.mark.parametrize(
    ("source", "how", "place", "written"),
    [
        (CLIMBED, "plain", (1, 26, 1, 38), "climbed 4.7%"),
        (f"# Head\n\n{CLIMBED}", "markdown", (3, 26, 3, 38), "climbed 4.7%"),
        ("---\ntitle: x\n---\n> The *Hang Seng Tech Index*\n> climbed\n> **4.7%** on Friday.",
         "markdown", (5, 3, 6, 9), "climbed\n> **4.7%"),
        ("\ufeffThe Hang Seng Tech Index climbed 4.7&#37; on Friday.", "markdown", (1, 27, 1, 43), None),
        ("<title>x</title>\r\n<p>The Hang Seng\r\nTech Index <b>climbed</b> 4.7% on Friday.",
         "html", (3, 15, 3, 31), "climbed</b> 4.7%"),
    ],
)  # fmt: skip
def test_claims_have_their_place_in_the_file(source, how, place, written):
    (file,) = articles(source, how)
    (claim,) = file.claims
    assert claim.place is not None and claim.span is not None
    assert file.article is not None and file.article.text == source
    found = (claim.place.line, claim.place.column, claim.place.end_line, claim.place.end_column)
    assert found == place
    assert written is None or source[slice(*claim.span)] == written
    assert " ".join((claim.quote or "").split()) == "climbed 4.7%"
    assert claim.text == "Hang Seng Tech Index: climbed 4.7%"
    assert (claim.kind, claim.of, claim.on) == ("change", ("Hang Seng Tech Index",), "Friday")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Shares rose 3%.", "no instrument is named"),
        ("Both benchmarks rose 3%.", "it is open what 'Both benchmarks' stands for"),
    ],
)
def test_what_nothing_can_check_is_listed(text, why):
    (file,) = articles(f"{text}\n\n{CLIMBED}")
    first, second = file.claims
    assert first.verifier is None and why in first.why_not
    assert second.verifier is not None
    assert [claim.id for claim in file.claims] == ["c1", "c2"]


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        ("The S&P 500 had fallen for four straight days.", True),
        ("The S&P 500, which had fallen for four straight days, jumped 9.5%.", True),
        ("The S&P 500 jumped 9.5% after falling for four straight days.", True),
        ("The S&P 500 fell for four straight days before rebounding.", True),
        ("The S&P 500 fell for four straight days through Tuesday.", True),
        ("Until Wednesday, the S&P 500 fell for four straight days.", True),
        ("The S&P 500 rose 0.5%, falling for a fourth straight day.", True),  # one of them is of another day
        ("The S&P 500 fell for a fourth straight day.", False),
        ("The S&P 500 fell 0.5%, declining for a fourth straight day.", False),
        ("The S&P 500 jumped 9.5%, while the Nasdaq fell for a fourth straight day.", False),
        ("The S&P 500 rose 0.5% but fell for a fourth straight week.", False),
    ],
)
def test_a_run_that_may_have_ended_the_day_before_is_open(text, open_):
    """Four losses to Tuesday are four on Wednesday's page, though Wednesday's gain ended them."""
    (file,) = articles(text)
    (run,) = [claim for claim in file.claims if "straight" in claim.text]
    assert ("it is open with which session the run ended" in run.why_not) == open_


@pytest.mark.parametrize(
    ("front", "usual", "published", "market"),
    [
        ("", {}, None, "XHKG"),  # of the index it names
        ("", {"published": "2025-02-21", "market": "XHKG"}, date(2025, 2, 21), "XHKG"),
        ("---\npublished: 2025-02-20\n---\n", {"published": "2025-02-21"}, date(2025, 2, 20), "XHKG"),
        ("---\nmarket: XNYS\n---\n", {"market": "XHKG"}, None, "XNYS"),
        ("---\npublished: 2025-02-20T12:00\ntimezone: Asia/Hong_Kong\n---\n", {}, date(2025, 2, 20), "XHKG"),
    ],
)
def test_the_article_says_first_when_it_appeared_then_the_options(front, usual, published, market):
    (file,) = articles(f"{front}{CLIMBED}", **usual)
    assert file.article is not None
    assert (file.article.published_date, file.article.market) == (published, market)
    assert bool(file.article.published) == ("T12" in front)


@pytest.mark.parametrize(
    ("front", "of"),
    [
        ("", ("Alibaba",)),
        ("---\nsymbols: [9988.HK]\n---\n", ("9988.HK",)),
        ("---\nsymbols: [BABA, AAPL]\n---\n", ("BABA",)),
        ("---\nsymbols: [9988.HK, BABA]\n---\n", ("Alibaba",)),  # which one, it does not say
        ("---\nsymbols: AAPL\n---\n", ("Alibaba",)),
    ],
)
def test_symbols_say_which_listing_a_name_means(front, of):
    (file,) = articles(f"{front}Alibaba rose 2%.")
    assert file.claims[0].of == of
    told = any("from the article's symbols" in sentence for sentence in file.claims[0].assumed)
    assert told == (of != ("Alibaba",))


@pytest.mark.parametrize(
    ("source", "place", "words"),
    [
        ("---\nmarket: hk\n---\n", (2, 9), "is no market"),
        ("---\npublished: Friday\n---\n", (2, 12), "is no date"),
        ("---\npublished: 2025-02-20T12:00\n---\n", (2, 12), "has no offset"),
        ("---\nsymbols: [Xyzzyq]\n---\n", (2, 11), "unknown instrument 'Xyzzyq'"),
        ("<!-- factcheck: id=c2 -->The CSI 300 rose 2%. The Hang Seng Index rose 3%.", (1, 67), "already"),
    ],
)  # fmt: skip
def test_what_speaks_to_us_can_be_wrong(source, place, words):
    with pytest.raises(InputError) as caught:
        articles(source)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == place
    assert words in problem.sentence


# ---------------------------------------------------------------- many articles in one file


def test_each_line_is_an_article():
    lines = [
        json.dumps({"id": "a-1", "text": f"x\n{CLIMBED}", "published": "2025-02-21T12:30+08:00"}),
        "",
        json.dumps({"text": f"{CLIMBED} {CLIMBED}", "published": "2025-02-21 09:10:22", "market": "XHKG"}),
        json.dumps({"text": "", "other": {"deep": [1]}}),
    ]
    first, second, third = articles("\n".join(lines), ".jsonl", published="2020-01-01")
    assert [c.id for file in (first, second) for c in file.claims] == ["a-1-c1", "line3-c1", "line3-c2"]
    assert [f.path for f in (first, second, third)] == ["draft:1", "draft:3", "draft:4"]
    claim = first.claims[0]
    assert claim.place is not None and (claim.place.file, claim.place.line) == ("draft", 1)
    assert claim.span == (27, 39)  # of its own text
    published = [f.article.published_date for f in (first, second, third) if f.article]
    assert published == [date(2025, 2, 21), date(2025, 2, 21), date(2020, 1, 1)]
    assert second.article is not None and second.article.published is None  # no offset: the day alone


@pytest.mark.parametrize(
    ("line", "place", "words"),
    [
        ("{", (2, 2), "not JSON"),
        ("[1]", (2, 1), "an object"),
        ("{}", (2, 1), "needs 'text'"),
        ('{"text": 5}', (2, 1), "needs 'text'"),
        ('{"text": "", "id": "a b"}', (2, 1), "is no id"),
        ('{"text": "", "title": ["x"]}', (2, 1), "'title' is a text"),
        ('{"text": "", "published": "soon"}', (2, 1), "is no date"),
        ('{"text": "", "url": "javascript:x"}', (2, 1), "no address"),
        ("[" * 100_000, (2, 1), "too deep"),
        ('{"text": ' + "9" * 5_000 + "}", (2, 1), "too long a number"),
    ],
)
def test_a_line_that_is_no_article(line, place, words):
    with pytest.raises(InputError) as caught:
        articles(f'{{"text": ""}}\n{line}', ".jsonl")
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == place
    assert words in problem.sentence


# ---------------------------------------------------------------- which file is what


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("draft.md", True), ("a/B.HTML", True), ("x.htm", True), ("x.txt", True), ("x.jsonl", True),
        ("x.yaml", False), ("x.md.yaml", False), ("x", False), ("-", False), ("x.json", False),
    ],
)  # fmt: skip
def test_the_suffix_tells_articles_from_claim_files(name, expected):
    assert is_article(name) == expected


@pytest.mark.parametrize(
    ("source", "prose", "claims"),
    [
        ("claims: ['CSI 300 +1% on 2025-02-21']", False, 1),
        ("# a comment\n\nclaims: ['CSI 300 +1% on 2025-02-21']", False, 1),
        ("---\n# yaml\ndefaults: {on: 2025-02-21}\nclaims: ['CSI 300 +1%']", False, 1),
        ('{"claims": ["CSI 300 +1% on 2025-02-21"]}', False, 1),
        (CLIMBED, True, 1),
        (f"# Head\n\n{CLIMBED}", True, 1),
        (f"---\npublished: 2025-02-21\n---\n{CLIMBED}", True, 1),
        (f"<!-- factcheck: on=2025-02-21 -->\n{CLIMBED}", True, 1),
        (f"<!doctype html><title>{CLIMBED}</title><p>{CLIMBED}", True, 1),
        (f"<!-- x --> <html><nav>{CLIMBED}</nav>", True, 0),
        (f'{{"text": "{CLIMBED}"}}', True, 1),
    ],
)
def test_standard_input_is_told_by_its_beginning(monkeypatch, source, prose, claims):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(source.encode())))
    (file,) = read_files("-", CATALOGUE)
    assert (file.prose, len(file.claims)) == (prose, claims)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.md", b"x\ny\xff", "2:2: byte 0xff is not UTF-8"),
        ("a.html", b"\xff\xfe<\0", "looks like UTF-16"),
        ("a.txt", b"x" * 2_000_001, "larger than 2,000,000 bytes"),
        ("a.jsonl", b"\n\n", "holds no articles"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError, match=words):
        read_files(str(path), CATALOGUE)
    with pytest.raises(InputError, match="no such file"):
        read_files(str(tmp_path / f"none-{name}"), CATALOGUE)


def test_an_empty_article_makes_no_claims(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"")
    (file,) = read_files(str(path), CATALOGUE)
    assert (file.claims, file.prose) == ((), True)


@pytest.mark.parametrize("how", ["plain", "markdown", "html"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_beside_a_claim(text, how):
    (file,) = articles(f"{CLIMBED}\n\n{text}", how)
    assert file.claims[0].quote == "climbed 4.7%"


def test_a_line_of_a_hundred_thousand_characters_is_read():
    """Many sentences on one line. How long one endless sentence takes is up to the reader of prose."""
    source = f"{CLIMBED} " * 2_000
    start = time.process_time()
    (file,) = articles(source)
    assert len(file.claims) == 2_000
    assert time.process_time() - start < 20


def test_the_example_article_is_read_as_it_stands():
    path = Path(__file__).parents[1] / "claims" / "2025-02-21-hong-kong-tech-rally.md"
    (file,) = read_files(str(path), CATALOGUE)
    source = path.read_text(encoding="utf-8")
    assert file.claims
    for claim in file.claims:
        assert claim.span is not None and claim.place is not None
        assert source[slice(*claim.span)] == claim.quote  # it has no markup within its claims
        line = source.split("\n")[claim.place.line - 1]
        assert line[claim.place.column - 1 :].startswith((claim.quote or "").partition("\n")[0])


# ------------------------------------------------------------------- of whom, and of which day


@pytest.mark.parametrize(
    ("text", "quote", "keys"),
    [
        # one settlement for both, and the words of one may say so for the other
        ("Brent futures settled at $75.87, while WTI futures rose $1.32.", "rose $1.32",
         {"session": "close"}),
        # on the day a run of gains broke, nothing of it rose
        ("The drops in Brent snapped a three-day run of gains with Brent rising 3.6% while WTI rose 3.7%.",
         "rising 3.6%", {"period": "3-session", "on": "previous session"}),
        ("The drops in Brent snapped a three-day run of gains with Brent rising 3.6% while WTI rose 3.7%.",
         "rose 3.7%", {"period": "3-session", "on": "previous session"}),
        ("Brent snapped a three-day run of gains, while WTI rose 3.7%.", "rose 3.7%",
         {"period": None, "on": None}),
        # a day right before the subject of the sentence's last claim
        ("The CSI 300 rose 2%, and last Monday the Hang Seng Index rose 3%.", "rose 3%",
         {"on": "last Monday"}),
        ("The CSI 300 rose 2%, and last Monday the Hang Seng Index rose 3%.", "rose 2%", {"on": None}),
    ],
)  # fmt: skip
def test_a_statement_has_the_day_of_its_words(text, quote, keys):
    found = {text[f.start : f.end]: f.item for f in read_article(text, CATALOGUE)}
    assert {key: found[quote].get(key) for key in keys} == keys


@pytest.mark.parametrize(
    ("text", "quote", "why"),
    [
        ("The Korean 3-year bond yield fell while the benchmark 10-year yield fell to 3%.", "to 3%", "known"),
        ("Korean stocks fell, while the benchmark 10-year yield fell to 4.1%.", "to 4.1%", ""),
        ("The Korean 3-year bond yield fell while the 10-year Treasury yield fell to 4%.", "to 4%", ""),
        ("The 10-year Treasury yield was 4%. The market value of coins fell 1%.", "fell 1%", "known"),
        ("The Dow, which closed at a record the last two days, fell 1%.", "closed at a record", "several"),
        ("The S&P 500, which closed at a record, fell 1%.", "closed at a record", ""),
        ("The Dow is off 1% from its 52-week high of 45,000 hit Dec. 4, 2024.",
         "52-week high of 45,000 hit Dec. 4, 2024", "its window ends"),
    ],
)  # fmt: skip
def test_what_is_of_another_or_of_no_one_day_is_not_checked(text, quote, why):
    found = {text[f.start : f.end]: f.why_not for f in read_article(text, CATALOGUE)}
    assert why in found[quote] and bool(found[quote]) == bool(why)
