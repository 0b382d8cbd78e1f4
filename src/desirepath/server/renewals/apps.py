"""The Django app of renewals."""

from django.apps import AppConfig


class RenewalsConfig(AppConfig):
    """It has no tables: what it shows is worked out from the log, and what is written by hand goes there."""

    name = "desirepath.server.renewals"
    label = "renewals"
