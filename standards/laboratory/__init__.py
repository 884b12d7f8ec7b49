"""Policies tried out, without an office and without any assumption about people: what they do to incidents."""
