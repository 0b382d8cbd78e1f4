"""The tables of data, step by step."""
