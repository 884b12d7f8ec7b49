# What is seen at a post, and what can be done there

## What is seen, and what must be written oneself

value-today = today
value-on_day = day
value-book = book
value-customer = customer
value-counter = window
value-requested_to = asked to be moved to
value-special = book of transformer customers
value-meters = customers
value-scheduled_on = to be read on
value-next_open_day = next open day
value-door_locked = door
value-dial = the dial shows
value-register = register
value-last_register = last register
value-decimals = decimals
value-multiplier = ratio
value-mean_kwh = mean energy
value-bills = bills owed
value-amount_fen = amount
value-due_on = due by
value-archive_class = class in the archive
value-price_class = class
value-kwh = energy
value-metered_kwh = metered energy
value-loss_kwh = losses
value-read_on = read on
value-due = due to be issued
value-issued = issued
value-pending = pending
value-issued_in_all = issued in all, once what is missing is issued
value-cash_fen = cash of electricity
value-cheques_and_fees_fen = cheques and fees
value-slip_fen = amount of the slip
value-brought_fen = amount brought to the bank
value-slip_day = day on the slip
value-safe_cash_fen = cash in the safe
value-cheques = cheques
value-cheque_fen = amount of the cheques
value-receipts = receipts
value-handed_fen = handed in
value-credited_fen = credited in these ten days, returns off
value-slip_kind = income
value-received_fen = stubs of these ten days
value-handed_by_slips_fen = hand-ins of these ten days
value-sheet_due_on = sheet due by
value-counterfeit_fen = counterfeit notes kept besides
value-total_fen = total
value-cashier_there = cashier
value-bill_period = period of the bill
value-open_fen = open amount
value-case_period = period of the case that is shown
value-case_fen = amount of that case
value-anomaly = reported by the reader
value-run_1_on = next run to that part
value-run_1_crew = its crew
value-run_1_places = places left in it
value-run_2_on = second run
value-run_2_crew = crew of the second
value-run_2_places = places in the second
value-run_3_on = third run
value-run_3_crew = crew of the third
value-run_3_places = places in the third
value-crew = crew
value-differing = what differs
value-paper_figure = what the paper says
value-fee_1_fen = first fee, each
value-receipts_1 = receipts of the first fee
value-fee_2_fen = second fee, each
value-receipts_2 = receipts of the second fee
value-fee_3_fen = third fee, each
value-receipts_3 = receipts of the third fee
value-other_fees_fen = other fees together
value-form = paper
value-capacity_kva = capacity
value-transformer_kva = transformer
value-digits = digits
value-first_register = first register
value-entered_price_class = class as entered
value-entered_capacity_kva = capacity as entered
value-entered_transformer_kva = transformer as entered
value-entered_book = book as entered
value-entered_multiplier = ratio as entered
value-entered_digits = digits as entered
value-entered_first_register = first register as entered

code-special-0 = no
code-special-1 = yes
code-door_locked-0 = somebody opens
code-door_locked-1 = locked, nobody answers
code-cashier_there-0 = off today
code-cashier_there-1 = there
code-slip_kind-0 = electricity
code-slip_kind-1 = fees
code-anomaly-0 = meter stands still
code-anomaly-1 = meter burnt
code-anomaly-2 = seal missing
code-anomaly-3 = another number
code-anomaly-4 = another ratio
code-anomaly-5 = signs of theft
code-form-0 = survey sheet
code-form-1 = fitter's order

## What lies before him

faced-approve_cycle_day = a request for another reading day
faced-read_book = a book whose day is today
faced-return_handheld = the handheld after the reading
faced-read_meter = the meter of a customer
faced-serve_notices = notices of a book
faced-deposit = the money of the day
faced-keep_safe = the safe at the end of the day
faced-check_window = a window hands in what it took
faced-make_voucher = the voucher of a slip of the bank
faced-balance_window = what a window owes after ten days
faced-remit_income = the income of ten days
faced-hand_in_fees = the fees of the day
faced-enter_registration = a paper to be entered
faced-audit_registration = an entry to be audited (the list is signed today: what is not sent back has passed)
faced-check_archive = a customer's archive
faced-close_window = the window at the end of the day
faced-handle_return = the bank returns a cheque
faced-examine_cheque = a customer hands in a cheque
faced-answer_request = a request for a reduction at the window
faced-credit_at_issuance = a request for a reduction
faced-deal_with_report = a reader's report
faced-spot_check = a meter to be read again
faced-issue_bill = a bill to be issued
faced-load_book = a book to be loaded whose day is today
faced-load_ahead = a book whose day is some days off
faced-unload_book = a handheld that came back
faced-check_issue_day = what was issued today

answer-comma = { ", " }
answer-said = { $count ->
    [0] { $choice }
   *[other] { $choice } ({ $typed })
 }
day-said = { $day } ({ $weekday ->
    [0] Mon
    [1] Tue
    [2] Wed
    [3] Thu
    [4] Fri
    [5] Sat
   *[6] Sun
 })
unit-said-fen = { $n } yuan
unit-said-kwh = { $n } kWh
unit-said-kva = { $n } kVA

## What can be done

choice-leave = leave it
choice-approve_day = approve: read on this day
choice-decline_request = do not approve
choice-read_book_on = read the book on this day
choice-return_on = bring it back on this day
choice-put_off_with_note = note a cause and read on the next open day
choice-write_register = write the register
choice-fill_in_as_last = write what the last energy comes to, without looking
choice-leave_note = leave a note, count the last energy for now
choice-serve_on = serve the notices on this day
choice-issue_at_class = issue at this class
choice-load_on = load it on this day
choice-load_when_near = load it when its day is near
choice-load_now = load it now
choice-unload_on = unload it on this day
choice-pass_over = do not issue this one
choice-check_and_issue = check, and issue what is missing
choice-sign_unchecked = do not check, enter what was issued
choice-bank_now = write the slip and bank before the cut-off
choice-bank_on = write the slip and bank on this day
choice-slip_now_money_on = write the slip today, bring the money on this day
choice-bank_after_hours = bank today after the cut-off
choice-lock_up = count, put into the safe and lock it
choice-take_cash_out = take cash out
choice-leave_cheque_out = leave a cheque on the table
choice-add_up_stubs = add up the stubs, compare with the money, enter the difference
choice-enter_as_handed = fill in the check from the hand-in, without a look at the stubs
choice-check_on = check on this day
choice-remit_now = remit today
choice-remit_on = remit all on this day
choice-make_and_hand_over = make the voucher and hand it to the accountant
choice-make_on = make it and hand it over on this day
choice-hand_over_on = make it today and hand it over on this day
choice-file_voucher = make it today and keep it
choice-enter_balance = write the sheet and have it signed
choice-balance_on = write the sheet on this day
choice-close_and_hand_in = close, report, hand in cash and cheques to the cashier
choice-close_and_seal = close, report, seal
choice-hand_in_cash = close, and report and hand in so much cash
choice-report_all_hand_in = close, report all by the stubs, and of the cash hand in so much
choice-close_on = close on this day
choice-reopen_on = reopen the debt and tell the customer on this day
choice-compare_seal = compare the seal, then take it
choice-take_unseen = take it without looking at the seal
choice-credit_on_case = write the credit note on the case, for the manager to sign
choice-credit_alone = write the credit note by oneself
choice-refuse_request = grant no reduction
choice-visit_on = send this run to the site
choice-file_report = file it, do not visit
choice-read_again = read again at the site
choice-strike_sample = strike it from the sample
choice-hand_in_takings = hand in to the cashier
choice-seal_takings = seal
choice-hand_in_on = hand in on this day
choice-enter_survey = enter the survey sheet
choice-enter_opening = open the account by the order
choice-pass_entry = pass the entry
choice-send_back = send it back, and say what differs
choice-compare_archive = compare the archive at the site
choice-strike_comparison = strike it from the plan

## What cannot be done

refused-choice = there is no such choice here — choose one of: { $names }
refused-values = “{ $choice }” asks for: { $values } — write these, no more and no fewer
refused-number = “{ $value }” is a whole number, 0 or more — write it anew
refused-day = “{ $value }” lies within three months from today — write the day anew
refused-day-past = this day is planned already — write a later day
refused-class = there is no price for this class — write one of the price list
refused-class-registers = this class is billed by registers of another kind of meter — write a class with the same kind
refused-register = the dial of this meter has no such register — write what it shows
refused-note = the customer has opened and waits for the reading: he takes no note — choose something else
refused-odd-register = the handheld finds the energy odd, and the dial does not show this — look at the meter again
refused-notices-today = the notices are printed today and can be served tomorrow at the earliest — write a later day
refused-issued-in-all = the lists do not show so many — compare due, issued and pending again
refused-kwh = the energy is not what the program comes to — add up metered energy and losses again
refused-slip-above = there is not so much money, and the bank does not take it — write both amounts anew
refused-slip-differs = cheques and fees are banked in full, and slip and money cannot both be less — write both amounts anew
refused-bank-today = for today there is another choice — write a day after today
refused-slip-day = a slip bears today's day or that of the money — write it anew
refused-safe-cash = there is not so much cash in the safe — write an amount from 0.01 to the cash there
refused-safe-cheques = there is no cheque in the safe — choose something else
refused-cashier-closed = the cashier is off today and nobody takes it — choose something else
refused-more-cash = there is not so much cash in the drawer — write all of it at most
refused-close-today = for today there is another choice — write a day after today
refused-check-today = for today there is another choice — write a day after today
refused-remittance = so much was not credited — add up the statement again
refused-remit-today = for today there is another choice — write a day after today
refused-no-case = there is no case of this bill, and the manager does not sign — choose something else
refused-case-amount = the amount is not that of the case, and the manager does not sign — write that of the case
refused-open-amount = there is not so much open — write an amount from 0.01 to what is open
refused-takings = the cashier has counted: the amount is not that of the stubs — add them up again
refused-other-form = this is not the form of that paper — choose the other form
refused-entries = more than one entry is not as on the paper, and the customer does not sign — enter the paper again
refused-book = the hall has no such book of this kind — write that of the paper
refused-transformer = the list of equipment has no such transformer — write that of the paper
refused-not-on-form = the paper has no “{ $value }” — write 0
refused-entry = the program does not take this “{ $value }” — write that of the paper
refused-send-back = this is entered as the paper has it, and the clerk does not take it back — compare again
refused-option = “{ $value }” is 1 to { $most } — write it anew
refused-figure = the paper does not say so — write what it says
refused-run = that crew does not go there on that day — write day and crew as the board has them
refused-run-full = there is no place left in that run — choose another
refused-form = this is no answer — give choice and values; numbers are whole (amounts in fen), days as 2001-01-31
refused-date = “{ $text }” is no day — write as in 2001-01-31
refused-typed-fen = “{ $value }” cannot be “{ $text }” — write yuan, two decimals at most, such as 1234.50; a sum such as 1200+34.50 will do
refused-typed-number = “{ $value }” cannot be “{ $text }” — write a whole number
refused-typed-class = “{ $value }” cannot be “{ $text }” — write the number or the name of a class
refused-typed-register = “{ $value }” cannot be “{ $text }” — write the register as the dial shows it, with { $decimals } decimals
