### Records that cannot be judged by (standards/ledger)

limit-missing = the table rule has no limit { $key }
limit-unreadable = the table rule says { $value } for { $key }, which is no such limit
number-unknown = the records name no. { $number }, which the archive does not have
price-missing = the price table had no price of class { $name } when a bill was issued
book-unknown = book { $number } was read, and is not among the books

### Assessments from elsewhere (standards/judging/assessment.py)

assessment-columns = the table { $table } lacks these columns, or has them in another form: { $columns }
assessment-value = in the table { $table } the column { $column } says { $value }, which there is not
