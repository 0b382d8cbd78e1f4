"""Five clients that edit one map over a network that loses, doubles, delays and reorders.

Everything is drawn from one seed. A client does what the guide tells clients to do (and the web editor
does): it applies what the server has ordered, keeps its own edits until they are confirmed, sends each again
until it is answered, and asks for what it missed when it comes back. In the end the network heals; then
everybody must have what the server has.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.test import Client as Http

from desirepath.model.document import Document
from desirepath.model.edit_json import edit_from_json, edit_to_json
from desirepath.model.edits import Change, Create, Edit, Move, Remove, Set, apply_accepted, apply_edit
from desirepath.model.nodes import ABSENT, MapNodes, from_nodes
from desirepath.model.ranks import rank_between
from desirepath.server.live.broker import BROKER, Event
from desirepath.server.maps import state
from desirepath.server.maps.api_live import _events_after
from desirepath.server.maps.making import make_map
from desirepath.server.maps.models import EditRecord, MapRecord
from desirepath.server.maps.telling import map_topic
from desirepath.server.maps.texts import text_at
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from tests.server.maps.world import TEXT

PEOPLE = 5
ROUNDS = 40
WORDS = ("Calls", "us", "and", "waits", "twice", "at", "nine", "for", "the", "machine", "again", "面談")


@dataclass
class Count:
    """What happened, over all runs."""

    edits: int = 0
    refused: int = 0
    lost: int = 0
    undone: int = 0
    requests_lost: int = 0
    answers_lost: int = 0
    doubled: int = 0
    late: int = 0
    events_lost: int = 0
    reconnects: int = 0
    resets: int = 0


@dataclass
class Client:
    """Somebody with the map open: what the server has confirmed, and their own edits that it has not."""

    person: Person
    http: Http
    map_id: str
    chance: random.Random
    count: Count
    confirmed: MapNodes = field(default_factory=lambda: MapNodes({}))
    waiting: list[dict[str, Any]] = field(default_factory=list)
    early: dict[int, dict[str, Any]] = field(default_factory=dict)
    acknowledged: dict[str, int] = field(default_factory=dict)
    is_connected: bool = True
    made: int = 0

    def load(self) -> None:
        """Load the whole map."""
        data = self.http.get(f"/api/v1/maps/{self.map_id}/nodes").json()
        self.confirmed = MapNodes.from_json(data)
        self.early = {place: event for place, event in self.early.items() if place > data["revision"]}

    def shown(self) -> MapNodes:
        """What is to be seen: the confirmed map, and over it what waits."""
        nodes = self.confirmed
        for sent in self.waiting:
            if "changes" in sent:
                edit = edit_from_json({**sent, "by": str(self.person.pk)})
                applied = apply_edit(nodes, edit, nodes.revision + 1).nodes
                nodes = MapNodes(applied.nodes, applied.revision)
        return nodes

    def do_something(self) -> None:
        """Edit, undo or do again: it waits to be sent."""
        self.made += 1
        edit_id = f"{self.person.pk}-{self.made}"
        wish = self.chance.random()
        if wish < 0.12:
            self.waiting.append({"id": edit_id, "path": self.chance.choice(("undo", "undo", "redo"))})
            return
        nodes = self.shown()
        changes: list[Change] = []
        for number in range(self.chance.choice((1, 1, 1, 2, 3))):
            changes.append(self._change(nodes, f"{edit_id}-{number}"))
            nodes = MapNodes(
                apply_edit(nodes, Edit("", tuple(changes[-1:])), nodes.revision + 1).nodes.nodes,
                nodes.revision,
            )
        said = edit_to_json(Edit(edit_id, tuple(changes)))
        self.waiting.append({"id": edit_id, "changes": said["changes"]})

    def _change(self, nodes: MapNodes, tag: str) -> Change:
        chance = self.chance
        living = [node for node in nodes.living() if node.kind != "map"]
        based_on = self.confirmed.revision
        wish = chance.random()
        if wish < 0.15 or len(living) < 4:
            kind, parent = "stage", nodes.nodes["map"]
            above = [node for node in living if node.kind in ("stage", "step")]
            if above and chance.random() < 0.9:
                parent = chance.choice(above)
                kind = {"stage": "step", "step": "card"}[parent.kind]
            own = {"lane": "doing", "text": self._text()} if kind == "card" else {"name": self._text()}
            ranks = sorted(child.rank for child in nodes.children().get(parent.id, ()))
            rank = rank_between(ranks[-1] if ranks else None, None)
            return Create(f"{kind}:{tag}", kind, parent.id, rank, own)  # type: ignore[arg-type]  # of three
        node = chance.choice(living)
        if wish < 0.23:
            return Remove(node.id)
        if wish < 0.35:
            parents = [one for one in nodes.living() if one.kind == nodes.nodes[node.parent or ""].kind]
            parent = chance.choice(parents)
            ranks = sorted({child.rank for child in nodes.children().get(parent.id, ())})
            place = chance.randrange(len(ranks) + 1)
            rank = rank_between(
                ranks[place - 1] if place else None, ranks[place] if place < len(ranks) else None
            )
            return Move(node.id, parent.id, rank)
        gone = [one for one in nodes.nodes.values() if one.removed]
        if wish < 0.42 and gone:
            back = chance.choice(gone)
            return Create(back.id, back.kind, back.parent or "", back.rank)
        name = {"card": "text"}.get(node.kind, chance.choice(("name", "owner", "goal")))
        was = node.properties.get(name, ABSENT)
        value = chance.choice(("cs", "sales", "product")) if name == "owner" else self._text(was)
        return Set(node.id, name, value, based_on, was)

    def _text(self, was: Any = ABSENT) -> str:
        words = was.split() if isinstance(was, str) else []
        place = self.chance.randrange(len(words) + 1)
        if words and self.chance.random() < 0.5:
            words[place:place] = [self.chance.choice(WORDS)]
        else:
            words = [self.chance.choice(WORDS) for _ in range(self.chance.randrange(1, 6))]
        return " ".join(words)

    def post(self, sent: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Have the server answer: what was sent arrives now."""
        if "path" in sent[0]:
            path, body = sent[0]["path"], {"id": sent[0]["id"]}
        else:
            path, body = "edits", {"edits": sent}
        answer = self.http.post(
            f"/api/v1/maps/{self.map_id}/{path}", json.dumps(body), content_type="application/json"
        )
        assert answer.status_code in (200, 409, 422), answer.content
        said = answer.json()
        if answer.status_code != 200:
            return [{"id": one["id"], "revision": None, "problems": said["problems"]} for one in sent]
        return [said] if "path" in sent[0] else said["edits"]

    def answered(self, answers: list[dict[str, Any]]) -> None:
        """An answer arrives: what is accepted or refused waits no more to be sent."""
        for answer in answers:
            if answer["revision"] is None:
                self.count.refused += answer["id"] in {one["id"] for one in self.waiting}
                self.waiting = [one for one in self.waiting if one["id"] != answer["id"]]
                continue
            known = self.acknowledged.setdefault(answer["id"], answer["revision"])
            assert known == answer["revision"], "the same id again is answered the same"
            if answer["revision"] <= self.confirmed.revision:
                self.waiting = [one for one in self.waiting if one["id"] != answer["id"]]

    def receive(self, event: Event) -> None:
        """An event arrives, perhaps late, twice or before its time."""
        data = json.loads(event.data)
        if event.name == "reset":
            self.count.resets += 1
            self.load()
            return
        if event.name != "edit" or data["revision"] <= self.confirmed.revision:
            return
        self.early[data["revision"]] = data
        while (arrived := self.early.pop(self.confirmed.revision + 1, None)) is not None:
            edit = edit_from_json({name: arrived[name] for name in ("id", "by", "changes")})
            applied = apply_accepted(self.confirmed, edit, arrived["revision"])
            self.confirmed = applied.nodes
            self.waiting = [one for one in self.waiting if one["id"] != edit.id]

    def reconnect(self) -> None:
        """Open the stream anew, from the last revision that is known."""
        self.is_connected = True
        self.count.reconnects += 1
        for event in _events_after(self.map_id, self.confirmed.revision):
            self.receive(event)


@dataclass
class World:
    """The clients and the network between them and the server."""

    seed: int
    count: Count
    clients: list[Client] = field(default_factory=list)
    told: list[Event] = field(default_factory=list)
    to_clients: list[tuple[int, Client, Event]] = field(default_factory=list)
    to_server: list[tuple[int, Client, list[dict[str, Any]]]] = field(default_factory=list)
    answers: list[tuple[int, Client, list[dict[str, Any]]]] = field(default_factory=list)

    def run(self) -> None:
        """All rounds, then a network without faults; raises AssertionError where somebody has another map."""
        chance = random.Random(self.seed)
        map_id = f"map-{self.seed}"
        make_map(TEXT.replace("id: coffee", f"id: {map_id}"), people()[0])
        for person in people():
            http = Http(SERVER_NAME="127.0.0.1")
            http.force_login(person)
            self.clients.append(Client(person, http, map_id, chance, self.count))
        for client in self.clients:
            client.load()
        with listening(map_id, self.told):
            for at in range(ROUNDS):
                self._round(chance, at)
            self._heal()
        self._agree(map_id)

    def _round(self, chance: random.Random, at: int) -> None:
        for client in self.clients:
            if chance.random() < 0.35:
                client.do_something()
                self.count.edits += 1
            if client.is_connected and chance.random() < 0.06:
                client.is_connected = False
            elif not client.is_connected and chance.random() < 0.3:
                client.reconnect()
            if client.waiting and chance.random() < 0.6:
                self._send(chance, at, client)
        self._arrive(chance, at)

    def _send(self, chance: random.Random, at: int, client: Client) -> None:
        unanswered = [one for one in client.waiting if one["id"] not in client.acknowledged]
        for sent in batches(unanswered)[:2]:
            if chance.random() < 0.2:
                self.count.requests_lost += 1
                continue
            self.to_server.append((at + chance.choice((0, 0, 0, 1, 3)), client, sent))
            if chance.random() < 0.1:
                self.count.doubled += 1
                self.to_server.append((at + chance.choice((0, 1, 2, 5)), client, sent))

    def _arrive(self, chance: random.Random, at: int) -> None:
        due = [one for one in self.to_server if one[0] <= at]
        self.to_server = [one for one in self.to_server if one[0] > at]
        chance.shuffle(due)
        for _, client, sent in due:
            answers = client.post(sent)
            if chance.random() < 0.2:
                self.count.answers_lost += 1
            else:
                self.answers.append((at + chance.choice((0, 0, 1, 4)), client, answers))
        for event in self.told:
            for client in self.clients:
                if not client.is_connected or chance.random() < 0.08:
                    self.count.events_lost += 1
                    continue
                for _ in range(1 + (chance.random() < 0.08)):
                    delay = chance.choice((0, 0, 0, 1, 2, 6))
                    self.count.late += delay > 0
                    self.to_clients.append((at + delay, client, event))
        self.told.clear()
        arriving = [one for one in self.to_clients if one[0] <= at]
        self.to_clients = [one for one in self.to_clients if one[0] > at]
        chance.shuffle(arriving)
        for _, client, event in arriving:
            client.receive(event)
        for one in [one for one in self.answers if one[0] <= at]:
            self.answers.remove(one)
            one[1].answered(one[2])

    def _heal(self) -> None:
        """What is on its way arrives; then everybody sends what waits and asks for what they missed."""
        for _, client, sent in self.to_server:
            client.post(sent)
        for _, client, answers in self.answers:
            client.answered(answers)
        for client in self.clients:
            for sent in batches(list(client.waiting)):
                client.answered(client.post(sent))
        for client in self.clients:
            client.reconnect()

    def _agree(self, map_id: str) -> None:
        record = MapRecord.objects.get(id=map_id)
        nodes = state.current_nodes(record)
        for client in self.clients:
            assert client.waiting == [], f"seed {self.seed}: something still waits"
            assert client.confirmed.revision == record.revision, f"seed {self.seed}: not up to date"
            assert client.confirmed.nodes == nodes.nodes, f"seed {self.seed}: another map"
        history = list(EditRecord.objects.filter(map=record).order_by("revision"))
        assert [one.revision for one in history] == list(range(1, record.revision + 1))
        places = {one.edit_id: one.revision for one in history}
        assert len(places) == len(history), f"seed {self.seed}: an edit twice"
        for client in self.clients:
            for edit_id, revision in client.acknowledged.items():
                assert places[edit_id] == revision, f"seed {self.seed}: {edit_id} is not where it was"
        self.count.lost += sum(len(json.loads(one.lost)) for one in history)
        self.count.undone += sum(one.what in ("undo", "redo") for one in history)
        state._MEMORY._known.clear()
        assert state.current_nodes(record).nodes == nodes.nodes, f"seed {self.seed}: history says otherwise"
        document = Document.read(text_at(record, record.revision))
        assert (document.data, document.comments()) == from_nodes(nodes), f"seed {self.seed}: the file"


def batches(waiting: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Neighbouring edits go in one request; what the server makes goes alone."""
    found: list[list[dict[str, Any]]] = []
    for one in waiting:
        if found and "changes" in one and "changes" in found[-1][0] and len(found[-1]) < 5:
            found[-1].append(one)
        else:
            found.append([one])
    return found


@contextmanager
def listening(map_id: str, told: list[Event]) -> Iterator[None]:
    """Collect what is told of a map."""

    def hear(topic: str, event: Event) -> None:
        if topic == map_topic(map_id):
            told.append(event)

    BROKER.hear(hear)
    wire, BROKER._wire = BROKER._wire, None  # the network between is ours
    try:
        yield
    finally:
        BROKER._wire = wire
        BROKER._hearers.remove(hear)


def people() -> list[Person]:
    """The five."""
    with transaction.atomic():
        return [
            Person.objects.filter(email=f"p{number}@example.com").first()
            or Person.objects.create_user(f"p{number}@example.com", role=Role.EDITOR)
            for number in range(PEOPLE)
        ]
