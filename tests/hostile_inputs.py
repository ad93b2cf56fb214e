"""Hostile files of every kind, made here: name → (files, words of the command line, exit codes allowed).

What is hostile about each is its name; the threats are those of SECURITY.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date

from fuzz.seeds import YAML

GOOD = 'claims: ["ALD +3% on 2025-02-21"]\n'
CSV = "date,close\n2025-02-20,100.00\n2025-02-21,103.00\n"
OWN = "instruments: [{symbol: ALD, name: Alder, type: index, calendar: weekdays, currency: USD}]\n"
PRICES = "prices: {ALD: [[2025-02-20, 100.00], [2025-02-21, 103.00]]}\n"
CLAIM_FILE = OWN + PRICES + GOOD
FIRST, LAST = date(1900, 1, 1).toordinal(), date(2025, 2, 22).toordinal()
LEAPS = "date,close\n" + "".join(
    f"{day},{100 + 200 * (n % 2)}\n"
    for n, day in enumerate(map(date.fromordinal, range(FIRST, LAST)))
    if day.weekday() < 5
)
PROSE = "The Nikkei rose 1.2% to 38,450.12 on Monday. "


@dataclass(frozen=True)
class Case:
    """Files by name, what is checked, and which exit codes are right."""

    files: dict[str, str | bytes]
    words: tuple[str, ...] = ("x.factcheck.yaml",)
    codes: tuple[int, ...] = (2,)
    links: dict[str, str] = field(default_factory=dict)
    pipes: tuple[str, ...] = ()  # to which nobody ever writes


def _claims(text: str | bytes, *codes: int) -> Case:
    return Case({"x.factcheck.yaml": text}, codes=codes or (2,))


def _article(name: str, text: str | bytes, *codes: int) -> Case:
    return Case({name: text}, (name, "--published", "2025-02-22"), codes or (0, 3))


def _prices(text: str | bytes, *codes: int) -> Case:
    files = {"x.factcheck.yaml": OWN + GOOD, "prices/ALD.csv": text}
    return Case(files, ("x.factcheck.yaml", "--data", "prices"), codes or (2,))


def _configured(text: str | bytes, *codes: int) -> Case:
    return Case({"x.factcheck.yaml": CLAIM_FILE, "factcheck.toml": text}, codes=codes or (2,))


CASES: dict[str, Case] = {
    # what must work, so that a refusal of everything is noticed
    "a good claim file": _claims(CLAIM_FILE, 0),
    "good prices": _prices(CSV, 0),
    # T7: YAML that grows
    "yaml alias bomb": _claims(
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(
            f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        )
    ),
    "yaml merge bomb": _claims("a: &a {x: 1}\n" + "b: {<<: [" + "*a," * 500 + "*a]}\n"),
    "yaml recursive alias": _claims(YAML[0]),
    "yaml 100,000 deep": _claims("[" * 100_000),
    "yaml 5,000,000 deep": _claims("[" * 5_000_000),
    "yaml block 50,000 deep": _claims("- " * 50_000),
    "yaml tag that runs code": _claims("!!python/object/apply:os.system ['touch pwned']"),
    "yaml tags": _claims("claims: [!!int '', !!timestamp x, !!binary ////]"),
    "yaml one text of 8 MB": _claims("claims: ['" + "x" * 7_900_000 + "']"),
    "yaml 9 MB": _claims("x" * 9_000_000),
    "yaml 500,000 keys": _claims("\n".join(f"k{n}: v" for n in range(500_000))),
    "yaml 100,000 claims": _claims("claims:\n" + '  - "ALD +1% on 2025-02-21"\n' * 100_000),
    "yaml 100,000 faults": _claims("claims:\n" + "  - {kind: strek, vlaue: ???}\n" * 10_000),
    "yaml 5,000 digits": _claims(f"claims: [{{kind: change, of: ALD, value: {'9' * 5000}, on: 2025-02-21}}]"),
    "yaml NUL, ESC, bidi": _claims(b'claims: ["a\x00b\x1b[31m\xe2\x80\xae"]'),
    "yaml escaped bidi": _claims(r'claims: ["\u202e\u2066 rose 3%"]'),
    "yaml surrogate": _claims(r'claims: ["\ud800"]'),
    "yaml utf-16": _claims("claims: [x]".encode("utf-16")),
    "yaml two documents": _claims("claims: [x]\n---\nclaims: [y]\n"),
    "yaml with a tag handle": _claims("%TAG ! tag:example.org,2000:\n---\n" + CLAIM_FILE, 0),
    "yaml of directives": _claims("%FOO bar\n" * 100_000 + "---\n" + CLAIM_FILE),
    "yaml of documents": _claims("---\n" * 100_000 + CLAIM_FILE),
    "yaml key spelled twice": _claims(
        OWN + PRICES + r'claims: [{claim: "ALD +3% on 2025-02-21", "cl\u0061im": "ALD +9% on 2025-02-21"}]'
    ),
    "yaml with two byte order marks": _claims(b"\xef\xbb\xbf\xef\xbb\xbf" + CLAIM_FILE.encode()),
    "yaml with an overlong slash": _claims(CLAIM_FILE.encode().replace(b"Alder", b"\xc0\xafder")),
    "yaml in utf-32": _claims(CLAIM_FILE.encode("utf-32")),
    "yaml with lone returns": _claims(CLAIM_FILE.replace("\n", "\r"), 0, 2),
    "yaml of question marks": _claims("? " * 50_000),
    "yaml of a: a: a:": _claims("a: " * 200_000),
    "yaml of broken lines": _claims('claims: ["' + "\\\n  " * 200_000 + '"]\n'),
    "empty file": _claims(""),
    "no claims": _claims("claims: []"),
    # T15, T19: numbers and days that are no market's
    "article of the year 9999": _claims("article: {published: 9999-12-31}\n" + CLAIM_FILE),
    "article of the year 1": _claims("article: {published: '0001-01-01T00:00+14:00'}\n" + CLAIM_FILE),
    "front matter of the year 9999": _article(
        "a.md", f"---\npublished: 9999-12-31T23:59-12:00\n---\n{PROSE}", 2
    ),
    "own prices of the year 9999": _claims(OWN + PRICES.replace("2025-02-20", "9999-12-31") + GOOD),
    "own prices of the year 1": _claims(OWN + PRICES.replace("2025-02-20", "0001-01-01") + GOOD),
    "prices of the year 9999": _prices(CSV + "9999-12-31,1\n"),
    "prices of the year 1": _prices(CSV.replace("2025-02-20", "0001-01-01")),
    "a streak of a trillion": _claims(
        CLAIM_FILE.replace(GOOD, "")
        + "claims: [{kind: streak, of: ALD, value: 999999999999, direction: up, on: 2025-02-21}]",
        1,
        3,
    ),
    "a window of an age": _claims(OWN + PRICES + "claims: ['ALD 9999-week high on 2025-02-21']", 0, 3),
    "an exponent": _claims(OWN + PRICES + "claims: [{kind: level, of: ALD, value: 1e999999999}]"),
    "claims about 5,000 instruments": _claims(
        OWN + PRICES + f"claims: [{{kind: change, of: [{'ALD, ' * 5_000}], value: 3%, direction: up}}]"
    ),
    "10,000 claims about 3 instruments": _claims(
        OWN + PRICES + "defaults: {of: [ALD, ALD, ALD]}\n"
        "claims:\n" + "  - {kind: change, value: 3%, direction: up, on: 2025-02-21}\n" * 10_000
    ),
    "a pin of 5,000 names": _article("a.md", f"<!-- factcheck: {'of=^N225 ' * 5_000}-->\n{PROSE}", 2),
    # T8, T9: paths and symbols
    "article above the folder": _claims("article: {text: ../secret.md}\n" + GOOD),
    "article with an absolute path": _claims("article: {text: /etc/passwd}\n" + GOOD),
    "article by address": _claims("article: {text: 'file:///etc/passwd'}\n" + GOOD),
    "article that is a link": Case(
        {"x.factcheck.yaml": "article: {text: a.md}\n" + GOOD}, links={"a.md": "/etc/passwd"}
    ),
    "article that is a device": _claims("article: {text: null.md}\n" + GOOD),
    "symbol as a path": _claims(OWN.replace("ALD", "../../x") + PRICES + GOOD),
    "symbol as an address": _claims('claims: [{kind: change, of: "AAPL?range=max&x=", value: 3}]'),
    "symbol as SQL": _claims('claims: [{kind: change, of: "x\'; drop table prices; --", value: 3}]'),
    "price file that is a link": Case(
        {"x.factcheck.yaml": OWN + GOOD, "prices/.keep": ""},
        ("x.factcheck.yaml", "--data", "prices"),
        links={"prices/ALD.csv": "/etc/passwd"},
    ),
    "file named as an option": Case({"--help.md": PROSE}, ("--offline", "--", "--help.md"), (0, 3)),
    "file named as a command": Case({"::error::x.md": PROSE}, ("::error::x.md",), (0, 2, 3)),
    "file named with an escape": Case(
        {"\x1b[31mx.factcheck.yaml": "claims: [?]"}, ("\x1b[31mx.factcheck.yaml",)
    ),
    # T3, T10: text that acts
    "title that is a script": _claims(
        'article: {title: "<script>alert(1)</script> ::error::x ##[error]y =1+1"}\n' + CLAIM_FILE, 0
    ),
    "url that runs": _claims("article: {url: 'javascript:alert(1)'}\n" + GOOD),
    "name that is markup": _claims(
        CLAIM_FILE.replace("name: Alder", 'name: "<img src=x onerror=alert(1)>"'), 0
    ),
    "id that is a command": _claims(
        OWN + PRICES + 'claims: [{id: "::error::", claim: "ALD +3% on 2025-02-21"}]'
    ),
    # articles
    "article of brackets": _article("a.md", "[" * 1_990_000, 2),
    "article of stars": _article("a.md", "*a " * 80_000),
    "article of quotes": _article("a.md", "> " * 900_000),
    "article of pins": _article("a.md", "<!-- factcheck: of=^N225 -->\n\nThe Nikkei rose 1%.\n\n" * 4_900),
    "article of 5,001 statements": _article("a.txt", "The Nikkei rose 1%.\n\n" * 5_001, 2),
    "article of ticks": _article("a.md", "`" * 1_990_000),
    "article of less-than": _article("a.html", "<" * 1_990_000, 2),
    "article of elements": _article("a.html", "<div>" * 390_000),
    "article of entities": _article("a.html", "&amp;" * 49_000),
    "article too long to read": _article("a.txt", PROSE * 6_000, 2),
    "article of one line": _article("a.txt", (PROSE * 200)),
    "article of marks": _article("a.txt", "e\u0301" * 120_000),
    "article of comments that never end": _article("a.md", "<!-- " * 100_000 + PROSE, 0, 2, 3),
    "article of references": _article("a.md", "[a]: x\n" * 30_000 + PROSE),
    "article of backslashes": _article("a.md", "\\" * 500_000 + PROSE, 0, 2, 3),
    "article of up": _article("a.txt", "up " * 70_000),
    "article of figures": _article("a.txt", "1,000," * 30_000),
    "article of one sentence": _article("a.txt", "the Nikkei rose 1% and " * 4_900),
    "article of one word": _article("a.txt", "x" * 249_000),
    "page of tables": _article("a.html", "<table><tr><td>" * 20_000 + PROSE),
    "page of attributes": _article("a.html", "<p " + "a=b " * 100_000 + ">" + PROSE),
    "page of quotation marks": _article("a.html", "<p a=\"'\"'\"'>" * 50_000 + PROSE),
    "page of declarations": _article("a.html", "<!DOCTYPE [" + "<!ENTITY a 'b'>" * 50_000 + "]>" + PROSE),
    "article that is no text": _article("a.md", b"\xff\xfe\x00" * 1000, 2),
    "front matter that is a bomb": _article("a.md", "---\n" + YAML[0] + "\n---\n" + PROSE, 0, 2, 3),
    "jsonl 100,000 deep": _article("a.jsonl", '{"text": ' + "[" * 100_000, 2),
    "jsonl with half a pair": _article("a.jsonl", '{"text": "\\ud800 rose 3%", "published": "2025-02-21"}\n'),
    "jsonl with a long number": _article("a.jsonl", '{"text": ' + "9" * 5_000 + "}\n", 2),
    "jsonl with a script for an id": _article("a.jsonl", json.dumps({"id": "<script>", "text": PROSE}), 2),
    # prices
    "prices of 25 MB and more": _prices("date,close\n" + "2025-02-21,1\n" * 2_000_000),
    "prices 300,001 times": _prices("date,close\n" + "2025-02-21,1\n" * 300_001),
    "prices that leap every day": _prices(LEAPS, 1, 3),
    "prices in one line": _prices("date,close" + ",x" * 500_000 + "\n", 2, 3),
    "prices with longer rows": _prices("date,close\n2025-02-21,1,2\n"),
    "prices that are formulas": _prices("date,close\n2025-02-21,=1+1\n"),
    "prices not finite": _prices("date,close\n2025-02-20,nan\n2025-02-21,1e999\n"),
    "prices with commands": _prices("date,close\n::error::x,\x1b[31m##[error]\n"),
    "prices with a quote left open": _prices('date,close\n"2025-02-21,1\n' + "x\n" * 100_000),
    "prices of NULs": _prices(b"\x00" * 1_000_000),
    **{
        f"prices of the zone {zone[:20]!a}": _prices(f"# zone: {zone}\n{CSV}")
        for zone in ("Asia/Nowhere", "../../etc/passwd", "", "/etc/localtime", "\x1b[31m", "x" * 100_000)
    },
    "price file that is a pipe": Case(
        {"x.factcheck.yaml": OWN + GOOD, "prices/.keep": ""},
        ("x.factcheck.yaml", "--data", "prices"),
        pipes=("prices/ALD.csv",),
    ),
    "price file that never ends": Case(
        {"x.factcheck.yaml": OWN + GOOD, "prices/.keep": ""},
        ("x.factcheck.yaml", "--data", "prices"),
        links={"prices/ALD.csv": "/dev/zero"},
    ),
    "claim file that is a pipe": Case({}, pipes=("x.factcheck.yaml",)),
    "claim file that never ends": Case({}, links={"x.factcheck.yaml": "/dev/zero"}),
    "article that is a pipe": Case({}, ("a.md", "--published", "2025-02-22"), (0, 3), pipes=("a.md",)),
    "lock that never ends": Case(
        {"x.factcheck.yaml": CLAIM_FILE},
        ("--locked", "x.factcheck.yaml"),
        links={"factcheck.lock": "/dev/zero"},
    ),
    "lock that is a pipe": Case(
        {"x.factcheck.yaml": CLAIM_FILE}, ("--locked", "x.factcheck.yaml"), pipes=("factcheck.lock",)
    ),
    "configuration that never ends": Case(
        {"x.factcheck.yaml": CLAIM_FILE}, codes=(0,), links={"factcheck.toml": "/dev/zero"}
    ),
    "prices noted in escapes": _prices("# note: \x1b[31m<script>::error::\n" + CSV, 0),
    # configuration
    "configuration 5,000 deep": _configured("a = " + "[" * 5_000),
    "configuration of keys": _configured("a." * 20_000 + "b = 1"),
    "configuration of 9,000 keys": _configured("".join(f"k{n} = 1\n" for n in range(9_000))),
    "configuration of 6,000 tables": _configured("".join(f"[t{n}.a.b.c.d]\n" for n in range(6_000))),
    "configuration of constants": _configured("[policy]\n" + "".join(f"k{n} = 1\n" for n in range(9_000))),
    "configuration of 200 kB": _configured("#" * 200_000),
    "configuration that is no text": _configured(b"\xff"),
    "configuration with commands": _configured('"::error::\\u001b[31m" = 1'),
    "configuration of a database": _configured('source = ["sql"]\n[sql]\nquery = "drop table x"'),
    "configuration of a module": _configured('source = ["os.system"]'),
}
