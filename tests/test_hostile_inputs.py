"""Hostile files through the real command line: one clear outcome, quickly, in little memory, no trace."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import factcheck
from factcheck.cli import main
from fuzz.targets import COMMAND, RAW, READERS
from tests.hostile import HOSTILE
from tests.hostile_inputs import CASES, CSV, OWN, PRICES, Case

ROOT = Path(factcheck.__file__).parents[1]
SECONDS, MEGABYTES = 5, 500  # of one input; what was measured is in docs/testing.md
ADDRESSES = 3_000_000_000  # bytes that may be mapped: libraries map more than they use
REPORTS = {"r.html": "html", "r.json": "json", "r.md": "markdown", "r.csv": "csv"}


def write(folder: Path, case: Case) -> None:
    for name, text in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    for name, target in case.links.items():
        (folder / name).symlink_to(target)
    for name in case.pipes:
        os.mkfifo(folder / name)


# A process is charged with the peak of whoever started it, and this one may have grown large: so a small
# one starts the program, within limits, and says how it ended and what it took.
STARTER = f"""
import os, resource, sys
child = os.fork()
if not child:
    resource.setrlimit(resource.RLIMIT_CPU, ({4 * SECONDS}, {4 * SECONDS}))  # a loaded machine counts slowly
    resource.setrlimit(resource.RLIMIT_AS, ({ADDRESSES}, {ADDRESSES}))
    os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
_, status, used = os.wait4(child, 0)
with open(sys.argv[1], "w") as told:
    print(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss, file=told)
"""


def run(folder: Path, words: list[str], home: Path) -> tuple[int, str, str, float, int]:
    """Exit code, both outputs, seconds of processor, megabytes at the peak."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "FACTCHECK_STORE": str(home / "store"),
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "C.UTF-8",
        "GITHUB_ACTIONS": "true",  # where a line could be a command
    }
    out, err, told = home / "out", home / "err", home / "told"
    with out.open("wb") as one, err.open("wb") as two:
        program = ["-m", "factcheck", "check", "--now", "2025-02-23T12:00Z", *words]
        subprocess.run(
            [sys.executable, "-S", "-c", STARTER, told, *program],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=one,
            stderr=two,
            check=True,
        )
    texts = [path.read_text(encoding="utf-8") for path in (out, err)]
    code, seconds, kilobytes = told.read_text().split()
    return int(code), texts[0], texts[1], float(seconds), int(kilobytes) // 1024


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_has_one_clear_outcome(tmp_path, name):
    folder, home, case = tmp_path / "tree", tmp_path / "home", CASES[name]
    home.mkdir()
    folder.mkdir()
    (tmp_path / "secret.md").write_text("The secret rose 3%.")
    write(folder, case)
    before = names(folder)
    options = [word for report in REPORTS for word in ("-o", str(home / report))]
    code, out, err, seconds, megabytes = run(folder, [*options, "--offline", *case.words], home)
    print(f"{seconds:.1f} s, {megabytes} MB, exit {code}")  # pytest -rP shows it
    assert code in case.codes, (code, out[-500:], err[-500:])
    assert "Traceback" not in err
    assert "secret" not in out + err or "../secret.md" in out + err
    assert "root:" not in out + err
    if code == 2:
        assert err.count("\n") <= 60
        assert err.strip()
    assert megabytes < MEGABYTES
    assert names(folder) == before, "nothing is written into the tree"
    assert {p.name for p in home.iterdir()} <= {"out", "err", "told", "store", *REPORTS}
    for text in (out, err):
        READERS["github"](text)
    for report, form in REPORTS.items():
        if (home / report).exists():
            READERS[form]((home / report).read_text(encoding="utf-8-sig"))


def is_inert(*texts: str) -> None:
    for text in texts:
        assert not RAW.search(text), RAW.search(text)
        assert not COMMAND.search(text), COMMAND.search(text)


# ------------------------------------------------------------- any text in any place, in this process

PLACES = {  # where TEXT stands in a file
    "claim": ("x.factcheck.yaml", OWN + PRICES + "claims: [TEXT]"),
    "id": ("x.factcheck.yaml", OWN + PRICES + "claims: [{id: TEXT, claim: 'ALD +3% on 2025-02-21'}]"),
    "of": ("x.factcheck.yaml", "claims: [{kind: change, of: TEXT, value: 3, direction: up, on: 2025-02-21}]"),
    "on": ("x.factcheck.yaml", OWN + PRICES + "claims: [{kind: level, of: ALD, value: 3, on: TEXT}]"),
    "value": ("x.factcheck.yaml", OWN + "claims: [{kind: level, of: ALD, value: TEXT, on: 2025-02-21}]"),
    "kind": ("x.factcheck.yaml", "claims: [{kind: TEXT, of: ALD}]"),
    "key": ("x.factcheck.yaml", "claims: [{TEXT: 1}]"),
    "title": ("x.factcheck.yaml", OWN + PRICES + "article: {title: TEXT}\nclaims: ['ALD +3% on 2025-02-21']"),
    "url": ("x.factcheck.yaml", "article: {url: TEXT}\nclaims: ['ALD +3% on 2025-02-21']"),
    "text": ("x.factcheck.yaml", "article: {text: TEXT}\nclaims: ['ALD +3% on 2025-02-21']"),
    "name": ("x.factcheck.yaml", OWN.replace("Alder", "TEXT") + PRICES + "claims: ['ALD +3% on 2025-02-21']"),
    "symbol": ("x.factcheck.yaml", OWN.replace("ALD", "TEXT") + "claims: ['ALD +3% on 2025-02-21']"),
    "price": ("x.factcheck.yaml", OWN + PRICES.replace("103.00", "TEXT") + "claims: ['ALD +3%']"),
    "front": ("a.md", "---\ntitle: TEXT\npublished: 2025-02-21\n---\nThe Nikkei rose 1.2%.\n"),
    "words": ("a.md", "The Nikkei rose 1.2% on Monday. RAW It fell 3%. RAW\n"),
    "page": ("a.html", "<title>RAW</title><p>The Nikkei rose 1.2% RAW on Monday.</p>"),
    "pin": ("a.md", "<!-- factcheck: of=RAW -->\nThe Nikkei rose 1.2%.\n"),
    "line": ("a.jsonl", '{"text": TEXT, "title": TEXT, "published": "2025-02-21"}\n'),
    "column": ("prices/ALD.csv", "date,close,RAW\n2025-02-21,1,2\n"),
    "cell": ("prices/ALD.csv", "date,close\n2025-02-20,RAW\n2025-02-21,1\n"),
    "note": ("prices/ALD.csv", "# source: RAW\n# note: RAW\n" + CSV),
    "configuration": ("factcheck.toml", "TEXT = TEXT\n"),
    "query": ("factcheck.toml", "source = ['sql']\n[sql]\nquery = TEXT\n"),
}


def quoted(text: str) -> str:
    """As YAML, JSON and TOML have it in double quotation marks, what cannot stand there escaped."""
    import json

    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False).replace("\x7f", "\\u007f")


@pytest.mark.parametrize("place", PLACES)
def test_any_text_in_any_place_is_data(tmp_path, monkeypatch, capsys, calendar_store, place):
    name, template = PLACES[place]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FACTCHECK_STORE", str(calendar_store.path))
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    (tmp_path / "prices").mkdir()
    (tmp_path / "claims.factcheck.yaml").write_text(OWN + "claims: ['ALD +3% on 2025-02-21']")
    checked = name if name[:2] in ("x.", "a.") else "claims.factcheck.yaml"
    for text in HOSTILE:
        plain = re.sub("[\ud800-\udfff]", "\ufffd", text)
        written = template.replace("TEXT", quoted(text)).replace("RAW", plain)
        Path(name).write_text(written, encoding="utf-8")
        words = [checked, "--offline", "--data", "prices", "--now", "2025-02-23T12:00Z", "-v"]
        is_data(capsys, monkeypatch, ["check", *words, *(w for r in REPORTS for w in ("-o", r))])


OPTIONS = ("--now", "--published", "--market", "--source", "--format", "--data", "--output", "--fail-on")


@pytest.mark.parametrize("option", [*OPTIONS, "FILE", "fetch", "symbols", "kinds"])
def test_any_word_of_the_command_line_is_data(tmp_path, monkeypatch, capsys, calendar_store, option):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FACTCHECK_STORE", str(calendar_store.path))
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    Path("x.factcheck.yaml").write_text("claims: ['S&P 500 +3% on 2025-02-21']")
    for text in HOSTILE:
        if "\0" in text or "\ud800" in text:
            continue  # no word of a command line
        words = {
            "FILE": ["check", "--offline", "--", text],
            "fetch": ["fetch", "--now", "x", "--", text],  # stops before the network
            "symbols": ["symbols", "--", text],
            "kinds": ["kinds", "--", text],
        }.get(option, ["check", "x.factcheck.yaml", "--offline", f"{option}={text}"])
        if option != "--output" or "/" not in text:
            is_data(capsys, monkeypatch, words)


def is_data(capsys, monkeypatch, words: list[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["factcheck", *words])
    code: object = 0
    try:
        main()
    except SystemExit as stop:
        code = stop.code
    out, err = capsys.readouterr()
    assert code in (0, 1, 2, 3), (words, code, err)
    is_inert(out, err)
    for report, form in REPORTS.items():
        with contextlib.suppress(FileNotFoundError):
            READERS[form](Path(report).read_text(encoding="utf-8-sig"))
            Path(report).unlink()
