# Records looked at in full. Where, what is wrong — what to write.

records-unreadable = cannot be read: the file is damaged or not whole — put a sound one in its place
records-no-table = there is no table “{ $table }” — move it away, or name it as docs/records.md does
records-lacking = these columns are missing: { $columns } — add them as docs/records.md says
records-strange = these columns do not belong here: { $columns } — remove them, see docs/records.md
records-type = column { $column } is of type { $found } — use { $wanted }
records-null = column { $column } lacks a value — none may be missing here
records-word = column { $column } says “{ $value }” — { $more }
records-form = column { $column } says “{ $value }” — write it as docs/records.md says: { $form }
records-words = write one of { $words }
records-day = column { $column } says { $value }, outside the office’s calendar — write { $first } to { $last }
records-period = column { $column } says { $value }, which is no month — write year × 100 + month, as 200103
records-large = column { $column } says { $value }, outside its range — write { $least } to { $most }
records-gap = column { $column } says { $value }, and the day before is missing from the calendar — write every day
records-dial = column { $column } says { $value }, which the dial of its meter cannot show — write 0 or more, within its digits
records-free = column { $column } says { $value }: nothing is sold for that — write its price
records-funds = column { $column } says { $value }: what is collected for others is no more than the price — write their sum
records-twice = column { $column }: the key { $value } occurs twice — every row needs its own
records-key = column { $column }: the key { $value } contradicts column { $other } of its row — both must say the same
records-lost = column { $column } refers to { $value }, which { $to } ({ $table }) does not have — add that row, or correct it
records-more = { $said }; { $count } rows of this column are alike, this is the first
