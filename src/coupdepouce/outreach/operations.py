"""Writes of `outreach`."""
