"""Where on the map did each subject stand, when? The log, folded over the map.

:func:`~desirepath.replay.index.open_index` lays a log out for one travelling object type, subject by
subject; :mod:`~desirepath.replay.binding` turns a map's rules into codes; :mod:`~desirepath.replay.kernel`
walks every subject through the map; and :func:`~desirepath.replay.replay.replay` hands back what was
counted (the Tally), each passage and visit, and where everybody stands now. ``docs/guide/replay.md`` says
every rule, with an example to count.
"""
