"""Keyed hashes that stand for ids: the same id gives the same one, and nobody reads an id out of it.

The key is the log's ``secret``, a file that only its owner may read. Whoever has that file can still try
ids out; delete the file, and nobody can (and nothing is recognised any more).
"""

from __future__ import annotations

import re
from hashlib import blake2b

HASHED = "hashed:"
_HASHED_ID = re.compile(HASHED + r"([0-9a-f]{32})")


def mark_of(secret: bytes, what: str, value: str) -> str:
    """The mark of a value of ``what`` (an object type or a field): 32 hexadecimal digits.

    A value that is hashed already has the mark it was hashed to.

    >>> mark = mark_of(b"secret", "customer", "u1")
    >>> len(mark), mark_of(b"secret", "customer", "hashed:" + mark) == mark
    (32, True)
    """
    already = _HASHED_ID.fullmatch(value)
    if already:
        return already.group(1)
    return blake2b(f"{what}\0{value}".encode(), digest_size=16, key=secret).hexdigest()


def hashed(secret: bytes, what: str, value: str) -> str:
    """What is stored in place of a value that is to be hashed; again it changes nothing."""
    return HASHED + mark_of(secret, what, value)
