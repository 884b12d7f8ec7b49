"""What is: who lives in the town, what is wired, what turns; and the people and counters of the office."""
