"""An example of one tool's export, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from desirepath.sources import ImportReport, import_files

EXAMPLES = Path(__file__).parent / "examples"


@dataclass(frozen=True)
class Case:
    """An example, the mapping and the zone it needs, and what it holds. ``warnings`` counts what measures
    will miss in it."""

    file: str
    rows: int
    activities: dict[str, int] = field(default_factory=dict)
    traits: int = 0
    identities: int = 0
    refused: int = 0
    duplicates: int = 0
    warnings: int = 0
    mapping: str | None = None
    zone: str | None = None

    def bring(self, folder: Path) -> ImportReport:
        """Import the example into the log at ``folder/log-here``."""
        zone = ZoneInfo(self.zone) if self.zone else None
        return import_files([EXAMPLES / self.file], folder / "log-here", mapping=self.mapping, zone=zone)

    @property
    def name(self) -> str:
        """The mapping, or the tool whose JSON it is."""
        return self.mapping or self.file.partition(".")[0]
