"""The command line: one file per command.

It translates words into calls and results into words, and computes nothing itself.
"""
