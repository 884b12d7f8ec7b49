"""The formulas of the desk, one module a topic; each module's FORMULAS maps ids to functions."""
