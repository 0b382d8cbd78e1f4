"""The Django app of server-sent events."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig

from desirepath.server.live.broker import BROKER


class LiveConfig(AppConfig):
    """What happens now; it has no tables."""

    name = "desirepath.server.live"
    label = "live"

    def ready(self) -> None:
        """End the streams of whoever may now do less: they come back through the door, or not at all."""
        closing = import_module(
            "desirepath.server.people.closing"
        )  # it needs the models, which are ready now
        closing.access_changed.connect(_end_streams, dispatch_uid="end streams")


def _end_streams(*, person_id: int, **_: Any) -> None:
    BROKER.end(f"person:{person_id}")
