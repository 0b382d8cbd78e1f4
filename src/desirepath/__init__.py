"""Desirepath: the journey you planned for your customers beside the one they take."""

__version__ = "0.1.0"
