"""The demo's workspace: an owner who is signed in by looking, on this machine only, the stories' maps, and
TechCorp's team with what each of them plays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from desirepath.model.journey_map import JourneyMap
from desirepath.server.books.models import Absence, Seat
from desirepath.server.desk.handoffs import put
from desirepath.server.desk.models import Handoff
from desirepath.server.maps.making import make_map
from desirepath.server.maps.models import MapRecord
from desirepath.server.maps.personas import keep_persona
from desirepath.server.pages import DEMO_OWNER
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Function, Role
from desirepath.server.playbooks.kept import House, must_be_playbook, read_version, save_version
from desirepath.server.playbooks.models import PlaybookVersion
from desirepath.stories.techcorp.causes import TODAY
from desirepath.stories.techcorp.team import OWNER_PLAYS, TEAM, TOLD, Colleague
from desirepath.success.handoffs import begin, tell
from desirepath.templates.playbooks import playbook_template_names, read_playbook_template


def fill(maps: Iterable[str], personas: Iterable[str]) -> None:
    """Make the demo's owner, maps and personas (texts of their files); what is there already stays."""
    owner = Person.objects.filter(email=DEMO_OWNER).first()
    if owner is None:
        owner = Person.objects.create_user(
            DEMO_OWNER, name="Demo owner", role=Role.OWNER, function=Function.CUSTOMER_SUCCESS
        )
    if not Seat.objects.exists():
        seat_team(owner)
    if not MapRecord.objects.exists():
        for text in personas:
            keep_persona(text, owner)
        for text in maps:
            make_map(text, owner)
    if not PlaybookVersion.objects.exists():
        keep_playbooks(owner)


def keep_playbooks(owner: Person) -> None:
    """The playbooks that are shipped, off: they name steps of the stories' maps. Those whose map is gone are
    not."""
    house = House.now()
    for name in playbook_template_names():
        text = read_playbook_template(name)
        named = read_version(text).map
        if named is None or named in house.maps:
            save_version(text, must_be_playbook(text, name, house), owner)


def tell_handoff(journey: JourneyMap) -> None:
    """One handoff to the demo's owner is told already, and can be accepted or sent back. The desk's first
    look says whose it is and since when. Nothing where there are handoffs already."""
    if Handoff.objects.exists():
        return
    promised = next(step.handoff for stage in journey.stages for step in stage.steps if step.id == TOLD.step)
    assert promised is not None
    today = datetime.fromtimestamp(TODAY, UTC)
    row = Handoff(
        of=journey.travels,
        account=TOLD.account,
        map=journey.id,
        step=TOLD.step,
        passage=1,
        map_version=journey.version,
    )
    put(row, tell(begin(TOLD.account, TOLD.step, promised, today), dict(TOLD.told))).save()


def seat_team(owner: Person) -> None:
    """TechCorp's people, with what they play; who is away is so on the day on which the story ends."""
    _seat(owner, OWNER_PLAYS)
    people = {}
    for one in TEAM:
        email = f"{one.name.split()[0].lower()}@techcorp.example"
        people[one.name] = Person.objects.create_user(
            email, name=one.name, role=Role.EDITOR, function=Function(one.function)
        )
        _seat(people[one.name], one)
    today = datetime.fromtimestamp(TODAY, UTC)
    for one in TEAM:
        if one.away_days:
            Absence.objects.create(
                person=people[one.name],
                since=today - timedelta(days=2),
                until=today + timedelta(days=one.away_days),
                substitute=people.get(one.substitute),
            )


def _seat(person: Person, plays: Colleague) -> None:
    Seat.objects.create(
        person=person, roles=list(plays.roles), territory=plays.territory, capacity=plays.capacity
    )
