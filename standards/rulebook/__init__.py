"""The rulebook as data (clauses/, posts/ and single files), its models, and what must hold across its files."""
