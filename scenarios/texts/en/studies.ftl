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
study-file = this is a file, not the folder of a study — name another --out
study-taken = the folder holds something else, not a study — name another --out
study-other = this is another study: { $what } — name another --out, or go on with it by its own options
study-damaged = it is not as it was written — delete it and go on with the same options: it is worked out again, the same
study-dead = processes ended in their work { $times } times running, { $left } replications are left — most likely memory ran out: take fewer --jobs or --customers and go on with the same options; what is done is kept
study-between = {"; "}
study-of-kaohe = program { $there } there, { $here } here
study-of-scenario = scenario { $there } there, { $here } here
study-of-customers = { $there } customers there, { $here } here
study-of-office = another description of the office
study-of-rates = rates { $there } there, { $here } here
study-of-acts = other figures of the rates
study-of-months = { $there } months there, { $here } here
study-of-seed = seed { $there } there, { $here } here
cluster-none = Dask is not installed here — install kaohe[cluster], or write --jobs
cluster-silent = no Dask scheduler answers at { $address } — look at the address, e.g. tcp://10.0.0.5:8786

# deterrence files
deterrence-unknown = there is no deterrence file “{ $name }” — write { $names }, or a file
deterrence-reference = there is no policy “{ $name }” to refer to — nearest: { $near }; there are: { $names }
deterrence-parameter = there is no parameter “{ $name }” — nearest: { $near }; there are: { $names }
deterrence-missing = parameters are missing: { $names } — give each an entry
deterrence-beyond = { $value } is not between { $least } and { $most } — change it
deterrence-reversed = the low end { $low } is above the high end { $high } — exchange them
deterrence-outside = the default { $value } is outside its range { $low } to { $high } — change the default, or the range
