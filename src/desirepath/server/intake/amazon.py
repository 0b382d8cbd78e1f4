"""What Amazon SNS posts: it shows the connection's password, and is signed with Amazon's certificate.

The certificate lies at Amazon, and nothing is fetched from here. So the password proves whose topic it is,
and the signature is checked as well where an operator has put the certificate beside the server (``[server]
amazon_certificate``): a password that leaked is not enough, then.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import orjson
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.conf import settings

from desirepath.server.intake import signatures
from desirepath.server.intake.kinds import BAD_SIGNATURE
from desirepath.server.intake.signatures import Posted

_SIGNED: Final = ("Message", "MessageId", "SubscribeURL", "Subject", "Timestamp", "Token", "TopicArn", "Type")
_DIGESTS: Final = {"1": hashes.SHA1, "2": hashes.SHA256}


def sns(posted: Posted, secret: str) -> None:
    """The password, as a bearer or by basic auth; and the signature, where its certificate is known here."""
    signatures.token(posted, secret)
    if settings.CONFIGURATION.amazon_certificate:
        must_be_amazons(posted.body, Path(settings.CONFIGURATION.amazon_certificate))


def must_be_amazons(body: bytes, path: Path) -> None:
    """Raise DP-INT-010 unless one of the certificates in the file, valid today, has signed what came."""
    try:
        said = orjson.loads(body)
        signature = base64.b64decode(said["Signature"], validate=True)
        digest = _DIGESTS[said["SignatureVersion"]]()
        text = signed_text(said)
    except (ValueError, KeyError, TypeError):
        raise BAD_SIGNATURE.error(
            "Signature", says="Amazon's signature is missing", fix="switch raw message delivery off in SNS"
        ) from None
    now = datetime.now(UTC)
    try:
        known = _certificates(path, path.stat().st_mtime_ns)
    except (OSError, ValueError):
        raise BAD_SIGNATURE.error(
            says="Amazon's certificate cannot be read here",
            fix="an operator puts it where [server] amazon_certificate says",
        ) from None
    for one in known:
        key = one.public_key()
        if not isinstance(key, rsa.RSAPublicKey):
            continue
        if not one.not_valid_before_utc <= now <= one.not_valid_after_utc:
            continue
        try:
            key.verify(signature, text, padding.PKCS1v15(), digest)
        except InvalidSignature:
            continue
        return
    raise BAD_SIGNATURE.error(
        "Signature",
        says="no certificate of Amazon's that is known here, and valid today, has signed it",
        fix="Amazon renews its certificate each year: an operator adds the one that SigningCertURL names",
    )


def signed_text(said: Any) -> bytes:
    """What Amazon signs of a message: these fields, each on two lines, in this order; those it has."""
    return "".join(f"{name}\n{said[name]}\n" for name in _SIGNED if name in said).encode()


@lru_cache(maxsize=2)
def _certificates(path: Path, changed: int) -> list[x509.Certificate]:
    """The certificates in a file, read again when it has ``changed``."""
    return x509.load_pem_x509_certificates(path.read_bytes())
