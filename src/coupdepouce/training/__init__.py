"""The workshops: what is taught, when and where, who has a place, who came."""
