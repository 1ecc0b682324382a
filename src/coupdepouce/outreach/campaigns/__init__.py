"""Campaigns: waves sent by others, short links counted without knowing who."""
