# Scenarios
scenario-unknown = no scenario or file is named “{ $name }” — one of: { $names }
scenario-unknown-near = no scenario or file is named “{ $name }” — did you mean “{ $near }”? There are: { $names }
limit-unknown = there is no limit “{ $name }” — nearest: { $near }
tariff-unknown = no tariff or file beside the scenario is named “{ $name }” — did you mean “{ $near }”? There are: { $names }
town-class = tariff { $tariff } has no class { $name }, and this office mixes its customers of all classes — add the class to the tariff, or count the customers by class in [classes]
inject-form = “{ $entry }” is not an injection — write CLAUSE=RATE (2.1=0.01), CLAUSE=Nx (2.1=3x), all=…, or none
inject-clause = no error can be injected for the clause “{ $name }” — nearest: { $near }; there are: { $names }
inject-value = “{ $value }” in “{ $entry }” is neither a rate nor a number — write a rate from 0 to 1 with at most six decimals, or a number as 3x
inject-rate = the rate { $value } in “{ $entry }” is above 1 — write a share of the opportunities from 0 to 1
too-few = more is ordered than can mature: { $clauses } — order fewer, or give more customers or months
too-few-unasked = the scenario { $scenario } orders by itself ({ $entries }) more than can mature: { $clauses } — write --inject none for no orders, --inject 2.2=3x for those you want, or give more customers or months
too-few-one = clause { $clause }: { $wanted } ordered, { $found } possible
too-few-between = {"; "}
months-too-many = { $months } months from { $start } go beyond the calendar ({ $first } to { $last }) — write 1 to { $most }
start-outside = no start on { $start }: the calendar runs from { $first } to { $last }, and a month is needed before and after — change start
name-unknown-near = no { $kind } is named “{ $name }” — did you mean “{ $near }”?
name-unknown = no { $kind } is named “{ $name }” — there are: { $names }
limit-number = the limit { $name } is { $value } — write a whole number like { $usual }
limit-time = the limit { $name } is { $value } — write a time of day like { $usual }
act-value = the parameter { $name } is { $value } — write an integer or a date, without quotes
act-lacks = “{ $does }” lacks parameters — add { $names }, or write none
act-customer = no customer is named “{ $name }” — describe him in [[named_customers]] first
act-about = “{ $does }” does not say about what — add about = "…"
stage-simulate = simulating
stage-survey = listing opportunities

# An act taken away
replay-none = the folder does not keep the office that was run — simulate it again with this version
replay-other = the run cannot be repeated as it was: it was made by version { $made }, this is { $own } — simulate it again with this version
counterfactual-unknown = there is no act { $act } among the { $count } of this run — by time: { $names }
counterfactual-no-acts = there is no act { $act }: in this run everybody went by the book
counterfactual-overload = nobody decided act { $act }, it comes from too much work: it cannot be taken away alone — write another act

# Gherkin: a step that does not hold, or is written wrongly
gherkin-word-unknown = there is no { $kind } "{ $word }" — nearest: { $near }
gherkin-kind-class = price class
gherkin-kind-line = line of a bill
gherkin-kind-book = kind of book
gherkin-kind-part = attribute of a customer
gherkin-kind-habit = habit
gherkin-kind-policy = policy
gherkin-kind-post = post
gherkin-kind-tier = tier
gherkin-kind-measure = sanction
gherkin-kind-duty = duty
gherkin-below-fen = "{ $amount }" is finer than a fen — write two decimals: 120.00
gherkin-price-places = the price "{ $amount }" has more than four decimals — write 0.8000
gherkin-office-impossible = there can be no such office: { $why }
gherkin-no-case = no incident is stated — write first: on 2001-03-12 "Wang Fang" had an incident of clause 2.2 worth 999.99 yuan
gherkin-not-run = the office has not run — write first: When the office runs until 2001-04-30
gherkin-no-such-day = there is no day "{ $text }" — write a date that exists: 2001-03-14
gherkin-clause-unknown = there is no clause { $clause } — clauses are 1.1 to 12.3
gherkin-act-unknown = there is no act called "{ $name }" — nearest: { $near }
gherkin-not-the-post = "{ $name }" is the { $has }; "{ $act }" belongs to the { $post } — write a { $post } or the post
gherkin-not-this-post = "{ $act }" does not belong to "{ $name }" — write "{ $post }"
gherkin-nobody = there is nobody and no post called "{ $name }" — nearest: { $near }
gherkin-param-none = "{ $text }" does not follow "{ $act }" — leave it out
gherkin-param-wrong = "{ $text }" after "{ $act }" cannot be read — write: { $form }
gherkin-void = on { $on } there is no occasion for "{ $act }" with "{ $about }" — until { $until } it comes up on { $days }
gherkin-not-his = "{ $act }" with "{ $about }" is not { $name }'s — it is { $actual }'s
gherkin-object-unknown = there is no { $kind ->
    [act] act
    [book] book
    [customer] customer
    [counter] collector
    [clerk] person
   *[param] parameter
} called "{ $name }" — nearest: { $near }
gherkin-count-wrong = "{ $text }" counts no customers — write: 600 residential
gherkin-start-first = the office cannot start on { $on } — write the first of a month
gherkin-found-some = found (clause, person, occurred, amount, tier): { $found }
gherkin-rows-other = other than the table; found (clause, person, occurred, amount, tier): { $found }
gherkin-not-one = "the incident" must be exactly one; there are { $count }: { $found }
gherkin-tier-other = the tier should be "{ $wanted }", it is "{ $actual }"
gherkin-figure-other = { $what ->
    [amount] the amount (yuan)
    [loss] the loss not recovered (yuan)
    [energy] the energy (kWh)
   *[times] the number of times
} should be { $wanted }, it is { $actual }
gherkin-sanction-not = "{ $kind }" is not imposed; imposed: { $imposed }
gherkin-sanction-some = no sanction should be imposed; imposed: { $imposed }
gherkin-duty-not = the duty "{ $kind }" does not follow; what follows: { $kinds }
gherkin-duty-some = the duty "{ $kind }" follows
gherkin-figure-wrong = "{ $text }" is no figure of a sanction — write: 3 months, 1 year, 600.00 yuan
gherkin-column-unknown = there is no column "{ $name }" — nearest: { $near }
gherkin-books-differ = the books disagree, { $what }: { $wanted } expected, { $actual } found
gherkin-no-bill = "{ $customer }" has no bill of that month, { $month } — there are: { $months }
gherkin-line-none = the bill of "{ $customer }" for { $month } has no line "{ $line }" — there are: { $lines }
gherkin-calendar-other = { $on } is not so — see the calendar of 2001
gherkin-day-other = the day should be { $on }, it is { $days }
# Gherkin: the gate
gherkin-bom = the file has a byte order mark, which would be read as text — save it as UTF-8 without BOM
gherkin-language-missing = Chinese keywords and no language — write # language: { $language } in line 1
gherkin-language-unknown = there is no language "{ $name }" — write # language: { $near } (zh-TW, zh-CN or en)
gherkin-silent = "{ $text }" is no keyword of this language; it would pass for a description and not run — write "{ $right }" (half-width colon)
gherkin-silent-step = "{ $text }" is no keyword of this language; it would pass for a description and not run — write "{ $right }"
gherkin-no-steps = the scenario "{ $name }" has no steps and would always pass — write Given, When, Then
gherkin-no-outcome = the scenario "{ $name }" has no Then and checks nothing — write what should come of it
gherkin-examples-missing = the outline "{ $name }" has no examples and would never run — write "Examples:" and a table
gherkin-examples-empty = the examples of "{ $name }" are a header only and would never run — write at least one row
gherkin-twice = the scenario name "{ $name }" stands in line { $first } already; the later one would replace it — rename one
gherkin-step-unknown = there is no such step: "{ $text }" — see docs/gherkin.md
gherkin-step-near = there is no such step: "{ $text }" — nearest: { $near }
gherkin-step-keyword = the step "{ $text }" cannot stand here — write it after "{ $keyword }"
gherkin-number-wide = "{ $text }" has full-width digits — write half-width ones
gherkin-number-thousands = "{ $text }" has a thousands sign — leave it out
gherkin-number-negative = "{ $text }" is negative — write a number from 0 on, and say the direction in words (more)
gherkin-number-chinese = "{ $text }" is a Chinese numeral — write digits
gherkin-table-width = this row has another number of cells than the header — fill up or leave out
gherkin-table-missing = this step needs a table — write it from the next line on
gherkin-table-idle = this step takes no table — leave it out
gherkin-tag = the tag "{ $name }" has a colon or a bracket — write { $right }
gherkin-empty = the file has no "Feature:" — write a feature, scenarios and steps
gherkin-no-scenario = the feature has no scenarios — write "Scenario:"
gherkin-syntax = "{ $text }" cannot stand here — check keywords, tables and indentation
gherkin-invisible = the step has an invisible character { $shown } — delete it
