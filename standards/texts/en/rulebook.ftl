### Rulebooks (standards/rulebook)

rulebook-empty = nothing stands here — write at least one item
rulebook-twice = { $name } is defined twice, also at { $other } — delete one of the two
rulebook-clause-unknown = no clause { $clause } — write one of { $range }
rulebook-clause-astray = clause { $clause } stands in the file of section { $section } — move it to the file of its own section
rulebook-clauses-missing = clauses { $clauses } are missing — add them; all { $count } must be there
rulebook-erratum-idle = the source text has no “{ $wrong }” — delete this erratum, or write it as the source does
rulebook-text-unmended = text is not what the errata make of source_text — write “{ $mended }”, or add the errata
rulebook-post-unknown = no post { $name } — write one of { $names }
rulebook-post-unknown-near = no post { $name } — did you mean { $near }?
rulebook-object-unknown = objects.toml has no object { $name } — write one of { $names }
rulebook-object-unknown-near = objects.toml has no object { $name } — did you mean { $near }?
rulebook-limit-unknown = limits.toml has no limit { $name } — write one of { $names }
rulebook-limit-unknown-near = limits.toml has no limit { $name } — did you mean { $near }?
rulebook-two-classes = clause { $clause } belongs to both { $one } and { $other } — keep one class; write kind = "ranking" for the other
rulebook-standards-missing = work standards are missing: { $posts } — add them in the folder posts; all { $count } posts must be there
rulebook-post-number = { $post } has work standard no. { $number } — write number = { $number }
rulebook-post-auxiliary = { $post } is none of the thirteen with a work standard — delete number
rulebook-duty-astray = duty { $duty } is not one of { $post } — its id must begin with W{ $number }-
rulebook-sections-missing = sections { $names } are missing — add them; all twelve must be there
rulebook-sentences-missing = sentences { $names } of the handbook are missing — add them; tiers and sanctions quote them
rulebook-limit-day = { $value } is no number of days — write a whole number, e.g. "1"
rulebook-limit-working_day = { $value } is no number of working days — write a whole number, e.g. "3"
rulebook-limit-period = { $value } is no number of periods — write a whole number, e.g. "3"
rulebook-limit-permille = { $value } is no rate in thousandths — write a whole number, e.g. "2"
rulebook-limit-fen = { $value } is no amount in fen — write a whole number, e.g. "100"
rulebook-limit-multiple = { $value } is no multiple — write a number of 1 or more, e.g. "3" or "2.5"
rulebook-limit-time = { $value } is no time of day — write hours and minutes of 24 hours, e.g. "15:30"
