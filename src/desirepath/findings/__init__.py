"""What is going on? Questions to the log and the map whose answers need more than counting.

:mod:`~desirepath.findings.paths` finds the ways that customers take of their own;
:mod:`~desirepath.findings.conformance` holds them against the map: how well it explains them, which detours
are travelled and what goes with them, what customers do that the map lacks. A finding is a statement with
its evidence and its address in the map, and can say itself in words.
"""
