# ── bills, line by line ────────────────────────────────────────────────────────────────────────────────────────────
bill-title = Bill  { $customer } { $name }  { $period }  { $price }  { $first } to { $last } ({ $n } days)
bill-own-price = { $name }, at a price of his own, { $price } yuan/kWh
bill-kind-total = total
bill-kind-peak = peak
bill-kind-valley = valley
bill-kind-reactive = reactive
bill-energy = { $kind } energy = { $span } = { $energy } kWh
bill-energy-reactive = { $kind } energy = { $span } = { $energy } kvarh
bill-rounded-down = ⌊ ⌋: parts of a kWh (kvarh) are dropped
bill-meanwhile = last read { $register } on { $day }; { $billed } units billed on estimates since
bill-swap = { " " }+ { $swap } (meter removed)
bill-kva-days = capacity by days: { $kva } × { $days } { $more } = { $total } kVA·days (changes of capacity, suspensions)
bill-load-hours = β²·T = ({ $active }² + { $reactive }²)/({ $kva }² × { $hours }) { $value } h
bill-loss = transformer loss = { $idle } × { $hours } + { $loaded } × { $share } { $loss } kWh ({ $series }-{ $kva }, metered on the low side)
bill-loss-reactive = reactive loss = { $idle } × { $hours } + { $loaded } × { $share } { $loss } kvarh
bill-share = loss in the { $kind } = { $loss } × { $part }/{ $total } { $share }, { $kind } billed { $billed } kWh
bill-billed = billed energy = { $metered } + { $loss } = { $kwh } kWh
bill-periods = of which peak { $peak }, flat { $flat }, valley { $valley } kWh (flat = total − peak − valley)
bill-factor = power factor = { $kwh }/√({ $kwh }² + { $kvarh }²) = { $factor }, standard { $standard }, adjustment { $percent }%
bill-line = { $name } = { $expression } { $amount }
bill-part = { $name } { $expression } { $amount }
bill-included = the price includes { $parts }; the rest is { $rest }
bill-on-top = the price is { $price } and { $funds } of funds on top; funds { $parts }; the rest is { $rest }
bill-total = total { $amount }
bill-list = { $period }  { $price }  { $kwh } kWh  { $amount }
bill-list-supplements = ; supplements { $amount }
bill-supplement = Supplement issued with it: { $period }, { $kind }, { $kwh } kWh, { $amount }
bill-with-supplements = With supplements { $amount }
bill-none = no bill was issued to customer { $customer }
bill-customer-unknown = no bill of a customer { $customer } — the nearest number: { $nearest }
bill-month-unknown = customer { $customer } has no bill of { $period } — there are: { $months }
bill-name-unknown = no customer is called “{ $name }” — kaohe bill with the folder alone lists the customers
bill-name-near = no customer is called “{ $name }” — nearest: { $near }
bill-name-several = { $count } customers are called “{ $name }”: { $customers } — write the number
bill-name = { $name } ({ $customer })
bill-customer = { $customer } ({ $price }, book { $book })
bill-class = { $price }  { $count } { $n ->
    [one] customer
   *[other] customers
}  { $first }{ $more }
bill-class-more = {" "}…
bill-class-next = Next: kaohe bill DIR NUMBER|NAME, and a month for one bill line by line.
bill-issued-as = The bill as issued:
bill-due-as = The bill as due:
bill-recorded-as = The bill by the register recorded:
bill-established-as = The bill by the register established:
line-capacity = capacity charge
line-energy = energy
line-energy-peak = energy, peak
line-energy-flat = energy, flat
line-energy-valley = energy, valley
line-factor = power-factor adjustment
line-fund-sanxia = Three Gorges fund
line-fund-huandai = rural-grid loan
line-fund-difang = city surcharge
