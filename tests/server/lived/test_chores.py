"""Every night the log forgets what its rules do not keep, and waits for who writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from desirepath.log.store import create_log, open_log
from desirepath.server.jobs.models import Job, State
from desirepath.server.jobs.queue import enqueue
from desirepath.server.jobs.worker import Worker

pytestmark = pytest.mark.django_db


def test_what_is_too_old_to_keep_goes(folder: Path, worker: Worker) -> None:
    (folder / "desirepath.toml").write_text('format = 1\n[retention]\nshop = "1 day"\n')
    job = enqueue("lived.tidy")
    worker.run_one()
    done = Job.objects.get(pk=job.pk)
    assert done.state == State.DONE
    assert done.result is not None
    assert done.result["expired"]["interactions"] == 7
    assert open_log(folder).info().facts["interactions"] == 0


def test_while_somebody_imports_it_waits(folder: Path, worker: Worker) -> None:
    job = enqueue("lived.tidy")
    with create_log(folder):
        worker.run_one()
    assert Job.objects.get(pk=job.pk).state == State.WAITING
