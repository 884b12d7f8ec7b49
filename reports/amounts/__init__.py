"""How the amount of a finding came about, with its numbers in place."""
