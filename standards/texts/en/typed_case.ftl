### Cases that are typed (standards/sanctions/typed_case.py)

classify-one-measure = --amount, --unpriced and --energy exclude each other — write one of them
classify-no-measure = no amount — write --amount (yuan), --unpriced, or --energy (kWh)
classify-not-finite = { $value } is no number — write yuan, e.g. 999.99
classify-negative = { $value } is negative — write yuan from 0
classify-full-width = { $value } has full-width characters — did you mean { $hint }?
classify-separator = { $value } has a thousands sign — did you mean { $hint }?
classify-decimals = { $value } has more than two decimals — write whole 分, e.g. 999.99
classify-too-large = { $value } is too large — at most { $limit } yuan
classify-not-money = { $value } is no amount — write yuan, e.g. 999.99
classify-energy = energy { $value } is outside 0 to { $limit } kWh — write whole kWh
classify-tier = no tier { $name } — write one of { $names }
classify-tier-near = no tier { $name } — did you mean { $near }?
classify-prior = prior count { $value } is outside 0 to { $limit } — write a whole number
classify-clause = no clause { $name } — write a clause id, e.g. 2.2
classify-post = no post { $name } — write after --post: { $near }
