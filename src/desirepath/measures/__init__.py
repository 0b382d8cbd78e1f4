"""What the numbers on a measured map mean, and how sure they are.

A measure is one file in ``definitions``: the question it answers, its formula, unit and source, and what
missing means. It reads what a replay counted and returns an Estimate: a value with its interval, or the
reason why there is none. ``measure_map`` asks every measure of every step, of one group of customers or of
two side by side.
"""
