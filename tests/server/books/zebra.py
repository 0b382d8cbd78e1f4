"""A workspace in which everything that can speak of an account speaks of one: Zebrawood Trading.

Every id, name and word of that account and of its customers has ``zebra`` in it, and nothing else has. Mia
sees her own book only, and it is not in it; Eva owns the workspace. Gus is a guest who owns both maps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
from django.test import Client
from django.utils import timezone

from desirepath.base.problem import Problem
from desirepath.log.interaction import Fact, Identity, Interaction, Traits
from desirepath.log.store import create_log
from desirepath.server.books.models import Absence, Named, Seat
from desirepath.server.data.models import Import, SavedMapping, Upload
from desirepath.server.data.uploads import path_of
from desirepath.server.desk.models import Alert, Handoff, Task
from desirepath.server.intake.accepting import Outcome
from desirepath.server.intake.known import Sender
from desirepath.server.intake.models import Connection
from desirepath.server.intake.tail import TAIL
from desirepath.server.jobs.models import Job, State
from desirepath.server.kinds import BAD_REQUEST
from desirepath.server.maps.making import make_map
from desirepath.server.people.models import MapRole, Person
from desirepath.server.people.roles import Role
from desirepath.server.playbooks.models import How, OutboxRow, PlaybookRun, PlaybookVersion, Switch
from desirepath.server.talk.models import Comment, Evidence
from desirepath.templates.playbooks import PLAYBOOKS, read_playbook_template

NEEDLE = b"zebra"
ACCOUNT, CUSTOMER = "zebra-17", "zoe@zebra.example"
NAME = "Zebrawood Trading"
RULE = f'traits.name == "{NAME}"'
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
MAP = """\
format: desirepath/1
id: {id}
title: {id}
travels: {travels}
passage: {{succeeds: [{{activity: renewed}}]}}
stages:
  - id: start
    name: Start
    owner: csm
    steps:
      - {{id: look, name: Looks around, when: [{{activity: looked}}]}}
      - {{id: ask, name: Asks, owner: coach, when: [{{activity: ticket.opened}}]}}
"""
PLAYBOOK = read_playbook_template(PLAYBOOKS[0].name)
CARD = """\
format: desirepath/1
id: use
name: Use
levels: [{name: poor}, {name: good, at_least: 50}]
signals:
  - id: use
    name: Use on the last day
    takes: count
    of: [{activity: looked}]
    within: 1d
    scores: [{less_than: 1, points: 0, says: silent}, {at_least: 1, points: 100}]
"""


def did(what: str, hour: int, *, text: str | None = None, **objects: str) -> Interaction:
    at = NOON + timedelta(hours=hour)
    key = f"{what}{hour}{sorted(objects.values())}"
    properties = {"company": objects.get("account", "none")}
    return Interaction(objects, at, what, source="shop", key=key, text=text, properties=properties)


def knows(of: str, subject: str, **traits: str) -> Traits:
    return Traits(of, subject, NOON, traits, source="crm", key=f"{of} {subject}")


def facts() -> list[Fact]:
    """What happened: Acme is Mia's, Zebrawood Joe's; whatever one did the other did too."""
    found: list[Fact] = [
        knows("account", "acme", name="Acme Ltd", region="north", plan="pro"),
        knows("account", ACCOUNT, name=NAME, region="south", plan="pro"),
        knows("customer", "ada@acme.example", name="Ada"),
        knows("customer", CUSTOMER, name="Zoe Zebra"),
        Identity("customer", CUSTOMER, CUSTOMER, NOON, "crm", "i", belongs_to=("account", ACCOUNT)),
    ]
    for account, customer in (("acme", "ada@acme.example"), (ACCOUNT, CUSTOMER)):
        both = {"account": account, "customer": customer}
        found += [did("looked", hour, **both) for hour in range(1, 30)]
        found.append(
            Interaction(
                both, NOON, "email.sent", source="post", key=customer,
                properties={"template": f"hello {account}"},
            )
        )  # fmt: skip
        found.append(did("ticket.opened", 40, text=f"A word from {account}", order=f"o-{account}", **both))
    for account in ("acme", ACCOUNT):
        found.append(
            Interaction(
                {"account": account}, NOON, "subscription.started", source="billing", key=account,
                amount=Decimal(100), currency="EUR", properties={"interval": "month"},
            )
        )  # fmt: skip
    found.append(did("ticket.opened", 41, text="Only zebra Zoe", customer=CUSTOMER))
    done = {"account": f"{ACCOUNT}-done", "customer": f"done-{CUSTOMER}"}
    found += [did("looked", 1, **done), did("renewed", 2, **done)]
    return found


@dataclass(frozen=True)
class World:
    """Who asks, and what the words of an address can be called with."""

    mia: Client
    eva: Client
    gus: Client
    values: Mapping[str, list[Any]]


def build(folder: Path) -> World:
    """Everything, in every room."""
    with create_log(folder) as log:
        log.append(facts())
    eva = Person.objects.create_user("eva@example.com", role=Role.OWNER, name="Eva")
    mia = Person.objects.create_user("mia@example.com", role=Role.EDITOR, name="Mia")
    joe = Person.objects.create_user("joe@example.com", role=Role.EDITOR, name="Joe")
    Seat.objects.create(person=mia, roles=["csm"], territory='traits.region == "north"', own_book_only=True)
    Seat.objects.create(person=joe, roles=["csm"], territory=RULE)
    Named.objects.create(of="account", account=ACCOUNT, role="coach", person=joe)
    day = timedelta(days=1)
    Absence.objects.create(person=joe, since=timezone.now(), until=timezone.now() + day, substitute=eva)
    for travels in ("account", "customer"):
        make_map(MAP.format(id=f"by-{travels}", travels=travels), eva)
    comment = Comment.objects.create(map_id="by-account", node="step:look", text="Look at this", person=eva)
    shown = Evidence.objects.create(
        map_id="by-account", node="step:look", property="goal", what="interaction",
        source={"kind": "ticket", "id": f"key-{ACCOUNT}", "on": "2026-01-01"},
        thing={"source": "shop", "key": did("looked", 1, account=ACCOUNT, customer=CUSTOMER).key,
               "activity": "looked", "on": "2026-01-01"},
        confirmed_on=date(2026, 1, 1), person=eva, note="what zebra said", edit_id="e1",
    )  # fmt: skip
    Evidence.objects.create(
        map_id="by-account", node="step:look", property="goal", what="measure",
        source={"kind": "event", "id": "m", "note": f"0.5 share; {RULE}"},
        thing={"measure": "reach", "segment": RULE}, confirmed_on=date(2026, 1, 1), person=eva, edit_id="e2",
    )  # fmt: skip
    gus = Person.objects.create_user("gus@example.com", role=Role.NONE, name="Gus")
    MapRole.objects.bulk_create(
        MapRole(person=gus, map=f"by-{travels}", role=Role.OWNER) for travels in ("account", "customer")
    )
    return World(_client(mia), _client(eva), _client(gus), _values(folder, eva, joe, comment, shown))


def _values(
    folder: Path, eva: Person, joe: Person, comment: Comment, shown: Evidence
) -> Mapping[str, list[Any]]:
    job = Job.objects.create(kind="data.import", person=eva, state=State.DONE, result={"of": ACCOUNT})
    upload = Upload.objects.create(file="f.csv", name=f"{ACCOUNT}.csv", size=30, received=30, person=eva)
    path_of(upload).parent.mkdir(parents=True)
    path_of(upload).write_text(f"account,activity\n{ACCOUNT},looked\n")
    Upload.objects.filter(pk=upload.pk).update(ready_at=timezone.now())
    (folder / "rejects").mkdir()
    refused = {"line": 2, "code": "x", "message": f"no day for {ACCOUNT}", "row": {"account": ACCOUNT}}
    (folder / "rejects" / "r.jsonl").write_bytes(orjson.dumps(refused) + b"\n")
    brought = Import.objects.create(
        name=f"{ACCOUNT}.csv", person=eva, job=job, upload=upload, rejects="r.jsonl"
    )
    SavedMapping.objects.create(name="Zebra's", shape="s", text=f"# {NAME}", person=eva)
    problem = BAD_REQUEST.at("row", says=f"{ACCOUNT} has no day")
    connection = Connection.objects.create(
        name="crm", title="CRM", kind="segment", hook="h", last_problem=problem.to_json()
    )
    _came(Sender(connection.pk, "crm", "segment", "", False, 10), problem)
    alert, handoff, task = _desk(joe)
    run = _playbook(eva)
    (folder / "scorecards").mkdir()
    (folder / "scorecards" / "use.scorecard.yaml").write_text(CARD)
    return {
        "map_id": ["by-account", "by-customer"],
        "step_id": ["look", "ask"],
        "step": ["look", "ask"],
        "of": ["account", "customer", "order"],
        "subject": [ACCOUNT, CUSTOMER, f"o-{ACCOUNT}", "account", "customer"],
        "account": [ACCOUNT, CUSTOMER],
        "search": ["zeb", "acme"],
        "rule": [RULE, f'properties.company == "{ACCOUNT}"'],
        "segment": [RULE],
        "matching": [RULE],
        "against": [RULE],
        "use": [f'properties.company == "{ACCOUNT}"'],
        "value": [f'properties.company == "{ACCOUNT}"'],
        "activity": ["ticket.opened"],
        "person_id": [joe.pk],
        "person": [joe.pk],
        "job_id": [job.pk],
        "upload_id": [upload.pk],
        "import_id": [brought.pk],
        "connection_id": [connection.pk],
        "connection": [connection.pk],
        "comment_id": [comment.pk],
        "evidence_id": [shown.pk],
        "erasure_id": [1],
        "persona_id": ["nobody"],
        "name": ["blank"],
        "old": [0],
        "owner": [str(joe.pk)],
        "task_id": [task],
        "alert_id": [alert],
        "alert": [alert],
        "handoff_id": [handoff],
        "card_id": ["use"],
        "number": [1, "excluded", "revenue"],
        "version": [1],
        "form": ["csv"],
        "playbook_id": ["welcome"],
        "run_id": [run],
        "playbook": ["welcome"],
        "target_id": [1],
        "here": [f"template:hello {ACCOUNT}", "template:hello acme"],
        "there": [f"template:hello {ACCOUNT}"],
        "file": ["none.png"],
    }


def _desk(joe: Person) -> tuple[int, int, int]:
    """An alert, a handoff and a task of Joe's about the account."""
    about: dict[str, Any] = {
        "of": "account",
        "account": ACCOUNT,
        "map": "by-account",
        "owner": joe,
        "cents": 100,
    }
    alert = Alert.objects.create(
        **about, rule="score", reason="low", says=f"{NAME} is unhappy", severity="act", since=NOON,
        opened_at=NOON, updated_at=NOON,
    )  # fmt: skip
    handoff = Handoff.objects.create(
        **about, step="look", passage=1, map_version=1, giver="sales", receiver="csm", receiving=joe,
        carries=["promises"], told={"promises": "a zebra"}, opened_at=NOON,
    )  # fmt: skip
    task = Task.objects.create(**about, title=f"Call {NAME}", alert=alert, made_by=joe)
    return alert.pk, handoff.pk, task.pk


def _playbook(person: Person) -> int:
    """A playbook that has run for the account, and a letter that waits."""
    PlaybookVersion.objects.create(playbook="welcome", number=1, text=PLAYBOOK, person=person)
    Switch.objects.create(playbook="welcome", version=1, how=How.ON)
    about: dict[str, Any] = {"playbook": "welcome", "version": 1, "of": "account", "subject": ACCOUNT}
    run = PlaybookRun.objects.create(
        **about, key=ACCOUNT, says=f"{NAME} is here", since_us=0, status="running"
    )
    OutboxRow.objects.create(
        **about, key="k", occurrence=ACCOUNT, move="mail", kind="mail", person=CUSTOMER, at_us=0,
        values={"text": f"Dear {NAME}"},
    )  # fmt: skip
    return run.pk


def _came(sender: Sender, problem: Problem) -> None:
    """What came in lately: an interaction, traits, one of a customer alone, one that was refused."""
    TAIL.forget()
    at = "2026-01-01T12:00:00Z"
    TAIL.add(
        sender,
        [
            Outcome("accepted", [{"type": "interaction", "activity": "looked", "occurred_at": at, **named}])
            for named in ({"account": ACCOUNT}, {"customer": CUSTOMER}, {"account": "acme"})
        ],
    )
    traits = {"type": "traits", "object_type": "account", "object_id": ACCOUNT, "traits": {"name": NAME}}
    TAIL.add(sender, [Outcome("accepted", [traits]), Outcome("rejected", problem=problem)])


def _client(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client
