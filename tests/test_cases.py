"""Whole passages with their prices, verdicts and reasons: `tests/cases/*.yaml`.

The prices of a case become a claim file of its own; its claims stand below, in long form.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from factcheck.checking import Setting, check
from factcheck.claim_files import parse_claims
from factcheck.instruments import Catalogue, Listing
from factcheck.periods import long_date
from factcheck.reading.articles import read_article
from factcheck.renderers import RENDERERS
from factcheck.sources import Desk
from factcheck.sources.inline import Inline
from factcheck.verdicts import worst

TRICKY = Path(__file__).parent / "cases" / "tricky.yaml"
ROUND_TRIPS = TRICKY.with_name("round_trips.yaml")
NOW = datetime(2026, 1, 5, tzinfo=UTC)

# id of the case → its claims; a claim may carry its own verdict where the case's is another's
LONG_FORM = """
t01:
- {kind: change, of: Alder Index, direction: up, value: 4.7%, session: close, on: Friday}
t02:
- {kind: change, of: Birch Index, direction: up, value: 4.7%, session: close, on: Friday}
t03:
- {kind: change, of: Cedar Ltd, direction: up, value: 4.7%, on: Friday}
t04:
- {kind: change, of: Dogwood Index, direction: up, value: 4.7%, on: Friday}
- {kind: change, of: Dogwood Index, direction: up, value: 4.2%, period: week}
t05:
- {kind: streak, of: Elm Index, direction: up, value: 6, period: week, on: Friday}
t06:
- {kind: streak, of: Fir Index, direction: up, value: 5, period: week}
t07:
- {kind: streak, of: Gorse plc, direction: down, value: 3, on: Thursday}
t08:
- {kind: direction, of: Hazel Index, direction: down, on: Tuesday}
- {kind: change, of: Hazel Index, direction: down, value: 0.0%, session: close, on: Tuesday}
- {kind: level, of: Hazel Index, value: 999.60, session: close, on: Tuesday}
t09:
- {kind: extreme, of: Iris Index, direction: up, window: 3-year, session: close, on: Friday}
t10:
- {kind: extreme, of: Juniper Index, direction: up, window: 3-year, session: close, on: Friday}
t11:
- {kind: change, of: Kapok Holdings, direction: up, value: 10%, session: close, verdict: pass}
- {kind: extreme, of: Kapok Holdings, direction: up, since: late 2021, session: close}
t12:
- {kind: extreme, of: Larch Mobile, direction: up, window: record, session: close, on: Friday}
t13:
- {kind: extreme, of: Maple Corp, direction: up, window: record, session: close, on: Friday}
t14:
- {kind: change, of: Nutmeg Inc, direction: down, value: 49.5%, on: Monday}
t15:
- {kind: change, of: Oak Corp, direction: up, value: 50%, period: month, on: 2025-03-31,
   verdict: pass}
- {kind: change, of: Oak Corp, direction: down, value: 50%, period: month, on: 2025-04-30,
   verdict: pass}
- {kind: reversal, of: Oak Corp, path: erased, direction: flat, period: "from:March",
   on: 2025-04-30}
t16:
- {kind: change, of: 10-year yield, direction: up, value: 0.2%, on: Wednesday}
- {kind: level, of: 10-year yield, value: 4.20, on: Wednesday, verdict: pass}
t17:
- {kind: change, of: Quince Index, direction: up, value: 3.0%, period: week, verdict: pass}
- {kind: superlative, of: Quince Index, direction: up, period: week, since: September}
t18:
- {kind: streak, of: Rowan Index, direction: up, value: 4, verdict: pass}
- {kind: streak_superlative, of: Rowan Index, direction: up, value: 4, since: March}
t19:
- {kind: change, of: Sorrel Group, direction: up, value: 12%, hedge: more_than,
   session: close, on: Friday}
t20:
- {kind: change, of: Teak Index, direction: up, value: 10%, period: ytd}
t21:
- {kind: extreme, of: [Upas Index, Vine Index], direction: up, since: late December}
t22:
- {kind: superlative, of: Walnut Average, direction: up, period: day, since: 2020, on: Friday}
t23:
- {kind: market_cap, of: the market, direction: up, value: 1.3 trillion, hedge: more_than,
   period: 1-month}
t24:
- {kind: change, of: Yew Group, direction: up, value: 8.1%, on: Thursday}
t25:
- {claim: rotating into the sector with its relatively cheap valuations, checkable: false}
"""
CLAIMS = yaml.load(LONG_FORM, yaml.BaseLoader)
# flags that a case asks for and a long-form claim cannot earn, with the reason
BEYOND_LONG_FORM = {
    ("t15", "part-true"): "its three figures are claims of their own here, not one conjunction",
}


@dataclass(frozen=True)
class Worked:
    """One case: its claim file, and what is expected of each claim."""

    id: str
    source: bytes
    verdicts: tuple[str, ...]
    flags: frozenset[str]
    why: str = field(repr=False)


def load(path):
    """The cases of a file that have claims in long form."""
    told = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # every cell as written
    return [_worked(case, told["defaults"]) for case in told["cases"] if case["id"] in CLAIMS]


def _worked(case, defaults):
    claims = [dict(claim) for claim in CLAIMS[case["id"]]]
    verdicts = tuple(claim.pop("verdict", case["expected"]) for claim in claims)
    for claim in claims:
        if "checkable" in claim:
            claim["checkable"] = False  # a flag, and no text
    return _case(case, defaults, claims, verdicts)


def _case(case, defaults, claims, verdicts):
    flags = {flag for flag in case["flags"] if (case["id"], flag) not in BEYOND_LONG_FORM}
    symbols = case.get("instruments", {})
    parts = {
        "article": {"published": case["published"]},
        "instruments": [
            _instrument(symbol, {**defaults, **about}, case["series"][symbol])
            for symbol, about in symbols.items()
        ],
        "prices": case["series"],
        "actions": case.get("actions", {}),
        "claims": claims,
    }
    source = yaml.safe_dump({key: value for key, value in parts.items() if value}, width=1000)
    return Worked(case["id"], source.encode(), verdicts, frozenset(flags), case["why"])


def _instrument(symbol, about, rows):
    """A "full" history began with its first row, unless it says when."""
    began = about.keys() & {"since", "listed", "launched"}
    if about["history"] == "full" and not began:
        about = {**about, "since": rows[0][0]}
    return {"symbol": symbol, **about}


def in_prose(path):
    """The cases of a file with the claims that are read from their passages."""
    told = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    return [_read(case, told.get("defaults", {})) for case in told["cases"]]


def _read(case, defaults):
    """A case as `--cases` runs it: the claims of its passage, or of the part that is quoted."""
    listings = [
        Listing(symbol, about.get("name", symbol), about.get("type", "index"), "rows", None, None)
        for symbol, about in case.get("instruments", {}).items()
    ]
    text, quote = case["text"], case.get("quote", case["text"])
    first = text.find(quote)
    found = read_article(text, Catalogue(listings), datetime.fromisoformat(case["published"]).date())
    claims = [f.item for f in found if f.start < first + len(quote) and first < f.end]
    claims = claims or [{"claim": text[:80], "checkable": False}]
    return _case(case, defaults, claims, (case["expected"],))


def report_on(case):
    file = parse_claims(case.source, case.id, Path(), catalogue=Catalogue([]))
    setting = Setting(Desk([Inline.of(file)]), _no_calendar, Catalogue([]), NOW)
    return check(file, setting)


def found_in(case):
    return report_on(case).findings


def _no_calendar(code):
    raise AssertionError(f"cases bring their own calendar, not {code}")


def pytest_generate_tests(metafunc):
    """`--cases FILE`: any other file of this form, read as prose."""
    if "passage" in metafunc.fixturenames:
        files = metafunc.config.getoption("--cases") or [TRICKY, ROUND_TRIPS]
        cases = [case for file in files for case in in_prose(Path(file))]
        metafunc.parametrize("passage", cases, ids=lambda case: case.id)


def test_a_passage(passage):
    findings = found_in(passage)
    worst_one = worst([f.verdict for f in findings])
    assert str(worst_one) == passage.verdicts[0], (passage.why, [f.reason for f in findings])
    flags = {flag for finding in findings for flag in finding.flags}
    assert passage.flags <= flags, (passage.why, [f.reason for f in findings])


@pytest.mark.parametrize("case", load(TRICKY), ids=lambda case: case.id)
def test_a_worked_case(case):
    findings = found_in(case)
    assert tuple(str(f.verdict) for f in findings) == case.verdicts, case.why
    flags = {flag for finding in findings for flag in finding.flags}
    assert case.flags <= flags, case.why


# evidence of a case that is a step on the way, or a figure that only another rule would give
NOT_SHOWN = {
    ("t04", "week_implied"), ("t04", "joint"), ("t04", "close_day_pct"), ("t04", "close_week_pct"),
    ("t05", "skipped_weeks"), ("t07", "signs"), ("t09", "span_years"), ("t10", "allowed_days"),
    ("t11", "grace_until"), ("t12", "listed"), ("t13", "record_high"), ("t16", "change_bp"),
    ("t19", "slack_floor"),
    ("t21", "interval"), ("t21", "grace_until"), ("t23", "index_pct"),
}  # fmt: skip


@pytest.mark.parametrize("case", load(TRICKY), ids=lambda case: case.id)
def test_the_key_numbers_of_a_case_are_shown(case):
    told = json.loads(RENDERERS["json"](report_on(case)))
    text = json.dumps(told["claims"])
    numbers = [Decimal(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]
    for key, value in _evidence(case.id).items():
        for leaf in () if (case.id, key) in NOT_SHOWN else _leaves(value):
            assert _is_shown(leaf, text, numbers), (key, leaf)


def _evidence(id_):
    told = yaml.load(TRICKY.read_text(encoding="utf-8"), yaml.BaseLoader)
    return next(case["evidence"] for case in told["cases"] if case["id"] == id_)


def _leaves(value):
    if isinstance(value, list):
        return [leaf for item in value for leaf in _leaves(item)]
    return [value]


def _is_shown(leaf, text, numbers):
    if re.fullmatch(r"\d{4}-\d\d-\d\d", leaf):
        return leaf in text or long_date(date.fromisoformat(leaf)) in text
    if not re.fullmatch(r"-?\d+(\.\d+)?", leaf):
        return leaf in text
    wanted = abs(Decimal(leaf))
    half = Decimal(1).scaleb(int(wanted.as_tuple().exponent)) / 2
    return any(abs(number - wanted) <= half for number in numbers)


def test_every_case_is_run():
    told = yaml.load(TRICKY.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert {case["id"] for case in told["cases"]} == CLAIMS.keys()
    assert {id for id, _ in BEYOND_LONG_FORM} <= CLAIMS.keys()
