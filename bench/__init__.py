"""How fast, beside the machine's own limit and beside what a user would pick instead: ``make bench``."""
