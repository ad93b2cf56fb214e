"""--changed-since: which files a branch touches, asked of git without running anything of the tree.

No shell, no pager, no hook, no external diff, no text conversion, no file system monitor, nothing of the
environment that could turn git to another repository; a revision is a revision and never an option.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from factcheck.errors import FactcheckError, visible
from factcheck.yaml_events import Mapping, Problems, Scalar, TooManyProblems, load

SECONDS = 60
SAFE = (
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.pager=cat",
    "-c", "core.quotePath=false", "-c", "submodule.recurse=false",
)  # fmt: skip
DIFF = ("--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all")
MAX_CLAIM_FILE = 8_000_000

_NEVER = re.compile(r"0{40}|0{64}")  # what CI says of a branch that is new, or of a run by hand
_REVISION = re.compile(r"(?!-)[A-Za-z0-9._/@{}^~+-]{1,200}", re.ASCII)


class Changes:
    """The files that differ from where a branch left `revision`, in commits or not committed yet."""

    def __init__(self, revision: str, folder: Path) -> None:
        """Raises FactcheckError where git cannot tell. Since the commit of noughts everything differs."""
        self.everything = _NEVER.fullmatch(revision) is not None
        self.paths: frozenset[Path] = frozenset()
        if self.everything:
            return
        if not _REVISION.fullmatch(revision):
            raise FactcheckError(
                f"--changed-since {visible(revision[:60])!r}: "
                "write a branch, tag or commit, such as origin/main"
            )
        self.revision, self.folder = revision, folder
        root = Path(os.fsdecode(self._git("rev-parse", "--show-toplevel").rstrip(b"\n")))
        base = self._base()
        listed = self._git("diff", *DIFF, base, "--", at=root)
        listed += self._git("ls-files", "--others", "--exclude-standard", "-z", at=root)
        self.paths = frozenset(root / os.fsdecode(name) for name in listed.split(b"\0") if name)

    def touch(self, name: str) -> bool:
        """Whether a claim file, an article, or the article that a claim file quotes is among them."""
        path = Path(name)
        beside = _article_of(path) if path.suffix in (".yaml", ".yml") else None
        return self.has(path) or (beside is not None and self.has(beside))

    def has(self, path: Path) -> bool:
        """Whether a file is among them, by the name given or where links lead."""
        return self.everything or bool({path.parent.resolve() / path.name, path.resolve()} & self.paths)

    def _base(self) -> str:
        """The commit that the branch and the revision have in common."""
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{self.revision}^{{commit}}")
        try:
            commit = self._git(*words).decode("ascii").strip()
        except FactcheckError:
            raise self._problem("git knows no such commit; in CI, check out with the whole history") from None
        try:
            return self._git("merge-base", commit, "HEAD").decode("ascii").split()[0]
        except (FactcheckError, IndexError):
            raise self._problem(
                "it has no commit in common with this branch; in CI, check out with the whole history"
            ) from None

    def _git(self, *words: str, at: Path | None = None) -> bytes:
        program = shutil.which("git")
        if program is None:
            raise self._problem("git is not installed")
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        told = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}
        try:
            done = subprocess.run(  # noqa: S603  # every word is ours, or a revision after --end-of-options
                [program, "--no-pager", *SAFE, *words],
                cwd=at or self.folder,
                env={**kept, **told, "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise self._problem(f"git took longer than {SECONDS} seconds") from None
        except OSError as error:
            raise self._problem(f"git does not start: {error.strerror}") from None
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
            raise self._problem(visible(said.removeprefix("fatal: ")[:200]) or "git failed")
        return done.stdout

    def _problem(self, sentence: str) -> FactcheckError:
        return FactcheckError(f"--changed-since {visible(self.revision)}: {sentence}")


def _article_of(path: Path) -> Path | None:
    """The article that a claim file names; what is wrong with the file is not asked here."""
    problems = Problems(str(path))
    try:
        with path.open("rb") as file:
            root = load(file.read(MAX_CLAIM_FILE + 1), problems)
    except (OSError, TooManyProblems):
        return None
    article = root.items.get("article") if isinstance(root, Mapping) else None
    text = article.items.get("text") if isinstance(article, Mapping) else None
    return path.parent / text.text if isinstance(text, Scalar) and "\0" not in text.text else None
