"""The Django app of maps and their edits."""

from importlib import import_module

from django.apps import AppConfig


class MapsConfig(AppConfig):
    """Maps, in the database under ``maps_``."""

    name = "desirepath.server.maps"
    label = "maps"

    def ready(self) -> None:
        """Say what maps are called to the room below, which invites to them."""
        import_module("desirepath.server.maps.inviting")  # it needs the models, which are ready now
