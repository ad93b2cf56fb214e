"""Checking again: what changed, why, and silence where nothing did."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from factcheck.evidence import archive
from factcheck.evidence.bundle import Bundle, read, whole
from factcheck.evidence.changes import Cause, restated
from factcheck.evidence.verify import again as derive
from factcheck.evidence.verify import claims_of, rendered, report_of
from factcheck.instruments import Catalogue
from factcheck.prices import MISSING, Action, Origin, Prices
from tests.test_bundles import ALDER, CLAIMS, desk, factcheck, flipped, made, store

__all__ = ["made", "store"]  # fixtures

LATER = ("--offline", "--now", "2025-03-10T09:00+00:00")


# ----------------------------------------------------------------------- what a series says otherwise


def series(closes: str, first: int = 739_000, decimals: int = 2, **about: object) -> Prices:
    """Closes as text, a day each; a dash is a day without a bar."""
    cells = closes.split()
    days = np.array([first + n for n, c in enumerate(cells) if c != "-"], dtype=np.int32)
    units = np.array([int(Fraction(c) * 10**decimals) for c in cells if c != "-"], dtype=np.int64)
    return Prices(days, units, units, units, units, units, decimals, Origin("x", "X"), **about)  # type: ignore[arg-type]


TEN = "10.00 10.10 10.20 10.30 10.40 10.50 10.60 10.70 10.80 10.90"


@pytest.mark.parametrize(
    ("old", "new", "cause", "what"),
    [
        (TEN, TEN, None, ""),
        (TEN, TEN + " 11.00", Cause.ADDED, ""),
        (TEN, TEN.replace("10.90", "10.95"), Cause.RESTATED,
         "a correction of 1 day: close of {9} was 10.90, is 10.95"),
        (TEN, TEN.replace("10.10", "9.10").replace("10.90", "10.95"), Cause.RESTATED,
         "corrections of 2 days: close of {1} was 10.10, is 9.10; close of {9} was 10.90, is 10.95"),
        (TEN, TEN.replace("10.30", "-"), Cause.RESTATED, "1 day gone, {3} the first"),
        (TEN.replace("10.30", "-"), TEN, Cause.RESTATED, "1 day filled in, {3} the first"),
        (TEN, "5.00 5.05 5.10 5.15 5.20 5.25 10.60 10.70 10.80 10.90", Cause.RESTATED,
         "an adjustment, as for a dividend or a split: all before {6} times 0.5"),
        (TEN, "9.90 10.00 10.10 10.20 10.30 10.40 10.49 10.59 10.80 10.90", Cause.RESTATED,
         "an adjustment, as for a dividend or a split: all before {8} times 0.990"),
        (TEN, "20.00 20.20 20.40 20.60 20.80 21.00 21.20 21.40 21.60 21.80", Cause.RESTATED,
         "every price times 2, as for a dividend or a split since, or on another basis: "
         "close of {0} was 10.00, is 20.00"),
        (TEN, "9.00 1.20 3.40 2.60 5.80 5.00 6.20 7.40 1.60 1.80", Cause.RESTATED,
         "every price is another one, as on another basis or of another instrument: "
         "close of {0} was 10.00, is 9.00"),
        (TEN, "1.00 7.10 3.20 9.30 2.40 8.50 4.60 7.70 10.80 10.90", Cause.RESTATED,
         "8 of 10 days: close of {0} was 10.00, is 1.00; … close of {7} was 10.70, is 7.70"),
        (TEN.replace("10.30", "-"), TEN.replace("10.40", "-").replace("10.90", "10.95"), Cause.RESTATED,
         "1 day gone, {4} the first; 1 day filled in, {3} the first; "
         "a correction of 1 day: close of {9} was 10.90, is 10.95"),
        ("", TEN, None, ""),
    ],
)  # fmt: skip
def test_kinds_of_change(old, new, cause, what):
    days = [date.fromordinal(739_000 + n).isoformat() for n in range(10)]
    found, said = restated(series(old), series(new))
    assert found is cause
    assert said.startswith(what.format(*days)) and bool(said) is bool(what)


def test_a_split_that_is_named_is_told():
    split = Action(739_006, "split", Fraction(2))
    new = series("5.00 5.05 5.10 5.15 5.20 5.25 10.60 10.70 10.80 10.90", actions=(split,))
    _, said = restated(series(TEN), new)
    day = date.fromordinal(739_006)
    assert said == f"the split of {day}, 2 new for 1, was applied: all before {day} times 0.5"


def test_a_split_after_the_last_day_is_told():
    """The usual one: the article is old by then, and all its prices lie before the split."""
    day = date.fromordinal(739_040)
    for value, closes, how in (
        (Fraction(2), "5.00 5.05 5.10 5.15 5.20 5.25 5.30 5.35 5.40 5.45", "0.5"),
        (Fraction(1, 2), "20.00 20.20 20.40 20.60 20.80 21.00 21.20 21.40 21.60 21.80", "2"),
    ):
        new = series(closes + " 5.50", actions=(Action(day.toordinal(), "split", value),))
        _, said = restated(series(TEN), new)
        assert said == f"the split of {day}, {value} new for 1, was applied: every price times {how}"


def test_an_adjustment_in_prices_of_32_bits_is_told():
    """A vendor's 226.49185 is 226.49185180664062: six decimals are more than it knows."""
    closes = [200 + n * 0.37 for n in range(200)]
    adjusted = [float(np.float32(c * 0.995)) if n < 190 else c for n, c in enumerate(closes)]
    old, new = (series(" ".join(f"{c:.6f}" for c in c), decimals=6) for c in (closes, adjusted))
    _, said = restated(old, new)
    day = date.fromordinal(739_190)
    assert said == f"an adjustment, as for a dividend or a split: all before {day} times 0.995"


def test_figures_have_no_more_decimals_than_they_need():
    old, new = series(TEN), series(TEN.replace("10.90", "10.95"), decimals=6)
    assert restated(old, new)[1].endswith("was 10.90, is 10.95")
    old, new = (series(closes, decimals=6) for closes in (TEN, TEN.replace("10.90", "10.905")))
    assert restated(old, new)[1].endswith("was 10.900, is 10.905")


def test_several_dividends_are_told_by_their_number():
    closes = [10 + n / 100 for n in range(40)]
    twice = [c * (0.98 if n < 12 else 0.99 if n < 25 else 1) for n, c in enumerate(closes)]
    old, new = (series(" ".join(f"{c:.2f}" for c in column)) for column in (closes, twice))
    _, said = restated(old, new)
    day = date.fromordinal(739_025)
    assert said.startswith(f"2 adjustments, as for dividends: the last, all before {day} times 0.99")


def test_prices_that_are_missing_are_no_correction():
    """A day that stands in the answer with nothing in it, as a vendor has when its night went wrong."""
    old, new = series(TEN), series(TEN)
    for name in ("open", "high", "low", "close"):
        column = getattr(new, name).copy()
        column[9] = MISSING
        new = replace(new, **{name: column})
    day = date.fromordinal(739_009)
    assert restated(old, new)[1] == f"prices of 1 day missing, {day} the first"
    assert restated(new, old)[1] == f"a correction of 1 day: close of {day} was missing, is 10.90"
    assert restated(replace(old, partial=739_009), replace(new, partial=739_009))[0] is None


def test_the_day_that_was_unfinished_may_be_another():
    old = series(TEN, partial=739_009)
    assert restated(old, series(TEN.replace("10.90", "12.00")))[0] is None
    assert restated(old, series(TEN.removesuffix(" 10.90")))[0] is None


def test_other_decimals_are_no_change():
    old, new = series(TEN), series(TEN, decimals=4)
    assert restated(old, new) == (None, "")


# --------------------------------------------------------------------------------- claims, checked again


class Again:
    """A bundle and a lock of the same claims, and prices that may change."""

    def __init__(self, folder: Path, store: str, bundle: bytes) -> None:
        self.folder, self.store = desk(folder / "desk"), store
        (self.folder / "a.factcheck.zip").write_bytes(bundle)

    def __call__(self, *words: object) -> tuple[int, str, str]:
        return factcheck(*words, folder=self.folder, FACTCHECK_STORE=self.store)

    def recheck(self, what: str = "a.factcheck.zip", *words: object) -> tuple[int, str, str]:
        return self("recheck", what, "--data", "prices", *LATER, *words)

    def lock(self) -> None:
        now = ("--offline", "--now", "2025-02-22T09:00+08:00")
        assert self("lock", "a.factcheck.yaml", "--data", "prices", *now)[0] == 0

    def prices(self, old: str, new: str) -> None:
        path = self.folder / "prices" / "ALDER.HK.csv"
        path.write_text(ALDER.replace(old, new))


@pytest.fixture
def again(tmp_path, store, made) -> Again:
    return Again(tmp_path, store, made)


def test_where_nothing_changed_nothing_is_said(again):
    again.lock()
    for what in ("a.factcheck.zip", "factcheck.lock", "a.factcheck.yaml", "."):
        assert again.recheck(what) == (0, "", "")


def test_bars_that_came_later_change_nothing(again):
    path = again.folder / "prices" / "ALDER.HK.csv"
    path.write_text(ALDER + "2025-03-03,20.00,21.00,19.00,20.00,1\n")
    assert again.recheck() == (0, "", "")


@pytest.mark.parametrize("what", ["a.factcheck.zip", "factcheck.lock"])
def test_confirmed_then_and_revised_since(again, what):
    again.lock()
    again.prices("10.50,2400", "10.20,2400")
    code, out, _ = again.recheck(what)
    assert code == 1
    said = "prices has revised ALDER.HK: a correction of 1 day: close of 2025-02-21 was 10.50, is 10.20"
    assert out.startswith(f"{what}: {said}\n")
    assert "↺ revised-since Alder +5.0%" in out
    words = " ".join(out.split())
    assert f"Confirmed on 22 February 2025; since then {said}. By the prices of now it is intraday:" in words


def test_a_reason_names_the_series_of_its_own_claim(again):
    """Lenovo was revised too, but plays no part in what is said of Alder"""
    again.prices("10.50,2400", "10.20,2400")
    path = again.folder / "prices" / "0992.HK.csv"
    path.write_text(path.read_text().replace("11.55", "11.70"))
    code, out, err = again.recheck("a.factcheck.zip", "--format", "json")
    assert code == 1
    assert "a.factcheck.zip: prices has revised 0992.HK" in err  # and not among the JSON
    reasons = {claim["id"]: claim["reason"] for claim in json.loads(out)["claims"]}
    assert "ALDER.HK" in reasons["up"]
    assert "0992.HK" not in reasons["up"]


def test_every_format_tells_it(again):
    again.prices("10.50,2400", "9.20,2400")
    names = {"json": "json", "html": "html", "md": "markdown", "xml": "junit", "sarif": "sarif", "csv": "csv"}
    outputs = [word for suffix in names for word in ("-o", f"r.{suffix}")]
    code, _, _ = again.recheck("a.factcheck.zip", *outputs)
    assert code == 1
    for suffix in names:
        text = (again.folder / f"r.{suffix}").read_text()
        assert "Confirmed on 22 February 2025; since then" in text
        assert "revised-since" in text or "revised since" in text
    report = json.loads((again.folder / "r.json").read_text())
    claims = {claim["id"]: claim for claim in report["claims"]}
    assert (claims["up"]["verdict"], claims["up"]["severity"]) == ("revised-since", "warning")
    assert "data-restated" in claims["up"]["flags"]
    assert report["counts"]["revised-since"] == 2
    assert (claims["more"]["verdict"], claims["more"]["known"]) == ("fail", True)


def test_what_failed_then_and_holds_now_is_told(again):
    again.prices("10.10,10.60,10.00,10.50,2400", "10.10,10.95,10.00,10.90,2400")
    code, out, _ = again.recheck()
    assert code == 1
    assert "It was fail on 22 February 2025; since then prices has revised ALDER.HK:" in " ".join(out.split())
    assert "✓ pass          Alder +9.0%" in out


def test_other_rules_are_told_as_such(again):
    """A verdict that these rules do not give on the very bars of the bundle."""
    bundle = read(*whole((again.folder / "a.factcheck.zip").read_bytes()))
    older = replace(flipped(bundle), tool=replace(bundle.tool, sha256="0" * 64))
    (again.folder / "a.factcheck.zip").write_bytes(archive.write(older.members()))
    code, out, _ = again.recheck()
    assert code == 1
    words = " ".join(out.split())
    assert "It was pass on 22 February 2025; since then the rules of factcheck have changed." in words
    assert "rules-changed" in again.recheck("a.factcheck.zip", "--format", "json")[1]


def test_another_calendar_is_told_as_such(again):
    """By the calendar of then there was no session on Thursday, so that Friday's move is Wednesday's."""
    prices = again.folder / "prices" / "0992.HK.csv"
    prices.write_text("date,close\n2025-02-18,11.00\n2025-02-19,11.00\n2025-02-21,11.55\n")
    claim = 'claims: [{id: up, of: Lenovo (0992.HK), claim: "+5.0%", on: 2025-02-21}]\n'
    (again.folder / "b.factcheck.yaml").write_text(claim)
    words = ("bundle", "create", "b.factcheck.yaml", "--data", "prices", *LATER)
    assert again(*words)[0] == 0
    path = again.folder / "b.factcheck.zip"
    older, known = without_session(read(*whole(path.read_bytes())), "2025-02-20"), Catalogue.load()
    report = report_of(derive(older, known, claims_of(older, known)))
    path.write_bytes(archive.write(replace(older, verdicts=rendered(report)).members()))
    code, out, _ = again.recheck("b.factcheck.zip", "--format", "json")
    (found,) = json.loads(out)["claims"]
    assert (code, found["verdict"]) == (1, "undecidable")
    assert "calendar-changed" in found["flags"] and "rules-changed" not in found["flags"]
    assert found["reason"].startswith(
        "It was pass on 10 March 2025; since then the calendar of the exchange is another one. "
    )


def without_session(bundle: Bundle, day: str) -> Bundle:
    from factcheck.evidence import bars

    (run,) = bundle.runs.values()
    (old,) = run.calendars.values()
    lines = [line for line in bundle.objects[old].split(b"\n") if not line.startswith(day.encode())]
    body = b"\n".join(lines)
    new = bars.sha256(body)
    objects = {sha: one for sha, one in bundle.objects.items() if sha != old} | {new: body}
    runs = dict.fromkeys(bundle.runs, replace(run, calendars=dict.fromkeys(run.calendars, new)))
    return replace(bundle, objects=objects, runs=runs)


def test_prices_that_are_gone_are_told(again):
    (again.folder / "prices" / "ALDER.HK.csv").unlink()
    code, out, err = again.recheck()
    assert (code, out) == (3, "")
    assert err == (
        "a.factcheck.zip: No prices for Alder: yahoo: ALDER.HK: not in the store, and the network is off "
        "(--offline).\n"
    )


@pytest.mark.parametrize(
    ("gone", "how", "why"),
    [
        ("2025-02-21,10.10,10.60,10.00,10.50,2400\n", "1 day gone, 2025-02-21 the first",
         "there is no price for 21 February 2025"),
        ("10.10,10.60,10.00,10.50,2400", "prices of 1 day missing, 2025-02-21 the first",
         "there is no close for 21 February 2025"),
    ],
)  # fmt: skip
def test_a_day_that_is_not_there_now_overturns_nothing(again, gone, how, why):
    """A source has a bad night: neither was the article wrong, nor was anything revised."""
    again.prices(gone, gone.replace("10.10,10.60,10.00,10.50,2400", ",,,,") if "\n" not in gone else "")
    code, out, err = again.recheck("a.factcheck.zip", "-o", "r.json")
    assert code == 3
    assert out == f"a.factcheck.zip: prices has revised ALDER.HK: {how}\n"
    assert why in err
    claims = {one["id"]: one for one in json.loads((again.folder / "r.json").read_text())["claims"]}
    assert claims["up"]["verdict"] == "undecidable" and not claims["up"]["known"]
    assert claims["up"]["reason"].startswith("It was pass on 22 February 2025; since then prices has revised")


def test_a_verdict_on_a_volume_names_the_volume(again):
    """Which nobody is told of otherwise: vendors count on for days."""
    claim = "claims: [{of: Alder, claim: '2,400 shares traded', on: 2025-02-21}]\n"
    instrument = "instruments: [{symbol: ALDER.HK, names: [Alder], type: share, calendar: XHKG}]\n"
    (again.folder / "v.factcheck.yaml").write_text(instrument + claim)
    assert again("bundle", "create", "v.factcheck.yaml", "--data", "prices", *LATER)[0] == 0
    again.prices("10.50,2400", "10.50,2700")
    assert again.recheck() == (0, "", "")
    code, out, _ = again.recheck("v.factcheck.zip")
    assert (code, out.splitlines()[0]) == (1, "v.factcheck.zip: 1 of 1 verdicts is another one")
    words = " ".join(out.split())
    assert "prices has revised ALDER.HK: volume of 2025-02-21 was 2400, is 2700. By the prices" in words


def test_quietly_only_what_a_verdict_hangs_on_is_told(again):
    again.prices("10.00,10.20,9.90", "10.00,10.30,9.90")
    said = "a.factcheck.zip: prices has revised ALDER.HK: a correction of 1 day: high of 2025-02-20 "
    code, out, _ = again.recheck()
    assert (code, out) == (0, f"{said}was 10.20, is 10.30\n")
    assert again.recheck("a.factcheck.zip", "--quiet") == (0, "", "")
    again.prices("10.50,2400", "10.20,2400")
    assert again.recheck("a.factcheck.zip", "--quiet")[1].startswith("a.factcheck.zip: prices has revised")


def test_a_folder_is_named_again_or_another_place(again):
    code, out, err = again("recheck", "a.factcheck.zip", *LATER)
    assert (code, out) == (2, "")
    assert err.startswith("a.factcheck.zip: its prices came from the folder 'prices'; name it with --data")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("b.factcheck.zip", "b.factcheck.zip: cannot be read: No such file or directory"),
        ("a.factcheck.yaml", "a.factcheck.yaml: there is no factcheck.lock beside it"),
        ("factcheck.lock", "factcheck.lock: there is no such lock, or it is empty"),
        ("prices", "prices: no *.factcheck.zip and no factcheck.lock in this folder"),
        ("story.md", "story.md: there is no factcheck.lock beside it"),
        ("bad.zip", "bad.zip: no bundle: it does not begin as one"),
    ],
)
def test_what_cannot_be_rechecked_is_told(again, name, said):
    (again.folder / "bad.zip").write_bytes(b"x")
    code, out, err = again.recheck(name)
    assert (code, out) == (2, "")
    assert err.startswith(said)


def locked_with(again: Again, name: str, claim: str) -> Path:
    """A second claim file of the same lock."""
    instrument = CLAIMS[CLAIMS.index("instruments") : CLAIMS.index("claims:")]
    path = again.folder / name
    path.write_text(f"defaults: {{on: 2025-02-21}}\n{instrument}claims:\n  - {claim}\n")
    now = ("--offline", "--now", "2025-02-22T09:00+08:00")
    assert again("lock", "a.factcheck.yaml", name, "--data", "prices", *now)[0] == 0
    return path


def test_one_file_that_is_gone_does_not_hide_the_others_of_its_lock(again):
    path = locked_with(again, "0.factcheck.yaml", "Alder +5.0%")
    path.unlink()
    again.prices("10.50,2400", "10.20,2400")
    code, out, err = again.recheck("factcheck.lock")
    assert code == 2
    assert "factcheck.lock: 1 of 4 verdicts is another one" in out
    assert err == "factcheck.lock: 0.factcheck.yaml:1:1: there is no such file\n"


def test_a_series_of_several_files_is_told_of_once(again):
    locked_with(again, "b.factcheck.yaml", "Alder +5.0%")
    again.prices("10.50,2400", "10.20,2400")
    code, out, _ = again.recheck("factcheck.lock")
    assert (code, out.count("factcheck.lock: prices has revised ALDER.HK")) == (1, 1)
    assert out.count("verdicts is another one") == 2
    (again.folder / "prices" / "ALDER.HK.csv").unlink()
    code, out, err = again.recheck("factcheck.lock")
    assert (code, out, err.count("No prices for Alder")) == (3, "", 1)


def test_a_claim_that_came_after_the_lock_is_not_held_against_it(again):
    """Nothing was said of it then, so nothing can be another one."""
    again.lock()
    prices = again.folder / "prices" / "^GSPC.csv"
    prices.write_text("date,close\n2025-02-20,6000.00\n2025-02-21,6060.00\n")
    path = again.folder / "a.factcheck.yaml"
    path.write_text(path.read_text() + "  - {id: new, of: ^GSPC, claim: '+9.0%', on: 2025-02-20}\n")
    code, out, err = again.recheck("factcheck.lock")
    assert (code, out) == (3, "")
    assert err == "factcheck.lock: new: the lock has no prices for it; run factcheck lock\n"


def test_one_bad_bundle_does_not_hide_the_others(again):
    again.prices("10.50,2400", "10.20,2400")
    (again.folder / "0.factcheck.zip").write_bytes(b"x")
    code, out, err = again.recheck(".")
    assert code == 2
    assert "revised-since" in out and err.startswith("0.factcheck.zip: no bundle")


def test_a_redacted_copy_beside_the_full_one_is_passed_over(again):
    assert again("bundle", "redact", "a.factcheck.zip", "-o", "public.factcheck.zip")[0] == 0
    assert again.recheck(".") == (0, "", "")
    code, out, err = again.recheck("public.factcheck.zip")
    assert (code, out) == (2, "")
    assert err.startswith("public.factcheck.zip: it is redacted: what its verdicts rest on is in the full")


def test_what_is_named_twice_is_rechecked_once(again):
    again.prices("10.50,2400", "10.20,2400")
    _, out, _ = again("recheck", ".", "a.factcheck.zip", ".", "--data", "prices", *LATER)
    assert [line for line in out.splitlines() if " of 4 verdicts " in line] == [
        "a.factcheck.zip: 1 of 4 verdicts is another one"
    ]


def test_what_changed_stands_under_the_name_of_its_bundle(again):
    """Claims of an archive are often called the same."""
    again.prices("10.50,2400", "10.20,2400")
    (again.folder / "b.factcheck.zip").write_bytes((again.folder / "a.factcheck.zip").read_bytes())
    code, out, _ = again.recheck(".")
    assert code == 1
    heads = [line for line in out.splitlines() if " of 4 verdicts " in line]
    assert heads == [f"{name}.factcheck.zip: 1 of 4 verdicts is another one" for name in "ab"]


def test_a_source_that_restates_is_asked_anew(yahoo_proxy, market, tmp_path):
    """Yahoo, by its stand-in: the store has the old history, and is not taken for today's."""
    _, environment = yahoo_proxy
    folder = tmp_path / "desk"
    folder.mkdir()
    claim = 'claims: [{id: up, of: ^HSI, claim: "+4.0%", on: 2025-02-21}]\n'
    (folder / "a.factcheck.yaml").write_text(claim)
    now = ("--now", "2025-02-23T12:00+00:00")

    def run(*words: object) -> tuple[int, str, str]:
        return factcheck(*words, *now, folder=folder, **environment)

    assert run("lock", "a.factcheck.yaml")[0] == 0
    assert run("recheck", "factcheck.lock") == (0, "", "")
    history = (market / "^HSI.csv").read_text()
    (market / "^HSI.csv").write_text(history.replace("22576.98,22576.98,", "22776.98,22776.98,"))
    code, out, _ = run("recheck", "factcheck.lock")
    assert code == 1
    assert out.startswith(
        "factcheck.lock: yahoo has revised ^HSI: a correction of 1 day: "
        "close of 2025-02-20 was 22576.98, is 22776.98\n"
    )
    assert "↺ revised-since +4.0%" in out
    assert run("check", "--locked", "a.factcheck.yaml")[0] == 0
