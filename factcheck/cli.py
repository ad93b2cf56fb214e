"""The command line: words in, a report out, and an exit code."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from factcheck import __version__
from factcheck.commands import NAMES, Exit
from factcheck.commands._ci import guard
from factcheck.commands._output import say
from factcheck.errors import FactcheckError

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


def _start_quickly() -> None:
    """Start-up is mostly imports: no plug-ins, no threads for linear algebra, no early collections."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(100_000, 50, 50)


def main() -> None:
    """Run the command line; every exit code is one of `Exit`."""
    _start_quickly()
    guard()
    try:
        app()
    except FactcheckError as error:
        say(str(error))
        code = Exit.INPUT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = Exit.OUTPUT
    except KeyboardInterrupt:
        code = Exit.STOPPED
    except Exception as error:
        if "-v" in sys.argv or "--verbose" in sys.argv:
            traceback.print_exc()
        say(
            f"factcheck {__version__} met a bug ({type(error).__name__}); "
            "please report it with the command and the file (--verbose shows where)"
        )
        code = Exit.BUG
    else:
        return
    sys.exit(code)
