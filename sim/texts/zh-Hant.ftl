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

## 不能成立的營業所

office-customers-negative = 戶數 { $count } 小於 0 — 請寫 0 或更大的數
office-class-unknown = 用電類別 { $name } 沒有電價 — 請寫其中之一：{ $names }
office-class-unknown-near = 用電類別 { $name } 沒有電價 — 是否想寫 { $near }？
office-class-negative = { $of }有 { $count } 戶 — 請寫 0 或更大的數
office-class-price = { $of }的電價 { $price } 元低於其中所含的代徵 { $least } 元 — 請至少寫 { $least } 元（以 10⁻⁴ 元計為 { $least_e4 }）
office-book-unknown = 沒有抄表段「{ $name }」 — 可用：{ $names }
office-book-unknown-near = 沒有抄表段「{ $name }」 — 是否想寫「{ $near }」？
office-book-twice = 有兩個抄表段「{ $book }」 — 請只留一個，或改名
office-book-kind = 抄表段「{ $book }」的類別 { $name } 不存在 — 請寫其中之一：{ $names }
office-book-kind-near = 抄表段「{ $book }」的類別 { $name } 不存在 — 是否想寫 { $near }？
office-book-day = 抄表段「{ $book }」的例日是 { $day } 日 — 請寫 1 至 31
office-book-negative = 抄表段「{ $book }」有 { $count } 戶 — 請寫 0 或更大的數
office-book-long = 抄表段「{ $book }」有 { $count } 戶，按最慢每戶 { $pace } 秒，抄表工到 { $closes } 下班抄不完 — 請至多寫 { $fits } 戶，或分成幾段
office-book-long-with = 抄表段「{ $book }」有 { $count } 戶，抄表工「{ $reader }」每月 { $day } 日還抄 { $others }，按最慢每戶 { $pace } 秒，到 { $closes } 下班抄不完 — 請至多寫 { $fits } 戶，或改例日、另派抄表工
office-name-alike = 名稱「{ $name }」與「{ $other }」只有全形半形之類的差別，人看不出來 — 請改用一樣的寫法，或改名
office-name-invisible = 名稱「{ $name }」含有看不見的字符 { $character } — 請刪除
office-name-space = 名稱「{ $name }」的首尾有空格 — 請寫「{ $right }」
office-windows-shut = 窗口 { $closes } 收，不晚於開門的 { $opens } — 請寫開門以後的時刻，以午夜起的秒數計
office-hours = { $closes } 下班，早於開門的 { $opens } 或窗口收的 { $ends } — 請寫窗口收以後的時刻，以午夜起的秒數計
office-no-meter = 照這樣的速度，由 { $opens } 到 { $closes } 連一戶也抄不完 — 請減小 { $name } 或 travel_s，或延長上班時間
office-customers-many = 合計 { $count } 戶，超過一個營業所所能有的 { $most } 戶 — 請減少戶數
office-book-class = 抄表段「{ $book }」的用電類別 { $name } 沒有電價 — 請寫其中之一：{ $names }
office-book-class-near = 抄表段「{ $book }」的用電類別 { $name } 沒有電價 — 是否想寫 { $near }？
office-customer-book = 用戶「{ $customer }」的抄表段「{ $name }」沒有說明 — 請先說明這個抄表段；已說明的：{ $names }
office-customer-book-near = 用戶「{ $customer }」的抄表段「{ $name }」沒有說明 — 是否想寫「{ $near }」？
office-customer-bookless = 用戶「{ $customer }」的抄表段「{ $name }」沒有說明 — 請先說明這個抄表段
office-customer-twice = 有兩個用戶「{ $customer }」 — 請只留一個，或改名
office-customer-class = 用戶「{ $customer }」的用電類別 { $name } 沒有電價 — 請寫其中之一：{ $names }
office-customer-class-near = 用戶「{ $customer }」的用電類別 { $name } 沒有電價 — 是否想寫 { $near }？
office-customer-price = 用戶「{ $customer }」的電價 { $price } 元低於其中所含的代徵 { $least } 元 — 請至少寫 { $least } 元（以 10⁻⁴ 元計為 { $least_e4 }）
office-customer-early = 用戶「{ $customer }」於 { $on } 申請用電，早於營業所開始的 { $start } — 請寫 { $start } 或以後；一開始就是用戶的不寫申請日
office-customer-channel = 用戶「{ $customer }」的交費方式 { $name } 不存在 — 請寫其中之一：{ $names }
office-customer-channel-near = 用戶「{ $customer }」的交費方式 { $name } 不存在 — 是否想寫 { $near }？
office-no-registers = 用戶「{ $customer }」的用電類別不裝多功能表 — 請刪去峰、谷、無功的比例和高供低計，或改為大工業等裝這種表的類別
office-share = 用戶「{ $customer }」的比例 { $share } % 不成立 — 請寫 0 至 { $most }
office-shares-over = 用戶「{ $customer }」的峰 { $peak } %、谷 { $valley } % 合計超過 100 % — 請減少其中一項
office-no-transformer = 用戶「{ $customer }」的容量 { $kva } kVA 沒有這一規格的變壓器（{ $series }）可以高供低計 — 請寫其中之一：{ $sizes }，或改為高供高計
office-meter-small = 用戶「{ $customer }」每日用電 { $daily } kWh，{ $digits } 位、倍率 { $multiplier } 的電能表一個月轉過半圈以上，示數說不清電量 — 請把位數寫到 { $enough } 位以上，或加大倍率
office-post-unknown = 「{ $person }」的崗位 { $name } 不存在 — 請寫其中之一：{ $names }
office-post-unknown-near = 「{ $person }」的崗位 { $name } 不存在 — 是否想寫 { $near }？
office-post-twice = 「{ $person }」兩次寫為{ $post } — 請刪去一處
office-posts-three = 「{ $person }」已是{ $first }兼{ $second }，不能再任{ $third } — 請刪去一個崗位
office-posts-apart = { $first }與{ $second }不得由「{ $person }」一人兼任 — 請刪去一個崗位，或另派一人
office-counter-post = 「{ $person }」不是收費工，沒有收費窗口 — 請刪去窗口，或把崗位改為收費工
office-counter-none = 沒有「{ $person }」的收費窗口 { $counter } — 請寫 1 至 8（窗口）或 9 至 15（走收）
office-counter-none-halls = 沒有「{ $person }」的收費窗口 { $counter }，營業廳有 { $halls } 個 — 請寫 廳 × 16 + 號：廳為 0 至 { $last }，號為 1 至 8（窗口）或 9 至 15（走收）
office-counter-taken = 「{ $person }」與「{ $other }」同在收費窗口 { $counter } — 請改其中一人的窗口
office-windows = 每個營業廳不能有 { $windows } 個窗口 — 請寫 1 至 { $most }
office-tariff-later = 電價 { $tariff } 自 { $first } 起執行，營業所自 { $start } 起，尚無電價 — 請換電價，或改營業所的開始日
office-tariff-charge = 電價 { $tariff } 的{ $of }按{ $by }計費，2001 年的營業所沒有這種計量 — 請換電價，或改這一類別
office-tariff-funds = 電價 { $tariff } 的{ $of }有 { $funds } 項代徵，電費單只容 { $most } 項 — 請減少代徵
office-tariff-versions = 電價 { $tariff } 自 { $start } 起的各版，用電類別或計量方式不同 — 請使各版一致，或縮短月數
charge-tiers = 階梯電價
charge-spike = 尖峰時段
charge-demand = 最大需量

# 用電類別和崗位：名稱，和文件中的寫法

class-resident = 居民（resident）
class-lighting = 非居民照明（lighting）
class-commerce = 商業（commerce）
class-industry = 普通工業（industry）
class-large_industry = 大工業（large_industry）
class-agriculture = 農業（agriculture）
post-business_manager = 營業主任（business_manager）
post-business_specialist = 營業專責（business_specialist）
post-inspection_specialist = 用電檢查專責（inspection_specialist）
post-registration_clerk = 用電登記工（registration_clerk）
post-meter_reader = 抄表工（meter_reader）
post-collector = 收費工（collector）
post-issuance_clerk = 營業發行員（issuance_clerk）
post-accountant = 營業會計（accountant）
post-cashier = 營業出納（cashier）
post-field_auditor = 用電稽查工（field_auditor）
post-information_auditor = 信息審核員（information_auditor）
post-system_administrator = 系統管理員（system_administrator）
post-inspector = 用電檢查員（inspector）
post-meter_fitter = 裝表接電工（meter_fitter）
post-meter_tester = 電能表修校工（meter_tester）
post-rural_electrician = 農電工（rural_electrician）
