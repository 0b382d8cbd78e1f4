"""The Django app of comments and evidence."""

from importlib import import_module

from django.apps import AppConfig


class TalkConfig(AppConfig):
    """Comments, notifications, attachments, evidence, in the database under ``talk_``."""

    name = "desirepath.server.talk"
    label = "talk"

    def ready(self) -> None:
        """Hear what the rooms below do."""
        import_module("desirepath.server.talk.listening")  # it needs the models, which are ready now
