"""Watches the log and the answers: tells whoever looks at a map, and keeps what they look at up to date."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from desirepath.base.problem import DesirepathError
from desirepath.server.live.broker import BROKER, Event
from desirepath.server.lived.answering import LOOKING, keep_up_to_date
from desirepath.server.lived.models import Answer
from desirepath.server.log_state import current_log

_LATE: Final = timedelta(seconds=10)


class LivedWatch:
    """Tells ``map:ID``: event ``log`` when the log has changed, event ``lived`` when an answer is new."""

    def __init__(self) -> None:
        self._generation: str | None = None
        self._since = timezone.now()
        self._told: dict[int, datetime] = {}

    def look(self) -> None:
        """Tell what is new since the last look; where the log is, or an answer is older than the log, queue
        what somebody looks at."""
        is_answered = self._look_at_answers()
        try:
            generation = current_log().generation
        except DesirepathError:
            return  # whoever asks is told; here there is nobody to tell
        if generation != self._generation:
            if self._generation is not None:
                self._tell_log(generation)
            self._generation = generation
            keep_up_to_date(generation)
        elif is_answered:  # while it was computed the log may have gone on
            keep_up_to_date(generation)

    def _tell_log(self, generation: str) -> None:
        looked_at = Answer.objects.filter(looked_at__gte=timezone.now() - LOOKING, map__isnull=False)
        for map_id in looked_at.values_list("map_id", flat=True).distinct().order_by("map_id"):
            BROKER.tell(f"map:{map_id}", Event.of("log", {"generation": generation}))

    def _look_at_answers(self) -> bool:
        """Tell what is answered anew; whether anything is."""
        now = timezone.now()
        is_new = False
        new = Answer.objects.filter(made_at__gte=self._since - _LATE)
        for answer in new.defer("result").order_by("made_at"):
            if self._told.get(answer.pk) != answer.made_at:
                self._told[answer.pk], is_new = answer.made_at, True
                if answer.map_id is not None:
                    BROKER.tell(f"map:{answer.map_id}", Event.of("lived", _told_of(answer)))
        self._since = now
        self._told = {pk: at for pk, at in self._told.items() if at >= now - 2 * _LATE}
        return is_new


def _told_of(answer: Answer) -> dict[str, object]:
    names = ("what", "asked", "question", "generation", "revision")
    return {name: getattr(answer, name) for name in names}
