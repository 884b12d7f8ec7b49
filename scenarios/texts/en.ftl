# Scenarios
scenario-unknown = no scenario or file is named “{ $name }” — one of: { $names }
scenario-unknown-near = no scenario or file is named “{ $name }” — did you mean “{ $near }”? There are: { $names }
limit-unknown = there is no limit “{ $name }” — nearest: { $near }
inject-form = “{ $entry }” is not an injection — write CLAUSE=RATE (2.1=0.01), CLAUSE=Nx (2.1=3x), all=…, or none
inject-clause = no error can be injected for the clause “{ $name }” — nearest: { $near }; there are: { $names }
inject-value = “{ $value }” in “{ $entry }” is neither a rate nor a number — write a rate from 0 to 1 with at most six decimals, or a number as 3x
inject-rate = the rate { $value } in “{ $entry }” is above 1 — write a share of the opportunities from 0 to 1
too-few = clause { $clause }: { $wanted } ordered, { $found } opportunities that can mature — order fewer, or give more customers or months
name-unknown = no { $kind } is named “{ $name }” — there are: { $names }
stage-simulate = simulating
stage-survey = listing opportunities
