## records that disagree: judge, explain, report; a text for each kind

part-contradictions = Records that disagree
lead-contradictions = These records contradict each other: they cannot all be true, and nothing says which is not. The clauses concerned name nobody. Places: { $n }.
summary-contradictions = Records that disagree: { $n } (the clauses concerned name nobody)
contradictions-cut = The first { $shown } are shown; the rest is in { $file }.
contradiction-line = { $text } Silent: { $clauses }. Records: { $rows }.
contradiction-and = {"; "}
contradiction-row = { $form } { $key } (key { $id })
step-contradictions = What contradicts the records
head-contradiction = Contradiction
head-row = Records
head-silent = Clauses that keep silent

contradiction-repeat = { $meaning }; here { $column } says { $said }, there { $other }: which of the two is true the records do not say.{ $places ->
    [one] {""}
   *[other] {" "}So { $places } times.
 }
contradiction-cash-journal = This row of the cash journal does not follow from the closing before it, plus what was handed in, less what was banked since.
contradiction-cheques-held = The cheques of this row of the cash journal do not follow from the row before, the hand-ins and the register of cheques since; or the register and the slips differ in their cheques.
contradiction-safe-count = This count of the safe names another balance than the journal's of that day, or is short of cheques in number or value only.
contradiction-ledger-month = The debit or the credit of this month of the ledger is not the sum of its postings.
contradiction-registers = Two registers of one meter, each verified: the largest current on its plate cannot lead from one to the other, and no fault, exchange or test on record explains it.
contradiction-issue-day = The bills of this day are { $bills } and come to { $issued_fen }: the voucher of issuance or the daily check has it otherwise.
contradiction-bill-twice = One customer has two bills of one month.
contradiction-bill-reading = The reading that this bill names does not exist, or has another register than the bill repeats.
contradiction-entry-source = This entry has no survey sheet or order behind it, or its clerk had not signed for that before.
contradiction-entry-twice = One application has two entries of a stage, or its entry two sources.
contradiction-entry-archive = The archive, as it was written with this entry, does not say what the entry says.
contradiction-order-check = Multiplier or digits of this order are not what the comparison on the spot found.
contradiction-fitted = Order and reading have different registers of one installation or removal.
contradiction-report-order = Nobody had been there, and the reported meter was ordered to be exchanged for a fault.
contradiction-attendance = Leave, substitution, duty roster and the rows of those days do not agree about who was there.
contradiction-case-report = This case rests on a reader's report that does not exist.
contradiction-window-record = This referral or case is of a record at the window that does not exist.
contradiction-report-referral = This referral or visit is of a reader's report that does not exist.
contradiction-report-signature = Who signed for this report was no auditor that day.
contradiction-return-signature = Who signed for this notice of a returned cheque was no collector that day.
contradiction-after-end = This paper says that it was written after the last day on which the office was at work.
