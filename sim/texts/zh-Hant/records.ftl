# 憑證的全面檢查。句式：哪一欄、什麼不對 — 應該怎麼寫。

records-unreadable = 讀不出，文件不完整或已損壞 — 請換上完好的文件
records-no-table = 沒有「{ $table }」這種憑證 — 請移走，或改為 docs/records.md 所列的表名
records-lacking = 缺少以下各欄：{ $columns } — 請照 docs/records.md 補齊
records-strange = 多出以下各欄：{ $columns } — 請照 docs/records.md 刪去
records-type = { $column } 欄的類型是 { $found } — 請用 { $wanted }
records-null = { $column } 欄缺值 — 此欄不得空缺
records-word = { $column } 欄寫作「{ $value }」 — { $more }
records-form = { $column } 欄寫作「{ $value }」 — 請照 docs/records.md 的寫法：{ $form }
records-words = 請寫其中之一：{ $words }
records-day = { $column } 欄寫作 { $value }，不在本所工作日曆之內 — 請寫 { $first } 至 { $last }
records-period = { $column } 欄寫作 { $value }，不是月份 — 請寫年份乘 100 加月份，如 200103
records-large = { $column } 欄寫作 { $value }，超出範圍 — 請寫 { $least } 至 { $most }
records-gap = { $column } 欄寫作 { $value }，而工作日曆缺其前一日 — 請逐日列齊
records-dial = { $column } 欄寫作 { $value }，超出該電能表字輪所能顯示 — 請寫 0 以上、不超過其位數者
records-free = { $column } 欄寫作 { $value }，沒有這樣的價 — 請寫其價
records-funds = { $column } 欄寫作 { $value }，代徵合計不應高於電價 — 請寫各項之和
records-twice = { $column } 欄的鍵 { $value } 重複 — 每行的鍵須不同
records-key = { $column } 欄的鍵 { $value } 與本行的 { $other } 欄不符 — 兩者須一致
records-lost = { $column } 欄指向 { $value }，{ $to }（{ $table }）中沒有 — 請補上所指的一行，或改正
records-more = { $said }；此欄同樣的共 { $count } 行，這是第一行
