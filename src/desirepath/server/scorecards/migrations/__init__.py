"""The versions of the tables of scorecards."""
