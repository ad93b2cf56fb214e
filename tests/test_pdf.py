"""The report on paper: whole, tagged, the same each time, and fetched from nowhere."""

from __future__ import annotations

import io
import sys

import pytest

from factcheck.errors import FactcheckError
from factcheck.renderers import RENDERERS, format_of, pdf
from tests.reports import SAMPLE

try:
    import weasyprint  # noqa: F401
except (ImportError, OSError):  # the package, or the libraries of Pango
    pytest.skip("needs the extra pdf, and Pango", allow_module_level=True)
pypdf = pytest.importorskip("pypdf", reason="needs pypdf to read what was written")


def test_the_suffix_asks_for_it():
    assert format_of("report.pdf") == "pdf"


def test_every_statement_is_on_paper_with_its_working():
    reader = pypdf.PdfReader(io.BytesIO(RENDERERS["pdf"](SAMPLE)))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert reader.metadata.title == "Alder shares extend rally: fact check"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for finding in SAMPLE.findings:
        assert finding.claim.text in text
        assert all(str(rule) in text for rule in finding.rules)


def test_pictures_say_what_they_show():
    reader = pypdf.PdfReader(io.BytesIO(RENDERERS["pdf"](SAMPLE)))
    elements = (reader.get_object(n) for n in range(1, reader.trailer["/Size"]))
    told = [one["/Alt"] for one in elements if isinstance(one, dict) and "/Alt" in one]
    assert any(words.startswith("high 1,068.00; close, +6.53% 1,065.30") for words in told)
    assert len(told) == sum(finding.chart is not None for finding in SAMPLE.findings)


def test_the_same_report_gives_the_same_bytes():
    assert pdf.render(SAMPLE) == pdf.render(SAMPLE)


def test_nothing_is_fetched():
    with pytest.raises(ValueError, match="fetches nothing"):
        pdf._refused("https://example.org/x.png")


def test_without_the_extra_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(FactcheckError, match=r"pip install factcheck-markets\[pdf\]"):
        pdf.render(SAMPLE)
