"""What else names somebody beside their ids: how they can be recognised in what others wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desirepath.log.store import Log
from desirepath.log.subject import export_subject

_NAMING = re.compile(r"(^|_)(e?_?mail|name|phone|tel|mobile|address|twitter|handle)($|_)", re.IGNORECASE)
_OWN_SHORTEST, _QUOTE_SHORTEST = 4, 12
_MOST_QUOTES = 5_000


@dataclass(frozen=True, slots=True)
class SubjectWords:
    """How a subject can be recognised: by its ``ids``, by ``names`` (values of traits such as e-mail, name or
    phone, with the trait they come from), and by its own ``quotes``: what it wrote or said."""

    ids: tuple[str, ...]
    names: Mapping[str, str]
    quotes: tuple[str, ...]
    interactions: int


def words_of(log: Log, object_type: str, object_id: str) -> SubjectWords:
    """The words of a subject, from what the log knows of it; only its ids where it knows nothing.

    >>> import tempfile
    >>> from datetime import UTC, datetime
    >>> from desirepath.log.interaction import Interaction, Traits
    >>> from desirepath.log.store import create_log
    >>> day = datetime(2026, 1, 1, tzinfo=UTC)
    >>> known = {"email": "ada@example.test", "plan": "pro"}
    >>> facts = [Traits("customer", "u1", day, known, source="a", key="1")]
    >>> with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
    ...     _ = log.append(facts)
    ...     dict(words_of(log, "customer", "u1").names)
    {'ada@example.test': 'email'}
    """
    known = export_subject(log, object_type, object_id)
    ids = tuple(dict.fromkeys([*known["ids"], object_id]))
    names: dict[str, str] = {}
    for traits in known["traits"]:
        for name, value in _texts(traits.get("traits", {})):
            if is_name_of_a_person(name) and len(value) >= _OWN_SHORTEST and value not in ids:
                names.setdefault(value, name)
    quotes = (row.get("text", "").strip() for row in known["interactions"])
    own = dict.fromkeys(text for text in quotes if len(text) >= _QUOTE_SHORTEST)
    return SubjectWords(ids, names, tuple(own)[:_MOST_QUOTES], len(known["interactions"]))


def is_name_of_a_person(trait: str) -> bool:
    """Whether a trait of this name says who somebody is: an e-mail address, a name, a telephone number.

    >>> is_name_of_a_person("first_name"), is_name_of_a_person("plan")
    (True, False)
    """
    return _NAMING.search(trait) is not None


def _texts(traits: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    return ((str(name), value.strip()) for name, value in traits.items() if isinstance(value, str))
