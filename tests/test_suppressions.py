"""Claims that somebody silenced: for a reason, until a day, and always counted."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from factcheck import calendars
from factcheck.articles import parse_articles
from factcheck.checking import Setting, check, merged, wanted
from factcheck.claim_files import parse_claims
from factcheck.claims import ClaimFile, Skip
from factcheck.errors import InputError
from factcheck.instruments import Catalogue
from factcheck.renderers import RENDERERS
from factcheck.sources import Desk
from factcheck.verdicts import Report
from tests.test_checking import _no_calendar

CATALOGUE = Catalogue.load()
LAST = date(2027, 1, 31)
ONE = "{claim: ALDER +1% on 2025-03-14, skip: SKIP}"
OWN = """
instruments: [{symbol: ALDER, type: index, tz: Asia/Hong_Kong}]
prices: {ALDER: [[2025-03-13, 100.00], [2025-03-14, 101.00]]}
"""


def claim_file(*claims: str) -> ClaimFile:
    text = "claims:\n" + "".join(f"  - {claim}\n" for claim in claims) + OWN
    return parse_claims(text.encode(), "wrap.yaml", Path(), catalogue=CATALOGUE)


def report(file: ClaimFile, now: datetime) -> Report:
    from factcheck.sources.inline import Inline

    desk = Desk([Inline.of(file)] if file.prices else [])
    return check(file, Setting(desk, _no_calendar, CATALOGUE, now))


def skip(text: str) -> Skip | None:
    (claim,) = claim_file(ONE.replace("SKIP", text)).silenced
    return claim.skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{reason: by hand}", Skip("by hand")),
        ("{reason: by hand, until: }", Skip("by hand")),
        ("{reason: by hand, until: 2027-01-31}", Skip("by hand", date(2027, 1, 31))),
        ("{until: '2027-01-31', reason: 'the exchange''s own'}", Skip("the exchange's own", LAST)),
    ],
)
def test_a_claim_file_says_why_and_until_when(text, expected):
    assert skip(text) == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("by hand", "2:44: write {reason: why it is not checked, until: 2027-01-31}"),
        ("true", "2:44: write {reason: why it is not checked, until: 2027-01-31}"),
        ("{until: 2027-01-31}", "2:44: a claim is silenced for a reason: {reason: why it is not checked}"),
        ("{reason: '', until: 2027-01-31}", "2:44: a text is wanted here"),
        ("{reason: x, untl: 2027-01-31}", "2:44: 'skip' has no key 'untl'; its keys are reason, until"),
        ("{reason: x, until: 2027-02-30}", "2:44: there is no day '2027-02-30' in the calendar"),
        ("{reason: x, until: next year}", "2:44: 'next year' is no date; write it like 2025-02-21"),
    ],
)
def test_what_is_wrong_with_it_is_said_at_its_place(text, sentence):
    with pytest.raises(InputError) as caught:
        skip(text)
    assert str(caught.value) == f"wrap.yaml:{sentence}"


def test_every_claim_of_a_silenced_sentence_is_silenced():
    file = claim_file("{claim: ALDER rose 1% to a record high on 2025-03-14, skip: {reason: x}}")
    assert len(file.silenced) > 1 and not file.claims


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("skip reason='by hand'", Skip("by hand")),
        ("skip reason='by hand' until=2027-01-31", Skip("by hand", date(2027, 1, 31))),
        ("skip until='2027-01-31' kind=change reason=x", Skip("x", date(2027, 1, 31))),
    ],
)
def test_so_does_a_pin(comment, expected):
    text = f"<!-- factcheck: {comment} --> The Hang Seng Index rose 2%."
    (file,) = parse_articles(text, "draft.md", "markdown", CATALOGUE)
    assert [claim.skip for claim in file.silenced] == [expected] and not file.claims
    assert file.silenced[0].verifier is not None  # it may be checked again one day


@pytest.mark.parametrize("until", ["2027-02-30", "soon", "27-01-31"])
def test_a_pin_with_another_day_is_wrong(until):
    with pytest.raises(InputError) as caught:
        text = f"<!-- factcheck: skip reason=x until={until} --> The Hang Seng Index rose 2%."
        parse_articles(text, "draft.md", "markdown", CATALOGUE)
    assert (caught.value.problems[0].line, caught.value.problems[0].column) == (1, 31)





@pytest.mark.parametrize(
    ("now", "silent"),
    [
        ("2025-03-31T23:59:59+00:00", True),
        ("2025-04-01T00:00:00+00:00", False),
        ("2025-04-01T07:59:59+08:00", True),  # the day counts in UTC
        ("2025-03-31T20:00:00-04:00", False),
    ],
)
def test_the_last_day_counts_in_utc(now, silent):
    file = claim_file(
        "{claim: ALDER closed up 2% on 2025-03-14, skip: {reason: checked by hand, until: 2025-03-31}}",
        "ALDER +1% on 2025-03-14",
    )
    found = report(file, datetime.fromisoformat(now))
    if silent:
        assert [str(f.verdict) for f in found.findings] == ["pass"]
        (claim,) = found.silenced
        assert claim.why_not == "checked by hand (until 31 March 2025)"
        assert found.warnings == ()
    else:
        assert [str(f.verdict) for f in found.findings] == ["fail", "pass"]
        assert found.silenced == ()
        expired = "wrap.yaml:2: a suppression expired on 31 March 2025: checked by hand"
        assert found.warnings == (expired,)
        assert "Its suppression, “checked by hand”, expired on 31 March 2025." in found.findings[0].notes


def test_claims_keep_their_order_when_one_is_checked_again():
    until = "skip: {reason: x, until: 2025-03-31}"
    file = claim_file(
        "ALDER +1% on 2025-03-14",
        f"{{claim: ALDER +2% on 2025-03-14, {until}}}",
        "ALDER +3% on 2025-03-14",
    )
    found = report(file, datetime(2026, 1, 5, tzinfo=UTC))
    assert [f.claim.id for f in found.findings] == ["c1", "c2", "c3"]


def _of_hong_kong(file: ClaimFile, now: datetime) -> Report:
    days = [day.toordinal() for day in (date(2025, 3, 13), date(2025, 3, 14))]
    calendar = calendars.from_days(days, ZoneInfo("Asia/Hong_Kong"), "09:30-16:00")
    return check(file, Setting(Desk([]), lambda code: calendar, CATALOGUE, now))


def test_an_article_counts_what_is_silenced_now():
    pin = "<!-- factcheck: skip reason=x until=2025-03-31 -->"
    text = f"{pin} The Hang Seng Index rose 2%."
    (file,) = parse_articles(text, "draft.md", "markdown", CATALOGUE)
    silenced = len(file.silenced)
    assert silenced
    last = datetime(2025, 3, 31, tzinfo=UTC)
    before, after = (_of_hong_kong(file, last + timedelta(days=n)).coverage[0] for n in (0, 1))
    assert (before.found, before.silenced) == (silenced, silenced)
    assert (after.found, after.silenced) == (silenced, 0)


def test_every_format_counts_them():
    file = claim_file(
        "{claim: ALDER +2% on 2025-03-14, skip: {reason: one reason, until: 2027-01-31}}",
        "{claim: ALDER +3% on 2025-03-14, skip: {reason: another, until: 2025-03-31}}",
    )
    found = report(file, datetime(2026, 1, 5, tzinfo=UTC))
    told = json.loads(RENDERERS["json"](found))
    (silenced,) = told["silenced"]
    assert (silenced["reason"], silenced["until"]) == ("one reason", "2027-01-31")
    assert told["warnings"] == list(found.warnings) != []
    console = RENDERERS["console"](found, width=200)
    assert "silenced: ALDER +2% on 2025-03-14: one reason (until 31 January 2027)" in console
    assert console.splitlines()[-1].endswith("1 silenced")
    assert found.warnings[0] in console
    page = RENDERERS["html"](found)
    assert "one reason (until 31 January 2027)" in page and found.warnings[0] in page
    twice = merged([found, replace(found, warnings=("another",))])
    assert twice.warnings == (*found.warnings, "another") and len(twice.silenced) == 2


def test_prices_are_fetched_for_them_too():
    (file,) = parse_articles(
        "<!-- factcheck: skip reason=x --> The Hang Seng Index rose 2%.", "d.md", "markdown", CATALOGUE
    )
    assert [listing.symbol for listing in wanted([file], CATALOGUE)] == ["^HSI"]
