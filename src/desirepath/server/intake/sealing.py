"""Secrets that must be read again: encrypted under a key made of the workspace's own secret."""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from desirepath.server.intake.kinds import SECRET_LOST


def seal(secret: str) -> str:
    """The secret, encrypted and protected against change: what may stand in a database or a backup."""
    return _box(settings.SECRET_KEY).encrypt(secret.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """The secret again. Raises DP-INT-014 where ``secret.key`` is another one than it was sealed with."""
    try:
        return _box(settings.SECRET_KEY).decrypt(sealed.encode("ascii")).decode()
    except InvalidToken as error:
        raise SECRET_LOST.error() from error


@lru_cache(maxsize=4)
def _box(workspace_secret: str) -> Fernet:
    derive = HKDF(SHA256(), 32, salt=None, info=b"desirepath.intake.hook-secrets")
    return Fernet(base64.urlsafe_b64encode(derive.derive(workspace_secret.encode())))
