"""What customers ask again and again, and whether there is anything to read about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from desirepath.base.estimate import Estimate, unknown
from desirepath.findings.finding import Json
from desirepath.findings.masking import mask
from desirepath.findings.support_tickets import NOBODY, Tickets, told_of
from desirepath.findings.support_times import by_subject, reopened, resolution
from desirepath.findings.topic_words import words_of
from desirepath.findings.topics import Topics, Words, topics_of_words
from desirepath.log.store import Log
from desirepath.log.subject_words import is_name_of_a_person
from desirepath.measures.estimates import share_of_clusters
from desirepath.model.expression import Compare, Name
from desirepath.replay.index import Index
from desirepath.replay.matching_times import find_times

Array = NDArray[Any]

SHOWN: Final = 24
"""So many topics are reported, those with the most tickets."""
EXAMPLES: Final = 3
LONGEST: Final = 240
LONGEST_TITLE: Final = 100
FEWEST_WHO_SAY: Final = 3
"""A word is shown only where so many different customers used it: one customer's own words name them."""
ABOUT: Final = 0.3
"""How alike (cosine) what an article is called must be to a topic to be about it."""
BEFORE_US: Final = 30 * 86_400 * 1_000_000
"""An article read longer ago than this before a ticket has not led to it."""
READ: Final = 1 / 3
_DIGITS: Final = re.compile(r"\d+")
_DAY_US: Final = 86_400 * 1_000_000
Knowledge = Literal["missing", "not read", "does not help", "read by some", "not known"]


@dataclass(frozen=True, slots=True)
class Topic:
    """Tickets that ask much the same.

    ``share`` of all tickets with words; ``words`` tell it from the others; ``examples`` are masked. ``steps``
    are where on the map they come from, most first. ``knowledge`` says whether there is an article about it
    (``articles``: what they are called) and whether those who asked had read one in the thirty days before
    (``read_before``, of the tickets whose customer is known): missing, not read, does not help (a third and
    more had read it and asked all the same), read by some; not known where the log tells of no content at
    all.
    """

    words: tuple[str, ...]
    tickets: int
    subjects: int
    lately: int
    before: int
    share: Estimate
    reopened: Estimate
    resolution: Estimate
    examples: tuple[str, ...]
    steps: tuple[tuple[str, int], ...]
    knowledge: Knowledge
    articles: tuple[str, ...]
    read_before: Estimate

    @property
    def title(self) -> str:
        """What to call it: the most typical ticket, or its words where no ticket can be shown."""
        return _cut(self.examples[0], LONGEST_TITLE) if self.examples else ", ".join(self.words)

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "title": self.title,
            "words": list(self.words),
            "tickets": self.tickets,
            "subjects": self.subjects,
            "lately": self.lately,
            "before": self.before,
            "share": self.share.to_json(),
            "reopened": self.reopened.to_json(),
            "resolution": self.resolution.to_json(),
            "examples": list(self.examples),
            "steps": [list(pair) for pair in self.steps],
            "knowledge": self.knowledge,
            "articles": list(self.articles),
            "read_before": self.read_before.to_json(),
        }


def topics_of(
    log: Log, index: Index, tickets: Tickets, steps: Sequence[str | None]
) -> tuple[tuple[Topic, ...], Array, int]:
    """The topics, which of them each ticket is about (-1: none of those reported), and how many tickets have
    words. ``steps`` is where on the map each ticket comes from (None: nowhere)."""
    told = [list(words_of(text)) for text in tickets.text]
    with_words = np.array([bool(words) for words in told], bool)
    places = np.flatnonzero(with_words)
    found = topics_of_words([told[place] for place in places.tolist()])
    of = np.full(len(tickets), -1)
    of[places] = np.where(found.of < SHOWN, found.of, -1)
    articles = _articles(log, index, found)
    called = _Called(log)
    topics = []
    for number in range(min(len(found), SHOWN)):
        typical = places[found.members(number)]
        topics.append(
            _topic(called, index, tickets, steps, told, found, number, typical, with_words, articles)
        )
    return tuple(topics), of, len(places)


def _topic(
    called: _Called,
    index: Index,
    tickets: Tickets,
    steps: Sequence[str | None],
    told: Sequence[Words],
    found: Topics,
    number: int,
    typical: Array,
    with_words: Array,
    articles: _Articles | None,
) -> Topic:
    is_mine = np.zeros(len(tickets), bool)
    is_mine[typical] = True
    mine = tickets.take(is_mine)
    at_steps = Counter(step for place in np.sort(typical).tolist() if (step := steps[place]) is not None)
    lately = mine.opened_us > tickets.now_us - 30 * _DAY_US
    before = ~lately & (mine.opened_us > tickets.now_us - 60 * _DAY_US)
    known = mine.subject[mine.subject != NOBODY]
    knowledge, names, read = _knowledge(articles, number, mine)
    return Topic(
        words=found.words(number, allowed=_said_by_many(found, typical, tickets, told)),
        tickets=len(mine),
        subjects=len(np.unique(known)) + int((mine.subject == NOBODY).sum()),
        lately=int(lately.sum()),
        before=int(before.sum()),
        share=share_of_clusters(
            "topic_share", by_subject(tickets.subject, with_words, is_mine), of_none="no ticket has words"
        ),
        reopened=reopened(mine),
        resolution=resolution(mine)[0],
        examples=_examples(called, index, tickets, typical),
        steps=tuple(at_steps.most_common(3)),
        knowledge=knowledge,
        articles=names,
        read_before=read,
    )


def _said_by_many(found: Topics, typical: Array, tickets: Tickets, told: Sequence[Words]) -> set[int]:
    """The words of a topic that enough different customers used."""
    who: dict[int, set[int]] = {}
    place_of = {stem: word for word, stem in enumerate(found.vectors.stems)}
    for place in typical.tolist():
        subject = int(tickets.subject[place])
        speaker = subject if subject != NOBODY else -2 - place
        for stem, _ in told[place]:
            if stem in place_of:
                who.setdefault(place_of[stem], set()).add(speaker)
    return {word for word, speakers in who.items() if len(speakers) >= FEWEST_WHO_SAY}


def _examples(called: _Called, index: Index, tickets: Tickets, typical: Array) -> tuple[str, ...]:
    """The most typical tickets, of different customers and in different words, without who wrote them."""
    chosen: dict[str, int] = {}
    seen: set[int] = set()
    said: set[str] = set()
    for place in typical.tolist():
        text = " ".join(tickets.text[place].split())
        subject = int(tickets.subject[place])
        # The same with another number is the same.
        without_numbers = _DIGITS.sub("0", text.casefold())
        if without_numbers not in said and (subject == NOBODY or subject not in seen):
            chosen[text] = subject
            seen.add(subject)
            said.add(without_numbers)
        if len(chosen) == EXAMPLES:
            break
    names = called.names([index.subject_ids[subject] for subject in chosen.values() if subject != NOBODY])
    found = []
    for text in chosen:
        found.append(_cut(mask(text, names), LONGEST))
    return tuple(found)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"


class _Called:
    """How subjects are called, with what is known of them read once for all topics."""

    def __init__(self, log: Log) -> None:
        self._log = log

    @cached_property
    def _traits(self) -> pa.Table:
        return self._log.traits()

    def names(self, ids: Sequence[str]) -> set[str]:
        """How some subjects are called: their ids, and what their traits name them."""
        of = self._traits.column("object_id")
        mine = self._traits.filter(pc.is_in(of, value_set=pa.array(ids, of.type)))
        found = set(ids)
        for text in mine.column("traits").to_pylist():
            traits: Mapping[str, Any] = orjson.loads(text)
            for name, value in traits.items():
                if isinstance(value, str) and is_name_of_a_person(name):
                    found |= {value, *value.split()}
        return found


@dataclass(frozen=True)
class _Articles:
    """What there is to read: by topic what it is called, and by topic the instants at which whom had read
    it."""

    about: tuple[tuple[str, ...], ...]
    readers: Mapping[str, tuple[Array, Array]]


def _articles(log: Log, index: Index, found: Topics) -> _Articles | None:
    """The articles that the log tells of (content.viewed); None where it tells of none."""
    texts = told_of(log, ["content.viewed"], ["properties"]).column("properties")
    called: dict[str, str] = {}
    for text in pc.unique(texts.drop_null()).to_pylist():
        properties: Mapping[str, Any] = orjson.loads(text)
        content = properties.get("content")
        if isinstance(content, str):
            title = properties.get("title")
            called[content] = f"{title if isinstance(title, str) else ''} {content}".replace(
                "-", " "
            ).replace("_", " ")
    if not called:
        return None
    names = sorted(called)
    likeness = found.likeness([called[name] for name in names]) if len(found) else np.zeros((len(names), 0))
    about = tuple(
        tuple(
            names[place] for place in np.argsort(-column, kind="stable").tolist() if column[place] >= ABOUT
        )[:5]
        for column in likeness.T
    )
    wanted = sorted({name for articles in about[:SHOWN] for name in articles})
    questions = tuple(Compare(Name("properties", "content"), "==", name) for name in wanted)
    now_us = 0 if index.last_us is None else index.last_us
    times = find_times(index, questions, now_us) if questions else ()
    return _Articles(
        about, {name: (one.subject, one.time_us) for name, one in zip(wanted, times, strict=True)}
    )


def _knowledge(
    articles: _Articles | None, topic: int, tickets: Tickets
) -> tuple[Knowledge, tuple[str, ...], Estimate]:
    nobody = "no ticket of these is of a known customer"
    if articles is None:
        return "not known", (), unknown("read_before", "the log tells of no content.viewed", unit="share")
    names = articles.about[topic]
    has_read = np.zeros(len(tickets), bool)
    for name in names:
        subject, at_us = articles.readers[name]
        order = np.lexsort((at_us, subject))
        reads: dict[int, Array] = {}
        subject, at_us = subject[order], at_us[order]
        for place in range(len(tickets)):
            who = int(tickets.subject[place])
            if who == NOBODY or has_read[place]:
                continue
            if who not in reads:
                low, high = np.searchsorted(subject, [who, who + 1])
                reads[who] = at_us[low:high]
            mine, opened_us = reads[who], int(tickets.opened_us[place])
            low, high = np.searchsorted(mine, [opened_us - BEFORE_US, opened_us])
            has_read[place] = high > low
    known = tickets.subject != NOBODY
    moments = by_subject(tickets.subject, known, has_read & known)
    read = share_of_clusters("read_before", moments, of_none=nobody)
    if not names:
        return "missing", (), read
    if read.value is None:
        return "not known", names, read
    if read.value >= READ:
        return "does not help", names, read
    return ("not read" if not has_read.any() else "read by some"), names, read
