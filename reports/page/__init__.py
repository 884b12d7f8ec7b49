"""The report as one self-contained HTML page, its figures and typeface inside."""
