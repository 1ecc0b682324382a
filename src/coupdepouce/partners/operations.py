"""Writes of `partners`."""
