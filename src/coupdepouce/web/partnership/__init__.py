"""The pages of structures: joining without an account, then the partner's own life."""
