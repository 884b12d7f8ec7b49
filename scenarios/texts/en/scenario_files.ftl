# Scenarios
scenario-unknown = no scenario or file is named “{ $name }” — one of: { $names }
scenario-unknown-near = no scenario or file is named “{ $name }” — did you mean “{ $near }”? There are: { $names }
limit-unknown = there is no limit “{ $name }” — nearest: { $near }
tariff-unknown = no tariff or file beside the scenario is named “{ $name }” — did you mean “{ $near }”? There are: { $names }
town-class = tariff { $tariff } has no class { $name }, and this office mixes its customers of all classes — add the class to the tariff, or count the customers by class in [classes]
inject-form = “{ $entry }” is not an injection — write CLAUSE=RATE (2.1=0.01), CLAUSE=Nx (2.1=3x), all=…, or none
inject-clause = no error can be injected for the clause “{ $name }” — nearest: { $near }; there are: { $names }
inject-value = “{ $value }” in “{ $entry }” is neither a rate nor a number — write a rate from 0 to 1 with at most six decimals, or a number as 3x
inject-rate = the rate { $value } in “{ $entry }” is above 1 — write a share of the opportunities from 0 to 1
too-few = more is ordered than can mature: { $clauses } — order fewer, or give more customers or months
too-few-unasked = the scenario { $scenario } orders by itself ({ $entries }) more than can mature: { $clauses } — write --inject none for no orders, --inject 2.2=3x for those you want, or give more customers or months
too-few-one = clause { $clause }: { $wanted } ordered, { $found } possible
too-few-between = {"; "}
months-too-many = { $months } months from { $start } go beyond the calendar ({ $first } to { $last }) — write 1 to { $most }
start-outside = no start on { $start }: the calendar runs from { $first } to { $last }, and a month is needed before and after — change start
name-unknown-near = no { $kind } is named “{ $name }” — did you mean “{ $near }”?
name-unknown = no { $kind } is named “{ $name }” — there are: { $names }
limit-number = the limit { $name } is { $value } — write a whole number like { $usual }
limit-time = the limit { $name } is { $value } — write a time of day like { $usual }
act-value = the parameter { $name } is { $value } — write an integer or a date, without quotes
act-lacks = “{ $does }” lacks parameters — add { $names }, or write none
act-customer = no customer is named “{ $name }” — describe him in [[named_customers]] first
act-about = “{ $does }” does not say about what — add about = "…"
stage-simulate = simulating
stage-survey = listing opportunities
