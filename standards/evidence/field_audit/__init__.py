"""Section 9, 竊電和收費."""
