"""The Django app of the desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Tasks, alerts, handoffs and the last look, in the database under ``desk_``."""

    name = "desirepath.server.desk"
    label = "desk"
