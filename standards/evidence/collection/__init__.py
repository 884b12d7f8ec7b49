"""Section 4, 收費."""
