"""The Django app of server-sent events."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.conf import settings

from desirepath.server.live.broker import BROKER
from desirepath.server.live.relay import RELAY


class LiveConfig(AppConfig):
    """What happens now; it has no tables."""

    name = "desirepath.server.live"
    label = "live"

    def ready(self) -> None:
        """Join the processes where there may be several; end the streams of whoever may now do less: they
        come back through the door, or not at all.
        """
        if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
            BROKER.use(RELAY.send, RELAY.start)
        closing = import_module(
            "desirepath.server.people.closing"
        )  # it needs the models, which are ready now
        closing.access_changed.connect(_end_streams, dispatch_uid="end streams")


def _end_streams(*, person_id: int, **_: Any) -> None:
    BROKER.end(f"person:{person_id}")
