"""The links in messages: signed, so that nobody can make one up, and without a word of whom they are for.

A link carries what it is for and the key of the row of the outbox that brought it, nothing else. It does not
run out by itself: whether it is too late for something says who answers it.
"""

from __future__ import annotations

from typing import Final, Literal

from django.conf import settings
from django.core.signing import BadSignature, Signer

LinkFor = Literal["leave", "ask"]
"""To want no more letters; to answer a question."""
_LONGEST: Final = 200
TEST_KEY: Final = "a-test"
"""The key that links of test letters carry: no row of the outbox has it, and they do nothing."""


def make_link(what: LinkFor, key: str) -> str:
    """The whole address at which the receiver of a row of the outbox does this."""
    return f"{settings.CONFIGURATION.url.rstrip('/')}/t/{what}/{make_token(what, key)}"


def make_token(what: LinkFor, key: str) -> str:
    """The end of such an address."""
    return _signer(what).sign(key)


def read_token(what: LinkFor, token: str) -> str | None:
    """The key that a token is for; None for one that we did not make, or made for something else."""
    if len(token) > _LONGEST:
        return None
    try:
        return _signer(what).unsign(token)
    except BadSignature:
        return None


def _signer(what: LinkFor) -> Signer:
    return Signer(salt=f"desirepath.touch.{what}", sep=".")
