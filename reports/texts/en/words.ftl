## general words

none = —
items-cut = { $items } … ({ $n } in all)
quote = “{ $text }”
gap = {" "}
yes = yes
no = no
comma = {", "}
yuan = { $amount } yuan
unpriced = not assessable
per-kwh = { $price } yuan/kWh
amount-kwh = { $amount } kWh
amount-kva = { $amount } kVA
amount-days =
    { $n ->
        [one] { $amount } day
       *[other] { $amount } days
    }
value-months = { $n } months
value-years = { $n } years
value-times = { $n } times
person = { $name } (no. { $number })
person-unknown = staff no. { $number }
written = { $at }, { $by }
clause-heading = { $clause } { $name }
post-any = any post

## tiers, bases, intent, roles of cites

tier-not-covered = not covered
tier-non-assessed = non-assessed
tier-general = general
tier-serious = serious
tier-major = major
basis-fee = fee difference
basis-cash = cash missing
basis-property = property
basis-misstated = misstated in books or reports
basis-delay = delayed money
basis-none = not assessable
intent-none = no sign of intent
intent-alleged = alleged, not established
intent-presumed = presumed
intent-established = established
role-duty = duty
role-rule = limit
role-act = act
role-price = price
role-proof = proof
role-late = late row
role-consequence = consequence
role-link = linked
