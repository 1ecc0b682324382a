"""The pages of a workshop: lots that come, machines made ready, what is kept of them."""
