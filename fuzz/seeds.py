"""What each target begins with, and the words it is fed: generated, so that nothing large is committed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.hostile import HOSTILE

FOUND = Path(__file__).parents[1] / "tests" / "found"
BUNDLES = sorted((FOUND.parent / "bundles").glob("*.zip"))
SENTENCES = (
    "Alder rose 4.7% on Friday",
    "ALD closed at 101.25, its highest since late 2024",
    "ALD fell for a third straight day",
    "Alder's biggest weekly gain since January",
    "ALD more than doubled",
    "ALD is down about a third from its record high",
    "ALD swung from a 2% gain to a 1% loss",
    "ALD broke above 5,000 for the first time since 2021-02-17",
    "ALD snapped a five-day losing streak",
    "ALD +4.7%",
    "ALD at 23,477.92 points",
    "Hang Seng Index +3.99% on 2025-02-21",
    "the Nikkei rose 1.2% to 38,450.12 on Monday. It fell 3% last week.",
    "S&P 500 -1.71% on 2025-02-21",
    "Tencent and Alibaba rose 5.1% and 6.2%, respectively",
    "the dollar bought 150.25 yen",
    "the yield on the 10-year rose 3.2 basis points to 4.31%",
)
NUMBERS = (
    "4.7",
    "23,477.92",
    "1.3 trillion",
    "1/3",
    "0.00000001",
    "999999999999999999",
    "1,00,000 crore",
    "1e5",
    "52-week",
    "3 years",
    "since late 2021",
    "all-time",
    "2025-02-21",
    "Friday",
    "early January",
    "the first quarter of 2024",
)
KEYS = (
    "claims:",
    "claim:",
    "kind:",
    "of:",
    "on:",
    "value:",
    "direction:",
    "hedge:",
    "period:",
    "window:",
    "article:",
    "published:",
    "text:",
    "defaults:",
    "instruments:",
    "prices:",
    "actions:",
    "quotes:",
    "symbol:",
    "change",
    "level",
    "streak",
    "extreme",
    "threshold",
    "up",
    "down",
    "day",
    "week",
)
YAML = (
    "a: &a [*a]",
    "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
    "<<: {a: 1}",
    "!!python/object/apply:os.system [id]",
    "[" * 300,
    "{" * 300,
    "- " * 300,
    "? [a]\n: b",
    'claims: ["\\ud800"]',
    'claims: ["\\u202e"]',
    "\ufeffclaims: []",
    "claims:\n\t- x",
    "claims:\n  - {claim: x, id: a}\n  - {claim: y, id: a}",
    "---\na\n---\nb\n",
    "%YAML 9.9\n---\n",
    "article: {text: ../../etc/passwd}\nclaims: [x]",
    "article: {published: 2025-02-30T25:61+99:00}\nclaims: [x]",
    "prices: {ALD: [[2025-02-21, .inf]]}\nclaims: [x]",
    "prices: {ALD: [[2025-02-21, 9999999999999999999]]}\nclaims: [x]",
    "actions: {ALD: [[2025-02-21, split, 0]]}\nclaims: [x]",
    "claims: [" + "9" * 5000 + "]",
)
MARKUP = (
    "---\ntitle: x\npublished: 2025-02-21T12:30+08:00\n---\n# Heading\n\nThe Nikkei rose 1.2% to 38,450.\n",
    "<!-- factcheck: of=^HSI on=2025-02-21 -->\nIt rose 4.7%. `code` **bold** [link](https://example.org)\n",
    "<!doctype html><html><title>x</title><body><p>The Nikkei <b>rose</b> 1.2%.</p></body>",
    "<article><p>Tencent fell 3%<!-- factcheck: skip because=a-joke --></p><script>x</script></article>",
    '{"id": "a", "text": "The Nikkei rose 1.2% on Monday.", "published": "2025-02-21"}\n',
    '{"text": "\\ud800 rose 3%"}\n{"text": 3}\n[]\n',
    "> quote\n> > deeper\n* a\n  * b\n\n|a|b|\n|-|-|\n|1%|2%|\n",
    "[" * 500 + "](" * 500,
    "<" * 500,
    "<!--" * 200,
    "```\n" * 99,
    "+++\ntitle = 1\n+++\n",
)
TOML = (
    'data = "prices"\nsource = ["yahoo"]\noffline = true\nfail-on = "error"\nstrict = false\n',
    "[policy]\nspan_slack_days = 31\npartial_minutes = 30\n",
    '[sql]\nquery = "select day, close from p where s = :symbol"\n',
    "policy = 3\nsql = 4\n",
    '[policy]\nspan_slack_days = "1/0"\n',
    "a = " + "[" * 2000,
    "a." * 2000 + "b = 1",
    "x = 1979-05-27T07:32:00Z",
)
CSV = (
    "date,open,high,low,close,adj_close,volume\n2025-02-20,1,2,0.5,1.5,1.5,9\n2025-02-21,2,3,1,2.25,2.25,9\n",
    "# source: exchange\n# standing: official\n# decimals: 2\n# splits: as-traded\n"
    "date,close,splits\n2025-02-20,4,\n2025-02-21,1,4\n",
    "date,close\n2025-02-30,1\n",
    "date,close\n2025-02-21,1e999\n2025-02-21,NaN\n",
    'date,close\n"2025-02-21","1\n2"\n',
    "date,close\n2025-02-21,999999999999999999\n2025-02-20,0.000000001\n",
    "date;close\n1;2\n",
    "d,c\n1,2,3\n",
    "date,close,close\n2025-02-21,1,2\n",
    "date,close\r2025-02-21,1\r",
    "=cmd|' /C calc'!A0,close\n",
    "# zone: \x1b[31m\ndate,close\n",
    "date,close,splits\n2025-02-20,1,\n2025-02-21,1,0.00000001\n",
    "date,close,dividends\n2025-02-21,1,-5\n",
)
FRED = (
    "observation_date,DGS10\n2025-02-19,4.53\n2025-02-20,.\n2025-02-21,4.42\n",
    "DATE,DGS10\n2025-02-21,-0.1\n",
    "<html>",
    "observation_date,DGS10\n2025-02-21,1\n2025-02-21,1\n",
    "observation_date,DGS2\n2025-02-21,1\n",
    "",
)
TABLES: tuple[Any, ...] = (
    {"date": ["2025-02-20", "2025-02-21"], "close": [1.5, 2.25], "volume": [9, 9]},
    [{"date": "2025-02-21", "close": 1e308}, {"date": None, "close": True}],
    {"date": [], "close": []},
    {"date": ["2025-02-21"], "close": ["1_000"]},
    {"date": [[1]], "close": [{}]},
    3,
    {"a": [1]},
    None,
)


def chart(changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """An answer of Yahoo's for ten sessions of the Hang Seng Index, with `changes` by dotted names."""
    days = [date(2025, 2, 10) + timedelta(days=n) for n in range(12) if n % 7 < 5]
    stamps = [int(datetime(d.year, d.month, d.day, 1, 30, tzinfo=UTC).timestamp()) for d in days]
    close = [21521.98 + 200.0 * n for n in range(len(days))]
    quote = {
        "open": close[:],
        "high": [c + 9 for c in close],
        "low": [c - 9 for c in close],
        "close": close[:],
        "volume": [1000] * len(days),
    }
    meta = {
        "currency": "HKD",
        "symbol": "^HSI",
        "instrumentType": "INDEX",
        "exchangeTimezoneName": "Asia/Hong_Kong",
        "dataGranularity": "1d",
        "priceHint": 2,
        "validRanges": ["1d", "max"],
        "longName": "Hang Seng",
        "regularMarketTime": stamps[-1] + 20000,
        "currentTradingPeriod": {"regular": {"start": stamps[-1], "end": stamps[-1] + 23400}},
    }
    events = {
        "dividends": {"1": {"amount": 1.5, "date": stamps[0]}},
        "splits": {"2": {"date": stamps[1], "numerator": 2, "denominator": 1}},
    }
    result: dict[str, Any] = {
        "meta": meta,
        "timestamp": stamps,
        "events": events,
        "indicators": {"quote": [quote], "adjclose": [{"adjclose": close[:]}]},
    }
    for name, value in (changes or {}).items():
        *path, last = name.split(".")
        place: Any = result
        for step in path:
            place = place[int(step) if isinstance(place, list) else step]
        place[int(last) if isinstance(place, list) else last] = value
    return {"chart": {"result": [result], "error": None}}


def _charts() -> list[str]:
    odd: tuple[Any, ...] = (None, [], {}, "", "x", True, -1, 0, 10**400, 1e308, [None], [[]], {"a": None})
    names = (
        "meta",
        "meta.symbol",
        "meta.currency",
        "meta.exchangeTimezoneName",
        "meta.priceHint",
        "meta.validRanges",
        "meta.instrumentType",
        "meta.dataGranularity",
        "meta.regularMarketTime",
        "meta.currentTradingPeriod",
        "timestamp",
        "timestamp.3",
        "events",
        "events.splits",
        "events.splits.2",
        "events.splits.2.denominator",
        "events.dividends.1.amount",
        "events.dividends.1.date",
        "indicators",
        "indicators.quote",
        "indicators.quote.0",
        "indicators.quote.0.close",
        "indicators.quote.0.close.3",
        "indicators.quote.0.volume",
    )
    whole = [json.dumps(chart())]
    for name in names:
        whole += [json.dumps(chart({name: value})) for value in odd]
    error = {"chart": {"result": None, "error": {"code": "x", "description": "No data found"}}}
    return [
        *whole,
        json.dumps(error),
        "[" * 9000,
        '{"chart": NaN}',
        '{"chart": {"error": null, "result": [Infinity]}}',
    ]


def _long(claims: Iterable[str]) -> str:
    return "claims:\n" + "".join(f"  - {json.dumps(line, ensure_ascii=False)}\n" for line in claims)


def _bytes(texts: Iterable[str], first: Iterable[int] = (), most: int = 20_000) -> list[bytes]:
    """The texts, before each of them every byte of `first`."""
    bodies = [text.encode("utf-8", "surrogatepass")[:most] for text in texts]
    heads = [bytes([n]) for n in first] or [b""]
    return [head + body for body in bodies for head in heads]


SEEDS: Mapping[str, Callable[[], list[bytes]]] = {
    "claim_file": lambda: _bytes([*YAML, _long(SENTENCES), *(_long([t]) for t in HOSTILE), *_examples()]),
    "short_form": lambda: _bytes([*SENTENCES, *HOSTILE]),
    "numbers": lambda: _bytes([*NUMBERS, *HOSTILE]),
    "article": lambda: _bytes([*MARKUP, *HOSTILE, ". ".join(SENTENCES)], range(4)),
    "check": lambda: _bytes([*SENTENCES, "\n".join(SENTENCES[:5]), *HOSTILE]),
    "configuration": lambda: _bytes([*TOML, *HOSTILE]),
    "csv_file": lambda: _bytes([*CSV, *HOSTILE], (2,)),
    "yahoo": lambda: _bytes(_charts(), (0,), 100_000) + _bytes(_charts()[-4:], range(7)),
    "fred": lambda: _bytes(FRED),
    "akshare": lambda: _bytes(json.dumps(table) for table in TABLES),
    "kept": lambda: [_packed()],
    "bundle": lambda: [b"\x00" + path.read_bytes() for path in BUNDLES] + _canonical(),
    "encoders": lambda: _bytes(HOSTILE),
}


def _examples() -> list[str]:
    from factcheck.verifiers import kinds

    return [_long([verifier.example]) for verifier in kinds().values()]


def _canonical() -> list[bytes]:
    """What stands in a bundle: bars, and JSON in the one way it is written."""
    import zipfile

    bodies = [b"date,close\n2025-02-21,1.5\n", b'{"a":[1,null,true,"x"]}', *map(str.encode, CSV)]
    for path in BUNDLES:
        with zipfile.ZipFile(path) as whole:
            bodies += [whole.read(name)[:3000] for name in whole.namelist()]
    return [bytes([n]) + body for body in bodies for n in (1, 2, 3)]


def _packed() -> bytes:
    from factcheck.sources import packed
    from factcheck.sources.csv_folder import parse

    return packed(parse("x", CSV[0].encode(), 2))


def words(name: str) -> list[str]:
    """What a target's mutations may insert."""
    common = [
        "\ufffd",
        "\u202e",
        "\u0000",
        "::error::",
        "##[",
        "<script>",
        "=1+1",
        "\u001b[31m",
        "\ud800",
        "\u2028",
    ]
    if name in ("short_form", "article", "check", "claim_file", "numbers"):
        from factcheck.reading import lexicon

        found = {" ".join(entry.words) for entries in lexicon.entries().values() for entry in entries}
        return [*common, *KEYS, *NUMBERS, *sorted(found)]
    if name == "yahoo":
        keys = (
            "chart",
            "result",
            "error",
            "meta",
            "symbol",
            "timestamp",
            "indicators",
            "quote",
            "close",
            "events",
        )
        return [*common, *(f'"{key}":' for key in keys), "null", "NaN", "1e400", "[]", "{}", "-0", "true"]
    if name == "configuration":
        from factcheck.configuration import KEYS as ours

        return [
            *common,
            *(f"{key} = " for key in ours),
            "[policy]",
            "[sql]",
            "true",
            '"""',
            "[[",
            "1e5",
            "inf",
        ]
    return [
        *common,
        "date,",
        "close",
        "2025-02-21",
        ",",
        "\n",
        "# decimals: 2",
        "# standing: official",
        '"',
        "1.5",
    ]
