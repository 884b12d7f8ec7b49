# Scenarios
scenario-unknown = no scenario or file is named “{ $name }” — one of: { $names }
scenario-unknown-near = no scenario or file is named “{ $name }” — did you mean “{ $near }”? There are: { $names }
limit-unknown = there is no limit “{ $name }” — nearest: { $near }
limit-beyond = the limit { $name } of { $value } days leads beyond the calendar, which ends on { $last }, from the last day of the office, { $end } — write at most { $most }, or take fewer months
limit-hasty-issuance = the limit { $name } is 0 days, but a book is issued on the working day after it was read at the earliest — write at least 1
limit-hasty-remittance = the limit { $name } is 0 days, but income goes up on the bank day after the ten days have ended at the earliest — write at least 1
limit-hasty-collection = the limit { $name } is 0 days, but a bill goes out for collection on the bank day after its issue at the earliest — write at least 1
limit-hasty-reconcile = the limit { $name } is 0 days, but the ledger is reconciled on the working day after the month has ended at the earliest — write at least 1
limit-hasty-balance = the limit { $name } is 0 days, but a window is balanced on the working day after the ten days have ended at the earliest — write at least 1
limit-hasty-deposit = the limit { $name } is { $value }, but the cashier takes to the bank at { $at } what the windows handed in — write { $least } or later
limit-hasty-arrears = the limit { $name } is 0 days, but a bill is overdue only after its due date — write at least 1
limit-hasty-arrears-pair = the limit { $name } is { $listed } days, but notices are served the working day after the list and have { $dunned } days ({ $dunning }) — write at most { $most }, or allow more for { $dunning }
limit-hasty-dunning-pair = the limit { $name } is { $dunned } days, but the arrears list takes { $listed } ({ $list }) and its notices are served the working day after — write at least { $least }{ $listed ->
    [1] {""}
   *[other] , or less for { $list }
}
tariff-unknown = no tariff or file beside the scenario is named “{ $name }” — did you mean “{ $near }”? There are: { $names }
tariff-outside = tariff = "{ $name }" leads out of the folder { $folder } and is not read — put the tariff in the folder of the scenario, or below it
town-class = tariff { $tariff } has no class { $name }, and this office mixes its customers of all classes — add the class to the tariff, or count the customers by class in [classes]
inject-form = “{ $entry }” is not an injection — write CLAUSE=RATE (2.1=0.01), CLAUSE=Nx (2.1=3x), all=…, or none
inject-clause = no error can be injected yet for clause { $name } — the nearest that can: { $near }; there are: { $names }
inject-act = “{ $name }” is an act, not a clause; it breaks clause { $near } — write { $near }={ $value } (who does it, and on which day, is for [[acts]] of a scenario); clauses: { $names }
inject-no-clause = there is no clause { $name }, only { $first } to { $last } — the nearest that can be injected: { $near }; there are: { $names }
inject-unknown = “{ $name }” is no clause — nearest: { $near }; there are: { $names }
inject-rate-count = the rate { $value } in “{ $entry }” is above 1 — for { $count } errors write { $name }={ $count }x; a rate is from 0 to 1
inject-value = “{ $value }” in “{ $entry }” is neither a rate nor a number — write a rate from 0 to 1 with at most six decimals, or a number as 3x
inject-rate = the rate { $value } in “{ $entry }” is above 1 — write a share of the opportunities from 0 to 1
too-few = more is ordered than can mature: { $clauses } — order fewer, or give more customers or months
too-few-unasked = the scenario { $scenario } orders by itself ({ $entries }) more than can mature: { $clauses } — write --inject none for no orders, --inject 2.2=3x for those you want, or give more customers or months
too-few-one = clause { $clause }: { $wanted } ordered, { $found } possible
too-few-between = {"; "}
months-too-many = { $months } months from { $start } go beyond the calendar ({ $first } to { $last }) — write 1 to { $most }
start-outside = no start on { $start }: the calendar runs from { $first } to { $last }, and a month is needed before and after — change start
start-first = no start on { $start }: an office runs by whole months — write { $before } or { $after }
name-unknown-near = no { $kind } is named “{ $name }” — did you mean “{ $near }”?
name-unknown = no { $kind } is named “{ $name }” — there are: { $names }
limit-number = the limit { $name } is { $value } — write a whole number like { $usual }
limit-time = the limit { $name } is { $value } — write a time of day like { $usual }
act-value = the parameter { $name } is { $value } — write an integer or a date, without quotes
act-range = the parameter { $name } is { $value } — write an integer from { $least } to { $most }
act-not-none = the parameter { $name } is { $value } — write an integer from { $least } to { $most } other than 0
act-date = the parameter { $name } is { $value } — write a date like 2001-03-14, without quotes
act-to = the parameter { $name } is { $value } — write a date after { $on }, at most { $last }
act-about-idle = “{ $does }” is about nobody and nothing — delete about
act-post = “{ $name }” is { $has }, “{ $does }” is done by the { $post } — write one of: { $names }
act-post-none = “{ $name }” is { $has }, “{ $does }” is done by the { $post }, and nobody of that post is named — describe somebody in [[staff]] first
act-person = no { $post } is named “{ $name }” — describe him in [[staff]] first
act-person-near = no { $post } is named “{ $name }” — did you mean “{ $near }”?
act-twice = “{ $does }” of the same situation stands in line { $line } — keep one, or write another day
act-outside = { $on } is not in the span of the office, { $first } to { $last } — the nearest days on which it could be: { $near }
act-closed = { $on }: the office is closed — the nearest days on which it could be: { $near }
act-working = { $on } is no working day, and this post does not work — the nearest days on which it could be: { $near }
act-bank = { $on } is no bank day — the nearest days on which it could be: { $near }
act-cycle = { $on } is no reading day of book “{ $book }” (day { $day } of the month, the next open day where it is closed) — the nearest days on which it could be: { $near }
day-of-week = { $on } ({ $weekday ->
    [0] Monday
    [1] Tuesday
    [2] Wednesday
    [3] Thursday
    [4] Friday
    [5] Saturday
   *[6] Sunday
})
days-and = { $days }, { $day }
days-none = none
act-void = on { $on } there is no occasion for “{ $does }” with “{ $about }” — it comes up on { $days }
act-void-office = on { $on } there is no occasion for “{ $does }” — it comes up on { $days }
act-void-never-office = there was no occasion on { $on } to “{ $does }”, nor on any other day of the span — by the calendar it could be on { $days }
act-away = on { $on } it is { $actual } who has the work of “{ $about }”, who is on leave or has another shift: no “{ $does }” of his — his own days: { $days }
act-void-never = “{ $about }” had no occasion on { $on } to “{ $does }”, nor on any other day of the span — by the calendar it could be on { $days }
act-beyond = { $name }: on { $on } there is no more than { $most } to “{ $does }” with — write at most { $most }
act-second = another act of the file has the situation of { $on } in which “{ $does }” is ordered — keep one, or write another day
act-lacks = “{ $does }” lacks parameters — add { $names }, or write none
act-customer = no customer is named “{ $name }” — describe him in [[named_customers]] first
act-about = “{ $does }” does not say about what — add about = "…"
stage-simulate = simulating
stage-survey = listing opportunities

# An act taken away
replay-none = the folder does not keep the office that was run — simulate it again with this version
replay-other = the run cannot be repeated as it was: it was made by version { $made }, this is { $own } — simulate it again with this version
counterfactual-columns = the table acts lacks these columns, or has them in another form: { $columns }
counterfactual-act = the table acts says { $name }, which nobody can do
counterfactual-unknown = there is no act { $act } among the { $count } of this run — by time: { $names }
counterfactual-no-acts = there is no act { $act }: in this run everybody went by the book
counterfactual-overload = nobody decided act { $act }, it comes from too much work: it cannot be taken away alone — write another act
