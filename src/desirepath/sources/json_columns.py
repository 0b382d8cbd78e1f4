"""Columns of JSON, put together from columns of JSON: the bytes that ``orjson`` writes with sorted keys."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from desirepath.base.slow import load
from desirepath.log.keys import text_buffers

_HEX = np.frombuffer(b"0123456789abcdef", np.uint8)
_MARK = b"content:"


def json_texts(texts: pa.Array) -> pa.Array:
    r"""Texts as JSON; null stays null.

    >>> json_texts(pa.array(["plain", 'a "word"', None])).to_pylist()
    ['"plain"', '"a \\"word\\""', None]
    """
    data, offsets = text_buffers(texts)
    part = data[offsets[0] : offsets[-1]]
    if not (((part < 32) | (part == 34) | (part == 92)).any()):
        return quoted(texts)
    encoded = texts.dictionary_encode()
    packed = [orjson.dumps(word).decode() for word in encoded.dictionary.to_pylist()]
    return pa.array(packed, pa.string()).take(encoded.indices)


def quoted(texts: pa.Array) -> pa.Array:
    """Texts in quotes, for those that hold nothing that JSON writes otherwise."""
    return pc.binary_join_element_wise('"', texts, '"', "")


def json_object(members: Mapping[str, pa.Array]) -> pa.Array:
    """Objects with these members, sorted by name; a member that is null is left out.

    >>> json_object({"b": pa.array(["1", None]), "a": pa.array(['"x"', None])}).to_pylist()
    ['{"a":"x","b":1}', '{}']
    """
    named = [
        pc.binary_join_element_wise(orjson.dumps(name).decode() + ":", members[name], "")
        for name in sorted(members)
    ]
    if all(one.null_count for one in named):
        # PyArrow leaves out rows in which everything is null, so that there must be something in each.
        something = pa.repeat(pa.scalar(""), len(named[0]))
        joined = pc.binary_join_element_wise(something, *named, ",", null_handling="skip")
        joined = pc.utf8_slice_codeunits(joined, 1)
    else:
        joined = pc.binary_join_element_wise(*named, ",", null_handling="skip")
    return pc.binary_join_element_wise("{", joined, "}", "")


def content_keys(contents: pa.Array) -> pa.Array:
    """The keys of rows that are known by their content, as ``rows.content_key`` makes them."""
    data, offsets = text_buffers(contents)
    high, low = load("desirepath.log.blake2").digest_texts(data, offsets)
    digests: NDArray[np.uint8] = np.stack([high, low], axis=1).astype("<u8").view(np.uint8).reshape(-1, 16)
    width = len(_MARK) + 32
    out = np.empty((len(contents), width), np.uint8)
    out[:, : len(_MARK)] = np.frombuffer(_MARK, np.uint8)
    out[:, len(_MARK) :: 2] = _HEX[digests >> 4]
    out[:, len(_MARK) + 1 :: 2] = _HEX[digests & 15]
    places = np.arange(0, width * len(contents) + 1, width, dtype=np.int32)
    return pa.Array.from_buffers(pa.string(), len(contents), [None, pa.py_buffer(places), pa.py_buffer(out)])
