"""A map small enough to know by heart."""

from desirepath.model.document import Document
from desirepath.model.nodes import MapNodes, to_nodes

COFFEE = """\
format: desirepath/1
id: coffee
title: A coffee before work
stages:
  - id: counter
    name: At the counter
    steps:
      - id: order
        name: Orders
        when: [{activity: order.placed}]
        goal: Be out in three minutes   # we think
        feeling: 0.5
        doing: [Reads the board, {id: waits, text: Waits}]
"""


def coffee_nodes() -> MapNodes:
    """Its nodes."""
    document = Document.read(COFFEE)
    return to_nodes(document.data, document.comments())
