### Policy files (standards/policies)

policy-unknown = no policy { $name } — write one of { $names }, or the path of a file
policy-unknown-near = no policy { $name } — did you mean { $near }?
policy-extends-itself = extends = "{ $name }" makes the policy extend itself — name another policy
policy-extends-deep = policies extend one another more than { $limit } deep — extend one of the earlier ones
policy-extends-outside = extends = "{ $name }" leads out of the folder { $folder } — name a file in the folder of this file, or below it
policy-extends-missing = extends = "{ $name }": there is no file { $file } — write its path from the folder of this file, or the name of a policy that ships
policy-former-delay = "{ $value }" is no more: no closing enters any longer — write priced_as = "interest", and principal_after_days = 30 for what stays out
policy-no-unpriced = no rule for what cannot be assessed by energy or fee — write [unpriced]
policy-no-tier = [tiers] lacks { $tier } — all four tiers need a name
policy-band-reversed = the band's upper end is not above its lower end { $value } — write a higher one
policy-band-gap-below = what is below { $value } is in no band — the lowest band starts at 0
policy-band-gap = values from { $value } are in no band — start this band at { $value }
policy-band-overlap = { $value } is in two bands — let each band start where the one below ends
policy-band-closed = values above { $value } are in no band — leave out the topmost band's upper end
policy-band-order = { $tier } stands above { $below } — a higher amount must not have a lighter tier
policy-no-edge = { $value } is in two bands — choose edge = "lower_in" or "upper_in"
policy-rule-never = rule { $rule } has an empty when and never applies — write a condition, or enabled = false
policy-unknown-rule = then_of: no rule { $name } — write one of { $names }
policy-unknown-rule-near = then_of: no rule { $name } — did you mean { $near }?
policy-unknown-duty = no duty { $name } — write one of { $names }
policy-unknown-duty-near = no duty { $name } — did you mean { $near }?
policy-unknown-measure = no measure { $name } — write one of { $names }
policy-unknown-measure-near = no measure { $name } — did you mean { $near }?
policy-unknown-clause = no clause { $name } — write one of { $names }
policy-unknown-clause-near = no clause { $name } — did you mean { $near }?
policy-unknown-post = no post { $name } — write one of { $names }
policy-unknown-post-near = no post { $name } — did you mean { $near }?
policy-reference-chain = then_of = "{ $rule }" cannot stand beside then, nor refer to a rule that refers — name a rule with its own then
policy-outcome-kind = write kind (one measure) or kinds (several, lightest first), not both
policy-outcome-forms = a value is given in one way — choose value, low with high, of, or curve
policy-outcome-range = low and high go together — write both
policy-outcome-reversed = low is above high — write low ≤ high
policy-outcome-too-wide = range times amount is too large — narrow the range or the amounts
policy-outcome-curve = curve needs at least one corner, at_fen rising — sort the corners
