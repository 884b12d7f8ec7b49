"""The judge's view of an office's records at the end of a day: tables, sheets, limits, what each bill should be."""
