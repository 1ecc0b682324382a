"""Published figures as tidy tables: which files, what each column means, the traps of each.

A table of figures has one row for a code, a figure and a year, with its value, its source and how
much to trust it. A figure the publisher hides stays in the table, without a value.
"""
