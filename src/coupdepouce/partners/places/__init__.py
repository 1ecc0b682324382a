"""The directory of places: published, measured, and said once each."""
