"""A comparison of policies to read: the page, its figures, the tables, and two pages for a committee."""
