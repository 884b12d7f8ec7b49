# Texts of this room: faults in files. Codes: docs/messages.md. Form: where, what is wrong — what to write.

severity-error = error
severity-warning = warning
severity-note = note
faults-more = { $count } in all; the first { $shown } are shown

## Reading a file

no-file = there is no such file — check its name; looked in { $folder }
no-file-near = there is no such file — did you mean { $near }?
no-folder = there is no folder { $folder } — check the path
is-directory = this is a folder, not a file — name a file in it
not-ordinary = this is no ordinary file (a pipe, device or socket) and is not read — save it as a file first
too-large = the file is larger than { $limit } KiB — split it into several
errno-denied = no permission to read it — give it with chmod, or use another file
errno-loop = symbolic links in a loop — point to the file itself
errno-long-name = the name or the path is too long — shorten it
errno-device = the storage device failed while reading — check the disk
errno-too-many = too many files are open — close some programs and try again
errno-bad-name = the file's name has a NUL character — correct the name
errno-other = the system refused to read it ({ $words }, errno { $number }) — check the file
not-utf8 = not UTF-8 here (byte { $byte }): the text is damaged — type this place again and save as UTF-8
other-encoding = not UTF-8; it looks like { $encoding } — convert it first: { $command }
byte-order-mark = a UTF-8 byte-order mark at the start was skipped — nothing to do; or save as UTF-8 without it
control-character = control character { $character } — delete it
damaged-character = U+FFFD here: the text was damaged in a conversion — convert the original to UTF-8 again

## Syntax

empty-file = the file is empty — write its contents
only-comments = the file has only comments — write its contents
invisible-character = invisible character { $character } — delete it, or use an ordinary space
invisible-in-key = key { $key } has an invisible character { $character } — delete it
wide-sign = { $got } here — write { $write }
bad-escape = the character after the backslash is not allowed — write two backslashes, or use single quotes
no-value = { $where }: no value after the equals sign — write one, or delete the line
date-form = { $where }: got { $got }, not how dates are written — write { $write }, without quotes
no-such-date = { $where }: got { $got }, there is no such day — write a day of the calendar
truth-word = { $where }: got { $got } — write { $write }
no-null = { $where }: got { $got }, TOML has no null — delete the line where there is no value
text-without-quotes = { $where }: got { $got }, text needs quotes — write { $write }
not-closed = a quote, bracket or brace is not closed, here or above — close it
twice-above = key { $key } already has a value above — keep one
text-after-value = there is more text after the value — delete it; text belongs inside the quotes
no-such-value = this is no TOML value — put text in quotes; numbers, dates, true and false go without
no-such-key = a key cannot begin so — write letters, digits, - and _, and put others in quotes
colon = a colon between key and value — write key = value
quote-the-key = key { $key } is not ASCII and needs quotes — write { $write }
quote-the-header = the table's name is not ASCII and needs quotes — write { $write }
header-not-closed = the bracket of the table's name is not closed — add ]
no-equals = no equals sign in this line — write key = value; comments start with #
not-toml = not TOML here ({ $reason }) — write key = value or [table]
twice = key { $key } is given twice, first in line { $line } — keep one

## Keys

at-key = { $key }
at-top = top level
list-whole = { $names }
list-cut = { $names } and others
unknown-key = { $where }: there is no such key — the keys are { $keys }
unknown-key-near = { $where }: there is no such key — did you mean { $near }?
missing-key = { $table }: { $key } is missing — add { $key } = …
missing-item = { $table }: value { $number } is missing — add it

## Values

got-table = a table
got-array = an array
got-written = { $text }
expected-integer = an integer
expected-integer-fen = an integer in fen
expected-integer-kwh = an integer in kWh
expected-integer-kva = an integer in kVA
expected-integer-days = an integer number of days
expected-integer-months = an integer number of months
expected-number = a number
expected-text = text
expected-truth = true or false
expected-array = an array
expected-table = a table
expected-date = a date
expected-datetime = a date and time
expected-time = a time
write-integer = an integer like 1000, without quotes
write-number = a number like 0.05, without quotes
write-text = "…", in quotes
write-truth = true or false, without quotes
write-array = [ …, … ]
write-table = [table] and key = value below it
write-date = a date like 2001-01-31, without quotes
write-datetime = a time like 2001-01-31T08:30:00, without quotes
write-time = a time like 08:30:00, without quotes
why-full-width = full-width characters
why-thousands = thousands separators
why-exponent = an exponent
why-chinese = Chinese numerals
why-percent = a percentage
why-unit = with a unit
why-quoted = in quotes
why-minus-sign = not an ASCII minus sign
why-leading-zeros = leading zeros
why-decimals = a decimal point
why-plain = not how numbers are written
wrong-type = { $where }: got { $got }, expected { $want } — write { $write }
wrong-type-text = { $where }: got { $got }, expected text — put it in quotes: { $write }
wrong-number = { $where }: got { $got } ({ $why }) — expected { $want }
wrong-number-near = { $where }: got { $got } ({ $why }), expected { $want } — did you mean { $write }?
negative = { $where }: got { $got }, cannot be negative — write { $least } or more
not-finite = { $where }: got { $value }, not a finite number — write a number
over-limit = { $where }: the number is beyond 10^15 — write an integer between -1000000000000000 and 1000000000000000
bound-ge = { $where }: got { $got }, too small — write { $bound } or more
bound-gt = { $where }: got { $got }, too small — write more than { $bound }
bound-le = { $where }: got { $got }, too large — write { $bound } or less
bound-lt = { $where }: got { $got }, too large — write less than { $bound }
bound-multiple_of = { $where }: got { $got } — write a multiple of { $bound }
not-a-choice = { $where }: got { $got }, not one of the choices — write one of { $names }
not-a-choice-near = { $where }: got { $got }, not one of the choices — did you mean { $near }?
text-pattern = { $where }: got { $got }, not of the right form — the form is { $pattern }
text-short = { $where }: the text is too short — write at least { $least } characters
text-long = { $where }: the text is too long — write at most { $most } characters
text-too-long = { $where }: the text has { $size } bytes — write at most { $limit }
too-few = { $where }: only { $count } items — write at least { $least }
too-many-items = { $where }: { $count } items — write at most { $most }
too-deep = nested deeper than { $limit } — nest less
too-many = more than { $limit } values — split the file into several
no-zone = { $where }: got { $got }, without a time zone — add +08:00 after the time
minus-zero = { $where }: −0 is read as 0 — write 0
rule-broken = { $where }: { $text } — correct it
