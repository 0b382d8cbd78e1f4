"""What an erasure takes off the desk: everything that is about somebody who is erased."""

from __future__ import annotations

from collections.abc import Iterable

from desirepath.server.desk.models import Alert, Handoff, Look, Task


def forget(of: str, ids: Iterable[str]) -> dict[str, int]:
    """Delete the rows about them; how many of which sort. They are taken out of what the last look
    kept, too."""
    found, gone = {}, set(ids)
    for look in Look.objects.filter(of=of):
        look.here = None if look.here is None else [one for one in look.here if one not in gone]
        for moment in look.unowned:
            moment["accounts"] = [one for one in moment["accounts"] if one not in gone]
        look.save(update_fields=["here", "unowned"])
    for model in (Task, Alert, Handoff):
        count = model.objects.filter(of=of, account__in=gone).delete()[0]
        if count:
            found[str(model._meta.verbose_name_plural)] = count
    return found
