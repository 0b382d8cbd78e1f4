"""The statistics the measures rest on: one formula a file, with its source. NumPy, the standard
library, and loops of our own."""
