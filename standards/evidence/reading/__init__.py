"""Section 2, 抄表."""
