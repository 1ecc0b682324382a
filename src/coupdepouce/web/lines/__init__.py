"""The pages of the line: the operator's back office, stuck cases, a household's line."""
