# Rates files
rates-unknown = there are no rates “{ $name }” — write { $names }, or a file
rates-clause = there is no clause { $name } — there are: { $names }
rates-clause-idle = nothing that breaks clause { $name } can be simulated yet — the nearest that can: { $near }; there are: { $names }
rates-action = clause { $clause } has no act “{ $name }” — nearest: { $near }; there are: { $names }
rates-action-of = “{ $name }” breaks clause { $other }, not { $clause } — write clause = "{ $other }"
rates-twice = “{ $name }” stands in line { $line } already — keep one
rates-fine = { $value } has more than six decimals — write six at most
rates-high = { $value } is too high: { $point } has { $wrongs } wrongs, of which one at most is done at a time, so each has an equal part — write { $most } at most

# Simulated years
study-acts = this scenario orders acts by name ([[acts]]); in simulated years acts happen by rates alone — delete [[acts]], or take another scenario
study-population = { $replications } simulated years ({ $scenario }, { $customers } customers, { $months } months, rates { $rates }, seed { $seed })
