"""Records and incidents for a spreadsheet."""
