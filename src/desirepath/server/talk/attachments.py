"""Where uploads lie, who may have them, and when they go.

The content of a file lies under its hash in the workspace's folder ``attachments``, once, however many maps
have it; a row says which map has which. On the disk first, then in the table, then acknowledged: a crash
between leaves a file that no row knows, and the clean-up takes it away a day later.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from secrets import token_hex
from typing import Any, BinaryIO, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from desirepath.log.durable import TEMPORARY, flush_folder, write_durably
from desirepath.model.nodes import MapNodes
from desirepath.server.kinds import NOT_FOUND, TOO_LARGE
from desirepath.server.maps.models import EditRecord, MapRecord, Snapshot
from desirepath.server.people.models import Person
from desirepath.server.talk.files import check_file
from desirepath.server.talk.models import Attachment, Evidence
from desirepath.server.talk.pictures import make_thumbnail

FOLDER: Final = "attachments/"
"""How the ``src`` of a picture on a map begins that is an attachment of the same map: a path beside the map,
in the workspace as in a folder that was pulled."""

KEPT_UNUSED_FOR: Final = timedelta(days=1)
"""So long an upload may wait to be put on the map."""

_SHORT: Final = 20
_ASIDE: Final = f".aside{TEMPORARY}"


def keep_upload(record: MapRecord, person: Person, upload: UploadedFile[Any]) -> Attachment:
    """Keep an uploaded file for a map, durably; a map that has this content already has it once.

    Raises DP-SRV-007 for one that is too large, DP-TLK-001 and -002 for one that cannot be kept.
    """
    _must_fit(upload.size or 0)
    content = upload.read()
    _must_fit(len(content))
    checked = check_file(content, upload.name or "")
    digest = hashlib.sha256(checked.content).hexdigest()
    write_content(content_path(digest), checked.content)
    file = f"{digest[:_SHORT]}{checked.ending}"
    try:
        with transaction.atomic():
            kept = Attachment.objects.create(
                map=record,
                file=file,
                name=checked.name,
                sha256=digest,
                media_type=checked.media_type,
                size=len(checked.content),
                width=checked.width,
                height=checked.height,
                person=person,
            )
    except IntegrityError:
        kept = find_attachment(record.id, file)
    # The clean-up may have taken it in between; from now on it knows of it.
    write_content(content_path(digest), checked.content)
    return kept


def find_attachment(map_id: str, file: str) -> Attachment:
    """A file of this map, or DP-SRV-003."""
    found = Attachment.objects.filter(map=map_id, file=file).select_related("person").first()
    if found is None:
        raise NOT_FOUND.error(says="there is no such file on this map")
    return found


def open_content(attachment: Attachment) -> BinaryIO:
    """The bytes of a file. Raises DP-SRV-003 where they are not on the disk."""
    try:
        return content_path(attachment.sha256).open("rb")
    except FileNotFoundError:
        raise NOT_FOUND.error(says="the content of this file is not there", fix="upload it again") from None


def thumbnail_of(attachment: Attachment) -> bytes:
    """A small WebP of a picture; made when it is first asked for. Raises DP-SRV-003 for what is none."""
    if attachment.width is None:
        raise NOT_FOUND.error(says="this file is no picture")
    path = content_path(attachment.sha256).with_suffix(".thumbnail")
    if path.exists():
        return path.read_bytes()
    with open_content(attachment) as content:
        small = make_thumbnail(content.read())
    write_content(path, small)
    return small


def count_uses(attachments: Sequence[Attachment], nodes: MapNodes) -> Mapping[int, int]:
    """How often each of these files of one map is used now: as evidence, and as a picture on the map."""
    proofs = Counter(Evidence.objects.filter(attachment__in=attachments).values_list("attachment", flat=True))
    shown = Counter(node.properties.get("src") for node in nodes.living() if node.kind == "card")
    return {one.pk: proofs[one.pk] + shown[f"{FOLDER}{one.file}"] for one in attachments}


def remove_unused() -> dict[str, int]:
    """Take away the files that nothing names any more, and what a crash left; how many.

    A file stays that is evidence, that stands anywhere on its map, or that any edit in the map's history put
    there: undo would bring it back. New ones are given a day to be put somewhere.
    """
    before = timezone.now() - KEPT_UNUSED_FOR
    unused = Attachment.objects.filter(at__lt=before, evidence=None)
    removed = 0
    for attachment in unused.iterator():
        if not _is_named(attachment):
            removed += Attachment.objects.filter(pk=attachment.pk, evidence=None).delete()[0]
    return {"removed": removed, "files": sum(_take_away(path) for path in _old_files(before.timestamp()))}


def _is_named(attachment: Attachment) -> bool:
    """Whether the map, or anything in its history, says this file's name."""
    name = attachment.file
    record = attachment.map
    if name in record.text:
        return True
    edits = EditRecord.objects.filter(map=record).annotate(said=Cast("changes", TextField()))
    kept = Snapshot.objects.filter(map=record).annotate(said=Cast("nodes", TextField()))
    return edits.filter(said__contains=name).exists() or kept.filter(said__contains=name).exists()


def _old_files(before: float) -> Iterator[Path]:
    root = _root()
    for path in sorted(root.glob("*/*")) if root.is_dir() else ():
        if path.is_file() and path.stat().st_mtime < before:
            yield path


def _take_away(path: Path) -> bool:
    """Remove a file that no row knows. It is put aside first, and looked for again: an upload of the same
    content that came meanwhile finds it gone and writes it again, or is found and gets it back.
    """
    name = path.name.removesuffix(_ASIDE)
    aside = path.with_name(f"{name}{_ASIDE}")
    if path != aside:
        if _is_known(name):
            return False
        path.rename(aside)
    if _is_known(name):
        aside.rename(path.with_name(name))
        return False
    aside.unlink()
    return True


def _is_known(name: str) -> bool:
    """Whether a row has this content; of what a crash left half-written, never."""
    return not name.endswith(TEMPORARY) and Attachment.objects.filter(sha256=name.partition(".")[0]).exists()


def write_content(path: Path, content: bytes) -> None:
    """Have it on the disk, whoever else writes the same at the same moment."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    own = path.with_name(f"{path.name}.{token_hex(8)}{TEMPORARY}")
    write_durably(own, lambda file: file.write(content))
    own.replace(path)
    flush_folder(path.parent)
    flush_folder(path.parent.parent)


def content_path(digest: str) -> Path:
    """Where the content with this hash lies."""
    return _root() / digest[:2] / digest


def _root() -> Path:
    root: Path = settings.CONFIGURATION.attachments
    return root


def _must_fit(size: int) -> None:
    most: int = settings.CONFIGURATION.attachment_megabytes
    if size > most * 1024 * 1024:
        raise TOO_LARGE.error("file", says=f"the file is larger than {most} MB", fix="make it smaller")
