"""All kinds of jobs: those that the modules in the setting ``JOB_MODULES`` list as their ``JOBS``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from django.conf import settings

from desirepath.server.jobs.kind import JobKind


@cache
def job_kinds() -> Mapping[str, JobKind]:
    """Every kind by its name. The modules stand above this one, which is why they are found by name."""
    listed = [kind for module in settings.JOB_MODULES for kind in import_module(module).JOBS]
    kinds = {kind.name: kind for kind in listed}
    assert len(kinds) == len(listed), "two kinds of jobs have one name"
    return kinds
