"""Reads expressions: ``traits.plan == "pro" and score < 3``. The grammar is in
:mod:`desirepath.model.expression`; this is a hand-written descent through it, which lets every error say in
which column it is and what would work.
"""

from __future__ import annotations

import math
import re
from typing import Final, Literal, cast

from desirepath.base.nearest import nearest
from desirepath.base.problem import DesirepathError, Kind
from desirepath.model import kinds
from desirepath.model.expression import (
    ALWAYS,
    FIELDS,
    NEVER,
    And,
    Compare,
    Contains,
    Expression,
    Name,
    Not,
    OneOf,
    Operator,
    Or,
    Value,
)
from desirepath.model.expression_tokens import Token, read_tokens, unquote, wrong_at
from desirepath.model.expression_writer import format_expression, write_value

__all__ = ["format_expression", "parse_expression"]

MAX_LENGTH: Final = 10_000
MAX_DEPTH: Final = 50

OPERATORS: Final = ("==", "!=", "<", "<=", ">", ">=")
_LITERAL_WORDS: Final[dict[str, Value]] = {"true": True, "false": False, "null": None}
_WORDS: Final = ("and", "or", "not", "in", "contains", "always", "never", *_LITERAL_WORDS)
_SLIPS: Final = {
    "=": "write == to compare",
    "===": "write == to compare",
    "<>": "write != for different",
    "=>": "write >= for at least",
    "=<": "write <= for at most",
    "&&": "write and",
    "&": "write and",
    "||": "write or",
    "|": "write or",
    "!": "write not",
}


def parse_expression(text: str) -> Expression:
    """Read an expression.

    Raises a DP-EXPR error whose line and column (from 1) point into ``text``, whatever ``text`` is.

    >>> parse_expression('traits.plan == "pro"')
    Compare(name=Name(scope='traits', key='plan'), operator='==', value='pro')
    >>> parse_expression('score < 3 or properties["first name"] contains "an"').parts[1].name.key
    'first name'
    >>> parse_expression('sore == 3')
    Traceback (most recent call last):
    desirepath.base.problem.DesirepathError: 1:1: DP-EXPR-003: there is no name "sore"; did you mean score?
    """
    if len(text) > MAX_LENGTH:
        raise wrong_at(
            kinds.EXPRESSION_TOO_LONG,
            text,
            MAX_LENGTH,
            f"the expression is longer than {MAX_LENGTH:,} characters",
        )
    return _Parser(text).parse()


class _Parser:
    """One pass over the tokens; ``_here`` is the token that comes next."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = read_tokens(text)
        self._position = 0
        self._depth = 0

    def parse(self) -> Expression:
        if len(self._tokens) == 1:
            raise self._wrong(
                kinds.EXPRESSION_SYNTAX,
                "the expression is empty",
                'write a comparison like traits.plan == "pro"',
            )
        expression = self._or()
        if not self._is_over:
            raise self._wrong_after_comparison()
        return expression

    @property
    def _is_over(self) -> bool:
        return self._here.type == "end"

    @property
    def _here(self) -> Token:
        return self._tokens[self._position]

    def _next(self) -> Token:
        token = self._here
        self._position += token.type != "end"
        return token

    def _take(self, *texts: str) -> bool:
        found = self._here.type in ("name", "mark") and self._here.text in texts
        self._position += found
        return found

    def _wrong(self, kind: Kind, says: str, fix: str = "", *, at: Token | None = None) -> DesirepathError:
        return wrong_at(kind, self._text, (at or self._here).start, says, fix)

    def _or(self) -> Expression:
        parts = [self._and()]
        while self._take("or"):
            parts.append(self._and())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self) -> Expression:
        parts = [self._not()]
        while self._take("and"):
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _not(self) -> Expression:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._wrong(
                kinds.EXPRESSION_TOO_DEEP, f"brackets and nots are nested deeper than {MAX_DEPTH}"
            )
        if self._take("not"):
            inner: Expression = Not(self._not())
        elif self._take("("):
            opened = self._tokens[self._position - 1]
            inner = self._or()
            if not self._take(")"):
                if not self._is_over:
                    raise self._wrong_after_comparison()
                raise self._wrong(kinds.EXPRESSION_SYNTAX, "this ( is never closed", "add a )", at=opened)
        elif self._take("always"):
            inner = ALWAYS
        elif self._take("never"):
            inner = NEVER
        else:
            inner = self._comparison()
        self._depth -= 1
        return inner

    def _comparison(self) -> Expression:
        name = self._name()
        token = self._here
        if self._take("not"):
            if not self._take("in"):
                raise self._wrong(
                    kinds.EXPRESSION_SYNTAX, 'after "not" comes "in"', f"write {name} not in [...]"
                )
            return Not(OneOf(name, self._values()))
        if self._take("in"):
            return OneOf(name, self._values())
        if self._take("contains"):
            part = self._here
            value = self._literal()
            if not isinstance(value, str):
                raise self._wrong(
                    kinds.EXPRESSION_VALUE,
                    '"contains" looks for a text',
                    'write it in quotes: "text"',
                    at=part,
                )
            return Contains(name, value)
        if token.type == "mark" and token.text in OPERATORS:
            self._next()
            operator, at = cast(Operator, token.text), self._here
            value = self._literal()
            if operator not in ("==", "!=") and (value is None or isinstance(value, bool)):
                raise self._wrong(
                    kinds.EXPRESSION_VALUE,
                    f"nothing is {'smaller' if '<' in operator else 'greater'} than {write_value(value)}",
                    "compare it with == or !=",
                    at=at,
                )
            return Compare(name, operator, value)
        if fix := _SLIPS.get(token.text):
            raise self._wrong(
                kinds.EXPRESSION_SYNTAX, f'"{token.text}" is not one of this language\'s words', fix
            )
        raise self._wrong(
            kinds.EXPRESSION_SYNTAX,
            f"{name} is not compared with anything",
            f'write what it must be, like {name} == "text", {name} in ["a", "b"] or {name} != null',
        )

    def _wrong_after_comparison(self) -> DesirepathError:
        token = self._here
        if fix := _SLIPS.get(token.text):
            return self._wrong(
                kinds.EXPRESSION_SYNTAX, f'"{token.text}" is not one of this language\'s words', fix
            )
        if token.type == "name" and (word := token.text.lower()) in ("and", "or"):
            return self._wrong(
                kinds.EXPRESSION_SYNTAX, f'"{token.text}" is written in small letters', f"write {word}"
            )
        if token.type == "mark" and token.text in OPERATORS:
            return self._wrong(
                kinds.EXPRESSION_SYNTAX,
                "one comparison follows another",
                'join two with "and": score > 1 and score < 5',
            )
        if token.text == ")":
            return self._wrong(kinds.EXPRESSION_SYNTAX, "this ) closes nothing", "take it out")
        return self._wrong(
            kinds.EXPRESSION_SYNTAX,
            f"{_shorten(token.text)} comes where the expression could end",
            'join with "and" or "or"',
        )

    def _name(self) -> Name:
        token = self._next()
        if token.type == "end":
            raise self._wrong(
                kinds.EXPRESSION_SYNTAX,
                "a comparison is missing here",
                'write one, like traits.plan == "pro"',
                at=token,
            )
        if token.type in ("text", "number") or token.text in _LITERAL_WORDS:
            raise self._wrong(
                kinds.EXPRESSION_SYNTAX,
                f"a comparison begins with a name, not with {_shorten(token.text)}",
                'write traits.plan == "pro"',
                at=token,
            )
        if token.type != "name" or token.text in _WORDS:
            fix = _SLIPS.get(token.text, 'write a comparison, like traits.plan == "pro"')
            raise self._wrong(
                kinds.EXPRESSION_SYNTAX, f"{_shorten(token.text)} cannot stand here", fix, at=token
            )
        scope, dot, key = token.text.partition(".")
        if scope in ("properties", "traits"):
            return Name(cast(Literal["properties", "traits"], scope), key if dot else self._key(token))
        if not dot and scope in FIELDS:
            return Name("field", scope)
        raise self._unknown_name(token)

    def _key(self, scope: Token) -> str:
        """The key in quotes after ``properties`` or ``traits``, as in ``traits["first name"]``."""
        if self._take("["):
            token = self._next()
            if token.type == "text":
                key = unquote(token.text)
                if not self._take("]"):
                    raise self._wrong(kinds.EXPRESSION_SYNTAX, "this [ is never closed", "add a ]")
                if key:
                    return key
        elif self._take("."):
            token = self._next()
            if token.type == "key" and token.text != "``":
                return token.text[1:-1]
        raise self._wrong(
            kinds.EXPRESSION_NAME,
            f'"{scope.text}" needs the name of one',
            f'write {scope.text}.plan, or {scope.text}["first name"] for a name with spaces',
            at=scope,
        )

    def _unknown_name(self, token: Token) -> DesirepathError:
        scope, dot, key = token.text.partition(".")
        says = f'there is no name "{token.text}"'
        if token.text.lower() in _WORDS:
            return self._wrong(
                kinds.EXPRESSION_SYNTAX,
                f'"{token.text}" is written in small letters',
                f"write {token.text.lower()}",
                at=token,
            )
        if dot:
            known = nearest(scope.lower(), ("properties", "traits")) or "properties"
            return self._wrong(kinds.EXPRESSION_NAME, says, f"did you mean {known}.{key}?", at=token)
        known_field = nearest(scope.lower(), (*FIELDS, "properties", "traits"))
        return self._wrong(
            kinds.EXPRESSION_NAME,
            says,
            f"did you mean {known_field}?"
            if known_field
            else f"write traits.{scope} or properties.{scope}, whichever it is",
            at=token,
        )

    def _values(self) -> tuple[Value, ...]:
        opened = self._here
        if not self._take("["):
            raise self._wrong(kinds.EXPRESSION_SYNTAX, '"in" is followed by a list', 'write in ["a", "b"]')
        values: list[Value] = []
        while not self._take("]"):
            if self._is_over:
                raise self._wrong(kinds.EXPRESSION_SYNTAX, "this [ is never closed", "add a ]", at=opened)
            values.append(self._literal())
            if not self._take(",") and self._here.text != "]" and not self._is_over:
                raise self._wrong(
                    kinds.EXPRESSION_SYNTAX, "the values of a list are parted by commas", "write a comma here"
                )
        return tuple(values)

    def _literal(self) -> Value:
        token = self._next()
        if token.type == "text":
            return unquote(token.text)
        if token.type == "number":
            return self._number(token)
        if token.text in _LITERAL_WORDS:
            return _LITERAL_WORDS[token.text]
        if token.type == "end":
            raise self._wrong(
                kinds.EXPRESSION_VALUE,
                "a value is missing here",
                'write "text", a number, true, false or null',
                at=token,
            )
        if token.type == "name":
            word = token.text.lower()
            fix = f"write {word}" if word in _LITERAL_WORDS else f'write it in quotes: "{token.text}"'
            if word in ("none", "nil", "undefined"):
                fix = "write null"
            raise self._wrong(kinds.EXPRESSION_VALUE, f"{token.text} is not a value", fix, at=token)
        raise self._wrong(
            kinds.EXPRESSION_VALUE,
            f"{_shorten(token.text)} is not a value",
            'write "text", a number, true, false or null',
            at=token,
        )

    def _number(self, token: Token) -> float:
        if re.fullmatch(r"[+-]?[0-9]{1,15}", token.text):
            return int(token.text)
        number = float(token.text)
        if not math.isfinite(number):
            raise self._wrong(
                kinds.EXPRESSION_VALUE, "this number is too large", "write a smaller one", at=token
            )
        return number


def _shorten(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:29]}…"
