"""Names to listings: exact, by S3.1 and S3.2, and never one picked silently."""

from collections import defaultdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.instruments import (
    TYPES,
    Catalogue,
    Listing,
    UnknownInstrument,
    canonical_symbol,
    generic,
    plain,
)
from factcheck.store import Store

CATALOGUE = Catalogue.load()


def symbols(name, **about):
    return [item.symbol for item in CATALOGUE.resolve(name, **about).listings]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Hang Seng Tech Index", "HSTECH.HK"),
        ("HSTECH", "HSTECH.HK"),
        ("Hang Seng Index", "^HSI"),
        ("the Hang Seng", "^HSI"),
        ("HSI", "^HSI"),
        ("CSI 300", "000300.SS"),
        ("CSI 300 Index", "000300.SS"),
        ("Shanghai Composite", "000001.SS"),
        ("Nikkei", "^N225"),
        ("KOSPI", "^KS11"),
        ("S&P 500", "^GSPC"),
        ("the Dow", "^DJI"),
        ("Nasdaq", "^IXIC"),
        ("Nasdaq 100", "^NDX"),
        ("FTSE 100", "^FTSE"),
        ("DAX", "^GDAXI"),
        ("Lenovo", "0992.HK"),
        ("Xiaomi", "1810.HK"),
        ("xiaomi", "1810.HK"),
        ("Nvidia", "NVDA"),
        ("NVIDIA Corp.", "NVDA"),
        ("bitcoin", "BTC-USD"),
        ("10-year Treasury yield", "^TNX"),
        ("dollar-yen", "JPY=X"),
        ("euro", "EURUSD=X"),
        ("Brent", "BZ=F"),
        ("Alibaba (BABA)", "BABA"),
        ("Alibaba's Hong Kong shares", "9988.HK"),
        ("Alibaba’s New York-listed shares", "BABA"),
        ("Alibaba ADR", "BABA"),
        ("9988.HK", "9988.HK"),
    ],
)
def test_names_mean_one_listing(name, expected):
    assert symbols(name) == [expected]


@pytest.mark.parametrize("spelling", ["700", "0700", "00700", "700.HK", "0700.HK", "00700.HK"])
def test_a_hong_kong_share_has_many_spellings(spelling):
    assert symbols(spelling) == ["0700.HK"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Alibaba", {"9988.HK", "BABA"}),
        ("HSBC", {"0005.HK", "HSBA.L", "HSBC"}),
        ("TSMC", {"2330.TW", "TSM"}),
        ("Toyota", {"7203.T", "TM"}),
    ],
)
def test_several_lines_are_never_picked_from(name, expected):
    found = CATALOGUE.resolve(name)
    assert {item.symbol for item in found.listings} == expected
    assert found.rule == "S3.2"
    assert not found.assumed


@pytest.mark.parametrize(
    ("name", "about", "expected", "assumed"),
    [
        ("Alibaba", {"market": "XHKG"}, ["9988.HK"], True),
        ("Alibaba", {"market": "XNYS"}, ["BABA"], True),
        ("Alibaba", {"currency": "USD"}, ["BABA"], False),
        ("Alibaba", {"currency": "USD", "market": "XHKG"}, ["BABA"], False),
        ("Alibaba", {"market": "XTKS"}, ["9988.HK", "BABA"], False),
        ("Lenovo", {"market": "XNYS"}, ["0992.HK"], False),
        ("Alibaba (BABA)", {"market": "XHKG"}, ["BABA"], False),
    ],
)
def test_ticker_then_currency_then_market(name, about, expected, assumed):
    found = CATALOGUE.resolve(name, **about)
    assert [item.symbol for item in found.listings] == expected
    assert found.assumed is assumed


@pytest.mark.parametrize("name", ["yen", "the Japanese yen", "won", "rupee"])
def test_a_quote_currency_is_the_pair_turned(name):
    assert CATALOGUE.resolve(name).inverse


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [("Lenvo", "Lenovo (0992.HK)"), ("Alibabba", "Alibaba Group (Hong Kong) (9988.HK)")],
)
def test_an_unknown_name_is_an_error_with_a_suggestion(name, suggestion):
    with pytest.raises(UnknownInstrument) as caught:
        CATALOGUE.resolve(name)
    assert suggestion in caught.value.suggestions
    assert "did you mean" in str(caught.value)


@pytest.mark.parametrize(
    "name", ["QQQQQ", "", "../../etc/passwd", "AAPL?range=max", "ßX", "A" * 40]
)
def test_what_is_no_name_and_no_symbol_is_unknown(name):
    with pytest.raises(UnknownInstrument):
        CATALOGUE.resolve(name)


@pytest.mark.parametrize(
    ("symbol", "kind", "calendar"),
    [
        ("1234.HK", "share", "XHKG"),
        ("600999.SS", "share", "XSHG"),
        ("9999.T", "share", "XTKS"),
        ("^XYZ", "index", "XNYS"),
        ("QQ=F", "future", "CMES"),
        ("ABCDEF=X", "fx", "24/5"),
        ("FOO-USD", "crypto", "24/7"),
    ],
)
def test_a_well_formed_symbol_is_enough(symbol, kind, calendar):
    found = generic(symbol)
    assert found is not None
    assert (found.type, found.calendar, found.catalogued) == (kind, calendar, False)


def test_symbols_are_ascii_and_confined():
    assert canonical_symbol("0700.HK") == "0700.HK"
    for bad in ("../x", "A/B", "ÄB", "aapl", "A B", "", "X" * 30):
        assert canonical_symbol(bad) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lenovo rose and Xiaomi fell.", [("Lenovo", "0992.HK"), ("Xiaomi", "1810.HK")]),
        ("The Hang Seng Tech Index beat the Hang Seng Index.",
         [("Hang Seng Tech Index", "HSTECH.HK"), ("Hang Seng Index", "^HSI")]),
        ("Nvidia's gain, an Nvidia-led rally, shares of Nvidia.", [("Nvidia", "NVDA")] * 3),
        ("Nvidia’s shares", [("Nvidia", "NVDA")]),
        ("S&P 500 futures dipped", [("S&P 500 futures", "ES=F")]),
        ("gold and bitcoin climbed", [("gold", "XAUUSD=X"), ("bitcoin", "BTC-USD")]),
        ("Uber and BP slid", [("Uber", "UBER"), ("BP", "BP.L")]),
        ("It is on a target for all.", []),
        ("an apple a day", []),
    ],
)  # fmt: skip
def test_names_in_running_text(text, expected):
    found = CATALOGUE.mentions(text)
    assert [(m.text, m.listings[0].symbol) for m in found] == expected
    assert all(text[m.start : m.end] == m.text for m in found)


def test_a_claim_file_s_own_instruments_win():
    own = Listing("ALDER", "Alder Index", "index", "rows", None, None, ("Alibaba",))
    hidden = Listing("0992.HK", "Other Share", "share", "XHKG", "HKD", 2)
    more = CATALOGUE.extended([own, hidden])
    assert [i.symbol for i in more.resolve("Alibaba").listings] == ["ALDER"]
    assert more.resolve("Other Share").listings == (hidden,)
    assert more.resolve("0992.HK").listings == (hidden,)
    with pytest.raises(UnknownInstrument):
        more.resolve("Lenovo")
    assert [m.text for m in more.mentions("Alder Index and Xiaomi")] == ["Alder Index", "Xiaomi"]
    assert more.resolve("Xiaomi") == CATALOGUE.resolve("Xiaomi")


def test_the_kept_form_is_the_same_catalogue(tmp_path):
    from factcheck.instruments import _shipped

    store = Store(tmp_path)
    first, again = _shipped.__wrapped__(store), _shipped.__wrapped__(store)
    assert again.listings == first.listings == CATALOGUE.listings
    assert [m.text for m in again.mentions("Lenovo rose")] == ["Lenovo"]


@pytest.mark.parametrize(
    ("query", "first"),
    [("alibaba", "9988.HK"), ("700", "0700.HK"), ("hang seng tech", "HSTECH.HK")],
)
def test_searching_finds_the_obvious_first(query, first):
    assert CATALOGUE.search(query)[0].symbol == first


def test_searching_for_nothing_known_finds_nothing():
    assert CATALOGUE.search("xyzzyq") == []


# ---------------------------------------------------------------------- the data themselves


def test_the_catalogue_is_large_and_each_symbol_stands_once():
    found = [item.symbol for item in CATALOGUE.listings]
    assert len(found) >= 300
    assert len(found) == len(set(found))


def test_every_listing_is_complete():
    for item in CATALOGUE.listings:
        assert item.name and item.calendar and item.type in TYPES, item
        assert item.decimals is not None and 0 <= item.decimals <= 8, item
        assert item.since is None or date(1790, 1, 1) < item.since < date(2027, 1, 1), item


def test_every_calendar_exists():
    from exchange_calendars import get_calendar_names

    known = {*get_calendar_names(include_aliases=True), "24/5", "24/7"}
    assert {item.calendar for item in CATALOGUE.listings} <= known


def test_only_lines_of_one_thing_share_a_name():
    """Companies may share a name only across markets: one line in each."""
    lines = defaultdict(set)
    for item in CATALOGUE.listings:
        if item.type == "share":
            for name in (item.name, *item.names):
                lines[plain(name)].add((item.calendar, item.symbol))
    crowded = {n: found for n, found in lines.items() if len(found) > len({c for c, _ in found})}
    # share classes on one exchange, and the two shares of a demerged company
    assert all(len(found) <= 3 for found in crowded.values()), crowded


@given(st.text(max_size=20))
def test_only_exact_names_and_symbols_resolve(name):
    try:
        found = CATALOGUE.resolve(name)
    except UnknownInstrument:
        return
    spellings = {plain(n) for item in found.listings for n, _ in item.spellings}
    stripped = plain(name)
    assert (
        stripped in spellings
        or canonical_symbol(name.strip())
        or any(key.startswith(stripped.split(" ")[0]) for key in spellings)
    )
