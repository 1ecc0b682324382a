"""The home line: its networks, its orders, why one gets stuck, and how it ends."""
