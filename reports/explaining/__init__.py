"""The chain of an incident, from the record rows to the duties, and the records that disagree."""
