"""Standards in Gherkin: the vocabulary of steps, the gate that reads feature files first, and the pytest plugin."""
