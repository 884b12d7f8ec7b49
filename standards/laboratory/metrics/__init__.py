"""What policies are measured by: a table of figures, what each incident, person and act adds, and the figures."""
