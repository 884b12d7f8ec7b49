## figures of a comparison

unit-incidents = incidents
unit-months = months
unit-percent = %
unit-yuan = yuan
unit-persons = persons
unit-months-100 = months per 100 person-years
unit-persons-100 = persons per 100 person-years
unit-acts = acts
unit-hours = hours
unit-yuan-hour = yuan per hour
unit-days = days
rests-text = text
rests-records = records
rests-assumption = assumption
study-between = { $mean } ({ $low } to { $high })
study-at-most-of = { $mean } (at most { $high })
study-shown-more = more
study-shown-less = less
study-shown-unclear = no difference shown
study-shown-few = too few to rank
study-shown-same = the same
study-shown-exact = case by case
