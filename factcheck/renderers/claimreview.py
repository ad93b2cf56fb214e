"""ClaimReview as JSON-LD (schema.org), for a page that publishes the check; what is open is left out."""

from __future__ import annotations

from typing import Any

from factcheck.errors import visible
from factcheck.renderers._problems import explained, words
from factcheck.renderers.json import dumped
from factcheck.renderers.words import one_line
from factcheck.verdicts import Finding, Report, Verdict

RATINGS = {  # S1.1
    Verdict.PASS: (5, "True"),
    Verdict.PASS_ROUNDING: (4, "Correct to rounding"),
    Verdict.INTRADAY: (3, "True during the session, not at the close"),
    Verdict.MISLEADING: (2, "Misleading"),
    Verdict.FAIL: (1, "False"),
}
LONGEST = 75  # characters of `claimReviewed`, as its readers advise


def render(report: Report, *, author: str, url: str) -> str:
    """One review for each decided claim. `author` publishes them on the page `url`; S1.6 has them labelled
    as an automatic check."""
    reviews = [_review(f, report, author, url) for f in report.findings if f.verdict in RATINGS]
    return dumped({"@context": "https://schema.org", "@graph": reviews})


def _review(finding: Finding, report: Report, author: str, url: str) -> dict[str, Any]:
    value, name = RATINGS[finding.verdict]
    return {
        "@type": "ClaimReview",
        "datePublished": report.checked_at.date().isoformat(),
        "url": visible(url),
        "author": {
            "@type": "Organization",
            "name": visible(author),
            "description": f"Automatic check with factcheck {report.version}".rstrip(),
        },
        "claimReviewed": _short(words(finding)),
        "itemReviewed": _claim(finding, report),
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": value,
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": name,
            "ratingExplanation": explained(finding),
        },
    }


def _claim(finding: Finding, report: Report) -> dict[str, Any]:
    """What was claimed, whole; when and where, as far as the article says."""
    facts: dict[str, Any] = {"@type": "Claim", "text": words(finding)}
    article = report.article
    if article.get("published"):
        facts["datePublished"] = visible(article["published"])
    if article.get("url"):
        appearance = {"@type": "CreativeWork", "url": visible(article["url"])}
        facts["appearance"] = appearance | (
            {"headline": one_line(article["title"])} if article.get("title") else {}
        )
    return facts


def _short(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    head = text[: LONGEST - 1]
    return f"{head.rpartition(' ')[0] or head}…"
