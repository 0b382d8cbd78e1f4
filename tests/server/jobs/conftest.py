"""Kinds of jobs that the tests can see into."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from desirepath.server.jobs.kind import Daily, JobKind, Work
from desirepath.server.jobs.kinds import JOB_BROKE
from desirepath.server.jobs.known import job_kinds

SEEN: list[object] = []


def _add(work: Work) -> int:
    SEEN.append(work.args)
    return int(work.args["a"]) + int(work.args["b"])


def _break(work: Work) -> None:
    SEEN.append("broke")
    raise RuntimeError("on purpose")


def _refuse(work: Work) -> None:
    SEEN.append("refused")
    raise JOB_BROKE.error(says="not today")


def _until_stopped(work: Work) -> None:
    work.tell(0.5, "halfway")
    SEEN.append("begun")
    while True:
        work.stop_if_asked()


JOBS = (
    JobKind("test.add", "Add", _add),
    JobKind("test.break", "Break", _break),
    JobKind("test.break-twice", "Break twice", _break, tries=3, wait=timedelta(seconds=10)),
    JobKind("test.refuse", "Refuse", _refuse, tries=3),
    JobKind("test.busy", "Busy", _refuse, tries=2, may_pass=frozenset({"DP-JOB-002"})),
    JobKind("test.until-stopped", "Wait", _until_stopped),
    JobKind("test.daily", "Every day", _add, every=Daily(3), keep_for=timedelta(days=1)),
)


@pytest.fixture(autouse=True)
def _test_jobs(settings: Settings) -> Iterator[None]:
    settings.JOB_MODULES = ["desirepath.server.jobs.chores", __name__]
    job_kinds.cache_clear()
    SEEN.clear()
    yield
    job_kinds.cache_clear()
