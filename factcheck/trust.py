"""--untrusted: what a run does not do when what it reads was written by a stranger.

All of it stands here. It is switched on by the command line, and by itself for a pull request or merge
request from a fork. Nothing switches it off: an option or a variable that did would be within reach of a
Makefile of the same tree. The table of SECURITY.md names the test of each promise.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.articles import is_pinned, unpinned
from factcheck.claims import ClaimFile, in_order
from factcheck.configuration import BUILT_IN
from factcheck.errors import FactcheckError, visible

if TYPE_CHECKING:
    from factcheck.instruments import Catalogue

ASKED = "--untrusted was given"
UNREADABLE = "whose pull request this is cannot be told"
MAX_EVENT = 30_000_000  # bytes; GitHub cuts its own at 25 MB
PULL_REQUESTS = ("pull_request", "issue_comment", "workflow_run")  # how the names of such events begin
OFF = ("sql",)  # sources that run what somebody wrote


@dataclass(frozen=True)
class Trust:
    """How far the tree is trusted; `why` it is not, empty where it is."""

    why: str = ""
    network: bool = True
    project: Path = Path()

    @property
    def untrusted(self) -> bool:
        return bool(self.why)

    def admit(self, name: str) -> str:
        """The name of a file that may be read. Raises FactcheckError for a link, what is no file, and what
        lies outside the project."""
        if self.untrusted and name != "-":
            if self._inside(name) is None:
                raise FactcheckError(
                    f"{visible(name)}: nothing outside the project's folder is read{self._because}"
                )
            self._no_link(name)
            if (found := _status(name)) and not stat.S_ISREG(found.st_mode):
                raise FactcheckError(f"{visible(name)}: it is no regular file{self._because}")
        return name

    def target(self, path: Path) -> Path:
        """A file that may be written: not through a link of the project."""
        if self.untrusted and self._inside(path) is not None:
            self._no_link(str(path))
        return path

    def folder(self, path: Path) -> Path:
        """A folder of prices that the command line names. In the project it may hold no links."""
        if self.untrusted and self._inside(path) is not None:
            self._no_link(str(path))
            for place, folders, files in os.walk(path):
                for name in (*folders, *files):
                    if Path(place, name).is_symlink():
                        raise FactcheckError(f"{visible(str(Path(place, name)))}: a link{self._because}")
        return path

    def sources(self, names: Sequence[str]) -> Sequence[str]:
        """Built-in sources, and folders as `folder` has them."""
        for name in names if self.untrusted else ():
            if name in OFF:
                raise FactcheckError(f"--source {name}: is off{self._because}")
            if name not in BUILT_IN:
                self.folder(Path(name))
        return names

    def outside(self, path: Path) -> bool:
        """Whether the tree cannot have written `path`: always, where the tree is trusted."""
        return not self.untrusted or self._inside(path.resolve()) is None

    def of(self, file: ClaimFile, catalogue: Catalogue) -> ClaimFile:
        """The claim file without what it says in its own favour: what it silences is checked, its own
        prices and instruments count for nothing, nor does what is pinned beside the words of an article.
        It lists what was ignored."""
        if not self.untrusted:
            return file
        claims = in_order((*file.claims, *file.silenced))
        pinned = [claim for claim in claims if is_pinned(claim)]
        if pinned:
            plain = unpinned(file, catalogue)
            claims = tuple(b if is_pinned(a) else a for a, b in zip(claims, plain, strict=True))
        own = ("listings", "instruments"), ("prices", "prices"), ("actions", "actions"), ("quotes", "quotes")
        aside = [words for key, words in own if getattr(file, key)]
        for words, ignored in (("pinned claim", pinned), ("suppression", file.silenced)):
            if number := len(ignored):
                aside.insert(0, f"1 {words}" if number == 1 else f"{number} {words}s")
        return replace(
            file,
            claims=claims,
            silenced=(),
            listings=(),
            prices={},
            actions={},
            quotes={},
            aside=tuple(aside),
        )

    @property
    def _because(self) -> str:
        return f", and the input is not trusted ({self.why})"

    def _inside(self, path: str | Path) -> Path | None:
        """The path from the project's folder on; None for one outside."""
        plain = _lexical(path)
        return plain.relative_to(self.project) if plain.is_relative_to(self.project) else None

    def _no_link(self, name: str) -> None:
        """No step from the project's folder to the file may be a link."""
        if Path(name).resolve() != _lexical(name):
            raise FactcheckError(f"{visible(name)}: a link is not followed{self._because}")


def trust(
    untrusted: bool, allow_network: bool, environment: Mapping[str, str], folder: Path
) -> Trust:
    """How far the tree around `folder` is trusted. Reads the event that the CI system describes."""
    why = ASKED if untrusted else stranger(environment)
    if not why:
        return Trust()
    return Trust(why, allow_network, repository(folder) or folder.resolve())


def stranger(environment: Mapping[str, str]) -> str:
    """Whose pull request this is, in words, where it comes from a fork or may do so; else nothing."""
    return _of_github(environment) or _of_gitlab(environment)


def _of_github(environment: Mapping[str, str]) -> str:
    if not environment.get("GITHUB_EVENT_NAME", "").startswith(PULL_REQUESTS):
        return ""
    try:
        with Path(environment["GITHUB_EVENT_PATH"]).open("rb") as file:
            body = file.read(MAX_EVENT + 1)
        return UNREADABLE if len(body) > MAX_EVENT else _head(json.loads(body))
    except (KeyError, TypeError, AttributeError, OSError, ValueError, RecursionError):
        return UNREADABLE


def _head(event: Any) -> str:
    """What the event says of the branch that asks to be merged."""
    if "pull_request" in event:
        pull = event["pull_request"]
        head, base = pull["head"]["repo"], pull["base"]["repo"]
    elif "workflow_run" in event:
        head, base = event["workflow_run"]["head_repository"], event["repository"]
    else:  # a comment: on an issue, or on a pull request of whoever
        return UNREADABLE if "pull_request" in event["issue"] else ""
    name, own = head["full_name"], base["full_name"]
    if not (isinstance(name, str) and isinstance(own, str) and name and own):
        return UNREADABLE
    return f"a pull request from {visible(name)}" if name != own or head["fork"] is not False else ""


def _of_gitlab(environment: Mapping[str, str]) -> str:
    source = environment.get("CI_MERGE_REQUEST_SOURCE_PROJECT_ID", "")
    target = environment.get("CI_MERGE_REQUEST_PROJECT_ID", "")
    if environment.get("CI_PIPELINE_SOURCE") != "merge_request_event" and not (source or target):
        return ""
    return "" if source and source == target else "a merge request from a fork"


def _lexical(path: str | Path) -> Path:
    """The path without `..`, whatever links there are on the way."""
    return Path(os.path.abspath(path))  # noqa: PTH100  # resolve() would follow them


def repository(folder: Path) -> Path | None:
    """The root of the repository around `folder`, if it stands in one."""
    here = folder.resolve()
    return next((place for place in (here, *here.parents) if (place / ".git").exists()), None)


def _status(name: str) -> os.stat_result | None:
    try:
        return os.lstat(name)
    except (OSError, ValueError):
        return None  # its reader will say why
