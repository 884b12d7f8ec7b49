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
sanction-column-caused-fen = economic loss caused (yuan)
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
