"""How often the open pages may be used: who guesses at links is stopped, and no link writes without end."""

from __future__ import annotations

from typing import Final

from allauth.core.internal import ratelimit
from django.http import HttpRequest

_RATES: Final = {"guess": "20/m/ip", "write": "12/m/key,60/h/key", "show": "60/m/key"}
"""Those who post for many readers, as mail programs do, come from one address: so links are counted, and only
links that are none by address."""
WAIT_SECONDS: Final = 60


def may_guess_on(request: HttpRequest) -> bool:
    """Whether the address that sent a link that is none may send another. Counts it."""
    return _consume(request, "guess")


def may_write(request: HttpRequest, key: str) -> bool:
    """Whether a link may write once more. Counts it."""
    return _consume(request, "write", key)


def may_show(request: HttpRequest, key: str) -> bool:
    """Whether a product may ask for somebody's messages once more. Counts it."""
    return _consume(request, "show", key)


def _consume(request: HttpRequest, action: str, key: str | None = None) -> bool:
    usage = ratelimit.consume(
        request, app="desirepath.touch", action=action, config=_RATES, key=key, limit_get=True
    )
    return usage is not None
