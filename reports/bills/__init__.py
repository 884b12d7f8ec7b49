"""Bills line by line, each line with its working."""
