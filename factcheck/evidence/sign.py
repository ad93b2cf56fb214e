"""Who vouches for a bundle, and since when: an Ed25519 signature and an RFC 3161 time stamp.

Signed are the bytes of an in-toto Statement v1 in a DSSE envelope; its subject is the manifest, which
names everything else. A time stamp is of the envelope, or of the manifest where nobody signed. Of a
redacted bundle it is the full one's manifest, so what was signed once stays signed.
"""

from __future__ import annotations

import base64
import binascii
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from factcheck.errors import FactcheckError, visible
from factcheck.evidence import EvidenceError, bars
from factcheck.evidence.bundle import (
    AUTHORITY,
    MANIFEST,
    SIGNATURE,
    STAMP,
    VERDICTS,
    canonical,
    counts,
    read_canonical,
)
from factcheck.evidence.verify import Contents, Finding, Level

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

PAYLOAD = "application/vnd.in-toto+json"
STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "urn:factcheck:verdicts:1"
AT_ONCE = timedelta(minutes=10)  # a stamp is of the same hour as the signature, or it says little
MAX_FILE, MAX_TOKEN = 100_000, 100_000
SECONDS = 30


# ----------------------------------------------------------------------------------------- signatures


@dataclass(frozen=True)
class Signed:
    """A DSSE envelope: what was signed, and by which keys, by the SHA-256 of each."""

    payload: bytes
    signatures: Mapping[str, bytes]

    @classmethod
    def read(cls, data: bytes) -> Signed:
        """Raises EvidenceError."""
        said = read_canonical(data, SIGNATURE)
        try:
            found = cls(
                base64.b64decode(said["payload"], validate=True),
                {one["keyid"]: base64.b64decode(one["sig"], validate=True) for one in said["signatures"]},
            )
            same = found.written() == data
        except (KeyError, TypeError, ValueError, AttributeError, binascii.Error):
            same = False
        if not same:
            raise EvidenceError(f"{SIGNATURE} is no envelope as this program writes it")
        return found

    def written(self) -> bytes:
        """The envelope as JSON; signatures in the order of their keys."""
        signatures = [
            {"keyid": keyid, "sig": base64.b64encode(self.signatures[keyid]).decode()}
            for keyid in sorted(self.signatures)
        ]
        payload = base64.b64encode(self.payload).decode()
        return canonical({"payload": payload, "payloadType": PAYLOAD, "signatures": signatures})

    def covered(self) -> bytes:
        """The bytes that a key signs: DSSE's pre-authentication encoding."""
        kind = PAYLOAD.encode()
        return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(self.payload), self.payload)

    def said(self) -> tuple[str, datetime]:
        """The SHA-256 of the manifest that was signed, and when. Raises EvidenceError."""
        try:
            said = json.loads(self.payload)
            if (said["_type"], said["predicateType"]) != (STATEMENT, PREDICATE):
                raise ValueError(said)
            (subject,) = said["subject"]
            when = datetime.fromisoformat(said["predicate"]["signed_at"])
            if subject["name"] != MANIFEST or when.tzinfo is None:
                raise ValueError(subject)
            return str(subject["digest"]["sha256"]), when
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            raise EvidenceError("what was signed is no statement about a bundle") from None


def statement(found: Contents, when: datetime) -> bytes:
    """What is signed: which manifest, which verdicts, by which program on which Python, when."""
    said = json.loads(found.signed)
    return canonical({
        "_type": STATEMENT,
        "subject": [{"name": MANIFEST, "digest": {"sha256": bars.sha256(found.signed)}}],
        "predicateType": PREDICATE,
        "predicate": {
            "signed_at": when.astimezone(UTC).isoformat(),
            "checked_at": said["checked_at"],
            "tool": said["tool"] | {"python": platform.python_version()},
            "counts": {verdict: str(n) for verdict, n in counts(found.members[VERDICTS]).items()},
            "verdicts_sha256": bars.sha256(found.members[VERDICTS]),
        },
    })  # fmt: skip


def signed(found: Contents, key: Path, when: datetime) -> dict[str, bytes]:
    """The members with the signature of a private key, beside those that are there already."""
    private = private_key(key)
    old = found.members.get(SIGNATURE)
    envelope = Signed.read(old) if old else Signed(statement(found, when), {})
    mine = private.sign(envelope.covered())
    made = Signed(envelope.payload, {**envelope.signatures, key_id(private.public_key()): mine})
    kept = {name: body for name, body in found.members.items() if name not in (STAMP, AUTHORITY)}
    return kept | {SIGNATURE: made.written()}


def is_signed(found: Contents, keys: Sequence[Path]) -> Finding:
    """Whether one of `keys` signed this manifest; without keys, whose signature there is."""
    data = found.members.get(SIGNATURE)
    if data is None:
        return Finding(Level.SIGNED, False if keys else None, "there is no signature")
    try:
        envelope = Signed.read(data)
        if keys:
            mine = [keyid for path in keys for keyid in [_signer(envelope, path)] if keyid]
            if not mine:
                return Finding(Level.SIGNED, False, f"not by the key given, but by {_ids(envelope)}")
        subject, when = envelope.said()
    except EvidenceError as problem:
        return Finding(Level.SIGNED, False, str(problem))
    if subject != bars.sha256(found.signed):
        return Finding(Level.SIGNED, False, "the signature is of another manifest")
    at = when.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    if not keys:
        sentence = f"it says by {_ids(envelope)} on {at}; name the key to check it: --key FILE"
        return Finding(Level.SIGNED, None, sentence)
    return Finding(Level.SIGNED, True, f"by {mine[0][:16]}…, who says on {at}")


def _signer(envelope: Signed, path: Path) -> str | None:
    """The id of the public key in `path`, where it signed."""
    from cryptography.exceptions import InvalidSignature

    key = public_key(path)
    keyid = key_id(key)
    try:
        key.verify(envelope.signatures[keyid], envelope.covered())
    except (KeyError, InvalidSignature):
        return None
    return keyid


def _ids(envelope: Signed) -> str:
    told = [ascii(keyid[:16])[1:-1] for keyid in sorted(envelope.signatures)]
    return f"{', '.join(f'{one}…' for one in told[:5])}" if told else "nobody"


def key_id(key: Ed25519PublicKey) -> str:
    """SHA-256 of the public key as DER: `openssl pkey -pubin -outform DER | sha256sum`."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return bars.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def private_key(path: Path) -> Ed25519PrivateKey:
    """An Ed25519 key in PEM. Raises FactcheckError; nothing of the file is shown."""
    _needs_extra()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(_small(path), None)
    except Exception:  # the library's own kinds are many, and may quote the key
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise FactcheckError(
            f"{visible(str(path))}: no private Ed25519 key in PEM without a passphrase; make one with: "
            "openssl genpkey -algorithm ed25519 -out key.pem"
        )
    return key


def public_key(path: Path) -> Ed25519PublicKey:
    """An Ed25519 public key in PEM. Raises FactcheckError."""
    _needs_extra()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(_small(path))
    except Exception:  # as above
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise FactcheckError(
            f"{visible(str(path))}: no public Ed25519 key in PEM; take it from the private one with: "
            "openssl pkey -in key.pem -pubout -out key.pub.pem"
        )
    return key


# ---------------------------------------------------------------------------------------- time stamps


def stamped_bytes(members: Mapping[str, bytes], manifest: bytes) -> bytes:
    """What a time stamp is of: the signature, or the manifest where there is none."""
    return members.get(SIGNATURE, manifest)


def stamp(
    members: Mapping[str, bytes], manifest: bytes, url: str, authority: Path | None
) -> dict[str, bytes]:
    """The members with a time stamp from `url`, verified where its `authority` is given."""
    _needs_extra()
    from rfc3161_client import TimestampRequestBuilder, decode_timestamp_response

    message = stamped_bytes(members, manifest)
    request = TimestampRequestBuilder().data(message).build()
    body = _post(url, request.as_bytes())
    try:
        token = decode_timestamp_response(body)
        same = token.status == 0 and token.tst_info.nonce == request.nonce
        same = same and token.tst_info.message_imprint.message == request.message_imprint.message
    except Exception:  # a parser in another language, on a stranger's bytes
        same = False
    if not same:
        raise FactcheckError(f"{visible(url[:80])}: did not answer with a time stamp of this bundle")
    roots = {AUTHORITY: _small(authority)} if authority else {}
    if authority:
        _check(token, message, _certificates(roots[AUTHORITY], str(authority)))
    return {**members, STAMP: body, **roots}


def is_dated(found: Contents, authority: Path | None) -> Finding:
    """Since when the bundle has been there, by an authority that is trusted."""
    data = found.members.get(STAMP)
    if data is None:
        return Finding(Level.DATED, False if authority else None, "there is no time stamp")
    try:
        token = _decoded(data)
        when = token.tst_info.gen_time
        at = when.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        message = stamped_bytes(found.members, found.signed)
        if authority is None:
            _check_imprint(token, message)
            sentence = f"it says on {at}; name whom to believe to check it: --tsa-ca FILE"
            return Finding(Level.DATED, None, sentence)
        _check(token, message, _certificates(_small(authority), str(authority)))
        if SIGNATURE in found.members:
            _, signed_at = Signed.read(found.members[SIGNATURE]).said()
            if abs(when - signed_at) > AT_ONCE:
                early = f"{signed_at.astimezone(UTC):%Y-%m-%d %H:%M UTC}"
                sentence = f"stamped on {at}, not within {AT_ONCE.seconds // 60} minutes of the signature"
                return Finding(Level.DATED, False, f"{sentence}, which says {early}")
    except EvidenceError as problem:
        return Finding(Level.DATED, False, str(problem))
    return Finding(Level.DATED, True, f"it was there on {at}")


def _decoded(data: bytes) -> TimeStampResponse:
    _needs_extra()
    from rfc3161_client import decode_timestamp_response

    try:
        if len(data) > MAX_TOKEN:
            raise ValueError("too long")
        return decode_timestamp_response(data)
    except Exception:  # as above
        raise EvidenceError("the time stamp cannot be read") from None


def _check(token: TimeStampResponse, message: bytes, roots: Sequence[Certificate]) -> None:
    """Raises EvidenceError unless one of `roots` vouches for the stamp, and it is of `message`."""
    from rfc3161_client import VerifierBuilder

    _check_imprint(token, message)
    builder = VerifierBuilder()
    own = set(token.signed_data.certificates)
    for root in roots:
        if root.issuer == root.subject:
            builder = builder.add_root_certificate(root)
        elif not own and root == roots[0]:
            builder = builder.tsa_certificate(root)
        else:
            builder = builder.add_intermediate_certificate(root)
    try:
        builder.build().verify_message(token, message)
    except Exception as problem:  # as above
        told = visible(str(problem))[:100]
        raise EvidenceError(f"the time stamp is not by the authority given: {told}") from None


def _check_imprint(token: TimeStampResponse, message: bytes) -> None:
    import hashlib

    imprint = token.tst_info.message_imprint.message
    name = {32: "sha256", 48: "sha384", 64: "sha512"}.get(len(imprint))
    if name is None or hashlib.new(name, message).digest() != imprint:
        raise EvidenceError("the time stamp is of something else")


def _certificates(data: bytes, name: str) -> list[Certificate]:
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(data)
    except ValueError:
        raise FactcheckError(f"{visible(name)}: no certificates in PEM") from None


def _post(url: str, body: bytes) -> bytes:
    from urllib.error import URLError
    from urllib.request import Request, urlopen

    if not url.startswith(("https://", "http://")):
        raise FactcheckError(f"--timestamp {visible(url[:80])!r}: no address; it starts with https://")
    request = Request(url, body, {"Content-Type": "application/timestamp-query"})  # noqa: S310
    try:
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            found: bytes = answer.read(MAX_TOKEN + 1)
            return found
    except (URLError, OSError, ValueError) as problem:
        reason = getattr(problem, "reason", problem)
        raise FactcheckError(f"--timestamp {visible(url[:80])}: {visible(str(reason)[:100])}") from None


def _small(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE)
    except OSError as error:
        raise FactcheckError(f"{visible(str(path))}: cannot be read: {error.strerror}") from None


def _needs_extra() -> None:
    from importlib.util import find_spec

    if find_spec("cryptography") is None or find_spec("rfc3161_client") is None:
        raise FactcheckError("signatures and time stamps need: pip install 'factcheck-markets[sign]'")
