"""The pictures that a map shows, read from beside it."""

from __future__ import annotations

from pathlib import Path

from desirepath.model.journey_map import JourneyMap

LARGEST_BYTES = 2 * 1024 * 1024


def read_images(journey: JourneyMap, map_path: Path) -> dict[str, bytes]:
    """The bytes of the map's images by their ``src``.

    Only files in the map's own folder or below it are read, and none over 2 MiB; for any other the drawing
    shows the image's description.
    """
    folder = map_path.resolve().parent
    found: dict[str, bytes] = {}
    for step in journey.steps():
        for image in step.images or ():
            path = (folder / image.src).resolve()
            if path.is_relative_to(folder) and path.is_file() and path.stat().st_size <= LARGEST_BYTES:
                found[image.src] = path.read_bytes()
    return found
