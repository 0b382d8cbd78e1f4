"""The journey map as a company believes it: its classes, its file, its rules and what a careful reader says
of it.

Start with :mod:`~desirepath.model.journey_map` (what a map says) and :mod:`~desirepath.model.map_file`
(reading and writing one). :mod:`~desirepath.model.document` keeps the comments of a file through a change,
:mod:`~desirepath.model.schema` publishes the JSON Schema, and :mod:`~desirepath.model.expression` is the
small language of segments and rules. Nothing here knows of a log.
"""
