"""Writing down what matters for security."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from desirepath.server.people.models import AuditEntry, Person


def write_down(
    action: str,
    *,
    request: HttpRequest | None = None,
    person: Person | None = None,
    target: str = "",
    **details: Any,
) -> None:
    """Write one entry of the security log; the person is the request's where none is named."""
    if person is None and request is not None and isinstance(request.user, Person):
        person = request.user
    address = request.META.get("REMOTE_ADDR", "") if request is not None else ""
    AuditEntry.objects.create(action=action, person=person, target=target, address=address, details=details)
