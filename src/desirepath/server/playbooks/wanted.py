"""Whether a message may still go out when it is its turn: what was decided a while ago is looked at again."""

from __future__ import annotations

from datetime import datetime

from desirepath.base.problem import DesirepathError
from desirepath.base.spans import to_microseconds
from desirepath.log.suppression import Suppression
from desirepath.model.expression import evaluate
from desirepath.model.expression_parser import parse_expression
from desirepath.server.books.belonging import traits_now
from desirepath.server.log_state import current_log
from desirepath.server.playbooks.kept import read_version
from desirepath.server.playbooks.letters_told import stops_of
from desirepath.server.playbooks.models import OutboxRow, PlaybookVersion
from desirepath.success.playbooks.playbook import Playbook


def why_not_now(row: OutboxRow, playbook: Playbook, now: datetime) -> str | None:
    """Why a message to somebody may not go out any more; None where it may: since it was decided they may
    have unsubscribed, taken back their consent, or asked not to be kept."""
    if is_kept_out(row):
        return "asked not to be kept any more"
    if playbook.consent is not None and not _agrees(row.person, playbook.consent):
        return "has not agreed to messages"
    if row.kind == "in_app":
        return None
    return stops_of(row.person).why_not(row.person, to_microseconds(now), playbook.purpose)


def is_kept_out(row: OutboxRow) -> bool:
    """Whether whom a row is for, or the account it is about, may not be stored again."""
    log = current_log()
    suppressed = Suppression(log.path / "log", log.rules.secret)
    return suppressed.has("customer", row.person) or suppressed.has(row.of, row.subject)


def is_marketing(row: OutboxRow) -> bool:
    """Whether a row is of a playbook that writes unasked; of one that cannot be read any more too."""
    version = PlaybookVersion.objects.filter(playbook=row.playbook, number=row.version).first()
    if version is None:
        return True
    try:
        return read_version(version.text).purpose == "marketing"
    except DesirepathError:
        return True


def called_now(person: str) -> str:
    """What the log calls somebody now, who was called this when a message was decided."""
    return current_log().identities_resolved().resolve("customer").get(person, person)


def _agrees(person: str, consent: str) -> bool:
    traits = traits_now(current_log().generation, "customer", person)
    return evaluate(parse_expression(consent), lambda name: traits.get(name.key))
