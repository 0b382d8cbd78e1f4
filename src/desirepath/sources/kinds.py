"""The problems of files that are brought in."""

from __future__ import annotations

from desirepath.base.problem import Kind

NO_FILE = Kind(
    "DP-SRC-001",
    "error",
    "there is no such file, or it may not be read",
    "Nothing was imported from it.",
    "name a file that exists and that you may read",
)
EMPTY_FILE = Kind(
    "DP-SRC-002",
    "error",
    "the file is empty",
    "An export that should hold something went wrong.",
    "export it again",
)
UNREADABLE = Kind(
    "DP-SRC-003",
    "error",
    "the file is not something that can be read",
    "Reading it as text would fill the log with garbage.",
    "save it as UTF-8 text (CSV, JSON lines, XES; also compressed with gzip), Parquet or XLSX",
)
CUT_OFF = Kind(
    "DP-SRC-004",
    "error",
    "the file ends in the middle, or is damaged",
    "The rest is missing, and nobody could tell how much.",
    "fetch or export it again; nothing of it was stored",
)
UNKNOWN_SHAPE = Kind(
    "DP-SRC-005",
    "error",
    "the file's columns have no meaning yet",
    "Somebody has to say which column is the customer, and which the time.",
    "write a mapping and name it with --mapping",
)
BAD_MAPPING = Kind(
    "DP-SRC-006",
    "error",
    "the mapping cannot be used",
    "A wrong mapping would turn every row into something that did not happen.",
    "mend the named line of the mapping",
)
ALL_REFUSED = Kind(
    "DP-SRC-007",
    "error",
    "not one row of the file could be used",
    "That is nearly always one cause: a wrong format of dates, a wrong mapping.",
    "look at the reason, mend the mapping or the rejects file, and import again",
)
BAD_TABLE = Kind(
    "DP-SRC-008",
    "error",
    "the table's header cannot be used",
    "Columns are known by their names, so each needs one of its own.",
    "mend the header, or declare the delimiter in the mapping",
)
NOT_JSON = Kind(
    "DP-SRC-011",
    "error",
    "a line is not JSON",
    "Each line is one fact: {...}.",
    "mend the line",
)
TWICE = Kind(
    "DP-SRC-018",
    "error",
    "a line says one thing twice",
    "JSON keeps the last of two values with one name; which of them happened, nobody could tell.",
    "leave one of the two out",
)
HUGE_LINE = Kind(
    "DP-SRC-012",
    "error",
    "a line is longer than 16 MB",
    "No interaction is that long; most likely line ends are missing.",
    "split it into lines",
)
BAD_ROW = Kind(
    "DP-SRC-013",
    "error",
    "a row does not fit the table",
    "A delimiter too many moves every later cell into the wrong column.",
    "quote cells that hold the delimiter",
)
BAD_CELL = Kind(
    "DP-SRC-014",
    "error",
    "a cell cannot be read as the mapping says",
    "A guess here would be a wrong fact.",
    "mend the cell or the mapping",
)
BAD_CELL_TIME = Kind(
    "DP-SRC-015",
    "error",
    "a date is ambiguous or not in the declared format",
    "03/04 is March in one country and April in another, and 9:00 is another moment in each zone.",
    "declare format and zone of the column in the mapping",
)
UNKNOWN_VALUE = Kind(
    "DP-SRC-016",
    "error",
    "the mapping does not say what a value stands for",
    "A new status in the tool would otherwise vanish without anybody noticing.",
    'add it to the map, or say otherwise = "keep" or "skip"',
)
BAD_TRACE = Kind(
    "DP-SRC-017",
    "error",
    "an event lacks what XES says it has",
    "Without case, name and time an event has no place.",
    "mend the event",
)
BAD_OCEL = Kind(
    "DP-SRC-019",
    "error",
    "an event or object lacks what OCEL says it has",
    "Without id, type and time, or with a relation to nothing, it has no place.",
    "mend the event or the object",
)
SEVERAL_OBJECTS = Kind(
    "DP-SRC-022",
    "warning",
    "events relate to several objects of one type",
    "An interaction has one object of each type, so that it belongs to one journey.",
    "nothing is lost; translate the file with a mapping of your own where another one should come first",
)
NO_SUCH_MAPPING = Kind(
    "DP-SRC-031",
    "error",
    "there is no such mapping",
    "A mapping is a file of yours, or the name of one that comes with Desirepath.",
    "desirepath import --list names them",
)
NO_MEANING = Kind(
    "DP-SRC-032",
    "error",
    "a tool's record has no meaning yet",
    "It was not thrown away: nothing is lost in silence.",
    "leave it among the rejects, or translate it with a mapping of your own",
)
SHEET_UNKNOWN = Kind(
    "DP-SRC-009",
    "error",
    "nobody has said which sheet of the workbook is meant",
    "A wrong sheet would be a wrong table.",
    'say sheet = "..." in the mapping',
)
RESERVED_INCOMPLETE = Kind(
    "DP-SRC-021",
    "warning",
    "a reserved activity lacks something that measures need",
    "The interaction is kept, and the measures that need what is missing leave it out.",
    "add it to the export or the mapping",
)
SAME_ELSEWHERE = Kind(
    "DP-SRC-025",
    "error",
    "the log has these rows already, from a source of another name",
    "A fact is known by its source and key: what two sources hold is two facts, and counts twice.",
    "name the source with --as",
)
NO_TABLE_BESIDE = Kind(
    "DP-SRC-024",
    "warning",
    "a table that says more about the rows is not beside the file",
    "Who asked, or what it cost, stands in another table of the tool; the facts are kept without it.",
    "export the other table into the same folder before the first import",
)
TOTAL = Kind(
    "DP-SRC-026",
    "warning",
    "a line is the total of its table, or a note below it",
    "It sums up what happened, and is nothing that happened itself.",
    "nothing is lost: the rows that it sums up are there",
)
KINDS = (
    NO_FILE,
    EMPTY_FILE,
    UNREADABLE,
    CUT_OFF,
    UNKNOWN_SHAPE,
    BAD_MAPPING,
    ALL_REFUSED,
    BAD_TABLE,
    SHEET_UNKNOWN,
    NOT_JSON,
    TWICE,
    HUGE_LINE,
    BAD_ROW,
    BAD_CELL,
    BAD_CELL_TIME,
    UNKNOWN_VALUE,
    BAD_TRACE,
    BAD_OCEL,
    SEVERAL_OBJECTS,
    NO_SUCH_MAPPING,
    NO_MEANING,
    RESERVED_INCOMPLETE,
    SAME_ELSEWHERE,
    NO_TABLE_BESIDE,
    TOTAL,
)
