"""How well articles are checked, from their words to the verdicts: the second half of `make accuracy`.

Every annotated article is checked offline against the market data beside the project, as a vendor's.
What is called false is listed and judged by hand in judged.tsv; then every statement that passed is
made wrong in one way at a time, and what still passes is counted. Whether a change makes it wrong is
decided by the plain-Python oracle of the tests, which shares no code with the package.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Any

from benchmarks.accuracy import GOLD, PAGE, SHARED
from factcheck import calendars
from factcheck.articles import parse_articles
from factcheck.checking import Setting, check
from factcheck.claims import Article, Claim, ClaimFile
from factcheck.instruments import Catalogue
from factcheck.periods import Period, Window
from factcheck.sources import Setting as SourceSetting
from factcheck.sources import desk
from factcheck.statements import Direction, Stated
from factcheck.store import Store
from factcheck.verdicts import PASSING, Finding, Verdict
from factcheck.verifiers import Session
from factcheck.views import Moment
from tests import oracle
from tests.test_history import quiet

DATA = SHARED / "data"
JUDGED = Path(__file__).with_name("judged.tsv")
NOW = datetime(2026, 11, 1, tzinfo=UTC)
WRONG = (Verdict.FAIL, Verdict.MISLEADING)
AIM = 0.97
HEAD = "## What comes of it"
RIVALS = (
    ("^HSI", "HSTECH.HK"), ("000300.SS", "000001.SS"), ("^GSPC", "^IXIC"), ("^DJI", "^RUT"),
    ("^N225", "^KS11"), ("^BSESN", "^NSEI"), ("^GDAXI", "^FTSE"), ("GC=F", "SI=F"), ("AAPL", "MSFT"),
    ("9988.HK", "0700.HK"), ("1810.HK", "0992.HK"), ("TSLA", "NVDA"), ("GOOGL", "META"),
)  # fmt: skip
OTHERS = {**dict(RIVALS), **{b: a for a, b in RIVALS}}


@dataclass(frozen=True)
class Checked:
    """One statement of an article with what was found."""

    article: str
    file: ClaimFile
    claim: Claim
    finding: Finding


@dataclass
class Bench:
    """The calendars, names and prices that all checks share; `folder` holds the data as a vendor's."""

    folder: Path
    store: Store = field(default_factory=Store.default)
    catalogue: Catalogue = field(default_factory=Catalogue.load)

    def __post_init__(self) -> None:
        self.calendar = partial(calendars.get, store=self.store, today=NOW.date())
        source = SourceSetting(now=NOW, store=self.store, offline=True)
        prices = desk(source, [self.folder], names=())
        self.setting = Setting(prices, self.calendar, self.catalogue, NOW)
        self.series = cache(self._series)

    def articles(self) -> Iterator[Checked]:
        """Every statement of the annotated articles."""
        text = GOLD.read_text(encoding="utf-8")
        ids = [json.loads(line)["id"] for line in text.splitlines() if line.strip()]
        files = parse_articles(text, GOLD.name, ".jsonl", self.catalogue)
        for id_, file in zip(ids, files, strict=True):
            for claim, finding in zip(file.claims, check(file, self.setting).findings, strict=True):
                yield Checked(id_, file, claim, finding)

    def again(self, one: Checked, claims: Sequence[Claim]) -> list[Verdict]:
        """The verdicts on changed claims of the same article, each standing alone."""
        alone = tuple(replace(c, id=f"{c.id}-{n}", place=None) for n, c in enumerate(claims))
        return [f.verdict for f in check(replace(one.file, claims=alone), self.setting).findings]

    # ------------------------------------------------------------------ what is true

    def truth(self, one: Checked, claim: Claim, day: date) -> bool | None:
        """Whether the oracle calls a claim of one session true; None where it has no answer.

        What some moment of the day made true is true of a text written while the market was open.
        """
        symbol = self.symbol(claim, one)
        series = self.series(symbol) if symbol else None
        if symbol is None or series is None or day not in series.days:
            return None
        kind, keys = str(claim.kind), keys_of(claim)
        if kind not in oracle.KINDS or not keys.keys() <= KNOWN or keys.get("session") in UNKNOWN:
            return None
        try:
            said = oracle.verdict(series, keys, day, str(self.moment(one, symbol, day)))  # type: ignore[no-untyped-call]
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            return None  # a phrase or a key that it does not know
        if said in (None, "undecidable"):
            return None
        return said in PASSING or (said == Verdict.INTRADAY and during(self, one, claim, day))

    def symbol(self, claim: Claim, one: Checked) -> str | None:
        if len(claim.of) != 1:
            return None
        market = one.file.article.market if one.file.article else None
        found = self.catalogue.resolve(claim.of[0], market=market)
        return found.listings[0].symbol if len(found.listings) == 1 and not found.inverse else None

    def _series(self, symbol: str) -> oracle.Series | None:
        path = self.folder / f"{symbol.removeprefix('^')}.csv"
        if not path.is_file():
            return None
        with path.open(encoding="utf-8") as file:
            rows = [r for r in csv.DictReader(x for x in file if not x.startswith("#")) if r["close"]]
        listing = self.catalogue.resolve(symbol).listings[0]
        days = [date.fromisoformat(r["date"]) for r in rows]
        calendar = self.calendar(listing.calendar)
        sessions = calendar.sessions(days[0].toordinal(), days[-1].toordinal()).tolist()
        cells = [[d, *(quiet(r[k]) for k in ("open", "high", "low", "close"))]  # type: ignore[no-untyped-call]
                 for d, r in zip(days, rows, strict=True)]  # fmt: skip
        complete = listing.since is not None and days[0] <= listing.since
        about = {"kind": listing.type, "official": False, "complete": complete}
        series: oracle.Series = oracle.Series.of(cells, map(date.fromordinal, sessions), **about)  # type: ignore[no-untyped-call]
        return series

    def moment(self, one: Checked, symbol: str, day: date) -> Moment:
        article = one.file.article or Article()
        hours = self.calendar(self.catalogue.resolve(symbol).listings[0].calendar).hours(day.toordinal())
        if article.published is None or hours is None:
            written = article.published_date
            return Moment.AFTER if written is not None and written > day else Moment.UNKNOWN
        if article.published > hours[1]:
            return Moment.AFTER
        return Moment.OPEN if article.published >= hours[0] else Moment.UNKNOWN


def during(bench: Bench, one: Checked, claim: Claim, day: date) -> bool:
    """Whether a text speaks of the running session, so that a price of the day is no error."""
    if getattr(claim.verifier, "session", None) is Session.INTRADAY:
        return True
    symbol = bench.symbol(claim, one)
    return symbol is not None and bench.moment(one, symbol, day) is not Moment.AFTER


def of_the_close(claim: Claim) -> Claim:
    """A figure without a word of the close as one of the close."""
    if getattr(claim.verifier, "session", Session.CLOSE) is not None:
        return claim
    return replace(claim, verifier=replace(claim.verifier, session=Session.CLOSE))  # type: ignore[type-var]


UNKNOWN = (Session.OPEN, Session.AFTER_HOURS)  # sessions that the oracle takes for any other
KNOWN = frozenset(
    "kind direction value unit hedge upper period session window window_hedge fresh held reclaimed".split()
)


def keys_of(claim: Claim) -> dict[str, str]:
    """A claim in its long form, as the oracle reads it."""
    found = {"kind": str(claim.kind)}
    for key, said in vars(claim.verifier).items():
        if said is None or said is False or (key == "rank" and said == 1):
            continue
        text = said.text.replace(",", "") if isinstance(said, Stated) else str(said)
        found[key] = "true" if said is True else text
    if found["kind"] != "change" and found.get("unit") in ("points", "price"):
        del found["unit"]
    if found.get("unit") == "price":
        found["unit"] = "points"
    return found


# ------------------------------------------------------------------------------- one thing wrong


class Way(StrEnum):
    """What is made wrong in a statement."""

    DIGIT = "a digit"
    SIGN = "the direction"
    DAY = "the day"
    PERIOD = "the period"
    WINDOW = "the window"
    LENGTH = "the length of a streak"
    INSTRUMENT = "the instrument"


def corrupted(bench: Bench, one: Checked, day: date) -> Iterator[tuple[Way, Claim, date]]:
    """The claim with one thing changed, and the session that it is then about."""
    claim = one.claim
    assert claim.verifier is not None
    claim = replace(claim, on=day.isoformat())
    said = vars(claim.verifier)

    def other(**keys: Any) -> Claim:
        return replace(claim, verifier=replace(claim.verifier, **keys))  # type: ignore[type-var]

    value = said.get("value")
    if isinstance(value, Stated) and not value.words:
        counted = claim.kind in ("streak", "streak_break")
        for text in changed(value.text, counted):
            yield Way.LENGTH if counted else Way.DIGIT, other(value=Stated.parse(text)), day
    if said.get("direction") in TURNED:
        yield Way.SIGN, other(direction=TURNED[said["direction"]]), day
    symbol = bench.symbol(claim, one)
    series = bench.series(symbol) if symbol else None
    if series and day in series.days and (at := series.days.index(day)) > 1:
        before = series.days[at - 1]
        yield Way.DAY, replace(claim, on=before.isoformat()), before
    if str(said.get("period")) in PERIODS and isinstance(said["period"], Period):
        yield Way.PERIOD, other(period=Period.parse(PERIODS[str(said["period"])])), day
    if isinstance(said.get("window"), Window):
        wider = widened(said["window"])
        if wider:
            yield Way.WINDOW, other(window=Window.parse(wider)), day
    if symbol in OTHERS:
        yield Way.INSTRUMENT, replace(claim, of=(OTHERS[symbol],)), day


TURNED = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP}
PERIODS = {"day": "week", "week": "month", "month": "day", "ytd": "month", "year": "month"}


def changed(text: str, counted: bool) -> Iterator[str]:
    """One digit of a number as written: the last one, and the first; of a count, one more or less."""
    if counted:
        if text.isdigit():
            yield str(int(text) + 1)
            if int(text) > 1:
                yield str(int(text) - 1)
        return
    digits = [i for i, c in enumerate(text) if c.isdigit()]
    for i, step in {digits[-1]: 4, digits[0]: 1}.items():
        new = (int(text[i]) + step) % 10
        yield text[:i] + str(new or (1 if i == digits[0] else 0)) + text[i + 1 :]


def widened(window: Window) -> str | None:
    """A window that claims much more; nothing where it claims all already."""
    if window.unit in ("record", "first"):
        return None
    if window.since is not None or window.unit == "ytd" or window.n is None:
        return "record"
    return f"{window.n * 3:g}-{window.unit}"


# ------------------------------------------------------------------------------------- the page


def main() -> None:
    if not GOLD.is_file() or not DATA.is_dir():
        sys.exit("the whole is measured with ../shared/corpus and ../shared/data, which are not here")
    with tempfile.TemporaryDirectory() as folder:
        as_vendors(Path(folder))
        bench = Bench(Path(folder))
        checked = list(bench.articles())
        passed = [one for one in checked if one.finding.verdict in PASSING and one.finding.as_of]
        tries = [t for one in passed for t in tried(bench, one, closing=True)]
        worded = [t for one in passed for t in tried(bench, one, closing=False)]
    page = "\n".join([*verdict_lines(checked), *corruption_lines(tries, worded)]) + "\n"
    print("\n".join(missed(tries)), file=sys.stderr)
    known = PAGE.read_text(encoding="utf-8").partition(HEAD)[0].rstrip()
    PAGE.write_text(f"{known}\n\n{page}", encoding="utf-8")
    print(page)


def as_vendors(folder: Path) -> None:
    """The data beside, marked for what they are: a vendor's."""
    for path in DATA.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        (folder / path.name).write_text(f"# standing: vendor\n{text}", encoding="utf-8")


@dataclass(frozen=True)
class Try:
    """One change of one statement: whether it is then true, and the verdict."""

    one: Checked
    way: Way
    claim: Claim
    day: date
    true: bool | None
    verdict: Verdict
    running: bool  # the text speaks of the running session

    @property
    def noticed(self) -> bool:
        if self.verdict in PASSING:
            return False
        return self.verdict is not Verdict.INTRADAY or self.running


def tried(bench: Bench, one: Checked, *, closing: bool) -> Iterator[Try]:
    """Every change of a statement; `closing`: of a session that was over when the text appeared, as
    one of its close, where the statement is true of a close."""
    day = date.fromisoformat(str(one.finding.as_of))
    # where the oracle disagrees with what passed it is no judge of what is changed
    judge = bench.truth(one, one.claim, day) is True
    changes = list(corrupted(bench, one, day))
    if closing and bench.again(one, [of_the_close(one.claim)])[0] in PASSING:
        changes = [(way, claim if during(bench, one, claim, at) else of_the_close(claim), at)
                   for way, claim, at in changes]  # fmt: skip
    verdicts = bench.again(one, [claim for _, claim, _ in changes])
    for (way, claim, at), verdict in zip(changes, verdicts, strict=True):
        true = bench.truth(one, claim, at) if judge else None
        yield Try(one, way, claim, at, true, verdict, during(bench, one, claim, at))


def verdict_lines(checked: Sequence[Checked]) -> list[str]:
    counts = Counter(str(one.finding.verdict) for one in checked)
    wrong = [one for one in checked if one.finding.verdict in WRONG]
    judged = judgements()
    rows, blame = list[str](), Counter[str]()
    for one in wrong:
        finding, number = one.finding, stated(one.claim)
        whose, why = judged.get((one.article, str(one.claim.kind), number), ("not judged", ""))
        of = finding.symbol or finding.subject
        rows.append(
            f"| {one.article} | {one.claim.kind} | {of} | {number} | {finding.measured or ''} "
            f"| {finding.verdict} | {whose}: {why} |"
        )
        blame[whose] += 1
    order = [str(v) for v in (*PASSING, Verdict.INTRADAY, Verdict.MISLEADING, Verdict.FAIL,
                              Verdict.UNDECIDABLE, Verdict.NOT_CHECKABLE)]  # fmt: skip
    return [
        HEAD,
        "",
        "The same articles are checked with the daily prices of 41 instruments, which have no bars within a "
        "day and are taken for a vendor's. "
        f"Of {len(checked)} statements found: " + ", ".join(f"{counts[v]} {v}" for v in order) + ".",
        "",
        f"Called false or misleading: {len(wrong)}. Each was judged by reading the sentence and the prices "
        "(benchmarks/judged.tsv): "
        + (", ".join(f"{n} {whose}" for whose, n in blame.most_common()) or "none")
        + ". *Ours* must be none.",
        "",
        "| article | kind | of | stated | computed | verdict | whose error |",
        "|---|---|---|---:|---:|---|---|",
        *rows,
        "",
    ]


def stated(claim: Claim) -> str:
    """The number of a statement, or its window."""
    said = vars(claim.verifier)
    value = said.get("value") or said.get("window") or said.get("direction")
    return str(value)


def judgements() -> dict[tuple[str, str, str], tuple[str, str]]:
    """(article, kind, stated) → whose error it is, and why."""
    lines = JUDGED.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {(a, kind, number): (whose, why) for a, kind, number, whose, why in rows}


def corruption_lines(tries: Sequence[Try], worded: Sequence[Try]) -> list[str]:
    """The table of `tries`, and one line on the same changes of the statements as worded."""
    told = [t for t in worded if t.true is False]
    lines = [
        "## One thing made wrong",
        "",
        "Every statement that passed is changed in one way at a time and checked again; a figure of a "
        "session that was over when the article appeared is changed as one of its close. A change is noticed "
        "where it no longer passes; `intraday` counts only for a text that speaks of the running session. "
        "Whether a change makes the statement false is decided by the oracle of the tests (tests/oracle.py), "
        f"where it knows the kind and agrees that the unchanged statement is true; the aim is {AIM:.0%}. "
        "Of a session still running a figure counts as true where some moment of that day reached it.",
        "",
        "| changed | changes | still true | not known | false | noticed | share | noticed of all |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for way in (*Way, None):
        mine = [t for t in tries if way in (None, t.way)]
        false = [t for t in mine if t.true is False]
        seen = sum(t.noticed for t in false)
        share = f"{seen / len(false):.3f}" if false else ""
        lines.append(
            f"| {way or 'all'} | {len(mine)} | {sum(t.true is True for t in mine)} "
            f"| {sum(t.true is None for t in mine)} | {len(false)} | {seen} | {share} "
            f"| {sum(t.noticed for t in mine)} of {len(mine)} |"
        )
    passed = sum(t.true is False and t.verdict in PASSING for t in (*tries, *worded))
    seen = sum(t.noticed for t in told)
    end = (
        f"False and still passed: {passed}. As worded, mostly without a word of the close, {seen} of "
        f"{len(told)} are noticed; the others are called `intraday`, a warning: some moment of that day "
        f"reached the figure. Still true and called false: {sum(map(is_wronged, (*tries, *worded)))}."
    )
    return [*lines, "", end]


def is_wronged(t: Try) -> bool:
    """Whether it is still true, says the oracle, and called false."""
    return t.true is True and t.verdict in WRONG


def missed(tries: Sequence[Try]) -> Iterator[str]:
    """What the table does not name: for whoever mends it."""
    for t in tries:
        if (t.true is False and not t.noticed) or is_wronged(t):
            yield f"{t.one.claim.id} {t.way} {keys_of(t.claim)} {t.claim.of} {t.day} {t.verdict}"


if __name__ == "__main__":
    started = time.monotonic()
    main()
    print(f"{time.monotonic() - started:.1f} s", file=sys.stderr)
