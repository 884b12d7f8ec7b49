### Records that cannot be judged by (standards/ledger)

limit-missing = the table rule has no limit { $key }
limit-unreadable = the table rule says { $value } for { $key }, which is no such limit

### Assessments from elsewhere (standards/judging/assessment.py)

assessment-columns = the table { $table } lacks these columns, or has them in another form: { $columns }
assessment-value = in the table { $table } the column { $column } says { $value }, which there is not
