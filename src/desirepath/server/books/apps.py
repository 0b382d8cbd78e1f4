"""The Django app of books."""

from django.apps import AppConfig


class BooksConfig(AppConfig):
    """Who plays which role for which accounts, in the database under ``books_``."""

    name = "desirepath.server.books"
    label = "books"
