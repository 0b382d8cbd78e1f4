"""The Django app of maps and their edits."""

from django.apps import AppConfig


class MapsConfig(AppConfig):
    """Maps, in the database under ``maps_``."""

    name = "desirepath.server.maps"
    label = "maps"
