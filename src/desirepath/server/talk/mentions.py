"""People named in a text: written ``@their@address`` by hand, kept as ``@person:ID``.

What is kept holds no name and no address, so a person who is renamed is shown by the new name and of one who
is erased nothing stays behind in other people's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from desirepath.server.people.models import Person
from desirepath.server.talk.readers import readers_for

MOST: Final = 50
"""So many people at most are told of one comment."""

_KEPT: Final = re.compile(r"@person:(\d{1,18})(?!\d)")
_BY_HAND: Final = re.compile(r"(?<![\w.+-])@([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8})")


def mentioned_in(text: str) -> tuple[int, ...]:
    """The people a kept text names, each once, in order.

    >>> mentioned_in("@person:7 and @person:12, see @person:7")
    (7, 12)
    """
    return tuple(dict.fromkeys(int(found) for found in _KEPT.findall(text)))


def keep_mentions(text: str, map_id: str, by: Person) -> str:
    """The text of somebody as it is kept: who may see the map is named by id; all others stay plain words.

    Somebody without an account, somebody who may not see the map, and whom a guest may not know of are
    treated alike, so nobody learns who has an account.
    """
    addresses = {_address(found) for found in _BY_HAND.findall(text)}
    ids = mentioned_in(text)
    if not addresses and not ids:
        return text
    readers = readers_for(by, map_id)
    by_address = dict(readers.filter(email__in=addresses).values_list("email", "pk")) if addresses else {}
    known = set(readers.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()

    def keep(found: re.Match[str]) -> str:
        return found[0] if int(found[1]) in known else f"@person {found[1]}"

    def name(found: re.Match[str]) -> str:
        person = by_address.get(_address(found[1]))
        rest = found[1][len(found[1].rstrip(".-")) :]
        return found[0] if person is None else f"@person:{person}{rest}"

    return _BY_HAND.sub(name, _KEPT.sub(keep, text))


def without_mentions_of(text: str, people: Iterable[int]) -> str:
    """The text without these people.

    >>> without_mentions_of("@person:7 knows", [7])
    '@somebody knows'
    """
    gone = set(people)
    return _KEPT.sub(lambda found: "@somebody" if int(found[1]) in gone else found[0], text)


def say_mentions(text: str, names: Mapping[int, str]) -> str:
    """The text with people's names, for reading; of who is gone, "somebody".

    >>> say_mentions("@person:7, look", {7: "Ana"})
    '@Ana, look'
    """
    return _KEPT.sub(lambda found: f"@{names.get(int(found[1]), 'somebody')}", text)


def names_of(people: Iterable[int]) -> dict[int, str]:
    """What these people are called."""
    return {person.pk: person.public_name for person in Person.objects.filter(pk__in=set(people))}


def _address(written: str) -> str:
    return written.rstrip(".-").lower()
