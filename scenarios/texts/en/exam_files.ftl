# Exam files
exam-unknown = there is no exam or file "{ $name }" — available: { $names }
exam-unknown-near = there is no exam or file "{ $name }" — did you mean "{ $near }"? available: { $names }
exam-weights = the marks of the five stages add up to { $total }, not 100 — change them
exam-clause = nothing can be set of clause "{ $name }" yet — nearest: { $near }; available: { $names }
exam-lines = { $total } incidents are to be found, and the answer sheet has { $most } lines — set fewer
exam-few = only { $total } incidents are to be found: one that is guessed earns ten marks — set at least { $least }
exam-tier-missing = the incidents of clause { $clause } have neither a tier nor a span of amounts — write tier = "general", or least_fen and most_fen
exam-tier-twice = both a tier and a span of amounts are written — keep one of them
exam-span = the span of amounts goes from { $least } to { $most } fen, downwards — exchange the two
exam-look-alike = there is no kind of look-alike "{ $name }" — nearest: { $near }; available: { $names }
exam-rulebook = the exam is set by the rulebook { $wanted }, and this one is { $here } — check the exam against it and write that, or leave the line out
exam-scenario = the scenario "{ $name }" has faults of its own — put right what is listed first
exam-policy = the policy "{ $name }" has faults of its own — put right what is listed first
exam-class = the tariff has no class "{ $name }" — nearest: { $near }; available: { $names }
exam-outside = "{ $name }" leads out of the exam's folder and is not read — put it beside the exam
exam-no-scenario = there is no scenario "{ $name }", nor such a file beside the exam — did you mean "{ $near }"? available: { $names }
exam-no-policy = there is no policy "{ $name }", nor such a file beside the exam — did you mean "{ $near }"? available: { $names }

# Setting an exam
exam-unstable = { $tries } times the incidents chosen came out otherwise by themselves than when they were tried
exam-few-alike = { $wanted } look-alikes "{ $kind }" are asked for, and this office has { $found }
exam-no-choice = this office cannot hold all the incidents asked for ({ $names }): some bring others with them
exam-own-act = the scenario itself orders an incident of clause { $clause }, which the exam does not list
exam-own-unmet = an act that the scenario orders itself (line { $line }) cannot be done: { $said }
exam-no-occasion = { $slot }: this office has no occasion for it
exam-none-proven = { $slot }: { $tried } were tried, and the records prove none of them
exam-no-amount = { $slot }: { $tried } were tried, worth { $low } to { $high } yuan: none as asked
exam-unlike = { $what ->
    [rows] rows
    [cites] rows behind the key
   *[steps] steps of arithmetic
}: { $own }, more than { $most } % away from the first form's { $first }
# The proof
proof-read-back = read back from the candidate's file, what the judge finds ({ $value }) is the key ({ $bound })
proof-truth = key and truth agree one by one: { $value } acts, { $bound } incidents
proof-oracle = who knows all earns { $value } through the answer sheet, of { $bound }
proof-nothing = an empty sheet earns { $value }, to be below { $bound }
proof-flag-all = accusing everybody earns { $value }, to be below { $bound }
proof-random = ticking at random earns { $value }, to be below { $bound }
proof-constant = the best answer that is the same on each line earns { $value }, to be below { $bound }
proof-small-registers = who knows what is asked and cites every row of small registers earns { $value }, to be below { $bound }
proof-prepared = another form's sheet, copied as it stands, earns { $value }, to be below { $bound }
proof-odd-rows = looking for what is odd, without the rules, earns { $value }, to be below { $bound }
proof-one-claim = one right claim earns { $value } at most, to be within { $bound }
proof-other-form = another form's answers earn { $value }, to be below { $bound }
proof-probe = guessing the wrong rows by order, number and last digits: { $value }, to be within { $bound }
proof-styles = all cells of a column are of one style
proof-metadata = the file's properties and times tell nothing
proof-slots = clauses, tiers and look-alikes are those of the first form ({ $value }; there { $bound })
proof-work = rows/rows behind the key/steps { $value }; in the first form { $bound }
proof-erring = who errs in a fifth earns { $value } on the mean, to be { $bound }

# a feature as the office
exam-feature-one = a feature that is the office of an exam has one scenario and no examples, and this one has { $count ->
    [one] examples
   *[other] { $count } scenarios
} — keep one scenario, and write the values of the examples into its steps
exam-feature-no-run = the feature does not say up to which day the office runs, so the months of the registers are not known — write: When the office runs until 2001-03-31
exam-feature-policy = the policy is that of the exam file — delete this step, and write policy = "…" in the exam file
exam-feature-case = this step states an incident without an office: no register shows it — delete it, or write who did what on which day
exam-feature-drawn = no step gives "{ $name }": each form draws its own people and books — name them in a step first, or write the post
