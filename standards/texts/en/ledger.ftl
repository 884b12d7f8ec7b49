### Records that cannot be judged by (standards/ledger)

limit-missing = the table rule has no limit { $key }
limit-unreadable = the table rule says { $value } for { $key }, which is no such limit
