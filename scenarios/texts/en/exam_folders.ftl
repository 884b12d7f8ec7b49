# Folders of exams, answer sheets, amended keys
exam-none = there is no exam here: no exam.json — write a folder that kaohe exam new made
exam-damaged = this part of the exam is damaged, or was not written by this program ({ $detail }) — restore it from a copy
exam-other-records = the sealed records are no longer those that the key rests on — restore them from a copy
exam-sheet-size = the answer sheet is no ordinary file, or is larger than 1 MiB, and was not read — hand in an answer sheet
exam-sheet-unread = the answer sheet cannot be read ({ $detail }) — hand it in again
exam-sheet-json = the answer sheet is not whole JSON — hand it in again
exam-sheet-form = the answer sheet lacks something, or holds what does not belong there ({ $detail }) — hand it in again as described
exam-accept-form = “{ $given }” does not say what is accepted — write NAME=VALUE, with one of the names { $known }
exam-accept-near = “{ $given }” does not say what is accepted — did you mean “{ $near }=VALUE”? The names are { $known }
exam-accept-twice = “{ $given }”: { $name } has been given already — amend twice
exam-accept-unknown = { $name } knows no “{ $given }” — did you mean “{ $near }”?
exam-accept-amount = the amount “{ $given }” cannot be read — write yuan, such as amount=1234.56, or amount=none for what cannot be priced
exam-accept-person = nobody of the staff is “{ $given }” (there are { $count }) — the nearest is { $near }; write a number or a name
exam-accept-row = “{ $given }” is no row of a register — write REGISTER:NUMBER as the papers have it, such as row={ $example }:12
exam-accept-sanction = the sanction “{ $given }” cannot be read — write KIND, KIND:NUMBER or KIND:NUMBER-NUMBER, such as withhold_all_bonus:6-12; none for no sanction
exam-accept-register = there is no register “{ $given }” — did you mean “{ $near }”?
exam-accept-no-row = “{ $given }”: { $register } has no such row — write 1 to { $last }
exam-accept-span = “{ $given }” is the wrong way round — write { $near }
exam-accept-number = “{ $given }” does not say how many — write { $near } or { $near }-N
exam-accept-no-number = “{ $given }” takes no number — write { $name } alone
exam-amended-nothing = it amends incident { $incident } of form { $form }, which is not in the key — restore it from a copy
