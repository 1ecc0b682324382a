"""Writes of `lines`."""
