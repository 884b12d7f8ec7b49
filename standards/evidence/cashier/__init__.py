"""Section 5, 營業出納."""
