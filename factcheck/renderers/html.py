"""The report as one page to mail: no script, nothing fetched, good on paper and on a phone."""

from __future__ import annotations

import base64
import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, reduce
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from factcheck.readings import Chart, Evidence, Reading
from factcheck.renderers import charts, words
from factcheck.renderers._compiled import Compiled
from factcheck.verdicts import Coverage, Finding, Report, Verdict

WHEN = {Verdict.INTRADAY: "After the close", Verdict.REVISED: "By prices of today"}  # other words are right
LINK = re.compile(r"https?://[a-z0-9][^\s<>\"'`\\^{|}]{0,2000}", re.ASCII | re.IGNORECASE)
PERCENT_KINDS = ("change", "distance")
SETTLED = (Verdict.PASS_ROUNDING, Verdict.PASS, Verdict.NOT_CHECKABLE)  # the others want a look
MOST_CHANGES = 12  # named at the top; all of them are marked in the text
MOST_WORST = 3  # named for each file of an index

Claims = list[dict[str, Any]]
Stretch = tuple[str, dict[str, Any] | None]  # words of the text, and the claim they make


def render(report: Report, up: tuple[str, str] | None = None) -> str:
    """The whole page, its style inside and named by hash in the content security policy.

    `up` is the address and the name of the index that the page belongs to.
    """
    members = report.members or (report,)
    chapters: list[dict[str, Any]] = []
    claims: Claims = []
    for member in members:
        own = [_claim(f, f"claim-{n}") for n, f in enumerate(member.findings, len(claims) + 1)]
        claims += own
        chapters += _chapters(member, own, several=len(members) > 1)
    _lead(claims, [c for chapter in chapters for row in chapter["rows"] for c in row["claims"]])
    return _render(
        "report.html.j2",
        report,
        up=up,
        claims=claims,
        chapters=chapters,
        groups=_groups(claims),
        changes=[c for c in claims if words.must_change(c["finding"])],
        most=MOST_CHANGES,
        looks=_looks(claims),
        articles=_each(report.coverage) if len(report.coverage) > 1 else [],
    )


def pages(report: Report, path: PurePath) -> Iterator[tuple[PurePath, str]]:
    """A page for each file that was checked, in a folder beside `path`; then their index at `path`,
    so that it never leads to a page that is not there. File names are a number and plain letters."""
    folder = path.with_suffix("") if path.suffix else path.with_name(f"{path.name}-pages")
    back = (f"../{quote(path.name)}", "All files")
    rows = []
    for number, member in enumerate(report.members, 1):
        name = f"{number:04d}{_slug(words.name_of(member))}.html"
        yield folder / name, render(member, back)
        rows.append(_row(member, f"{quote(folder.name)}/{name}"))
    rows.sort(key=lambda row: -row["rank"])
    totals = [(v, words.VERDICTS[v], n) for v in words.ORDER if (n := report.counts.get(v))]
    yield path, _render("index.html.j2", report, rows=rows, totals=totals)


def _each(articles: Sequence[Coverage]) -> list[tuple[str, str]]:
    return [(a.name, words.found([a], plain=True)) for a in articles]


def _slug(name: str) -> str:
    """The plain letters of a file's name, for people who look into the folder."""
    found = re.findall(r"[a-z0-9]+", PurePath(name).name.split(".")[0].lower(), re.ASCII)
    return f"-{'-'.join(found)[:40].rstrip('-')}" if found else ""


def _row(member: Report, href: str) -> dict[str, Any]:
    """One file in the index: its counts, and what is worst in it."""
    worst = [f for v in words.ORDER for f in member.findings if f.verdict is v and words.must_change(f)]
    return {
        "href": href,
        "title": member.article.get("title") or words.name_of(member) or "Market claims",
        "name": words.name_of(member),
        "counts": [(v, words.VERDICTS[v], n) for v in words.ORDER if (n := member.counts.get(v))],
        "bar": _bar(member.counts),
        "headline": words.headline(member),
        "rank": max((f.severity.rank for f in member.findings if not f.known), default=0),
        "worst": [_short(finding) for finding in worst[:MOST_WORST]],
        "rest": max(len(worst) - MOST_WORST, 0),
    }


def _short(finding: Finding) -> dict[str, Any]:
    return {
        "verdict": finding.verdict,
        "said": words.VERDICTS[finding.verdict],
        "text": finding.claim.text,
        "right": finding.rewording.after if finding.rewording else finding.correction or finding.reason,
    }


def _render(name: str, report: Report, **values: Any) -> str:
    rules = style()
    digest = base64.b64encode(hashlib.sha256(rules.encode()).digest()).decode()
    page = _environment().get_template(name)
    articles = len(report.coverage) == max(len(report.members), 1)  # and no claim files among them
    text = page.render(
        style=Markup(rules),  # noqa: S704  # our own file
        digest=digest,
        report=report,
        article=_article(report),
        headline=words.headline(report),
        summary=words.summary(report),
        known=sum(f.known for f in report.findings),
        coverage=words.coverage(report),
        found=words.found(report.coverage, plain=True) if report.coverage and articles else "",
        checked_at=words.instant(report.checked_at),
        bar=_bar(report.counts),
        legend=words.legend(report),
        **values,
    )
    return re.sub(r"\n{2,}", "\n", text)


@cache
def _environment() -> Environment:
    # autoescape is set outright: choosing by file name leaves ".j2" files unescaped
    environment = Environment(
        loader=PackageLoader("factcheck.renderers"),
        bytecode_cache=Compiled(__file__),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"day": words.short_day, "moment": words.moment}
    return environment


@cache
def style() -> str:
    """The stylesheet without the blanks that only its readers need: every page carries it."""
    loader = _environment().loader
    assert loader is not None
    source = loader.get_source(_environment(), "report.css")[0]
    tight = re.sub(r" ?([{};]) ?|(?<=[,:]) (?!\()", r"\1", re.sub(r"\n\s*", "\n", source))
    return tight.replace(";}", "}").strip()


def _shown(value: object) -> object:
    """What every expression of the template passes through: no invisible characters in the page."""
    return words.one_line(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _article(report: Report) -> dict[str, str]:
    """What the page is called by: the headline, else the address, else the file's name."""
    article, file = report.article, words.name_of(report)
    called = "" if file.startswith("<") else PurePath(file).name
    if report.members:
        called = f"{len(report.members)} files"
    url = article.get("url", "")
    return {
        "title": article.get("title") or url or called,
        "link": url if LINK.fullmatch(url) else "",
        "published": words.moment(article.get("published", "")),
    }


# ------------------------------------------------------------------ the text and its claims


def _chapters(report: Report, claims: Claims, *, several: bool) -> list[dict[str, Any]]:
    """The article with its claims where they stand; then the claims that stand nowhere in it."""
    rows = _paragraphs(report.text, claims, report.article.get("title", ""))
    within = {c["key"] for row in rows for c in row["claims"]}
    alone = [{"text": [], "claims": [c]} for c in claims if c["key"] not in within]
    title = report.article.get("title") or words.name_of(report) if several else ""
    found = []
    if rows:
        found.append({"title": title or "In the text", "rows": rows, "reads": True})
    if alone:
        rest = "Stated, with no place in the text" if rows else title or "Statement by statement"
        found.append({"title": rest, "rows": alone, "reads": False})
    return found


def _paragraphs(text: str, claims: Claims, title: str) -> list[dict[str, Any]]:
    """The article as it reads: its paragraphs, in stretches, and the claims of each."""
    placed = sorted((c for c in claims if c["finding"].claim.seen), key=lambda c: c["finding"].claim.seen)
    starts = [c["finding"].claim.seen[0] for c in placed]
    rows: list[dict[str, Any]] = []
    flat = text.translate({0x0A: " ", 0xFFFC: "…"})
    for block in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text):
        stretches: list[Stretch] = []
        at = block.start()
        own = placed[bisect_left(starts, block.start()) : bisect_left(starts, block.end())]
        for claim in own:
            start, end = claim["finding"].claim.seen
            if at <= start and end <= block.end():
                claim["marked"] = True
                stretches += [(flat[at:start], None), (flat[start:end], claim)]
                at = end
        stretches.append((flat[at : block.end()], None))
        headline = block[0].strip() == title
        rows.append({"text": stretches, "claims": own, "headline": headline})
    return rows if placed else []


def _lead(claims: Claims, shown: Claims) -> None:
    """From each claim to the one before and after it, as they are shown, that is worth a look."""
    for step, ordered in (("next", reversed(shown)), ("previous", iter(shown))):
        last = ""
        for claim in ordered:
            claim[step] = last
            last = claim["key"] if claim["look"] else last


def _looks(claims: Claims) -> list[tuple[str, Claims]]:
    """What need not change now, and still wants somebody's eye."""
    rest = [c for c in claims if not words.must_change(c["finding"]) and not c["finding"].known]
    titles = {
        Verdict.REVISED: "Confirmed then, on prices that were revised since",
        Verdict.INTRADAY: "True during the session; after the close it reads differently",
        Verdict.UNDECIDABLE: "To be checked by hand",
    }
    found = [(title, [c for c in rest if c["finding"].verdict is v]) for v, title in titles.items()]
    return [(title, members) for title, members in found if members]


def _claim(finding: Finding, key: str, whole: bool = True) -> dict[str, Any]:
    """Everything the page says about one claim or, with a longer key, one part of it."""
    claim, rewording, chart = finding.claim, finding.rewording, _own_chart(finding)
    meta = [x for x in (finding.subject, finding.symbol, words.short_day(finding.as_of)) if x]
    within = {e for part in finding.parts for e in part.evidence}  # shown with the part
    figures = [e for e in finding.evidence if e not in within]
    before, after = words.changed(rewording.before, rewording.after) if rewording else ([], [])
    return {
        "key": key,
        "finding": finding,
        "text": claim.text if whole else finding.subject or claim.text,
        "quote": claim.quote if whole and claim.quote and claim.quote != claim.text else "",
        "verdict": words.VERDICTS[finding.verdict],
        "who": _who(finding),
        "when": WHEN.get(finding.verdict, ""),
        "before": before,
        "after": after,
        "marked": False,
        "look": finding.verdict not in SETTLED and not finding.known,
        "previous": "",
        "next": "",
        "meta": meta if whole else meta[1:],
        "where": f"{claim.place.file}, line {claim.place.line}" if claim.place else "",
        "reason": _own_reason(finding),
        "readings": [_reading(r, finding) for r in finding.readings],
        "evidence": [_figure(e) for e in figures],
        "sources": list(dict.fromkeys(e.source for e in figures)),
        "parts": [_claim(part, f"{key}-{n}", False) for n, part in enumerate(finding.parts, 1)],
        "flags": [(flag, words.FLAGS.get(flag, flag)) for flag in finding.flags],
        "notes": [(n, n in claim.assumed) for n in finding.notes if whole or n not in claim.assumed],
        "confidence": words.CONFIDENCE[finding.confidence],
        "caption": charts.caption(chart) if chart else "",
        "picture": Markup(charts.draw(chart) if chart else ""),  # noqa: S704
    }


def _own_reason(finding: Finding) -> str:
    """The reason without what each part says of itself below, where all of them do."""
    said = [part.reason for part in finding.parts]
    if not said or not all(one and one in finding.reason for one in said):
        return finding.reason
    rest = reduce(lambda reason, one: reason.replace(one, "", 1), said, finding.reason)
    return " ".join(rest.split()) if any(letter.isalnum() for letter in rest) else ""


def _own_chart(finding: Finding) -> Chart | None:
    """The chart, unless a part draws the same one below."""
    return None if finding.chart in [part.chart for part in finding.parts] else finding.chart


def _who(finding: Finding) -> str:
    """Whose figure it is, where the author's words that change do not say so."""
    names = [name for name in (finding.subject, *finding.claim.of) if name]
    said = finding.rewording.before if finding.rewording else finding.claim.text
    return "" if any(name in said for name in names) else finding.subject


def _reading(reading: Reading, finding: Finding) -> dict[str, str]:
    """One way to understand the words, without what the reason above says already."""
    sign, (low, high) = _sign(finding), reading.permitted or ("", "")
    return {
        "name": reading.name,
        "says": "" if reading.says in finding.reason else reading.says,
        "measured": words.grouped(reading.measured) + sign if reading.measured else "",
        "permitted": _permitted(words.grouped(low), words.grouped(high), sign),
        "fit": words.FITS[reading.fit],
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
        "value": words.price(evidence.value),
        "source": evidence.source,
    }


def _groups(claims: Sequence[dict[str, Any]]) -> list[tuple[Verdict, Claims]]:
    """The claims under each verdict that occurs, problems first."""
    found = [(v, [c for c in claims if c["finding"].verdict == v]) for v in words.ORDER]
    return [(verdict, members) for verdict, members in found if members]


def _bar(counts: Mapping[str, int]) -> list[tuple[str, float, float]]:
    """Verdict, left edge and width of each stretch of a bar 100 units long."""
    total, left, stretches = sum(counts.values()), 0.0, []
    for verdict in words.ORDER:
        width = 100 * counts.get(verdict, 0) / total if total else 0
        if width:
            stretches.append((str(verdict), round(left, 2), round(width, 2)))
        left += width
    return stretches
