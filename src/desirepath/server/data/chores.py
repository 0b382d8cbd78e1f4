"""What is done every night for files that nobody imported."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils import timezone

from desirepath.server.data.models import Upload
from desirepath.server.data.uploads import is_needed, remove, remove_stray_folders
from desirepath.server.jobs.kind import Daily, JobKind, Work

KEPT_FOR: Final = timedelta(days=7)
"""So long a file waits to be imported; then it goes, because it is full of people."""


def remove_old_uploads(work: Work) -> dict[str, int]:
    """Take uploads away that nobody has imported for a week, and what a crash left."""
    removed = 0
    for upload in Upload.objects.filter(at__lt=timezone.now() - KEPT_FOR):
        work.stop_if_asked()
        if not is_needed(upload):
            remove(upload)
            removed += 1
    return {"removed": removed, "folders": remove_stray_folders()}


JOBS: Final = (JobKind("data.forget", "Take old uploads away", remove_old_uploads, every=Daily(4)),)
