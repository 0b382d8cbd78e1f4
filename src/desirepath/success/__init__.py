"""Decisions: what should happen next, for whom, and why. Pure functions: state in, "should happen" out.

Nothing here writes, sends or waits; the clock is an argument. The server, the command line and a notebook
perform what is decided.
"""
