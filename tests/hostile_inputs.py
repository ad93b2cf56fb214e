"""Hostile files of every kind, made here: name → (files, words of the command line, exit codes allowed).

What is hostile about each is its name; the threats are those of SECURITY.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from fuzz.seeds import YAML

GOOD = 'claims: ["ALD +3% on 2025-02-21"]\n'
CSV = "date,close\n2025-02-20,100.00\n2025-02-21,103.00\n"
OWN = "instruments: [{symbol: ALD, name: Alder, type: index, calendar: weekdays, currency: USD}]\n"
PRICES = "prices: {ALD: [[2025-02-20, 100.00], [2025-02-21, 103.00]]}\n"
CLAIM_FILE = OWN + PRICES + GOOD
PROSE = "The Nikkei rose 1.2% to 38,450.12 on Monday. "


@dataclass(frozen=True)
class Case:
    """Files by name, what is checked, and which exit codes are right."""

    files: dict[str, str | bytes]
    words: tuple[str, ...] = ("x.factcheck.yaml",)
    codes: tuple[int, ...] = (2,)
    links: dict[str, str] = field(default_factory=dict)


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
    "empty file": _claims(""),
    "no claims": _claims("claims: []"),
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
    "article that is no text": _article("a.md", b"\xff\xfe\x00" * 1000, 2),
    "front matter that is a bomb": _article("a.md", "---\n" + YAML[0] + "\n---\n" + PROSE, 0, 2, 3),
    "jsonl 100,000 deep": _article("a.jsonl", '{"text": ' + "[" * 100_000, 2),
    "jsonl with half a pair": _article("a.jsonl", '{"text": "\\ud800 rose 3%", "published": "2025-02-21"}\n'),
    "jsonl with a long number": _article("a.jsonl", '{"text": ' + "9" * 5_000 + "}\n", 2),
    "jsonl with a script for an id": _article("a.jsonl", json.dumps({"id": "<script>", "text": PROSE}), 2),
    # prices
    "prices of 25 MB and more": _prices("date,close\n" + "2025-02-21,1\n" * 2_000_000),
    "prices 300,001 times": _prices("date,close\n" + "2025-02-21,1\n" * 300_001),
    "prices in one line": _prices("date,close" + ",x" * 500_000 + "\n", 2, 3),
    "prices with longer rows": _prices("date,close\n2025-02-21,1,2\n"),
    "prices that are formulas": _prices("date,close\n2025-02-21,=1+1\n"),
    "prices not finite": _prices("date,close\n2025-02-20,nan\n2025-02-21,1e999\n"),
    "prices with commands": _prices("date,close\n::error::x,\x1b[31m##[error]\n"),
    "prices with a quote left open": _prices('date,close\n"2025-02-21,1\n' + "x\n" * 100_000),
    "prices of NULs": _prices(b"\x00" * 1_000_000),
    "prices noted in escapes": _prices("# note: \x1b[31m<script>::error::\n" + CSV, 0),
    # configuration
    "configuration 5,000 deep": _configured("a = " + "[" * 5_000),
    "configuration of keys": _configured("a." * 20_000 + "b = 1"),
    "configuration of 200 kB": _configured("#" * 200_000),
    "configuration that is no text": _configured(b"\xff"),
    "configuration with commands": _configured('"::error::\\u001b[31m" = 1'),
    "configuration of a database": _configured('source = ["sql"]\n[sql]\nquery = "drop table x"'),
    "configuration of a module": _configured('source = ["os.system"]'),
}
