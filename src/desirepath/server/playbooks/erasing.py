"""What an erasure takes out of playbooks: every run about somebody, and everything that was to go to them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from desirepath.server.playbooks.models import OutboxRow, PlaybookRun, TargetCall


def forget_in_playbooks(of: str, ids: Iterable[str]) -> dict[str, int]:
    """Delete the rows about them; how many of which sort."""
    names = list(ids)
    about = Q(of=of, subject__in=names)
    to_them = Q(person__in=names) if of == "customer" else Q(pk__in=())
    rows = OutboxRow.objects.filter(about | to_them)
    TargetCall.objects.filter(key__in=rows.values("key")).delete()
    counts = {
        "runs of playbooks": PlaybookRun.objects.filter(about).delete()[0],
        "the outbox": rows.delete()[0],
    }
    return {place: count for place, count in counts.items() if count}
