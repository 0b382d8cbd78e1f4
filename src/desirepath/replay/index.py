"""The replay index: a log laid out for one kind of traveller, kept beside the log. A cache, and nothing but
one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Final, Protocol, runtime_checkable

import pyarrow as pa
import pyarrow.compute as pc

from desirepath.base.ahead import ahead
from desirepath.base.compiled import is_kept
from desirepath.base.slow import load
from desirepath.log.identity import Identities, read_identities
from desirepath.log.schema import FactKind
from desirepath.replay.columns import CODED, Bucket, Layout, Names, columns_to_read, compacted
from desirepath.replay.growth import Growth, grow, with_growth
from desirepath.replay.index_files import (
    SCRATCH,
    Kept,
    add_growth,
    is_latest,
    read_kept,
    write_kept,
    writers_turn,
)
from desirepath.replay.laying_out import LayingOut
from desirepath.replay.moves import Moves, arrivals_of, customers_that_moved, find_moves

ROWS_PER_BUCKET: Final = 1 << 20
MOST_BUCKETS: Final = 64
_WORTH_A_THREAD = 100_000
MOST_MOVED: Final = 0.2
"""Rows that may change hands in a growth, as a share of all: beyond, everything is laid out anew."""
MOST_DEAD: Final = 0.5
"""Rows that belong to nobody any more, as a share of those that do: beyond, the columns are written anew."""


class Facts(Protocol):
    """What a replay asks of a log: its place, its facts, and what came since it was last asked."""

    @property
    def path(self) -> Path:
        """The log's directory."""

    @property
    def generation(self) -> str:
        """Changes whenever the content does."""

    def arrivals_at(self, generation: str) -> int | None:
        """The first arrival that ``generation`` had not; None where something else changed since."""

    def since(self, generation: str, kind: FactKind) -> pa.Table | None:
        """The facts of a kind that arrived after ``generation``, as stored; None as above."""

    def interactions(self, columns: Sequence[str] | None = None) -> pa.Table:
        """The interactions in their total order."""

    def traits(self) -> pa.Table:
        """What is known of objects, and from when on."""

    def identities(self) -> pa.Table:
        """Which ids are one object, and who belongs to whom."""


@runtime_checkable
class InParts(Protocol):
    """Facts that can be read without holding all of them in memory."""

    @property
    def interactions_count(self) -> int:
        """How many interactions there are."""

    def interactions_in_parts(
        self, columns: Sequence[str], *, coded: Sequence[str] = ()
    ) -> Iterator[pa.Table]:
        """The interactions in the order of arrival, part by part."""

    def interactions_at(self, arrivals: pa.Array, columns: Sequence[str] | None = None) -> pa.Table:
        """The interactions with these arrivals (ascending), as stored; of ``columns`` only."""


@dataclass(frozen=True)
class Index:
    """A log laid out for subjects of the type ``travels``.

    Of an index that has grown, subjects with news lie apart from the others: see
    :class:`~desirepath.replay.columns.Bucket`. ``log_rows`` counts the interactions of the whole log,
    ``last_us`` is its last instant, in microseconds since 1970 (UTC); None where it is empty. ``folder``
    holds the columns (None: in memory only); it is another one whenever rows have changed their place.
    ``generation`` is the log's at the time. ``is_of_one``: it was cut out for one subject alone, so that a
    few single reads cost less than whole columns.
    """

    log: Facts
    travels: str
    names: Names
    buckets: tuple[Bucket, ...]
    log_rows: int
    last_us: int | None
    folder: Path | None = None
    generation: str = ""
    is_of_one: bool = False

    @cached_property
    def subject_ids(self) -> tuple[str, ...]:
        """The ids of all subjects; their places here are the numbers by which tables call them."""
        return tuple(subject for bucket in self.buckets for subject in bucket.subjects.to_pylist())

    @property
    def interactions(self) -> int:
        """How many interactions have a subject of this type."""
        return sum(bucket.interactions for bucket in self.buckets)


def open_index(log: Facts, travels: str, *, notify: Callable[[str], None] | None = None) -> Index:
    """The index of ``log`` for subjects of the type ``travels``: read where it is fresh; extended where the
    log has grown; else built and kept.

    It lies under ``index/TYPE`` in the log's directory and may be deleted at any time. Where that directory
    cannot be written, the index is made in memory. ``notify`` is told, before a wait, what takes long. Raises
    DP-RPL-001 where activities, channels, sources or scales have too many names.
    """
    folder = log.path / "index" / travels
    kept = read_kept(folder)
    if kept is None or kept.generation != log.generation:
        try:
            with writers_turn(folder):
                # Somebody may have written while we waited for our turn.
                kept = kept if is_latest(folder, kept) else read_kept(folder)
                kept = _bring_up_to_date(folder, kept, log, travels, notify)
        except OSError:
            return _of(log, travels, _layout_now(log, travels, kept, notify))
    if kept is None:
        return _of(log, travels, build_layout(log, travels, notify=notify))
    return _of(log, travels, kept.layout, kept.folder)


def build_index(log: Facts, travels: str) -> Index:
    """The same index in memory and from nothing, leaving no file."""
    return _of(log, travels, build_layout(log, travels))


def _of(log: Facts, travels: str, layout: Layout, folder: Path | None = None) -> Index:
    return Index(
        log, travels, layout.names, layout.buckets, layout.log_rows, layout.last_us, folder, log.generation
    )


def _bring_up_to_date(
    folder: Path, kept: Kept | None, log: Facts, travels: str, notify: Callable[[str], None] | None
) -> Kept | None:
    """Grow what is kept, or build it; None where what was just written cannot be read."""
    if kept is not None and kept.generation == log.generation:
        return kept
    growth = _growth(log, travels, kept)
    if kept is not None and growth is not None:
        add_growth(folder, log.generation, kept, growth)
        kept = read_kept(folder)
        if kept is not None and _has_much_dead(kept.layout):
            buckets = [partial(compacted, bucket) for bucket in kept.layout.buckets]
            write_kept(folder, log.generation, kept.layout, buckets)
    else:
        _build_and_keep(folder, log, travels, notify)
    return read_kept(folder)


def _build_and_keep(folder: Path, log: Facts, travels: str, notify: Callable[[str], None] | None) -> None:
    scratch = Path(mkdtemp(prefix=SCRATCH, dir=folder))
    try:
        generation, laying_out = _laid_out(log, travels, notify, scratch)
        write_kept(folder, generation, laying_out, laying_out.buckets)
    finally:
        rmtree(scratch, ignore_errors=True)


def _layout_now(log: Facts, travels: str, kept: Kept | None, notify: Callable[[str], None] | None) -> Layout:
    """The layout in memory, grown from what is kept where that can be."""
    growth = _growth(log, travels, kept)
    if kept is None or growth is None:
        return build_layout(log, travels, notify=notify)
    return with_growth(kept.layout, growth)


def _growth(log: Facts, travels: str, kept: Kept | None) -> Growth | None:
    """How what is kept has to change; None where it has to be built from nothing."""
    if kept is None:
        return None
    first, news = log.arrivals_at(kept.generation), log.since(kept.generation, "interactions")
    layout = kept.layout
    if first is None or news is None or _buckets_for(layout.log_rows + news.num_rows) > len(layout.buckets):
        return None
    identities = log.identities()
    now = read_identities(identities)
    is_known = pc.less(identities.column("arrival"), first)
    then = now if pc.all(is_known).as_py() else read_identities(identities.filter(is_known))
    moved = customers_that_moved(then, now) if travels == "account" else frozenset()
    moves = _moves(log, moved, first, then, now) if moved else None
    if moved and moves is None:
        return None
    return grow(layout, travels, news=news, then=then, now=now, moves=moves)


def _moves(
    log: Facts, customers: frozenset[str], first: int, then: Identities, now: Identities
) -> Moves | None:
    """The interactions from before ``first`` that change hands with these customers; None where they are so
    many that it is quicker to lay all out anew, or the log cannot be asked for single ones."""
    if not isinstance(log, InParts):
        return None
    arrivals = arrivals_of(open_index(log, "customer").buckets, customers)
    arrivals = arrivals[arrivals < first]
    if len(arrivals) > MOST_MOVED * first:
        return None
    return find_moves(log.interactions_at(pa.array(arrivals)), then, now)


def _has_much_dead(layout: Layout) -> bool:
    rows = sum(len(bucket.time_us) for bucket in layout.buckets)
    alive = sum(bucket.interactions for bucket in layout.buckets)
    return rows - alive > MOST_DEAD * alive


def build_layout(log: Facts, travels: str, *, notify: Callable[[str], None] | None = None) -> Layout:
    """Lay out the whole log, in as many buckets as its size asks for: a power of two."""
    return _laid_out(log, travels, notify, None)[1].layout()


def _laid_out(
    log: Facts, travels: str, notify: Callable[[str], None] | None, scratch: Path | None
) -> tuple[str, LayingOut]:
    """The whole log, ready to be sorted, and its generation."""
    if notify is not None:
        wait = (
            ""
            if is_kept(load("desirepath.replay.kernel").sort_by_subject)
            else ", and compiling what does it (about 2 s)"
        )
        notify(f"laying the log out by {travels}, once; later only what is new{wait}")
    columns = columns_to_read(travels)
    while True:
        generation = log.generation
        if isinstance(log, InParts):
            rows, parts = log.interactions_count, log.interactions_in_parts(columns, coded=CODED)
        else:
            whole = log.interactions(columns)
            rows, parts = whole.num_rows, iter([whole])
        laying_out = LayingOut(travels, buckets=_buckets_for(rows), scratch=scratch)
        for part in ahead(parts) if rows > _WORTH_A_THREAD else parts:
            laying_out.add(part)
        if log.generation == generation:  # else something was erased while it was read
            return generation, laying_out


def _buckets_for(rows: int) -> int:
    buckets = 1
    while buckets < MOST_BUCKETS and buckets * ROWS_PER_BUCKET < rows:
        buckets *= 2
    return buckets
