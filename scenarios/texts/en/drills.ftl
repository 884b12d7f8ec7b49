# Drills

drill-unknown = there is no { $what } { $name } — the nearest is { $near }; there are: { $names }
drill-folder = this is no folder of a drill, or not whole, or of another version — use one that kaohe exam new has written
drill-candidate = this exam has no candidate { $name } — the nearest is { $near }
drill-player = there is no player { $name } — write one of: { $names }

## The proof before it is given

drill-proof = { $questions } questions, { $tests } tests; by the book { $book }, idle { $idle }, always alike { $constant }, erring { $erring }
drill-proof-tests = there are { $tests } tests, fewer than { $least } — add days or customers, or ask more a day
drill-proof-book = who goes by the book earns { $mark }, not 100 — let colleagues err less
drill-proof-idle = who does nothing earns { $mark }, not less than { $most } — add days or customers
drill-proof-constant = who always answers alike earns { $mark }, not less than { $most } — the post is no test in such an office: change the office or the post
drill-proof-erring = who errs more does not earn less ({ $marks }) — add days or customers

## Programs

program-none = “{ $command }” cannot be started: { $error } — write a command that can be run
program-dead = the program ended after { $answers } answers: what was confirmed is marked
program-silent = the program gave no answer in time after { $answers } answers: what was confirmed is marked
program-flood = a line of the program, after { $answers } answers, is above 1 MiB: what was confirmed is marked
program-time = the exam's time is over; the program gave { $answers } answers: what was confirmed is marked

## Sessions

ledger-rewritten = line { $line } is not as it was written — use the file as it was
ledger-missing = line { $line } and what follows are gone — use the file as it was
ledger-cut = line { $line } is not whole — use the file as it was
session-old = line { $line } was written by another version — use the version that wrote it, or begin anew
ledger-count = the count of the lines is gone, or is not as it was written: whether the file is whole is not known — restore it from a copy
