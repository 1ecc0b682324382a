"""The pages of a household: the check, without a name, and the way of its own request."""
