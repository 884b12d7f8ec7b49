"""A mark in words: what each incident and line earned, by which sentence, rows and arithmetic, and why."""
