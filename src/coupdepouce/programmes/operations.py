"""Writes of `programmes`."""
