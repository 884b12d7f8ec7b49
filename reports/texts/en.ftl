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
key-bill = customer { $customer }, { $period }
key-reading = meter { $meter }, { $period }, { $kind }
key-receipt = { $bill }, attempt { $attempt }
key-clerk-day = clerk { $clerk }, { $on }
key-counter-day = counter { $counter }, { $on }
key-meter-period = meter { $meter }, { $period }
key-book-period = book { $book }, { $period }

## tiers, bases, intent, roles of cites

tier-non-assessed = non-assessed
tier-general = general
tier-serious = serious
tier-major = major
basis-fee = fee difference
basis-cash = cash missing
basis-property = property
basis-delay = delayed money
basis-none = not assessable
intent-none = no sign of intent
intent-alleged = alleged
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

## page: head, contents, headline numbers

title = Report on incidents of responsibility in business work
skip = Skip to content
contents = Contents
fact-scenario = Scenario
fact-policy = Policy
fact-seed = Seed
fact-customers = Customers
fact-months = Months
fact-span = Span
fact-version = Version
fact-as-of = As of
part-summary = Summary
part-sections = Sections and tiers
part-amounts = Amounts
part-sanctions = Sanctions by post
part-timeline = Occurrence and discovery
part-largest = Largest incidents
part-incidents = All incidents
part-slips = Work slips
lead-summary = Incidents of responsibility established from the records, tiered by the policy.
lead-sections = Incidents in the twelve sections of the handbook, part 4 (1). Each segment shows the count of its tier, the end shows the total.
lead-amounts = One dot for each priced incident; yuan on a log scale; zero stands at the left edge.
lead-amounts-unpriced = {" "}A further { $n } cannot be assessed by amount and are not drawn.
lead-sanctions = Added over people and incidents; people are those with an incident. Other sanctions are in the table.
lead-timeline = In order of occurrence, coloured by tier. Hollow dot: occurrence. Solid dot: discovery, with the clause beside it.
lead-timeline-months = Counted by month: occurrence and discovery.
lead-largest = The { $n } largest by amount. Each runs from record rows to sanction and can be redone by hand.
lead-incidents = By tier and amount, { $n } in all.
lead-incidents-cut = { $n } in all; this table has the first { $shown }. The rest are in assessment/incidents.parquet.
lead-slips = Where a clause asks for a consequence and the records show none: listed, without tier or sanction, { $n } in all.
lead-slips-cut = { $n } in all; this table has the first { $shown }. The rest are in assessment/findings.parquet.
no-incidents = No incident of responsibility was found.
no-slips = No work slips.
no-sanctions = No sanctions.
no-duties = None.
no-history = No earlier incident of this person.
card-incidents = Incidents
card-incidents-unit = incidents
card-incidents-note = of which assessed: { $n }
card-amount = Amount
card-amount-unit = yuan
card-amount-note = not assessable: { $n }
card-loss = Loss not recovered
card-loss-unit = yuan
card-loss-note = energy concerned: { $kwh } kWh
card-people = People answerable
card-people-unit = staff
card-people-note = of whom sanctioned: { $n }
card-slips = Work slips
card-slips-unit = slips
card-wait = Occurrence to discovery
card-wait-unit = days (median)

## page: figures and tables

axis-amount = amount (yuan, log scale)
axis-timeline = date
tick-wan = { $k }k
occurred = occurred
discovered = discovered
months-people = { $months } months, { $people } staff
figure-sections-caption = Incidents in the twelve sections
figure-amounts-caption = Amount of each incident
figure-sanctions-caption = Months of bonus withheld by post
figure-timeline-caption = From occurrence to discovery
caption-clauses = Count and amount by clause
caption-sanctions = Sanctions of each post
figure-sections = Incidents of each section by tier: { $list }
figure-amounts = Amounts of incidents by section, largest { $most }
figure-sanctions = Months of bonus withheld by post: { $list }
figure-timeline = Days of occurrence and discovery, { $first } to { $last }
section-count = { $name } { $n }
post-months = { $name } { $months }
month-counts = { $occurred } · { $discovered }
head-incident = No.
head-clause = Clause
head-person = Person
head-post = Post
head-occurred = Occurred
head-discovered = Discovered
head-basis = Basis
head-amount = Amount (yuan)
head-tier = Tier
head-sanctions = Sanctions
head-total = Total
head-incidents = Incidents
head-people = People
head-months = Months withheld
head-kinds = Sanctions
head-finding = Finding
head-object = Object
kind-count = { $kind } ×{ $n }
filter-text = Find (name, clause, number …)
filter-tier = Tier
filter-section = Section
filter-all = all
filter-shown = showing # of #
scroll-hint = table, scrolls sideways
unpriced-short = not assessable

## page and terminal: the chain of one incident

chain-title = Incident { $id }: { $name }
chain-who = { $person }, { $post }
chain-clause-source = Handbook, part 4 (1), section { $section } { $name }, item ({ $item })
step-records = Records
step-finding = Finding
step-amount = Amount
step-tier = Tier
step-history = Earlier incidents of this person
step-sanctions = Sanctions
step-duties = Duties of the office
step-reasons = Reasons
finding-line = Finding { $id }: { $object } { $key }; occurred { $occurred }, discovered { $discovered } by { $by }.
by-nobody = the check of the limit
row-missing = the records have no row with key { $key }
limit = { $name } ({ $key })
pile-count = { $n } rows
pile-cut = { $n } rows, the first { $shown } shown here; kaohe explain --json has them all.
shares-cut = { $n } bills, the first { $shown } shown here, the total of all of them; kaohe explain --json has the rest.
caption-shares = Energy and money of the days moved, bill by bill
head-days = Days
head-moved = kWh moved
head-price = Price (yuan)
head-key = Key
head-written = Written
row-key = key { $key }
amount-line = Basis: { $basis }. Amount { $amount }, loss not recovered { $loss }, energy { $energy }.
tier-line = Tier: { $tier }. Intent: { $intent }.
tier-unpriced = An incident that cannot be assessed by energy or fee takes the tier that the policy gives it.
tier-next = { $gap } below the next tier ({ $tier }, from { $bound }).
tier-over = { $gap } above the start of this tier ({ $bound }).
tier-top = The highest tier.
history-line = incident { $id } ({ $clause }, { $occurred }, { $tier })
sanction-line = { $kind }, { $value }
sanction-other = { $person }: { $what }
duty-due = { $what } (by { $due })
rule-tier = tier
inputs = Numbers
incident-unknown = there is no incident { $id } — write { $first } to { $last }; the nearest is { $nearest }
incident-none = there is no incident { $id }: nothing was found here — there is nothing to explain

## page: how to read it

part-reading = How to read this
reading-records = The judge reads records only; each finding shows the rows it rests on, to be found by key under records/.
reading-basis-fee = Fee difference: (issued − due) added up bill by bill, the largest absolute balance.
reading-basis-cash = Cash missing: money or cheques short, less what was made good the same day.
reading-basis-delay = Delayed money: principal × days late × daily rate if in by the month-end closing that follows discovery, else the principal.
reading-basis-none = Not assessable: cannot be assessed by energy or fee; no amount.
reading-added = Totals: amounts are added by incident; a loss for which doer and checker both answer stands in both.
reading-slip = Work slip: the clause asks for a consequence and the records show none.

## terminal

summary-title = Assessment
summary-line = { $incidents } incidents ({ $assessed } assessed), { $slips } work slips, { $people } people answerable
summary-money = amount { $amount }, loss not recovered { $loss }, { $unpriced } not assessable
summary-clauses = Clauses and tiers
summary-largest = The { $n } largest
summary-posts = Sanctions by post
summary-report = Report: { $path }
summary-explain = One by one: kaohe explain { $folder } NUMBER
head-decision-point = Decision point
head-evidence = Evidence
head-valuation = Valuation
head-features = Features
head-exam-items = Exam items
head-injected = Injected
head-evidenced = Evidenced
head-found = Found
head-false = False
head-precision = Precision
head-recall = Recall
head-valuation-error = Valuation error
list-policies = Policies
list-scenarios = Scenarios
list-tariffs = Tariffs
list-posts = Posts
list-clauses = Clauses
list-exams = Exams
head-id = Id
head-name = Name
head-source = Source
head-standard = Work standard
head-posts = Posts
head-valid-from = In force from
head-classes = Price classes
head-text = Text
head-summary = Summary
head-office = Office
head-description = Description

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

## columns of the record papers

column-name = name
column-post = post
column-second-post = second post
column-valid-from = valid from
column-on = day
column-open = open
column-working = working day
column-bank = bank day
column-from-on = from
column-to-on = to
column-key = item
column-value = value
column-unit = unit
column-price-class = price class
column-energy-e4 = price
column-fund-e4 = of which funds
column-capacity-fen-per-kva = capacity price per kVA
column-fee = fee
column-amount-fen = amount
column-book = book
column-kind = kind
column-cycle-day = cycle day
column-reader = reader
column-site = hall
column-customer = customer
column-capacity-kva = capacity
column-channel = channel
column-pays-by-cheque = pays by cheque
column-opening-mean-kwh = opening monthly mean
column-energised-on = energised on
column-meter = meter
column-digits = digits
column-multiplier = multiplier
column-electronic = electronic
column-installed-on = installed on
column-initial-register = initial register
column-applied-on = applied on
column-application = application
column-takings-on = takings of
column-receipt-no = receipt no.
column-entered-on = entered on
column-reason = reason
column-ordered-on = ordered on
column-done-on = done on
column-old-meter = old meter
column-removal-register = removal register
column-new-meter = new meter
column-install-register = install register
column-period = period
column-applicant = applicant
column-approver = approver
column-handheld = handheld
column-action = action
column-read-on = read on
column-register = register
column-frozen-register = frozen register
column-remark = remark
column-scheduled-on = scheduled on
column-readings = readings
column-no-reads = not read
column-cause = noted cause
column-flagged = flagged
column-reading = reading
column-from-register = previous register
column-to-register = present register
column-swap-kwh = energy of removed meters
column-kwh = energy
column-issued-on = issued on
column-due-on = due on
column-adjustment-e2 = adjustment (1/100 %)
column-capacity-days = days of the capacity charge
column-e4 = a kWh
column-flat-kwh = energy, flat
column-fund = fund
column-hours = hours
column-idle-var = no-load reactive (var)
column-kva = capacity
column-kvarh = reactive energy (kvarh)
column-line = line
column-loaded-var = full-load reactive (var)
column-loss-kvarh = reactive loss (kvarh)
column-loss-kwh = transformer loss
column-loss-share = losses go
column-multi-function = multi-function meter
column-p0-w = no-load loss (W)
column-peak-e2 = peak (% of flat)
column-peak-from = peak, previous register
column-peak-kwh = energy, peak
column-peak-register = peak register
column-peak-to = peak, present register
column-pf-hundredths = power factor (1/100)
column-pf-standard = standard power factor (1/100)
column-pk-w = load loss (W)
column-price-e6 = unit price (10⁻⁶ yuan)
column-quantity = quantity
column-reactive-from = reactive, previous register
column-reactive-register = reactive register
column-reactive-to = reactive, present register
column-rounding = rounded
column-series = transformer series
column-swap-kvarh = reactive energy of removed meters (kvarh)
column-swap-peak-kwh = peak energy of removed meters
column-swap-valley-kwh = valley energy of removed meters
column-tariff = tariff
column-valley-e2 = valley (% of flat)
column-valley-from = valley, previous register
column-valley-kwh = energy, valley
column-valley-register = valley register
column-valley-to = valley, present register
column-included = inside the price
column-ground = ground
column-with-period = issued with
column-due = due
column-issued = issued
column-pending = pending
column-difference = difference
column-bill = bill
column-limit-on = limit
column-bills = bills
column-signed-by = signed by
column-list = arrears list
column-served-on = served on
column-counter = counter
column-tender = tender
column-receipt = receipt
column-receipts = receipts
column-cash-fen = cash
column-cheque-fen = cheques
column-total-fen = total
column-source = source
column-received-by = received by
column-receipts-fen = by the stubs
column-handed-fen = handed in
column-difference-fen = difference
column-deposited-on = deposited on
column-ref = reference
column-value-on = value date
column-items = items
column-batch = batch
column-answered-on = answered on
column-result = result
column-returned-on = returned on
column-signed-on = signed on
column-issued-fen = issued
column-received-fen = received
column-credited-fen = credited
column-open-fen = open
column-customers = customers
column-clause = clause
column-person = person
column-object-type = kind of object
column-object-id = object
column-intentional = intentional

## codes on the record papers: value-<table>-<code> where the table gives the code a meaning of its own, else value-<code>

value-price-bill = once a bill
value-price-line = line by line
value-price-shared = to the periods as metered
value-price-flat = to the flat period
value-resident = residential
value-commerce = commercial
value-special = special (own transformer)
value-window = window
value-door = door
value-bank = bank
value-collection = collection
value-new = new
value-swap = swap
value-install = install
value-rotation = rotation
value-batch = batch swap
value-fault = fault
value-load = load
value-draw = draw
value-return = return
value-unload = unload
value-opening = opening
value-actual = actual
value-estimate = estimate
value-recheck = recheck
value-spot = spot check
value-removal = removal
value-locked = locked, note left
value-rain = rain, entered by hand
value-illness = illness
value-power-cut = power cut
value-handheld-flat = handheld flat
value-roadworks = roadworks
value-system-test = system test
value-day = day
value-working-day = working day
value-time = time of day
value-multiple = times
value-negative = negative advance
value-zero-moved = zero that moved
value-over-mean = over the mean
value-open = opened
value-close = closed
value-misread = correction of a reading
value-gap = reading never billed
value-meter-fault = meter fault
value-shared-meter = shared meter
value-disputed = disputed
value-dunning = dunning notice
value-returned-cheque = notice of a returned cheque
value-cash = cash
value-cheque = cheque
value-transfer = transfer
value-counter = counter
value-registration = registration
value-cashier-closed = cashier closed
value-found = found
value-made-good = made good
value-electricity = electricity
value-misc = miscellaneous
value-deposit = deposit
value-agency = agency
value-issuance = issuance
value-paid = paid
value-returned = returned
value-account = account does not match
value-funds = insufficient funds
value-seal = seal unclear
value-bank-line-return = returned cheque
value-voucher-bank = bank
value-work-order-new = new
value-lighting = non-residential lighting
value-industry = ordinary industry
value-large-industry = large industrial
value-agriculture = agriculture
value-staff-registration-clerk = registration clerk
value-staff-field-auditor = field auditor
value-staff-meter-reader = meter reader
value-staff-collector = collector
value-staff-issuance-clerk = issuance clerk
value-staff-accountant = accountant
value-staff-cashier = cashier
value-staff-information-auditor = information auditor
value-staff-system-administrator = system administrator
value-staff-inspector = inspector
value-staff-inspection-specialist = inspection specialist
value-staff-business-specialist = business specialist
value-staff-business-manager = business manager

# ── bills, line by line ────────────────────────────────────────────────────────────────────────────────────────────
bill-title = Bill  { $customer } { $name }  { $period }  { $price }  { $first } to { $last } ({ $n } days)
bill-own-price = { $name }, at a price of his own, { $price } yuan/kWh
bill-kind-total = total
bill-kind-peak = peak
bill-kind-valley = valley
bill-kind-reactive = reactive
bill-energy = { $kind } energy = { $span } = { $energy } kWh
bill-energy-reactive = { $kind } energy = { $span } = { $energy } kvarh
bill-swap = { " " }+ { $swap } (meter removed)
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
