"""The problems the log knows."""

from __future__ import annotations

from desirepath.base.problem import Kind

NO_LOG = Kind(
    "DP-LOG-001",
    "error",
    "there is no log here",
    "Reading needs a folder that an import has made.",
    "import something into it first: desirepath import FILE --log DIR",
)
LOG_BUSY = Kind(
    "DP-LOG-002",
    "error",
    "somebody else is writing to this log",
    "One writer at a time keeps every fact stored exactly once.",
    "wait until the other one has finished, or stop it",
)
OPENED_FOR_READING = Kind(
    "DP-LOG-003",
    "error",
    "this log was opened for reading",
    "Only the holder of the writer's lock may add facts.",
    "open it with create_log(path)",
)
NEWER_FORMAT = Kind(
    "DP-LOG-004",
    "error",
    "this log was written by a newer Desirepath",
    "An older version could misread it.",
    "install the newer version",
)
DAMAGED = Kind(
    "DP-LOG-005",
    "error",
    "a file of the log is damaged or missing",
    "The log only trusts files it has written itself and that are complete.",
    "restore the folder from a backup",
)
CANNOT_WRITE = Kind(
    "DP-LOG-006",
    "error",
    "the log cannot be written",
    "The disk is full, or the folder may not be written to.",
    "make room or allow writing, then do it again: nothing is stored twice",
)
BAD_FACT = Kind(
    "DP-LOG-007",
    "error",
    "a fact cannot be stored as it is",
    "The log keeps only facts that every reader understands.",
    "mend the fact and append it again",
)
BAD_SETTINGS = Kind(
    "DP-LOG-008",
    "error",
    "desirepath.toml has a setting that cannot be used",
    "The settings say how dates and money are to be read.",
    "mend the named setting",
)
CANNOT_READ = Kind(
    "DP-LOG-009",
    "error",
    "a file of the log may not be read",
    "A permission is missing, or a folder lies where a file should be.",
    "allow reading it, or move away what lies in its place",
)
NOT_KNOWN = Kind(
    "DP-LOG-010",
    "error",
    "nobody of that id is known",
    "The log holds no fact of it, or only facts from after the date that was asked for.",
    "check the type and the id: desirepath log sql 'select distinct customer from interactions'",
)
UNKNOWN_FIELD = Kind(
    "DP-LOG-011",
    "error",
    "a row has a field that a fact does not have",
    "A misspelt field would be lost without anybody noticing.",
    "rename it, or put it under properties",
)
MISSING_FIELD = Kind(
    "DP-LOG-012",
    "error",
    "a row lacks something that every fact needs",
    "Without it nobody can say what happened, or when.",
    "fill it in",
)
WRONG_TYPE = Kind(
    "DP-LOG-013",
    "error",
    "a value is not of the kind its field holds",
    "A text where a number belongs would be read differently by every measure.",
    "write it as the message says",
)
BAD_TIME = Kind(
    "DP-LOG-014",
    "error",
    "a time cannot be placed",
    "Everything is ordered by time; a time without a zone could be any of 24 hours.",
    "write it as 2026-01-31T12:00:00Z, or with an offset such as +02:00",
)
BAD_SCORE = Kind(
    "DP-LOG-015",
    "error",
    "a score does not lie on its scale",
    "A 9 on a scale of 1..5 means that one of the two is wrong.",
    "mend the score or the scale",
)
BAD_AMOUNT = Kind(
    "DP-LOG-016",
    "error",
    "an amount of money cannot be kept exactly",
    "Money is kept to nine decimals and never as a rounded number.",
    "write it as a decimal number such as 49.90",
)
TOO_DEEP = Kind(
    "DP-LOG-017",
    "error",
    "properties are nested too deeply, or are not JSON",
    "Nobody can ask for a value so far down.",
    "flatten them",
)
TWO_IDS = Kind(
    "DP-LOG-018",
    "error",
    "a row names two objects of one type",
    "An interaction has one customer, one account, one ticket.",
    "leave one of the two out",
)
BAD_QUESTION = Kind(
    "DP-LOG-019",
    "error",
    "the question cannot be answered",
    "One SELECT over the views interactions, traits, identities and contexts; no files, no network.",
    "mend the SQL as the message says",
)
BAD_SUBJECT = Kind(
    "DP-LOG-020",
    "error",
    "that names no subject",
    "A subject is an id, of a customer unless it says of what.",
    "write it as u1, or as account:acme",
)
KINDS = (
    CANNOT_READ,
    NOT_KNOWN,
    BAD_QUESTION,
    BAD_SUBJECT,
    NO_LOG,
    LOG_BUSY,
    OPENED_FOR_READING,
    NEWER_FORMAT,
    DAMAGED,
    CANNOT_WRITE,
    BAD_FACT,
    BAD_SETTINGS,
    UNKNOWN_FIELD,
    MISSING_FIELD,
    WRONG_TYPE,
    BAD_TIME,
    BAD_SCORE,
    BAD_AMOUNT,
    TOO_DEEP,
    TWO_IDS,
)
