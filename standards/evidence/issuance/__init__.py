"""Section 3, 發行."""
