"""Issuance (發行): bills and their papers, the daily check, corrections."""
