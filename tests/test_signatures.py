"""Who vouches for a bundle, and since when; and what of it may be published."""

import base64
import http.server
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from factcheck.errors import FactcheckError
from factcheck.evidence import EvidenceError, archive, bars, remarks
from factcheck.evidence.bundle import (
    BESIDE,
    MANIFEST,
    SIGNATURE,
    STAMP,
    canonical,
    files_told,
    root_of,
)
from factcheck.evidence.redact import FIGURES, ORIGINAL, redacted
from factcheck.evidence.verify import Contents, contents
from tests.test_bundles import CREATE, desk, factcheck, flipped, made, store

__all__ = ["made", "store"]  # fixtures

pytest.importorskip("cryptography", reason="needs the extra: pip install 'factcheck-markets[sign]'")
pytest.importorskip("rfc3161_client", reason="needs the extra: pip install 'factcheck-markets[sign]'")

from factcheck.evidence import sign  # after the skips

OPENSSL = shutil.which("openssl")
needs_openssl = pytest.mark.skipif(OPENSSL is None, reason="needs the openssl program")


def now() -> datetime:  # asked for late: a stamp is made minutes after the tests were collected
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """a.pem and b.pem, with their public keys."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    folder = tmp_path_factory.mktemp("keys")
    for name in "ab":
        key = Ed25519PrivateKey.generate()
        pem, pkcs8, plain = form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()
        (folder / f"{name}.pem").write_bytes(key.private_bytes(pem, pkcs8, plain))
        spki = form.PublicFormat.SubjectPublicKeyInfo
        (folder / f"{name}.pub.pem").write_bytes(key.public_key().public_bytes(pem, spki))
    return folder


@pytest.fixture(scope="module")
def signed(made, keys) -> Contents:
    found = contents(made)
    return contents(archive.write(sign.signed(found, keys / "a.pem", now())))


def holds(found: Contents, *keys: Path) -> bool | None:
    return sign.is_signed(found, keys).holds


def changed(found: Contents, **members: bytes) -> Contents:
    names = {"envelope": SIGNATURE, "stamp": STAMP}
    return replace(found, members={**found.members, **{names[k]: v for k, v in members.items()}})


# ----------------------------------------------------------------------------------------- signatures


def test_a_signature_is_of_its_key(signed, keys):
    assert holds(signed, keys / "a.pub.pem") is True
    assert holds(signed, keys / "b.pub.pem") is False
    assert holds(signed, keys / "b.pub.pem", keys / "a.pub.pem") is True
    assert holds(signed) is None


def test_what_is_not_signed_is_not_signed_by_a_key(made, keys):
    assert holds(contents(made)) is None
    assert holds(contents(made), keys / "a.pub.pem") is False


def test_the_envelope_is_what_in_toto_and_dsse_say(signed, keys):
    """Verified here with nothing of ours: the encoding is written out again from the specification."""
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    said = json.loads(signed.members[SIGNATURE])
    payload = base64.b64decode(said["payload"])
    kind = "application/vnd.in-toto+json"
    covered = f"DSSEv1 {len(kind)} {kind} {len(payload)} ".encode() + payload
    key = load_pem_public_key((keys / "a.pub.pem").read_bytes())
    key.verify(base64.b64decode(said["signatures"][0]["sig"]), covered)  # type: ignore[union-attr, call-arg]
    statement = json.loads(payload)
    assert said["payloadType"] == kind
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    digest = bars.sha256(signed.members[MANIFEST])
    assert statement["subject"] == [{"name": "manifest.json", "digest": {"sha256": digest}}]
    assert statement["predicate"]["counts"]["fail"] == "2"


@needs_openssl
def test_a_key_id_is_what_openssl_makes_of_it(keys, signed):
    words = [OPENSSL, "pkey", "-pubin", "-in", str(keys / "a.pub.pem"), "-outform", "DER"]
    der = subprocess.run(words, check=True, capture_output=True).stdout  # type: ignore[arg-type]
    (one,) = json.loads(signed.members[SIGNATURE])["signatures"]
    assert one["keyid"] == bars.sha256(der)


def test_two_may_sign(signed, keys):
    both = contents(archive.write(sign.signed(signed, keys / "b.pem", now() + timedelta(hours=1))))
    assert holds(both, keys / "a.pub.pem") is holds(both, keys / "b.pub.pem") is True


def test_a_signature_is_of_the_bundle_whatever_is_remarked_on_it(signed, keys):
    one = remarks.added((), signed.signed, "the desk", "x", now())
    later = contents(archive.write({**signed.members, **remarks.members([one])}))
    assert holds(later, keys / "a.pub.pem") is True
    assert later.members[SIGNATURE] == signed.members[SIGNATURE]
    again = contents(archive.write(sign.signed(later, keys / "b.pem", now())))
    assert again.remarks == later.remarks


def test_a_bundle_made_anew_has_lost_its_signature(signed, keys):
    """The attack that re-derivation cannot find: another bundle under the old signature, or a new one."""
    other = flipped(signed.full).members() | {SIGNATURE: signed.members[SIGNATURE]}
    forged = contents(archive.write(other))
    assert holds(forged, keys / "a.pub.pem") is False
    assert holds(forged) is False
    resigned = contents(archive.write(sign.signed(contents(archive.write(flipped(signed.full).members())),
                                                  keys / "b.pem", now())))  # fmt: skip
    assert holds(resigned, keys / "a.pub.pem") is False


def envelopes(good: bytes) -> dict[str, bytes]:
    said = json.loads(good)
    payload = json.loads(base64.b64decode(said["payload"]))

    def with_payload(**about: object) -> bytes:
        text = base64.b64encode(canonical(payload | about)).decode()
        return canonical(said | {"payload": text})

    return {
        "empty": b"",
        "no JSON": b"{",
        "deep": b"[" * 100_000,
        "nothing": canonical({}),
        "a list": canonical([]),
        "no signatures": canonical(said | {"signatures": []}),
        "of no kind": canonical(said | {"payloadType": "text/plain"}),
        "no base64": canonical(said | {"payload": "!!!"}),
        "a surplus": canonical(said | {"more": "x"}),
        "a signature of nothing": canonical(
            said | {"signatures": [{"keyid": said["signatures"][0]["keyid"], "sig": ""}]}
        ),
        "another subject": with_payload(subject=[]),
        "another manifest": with_payload(subject=[{"name": MANIFEST, "digest": {"sha256": "0" * 64}}]),
        "another time": with_payload(predicate={**payload["predicate"], "signed_at": "1999-01-01T00:00:00Z"}),
        "another statement": with_payload(_type="x"),
    }


@pytest.mark.parametrize("case", envelopes(canonical({
    "payload": base64.b64encode(canonical({"predicate": {}})).decode(),
    "payloadType": "", "signatures": [{"keyid": "", "sig": ""}],
})))  # fmt: skip
def test_no_other_envelope_counts(signed, keys, case):
    other = changed(signed, envelope=envelopes(signed.members[SIGNATURE])[case])
    assert holds(other, keys / "a.pub.pem") is False


@pytest.mark.parametrize("text", ["", "-----BEGIN PRIVATE KEY-----\nSECRET\n-----END PRIVATE KEY-----\n"])
def test_a_file_that_is_no_key_is_told_and_not_shown(signed, tmp_path, text):
    path = tmp_path / "key.pem"
    path.write_text(text)
    for use in (sign.private_key, sign.public_key):
        with pytest.raises(FactcheckError) as told:
            use(path)
        assert "openssl" in str(told.value) and "SECRET" not in str(told.value)


def test_a_key_of_another_kind_is_told(tmp_path):
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    (tmp_path / "key.pem").write_bytes(pem)
    with pytest.raises(FactcheckError, match="Ed25519"):
        sign.private_key(tmp_path / "key.pem")


def test_the_commands_sign_and_verify(made, keys, tmp_path, store):
    (tmp_path / "a.zip").write_bytes(made)

    def run(*words: object) -> tuple[int, str]:
        code, out, err = factcheck("bundle", *words, folder=tmp_path, FACTCHECK_STORE=store)
        return code, out + err

    code, out = run("sign", "a.zip", "--key", keys / "a.pem")
    assert code == 0 and out.startswith("signed   -    it says by ")
    code, out = run("verify", "a.zip", "--key", keys / "a.pub.pem")
    assert code == 0 and "signed   yes  by " in out
    code, out = run("verify", "a.zip", "--key", keys / "b.pub.pem")
    assert code == 5 and "signed   NO   not by the key given, but by " in out
    code, out = run("sign", "a.zip")
    assert code == 2 and "name a --key" in out


# ---------------------------------------------------------------------------------------- time stamps


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Iterator[tuple[str, Path]]:
    """A time stamp authority of our own, by the openssl program: its address and certificates."""
    if OPENSSL is None:
        pytest.skip("needs the openssl program")
    folder = tmp_path_factory.mktemp("authority")

    def openssl(*words: str, given: bytes = b"") -> bytes:
        done = subprocess.run([OPENSSL, *words], cwd=folder, input=given, capture_output=True, check=True)
        return done.stdout

    (folder / "tsa.ext").write_text(
        "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n"
    )
    (folder / "tsa.cnf").write_text(
        "[tsa]\ndefault_tsa=one\n[one]\ndir=.\nserial=./serial\nsigner_cert=./tsa.pem\nsigner_key=./tsa.key\n"
        "signer_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256,sha512\nordering=no\ntsa_name=no\n"
        "ess_cert_id_chain=no\n"
    )
    (folder / "serial").write_text("01\n")
    usage = ("-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3", "-subj", "/CN=root",
            "-keyout", "ca.key", "-out", "ca.pem", *usage)  # fmt: skip
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=tsa",
            "-keyout", "tsa.key", "-out", "tsa.csr")  # fmt: skip
    openssl("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
            "-days", "3", "-extfile", "tsa.ext", "-out", "tsa.pem")  # fmt: skip
    (folder / "both.pem").write_bytes((folder / "ca.pem").read_bytes() + (folder / "tsa.pem").read_bytes())

    class Stamper(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            (folder / "query.tsq").write_bytes(body)
            openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "reply.tsr")
            answer = b"<html>" if self.path == "/html" else (folder / "reply.tsr").read_bytes()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Stamper)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", folder
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def stamped(signed, authority) -> Contents:
    url, folder = authority
    members = sign.stamp(signed.members, signed.signed, url, folder / "both.pem")
    return contents(archive.write(members))


def test_a_time_stamp_is_of_its_authority(stamped, authority):
    _, folder = authority
    found = sign.is_dated(stamped, folder / "both.pem")
    assert found.holds is True, found.sentence
    assert sign.is_dated(stamped, None).holds is None


def test_a_time_stamp_is_of_one_signature(stamped, keys, authority):
    _, folder = authority
    again = contents(archive.write(sign.signed(stamped, keys / "b.pem", now())))
    assert STAMP not in again.members
    other = changed(again, stamp=stamped.members[STAMP])
    for given in (None, folder / "both.pem"):
        found = sign.is_dated(other, given)
        assert (found.holds, found.sentence) == (False, "the time stamp is of something else")


def test_a_time_stamp_of_another_authority_does_not_count(stamped, tmp_path):
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3", "-subj", "/CN=root"]
    words += ["-keyout", str(tmp_path / "k"), "-out", str(tmp_path / "other.pem")]
    subprocess.run([OPENSSL or "", *words], check=True, capture_output=True)
    found = sign.is_dated(stamped, tmp_path / "other.pem")
    assert found.holds is False and "not by the authority given" in found.sentence


def test_a_stamp_long_after_the_signature_does_not_count(made, keys, authority):
    url, folder = authority
    old = sign.signed(contents(made), keys / "a.pem", now() - timedelta(minutes=11))
    found = contents(archive.write(old))
    late = contents(archive.write(sign.stamp(found.members, found.signed, url, None)))
    told = sign.is_dated(late, folder / "both.pem")
    assert told.holds is False and "not within 10 minutes of the signature" in told.sentence


def test_a_manifest_may_be_stamped_that_nobody_signed(made, authority):
    url, folder = authority
    found = contents(made)
    alone = contents(archive.write(sign.stamp(found.members, found.signed, url, None)))
    assert sign.is_dated(alone, folder / "both.pem").holds is True
    forged = contents(archive.write(flipped(alone.full).members() | {STAMP: alone.members[STAMP]}))
    assert sign.is_dated(forged, folder / "both.pem").holds is False


@pytest.mark.parametrize("cut", [0, 1, 100, 700])
def test_a_stamp_that_cannot_be_read_does_not_count(stamped, authority, cut):
    _, folder = authority
    found = sign.is_dated(changed(stamped, stamp=stamped.members[STAMP][:cut]), folder / "both.pem")
    assert (found.holds, found.sentence) == (False, "the time stamp cannot be read")


def test_what_is_no_time_stamp_is_not_taken(made, authority):
    url, _ = authority
    found = contents(made)
    with pytest.raises(FactcheckError, match="did not answer with a time stamp"):
        sign.stamp(found.members, found.signed, f"{url}/html", None)
    for wrong in ("file:///etc/passwd", "tsa.example.org", ""):
        with pytest.raises(FactcheckError, match="no address"):
            sign.stamp(found.members, found.signed, wrong, None)


def test_not_dated_has_its_exit_code(made, tmp_path, authority, store):
    _, folder = authority
    (tmp_path / "a.zip").write_bytes(made)
    words = ("bundle", "verify", "a.zip", "--tsa-ca", folder / "both.pem")
    code, out, _ = factcheck(*words, folder=tmp_path, FACTCHECK_STORE=store)
    assert code == 6 and out.splitlines()[-1] == "dated    NO   there is no time stamp"


# ------------------------------------------------------------------------------------------- redacted


@pytest.fixture(scope="module")
def public(signed) -> Contents:
    return contents(archive.write(redacted(signed.members, signed.full)))


def test_a_redacted_bundle_holds_only_what_the_report_shows(public, signed):
    names = public.members.keys()
    assert not [name for name in names if name.startswith(("bars/", "raw/"))]
    rows = [row["row"] for one in json.loads(public.members[FIGURES]) for row in one["rows"]]
    shown = json.loads(public.members["verdicts.json"])["claims"]
    days = {evidence["date"] for claim in shown for evidence in claim["evidence"]}
    assert rows and {row[:10] for row in rows} <= days
    assert "2025-01-15" not in {row[:10] for row in rows}
    assert public.published.bound == public.published.figures


def test_its_signature_is_the_full_ones(public, keys):
    assert holds(public, keys / "a.pub.pem") is True


def test_it_cannot_be_checked_again_and_says_so(public, signed, tmp_path, store):
    (tmp_path / "p.zip").write_bytes(archive.write(public.members))
    code, out, _ = factcheck("bundle", "verify", "p.zip", folder=tmp_path, FACTCHECK_STORE=store)
    assert code == 0
    assert "derived  -    the bars are left out; " in out
    code, out, _ = factcheck("bundle", "show", "p.zip", folder=tmp_path, FACTCHECK_STORE=store)
    assert code == 0 and "redacted  " in out
    assert f"manifest  {bars.sha256(signed.members[MANIFEST])}\n" in out, "the full one's"
    words = ("bundle", "redact", "p.zip", "-o", "q.zip")
    code, _, err = factcheck(*words, folder=tmp_path, FACTCHECK_STORE=store)
    assert (code, err) == (2, "p.zip: it is redacted already\n")


def tampered(public: Contents, change: str) -> dict[str, bytes]:
    """The members after a change, with a manifest that names them."""
    members = dict(public.members)
    figures, original = json.loads(members[FIGURES]), json.loads(members[ORIGINAL])
    row = figures[0]["rows"][0]
    match change:
        case "a row":
            row["row"] = row["row"].replace("10", "11")
        case "a place":
            row["at"] = "0" if row["at"] != "0" else "1"
        case "a nonce":
            row["nonce"] = "00" * 16
        case "no nonce":
            row["row"], row["nonce"] = "x", ""
        case "a proof":
            row["path"] = row["path"][:-1]
        case "another series":
            figures[0]["bars"] = "0" * 64
        case "a verdict":
            members["verdicts.json"] = members["verdicts.json"].replace(b'"fail"', b'"pass"', 1)
        case "a file too many":
            members["claims/0002.yaml"] = b"x"
        case "a file too few":
            del members["report.html"]
        case "a root":
            original["bars_root"] = "0" * 64
        case "a root of a series":
            original["series"][figures[0]["bars"]]["root"] = "0" * 64
        case "no figures":
            figures = {}
    members[FIGURES], members[ORIGINAL] = canonical(figures), canonical(original)
    said = json.loads(members[MANIFEST]) | {"redacted_from": bars.sha256(members[ORIGINAL])}
    named = {name: body for name, body in members.items() if name not in (MANIFEST, SIGNATURE, STAMP)}
    return members | {MANIFEST: canonical(said | {"files": files_told(named)})}


CHANGES = (
    "a row", "a place", "a nonce", "no nonce", "a proof", "another series", "a verdict", "a file too many",
    "a file too few", "a root", "a root of a series",
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_published_cannot_be_changed(public, change):
    with pytest.raises(EvidenceError):
        contents(archive.write(tampered(public, change)))


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said.pop("tool"),
        lambda said: said.pop("policy"),
        lambda said: said["tool"].pop("version"),
        lambda said: said["options"].update(strict=1),
        lambda said: said["inputs"][0].pop("beside"),
        lambda said: said["instruments"].append("x"),
        lambda said: said["instruments"][0].update(names=[["Lenovo"]]),
        lambda said: said["instruments"][0].update(decimals="99999"),
        lambda said: said["names"][0].update(symbols=[1]),
        lambda said: said["runs"].update(more={}),
        lambda said: next(iter(said["runs"].values()))["answers"][0].pop("place"),
        lambda said: said["series"].popitem(),
    ],
)
def test_the_full_manifest_in_a_redacted_bundle_says_everything_in_one_way(public, change):
    """It is believed for what `show` tells, so it is read as strictly as the full bundle's."""
    original = json.loads(public.members["original.json"])
    change(original)
    original["bars_root"] = root_of(original["series"]).hex()
    members = {**public.members, "original.json": canonical(original)}
    members.pop("manifest.json")
    said = {
        "format": "factcheck-bundle/1",
        "redacted_from": bars.sha256(members["original.json"]),
        "files": files_told({k: v for k, v in members.items() if k not in BESIDE}),
    }
    with pytest.raises(EvidenceError):
        contents(archive.write(members | {"manifest.json": canonical(said)}))


def test_a_figure_is_proven_by_a_bar_of_its_own_series_alone(tmp_path, store):
    """The two shares close alike: what one of them closed at is not proven by the other."""
    folder = desk(tmp_path / "desk")
    lenovo = folder / "prices" / "0992.HK.csv"
    lenovo.write_text(lenovo.read_text().replace("11.55", "10.50").replace("11.00", "10.00"))
    assert factcheck(*CREATE, folder=folder, FACTCHECK_STORE=store)[0] == 0
    full = contents((folder / "a.factcheck.zip").read_bytes())
    shown = contents(archive.write(redacted(full.members, full.full)))
    assert shown.published.bound == shown.published.figures == 6
    (run,) = full.full.runs.values()
    series = {answer.symbol: answer.bars for answer in run.answers}
    members = dict(shown.members)
    for symbols, bound in ((["ALDER.HK"], 4), (["0992.HK"], 2), (["ALDER.HK", "0992.HK"], 6)):
        left = [series[symbol] for symbol in symbols]
        kept = [one for one in json.loads(shown.members[FIGURES]) if one["bars"] in left]
        members[FIGURES] = canonical(kept)
        named = {n: b for n, b in members.items() if n not in (MANIFEST, SIGNATURE, STAMP)}
        said = json.loads(members[MANIFEST]) | {"files": files_told(named)}
        fewer = contents(archive.write(members | {MANIFEST: canonical(said)}))
        assert fewer.published.bound == bound


def test_figures_may_be_left_out_and_are_counted(public):
    fewer = contents(archive.write(tampered(public, "no figures")))
    assert fewer.published.bound == 0 < fewer.published.figures


def test_another_full_manifest_is_not_the_one_signed(public, keys):
    """All roots made anew are a bundle of its own: the signature tells."""
    members = dict(public.members)
    original = json.loads(members[ORIGINAL])
    original["tool"]["sha256"] = "0" * 64
    members[ORIGINAL] = canonical(original)
    named = {name: body for name, body in members.items() if name not in (MANIFEST, SIGNATURE, STAMP)}
    said = json.loads(members[MANIFEST]) | {
        "redacted_from": bars.sha256(members[ORIGINAL]), "files": files_told(named)
    }  # fmt: skip
    forged = contents(archive.write(members | {MANIFEST: canonical(said)}))
    assert holds(forged, keys / "a.pub.pem") is False
