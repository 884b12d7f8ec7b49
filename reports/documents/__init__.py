"""Documents to print and sign: paper, typeface, tables that keep together."""
