"""Ways to show a report: one file for each format, imported only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the names of the formats cost no arithmetic
    from factcheck.verdicts import Report


def _render(name: str, report: Report, **options: Any) -> Any:
    return import_module(f"{__name__}.{name}").render(report, **options)


# each gives text, which is written as UTF-8, or bytes, which are written as they are
RENDERERS: dict[str, Callable[..., Any]] = {
    name: partial(_render, name) for name in ("console", "json", "html", "pdf")
}
SUFFIXES = {".txt": "console", ".json": "json", ".html": "html", ".htm": "html", ".pdf": "pdf"}


def format_of(path: str) -> str:
    """The format a file name asks for. Raises ValueError for a suffix that names none."""
    suffix = PurePath(path).suffix.lower()
    if suffix not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise ValueError(f"no format is known for the suffix {suffix!r}; there are {known}")
    return SUFFIXES[suffix]
