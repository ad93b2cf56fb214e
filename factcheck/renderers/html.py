"""The report as one page to mail: no script, nothing fetched, good on paper and on a phone."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from factcheck.readings import Evidence, Reading
from factcheck.renderers import charts, words
from factcheck.verdicts import Finding, Report, Severity, Verdict

LINK = re.compile(r"https?://[a-z0-9][^\s<>\"'`\\^{|}]{0,2000}", re.ASCII | re.IGNORECASE)
PERCENT_KINDS = ("change", "distance")


def render(report: Report) -> str:
    """The whole page, its style inside and named by hash in the content security policy."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    numbered = [_claim(finding, f"claim-{n}") for n, finding in enumerate(report.findings, 1)]
    return _page().render(
        style=Markup(style),  # noqa: S704  # our own file
        digest=digest,
        report=report,
        article=_article(report.article),
        summary=words.summary(report),
        coverage=words.coverage(report),
        found=words.found(report.coverage) if report.coverage else "",
        articles=[(a.name, words.found([a])) for a in report.coverage] if len(report.coverage) > 1 else [],
        checked_at=words.instant(report.checked_at),
        bar=_bar(report.counts),
        groups=_groups(numbered),
        claims=numbered,
        paragraphs=_paragraphs(report.text, numbered),
        legend=words.VERDICTS,
    )


@cache
def _page() -> Template:
    # autoescape is set outright: choosing by file name leaves ".j2" files unescaped
    environment = Environment(
        loader=PackageLoader("factcheck.renderers"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"day": words.short_day, "moment": words.moment}
    return environment.get_template("report.html.j2")


def _style() -> str:
    loader = _page().environment.loader
    assert loader is not None
    return loader.get_source(_page().environment, "report.css")[0]


def _shown(value: object) -> object:
    """What every expression of the template passes through: no invisible characters in the page."""
    return (
        words.one_line(value)
        if isinstance(value, str) and not hasattr(value, "__html__")
        else value
    )


def _article(article: Mapping[str, str]) -> dict[str, str]:
    url = article.get("url", "")
    return {
        "title": article.get("title", ""),
        "url": url,
        "link": url if LINK.fullmatch(url) else "",
        "published": words.moment(article.get("published", "")),
    }


def _claim(finding: Finding, key: str, whole: bool = True) -> dict[str, Any]:
    """Everything the page says about one claim or, with a longer key, one part of it."""
    claim = finding.claim
    meta = [x for x in (finding.subject, finding.symbol, words.short_day(finding.as_of)) if x]
    return {
        "key": key,
        "finding": finding,
        "text": claim.text if whole else finding.subject or claim.text,
        "quote": claim.quote if claim.quote and claim.quote != claim.text else "",
        "verdict": words.VERDICTS[finding.verdict],
        "meta": meta if whole else meta[1:],
        "where": f"{claim.place.file}, line {claim.place.line}" if claim.place else "",
        "readings": [_reading(r, _sign(finding)) for r in finding.readings],
        "evidence": [_figure(e) for e in finding.evidence],
        "sources": list(dict.fromkeys(e.source for e in finding.evidence)),
        "parts": [_claim(part, f"{key}-{n}", False) for n, part in enumerate(finding.parts, 1)],
        "flags": [(flag, words.FLAGS.get(flag, flag)) for flag in finding.flags],
        "confidence": words.CONFIDENCE[finding.confidence],
        "open": finding.severity.rank >= Severity.WARNING.rank,
        "caption": charts.caption(finding.chart) if finding.chart else "",
        "picture": Markup(charts.draw(finding.chart, key) if finding.chart else ""),  # noqa: S704
    }


def _paragraphs(text: str, claims: list[dict[str, Any]]) -> list[list[tuple[str, dict[str, Any] | None]]]:
    """The article as it reads: stretches of text, each with the claim it makes, if any."""
    placed = sorted((c for c in claims if c["finding"].claim.seen), key=lambda c: c["finding"].claim.seen)
    found, flat = [], text.replace("\n", " ")
    for block in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text):
        row: list[tuple[str, dict[str, Any] | None]] = []
        at = block.start()
        for claim in placed:
            start, end = claim["finding"].claim.seen
            if at <= start and end <= block.end():
                row += [(flat[at:start], None), (flat[start:end], claim)]
                at = end
        found.append([*row, (flat[at : block.end()], None)])
    return found if placed else []


def _reading(reading: Reading, sign: str) -> dict[str, str]:
    low, high = reading.permitted or ("", "")
    return {
        "name": reading.name,
        "says": reading.says,
        "measured": words.grouped(reading.measured) + sign if reading.measured else "",
        "permitted": _permitted(words.grouped(low), words.grouped(high), sign),
        "fit": words.FITS[reading.fit],
        "slug": str(reading.fit),
    }


def _permitted(low: str, high: str, sign: str) -> str:
    if low and high:
        return f"{low}{sign}" if low == high else f"{low} to {high}{sign}"
    return f"from {low}{sign}" if low else f"up to {high}{sign}" if high else ""


def _sign(finding: Finding) -> str:
    verifier = finding.claim.verifier
    percent = getattr(verifier, "unit", None) == "percent"
    return "%" if percent and finding.claim.kind in PERCENT_KINDS else ""


def _figure(evidence: Evidence) -> dict[str, str]:
    day = evidence.date or ""
    return {
        "label": evidence.label.removesuffix(day).rstrip() or evidence.label,
        "day": words.short_day(day),
        "value": words.grouped(evidence.value),
        "source": evidence.source,
    }


def _groups(claims: list[dict[str, Any]]) -> list[tuple[Verdict, list[dict[str, Any]]]]:
    """The claims under each verdict that occurs, problems first."""
    found = [(v, [c for c in claims if c["finding"].verdict == v]) for v in words.ORDER]
    return [(verdict, members) for verdict, members in found if members]


def _bar(counts: Mapping[str, int]) -> list[tuple[str, float, float]]:
    """Verdict, left edge and width of each stretch of a bar 100 units long."""
    total, left, stretches = sum(counts.values()), 0.0, []
    for verdict in words.ORDER:
        width = 100 * counts[verdict] / total if total else 0
        if width:
            stretches.append((str(verdict), round(left, 2), round(width, 2)))
        left += width
    return stretches
