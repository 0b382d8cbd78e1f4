"""Renewals, revenue, the first ninety days and support moments: answers of the library, and whose each number
is."""
