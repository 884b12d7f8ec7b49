"""Record rows as the papers that they are."""
