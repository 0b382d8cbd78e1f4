"""The Django app of imports and privacy."""

from django.apps import AppConfig


class DataConfig(AppConfig):
    """Uploads, imports, mappings, erasures, in the database under ``data_``."""

    name = "desirepath.server.data"
    label = "data"
