"""The rows as the library's values, and back: versions that are on, and the state between two decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.db.models import Q

from desirepath.base.problem import DesirepathError
from desirepath.model.document import Document
from desirepath.model.journey_map import JourneyMap
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.lived.reading import read_journey
from desirepath.server.lived.scorecards import scorecard_for
from desirepath.server.log_state import current_log
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.models import Person
from desirepath.server.playbooks.kinds import OTHER_ID
from desirepath.server.playbooks.limits import limits_now
from desirepath.server.playbooks.models import How, OutboxRow, Outcome, PlaybookRun, PlaybookVersion, Switch
from desirepath.success.playbooks.moves import TO_PEOPLE
from desirepath.success.playbooks.playbook import Playbook
from desirepath.success.playbooks.playbook_file import must_fit, read_playbook_text
from desirepath.success.playbooks.runs import On, Run, State
from desirepath.success.scorecard import Scorecard

NOT_SENT: Final = (Outcome.LATE, Outcome.LEFT_OUT, Outcome.FAILED, Outcome.CANNOT)


@dataclass(frozen=True)
class House:
    """What playbooks may name: the maps and scorecards of the workspace, by their ids."""

    maps: Mapping[str, JourneyMap]
    cards: Mapping[str, Scorecard]

    @classmethod
    def now(cls) -> House:
        """As the workspace is now. A map that cannot be read is not there."""
        maps: dict[str, JourneyMap] = {}
        for record in MapRecord.objects.filter(archived_at=None):
            journey = read_journey(record)
            maps[journey.id] = maps[record.id] = journey
        folder = current_log().path
        cards = (scorecard_for(folder, of) for of in ("account", "customer"))
        return cls(maps, {card.id: card for card in cards if card is not None})

    def has_all_of(self, playbook: Playbook) -> bool:
        """Whether the map, the scorecard and the levels that it names are still there; else it waits until
        they are again."""
        if playbook.map is not None and playbook.map not in self.maps:
            return False
        if playbook.scorecard is None:
            return True
        card = self.cards.get(playbook.scorecard)
        named = {trigger.health_falls_to for trigger in playbook.when} - {None}
        return card is not None and named <= {level.name for level in card.levels}


def version_of(playbook: str, number: int | None = None) -> PlaybookVersion:
    """A version, without a number the latest. Raises DP-SRV-003."""
    rows = PlaybookVersion.objects.filter(playbook=playbook)
    found = (rows if number is None else rows.filter(number=number)).order_by("number").last()
    if found is None:
        raise NOT_FOUND.error(f"playbook {playbook}")
    return found


@lru_cache(maxsize=256)
def read_version(text: str) -> Playbook:
    """What a version says; it was read before it was kept. Raises DesirepathError."""
    return read_playbook_text(text)


def must_be_playbook(text: str, playbook: str | None, house: House) -> Playbook:
    """What a text says, where it can be decided by in this workspace. Raises DesirepathError with every
    problem."""
    read = read_playbook_text(text)
    if playbook is not None and read.id != playbook:
        raise OTHER_ID.error("id", says=f'it says "{read.id}" and is kept as "{playbook}"')
    others = set(PlaybookVersion.objects.values_list("playbook", flat=True))
    must_fit(read, Document.read(text), maps=house.maps, cards=house.cards, others=others)
    return read


def save_version(text: str, playbook: Playbook, person: Person) -> PlaybookVersion:
    """The text as a version; where the latest says the very same, that one."""
    last = PlaybookVersion.objects.filter(playbook=playbook.id).order_by("number").last()
    if last is not None and last.text == text:
        return last
    number = 1 if last is None else last.number + 1
    Switch.objects.get_or_create(playbook=playbook.id)
    return PlaybookVersion.objects.create(playbook=playbook.id, number=number, text=text, person=person)


def ons() -> list[On]:
    """The versions that are on, and the earlier ones on which runs are still under way."""
    found = []
    for switch in Switch.objects.exclude(how=How.OFF):
        running = PlaybookRun.objects.filter(playbook=switch.playbook, status="running")
        wanted = set(running.values_list("version", flat=True)) | {switch.version}
        for row in PlaybookVersion.objects.filter(playbook=switch.playbook, number__in=wanted):
            try:
                playbook = read_version(row.text)
            except DesirepathError:
                continue  # written by an earlier Desirepath that allowed more: to be mended
            found.append(
                On(
                    playbook,
                    row.number,
                    switch.since_us,
                    takes_new=switch.how == How.ON and row.number == switch.version,
                    paused=switch.how == How.PAUSED,
                    most_a_day=switch.most_a_day,
                )
            )
    return found


def state_of(on: Iterable[On], now_us: int) -> State:
    """What is known from before of these playbooks; messages of all of them."""
    names = {one.playbook.id for one in on}
    limits = limits_now()
    oldest_us = now_us - 2 * limits.late_us
    rows = PlaybookRun.objects.filter(playbook__in=names)
    rows = rows.filter(~Q(status="refused") | Q(since_us__gt=oldest_us))
    sent: dict[str, list[int]] = {}
    longest_us = max(span for _, span in limits.per_person)
    messages = OutboxRow.objects.filter(kind__in=TO_PEOPLE, at_us__gt=now_us - longest_us)
    for person, at_us in messages.exclude(outcome__in=NOT_SENT).values_list("person", "at_us"):
        sent.setdefault(person, []).append(at_us)
    switches = Switch.objects.filter(playbook__in=names)
    return State(
        runs=tuple(map(run_of, rows.order_by("since_us", "pk"))),
        sent={person: tuple(sorted(times)) for person, times in sent.items()},
        seen_us={one.playbook: one.seen_us for one in switches if one.seen_us is not None},
        asking={one.playbook: one.asks for one in switches if one.asks},
    )


def run_of(row: PlaybookRun) -> Run:
    """A row as the library's value."""
    return Run(
        playbook=row.playbook,
        version=row.version,
        subject=row.subject,
        key=row.key,
        says=row.says,
        since_us=row.since_us,
        status=row.status,  # type: ignore[arg-type]  # one of its words
        why=row.why,
        place=row.place,
        due_us=row.due_us,
        waiting_us=row.waiting_us,
        term_us=row.term_us,
        ended_us=row.ended_us,
        reason=row.reason,  # type: ignore[arg-type]  # one of its words
    )


def row_of(run: Run, of: str) -> PlaybookRun:
    """The library's value as a row."""
    return PlaybookRun(
        playbook=run.playbook,
        version=run.version,
        of=of,
        subject=run.subject,
        key=run.key,
        says=run.says[:500],
        since_us=run.since_us,
        status=run.status,
        reason=run.reason,
        why=run.why[:500],
        place=run.place,
        due_us=run.due_us,
        waiting_us=run.waiting_us,
        term_us=run.term_us,
        ended_us=run.ended_us,
    )
