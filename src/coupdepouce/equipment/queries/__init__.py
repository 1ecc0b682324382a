"""Reads of `equipment`: one module per subject."""
