"""Drafts: what is written reads back to what was found, and what a person did to it stays."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from collections.abc import Mapping as Keyed
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.claim_files import parse_claims
from factcheck.claims import Claim
from factcheck.draft_entries import UNQUOTED, cleaned, scalar
from factcheck.drafts import (
    GONE,
    HEADER,
    RECORD,
    TWICE,
    UNDATED,
    Draft,
    blank,
    draft,
    first_draft,
    next_draft,
)
from factcheck.errors import FactcheckError, InputError
from factcheck.instruments import Catalogue
from factcheck.reading.articles import Found, read_article
from factcheck.yaml_events import Mapping, Problems, Scalar, load

UNLABELLED = Path(__file__).parents[2] / "shared" / "corpus" / "unlabelled.jsonl"
CATALOGUE = Catalogue.load()


def stated(text: str, words: str, nth: int = 0, **item: Any) -> Found:
    """A statement made at the nth place of those words in the text."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    keys: dict[str, Any] = {"kind": "change", "direction": "up", "unit": "percent", **item}
    about = {k: keys.pop(k) for k in ("assumed", "why_not") if k in keys}
    return Found({k: v for k, v in keys.items() if v}, start, start + len(words), **about)


@pytest.fixture
def drafted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Draft]:
    """Draft a text in which the given statements are found; a second call finds the file of the first."""

    def call(text: str, *found: Found, **about: str) -> Draft:
        article, target = tmp_path / "a.md", tmp_path / "a.factcheck.yaml"
        article.write_bytes(text.encode())
        monkeypatch.setattr("factcheck.draft_entries.read_article", lambda *_: list(found))
        again = target.exists()
        made = (
            next_draft(article, target, CATALOGUE)
            if again
            else first_draft(article, target, CATALOGUE, **about)
        )
        target.write_bytes(made.text.encode())
        return made

    return call


def claims_of(text: str) -> str:
    """The lines of `claims`."""
    return text.partition("claims:\n")[2].partition(f"\n{RECORD}")[0]


# ------------------------------------------------------------------------------------- one entry

ROSE = "The Hang Seng Index rose 3%. It fell later."
TWO = "The Hang Seng Index rose 3%. Lenovo rose 3%."


@pytest.mark.parametrize(
    ("text", "found", "entry"),
    [
        pytest.param(
            ROSE,
            stated(ROSE, "rose 3%", of="Hang Seng Index", value="3", verb="rose"),
            "  - claim: Hang Seng Index rose 3%\n    quote: rose 3%\n",
            id="the sentence names it",
        ),
        pytest.param(
            ROSE,
            stated(ROSE, "fell", kind="direction", of="Hang Seng Index", direction="down", unit=""),
            '  - claim: down\n    of: Hang Seng Index\n    quote: fell\n',
            id="another sentence names it",
        ),
        pytest.param(
            ROSE,
            stated(ROSE, "rose 3%", of="Hang Seng Index", value="3", attributed=True),
            "  - kind: change\n    direction: up\n    unit: percent\n    of: Hang Seng Index\n    value: 3\n"
            "    attributed: true\n    quote: rose 3%\n",
            id="no short form says it",
        ),
        pytest.param(
            TWO,
            stated(TWO, "rose 3%", 1, of="Lenovo", value="3", verb="rose"),
            "  - claim: Lenovo rose 3%\n    quote: Lenovo rose 3%\n",
            id="a word more to stand once",
        ),
        pytest.param(
            TWO,
            stated(TWO, "rose 3%", of=["Hang Seng Index", "Lenovo"], value="3", verb="rose"),
            '  - claim: rose 3%\n    of: [Hang Seng Index, Lenovo]\n    quote: Index rose 3%\n',
            id="two instruments",
        ),
        pytest.param(
            ROSE,
            stated(ROSE, "rose 3%", of="Lenovo", value="3", assumed=("Lenovo is\n0992.HK",)),
            "  # assumed: Lenovo is 0992.HK\n  - claim: +3%\n    of: Lenovo\n    quote: rose 3%\n",
            id="assumed",
        ),
        pytest.param(
            ROSE,
            stated(ROSE, "rose 3%", value="3", why_not="say: of what?"),
            '  - checkable: false\n    why: "say: of what?"\n    claim: rose 3%\n    quote: rose 3%\n',
            id="nothing can check it",
        ),
        pytest.param(
            ROSE,
            stated(ROSE, "rose 3%", of="Zzyzx", value="3"),
            "  - checkable: false\n    why: \"unknown instrument 'Zzyzx'",
            id="a name nobody knows",
        ),
        pytest.param(
            ROSE,
            stated(ROSE, "rose 3%", value="3"),
            "  - checkable: false\n    why: \"no instrument is named",
            id="no name",
        ),
        pytest.param(
            "HSI rose\u200b 3%",
            stated("HSI rose\u200b 3%", "rose\u200b 3%", of="Hang Seng Index", value="3"),
            f"  # {UNQUOTED}\n  - claim: +3%\n    of: Hang Seng Index\n",
            id="an invisible character",
        ),
        pytest.param(
            "HSI rose\n  3%.",
            stated("HSI rose 3%.", "rose 3%", of="Hang Seng Index", value="3"),
            "  - claim: +3%\n    of: Hang Seng Index\n    quote: rose 3%\n",
            id="over the end of a line",
        ),
    ],
)  # fmt: skip
def test_a_statement_is_written_as(drafted, text, found, entry):
    written = claims_of(drafted(text, found).text)
    assert written.startswith(entry)
    assert written == entry or "why: " in entry


def test_a_first_draft_is_a_claim_file(drafted, tmp_path):
    found = stated(ROSE, "rose 3%", of="Hang Seng Index", value="3", verb="rose")
    made = drafted(ROSE, found, published="2025-02-21T12:30+08:00", market="XHKG")
    assert made.text == (
        f"{HEADER}\narticle:\n  text: a.md\n  published: 2025-02-21T12:30+08:00\n  market: XHKG\nclaims:\n"
        f"  - claim: Hang Seng Index rose 3%\n    quote: rose 3%\n\n{RECORD}\n# - rose 3%\n"
    )
    assert (made.found, made.written, made.checkable, made.to_look_at) == (1, 1, 1, [])


def test_what_needs_a_look_is_told_with_its_line(drafted):
    made = drafted(
        ROSE,
        stated(ROSE, "rose 3%", of="Lenovo", value="3", assumed=("Lenovo is 0992.HK",)),
        stated(ROSE, "fell", kind="direction", why_not="of what"),
    )
    assert (made.found, made.written, made.checkable) == (2, 2, 1)
    assert made.to_look_at == [
        (4, UNDATED),
        (6, "assumed: Lenovo is 0992.HK (claim: +3%)"),
        (11, "not checkable: of what"),
    ]


SAME = "Gold rose 3% on the day. " * 400


def test_what_stands_nowhere_alone_is_not_quoted(drafted):
    made = drafted(SAME, stated(SAME, "rose 3%", 200, of="Gold", value="3", verb="rose"))
    assert claims_of(made.text) == f"  # {UNQUOTED}\n  - claim: Gold rose 3%\n"


# ------------------------------------------------------------------------------------------ YAML

NASTY = [
    "a: b", "a #b", "#b", "- a", "-", "? a", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a", "'", '"', "it's",
    'say "no"', "a\\", "\\n", "{a", "[a", "a]", "a, b", "null", "~", "True", "no", "---", "...", "a:", ":a",
    "<<", "=", "0700", "1e3", "2025-02-21", "12:30", "S&P/ASX 200", "+4.7%", "−4.7%", "Nestlé", "é: è", "🙂",
    "中国 平安", "$1,234.50", "€5", "a  b", "quote: x", "\ufffd", "a\u00a0b", "a - b", "1: 2", "a :b",
    "a\t#b",
]  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_is_quoted(text):
    written = scalar(cleaned(text))
    problems = Problems("x")
    root = load(f"key: {written}\nlast: z\n".encode(), problems)
    assert isinstance(root, Mapping) and not problems.found
    node = root.items["key"]
    assert isinstance(node, Scalar) and not node.is_null
    assert node.text == cleaned(text)
    assert list(root.items) == ["key", "last"]


@given(st.text(min_size=1).map(cleaned).filter(bool))
def test_any_text_is_quoted(text):
    problems = Problems("x")
    root = load(f"# {text}\n- {{key: 1}}\n- key: {scalar(text)}\n# {text}\n- z\n".encode(), problems)
    assert not problems.found
    assert root is not None and not isinstance(root, Scalar)
    assert len(root.items) == 3
    entry = list(root.items)[1]
    assert isinstance(entry, Mapping)
    assert isinstance(node := entry.items["key"], Scalar)
    assert node.text == text


@given(st.text(max_size=60).filter(str.strip), st.text(max_size=60), st.text(min_size=1, max_size=30))
def test_hostile_text_stays_in_its_place(tmp_path_factory, text, remark, name):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "a.md").write_bytes(f"Before. {text} after.".encode(errors="replace"))
    body = (folder / "a.md").read_bytes().decode("utf-8-sig")
    found = [
        Found({"kind": "change", "of": name, "value": remark}, 8, len(body) - 7, (remark,)),
        Found({"kind": remark, "of": [name, "HSI"]}, 8, len(body) - 7, (remark,), name),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("factcheck.draft_entries.read_article", lambda *_: found)
        made = draft(blank("a.md", title=remark).encode(), "x", folder, CATALOGUE)
    file = parse_claims(made.text.encode(), "x", folder, catalogue=CATALOGUE)
    assert len(file.claims) == made.written == 2
    assert [claim.of for claim in file.claims if claim.verifier] in ([], [(name.strip(),)])


# --------------------------------------------------------------------------------- reading back


def meaning(claim: Claim) -> Claim:
    return replace(claim, id="", text="", quote=None, place=None, span=None, seen=None, why_not="")


def by_long_form(item: Keyed[str, object], folder: Path, head: str) -> Claim | None:
    """What the long form says when a person writes it; None where it is refused."""
    try:
        text = f"{head}\nclaims: [{json.dumps(item)}]"
        long = parse_claims(text.encode(), "x", folder, catalogue=CATALOGUE)
    except InputError:
        return None
    return meaning(long.claims[0])


def assert_reads_back(text: str, folder: Path) -> int:
    """Draft and read; every claim is what its statement's long form says. Returns how many."""
    (folder / "a.md").write_bytes(text.encode())
    made = draft(blank("a.md", published="2025-02-21").encode(), "x", folder, CATALOGUE)
    found = read_article(text, CATALOGUE, date(2025, 2, 21))
    assert made.found == len(found)
    if not found:
        return 0
    claims = parse_claims(made.text.encode(), "x", folder, catalogue=CATALOGUE).claims
    assert len(claims) == len(found)
    for claim, one in zip(claims, found, strict=True):
        meant = None if one.why_not else by_long_form(one.item, folder, "article: {published: 2025-02-21}")
        assert (meaning(claim) if claim.verifier else None) == meant, one
        if claim.span is not None:
            assert claim.span[0] <= one.start < one.end <= claim.span[1]
    assert draft(made.text.encode(), "x", folder, CATALOGUE).text == made.text
    return made.checkable


SUBJECTS = (
    "The Hang Seng Index", "Lenovo", "It", "Both", "The S&P 500", "Gold", "Zzyzx Corp", "Apple and Tesla",
)  # fmt: skip
MOVES = (
    "rose 3%", "fell more than 2 percent to 19,000", "climbed 4.7% to a new three-year high", "was flat",
    "closed at 23,477.92", "posted a sixth straight weekly gain", "gained 300 points, or 1.2%,",
    "hit its highest since late 2021", "outperformed the Nasdaq", "doubled",
    "snapped a five-day losing streak", "put on between 2% and 3%", "is on track for a 5% weekly gain",
    "eased", "said: \"up 3%\" #1",
)  # fmt: skip
ENDS = (".", " on Thursday.", " in early trade.", " last week;", ",\n", " – analysts said.", "\r\n\r\n")


def test_generated_articles_read_back(tmp_path):
    chance = random.Random(20250221)
    checked = 0
    for _ in range(60):
        words = [
            " ".join((chance.choice(SUBJECTS), chance.choice(MOVES))) + chance.choice(ENDS)
            for _ in range(chance.randint(1, 9))
        ]
        checked += assert_reads_back(" ".join(words), tmp_path)
    assert checked > 150


def test_real_articles_read_back(tmp_path):
    if not UNLABELLED.exists():
        pytest.skip(f"needs the articles in {UNLABELLED}")
    lines = UNLABELLED.read_text(encoding="utf-8").splitlines()
    assert sum(assert_reads_back(json.loads(line)["text"], tmp_path) for line in lines) > 500


# ---------------------------------------------------------------------------------- a second run

NEWS = "The Hang Seng Index rose 3%. Lenovo gained 5%. Gold fell."
HSI = {"words": "rose 3%", "of": "Hang Seng Index", "value": "3", "verb": "rose"}
LENOVO = {"words": "gained 5%", "of": "Lenovo", "value": "5", "verb": "gained"}
GOLD = {"words": "fell", "kind": "direction", "of": "gold", "direction": "down", "unit": ""}
LENOVO_ENTRY = "  - claim: Lenovo gained 5%\n    quote: gained 5%\n"


def found_in(text: str, *statements: dict[str, Any]) -> list[Found]:
    return [stated(text, **one) for one in statements if one["words"] in text]


def edit(*changes: tuple[str, str]) -> Callable[[str], str]:
    def change(text: str) -> str:
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        return text

    return change


EDITS = {
    "nothing": edit(),
    "another claim": edit(("claim: Lenovo gained 5%", "claim: Lenovo gained 6% # sic")),
    "ids and comments": edit(("  - claim: Lenovo", "  # hm\n\n  - id: lenovo # mine\n    claim: Lenovo")),
    "a longer quote": edit(("quote: gained 5%", "quote: Lenovo gained 5%. Gold")),
    "deleted": edit((LENOVO_ENTRY, "")),
    "commented out": edit((LENOVO_ENTRY, "  # - claim: Lenovo gained 5%\n  #   quote: gained 5%\n")),
    "not to be checked": edit(("- claim: Lenovo", "- checkable: false\n    why: dull\n    claim: Lenovo")),
    "another order": edit((LENOVO_ENTRY, ""), ("claims:\n", f"claims:\n{LENOVO_ENTRY}")),
    "added": edit(("claims:\n", "claims:\n  - Xiaomi +3%\n")),
    "keys after": edit((f"\n{RECORD}", f"defaults: {{of: HSI}}\n\n{RECORD}")),
    "keys at the end": lambda text: text + "defaults: {of: HSI}\n",
    "no line feed at the end": lambda text: text.rstrip("\n"),
    "Windows": lambda text: text.replace("\n", "\r\n"),
    "a byte order mark": lambda text: "\ufeff" + text,
    "less indented": lambda text: text.replace("\n  - ", "\n- ").replace("\n    ", "\n  "),
    "the dash alone": edit(("  - claim: Lenovo", "  -\n    claim: Lenovo")),
    "a comment at the end of the list": edit((f"\n{RECORD}", f"    # and so on\n\n{RECORD}")),
    "a folded claim": edit(("claim: Lenovo gained 5%", "claim: >-\n      Lenovo\n      gained 5%")),
}


@pytest.fixture
def edited(drafted, tmp_path):
    def call(name: str) -> bytes:
        made = drafted(NEWS, *found_in(NEWS, HSI, LENOVO, GOLD))
        text: bytes = EDITS[name](made.text).encode()
        (tmp_path / "a.factcheck.yaml").write_bytes(text)
        return text

    return call


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_file_stays_as_it_is(drafted, edited, name):
    text = edited(name)
    made = drafted(NEWS, *found_in(NEWS, HSI, LENOVO, GOLD))
    assert made.text.encode() == text
    assert (made.found, made.written) == (3, 0)


MORE = NEWS.replace("Gold fell.", "Xiaomi rose 9%. Gold fell.")
XIAOMI = {"words": "rose 9%", "of": "Xiaomi", "value": "9", "verb": "rose"}


@pytest.mark.parametrize("name", EDITS)
def test_what_is_new_is_added_and_marked(drafted, edited, tmp_path, name):
    text = edited(name)
    if name == "a longer quote":
        text = text.replace(b"gained 5%. Gold", b"gained 5%.")
        (tmp_path / "a.factcheck.yaml").write_bytes(text)
    made = drafted(MORE, *found_in(MORE, HSI, LENOVO, XIAOMI, GOLD))
    assert made.written == 1
    feed, indent = ("\r\n" if name == "Windows" else "\n"), "" if name == "less indented" else "  "
    lines = ["# new", "- claim: Xiaomi rose 9%", "  quote: rose 9%"]
    entry = "".join(f"{indent}{line}{feed}" for line in lines)
    record = f"# - rose 9%{feed}"
    assert made.text.count(entry) == 1 and made.text.count(record) == 1
    rest = made.text.replace(entry, "").replace(record, "")
    assert rest.removesuffix(feed).encode() == text.removesuffix(feed.encode())
    claims = parse_claims(made.text.encode(), "x", tmp_path, catalogue=CATALOGUE).claims
    assert claims[-1].of == ("Xiaomi",)
    assert drafted(MORE, *found_in(MORE, HSI, LENOVO, XIAOMI, GOLD)).text == made.text


def test_what_the_article_no_longer_says_is_pointed_out(drafted):
    before = drafted(NEWS, *found_in(NEWS, HSI, LENOVO, GOLD)).text
    news = NEWS.replace("gained 5%", "gained 6%")
    six = {**LENOVO, "words": "gained 6%", "value": "6"}
    made = drafted(news, *found_in(news, HSI, six, GOLD))
    assert claims_of(made.text) == claims_of(before).replace(
        LENOVO_ENTRY, f"  # {GONE}\n{LENOVO_ENTRY}"
    ) + "  # new\n  - claim: Lenovo gained 6%\n    quote: gained 6%\n"
    assert (made.found, made.written) == (3, 1)
    assert [remark for _, remark in made.to_look_at] == [
        UNDATED, f"{GONE} (claim: Lenovo gained 5%)", "new (claim: Lenovo gained 6%)",
    ]  # fmt: skip


def test_what_the_article_says_again_is_no_longer_pointed_out(drafted):
    found = found_in(NEWS, HSI, LENOVO, GOLD)
    before = drafted(NEWS, *found).text
    gone = NEWS.replace("gained 5%", "slept")
    assert GONE in drafted(gone, *found_in(gone, HSI, LENOVO, GOLD)).text
    assert drafted(NEWS, *found).text == before


def test_a_quote_that_stands_twice_now_is_pointed_out_and_both_places_are_drafted(drafted):
    before = drafted(NEWS, *found_in(NEWS, LENOVO)).text
    news = NEWS + " Apple gained 5%."
    apple = stated(news, "gained 5%", 1, of="Apple", value="5", verb="gained")
    made = drafted(news, *found_in(news, LENOVO), apple)
    assert claims_of(made.text) == claims_of(before).replace("  - ", f"  # {TWICE}\n  - ") + (
        "  # new\n  - claim: Lenovo gained 5%\n    quote: Lenovo gained 5%\n"
        "  # new\n  - claim: Apple gained 5%\n    quote: Apple gained 5%\n"
    )


def test_a_line_taken_from_the_record_brings_its_claim_back(drafted, tmp_path):
    found = found_in(NEWS, HSI, LENOVO, GOLD)
    text = edit((LENOVO_ENTRY, ""), ("# - gained 5%\n", ""))(drafted(NEWS, *found).text)
    (tmp_path / "a.factcheck.yaml").write_text(text, encoding="utf-8")
    made = drafted(NEWS, *found)
    assert "  # new\n" + LENOVO_ENTRY in made.text
    assert made.written == 1


def test_a_file_that_a_person_began_is_added_to(drafted, tmp_path):
    own = "article: {text: a.md}\nclaims:\n- claim: Lenovo gained 5%\n  quote: Lenovo gained 5%\n"
    (tmp_path / "a.factcheck.yaml").write_text(own, encoding="utf-8")
    made = drafted(NEWS, *found_in(NEWS, HSI, LENOVO))
    assert made.text == own + (
        f"# new\n- claim: Hang Seng Index rose 3%\n  quote: rose 3%\n\n{RECORD}\n# - rose 3%\n"
    )


def test_the_file_s_own_instruments_are_known(drafted, tmp_path):
    text = "Alder rose 3%."
    alder = "instruments:\n  - {symbol: ALDER, names: [Alder], type: index, calendar: XHKG}\n"
    own = f"article: {{text: a.md}}\n{alder}claims:\n"
    (tmp_path / "a.factcheck.yaml").write_text(own, encoding="utf-8")
    assert drafted(text, stated(text, "rose 3%", of="Alder", value="3")).checkable == 1


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("claims: [a]", "names no article"),
        ("article: {title: b}\nclaims: [a]", "has no 'text:' in its article"),
        ("article: {text: a.md}", "has no 'claims:'"),
        ("article: {text: a.md}\nclaims: [{claim: x, quote: Gold}]", "write its claims as a list"),
        ("article: {text: a.md}\nclaims: []", "write its claims as a list"),
        ("article: {text: b.md}\nclaims: [a]", "there is no file 'b.md' beside"),
        ("article: {text: c.md}\nclaims:\n  - a", "is about"),
        ("article: {text: a.md}\nclaims: [", "not YAML"),
        ("- a", "names no article"),
        ("", "names no article"),
    ],
)
def test_a_file_that_cannot_be_added_to_is_left_alone(drafted, tmp_path, file, sentence):
    (tmp_path / "a.factcheck.yaml").write_text(file, encoding="utf-8")
    (tmp_path / "c.md").write_text(NEWS, encoding="utf-8")
    with pytest.raises(FactcheckError, match=sentence):
        drafted(NEWS, *found_in(NEWS, HSI))
    assert (tmp_path / "a.factcheck.yaml").read_text(encoding="utf-8") == file


@pytest.mark.parametrize(
    ("text", "about", "sentence"),
    [
        ("Nothing.", {}, "no statement about a price was found"),
        (NEWS, {"published": "soon"}, "'soon' is no date"),
        (NEWS, {"published": "2025-02-21T12:30"}, "the time has no offset"),
        (NEWS, {"market": "Hong Kong"}, "is no market"),
        (NEWS, {"title": "a: [b"}, ""),
    ],
)
def test_a_first_draft_refuses(drafted, tmp_path, text, about, sentence):
    if not sentence:
        assert 'title: "a: [b"' in drafted(text, *found_in(text, HSI), **about).text
        return
    with pytest.raises(FactcheckError, match=sentence):
        drafted(text, *(found_in(text, HSI) if about else ()), **about)
    assert not (tmp_path / "a.factcheck.yaml").exists()


# ------------------------------------------------------------------------------ the command line


@pytest.mark.parametrize(
    ("article", "words", "code", "says"),
    [
        (NEWS, [], 0, "a.factcheck.yaml: "),
        (NEWS, ["--check"], 1, "a.factcheck.yaml: "),
        (NEWS, ["--published", "soon"], 2, "a.md: 'soon' is no date"),
        (NEWS, ["b.md"], 2, "b.md: there is no such file"),
        (NEWS, ["a.md", "-o", "x"], 2, "draft one article at a time"),
        (NEWS, ["-o", "below/x.factcheck.yaml"], 2, "beside this one or in a folder below"),
        ("Nothing.", [], 2, "a.md: no statement about a price was found"),
    ],
)
def test_exit_codes(run_in, article, words, code, says):
    folder, run = run_in
    (folder / "below").mkdir()
    (folder / "a.md").write_text(article, encoding="utf-8")
    found, out, chatter = run("draft", "a.md", *words)
    assert found == code
    assert says in (chatter if code == 2 else out)
    assert (folder / "a.factcheck.yaml").exists() == (code == 0 or "b.md" in words)


def test_a_draft_can_be_drafted_again_and_checked(run_in):
    folder, run = run_in
    (folder / "a.md").write_text(NEWS, encoding="utf-8")
    code, shown, chatter = run("draft", "a.md", "--published", "2025-02-21T18:00+08:00", "-o", "-")
    assert code == 0 and shown.startswith(HEADER) and "statements found" in chatter
    assert not (folder / "a.factcheck.yaml").exists()
    assert run("draft", "a.md", "--published", "2025-02-21T18:00+08:00")[0] == 0
    assert (folder / "a.factcheck.yaml").read_text(encoding="utf-8") == shown
    assert run("draft", "a.md", "--check")[0] == run("draft", "a.md")[0] == 0
    code, _, chatter = run("draft", "a.md", "--published", "2025-02-22")
    assert code == 2 and "change it there" in chatter
    (folder / "a.md").write_text(MORE, encoding="utf-8")
    assert run("draft", "a.md", "--check")[0] == 1
    assert (folder / "a.factcheck.yaml").read_text(encoding="utf-8") == shown
    assert run("check", "a.factcheck.yaml", "--offline")[0] == 3


@pytest.fixture
def run_in(tmp_path):
    """A folder, and factcheck run in it: (exit code, stdout, stderr)."""
    folder = tmp_path / "desk"
    folder.mkdir()
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[1]),
        "PYTHONIOENCODING": "utf-8",
        "FACTCHECK_STORE": str(tmp_path / "store"),
    }

    def run(*words: str) -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "factcheck", *words],
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout, done.stderr

    return folder, run
