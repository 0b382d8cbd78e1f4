"""Who is meant: a subject under all the ids it is known by."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desirepath.log.identity import Identities
from desirepath.log.kinds import BAD_SUBJECT
from desirepath.log.marks import HASHED, hashed
from desirepath.log.rules import Rules

_TYPE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Subject:
    """One object under all ids it is known by: ``ids`` are those that identities join, ``canonical`` the
    one that stands for them."""

    object_type: str
    canonical: str
    ids: frozenset[str]

    @property
    def readable_ids(self) -> tuple[str, ...]:
        """The ids that are not hashes."""
        return tuple(sorted(name for name in self.ids if not name.startswith(HASHED)))


def parse_subject(text: str) -> tuple[str, str]:
    """The type and the id in ``TYPE:ID``; a customer where no type is named.

    An id that holds a colon needs its type in front. Raises DP-LOG-020.

    >>> parse_subject("account:acme"), parse_subject("u1"), parse_subject("customer:urn:x")
    (('account', 'acme'), ('customer', 'u1'), ('customer', 'urn:x'))
    """
    object_type, colon, object_id = text.partition(":")
    if not colon:
        object_type, object_id = "customer", text
    if not _TYPE.fullmatch(object_type) or not object_id:
        raise BAD_SUBJECT.error(says=f'"{text[:60]}" names no subject')
    return object_type, object_id


def find_ids(identities: Identities, object_type: str, object_id: str, rules: Rules | None = None) -> Subject:
    """The subject with every id that ``identities`` say is the same.

    ``rules`` tell how ids are hashed where this workspace ever hashed them; None where it never did.
    """
    given = {object_id}
    if rules:
        given.add(hashed(rules.secret, object_type, object_id))
    same = identities.resolve(object_type)
    canonical = {same.get(name, name) for name in given}
    ids = given.union(canonical, *(identities.also_called(object_type, name) for name in canonical))
    chosen = same.get(object_id) or next(iter(canonical - given), object_id)
    return Subject(object_type, chosen, frozenset(ids))
