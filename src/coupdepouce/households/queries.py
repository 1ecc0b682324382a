"""Reads of `households`."""
