"""The check of a bundle, made again: the same report in any format, and the exit codes of a check."""

import json
import os

import pytest

from tests.test_bundles import CLAIMS, CREATE, desk, factcheck

ABOUT_TIME = ("--offline", "--now", "2025-02-22T09:00+08:00")


@pytest.fixture(scope="module")
def bundled(tmp_path_factory):
    folder = desk(tmp_path_factory.mktemp("replay") / "desk")
    code, _, said = factcheck(*CREATE, "-o", "a.zip", folder=folder)
    assert code == 0, said
    return folder


def test_the_report_is_that_of_the_check(bundled):
    checked, made, _ = factcheck(
        "check", "a.factcheck.yaml", "--data", "prices", *ABOUT_TIME, "--format", "json", folder=bundled
    )
    replayed, again, _ = factcheck("replay", "a.zip", "--format", "json", folder=bundled)
    assert checked == replayed == 1
    assert json.loads(again) == json.loads(made)


def test_it_is_written_in_every_format(bundled):
    outputs = ("-o", "r.csv", "-o", "r.html", "-o", "r.sarif")
    code, shown, _ = factcheck("replay", "a.zip", *outputs, folder=bundled)
    assert code == 1 and "2 pass, 2 fail" in shown
    assert (bundled / "r.csv").read_text(encoding="utf-8-sig").count("\n") >= CLAIMS.count("- {id:")
    assert json.loads((bundled / "r.sarif").read_text())["version"] == "2.1.0"
    assert "<!doctype html>" in (bundled / "r.html").read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["none.zip"], "none.zip"),
        (["a.factcheck.yaml"], "a.factcheck.yaml: "),
        (["cut.zip"], "cut.zip: "),
        (["public.zip"], "public.zip: it is redacted"),
        (["pipe"], "pipe: it is no regular file"),
        (["."], ".: it is no regular file"),
        (["a.zip", "--format", "claimreview"], "a claimreview names its publisher"),
    ],
)
def test_what_is_no_whole_bundle_is_refused(bundled, words, said):
    (bundled / "cut.zip").write_bytes((bundled / "a.zip").read_bytes()[:-40])
    factcheck("bundle", "redact", "a.zip", "-o", "public.zip", folder=bundled)
    if not (bundled / "pipe").exists():
        os.mkfifo(bundled / "pipe")  # which nobody writes into
    code, shown, told = factcheck("replay", *words, folder=bundled)
    assert (code, shown) == (2, "") and told.startswith(said) and "Traceback" not in told
