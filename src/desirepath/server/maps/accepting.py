"""The one door through which a map changes: order, judgement, the log, and then word to everybody.

Edits that arrive while the disk is busy with others go in together, in one transaction: the disk is asked
once for all of them. Nobody is answered before it has answered.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import orjson
from django.db import transaction
from django.utils import timezone

from desirepath.base.problem import DesirepathError, Problem
from desirepath.model.edit_json import lost_to_json
from desirepath.model.edit_kinds import NOT_FOR_EDITS
from desirepath.model.edits import Create, Edit, Move, Set, apply_edit
from desirepath.model.judge_nodes import judge_nodes
from desirepath.model.nodes import ROOT, MapNodes
from desirepath.server.kinds import CONFLICT, NOT_FOUND, TOO_LARGE
from desirepath.server.maps import state
from desirepath.server.maps.models import EarlierText, EditRecord, MapRecord, Snapshot
from desirepath.server.maps.offers import Accepted, Done, Offer, Outcome, Refused
from desirepath.server.maps.telling import tell_done

LONGEST_RANK: Final = 200
LONGEST_PROPERTY: Final = 500


@dataclass(slots=True)
class _Turn:
    """One request's offers to one map."""

    map_id: str
    offers: Sequence[Offer]
    outcomes: list[Outcome] = field(default_factory=list)
    error: BaseException | None = None
    is_over: bool = False


_waiting: deque[_Turn] = deque()
_leading = threading.Lock()


def accept(map_id: str, offers: Sequence[Offer]) -> list[Outcome]:
    """Do what is offered, one after the other, each wholly or not at all; return when it is on the disk.

    Raises DP-SRV-003 where there is no such map, DP-SRV-006 where it is archived.
    """
    turn = _Turn(map_id, offers)
    _waiting.append(turn)
    with _leading:
        if not turn.is_over:
            together = [_waiting.popleft() for _ in range(len(_waiting))]
            try:
                _do(together)
            except BaseException as error:  # noqa: BLE001 - each request is told of its own
                _one_by_one(together, error)
            finally:
                for one in together:
                    one.is_over = True
    if turn.error is not None:
        raise turn.error
    return turn.outcomes


def accept_one(map_id: str, offer: Offer) -> Accepted:
    """Do one thing, or raise why it was refused."""
    outcome = accept(map_id, [offer])[0]
    if isinstance(outcome, Refused):
        raise DesirepathError(outcome.problems)
    return outcome


def _one_by_one(together: Sequence[_Turn], error: BaseException) -> None:
    """What broke one request must not break the others."""
    for turn in together:
        try:
            if len(together) == 1:
                raise error
            _do([turn])
        except BaseException as own:  # noqa: BLE001
            turn.error = own


class _Work:
    """One map during one transaction."""

    def __init__(self, record: MapRecord) -> None:
        self.record = record
        self.nodes = state.current_nodes(record)
        self.done: list[Done] = []
        self.now = timezone.now()
        self.text: str | None = None

    def do(self, offer: Offer) -> Outcome:
        """Judge and apply one offer."""
        try:
            proposal = offer.propose(self.record, self.nodes)
        except DesirepathError as error:
            return Refused(offer.edit_id, error.problems)
        if proposal is None:
            return Accepted(offer.edit_id, self.nodes.revision, is_new=False)
        edit = proposal.edit
        problems = tuple(_out_of_bounds(edit, self.nodes.revision))
        if problems:
            return Refused(offer.edit_id, problems)
        revision = self.nodes.revision + 1
        applied = apply_edit(self.nodes, edit, revision)
        if applied.refused:
            return Refused(offer.edit_id, applied.refused)
        nodes = MapNodes(applied.nodes.nodes, revision)
        if problems := judge_nodes(nodes, _touched(edit, nodes)):
            return Refused(offer.edit_id, problems)
        if proposal.text is not None:
            self._take_text(proposal.text(nodes), revision)
        self.nodes = nodes
        done = Done(offer, proposal, revision, applied.lost)
        self.done.append(done)
        return Accepted(
            offer.edit_id,
            revision,
            [lost_to_json(one) for one in applied.lost],
            done.changes,
            proposal.of,
            proposal.stays,
        )

    def _take_text(self, text: str, revision: int) -> None:
        EarlierText.objects.create(map=self.record, revision=self.record.text_revision, text=self.record.text)
        self.record.text, self.record.text_revision = text, revision
        self.text = text

    def save(self) -> None:
        """Write down what was done."""
        if not self.done:
            return
        EditRecord.objects.bulk_create(
            EditRecord(
                map=self.record,
                revision=done.revision,
                edit_id=done.offer.edit_id,
                person=done.offer.person,
                at=self.now,
                what=done.offer.what,
                of=done.proposal.of,
                changes=orjson.dumps(done.changes).decode(),
                lost=orjson.dumps([lost_to_json(one) for one in done.lost]).decode(),
                digest=done.offer.digest,
            )
            for done in self.done
        )
        record = self.record
        record.revision, record.changed_at = self.nodes.revision, self.now
        record.title = str(self.nodes.nodes[ROOT].properties["title"])[:300]
        changed = ["revision", "changed_at", "title"]
        if self.text is not None:
            changed += ["text", "text_revision"]
        if record.revision - record.snapshot_revision >= state.EDITS_BETWEEN_SNAPSHOTS:
            Snapshot.objects.create(
                map=record, revision=record.revision, nodes=state.nodes_to_text(self.nodes)
            )
            record.snapshot_revision = record.revision
            changed.append("snapshot_revision")
        record.save(update_fields=changed)
        transaction.on_commit(partial(state.remember, record, self.nodes))
        transaction.on_commit(partial(tell_done, record.id, self.done, self.now))


def _do(turns: Sequence[_Turn]) -> None:
    wanted = sorted({turn.map_id for turn in turns})
    with transaction.atomic():
        records = {
            record.id: record
            for record in MapRecord.objects.select_for_update()
            .defer("text")
            .filter(id__in=wanted)
            .order_by("id")
        }
        known = _known_edits(turns)
        works: dict[str, _Work] = {}
        for turn in turns:
            turn.outcomes, turn.error = [], None
            record = records.get(turn.map_id)
            if record is None:
                turn.error = NOT_FOUND.error(turn.map_id, says=f"there is no map {turn.map_id!r}")
                continue
            work = works.get(record.id) or works.setdefault(record.id, _Work(record))
            for offer in turn.offers:
                outcome = _again(known.get((record.id, offer.edit_id)), offer)
                if outcome is None and record.archived_at is not None:
                    turn.error = CONFLICT.error(
                        record.id, says="this map is in the archive", fix="take it out of the archive first"
                    )
                    break
                if outcome is None:
                    outcome = work.do(offer)
                    if isinstance(outcome, Accepted) and outcome.is_new:
                        known[record.id, offer.edit_id] = (offer.digest, outcome)
                turn.outcomes.append(outcome)
        for work in works.values():
            work.save()


_Known = dict[tuple[str, str], tuple[str, Accepted]]


def _known_edits(turns: Iterable[_Turn]) -> _Known:
    """Those of the offered ids that the history has already, with what was sent under them."""
    ids = {offer.edit_id for turn in turns for offer in turn.offers}
    maps = {turn.map_id for turn in turns}
    found = EditRecord.objects.filter(map__in=maps, edit_id__in=ids)
    return {
        (record.map_id, record.edit_id): (
            record.digest,
            Accepted(
                record.edit_id,
                record.revision,
                orjson.loads(record.lost),
                orjson.loads(record.changes),
                record.of,
                is_new=False,
            ),
        )
        for record in found
    }


def _again(known: tuple[str, Accepted] | None, offer: Offer) -> Outcome | None:
    """The answer to an id that was seen before: the same as then, if the same was meant."""
    if known is None:
        return None
    digest, accepted = known
    if digest in ("", offer.digest):
        return accepted
    says = f"the id {offer.edit_id!r} is that of another edit (revision {accepted.revision})"
    return Refused(
        offer.edit_id, (CONFLICT.at(offer.edit_id, says=says, fix="choose a new id for each edit"),)
    )


def _touched(edit: Edit, nodes: MapNodes) -> set[str]:
    """The nodes an edit has changed, with all that came back under one of them."""
    touched = {change.node for change in edit.changes}
    waiting = [change.node for change in edit.changes if isinstance(change, Create) and not change.properties]
    if waiting:
        children = nodes.children()
        while waiting:
            below = [child.id for child in children.get(waiting.pop(), ()) if child.id not in touched]
            touched.update(below)
            waiting += below
    return touched


def _out_of_bounds(edit: Edit, revision: int) -> Iterable[Problem]:
    """What only a server has against an edit: what cannot have been seen, what fills the disk."""
    for change in edit.changes:
        if isinstance(change, Set):
            if not 0 <= change.based_on <= revision:
                says = f"based_on is {change.based_on}, but the map stands at {revision}"
                yield CONFLICT.at(change.node, says=says, fix="load the map again")
            if len(change.property) > LONGEST_PROPERTY:
                yield TOO_LARGE.at(change.node, says="the name of a property is too long", fix="shorten it")
            if change.node == ROOT and change.property == "id":
                yield NOT_FOR_EDITS.at(ROOT, says="the id of the map stays", fix="copy it under another id")
        elif isinstance(change, Create | Move) and len(change.rank) > LONGEST_RANK:
            says = "the rank is too long: there is hardly room left between its neighbours"
            yield TOO_LARGE.at(change.node, says=says, fix="give the neighbours new ranks")
