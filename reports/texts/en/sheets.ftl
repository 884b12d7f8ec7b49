## registers for a spreadsheet

heading-fen = { $name } (yuan)
heading-e4 = { $name } (yuan/kWh)
heading-kwh = { $name } (kWh)
heading-kva = { $name } (kVA)
head-loss = Loss not recovered (yuan)
head-row-number = Row
papers-contents = Contents
papers-number = No.
papers-register = Register
papers-rows = Rows

## answer books

answer-book = Answer sheet of the audit paper
answer-exam = Exam
answer-candidate = Candidate
answer-list-clause = Clauses
answer-list-post = Posts
answer-list-person = People
answer-list-formula = Formulas
answer-list-tier = Tiers
answer-list-sanction = Sanctions
answer-list-duty = Duties
answer-input-due = due (yuan)
answer-input-actual = actual (yuan)
answer-input-kwh = energy (kWh)
answer-input-price = price (yuan/kWh)
answer-input-kva = capacity (kVA)
answer-input-capacity-price = capacity price (yuan/kVA)
answer-input-issued = issued (yuan)
answer-input-principal = principal (yuan)
answer-input-principal-days = Σ principal × days (yuan·days)
answer-input-days = days
answer-input-daily-rate = daily rate
answer-input-short = still short (yuan)
answer-input-kwh-a-day = usual energy a day (kWh)
answer-guide-1 = One line for each incident that you find, thirty at most. What is called an incident and is none costs marks.
answer-guide-2 = Clause, post, person, formula, tier, sanctions and duties are chosen from the lists.
answer-guide-3 = A row is cited by its register and number, as in "抄表卡 12": the number in the register's first column, which stays the same when you sort or filter. At most five, those that show the incident: rows that have nothing to do with it take their share of all that the line earns; other papers of the incident (what is due, the price, papers of the same customer and day) count neither way.
answer-guide-4 = Choose a formula, and put its inputs into Input 1 to 5 in the order of the sheet "Formulas"; what it gives is the working of the amount.
answer-guide-5 = The amount is in yuan with two decimals. Where the rule gives nothing, write 0; a blank is no answer.
answer-guide-6 = Where it cannot be assessed by energy or fee, leave the amount blank and write "yes" under that heading.
answer-guide-7 = One sanction a cell, its figure in months, times or yuan; a range as 3-6. Where none follows, choose "none" in Sanction 1 and leave it not blank.
answer-guide-8 = Duties are what the unit must do by the rules: upward report, the three no-let-pass, and so on.
answer-guide-9 = Do not change exam and candidate in the second row, nor the headings in the fourth; do not merge cells.

## the handbook of a candidate

handbook-title = Work standards and assessment (for the exam)
handbook-clauses = Clauses
handbook-sentences = Tiers and sanctions
handbook-tiers = Tiers: { $policy }
handbook-from = From (yuan)
handbook-tier = Tier
handbook-late = What late money is worth
handbook-late-interest = Late money bears interest by the day: principal × days of delay (after the limit until it came in or was done, days off too) × { $rate }; summed first, then rounded half up to the 分.
handbook-late-open = What is still open on the day of the assessment and more than { $days } days late counts its principal.
handbook-late-principal = Late money counts its principal.
handbook-limits = Limits
handbook-lawful = No incident:{" "}
handbook-unit-day = { $value } days
handbook-unit-fen = { $value } yuan
handbook-unit-multiple = { $value } times
handbook-unit-off-day = { $value } days off
handbook-unit-period = { $value } months
handbook-unit-permille = { $value }‰
handbook-unit-time = { $value }
handbook-unit-working-day = { $value } working days
handbook-unit-bank-day = { $value } bank days
tariff-office-2001 = prices of the office of 2001
