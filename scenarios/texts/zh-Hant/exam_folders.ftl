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
exam-accept-person = 名冊上沒有「{ $given }」（共 { $count } 人） — 最接近的是 { $near }；寫編號或姓名
exam-accept-row = 「{ $given }」不是賬冊的一行 — 請照賬冊寫 賬冊：行號，如 row={ $example }：12
exam-accept-sanction = 處理「{ $given }」讀不出 — 請寫 KIND、KIND:N 或 KIND:N-N，如 withhold_all_bonus:6-12；沒有處理寫 none
exam-accept-register = 沒有賬冊「{ $given }」 — 是否想寫「{ $near }」？
exam-accept-no-row = 「{ $given }」：{ $register }沒有這一行 — 請寫 1 至 { $last }
exam-accept-span = 「{ $given }」的幅度寫倒了 — 請寫 { $near }
exam-accept-number = 「{ $given }」沒有寫多少 — 請寫 { $near } 或 { $near }-N
exam-accept-no-number = 「{ $given }」不計數目 — 請只寫 { $name }
exam-amended-nothing = 更改的是第 { $form } 卷第 { $incident } 件，卷中沒有這一件 — 請由備份恢復
