"""The pages of campaigns: made, sent in waves, counted, closed."""
