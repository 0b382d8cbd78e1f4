"""What an erasure takes off the desk: everything that is about somebody who is erased."""

from __future__ import annotations

from collections.abc import Iterable

from desirepath.server.desk.models import Alert, Handoff, Task


def forget(of: str, ids: Iterable[str]) -> dict[str, int]:
    """Delete the rows about them; how many of which sort."""
    found = {}
    for model in (Task, Alert, Handoff):
        count = model.objects.filter(of=of, account__in=list(ids)).delete()[0]
        if count:
            found[str(model._meta.verbose_name_plural)] = count
    return found
