"""The Django app of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """It has no tables: what people write by hand are facts of the log."""

    name = "desirepath.server.accounts"
    label = "customer_accounts"
