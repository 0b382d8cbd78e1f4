"""Properties once parsed, kept beside the index: the value that one has at each interaction, as a code.

Under ``index/properties`` lies one file of codes per property (an int32 per arrival: a place in its values,
or NOT_PARSED where nobody has asked yet) and one of its values. Both are written beside what is there, and
count from when the file of values names them. A cache: deletable, and built again as it is asked for.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex
from typing import Final

import numpy as np

from desirepath.model.expression import Value
from desirepath.replay.columns import Array

NOT_PARSED: Final = -1
MOST_VALUES: Final = 100_000
"""A property with more different values is not kept: it would cost more than it saves."""
VERSION: Final = 1


@dataclass(slots=True)
class KnownProperty:
    """What is known of a property: ``values[codes[arrival]]``; arrivals beyond are not parsed yet."""

    codes: Array
    values: list[Value]
    place: dict[tuple[type, Value], int] = field(default_factory=dict)
    has_news: bool = False

    def __post_init__(self) -> None:
        self.place = {(type(value), value): code for code, value in enumerate(self.values)}

    def codes_at(self, arrivals: Array) -> Array:
        """The codes at these arrivals, NOT_PARSED where they are not known."""
        beyond = int(arrivals.max(initial=-1)) + 1 - len(self.codes)
        if beyond > 0:
            self.codes = np.concatenate([self.codes, np.full(beyond, NOT_PARSED, np.int32)])
        return np.asarray(self.codes[arrivals])

    def learn(self, arrivals: Array, values: list[Value], codes: Array) -> None:
        """At these arrivals, which are not beyond, the property is ``values[codes]``."""
        for value in values:
            key = (type(value), value)
            if key not in self.place:
                self.place[key] = len(self.values)
                self.values.append(value)
        mine = np.array([self.place[type(value), value] for value in values], np.int32)
        self.codes[arrivals] = mine[codes]
        self.has_news = True


def read_property(folder: Path, key: str) -> tuple[KnownProperty, str]:
    """What is kept of a property, and of which generation of the log; nothing where nothing can be read."""
    try:
        told = json.loads((_path(folder, key)).read_text("utf-8"))
        if (told["version"], told["property"]) != (VERSION, key):
            raise ValueError("of another version")
        codes = np.fromfile(folder / told["codes"], np.int32)
        if len(codes) != told["arrivals"] or codes.max(initial=-1) >= len(told["values"]):
            raise ValueError("not the codes that the values count")
        return KnownProperty(codes, told["values"]), told["generation"]
    except (OSError, ValueError, KeyError, TypeError):
        return KnownProperty(np.zeros(0, np.int32), []), ""


def write_property(folder: Path, key: str, known: KnownProperty, generation: str) -> None:
    """Keep what is known. Raises OSError where it cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    path = _path(folder, key)
    codes = f"{path.stem}.{token_hex(4)}.codes"
    known.codes.tofile(folder / codes)
    told = {
        "version": VERSION,
        "property": key,
        "generation": generation,
        "arrivals": len(known.codes),
        "codes": codes,
        "values": known.values,
    }
    draft = folder / f"{codes}.json"
    draft.write_text(json.dumps(told), "utf-8")
    os.replace(draft, path)
    for other in folder.glob(f"{path.stem}.*.codes"):
        if other.name != codes:
            other.unlink(missing_ok=True)


def _path(folder: Path, key: str) -> Path:
    """A property's name may be anything; a file's may not."""
    return folder / f"{blake2b(key.encode(), digest_size=8).hexdigest()}.json"
