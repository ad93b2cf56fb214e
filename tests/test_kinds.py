"""Each kind's own documentation is true: its example is read, its worked example holds."""

import pkgutil
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from factcheck import kinds as words
from factcheck.checking import Setting, check
from factcheck.claim_files import parse_claims
from factcheck.errors import FactcheckError
from factcheck.instruments import Catalogue
from factcheck.readings import Fit
from factcheck.sources import Desk
from factcheck.sources.inline import Inline
from factcheck.verifiers import Kinds, Verifier, kinds, verifies

NOW = datetime(2026, 1, 5, tzinfo=UTC)
WORKED = [
    (kind, closes, *statement.rpartition(": ")[::2])
    for kind, verifier in kinds().items()
    for closes, *said in [verifier.worked.split(" | ")]
    for statement in said
]


@pytest.mark.parametrize(("kind", "closes", "statement", "verdict"), WORKED)
def test_a_worked_example_holds(kind, closes, statement, verdict):
    days = [f"2025-03-{day:02d}" for day in (3, 4, 5, 6, 7, 10, 11, 12, 13, 14)]
    rows = list(zip(days[-len(closes.split()) :], closes.split(), strict=True))
    source = f"""
article: {{published: 2025-03-14T20:00+00:00}}
defaults: {{of: Alder Index, on: 2025-03-14}}
instruments: [{{symbol: ALDER, names: [Alder Index], type: index, source: official, since: {rows[0][0]}}}]
prices: {{ALDER: [{", ".join(f"[{day}, {close}]" for day, close in rows)}]}}
claims: ["{statement}"]
"""
    file = parse_claims(source.encode(), kind, Path(), catalogue=Catalogue([]))
    assert {claim.kind for claim in file.claims} == {kind}
    setting = Setting(Desk([Inline.of(file)]), pytest.fail, Catalogue([]), NOW)
    found = check(file, setting).findings
    assert [str(f.verdict) for f in found] == [verdict], [f.reason for f in found]


def test_examples_are_read_as_their_kind():
    for kind, verifier in kinds().items():
        source = f"defaults: {{of: ^HSI}}\nclaims: [{verifier.example!r}]".encode()
        found = parse_claims(source, kind, Path()).claims
        assert kind in {claim.kind for claim in found}, verifier.example


def test_every_kind_explains_itself():
    for kind in kinds():
        told = words.section(kind)
        assert told.startswith(f"## {kind}")
        assert "ndecidable" in told or kind in ("comparison",), kind


def test_an_unknown_kind_is_an_error_with_a_suggestion():
    with pytest.raises(FactcheckError, match="did you mean 'streak'"):
        words.section("strek")


def test_kinds_stand_in_the_order_of_the_taxonomy_and_a_new_one_comes_last(monkeypatch):
    taxonomy = (
        "change level threshold extreme direction distance streak streak_break streak_superlative "
        "superlative comparison rank spread reversal state frequency volume breadth market_cap"
    ).split()
    assert list(Kinds()) == taxonomy
    found = [SimpleNamespace(name=name) for name in ("aardvark", "volume", "change")]
    monkeypatch.setattr(pkgutil, "iter_modules", lambda path: found)
    assert list(Kinds()) == ["change", "volume", "aardvark"]
    assert len(Kinds()) == 3
    assert "streak" not in Kinds()


def test_a_kind_is_registered_by_its_name(monkeypatch):
    monkeypatch.setattr("factcheck.verifiers._KINDS", {})

    @verifies("aardvark")
    class Aardvark(Verifier):
        needs = "ants"
        rules = ("S1.1",)

    assert Aardvark.kind == "aardvark"
    assert Kinds()["aardvark"] is Aardvark
    (reading,) = Aardvark().readings(None)  # type: ignore[arg-type]  # it looks at no prices
    assert (reading.fit, reading.needs, reading.rules) == (Fit.UNKNOWN, "ants", ("S1.1",))
    assert (Aardvark().lacks(), Aardvark().others()) == ("ants", ())
    assert Aardvark().turned().needs == "ants"  # it has no direction


def test_the_summary_of_a_kind_is_its_first_line():
    assert kinds()["streak"].summary() == "N moves the same way in a row"
    assert kinds()["level"].keys() == ("value", "unit", "hedge", "upper", "session")
    with pytest.raises(KeyError):
        kinds()["aardvark"]
