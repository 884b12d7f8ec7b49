"""Words, numbers, keys and registers as people read them."""
