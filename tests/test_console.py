"""The table for terminals."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from factcheck.renderers import RENDERERS
from factcheck.renderers.console import columns, render, wrapped
from factcheck.verdicts import Finding, Report
from tests.reports import FAIL, NOT_CHECKABLE, PASS, SAMPLE, UNDECIDABLE


def report(*findings: Finding, **fields: Any) -> Report:
    return replace(SAMPLE, findings=findings, **fields)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("report.txt", {"width": 80}),
        ("report-quiet.txt", {"width": 80, "detail": "quiet"}),
        ("report-verbose.txt", {"width": 100, "detail": "verbose"}),
        ("report-narrow-ascii.txt", {"width": 44, "encoding": "ascii"}),
    ],
)
def test_the_table_is_as_agreed(golden, name, options):
    golden(name, RENDERERS["console"](SAMPLE, **options))


@pytest.mark.parametrize("width", [30, 44, 60, 80, 120])
@pytest.mark.parametrize("detail", ["quiet", "normal", "verbose"])
def test_no_line_but_a_place_is_wider_than_the_terminal(width, detail):
    lines = render(SAMPLE, width=width, detail=detail).splitlines()
    assert [x for x in lines if columns(x) > width and not x.endswith(":5")] == []


def test_colour_changes_no_word():
    plain = render(SAMPLE, color=False)
    coloured = render(SAMPLE, color=True)
    assert "\x1b" not in plain
    assert coloured != plain
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain


def test_quiet_shows_problems_and_the_counts():
    text = render(report(PASS, FAIL, UNDECIDABLE), detail="quiet")
    assert "Cedar Motors" in text
    assert "sixth straight" not in text
    assert "1.3 trillion" not in text
    assert "3 claims: 1 pass, 1 fail, 1 undecidable; 2 of 3 checkable decided" in text


@pytest.mark.parametrize(
    ("findings", "line"),
    [
        ((), "0 claims"),
        ((PASS,), "1 claim: 1 pass; 1 of 1 checkable decided"),
        ((PASS, NOT_CHECKABLE), "2 claims: 1 pass, 1 not-checkable; 1 of 1 checkable decided"),
    ],
)
def test_counts_have_denominators(findings, line):
    assert render(report(*findings)).splitlines()[-1] == line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("FAIL\rPASS", "FAIL\\x0dPASS"),
        ("\x1b]8;;https://example.org\x07link", "\\x1b]8;;https://example.org\\x07link"),
        ("\x1b[32mpass\x1b[0m", "\\x1b[32mpass\\x1b[0m"),
        ("a\u202ecba", "a\\u202ecba"),
        ("fo\u200bur", "fo\\u200bur"),
        ("two\nlines", "two lines"),
        ("[bold]x[/]", "[bold]x[/]"),
    ],
)
def test_strangers_text_cannot_act(text, shown):
    hostile = replace(FAIL, claim=replace(FAIL.claim, text=text), reason=text, correction=text)
    out = render(report(hostile, article={"title": text}), detail="verbose", width=120)
    assert out.count(shown) == 4
    assert out.replace("\n", "").isprintable()


@pytest.mark.parametrize("width", [30, 80])
def test_no_line_is_a_command_to_a_ci_runner(width):
    hostile = replace(FAIL, claim=replace(FAIL.claim, text="::error::x"), reason="::add-mask::y")
    out = render(report(replace(hostile, notes=("##[command]z",))), width=width, detail="verbose")
    assert not [line for line in out.splitlines() if line.strip().startswith("::")]
    assert "##[" not in out


def test_an_encoding_that_lacks_the_marks_gets_plain_ones():
    text = render(SAMPLE, encoding="ascii")
    assert text.isascii()
    assert "x fail" in text
    assert "the day's range" in text
    assert "✗ fail" in render(SAMPLE, encoding="utf-8")
    assert "x fail" in render(SAMPLE, encoding="latin-1")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("abcdefgh ij", 4, ["abcd", "efgh", "ij"]),
        ("恒生科技 指数", 8, ["恒生科技", "指数"]),
        ("恒生科技指数", 7, ["恒生科", "技指数"]),
    ],
)
def test_wrapping_counts_terminal_columns(text, width, lines):
    assert wrapped(text, width) == lines
