"""The Django app of what comes in."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Connections, their keys and secrets, in the database under ``intake_``."""

    name = "desirepath.server.intake"
    label = "intake"
