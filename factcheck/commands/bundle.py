"""factcheck bundle: a report with all that it rests on, in one file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from factcheck.commands import Exit
from factcheck.commands._locked import locked as locked_run
from factcheck.commands._locked import own_tree
from factcheck.commands._options import (
    Config,
    Data,
    Market,
    NoConfig,
    Now,
    Offline,
    Published,
    Quiet,
    Sources,
    Strict,
    Timezone,
    Verbose,
)
from factcheck.commands._output import many, save, say, spare
from factcheck.commands._parts import Places, article_facts, clock, configured, expanded, kept, settings
from factcheck.commands._progress import Progress
from factcheck.errors import FactcheckError, inert, visible

if TYPE_CHECKING:
    from factcheck.articles import Usual
    from factcheck.calendars import Calendar
    from factcheck.evidence.bundle import Bundle
    from factcheck.evidence.replay import Input, Recording
    from factcheck.evidence.verify import Contents, Finding
    from factcheck.policy import Policy

SUFFIX = ".factcheck.zip"
MAX_BYTES = 200_000_001

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Pack a report with all that it rests on; verify it anywhere, years later, without a network.",
)

File = Annotated[Path, typer.Argument(metavar="BUNDLE", help=f"A bundle, such as wrap{SUFFIX}.")]
InPlace = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="BUNDLE", help="Default: the bundle itself.")
]


@app.command()
def create(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE…", help="Claim files, folders of them, or articles."),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="BUNDLE", help=f"Default: the first file's name and {SUFFIX}."
        ),
    ] = None,
    locked: Annotated[
        bool,
        typer.Option("--locked", help="Use the prices of the lock beside each file, and no others."),
    ] = False,
    data: Data = None,
    offline: Offline = False,
    source: Sources = None,
    now: Now = None,
    published: Published = None,
    market: Market = None,
    timezone: Timezone = None,
    config: Config = None,
    no_config: NoConfig = False,
    strict: Strict = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Check claims and pack the report with all that it rests on.

    \b
    factcheck bundle create claims/wrap.factcheck.yaml --data prices/
    factcheck bundle create --locked articles/ -o february.factcheck.zip

    \b
    Exit codes: 0 packed, whatever the verdicts are; 2 the input is wrong;
    3 packed, but some prices could not be got; 70 a bug.
    """
    from factcheck.evidence import archive

    if locked and (data or source or now):
        raise FactcheckError("--locked uses the prices and the time of the lock; leave out --data, "
                             "--source and --now")  # fmt: skip
    trust = own_tree("factcheck bundle create")
    usual = configured(config, no_config).with_options(
        data=data, source=source, offline=offline, market=market, timezone=timezone, strict=strict
    )
    names = expanded(files)
    if "-" in names:
        raise FactcheckError("a bundle holds files; name one")
    options = {"published": published, "market": usual.market, "timezone": usual.timezone}
    told = {key: value for key, value in options.items() if value}
    told |= {"strict": "yes"} if usual.strict else {}
    places = None if locked else Places.of(usual, trust, clock(now), Progress(quiet))
    target = output or Path(f"{Path(names[0]).name.split('.')[0]}{SUFFIX}")
    spare([target], names)
    bundle, missing = _bundle(names, told, places, usual.policy)
    body = archive.write(bundle.members())
    save(target, body)
    if own := [sha256 for sha256 in bundle.raw if kept().object(sha256) is not None]:
        kept().hold(str(target.resolve()), own)  # so that none is ever pruned
    for sentence in missing:
        say(sentence)
    if not quiet:
        series = len(bundle.series())
        typer.echo(
            f"{visible(str(target))}: {len(body):,} bytes; {many(len(bundle.inputs), 'file')}, "
            f"{series} series, {len(bundle.raw)} answers as they came"
        )
    raise typer.Exit(Exit.UNDECIDED if missing else Exit.FINE)


def _bundle(
    names: Sequence[str], options: dict[str, str], places: Places | None, policy: Policy
) -> tuple[Bundle, list[str]]:
    """What is packed, and what could not be got. Without `places` it is all in the locks."""
    from dataclasses import replace

    from factcheck.evidence.bundle import Bundle, instruments, this_tool
    from factcheck.evidence.verify import again, claims_of, page, rendered, report_of
    from factcheck.instruments import Catalogue

    catalogue = Catalogue.load(kept())
    facts = article_facts(**{key: value for key, value in options.items() if key != "strict"})
    inputs = list(_inputs(names, facts))
    found = {
        one.path: _recording(Path(name), one, facts, places, policy)
        for name, one in zip(names, inputs, strict=True)
    }
    runs = {path: recording.run for path, recording in found.items()}
    files = [file for one in inputs for file in one.files(catalogue, facts)]
    listings, meant = instruments(files, runs.values(), catalogue)
    bundle = Bundle(
        this_tool(),
        inputs,
        runs,
        {sha: body for one in found.values() for sha, body in one.objects.items()},
        policy,
        listings,
        meant,
        options,
        _answers(found.values()),
    )
    report = report_of(again(bundle, catalogue, claims_of(bundle, catalogue)))
    bundle = replace(bundle, verdicts=rendered(report), page=page(report))
    missing = (f.reason for f in report.findings if f.outside)
    return bundle, list(dict.fromkeys(missing))


def _inputs(names: Sequence[str], facts: Usual) -> Iterable[Input]:
    """The files, called as they lie below the folder that they share: no machine's own paths."""
    from factcheck.evidence.replay import read_input
    from factcheck.instruments import Catalogue

    whole = [Path(name).resolve() for name in names]
    above = os.path.commonpath([path.parent for path in whole])
    for name, path in zip(names, whole, strict=True):
        called = path.relative_to(above).as_posix()
        yield read_input(Path(name), called, Catalogue.load(kept()), facts)


def _recording(
    path: Path, one: Input, facts: Usual, places: Places | None, policy: Policy
) -> Recording:
    """One file's check, heard."""
    from factcheck.evidence.replay import record
    from factcheck.instruments import Catalogue

    files = one.files(Catalogue.load(kept()), facts)
    if places is None:
        live = locked_run(path, files, policy, False).setting
    else:
        live = settings(files[:1], places, policy, False)[0]
    return record(files, live.desk.sources, live)


def _answers(found: Iterable[Recording]) -> dict[str, bytes]:
    """The answers as they came: files of folders, and what the store still has."""
    raw: dict[str, bytes] = {}
    for recording in found:
        for answer in recording.run.answers:
            sha256 = answer.origin.sha256 if answer.origin else ""
            body = recording.raw.get(sha256) or (kept().object(sha256) if sha256 else None)
            if body is not None:
                raw[sha256] = body
    return raw


# ------------------------------------------------------------------------------------------- verify


@app.command()
def verify(
    bundle: File,
    key: Annotated[
        list[Path] | None,
        typer.Option("--key", metavar="FILE", help="A public key in PEM; it must have signed."),
    ] = None,
    tsa_ca: Annotated[
        Path | None,
        typer.Option("--tsa-ca", metavar="FILE", help="Certificates in PEM of whom to believe the time."),
    ] = None,
    verbose: Verbose = False,
) -> None:
    """Verify a bundle, without a network: a line for each level.

    \b
    factcheck bundle verify wrap.factcheck.zip
    factcheck bundle verify wrap.factcheck.zip --key newsroom.pub.pem --tsa-ca tsa.pem

    \b
    Exit codes: 0 verified; 2 not whole; 4 the verdicts do not follow; 5 not signed
    by the key given; 6 not dated by the authority given; 70 a bug.
    """
    from factcheck import calendars
    from factcheck.evidence import EvidenceError
    from factcheck.evidence.sign import is_dated, is_signed
    from factcheck.evidence.verify import Finding, Level, contents, is_derived, is_remarked, is_whole
    from factcheck.instruments import Catalogue

    try:
        found = contents(read_bytes(bundle))
    except EvidenceError as problem:
        _tell(Finding(Level.WHOLE, False, str(problem)), verbose)
        raise typer.Exit(Exit.INPUT) from None
    store = kept()

    def own(code: str) -> Calendar:
        return calendars.get(code, store, found.full.now.date())

    findings = [
        is_whole(found),
        is_derived(found, Catalogue.load(store), own),
        is_signed(found, key or ()),
        is_dated(found, tsa_ca),
        *([is_remarked(found)] if found.remarks else []),
    ]
    for finding in findings:
        _tell(finding, verbose)
    failed = [finding.level for finding in findings if finding.holds is False]
    raise typer.Exit(EXITS[failed[0].value] if failed else Exit.FINE)


@app.command()
def redact(
    bundle: File,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="BUNDLE", help="The bundle to write, to be published."),
    ],
    quiet: Quiet = False,
) -> None:
    """Write a copy to publish: of the prices only what the report shows, bound to the full bundle.

    \b
    factcheck bundle redact wrap.factcheck.zip -o public.factcheck.zip
    """
    from factcheck.evidence import archive
    from factcheck.evidence.redact import redacted
    from factcheck.evidence.verify import contents

    found = whole(bundle, contents)
    if found.is_redacted:
        raise FactcheckError(f"{visible(str(bundle))}: it is redacted already")
    members = redacted(found.members, found.full)
    save(output, archive.write(members))
    if not quiet:
        shown = contents(archive.write(members)).published
        typer.echo(
            f"{visible(str(output))}: {shown.rows} rows of prices are left; {shown.bound} of {shown.figures} "
            "figures of the report are proven to stand in the full bundle"
        )


@app.command()
def sign(
    bundle: File,
    key: Annotated[
        Path | None,
        typer.Option("--key", metavar="FILE", help="A private Ed25519 key in PEM."),
    ] = None,
    timestamp: Annotated[
        str | None,
        typer.Option("--timestamp", metavar="URL", help="Ask an RFC 3161 authority for a time stamp."),
    ] = None,
    tsa_ca: Annotated[
        Path | None,
        typer.Option("--tsa-ca", metavar="FILE", help="Its certificates in PEM, to be kept in the bundle."),
    ] = None,
    output: InPlace = None,
    quiet: Quiet = False,
) -> None:
    """Sign a bundle, or have it time-stamped, or both. Needs the extra factcheck-markets[sign].

    \b
    openssl genpkey -algorithm ed25519 -out key.pem
    openssl pkey -in key.pem -pubout -out key.pub.pem
    factcheck bundle sign wrap.factcheck.zip --key key.pem --timestamp https://tsa.example.org
    """
    from dataclasses import replace

    from factcheck.evidence import archive
    from factcheck.evidence.sign import is_dated, is_signed, signed, stamp
    from factcheck.evidence.verify import contents

    if key is None and timestamp is None:
        raise FactcheckError("name a --key to sign with, a --timestamp authority, or both")
    found = whole(bundle, contents)
    if key is not None:
        found = replace(found, members=signed(found, key, clock(None)))
    if timestamp is not None:
        found = replace(found, members=stamp(found.members, found.signed, timestamp, tsa_ca))
    save(output or bundle, archive.write(found.members))
    if not quiet:
        for finding in (is_signed(found, ()), is_dated(found, tsa_ca)):
            _tell(finding, False)


@app.command()
def remark(
    bundle: File,
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Who says it.")],
    text: Annotated[str, typer.Option("--text", metavar="WHAT", help="What became known since.")],
    now: Now = None,
    output: InPlace = None,
    quiet: Quiet = False,
) -> None:
    """Add a remark to a bundle. Nothing that is in it changes, and signatures stay valid.

    A remark is its author's word alone: no signature covers it. Keep the hash that is printed, and
    you can tell later whether this remark, and every one before it, is as it was.

    \b
    factcheck bundle remark wrap.factcheck.zip --by "corrections desk" \\
        --text "Yahoo corrected the close of 20 February on 3 March; the article was changed."
    """
    from factcheck.evidence import archive, remarks
    from factcheck.evidence.verify import contents

    found = whole(bundle, contents)
    one = remarks.added(found.remarks, found.signed, by, text, clock(now))
    members = {**found.members, **remarks.members([*found.remarks, one])}
    save(output or bundle, archive.write(members))
    if not quiet:
        shown = visible(str(output or bundle))
        typer.echo(f"{shown}: remark {len(found.remarks) + 1}, sha256 {one.sha256}")


@app.command()
def show(
    bundle: File,
    format_: Annotated[
        str, typer.Option("--format", metavar="NAME", help="console or json (the manifest).")
    ] = "console",
) -> None:
    """Show what is in a bundle.

    \b
    factcheck bundle show wrap.factcheck.zip
    unzip -p wrap.factcheck.zip report.html > report.html
    """
    from factcheck.evidence.verify import contents

    if format_ not in ("console", "json"):
        raise FactcheckError(f"unknown format {visible(format_[:40])!r}; the formats are console, json")
    found = whole(bundle, contents)
    if format_ == "json":
        import json

        from factcheck.renderers.json import dumped

        typer.echo(dumped(json.loads(found.signed)), nl=False)
        return
    from factcheck.evidence.telling import lines

    for line in lines(found):
        typer.echo(inert(visible(line)))


def whole(path: Path, contents: Callable[[bytes], Contents]) -> Contents:
    """What is in a bundle. Raises FactcheckError, naming it, where it is not whole."""
    from factcheck.evidence import EvidenceError

    try:
        return contents(read_bytes(path))
    except EvidenceError as problem:
        raise FactcheckError(f"{visible(str(path))}: {problem}") from None


EXITS = {"whole": Exit.INPUT, "derived": Exit.NOT_DERIVED, "signed": Exit.NOT_SIGNED, "dated": Exit.NOT_DATED}
MOST = 10


def _tell(finding: Finding, verbose: bool) -> None:
    said = {True: "yes", False: "NO", None: "-"}[finding.holds]
    typer.echo(f"{finding.level:<8} {said:<4} {inert(visible(finding.sentence))}")
    shown = finding.details if verbose else finding.details[:MOST]
    for detail in shown:
        typer.echo(inert(f"{'':13} {visible(detail)}"))
    if len(shown) < len(finding.details):
        typer.echo(f"{'':13} and {len(finding.details) - len(shown)} more (--verbose)")


def read_bytes(path: Path) -> bytes:
    """The bytes of a bundle. Raises FactcheckError."""
    if path.exists() and not path.is_file():
        raise FactcheckError(f"{visible(str(path))}: it is no regular file")
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES)
    except OSError as error:
        raise FactcheckError(f"{visible(str(path))}: cannot be read: {error.strerror}") from None
