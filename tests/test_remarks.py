"""Remarks on a bundle: added without a change to anything else, and never taken for a part of it."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from factcheck.errors import FactcheckError
from factcheck.evidence import EvidenceError, archive, bars, remarks
from factcheck.evidence.bundle import MANIFEST, canonical
from factcheck.evidence.redact import redacted
from factcheck.evidence.remarks import Remark
from factcheck.evidence.verify import Contents, contents, is_derived, is_remarked
from factcheck.instruments import Catalogue
from tests.test_bundles import factcheck, flipped, made, store

__all__ = ["made", "store"]  # fixtures

AT = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)
Members = Mapping[str, bytes]


def remarked(found: Contents, *texts: str) -> Contents:
    """The bundle with these remarks, one after the other."""
    for text in texts:
        one = remarks.added(found.remarks, found.signed, "the desk", text, AT)
        files = {**found.members, **remarks.members([*found.remarks, one])}
        found = contents(archive.write(files))
    return found


@pytest.fixture(scope="module")
def three(made) -> Contents:
    return remarked(contents(made), "first", "second", "third")


def test_a_remark_changes_nothing_else(made, three):
    before, after = archive.read(made), three.members
    assert {name: after[name] for name in before} == before
    assert sorted(after.keys() - before.keys()) == [f"addenda/000{n}.json" for n in (1, 2, 3)]
    assert [one.text for one in three.remarks] == ["first", "second", "third"]
    assert is_derived(three, Catalogue.load()).holds


def test_what_a_remark_says_can_be_read_by_anybody(three):
    """The hashes are those that `sha256sum` gives of the members."""
    from hashlib import sha256

    said = json.loads(three.members["addenda/0002.json"])
    assert said == {
        "format": "factcheck-remark/1",
        "manifest": sha256(three.members[MANIFEST]).hexdigest(),
        "before": sha256(three.members["addenda/0001.json"]).hexdigest(),
        "by": "the desk",
        "at": "2025-03-03T09:00:00+00:00",
        "text": "second",
    }
    assert json.loads(three.members["addenda/0001.json"])["before"] == ""


def without(*names: str) -> Callable[[Members], Members]:
    return lambda files: {name: body for name, body in files.items() if name[8:-5] not in names}


def moved(files: Members, **names: str) -> Members:
    """The remarks that stand at other numbers."""
    told = {f"addenda/{new[1:]}.json": files[f"addenda/{old}.json"] for new, old in names.items()}
    return {**files, **told}


def said(files: Members, number: int, **about: object) -> Members:
    name = f"addenda/{number:04d}.json"
    return {**files, name: canonical(json.loads(files[name]) | about)}


BROKEN: list[tuple[str, Callable[[Members], Members], str]] = [
    ("the first taken out", without("0001"), "addenda/0001.json is missing"),
    ("one of the middle taken out", without("0002"), "addenda/0002.json is missing"),
    ("taken out, and the rest moved up",
     lambda files: without("0003")(moved(files, _0002="0003")), "addenda/0002.json does not follow"),
    ("two in another order", lambda files: moved(files, _0001="0002", _0002="0001"),
     "addenda/0001.json does not follow"),
    ("one twice", lambda files: moved(files, _0003="0002"), "addenda/0003.json does not follow"),
    ("another text", lambda files: said(files, 1, text="fine"), "addenda/0002.json does not follow"),
    ("of another bundle", lambda files: said(files, 1, manifest="0" * 64), "a remark on another bundle"),
    ("another format", lambda files: said(files, 3, format="factcheck-remark/2"), "is no factcheck-remark/1"),
    ("something more", lambda files: said(files, 3, more="x"), "is no factcheck-remark/1"),
    ("nobody", lambda files: said(files, 3, by=""), "is no factcheck-remark/1"),
    ("nothing", lambda files: said(files, 3, text=""), "is no factcheck-remark/1"),
    ("a number", lambda files: said(files, 3, text="5", by=None), "is no factcheck-remark/1"),
    ("too much", lambda files: said(files, 3, text="x" * 10_001), "is no factcheck-remark/1"),
    ("no time", lambda files: said(files, 3, at="yesterday"), "is no factcheck-remark/1"),
    ("a time nowhere", lambda files: said(files, 3, at="2025-03-03T09:00:00"), "is no factcheck-remark/1"),
    ("a time before all", lambda files: said(files, 3, at="0001-01-01T00:00:00+14:00"),
     "is no factcheck-remark/1"),
    ("spaces", lambda files: {**files, "addenda/0003.json": files["addenda/0003.json"] + b" "},
     "is not canonical JSON"),
    ("a list", lambda files: {**files, "addenda/0003.json": b"[]"}, "is no factcheck-remark/1"),
    ("deep", lambda files: {**files, "addenda/0003.json": b"[" * 100_000}, "is not canonical JSON"),
    ("another file", lambda files: {**files, "addenda/note.txt": b"x"}, "addenda/note.txt is no remark"),
]  # fmt: skip


@pytest.mark.parametrize(("attack", "told"), [one[1:] for one in BROKEN], ids=[one[0] for one in BROKEN])
def test_remarks_follow_one_on_the_other(three, attack, told):
    with pytest.raises(EvidenceError) as raised:
        contents(archive.write(attack(three.members)))
    assert told in str(raised.value)


def test_remarks_do_not_go_with_another_bundle(three):
    other = flipped(three.full).members()
    old = {name: body for name, body in three.members.items() if name.startswith("addenda/")}
    with pytest.raises(EvidenceError, match="a remark on another bundle"):
        contents(archive.write({**other, **old}))


def test_the_last_one_can_be_dropped_or_put_otherwise_and_its_hash_tells(three):
    """What no chain shows; the documentation says so."""
    dropped = contents(archive.write(without("0003")(three.members)))
    assert [one.text for one in dropped.remarks] == ["first", "second"]
    assert dropped.remarks[-1].sha256 != three.remarks[-1].sha256
    otherwise = contents(archive.write(said(three.members, 3, text="fine")))
    assert otherwise.remarks[-1].sha256 != three.remarks[-1].sha256


def test_remarks_stay_in_the_copy_to_publish_and_can_be_made_there(three):
    public = contents(archive.write(redacted(three.members, three.full)))
    assert public.remarks == three.remarks
    assert [one.text for one in remarked(public, "fourth").remarks][-1] == "fourth"


def test_a_remark_says_that_nobody_vouches_for_it(three):
    finding = is_remarked(three)
    assert finding.holds is None
    said = "remarks added later: 3; neither the manifest nor a signature covers what they say"
    assert finding.sentence == said
    assert finding.details[0] == "2025-03-03 09:00 UTC, by the desk: first"


@pytest.mark.parametrize(
    ("by", "text", "told"),
    [
        (" ", "x", "--by has 0 characters; write 1 to 200"),
        ("x" * 201, "x", "--by has 201 characters"),
        ("x\ny", "x", "--by is a name, on one line"),
        ("x", "", "--text has 0 characters; write 1 to 10,000"),
        ("x", "\udcff", "--text is no text"),
    ],
)
def test_what_is_no_remark_is_not_written(by, text, told):
    with pytest.raises(FactcheckError, match=told):
        remarks.added((), b"", by, text, AT)


def test_there_is_a_limit():
    one = Remark("x", AT, "y", "0" * 64)
    with pytest.raises(FactcheckError, match="1,000 remarks already"):
        remarks.added([one] * 1000, b"", "x", "y", AT)


# -------------------------------------------------------------------------------- on the command line

REMARK = ("bundle", "remark", "a.zip", "--by", "the desk", "--now", "2025-03-03T10:00+01:00")


@pytest.fixture
def folder(tmp_path: Path, made: bytes) -> Path:
    (tmp_path / "a.zip").write_bytes(made)
    return tmp_path


def test_the_same_remarks_are_the_same_bytes(folder, made, store):
    for zone in ("Asia/Tokyo", "America/St_Johns"):
        (folder / "a.zip").write_bytes(made)
        for text in ("first", "second", "third"):
            code, out, err = factcheck(
                *REMARK, "--text", text, folder=folder, TZ=zone, FACTCHECK_STORE=store
            )
            assert (code, err) == (0, "")
        assert (folder / "a.zip").read_bytes() == archive.write(
            remarked(contents(made), "first", "second", "third").members
        )
    assert out == f"a.zip: remark 3, sha256 {contents((folder / 'a.zip').read_bytes()).remarks[-1].sha256}\n"


def test_it_is_shown_and_verified(folder, store):
    said = "Yahoo corrected the close.\nThe article was changed."
    factcheck(*REMARK, "--text", said, folder=folder, FACTCHECK_STORE=store)
    code, out, _ = factcheck("bundle", "verify", "a.zip", folder=folder, FACTCHECK_STORE=store)
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "whole    yes  11 files of the bundle are what the manifest says"
    assert lines[-2].startswith("remarked -    remarks added later: 1; neither the manifest nor")
    assert lines[-1].endswith("by the desk: Yahoo corrected the close. The article was changed.")
    code, out, _ = factcheck("bundle", "show", "a.zip", folder=folder, FACTCHECK_STORE=store)
    assert out.splitlines()[-2:] == [
        "          Yahoo corrected the close.", "          The article was changed."
    ]  # fmt: skip


HOSTILE = ("::error::x", "x\n::error::y", "\x1b[31mred", "##[error]x", "\u202ex", "\u2028::x")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_remark_is_a_command(folder, store, text):
    """Neither to a terminal nor to the runner that shows a build's output."""
    found = contents((folder / "a.zip").read_bytes())
    hostile = Remark(text, AT, text, bars.sha256(found.signed))
    (folder / "a.zip").write_bytes(archive.write({**found.members, **remarks.members([hostile])}))
    for words in (("verify",), ("show",)):
        code, out, err = factcheck("bundle", *words, "a.zip", folder=folder, FACTCHECK_STORE=store)
        assert (code, err) == (0, "")
        for line in out.splitlines():
            assert not line.strip().startswith("::")
            assert "##[" not in line
            assert line.isprintable()


def test_the_bundle_may_stay_as_it_is(folder, made, store):
    words = (*REMARK, "--text", "x", "-o", "b.zip", "-q")
    assert factcheck(*words, folder=folder, FACTCHECK_STORE=store) == (0, "", "")
    assert (folder / "a.zip").read_bytes() == made
    assert len(contents((folder / "b.zip").read_bytes()).remarks) == 1
