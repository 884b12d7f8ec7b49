
### Tiers and sanctions (standards/sanctions)

## Tiers

sanction-tier-fen = { $value } yuan lies between { $low } and { $high } yuan ({ $edge ->
    [upper_in] upper bound in
   *[other] lower bound in
}): { $tier } ({ $item })
sanction-tier-fen-top = { $value } yuan reaches { $low } yuan ({ $edge ->
    [upper_in] exceeded
   *[other] the figure included
}): { $tier } ({ $item })
sanction-tier-kwh = { $value_kwh } kWh lies between { $low_kwh } and { $high_kwh } kWh ({ $edge ->
    [upper_in] upper bound in
   *[other] lower bound in
}): { $tier } ({ $item })
sanction-tier-kwh-top = { $value_kwh } kWh reaches { $low_kwh } kWh ({ $edge ->
    [upper_in] exceeded
   *[other] the figure included
}): { $tier } ({ $item })
sanction-tier-kwh-price = { $energy_kwh } kWh at { $price } yuan per kWh is { $value } yuan
sanction-tier-unpriced = cannot be assessed by energy or fee: { $tier } ({ $item })
sanction-tier-severity = { $severity ->
    [light] light
    [serious] serious
   *[irreparable] irreparable
} case: { $tier }
sanction-tier-not-covered = policy { $policy } does not cover this incident
sanction-tier-decided = decided earlier: { $tier }
sanction-tier-raised-concealed = concealed, raised by { $levels }: { $tier }
sanction-tier-raised-repeated = repeated, raised by { $levels }: { $tier }

## Rules and what they rest on

sanction-rule = { $item } applies
sanction-repeat = the same person already has { $earlier } earlier ({ $tier }, or above as the policy says; { $window ->
    [calendar_year] { $dated ->
        [discovery] in the year of discovery
       *[act] in the year of the act
    }
    [rolling_days] within the policy's days
   *[ever] ever
}): { $cited }
sanction-repeat-stated = the same person already has { $earlier } earlier ({ $tier }, or above as the policy says; { $window ->
    [calendar_year] { $dated ->
        [discovery] in the year of discovery
       *[act] in the year of the act
    }
    [rolling_days] within the policy's days
   *[ever] ever
})
sanction-fact-intentional = { $holds ->
    [yes] intent found
   *[no] intent not found
}
sanction-fact-concealed = { $holds ->
    [yes] concealed
   *[no] not concealed
}
sanction-fact-serious-effect = { $holds ->
    [yes] serious effect on work
   *[no] no serious effect on work
}
sanction-fact-overload = { $holds ->
    [yes] caused by overload
   *[no] not caused by overload
}
sanction-fact-self-reported = { $holds ->
    [yes] reported by the person before discovery
   *[no] not reported by the person
}
sanction-fact-large-customer = { $holds ->
    [yes] large customer
   *[no] small customer
}
sanction-fact-found-outside-post = { $holds ->
    [yes] found by somebody of another post
   *[no] not found by somebody of another post
}
sanction-fact-priced = { $holds ->
    [yes] assessable by energy or fee
   *[no] not assessable by energy or fee
}
sanction-at-least = { $column } { $found } is at least { $figure }
sanction-above = { $column } { $found } is above { $figure }
sanction-at-most = { $column } { $found } is at most { $figure }
sanction-below = { $column } { $found } is below { $figure }
sanction-column-amount-fen = amount assessed (yuan)
sanction-column-loss-fen = economic loss not recovered (yuan)
sanction-column-gain-fen = personal gain (yuan)
sanction-column-avoided-fen = loss avoided (yuan)
sanction-column-energy-kwh = energy (kWh)
sanction-column-count = count

## How much

sanction-range-linear = linear in the amount, { $low } to { $high }: { $low } + ({ $high } − { $low }) × ({ $amount } − { $band_low }) ÷ ({ $band_high } − { $band_low }), rounded half up: { $value }
sanction-range-minimum = the minimum of { $low } to { $high }: { $value }
sanction-range-middle = the middle of { $low } to { $high }: { $value }
sanction-range-maximum = the maximum of { $low } to { $high }: { $value }
sanction-range-by-repeat = { $low } to { $high }, one more for each of { $earlier } earlier: { $value }
sanction-share-of = { $column } { $base } × { $percent } % = { $value } yuan
sanction-curve = { $amount } yuan lies between { $left } yuan ({ $low }) and { $right } yuan ({ $high }), in proportion, rounded half up: { $value }
sanction-per-count = { $each } each × { $count } = { $value }
sanction-kind-of = of { $of } steps from { $lightest } to { $heaviest } the one numbered { $place }
sanction-imposed = imposed: { $kind }
sanction-imposed-money = imposed: { $kind }, { $value } yuan
sanction-imposed-value = imposed: { $kind }, { $value } { $unit ->
    [months] months
    [years] years
   *[times] times
}

## Side by side

sanction-replaced = treated as intended; { $kind } falls away
sanction-heavier-stands = the heavier of its family stands; { $kind } falls away
sanction-restitution-once = the loss of one act ({ $act }) is made good once; { $kind } falls away
sanction-amnesty = reported by the person; no { $kind }
sanction-shared = { $kind } by share and relief, { $hundredths }/10000: { $before } → { $value }
sanction-capped = { $kind }: at most { $cap } months in { $year }, { $used } already withheld: { $before } → { $value }
sanction-nobody-named = the policy makes the business manager answer, whom the records do not name: no sanction
sanction-duty = due: { $kind }
sanction-duty-within = due: { $kind } ({ $days ->
    [0] on the day of discovery
    [1] within 1 day of discovery
   *[other] within { $days } days of discovery
})

### Policy files (standards/policies)

policy-unknown = no policy { $name } — write one of { $names }, or the path of a file
policy-unknown-near = no policy { $name } — did you mean { $near }?
policy-extends-itself = extends = "{ $name }" makes the policy extend itself — name another policy
policy-extends-deep = policies extend one another more than { $limit } deep — extend one of the earlier ones
policy-extends-outside = extends = "{ $name }" leads out of the folder { $folder } — name a file in the folder of this file, or below it
policy-extends-missing = extends = "{ $name }": there is no file { $file } — write its path from the folder of this file, or the name of a policy that ships
policy-no-unpriced = no rule for what cannot be assessed by energy or fee — write [unpriced]
policy-no-tier = [tiers] lacks { $tier } — all four tiers need a name
policy-band-reversed = the band's upper end is not above its lower end { $value } — write a higher one
policy-band-gap-below = what is below { $value } is in no band — the lowest band starts at 0
policy-band-gap = values from { $value } are in no band — start this band at { $value }
policy-band-overlap = { $value } is in two bands — let each band start where the one below ends
policy-band-closed = values above { $value } are in no band — leave out the topmost band's upper end
policy-band-order = { $tier } stands above { $below } — a higher amount must not have a lighter tier
policy-no-edge = { $value } is in two bands — choose edge = "lower_in" or "upper_in"
policy-rule-never = rule { $rule } has an empty when and never applies — write a condition, or enabled = false
policy-unknown-rule = then_of: no rule { $name } — write one of { $names }
policy-unknown-rule-near = then_of: no rule { $name } — did you mean { $near }?
policy-unknown-duty = no duty { $name } — write one of { $names }
policy-unknown-duty-near = no duty { $name } — did you mean { $near }?
policy-unknown-measure = no measure { $name } — write one of { $names }
policy-unknown-measure-near = no measure { $name } — did you mean { $near }?
policy-unknown-clause = no clause { $name } — write one of { $names }
policy-unknown-clause-near = no clause { $name } — did you mean { $near }?
policy-unknown-post = no post { $name } — write one of { $names }
policy-unknown-post-near = no post { $name } — did you mean { $near }?
policy-reference-chain = then_of = "{ $rule }" cannot stand beside then, nor refer to a rule that refers — name a rule with its own then
policy-outcome-kind = write kind (one measure) or kinds (several, lightest first), not both
policy-outcome-forms = a value is given in one way — choose value, low with high, of, or curve
policy-outcome-range = low and high go together — write both
policy-outcome-reversed = low is above high — write low ≤ high
policy-outcome-too-wide = range times amount is too large — narrow the range or the amounts
policy-outcome-curve = curve needs at least one corner, at_fen rising — sort the corners

classify-one-measure = amount, unpriced and energy exclude each other — write one of them
classify-no-measure = no amount — write an amount (yuan), unpriced, or energy (kWh)
classify-not-finite = { $value } is no number — write yuan, e.g. 999.99
classify-negative = { $value } is negative — write yuan from 0
classify-full-width = { $value } has full-width characters — did you mean { $hint }?
classify-separator = { $value } has a thousands sign — did you mean { $hint }?
classify-decimals = { $value } has more than two decimals — write whole 分, e.g. 999.99
classify-too-large = { $value } is too large — at most { $limit } yuan
classify-not-money = { $value } is no amount — write yuan, e.g. 999.99
classify-energy = energy { $value } is outside 0 to { $limit } kWh — write whole kWh
classify-tier = no tier { $name } — write one of { $names }
classify-tier-near = no tier { $name } — did you mean { $near }?
classify-prior = prior count { $value } is outside 0 to { $limit } — write a whole number
classify-clause = no clause { $name } — write a clause id, e.g. 2.2

### Rulebooks (standards/rulebook_*)

rulebook-empty = nothing stands here — write at least one item
rulebook-twice = { $name } is defined twice, also at { $other } — delete one of the two
rulebook-clause-unknown = no clause { $clause } — write one of { $range }
rulebook-clause-astray = clause { $clause } stands in the file of section { $section } — move it to the file of its own section
rulebook-clauses-missing = clauses { $clauses } are missing — add them; all { $count } must be there
rulebook-erratum-idle = the source text has no “{ $wrong }” — delete this erratum, or write it as the source does
rulebook-text-unmended = text is not what the errata make of source_text — write “{ $mended }”, or add the errata
rulebook-post-unknown = no post { $name } — write one of { $names }
rulebook-post-unknown-near = no post { $name } — did you mean { $near }?
rulebook-object-unknown = objects.toml has no object { $name } — write one of { $names }
rulebook-object-unknown-near = objects.toml has no object { $name } — did you mean { $near }?
rulebook-limit-unknown = limits.toml has no limit { $name } — write one of { $names }
rulebook-limit-unknown-near = limits.toml has no limit { $name } — did you mean { $near }?
rulebook-two-classes = clause { $clause } belongs to both { $one } and { $other } — keep one class; write kind = "ranking" for the other
rulebook-standards-missing = work standards are missing: { $posts } — add them in the folder posts; all { $count } posts must be there
rulebook-post-number = { $post } has work standard no. { $number } — write number = { $number }
rulebook-post-auxiliary = { $post } is none of the thirteen with a work standard — delete number
rulebook-duty-astray = duty { $duty } is not one of { $post } — its id must begin with W{ $number }-
rulebook-sections-missing = sections { $names } are missing — add them; all twelve must be there
rulebook-sentences-missing = sentences { $names } of the handbook are missing — add them; tiers and sanctions quote them
rulebook-limit-day = { $value } is no number of days — write a whole number, e.g. "1"
rulebook-limit-working_day = { $value } is no number of working days — write a whole number, e.g. "3"
rulebook-limit-multiple = { $value } is no multiple — write a number of 1 or more, e.g. "3" or "2.5"
rulebook-limit-time = { $value } is no time of day — write hours and minutes of 24 hours, e.g. "15:30"
