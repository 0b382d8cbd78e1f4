"""Scorecards with their versions. The published one is the readable file in the workspace; one draft of each
may be worked on beside it.

The file is written before its version: a crash between the two leaves a file that was changed outside, which
becomes a version like any other.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction

from desirepath.base.problem import DesirepathError, Problem
from desirepath.log.durable import flush_folder, write_durably
from desirepath.model.document import Document
from desirepath.model.yaml_tree import Plain
from desirepath.server.clock import workspace_time
from desirepath.server.kinds import CONFLICT, NOT_FOUND
from desirepath.server.lived.scorecards import ENDING as ENDING
from desirepath.server.people.models import Person
from desirepath.server.scorecards.kinds import NOTHING_NEW, OTHER_ID
from desirepath.server.scorecards.models import ScorecardVersion
from desirepath.success.scorecard import Scorecard
from desirepath.success.scorecard_file import read_scorecard_text

LONGEST: Final = 200_000
"""Characters of a scorecard's file."""
OF_A_DRAFT: Final = 0
_LONGEST_ID: Final = 60
_LONGEST_NAME: Final = 100


@dataclass(frozen=True)
class Read:
    """A scorecard's text as it can be read: ``card`` where nothing is wrong, ``data`` where it is YAML at
    all, and what is wrong, each with its line and column."""

    text: str
    card: Scorecard | None = None
    data: Mapping[str, Plain] | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Kept:
    """One scorecard: its published version (None: there never was one), its draft, whether its file is there,
    and all published versions, the latest first."""

    card: str
    published: ScorecardVersion | None
    draft: ScorecardVersion | None
    is_in_force: bool
    versions: tuple[ScorecardVersion, ...] = field(default=(), repr=False)

    @property
    def text(self) -> str:
        """What is worked on: the draft, else what is published."""
        shown = self.draft or self.published
        assert shown is not None
        return shown.text


def read_text(text: str, card_id: str) -> Read:
    """What a text says, and what is wrong with it."""
    file = f"{card_id}{ENDING}"
    try:
        document = Document.read(text, file)
    except DesirepathError as error:
        return Read(text, problems=error.problems)
    try:
        card = read_scorecard_text(text, file)
    except DesirepathError as error:
        return Read(text, data=document.data, problems=error.problems)
    if card.id != card_id:
        line, column = document.locate("id") or (1, 1)
        says = f'it says "{card.id}" and is kept as "{card_id}"'
        problem = OTHER_ID.at("id", says=says, file=file, line=line, column=column)
        return Read(text, card, document.data, (problem,))
    return Read(text, card, document.data)


def reshape(text: str, data: Mapping[str, Plain]) -> str:
    """The text that says ``data``; every comment and line of the old one stays that can. Raises DP-MAP-."""
    return Document.read(text).save(data)


def scorecards_folder() -> Path:
    """Where the published scorecards are."""
    return Path(settings.CONFIGURATION.folder) / "scorecards"


def look_into_folder() -> None:
    """Make a version of every file that says something else than its last one: it was changed outside."""
    for path in sorted(scorecards_folder().glob(f"*{ENDING}")):
        card, text = path.name.removesuffix(ENDING), _read_file(path)
        if len(card) > _LONGEST_NAME:
            continue
        last = ScorecardVersion.objects.filter(card=card, is_draft=False).order_by("number").last()
        if text is None or (last is not None and last.text == text):
            continue
        try:
            with transaction.atomic():
                ScorecardVersion.objects.create(
                    card=card, number=_next_number(card), text=text, is_from_folder=True
                )
        except IntegrityError:
            continue  # somebody else has just seen it too


def all_kept() -> list[Kept]:
    """Every scorecard, by id."""
    look_into_folder()
    by_card: dict[str, list[ScorecardVersion]] = {}
    for one in ScorecardVersion.objects.select_related("person"):
        by_card.setdefault(one.card, []).append(one)
    return [_kept(card, versions) for card, versions in sorted(by_card.items())]


def find_kept(card_id: str) -> Kept:
    """One scorecard, or DP-SRV-003."""
    look_into_folder()
    versions = list(ScorecardVersion.objects.filter(card=card_id).select_related("person"))
    if not versions:
        raise NOT_FOUND.error(card_id, says=f"there is no scorecard {card_id!r}")
    return _kept(card_id, versions)


def find_version(card_id: str, number: int) -> ScorecardVersion:
    """One version that was published, or DP-SRV-003."""
    found = ScorecardVersion.objects.filter(card=card_id, number=number, is_draft=False).first()
    if found is None:
        raise NOT_FOUND.error(str(number), says=f"{card_id} has no version {number}")
    return found


def start(name: str, text_of: Any, person: Person) -> Kept:
    """A new scorecard as a draft; ``text_of`` makes its text of the id that it gets."""
    look_into_folder()
    base = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:_LONGEST_ID].strip("-") or "scorecard"
    taken = set(ScorecardVersion.objects.values_list("card", flat=True))
    card = next(one for one in _names(base) if one not in taken)
    _make_draft(card, text_of(card), person)
    return find_kept(card)


def save_draft(card_id: str, text: str, *, base: int | None, person: Person) -> Kept:
    """The draft becomes ``text``, made from revision ``base`` of it (None: there was none).

    Raises DP-SRV-006 where somebody was faster.
    """
    with transaction.atomic():
        kept = find_kept(card_id)
        draft = _locked_draft(card_id)
        if (draft.revision if draft else None) != base:
            who = f" by {draft.person}" if draft and draft.person else ""
            raise CONFLICT.error(
                "base",
                says=f"the draft was changed{who} meanwhile",
                fix="look at it as it stands, then decide",
            )
        if draft is None:
            assert kept.published is not None
            _make_draft(card_id, text, person)
        elif draft.text != text:
            draft.text, draft.person, draft.at = text, person, workspace_time().now
            draft.revision += 1
            draft.save(update_fields=["text", "person", "at", "revision"])
    return find_kept(card_id)


def drop_draft(card_id: str) -> None:
    """Throw the draft away; a scorecard that was never published goes with it."""
    find_kept(card_id)
    ScorecardVersion.objects.filter(card=card_id, is_draft=True).delete()


def publish(card_id: str, *, base: int, note: str, judged: Mapping[str, Any] | None, person: Person) -> Kept:
    """The draft of revision ``base`` comes into force: the file says it, and it is a version for ever.

    Raises what is wrong with it, DP-CRD-004 where it says what is in force already, DP-SRV-006 where it was
    changed meanwhile.
    """
    with transaction.atomic():
        kept = find_kept(card_id)
        draft = _locked_draft(card_id)
        if draft is None or draft.revision != base:
            raise CONFLICT.error("base", says="the draft was changed meanwhile")
        read = read_text(draft.text, card_id)
        if read.problems:
            raise DesirepathError(read.problems)
        if kept.published is not None and kept.is_in_force and kept.published.text == draft.text:
            raise NOTHING_NEW.error(card_id)
        _write_file(card_id, draft.text)
        draft.number = _next_number(card_id)
        draft.is_draft, draft.note, draft.judged = False, note, judged
        draft.person, draft.at = person, workspace_time().now
        draft.save()
    return find_kept(card_id)


def publish_again(card_id: str, number: int, *, since: int, note: str, person: Person) -> Kept:
    """What version ``number`` said comes into force again, as a version of its own; the draft stays as it is.

    What was known of it when it was published first is known of it still. ``since`` is the latest version
    that the person has seen. Raises DP-SRV-003 for a version that is none, DP-SRV-006 where another was
    published meanwhile, DP-CRD-004 where it is what is in force, and what is wrong with it by today's rules.
    """
    with transaction.atomic():
        kept, again = find_kept(card_id), find_version(card_id, number)
        if kept.published is None or kept.published.number != since:
            raise CONFLICT.error("since", says="another version was published meanwhile")
        if kept.is_in_force and kept.published.text == again.text:
            raise NOTHING_NEW.error(card_id)
        read = read_text(again.text, card_id)
        if read.problems:
            raise DesirepathError(read.problems)
        try:
            with transaction.atomic():
                ScorecardVersion.objects.create(
                    card=card_id,
                    number=_next_number(card_id),
                    text=again.text,
                    person=person,
                    note=note,
                    judged=again.judged,
                )
        except IntegrityError:
            raise CONFLICT.error("since", says="another version was published meanwhile") from None
        _write_file(card_id, again.text)
    return find_kept(card_id)


def withdraw(card_id: str) -> None:
    """Take a scorecard out of force: its file goes, its versions stay, the last one as a draft."""
    with transaction.atomic():
        kept = find_kept(card_id)
        if kept.draft is None and kept.published is not None:
            _make_draft(card_id, kept.published.text, kept.published.person)
        path = scorecards_folder() / f"{card_id}{ENDING}"
        if path.exists():
            path.unlink()
            flush_folder(path.parent)


def changed_lately(card_id: str, since: datetime) -> tuple[Scorecard, datetime] | None:
    """The version in force at ``since`` (else the first there was), and when the one of now came into force;
    None where nothing has changed since then, or it cannot be read any more."""
    look_into_folder()
    rows = list(ScorecardVersion.objects.filter(card=card_id, is_draft=False).order_by("number"))
    if len(rows) < 2 or rows[-1].at <= since:
        return None
    before = next((one for one in reversed(rows) if one.at <= since), rows[0])
    if before.text == rows[-1].text:
        return None
    card = read_text(before.text, card_id).card
    return None if card is None else (card, rows[-1].at)


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """The lines of two texts: each with "-" (only before), "+" (only after) or " " (in both).

    >>> difference("a\\nb\\n", "a\\nc\\n")
    [(' ', 'a'), ('-', 'b'), ('+', 'c')]
    """
    old, new = before.splitlines(), after.splitlines()
    found: list[tuple[str, str]] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += ((" ", line) for line in old[i1:i2])
        else:
            found += (("-", line) for line in old[i1:i2])
            found += (("+", line) for line in new[j1:j2])
    return found


def _kept(card: str, versions: list[ScorecardVersion]) -> Kept:
    published = sorted((one for one in versions if not one.is_draft), key=lambda one: -one.number)
    draft = next((one for one in versions if one.is_draft), None)
    in_force = (scorecards_folder() / f"{card}{ENDING}").exists()
    return Kept(card, published[0] if published else None, draft, in_force, tuple(published))


def _make_draft(card: str, text: str, person: Person | None) -> None:
    try:
        with transaction.atomic():
            ScorecardVersion.objects.create(
                card=card, number=OF_A_DRAFT, text=text, person=person, is_draft=True
            )
    except IntegrityError:
        raise CONFLICT.error(card, says="somebody began a draft of it just now") from None


def _locked_draft(card: str) -> ScorecardVersion | None:
    return ScorecardVersion.objects.select_for_update().filter(card=card, is_draft=True).first()


def _next_number(card: str) -> int:
    last = ScorecardVersion.objects.filter(card=card).order_by("number").last()
    return 1 if last is None else last.number + 1


def _names(base: str) -> Iterator[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1


def _read_file(path: Path) -> str | None:
    """The text of a file; None where it is none that can be kept: whoever asks for health is told why."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return text if len(text) <= LONGEST and "\0" not in text else None


def _write_file(card: str, text: str) -> None:
    folder = scorecards_folder()
    folder.mkdir(exist_ok=True)
    write_durably(folder / f"{card}{ENDING}", lambda file: file.write(text.encode()))
