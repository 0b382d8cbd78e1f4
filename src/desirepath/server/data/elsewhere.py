"""Where somebody's words stand outside the log: tables of every room, maps, files. Found, counted, taken out.

Tables are not listed by hand: a room that is added later is looked through as well.
"""

from __future__ import annotations

import email
import email.policy
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection, models, transaction

from desirepath.base.problem import DesirepathError
from desirepath.log.durable import write_durably
from desirepath.log.segments import remove_files
from desirepath.server.data.models import Erasure, Upload
from desirepath.server.data.redactor import Redactor
from desirepath.server.data.uploads import path_of, remove
from desirepath.server.lived.models import Answer
from desirepath.server.maps.models import EarlierText, EditRecord, MapRecord, NamedVersion, Snapshot
from desirepath.server.maps.redaction import erase_text
from desirepath.server.people.models import AuditEntry
from desirepath.server.scorecards.versions import ENDING, scorecards_folder
from desirepath.server.talk.attachments import content_path
from desirepath.server.talk.models import Attachment, Evidence

_OURS: Final = "desirepath.server."
_PATIENCE_MS: Final = 2000
_LEFT_OUT: Final = (Answer, Erasure, Upload)
"""Answers go as a whole; the erasure itself is emptied at its end; uploads are files."""
_OF_MAPS: Final = (MapRecord, EditRecord, Snapshot, EarlierText, NamedVersion)
_PLACES: Final = {
    "books.named": "whom accounts are named to",
    "talk.comment": "comments",
    "talk.notification": "notifications",
    "talk.evidence": "notes and pointers of evidence",
    "talk.attachment": "names of attachments",
    "maps.personarecord": "personas",
    "maps.personaversion": "personas",
    "jobs.job": "jobs",
    "people.auditentry": "the security log",
    "intake.connection": "connections",
    "scorecards.scorecardversion": "scorecards and their versions",
    "playbooks.playbookversion": "playbooks and their versions",
    "playbooks.playbookrun": "runs of playbooks",
    "playbooks.outboxrow": "the outbox",
    "playbooks.target": "what playbooks call",
    "playbooks.targetcall": "calls of webhooks and chats",
    "playbooks.limitsversion": "the limits of playbooks",
    "data.import": "the list of imports",
    "data.savedmapping": "saved mappings",
}
_LARGEST_LOOKED_INTO: Final = 256 << 20


@dataclass(frozen=True, slots=True)
class Trace:
    """How many rows or files of one ``place`` hold the words; ``examples`` are some of the texts."""

    place: str
    count: int
    examples: tuple[str, ...] = ()


def find_elsewhere(words: Redactor) -> list[Trace]:
    """Everything outside the log that holds the words. Nothing is changed."""
    found: dict[str, list[str]] = {}
    searched: list[type[models.Model]] = [*_our_models(), *_OF_MAPS]
    for model, row, changed in _rows_with(words, searched):
        place = "maps and their history" if model in _OF_MAPS else _place(model)
        found.setdefault(place, []).append(_example(changed, row))
    traces = [Trace(place, len(texts), tuple(texts[:3])) for place, texts in sorted(found.items())]
    for place, paths in (
        ("attached files", list(_attachments(words))),
        ("files that wait to be imported", list(_uploads(words))),
        ("mails that were not sent", list(_mails(words))),
        ("files of scorecards", list(_scorecards(words))),
    ):
        if paths:
            traces.append(Trace(place, len(paths)))
    return traces


def erase_elsewhere(words: Redactor) -> list[Trace]:
    """Take the words out of everything outside the log; what was taken out where."""
    traces = [Trace("kept answers", Answer.objects.all().delete()[0])]
    traces.append(Trace("attached files", _erase_attachments(words)))  # while their names still say whose
    traces += _erase_from_maps(words)
    counted: dict[str, int] = {}
    for model, row, changed in _rows_with(words, _our_models()):
        counted[_place(model)] = counted.get(_place(model), 0) + 1
        _update(model, row, changed)
    # What redaction of a map's history could not reach (a word that was cached) must not stay either.
    for model, row, changed in _rows_with(words, _OF_MAPS):
        _update(model, row, changed)
    traces += [Trace(place, count) for place, count in sorted(counted.items())]
    traces.append(Trace("files that wait to be imported", _erase_uploads(words)))
    traces.append(Trace("mails that were not sent", _erase_files(_mails(words))))
    traces.append(Trace("refused rows", _erase_lines(words)))
    traces.append(Trace("files of scorecards", _erase_from_scorecards(words)))
    return [one for one in traces if one.count]


def scrub_database(wait: Callable[[], None]) -> None:
    """Let nothing of what was taken out stay in free pages of the database, or in the log of its changes.

    As long as others read so that it cannot be done, ``wait`` is called and it is tried again.
    """
    if connection.vendor == "sqlite":
        while not _scrub_sqlite():
            wait()
        return
    ours: list[type[models.Model]] = [*_our_models(), *_LEFT_OUT, *_OF_MAPS]
    with connection.cursor() as cursor:
        for model in ours:
            cursor.execute(f'VACUUM FULL "{model._meta.db_table}"')


def _scrub_sqlite() -> bool:
    """Whether all of it is written anew and the log of changes is empty; else somebody reads it just now."""
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")  # who waits for us shall not wait long
        try:
            cursor.execute("VACUUM")
            return not cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except OperationalError as error:
            if "locked" in str(error):
                return False
            raise
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def not_searched() -> list[str]:
    """What nobody can search for words, in words."""
    pictures = Attachment.objects.exclude(width=None).count()
    found = [f"{pictures:,} attached pictures: nobody can tell from here who is on them"] if pictures else []
    papers = Attachment.objects.filter(media_type="application/pdf").count()
    if papers:
        found.append(
            f"{papers:,} attached PDFs: looked through where their text lies plain, not what is scanned"
        )
    it = settings.CONFIGURATION
    backups = Path(it.backups) if it.backups else None
    if backups is not None:
        count = sum(1 for _ in backups.glob("*.zip")) if backups.is_dir() else 0
        found.append(
            f"{count:,} backups made before: each holds the log, the database and the attached files as they "
            f"were, and goes when {it.backups_kept:,} newer ones are there, a day each"
        )
    found.append("backups and exports that were made by hand or lie elsewhere: who keeps them has to look")
    return found


def _our_models() -> list[type[models.Model]]:
    mine = [
        model
        for model in apps.get_models()
        if model.__module__.startswith(_OURS) and model not in (*_LEFT_OUT, *_OF_MAPS)
    ]
    # People are colleagues with accounts, not customers; what was written down of them is looked through.
    return [one for one in mine if one._meta.app_label != "people" or one is AuditEntry]


def _text_fields(model: type[models.Model]) -> list[str]:
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not field.primary_key and not field.unique and not field.choices
    ]


def _rows_with(
    words: Redactor, searched: Sequence[type[models.Model]]
) -> Iterator[tuple[type[models.Model], dict[str, Any], dict[str, Any]]]:
    """Each row that holds the words: its model, the row, and its fields as they are to be."""
    for model in searched:
        fields = _text_fields(model)
        for row in list(_with_words(words, model, fields)):
            changed = {name: words.value(row[name]) for name in fields}
            yield model, row, {name: value for name, value in changed.items() if value != row[name]}


def _with_words(words: Redactor, model: type[models.Model], fields: list[str]) -> Iterator[dict[str, Any]]:
    rows = model._default_manager.order_by("pk").values("pk", *fields)
    return (row for row in rows.iterator(500) if any(words.is_in(row[name]) for name in fields))


def _update(model: type[models.Model], row: dict[str, Any], changed: dict[str, Any]) -> None:
    for name, value in changed.items():
        longest = getattr(model._meta.get_field(name), "max_length", None)
        if isinstance(value, str) and longest:
            changed[name] = value[:longest]
    # Not by save(): the security log allows no other change than this one.
    models.QuerySet(model).filter(pk=row["pk"]).update(**changed)


def _place(model: type[models.Model]) -> str:
    return _PLACES.get(model._meta.label_lower, f"{model._meta.verbose_name_plural}")


def _example(changed: dict[str, Any], row: dict[str, Any]) -> str:
    name = next(iter(changed), "")
    return str(row.get(name, ""))[:200]


def _erase_from_maps(words: Redactor) -> list[Trace]:
    edits = maps = 0
    for record in MapRecord.objects.order_by("id"):
        spellings = sorted(_spellings(words, record), key=len, reverse=True)
        if spellings:
            maps += 1
            edits += sum(_from_map(record, text) for text in spellings)
    return [Trace("maps", maps), Trace("edits in their history", edits)]


def _from_map(record: MapRecord, text: str) -> int:
    """Take a text out of a map; where the map cannot do without it, as an id say, letters stand in for it."""
    try:
        return erase_text(record.id, text)
    except DesirepathError:
        return 0  # what is left is found by looking through the tables


def _spellings(words: Redactor, record: MapRecord) -> set[str]:
    """The words as this map writes them: redaction of a map looks at letters, not at their case."""
    texts: list[str] = [record.text, record.title]
    texts += EditRecord.objects.filter(map=record).values_list("changes", flat=True)
    texts += EditRecord.objects.filter(map=record).values_list("lost", flat=True)
    texts += Snapshot.objects.filter(map=record).values_list("nodes", flat=True)
    texts += EarlierText.objects.filter(map=record).values_list("text", flat=True)
    found: set[str] = set()
    for text in texts:
        found |= words.spellings_in(text)
    return found


def _attachments(words: Redactor) -> Iterator[Attachment]:
    for one in Attachment.objects.order_by("pk"):
        path = content_path(one.sha256)
        # What a file is called says whose it is, of a picture nothing else does.
        if words.is_in(one.name.replace("_", " ")) or (path.is_file() and _file_has(words, path)):
            yield one


def _erase_attachments(words: Redactor) -> int:
    count = 0
    for one in list(_attachments(words)):
        same = Attachment.objects.filter(sha256=one.sha256)
        with transaction.atomic():
            Evidence.objects.filter(attachment__in=same).delete()
            count += same.count()
            same.delete()
        path = content_path(one.sha256)
        remove_files(path.parent, [path.name, path.with_suffix(".thumbnail").name])
    return count


def _uploads(words: Redactor) -> Iterator[Upload]:
    for one in Upload.objects.order_by("pk"):
        path = path_of(one)
        # One that is half here cannot be read; it is begun again quickly.
        if not path.is_file() or words.is_in(one.name) or _file_has(words, path):
            yield one


def _erase_uploads(words: Redactor) -> int:
    found = list(_uploads(words))
    for one in found:
        remove(one)
    return len(found)


def _mails(words: Redactor) -> Iterator[Path]:
    folder: Path = settings.CONFIGURATION.folder / "outbox"
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file() and (_file_has(words, path) or _mail_has(words, path)):
            yield path


def _mail_has(words: Redactor, path: Path) -> bool:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    texts = [str(value) for value in message.values()]
    for part in message.walk():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            texts.append(content.decode("utf-8", errors="ignore"))
    return any(words.is_in(text) for text in texts)


def _scorecards(words: Redactor) -> Iterator[Path]:
    for path in sorted(scorecards_folder().glob(f"*{ENDING}")):
        if _file_has(words, path):
            yield path


def _erase_from_scorecards(words: Redactor) -> int:
    """Write the files of scorecards anew without the words, as their versions are without them."""
    paths = list(_scorecards(words))
    for path in paths:
        text = words.value(path.read_text("utf-8", errors="replace")).encode()
        write_durably(path, _writer([text]))
    return len(paths)


def _erase_files(found: Iterator[Path]) -> int:
    paths = list(found)
    for path in paths:
        remove_files(path.parent, [path.name])
    return len(paths)


def _erase_lines(words: Redactor) -> int:
    """Lines of files of rejects that hold the words."""
    folder: Path = settings.CONFIGURATION.folder / "rejects"
    count = 0
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not path.is_file():
            continue
        lines = path.read_bytes().splitlines(keepends=True)
        kept = [line for line in lines if not words.is_in_bytes(line)]
        count += len(lines) - len(kept)
        if not kept:
            remove_files(folder, [path.name])
        elif len(kept) < len(lines):
            write_durably(path, _writer(kept))
    return count


def _writer(lines: list[bytes]) -> Callable[[Any], object]:
    return lambda file: file.writelines(lines)


def _file_has(words: Redactor, path: Path) -> bool:
    """Whether a file holds the words; one that cannot be looked into is taken to hold them."""
    if path.stat().st_size > _LARGEST_LOOKED_INTO:
        return True
    content = path.read_bytes()
    if words.is_in_bytes(content):
        return True
    if content.startswith(b"PK\x03\x04"):
        return _archive_has(words, path)
    if content.startswith(b"%PDF-"):
        return any(words.is_in_bytes(stream) for stream in _streams(content))
    return content.startswith((b"PAR1", b"\x1f\x8b", b"SQLite format 3"))


def _streams(content: bytes) -> Iterator[bytes]:
    """What is packed in a PDF."""
    view = memoryview(content)
    for found in _STREAM.finditer(content):
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(view[found.end() :], _LARGEST_LOOKED_INTO)


_STREAM: Final = re.compile(rb"stream\r?\n")


def _archive_has(words: Redactor, path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(one.file_size for one in archive.infolist()) > _LARGEST_LOOKED_INTO:
                return True
            return any(words.is_in_bytes(archive.read(one)) for one in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return True
