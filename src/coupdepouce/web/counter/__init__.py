"""The pages of a shop: the counter, and the signed link of a shop without an account."""
