"""factcheck fix: the diff, the file that is written, and what is never touched."""

# mypy: check-untyped-defs=false

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from factcheck.claims import Claim, Place
from factcheck.fixes import difference, edited, fixes
from factcheck.verdicts import Edit, Finding, Rewording, Severity, Verdict

PRICES = Path(__file__).parents[1] / "claims" / "prices"
# the closes of 21 February 2025: Hang Seng Index 23,477.92 (+3.99%), Shanghai Composite +0.85%
HEAD = "---\npublished: 2025-02-21T18:30+08:00\nmarket: XHKG\n---\n"
WRONG = "The Hang Seng Index rose 9.9% on Friday."
RIGHT = "The Hang Seng Index rose 4.0% on Friday."
MIDDAY = "The Hang Seng Index rose 2.9% on Friday."


@pytest.fixture
def fix(tmp_path, tmp_path_factory):
    """Run factcheck in a folder of its own. Returns (exit code, standard output, standard error)."""
    store = tmp_path_factory.getbasetemp() / "fix-store"

    def call(*words, stdin=b"", command="fix"):
        done = subprocess.run(
            [sys.executable, "-m", "factcheck", command, "--data", PRICES, "--offline", *map(str, words)],
            input=stdin, capture_output=True, check=False, cwd=tmp_path,
            env={**os.environ, "FACTCHECK_STORE": str(store), "PYTHONIOENCODING": "utf-8",
                 "PYTHONPATH": str(Path(__file__).parents[1])},
        )  # fmt: skip
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        return done.returncode, done.stdout, done.stderr.decode()

    return call


def test_without_write_it_shows_a_diff(fix, tmp_path):
    article = tmp_path / "a.md"
    article.write_text(f"{HEAD}{WRONG}\n")
    code, out, err = fix("a.md")
    assert code == 1
    assert out.decode() == (
        "--- a/a.md\n+++ b/a.md\n@@ -2,4 +2,4 @@\n published: 2025-02-21T18:30+08:00\n market: XHKG\n ---\n"
        f"-{WRONG}\n+{RIGHT}\n"
    )
    assert "1 claim in 1 file to change" in err
    assert article.read_text() == f"{HEAD}{WRONG}\n"


def test_with_write_it_writes_and_a_second_run_finds_nothing(fix, tmp_path):
    article = tmp_path / "a.md"
    article.write_text(f"{HEAD}{WRONG}\n")
    article.chmod(0o640)
    assert fix("a.md", "--write")[:2] == (0, b"")
    assert article.read_text() == f"{HEAD}{RIGHT}\n"
    assert stat.S_IMODE(article.stat().st_mode) == 0o640
    code, out, err = fix("a.md")
    assert (code, out) == (0, b"")
    assert "nothing to change" in err
    assert fix("a.md", command="check")[0] == 0


@pytest.mark.parametrize("name", ["two words.md", "new\nline.md", 'quote".md', "für.md"])
def test_git_applies_the_diff_of_any_file(fix, tmp_path, name):
    article = tmp_path / name
    article.write_text(f"{HEAD}{WRONG}\n")
    diff = fix(name)[1]
    subprocess.run(["git", "apply", "-"], input=diff, check=True, cwd=tmp_path)
    assert article.read_text() == f"{HEAD}{RIGHT}\n"


def test_a_read_only_file_stays_as_it_is(fix, tmp_path):
    article = tmp_path / "a.md"
    article.write_text(f"{HEAD}{WRONG}\n")
    article.chmod(0o444)
    code, _, err = fix("a.md", "--write")
    assert (code, err.splitlines()[-1]) == (2, "a.md: is read-only; allow writing it first")
    assert article.read_text() == f"{HEAD}{WRONG}\n"


def test_intraday_is_left_unless_asked(fix, tmp_path):
    article = tmp_path / "a.md"
    article.write_text(f"{HEAD}{MIDDAY}\n")
    code, out, err = fix("a.md")
    assert (code, out) == (0, b"")
    assert "1 claim true during the session only" in err
    assert fix("a.md", "--intraday", "--write")[0] == 0
    assert article.read_text() == f"{HEAD}{RIGHT}\n"


@pytest.mark.parametrize(
    "mould",
    [
        b"%s\r\n",  # line ends of Windows
        b"\xef\xbb\xbf%s\n",  # a byte order mark
        b"%s",  # no line end at the end
        "É \U0001f600 “x” \u00a0\u2028\x0b %s\r".encode(),
    ],
)
def test_every_other_byte_stays(fix, tmp_path, mould):
    article = tmp_path / "a.txt"
    article.write_bytes(mould % WRONG.encode())
    assert fix("a.txt", "--write", "--published", "2025-02-21T18:30+08:00")[0] == 0
    assert article.read_bytes() == mould % RIGHT.encode()


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
@pytest.mark.parametrize("mould", ["{}\n", "{}", "Up.\r\n\r\n{}\r\n", "\n\n\n\n\n\n{}\n\n\n\n\n\n\n{}\n"])
def test_git_applies_the_diff(fix, tmp_path, mould):
    article = tmp_path / "words é.txt"
    article.write_bytes(mould.format(WRONG, WRONG).encode())
    code, out, _ = fix(article.name, "--published", "2025-02-21T18:30+08:00")
    assert code == 1
    subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], input=out, cwd=tmp_path, check=True)
    assert article.read_bytes() == mould.format(RIGHT, RIGHT).encode()


def test_claim_files_are_changed_inside_their_sentences(fix, tmp_path):
    claims = tmp_path / "c.factcheck.yaml"
    source = "claims:\n  - Hang Seng Index +9.9% on 2025-02-21  # he: said\n  - {claim: 'Shanghai Composite \
+1.8%', on: 2025-02-21}\n"
    claims.write_text(source)
    assert fix("c.factcheck.yaml", "--write")[0] == 0
    assert claims.read_text() == source.replace("9.9", "4.0").replace("1.8", "0.8")
    assert fix("c.factcheck.yaml")[:2] == (0, b"")


QUOTING = """\
article: {text: a.md, published: 2025-02-21T18:30+08:00, market: XHKG}
claims:
  - claim: Hang Seng Index rose 9.9%
    quote: rose 9.9 per cent
  - claim: CSI 300 and Shanghai Composite fell
    quote: "both fell"
"""


def test_a_quote_its_article_and_its_claim_change_together(fix, tmp_path):
    article, claims = tmp_path / "a.md", tmp_path / "c.factcheck.yaml"
    text = "The **Hang Seng Index** rose 9.9 per cent. The CSI 300 and the Shanghai Composite both fell.\n"
    article.write_text(text)
    claims.write_text(QUOTING)
    code, out, _ = fix("c.factcheck.yaml")
    assert code == 1
    assert "--- a/a.md" in out.decode()
    assert "--- a/c.factcheck.yaml" in out.decode()
    assert fix("c.factcheck.yaml", "--write", "--intraday")[0] == 0
    assert article.read_text() == text.replace("9.9", "4.0").replace("fell", "rose")
    assert claims.read_text() == QUOTING.replace("9.9", "4.0").replace("fell", "rose")
    assert fix("c.factcheck.yaml", "a.md", "--published", "2025-02-21T18:30+08:00")[:2] == (0, b"")


def test_a_quote_that_would_stand_twice_is_left(fix, tmp_path):
    """Both would read "rose 4.0%", and no quote could tell them apart."""
    article, claims = tmp_path / "a.txt", tmp_path / "c.factcheck.yaml"
    article.write_text("The Hang Seng Index rose 9.8%. The Hang Seng Index rose 9.9%.\n")
    claims.write_text(
        "article: {text: a.txt, published: 2025-02-21T18:30+08:00}\n"
        "defaults: {of: Hang Seng Index}\nclaims:\n"
        "  - {claim: rose 9.8%, quote: rose 9.8%}\n  - {claim: rose 9.9%, quote: rose 9.9%}\n"
    )
    assert fix("c.factcheck.yaml", "--write")[0] == 0
    assert article.read_text() == "The Hang Seng Index rose 4.0%. The Hang Seng Index rose 9.9%.\n"
    code, out, err = fix("c.factcheck.yaml")
    assert (code, out) == (0, b"")
    assert "not changed: rose 9.9%: would be right: rose 4.0%" in err


def test_files_are_written_all_or_none(fix, tmp_path):
    (tmp_path / "x").mkdir()
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(f"{HEAD}{WRONG}\n")
    (tmp_path / "x" / "far.md").symlink_to(tmp_path / "b.md")
    assert fix("a.md", "x/far.md", "--write")[0] == 2
    assert (tmp_path / "a.md").read_text() == f"{HEAD}{WRONG}\n"


def test_what_cannot_be_changed_is_listed_with_what_would_be_right(fix, tmp_path):
    (tmp_path / "a.md").write_text(f'{HEAD}He said: "{WRONG}"\n')
    code, out, err = fix("a.md")
    assert (code, out) == (0, b"")
    assert "a.md:5:" in err
    assert "not changed: Hang Seng Index: rose 9.9%: would be right: Hang Seng Index closed up 4.0%" in err


def test_a_sentence_that_is_put_right_by_half_is_named(fix, tmp_path):
    both = "The Hang Seng Index rose 9.9% on Friday, while the Shanghai Composite “rose 9.9%” too."
    (tmp_path / "a.md").write_text(f"{HEAD}{both}\n\nIt “rose 8.8%”, he said.\n")
    code, out, err = fix("a.md")
    assert code == 1
    assert "+The Hang Seng Index rose 4.0% on Friday, while the Shanghai Composite “rose" in out.decode()
    half, rest = err.splitlines()[:2]
    assert "(somebody else says it); its sentence was changed elsewhere: read it as a whole" in half
    assert rest.endswith("(somebody else says it)")


def test_nothing_decided_is_not_nothing_to_change(fix, tmp_path):
    (tmp_path / "a.md").write_text("---\npublished: 2025-02-21\n---\nThe S&P 500 rose 9.9% on Friday.\n")
    assert fix("a.md")[0] == 3


def test_standard_input_is_shown_and_cannot_be_written(fix):
    article = f"{HEAD}{WRONG}\n".encode()
    code, out, _ = fix("-", stdin=article)
    assert code == 1
    assert f"+{RIGHT}\n" in out.decode()
    code, _, err = fix("-", "--write", stdin=article)
    assert code == 2
    assert "standard input cannot be changed" in err


def test_a_link_is_followed_within_its_folder_only(fix, tmp_path):
    outside, inside = tmp_path / "out" / "a.md", tmp_path / "in" / "a.md"
    for file in (outside, inside):
        file.parent.mkdir()
        file.write_text(f"{HEAD}{WRONG}\n")
    (tmp_path / "in" / "near.md").symlink_to("a.md")
    (tmp_path / "in" / "far.md").symlink_to(outside)
    code, _, err = fix("in/far.md", "--write")
    assert code == 2
    assert "in/far.md: a link out of its folder" in err
    assert outside.read_text() == f"{HEAD}{WRONG}\n"
    assert fix("in/near.md", "--write")[0] == 0
    assert inside.read_text() == f"{HEAD}{RIGHT}\n"
    assert (tmp_path / "in" / "near.md").is_symlink()


def test_input_that_cannot_be_read(fix):
    code, _, err = fix("nowhere.md")
    assert code == 2
    assert "nowhere.md:1:1: there is no such file" in err


# ---------------------------------------------------------------------- which edits go together


def made(verdict, *edits, file="a.md"):
    placed = tuple(Edit(Place(file, 1, s + 1, 1, e + 1), (s, e), "x" * (e - s), new) for s, e, new in edits)
    return Finding(Claim("c", "c", None), verdict, Severity.ERROR, "", rewording=Rewording("", "", placed))


@pytest.mark.parametrize(
    ("findings", "after"),
    [
        ([made("fail", (0, 1, "a"))], "axxxxx"),
        ([made("fail", (0, 1, "a")), made("misleading", (1, 2, "b"))], "abxxxx"),  # they touch
        ([made("fail", (0, 2, "a")), made("fail", (1, 3, "b"))], "axxxx"),  # they overlap: the first
        ([made("fail", (0, 2, "a")), made("fail", (0, 2, "a"))], "axxxx"),  # the same words twice
        ([made("fail", (0, 2, "a")), made("fail", (0, 2, "b"), (4, 5, "c"))], "axxxx"),  # all or none
        ([made("undecidable", (0, 1, "a")), made("intraday", (1, 2, "b"))], "xxxxxx"),
    ],
)
def test_edits_never_overlap(findings, after):
    findings = [f.__class__(**{**vars(f), "verdict": Verdict(f.verdict)}) for f in findings]
    found = fixes(findings, intraday=False)
    assert edited("xxxxxx", found.edits.get("a.md", ())) == after


def test_known_findings_stay():
    known = made(Verdict.FAIL, (0, 1, "a"))
    known = known.__class__(**{**vars(known), "known": True})
    assert fixes([known], intraday=True).edits == {}


def test_other_words_are_never_overwritten():
    with pytest.raises(ValueError, match="does not stand at 1:1"):
        edited("yyy", made(Verdict.FAIL, (0, 1, "a")).rewording.edits)


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a b.md", "--- a/a b.md\n"),
        ("é.md", "--- a/é.md\n"),
        ('a"b.md', '--- "a/a\\"b.md"\n'),
        ("a\x1b[31m.md", '--- "a/a\\033[31m.md"\n'),
    ],
)
def test_names_in_a_diff(name, head):
    assert next(difference(name, "a\n", "b\n")) == head


def test_a_diff_of_nothing_is_nothing():
    assert list(difference("a.md", "a\n", "a\n")) == []
