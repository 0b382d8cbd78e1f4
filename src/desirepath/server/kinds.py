"""What can go wrong at the server."""

from typing import Final

from desirepath.base.problem import Kind

NOT_SIGNED_IN: Final = Kind(
    "DP-SRV-001",
    "error",
    "not signed in",
    "the workspace answers only people and programs it knows",
    "sign in, or send a personal token: Authorization: Bearer ...",
)
NOT_ALLOWED: Final = Kind(
    "DP-SRV-002",
    "error",
    "this needs another role",
    "a role says what somebody may do in the workspace and on one map",
    "ask an owner of the workspace for the role",
)
NOT_FOUND: Final = Kind(
    "DP-SRV-003",
    "error",
    "there is nothing of this name, or it is not yours to see",
    "a link may be old, or a map may be shared with others only",
    "look at the list it should be in",
)
BAD_REQUEST: Final = Kind(
    "DP-SRV-004",
    "error",
    "the request cannot be understood",
    "what arrives is checked before anything is done",
    "compare it with the API's description at /api/v1/docs",
)
TOO_MANY: Final = Kind(
    "DP-SRV-005",
    "error",
    "too many requests",
    "limits keep the workspace usable, and passwords hard to guess",
    "wait as long as Retry-After says, then try again",
)
CONFLICT: Final = Kind(
    "DP-SRV-006",
    "error",
    "this is not how it stands any more",
    "somebody else was faster, or it is there already",
    "read it again, then decide",
)
TOO_LARGE: Final = Kind(
    "DP-SRV-007",
    "error",
    "the request is too large",
    "memory is bounded",
    "send less at once",
)
WORKSPACE_SERVED: Final = Kind(
    "DP-SRV-008",
    "error",
    "another server serves this workspace",
    "two servers on one workspace would give two orders to one history",
    "stop the other one, or serve another folder",
)
BAD_SERVER_SETTING: Final = Kind(
    "DP-SRV-009",
    "error",
    "[server] in desirepath.toml has a setting that cannot be used",
    "the server would not do what was meant",
    "correct the setting, then `desirepath serve --check`",
)
NO_SUCH_WORKSPACE: Final = Kind(
    "DP-SRV-010",
    "error",
    "there is no workspace here",
    "a command looked for one and found none",
    "start one: desirepath serve --workspace DIR",
)
PORT_TAKEN: Final = Kind(
    "DP-SRV-011",
    "error",
    "the address is taken",
    "another program listens there",
    "choose another with --port, or stop the other program",
)
BROKEN: Final = Kind(
    "DP-SRV-012",
    "error",
    "something broke on our side",
    "this is a mistake in Desirepath, not in the request",
    "nothing of the request was kept; try again, and report it with the request's id",
)
DISK_FULL: Final = Kind(
    "DP-SRV-013",
    "error",
    "the workspace's disk takes no more",
    "what is kept must be safe; this is not, and nothing of it was kept",
    "make room on the disk of the workspace, then try again",
)

KINDS: Final[tuple[Kind, ...]] = (
    NOT_SIGNED_IN,
    NOT_ALLOWED,
    NOT_FOUND,
    BAD_REQUEST,
    TOO_MANY,
    CONFLICT,
    TOO_LARGE,
    WORKSPACE_SERVED,
    BAD_SERVER_SETTING,
    NO_SUCH_WORKSPACE,
    PORT_TAKEN,
    BROKEN,
    DISK_FULL,
)
