"""What an assessment says, as objects: incidents, counts, and the rules that they rest on."""
