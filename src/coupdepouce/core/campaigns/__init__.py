"""Campaigns: short codes, texts of a wave, two texts compared; pure rules."""
