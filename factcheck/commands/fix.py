"""factcheck fix: wrong claims put right in their author's words, shown as a diff or written."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.commands import Exit
from factcheck.commands._locked import locked_settings, only_locked
from factcheck.commands._options import (
    AllowNetwork,
    Config,
    Data,
    Locked,
    Market,
    NoConfig,
    Now,
    Offline,
    Published,
    Quiet,
    Sources,
    Timezone,
    Untrusted,
    Verbose,
)
from factcheck.commands._output import coloured, save, say
from factcheck.commands._parts import clock, configured, expanded, judged, paired, trusted
from factcheck.commands._progress import Progress
from factcheck.errors import FactcheckError, visible

if TYPE_CHECKING:
    from factcheck.claims import ClaimFile
    from factcheck.commands._parts import Pair
    from factcheck.trust import Trust
    from factcheck.verdicts import Finding

ANYONE_WRITES = 0o222
ROUNDS = 5  # edits that stood in each other's way come one after the other
COLOURS = {"-": "31", "+": "32", "@": "36"}


def fix(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE…",
            help="Claim files, folders of them, articles (.md .txt .html), or - for standard input.",
        ),
    ],
    write: Annotated[
        bool, typer.Option("--write", help="Change the files; without it the changes are shown.")
    ] = False,
    intraday: Annotated[
        bool,
        typer.Option(
            "--intraday", help="Also put the close in the place of figures that only the session had."
        ),
    ] = False,
    data: Data = None,
    offline: Offline = False,
    source: Sources = None,
    now: Now = None,
    locked: Locked = False,
    published: Published = None,
    market: Market = None,
    timezone: Timezone = None,
    config: Config = None,
    no_config: NoConfig = False,
    untrusted: Untrusted = False,
    allow_network: AllowNetwork = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Put wrong claims right in their author's own words, and show the changes.

    \b
    factcheck fix draft.md
    factcheck fix draft.md --write
    factcheck fix claims/ --data prices/ --offline | git apply

    \b
    Every change has been put in, read again and checked again. What could not be decided is never
    changed; what was true during the session only with --intraday.

    \b
    Exit codes: 0 nothing to change, or written; 1 changes were shown; 2 the input is wrong;
    3 prices could not be got, or nothing could be decided; 70 a bug.
    """
    trust = trusted(untrusted, allow_network)
    usual = configured(config, no_config, trust.untrusted).with_options(
        data=data, source=source, offline=offline, market=market, timezone=timezone
    )
    only_locked(locked, data, source, trust)
    how = partial(locked_settings, now=now, policy=usual.policy, strict=usual.strict) if locked else None
    progress, instant = Progress(quiet), clock(now)
    names = expanded(files)
    pairs = paired(names, usual, trust, instant, published=published, progress=progress, how=how)
    run = _Run(pairs, intraday)
    run.go(progress)
    changed = run.changed()
    if write:
        ready = [_ready(name, *texts, trust) for name, texts in changed.items()]
        for path, content in ready:
            save(path, content)
    else:
        _show(changed)
    if not quiet:
        _tell(run, changed, written=write)
    raise typer.Exit(run.exit_code(bool(changed) and not write))


@dataclass
class _Run:
    """All files with their edits, round by round."""

    pairs: list[Pair]
    intraday: bool
    sources: dict[str, str] = field(default_factory=dict)  # as read
    texts: dict[str, str] = field(default_factory=dict)  # as they are to be
    made: int = 0
    halves: set[str] = field(default_factory=set)  # what is left in a sentence that was changed
    first: list[Finding] = field(default_factory=list)
    left: tuple[Finding, ...] = ()
    unasked: tuple[Finding, ...] = ()

    def go(self, progress: Progress) -> None:
        """Check, edit, and check what was edited again, until nothing is left to edit."""
        from factcheck.fixes import fixes
        from factcheck.rereading import sources_of

        for file, _ in self.pairs:
            self.sources |= sources_of(file)
        self.texts = dict(self.sources)
        for turn in range(ROUNDS):
            findings = [found for report in judged(self.pairs, progress) for found in report.findings]
            self.first = self.first or findings
            found = fixes(findings, intraday=self.intraday)
            self.left, self.unasked = (*found.left, *found.waiting), found.intraday
            read = [file for file, _ in self.pairs]
            made = self._edit(found.made) if turn < ROUNDS - 1 else ()
            if not made:
                self.left = (*found.made, *self.left)
                return
            self.made += len(made)
            self.halves |= {one.claim.text for one in self.left if _beside(one, made, read)}

    def _edit(self, wrong: Sequence[Finding]) -> Sequence[Finding]:
        """Make the edits of those findings after which every file can be read; which these are."""
        if self._try(wrong):
            return wrong
        made: list[Finding] = []
        before = self.pairs, self.texts
        for finding in wrong:  # together they make one quote stand in two places, or the like
            self.pairs, self.texts = before
            if self._try([*made, finding]):
                made.append(finding)
        self.pairs, self.texts = before
        self._try(made)
        return made

    def _try(self, wrong: Sequence[Finding]) -> bool:
        from factcheck.errors import InputError
        from factcheck.fixes import edited, fixes
        from factcheck.rereading import sources_of, with_sources

        edits = fixes(wrong, intraday=True).edits
        texts = {name: edited(text, edits.get(name, ())) for name, text in self.texts.items()}
        try:
            pairs = [
                (file, how)
                if edits.keys().isdisjoint(sources_of(file))
                else (with_sources(file, texts, how.catalogue), how)
                for file, how in self.pairs
            ]
        except InputError:
            return False
        self.pairs, self.texts = pairs, texts
        return bool(wrong)

    def changed(self) -> dict[str, tuple[str, str]]:
        """Name → the text as it was and as it is to be, of every file that changes."""
        both = {name: (self.sources[name], self.texts[name]) for name in self.texts}
        return {name: (before, after) for name, (before, after) in both.items() if before != after}

    def exit_code(self, shown: bool) -> Exit:
        from factcheck.verdicts import Verdict

        if shown:
            return Exit.FOUND
        undecided = (Verdict.UNDECIDABLE, Verdict.NOT_CHECKABLE)
        nothing = all(f.verdict in undecided for f in self.first)
        return Exit.UNDECIDED if nothing or any(f.outside for f in self.first) else Exit.FINE


def _beside(left: Finding, made: Sequence[Finding], files: Sequence[ClaimFile]) -> bool:
    """Whether one of those that were changed stands in the same sentence."""
    from factcheck.rewording import in_one_sentence

    return any(
        in_one_sentence(file.seen, left.claim, one.claim)
        for file in files
        if left.claim in file.claims
        for one in made
        if one.claim in file.claims
    )


# ------------------------------------------------------------------------------------------- showing


def _show(changed: Mapping[str, tuple[str, str]]) -> None:
    """The diff: painted and made visible on a terminal, to the byte in a pipe."""
    for name, (before, after) in changed.items():
        lines = list(_difference(name, before, after))
        if sys.stdout.isatty():
            sys.stdout.write("".join(f"{_painted(line)}\n" for line in lines))
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write("".join(lines).encode())


def _difference(name: str, before: str, after: str) -> Iterator[str]:
    from factcheck.fixes import difference

    inside = Path(name).is_absolute() and Path(name).is_relative_to(Path.cwd())
    shown = Path(name).relative_to(Path.cwd()) if inside else Path(name)
    return difference(shown.as_posix(), before, after)


def _painted(line: str) -> str:
    text = visible(line.rstrip("\r\n"))
    style = "1" if line.startswith(("--- ", "+++ ")) else COLOURS.get(line[:1])
    return f"\x1b[{style}m{text}\x1b[0m" if style and coloured() else text


def _tell(run: _Run, changed: Mapping[str, object], *, written: bool) -> None:
    """On standard error: how much was changed, and what is left to the author."""
    from factcheck.rewording import BY_OTHERS

    for finding in run.left:
        place = finding.claim.place
        where = f"{place.file}:{place.line}:{place.column}: " if place else ""
        right = finding.rewording.after if finding.rewording else finding.correction
        told = f"would be right: {right}" if right else finding.reason
        told += " (somebody else says it)" if BY_OTHERS in finding.notes else ""
        half = finding.claim.text in run.halves
        told += "; its sentence was changed elsewhere: read it as a whole" if half else ""
        say(visible(" ".join(f"{where}not changed: {finding.claim.text}: {told}".split())))
    if run.unasked:
        say(f"{_count(len(run.unasked))} true during the session only: not changed without --intraday")
    if not changed:
        say("nothing to change")
        return
    done = "changed" if written else "to change; --write changes them"
    say(f"{_count(run.made)} in {len(changed)} file{'s' * (len(changed) != 1)} {done}")


def _count(n: int) -> str:
    return "1 claim" if n == 1 else f"{n} claims"


# ------------------------------------------------------------------------------------------- writing


def _ready(name: str, before: str, after: str, trust: Trust) -> tuple[Path, bytes]:
    """Where the new text goes, and its bytes. The old one must still be there; its byte order mark stays."""
    if name == "<stdin>":
        raise FactcheckError("--write: standard input cannot be changed; name a file")
    path = _inside(trust.target(Path(name)))
    try:
        data, writable = path.read_bytes(), path.stat().st_mode & ANYONE_WRITES
    except OSError as error:
        raise FactcheckError(f"{visible(name)}: cannot be opened: {error.strerror}") from None
    if not writable:
        raise FactcheckError(f"{visible(name)}: is read-only; allow writing it first")
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    if data != mark + before.encode():
        raise FactcheckError(f"{visible(name)}: was changed by someone else meanwhile; try again")
    return path, mark + after.encode()


def _inside(path: Path) -> Path:
    """The file that a path means. A link must stay in its folder: who placed it need not own the other."""
    if not path.is_symlink():
        return path
    target, folder = path.resolve(), path.parent.resolve()
    if not target.is_relative_to(folder):
        raise FactcheckError(f"{visible(str(path))}: a link out of its folder; name the file itself")
    return target
