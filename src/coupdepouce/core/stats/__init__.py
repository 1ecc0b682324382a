"""Figures that may be shown, and what they prove: pure rules."""
