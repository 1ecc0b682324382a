"""Pages of a follow-up shared between organisations, for both teams."""
