"""A canary in everything secret: it sings in no output, no log, no report and no file that is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import factcheck

ROOT = Path(factcheck.__file__).parents[1]
CANARY = "canary7f3a91"
CLAIMS = "claims: ['HSI +3.99% on 2025-02-21']\n"
SECRETS = {
    "FACTCHECK_SQL_DSN": f"postgresql://desk:{CANARY}@127.0.0.1:9/{CANARY}",
    "FRED_API_KEY": CANARY,
    "GITHUB_TOKEN": CANARY,
    "AWS_SECRET_ACCESS_KEY": CANARY,
    "PGPASSWORD": CANARY,
}
FORMS = ("html", "json", "md", "xml", "sarif", "csv", "txt")
REPORTS = [word for form in FORMS for word in ("-o", f"r.{form}")]
SQL = '[sql]\nquery = "select day, close from prices where symbol = :symbol"\n'


def run(folder: Path, environment: dict[str, str], *words: str) -> str:
    """All that a command says, with everything that it leaves behind."""
    done = subprocess.run(
        [sys.executable, "-m", "factcheck", *words, "--verbose"],
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, 1, 2, 3), done.stderr
    assert done.stdout + done.stderr
    return (done.stdout + done.stderr).decode()


def kept(folder: Path) -> bytes:
    """Every file below the folder, with its name, but the ones that the test wrote."""
    own = ("x.factcheck.yaml", "factcheck.toml")
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in own]
    return b"".join(str(path.relative_to(folder)).encode() + path.read_bytes() for path in files)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "x.factcheck.yaml").write_text(CLAIMS)
    return tmp_path


@pytest.mark.parametrize(
    ("command", "source"), [("check", "sql"), ("fetch", "sql"), ("check", "yahoo"), ("fetch", "fred")]
)
def test_a_source_that_fails_tells_no_secret(folder, source, command):
    (folder / "factcheck.toml").write_text(SQL)
    proxy = dict.fromkeys(("HTTPS_PROXY", "https_proxy"), f"http://desk:{CANARY}@127.0.0.1:9")
    places = {"HOME": str(folder), "FACTCHECK_STORE": str(folder / "store")}
    environment = {**os.environ, **SECRETS, **proxy, **places}
    environment.pop("GITHUB_ACTIONS", None)
    words = [command, "x.factcheck.yaml", "--source", source, "--now", "2025-02-23T12:00Z"]
    said = run(folder, environment, *words, *(REPORTS if command == "check" else []))
    assert CANARY not in said
    assert CANARY.encode() not in kept(folder)


def test_cookies_and_crumbs_are_not_kept(folder, yahoo_proxy):
    server, environment = yahoo_proxy
    words = ["check", "x.factcheck.yaml", "--now", "2025-02-23T12:00Z", *REPORTS]
    environment = {**environment, **SECRETS}
    said = run(folder, environment, *words)
    assert server.charts("^HSI"), "it was asked"
    left = kept(folder)
    assert b"^HSI" in left, "and the answer kept"
    for secret in (CANARY, "fakecrumb", "A3=d=fake", "Cookie"):
        assert secret not in said
        assert secret.encode() not in left
