"""Runs the server and what belongs to running one: checks, workers, backup and restore.

``starting`` makes Django ready; the other modules know its models, and are loaded after it.
"""
