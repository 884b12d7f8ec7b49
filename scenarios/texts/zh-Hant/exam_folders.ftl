# 考試文件夾、答卷、改答案
exam-none = 這裡沒有考試：沒有 exam.json — 請寫 kaohe exam new 所建的文件夾
exam-damaged = 考試的這一部分已損壞，或不是本程序所寫（{ $detail }） — 請由備份恢復
exam-other-records = 封存的憑證已不是答案所據的憑證 — 請由備份恢復
exam-sheet-size = 答卷不是普通文件，或大於 1 MiB，未予讀取 — 請交回答卷
exam-sheet-unread = 答卷讀不出（{ $detail }） — 請重交
exam-sheet-json = 答卷不是完整的 JSON — 請重交
exam-sheet-form = 答卷缺少應有的內容，或內容不合（{ $detail }） — 請按說明重交
exam-accept-form = 「{ $given }」沒有說明接受甚麼 — 請寫 名稱=值，名稱為 { $known } 之一
exam-accept-near = 「{ $given }」沒有說明接受甚麼 — 是否想寫「{ $near }=值」？名稱為 { $known } 之一
exam-accept-twice = 「{ $given }」：{ $name } 已寫過一次 — 請分兩次更改
exam-accept-unknown = { $name } 沒有「{ $given }」 — 是否想寫「{ $near }」？
exam-accept-amount = 金額「{ $given }」讀不出 — 請以元寫，如 amount=1234.56；不能計價的寫 amount=none
exam-accept-person = 「{ $given }」不是人員編號 — 請寫編號，如 person=12
exam-accept-row = 「{ $given }」不是憑證的一行 — 請寫 TABLE:NUMBER，如 row=reading:812
exam-accept-sanction = 處理「{ $given }」讀不出 — 請寫 KIND、KIND:N 或 KIND:N-N，如 withhold_all_bonus:6-12；沒有處理寫 none
