"""Reads of `prescriptions`."""
