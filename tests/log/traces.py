"""Looks for words in every byte of a folder, also where it is compressed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet as pq


def content_of(path: Path) -> bytes:
    """The bytes of a file; of a Parquet file also the values in it."""
    content = path.read_bytes()
    if path.suffix == ".parquet":
        file = pq.ParquetFile(path)
        content += repr(file.read().to_pylist()).encode() + repr(file.metadata.to_dict()).encode()
    return content


def traces(folder: Path, words: Iterable[str]) -> list[tuple[str, str]]:
    """(word, file) wherever a word is found in a name or in the content of a file."""
    wanted = list(words)
    return [
        (word, str(path.relative_to(folder)))
        for path in sorted(folder.rglob("*"))
        for word in wanted
        if word in str(path.relative_to(folder)) or (path.is_file() and word.encode() in content_of(path))
    ]
