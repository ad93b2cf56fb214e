"""The loader of claim files: text with places, and nothing in a file that can hurt."""

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factcheck.claim_files import parse_claims
from factcheck.errors import InputError
from factcheck.instruments import Catalogue
from factcheck.yaml_events import (
    MAX_BYTES,
    Mapping,
    Problems,
    Scalar,
    Sequence,
    TooManyProblems,
    load,
    shown,
)


def read(source):
    """The tree, and the problems as text."""
    problems = Problems("x")
    data = source if isinstance(source, bytes) else source.encode()
    try:
        root = load(data, problems)
    except TooManyProblems:
        root = None
    return root, [str(problem).removeprefix("x:") for problem in problems.found]


def plain(node):
    """The tree as Python's own containers, scalars as text."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.items.items()}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("0700", "0700"),
        ("[000660, NO, ON, TRUE, 1E5, 16:30, 1_000]", "000660 NO ON TRUE 1E5 16:30 1_000".split()),
        ("{on: 2025-02-30, y: ~, n: }", {"on": "2025-02-30", "y": "~", "n": ""}),
        ("a: 4.70\nb: 23,477.92", {"a": "4.70", "b": "23,477.92"}),
        ("- 'it''s'\n- \"a\\tb\"\n- |\n  c\n  d\n", ["it's", "a\tb", "c\nd\n"]),
        ("a:\n- b\n- c\n", {"a": ["b", "c"]}),
        ("{a: [], b: {}}", {"a": [], "b": {}}),
        ("﻿a: 1", {"a": "1"}),
        ("a: 1\r\nb: 2\r\n", {"a": "1", "b": "2"}),
        ("! a", "a"),
        ("株: 阿里巴巴 👍", {"株": "阿里巴巴 👍"}),
    ],
)
def test_everything_is_text(source, expected):
    root, problems = read(source)
    assert problems == []
    assert plain(root) == expected


@pytest.mark.parametrize(
    ("source", "null"),
    [("", None), ("null", True), ("~", True), ("'null'", False), ('""', False), ("none", False)],
)
def test_null_is_told_from_a_quoted_null(source, null):
    root, _ = read(source)
    assert (root.is_null if root else None) == null


def test_keys_and_values_know_their_places():
    root, _ = read("a: 1\nlist:\n  - x: 'q'\n    y: [1, 2]\n  - last\n# end\n")
    first = root.items["list"].items[0]
    assert root.mark == (1, 1, 5, 9)
    assert root.keys["list"] == (2, 1, 2, 5)
    assert root.items["list"].mark == (3, 3, 5, 9)
    assert first.mark == (3, 5, 4, 14)
    assert first.items["x"].mark == (3, 8, 3, 11)
    assert first.items["y"].mark == (4, 8, 4, 14)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a: 1\na: 2\n", ["2:1: key 'a' stands here again; it is already on line 1"]),
        ("{a: 1, 'a': 2}", ["1:8: key 'a' stands here again; it is already on line 1"]),
        ("a: 1\n---\nb: 2\n", ["2:1: a second document starts here; write one file for each"]),
        ("? [a]\n: b\n", ["1:3: a key is a word, not a list or a mapping"]),
        ("{{a: b}: c}", ["1:2: a key is a word, not a list or a mapping"]),
        ("?\n: c", ["1:2: a key is missing before ':'"]),
        ("{: c}", [
            "1:2: not YAML: no value starts with this character; put the text in quotation marks"]),
        ("a: &x 1\n", ["1:4: '&x' is an anchor, and anchors are not read; delete it"]),
        ("- *x\n", ["1:3: '*x' is an alias, and aliases are not read; write the value out"]),
        ("&a [*a]", [
            "1:1: '&a' is an anchor, and anchors are not read; delete it",
            "1:5: '*a' is an alias, and aliases are not read; write the value out"]),
        ("<<: {a: 1}", ["1:1: merge keys (<<) are not read; write the keys out"]),
        ("!!int ''", ["1:1: '!!int' is a tag, and tags are not read; delete it"]),
        ("- !!timestamp x", ["1:3: '!!timestamp' is a tag, and tags are not read; delete it"]),
        ("!!python/object/apply:os.system [id]", [
            "1:1: '!!python/object/apply:os.system' is a tag, and tags are not read; delete it"]),
        ("!x!y a", ["1:1: not YAML: tags are not read; delete what starts with '!'"]),
        ("a\u200bb: 1\nc: \u202ed\n", [
            "1:2: an invisible character, U+200B, hides here; delete it",
            "2:4: an invisible character, U+202E, hides here; delete it"]),
        ("a: 1 # \x1b[31m", ["1:8: an invisible character, U+001B, hides here; delete it"]),
        ("a: \0", ["1:4: an invisible character, U+0000, hides here; delete it"]),
        ("a: x\u2028y", ["1:5: an invisible character, U+2028, hides here; delete it"]),
        ("a\r\nb\u00adc", ["2:2: an invisible character, U+00AD, hides here; delete it"]),
        (r'"\u202e"', ["1:1: an escape for an invisible character, U+202E"]),
        (r'"\0"', ["1:1: an escape for an invisible character, U+0000"]),
        (r'"\ud800"', ["1:4: not YAML: found invalid Unicode character escape code"]),
        (b"a: 1\nb: \xff\n", ["2:4: byte 0xff is not UTF-8; save the file as UTF-8"]),
        (b"\xef\xbb\xbf\xc3", ["1:4: byte 0xc3 is not UTF-8; save the file as UTF-8"]),
        ("a".encode("utf-16"), [
            "1:1: byte 0xff is not UTF-8; it looks like UTF-16; save it as UTF-8"]),
        (b"\xed\xa0\x80", ["1:1: byte 0xed is not UTF-8; save the file as UTF-8"]),
        ("a:\n\t- b\n", [
            "2:1: not YAML: no value starts with this character; indent with spaces, not tabs, "
            "and put the text in quotation marks"]),
        ("a: b: c\n", [
            "1:5: not YAML: a second ':' on this line; put the text in quotation marks"]),
        ("- 'abc\n", ["1:3: not YAML: a quotation mark is not closed"]),
        ("- [1, 2\n", ["2:1: not YAML: '[' is not closed before this (it was opened at 1:3)"]),
        ('- "HSTECH" rose 4%\n', [
            "1:12: not YAML: the indentation differs from the lines above, or a quotation mark "
            "ends early"]),
        ("- " * 17 + "x", ["1:33: nested more than 16 deep"]),
        ("x" * 20_001, ["1:1: a text of 20,001 characters; at most 20,000"]),
        ("\n".join(f"k{n}: 1" for n in range(201)), ["201:1: a mapping with more than 200 keys"]),
    ],
)  # fmt: skip
def test_what_is_refused_and_where(source, expected):
    _, problems = read(source)
    assert problems == expected


def test_all_problems_are_told_at_once_and_no_more_than_fifty():
    _, problems = read("".join(f"- *a{n}\n" for n in range(1000)))
    assert len(problems) == 50


def test_what_a_bad_line_means_is_not_asked():
    problems = Problems("x")
    root = load(b"- *a\n- b\n", problems)
    assert isinstance(root, Sequence)
    problems.add(root.items[0].mark, "follows from the alias")
    problems.add(root.items[1].mark, "a problem of its own")
    assert [str(p) for p in problems.found][1:] == ["x:2:3: a problem of its own"]


def bomb(levels):
    nine = [", ".join([f"*a{n - 1}"] * 9) if n else "lol" for n in range(levels)]
    return "\n".join(f"a{n}: &a{n} [{items}]" for n, items in enumerate(nine))


HOSTILE = {
    "alias bomb": bomb(9),
    "recursive alias": "&a [*a, *a]",
    "merge bomb": "\n".join(f"m{n}: &m{n} {{<<: [*m{n - 1}, *m{n - 1}]}}" for n in range(60)),
    "depth 100,000": "[" * 100_000,
    "depth 4,000,000": "{" * 4_000_000,
    "complex keys": "? " * 1_000_000,
    "block depth": "- " * 1_000_000,
    "depth by lines": "".join(f"{' ' * n}a:\n" for n in range(2_000)),
    "unclosed text": '"' + "a\n" * 3_000_000,
    "huge scalar": "a" * 7_999_999,
    "comment": "#" * 7_999_999,
    "empty lines": "\n" * 7_999_999,
    "nodes": "[" + "a," * 2_000_000 + "]",
    "anchors": "- &a b\n" * 1_000_000,
    "tags": "- !!set x\n" * 700_000,
    "escapes": '"' + "\\u202e" * 1_000_000 + '"',
    "bidi": "\u202e" * 2_000_000,
    "NUL": "\0" * 7_999_999,
    "documents": "---\n" * 1_900_000,
    "too large": "a" * (MAX_BYTES + 1),
    "digits": "9" * 5_000,
    "directive": "%YAML 99999999999999999999.1\n---\na",
    "keys": "{" + ",".join(f"k{n}: 1" for n in range(300_000)) + "}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_quickly(name):
    began = time.perf_counter()
    with pytest.raises(InputError) as caught:
        parse_claims(HOSTILE[name].encode(), "x", Path(), catalogue=Catalogue(()))
    assert time.perf_counter() - began < 5
    assert len(caught.value.problems) <= 50
    assert all(len(problem.sentence) < 400 for problem in caught.value.problems)


SIGNS = st.text("a:-[]{}?,'\"&*!|>%@ \n\t#<0\u200b", max_size=120)


@given(st.binary(max_size=300) | SIGNS.map(str.encode))
@example(b"\xef\xbb\xbf")
@example(b"? ")
@example(b"{? , : }")
@settings(max_examples=400, deadline=None)
def test_any_bytes_give_a_tree_or_problems(data):
    root, problems = read(data)
    assert root is not None or problems or not _holds_something(data)
    if root is not None and not problems:
        assert plain(root) == plain(load(data, Problems("again")))


def _holds_something(data):
    events = yaml.parse(data, Loader=yaml.CSafeLoader)
    return any(isinstance(event, yaml.NodeEvent) for event in events)


LETTERS = st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="\xa0")
WORDS = st.text(LETTERS, max_size=12)


@given(st.lists(st.dictionaries(WORDS.filter(bool), WORDS, max_size=4), min_size=1, max_size=5))
@settings(max_examples=200, deadline=None)
def test_the_text_at_a_mark_is_the_value(tree):
    source = yaml.safe_dump(tree, allow_unicode=True, width=10_000, default_style="'")
    root, problems = read(source)
    if problems:  # an invisible letter, or a text that the writer escaped
        return
    assert plain(root) == tree
    lines = source.split("\n")
    for node in root.items:
        marks = node.keys if isinstance(node, Mapping) else {}
        for key, value in getattr(node, "items", {}).items():
            assert _at(lines, marks[key]) == f"'{key.replace(chr(39), chr(39) * 2)}'"
            assert _at(lines, value.mark) == f"'{value.text.replace(chr(39), chr(39) * 2)}'"


def _at(lines, mark):
    assert mark.line == mark.end_line
    return lines[mark.line - 1][mark.column - 1 : mark.end_column - 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", "'abc'"),
        ("a\nb", "'a\\x0ab'"),
        ("x" * 90, f"'{'x' * 79}…'"),
        ("\u202e", "'\\u202e'"),
    ],
)
def test_strangers_text_is_shown_cut_and_visible(text, expected):
    assert shown(text) == expected
