"""The commands as one program; each is imported when it is named."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from factcheck import __version__
from factcheck.commands import NAMES

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
        return command


def _alone(function: Callable[..., None], name: str) -> typer.Typer:
    one = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    one.command(name)(function)
    return one


app = typer.Typer(
    name="factcheck",
    cls=Commands,
    help="Checks factual claims about markets against market data.\n\n"
    "Try:  factcheck check claims/ --data prices/ --output report.html",
    no_args_is_help=True,
    add_completion=False,
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
        raise typer.Exit(0)
