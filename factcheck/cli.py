"""The command line: words in, a report out, and an exit code."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck import __version__
from factcheck.errors import FactcheckError, visible

if TYPE_CHECKING:
    from factcheck.checking import Setting
    from factcheck.claims import ClaimFile
    from factcheck.configuration import Configuration
    from factcheck.drafts import Draft
    from factcheck.policy import Policy
    from factcheck.sources import Desk
    from factcheck.store import Store
    from factcheck.verdicts import Report
    from factcheck.yaml_events import Scalar


class Exit(IntEnum):
    """What the exit code says; scripts rely on it."""

    FINE = 0
    FOUND = 1
    INPUT = 2
    UNDECIDED = 3
    BUG = 70
    OUTPUT = 74
    STOPPED = 130


class FailOn(StrEnum):
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


app = typer.Typer(
    name="factcheck",
    help="Checks factual claims about markets against market data.\n\n"
    "Try:  factcheck check claims/ --data prices/ --output report.html",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Data = Annotated[
    list[Path] | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help="Folder with one CSV file a symbol; asked before any other source.",
    ),
]
Offline = Annotated[
    bool, typer.Option("--offline", help="Never use the network: folders and the store only.")
]
Sources = Annotated[
    list[str] | None,
    typer.Option(
        "--source",
        metavar="NAME",
        help="Where prices come from, in order (default: yahoo); several, or one beside --data, "
        "are compared.",
    ),
]
Now = Annotated[
    str | None,
    typer.Option(
        "--now", metavar="INSTANT", help="The time to check at, such as 2025-02-22T09:00+08:00."
    ),
]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Show the evidence too, and the traceback of a bug.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show only what needs attention.")]


@app.command()
def check(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE…",
            help="Claim files, folders of them, articles (.md .txt .html .jsonl), or - for standard input.",
        ),
    ],
    output: Annotated[
        list[Path] | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write a report too; its suffix is its format (.html .json .txt).",
        ),
    ] = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="NAME",
            help="console, json or html, for standard output or an odd suffix.",
        ),
    ] = None,
    data: Data = None,
    offline: Offline = False,
    source: Sources = None,
    now: Now = None,
    published: Annotated[
        str | None,
        typer.Option(
            "--published",
            metavar="INSTANT",
            help="When articles that do not say so appeared, such as 2025-02-21T12:30+08:00, or the date.",
        ),
    ] = None,
    market: Annotated[
        str | None,
        typer.Option(
            "--market",
            metavar="CODE",
            help="The exchange whose listing a name means in articles that do not say so, such as XHKG.",
        ),
    ] = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option("--fail-on", help="The least severity that fails (default: error)."),
    ] = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit 0 even where claims fail.")
    ] = False,
    allow_undecided: Annotated[
        bool,
        typer.Option("--allow-undecided", help="Exit 0, not 3, where prices could not be got."),
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="An undecidable claim is a warning.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check claims, or the claims that articles make, and print a verdict for each.

    \b
    factcheck check claims/wrap.factcheck.yaml
    factcheck check claims/ --data prices/ --offline -o report.html -o report.json
    factcheck check draft.md --published 2025-02-21T12:30+08:00 --market XHKG
    echo 'claims: ["S&P 500 -1.71% on 2025-02-21"]' | factcheck check -

    \b
    Exit codes: 0 nothing failed; 1 a claim failed; 2 the input is wrong;
    3 prices could not be got, or nothing could be decided; 70 a bug.
    """
    from factcheck.checking import check as check_file
    from factcheck.checking import merged

    outputs = [(path, _format(path, format_)) for path in output or []]
    usual = _usual()
    claim_files = _read(files, _facts(published=published, market=market))
    instant = _instant(now)
    places = _Places(data or usual.data, offline or usual.offline, source or usual.source, instant)
    settings = _settings(claim_files, places, usual.policy, strict or usual.strict)
    reports = [check_file(file, one) for file, one in zip(claim_files, settings, strict=True)]
    report = merged(reports)
    for path, name in outputs:
        _write(path, name, report)
    _print(
        report,
        "console" if outputs and format_ != "console" else format_ or "console",
        quiet,
        verbose,
    )
    raise typer.Exit(
        _exit_code(report, fail_on or FailOn(usual.fail_on), exit_zero, allow_undecided)
    )


@app.command()
def draft(
    articles: Annotated[
        list[Path],
        typer.Argument(metavar="ARTICLE…", help="Articles; with --format also a .jsonl of many."),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The claim file (default: ARTICLE.factcheck.yaml beside it); - for standard output.",
        ),
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(
            "--published", metavar="INSTANT", help="When it appeared, such as 2025-02-21T12:30+08:00."
        ),
    ] = None,
    market: Annotated[
        str | None,
        typer.Option(
            "--market", metavar="CODE", help="The exchange whose listing a name means, such as XHKG."
        ),
    ] = None,
    check_only: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; exit 1 where the claim file is out of date."),
    ] = False,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help="json or jsonl: what was found, as data, instead."),
    ] = None,
) -> None:
    """Write the claims of an article into a claim file to review.

    What stands in that file already is kept as it is: edited claims, comments, deletions.

    \b
    factcheck draft draft.md --published 2025-02-21T12:30+08:00 --market XHKG
    factcheck draft draft.md          # again, after the article was edited
    factcheck draft --check *.md      # in a build
    factcheck draft --format jsonl articles.jsonl -o claims.jsonl

    \b
    Exit codes: 0 written; 1 out of date (--check); 2 the input is wrong, or states
    nothing about prices; 70 a bug.
    """
    from factcheck.drafts import first_draft, next_draft
    from factcheck.instruments import Catalogue

    if format_ is not None:
        _annotate(articles, output, format_, {"published": published, "market": market})
        raise typer.Exit(Exit.FINE)
    if output is not None and len(articles) > 1:
        raise FactcheckError("--output names one claim file; draft one article at a time with it")
    catalogue, about = Catalogue.load(_store()), {"published": published, "market": market}
    stale = False
    for article in articles:
        aside = output == Path("-")
        target = article.with_suffix(".factcheck.yaml") if output is None or aside else output
        there = target.exists() and not aside
        if there and any(about.values()):
            raise FactcheckError(
                f"{visible(str(target))}: says itself when and where the article appeared; change it there"
            )
        made = (
            next_draft(article, target, catalogue)
            if there
            else first_draft(article, target, catalogue, **about)
        )
        changed = not there or made.text.encode() != target.read_bytes()
        stale |= changed
        if aside:
            sys.stdout.write(made.text)
        elif changed and not check_only:
            _save(target, made.text)
        _tell(made, target, _say if aside else typer.echo)
    raise typer.Exit(Exit.FOUND if check_only and stale else Exit.FINE)


def _annotate(
    articles: Sequence[Path], output: Path | None, format_: str, about: dict[str, str | None]
) -> None:
    """The claims found, as the objects that extraction is scored with: a line or a list of articles."""
    import json

    from factcheck import calendars
    from factcheck.annotations import annotated
    from factcheck.instruments import Catalogue
    from factcheck.yaml_events import START, Scalar

    if format_ not in ("json", "jsonl"):
        raise FactcheckError(f"unknown format {visible(format_[:40])!r}; drafts are json or jsonl")
    usual = {key: Scalar(words, True, START) for key, words in about.items() if words}
    today = datetime.now(UTC).date()
    found = [
        row
        for article in articles
        for row in annotated(
            str(article),
            Catalogue.load(_store()),
            lambda code: calendars.get(code, _store(), today),
            _usual().policy,
            usual,
        )
    ]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
    text = lines if format_ == "jsonl" else json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    if output is None or output == Path("-"):
        sys.stdout.write(text)
    else:
        _save(output, text)


@app.command()
def fetch(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE…|SYMBOL…", help="Claim files, articles, or symbols such as ^HSI 0700.HK."
        ),
    ],
    source: Sources = None,
    now: Now = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Fetch prices into the local store, so that later checks need no network.

    \b
    factcheck fetch claims/wrap.factcheck.yaml
    factcheck fetch ^HSI 0700.HK Lenovo
    """
    from factcheck.checking import wanted
    from factcheck.errors import SourceError
    from factcheck.instruments import Catalogue

    catalogue = Catalogue.load(_store())
    instant = _instant(now)
    paths = [w for w in what if _is_claim_path(w)]
    names = [w for w in what if not _is_claim_path(w)]
    listings = wanted(_read(paths), catalogue) if paths else []
    listings += [item for name in names for item in catalogue.resolve(name).listings]
    failed = 0
    desk = _Places((), False, source or _usual().source, instant).desk(None, _store())
    for item in dict.fromkeys(listings):
        try:
            prices = desk.prices(item, None, instant.astimezone(UTC).date())
        except SourceError as problem:
            failed += 1
            _say(f"{item.symbol}: {problem}")
            continue
        if not quiet:
            typer.echo(f"{item.symbol}  {len(prices)} days  {visible(item.name)}")
    raise typer.Exit(Exit.UNDECIDED if failed else Exit.FINE)


@app.command()
def symbols(
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help="A name, or part of one.")],
) -> None:
    """Find the symbol of a name; several listings are all shown.

    \b
    factcheck symbols alibaba
    factcheck symbols "hang seng"
    """
    from factcheck.instruments import Catalogue

    words = " ".join(query)
    found = Catalogue.load(_store()).search(words)
    if not found:
        raise FactcheckError(
            f"nothing is known by the name {visible(words[:80])!r}; write the symbol itself, such as 0700.HK"
        )
    width = max(len(item.symbol) for item in found)
    for item in found:
        currency = item.currency or ""
        typer.echo(
            f"{item.symbol:<{width}}  {item.type:<9}  {item.calendar:<5}  {currency:<4}  {item.name}"
        )


@app.command()
def kinds(
    kind: Annotated[
        str | None, typer.Argument(help="One kind, for all about it; or 'all'.")
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="As a Markdown table.")] = False,
) -> None:
    """What can be checked, with an example of each.

    \b
    factcheck kinds
    factcheck kinds streak
    """
    from factcheck import kinds as words

    if kind == "all":
        typer.echo(words.sections())
    elif kind:
        typer.echo(words.section(kind))
    else:
        typer.echo(words.table() if markdown else words.listing())


@app.command()
def schema() -> None:
    """Print the JSON Schema of claim files, for editors."""
    import json

    from factcheck.schema import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@app.callback(invoke_without_command=True)
def _top(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True)
    ] = False,
) -> None:
    if version:
        typer.echo(f"factcheck {__version__}")
        raise typer.Exit(0)


# ---------------------------------------------------------------------- building the parts


def _read(names: Sequence[str], usual: Mapping[str, Scalar] | None = None) -> list[ClaimFile]:
    from factcheck.articles import read_files
    from factcheck.errors import InputError, Problem
    from factcheck.instruments import Catalogue

    catalogue = Catalogue.load(_store())
    problems: list[Problem] = []
    files = []
    for path in _expanded(names):
        try:
            files += read_files(path, catalogue, usual)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return files


def _expanded(names: Sequence[str]) -> list[str]:
    """Folders as the claim files in them, sorted; everything else as it is."""
    found: list[str] = []
    for name in names:
        path = Path(name)
        if name != "-" and path.is_dir():
            inside = sorted(str(p) for p in path.rglob("*.factcheck.y*ml"))
            if not inside:
                raise FactcheckError(f"{visible(name)}: no *.factcheck.yaml in this folder")
            found += inside
        else:
            found.append(name)
    return found


def _facts(**options: str | None) -> dict[str, Scalar]:
    """What the options say of articles that do not say it themselves."""
    from factcheck.article_files import ARTICLE, instant
    from factcheck.yaml_events import START, Scalar

    nodes = {key: Scalar(value, True, START) for key, value in options.items() if value is not None}
    for key, node in nodes.items():
        try:
            ARTICLE.forms[key].read(node)
        except ValueError as error:
            raise FactcheckError(f"--{key}: {error}") from None
        moment = instant(node).moment if key == "published" else None
        if moment is not None and moment.tzinfo is None:
            raise FactcheckError(
                f"--{key}: the time has no offset; write it like {moment:%Y-%m-%dT%H:%M}+08:00, "
                "or give the date alone"
            )
    return nodes


def _is_claim_path(word: str) -> bool:
    from factcheck.articles import is_article

    known = word == "-" or word.endswith((".yaml", ".yml")) or is_article(word)
    return known or Path(word).is_dir()


def _instant(now: str | None) -> datetime:
    if now is None:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        found = datetime.fromisoformat(now)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise FactcheckError(
            f"--now {visible(now[:40])!r}: write an instant with its offset, such as 2025-02-22T09:00+08:00"
        )
    return found


@cache
def _store() -> Store:
    from factcheck.store import Store

    return Store.default()


@dataclass(frozen=True)
class _Places:
    """Where this run's prices may come from."""

    data: Sequence[Path]
    offline: bool
    source: Sequence[str]
    now: datetime

    @property
    def compared(self) -> bool:
        """Whether a `--source` was named that is not the only place: a second opinion (S18.12)."""
        return bool(self.source) and len(self.data) + len(self.source) > 1

    def desk(self, file: ClaimFile | None, store: Store) -> Desk:
        from factcheck import sources

        for folder in self.data:
            if not folder.is_dir():
                raise FactcheckError(f"--data {visible(str(folder))}: no such folder")
        setting = sources.Setting(
            now=self.now,
            store=store,
            offline=self.offline,
            progress=_progress(),
            policy=_usual().policy,
        )
        inline = None
        if file is not None and file.prices:
            from factcheck.sources.inline import Inline

            inline = Inline.of(file)
        return sources.desk(setting, self.data, inline, self.source or ("yahoo",))


def _setting(file: ClaimFile, places: _Places, policy: Policy, strict: bool) -> Setting:
    from factcheck import calendars
    from factcheck.checking import Setting
    from factcheck.instruments import Catalogue

    store = _store()
    return Setting(
        desk=places.desk(file, store),
        calendar=lambda code: calendars.get(code, store, places.now.date()),
        catalogue=Catalogue.load(store),
        now=places.now,
        policy=policy,
        strict=strict,
        compare=places.compared,
    )


def _settings(
    files: Sequence[ClaimFile], places: _Places, policy: Policy, strict: bool
) -> list[Setting]:
    """A setting for each claim file, which may bring prices, and one for all articles."""
    articles = next((_setting(f, places, policy, strict) for f in files if f.prose), None)
    own = (articles if f.prose else _setting(f, places, policy, strict) for f in files)
    return [setting for setting in own if setting is not None]


@cache
def _usual() -> Configuration:
    from factcheck.configuration import configuration

    return configuration(Path())


def _progress() -> Callable[[str], None] | None:
    return _say if sys.stderr.isatty() else None


# ---------------------------------------------------------------------- output and exit codes


def _format(path: Path, format_: str | None) -> str:
    """The format of a report file: its suffix's, else the one that was named."""
    from factcheck.renderers import format_of

    try:
        return format_of(str(path))
    except ValueError as error:
        if format_:
            return _known(format_)
        raise FactcheckError(f"--output {visible(str(path))}: {error}; or add --format") from None


def _known(name: str) -> str:
    from factcheck.renderers import RENDERERS

    if name not in RENDERERS:
        raise FactcheckError(
            f"unknown format {visible(name[:40])!r}; the formats are {', '.join(RENDERERS)}"
        )
    return name


def _write(path: Path, name: str, report: Report) -> None:
    from factcheck.renderers import RENDERERS

    _save(path, RENDERERS[name](report))


def _save(path: Path, text: str) -> None:
    """Write beside and rename: what was there before is whole until the new text is."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise FactcheckError(f"{visible(str(path))}: cannot be written: {error.strerror}") from None


def _tell(made: Draft, target: Path, say: Callable[[str], None]) -> None:
    """How much was found and written, then what a person should look at."""
    name = visible(str(target))
    say(f"{name}: {made.found} statements found, {made.written} written, {made.checkable} checkable")
    for line, remark in made.to_look_at:
        say(f"{name}:{line}: {visible(remark)}")


def _print(report: Report, name: str, quiet: bool, verbose: bool) -> None:
    import shutil

    from factcheck.renderers import RENDERERS

    if _known(name) != "console":
        sys.stdout.write(RENDERERS[name](report))
        return
    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    width = shutil.get_terminal_size((100, 24)).columns
    detail = "quiet" if quiet else "verbose" if verbose else "normal"
    encoding = sys.stdout.encoding or "utf-8"
    text = RENDERERS["console"](report, width=width, color=color, detail=detail, encoding=encoding)
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def _exit_code(report: Report, fail_on: FailOn, exit_zero: bool, allow_undecided: bool) -> Exit:
    from factcheck.verdicts import Severity, Verdict

    bar = Severity(fail_on).rank
    if any(f.severity.rank >= bar for f in report.findings):
        return Exit.FINE if exit_zero else Exit.FOUND
    undecided = (Verdict.UNDECIDABLE, Verdict.NOT_CHECKABLE)
    outside = any(f.outside for f in report.findings)
    nothing = all(f.verdict in undecided for f in report.findings)
    return Exit.UNDECIDED if (outside or nothing) and not allow_undecided else Exit.FINE


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)


def _start_quickly() -> None:
    """Start-up is mostly imports: no plug-ins, no threads for linear algebra, no early collections."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(100_000, 50, 50)


def main() -> None:
    """Run the command line; every exit code is one of `Exit`."""
    _start_quickly()
    try:
        app()
    except FactcheckError as error:
        _say(str(error))
        code = Exit.INPUT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = Exit.OUTPUT
    except KeyboardInterrupt:
        code = Exit.STOPPED
    except Exception as error:
        if "-v" in sys.argv or "--verbose" in sys.argv:
            traceback.print_exc()
        _say(
            f"factcheck {__version__} met a bug ({type(error).__name__}); "
            "please report it with the command and the file (--verbose shows where)"
        )
        code = Exit.BUG
    else:
        return
    sys.exit(code)
