"""The Django app of what customers meet."""

from django.apps import AppConfig


class TouchConfig(AppConfig):
    """Pages without tables of their own: what is done on them goes to the log."""

    name = "desirepath.server.touch"
    label = "touch"
