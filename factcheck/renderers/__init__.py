"""Ways to show a report: one file for each format, imported only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
    name: partial(_render, name)
    for name in "console html pdf json markdown junit sarif github gitlab claimreview csv".split()
}
SUFFIXES = {  # the format of a suffix, and others that are files of this kind too
    ".html": ("html",),
    ".htm": ("html",),
    ".pdf": ("pdf",),
    ".json": ("json", "gitlab", "sarif", "claimreview"),
    ".jsonld": ("claimreview",),
    ".md": ("markdown",),
    ".xml": ("junit",),
    ".sarif": ("sarif",),
    ".sarif.json": ("sarif",),
    ".csv": ("csv",),
    ".txt": ("console", "github"),
}


def format_of(path: str, wanted: str | None = None) -> str:
    """The format a file name asks for; `wanted` where it fits, or where the suffix names none.

    Raises ValueError for a suffix that names none.
    """
    suffixes = PurePath(path.lower()).suffixes
    for suffix in ("".join(suffixes[-2:]), *suffixes[-1:]):
        formats = SUFFIXES.get(suffix)
        if formats:
            return wanted if wanted in formats else formats[0]
    if wanted:
        return wanted
    odd = PurePath(path).suffix.lower()
    why = f"no format is known for the suffix {odd!r}" if odd else "its suffix would say the format"
    raise ValueError(f"{why}; there are {', '.join(SUFFIXES)}")


def files(name: str, report: Report, path: PurePath, **options: Any) -> Iterator[tuple[PurePath, Any]]:
    """What a report at `path` is made of, `path` itself last: several files checked are an index and,
    in HTML, a page for each."""
    if name == "html" and report.members:
        yield from import_module(f"{__name__}.html").pages(report, path)
    else:
        yield path, RENDERERS[name](report, **options)
