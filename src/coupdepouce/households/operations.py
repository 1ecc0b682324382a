"""Writes of `households`."""
