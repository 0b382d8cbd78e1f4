"""The Django app of people."""

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People, in the database under ``people_``."""

    name = "desirepath.server.people"
    label = "people"

    def ready(self) -> None:
        """Watch what allauth does (its signals can be imported only now)."""
        import_module("desirepath.server.people.watch").watch()
