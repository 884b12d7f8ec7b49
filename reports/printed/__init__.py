"""A paper on paper: the registers of a candidate's workbook laid out on A4 sheets, with sheets to answer on."""
