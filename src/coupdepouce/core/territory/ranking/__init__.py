"""Which territory: criteria scaled and weighed in the open, and how sure the order is."""
