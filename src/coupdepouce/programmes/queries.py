"""Reads of `programmes`."""
