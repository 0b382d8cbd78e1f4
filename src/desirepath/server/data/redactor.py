"""Takes somebody's words out of texts, and out of values that hold texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

import orjson

GONE: Final = "(erased)"
_SHORT: Final = 4


class Redactor:
    """Finds words and replaces them: as whole words, whatever their case; very short ones only where they
    are all of a text.

    >>> redact = Redactor(["ada@example.test", "u1"])
    >>> redact.text("I asked Ada@Example.test, not ada@example.testing")
    'I asked (erased), not ada@example.testing'
    >>> redact.text("u1"), redact.text("u1 u12")
    ('(erased)', 'u1 u12')
    """

    def __init__(self, words: Iterable[str]) -> None:
        given = {word for word in words if word.strip()}
        self.words = tuple(sorted(given, key=lambda word: (-len(word), word)))
        self._whole = {word.casefold() for word in given}
        long = [form for word in self.words if len(word) >= _SHORT for form in _forms(word)]
        parts = "|".join(re.escape(form) for form in sorted(set(long), key=len, reverse=True))
        self._pattern = re.compile(rf"(?<!\w)(?:{parts})(?!\w)", re.IGNORECASE) if parts else None

    def is_in(self, value: Any) -> bool:
        """Whether a text, or a value with texts in it, holds one of the words."""
        return bool(self.value(value) != value)

    def text(self, text: str) -> str:
        """The text without the words."""
        if text.casefold() in self._whole:
            return GONE
        return self._pattern.sub(GONE, text) if self._pattern else text

    def value(self, value: Any) -> Any:
        """The same of a text, a list, a group of values; all else stays."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list | tuple):
            return [self.value(one) for one in value]
        if isinstance(value, dict):
            return {self.value(name): self.value(one) for name, one in value.items()}
        if isinstance(value, int | float) and not isinstance(value, bool):
            return GONE if str(value) in self._whole else value
        return value

    def spellings_in(self, text: str) -> set[str]:
        """The words as they are spelled in a text: letter case and all."""
        return set(self._pattern.findall(text)) if self._pattern else set()

    def is_in_bytes(self, content: bytes) -> bool:
        """Whether bytes of a file hold one of the longer words, in UTF-8 or UTF-16."""
        if self._pattern is None:
            return False
        wide = content.decode("utf-16-le", errors="ignore") if b"\0" in content[:4096] else ""
        return any(self._pattern.search(text) for text in (content.decode("utf-8", errors="ignore"), wide))


def _forms(word: str) -> tuple[str, ...]:
    """A word as it stands in plain text, and as JSON writes it."""
    return word, orjson.dumps(word).decode()[1:-1], _escaped(word)


def _escaped(word: str) -> str:
    return "".join(c if c.isascii() else "".join(f"\\u{n:04x}" for n in _halves(c)) for c in word)


def _halves(letter: str) -> tuple[int, ...]:
    packed = letter.encode("utf-16-be")
    return tuple(int.from_bytes(packed[at : at + 2]) for at in range(0, len(packed), 2))
