## formulas: one entry for each formula of the judge

formula-none = Nothing to compute.
formula-other = Formula { $formula }; its numbers are below.
formula-interpolated = The established register is linear by day: { $previous_register } + ({ $shown_register } − { $previous_register }) × { $days } ÷ { $days_between }, rounded down.
formula-register-below = A later register lies below the recorded one. Established energy = { $recorded_kwh } − ({ $recorded_register } − { $established_register }) × multiplier { $multiplier } = { $established_kwh }; amount = difference between the fee recorded, { $recorded_fen }, and the fee established, { $established_fen }.
formula-register-capacity = Within days, a re-reading shows more energy than the capacity can pass. Established energy = { $recorded_kwh } − ({ $recorded_register } − { $established_register }) × multiplier { $multiplier } = { $established_kwh }; amount = difference between the fee recorded, { $recorded_fen }, and the fee established, { $established_fen }.
formula-register-frozen = The frozen register of the electronic meter differs from the recorded one. Established energy = { $recorded_kwh } − ({ $recorded_register } − { $established_register }) × multiplier { $multiplier } = { $established_kwh }; amount = difference between the fee recorded, { $recorded_fen }, and the fee established, { $established_fen }.
formula-days-off = Due on { $scheduled_day }, read on { $read_day }: { $days_off } off. Customer by customer: energy of the period that gains the days × days off ÷ days of that period (rounded down to whole kWh) × price, half up to 分; added over { $bills } bills.
formula-billing = Due = { $kwh } × { $energy_e4 } + { $capacity_kva } × { $capacity_fen_per_kva } = { $due_fen }; issued = { $issued_kwh } × { $issued_energy_e4 } + { $issued_capacity_kva } × { $capacity_fen_per_kva } = { $issued_fen }; the amount is their difference.
formula-unbilled = Read and not billed: { $kwh } × { $energy_e4 } (two-part prices: capacity charge added) = { $due_fen }.
formula-billing-bills = Due { $due_fen }, issued { $issued_fen }; the amount is their difference. Both bills follow, line by line.
formula-unbilled-bills = Read and not billed: { $kwh }, due { $due_fen }. The bill follows, line by line.
formula-register-below-bills = A later register lies below the recorded one: recorded { $recorded_register }, established { $established_register }. Amount = difference between the fee recorded, { $recorded_fen }, and the fee established, { $established_fen }; both bills follow, line by line.
formula-register-capacity-bills = Within days, a re-reading shows more energy than the capacity can pass: recorded { $recorded_register }, established { $established_register }. Amount = difference between the fee recorded, { $recorded_fen }, and the fee established, { $established_fen }; both bills follow, line by line.
formula-register-frozen-bills = The frozen register of the electronic meter differs from the recorded one: recorded { $recorded_register }, established { $established_register }. Amount = difference between the fee recorded, { $recorded_fen }, and the fee established, { $established_fen }; both bills follow, line by line.
formula-issue-check = { $bills } bills issued that day were not checked in time; { $unbilled } were left out, due { $unbilled_fen }; their sum is the amount.
formula-delay = {""}
formula-takings = Takings of the day { $takings_fen } ({ $receipts } receipts).
formula-deposit = Due at the bank { $handed_fen }, banked in time { $banked_fen }.
formula-delay-interest = Principal × days late × daily rate, half up to 分:
formula-delay-principal = {""}
formula-delay-both = What came in: principal × days late × daily rate, half up to 分; what did not: the principal:
formula-takings-short = Short: due { $due } − handed in { $handed } = { $short }.
formula-takings-made-good = Short: due { $due } − handed in { $handed } − made good the same day { $good } = { $short }.
formula-takings-none = Handed in { $handed }, nothing short and nothing late: the amount is { $short }.
formula-takings-open = The day on which it is due has not come: no amount.
formula-deposit-short = Short: { $due } − { $banked } = { $short }.
formula-deposit-short-besides = Short: { $due } − { $banked } − { $late } of which nothing was banked in time = { $short }.
formula-part-late-from = { $principal } × { $days } (from { $from } to { $to }) × { $rate } = { $late }
formula-part-late-open-from = { $principal } × { $days } (from { $from } to { $to }, not in) × { $rate } = { $late }
formula-part-principal-from = { $principal } (from { $from } to { $to }), the principal counts
formula-part-principal-open-from = { $principal } (from { $from } to the closing on { $to }, not in), the principal counts
formula-part-total = together { $total }
formula-credit = Set off without ground or approval: { $credited_fen }.
formula-part-late = { $principal } × { $days } × { $rate } = { $late }
formula-part-principal = { $principal }, the principal counts

## names of formula inputs

input-credited-fen = set off
input-days-off = days off
input-scheduled-day = scheduled day
input-read-day = day read
input-bills = bills
input-listed = bills on the list
input-recorded-register = recorded register
input-established-register = established register
input-previous-register = previous register
input-shown-register = register shown later
input-modulus = register modulus
input-days = days
input-days-between = days between
input-recorded-kwh = recorded energy
input-established-kwh = established energy
input-recorded-fen = recorded fee
input-established-fen = established fee
input-issued-fen = fee issued
input-due-fen = fee due
input-issued-kwh = energy issued
input-issued-energy-e4 = price issued
input-issued-capacity-kva = capacity issued
input-takings-fen = takings
input-handed-fen = due at the bank
input-banked-fen = banked in time
input-unbilled = left out
input-unbilled-fen = amounts left out
input-principal-fen = principal
input-daily-rate = daily rate
input-days-to-closing = days to the closing
input-late-fen = worth of the delay
input-priced-as = priced as
