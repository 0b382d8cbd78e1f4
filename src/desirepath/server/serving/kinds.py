"""What can go wrong at running a server, a backup or a restore."""

from typing import Final

from desirepath.base.problem import Kind

OPEN_WITHOUT_TLS: Final = Kind(
    "DP-OPS-001",
    "warning",
    "others can reach the server, and what they send is not encrypted",
    "passwords and customers' words can be read on their way",
    'put a TLS proxy in front and set url = "https://..." in [server]; see the operators\' guide',
)
NO_WORKERS: Final = Kind(
    "DP-OPS-002",
    "warning",
    "no jobs are run here",
    "nothing is measured, backed up or sent until somebody runs them",
    "set workers in [server], or run `desirepath work`",
)
WORK_NEEDS_POSTGRESQL: Final = Kind(
    "DP-OPS-003",
    "error",
    "separate workers need PostgreSQL",
    "SQLite is for one process; in it the server runs the jobs itself",
    "set database in [server], or let the server run the jobs",
)
DATABASE_NOT_READY: Final = Kind(
    "DP-OPS-004",
    "error",
    "the database cannot be used",
    "people, maps and edits are in it",
    "see that it runs, that the address in [server] is right, and that the tables are ours",
)
NOT_WRITABLE: Final = Kind(
    "DP-OPS-005",
    "error",
    "the workspace cannot be written",
    "edits and facts could not be kept",
    "give the folder to the user who runs the server",
)
BACKUP_BAD: Final = Kind(
    "DP-OPS-006",
    "error",
    "this is no backup that can be trusted",
    "a workspace restored from it would not be the one that was saved",
    "take another backup",
)
NOT_EMPTY: Final = Kind(
    "DP-OPS-007",
    "error",
    "there is something here already",
    "a restore never mixes with, or replaces, what is there",
    "restore into a folder (and a database) that is empty",
)
BACKUP_FAILED: Final = Kind(
    "DP-OPS-008",
    "error",
    "the backup could not be written",
    "there would be nothing to restore from",
    "see that the disk has room, then try again; nothing half-written is left",
)
NEWER_BACKUP: Final = Kind(
    "DP-OPS-009",
    "error",
    "this backup was made by a newer Desirepath",
    "its tables are not known here",
    "upgrade Desirepath, then restore",
)
OTHER_TABLES: Final = Kind(
    "DP-OPS-010",
    "error",
    "the tables are of another Desirepath",
    "what this one reads and writes is not in them",
    "run the Desirepath that made the workspace, or restore a backup with this one",
)

KINDS: Final[tuple[Kind, ...]] = (
    OPEN_WITHOUT_TLS,
    NO_WORKERS,
    WORK_NEEDS_POSTGRESQL,
    DATABASE_NOT_READY,
    NOT_WRITABLE,
    BACKUP_BAD,
    NOT_EMPTY,
    BACKUP_FAILED,
    NEWER_BACKUP,
    OTHER_TABLES,
)
