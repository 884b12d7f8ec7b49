"""What an exam comes to: marks as a workbook, the office's incidents as the trade's form, pages for people."""
