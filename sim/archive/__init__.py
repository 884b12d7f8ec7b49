"""What is recorded: the master tables, the price table in force, the open items."""
