# 本室文字：文件中的錯誤。編碼見 docs/messages.md。句式：哪裏、什麼不對 — 應該怎麼寫。

severity-error = 錯誤
severity-warning = 警告
severity-note = 提示
faults-more = 共 { $count } 處，以上為前 { $shown } 處

## 讀文件

no-file = 文件不存在 — 請檢查文件名；已查目錄 { $folder }
no-file-near = 文件不存在 — 是否想寫 { $near }？
no-folder = 目錄 { $folder } 不存在 — 請檢查路徑
is-directory = 這是目錄，不是文件 — 請寫出目錄中的文件名
not-ordinary = 這不是普通文件（管道、設備或套接字），不予讀取 — 請先存為普通文件
too-large = 文件超過 { $limit } KiB — 請拆成幾個文件
errno-denied = 沒有讀取權限 — 請用 chmod 放開讀取權限，或換一個文件
errno-loop = 符號鏈接循環 — 請改指向實際的文件
errno-long-name = 文件名或路徑過長 — 請縮短
errno-device = 存儲設備讀取出錯 — 請檢查磁盤
errno-too-many = 同時打開的文件過多 — 請關閉一些程序後再試
errno-bad-name = 文件名含有空字符 — 請改正文件名
errno-other = 系統拒絕讀取（{ $words }，錯誤號 { $number }） — 請檢查該文件
not-utf8 = 這裏不是 UTF-8（字節 { $byte }），文字已損壞 — 請重新輸入這一處，存為 UTF-8
other-encoding = 不是 UTF-8，看來是 { $encoding } — 請先轉換：{ $command }
byte-order-mark = 文件開頭有 UTF-8 字節順序標記，已略過 — 不必改動；也可存為不帶標記的 UTF-8
control-character = 含有控制字符 { $character } — 請刪除
damaged-character = 含有替代字符 U+FFFD，文字在轉換中已損壞 — 請從原稿重新轉換為 UTF-8

## 語法

empty-file = 文件是空的 — 請寫入內容
only-comments = 文件只有註釋，沒有內容 — 請寫入內容
invisible-character = 含有看不見的字符 { $character } — 請刪除，或改為普通空格
invisible-in-key = 鍵 { $key } 含有看不見的字符 { $character } — 請刪除
wide-sign = 這裏用了 { $got } — 請改為半形 { $write }
bad-escape = 反斜線後的字符不合規定 — 請寫成兩個反斜線，或改用單引號括起
no-value = { $where }：等號後沒有值 — 請寫上值，或刪除這一行
date-form = { $where }：收到 { $got }，日期寫法不對 — 請寫 { $write }，不加引號
no-such-date = { $where }：收到 { $got }，沒有這一天 — 請寫實際存在的日期
truth-word = { $where }：收到 { $got } — 請寫 { $write }
no-null = { $where }：收到 { $got }，TOML 沒有空值 — 沒有值時請刪除這一行
text-without-quotes = { $where }：收到 { $got }，文字要加引號 — 請寫 { $write }
not-closed = 引號、方括號或花括號沒有結束（在這一行或其上方） — 請補上結束的符號
twice-above = 鍵 { $key } 在上文已有值 — 請只保留一處
text-after-value = 值的後面還有多餘的文字 — 請刪除；文字要放在引號之內
no-such-value = 這不是 TOML 的值 — 文字加引號；數字、日期、true 和 false 不加
no-such-key = 這裏不能作為鍵的開頭 — 鍵用英文字母、數字、- 和 _，其他加引號
colon = 鍵與值之間用了冒號 — 請改為等號：鍵 = 值
quote-the-key = 鍵 { $key } 不是英文字母，要加引號 — 請寫 { $write }
quote-the-header = 表名不是英文字母，要加引號 — 請寫 { $write }
header-not-closed = 表名的方括號沒有結束 — 請補上 ]
no-equals = 這一行沒有等號 — 請寫成「鍵 = 值」；註釋以 # 開頭
not-toml = 這裏不是 TOML（{ $reason }） — 請寫成「鍵 = 值」或 [表名]
twice = 鍵 { $key } 重複，第 { $line } 行已有 — 請只保留一處

## 鍵

at-key = { $key }
at-top = 文件頂層
list-whole = { $names }
list-cut = { $names } 等
unknown-key = { $where }：沒有這個鍵 — 可用的鍵：{ $keys }
unknown-key-near = { $where }：沒有這個鍵 — 是否想寫 { $near }？
missing-key = { $table }：缺少 { $key } — 請補上 { $key } = …
missing-item = { $table }：缺少第 { $number } 個值 — 請補上

## 值

got-table = 一個表
got-array = 一個數組
got-written = { $text }
expected-integer = 整數
expected-integer-fen = 整數分
expected-integer-kwh = 整數千瓦時
expected-integer-kva = 整數千伏安
expected-integer-days = 整數日
expected-integer-months = 整數月
expected-number = 數字
expected-text = 文字
expected-truth = { " " }true 或 false
expected-array = 數組
expected-table = 表
expected-date = 日期
expected-datetime = 日期和時間
expected-time = 時間
write-integer = 1000 這樣的整數，不加引號
write-number = 0.05 這樣的數字，不加引號
write-text = "…"，加引號
write-truth = true 或 false，不加引號
write-array = [ …, … ]
write-table = [表名] 及其下的「鍵 = 值」
write-date = 2001-01-31 這樣的日期，不加引號
write-datetime = 2001-01-31T08:30:00 這樣的時間，不加引號
write-time = 08:30:00 這樣的時間，不加引號
why-full-width = 全形字符
why-thousands = 帶千分位
why-exponent = 科學記數法
why-chinese = 中文數字
why-percent = 百分數
why-unit = 帶單位
why-quoted = 加了引號
why-minus-sign = 不是半形減號
why-leading-zeros = 前面有零
why-decimals = 帶小數點
why-plain = 寫法不對
wrong-type = { $where }：收到 { $got }，應為{ $want } — 請寫 { $write }
wrong-type-text = { $where }：收到 { $got }，應為文字 — 請加引號：{ $write }
wrong-number = { $where }：收到 { $got }（{ $why }） — 應為{ $want }
wrong-number-near = { $where }：收到 { $got }（{ $why }），應為{ $want } — 是否想寫 { $write }？
negative = { $where }：收到 { $got }，不能為負 — 請寫不小於 { $least } 的數
not-finite = { $where }：收到 { $value }，不是有限的數 — 請寫一個確定的數
over-limit = { $where }：數字超過 10^15 — 請寫絕對值不超過 1000000000000000 的整數
bound-ge = { $where }：收到 { $got }，太小 — 請寫不小於 { $bound } 的數
bound-gt = { $where }：收到 { $got }，太小 — 請寫大於 { $bound } 的數
bound-le = { $where }：收到 { $got }，太大 — 請寫不大於 { $bound } 的數
bound-lt = { $where }：收到 { $got }，太大 — 請寫小於 { $bound } 的數
bound-multiple_of = { $where }：收到 { $got } — 請寫 { $bound } 的倍數
not-a-choice = { $where }：收到 { $got }，不在可選之列 — 請寫其中之一：{ $names }
not-a-choice-near = { $where }：收到 { $got }，不在可選之列 — 是否想寫 { $near }？
text-pattern = { $where }：收到 { $got }，格式不對 — 格式為 { $pattern }
text-short = { $where }：文字太短 — 請至少寫 { $least } 個字符
text-long = { $where }：文字太長 — 請不超過 { $most } 個字符
text-too-long = { $where }：文字有 { $size } 字節 — 請不超過 { $limit } 字節
too-few = { $where }：只有 { $count } 項 — 請至少寫 { $least } 項
too-many-items = { $where }：有 { $count } 項 — 請不超過 { $most } 項
too-deep = 嵌套超過 { $limit } 層 — 請減少層數
too-many = 超過 { $limit } 個值 — 請拆成幾個文件
no-zone = { $where }：收到 { $got }，缺少時區 — 請在時間後加 +08:00
minus-zero = { $where }：−0 按 0 處理 — 請寫 0
rule-broken = { $where }：{ $text } — 請改正
