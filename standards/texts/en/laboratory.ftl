### Policies tried out (standards/laboratory)

lint-comma = , { "" }
lint-nothing = nothing
lint-source = { " " }[{ $rules }]
lint-facet = ({ $about }) { "" }
lint-facet-concealed = concealed
lint-facet-serious-effect = serious effect on work
lint-facet-cause-overload = caused by overload
lint-facet-self-reported = reported by the person
lint-facet-large-customer = large customer
lint-facet-intent-none = not intended
lint-facet-intent-alleged = intent alleged
lint-facet-intent-presumed = intent presumed
lint-facet-intent-established = intent established
lint-facet-clause = clause { $value }
lint-facet-post = post { $value }
lint-facet-act-role = role { $value }
lint-facet-basis = basis { $value }
lint-facet-severity = severity { $value }
lint-facet-gain = gain of { $value } yuan
lint-facet-avoided = { $value } yuan of loss avoided
lint-facet-energy-kwh = { $value } kWh
lint-facet-count = count { $value }
lint-facet-discovered-by = found by another
lint-facet-finder-post = found by another post
lint-measure-times = { $name } × { $figure }
lint-measure-fen = { $name } of { $figure } yuan
lint-measure-months = { $name } for { $figure } months
lint-measure-years = { $name } for { $figure } years

lint-unreachable = rule { $rule } applies to none of the cases tried — change its when, or write enabled = false
lint-idle = where rule { $rule } applies, another rule always stands in its place
lint-overlap = two rules each give "{ $measure }" for one act — make their cases exclude each other
lint-gap = a loss of { $below } yuan: { $before }; of { $at } yuan: nothing — add a rule for this span
lint-fall = a loss of { $below } yuan: { $before }; of { $at } yuan less: { $after }
lint-notch = one 分: { $below } yuan, { $before }; { $at } yuan, { $after } (months { $months } apart, ratio { $ratio })
lint-flat = from { $low } to { $high } yuan always { $load }: more loss costs nothing more
lint-flat-above = from { $low } yuan always { $load }: more loss costs nothing more
lint-trifle = a trifle that cannot be priced and lost nothing: { $tier }, { $load }; a loss of { $high } yuan only { $lighter }
lint-trifle-as = a trifle that cannot be priced and lost nothing is treated as { $as } yuan: { $tier }, { $load }; a loss of { $high } yuan only { $lighter }
lint-intent-below = a loss below { $below } yuan caused with intent: { $load }, as without intent; from { $below } yuan: { $after }
lint-intent-nowhere = intended or not, the sanctions are the same
lint-self-report = reporting oneself gains nothing: at { $amounts } amounts up to { $high } yuan the sanctions are those of being found
lint-hiding = hiding adds no month: { $amount } yuan, { $load }, and only the duties "{ $duties }" beside it; filed as an unpriced incident of its own: { $filed }
lint-split = splitting pays: { $sum } yuan at once, { $worse }; as { $first } and { $second } yuan, { $better } ({ $months } months less; so for { $count } of the pairs tried)
lint-merge = merging pays: { $first } and { $second } yuan, { $worse }; as { $sum } yuan at once, { $better } ({ $months } months less; so for { $count } of the pairs tried)
lint-post-by-two = { $first } and { $second } yuan: { $two }; { $sum } yuan at once: { $one }; even { $largest } yuan at once only { $largest_load }
lint-new-year = the new year wipes out repetition: two of { $amount } yuan on 1 January and 31 December of one year, { $within }; on 31 December and 1 January, { $across }

### Lists of incidents (standards/laboratory/incident_lists.py)

list-no-heading = the first row has no column { $english } — write { $english } or { $name } (nearest: { $near })
list-heading-twice = the heading "{ $name }" stands for the same as another one — keep one column
list-empty = "{ $name }" is empty — fill it in, or leave the row out
list-amount-empty = "{ $name }" is empty — write the amount; write "unpriced" for what cannot be priced
list-amount-text = { $value } is no amount — write digits only, as 999.99; write "unpriced" for what cannot be priced
list-amount-meant = { $value } is no amount — did you mean { $meant }? Write "unpriced" for what cannot be priced
list-amount-negative = { $value } is negative — write 0 or more
list-unit-doubtful = the heading names no unit and all sums are whole: yuan or 分? — write "amount (yuan)" or "amount (fen)"
list-date = { $value } is no date — write 2001-03-05
list-clause = no clause { $name } — write a clause's number, as 2.2
list-clause-near = no clause { $name } — did you mean { $near }?
list-post = no post { $name } — write the name of a post (kaohe list posts)
list-post-near = no post { $name } — did you mean { $near }?
list-flag = { $value } is neither yes nor no — write yes or no
list-intent = { $value } says nothing known of intent — write yes, no, or one of { $names }
list-row-twice = the same as row { $first } — write an incident once; two of them differ in date or amount
list-no-rows = the list has headings only — write a row for each incident
list-workbook = no Excel workbook that can be read — save it as .xlsx, or as .csv in UTF-8

### Comparing (standards/laboratory)

compare-key = { $key } ({ $about }): { $one } → { $other }
compare-absent = absent
compare-yes = yes
compare-no = no
compare-yuan = { $amount } yuan
compare-section-edge = to which band an edge belongs
compare-section-bands = bands of money
compare-section-energy-bands = bands of energy
compare-section-severity-tiers = tiers by severity
compare-section-covers = what is covered
compare-section-price-index = price index
compare-section-tiers = names of tiers
compare-section-amount = whose amount
compare-section-unpriced = what cannot be priced
compare-section-delay = late money
compare-section-repeat = repetition
compare-section-pattern = patterns of trifles
compare-section-range = place in a range
compare-section-intent = intent
compare-section-joint = several people of one act
compare-section-concealment = concealment
compare-section-overload = overload
compare-section-bonus = months of bonus together
compare-section-self-report = self-report
compare-section-measures = measures
compare-section-duties = duties
compare-section-rules = rules
compare-sweep-form = { $value } is no sweep — write KEY=FROM:TO:STEP, as bands.general.low_fen=50000:200000:5000
compare-sweep-range = the range of { $value } cannot be — from low to high, by 1 or more, at most { $most } points
compare-sweep-many = { $count } points in all — at most { $most }: take larger steps
compare-sweep-twice = { $name } is swept twice — name each key once
compare-sweep-band = { $name } is no edge that can move — write the lower end of one of { $names }
compare-sweep-key = the policy has no whole number { $name } — write a key of docs/policies.md
compare-sweep-across = { $name } = { $value } is not above the lower end { $low } of { $below } — narrow the range, so that it does not cross its neighbour
compare-no-post = (no post)
compare-year = year { $number }
