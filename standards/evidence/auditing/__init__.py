"""Section 7: information audit and the system."""
