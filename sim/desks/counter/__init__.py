"""The windows and door rounds (收費): payments, the day's closing, cheques, requests for reductions."""
