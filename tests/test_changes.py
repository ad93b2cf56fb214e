"""--changed-since: what a branch touches, told by git and by nothing that lies in the tree."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from factcheck.changes import Changes
from factcheck.errors import FactcheckError

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
NAMED = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")


class Repository:
    """A folder under git."""

    def __init__(self, path):
        self.path = path
        path.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *words):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        done = subprocess.run(
            ["git", *NAMED, *words], cwd=self.path, env=kept, check=True, capture_output=True, text=True
        )
        return done.stdout.strip()

    def write(self, **texts):
        for name, text in texts.items():
            path = self.path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def commit(self, **texts):
        self.write(**texts)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "x", "--allow-empty", "--no-verify")
        return self.git("rev-parse", "HEAD")

    def touched(self, revision="main"):
        return sorted(str(p.relative_to(self.path.resolve())) for p in Changes(revision, self.path).paths)


@pytest.fixture
def repository(tmp_path, monkeypatch):
    made = Repository(tmp_path / "site")
    made.commit(a_md="one", b_md="one", deep__c_md="one", gone_md="one")
    made.git("checkout", "-q", "-b", "branch")
    monkeypatch.chdir(made.path)
    return made


def test_commits_of_the_branch_and_what_is_not_committed(repository):
    repository.commit(a_md="two")
    repository.write(b_md="two", new_md="one")
    repository.git("add", "b.md")
    repository.write(deep__c_md="two", deep__new_md="one")
    (repository.path / "gone.md").unlink()
    assert repository.touched() == ["a.md", "b.md", "deep/c.md", "deep/new.md", "gone.md", "new.md"]


def test_nothing_is_nothing(repository):
    assert repository.touched() == []


def test_only_what_the_branch_did_counts(repository):
    repository.commit(a_md="two")
    repository.git("checkout", "-q", "main")
    repository.commit(b_md="two")  # on main, since then
    repository.git("checkout", "-q", "branch")
    assert repository.touched() == ["a.md"]


def test_ignored_files_are_not_new_ones(repository):
    repository.commit(_gitignore="*.tmp\n")
    (repository.path / "x.tmp").write_text("x")
    assert repository.touched("HEAD") == []


def test_it_may_be_asked_from_a_folder_below(repository):
    repository.commit(a_md="two", deep__c_md="two")
    inside = Changes("main", repository.path / "deep")
    assert sorted(path.name for path in inside.paths) == ["a.md", "c.md"]


@pytest.mark.parametrize("name", ["größe.md", "a b.md", "-x.md", "new\nline.md", "tab\t.md", '"q".md'])
def test_names_are_whatever_they_are(repository, name):
    (repository.path / name).write_text("one")
    repository.commit()
    (repository.path / name).write_text("two")
    found = Changes("branch", repository.path)
    assert found.paths == {repository.path.resolve() / name}
    assert found.touch(name)


@pytest.mark.parametrize(
    ("revision", "sentence"),
    [
        ("--output=x", "write a branch, tag or commit"),
        ("-x", "write a branch, tag or commit"),
        ("", "write a branch, tag or commit"),
        ("main:a.md", "write a branch, tag or commit"),
        ("main branch", "write a branch, tag or commit"),
        ("main;id", "write a branch, tag or commit"),
        ("\u202emain", "write a branch, tag or commit"),
        ("main..branch", "git knows no such commit"),
        ("nowhere", "git knows no such commit"),
        ("1" * 40, "git knows no such commit"),
        ("main^{tree}", "git knows no such commit"),
    ],
)
def test_what_is_no_commit_is_told(repository, revision, sentence):
    with pytest.raises(FactcheckError, match=sentence):
        Changes(revision, repository.path)
    assert not (repository.path / "x").exists()


@pytest.mark.parametrize("length", [40, 64])
def test_since_the_commit_before_all_others_everything_has_changed(repository, length):
    repository.commit(a="1")
    changes = Changes("0" * length, repository.path)
    assert changes.touch("a")
    assert changes.has(repository.path / "b.md")
    with pytest.raises(FactcheckError, match="no such commit"):
        Changes("0" * (length - 1), repository.path)


@pytest.mark.parametrize("revision", ["main", "HEAD", "HEAD~0", "@", "refs/heads/main", "v1.0", "feature/x"])
def test_commits_are_named_in_many_ways(repository, revision):
    repository.git("tag", "v1.0")
    repository.git("branch", "feature/x")
    assert Changes(revision, repository.path).paths == frozenset()


def test_a_history_without_the_commit_is_told(repository, tmp_path):
    repository.commit(a_md="two")
    shallow = tmp_path / "shallow"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", "--no-single-branch", repository.path.as_uri(), shallow],
        check=True, capture_output=True,
    )  # fmt: skip
    with pytest.raises(FactcheckError, match="check out with the whole history"):
        Changes("origin/main", shallow)


def test_outside_a_repository_is_told(tmp_path):
    with pytest.raises(FactcheckError, match="not a git repository"):
        Changes("main", tmp_path)


def test_without_git_is_told(repository, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(FactcheckError, match="git is not installed"):
        Changes("main", repository.path)


def test_git_that_hangs_is_told(repository, monkeypatch):
    def hang(*_, **__):
        raise subprocess.TimeoutExpired("git", 60)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(FactcheckError, match="longer than 60 seconds"):
        Changes("main", repository.path)


def test_nothing_of_the_tree_is_run(repository, tmp_path, monkeypatch):
    """Text conversion, external diffs, monitors and hooks would all be programs of somebody's choice."""
    ran = tmp_path / "ran"
    program = f"touch {ran}; true"
    for key in ("diff.evil.textconv", "diff.evil.command", "diff.external", "core.fsmonitor", "core.pager"):
        repository.git("config", key, program)
    repository.commit(_gitattributes="*.md diff=evil\n", a_md="two")
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "post-index-change").write_text(f"#!/bin/sh\n{program}\n")
    (hooks / "post-index-change").chmod(0o755)
    repository.git("config", "core.hooksPath", str(hooks))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", program)
    monkeypatch.setenv("GIT_PAGER", program)
    ran.unlink(missing_ok=True)
    repository.write(b_md="two")
    os.utime(repository.path / "deep" / "c.md", (1, 1))  # so that the index wants refreshing
    assert [path.name for path in sorted(Changes("main", repository.path).paths)] == [
        ".gitattributes", "a.md", "b.md",
    ]  # fmt: skip
    assert not ran.exists()


def test_the_environment_leads_to_no_other_repository(repository, tmp_path, monkeypatch):
    other = Repository(tmp_path / "other")
    other.commit(x_md="one")
    other.write(y_md="one")
    repository.commit(a_md="two")
    for name, path in (("GIT_DIR", ".git"), ("GIT_WORK_TREE", ""), ("GIT_INDEX_FILE", ".git/index")):
        monkeypatch.setenv(name, str(other.path / path))
    assert repository.touched() == ["a.md"]


# ---------------------------------------------------------------------- claim files and articles


def test_a_claim_file_is_touched_with_its_article(repository):
    named = "article: {text: deep/c.md}\nclaims: [x]\n"
    repository.commit(one_yaml=named, other_yaml="article: {title: x}\nclaims: [x]\n", broken_yaml="a: [")
    repository.git("branch", "-f", "main")
    repository.write(deep__c_md="two")
    found = Changes("main", repository.path)
    assert found.touch("deep/c.md") and found.touch("one.yaml")
    assert not found.touch("other.yaml") and not found.touch("broken.yaml") and not found.touch("a.md")


def test_a_link_is_touched_with_what_it_leads_to(repository):
    (repository.path / "link.md").symlink_to("a.md")
    repository.commit()
    repository.git("branch", "-f", "main")
    assert not Changes("main", repository.path).touch("link.md")
    repository.write(a_md="two")
    assert Changes("main", repository.path).touch("link.md")
