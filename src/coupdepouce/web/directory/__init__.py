"""The directory of places: what the public reads, and what the programme manager mends."""
