"""The commands as one program; each is imported when it is named."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from factcheck import __version__
from factcheck.commands import NAMES, Exit
from factcheck.commands._reading import read_plainly
from factcheck.errors import FactcheckError, visible

if TYPE_CHECKING:
    from typer._click import Command, Context


class Commands(TyperGroup):
    """The commands of `factcheck.commands`; each is imported when it is named."""

    def list_commands(self, ctx: Context) -> list[str]:
        return list(NAMES)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        if cmd_name not in NAMES:
            return None
        module = import_module(f"factcheck.commands.{cmd_name}")
        group: typer.Typer | None = getattr(module, "app", None)  # of several commands, such as bundle
        command: Command = typer.main.get_command(group or _alone(getattr(module, cmd_name), cmd_name))
        read_plainly(command)
        return command

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        name = args[0] if args else ""
        if name and name not in NAMES and not name.startswith("-") and not ctx.resilient_parsing:
            raise FactcheckError(_no_command(name, args))
        return super().resolve_command(ctx, args)


def _no_command(name: str, args: list[str]) -> str:
    """What may have been meant by a word that is no command: one of them, or a file to check."""
    import difflib

    from factcheck.commands._parts import names_claims

    near = difflib.get_close_matches(name, NAMES, n=1)
    words = "check " + " ".join(args) if names_claims(name) else near[0] if near else ""
    hint = f"; did you mean 'factcheck {visible(words)}'?" if words else ""
    return f"there is no command {visible(name[:80])!r}{hint or ';'} the commands are {', '.join(NAMES)}"


def _alone(function: Callable[..., None], name: str) -> typer.Typer:
    one = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    one.command(name)(function)
    return one


app = typer.Typer(
    name="factcheck",
    cls=Commands,
    help="Checks factual claims about markets against market data.\n\n"
    "New here? Type factcheck alone, or factcheck init.",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(invoke_without_command=True)
def _top(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True)
    ] = False,
) -> None:
    if version:
        typer.echo(f"factcheck {__version__}")
        raise typer.Exit(Exit.FINE)
    if context.invoked_subcommand is None:
        from factcheck.commands._welcome import welcome

        typer.echo(welcome(Path()))


def run() -> int | None:
    """Run the command that the command line names; its exit code, None where it chose none."""
    program = typer.main.get_command(app)
    read_plainly(program)
    code: int | None = program(standalone_mode=False)
    return code
