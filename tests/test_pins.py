"""Pins: which claim they speak of, what they may say, and what is wrong with them."""

from __future__ import annotations

import pytest

from factcheck.articles import parse_articles
from factcheck.claims import ClaimFile, Skip
from factcheck.errors import InputError
from factcheck.instruments import Catalogue
from factcheck.renderers import RENDERERS
from factcheck.verdicts import Coverage, Report
from tests.hostile import HOSTILE
from tests.reports import SAMPLE

CATALOGUE = Catalogue.load()
TWO = "The Hang Seng Index rose 2%. The CSI 300 added 3%."


def article(text: str, how: str = "markdown") -> ClaimFile:
    (file,) = parse_articles(text, "draft.md", how, CATALOGUE)
    return file


def days(file: ClaimFile) -> list[str | None]:
    return [claim.on for claim in file.claims]


PIN = "<!-- factcheck: on=2025-02-21 -->"
KIND = "<!-- factcheck: kind=extreme on=2025-02-21 -->"


@pytest.mark.parametrize(
    ("text", "pinned"),
    [
        (f"{PIN} {TWO}", [0]),
        (f"The Hang Seng Index {PIN} rose 2%. The CSI 300 added 3%.", [0]),
        (f"The Hang Seng Index rose{PIN} 2%. The CSI 300 added 3%.", [0]),
        (f"The Hang Seng Index rose 2%. {PIN} The CSI 300 added 3%.", [1]),
        (f"The Hang Seng Index rose 2%. The CSI 300 added 3%. {PIN}", [1]),
        (f"{PIN}\n{TWO}", [0]),
        (f"{PIN}\n\n{TWO}", [0]),
        (f"Nothing here.\n\n{PIN}\n\n{TWO}", [0]),
        (f"The Hang Seng Index rose 2%.\n\n{PIN} The CSI 300 added 3%.", [1]),
        (f"The Hang Seng Index rose 2%. {PIN}\n\nThe CSI 300 added 3%.", [0]),
        (f"- The Hang Seng Index rose 2% {PIN}\n- The CSI 300 added 3%", [0]),
        (f"{PIN} The Hang Seng Index rose 2%. {PIN} The CSI 300 added 3%.", [0, 1]),
        (f"{KIND} The Hang Seng Index rose 2% to a three-year high.", [1]),
        (f"The Hang Seng Index rose 2% to a three-year high. {KIND}", [1]),
    ],
)
@pytest.mark.parametrize("how", ["markdown", "html"])
def test_which_claim_a_pin_speaks_of(text, pinned, how):
    if how == "html":
        text = text.replace("\n\n", "<p>").replace("- The", "<li>The")
    told = days(article(text, how))
    assert [n for n, day in enumerate(told) if day == "2025-02-21"] == pinned


def test_what_a_pin_says_wins():
    (claim,) = article("Alibaba <!-- factcheck: of=BABA session=close id=x.1 --> rose 2%.").claims
    assert (claim.of, claim.id, claim.verifier.session) == (("BABA",), "x.1", "close")  # type: ignore[union-attr]
    assert "Pinned on line 1: of=BABA session=close id=x.1." in claim.assumed


def test_several_names_and_quoted_values():
    text = "Both rose 2%. <!-- factcheck: of='CSI 300' of=\"Shanghai Composite\" on='21 February 2025' -->"
    (claim,) = article(text).claims
    assert (claim.of, claim.on) == (("CSI 300", "Shanghai Composite"), "21 February 2025")


def test_two_pins_on_one_claim():
    text = "<!-- factcheck: of=BABA --> <!-- factcheck: session=close --> Alibaba rose 2%."
    (claim,) = article(text).claims
    assert (claim.of, claim.verifier.session) == (("BABA",), "close")  # type: ignore[union-attr]


def test_a_name_that_nobody_knows_can_be_pinned():
    unpinned = article("Shares rose 2%.").claims[0]
    assert unpinned.verifier is None
    assert unpinned.why_not.startswith("no instrument is named")
    assert article("<!-- factcheck: of=9988.HK --> Shares rose 2%.").claims[0].of == ("9988.HK",)


def test_a_silenced_claim_is_kept_apart_with_its_reason():
    file = article(f"<!-- factcheck: skip reason='by hand' --> {TWO}")
    assert [claim.of for claim in file.claims] == [("CSI 300",)]
    (silenced,) = file.silenced
    assert (silenced.id, silenced.quote, silenced.skip) == ("c1", "rose 2%", Skip("by hand"))
    assert silenced.text == "Hang Seng Index: rose 2%"


@pytest.mark.parametrize(
    ("comment", "place", "sentence"),
    [
        ("<!-- factcheck: off=9988.HK -->", (3, 17), "a pin has no key 'off'; did you mean 'of'?"),
        ("<!-- factcheck: claim=x -->", (3, 17), "a pin has no key 'claim'"),
        ("<!-- factcheck: sesion=close -->", (3, 17), "did you mean 'session'?"),
        ("<!-- factcheck: session=clse -->", (3, 17), "did you mean 'close'?"),
        ("<!-- factcheck: value=3 -->", (3, 17), "the words say '2'; a pin says what they leave open"),
        ("<!-- factcheck: direction=down -->", (3, 17), "the words say 'up'"),
        ("<!-- factcheck: window=record -->", (3, 17), "change has no key 'window'"),
        ("<!-- factcheck: of=Xyzzyq -->", (3, 17), "unknown instrument 'Xyzzyq'"),
        ("<!-- factcheck: on=2025-02-30 -->", (3, 17), "2025-02-30"),
        ("<!-- factcheck: kind=strek of=X -->", (3, 17), "did you mean 'streak'?"),
        ("<!-- factcheck: of = 9988.HK -->", (3, 17), "'of' has no value"),
        ("<!-- factcheck: of= -->", (3, 17), "cannot be read from 'of='"),
        ("<!-- factcheck: of='9988.HK -->", (3, 17), "cannot be read"),
        ("<!-- factcheck: 9988.HK -->", (3, 17), "cannot be read from '9988.HK' on; write it like"),
        ("<!-- factcheck: of=A,session=close -->", (3, 17), "cannot be read"),
        ("<!-- factcheck: on=2025-02-21 on=2025-02-20 -->", (3, 31), "'on' stands twice"),
        ("<!-- factcheck: -->", (3, 1), "the pin says nothing"),
        ("<!-- factcheck -->", (3, 1), "the pin says nothing"),
        ("<!-- factcheck: kind=change -->", (3, 1), "the pin says nothing"),
        ("<!-- factcheck: skip -->", (3, 1), "silenced for a reason"),
        ("<!-- factcheck: skip reason='' -->", (3, 1), "silenced for a reason"),
        ("<!-- factcheck: skp reason=x -->", (3, 17), "'skp' has no value; did you mean 'skip'?"),
        ("<!-- factcheck: skip of=X reason=x -->", (3, 22), "skip has no key 'of'"),
        ("<!-- factcheck: skip resaon=x -->", (3, 22), "did you mean 'reason'?"),
        ("<!-- factcheck: of=\u202eX -->", (3, 20), "invisible character"),
        ("<!-- factcheck: kind=streak of=X -->", (3, 1), "no claim of kind streak is found"),
        ("Nothing here. <!-- factcheck: of=X -->\n\n", (3, 15), "no claim is found in the paragraph"),
        (f"{PIN} {PIN}", (3, 51), "'on' is pinned already on line 3"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_pin_is_said_at_its_place(comment, place, sentence):
    with pytest.raises(InputError) as caught:
        article(f"First.\n\n{comment} The Hang Seng Index rose 2%.")
    first = caught.value.problems[0]
    assert (first.line, first.column) == place
    assert sentence in first.sentence


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("The Hang Seng Index rose 2%.\n\n<!-- factcheck: of=X -->", "markdown"),
        ("<article>The Hang Seng Index rose 2%.</article><!-- factcheck: of=X -->", "html"),
        ("<nav><!-- factcheck: of=X --></nav>", "html"),
        ("The Hang Seng Index rose 2%. <!-- factcheck: of=X", "markdown"),
        ("The Hang Seng Index rose 2%. <!-- factcheck: of=X", "html"),
    ],
)
def test_a_pin_that_speaks_of_nothing_is_wrong(text, how):
    with pytest.raises(InputError, match=r"no claim is found|not closed"):
        article(text, how)


@pytest.mark.parametrize(
    "comment", ["<!-- generated: factcheck kinds -->", "<!-- factcheck is fun -->", "<!-- factchecked: x -->"]
)
def test_other_comments_are_no_pins(comment):
    assert len(article(f"{comment} The Hang Seng Index rose 2%.").claims) == 1


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(InputError) as caught:
        article(f"---\nmarket: hk\n---\n<!-- factcheck: off=x --> {TWO} <!-- factcheck: skip -->")
    assert [p.line for p in caught.value.problems] == [2, 4, 4]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["console", "html", "json"])
def test_nothing_of_a_pin_acts_in_a_report(text, name):
    file = article("<!-- factcheck: skip reason=x --> The Hang Seng Index rose 2%.")
    (silenced,) = file.silenced
    hostile = [type(silenced)(text, text, None, why_not=text, place=silenced.place)]
    report = Report(
        SAMPLE.checked_at, (), silenced=tuple(hostile), coverage=(Coverage(text, 1, 0, 0, 0, 1),) * 2
    )
    shown = RENDERERS[name](report)
    plain = RENDERERS[name](Report(
        SAMPLE.checked_at, (), silenced=(silenced,), coverage=(Coverage("x", 1, 0, 0, 0, 1),) * 2
    ))  # fmt: skip
    if name == "html":
        assert shown.count("<") == plain.count("<")
    assert shown.replace("\n", "").isprintable()
