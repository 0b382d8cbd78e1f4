"""The Django app of work in the background."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Jobs, in the database under ``jobs_``."""

    name = "desirepath.server.jobs"
    label = "jobs"
