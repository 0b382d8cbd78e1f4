"""The Django app of the lived journey."""

from django.apps import AppConfig


class LivedConfig(AppConfig):
    """Measured overlays."""

    name = "desirepath.server.lived"
    label = "lived"
