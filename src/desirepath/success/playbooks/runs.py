"""What is kept of playbooks between two decisions: runs, effects, and what was left out, all plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final, Literal
from zoneinfo import ZoneInfo

from desirepath.success.playbooks.clock import QuietHours, read_clock
from desirepath.success.playbooks.moves import Op, flat
from desirepath.success.playbooks.playbook import Playbook, Quiet

Status = Literal["running", "done", "reached", "stopped", "held out", "refused"]
Refused = Literal["", "condition", "under way", "once", "cooldown", "reached", "asks"]
HOUR_US: Final = 3_600_000_000
DAY_US: Final = 24 * HOUR_US


@dataclass(frozen=True, slots=True)
class Limits:
    """What holds for all playbooks together.

    ``per_person``: at most so many messages within so many microseconds. A playbook that would start for more
    than ``most_share`` of all within a day, and for more than ``fewest``, stops and asks. ``late_us`` is how
    late facts may come and still begin something. ``company`` is who writes. ``quiet`` holds for marketing
    messages of playbooks that say no quiet hours of their own.
    """

    per_person: tuple[tuple[int, int], ...] = ((1, DAY_US), (3, 7 * DAY_US))
    most_share: float = 0.2
    fewest: int = 25
    late_us: int = 7 * DAY_US
    company: str = "Customer success"
    quiet: Quiet | None = None


@dataclass(frozen=True, slots=True)
class On:
    """A version of a playbook that is on since an instant: what happened before begins nothing.

    A ``paused`` one does nothing at all; one that does not ``take_new`` finishes the runs that it has.
    ``most_a_day`` in the place of what the file says, where somebody has said so.
    """

    playbook: Playbook
    version: int
    since_us: int
    takes_new: bool = True
    paused: bool = False
    most_a_day: int | None = None
    ops: tuple[Op, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ops", flat(self.playbook))

    def quiet(self, zone: ZoneInfo, usual: Quiet | None = None) -> QuietHours | None:
        """Its quiet hours; where it says none and is no service, the ``usual`` ones. ``zone`` is the
        workspace's."""
        quiet = self.playbook.quiet
        if quiet is None and self.playbook.purpose == "marketing":
            quiet = usual
        if quiet is None:
            return None
        begins, ends = (None if one is None else read_clock(one) for one in (quiet.from_, quiet.until))
        where = zone if quiet.zone is None else ZoneInfo(quiet.zone)
        return QuietHours(begins, ends, quiet.days or (), where)


@dataclass(frozen=True, slots=True)
class Run:
    """What a playbook does, or does not do, about one occurrence.

    ``says`` is what happened, ``why`` how it stands with it. While it is running ``place`` is the next move
    and ``due_us`` when that is; ``waiting_us`` since when it waits for something to happen. ``term_us`` is
    when the term ends, of renewals.
    """

    playbook: str
    version: int
    subject: str
    key: str
    says: str
    since_us: int
    status: Status
    why: str
    place: int = 0
    due_us: int | None = None
    waiting_us: int | None = None
    term_us: int | None = None
    ended_us: int | None = None
    reason: Refused = ""

    @property
    def name(self) -> tuple[str, str, str]:
        """What tells it from all other runs: there is one per playbook, subject and occurrence."""
        return self.playbook, self.subject, self.key

    @property
    def is_started(self) -> bool:
        """Whether it is or was a run that did something, or could have."""
        return self.status not in ("refused", "held out")


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that should be done, once: ``key`` is the same whenever it is decided again.

    ``person`` is to whom, of messages; ``values`` what its words show.
    """

    key: str
    playbook: str
    version: int
    subject: str
    occurrence: str
    move: str
    kind: str
    person: str | None
    at_us: int
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A move that was due and is not done, and why. ``limit`` is whether a limit of messages was the reason,
    ``lacks`` whether a value was that nobody knows."""

    playbook: str
    version: int
    subject: str
    occurrence: str
    move: str
    person: str | None
    at_us: int
    why: str
    limit: bool = False
    lacks: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """What is known from before: the runs, when each person got messages, how far each playbook has looked
    (``seen_us``), and which have stopped and ask."""

    runs: tuple[Run, ...] = ()
    sent: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    seen_us: Mapping[str, int] = field(default_factory=dict)
    asking: Mapping[str, str] = field(default_factory=dict)


def effect_key(
    playbook: str, version: int, subject: str, occurrence: str, move: str, person: str | None
) -> str:
    """The key of an effect, as a word of fixed length: no receiver learns from it who it is about.

    >>> effect_key("a", 1, "x", "y", "m", None) == effect_key("a", 1, "x", "y", "m", None)
    True
    >>> effect_key("a", 1, "x", "y", "m", None) == effect_key("a", 1, "xy", "", "m", None)
    False
    """
    parts = (playbook, str(version), subject, occurrence, move, person or "")
    said = b"".join(len(raw).to_bytes(4, "big") + raw for raw in (part.encode() for part in parts))
    return blake2b(said, digest_size=20).hexdigest()


def effect_of(
    run: Run, move: str, kind: str, person: str | None, at_us: int, values: tuple[tuple[str, str], ...]
) -> Effect:
    """What a move of a run should do, under its key; ``person`` is to whom, of messages."""
    key = effect_key(run.playbook, run.version, run.subject, run.key, move, person)
    return Effect(key, run.playbook, run.version, run.subject, run.key, move, kind, person, at_us, values)


def is_held_out(playbook: Playbook, subject: str) -> bool:
    """Whether somebody is left alone, so that one can see what the playbook changes: always the same ones,
    whatever the version.

    The share is of all possible subjects: it is a hash, no count.
    """
    if not playbook.hold_out:
        return False
    mark = blake2b(f"{playbook.id}\0{playbook.of}\0{subject}".encode(), digest_size=8).digest()
    return int.from_bytes(mark, "big") / 2**64 < playbook.hold_out
