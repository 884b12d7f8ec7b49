"""The arithmetic of the trade: pure functions, tables and tariff files."""
