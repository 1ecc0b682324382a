"""Places become records of a published standard, each judged by the standard's own schema."""
