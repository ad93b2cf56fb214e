"""Claim files: what they hold, and what is wrong with them, each problem at its place."""

import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.article_files import Quotes
from factcheck.claim_files import parse_claims, read_claims
from factcheck.claim_models import NUMBER_PATTERN, model
from factcheck.claims import Claim, Place, fingerprints
from factcheck.errors import InputError
from factcheck.instruments import Catalogue, Listing
from factcheck.periods import Period, Step, Window
from factcheck.prices import Action
from factcheck.statements import Direction, Hedge, Stated
from factcheck.verifiers import kinds


def listing(symbol, *names):
    return Listing(symbol, names[0], "index", "XHKG", "HKD", 2, names)


CATALOGUE = Catalogue(
    [
        listing("HSTECH.HK", "Hang Seng TECH Index", "HSTECH"),
        listing("^HSI", "Hang Seng Index", "HSI"),
        listing("9988.HK", "Alibaba"),
        listing("0700.HK", "Tencent"),
    ]
)
UP = {"direction": "up"}
SENTENCES: dict[str, list[dict[str, object]]] = {
    "HSTECH +4.7%": [{"kind": "change", "of": "HSTECH", **UP, "value": "4.7"}],
    "a new high": [{"kind": "extreme", **UP, "window": "3-year", "fresh": True}],
    "both benchmarks rose": [{"kind": "direction", "of": ["both benchmarks"], **UP}],
    "all three rose": [{"kind": "direction", "of": "all three", **UP}],
    "Tencent rose 2% and Alibaba 3%": [
        {"kind": "change", "of": "Tencent", **UP, "value": "2"},
        {"kind": "change", "of": "Alibaba", **UP, "value": "3"},
    ],
    "up 2% at a high": [
        {"kind": "change", **UP, "value": "2"},
        {"kind": "extreme", **UP, "window": "record"},
    ],
    "poorly read": [{"kind": "streak", "of": "HSTECH"}],
}


@dataclass
class Said:
    items: list[dict[str, object]]
    opinion: bool = False


def reader(text, catalogue):
    """Stands in for the reader of prose: it knows the sentences above."""
    if text.startswith("it will"):
        return Said([], opinion=True)
    if text not in SENTENCES:
        raise ValueError(f"cannot read '{text[:20]}'")
    return Said(SENTENCES[text])


def parse(source, folder=Path()):
    data = source if isinstance(source, bytes) else source.encode()
    return parse_claims(data, "x", folder, reader=reader, catalogue=CATALOGUE)


def problems(source, folder=Path()):
    with pytest.raises(InputError) as caught:
        parse(source, folder)
    return [str(problem).removeprefix("x:") for problem in caught.value.problems]


def claim(source, **more):
    (only,) = parse(f"claims:\n  - {source}\n", **more).claims
    return only


EXAMPLE = """\
article:
  title: Hong Kong tech shares extend rally
  text: rally.md
  url: https://example.org/markets/rally
  published: 2025-02-21T12:30+08:00
  market: XHKG
defaults: {of: HSTECH, on: 2025-02-21}
claims:
  - HSTECH +4.7%
  - a new high
  - id: three-year-high
    claim: a new high
    quote: climbed 4.7% to a "new" three-year high
  - id: alibaba-since
    kind: extreme
    of: Alibaba
    on: 2025-02-20
    direction: up
    since: late 2021
instruments:
  - {symbol: ALDER, names: [Alder Index], type: index, calendar: XHKG, source: official}
prices:
  ALDER: [["2025-03-13", "1000.00"], [2025-03-14, 1, 2, 0.5, 1046.50, 300]]
actions:
  ALDER: [[2025-03-14, split, 3:2], [2025-03-14, cash_dividend, 0.25]]
"""
ARTICLE = "\ufeffTech “shares” climbed 4.7% to\na “new”  three-year high.\n\nShares climbed.\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "rally.md").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def test_quotes_are_placed_in_the_text_as_it_is_seen(folder):
    found = parse(EXAMPLE, folder)
    assert [c.seen for c in found.claims if c.span is None] == [None, None, None]
    assert found.seen[slice(*found.claims[2].seen)] == "climbed 4.7% to\na “new”  three-year high"


def test_a_file_holds_what_it_says(folder):
    found = parse(EXAMPLE, folder)
    first, second, high, since = found.claims
    assert [c.id for c in found.claims] == ["c1", "c2", "three-year-high", "alibaba-since"]
    assert first.of == ("HSTECH",)
    assert first.on == "2025-02-21"
    assert first.place == Place("x", 9, 5, 9, 17)
    assert second.of == ("HSTECH",)
    assert second.verifier.window == Window("year", 3)
    assert second.verifier.fresh is True
    assert high.place == Place("x", 11, 5, 13, 51)
    assert since.on == "2025-02-20"
    assert since.verifier.window == Window("since", since="late 2021")
    told = "Alibaba: extreme, direction up, window since late 2021, on 2025-02-20"
    assert since.text == told


def test_an_article_is_read_from_the_file_beside(folder):
    article = parse(EXAMPLE, folder).article
    assert article.title == "Hong Kong tech shares extend rally"
    assert article.text == ARTICLE.removeprefix("\ufeff")
    assert article.text_path == str(folder / "rally.md")
    assert article.published == datetime(2025, 2, 21, 12, 30, tzinfo=timezone(timedelta(hours=8)))
    assert article.published_date == date(2025, 2, 21)
    assert article.market == "XHKG"


def test_a_quote_is_found_with_other_spaces_and_quotation_marks(folder):
    found = parse(EXAMPLE, folder)
    start, end = found.claims[2].span
    assert found.article.text[start:end] == "climbed 4.7% to\na “new”  three-year high"


def test_a_file_brings_its_own_instruments(folder):
    found = parse(EXAMPLE, folder)
    (alder,) = found.listings
    assert (alder.symbol, alder.name, alder.official) == ("ALDER", "Alder Index", True)
    assert found.prices["ALDER"][0][:6] == (date(2025, 3, 13), None, None, None, "1000.00", None)
    assert found.prices["ALDER"][1][:6] == (date(2025, 3, 14), "1", "2", "0.5", "1046.50", "300")
    assert found.prices["ALDER"][1][6:] == (23, 38)
    day = date(2025, 3, 14).toordinal()
    assert found.actions["ALDER"] == (
        Action(day, "split", Fraction(3, 2)), Action(day, "dividend", Fraction(1, 4)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("source", "field", "expected"),
    [
        ("{kind: change, of: HSTECH, value: 4.70}", "value", Stated.parse("4.70")),
        ("{kind: change, of: HSTECH, value: '1.3 trillion'}", "value",
         Stated.parse("1.3 trillion")),
        ("{kind: change, of: HSTECH, value: 1/3}", "value", Stated.parse("1/3")),
        ("{kind: level, of: HSTECH, value: 4.7%}", "unit", "percent"),
        ("{kind: level, of: HSTECH, value: 4.7%}", "value", Stated.parse("4.7")),
        ("{kind: level, of: HSTECH, value: '4.7 %', unit: percent}", "value", Stated.parse("4.7")),
        ('{kind: level, of: HSTECH, value: "23,477.92"}', "value", Stated.parse("23,477.92")),
        ("{kind: change, of: HSTECH, value: 1, hedge: more_than}", "hedge", Hedge.MORE_THAN),
        ("{kind: change, of: HSTECH, value: 1, hedge: }", "hedge", None),
        ("{kind: change, of: HSTECH, value: 1, direction: down}", "direction", Direction.DOWN),
        ("{kind: change, of: HSTECH, value: 1, period: 52-week}", "period", Period("week", 52)),
        ("{kind: change, of: HSTECH, value: 1, since: 2024-10-07}", "period",
         Period("since", since="2024-10-07")),
        ("{kind: streak, of: HSTECH, value: 6, direction: up, period: week}", "period", Step.WEEK),
        ("{kind: extreme, of: HSTECH, direction: up, window: record, rank: 2}", "rank", 2),
        ("{kind: extreme, of: HSTECH, direction: up, window: record, fresh: TRUE}", "fresh", True),
        ("{claim: a new high, of: HSTECH, window: record}", "window", Window("record")),
        ("{claim: a new high, of: HSTECH, since: 2021}", "window", Window("since", since="2021")),
        ("{claim: unreadable, kind: level, of: HSTECH, value: 5}", "value", Stated.parse("5")),
        ("{claim: a new high, kind: direction, of: HSTECH}", "direction", Direction.UP),
        ("{claim: up 2% at a high, kind: change, of: HSTECH, value: 3}", "value",
         Stated.parse("3")),
    ],
)  # fmt: skip
def test_what_keys_mean(source, field, expected):
    assert getattr(claim(source).verifier, field) == expected


@pytest.mark.parametrize(
    ("source", "field", "expected"),
    [
        ("{claim: a new high, of: 0700}", "of", ("0700",)),
        ("{claim: a new high, of: [HSTECH, Alibaba]}", "of", ("HSTECH", "Alibaba")),
        ("{claim: HSTECH +4.7%, of: Alibaba}", "of", ("Alibaba",)),
        ("{claim: HSTECH +4.7%, on: Friday}", "on", "Friday"),
        ("{claim: HSTECH +4.7%, either: true}", "either", True),
        ("{claim: HSTECH +4.7%, prospective: true}", "prospective", True),
        ("{claim: HSTECH +4.7%, attributed: true}", "attributed", True),
        ("{claim: HSTECH +4.7%, verb: soared}", "verb", "soared"),
        ("{claim: HSTECH +4.7%, quote: soared}", "quote", "soared"),
        ("{claim: HSTECH +4.7%, quote: soared}", "span", None),
        ("{claim: HSTECH +4.7%}", "text", "HSTECH +4.7%"),
        ("{kind: level, of: HSTECH, value: 5, quote: at five}", "text", "at five"),
        ("{claim: it will rise, checkable: false, why: a forecast}", "why_not", "a forecast"),
        ("{claim: HSTECH +4.7%, checkable: false}", "verifier", None),
        ("{quote: all is well, checkable: false, id: mood}", "id", "mood"),
        ("it will rise", "verifier", None),
        ("{claim: it will rise, id: forecast}", "id", "forecast"),
    ],
)  # fmt: skip
def test_what_every_claim_may_say(source, field, expected):
    assert getattr(claim(source), field) == expected


def test_a_sentence_of_two_statements_is_two_claims():
    found = parse(
        "claims:\n  - Tencent rose 2% and Alibaba 3%\n"
        "  - {id: rises, claim: Tencent rose 2% and Alibaba 3%, on: 2025-02-21}\n"
    ).claims
    assert [c.id for c in found] == ["c1", "c1b", "rises", "rises-b"]
    assert [c.of for c in found] == [("Tencent",), ("Alibaba",)] * 2
    assert found[3].on == "2025-02-21"
    assert found[0].place == found[1].place


@pytest.mark.parametrize(
    ("above", "sentence", "expected"),
    [
        ("[{claim: a new high, of: [HSI, HSTECH]}, HSTECH +4.7%", "both benchmarks rose",
         ("HSI", "HSTECH")),
        ("[{claim: a new high, of: Tencent}, {claim: a new high, of: HSI}, HSTECH +4.7%",
         "both benchmarks rose", ("HSI", "HSTECH")),
        ("[{claim: a new high, of: Tencent}, {claim: a new high, of: HSI}, HSTECH +4.7%",
         "all three rose", ("Tencent", "HSI", "HSTECH")),
    ],
)  # fmt: skip
def test_both_means_the_nearest_set_named_above(above, sentence, expected):
    last = parse(f"claims: {above}, {sentence}]").claims[-1]
    assert last.of == expected
    assert "named last above" in last.assumed[0]


def test_published_may_be_a_date_alone():
    found = parse("article: {published: 2025-02-21}\nclaims: [HSTECH +4.7%]").article
    assert (found.published, found.published_date) == (None, date(2025, 2, 21))


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("published: 2025-02-21T04:30Z", datetime(2025, 2, 21, 4, 30, tzinfo=UTC)),
        ("published: 2025-02-21 12:30:15+0800", datetime(2025, 2, 21, 4, 30, 15, tzinfo=UTC)),
        ("published: 2025-02-21T12:30, timezone: Asia/Hong_Kong",
         datetime(2025, 2, 21, 4, 30, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_published_is_an_instant(keys, expected):
    assert parse(f"article: {{{keys}}}\nclaims: [HSTECH +4.7%]").article.published == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            "{symbol: HSTECH.HK, names: [tech gauge]}",
            ("Hang Seng TECH Index", "index", "XHKG", True),
        ),
        ("{symbol: 9618.HK, names: [JD.com, JD]}", ("JD.com", "share", "XHKG", True)),
        ("{symbol: ALDER, name: Alder, type: etf, calendar: 24/7}", ("Alder", "etf", "24/7", True)),
    ],
)
def test_an_instrument_starts_from_what_is_known_of_its_symbol(row, expected):
    (found,) = parse(f"claims: [HSTECH +4.7%]\ninstruments: [{row}]").listings
    assert (found.name, found.type, found.calendar, found.catalogued) == expected


def test_an_instrument_with_prices_trades_on_their_days():
    found = parse(
        "instruments: [{symbol: ALDER, type: share, listed: 2024-11-04, decimals: 2, "
        "tz: Asia/Tokyo, session: '09:00-15:00', holidays: [2025-01-01], history: partial}]\n"
        "prices: {ALDER: [[2025-03-14, 5], [2025-03-17, '', 6, ~, 5]]}\nclaims: [HSTECH +4.7%]"
    )
    (alder,) = found.listings
    assert (alder.calendar, alder.since, alder.zone) == ("rows", date(2024, 11, 4), "Asia/Tokyo")
    assert (alder.hours, alder.holidays) == ("09:00-15:00", (date(2025, 1, 1),))
    assert (alder.history, alder.official) == ("partial", True)
    assert found.prices["ALDER"][1][:6] == (date(2025, 3, 17), None, "6", None, "5", None)


# ------------------------------------------------------------------------------------ broken files

NO_NUMBER = "is no number; write it like 4.7, 23,477.92, 1.3 trillion or 1/3"
NO_DATE = "as a date; write 2021-11-19, 19 November 2021, November 2021, late 2021 or the like"
KINDS = ", ".join(kinds())
EXTREME = ", ".join(model("extreme").forms)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", "1:1: the file holds no claims"),
        ("# only a comment\n", "1:1: the file holds no claims"),
        ("null", "1:1: the file holds no claims"),
        ("article: {title: x}", "1:1: the file holds no claims"),
        ("claims:\n", "1:1: the file holds no claims"),
        ("claims: []", "1:9: the file holds no claims"),
        ("- HSTECH +4.7%", "1:1: a claim file starts with a key: put the list under 'claims:'"),
        ("HSTECH +4.7%", "1:1: a claim file starts with a key: put the list under 'claims:'"),
        ("claims: {a: b}", "1:9: 'claims' is a list; start each claim with '- '"),
        ("claims: HSTECH +4.7%", "1:9: 'claims' is a list; start each claim with '- '"),
        ("clams: [HSTECH +4.7%]", "1:1: a claim file has no key 'clams'; did you mean 'claims'?"),
        ("claims: [HSTECH +4.7%]\nx: 1", "2:1: a claim file has no key 'x'; its keys are article, "
         "defaults, claims, instruments, prices, actions, quotes"),
        ("article: rally.md\nclaims: [HSTECH +4.7%]", "1:10: 'article' is a mapping; its keys are "
         "title, text, url, published, timezone, market"),
        ("defaults: [a]\nclaims: [HSTECH +4.7%]", "1:11: 'defaults' is a mapping; its keys are "
         "of, on, either, prospective, attributed, verb"),
        ("defaults: {off: a}\nclaims: [HSTECH +4.7%]", "1:12: defaults has no key 'off'; did you "
         "mean 'of'? its keys are of, on, either, prospective, attributed, verb"),
        ("defaults: {on: 2025-02-30}\nclaims: [HSTECH +4.7%, a new high]",
         "1:16: there is no day '2025-02-30' in the calendar"),
        ("defaults: {of: Alibabba}\nclaims: [a new high, a new high]",
         "1:16: unknown instrument 'Alibabba'; did you mean Alibaba (9988.HK)?"),
    ],
)  # fmt: skip
def test_broken_files(source, expected):
    found = problems(source)
    assert expected in found
    assert len(found) == 1 or source.startswith("defaults: {on")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("gibberish", "2:5: cannot read 'gibberish'"),
        ("", "2:4: a claim is a sentence, or a mapping with 'claim' or 'kind'"),
        ("''", "2:5: a claim is a sentence, or a mapping with 'claim' or 'kind'"),
        ("[a]", "2:5: a claim is a sentence, or a mapping with 'claim' or 'kind'"),
        ("{}", "2:5: a claim needs 'claim', the sentence, or 'kind' and its keys"),
        ("{quote: abc}", "2:5: a claim needs 'claim', the sentence, or 'kind' and its keys"),
        ("{clam: abc}", "2:5: a claim needs 'claim', the sentence, or 'kind' and its keys; "
         "did you mean 'claim'?"),
        ("Shares rose: up 4%", "2:5: 'Shares rose' is no key; a sentence with ': ' in it needs "
         "quotation marks"),
        ("{claim: [a]}", "2:13: a text is wanted here, not a list"),
        ("{claim: '" + "x" * 2001 + "'}", "2:13: a text of 2,001 characters; at most 2,000"),
        ("{kind: strek, of: HSTECH}", "2:12: unknown kind 'strek'; did you mean 'streak'?"),
        ("{kind: [streak], of: HSTECH}", f"2:12: unknown kind ''; the kinds are {KINDS}"),
        ("{kind: qqq, of: HSTECH}", f"2:12: unknown kind 'qqq'; the kinds are {KINDS}"),
        ("{kind: change, of: HSTECH}",
         "2:5: change needs the key 'value': a number as printed, like 4.7"),
        ("{kind: change, of: HSTECH, value: }",
         "2:5: change needs the key 'value': a number as printed, like 4.7"),
        ("{kind: extreme, of: HSTECH, direction: up}",
         "2:5: extreme needs the key 'window': record, 3-year, 52-week, ytd or since DATE"),
        ("{kind: streak, of: HSTECH, value: 6}",
         "2:5: streak needs the key 'direction': up, down or flat"),
        ("{kind: change, of: HSTECH, value: '4,7'}", "2:39: '4,7' is no number; write 4.7"),
        ("{kind: change, of: HSTECH, value: -4.7}",
         "2:39: '-4.7' is no number; write 4.7 (direction says which way)"),
        ("{kind: change, of: HSTECH, value: +4.7%}",
         "2:39: '+4.7' is no number; write 4.7 (direction says which way)"),
        ("{kind: change, of: HSTECH, value: 4.7 percent}",
         "2:39: '4.7 percent' is no number; write 4.7"),
        ("{kind: change, of: HSTECH, value: HK$4.7}", "2:39: 'HK$4.7' is no number; write 4.7"),
        ("{kind: streak, of: HSTECH, direction: up, value: six}",
         "2:54: 'six' is no number; write 6"),
        ("{kind: change, of: HSTECH, value: 1e5}", f"2:39: '1e5' {NO_NUMBER}"),
        ("{kind: change, of: HSTECH, value: .inf}", f"2:39: '.inf' {NO_NUMBER}"),
        ("{kind: change, of: HSTECH, value: 1_000}", f"2:39: '1_000' {NO_NUMBER}"),
        ("{kind: change, of: HSTECH, value: ４}", f"2:39: '４' {NO_NUMBER}"),
        ("{kind: change, of: HSTECH, value: " + "9" * 100 + "}",
         f"2:39: '{'9' * 79}…' {NO_NUMBER}"),
        ("{kind: change, of: HSTECH, value: [4.7]}", "2:39: a text is wanted here, not a list"),
        ("{kind: change, of: HSTECH, value: {a: b}}", "2:39: a text is wanted here, not a mapping"),
        ("{kind: change, of: HSTECH, value: 1, unit: percents}", "2:48: 'percents' is no unit; did "
         "you mean 'percent'? it is percent, points, bp, pp, price, count, ratio or usd"),
        ("{kind: change, of: HSTECH, value: 4.7%, unit: points}",
         "2:51: 'value' is in percent, 'unit' says 'points'"),
        ("{kind: change, of: HSTECH, value: 1, direction: upp}",
         "2:53: 'upp' is no direction; did you mean 'up'? it is up, down or flat"),
        ("{kind: change, of: HSTECH, value: 1, hedge: more than}", "2:49: 'more than' is no hedge; "
         "did you mean 'more_than'? it is about, nearly, more_than, less_than, at_least, at_most, "
         "up_to or between"),
        ("{kind: streak, of: HSTECH, direction: up, value: 6, period: weekly}", "2:65: 'weekly' is "
         "no period; did you mean 'week'? it is day, week, month, quarter or year"),
        ("{kind: change, of: HSTECH, value: 1, period: often}", "2:50: cannot read 'often' as a "
         "period; the periods are day, week, month, quarter, year, ytd, N-session, N-week, "
         "N-month, N-year, since:DATE, from:DATE"),
        ("{kind: change, of: HSTECH, value: 1, period: since the war}",
         f"2:50: cannot read 'the war' {NO_DATE}"),
        ("{kind: extreme, of: HSTECH, direction: up, window: yore}", "2:56: cannot read 'yore' as "
         "a window; write record, 3-year, 52-week, 18-month, ytd or since DATE"),
        ("{kind: extreme, of: HSTECH, direction: up, since: the war}",
         f"2:55: cannot read 'the war' {NO_DATE}"),
        ("{kind: extreme, of: HSTECH, direction: up, window: record, since: 2021}",
         "2:64: 'since' and 'window' say the same; keep one"),
        ("{kind: streak, of: HSTECH, direction: up, value: 6, since: 2021}",
         "2:57: streak has no key 'since'; its keys are direction, value, period, hedge"),
        ("{kind: extreme, of: HSTECH, direction: up, window: record, fresh: yes}",
         "2:71: 'yes' is neither true nor false"),
        ("{kind: extreme, of: HSTECH, direction: up, window: record, fresh: 'true'}",
         "2:71: write true without quotation marks"),
        ("{kind: extreme, of: HSTECH, direction: up, window: record, rank: '2.5'}",
         "2:70: '2.5' is no whole number"),
        ("{kind: extreme, of: HSTECH, direction: up, window: record, rank: two}",
         "2:70: 'two' is no whole number; write 2"),
        ("{kind: streak, of: HSTECH, direction: up, value: 6, perod: week}", "2:57: streak has no "
         "key 'perod'; did you mean 'period'? its keys are direction, value, period, hedge"),
        ("{kind: streak, of: HSTECH, direction: up, value: 6, Id: a}", "2:57: streak has no "
         "key 'Id'; did you mean 'id'? its keys are direction, value, period, hedge"),
        ("{kind: streak, of: HSTECH, direction: up, value: 6, ? 'a\nb' : c}", "2:59: streak has no "
         "key 'a b'; its keys are direction, value, period, hedge"),
        ("{claim: a new high, of: HSTECH, perod: week}",
         f"2:37: extreme has no key 'perod'; its keys are {EXTREME}"),
        ("{claim: up 2% at a high, of: HSTECH, value: 3}", "2:42: the sentence makes 2 statements, "
         "so it is open which one 'value' is about; make each a claim of its own"),
        ("a new high", "2:5: no instrument is named; add 'of: NAME', here or in defaults"),
        ("{kind: level, of: Alibabba, value: 1}",
         "2:23: unknown instrument 'Alibabba'; did you mean Alibaba (9988.HK)?"),
        ("{claim: a new high, of: [HSTECH, Zzzzz]}", "2:38: unknown instrument 'Zzzzz'; add it "
         "under 'instruments:' or write its symbol, such as 0700.HK"),
        ("{claim: a new high, of: []}", "2:29: a name or a list of names is wanted here"),
        ("{claim: a new high, of: {a: b}}", "2:29: a name or a list of names is wanted here"),
        ("{kind: comparison, of: HSTECH, direction: up, than: Alibabba}",
         "2:57: unknown instrument 'Alibabba'; did you mean Alibaba (9988.HK)?"),
        ("both benchmarks rose", "2:5: 'both benchmarks' means 2 instruments named above, and "
         "there are none"),
        ("{claim: a new high, of: HSTECH, on: someday}", f"2:41: cannot read 'someday' {NO_DATE}"),
        ("{claim: a new high, of: HSTECH, on: 2025-02-30}",
         "2:41: there is no day '2025-02-30' in the calendar"),
        ("{claim: a new high, of: HSTECH, id: a b}",
         "2:41: 'a b' is no id; use letters, digits, '-', '_' and '.', at most 64"),
        ("{claim: a new high, of: HSTECH, checkable: maybe}",
         "2:48: 'maybe' is neither true nor false"),
        ("{claim: a new high, of: HSTECH, why: so}",
         "2:37: 'why' belongs to a claim with checkable: false"),
        ("{checkable: false}", "2:5: a claim needs 'claim', the sentence, or 'quote'"),
        ("{checkable: false, quote: a, vlaue: 3}", "2:34: a claim that is not checked has no key "
         "'vlaue'; its keys are id, claim, quote, kind, of, on, either, prospective, attributed, "
         "verb, checkable, why, skip"),
    ],
)  # fmt: skip
def test_broken_claims(source, expected):
    assert problems(f"claims:\n  - {source}\n") == [expected]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("article: {titel: x}", "1:11: article has no key 'titel'; did you mean 'title'? its keys "
         "are title, text, url, published, timezone, market"),
        ("article: {text: ../x.md}",
         "1:17: '../x.md' must be a file beside this one or in a folder below it"),
        ("article: {text: /etc/passwd}",
         "1:17: '/etc/passwd' must be a file beside this one or in a folder below it"),
        ("article: {text: a/../../x}",
         "1:17: 'a/../../x' must be a file beside this one or in a folder below it"),
        ("article: {text: 'C:\\x'}",
         "1:17: 'C:\\x' must be a file beside this one or in a folder below it"),
        ("article: {text: .}", "1:17: '.' must be a file beside this one or in a folder below it"),
        ("article: {text: nope.md}", "1:17: there is no file 'nope.md' beside this one"),
        ("article: {text: rally.md/x}",
         "1:17: 'rally.md/x' cannot be opened: it is a link or no file"),
        ("article: {text: link.md}", "1:17: 'link.md' cannot be opened: it is a link or no file"),
        ("article: {text: below/rally.md}",
         "1:17: 'below/rally.md' cannot be opened: it is a link or no file"),
        ("article: {text: pipe}", "1:17: 'pipe' is no file"),
        ("article: {text: folder}", "1:17: 'folder' is no file"),
        ("article: {text: big.md}", "1:17: 'big.md' is larger than 2,000,000 bytes"),
        ("article: {text: long.md}",
         "1:17: 'long.md' has a line of more than 100,000 characters"),
        ("article: {text: latin.md}", "1:17: 'latin.md' is not UTF-8: byte 0xe9 on line 2"),
        ("article: {url: 'javascript:alert(1)'}",
         "1:16: 'javascript:alert(1)' is no address of a page; it starts with https://"),
        ("article: {published: 2025-02-21T12:30}", "1:22: the time has no offset; write it like "
         "2025-02-21T12:30+08:00, or give the date alone"),
        ("article: {published: 21/2/2025}",
         "1:22: '21/2/2025' is no date; write it like 2025-02-21"),
        ("article: {published: 2025-02-30}", "1:22: there is no day '2025-02-30' in the calendar"),
        ("article: {published: 2025-02-21T25:30Z}", "1:22: there is no time '2025-02-21T25:30Z'"),
        ("article: {published: 2025-02-21T12:30+99:00}",
         "1:22: there is no time '2025-02-21T12:30+99:00'"),
        ("article: {market: Hong Kong}",
         "1:19: 'Hong Kong' is no market; write its four-letter code, like XHKG"),
        ("article: {timezone: ../../etc/passwd}",
         "1:21: '../../etc/passwd' is no time zone; write it like Asia/Hong_Kong"),
        ("article: {timezone: Asia}", "1:21: 'Asia' is no time zone; write it like Asia/Hong_Kong"),
        ("instruments: {a: b}",
         "1:14: 'instruments' is a list, like [{symbol: ALDER, type: index}]"),
        ("instruments: [ALDER]",
         "1:15: an instrument is a mapping, like {symbol: ALDER, type: index}"),
        ("instruments: [{name: X}]", "1:15: an instrument needs the key 'symbol'"),
        ("instruments: [{symbol: alder}]", "1:24: 'alder' is no symbol; did you mean 'ALDER'?"),
        ("instruments: [{symbol: 'A/../B'}]", "1:24: 'A/../B' is no symbol; it is up to 20 of A-Z, "
         "0-9, ^ . = _ and -"),
        ("instruments: [{symbol: ßX}]", "1:24: 'ßX' is no symbol; it is up to 20 of A-Z, "
         "0-9, ^ . = _ and -"),
        ("instruments: [{symbol: ALDER}]", "1:15: an instrument needs the key 'type': index, "
         "share, etf, fx, commodity, future, crypto or yield"),
        ("instruments: [{symbol: ALDER, type: index}]",
         "1:15: an instrument needs the key 'calendar': a market's code like XHKG"),
        ("instruments: [{symbol: ALDER, type: indx, calendar: rows}]", "1:37: 'indx' is no type; "
         "did you mean 'index'? it is index, share, etf, fx, commodity, future, crypto or yield"),
        ("instruments: [{symbol: 0700.HK, session: 9-5}]",
         "1:42: '9-5' are no trading hours; write them like 09:30-16:00"),
        ("instruments: [{symbol: 0700.HK, decimals: 9}]", "1:43: at most 8 decimals"),
        ("instruments: [{symbol: 0700.HK, currency: euro}]",
         "1:43: 'euro' is no currency; write its code, like HKD"),
        ("instruments: [{symbol: 0700.HK, holidays: 2025-01-01}]",
         "1:43: a list of dates is wanted here, like [2025-04-04, 2025-04-18]"),
        ("instruments: [{symbol: 0700.HK, calendar: x}]", "1:43: 'x' is no calendar; write a "
         "market's code like XHKG, rows, weekdays, 24/5 or 24/7"),
        ("instruments: [{symbol: 0700.HK, since: 2020-01-01, listed: 2020-01-01}]",
         "1:52: since, listed and launched say the same; keep one"),
        ("instruments: [{symbol: 0700.HK}, {symbol: 0700.HK}]",
         "1:34: symbol '0700.HK' stands twice in 'instruments'"),
        ("prices: [a]", "1:9: 'prices' is a mapping from symbols to rows"),
        ("prices: {ALDR: []}", "1:10: unknown instrument 'ALDR'; add it under 'instruments:' or "
         "write its symbol, such as 0700.HK"),
        ("prices: {9988.HK: 5}", "1:19: a list of rows is wanted here"),
        ("prices: {9988.HK: [5]}", "1:20: a row is a list, like [2025-03-14, 1046.50]"),
        ("prices: {9988.HK: [[2025-03-14]]}", "1:20: a row of 1 cells; it is [date, close] or "
         "[date, open, high, low, close] with or without volume"),
        ("prices: {9988.HK: [[2025-13-14, 1]]}",
         "1:21: there is no day '2025-13-14' in the calendar"),
        ("prices: {9988.HK: [[14.3.2025, 1]]}",
         "1:21: '14.3.2025' is no date; write it like 2025-02-21"),
        ("prices: {9988.HK: [[2025-03-14, '1,046.5']]}",
         "1:33: '1,046.5' is no price; write 1046.5"),
        ("prices: {9988.HK: [[2025-03-14, 1e3]]}", "1:33: '1e3' is no price"),
        ("prices: {9988.HK: [[2025-03-14, 1, 1, 1, 1, 1.5]]}", "1:45: '1.5' is no volume"),
        ("actions: {9988.HK: [[2025-03-14, splt, 2]]}",
         "1:34: 'splt' is no action; did you mean 'split'? it is split or cash_dividend"),
        ("actions: {9988.HK: [[2025-03-14, split, 0]]}",
         "1:41: '0' is no size of an action; write it like 2, 0.25 or 3:2"),
        ("actions: {9988.HK: [[2025-03-14, split]]}", "1:21: an action is [date, split, new shares "
         "for one old] or [date, cash_dividend, amount]"),
    ],
)  # fmt: skip
def test_broken_surroundings(source, expected, folder):
    (folder / "link.md").symlink_to("rally.md")
    (folder / "below").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    (folder / "folder").mkdir()
    (folder / "big.md").write_bytes(b"x\n" * 1_000_001)
    (folder / "long.md").write_bytes(b"x" * 100_001)
    (folder / "latin.md").write_bytes(b"a\ncaf\xe9")
    assert problems(f"{source}\nclaims: [HSTECH +4.7%]\n", folder) == [expected]


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("climbed 4.7% to a new one", "the quote is not in rally.md; only 'climbed 4.7% to a' is"),
        ("something else", "the quote is not in rally.md"),
        ("climbed", "the quote stands more than once in rally.md (lines 1 and 4); quote more"),
    ],
)
def test_quotes_that_cannot_be_placed(quote, expected, folder):
    source = f"article: {{text: rally.md}}\nclaims:\n  - {{claim: HSTECH +4.7%, quote: {quote}}}"
    assert problems(source, folder) == [f"3:34: {expected}"]


def test_what_a_sentence_leaves_out_is_missing_where_it_stands():
    assert problems("claims:\n  - poorly read\n") == [
        "2:5: streak needs the key 'direction': up, down or flat",
        "2:5: streak needs the key 'value': a number as printed, like 4.7",
    ]


def test_ids_are_unique_and_the_first_is_named():
    source = "claims:\n  - {id: a, claim: HSTECH +4.7%}\n  - HSTECH +4.7%\n" + (
        "  - {id: a, claim: HSTECH +4.7%}\n  - {id: c2, claim: HSTECH +4.7%}\n"
    )
    assert problems(source) == [
        "4:10: id 'a' is already that of the claim on line 2",
        "5:10: id 'c2' is already that of the claim on line 3",
    ]


def test_everything_wrong_with_a_file_is_said_at_once():
    source = (
        "titel: x\narticle: {market: x}\nclaims:\n  - gibberish\n  - {kind: strek}\n"
        "  - {kind: change, of: Alibabba, value: 1}\n  - *a\n  - {kind: level, of: HSI, of: HSI}\n"
    )
    places = [problem.partition(": ")[0] for problem in problems(source)]
    assert places == ["1:1", "2:19", "4:5", "5:12", "6:24", "7:5", "8:28"]


def test_an_instrument_that_is_wrong_makes_no_name_unknown():
    own = "instruments: [{symbol: ALDER, names: Alder, type: x}]"
    assert len(problems(f"{own}\nclaims: [{{claim: a new high, of: Alder}}]")) == 1


def test_no_more_than_fifty_problems_are_told():
    assert len(problems("claims:\n" + "  - gibberish\n" * 500)) == 50


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda path: None, "1:1: there is no such file"),
        (lambda path: path.mkdir(), "1:1: this is a folder; name the files in it"),
        (lambda path: path.write_bytes(b" " * 8_000_001),
         "1:1: the file is larger than 8,000,000 bytes; split it"),
        (lambda path: path.write_bytes(b""), "1:1: the file holds no claims"),
        (lambda path: path.write_bytes(b"a: 1\n\xff"),
         "2:1: byte 0xff is not UTF-8; save the file as UTF-8"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_read(make, expected, tmp_path):
    path = tmp_path / "x.yaml"
    make(path)
    with pytest.raises(InputError) as caught:
        read_claims(path, reader=reader, catalogue=CATALOGUE)
    assert str(caught.value) == f"{path}:{expected}"


def test_a_path_that_can_be_none_is_no_file():
    with pytest.raises(InputError, match="cannot be opened: bad name"):
        read_claims("a\0b", reader=reader, catalogue=CATALOGUE)


def test_claims_are_read_from_a_file_and_its_folder(folder):
    path = folder / "x.yaml"
    path.write_text(EXAMPLE)
    found = read_claims(path, reader=reader, catalogue=CATALOGUE)
    assert found.path == str(path)
    assert {c.place.file for c in found.claims if c.place} == {str(path)}
    assert found.article and found.article.text


def test_standard_input_is_called_so(monkeypatch):
    read, write = os.pipe()
    os.write(write, b"claims: [gibberish]")
    os.close(write)
    with os.fdopen(read) as file, pytest.raises(InputError) as caught:
        monkeypatch.setattr("sys.stdin", file)
        read_claims("-", reader=reader, catalogue=CATALOGUE)
    assert str(caught.value) == "<stdin>:1:10: cannot read 'gibberish'"


# -------------------------------------------------------------------------------------- properties

PIECES = st.sampled_from(
    [*"claims article prices kind of value streak change HSTECH 4.7 up direction text id".split(),
     *"instruments symbol since quote { } [ ] ' \" ? | &a *a !!x << # ~".split(),
     "- ", ": ", ", ", "\n", "\n  ", "\t", "\u202e"]
)  # fmt: skip


@given(st.binary(max_size=200) | st.lists(PIECES, max_size=40).map(lambda p: "".join(p).encode()))
@settings(max_examples=500, deadline=None)
def test_any_bytes_are_claims_or_problems(data):
    try:
        assert parse(data).claims
    except InputError as error:
        assert all("Traceback" not in str(p) and p.line >= 1 for p in error.problems)


KEYS = st.sampled_from(
    "kind of value direction window period claim id on unit hedge since checkable quote either "
    "than".split()
)
VALUES = st.sampled_from(
    [*"change streak extreme comparison HSTECH 4.7 4.7% up week record null true '' both".split(),
     *"2025-02-21 1/3 percent about".split(), "[a, b]", "{a: b}", "HSTECH +4.7%"]
)  # fmt: skip


@given(st.lists(st.dictionaries(KEYS, VALUES, max_size=6), min_size=1, max_size=4))
@settings(max_examples=400, deadline=None)
def test_any_mappings_are_claims_or_problems(rows):
    body = "\n".join("  - {" + ", ".join(f"{k}: {v}" for k, v in row.items()) + "}" for row in rows)
    try:
        assert parse(f"claims:\n{body}\n").claims
    except InputError as error:
        assert all(2 <= problem.line <= len(rows) + 1 for problem in error.problems)


@given(st.text("ab \n“”\"'’", max_size=60), st.integers(0, 60), st.integers(1, 20))
@settings(max_examples=300, deadline=None)
def test_a_quote_taken_from_the_text_is_found_where_it_was(text, start, length):
    quote = text[start : start + length].strip()
    if not quote:
        return
    try:
        first, last = Quotes(text, "x").find(quote)
    except ValueError as error:
        assert "more than once" in str(error)
        assert text.count(quote) > 1 or text.find(quote, text.find(quote) + 1) > 0
    else:
        assert text[first:last] == quote


@pytest.mark.parametrize(
    "text",
    [*"4.7 23,477.92 1 0.5 1,23,456 12345678 1/3 2/3 3/4 5bn 1.3tn".split(), "1.3 trillion",
     "2 lakh crore", "4,7", "1/5", "-1", "+1", "1e5", ".5", "1.", "a", "1 000"],
)  # fmt: skip
def test_the_schema_and_the_reader_agree_on_numbers(text):
    try:
        Stated.parse(text)
        good = True
    except ValueError:
        good = False
    assert bool(re.search(NUMBER_PATTERN, text)) == good


def test_every_kind_has_a_model():
    for kind in kinds():
        assert model(kind).read({})[1] or not any(f.required for f in model(kind).forms.values())


# ------------------------------------------------------------------ fingerprints


def named(text, file="a.md", line=1, **said):
    return Claim("c", text, None, place=Place(file, line, 1, line, 9), **said)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (named("ALDER +3%"), named("ALDER +3%", line=7), True),  # moved
        (named("ALDER +3%"), named("ALDER  +3%\n"), True),  # wrapped anew
        (named("ALDER +3%"), named("ALDER +4%"), False),
        (named("ALDER +3%"), named("ALDER +3%", file="b.md"), False),
        (named("+3%", of=("ALDER",)), named("+3%", of=("BIRCH",)), False),
        (named("x", quote="rose 3%"), named("y", quote="rose 3%"), True),  # the words of the text
    ],
)
def test_a_fingerprint_is_of_the_words_and_their_file(one, other, same):
    assert (fingerprints([one]) == fingerprints([other])) is same


def test_equal_claims_have_fingerprints_of_their_own():
    one, two, three = fingerprints([named("+3%"), named("+4%"), named("+3%")])
    assert len({one, two, three}) == 3
    assert fingerprints([named("+3%"), named("+3%")]) == [one, three]
