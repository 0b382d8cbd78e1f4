"""The Django app of server-sent events."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """What happens now; it has no tables."""

    name = "desirepath.server.live"
    label = "live"
