"""factcheck store: what was fetched, listed, checked, cleaned and carried elsewhere."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from factcheck.commands import Exit
from factcheck.commands._output import say
from factcheck.commands._parts import kept
from factcheck.errors import FactcheckError, visible

if TYPE_CHECKING:
    from factcheck.store import Pointer
    from factcheck.store_upkeep import Kept

app = typer.Typer(
    name="store",
    help="Look after the store: the answers of price sources, kept as they came.\n\n"
    "It lies in the user's folder for caches, or where FACTCHECK_STORE says.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

SIZES = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
SIZE = re.compile(r"(\d{1,12})\s*([KMGT]?B|)", re.ASCII | re.IGNORECASE)
AGES = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
AGE = re.compile(r"(\d{1,5})([hdw])", re.ASCII)

MaxSize = Annotated[
    str | None, typer.Option("--max-size", metavar="SIZE", help="Such as 500MB or 2GB.")
]


@app.command("list")
def list_(
    format_: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help="json: all that is known, as data.")
    ] = None,
) -> None:
    """What is kept: symbol, source, span, when it was fetched, size, earlier answers that differed."""
    from factcheck.store_upkeep import contents

    if format_ not in (None, "json"):
        raise FactcheckError(f"unknown format {visible(str(format_)[:40])!r}; a list is text or json")
    found = contents(kept())
    if format_ == "json":
        _list_json(found)
        return
    rows = [_row(one) for one in found if one.newest is None or "source" in one.newest.meta]
    head = ("symbol", "source", "from", "to", "retrieved", "size", "revisions", "")
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in [head, *rows] if rows else []:
        cells = (
            cell.rjust(width) if at in (5, 6) else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        typer.echo("  ".join(cells).rstrip())
    total = sum(one.size for one in found)
    say(f"{len(rows)} series, {_size_text(total)} in {visible(str(kept().path))}")


def _row(one: Kept) -> tuple[str, ...]:
    told = one.newest.meta if one.newest else {}
    symbol = told.get("symbol") or one.key
    words = (symbol, told.get("source", ""), told.get("first", ""), told.get("last", ""))
    state = "damaged: fetch it again" if one.newest is None else "held" if one.held else ""
    retrieved = told.get("retrieved_at", "").replace("+00:00", "Z")
    cells = (*words, retrieved, _size_text(one.size), str(len(one.revisions)), state)
    return tuple(visible(cell[:60]) for cell in cells)


def _list_json(found: list[Kept]) -> None:
    import json

    def told(pointer: Pointer) -> dict[str, Any]:
        return {"object": pointer.sha256, "meta": dict(pointer.meta)}

    said = {
        "format": "factcheck-store/1",
        "path": str(kept().path),
        "answers": [
            {
                "key": one.key,
                "newest": told(one.newest) if one.newest else None,
                "revisions": [told(pointer) for pointer in one.revisions],
                "size": one.size,
                "held": one.held,
            }
            for one in found
        ],
    }
    typer.echo(json.dumps(said, indent=2))


@app.command()
def verify() -> None:
    """Hash everything again; what does not match is put aside.

    \b
    Exit codes: 0 all is as it was put; 1 something is damaged or missing; 2 the store
    cannot be read.
    """
    from factcheck.store_upkeep import verify as check

    done = check(kept())
    for bad in done.bad:
        aside = "; put aside in quarantine/" if bad.aside else ""
        typer.echo(visible(f"{bad.path}: {bad.what}{aside}"))
    good = "all as they were put" if not done.bad else f"{len(done.bad)} damaged or missing"
    say(f"{done.objects:,} objects, {_size_text(done.size)}: {good}")
    raise typer.Exit(Exit.FOUND if done.bad else Exit.FINE)


@app.command()
def prune(
    older_than: Annotated[
        str | None,
        typer.Option("--older-than", metavar="AGE", help="Also answers fetched longer ago, such as 90d."),
    ] = None,
    keep_revisions: Annotated[
        int | None,
        typer.Option("--keep-revisions", metavar="N", min=0, help="Of each series, only N that differed."),
    ] = None,
    max_size: MaxSize = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
) -> None:
    """Remove answers that a later one continues, and what nothing leads to.

    Never what a bundle or a lock relies on: see `holds` and `release`.

    \b
    factcheck store prune --dry-run
    factcheck store prune --older-than 90d --keep-revisions 5
    factcheck store prune --max-size 2GB
    """
    from factcheck.store_upkeep import Rules
    from factcheck.store_upkeep import prune as clean

    before = datetime.now(UTC) - _age(older_than) if older_than else None
    size = _size("--max-size", max_size) if max_size else None
    done = clean(kept(), Rules(before, keep_revisions, size), dry_run)
    verb = "would be removed" if dry_run else "removed"
    typer.echo(
        f"{verb}: {done.answers:,} answers, {done.objects:,} objects, {done.parsed:,} parsed forms, "
        f"{_size_text(done.freed)}"
    )
    held = f", {done.held:,} of the objects held" if done.held else ""
    typer.echo(f"{'would stay' if dry_run else 'stays'}: {_size_text(done.left)}{held}")
    if size is not None and done.left > size:
        say("more is held for bundles and locks than --max-size allows")


@app.command()
def holds() -> None:
    """The bundles and locks for which answers are kept, never to be pruned."""
    from factcheck.store_upkeep import holds as held

    for one in held(kept()):
        gone = "" if one.there else "  gone" if one.lost else "  gone, with its folder"
        typer.echo(f"{visible(one.name)}  {one.objects:,} objects, {_size_text(one.size)}{gone}")


@app.command()
def release(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE…]", help="Bundles or locks that are gone.")
    ] = None,
    gone: Annotated[
        bool,
        typer.Option("--gone", help="All that are gone from their folder; not where the folder is too."),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be let go.")] = False,
) -> None:
    """Let go of what is held for a bundle or a lock that was removed; prune may then take it.

    \b
    factcheck store release archive/old.factcheck.zip
    factcheck store release --gone --dry-run
    """
    from factcheck.store_upkeep import holds as held
    from factcheck.store_upkeep import release as let_go

    if gone == bool(files):
        raise FactcheckError("name files, or say --gone for all that are no longer there")
    names = [one.name for one in held(kept()) if one.lost] if gone else files or []
    for name in names:
        let_go(kept(), name, dry_run)
        typer.echo(f"{visible(name)}: {'would be released' if dry_run else 'released'}")


@app.command()
def export(
    target: Annotated[Path, typer.Argument(metavar="FILE.zip|DIR", help="A new zip or folder.")],
    symbols: Annotated[
        list[str] | None, typer.Argument(metavar="[SYMBOL…]", help="Only these (default: all).")
    ] = None,
) -> None:
    """Write the store's answers into one file, to carry elsewhere; the same store makes the same bytes.

    What a source's terms allow to be passed on is for you to know.
    """
    from factcheck.store_archives import export as carry_out

    done = carry_out(kept(), target, symbols or ())
    typer.echo(f"{visible(str(target))}: {done.answers:,} answers, {done.objects:,} objects")
    if done.left_out:
        say(f"{done.left_out:,} answers were left out, being damaged")
    raise typer.Exit(Exit.FOUND if done.left_out else Exit.FINE)


@app.command("import")
def import_(
    source: Annotated[Path, typer.Argument(metavar="FILE.zip|DIR", help="What export wrote.")],
    max_size: MaxSize = None,
    max_files: Annotated[
        int | None, typer.Option("--max-files", metavar="N", min=1, help="Default: 10000.")
    ] = None,
) -> None:
    """Add what was exported to this store. Every object is hashed again before any of them is kept."""
    from factcheck.store_archives import MOST_BYTES, MOST_FILES, Limits, take_in

    size = _size("--max-size", max_size) if max_size else MOST_BYTES
    done = take_in(kept(), source, datetime.now(UTC), Limits(max_files or MOST_FILES, size))
    typer.echo(f"{done.answers:,} answers and {done.objects:,} objects were new")


@app.command()
def path() -> None:
    """Where the store lies."""
    typer.echo(str(kept().path))


def _size(option: str, words: str) -> int:
    found = SIZE.fullmatch(words.strip())
    if found is None:
        raise FactcheckError(f"{option} {visible(words[:40])!r}: write a size such as 500MB or 2GB")
    return int(found[1]) * SIZES[found[2].upper()]


def _age(words: str) -> timedelta:
    found = AGE.fullmatch(words.strip())
    if found is None:
        raise FactcheckError(f"--older-than {visible(words[:40])!r}: write an age such as 90d, 12h or 4w")
    return int(found[1]) * AGES[found[2]]


def _size_text(size: int) -> str:
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} B"
