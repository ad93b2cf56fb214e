"""Real history: what is true in a price file is never called false, and what is false never passes.

Statements are made in plain Python from the files beside the checkout; FACTCHECK_HISTORY=N sets how
many days of each file are used, FACTCHECK_HISTORY_SEED which.
"""

# mypy: check-untyped-defs=false
# ruff: noqa: C408  # a claim reads best as dict(kind="streak", value="3")

from __future__ import annotations

import csv
import itertools
import os
import random
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction as F
from pathlib import Path

import pytest

from factcheck import calendars
from factcheck.checking import Setting, check
from factcheck.claim_models import model
from factcheck.claims import Article, Claim, ClaimFile
from factcheck.instruments import Catalogue
from factcheck.sources import Setting as SourceSetting
from factcheck.sources import desk
from factcheck.store import Store
from factcheck.verifiers import kinds
from factcheck.yaml_events import START, Scalar

DATA = Path(__file__).parents[2] / "shared" / "data"
DAYS = int(os.environ.get("FACTCHECK_HISTORY", "2"))
SEED = int(os.environ.get("FACTCHECK_HISTORY_SEED", "1"))
NOW = datetime(2026, 11, 1, tzinfo=UTC)
MONTHS = (
    "January February March April May June July August September October November December".split()
)
RIVALS = {
    "HSI": "HSTECH.HK",
    "GSPC": "IXIC",
    "DJI": "GSPC",
    "AAPL": "MSFT",
    "0700.HK": "9988.HK",
    "000001.SS": "000300.SS",
    "BSESN": "NSEI",
    "NVDA": "TSLA",
}
TRUE, FALSE = "true", "false"


def quiet(text):
    """A price without the noise of 32-bit floats: 472.999999 is 473."""
    if not text:
        return None
    exact = F(text)
    near = F(round(exact * 100), 100)
    return near if abs(exact - near) <= F(1, 10**6) + abs(exact) / 8_000_000 else exact


class Rows:
    """One file as it is: dates, and prices as exact fractions."""

    def __init__(self, path):
        with path.open(encoding="utf-8") as file:
            rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
        self.name = path.stem
        rows = [r for r in rows if r["close"]]
        self.days = [date.fromisoformat(r["date"]) for r in rows]
        self.close = [quiet(r["close"]) for r in rows]
        self.high = [quiet(r["high"]) for r in rows]
        self.low = [quiet(r["low"]) for r in rows]
        self.at = {day: i for i, day in enumerate(self.days)}
        splits = [r.get("splits") or "0" for r in rows]
        self.last_split = max((i for i, n in enumerate(splits) if F(n) not in (0, 1)), default=-1)
        self.gaps: list[date] = []
        self.strange: set[date] = set()
        self.since = self.days[0]  # M9: a record of a young listing, or of a back-cast, misleads

    def note_gaps(self, calendar):
        """The sessions that the file lacks: what spans one is not true by construction."""
        first, last = self.days[0].toordinal(), self.days[-1].toordinal()
        sessions = map(date.fromordinal, calendar.sessions(first, last).tolist())
        sessions = set(sessions)
        self.gaps = sorted(day for day in sessions if day not in self.at)
        # bars on days without trading: what they say is not history
        self.strange = {day for day in self.days if calendar.covers(day.toordinal())} - sessions

    def whole(self, a, b):
        """Whether the file has every session from row a to row b, and no day that was none."""
        span = [*self.gaps, *self.strange]
        return not any(self.days[a] <= day <= self.days[b] for day in span)


def printed(x, decimals):
    """Half away from zero, the magnitude."""
    units = int(abs(x) * 10**decimals + F(1, 2))
    text = str(units).rjust(decimals + 1, "0")
    return text[: len(text) - decimals] + ("." + text[len(text) - decimals :] if decimals else "")


def shifted(text, units):
    """The printed number with its last digit moved."""
    decimals = len(text.partition(".")[2])
    return printed(F(text) + F(units, 10**decimals), decimals)


def way(x):
    return "up" if x > 0 else "down"


def other(direction):
    return {"up": "down", "down": "up"}[direction]


def week(day):
    return (day.toordinal() - 1) // 7


def month(day):
    return day.year * 12 + day.month


def base_of(rows, i, unit):
    """The last row before the period of row i began."""
    number = {"week": week, "month": month, "ytd": lambda d: d.year}[unit]
    j = i
    while j >= 0 and number(rows.days[j]) == number(rows.days[i]):
        j -= 1
    return j if j >= 0 else None


def ends(rows, i, unit):
    """Rows that end a period, up to i."""
    if unit == "day":
        return list(range(i + 1))
    number = {"week": week, "month": month}[unit]
    found = [j for j in range(i) if number(rows.days[j]) != number(rows.days[j + 1])]
    return [*found, i]


def statements(rows, i, chance, rival):
    """(true or false, keys of a claim) about row i, all from the file alone."""
    c, t = rows.close, rows.days[i]
    yield from changes(rows, i, chance)
    if c[i] > 0:
        yield from levels(rows, i, chance)
    if rows.name == "TNX":
        yield from basis_points(rows, i)
    yield from extremes(rows, i, chance)
    yield from runs(rows, i, chance)
    yield from largest(rows, i)
    if rival is not None and t in rival.at and i:
        yield from compared(rows, i, rival, chance)


def changes(rows, i, chance):
    c = rows.close
    for period in ("day", "week", "month", "ytd"):
        base = i - 1 if period == "day" else base_of(rows, i, period)
        if base is None or base < 0 or c[base] <= 0 or c[i] <= 0:
            continue
        x = (c[i] / c[base] - 1) * 100
        if x == 0:
            continue
        decimals = chance.choice((1, 2))
        value, session = printed(x, decimals), chance.choice((None, "close"))
        keys = dict(kind="change", period=period, session=session)
        if F(value):
            yield TRUE, keys | dict(direction=way(x), value=value)
            yield FALSE, keys | dict(direction=way(x), value=shifted(value, 3), session="close")
            yield FALSE, keys | dict(direction=other(way(x)), value=value, session="close")
        yield TRUE, dict(kind="direction", period=period, direction=way(x), session=session)
        yield FALSE, dict(kind="direction", period=period, direction=other(way(x)), session="close")
    if i and c[i] != c[i - 1]:
        gap = c[i] - c[i - 1]
        value = printed(gap, 2)
        if F(value):
            keys = dict(kind="change", unit="points", direction=way(gap))
            yield TRUE, keys | dict(value=value)
            yield FALSE, keys | dict(value=shifted(value, 4), session="close")


def basis_points(rows, i):
    """Yields: what is 8 basis points is not 8%, and not 0.08% (S12.3)."""
    gap = rows.close[i] - rows.close[i - 1] if i else 0
    value = printed(gap * 100, 1)
    if gap and F(value):
        keys = dict(kind="change", unit="bp", direction=way(gap), session="close")
        yield TRUE, keys | dict(value=value)
        yield FALSE, keys | dict(value=shifted(value, 3))
        percent = abs(rows.close[i] / rows.close[i - 1] - 1) * 100
        if abs(percent - abs(gap)) > F("0.1"):
            yield FALSE, keys | dict(unit="percent", value=printed(gap, 2))


def levels(rows, i, chance):
    c = rows.close[i]
    decimals = chance.choice((0, 1, 2)) if c > 100 else 2
    value = printed(c, decimals)
    yield TRUE, dict(kind="level", value=value, session=chance.choice((None, "close")))
    if c > 1 and not value.endswith("00") and not shifted(value, 3).endswith("00"):
        yield FALSE, dict(kind="level", value=shifted(value, 3), session="close")
    floor = int(c) if c > 20 else None
    as_paid = i >= rows.last_split  # before a split a share was paid with more than the file says (S3.5)
    if floor and c > floor:
        yield TRUE, dict(kind="threshold", direction="up", value=str(floor), session="close")
        if as_paid:
            yield FALSE, dict(kind="threshold", direction="up", value=str(floor + 1), session="close")
        yield TRUE, dict(kind="threshold", direction="down", value=str(floor + 1), session="close")
    high = rows.high[i]
    if high is not None and high > c and high > 20:
        yield TRUE, dict(kind="threshold", direction="up", value=str(int(high)))
        if as_paid:
            yield FALSE, dict(kind="threshold", direction="up", value=str(int(high) + 1))
        yield (
            TRUE,
            dict(kind="change", **as_much_as(rows, i))
            if as_much_as(rows, i)
            else (dict(kind="level", value=value)),
        )


def as_much_as(rows, i):
    if not i or rows.high[i] <= rows.close[i - 1] or rows.close[i - 1] <= 0:
        return None
    value = printed((rows.high[i] / rows.close[i - 1] - 1) * 100, 1)
    return dict(direction="up", value=value, hedge="up_to") if F(value) else None


def extremes(rows, i, chance):
    c, t = rows.close, rows.days[i]
    for direction, sign in (("up", 1), ("down", -1)):
        a = next((j for j in range(i - 1, -1, -1) if sign * c[j] >= sign * c[i]), None)
        keys = dict(kind="extreme", direction=direction, session="close")
        if a is None:
            if rows.whole(0, i) and t > rows.since + timedelta(days=366):
                yield TRUE, keys | dict(window="record")
                yield FALSE, keys | dict(direction=other(direction), window="record")
            continue
        d = rows.days[a]
        for phrase in (d.isoformat(), f"{MONTHS[d.month - 1]} {d.year}", f"{d.year}"):
            if month(d) != month(t) and d.year != t.year:
                yield TRUE, keys | dict(window=f"since {phrase}")
        older = d - timedelta(days=chance.randrange(12, 3000))
        if (t - d).days > 1:
            yield FALSE, keys | dict(window=f"since {older.isoformat()}")
            yield FALSE, keys | dict(window="record")
        years = t.year - d.year - ((t.month, t.day) < (d.month, d.day))
        if years >= 1 and c[a] != c[i]:
            yield TRUE, keys | dict(window=f"{years}-year")
            yield FALSE, keys | dict(window=f"{years + 2}-year")
        if (t - d).days > 364:
            yield TRUE, keys | dict(window="52-week")
        elif (t - d).days > 2 and c[a] != c[i]:
            yield FALSE, keys | dict(window="52-week")
    start = [j for j in range(i + 1) if rows.days[j] >= t - timedelta(days=364)]
    if t - timedelta(days=364) > rows.days[0] and c[i] > 0:
        best = max(c[j] for j in start)
        if (t.month, t.day) != (2, 29) and best > c[i]:
            value = printed((1 - c[i] / best) * 100, 1)
            keys = dict(kind="distance", direction="down", window="52-week")
            if F(value):
                yield TRUE, keys | dict(value=value)
                yield (
                    FALSE,
                    keys | dict(value=shifted(value, -3), session="close")
                    if F(value) > F("0.4")
                    else (keys | dict(value=shifted(value, 300), session="close")),
                )


def runs(rows, i, chance):
    c = rows.close
    for period in ("day", "week", "month"):
        marks = ends(rows, i, period)
        signs = [(c[b] > c[a]) - (c[b] < c[a]) for a, b in itertools.pairwise(marks)]
        if not signs or not signs[-1]:
            continue
        n = 0
        while n < len(signs) and signs[-1 - n] == signs[-1]:
            n += 1
        if n + 2 > len(signs) or not rows.whole(marks[-n - 2], i):
            continue
        keys = dict(kind="streak", direction=way(signs[-1]), period=period)
        yield TRUE, keys | dict(value=str(n))
        yield TRUE, keys | dict(value=str(max(1, n - 1)), hedge="at_least")
        yield FALSE, keys | dict(value=str(n + 1))
        yield FALSE, keys | dict(direction=other(keys["direction"]), value=str(n))
        if n > 1:
            yield FALSE, keys | dict(value=str(n - 1))
            continue
        before = signs[:-1]
        m = 0
        while m < len(before) and before[-1 - m] == -signs[-1]:
            m += 1
        if m + 1 >= len(before) or not rows.whole(marks[-m - 3], i):
            continue
        if m:
            snapped = dict(kind="streak_break", direction=other(keys["direction"]), period=period)
            yield TRUE, snapped | dict(value=str(m))
            yield FALSE, snapped | dict(value=str(m + 1))
        else:
            yield (
                FALSE,
                dict(
                    kind="streak_break",
                    direction=other(keys["direction"]),
                    period=period,
                    value="2",
                ),
            )


def largest(rows, i):
    c, t = rows.close, rows.days[i]
    for period in ("day", "week"):
        marks = ends(rows, i, period)
        if len(marks) < 3 or any(c[j] <= 0 for j in marks):
            continue
        moves = [(rows.days[b], c[b] / c[a] - 1) for a, b in itertools.pairwise(marks)]
        today = moves[-1][1]
        if not today:
            continue
        sign = 1 if today > 0 else -1
        last = next((d for d, x in reversed(moves[:-1]) if sign * x >= sign * today), None)
        keys = dict(kind="superlative", direction=way(today), period=period, unit="percent")
        if last is None:
            continue
        if month(last) < month(t):
            yield TRUE, keys | dict(window=f"since {MONTHS[last.month - 1]} {last.year}")
            yield TRUE, keys | dict(window=f"since {last.isoformat()}")
        yield FALSE, keys | dict(window=f"since {(last - timedelta(days=20)).isoformat()}")
        yield FALSE, keys | dict(window="record")


def compared(rows, i, rival, chance):
    t = rows.days[i]
    j = rival.at[t]
    if not j or rival.days[j - 1] != rows.days[i - 1]:
        return
    gap = (rows.close[i] / rows.close[i - 1] - rival.close[j] / rival.close[j - 1]) * 100
    if gap:
        keys = dict(kind="comparison", than=SYMBOLS.get(rival.name, rival.name))
        yield TRUE, keys | dict(direction=way(gap))
        yield FALSE, keys | dict(direction=other(way(gap)))


# ------------------------------------------------------------------------------------ checking

SYMBOLS: dict[str, str] = {}


def names(catalogue):
    """File stem → symbol of the catalogue, for every file whose symbol it knows."""
    known = {item.symbol: item.symbol for item in catalogue.listings}
    for path in sorted(DATA.glob("*.csv")):
        symbol = known.get(path.stem) or known.get(f"^{path.stem}")
        if symbol:
            SYMBOLS[path.stem] = symbol
    return SYMBOLS


def verifier(keys):
    said = {k: Scalar(v, False, START) for k, v in keys.items() if k != "kind" and v is not None}
    values, faults = model(keys["kind"]).read(said)
    assert not faults, (keys, faults)
    return kinds()[keys["kind"]](**values)


def special(rows, chance):
    """First and last rows, the turn of a year, the days before its holidays, the extremes."""
    days, last = rows.days, len(rows.days) - 1
    turns = [j for j in range(1, last + 1) if days[j].year != days[j - 1].year]
    eves = [j for j, d in enumerate(days) if d.month == 12 and d.day in (24, 31)]
    best, worst = rows.close.index(max(rows.close)), rows.close.index(min(rows.close))
    picked = [chance.choice(group) for group in (turns, eves) if group]
    return [last, min(1, last), best, worst, *picked]


def checked(stem, symbol, chance, count, setting, rival):
    """(truth, keys, day, finding) of random days of one file."""
    rows = Rows(DATA / f"{stem}.csv")
    listing = setting.catalogue.resolve(symbol).listings[0]
    rows.note_gaps(setting.calendar(listing.calendar))
    rows.since = max(rows.days[0], listing.since or rows.days[0])
    about, claims = [], []
    chosen = [chance.randrange(len(rows.days)) for _ in range(count)]
    chosen += special(rows, chance)
    for i in chosen:
        day = rows.days[i]
        if day in rows.strange:
            continue
        for truth, keys in statements(rows, i, chance, rival):
            about.append((truth, keys, day))
            claims.append(
                Claim(f"c{len(claims)}", "", verifier(keys), of=(symbol,), on=day.isoformat())
            )
    file = ClaimFile(stem, tuple(claims), article=Article(published_date=date(2026, 10, 30)))
    report = check(file, setting)
    return [(*a, found) for a, found in zip(about, report.findings, strict=True)]


def survey(count, seed, store, only=None):
    """Every file: what was wrong, and a count of verdicts by truth and kind."""
    chance, catalogue = random.Random(seed), Catalogue.load()
    source = SourceSetting(now=NOW, store=store, offline=True)
    table, wrong, held = defaultdict(Counter), [], Counter()
    for stem, symbol in names(catalogue).items():
        if only and stem not in only:
            continue
        setting = Setting(
            desk(source, [DATA], names=()),
            lambda code: calendars.get(code, store, NOW.date()),
            catalogue,
            NOW,
        )
        rival = RIVALS.get(stem)
        rival = Rows(DATA / f"{rival}.csv") if rival else None
        for truth, keys, day, found in checked(stem, symbol, chance, count, setting, rival):
            verdict = str(found.verdict)
            table[keys["kind"], truth][verdict] += 1
            bad = ("fail", "misleading") if truth == TRUE else ("pass", "pass-rounding")
            if verdict in bad:
                wrong.append((stem, truth, keys, day.isoformat(), verdict, found.reason))
            if verdict == "undecidable" and truth == TRUE:
                held[keys["kind"], stem, ",".join(found.flags), found.needs[:60]] += 1
    return table, wrong, held


def shown(table, held):
    lines = []
    for (kind, truth), counts in sorted(table.items()):
        total = sum(counts.values())
        parts = "  ".join(f"{v} {n}" for v, n in counts.most_common())
        lines.append(
            f"{kind:18} {truth:5} {total:7}  undecidable "
            f"{100 * counts['undecidable'] / total:4.1f}%  {parts}"
        )
    reasons = Counter()
    for (kind, _, flags, _), n in held.items():
        reasons[kind, flags] += n
    return "\n".join(
        [*lines, *(f"  {n:6} {kind}: {why or '-'}" for (kind, why), n in reasons.most_common(15))]
    )


def test_real_history_is_told_right(calendar_store: Store):
    if not DATA.is_dir():
        pytest.skip(f"needs the market data in {DATA}")
    table, wrong, held = survey(DAYS, SEED, calendar_store)
    print(shown(table, held))
    assert not wrong, "\n".join(map(str, wrong[:30]))
    undecided = sum(c["undecidable"] for (_, truth), c in table.items() if truth == TRUE)
    assert undecided < 0.2 * sum(
        sum(c.values()) for (_, truth), c in table.items() if truth == TRUE
    )
