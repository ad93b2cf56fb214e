"""Articles as a reader sees them, and every character's place in the file."""

from __future__ import annotations

import re
import time
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck import documents
from factcheck.documents import UNREAD, Document
from factcheck.yaml_events import Problems
from tests.hostile import HOSTILE

FORMATS = ("plain", "markdown", "html")


def document(source: str, how: str = "markdown") -> Document:
    problems = Problems("draft")
    found = documents.read(source, how, problems)
    problems.stop()
    return found


def seen(source: str, how: str) -> list[str]:
    """The blocks of the text that a reader sees."""
    found = document(source, how)
    ends = [*found.blocks[1:], len(found.text)]
    blocks = [found.text[a:b] for a, b in zip(found.blocks, ends, strict=True)]
    return [" ".join(block.split()) for block in blocks if block.strip()]


# ---------------------------------------------------------------- what a reader sees


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("One line\nand the next.", ["One line and the next."]),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\r\n\r\nTwo.", ["One.", "Two."]),
        ("# Head #\nBody", ["Head", "Body"]),
        ("#hashtag is text", ["#hashtag is text"]),
        ("Head\n====\nBody", ["Head", "Body"]),
        ("Head\n---\nBody", ["Head", "Body"]),
        ("One\n\n---\n\nTwo", ["One", "Two"]),
        ("climbed **4.7**% on *Friday*", ["climbed 4.7% on Friday"]),
        ("***both*** and __under__ and snake_case_word", ["both and under and snake_case_word"]),
        ("3 * 4 * 5, 4.7%* and **open", ["3 * 4 * 5, 4.7%* and **open"]),
        ("was ~~4.6%~~ 4.7%, about ~5%", ["was 4.7%, about ~5%"]),
        ("S\\&P 500 at 6\\*013", ["S&P 500 at 6*013"]),
        ("S&amp;P&nbsp;500 &#38; &unknown; AT&T", ["S&P 500 & &unknown; AT&T"]),
        ("a [link text](https://x.y/a_(b) \"title\") b", ["a link text b"]),
        ("a [link](<x y> 'q') b ![image 9%](u.png) c", ["a link b c"]),
        ("[![image](a.png) words](b)", ["words"]),
        ("[one][ref] [ref] [two][] [not]\n\n[ref]: http://x\n[two]: y", ["one ref two [not]"]),
        ("a[^1] b\n\n[^1]: The note.", ["a b", "The note."]),
        ("<https://example.org/4.7%> and https://x", ["and https://x"]),
        ("`rose 4%` and ``a ` b`` and `open", [f"{UNREAD} and {UNREAD} and `open"]),
        ("before\n```py\nrose 4%\n\n# no\n```\nafter", ["before", "after"]),
        ("before\n~~~~\n~~~\nrose 4%\n~~~~~\nafter", ["before", "after"]),
        ("before\n\n    rose 4%\n\n    more code\n\nafter", ["before", "after"]),
        ("```\nnever closed\n\nrose 4%", []),
        ("- one\n- two\n  goes on\n\n    its second block", ["one", "two goes on", "its second block"]),
        ("1. one\n2) two", ["one", "two"]),
        ("the most since\n2022. That was", ["the most since 2022. That was"]),
        ("* a\n* * *\nb", ["a", "b"]),
        ("> said\n> on two lines\n> > deeper", ["said on two lines deeper"]),
        ("| a | b |\n|---|--:|\n| 1 | 2% |\n| 3 | 4% |\n\nafter", ["after"]),
        ("either a | b\nor c", ["either a | b or c"]),
        ("one <!-- hidden\n\n4% --> two", ["one two"]),
        ("`<!--` is code, so 4% is text -->", [f"{UNREAD} is code, so 4% is text -->"]),
        ("\\<!-- is text", ["<!-- is text"]),
        ("one <!-- never closed\n\ntwo", ["one"]),
        ("<div>one</div><p>two <b>bold</b><br>three", ["one", "two bold three"]),
        ("one\n<script>\nrose 4%\n\nrose 5%\n</script> two", ["one two"]),
        ("P/E <15 and >10, a<b", ["P/E <15 and >10, a<b"]),
    ],
)  # fmt: skip
def test_markdown(source, blocks):
    assert seen(source, "markdown") == blocks


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("<p>One<p>Two", ["One", "Two"]),
        ("<p>climbed <b>4.7</b>%\n   on\n\nFriday</p>", ["climbed 4.7% on Friday"]),
        ("S&amp;P&nbsp;500 &lt;b&gt; AT&T &#x26; &ampx", ["S&P 500 <b> AT&T & &x"]),
        ("<body><nav>4%</nav><main><p>main</main><p>rest", ["main"]),
        ("<main>main <article><h1>Head</h1><p>Body</article></main>", ["Head", "Body"]),
        ("<article>teaser</article><article>the longer one</article>", ["the longer one"]),
        ("<article></article><main></main><p>rest", ["rest"]),
        ("<article>a<header>b</header><aside>c</aside><footer>d</footer>"
         "<figure><img><figcaption>e</figcaption></figure>f</article>", ["a", "f"]),
        ("<p hidden>no</p><p>yes <span hidden>no</span></p>", ["yes"]),
        ("<ul><li>one<li>two</ul><table><tr><td>4%</table>", ["one", "two"]),
        ("<style>p{}</style><script>if (a<b) '</p>'</script>x", ["x"]),
        ("was <del>4.6%</del> <s>4.5%</s> 4.7%<sup>1</sup>, <code>x</code>", [f"was 4.7%, {UNREAD}"]),
        ("a<br>b<hr>c", ["a b", "c"]),
        ("a<!-- <p>4% -->b<!--->c<!---->d", ["abcd"]),
        ("a<!-- never closed <p>b", ["a"]),
        ("a <b never closed", ["a"]),
        ("</p></div>a</b></i>", ["a"]),
        ("<?php x ?>a<!doctype html>b<![CDATA[c]]>", ["ab"]),
        ("a < b and 5 <6", ["a < b and 5 <6"]),
        ("<nav>unclosed <p>a", []),
        ("<title>t</title><p title='a>b' x=\">\" y=/>a", ["a"]),
    ],
)  # fmt: skip
def test_html(source, blocks):
    assert seen(source, "html") == blocks


def test_plain_text_is_as_it_is():
    source = "One **two** <b>\n\n# three &amp; \u202e\x00"
    assert document(source, "plain").text == source


# ---------------------------------------------------------------- what it tells of itself


@pytest.mark.parametrize(
    ("source", "about"),
    [
        ("---\ntitle: 'A: b'\nurl: https://x.y\n---\nx", {"title": ("A: b", 2), "url": ("https://x.y", 3)}),
        ("---\nauthor: x\ntags: [a, b]\nmarket: XHKG\n...\nx", {"market": ("XHKG", 4)}),
        ("---\r\nurl: https://x.y\r\n---\r\nx", {"url": ("https://x.y", 2)}),
        ("---\ntext: other.md\ntitle:\n---\nx", {}),
        ("---\n---\nx", {}),
        ("---\nx", {}),  # a line across the page
        ("\n---\ntitle: x\n---\n", {}),
    ],
)  # fmt: skip
def test_front_matter(source, about):
    found = document(source)
    assert {k: (v.text, v.mark.line) for k, v in found.about.items()} == about
    assert "title: " not in found.text or source.startswith("\n")


def test_symbols_of_the_front_matter():
    assert [s.text for s in document("---\nsymbols: [9988.HK, 0700]\n---\n").symbols] == ["9988.HK", "0700"]
    assert [s.text for s in document("---\nsymbols: 9988.HK\n---\n").symbols] == ["9988.HK"]


@pytest.mark.parametrize(
    ("source", "place", "words"),
    [
        ("---\ntitle: x\n\nText", (1, 1), "not closed"),
        ("---\n- a\n---\n", (2, 1), "mapping"),
        ("---\nok: 1\ntitle: [a]\n---\n", (3, 8), "a text, not a list"),
        ("---\ntitle: &a b\n---\n", (2, 8), "anchor"),
        ("---\ntitle: !!python/object x\n---\n", (2, 8), "tag"),
        ("---\ntitle: a\ntitle: b\n---\n", (3, 1), "again"),
        ("---\ntitle: \u202ea\n---\n", (2, 8), "invisible"),
        ("---\ntitle: 'a\n---\n", (2, 8), "not closed"),
    ],
)
def test_front_matter_that_is_wrong(source, place, words):
    problems = Problems("draft")
    documents.read(source, "markdown", problems)
    (problem,) = problems.found
    assert (problem.line, problem.column) == place
    assert words in problem.sentence


PUBLISHED = '<meta property="article:published_time"'


@pytest.mark.parametrize(
    ("head", "about"),
    [
        ("<title> A &amp;\n b </title>", {"title": "A & b"}),
        ("<title>A | Site</title><meta property=og:title content='A'>", {"title": "A"}),
        (f'{PUBLISHED} content="2025-02-21T12:30:00Z">', {"published": "2025-02-21T12:30:00Z"}),
        ('<meta content="2025-02-21T12:30" name="article:published_time">', {"published": "2025-02-21"}),
        ("<time>x</time><time datetime=2025-02-21>", {"published": "2025-02-21"}),
        (f"{PUBLISHED} content=today><time datetime='2025-02-21'>", {"published": "2025-02-21"}),
        (f"{PUBLISHED} content='2025-13-41'>", {}),
        ("<meta property=og:url content='https://x.y/z'>", {"url": "https://x.y/z"}),
        ("<meta property=og:url content='javascript:alert(1)'>", {}),
        ("<svg><title>icon</title></svg>", {}),
    ],
)  # fmt: skip
def test_what_a_page_tells_of_itself(head, about):
    assert {k: v.text for k, v in document(f"<head>{head}</head><p>x", "html").about.items()} == about


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("# Stocks *leap* &amp; bonds fall #\n\nThe rest.", "Stocks leap & bonds fall"),
        ("\r\n<!-- factcheck: market=XHKG -->\r\n\r\n# Stocks\r\n\r\nThe rest.", "Stocks"),
        ("---\ntitle: Told\n---\n# Stocks\n", "Told"),
        ("---\nmarket: XHKG\n---\n# Stocks\n", "Stocks"),
        ("## Stocks\n\n# Bonds\n", None),
        ("The rest.\n\n# Stocks\n", None),
        ("#stocks are up\n", None),
        ("#\n\nThe rest.", None),
        ("# \n", None),
        ("", None),
        (f"# {'a' * 301}\n", None),
    ],
)
def test_a_heading_at_the_top_is_the_title(source, title):
    told = document(source, "markdown").about.get("title")
    assert (told and told.text) == title


# ---------------------------------------------------------------- places

MARKUP = (
    "The index climbed 4.7%. | \n | \n\n | \r\n | * | ** | _ | ~~ | ` | ``` | # | > | - | 1. | [ | ] | (a) | "
    "](b) | ![ | \\ | &amp; | &#37; | & | <b> | </b> | <p> | </p> | <article> | </article> | <nav> | "
    "</nav> | <script> | </script> | <!-- | --> | <!-- factcheck: skip --> | < | > | --- | \t |      | | | "
    "|--|--| | \u200b | \u202e | \x00 | \ufeff | 恒生 | e\u0301 | 💹 | <a href=' | <br> | [r]: x | <pre> | "
    "</pre> | é"
).split(" | ")


@given(st.lists(st.sampled_from(MARKUP), max_size=40).map("".join), st.sampled_from(FORMATS))
def test_every_character_has_its_place(source, how):
    found = documents.read(source, how, Problems("draft"))
    before = 0
    for at, character in enumerate(found.text):
        start, end = found.span(at, at + 1)
        written = source[start:end]
        assert start >= before
        before = start
        assert (
            written == character
            or (character == "\n" and start == end)  # the end of a block
            or (character == " " and written.isspace())
            or (character == "\n" and written.lower().startswith("<br"))
            or (character == UNREAD and written[0] in "`<")
            or character in unescape(written)
        )


@given(st.lists(st.sampled_from(MARKUP), max_size=40).map("".join), st.sampled_from(FORMATS))
def test_blocks_and_comments_lie_in_the_text(source, how):
    found = documents.read(source, how, Problems("draft"))
    assert list(found.blocks) == sorted(set(found.blocks))
    for comment in found.comments:
        assert source.startswith("<!--", comment.start)
        assert comment.at is None or 0 <= comment.at <= len(found.text)


@given(st.text(alphabet="ab \n\r\t", max_size=60), st.integers(0, 60))
def test_lines_and_columns_count_as_editors_do(source, offset):
    offset = min(offset, len(source))
    lines = re.split("\r\n|\r|\n", source[:offset])
    if source[offset - 1 : offset + 1] == "\r\n":
        return  # between the two halves of one line end
    mark = document(source, "plain").mark(offset, offset)
    assert (mark.line, mark.column) == (len(lines), len(lines[-1]) + 1)


def test_a_span_over_markup_is_whole():
    source = "The index\n> climbed **4.7&#37;** on"
    found = document(source)
    start = found.text.index("climbed")
    a, b = found.span(start, start + len("climbed 4.7%"))
    assert source[a:b] == "climbed **4.7&#37;"
    assert found.mark(a, b)[:4] == (2, 3, 2, 21)


@pytest.mark.parametrize(
    ("source", "words", "seen"),
    [
        ("It climbed **4.7%** on Friday", "climbed **4.7%**", "climbed 4.7%"),
        ("It climbed 4.7&#37; on", "4.7&#37;", "4.7%"),
        ("It climbed 4.7&#37; on", "&#3", "%"),
        ("[up 4%](https://example.org) today", "up 4%](https://example.org", "up 4%"),
        ("up <!-- not seen --> 4%", "not seen", None),
        ("One.\n\nTwo.", "One.\n\nTwo", "One.\n\nTwo"),
    ],
)
def test_words_of_the_source_are_found_where_they_are_seen(source, words, seen):
    found, start = document(source), source.index(words)
    place = found.seen(start, start + len(words))
    assert (None if place is None else found.text[slice(*place)]) == seen


@given(st.lists(st.sampled_from(MARKUP), max_size=40).map("".join), st.sampled_from(FORMATS))
def test_what_is_seen_is_found_again(source, how):
    found = documents.read(source, how, Problems("draft"))
    for at, character in enumerate(found.text):
        start, end = found.span(at, at + 1)
        place = found.seen(start, end)
        assert start == end or (place is not None and place[0] <= at < place[1]), character


# ---------------------------------------------------------------- hostile input


@pytest.mark.parametrize("how", FORMATS)
@pytest.mark.parametrize("text", HOSTILE)
def test_strangers_text_is_only_read(text, how):
    for source in (text, f"---\ntitle: {text}\n---\n{text}", f"<p>{text}</p>", text * 20):
        found = documents.read(source, how, Problems("draft"))
        assert "<script" not in found.text or how == "plain" or "&" in source or "\\" in source


PATTERNS = (
    "[", "]", "[]", "[a](", "![", "*a", "*a ", "**a** ", "_", "~~a", "`", "` `` ``` ", "<!--", "<!---->",
    "-->", "<a ", "<a b='", "<a b=\"c", "</", "<", "&", "&amp;", "&#", "> ", "- ", "1. ", "* ", "# ", "|-",
    "|", "\\", "    ", "\t", "<div>", "</div><div>", "<p><b>", "<article>x</article>", "<pre>", "</pre",
    "<pre></pre>", "</script", "<title>", "<svg>", "---\n", "```\n", "[a]: b\n", "[^1]: ", "a\r",
    "<!-- factcheck: of=x -->", "\x00", "\u202e", "(",
)  # fmt: skip


@pytest.mark.parametrize("how", ["markdown", "html"])
@pytest.mark.parametrize("pattern", PATTERNS)
def test_time_is_linear(pattern, how):
    """A line of a hundred thousand characters, and as many as an article may have in quarters."""
    times = []
    for size in (100_000, 400_000):
        source = pattern * (size // len(pattern))
        start = time.process_time()
        documents.read(source, how, Problems("draft"))
        times.append(time.process_time() - start)
    assert times[1] < max(12 * times[0], 2), times
