"""The problems of commands that talk to a workspace over HTTP."""

from __future__ import annotations

from desirepath.base.problem import Kind

NOT_A_SERVER = Kind(
    "DP-CLI-020",
    "error",
    "not the address of a workspace",
    "A workspace is reached at an https:// address (http:// only on your own machine).",
    "write --server https://maps.example.com",
)
NO_SERVER = Kind(
    "DP-CLI-021",
    "error",
    "the workspace cannot be reached",
    "The network, the server or its certificate is in the way. Nothing is half-done.",
    "try again; what was sent already is not done twice",
)
SERVER_REFUSED = Kind(
    "DP-CLI-022",
    "error",
    "this does not answer like a workspace",
    "Perhaps the address belongs to something else, or a proxy answers in its place.",
    "open the address in a browser and compare",
)
WRONG_SERVER_ANSWER = Kind(
    "DP-CLI-023",
    "error",
    "the answer cannot be read",
    "The server is of another version, or something else answers in its place.",
    "update desirepath here or there",
)
NO_TOKEN = Kind(
    "DP-CLI-024",
    "error",
    "there is no token for this workspace",
    "A program shows a personal token instead of a password. It is never given on the command line, where "
    "others could read it.",
    "make one in the workspace under your account, then: desirepath login --server URL",
)
BAD_SYNC_STATE = Kind(
    "DP-CLI-025",
    "error",
    "what this folder remembers of its workspace cannot be read",
    "Without it nobody knows which version the files here were made from.",
    "take .desirepath/workspace.json back from git",
)
BOTH_CHANGED = Kind(
    "DP-CLI-026",
    "error",
    "the same was changed here and in the workspace",
    "Nothing is chosen for you, and nothing was overwritten.",
    "decide: desirepath pull --keep here, or --keep workspace",
)
OTHER_SERVER = Kind(
    "DP-CLI-027",
    "error",
    "this folder belongs to another workspace",
    "Versions of one workspace mean nothing in another.",
    "leave --server out, or use another folder",
)
NOT_FROM_HERE = Kind(
    "DP-CLI-028",
    "error",
    "the workspace has one of this id, which this file was not made from",
    "Nobody knows what changed between the two.",
    "move the file away, pull, and put your changes into the file that comes",
)

KINDS = (
    NOT_A_SERVER,
    NO_SERVER,
    SERVER_REFUSED,
    WRONG_SERVER_ANSWER,
    NO_TOKEN,
    BAD_SYNC_STATE,
    BOTH_CHANGED,
    OTHER_SERVER,
    NOT_FROM_HERE,
)
