"""The Django app of playbooks."""

from django.apps import AppConfig


class PlaybooksConfig(AppConfig):
    """Versions, runs and the outbox of playbooks, in the database under ``playbooks_``."""

    name = "desirepath.server.playbooks"
    label = "playbooks"
