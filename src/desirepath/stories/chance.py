"""Chance that repeats: the same seed and name give the same turns on every machine and Python.

Only ``random.Random.random`` is used, whose numbers are promised never to change; all else is built on it
here. Each person of a world has a chance of their own, so that one more person changes nobody else's story.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


class Chance:
    """One person's luck.

    >>> Chance("story", 7).between(0, 1) == Chance("story", 7).between(0, 1)
    True
    """

    __slots__ = ("unit",)

    def __init__(self, *names: object) -> None:
        # A story needs no secrets.
        self.unit = random.Random("/".join(map(str, names))).random  # noqa: S311

    def yes(self, probability: float) -> bool:
        """True with this probability."""
        return self.unit() < probability

    def between(self, low: float, high: float) -> float:
        """Any number from ``low`` up to ``high``, all alike."""
        return low + (high - low) * self.unit()

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self.unit() * (high - low + 1))

    def pick(self, values: Sequence[T]) -> T:
        """One of the values, all alike."""
        return values[int(self.unit() * len(values))]

    def normal(self, mean: float, deviation: float) -> float:
        """A normally distributed number (Box and Muller's transform)."""
        radius = math.sqrt(-2 * math.log(1 - self.unit()))
        return mean + deviation * radius * math.cos(2 * math.pi * self.unit())

    def wait(self, mean: float) -> float:
        """A waiting time of this mean, exponentially distributed."""
        return -mean * math.log(1 - self.unit())

    def spread(self, median: float, factor: float) -> float:
        """A positive number around ``median``: two in three lie within ``factor`` times less and more."""
        return median * math.exp(self.normal(0, math.log(factor)))

    def count(self, mean: float) -> int:
        """How often something happens that happens ``mean`` times on average (Poisson, by multiplying)."""
        limit, product, number = math.exp(-mean), self.unit(), 0
        while product > limit:
            product *= self.unit()
            number += 1
        return number


class Dial(Generic[T]):
    """Values with weights, to be turned again and again.

    >>> Dial([("often", 9), ("never", 0)]).turn(Chance("any"))
    'often'
    """

    __slots__ = ("_sums", "_values")

    def __init__(self, weighted: Sequence[tuple[T, float]]) -> None:
        self._values = [value for value, _ in weighted]
        self._sums = list(accumulate(weight for _, weight in weighted))

    def turn(self, chance: Chance) -> T:
        """One value, more often the more it weighs."""
        return self._values[bisect_right(self._sums, chance.unit() * self._sums[-1])]


def likely(log_odds: float) -> float:
    """A probability from log-odds.

    >>> likely(0)
    0.5
    """
    return 1 / (1 + math.exp(-log_odds))


def clamp(value: float, low: float, high: float) -> float:
    """The value, kept between two bounds."""
    return max(low, min(high, value))
