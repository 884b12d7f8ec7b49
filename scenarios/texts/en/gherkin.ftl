# Gherkin: a step that does not hold, or is written wrongly
gherkin-word-unknown = there is no { $kind } "{ $word }" — nearest: { $near }
gherkin-kind-class = price class
gherkin-kind-line = line of a bill
gherkin-kind-book = kind of book
gherkin-kind-part = attribute of a customer
gherkin-kind-habit = habit
gherkin-kind-happening = thing that happens
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
gherkin-step-long = the step has { $count } characters — make several steps of it, each of at most { $most }
gherkin-steps-many = the file has { $count } steps, those of outlines with every row — make several files of it, each of at most { $most }
gherkin-doc-string-idle = no text in several lines belongs under this step — delete it
gherkin-column-twice = the headers “{ $name }” and “{ $first }” are one column — keep one
gherkin-kwh-wrong = “{ $text }” is no energy — write an integer of kWh, without the unit
gherkin-amount-wrong = “{ $text }” is no amount — write such as 120.00, without the unit, or unpriced
gherkin-figure-large = “{ $amount }” is too large — write a smaller number
gherkin-percent-over = { $amount } % is more than 100 % — write 0 to 100
gherkin-count-many = “{ $text }” is more than the { $most } customers that one office may have — write fewer
gherkin-part-ge = “{ $text }” is too small — write at least { $bound }
gherkin-part-le = “{ $text }” is too large — write at most { $bound }
gherkin-policy-faulty = the policy is wrong: { $why }
gherkin-run-early = the office runs until { $on }, before it opens on { $start } — write { $start } or later
gherkin-run-beyond = the office runs until { $on }, beyond the calendar — write 2002-02-28 or earlier, and see from when the office is
gherkin-act-twice = “{ $does }” of the same situation stands before — keep one step, or write another day
gherkin-beyond = on { $on } there is no more than { $most } to "{ $act }" with — write at most { $most }
gherkin-void-never = “{ $about }” had no occasion on { $on } to “{ $act }”, nor any until { $until } — by the calendar it could be on { $days }
# Gherkin: the gate
gherkin-bom = the file begins with more than one byte order mark, which pytest cannot read — save it as UTF-8 without BOM
gherkin-language-missing = Chinese keywords and no language — write # language: { $language } in line 1
gherkin-language-unknown = there is no language "{ $name }" — write # language: { $near } (zh-TW, zh-CN or en)
gherkin-swallowed = "{ $text }" stands in a description and would not run — move it among the steps of a scenario, or word the description otherwise
gherkin-silent = "{ $text }" is no keyword of this language; it would pass for a description and not run — write "{ $right }" (half-width colon)
gherkin-silent-step = "{ $text }" is no keyword of this language; it would pass for a description and not run — write "{ $right }"
gherkin-no-steps = the scenario "{ $name }" has no steps and would always pass — write Given, When, Then
gherkin-no-outcome = the scenario "{ $name }" has no Then and checks nothing — write what should come of it
gherkin-no-action = "{ $name }" has no When: nothing has run that could be asked about — write before it: When the office runs until 2001-04-30 (of stated incidents: When the policy is applied)
gherkin-outcome-early = "{ $name }" has its Then before its When: the office has not run yet — move the When before it
gherkin-examples-missing = the outline "{ $name }" has no examples and would never run — write "Examples:" and a table
gherkin-examples-empty = the examples of "{ $name }" are a header only and would never run — write at least one row
gherkin-twice = the scenario name "{ $name }" stands in line { $first } already; the later one would replace it — rename one
gherkin-step-unknown = there is no such step: "{ $text }" — kaohe steps prints them
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
gherkin-separator = the line has a line separator { $shown }, at which no line ends when the file runs — save it with plain line ends
gherkin-invisible-start = the line begins with an invisible character { $shown } and would be read as description, not run — delete it
gherkin-invisible = the step has an invisible character { $shown } — delete it
