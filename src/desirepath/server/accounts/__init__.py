"""Accounts: one customer, whole: what happened, what people wrote by hand, what to do next. No tables."""
