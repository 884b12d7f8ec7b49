"""The rulebook as data: the 72 clauses, the posts and their duties, limits, overlaps, sentences of the handbook."""
