"""The cashier (出納) and the bank."""
