"""The page on paper: the HTML report as PDF, by WeasyPrint (the extra `pdf`)."""

from __future__ import annotations

import logging
from typing import Any, NoReturn

from factcheck.errors import FactcheckError
from factcheck.renderers.html import render as page
from factcheck.verdicts import Report


def render(report: Report) -> bytes:
    """The whole report as one tagged document (PDF/UA-1); the same report gives the same bytes."""
    try:
        from weasyprint import HTML
    except ImportError:
        raise FactcheckError("PDF needs WeasyPrint: pip install factcheck-markets[pdf]") from None
    except OSError as error:  # the package is there, Pango is not
        raise FactcheckError(f"PDF needs the libraries of Pango, which WeasyPrint loads: {error}") from None
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # what paper has no use for is no news
    document = HTML(string=page(report), url_fetcher=_refused).write_pdf(pdf_variant="pdf/ua-1")
    assert isinstance(document, bytes)
    return document


def _refused(url: str, *_: Any, **__: Any) -> NoReturn:
    raise ValueError(f"a report fetches nothing: {url}")
