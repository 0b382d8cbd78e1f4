"""The statistics the measures rest on: one formula a file, with its source. NumPy and the standard library
only."""
