"""The pages of the machines: a shop's stock, its parcels, its counts, and the hand-over."""
