"""What can go wrong with what comes in."""

from typing import Final

from desirepath.base.problem import Kind

UNKNOWN_KEY: Final = Kind(
    "DP-INT-001",
    "error",
    "the write key is not, or no longer, valid",
    "only what shows a key of this workspace may add events to it",
    "copy a key from the Data page; a client sends it as the user of basic auth, or as writeKey",
)
WRONG_PLACE: Final = Kind(
    "DP-INT-002",
    "error",
    "the write key may not be used here",
    "a key says whether it is for browsers or servers, and from which pages",
    "add the page to the key's origins, or make a key for this place",
)
UNREADABLE: Final = Kind(
    "DP-INT-003",
    "error",
    "what was sent cannot be read",
    "events are JSON in UTF-8, plain or gzip",
    "compare it with docs/guide/live.md",
)
TOO_LARGE: Final = Kind(
    "DP-INT-004",
    "error",
    "too much at once",
    "memory is bounded: a request has at most 500 KB and 2,500 events, an event 32 KB",
    "send it in several requests",
)
NOT_AN_EVENT: Final = Kind(
    "DP-INT-005",
    "error",
    "this is no event",
    "an event is an object that says what it is",
    "compare it with docs/guide/live.md",
)
SLOW_DOWN: Final = Kind(
    "DP-INT-006",
    "error",
    "too many events a second",
    "one sender must not keep out the others",
    "wait as long as Retry-After says; raise the connection's limit where it should send more",
)
OVERLOADED: Final = Kind(
    "DP-INT-007",
    "error",
    "more comes in than can be stored just now",
    "what is acknowledged must be safe, so more is not taken",
    "wait as long as Retry-After says and send it again; clients do that by themselves",
)
NOT_WRITTEN: Final = Kind(
    "DP-INT-008",
    "error",
    "the events could not be written to the disk",
    "what is acknowledged must be safe; these are not",
    "send them again later; look at the free space of the workspace's disk",
)
NO_SUCH_HOOK: Final = Kind(
    "DP-INT-009",
    "error",
    "nothing comes in at this address",
    "each connection has an address of its own",
    "copy the address from the Data page",
)
BAD_SIGNATURE: Final = Kind(
    "DP-INT-010",
    "error",
    "the signature is missing or wrong",
    "anybody can post to an address; the signature proves who did",
    "copy the tool's secret to the connection on the Data page once more",
)
TOO_OLD: Final = Kind(
    "DP-INT-011",
    "error",
    "it was signed too long ago, or in the future",
    "what somebody overheard must not be sent once more",
    "look at the clocks of both machines; the tool signs anew when it sends again",
)
PAUSED: Final = Kind(
    "DP-INT-012",
    "error",
    "the connection is paused",
    "somebody paused it on the Data page",
    "resume it there",
)
SUPPRESSED: Final = Kind(
    "DP-INT-013",
    "error",
    "somebody in it must not be stored again",
    "this person was erased or suppressed on request",
    "nothing is to be done",
)
SECRET_LOST: Final = Kind(
    "DP-INT-014",
    "error",
    "a webhook secret cannot be read any more",
    "secrets are encrypted with the workspace's secret.key, and that is another one now",
    "enter the tool's secret once more on the Data page, or restore secret.key from a backup",
)
CANNOT_HAVE: Final = Kind(
    "DP-INT-015",
    "error",
    "a connection of this kind does not have that",
    "Segment's clients and CloudEvents show a write key; webhooks are signed with a secret",
    "see what the Data page offers for this kind",
)
TO_CONFIRM: Final = Kind(
    "DP-INT-016",
    "warning",
    "the tool asks whether the address is right",
    "some tools send nothing before somebody has confirmed the address",
    "open the address that it sent, or confirm it over there",
)

KINDS: Final[tuple[Kind, ...]] = (
    UNKNOWN_KEY,
    WRONG_PLACE,
    UNREADABLE,
    TOO_LARGE,
    NOT_AN_EVENT,
    SLOW_DOWN,
    OVERLOADED,
    NOT_WRITTEN,
    NO_SUCH_HOOK,
    BAD_SIGNATURE,
    TOO_OLD,
    PAUSED,
    SUPPRESSED,
    SECRET_LOST,
    CANNOT_HAVE,
    TO_CONFIRM,
)
