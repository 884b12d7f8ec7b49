### 案件 (standards/sanctions/typed_case.py)

classify-one-measure = 金額（--amount）、無法計價（--unpriced）、電量（--energy）只可寫一項 — 寫其中一項
classify-no-measure = 沒有金額 — 寫 --amount（元），或 --unpriced（無法計價），或 --energy（kWh）
classify-not-finite = { $value } 不是數 — 寫元，如 999.99
classify-negative = { $value } 為負 — 寫 0 以上的元
classify-full-width = { $value } 用了全形字 — 是否想寫 { $hint }？
classify-separator = { $value } 有千位分隔號 — 是否想寫 { $hint }？
classify-decimals = { $value } 超過兩位小數 — 寫到分，如 999.99
classify-too-large = { $value } 過大 — 最多 { $limit } 元
classify-not-money = { $value } 不是金額 — 寫元，如 999.99
classify-energy = 電量 { $value } 不在 0 至 { $limit } kWh 之內 — 寫整數 kWh
classify-tier = 沒有等級 { $name } — 可寫：{ $names }
classify-tier-near = 沒有等級 { $name } — 是否想寫 { $near }？
classify-prior = 此前次數 { $value } 不在 0 至 { $limit } 之內 — 寫整數
classify-clause = 沒有條款 { $name } — 寫條款號，如 2.2
classify-post = 沒有崗位 { $name } — --post 寫崗位，最接近：{ $near }
