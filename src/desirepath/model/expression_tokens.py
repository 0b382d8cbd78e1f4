"""The words of an expression: names, numbers, texts and marks, each with its place."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final, Literal, cast

from desirepath.base.problem import DesirepathError, Kind
from desirepath.model import kinds

KEY: Final = r"[^\W\d][\w-]*(?:\.\w[\w-]*)*"
PLAIN_KEY: Final = re.compile(KEY)
_TOKEN: Final = re.compile(
    rf"""
      (?P<space>\s+)
    | (?P<name>{KEY})
    | (?P<number>[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(?![\w.])
    | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<key>`[^`]*`)
    | (?P<mark>===|[=!<>]=|<>|=>|=<|&&|\|\||[<>()\[\],.=!&|])
    """,
    re.VERBOSE | re.DOTALL,
)

TokenType = Literal["name", "number", "text", "key", "mark", "end"]


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the text; ``start`` is its index. The last one, of type ``end``, is empty."""

    type: TokenType
    text: str
    start: int


def wrong_at(kind: Kind, text: str, index: int, says: str, fix: str = "") -> DesirepathError:
    """The error that points to an index of the text, by line and column (from 1)."""
    line = text.count("\n", 0, index) + 1
    column = index - (text.rfind("\n", 0, index) + 1) + 1
    return DesirepathError(kind.at(says=says, fix=fix, line=line, column=column))


def read_tokens(text: str) -> list[Token]:
    """The words of the text, and one that ends them. Raises DP-EXPR-001 where something is none."""
    tokens, index = [], 0
    while index < len(text):
        match = _TOKEN.match(text, index)
        if match is None:
            raise _unreadable(text, index)
        if match.lastgroup != "space":
            tokens.append(Token(cast(TokenType, match.lastgroup), match.group(), index))
        index = match.end()
    tokens.append(Token("end", "", len(text)))
    return tokens


def _unreadable(text: str, index: int) -> DesirepathError:
    character = text[index]
    if character in "\"'`":
        return wrong_at(
            kinds.EXPRESSION_SYNTAX,
            text,
            index,
            f"the quote {character} is opened and never closed",
            f"close it with another {character}",
        )
    if character in "“”„‘’«»":
        return wrong_at(
            kinds.EXPRESSION_SYNTAX,
            text,
            index,
            f"{character} is a typographer's quote",
            'write straight quotes: "text"',
        )
    if character.isdigit() or character in "+-":
        return wrong_at(
            kinds.EXPRESSION_SYNTAX,
            text,
            index,
            "this is not a number",
            "write a number like 3 or 0.5, or a text in quotes",
        )
    return wrong_at(kinds.EXPRESSION_SYNTAX, text, index, f"{character!r} means nothing here", "take it out")


def unquote(text: str) -> str:
    """A quoted text's content: ``\\n``, ``\\t``, ``\\uXXXX`` as in JSON, else what follows the backslash."""

    def read(match: re.Match[str]) -> str:
        escape = match.group(1)
        if len(escape) == 5:
            return chr(int(escape[1:], 16))
        return {"n": "\n", "t": "\t", "r": "\r"}.get(escape, escape)

    unquoted = re.sub(r"\\(u[0-9a-fA-F]{4}|.)", read, text[1:-1], flags=re.DOTALL)
    return unquoted.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def quote(text: str) -> str:
    """A text in quotes, as :func:`unquote` reads it."""
    quoted = json.dumps(text, ensure_ascii=False)
    return (
        quoted.replace("\\b", "\\u0008").replace("\\f", "\\u000c")
        if "\\b" in quoted or "\\f" in quoted
        else quoted
    )
