"""The page on paper: the HTML report as PDF, by WeasyPrint (the extra `pdf`)."""

from __future__ import annotations

import logging
import re
from functools import cache
from typing import Any, NoReturn

from factcheck.errors import FactcheckError
from factcheck.renderers import html, words
from factcheck.verdicts import Report

PICTURE = re.compile(r'<svg class="(?:chart|share)"[^>]*>')


def render(report: Report) -> bytes:
    """The whole report as one tagged document (PDF/UA-1); the same report gives the same bytes."""
    try:
        from weasyprint import HTML
    except ImportError:
        raise FactcheckError("PDF needs WeasyPrint: pip install factcheck-markets[pdf]") from None
    except OSError as error:  # the package is there, Pango is not
        raise FactcheckError(f"PDF needs the libraries of Pango, which WeasyPrint loads: {error}") from None
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # what paper has no use for is no news
    page = PICTURE.sub(lambda found: f"{found[0]}<style>{_picture_style()}</style>", html.render(report))
    document = HTML(string=page, url_fetcher=_refused).write_pdf(pdf_variant="pdf/ua-1")
    assert isinstance(document, bytes)
    return document


@cache
def _picture_style() -> str:
    """The page's rules for pictures, colours filled in: WeasyPrint draws each as if it stood alone."""
    style = html.style()
    rules = re.findall(r"^\.chart (?!\.halo)[^{]*\{.*\}$", style, re.MULTILINE)  # it would paint over
    rules += [f".share .{v} {{ fill: var(--{v}); }}" for v in words.ORDER]
    colours = dict(re.findall(r"--([\w-]+): ?(#[0-9a-f]+)", style.split("@media")[0]))
    filled = re.sub(r"var\(--([\w-]+)\)", lambda found: colours[found[1]], "\n".join(rules))
    return f"text {{ font-family: sans-serif; }}\n{filled}"


def _refused(url: str, *_: Any, **__: Any) -> NoReturn:
    raise ValueError(f"a report fetches nothing: {url}")
