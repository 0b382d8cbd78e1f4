"""One way in over HTTP under the fuzzer: ``python -m bench.guided_fuzz_ways_in stripe 60``."""

from __future__ import annotations

import os
import sys

import django

from bench.fuzzer import fuzz, watching

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.server.settings")
with watching("desirepath.server.intake", "desirepath.sources", "desirepath.log.rows", "anymail.webhooks"):
    django.setup()
    from tests.server.intake.ways_in import ODD_VALUES, check, ways, with_odd_value

_MORE_SEEDS = 60
"""So many of each good request, one value in it odd: the fuzzer rarely makes JSON of its own."""


def main(name: str, seconds: str) -> None:
    """Feed the way in until the time is over."""
    way = ways()[name]
    seeds = [
        with_odd_value(one, place, ODD_VALUES[place % len(ODD_VALUES)])
        for one in way.seeds
        for place in range(_MORE_SEEDS)
    ]
    fuzz([*way.seeds, *seeds], lambda content: check(way, content), seconds)


if __name__ == "__main__":
    main(*sys.argv[1:])
