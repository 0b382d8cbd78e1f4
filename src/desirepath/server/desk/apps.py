"""The Django app of the desk."""

from importlib import import_module

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Tasks, alerts, handoffs and the last look, in the database under ``desk_``."""

    name = "desirepath.server.desk"
    label = "desk"

    def ready(self) -> None:
        """Say what is to be done for an account where somebody looks at one, and who counts."""
        for name in ("of_account", "counting"):
            import_module(f"desirepath.server.desk.{name}")  # they need the models, which are ready now
