"""What may be concluded from office-years: intervals of differences, bounds of rare events, choices, survival."""
