"""The Django app of people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, in the database under ``people_``."""

    name = "desirepath.server.people"
    label = "people"
