"""Writing down what matters for security."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from desirepath.base.problem import visible
from desirepath.server.people.address import client_address
from desirepath.server.people.models import AuditEntry, Person


def write_down(
    action: str,
    *,
    request: HttpRequest | None = None,
    person: Person | None = None,
    target: str = "",
    **details: Any,
) -> None:
    """Write one entry of the security log; the person is who asks where none is named.

    ``action`` is past tense ("signed in by link"); ``target`` what it was done to; no secret is ever among
    the details.
    """
    if person is None and request is not None:
        asks = getattr(request, "auth", None)
        person = (
            asks if isinstance(asks, Person) else request.user if isinstance(request.user, Person) else None
        )
    AuditEntry.objects.create(
        action=action,
        person=person,
        target=visible(target)[:200],
        address=client_address(request) if request is not None else "",
        details=details,
    )
