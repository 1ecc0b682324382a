"""Reads of `outreach`."""
