"""From where a request comes."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of the client: what the proxy before us saw where the configuration says there is one.

    A proxy appends to X-Forwarded-For, so the last entry is its own word; what stands before it anybody can
    write. Without ``proxy = true`` the header is not looked at. ``0.0.0.0``: not known.
    """
    said = request.META.get("REMOTE_ADDR", "")
    if settings.CONFIGURATION.proxy:
        said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or said
    try:
        return str(ipaddress.ip_address(said))
    except ValueError:
        return "0.0.0.0"  # noqa: S104  # no address to listen on: one that says "unknown"
