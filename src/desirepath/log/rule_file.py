"""Changing the privacy rules in ``desirepath.toml``: two sections are written anew, all else stays."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from desirepath.log.workspace import SETTINGS_FILE, read_settings, write_settings

_SECTIONS = ("retention", "fields")


@dataclass(frozen=True, slots=True)
class WrittenRules:
    """The rules as they stand in the file: for how long each source is kept, such as ``24 months``, and the
    fields that are dropped and hashed."""

    retention: Mapping[str, str]
    drop: tuple[str, ...]
    hash: tuple[str, ...]


def read_rules(folder: Path) -> WrittenRules:
    """The rules of a workspace. Raises DP-LOG-008 where they cannot be used."""
    settings = read_settings(folder)
    path = folder / SETTINGS_FILE
    found = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    return WrittenRules(found.get("retention", {}), settings.drop, settings.hash)


def write_rules(folder: Path, rules: WrittenRules) -> None:
    """Write the rules in place of those that stand there; other settings and comments stay.

    Raises DP-LOG-008 for rules that cannot be used: the file stays as it was then.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     file = Path(name) / "desirepath.toml"
    ...     _ = file.write_text('currency = "EUR" # ours\\n[fields]\\ndrop = ["text"]\\n')
    ...     write_rules(Path(name), WrittenRules({"support": "24 months"}, (), ("actor",)))
    ...     print(file.read_text())
    currency = "EUR" # ours
    <BLANKLINE>
    [retention]
    "support" = "24 months"
    <BLANKLINE>
    [fields]
    hash = ["actor"]
    <BLANKLINE>
    """
    path = folder / SETTINGS_FILE
    before = path.read_text("utf-8") if path.exists() else ""
    text = "\n".join([*_without(before), *_written(rules)]) + "\n"
    write_settings(folder, text)


def _without(text: str) -> list[str]:
    kept: list[str] = []
    is_ours = False
    for line in text.splitlines():
        if line.lstrip().startswith("["):
            is_ours = line.strip().split("]", 1)[0].lstrip("[").strip().strip('"') in _SECTIONS
        if not is_ours:
            kept.append(line)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _written(rules: WrittenRules) -> list[str]:
    lines: list[str] = []
    if rules.retention:
        lines += ["", "[retention]"]
        lines += [f"{_quoted(source)} = {_quoted(span)}" for source, span in rules.retention.items()]
    fields = [(name, named) for name, named in (("drop", rules.drop), ("hash", rules.hash)) if named]
    if fields:
        lines += ["", "[fields]", *(f"{name} = {_list(named)}" for name, named in fields)]
    return lines


def _list(texts: Sequence[str]) -> str:
    return "[" + ", ".join(map(_quoted, texts)) + "]"


def _quoted(text: str) -> str:
    return orjson.dumps(text).decode()
