"""The problems that reading a map, a persona or an expression can find. What lint finds is listed in its own
room."""

from __future__ import annotations

from desirepath.base.problem import Kind

FILE_UNREADABLE = Kind(
    "DP-MAP-001",
    "error",
    "the file cannot be read",
    "It is not there, is a folder, or may not be opened.",
    "check the path",
)
NOT_UTF8 = Kind(
    "DP-MAP-002",
    "error",
    "the file is not UTF-8 text",
    "A map is kept in one encoding, so that it reads the same on every machine.",
    "save it as UTF-8 in your editor",
)
FORBIDDEN_CHARACTER = Kind(
    "DP-MAP-003",
    "error",
    "a character that is no text",
    "Control characters are invisible, and other programs stop at them.",
    "delete it",
)
YAML_SYNTAX = Kind(
    "DP-MAP-004",
    "error",
    "this is not YAML",
    "The lines cannot be read as keys and values.",
    "check the indentation, colons and quotes of this line and the one above",
)
TOO_LARGE = Kind(
    "DP-MAP-005",
    "error",
    "the file is too large",
    "A map of people's words stays far below 5 MB; larger files are usually something else.",
    "name the map's own file, and keep pictures in files beside it",
)
TOO_DEEP = Kind(
    "DP-MAP-006",
    "error",
    "the file is nested too deep",
    "Nothing in a map needs more than a dozen levels; endless nesting is how a file attacks its reader.",
    "take levels out",
)
MANY_DOCUMENTS = Kind(
    "DP-MAP-007",
    "error",
    "several documents in one file",
    "One file holds one map, so that its name says which.",
    "put what follows the line --- into a file of its own",
)
ANCHOR = Kind(
    "DP-MAP-008",
    "error",
    "an anchor, an alias or a merge key",
    "What is shared by reference changes in two places at once, and can grow without end when read.",
    "write the value out in both places",
)
TAG = Kind(
    "DP-MAP-009",
    "error",
    "a YAML tag",
    "A tag asks the reader to make something else than plain text, numbers, lists and mappings of it.",
    "take out the word that begins with !, or put the text in quotes",
)
DUPLICATE_KEY = Kind(
    "DP-MAP-010",
    "error",
    "a key is written twice",
    "Only one of the two values could be kept, and nobody could say which.",
    "keep one of them",
)
KEY_NOT_TEXT = Kind(
    "DP-MAP-011",
    "error",
    "a key that is not a text",
    "Keys are names.",
    "put the key in quotes",
)
NUMBER = Kind(
    "DP-MAP-012",
    "error",
    "not a number that can be kept",
    "Infinity, not-a-number and numbers beyond what computers keep exactly cannot be measured with.",
    "write an ordinary number, or put it in quotes if it is a name",
)
NOT_A_MAPPING = Kind(
    "DP-MAP-013",
    "error",
    "the file does not hold a mapping",
    "A map begins with lines of key: value.",
    "begin with format: desirepath/1",
)
DUPLICATE_ID = Kind(
    "DP-MAP-014",
    "error",
    "an id is used twice",
    "An id names one thing: links, edits and numbers would go to the wrong one.",
    "give one another id",
)
UNKNOWN_FIELD = Kind(
    "DP-MAP-015",
    "error",
    "an unknown field",
    "A misspelt field would be ignored in silence.",
    'correct its name, or begin it with "x-" to keep something of your own',
)
MISSING_FIELD = Kind(
    "DP-MAP-016",
    "error",
    "a required field is missing",
    "Without it the map cannot be read.",
    "add it",
)
EMPTY_VALUE = Kind(
    "DP-MAP-017",
    "error",
    "a key without a value",
    "Nobody can tell whether something was forgotten here.",
    "write a value, or delete the key: what is not known is left out",
)
WRONG_TYPE = Kind(
    "DP-MAP-018",
    "error",
    "another type of value is meant here",
    "A text, a number, a list and a mapping are read differently.",
    "write it in the form that the message shows",
)
WRONG_FORM = Kind(
    "DP-MAP-019",
    "error",
    "a text in the wrong form",
    "Ids, lengths of time and days are written in one way, so that everybody reads them alike.",
    "write it in the form that the message shows",
)
OUT_OF_RANGE = Kind(
    "DP-MAP-020",
    "error",
    "a number outside its range",
    "Numbers on a map have a scale; outside it they mean nothing.",
    "choose a number on the scale",
)
UNKNOWN_WORD = Kind(
    "DP-MAP-021",
    "error",
    "a word that is not one of those known here",
    "Only these words have a meaning here.",
    "choose one of the words that the message lists",
)
FORMAT_UNKNOWN = Kind(
    "DP-MAP-022",
    "error",
    "the format is not known",
    "The first line says how to read the rest.",
    "write format: desirepath/1",
)
FORMAT_NEWER = Kind(
    "DP-MAP-023",
    "error",
    "the format is newer than this program",
    "A newer Desirepath wrote this file; reading it halfway would lose what is new in it.",
    "update Desirepath",
)
TWO_PERSONAS = Kind(
    "DP-MAP-024",
    "error",
    "more than one persona on a map",
    "Two kinds of customers live two journeys; one map of both is true for neither.",
    "one persona per map; draw a second map",
)

EXPRESSION_SYNTAX = Kind(
    "DP-EXPR-001",
    "error",
    "the expression cannot be read",
    "An expression is made of comparisons joined by and, or, not.",
    'write comparisons like traits.plan == "pro" and score < 3',
)
EXPRESSION_VALUE = Kind(
    "DP-EXPR-002",
    "error",
    "a value is missing or of the wrong type",
    'A name is compared with a "text", a number, true, false or null.',
    "put texts in quotes",
)
EXPRESSION_NAME = Kind(
    "DP-EXPR-003",
    "error",
    "an unknown name",
    "Only the fields of an interaction, its properties and the customer's traits can be compared.",
    "write a field's name, properties.x or traits.x",
)
EXPRESSION_TOO_LONG = Kind(
    "DP-EXPR-004",
    "error",
    "the expression is too long",
    "So long an expression is read by nobody.",
    'shorten it; lists of values are written with "in"',
)
EXPRESSION_TOO_DEEP = Kind(
    "DP-EXPR-005",
    "error",
    "the expression is nested too deep",
    "Endless nesting is how an expression attacks its reader.",
    "take brackets out",
)

KINDS = (
    FILE_UNREADABLE,
    NOT_UTF8,
    FORBIDDEN_CHARACTER,
    YAML_SYNTAX,
    TOO_LARGE,
    TOO_DEEP,
    MANY_DOCUMENTS,
    ANCHOR,
    TAG,
    DUPLICATE_KEY,
    KEY_NOT_TEXT,
    NUMBER,
    NOT_A_MAPPING,
    DUPLICATE_ID,
    UNKNOWN_FIELD,
    MISSING_FIELD,
    EMPTY_VALUE,
    WRONG_TYPE,
    WRONG_FORM,
    OUT_OF_RANGE,
    UNKNOWN_WORD,
    FORMAT_UNKNOWN,
    FORMAT_NEWER,
    TWO_PERSONAS,
    EXPRESSION_SYNTAX,
    EXPRESSION_VALUE,
    EXPRESSION_NAME,
    EXPRESSION_TOO_LONG,
    EXPRESSION_TOO_DEEP,
)
