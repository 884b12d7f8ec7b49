"""Section 1, 登記."""
