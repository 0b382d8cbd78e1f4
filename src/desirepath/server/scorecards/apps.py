"""The Django app of scorecards."""

from django.apps import AppConfig


class ScorecardsConfig(AppConfig):
    """Versions and drafts of scorecards, in the database under ``scorecards_``."""

    name = "desirepath.server.scorecards"
    label = "scorecards"
