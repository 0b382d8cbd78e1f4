"""Adding up the spread, compiled: subject by subject, over interactions whose step is known."""

from __future__ import annotations

import numpy as np

from desirepath.replay.columns import Array
from desirepath.replay.kernel import compiled
from desirepath.replay.shapes import BELONGS, Passages, Rows


@compiled
def add_up(
    rows: Rows,
    passages: Passages,
    labels: Array,
    only_step: Array,
    question_of: Array,
    good_from: Array,
    bad_below: Array,
    ticket: int,
    visits: Array,
    tickets: Array,
    channels: Array,
    answers: Array,
) -> None:
    """Add the passages (of whole subjects, by subject) to the four sums of a
    :class:`~desirepath.replay.spread.Spread`.

    ``labels`` has the step where the subject of each interaction inside them stood, ``only_step`` is that of
    the rules; ``ticket`` is the code of the activity that opens one (-1: the log has none).
    """
    steps = len(visits)
    most = channels.shape[1] - 1
    subject_of, _, first_of, end_of, _, _ = passages
    # What one subject did; and, so that emptying it costs no more than filling it, where it is not 0.
    v = np.zeros(steps, np.int64)
    t = np.zeros(steps, np.int64)
    c = np.zeros(steps * (most + 1), np.int64)
    n = np.zeros(answers.shape[0] * (steps + 2), np.int64)
    s = np.zeros(answers.shape[0] * (steps + 2), np.int64)
    at_steps = np.empty(steps, np.int64)
    at_channels = np.empty(len(c), np.int64)
    at_answers = np.empty(len(n), np.int64)
    some_steps = 0
    some_channels = 0
    some_answers = 0
    for p in range(len(first_of)):
        place = steps
        for i in range(first_of[p], end_of[p]):
            here = labels[i]
            if here != place and here < steps:
                if v[here] == 0:
                    at_steps[some_steps] = here
                    some_steps += 1
                v[here] += 1
                cell = here * (most + 1) + min(rows.channel[i], most)
                if c[cell] == 0:
                    at_channels[some_channels] = cell
                    some_channels += 1
                c[cell] += 1
            place = here
            if rows.activity[i] == ticket and here < steps:
                t[here] += 1
            level = rows.level[i]
            question = question_of[rows.scale[i]] if level >= 0 else -1
            if question >= 0:
                asked = only_step[rows.match[i]]
                at = BELONGS - asked if asked <= BELONGS else here
                vote = int(level >= good_from[question]) - int(level < bad_below[question])
                for is_whole in range(2):
                    cell = question * (steps + 2) + (steps + 1 if is_whole else at)
                    if n[cell] == 0:
                        at_answers[some_answers] = cell
                        some_answers += 1
                    n[cell] += 1
                    s[cell] += vote
        if p + 1 == len(first_of) or subject_of[p + 1] != subject_of[p]:
            for k in range(some_channels):
                cell = at_channels[k]
                step = cell // (most + 1)
                channel = cell % (most + 1)
                channels[step, channel, 0] += c[cell]
                channels[step, channel, 1] += v[step] * c[cell]
                channels[step, channel, 2] += c[cell] * c[cell]
                c[cell] = 0
            for k in range(some_steps):
                step = at_steps[k]
                visits[step, 0] += 1
                visits[step, 1] += v[step]
                visits[step, 2] += v[step] * v[step]
                tickets[step, 0] += t[step]
                tickets[step, 1] += v[step] * t[step]
                tickets[step, 2] += t[step] * t[step]
                v[step] = 0
                t[step] = 0
            for k in range(some_answers):
                cell = at_answers[k]
                sums = answers[cell // (steps + 2), cell % (steps + 2)]
                sums[0] += 1
                sums[1] += n[cell]
                sums[2] += s[cell]
                sums[3] += n[cell] * n[cell]
                sums[4] += n[cell] * s[cell]
                sums[5] += s[cell] * s[cell]
                n[cell] = 0
                s[cell] = 0
            some_steps = 0
            some_channels = 0
            some_answers = 0
