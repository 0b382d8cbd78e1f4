"""The Django app of comments and evidence."""

from django.apps import AppConfig


class TalkConfig(AppConfig):
    """Comments, notifications, attachments, in the database under ``talk_``."""

    name = "desirepath.server.talk"
    label = "talk"
