"""Work at the meters: crews who put them in and change them, auditors who read them again."""
