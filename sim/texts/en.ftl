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

## Offices that cannot be

office-customers-negative = { $count } customers are fewer than none — write 0 or more
office-class-unknown = the class { $name } has no price — write one of { $names }
office-class-unknown-near = the class { $name } has no price — did you mean { $near }?
office-class-negative = { $count } customers of { $of } are fewer than none — write 0 or more
office-class-price = { $of }: the price of { $price } yuan is below the funds inside it, { $least } yuan — write at least { $least } yuan ({ $least_e4 } in units of 10⁻⁴ yuan)
office-book-unknown = no book is named “{ $name }” — there are: { $names }
office-book-unknown-near = no book is named “{ $name }” — did you mean “{ $near }”?
office-book-twice = two books are named “{ $book }” — keep one, or rename one
office-book-kind = book “{ $book }”: there is no kind { $name } — write one of { $names }
office-book-kind-near = book “{ $book }”: there is no kind { $name } — did you mean { $near }?
office-book-day = book “{ $book }”: its cycle day is { $day } — write 1 to 31
office-book-negative = book “{ $book }”: { $count } customers are fewer than none — write 0 or more
office-book-long = book “{ $book }” has { $count } customers: at the slowest { $pace } s a meter, its reader is not done at { $closes } — write at most { $fits }, or make several books of it
office-book-long-with = book “{ $book }” has { $count } customers, and “{ $reader }” reads { $others } on day { $day } too: at the slowest { $pace } s a meter, not done at { $closes } — write at most { $fits }, or another day or reader
office-name-alike = the names “{ $name }” and “{ $other }” differ by the width of a character or so, which nobody sees — write them alike, or rename one
office-name-invisible = the name “{ $name }” has an invisible character { $character } — delete it
office-name-space = the name “{ $name }” begins or ends with a space — write “{ $right }”
office-windows-shut = the windows close at { $closes }, the office opens at { $opens } — write a time after it, in seconds from midnight
office-hours = the office closes at { $closes }, but opens at { $opens } and serves until { $ends } — write a time after these, in seconds from midnight
office-no-meter = at this pace not one meter is read from { $opens } to { $closes } — lower { $name } or travel_s, or take longer hours
office-customers-many = { $count } customers in all are more than the { $most } that one office may have — write fewer
office-book-class = book “{ $book }”: the class { $name } has no price — write one of { $names }
office-book-class-near = book “{ $book }”: the class { $name } has no price — did you mean { $near }?
office-customer-book = customer “{ $customer }”: no book is named “{ $name }” — describe this book first; there are: { $names }
office-customer-book-near = customer “{ $customer }”: no book is named “{ $name }” — did you mean “{ $near }”?
office-customer-bookless = customer “{ $customer }”: no book is named “{ $name }” — describe this book first
office-customer-twice = two customers are named “{ $customer }” — keep one, or rename one
office-customer-class = customer “{ $customer }”: the class { $name } has no price — write one of { $names }
office-customer-class-near = customer “{ $customer }”: the class { $name } has no price — did you mean { $near }?
office-customer-price = customer “{ $customer }”: the price of { $price } yuan is below the funds inside it, { $least } yuan — write at least { $least } yuan ({ $least_e4 } in units of 10⁻⁴ yuan)
office-customer-early = customer “{ $customer }” applies on { $on }, before the office opens on { $start } — write { $start } or later; who is a customer from the start has no such day
office-customer-channel = customer “{ $customer }”: there is no way to pay { $name } — write one of { $names }
office-customer-channel-near = customer “{ $customer }”: there is no way to pay { $name } — did you mean { $near }?
office-no-registers = customer “{ $customer }”: his class has no multi-function meter — leave out peak, valley, reactive and the low side, or write a class that has one, such as large industry
office-share = customer “{ $customer }”: there is no share of { $share } % — write 0 to { $most }
office-shares-over = customer “{ $customer }”: peak { $peak } % and valley { $valley } % are more than all of the energy — lower one of them
office-no-transformer = customer “{ $customer }”: no { $series } transformer has { $kva } kVA, on whose low side he could be metered — write one of { $sizes }, or meter him on the high side
office-meter-small = customer “{ $customer }” uses { $daily } kWh a day: in a month a meter of { $digits } digits and multiplier { $multiplier } turns by more than half, and its registers no longer tell the energy — write at least { $enough } digits, or a larger multiplier
office-post-unknown = “{ $person }”: there is no post { $name } — write one of { $names }
office-post-unknown-near = “{ $person }”: there is no post { $name } — did you mean { $near }?
office-post-twice = “{ $person }” is { $post } twice — delete one
office-posts-three = “{ $person }” is { $first } and { $second } already and cannot be { $third } too — delete one of the posts
office-posts-apart = { $first } and { $second } may not be one person, “{ $person }” — delete one of the posts, or name somebody else
office-counter-post = “{ $person }” is no collector and has no counter — delete the counter, or write the post collector
office-counter-none = “{ $person }”: there is no counter { $counter } — write 1 to 8 (windows) or 9 to 15 (door rounds)
office-counter-none-halls = “{ $person }”: there is no counter { $counter }; there are { $halls } halls — write hall × 16 + number: halls are 0 to { $last }, numbers 1 to 8 (windows) or 9 to 15 (door rounds)
office-counter-taken = “{ $person }” and “{ $other }” are both at counter { $counter } — write another for one of them
office-windows = a hall cannot have { $windows } windows — write 1 to { $most }
office-tariff-later = tariff { $tariff } holds from { $first }, the office opens on { $start } without prices — take another tariff, or open later
office-tariff-charge = tariff { $tariff }, { $of }: charges by { $by }, which an office of 2001 does not meter — take another tariff, or change the class
office-tariff-funds = tariff { $tariff }, { $of }: { $funds } funds, a bill has room for { $most } — take fewer funds
office-tariff-versions = tariff { $tariff }: its versions from { $start } on have other classes or another metering — make them alike, or take fewer months
charge-tiers = tiers
charge-spike = a spike period
charge-demand = maximum demand

# Classes and posts: the name, and how a file has it

class-resident = resident
class-lighting = lighting
class-commerce = commerce
class-industry = industry
class-large_industry = large industry (large_industry)
class-agriculture = agriculture
post-business_manager = business manager (business_manager)
post-business_specialist = business specialist (business_specialist)
post-inspection_specialist = inspection specialist (inspection_specialist)
post-registration_clerk = registration clerk (registration_clerk)
post-meter_reader = meter reader (meter_reader)
post-collector = collector
post-issuance_clerk = issuance clerk (issuance_clerk)
post-accountant = accountant
post-cashier = cashier
post-field_auditor = field auditor (field_auditor)
post-information_auditor = information auditor (information_auditor)
post-system_administrator = system administrator (system_administrator)
post-inspector = inspector
post-meter_fitter = meter fitter (meter_fitter)
post-meter_tester = meter tester (meter_tester)
post-rural_electrician = rural electrician (rural_electrician)
