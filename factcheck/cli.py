"""The command line: words in, a report out, and an exit code."""

from __future__ import annotations

import errno
import gc
import os
import sys

from factcheck.stopping import Stopped, obey_signals


def main() -> None:
    """Run the command line; every exit code is one of `Exit`."""
    try:
        obey_signals()  # before anything is imported: that is most of a run
        _start_quickly()
        code = _run()
    except Stopped as stop:
        code = stop.code
        _say_no_more()
    gc.freeze()  # the end of the process frees everything: looking through it first takes a tenth of a run
    sys.exit(code)


def _start_quickly() -> None:
    """A run is short: no plug-ins, no threads for linear algebra, hardly a collection."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(500_000, 50, 50)


def _run() -> int:
    from factcheck.commands import Exit
    from factcheck.commands._ci import guard
    from factcheck.commands._output import StandardOutput, say

    output = StandardOutput.take_over()
    guard()
    code = _outcome()
    sys.stdout.flush()
    if output.problem is not None:
        say(f"standard output cannot be written to: {output.problem.strerror}")
        return Exit.OUTPUT
    return code


def _outcome() -> int:
    """The command's exit code; what went wrong is said."""
    from typer._click.exceptions import ClickException

    from factcheck.commands import Exit
    from factcheck.commands._group import run
    from factcheck.commands._output import say
    from factcheck.errors import FactcheckError, visible

    try:
        return run() or Exit.FINE
    except ClickException as error:  # an option or a command that is not there
        plain = error.format_message().replace(": Value error, ", ": ")  # as pydantic begins
        told = "\n".join(map(visible, plain.split("\n")))
        error.format_message = lambda: told  # type: ignore[method-assign]
        error.show()
        return error.exit_code
    except FactcheckError as error:
        say(str(error))
        return Exit.INPUT
    except OSError as error:
        _trace()
        name = f"{visible(str(error.filename))}: " if error.filename else ""
        say(f"{name}{error.strerror or type(error).__name__}")
        return Exit.INPUT if error.errno == errno.ENAMETOOLONG else Exit.OUTPUT
    except MemoryError:
        say("memory ran out")
        return Exit.OUTPUT
    except Exception as error:
        from factcheck import __version__

        _trace()
        say(
            f"factcheck {__version__} met a bug ({type(error).__name__}); "
            "please report it with the command and the file (--verbose shows where)"
        )
        return Exit.BUG


def _trace() -> None:
    if "-v" in sys.argv or "--verbose" in sys.argv:
        import traceback

        traceback.print_exc()


def _say_no_more() -> None:
    """What is not printed yet, is not: whoever stopped us does not wait for it."""
    if progress := sys.modules.get("factcheck.commands._progress"):
        progress.wipe()
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except OSError:
        return
