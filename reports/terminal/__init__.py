"""Summary, incident and tables on a terminal."""
