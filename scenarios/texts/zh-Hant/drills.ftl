# 崗位演練

drill-unknown = { $what } 沒有 { $name } — 最接近的是 { $near }；可用：{ $names }
drill-folder = 這不是一場演練的文件夾，或不齊全，或出自另一版本 — 請用 kaohe exam new 所寫的文件夾
drill-candidate = 這場考試沒有考生 { $name } — 最接近的是 { $near }
drill-player = 沒有應考者 { $name } — 請寫其中之一：{ $names }

## 發卷前的證明

drill-proof = { $questions } 題，{ $tests } 道考驗；照章 { $book }，不作為 { $idle }，處處一個答案 { $constant }，出錯 { $erring }
drill-proof-tests = 只有 { $tests } 道考驗，少於 { $least } 道 — 請增加天數、戶數，或增加每日所問
drill-proof-book = 照章辦事得 { $mark } 分，不是 100 分 — 請減少同事的差錯
drill-proof-idle = 甚麼也不做得 { $mark } 分，不少於 { $most } 分 — 請增加天數或戶數
drill-proof-constant = 處處一個答案得 { $mark } 分，不少於 { $most } 分 — 這個崗位在這樣的營業所裏考不出高低，請改變營業所或崗位
drill-proof-erring = 出錯多的分數不比出錯少的低（{ $marks }） — 請增加天數或戶數

## 程序應考

program-none = 不能開始「{ $command }」：{ $error } — 請寫可以執行的命令
program-dead = 程序結束了，只答了 { $answers } 題：已確定的答案照評
program-silent = 程序在第 { $answers } 題之後沒有在限時內作答：已確定的答案照評
program-flood = 程序在第 { $answers } 題之後的一行超過 1 MiB：已確定的答案照評
program-time = 考試時間到，程序只答了 { $answers } 題：已確定的答案照評

## 應考記錄

ledger-rewritten = 第 { $line } 行不是當時所寫 — 請用原來的文件
ledger-missing = 第 { $line } 行起不見了 — 請用原來的文件
ledger-cut = 第 { $line } 行不完整 — 請用原來的文件
session-old = 第 { $line } 行是另一版本所寫 — 請用寫它的版本，或重新開始
ledger-count = 行數簿不見了，或不是當時所寫，不知道記錄是否完整 — 請由備份恢復
