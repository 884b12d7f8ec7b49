"""Accounts and statistics (營業會計): vouchers and the month's balances."""
