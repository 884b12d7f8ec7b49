"""Papers that repeat each other: every declared repeat is tried before a clause is asked, whatever it is about."""
