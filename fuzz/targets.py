"""Fuzz targets: bytes in; an exception out is a finding. What each promises is its docstring.

Nothing here needs the fuzzer: tests/test_found.py runs the same functions over the seeds and over every
input that once failed.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

from factcheck import calendars
from factcheck.errors import InputError, SourceError, visible
from factcheck.instruments import Catalogue, Listing
from factcheck.prices import MISSING, Prices
from factcheck.store import Store

NOW = datetime(2025, 2, 23, 12, tzinfo=UTC)
INDEX = Listing("^HSI", "Hang Seng Index", "index", "XHKG", "HKD", 2)
RATE = Listing("DGS10", "Ten-year yield", "yield", "XNYS", "USD", 2)
RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)
ANNOTATION = re.compile(r"::(error|warning|notice|debug|stop-commands|group|endgroup)\b")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?", re.ASCII)

Target = Callable[[bytes], None]


@cache
def workplace() -> Path:
    """A folder with nothing in it but what a target writes."""
    return Path(tempfile.mkdtemp(prefix="factcheck-fuzz-"))


@cache
def catalogue() -> Catalogue:
    return Catalogue.load(Store(workplace() / "store"))


@cache
def hong_kong() -> calendars.Calendar:
    return calendars.get("XHKG", Store(workplace() / "store"), NOW.date())


# --------------------------------------------------------------------------------- what people write


def claim_file(data: bytes) -> None:
    """Claims, or problems that stand inside the file and show nothing raw; an id is there once."""
    from factcheck.claim_files import parse_claims

    try:
        file = parse_claims(data, "x", workplace(), catalogue=catalogue())
    except InputError as error:
        _inside(error, data)
        return
    lines = _lines(data)
    assert len({claim.id for claim in file.claims}) == len(file.claims)
    for claim in file.claims:
        assert claim.place is not None
        assert 1 <= claim.place.line <= claim.place.end_line <= lines


def short_form(data: bytes) -> None:
    """A sentence is read with its spans inside, or refused in print; what is written of it is read."""
    from factcheck.reading.shortform import Unread, read_short
    from factcheck.reading.writing import write_short

    text = data.decode("utf-8", "replace")[:2000]
    try:
        form = read_short(text, catalogue())
    except Unread as error:
        assert visible(str(error)) == str(error), "what is shown is visible"
        return
    assert all(0 <= start < end <= len(text) for start, end in form.spans)
    for item in form.items:
        try:
            short = write_short(item)
        except ValueError:
            continue
        read_short(short, catalogue())


def numbers(data: bytes) -> None:
    """A number holds itself and its own text; a window, a period and a day are read or refused."""
    from factcheck.periods import Period, Vague, Window
    from factcheck.policy import Policy
    from factcheck.statements import Stated, permit

    text = data.decode("utf-8", "replace")[:200]
    try:
        stated = Stated.parse(text)
    except ValueError:
        pass
    else:
        assert isinstance(stated.value, Fraction)
        fit, _ = permit(stated, None, Policy()).fit(stated.value)
        assert fit == "true", "a number permits itself"
    for read in (Window.parse, Period.parse, Vague.parse):
        try:
            found: object = read(text)
        except ValueError:
            continue
        if isinstance(found, Window):
            found.start(NOW.date())
        if isinstance(found, Vague):
            try:
                days = found.interval(NOW.date(), Policy())
            except ValueError:
                continue
            assert days.first is None or days.last is None or days.first <= days.last


def article(data: bytes) -> None:
    """Statements with their places inside the file, each holding a figure of its own words."""
    from factcheck.articles import parse_articles

    hows = ("plain", "markdown", "html", ".jsonl")
    how, body = hows[data[0] % 4] if data else "plain", data[1:].decode("utf-8", "replace")
    try:
        files = parse_articles(body, "x", how, catalogue())
    except InputError as error:
        _inside(error, body.encode("utf-8", "replace"))
        return
    lines = _lines(body.encode("utf-8", "replace"))
    for file in files:
        for claim in file.claims:
            assert claim.span is not None and claim.seen is not None and claim.quote
            assert file.seen[slice(*claim.seen)] == claim.quote
            assert claim.place is not None and 1 <= claim.place.line <= claim.place.end_line <= lines
            if how != ".jsonl":
                assert 0 <= claim.span[0] < claim.span[1] <= len(body)


def check(data: bytes) -> None:
    """Lines of claims about one series that is in the file: a report with a finding for each, or
    problems; and every format can show it."""
    from factcheck.checking import Setting
    from factcheck.checking import check as check_file
    from factcheck.claim_files import parse_claims
    from factcheck.sources import Setting as Place
    from factcheck.sources import desk
    from factcheck.sources.inline import Inline

    claims = [line for line in data.decode("utf-8", "replace").split("\n") if line.strip()][:5]
    source = _with_prices(claims)
    store = Store(workplace() / "store")
    try:
        file = parse_claims(source.encode(), "x", workplace(), catalogue=catalogue())
        setting = Setting(
            desk=desk(Place(NOW, store, offline=True), inline=Inline.of(file), names=()),
            calendar=lambda code: calendars.get(code, store, NOW.date()),
            catalogue=catalogue(),
            now=NOW,
        )
        report = check_file(file, setting)
    except InputError as error:
        _inside(error, source.encode())
        return
    assert len(report.findings) == len(file.claims)
    assert sum(report.counts.values()) == len(report.findings)
    inert(report)


@cache
def _rows() -> str:
    days = [
        day
        for day in range(date(2024, 11, 1).toordinal(), date(2025, 2, 22).toordinal())
        if date.fromordinal(day).weekday() < 5
    ]
    told = []
    for n, day in enumerate(days):
        close = 100 + (n * 7919 % 23) - (n * 104729 % 11) + n % 2 * 0.25
        told.append(f"    - [{date.fromordinal(day)}, {close}, {close + 2}, {close - 1.5}, {close + 0.5}]")
    return "\n".join(told)


def _with_prices(claims: list[str]) -> str:
    listed = "\n".join(f"  - {{claim: {json.dumps(line)}}}" for line in claims)
    return (
        "article: {published: 2025-02-22}\n"
        "instruments:\n  - {symbol: ALD, name: Alder, type: index, calendar: weekdays, currency: USD}\n"
        f"prices:\n  ALD:\n{_rows()}\ndefaults: {{of: ALD, on: 2025-02-21}}\nclaims:\n{listed}\n"
    )


def configuration(data: bytes) -> None:
    """A configuration, or problems that stand inside the file."""
    from factcheck.configuration import configuration as read

    folder = workplace() / "configured"
    folder.mkdir(exist_ok=True)
    (folder / "factcheck.toml").write_bytes(data)
    try:
        read(folder)
    except InputError as error:
        _inside(error, data)


# ------------------------------------------------------------------------------- what sources answer


def csv_file(data: bytes) -> None:
    """Bars in order, each day once, or problems that stand inside the file."""
    from factcheck.sources.csv_folder import parse

    decimals = data[0] % 9 if data else None
    try:
        prices = parse("x", data[1:], decimals)
    except InputError as error:
        _inside(error, data[1:])
        return
    _bars(prices)


def yahoo(data: bytes) -> None:
    """Bars of what was asked for, positive, in order, none later than now; or one named error."""
    from factcheck.sources._chart import Answer, read

    status = (200, 200, 200, 404, 422, 429, 500)[data[0] % 7] if data else 200
    answer = Answer(status, data[1:])
    try:
        prices = read(answer, INDEX, "^HSI", hong_kong(), NOW)
    except SourceError as error:
        assert len(error.detail) <= 400
        return
    _bars(prices)
    assert prices.origin.symbol == "^HSI" and prices.currency in (None, "HKD")
    assert all(np.all((c == MISSING) | (c > 0)) for c in _priced(prices))
    assert prices.days[-1] <= NOW.toordinal() + 1
    assert json.loads(answer.body)["chart"]["result"][0]["meta"]["symbol"] == "^HSI"


def fred(data: bytes) -> None:
    """Figures in order, each day once, or one named error."""
    from factcheck.sources.fred import read

    try:
        _bars(read(data, RATE, "DGS10"))
    except SourceError as error:
        assert len(error.detail) <= 400


def akshare(data: bytes) -> None:
    """A table of any cells is bars, or one named error."""
    import pandas as pd

    from factcheck.sources.akshare import _as_csv, read

    try:
        told = json.loads(data)
        frame = pd.DataFrame(told if isinstance(told, dict | list) else [told])
    except (ValueError, TypeError, RecursionError, OverflowError, AttributeError):
        return  # no table: that is the library's affair
    try:
        prices = read(_as_csv(frame, "sh000300"), INDEX, "sh000300")
    except SourceError as error:
        assert len(error.detail) <= 400
        return
    _bars(prices)
    assert all(np.all((c == MISSING) | (c > 0)) for c in _priced(prices))


def kept(data: bytes) -> None:
    """The parsed form of a series, whoever wrote it: bars that can be kept again, or ValueError."""
    from factcheck.sources import packed, unpacked

    try:
        prices = unpacked(data)
    except ValueError:
        return
    unpacked(packed(prices))


def bundle(data: bytes) -> None:
    """A bundle, bars, sessions or canonical JSON, in the one way that they are written; or EvidenceError."""
    from factcheck.evidence import EvidenceError, bars
    from factcheck.evidence import bundle as bundles

    readers = (
        lambda body: bundles.read(*bundles.whole(body)),
        lambda body: _bars(bars.read(body)),
        bars.read_sessions,
        lambda body: bundles.read_canonical(body, "x"),
    )
    try:
        readers[data[0] % 4 if data else 0](data[1:])
    except EvidenceError as error:
        assert visible(str(error)) == str(error), error


# ---------------------------------------------------------------------------------- what people read


def encoders(data: bytes) -> None:
    """A text in every field of a report adds no structure to any format, and shows nothing raw."""
    from tests.test_html import everything

    report = everything(_text(data)[:500])
    inert(replace(report, findings=(report.findings[0], *report.findings[-2:])))


def _text(data: bytes) -> str:
    """Half of a surrogate pair too: JSON can hold one."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def inert(report: Any) -> None:
    """Every format of a report shows nothing raw, and adds no structure to itself."""
    from factcheck.renderers import RENDERERS

    for name, render in RENDERERS.items():
        if name != "pdf":  # a browser prints the page
            READERS.get(name, _as_text)(render(report, **NEEDED.get(name, {})))


def _as_text(text: str) -> None:
    assert not RAW.search(text), RAW.search(text)
    assert not COMMAND.search(text), COMMAND.search(text)
    text.encode()


def _as_page(text: str) -> None:
    from tests.test_html import Elements

    assert not RAW.search(text), RAW.search(text)
    text.encode()
    found = Elements(text)
    assert not {"script", "img", "iframe", "object", "base"} & {tag for tag, _ in found.tags}
    for name, value in found.values:
        assert not name.startswith("on"), name
        link = name not in ("href", "src") or value.startswith(("#", "http://", "https://", "data:image/"))
        assert link, value


def _as_json(text: str) -> None:
    assert text.isascii()
    json.loads(text, parse_constant=_never)


def _as_xml(text: str) -> None:
    ElementTree.fromstring(text)


def _as_cells(text: str) -> None:
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert len({len(row) for row in rows if row}) <= 1
    for cell in (cell for row in rows for cell in row):
        assert not cell.startswith(FORMULA) or PLAIN_NUMBER.fullmatch(cell), cell
        assert not RAW.search(cell), cell


def _as_commands(text: str) -> None:
    """Only commands that were meant: each line begins with one, and holds no other."""
    for line in text.splitlines():
        ours = ANNOTATION.match(line)  # the runner looks for ##[ only where no line begins with ::
        assert ours or not COMMAND.search(line), line
        assert not RAW.search(line), line


def _never(constant: str) -> None:
    raise AssertionError(constant)


def _as_markdown(text: str) -> None:
    """What is not escaped is only what the format itself writes."""
    bare = re.sub(r"\\.|&#8203;", "", text)
    assert not re.search(r"[<>`\[\]$@]|://", bare), bare
    _as_text(text)


NEEDED: Mapping[str, Mapping[str, str]] = {"claimreview": {"author": "The Post", "url": "https://example.org/"}}
READERS: Mapping[str, Callable[[str], None]] = {
    "html": _as_page,
    "json": _as_json,
    "sarif": _as_json,
    "gitlab": _as_json,
    "claimreview": _as_json,
    "markdown": _as_markdown,
    "junit": _as_xml,
    "csv": _as_cells,
    "github": _as_commands,
}


# ------------------------------------------------------------------------------------------- oracles


def _lines(data: bytes) -> int:
    return len(re.split(r"\r\n|\r|\n", data.decode("utf-8", "replace")))


def _inside(error: InputError, data: bytes) -> None:
    """Problems stand inside the file, and what they say can be printed line by line."""
    assert error.problems
    assert len(error.problems) <= 51
    lines = max(_lines(data), data.count(b"\n") + 1)
    for problem in error.problems:
        assert 1 <= problem.line <= lines + 1, (problem, lines)
        assert problem.column >= 1, problem
        assert visible(str(problem)) == str(problem), problem
        assert len(str(problem)) < 2000, problem


def _bars(prices: Prices) -> None:
    assert np.all(np.diff(prices.days) > 0)
    for column in _priced(prices):
        assert len(column) == len(prices.days)
        assert np.all((column == MISSING) | (np.abs(column) <= 2**62))
    for row in range(min(len(prices), 20)):
        if prices.close[row] != MISSING:
            Fraction(prices.text(prices.close, row))


def _priced(prices: Prices) -> list[Any]:
    return [prices.open, prices.high, prices.low, prices.close]


TARGETS: Mapping[str, Target] = {
    target.__name__: target
    for target in (
        claim_file, short_form, numbers, article, check, configuration,
        csv_file, yahoo, fred, akshare, kept, bundle, encoders,
    )
}  # fmt: skip
