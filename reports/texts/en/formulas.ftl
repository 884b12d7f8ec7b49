## formulas: one entry for each formula of the judge

formula-none = Nothing to compute.
formula-other = Formula { $formula }; its numbers are below.
formula-interpolated = Likely, though not proven: linear by day between { $previous_register } and { $shown_register }, { $between_kwh } × { $days } ÷ { $days_between } = { $likely_kwh }, rounded down to whole kWh; the recorded register is { $estimate_kwh } from that: estimate { $estimate_fen }.
formula-carried = The register of the reading before was wrong already: { $carried_units } units of the last place are not charged again. This reading is charged with { $own_units } more, the difference between the fee recorded and that of a reading of { $own_register }.
formula-carried-estimate = The estimate too counts only what this reading adds, { $own_estimate_kwh }.
formula-register-impossible = No use joins the registers: recorded { $recorded_register } at { $recorded_second }, shown { $proving_register } at { $proving_second }, { $hours_apart } apart. The plate lets { $phases } × { $voltage_v } V × { $max_current_a } A = { $watts } W pass: × { $seconds_apart } s ÷ { $unit_ws }, rounded up, + 1 = at most { $most_units } units of the last place. The nearest possible register is { $established_register }, { $units } units from the recorded one. Proven energy = { $established_kwh } instead of { $recorded_kwh } (multiplier { $multiplier }); amount = difference between the fee recorded, { $recorded_fen }, and the fee proven, { $established_fen }.
formula-register-frozen = The register frozen at { $proving_second } is { $proving_register }; recorded { $recorded_register }, { $units } units of the last place from it. Energy = { $established_kwh } instead of { $recorded_kwh } (multiplier { $multiplier }); amount = difference between the fee recorded, { $recorded_fen }, and the fee established, { $established_fen }.
formula-days-off = Due on { $scheduled_day }, read on { $read_day }: { $days_off } off. { $bills } bills were made on what was read late, each by its own days, less those on which the book was in another's hands; read early: 0.
formula-papers = The list has no such paper that will do, and no request for it was open: 0.
formula-handheld = The handheld was drawn on { $drawn_day }, due on { $scheduled_day }, and nothing was read that day: 0.
formula-unloaded = The handheld came back on { $returned_day }. Of each bill the days from the issuance limit after its reading to its issue count, no more than those from the return to the unloading, without the days on which it waited for a re-reading.
formula-returned = Read by { $read_day }. Of each bill the days from the issuance limit after its reading to its issue count, no more than those to the return of the handheld on which he had it himself, without the days on which it waited for a re-reading.
formula-loaded = To be read on { $scheduled_day }, not loaded that day. Of each bill the days from the issuance limit after that day to its issue count, no more than those to the loading, without the days on which it waited for a re-reading.
formula-loaded-early = Loaded on { $loaded_day }, to be read on { $scheduled_day }: 0.
formula-book-unread = Due on { $scheduled_day }, and nobody read the book in that period. Of the { $bills } bills of the next reading each counts the days of the missed period ÷ its own days (below a 分: cut off), added up, times the days until then, less those on which the book was in another's hands; 0 until it is read again.
formula-days-off-moved = Due on { $scheduled_day }, read on { $read_day }: { $days_off } off. The policy ([delay] off_day) counts the energy of the days moved where they cross a closing: of all customers of the period that gains the days, energy × days off ÷ days of that period × price, added up and then half up to 分; the energy rounded down to whole kWh: { $moved_kwh }, { $moved_fen }.
formula-billing = Due = { $kwh } × { $energy_e4 } + { $capacity_kva } × { $capacity_fen_per_kva } = { $due_fen }; issued = { $issued_kwh } × { $issued_energy_e4 } + { $issued_capacity_kva } × { $capacity_fen_per_kva } = { $issued_fen }; the amount is their difference.
formula-unbilled = Read and not billed: { $kwh } × { $energy_e4 } (two-part prices: capacity charge added) = { $due_fen }.
formula-billing-bills = Due { $due_fen }, issued { $issued_fen }; the amount is their difference. Both bills follow, line by line.
formula-unbilled-bills = Read and not billed: { $kwh }, due { $due_fen }. The bill follows, line by line.
formula-entry-multiplier = The fitter's order has the multiplier { $source_multiplier }; the opening was entered with { $entered_multiplier }.
formula-entry-digits = The fitter's order has { $source_digits } digits; the opening was entered with { $entered_digits }.
formula-entry-first-register = The fitter's order has the first register { $source_first_register }; the opening was entered with { $entered_first_register }.
formula-entry-price-class = The survey sheet has the price class { $source_price_class }; the registration was entered with { $entered_price_class }.
formula-entry-capacity-kva = The survey sheet has { $source_capacity_kva }; the registration was entered with { $entered_capacity_kva }.
formula-entry-book = The survey sheet has the book { $source_book }; the registration was entered with { $entered_book }.
formula-entry-transformer = The survey sheet has the transformer { $source_transformer }; the registration was entered with: { $entered_transformer }.
formula-entry-several = Several entries differ from their source; they are listed below.
formula-entry-bill = bill of { $period }: issued { $issued } − due by the source { $due } = { $difference }; balance { $balance }
formula-entry-balance = From the entry until the archive was put right, issued less due by the source, added bill by bill; the amount is the largest balance, { $amount }:
formula-entry-beside = The class, capacity or transformer registered is not what the papers establish either, which is another matter: issued and due below are both worked out by what they establish; the differences of both, each with its sign, add up to the whole.
formula-entry-slip = No bill is wrong for it yet: a work slip.
formula-register-impossible-bills = No use joins the registers: recorded { $recorded_register } at { $recorded_second }, shown { $proving_register } at { $proving_second }, { $hours_apart } apart. The plate lets { $phases } × { $voltage_v } V × { $max_current_a } A = { $watts } W pass: × { $seconds_apart } s ÷ { $unit_ws }, rounded up, + 1 = at most { $most_units } units of the last place. The nearest possible register is { $established_register }, { $units } units from the recorded one. Amount = difference between the fee recorded, { $recorded_fen }, and the fee proven, { $established_fen }; both bills follow, line by line.
formula-register-frozen-bills = The register frozen at { $proving_second } is { $proving_register }; recorded { $recorded_register }, { $units } units of the last place from it. Amount = difference between the fee recorded, { $recorded_fen }, and the fee established, { $established_fen }; both bills follow, line by line.
formula-issue-check = { $bills } bills issued that day were not checked in time; { $unbilled } were left out: { $unbilled_kwh } at their price (two-part prices: capacity charge added), due { $unbilled_fen }; their sum is the amount.
formula-delay = {""}
formula-takings = Takings of the day { $takings_fen } ({ $receipts } receipts).
formula-deposit = Due at the bank { $handed_fen }, banked in time { $banked_fen }.
formula-delay-interest = Principal × days late × daily rate { $rate } (policy [delay] daily_rate), half up to 分:
formula-delay-principal = Still open more than { $after } beyond the limit, the principal counts (policy [delay] principal_after_days):
formula-delay-principal-always = Of late money the principal counts (policy [delay] priced_as):
formula-delay-both = Principal × days late × daily rate { $rate } (policy [delay] daily_rate), half up to 分; of what is still open more than { $after } beyond the limit the principal (principal_after_days):
formula-takings-short = Short: due { $due } − handed in { $handed } = { $short }.
formula-takings-made-good = Short: due { $due } − handed in { $handed } − made good { $good } = { $short }.
formula-takings-good-later = Made good later, principal × days × daily rate { $rate } (policy [delay] daily_rate): { $parts } = { $worth }; together { $amount }.
formula-takings-counterfeit = Of it counterfeit notes of { $note } were registered by the cashier and are not missing: due { $due }.
formula-takings-none = Handed in { $handed }, nothing short and nothing late: the amount is { $short }.
formula-misclosed-receipts = The closing has { $said } receipts, the stubs { $stubs }.
formula-misclosed-cash-fen = The closing has { $said } in cash, the stubs { $stubs }.
formula-misclosed-cheque-fen = The closing has { $said } in cheques, the stubs { $stubs }.
formula-misclosed-total-fen = The closing has a total of { $said }, the stubs { $stubs }.
formula-takings-open = The day on which it is due has not come: no amount.
formula-balance = {""}
formula-balance-misstated = The sheet has { $received } received and { $handed } handed in; since the last sheet the stubs come to { $stubs }, hand-ins and counterfeit notes to { $slips }.
formula-balance-one = Neither handed in nor sealed by the end of the ten days, and registered by nobody: { $sum }.
formula-voucher = {""}
formula-stubs = No count of the returned stubs has missed any so far: the amount is 0.00 yuan.
formula-stubs-miscast = By the sheet { $sheet_used } receipts, { $sheet_fen }; there are { $receipts_used }, { $receipts_fen }. The amount is 0.00 yuan.
formula-stock-loss = {""}
formula-stock-shown = The count missed { $missing } numbers of the book; customers showed copies without a stub: { $each } = { $sum }.
formula-stock-shown-one = The count missed { $missing } numbers of the book; a customer showed a copy without a stub: { $sum }.
formula-stock-loss-slip = The count missed { $missing } numbers of the book; no loss stands so far: a work slip.
formula-stock-missing = The count missed { $missing } numbers of the book, and the next count { $missing_again }. It cannot be assessed by energy or fee.
formula-book-accounted = Nothing of the book has been missed so far: the amount is 0.00 yuan.
formula-book-missing = Numbers missing of the book: { $missing }. It cannot be assessed by energy or fee.
formula-entry-late = Not entered by the limit. First bills of readings that missed the customer: { $bills }; of each the share by the days from energising to the missed reading (fractions of a 分 dropped), for the days beyond the limit of issuance, at most those by which the entry was late; with none, or none issued yet, 0.
formula-temporary = {""}
formula-ledger = Vouchers and what was posted of them at the closing.
formula-remittance = Owed { $owed_fen }, remitted in time { $remitted_fen }.
formula-balance-none = By the end of the ten days all takings were handed in, sealed or registered: the amount is 0.00 yuan.
formula-balance-unseen = Neither handed in nor sealed by the end of the ten days, and registered by nobody: { $each } = { $sum }.
formula-part-late-from = { $principal } × { $days } (from { $from } to { $to }) × { $rate } = { $late }
formula-part-late-open-from = { $principal } × { $days } (from { $from } to { $to }, still open) × { $rate } = { $late }
formula-part-principal-from = { $principal } (from { $from } to { $to }), the principal counts
formula-part-principal-open-from = { $principal } (from { $from } to { $to }, still open), the principal counts
formula-part-total = together { $total }
formula-part-total-rounded = together { $exact }, half up to 分: { $total }
formula-safe = By the journal { $book_fen } − counted { $counted_fen } − missing before { $missing_before_fen } = { $newly_missing_fen } newly missing.
formula-safe-cheque = Cheques by the journal { $cheques_book_fen } − counted { $cheques_counted_fen } − missing before { $cheques_missing_before_fen } = { $cheques_newly_missing_fen } newly missing; of them { $cheques_stopped_fen } stopped and no longer missing.
formula-safe-both = Cash by the journal { $book_fen } − counted { $counted_fen } − missing before { $missing_before_fen } = { $newly_missing_fen } newly missing. Cheques by the journal { $cheques_book_fen } − counted { $cheques_counted_fen } − missing before { $cheques_missing_before_fen } = { $cheques_newly_missing_fen } newly missing; of them { $cheques_stopped_fen } stopped and no longer missing.
formula-safe-open = Still missing { $open }.
formula-safe-found = Found or reissued later, sum × days missing × the daily rate (policy [delay] daily_rate): ({ $parts }) × { $rate } = { $interest }, half up to 分; together { $open } + { $interest } = { $amount }.
formula-safe-principal = Found or reissued later { $interest }, the principal counts; together { $open } + { $interest } = { $amount }.
formula-safe-part = { $principal } × { $days }
formula-theft = The sign stood outside from { $seen_day } on; he read the meter on { $read_day } and reported nothing; the case was opened on { $case_day }. He answers for { $days }: { $power_w } W × { $hours_e1 } × 0.1 h × { $days } = { $lost_kwh } (rounded down to whole kWh), × { $energy_e4 }, half up to 分. The penalty is apart.
formula-untold = Written down on { $told_day }, to be passed on by { $limit_on }, and was not. No case has established anything yet: 0.
formula-untold-case = Written down on { $told_day }, to be passed on by { $limit_on }, and was not; the case was opened on { $case_day }. From the limit to the referral or the case, as far as the file establishes it, { $days }: { $power_w } W × { $hours_e1 } × 0.1 h × { $days } = { $lost_kwh } (rounded down to whole kWh), × { $energy_e4 }, half up to 分. The penalty is apart.
formula-collected = Collected { $collected_fen } − open { $open_fen } = { $over_fen } too much.
formula-collected-open = Not refunded { $open }.
formula-collected-refunded = Refunded later, sum × days × the daily rate (policy [delay] daily_rate): ({ $parts }) × { $rate } = { $interest }, half up to 分; together { $open } + { $interest } = { $amount }.
formula-report = Signed for on { $signed_day }, to be visited by { $limit_on }, and was not. No exchange or test has shown yet that the meter stood still: 0.
formula-report-fault = Signed for on { $signed_day }, to be visited by { $limit_on }, and was not; the meter was exchanged on { $exchanged_day }, { $days } later. Normal use before, { $normal_kwh } ÷ { $days_normal } × { $days } = { $lost_kwh } lost (rounded down to whole kWh), × { $energy_e4 }, half up to 分.
formula-report-fault-opening = Signed for on { $signed_day }, to be visited by { $limit_on }, and was not; the meter was exchanged on { $exchanged_day }, { $days } later. No bill of a normal month stands before it: by the mean month of the archive at the opening, { $opening_mean_kwh } × 12 ÷ { $days_normal } × { $days } = { $lost_kwh } lost (rounded down to whole kWh), × { $energy_e4 }, half up to 分.
formula-credit = Set off { $credited_fen }, less what a ground and an approval cover, { $grounded_fen }.
formula-fee-charged = Charged { $charged_fen }, due { $fee_due_fen } (quantity × price of the list in force, less what was approved): the amount is the difference, whatever was charged or given back later.
formula-part-late = { $principal } × { $days } × { $rate } = { $late }
formula-part-principal = { $principal }, the principal counts

## names of formula inputs

input-credited-fen = set off
input-grounded-fen = covered by a ground
input-charged-fen = fee charged
input-fee-due-fen = fee due
input-days-off = days off
input-returned-day = returned on
input-unloaded-day = unloaded on
input-loaded-day = loaded on
input-scheduled-day = scheduled day
input-read-day = day read
input-others-on = days in other hands
input-bills = bills
input-listed = bills on the list
input-recorded-register = recorded register
input-established-register = nearest possible register
input-recorded-second = time of the recorded register
input-proving-register = register that proves it
input-proving-second = time of the proving register
input-power-w = power found, W
input-hours-e1 = hours a day (0.1 h)
input-told-day = written down
input-seen-day = sign seen from
input-case-day = case opened
input-watts = the plate lets pass, W
input-seconds-apart = seconds apart
input-hours-apart = hours apart
input-most-units = most units
input-units = units apart
input-between-kwh = energy between
input-likely-kwh = likely energy
input-carried-units = units wrong before
input-own-units = units this reading adds
input-own-register = register without what this reading adds
input-own-estimate-kwh = energy this reading is likely to add
input-estimate-kwh = likely difference
input-estimate-fen = estimate
input-previous-register = previous register
input-shown-register = register shown later
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
input-unseen-fen = not handed in
input-owed-fen = owed
input-voucher-fen = vouchers
input-posted-fen = posted
input-remitted-fen = remitted in time
input-missing = numbers missing
input-missing-again = numbers missing at the next count
input-shown-fen = copies without a stub
input-sheet-used = receipts by the sheet
input-sheet-fen = sum of the sheet
input-receipts-used = receipts there are
input-counterfeit-fen = counterfeit notes
input-handed-fen = due at the bank
input-collected-fen = collected
input-open-fen = open
input-over-fen = too much
input-book-fen = by the journal
input-counted-fen = counted
input-missing-before-fen = missing before
input-newly-missing-fen = newly missing
input-cheques-book-fen = cheques by the journal
input-cheques-counted-fen = cheques counted
input-cheques-missing-before-fen = cheques missing before
input-cheques-newly-missing-fen = cheques newly missing
input-cheques-stopped-fen = stopped
input-made-good-fen = found or reissued later
input-made-good-days = days missing
input-made-good-worth-fen = worth of what was found or reissued later
input-counted-missing-fen = cheques of it that a count found missing (5.2, counted there)
input-banked-fen = banked in time
input-unbilled = left out
input-unbilled-fen = amounts left out
input-unbilled-kwh = energy left out
input-unbilled-energy-e4 = price of energy
input-principal-fen = principal
input-daily-rate = daily rate
input-days-to-closing = days to the closing
input-late-fen = worth of the delay
input-signed-day = signed for on
input-exchanged-day = exchanged on
input-normal-kwh = normal use
input-days-normal = days of normal use
input-lost-kwh = lost
input-priced-as = priced as
input-source-multiplier = multiplier on the source
input-entered-multiplier = multiplier entered
input-source-digits = digits on the source
input-entered-digits = digits entered
input-source-first-register = first register on the source
input-entered-first-register = first register entered
input-source-price-class = price class on the source
input-entered-price-class = price class entered
input-source-capacity-kva = capacity on the source
input-entered-capacity-kva = capacity entered
input-source-book = book on the source
input-entered-book = book entered
input-source-transformer = transformer on the source
input-entered-transformer = transformer entered
input-wrong-periods = periods of the wrong bills
