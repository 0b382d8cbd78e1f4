"""Topics: texts that say much the same, found by the words they share.

Each text is a vector of its words, weighted by how few texts have them (TF-IDF: K. Sparck Jones, Journal of
Documentation 28 (1972) 11-21; sublinear term frequency, cosine length). The texts with the most others close
to them are where topics begin; the rest is spherical k-means (I. Dhillon and D. Modha, Machine Learning 42
(2001) 143-175). A text that is close to no topic is in none: a topic that takes everything would say nothing.
Nothing is drawn, so the same texts always give the same topics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from desirepath.findings.topic_words import words_of

Array = NDArray[Any]

Words = Sequence[tuple[str, str]]
"""The words of a text, as :func:`~desirepath.findings.topic_words.words_of` gives them."""
MOST: Final = 60
"""So many topics are looked for."""
LEAST: Final = 5
"""Fewer texts than these are no topic: they are an anecdote."""
CLOSE: Final = 0.4
"""How alike (cosine) a text must be to the middle of its topic."""
_ALIKE: Final = 0.5
"""How alike two texts are that say the same."""
_SAMPLE: Final = 3000
"""Of more texts than these only so many, evenly spread, are looked at to find where topics begin."""
_MOST_WORDS: Final = 4000
_OFTEN: Final = 0.3
"""A word in more of the texts than this tells none apart."""
_FEW: Final = 20
"""Of so few texts a word may well be in most: then they have one topic."""
_RARE: Final = 2
"""A word in fewer texts than this belongs to nothing that repeats."""
_PAIR: Final = 2
"""Two texts that say the same may be where a topic begins; whether it is one, all texts decide."""
_ROUNDS: Final = 15
_CHUNK: Final = 4000


@dataclass(frozen=True, slots=True)
class Vectors:
    """Texts as sparse vectors of length 1: text i has the words ``word[starts[i] : starts[i + 1]]`` with
    these weights. ``stems`` are the words; ``forms`` how each is mostly written."""

    starts: Array
    word: Array
    weight: Array
    stems: tuple[str, ...]
    forms: tuple[str, ...]
    rarity: Array

    def __len__(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True, slots=True)
class Topics:
    """``of`` is the topic of each text (-1: none), ``closeness`` how alike it is to the middle of its topic.
    ``middles`` has a row per topic, over the words of ``vectors``. The topic with the most texts comes
    first."""

    vectors: Vectors
    of: Array
    closeness: Array
    middles: Array

    def __len__(self) -> int:
        return len(self.middles)

    def members(self, topic: int) -> Array:
        """The texts of a topic, the most typical first."""
        mine = np.flatnonzero(self.of == topic)
        return mine[np.argsort(-np.round(self.closeness[mine], 6), kind="stable")]

    def words(self, topic: int, most: int = 5, allowed: Iterable[int] | None = None) -> tuple[str, ...]:
        """The words that tell the topic from the others, as they are mostly written; of ``allowed`` ones
        only."""
        middle = self.middles[topic]
        order = np.argsort(-np.round(middle, 6), kind="stable")
        may = None if allowed is None else set(allowed)
        chosen = [
            word
            for word in order[: most * 4].tolist()
            if middle[word] > 0.05 and (may is None or word in may)
        ]
        return tuple(self.vectors.forms[word] for word in chosen[:most])

    def likeness(self, texts: Sequence[str]) -> Array:
        """(T, K) how alike other texts are to the middle of each topic."""
        return _likeness(_weigh([list(words_of(text)) for text in texts], self.vectors), self.middles)


def find_topics(texts: Sequence[str], *, most: int = MOST, least: int = LEAST) -> Topics:
    """The topics of some texts; none where too few say the same.

    >>> texts = ["How do I export a report?", "Exporting reports fails", "The export of the report is empty"]
    >>> texts += ["I forgot my password", "Reset the password", "My password does not work"]
    >>> found = find_topics(texts, least=3)
    >>> found.of.tolist(), [found.words(topic, 2) for topic in range(len(found))]
    ([0, 0, 0, 1, 1, 1], [('export', 'report'), ('password',)])
    """
    return topics_of_words([list(words_of(text)) for text in texts], most=most, least=least)


def topics_of_words(told: Sequence[Words], *, most: int = MOST, least: int = LEAST) -> Topics:
    """The same of texts of which somebody has found the words already."""
    vectors = _vectors_of(told)
    middles = _beginnings(vectors, most)
    of, closeness = np.full(len(told), -1), np.zeros(len(told))
    for _ in range(_ROUNDS):
        if not len(middles):
            break
        before = of
        of, closeness = _nearest(vectors, middles)
        many = np.bincount(of[of >= 0], minlength=len(middles))
        small = np.flatnonzero(many < least)
        if len(small):
            # The smaller half of them goes, so that the others may take up what was theirs.
            gone = small[np.argsort(many[small], kind="stable")][: -(-len(small) // 2)]
            middles = np.delete(_middles(vectors, of, len(middles)), gone, axis=0)
            continue
        if (of == before).all():
            break
        middles = _middles(vectors, of, len(middles))
    else:
        of, closeness = _nearest(vectors, middles)
    many = np.bincount(of[of >= 0], minlength=len(middles)) if len(middles) else np.zeros(0, np.int64)
    order = np.argsort(-many, kind="stable")
    order = order[many[order] >= least]
    rank = np.full(len(many) + 1, -1)
    rank[order] = np.arange(len(order))
    return Topics(vectors, rank[of], np.where(rank[of] >= 0, closeness, 0.0), middles[order])


def vectors_of(texts: Sequence[str]) -> Vectors:
    """The texts as vectors of the words that may tell them apart."""
    return _vectors_of([list(words_of(text)) for text in texts])


def _vectors_of(told: Sequence[Words]) -> Vectors:
    frequency: Counter[str] = Counter(stem for words in told for stem in {stem for stem, _ in words})
    written: dict[str, Counter[str]] = {}
    for words in told:
        for stem, form in words:
            written.setdefault(stem, Counter())[form] += 1
    often = max(_OFTEN * len(told), _FEW)
    kept = sorted(
        (stem for stem, count in frequency.items() if _RARE <= count <= often),
        key=lambda stem: (-frequency[stem], stem),
    )[:_MOST_WORDS]
    rarity = np.log((1 + len(told)) / (1 + np.array([frequency[stem] for stem in kept]))) + 1
    forms = tuple(min(written[stem].items(), key=lambda pair: (-pair[1], pair[0]))[0] for stem in kept)
    empty = np.zeros(0, np.int64)
    plain = Vectors(np.zeros(1, np.int64), empty, np.zeros(0), tuple(kept), forms, rarity.reshape(-1))
    return _weigh(told, plain)


def _weigh(told: Sequence[Words], known: Vectors) -> Vectors:
    place = {stem: number for number, stem in enumerate(known.stems)}
    starts, words, weights = [0], list[int](), list[float]()
    for mine_told in told:
        counts = Counter(place[stem] for stem, _ in mine_told if stem in place)
        mine = sorted(counts)
        weighed = [(1 + np.log(counts[word])) * known.rarity[word] for word in mine]
        length = float(np.sqrt(sum(one * one for one in weighed))) or 1.0
        words += mine
        weights += [one / length for one in weighed]
        starts.append(len(words))
    return Vectors(
        np.array(starts), np.array(words, np.int64), np.array(weights), known.stems, known.forms, known.rarity
    )


def _likeness(vectors: Vectors, middles: Array) -> Array:
    found = np.zeros((len(vectors), len(middles)))
    by_word = np.ascontiguousarray(middles.T)
    has_words = vectors.starts[1:] > vectors.starts[:-1]
    for first in range(0, len(vectors), _CHUNK):
        rows = slice(first, min(first + _CHUNK, len(vectors)))
        low, high = vectors.starts[rows.start], vectors.starts[rows.stop]
        here = has_words[rows]
        if here.any():
            parts = by_word[vectors.word[low:high]] * vectors.weight[low:high, None]
            found[np.flatnonzero(here) + first] = np.add.reduceat(
                parts, vectors.starts[rows][here] - low, axis=0
            )
    return found


def _nearest(vectors: Vectors, middles: Array) -> tuple[Array, Array]:
    likeness = np.round(_likeness(vectors, middles), 9)
    of = likeness.argmax(axis=1)
    closeness = likeness[np.arange(len(of)), of]
    return np.where(closeness >= CLOSE, of, -1), closeness


def _middles(vectors: Vectors, of: Array, topics: int) -> Array:
    text = np.repeat(np.arange(len(vectors)), np.diff(vectors.starts))
    topic = of[text]
    mine = topic >= 0
    size = topics * len(vectors.stems)
    flat = np.bincount(
        topic[mine] * len(vectors.stems) + vectors.word[mine], weights=vectors.weight[mine], minlength=size
    )
    return _to_length_one(flat.reshape(topics, len(vectors.stems)))


def _to_length_one(rows: Array) -> Array:
    length = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    return np.asarray(np.divide(rows, length, out=np.zeros_like(rows), where=length > 0))


def _beginnings(vectors: Vectors, most: int) -> Array:
    """Where topics begin: the texts with the most others that say the same, each time without those found."""
    sample = np.arange(0, len(vectors), max(1, -(-len(vectors) // _SAMPLE)))
    rows = np.zeros((len(sample), len(vectors.stems)), np.float32)
    for number, text in enumerate(sample.tolist()):
        low, high = vectors.starts[text], vectors.starts[text + 1]
        rows[number, vectors.word[low:high]] = vectors.weight[low:high]
    is_alike = (rows @ rows.T) >= _ALIKE
    alike = is_alike.sum(axis=1).astype(np.int64)
    is_left = np.ones(len(sample), bool)
    found: list[Array] = []
    while len(found) < most and is_left.any():
        first = int(np.where(is_left, alike, -1).argmax())
        if alike[first] < _PAIR:
            break
        middle = rows[is_alike[first] & is_left].mean(axis=0)
        group = (is_alike[first] | (rows @ middle >= CLOSE * np.linalg.norm(middle))) & is_left
        found.append(rows[group].mean(axis=0))
        alike -= is_alike[:, group].sum(axis=1)
        is_left &= ~group
    return _to_length_one(np.array(found, np.float64).reshape(len(found), len(vectors.stems)))
