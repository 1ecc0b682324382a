"""Reads of `lines`."""
