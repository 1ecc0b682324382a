"""Writes of `prescriptions`."""
