"""Answer books: what a candidate may write where, and what he wrote."""
