"""Rows without a key of their own that say the same."""

from __future__ import annotations

_FAR = 200_000


class Repeats:
    """Keys for rows that are known by their content: two equal rows of a table are two things that happened.

    Equal rows lie near each other in an export; those more than 200,000 rows apart are taken for one.

    >>> repeats = Repeats()
    >>> [repeats.key_of(content) for content in ("a", "b", "a")]
    ['a', 'b', 'a#2']
    """

    def __init__(self) -> None:
        self._recent: dict[str, int] = {}
        self._older: dict[str, int] = {}

    def key_of(self, content: str) -> str:
        """The key of the next row, whose content has this key."""
        count = (self._recent.get(content) or self._older.get(content, 0)) + 1
        self._recent[content] = count
        if len(self._recent) > _FAR:
            self._older, self._recent = self._recent, {}
        return content if count == 1 else f"{content}#{count}"
