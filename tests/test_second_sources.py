"""Second sources, quotes, contracts, ex-dates, currencies: where a figure or base comes from."""

import json
from functools import partial
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from factcheck import calendars
from factcheck.articles import parse_articles
from factcheck.checking import Setting, check
from factcheck.claim_files import parse_claims
from factcheck.commands._group import app
from factcheck.commands._parts import configured
from factcheck.instruments import Catalogue
from factcheck.sources import Desk
from factcheck.sources.inline import Inline
from tests.test_later_kinds import EVENING, FRIDAY, MIDDAY, NOW, findings, found, keys, told
from tests.test_verifiers import weekdays_to

UP_3 = "{kind: change, of: ALDER, direction: up, value: 3%, session: close, on: 2025-03-14}"

# ------------------------------------------------------------------ --source A --source B


def folders(tmp_path, *closes):
    """A folder for each close of 14 March, after 100 the day before; none has no such file."""
    made = []
    for n, close in enumerate(closes):
        folder = tmp_path / f"source{n}"
        folder.mkdir()
        made.append(folder)
        if close is not None:
            text = f"date,close\n2025-03-12,99\n2025-03-13,100\n2025-03-14,{close}\n"
            (folder / "ALDER.csv").write_text(text)
    return made


def run(tmp_path, places, *options, claims=(UP_3,), named="--source"):
    """Exit code and the report of one run on claims about ALDER, with `places` as sources."""
    listed = [{"symbol": "ALDER", "type": "index", "calendar": "weekdays", "tz": "Asia/Hong_Kong"}]
    file = tmp_path / "claims.yaml"
    body = {"instruments": listed, "claims": [yaml.load(c, yaml.BaseLoader) for c in claims]}
    file.write_text(yaml.safe_dump(body))
    words = ["check", str(file), "--format", "json", "--now", "2025-03-17T09:00+08:00", "--offline"]
    words += [word for place in places for word in (named, str(place))]
    done = CliRunner().invoke(app, [*words, *options])
    return done.exit_code, json.loads(done.stdout)


@pytest.mark.parametrize(
    ("closes", "options", "code", "verdict", "conflict"),
    [
        (["103.00"], [], 0, "pass", False),
        (["103.00", "103.00"], [], 0, "pass", False),
        (["103.00", "103.20"], [], 0, "pass", True),  # 3% with both
        (["103.00", "104.00"], [], 3, "undecidable", True),  # nothing could be decided
        (["103.00", "104.00"], ["--allow-undecided"], 0, "undecidable", True),
        (["103.00", "104.00"], ["--strict", "--fail-on", "warning"], 1, "undecidable", True),
        (["103.00", "104.00"], ["--fail-on", "note"], 1, "undecidable", True),
        (["104.00", "105.00"], [], 1, "fail", True),
        (["104.00", "105.00"], ["--exit-zero"], 0, "fail", True),
        (["104.00", "103.00"], [], 3, "undecidable", True),
        ([None, "103.00"], [], 0, "pass", False),  # who knows the symbol answers
        (["103.00", None], [], 0, "pass", False),
        ([None, None], [], 3, "undecidable", False),
    ],
)
def test_two_folders_on_the_command_line(tmp_path, closes, options, code, verdict, conflict):
    got, report = run(tmp_path, folders(tmp_path, *closes), *options)
    (claim,) = report["claims"]
    assert (got, claim["verdict"]) == (code, verdict)
    assert ("source-conflict" in claim["flags"]) == conflict


def test_each_claim_stands_by_itself(tmp_path):
    """Sources that differ on the size agree on the direction; one claim that fails is enough."""
    rose = "{kind: direction, of: ALDER, direction: up, on: 2025-03-14}"
    fell = "{kind: direction, of: ALDER, direction: down, session: close, on: 2025-03-14}"
    places = folders(tmp_path, "103.00", "104.00")
    code, report = run(tmp_path, places, claims=(UP_3, rose))
    assert (code, [c["verdict"] for c in report["claims"]]) == (0, ["undecidable", "pass"])
    code, report = run(tmp_path, places, claims=(UP_3, fell))
    assert (code, [c["verdict"] for c in report["claims"]]) == (1, ["undecidable", "fail"])


def test_both_sources_are_listed(tmp_path):
    places = folders(tmp_path, "103.00", "103.00")
    _, report = run(tmp_path, places)
    assert [Path(s["name"]).parent for s in report["sources"]] == places


@pytest.mark.parametrize(
    ("closes", "second", "verdict", "conflict"),
    [
        # folders alone: the first that knows the symbol
        (["103.00"], [], "pass", False),
        (["103.00", "104.00"], [], "pass", False),
        ([None, "104.00"], [], "fail", False),
        # beside a source: a second opinion, S18.12
        (["103.00"], ["103.00"], "pass", False),
        (["103.00"], ["103.20"], "pass", True),
        (["103.00"], ["104.00"], "undecidable", True),
        (["104.00"], ["103.00"], "undecidable", True),
        (["104.00"], ["105.00"], "fail", True),
        (["103.00", "103.00"], ["104.00"], "undecidable", True),
        ([None], ["103.00"], "pass", False),
        (["103.00"], [None], "pass", False),
    ],
)
def test_a_folder_and_a_source(tmp_path, closes, second, verdict, conflict):
    made = folders(tmp_path, *closes, *second)
    sources = [word for place in made[len(closes) :] for word in ("--source", str(place))]
    _, report = run(tmp_path, made[: len(closes)], *sources, named="--data")
    (claim,) = report["claims"]
    assert claim["verdict"] == verdict
    assert ("source-conflict" in claim["flags"]) == conflict


def test_what_is_configured_counts_as_named(tmp_path, monkeypatch):
    one, other = folders(tmp_path, "103.00", "104.00")
    monkeypatch.chdir(tmp_path)
    configured.cache_clear()
    (tmp_path / "factcheck.toml").write_text(f'source = "{other.name}"\n')
    _, report = run(tmp_path, [one], named="--data")
    configured.cache_clear()
    assert report["claims"][0]["verdict"] == "undecidable"


@pytest.mark.parametrize(
    ("words", "notes"),
    [
        ([], 0),  # nothing was asked for
        (["--source", "yahoo"], 1),
        (["--source", "fred"], 0),  # which has no such series
    ],
)
def test_a_second_opinion_that_did_not_come_is_told(tmp_path, words, notes):
    _, report = run(tmp_path, folders(tmp_path, "103.00"), *words, named="--data")
    assert report["claims"][0]["verdict"] == "pass"
    assert len(report["notes"]) == notes
    assert all(n.startswith("No second opinion: ") and "--offline" in n for n in report["notes"])


# ------------------------------------------------------------------ quotes, S16.6

DAY = "2025-03-13 100 100 100 100\n2025-03-14 101 107 101 106"
CLOSES = "2025-03-13 100\n2025-03-14 106"
ROSE = "{kind: change, direction: up, value: 4.7%}"


def quoted(time, price, day=FRIDAY):
    return {"A": [[f"{day}T{time}+08:00", price, "a page"]]}


@pytest.mark.parametrize(
    ("prices", "quotes", "claim", "verdict"),
    [
        (DAY, None, ROSE, "intraday"),
        (DAY, quoted("11:30", "104.70"), ROSE, "pass"),
        (DAY, quoted("11:00", "104.70"), ROSE, "pass"),  # within 60 minutes of 12:00
        (DAY, quoted("12:00", "104.70"), ROSE, "pass"),
        (DAY, quoted("10:59", "104.70"), ROSE, "intraday"),
        (DAY, quoted("12:01", "104.70"), ROSE, "intraday"),  # after it was written
        (DAY, quoted("11:30", "104.78"), ROSE, "pass-rounding"),  # cut off
        (DAY, quoted("11:30", "105.50"), ROSE, "intraday"),  # another price, though reached
        (DAY, quoted("11:30", "104.70", "2025-03-13"), ROSE, "intraday"),
        (DAY, quoted("11:30", "104.70"), ROSE.replace("}", ", session: close, on: 2025-03-14}"), "fail"),
        (DAY, quoted("11:30", "108.00"), ROSE.replace("4.7", "8.0"), "pass"),
        (DAY, None, ROSE.replace("4.7", "8.0"), "fail"),  # never there, by the day's range
        (DAY, quoted("11:30", "104.70"), ROSE.replace("4.7", "6.0"), "pass"),  # the close
        # without the day's range
        (CLOSES, None, ROSE, "undecidable"),
        (CLOSES, quoted("11:30", "104.70"), ROSE, "pass"),
        (CLOSES, quoted("10:30", "104.70"), ROSE, "intraday"),
        (CLOSES, quoted("11:30", "104.70", "2025-03-13"), ROSE, "undecidable"),
        (CLOSES, quoted("11:30", "104.70"), "{kind: level, value: 104.70}", "pass"),
    ],
)
def test_a_price_that_was_seen(prices, quotes, claim, verdict):
    seen = found(claim, prices, published=MIDDAY, quotes=quotes)
    assert str(seen.verdict) == verdict
    if quotes and verdict == "pass" and "6.0" not in claim:
        time = quotes["A"][0][0][11:16]
        assert f"at {time} it was quoted at" in seen.reason
        assert f"quote {time}" in [e.label for e in seen.evidence]
        assert "S16.6" in seen.rules


def test_the_zone_of_a_quote_is_the_exchanges():
    quotes = {"A": [["2025-03-14T03:30Z", "104.70", "a page"]]}
    seen = found(ROSE, CLOSES, published="2025-03-14T04:00Z", quotes=quotes)
    assert (seen.verdict, "at 11:30" in seen.reason) == ("pass", True)


# ------------------------------------------------------------------ one sentence, S2.10


@pytest.mark.parametrize(
    ("bar", "sentence", "verdicts"),
    [
        # from 100.00, 103.50 is 3.5%
        ("101 104 100 103.50", "A rose 3.0% to 103.50", ["fail", "pass"]),
        ("101 104 100 103.50", "A rose 3.5% to 103.50", ["pass", "pass"]),
        ("101 104 100 103.00", "A rose 3.0% to 103.50", ["pass", "fail"]),
        ("101 104 100 101.00", "A rose 3.0% to 103.50", ["fail", "fail"]),
        ("101 104 100 101.00", "A rose 3.5% to 103.50", ["intraday", "intraday"]),
        # 112.97 was cut to 112, and so was the 12.97 it rose by
        ("101 113 100 111.00", "A rose 12.97%, or 12 points, to 112", ["intraday"] * 3),
        ("101 114 100 111.00", "A rose 13.07%, or 12 points, to 112", ["fail"] * 3),
    ],
)
def test_figures_of_one_sentence(bar, sentence, verdicts):
    prices = {"A": f"2025-03-13 100 100 100 100\n2025-03-14 {bar}"}
    seen = findings([f"{{claim: '{sentence}'}}"], prices, published=MIDDAY)
    assert [str(f.verdict) for f in seen] == verdicts
    wrong = [f for f in seen if "inconsistent" in f.flags]
    assert wrong == [f for f in seen if str(f.verdict) == "fail"]
    assert all("S2.10" in f.rules for f in wrong)


def test_figures_of_two_sentences_may_be_of_two_moments():
    claims = ["{claim: A rose 3.0%}", "{claim: A at 103.50}"]
    prices = {"A": "2025-03-13 100 100 100 100\n2025-03-14 101 104 100 101"}
    seen = findings(claims, prices, published=MIDDAY)
    assert [str(f.verdict) for f in seen] == ["intraday", "intraday"]
    assert all(f.flags[0] == "incoherent" for f in seen)


def test_an_article_on_one_line_is_no_sentence(calendar_store):
    """What it rose to at first and where it stood later: two moments of one day."""
    words = "The Hang Seng Index touched 20,900. At midday the Hang Seng Index was up 2.0%."
    line = json.dumps({"text": words, "published": "2025-03-14T12:30+08:00"})
    bars = [["2025-03-13", *["20000"] * 4], ["2025-03-14", "20100", "21000", "20050", "20700"]]
    rows = yaml.safe_dump({"prices": {"^HSI": bars}, "claims": ["^HSI +3.5% on 2025-03-14"]})
    prices = Inline.of(parse_claims(rows.encode(), "claims.yaml", Path()))
    (file,) = parse_articles(line, "many.jsonl", ".jsonl", Catalogue.load())
    calendar = partial(calendars.get, store=calendar_store, today=NOW.date())
    seen = check(file, Setting(Desk([prices]), calendar, Catalogue.load(), NOW)).findings
    assert [str(f.verdict) for f in seen] == ["intraday", "intraday"]


# ------------------------------------------------------------------ catalogued instruments


def known(claim, symbol, prices, store, *, published=EVENING, actions=None):
    """The finding on a claim about an instrument of the catalogue with prices of the file."""
    rows = [line.split() for line in prices.strip().splitlines()]
    body = {"article": {"published": published}, "prices": {symbol: rows},
            "actions": {symbol: actions or []}, "claims": [{**keys(claim)}]}  # fmt: skip
    file = parse_claims(yaml.safe_dump(body).encode(), "claims.yaml", Path())
    setting = Setting(
        Desk([Inline.of(file)]),
        lambda code: calendars.get(code, store, NOW.date()),
        Catalogue.load(),
        NOW,
    )
    (finding,) = check(file, setting).findings
    return finding


# The April contract of 2025 ended on Thursday 20 March: three sessions before the 25th.
CRUDE = """2025-03-18 66.90
2025-03-19 67.16
2025-03-20 68.26
2025-03-21 68.28
2025-03-24 69.11
2025-03-25 69.00"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("{kind: change, direction: up, value: 1.6%, on: 2025-03-20}", "pass"),
        ("{kind: change, direction: up, value: 0.0%, on: 2025-03-21}", "undecidable"),
        ("{kind: direction, direction: up, on: 2025-03-21}", "undecidable"),
        ("{kind: change, direction: up, value: 1.2%, on: 2025-03-24}", "pass"),
        ("{kind: change, direction: up, value: 3.2%, period: 4-session, on: 2025-03-24}",
         "undecidable"),
        ("{kind: change, direction: up, value: 2.0%, period: 2-session, on: 2025-03-20}", "pass"),
        ("{kind: level, value: 68.28, on: 2025-03-21}", "pass"),  # a price is no move
    ],
)  # fmt: skip
def test_a_move_over_the_change_of_contract_is_open(calendar_store, claim, verdict):
    claim = claim.replace("{", "{of: CL=F, session: close, ")
    seen = known(claim, "CL=F", CRUDE, calendar_store, published="2025-03-26T12:00Z")
    assert str(seen.verdict) == verdict
    assert ("one and the same contract" in seen.needs) == (verdict == "undecidable")
    if verdict == "undecidable":
        assert "on 21 March 2025" in seen.reason


@pytest.mark.parametrize(
    ("symbol", "claim", "verdict"),
    [
        ("GC=F", "{kind: level, value: 2930.90}", "undecidable"),  # 0.5% over the high of this contract
        ("GC=F", "{kind: level, value: 2990.00}", "fail"),
        ("GC=F", "{kind: change, direction: up, value: 3.0%, session: close}", "undecidable"),
        ("GC=F", "{kind: change, direction: up, value: 6.0%, session: close}", "fail"),
        ("GC=F", "{kind: change, direction: up, value: 1.6%, session: close}", "pass"),
        ("ES=F", "{kind: level, value: 2930.90}", "fail"),
    ],
)
def test_a_metal_may_be_quoted_for_another_month(calendar_store, symbol, claim, verdict):
    prices = "2025-02-07 2860 2890 2858 2867.30\n2025-02-10 2864 2916.10 2863 2914.30"
    claim = claim.replace("{", f"{{of: {symbol}, on: 2025-02-10, ")
    seen = known(claim, symbol, prices, calendar_store, published="2025-02-11T12:00Z")
    assert str(seen.verdict) == verdict
    assert ("the contract that is meant" in seen.needs) == (verdict == "undecidable")


@pytest.mark.parametrize(
    ("symbol", "last", "roll", "later"),
    [
        # the last day of trading, as the exchange printed it, and the sessions after it
        ("ALI=F", "2025-02-26", "2025-02-27", "2025-02-28"),
        ("ZO=F", "2025-03-14", "2025-03-17", "2025-03-18"),
        ("ZL=F", "2025-10-14", "2025-10-15", "2025-10-16"),
        ("KC=F", "2009-03-19", "2009-03-20", "2009-03-23"),
        ("CC=F", "2026-03-16", "2026-03-17", "2026-03-18"),
        ("CT=F", "2023-12-06", "2023-12-07", "2023-12-08"),
        ("OJ=F", "2025-01-10", "2025-01-13", "2025-01-14"),
        ("SB=F", "2025-09-30", "2025-10-01", "2025-10-02"),
        ("LE=F", "2025-10-31", "2025-11-03", "2025-11-04"),
        ("HE=F", "2025-12-12", "2025-12-15", "2025-12-16"),
        ("GF=F", "2025-05-22", "2025-05-23", "2025-05-27"),  # Memorial Day precedes the 29th
        ("GF=F", "2024-11-21", "2024-11-22", "2024-11-25"),  # Thanksgiving is the 28th
        ("ZN=F", "2025-03-20", "2025-03-21", "2025-03-24"),
        ("TTF=F", "2023-12-28", "2023-12-29", "2024-01-02"),
        ("BZ=F", "2024-12-30", "2024-12-31", None),  # not the last session of a December
        ("BZ=F", "2014-01-16", "2014-01-17", "2014-01-21"),  # March 2014, by the rule of old
        ("ES=F", "2025-03-20", "2025-03-21", None),  # Friday's bar may be of either
        ("ES=F", "2025-03-21", "2025-03-24", "2025-03-25"),
    ],
)
def test_the_day_a_contract_ends(calendar_store, symbol, last, roll, later):
    """Open over the change of contract, decided within the next one."""
    prices = f"{last} 100.00\n{roll} 101.00" + (f"\n{later} 102.01" if later else "")
    claim = f"{{of: {symbol}, kind: direction, direction: up, session: close, on: {{}}}}"
    for day, verdict in ((roll, "undecidable"), (later, "pass"))[: 2 if later else 1]:
        published = f"{day}T23:00Z"
        seen = known(claim.replace("{}", day), symbol, prices, calendar_store, published=published)
        assert (day, str(seen.verdict)) == (day, verdict), seen.reason
        assert ("S3.8" in seen.rules) == (verdict == "undecidable")


def test_a_month_in_which_no_contract_ends(calendar_store):
    """Corn has none for February; in March the session before the 15th is the last."""
    prices = "2025-02-13 99.00\n2025-02-14 100.00\n2025-02-18 102.00"
    claim = "{of: ZC=F, kind: change, direction: up, value: 2.0%, session: close, on: 2025-02-18}"
    seen = known(claim, "ZC=F", prices, calendar_store, published="2025-02-18T23:00Z")
    assert str(seen.verdict) == "pass"


ROSE_2 = "2025-03-12 99\n2025-03-13 100\n2025-03-14 101 103 99 102"
ROSE_1 = "2025-03-12 100\n2025-03-13 100\n2025-03-14 100 102 100 101"


@pytest.mark.parametrize(
    ("of", "claim", "verdict"),
    [
        # a series of contracts joined on unknown days: any day may be one
        ("Q=F", "{kind: change, direction: up, value: 2.0%}", "undecidable"),
        ("Q=F", "{kind: change, direction: up, value: 9.0%}", "undecidable"),
        ("Q=F", "{kind: direction, direction: up}", "undecidable"),
        ("Q=F", "{kind: streak, direction: up, value: 2}", "undecidable"),
        ("Q=F", "{kind: reversal, direction: up, path: turned}", "undecidable"),
        ("Q=F", "{kind: rank, value: 1, among: [A, B]}", "undecidable"),
        ("Q=F", "{kind: level, value: 102}", "pass"),  # a price is no move
        ("Q=F", "{kind: spread, than: [A], value: 1}", "pass"),
        ("Q=F", "{kind: spread, than: [A], direction: up}", "undecidable"),
        # as the other side
        ("A", "{kind: comparison, direction: up, than: [Q=F]}", "undecidable"),
        ("A", "{kind: comparison, direction: up, than: [B]}", "fail"),
        ("A", "{kind: rank, value: 1, among: [Q=F, B]}", "undecidable"),
        ("A", "{kind: change, direction: up, value: 1.0%}", "pass"),
        # one contract, by its own name
        ("QZ25", "{kind: change, direction: up, value: 2.0%}", "pass"),
        ("QZ25", "{kind: change, direction: up, value: 9.0%}", "fail"),
        ("QZ25", "{kind: rank, value: 1, among: [A, B]}", "pass"),
        ("A", "{kind: comparison, direction: up, than: [QZ25]}", "fail"),
    ],
)
def test_contracts_that_end_on_days_unknown(of, claim, verdict):
    prices = {"A": ROSE_1, "B": ROSE_1, "Q=F": ROSE_2, "QZ25": ROSE_2}
    about = {"Q=F": {"type": "future"}, "QZ25": {"type": "future"}}
    claim = claim.replace("{", f"{{of: {of}, ")
    seen = found(claim, prices, instruments=about)
    assert str(seen.verdict) == verdict
    unknown = "on days that are not known" in seen.reason
    assert unknown == ("S3.8" in seen.rules) == ("Q=F" in of + claim and verdict == "undecidable")


PAID = "2025-03-12 20.00\n2025-03-13 20.00\n2025-03-14 19.19"


@pytest.mark.parametrize(
    ("symbol", "claim", "dividend", "verdict", "flags"),
    [
        # S3.6: 19.19 on 19.00 in Shanghai, on 20.00 elsewhere
        ("600519.SS", "{kind: change, direction: up, value: 1.0%}", "1.00", "pass",
         {"ex-date-base"}),
        ("600519.SS", "{kind: change, direction: down, value: 4.05%}", "1.00", "fail",
         {"ex-date-base"}),
        ("600519.SS", "{kind: change, direction: down, value: 4.05%}", "0", "pass", set()),
        ("600519.SS", "{kind: direction, direction: up}", "1.00", "pass", {"ex-date-base"}),
        ("600519.SS", "{kind: direction, direction: down}", "1.00", "fail", {"ex-date-base"}),
        ("0700.HK", "{kind: change, direction: down, value: 4.05%}", "1.00", "pass",
         {"ex-date-base"}),
        ("0700.HK", "{kind: change, direction: up, value: 1.0%}", "1.00", "fail",
         {"ex-date-base"}),
        ("0700.HK", "{kind: direction, direction: down}", "1.00", "pass", set()),
        # more than a tenth of the price is a special dividend
        ("0700.HK", "{kind: change, direction: down, value: 4.05%}", "3.00", "pass",
         {"ex-date-base", "adjusted"}),
        ("0700.HK", "{kind: change, direction: down, value: 4.05%}", "2.00", "pass",
         {"ex-date-base"}),
        # a longer period has its own base
        ("600519.SS", "{kind: change, direction: down, value: 4.05%, period: 2-session}", "1.00",
         "pass", set()),
    ],
)  # fmt: skip
def test_the_base_of_an_ex_date(calendar_store, symbol, claim, dividend, verdict, flags):
    actions = [[FRIDAY, "cash_dividend", dividend]] if dividend != "0" else []
    claim = claim.replace("{", f"{{of: {symbol}, session: close, ")
    seen = known(claim, symbol, PAID, calendar_store, actions=actions)
    assert (str(seen.verdict), set(seen.flags)) == (verdict, flags)
    said = [note for note in seen.notes if "ex dividend" in note]
    assert bool(said) == ("ex-date-base" in flags)


@pytest.mark.parametrize(
    ("claim", "in_shanghai", "elsewhere"),
    [
        # 19.90, 20.00, 19.90, 19.19 after a dividend of 1.00: 18.90 is the reference
        ("{kind: streak, direction: up, value: 1}", "pass", "fail"),
        ("{kind: streak, direction: down, value: 2}", "fail", "pass"),
        ("{kind: streak_break, direction: down, value: 1}", "pass", "fail"),
        ("{kind: superlative, direction: up, window: 2-session}", "pass", "fail"),
        ("{kind: superlative, direction: down, window: 2-session}", "fail", "pass"),
        ("{kind: frequency, direction: up, value: 1, period: 2-session}", "pass", "fail"),
        # only the percent of a day is measured from it
        ("{kind: streak, direction: down, value: 1, period: week}", "pass", "pass"),
        ("{kind: change, direction: down, value: 4.05%, period: 2-session}", "pass", "pass"),
        ("{kind: extreme, direction: down, window: 3-session}", "pass", "pass"),
    ],
)
@pytest.mark.parametrize("symbol", ["600519.SS", "000001.SZ", "0700.HK"])
def test_moves_of_days_are_measured_from_the_reference(
    calendar_store, symbol, claim, in_shanghai, elsewhere
):
    prices = (
        "2025-02-28 19.50\n2025-03-07 20.00\n2025-03-10 19.80\n2025-03-11 19.90\n2025-03-12 20.00\n"
        "2025-03-13 19.90\n2025-03-14 19.19"
    )
    actions = [[FRIDAY, "cash_dividend", "1.00"]]
    claim = claim.replace("{", f"{{of: {symbol}, ")
    seen = known(claim, symbol, prices, calendar_store, actions=actions)
    mainland = symbol != "0700.HK"
    assert str(seen.verdict) == (in_shanghai if mainland else elsewhere)
    by_day = in_shanghai != elsewhere
    assert ("ex-date-base" in seen.flags) == (mainland and by_day)
    told_ = [n for n in seen.notes if n.endswith("the day's move is measured from 18.90.")]
    assert bool(told_) == (mainland and by_day)


CUT = "2025-03-10 19.00\n2025-03-11 19.50\n2025-03-12 20.00\n2025-03-13 17.20\n2025-03-14 17.50"


@pytest.mark.parametrize(
    ("symbol", "claim", "verdict", "both"),
    [
        # 3.00 on 13 March, 15% of 20.00: what came before counts 0.85 of itself
        ("0700.HK", "{kind: change, direction: down, value: 14.0%, on: 2025-03-13}", "pass",
         ["Adjusted for it: closed up 1.18%."]),
        ("0700.HK", "{kind: change, direction: up, value: 1.2%, on: 2025-03-13}", "fail",
         ["Adjusted for it: closed up 1.18%."]),
        ("0700.HK", "{kind: change, direction: down, value: 12.5%, period: 2-session}", "pass",
         ["Adjusted for it: closed up 2.94% over 2 sessions."]),
        ("0700.HK", "{kind: direction, direction: down, on: 2025-03-13}", "pass",
         ["Adjusted for it: closed up 1.18%."]),
        ("0700.HK", "{kind: extreme, direction: up, window: 4-session}", "fail",
         ["Adjusted for it: the close of 17.50 was the highest in the prices at hand, which start on "
          "10 March 2025."]),
        ("0700.HK", "{kind: streak, direction: up, value: 1}", "pass",
         ["Adjusted for it: this makes at least 4 daily gains in a row."]),
        # the day's own percent is adjusted in Shanghai
        ("600519.SS", "{kind: change, direction: up, value: 1.2%, on: 2025-03-13}", "pass",
         ["Without regard to it: closed down 14.00%."]),
        ("600519.SS", "{kind: change, direction: down, value: 12.5%, period: 2-session}", "pass",
         ["Adjusted for it: closed up 2.94% over 2 sessions."]),
        # not inside the span
        ("0700.HK", "{kind: change, direction: up, value: 1.7%}", "pass", []),
        ("0700.HK", "{kind: level, value: 17.50}", "pass", []),
        ("0700.HK", "{kind: change, direction: up, value: 2.6%, on: 2025-03-12}", "pass", []),
    ],
)  # fmt: skip
def test_a_special_dividend_shows_both_figures(calendar_store, symbol, claim, verdict, both):
    actions = [["2025-03-13", "cash_dividend", "3.00"]]
    session = "" if "streak" in claim else "session: close, "
    claim = claim.replace("{", f"{{of: {symbol}, {session}")
    seen = known(claim, symbol, CUT, calendar_store, actions=actions)
    assert str(seen.verdict) == verdict
    assert ("adjusted" in seen.flags) == bool(both)
    intro = "A special dividend went ex inside the span: 3 on 13 March 2025 (15.0% of the price)."
    said = [n for n in seen.notes if n.startswith(("Adjusted", "Without", "A special"))]
    assert said == ([intro, *both] if both else [])


@pytest.mark.parametrize(
    ("dividend", "close", "verdict"),
    [
        ("0.996", "19.00", "fail"),  # 19.004 is displayed as 19.00: unchanged
        ("0.996", "19.01", "pass"),
        ("0.995", "19.01", "fail"),  # 19.005 as 19.01
        ("0.9949", "19.01", "fail"),
    ],
)
def test_the_reference_is_rounded_as_it_is_displayed(calendar_store, dividend, close, verdict):
    prices = f"2025-03-12 20.00\n2025-03-13 20.00\n2025-03-14 {close}"
    claim = "{of: 600519.SS, kind: streak, direction: up, value: 1}"
    actions = [[FRIDAY, "cash_dividend", dividend]]
    assert str(known(claim, "600519.SS", prices, calendar_store, actions=actions).verdict) == verdict


@pytest.mark.parametrize(
    ("of", "claim", "closes", "verdict"),
    [
        ("JPY=X", "{kind: change, direction: down, value: 0.54%}", "149.00 148.20", "pass"),
        ("yen", "{kind: change, direction: up, value: 0.54%}", "149.00 148.20", "pass"),
        ("yen", "{kind: change, direction: down, value: 0.54%}", "149.00 148.20", "fail"),
        ("JPY=X", "{kind: direction, direction: up}", "149.00 148.20", "fail"),
        ("yen", "{kind: direction, direction: up}", "149.00 148.20", "pass"),
        ("yen", "{kind: change, direction: up, value: 0.8, unit: price}", "149.00 148.20", "pass"),
        ("yen", "{kind: level, value: 148.20}", "149.00 148.20", "pass"),
        # 119% more pesos for a dollar, 54.4% fewer dollars for a peso
        ("ARS=X", "{kind: change, direction: up, value: 119%}", "365 800", "pass"),
        ("Argentine peso", "{kind: change, direction: down, value: 54.4%}", "365 800", "pass"),
        ("Argentine peso", "{kind: change, direction: down, value: 119%}", "365 800", "fail"),
    ],
)
def test_either_side_of_a_pair(calendar_store, of, claim, closes, verdict):
    symbol = "JPY=X" if of in ("JPY=X", "yen") else "ARS=X"
    before, now = closes.split()
    prices = f"2025-03-12 {before}\n2025-03-13 {before}\n2025-03-14 {now}"
    claim = claim.replace("{", f"{{of: {of}, session: close, ")
    seen = known(claim, symbol, prices, calendar_store, published="2025-03-15T12:00Z")
    assert str(seen.verdict) == verdict


# ------------------------------------------------------------------ the wrong series, M7

INDEX = "2025-03-12 1000\n2025-03-13 1000\n2025-03-14 1010"
FUND = "2025-03-11 50.00\n2025-03-12 49.00\n2025-03-13 50.00\n2025-03-14 51.00"


@pytest.mark.parametrize(
    ("claim", "tracks", "verdict"),
    [
        ("{kind: change, direction: up, value: 2.0%, session: close}", "A", "misleading"),
        ("{kind: change, direction: up, value: 2.0%}", "A", "undecidable"),  # the day's high may do
        ("{kind: change, direction: up, value: 2.0%, session: close}", None, "fail"),
        ("{kind: change, direction: up, value: 3.0%, session: close}", "A", "fail"),  # of neither
        ("{kind: change, direction: up, value: 1.0%, session: close}", "A", "pass"),
        ("{kind: level, value: 51, session: close}", "A", "misleading"),
        ("{kind: streak, direction: up, value: 2}", "A", "misleading"),
        ("{kind: streak, direction: up, value: 1}", "A", "pass"),
        # true of the other, but misleading even of that
        ("{kind: change, direction: up, value: 1.3%, hedge: at_least, session: close}", "A", "fail"),
        ("{kind: change, direction: up, value: 1.5%, hedge: at_least, session: close}", "A", "misleading"),
        # the fund itself is what was named
        ("{of: B, kind: change, direction: up, value: 1.0%, session: close}", "A", "fail"),
        # what the fund cannot tell leaves it false
        ("{kind: change, direction: up, value: 9.0%, period: month, session: close}", "A",
         "undecidable"),
    ],
)  # fmt: skip
def test_true_of_another_series_only(claim, tracks, verdict):
    about = {"A": {}, "B": {"type": "etf", **({"tracks": tracks} if tracks else {})}}
    seen = found(claim, {"A": INDEX, "B": FUND}, instruments=about)
    assert str(seen.verdict) == verdict
    misleads = verdict == "misleading"
    assert ("It holds only for another series than the one named" in seen.reason) == misleads
    assert any(e.label.startswith("B, ") for e in seen.evidence) == misleads


def test_another_series_that_cannot_tell_leaves_the_claim_false():
    about = {"A": {}, "B": {"type": "etf", "tracks": "A"}}
    claim = "{kind: change, direction: up, value: 2.0%, session: close}"
    for fund in ("2025-03-14 51.00", "2025-03-17 51.00"):
        assert told(claim, {"A": INDEX, "B": fund}, instruments=about)[0] == "fail"


@pytest.mark.parametrize(
    ("of", "verdict"),
    [
        ("9988.HK", "misleading"),  # up 4% in Hong Kong, 6% in New York
        ("Alibaba's Hong Kong shares", "misleading"),
        ("BABA", "pass"),
        ("Alibaba", "undecidable"),  # both were named (S3.2)
    ],
)
def test_a_new_york_line_in_place_of_the_local_one(calendar_store, of, verdict):
    lines = {"9988.HK": ["100.00", "104.00"], "BABA": ["100.00", "106.00"]}
    days = ("2025-03-13", FRIDAY)
    body = {
        "article": {"published": "2025-03-15T12:00Z"},
        "prices": {s: [list(row) for row in zip(days, p, strict=True)] for s, p in lines.items()},
        "claims": [keys(f"{{of: \"{of}\", kind: change, direction: up, value: 6%, session: close,"
                        f" on: {FRIDAY}}}")],
    }
    file = parse_claims(yaml.safe_dump(body).encode(), "claims.yaml", Path())
    setting = Setting(
        Desk([Inline.of(file)]),
        lambda code: calendars.get(code, calendar_store, NOW.date()),
        Catalogue.load(),
        NOW,
    )
    (finding,) = check(file, setting).findings
    assert str(finding.verdict) == verdict


def test_what_the_catalogue_knows_to_be_taken_for_another():
    catalogue = Catalogue.load()
    known = {item.symbol: item for item in catalogue.listings}
    wanted = {"^GSPC": "SPY", "^HSI": "2800.HK", "9988.HK": "BABA", "HSTECH.HK": "3033.HK"}
    for symbol, other in wanted.items():
        assert known[other] in catalogue.unusual(known[symbol])
    assert catalogue.unusual(known["BABA"]) == ()
    assert {item.tracks for item in catalogue.listings if item.tracks} <= known.keys()


# ------------------------------------------------------------------ values before an index began

CALCULATED = "2019-03-15 95\n2020-03-13 110\n2020-07-27 100\n2025-03-13 98\n2025-03-14 "
LIVE = CALCULATED[CALCULATED.index("2020-07-27") :]


@pytest.mark.parametrize(
    ("text", "claim", "verdict", "flags"),
    [
        (CALCULATED + "105", "since: March 2020", "pass", {"backcast"}),
        (CALCULATED + "105", "since: 2019", "fail", {"backcast"}),
        (CALCULATED + "99", "since: July 2020", "pass", set()),
        (LIVE + "105", "since: March 2020", "undecidable", {"short-history"}),
        (LIVE + "99", "since: March 2020", "fail", set()),  # 100 at its launch is higher
    ],
)
def test_values_from_before_the_launch_are_said_to_be(text, claim, verdict, flags):
    claim = f"{{kind: extreme, direction: up, session: close, {claim}}}"
    about = {"A": {"launched": "2020-07-27"}}
    assert told(claim, text, instruments=about) == (verdict, flags)


# ------------------------------------------------------- shares that were split after the claim's day

# as traded: high 248 and low 236 of the 12th; in shares of today a quarter of it all
SPLIT = """2025-03-11 240.00 242.00 238.00 239.00 4000000
2025-03-12 239.00 248.00 236.00 246.00 6000000
2025-03-13 245.00 246.00 240.00 241.00 4000000
2025-03-14 241.00 247.00 240.00 245.00 8000000"""
QUARTERED = [["2025-06-02", "split", "4"]]
SINCE = "2025-06-02T12:00:00Z"  # written on the day of the split; on the day before it was not known


@pytest.mark.parametrize(
    ("claim", "verdict", "noted"),
    [
        ("{kind: threshold, direction: up, value: 240, session: close}", "pass", False),
        ("{kind: threshold, direction: up, value: 245, session: close}", "fail", False),
        ("{kind: threshold, direction: up, value: 61, session: close}", "pass", False),  # 245 is above it
        ("{kind: threshold, direction: down, value: 62, session: close}", "pass", True),
        ("{kind: threshold, direction: down, value: 250, session: close}", "pass", False),
        ("{kind: threshold, direction: down, value: 61, session: close}", "fail", False),
        # 245 - 241 = 4; 61.25 - 60.25 = 1
        ("{kind: change, direction: up, value: 4, unit: points, session: close}", "pass", False),
        ("{kind: change, direction: up, value: 1, unit: points, session: close}", "pass", True),
        ("{kind: change, direction: up, value: 3, unit: points, session: close}", "fail", False),
        ("{kind: change, direction: up, value: 4.00, unit: price, session: close}", "pass", False),
        ("{kind: change, direction: up, value: 1.00, unit: price, session: close}", "pass", True),
        ("{kind: change, direction: up, value: 2.00, unit: price, session: close}", "fail", False),
        ("{kind: change, direction: down, value: 4.00, unit: price, session: close}", "fail", False),
        # 247 - 241 = 6 at most; 61.75 - 60.25 = 1.50
        ("{kind: change, direction: up, value: 6.00, unit: price, hedge: up_to}", "pass", False),
        ("{kind: change, direction: up, value: 1.50, unit: price, hedge: up_to}", "pass", True),
        # 245 - 239 = 6 in three sessions
        ("{kind: change, direction: up, value: 6, unit: price, period: 3-session, session: close}",
         "pass", False),
        ("{kind: change, direction: up, value: 1.50, unit: price, period: 3-session, session: close}",
         "pass", True),
        ("{kind: change, direction: up, value: 1.66%}", "pass", False),
        ("{kind: change, direction: up, value: 1.7%}", "pass", False),
        ("{kind: change, direction: up, value: 1.8%, session: close}", "fail", False),
        ("{kind: level, value: 245, session: close}", "pass", False),
        ("{kind: level, value: 61.25, session: close}", "pass", True),
        ("{kind: level, value: 100, session: close}", "fail", False),
        # 246 - 245 = 1 below the highest close; 61.50 - 61.25 = 0.25
        ("{kind: distance, direction: down, value: 1.00, unit: price, window: 4-session}", "pass", False),
        ("{kind: distance, direction: down, value: 0.25, unit: price, window: 4-session, session: close}",
         "pass", True),
        ("{kind: distance, direction: down, value: 3, unit: price, window: 4-session, session: close}",
         "misleading", False),  # from the day's high of 248
        ("{kind: distance, direction: down, value: 7, unit: price, window: 4-session, session: close}",
         "fail", False),
        # 1/246 = 0.407%, and the level that it is measured from
        ("{kind: distance, direction: down, value: 0.4%, reference: 246, window: 4-session}", "pass", False),
        ("{kind: distance, direction: down, value: 0.4%, reference: 61.50, window: 4-session}", "pass", True),
        ("{kind: distance, direction: down, value: 0.4%, reference: 250, window: 4-session, session: close}",
         "fail", False),
        ("{kind: extreme, direction: up, window: 2-session, value: 245, session: close}", "pass", False),
        ("{kind: extreme, direction: up, window: 2-session, value: 61.25, session: close}", "pass", True),
        ("{kind: extreme, direction: up, window: 2-session, value: 242, session: close}", "fail", False),
        ("{kind: extreme, direction: up, window: day, value: 247}", "pass", False),
        ("{kind: extreme, direction: up, window: day, value: 61.75}", "pass", True),
        ("{kind: extreme, direction: up, window: 2-session, session: close}", "pass", False),
        ("{kind: superlative, direction: up, window: 2-session, unit: points}", "pass", False),
        ("{kind: streak, direction: up, value: 1}", "pass", False),
        ("{kind: volume, value: 8 million, unit: count}", "pass", False),
        ("{kind: volume, value: 32 million, unit: count}", "pass", True),
        ("{kind: volume, value: 16 million, unit: count}", "fail", False),
    ],
)
def test_a_price_is_what_was_paid_on_the_day(claim, verdict, noted, calendar_store):
    """S3.5: the split came in June, and what was before it is divided by four."""
    claim = claim.replace("{", "{of: 0992.HK, on: 2025-03-14, ", 1)
    seen = known(claim, "0992.HK", SPLIT, calendar_store, published=SINCE, actions=QUARTERED)
    assert str(seen.verdict) == verdict, seen.reason
    assert any("adjusted for later splits" in note for note in seen.notes) == noted
    figures = {e.value for e in seen.evidence}
    in_money = "streak" not in claim and ("%" not in claim or "distance" in claim or verdict == "fail")
    assert any("one share of that day is 4 of today" in note for note in seen.notes) == (
        in_money and not noted
    )
    if in_money and not noted:
        assert figures.isdisjoint({"61.25", "60.25", "32000000"}), figures
    for published in (EVENING, "2025-06-01T12:00:00Z"):
        seen = known(claim, "0992.HK", SPLIT, calendar_store, published=published, actions=QUARTERED)
        assert str(seen.verdict) == ("fail" if noted else verdict), seen.reason


@pytest.mark.parametrize(
    ("value", "published", "verdict", "noted"),
    [
        ("245", "2025-06-15T12:00:00Z", "pass", False),
        ("61.25", "2025-06-15T12:00:00Z", "pass", True),  # in shares of June
        ("61.25", "2025-09-15T12:00:00Z", "fail", False),  # these are those of March again
        ("61.25", "2025-03-14T12:00:00Z", "fail", False),
    ],
)
def test_splits_that_undo_each_other_leave_a_time_between_them(
    value, published, verdict, noted, calendar_store
):
    actions = [*QUARTERED, ["2025-09-01", "split", "0.25"]]
    claim = f"{{of: 0992.HK, on: 2025-03-14, kind: level, value: {value}, session: close}}"
    seen = known(claim, "0992.HK", SPLIT, calendar_store, published=published, actions=actions)
    assert str(seen.verdict) == verdict, seen.reason
    assert any("adjusted for later splits" in note for note in seen.notes) == noted



def test_figures_of_one_article_are_of_one_share(calendar_store):
    """S16.4: 246.00 and up 2.1% (246.0) are one price, whatever the share was split into since."""
    body = {
        "article": {"published": "2025-03-14T04:00:00Z"},
        "prices": {"0992.HK": [line.split() for line in SPLIT.splitlines()]},
        "actions": {"0992.HK": QUARTERED},
        "claims": [
            {**keys(f"{{of: 0992.HK, on: 2025-03-14, {claim}}}")}
            for claim in (
                "kind: change, direction: up, value: 2.1%",
                "kind: level, value: 246.00",
                "kind: change, direction: up, value: 5, unit: price",
            )
        ],
    }
    file = parse_claims(yaml.safe_dump(body).encode(), "claims.yaml", Path())
    setting = Setting(
        Desk([Inline.of(file)]),
        lambda code: calendars.get(code, calendar_store, NOW.date()),
        Catalogue.load(),
        NOW,
    )
    for seen in check(file, setting).findings:
        assert str(seen.verdict) == "intraday", seen.reason
        assert "coherent" in seen.flags


@pytest.mark.parametrize(
    ("claim", "verdict", "noted"),
    [
        ("value: 143.00", "pass", False),  # 245 - 102
        ("value: 40.75", "pass", True),  # 61.25 - 102
        ("value: 100", "fail", False),
        # (245 - 102) - (241 - 100) = 2; (61.25 - 102) - (60.25 - 100) = -1
        ("direction: up, value: 2.00", "pass", False),
        ("direction: down, value: 1.00", "pass", True),
        ("direction: up, value: 3.00", "fail", False),
    ],
)
def test_the_gap_of_two_shares_is_of_what_was_paid(claim, verdict, noted, calendar_store):
    body = {
        "article": {"published": SINCE},
        "prices": {
            "0992.HK": [line.split() for line in SPLIT.splitlines()],
            "9988.HK": [["2025-03-13", "100.00"], ["2025-03-14", "102.00"]],
        },
        "actions": {"0992.HK": QUARTERED},
        "claims": [{**keys(f"{{kind: spread, of: 0992.HK, than: 9988.HK, on: 2025-03-14, {claim}}}")}],
    }
    file = parse_claims(yaml.safe_dump(body).encode(), "claims.yaml", Path())
    setting = Setting(
        Desk([Inline.of(file)]),
        lambda code: calendars.get(code, calendar_store, NOW.date()),
        Catalogue.load(),
        NOW,
    )
    (seen,) = check(file, setting).findings
    assert str(seen.verdict) == verdict, seen.reason
    assert any("adjusted for later splits" in note for note in seen.notes) == noted


# ------------------------------------------------------- closes that are the first quotes of their days

QUOTED = "\n".join(
    f"{day} 1.0500 1.0550 1.0450 1.0500" for day in weekdays_to("2025-03-13", 28)
) + "\n2025-03-14 1.0800 1.0900 1.0790 1.0800"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        # the close of 17:00 New York lies anywhere from 1.0790 to 1.0900
        ("{kind: level, value: 1.0800, session: close}", "undecidable"),
        ("{kind: level, value: 1.0850, session: close}", "undecidable"),
        ("{kind: level, value: 1.0850}", "undecidable"),
        ("{kind: level, value: 1.0950, session: close}", "fail"),
        ("{kind: level, value: 1.0650, session: close}", "fail"),
        ("{kind: threshold, direction: up, value: 1.0850}", "pass"),  # the high is one
        ("{kind: threshold, direction: up, value: 1.0950}", "fail"),
        ("{kind: threshold, direction: up, value: 1.0850, session: close}", "undecidable"),
        ("{kind: threshold, direction: up, value: 1.0600, session: close}", "pass"),
        ("{kind: threshold, direction: up, value: 1.1000, session: close}", "fail"),
        # 1.0790 / 1.0550 = 1.0227 to 1.0900 / 1.0450 = 1.0431
        ("{kind: change, direction: up, value: 2.9%, period: week, session: close}", "undecidable"),
        ("{kind: change, direction: up, value: 4.0%, period: week, session: close}", "undecidable"),
        ("{kind: change, direction: up, value: 9.0%, period: week, session: close}", "fail"),
        ("{kind: change, direction: up, value: 2.9%, session: close}", "undecidable"),
        ("{kind: direction, direction: up, period: week}", "pass"),
        ("{kind: direction, direction: down, period: week, session: close}", "fail"),
        ("{kind: superlative, direction: up, period: week, window: 4-week}", "undecidable"),
        ("{kind: frequency, direction: up, value: 1, period: 3-week}", "undecidable"),
        ("{kind: extreme, direction: up, window: 10-session, session: close}", "pass"),  # by the highs too
        ("{kind: extreme, direction: down, window: 10-session, session: close}", "fail"),
    ],
)
def test_a_first_quote_is_no_close(claim, verdict, calendar_store):
    claim = claim.replace("{", "{of: EURUSD=X, on: 2025-03-14, ", 1)
    seen = known(claim, "EURUSD=X", QUOTED, calendar_store, published="2025-03-17T12:00Z")
    assert str(seen.verdict) == verdict, seen.reason
    assert seen.correction is None
