"""Manners: a signal at any moment, a reader who leaves, a disk that is full; and what is on the terminal."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from factcheck.commands._progress import Progress, wipe
from factcheck.sources.yahoo import _aside

if sys.platform == "win32":
    pytest.skip("signals, pipes and devices of POSIX", allow_module_level=True)

ROOT = Path(__file__).parents[1]
WRAP = "claims/2025-02-21-closing-wrap.factcheck.yaml"
CHECK = ("check", WRAP, "--data", "claims/prices", "--offline")
NOW = ("--now", "2025-02-23T12:00+00:00")  # as the stand-in has it

# loaded by every Python that starts with it on its path: sends the signal at the n-th event of a kind
HOOK = """
import os, sys
event, part, n, number = os.environ["AT"].split("|")
seen = 0
def hook(name, details):
    global seen
    if name.startswith(event) and part in str(details):
        seen += 1
        if seen == int(n):
            os.kill(os.getpid(), int(number))
if event:
    sys.addaudithook(hook)
"""


def heard() -> None:
    """Signals are ignored by what a job in the background starts, which these tests may be."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


@pytest.fixture
def start(tmp_path, tmp_path_factory):
    """Start factcheck in a process of its own; more for the environment by name."""
    store = tmp_path_factory.getbasetemp() / "stopping-store"
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK)

    def call(*words, at="|||", **more):
        environment = {**os.environ, "FACTCHECK_STORE": str(store), "NO_COLOR": "1", "AT": at}
        environment |= {"PYTHONPATH": str(tmp_path / "hook"), **more.pop("environment", {})}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
        command = [sys.executable, "-m", "factcheck", *map(str, words)]
        pipes.setdefault("preexec_fn", heard)
        return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes)

    return call


@pytest.fixture
def run(start):
    def call(*words, **more):
        process = start(*words, **more)
        out, chatter = process.communicate(timeout=120)
        assert "Traceback" not in (chatter or "") and "Exception ignored" not in (chatter or ""), chatter
        return process.returncode, out, chatter

    return call


# ---------------------------------------------------------------------- signals

MOMENTS = [
    "import|typer|1",
    "import|factcheck.checking|1",
    "import|yaml|1",
    "import|numpy|1",
    "import|numpy|40",
    "import|jinja2|1",
    "open|closing-wrap.factcheck.yaml|1",
    "open|HSI.csv|1",
    "open|report.html|1",  # the new one, beside the old
    "os.rename|report.html|1",
]


@pytest.mark.parametrize(
    ("moment", "number", "code"),
    [*((moment, signal.SIGINT, 130) for moment in MOMENTS)]
    + [(moment, signal.SIGTERM, 143) for moment in MOMENTS[3::3]],
)
def test_a_signal_stops_it_and_leaves_the_old_report(run, tmp_path, moment, number, code):
    folder = tmp_path / "reports"
    folder.mkdir()
    report = folder / "report.html"
    report.write_text("old")
    found, out, chatter = run(*CHECK, "-o", report, at=f"{moment}|{int(number)}")
    assert (found, out, chatter) == (code, "", "")
    assert [path.name for path in folder.iterdir()] == ["report.html"]
    whole = report.read_text()
    assert whole == "old" or (moment.startswith("os.rename") and whole.rstrip().endswith("</html>"))


@pytest.mark.parametrize("n", range(300, 2700, 400))
def test_a_signal_at_any_event_of_the_interpreter(run, tmp_path, n):
    report = tmp_path / "report.json"
    code, _, chatter = run(*CHECK, "-o", report, at=f"||{n}|{int(signal.SIGINT)}")
    assert chatter == "" and not list(tmp_path.glob(".*"))
    assert code == 130 or (code == 1 and report.read_text().endswith("}\n"))


def test_a_signal_that_is_to_be_ignored_is(run):
    code, out, _ = run(
        *CHECK,
        at=f"import|numpy|1|{int(signal.SIGINT)}",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    )
    assert code == 1 and "11 claims" in out


def test_a_signal_while_the_network_is_waited_for(start, yahoo_proxy):
    server, environment = yahoo_proxy
    server.fault("timeout")
    process = start("fetch", "^HSI", *NOW, environment=environment)
    while not any("/chart/" in request.path for request in server.requests):
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, chatter = process.communicate(timeout=60)
    assert (process.returncode, out, chatter) == (130, "", "")
    assert len([r for r in server.requests if "/chart/" in r.path]) == 1


def test_curl_is_called_in_a_thread_of_its_own():
    where = []
    assert _aside()(lambda: where.append(threading.current_thread())) is None
    assert where[0] is not threading.main_thread() and where[0].daemon


# ---------------------------------------------------------------------- pipes and disks


def test_a_reader_who_leaves_changes_nothing(start):
    process = start(*CHECK, "--format", "json")
    process.stdout.read(1)
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == ""
    assert process.wait() == 1  # as it is without the reader


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", [CHECK, ("kinds",), ("--version",), ("check", "--help")])
def test_standard_output_that_is_full_is_74(run, words, unbuffered, tmp_path):
    report = tmp_path / "report.json"
    more = ("-o", report) if words == CHECK else ()
    with Path("/dev/full").open("w") as full:
        code, _, chatter = run(*words, *more, stdout=full, environment={"PYTHONUNBUFFERED": unbuffered})
    assert code == 74
    assert chatter == "standard output cannot be written to: No space left on device\n"
    assert report.exists() == bool(more)  # what could be written is


def test_standard_output_that_is_closed_is_74(run, tmp_path):
    report = tmp_path / "report.json"
    code, _, chatter = run(*CHECK, "-o", report, preexec_fn=lambda: os.close(1))
    assert code == 74 and chatter == "standard output cannot be written to: Bad file descriptor\n"
    assert report.read_text().startswith("{")


def test_without_standard_error_the_verdicts_are_the_same(run):
    code, out, _ = run(*CHECK, preexec_fn=lambda: os.close(2))
    assert code == 1 and "11 claims" in out


@pytest.mark.parametrize("name", ["report.html", "report.json", "report.txt"])
def test_a_report_that_does_not_fit_leaves_the_old_one(run, tmp_path, name):
    report = tmp_path / name
    report.write_text("old")
    before = sorted(tmp_path.iterdir())
    limit = (2000, resource.RLIM_INFINITY)
    code, _, chatter = run(
        *CHECK, "-o", report, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    )
    assert code == 74 and chatter == f"{report}: cannot be written: File too large\n"
    assert report.read_text() == "old" and sorted(tmp_path.iterdir()) == before


def test_a_folder_that_is_not_there_to_write_in_is_the_users(run, tmp_path):
    (tmp_path / "file").write_text("")
    code, _, chatter = run(*CHECK, "-o", tmp_path / "file" / "report.html")
    assert code == 2 and "cannot be written" in chatter


# ---------------------------------------------------------------------- the terminal


def on_a_terminal(start, *words, **environment):
    """What standard error shows where it is a terminal, and the exit code."""
    ours, theirs = os.openpty()
    process = start(*words, stderr=theirs, environment=environment)
    os.close(theirs)
    shown = b""
    while chunk := _read(ours):
        shown += chunk
    os.close(ours)
    process.communicate()
    return process.returncode, shown.decode()


def _read(handle):
    try:
        return os.read(handle, 4096)
    except OSError:  # the other end is closed
        return b""


@pytest.mark.parametrize(
    ("words", "more", "shown"),
    [
        ((), {"TERM": "xterm"}, True),
        ((), {"TERM": "xterm", "NO_COLOR": "1"}, True),  # it has no colour
        ((), {"TERM": "dumb"}, False),
        (("-q",), {"TERM": "xterm"}, False),
    ],
)
def test_what_is_waited_for_is_shown_on_a_terminal_only(start, yahoo_proxy, words, more, shown):
    _, environment = yahoo_proxy
    code, told = on_a_terminal(start, "fetch", "^HSI", "HSI", *NOW, *words, **{**environment, **more})
    assert code == 0
    if shown:
        assert "\rfetching ^HSI from Yahoo" in told
        assert told.endswith(" \r") and "\x1b" not in told and "\n" not in told
    else:
        assert told == ""


def test_through_a_pipe_nothing_is_shown(run, yahoo_proxy):
    _, environment = yahoo_proxy
    code, out, chatter = run("fetch", "^HSI", *NOW, environment={**environment, "TERM": "xterm"})
    assert (code, chatter) == (0, "")
    assert out == "^HSI  10 days  2025-02-10 to 2025-02-21  fetched  Hang Seng Index\n"


def test_places_are_counted_after_a_moment(monkeypatch):
    moment, written = [0.0], list[str]()
    monkeypatch.setattr("factcheck.commands._progress._terminal", lambda: True)
    monkeypatch.setattr("factcheck.commands._progress._width", lambda: 20)
    monkeypatch.setattr("factcheck.commands._progress._write", written.append)
    monkeypatch.setattr(time, "monotonic", lambda: moment[0])
    progress = Progress()
    for name in progress.over(["one", "two", "three", "fo\x1bur", "five"], lambda name: f"at {name}"):
        if name == "five":
            progress.says("fetching something long")
        moment[0] += {"one": 0.5, "two": 0.05}.get(name, 0.2)
    assert written == [
        "\r2 of 5  at two     ",
        "\r4 of 5  at fo\\x1bur",
        "\r5 of 5  at five    ",
        "\r5 of 5  fetching so",
        "\r                   \r",
    ]
    wipe()
    assert len(written) == 5  # there is nothing left to clear


# ---------------------------------------------------------------------- fetch


@pytest.mark.parametrize(
    ("fault", "reason", "advice"),
    [
        ("404", "unknown symbol", "factcheck symbols NAME"),
        ("html", "unreadable answer", "ask another --source"),
        ("429", "refused", "wait some minutes"),
        ("500", "unreachable", "see to the network"),
    ],
)
def test_what_cannot_be_fetched_says_why_and_what_helps(run, yahoo_proxy, fault, reason, advice):
    server, environment = yahoo_proxy
    server.fault(fault, symbol="0700.HK")
    code, out, chatter = run("fetch", "^HSI", "0700.HK", *NOW, environment=environment)
    assert code == 3 and out.startswith("^HSI  10 days") and out.count("\n") == 1
    lines = chatter.splitlines()
    assert len(lines) == 3 and lines[0].startswith("yahoo: 0700.HK: ") and reason in lines[0]
    assert lines[1].startswith("→ ") and advice in lines[1]
    assert lines[2] == "1 of 2 symbols have prices in the store"
    code, out, _ = run("fetch", "^HSI", "--now", "2025-02-23T13:00+00:00", environment=environment)
    assert code == 0 and "kept since 2025-02-23" in out
