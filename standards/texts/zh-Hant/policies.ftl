### 辦法文件 (standards/policies)

policy-unknown = 沒有名為 { $name } 的考核辦法 — 可寫：{ $names }，或文件路徑
policy-unknown-near = 沒有名為 { $name } 的考核辦法 — 是否想寫 { $near }？
policy-extends-itself = extends = "{ $name }" 使辦法引用自身 — 改為別的辦法
policy-extends-deep = extends 一個引一個，超過 { $limit } 層 — 改為直接引用其中較早的辦法
policy-extends-outside = extends = "{ $name }" 指到文件夾 { $folder } 之外 — 寫本文件所在文件夾內（或其下）的文件名
policy-extends-missing = extends = "{ $name }"：沒有文件 { $file } — 由本文件所在的文件夾算起寫路徑，或寫內置辦法的名稱
policy-former-delay = "{ $value }" 已取消：不再看月末結賬 — 應寫 priced_as = "interest"，長期未到賬的以 principal_after_days = 30 計本金
policy-no-unpriced = 沒有不能按電量電費額度認定的規則 — 寫 [unpriced]
policy-no-tier = [tiers] 缺 { $tier } — 四級都要有名稱
policy-band-reversed = 本檔上限不高於下限 { $value } — 上限應高於下限
policy-band-gap-below = 低於 { $value } 的不屬任何一檔 — 最低一檔從 0 起
policy-band-gap = { $value } 起的一段不屬任何一檔 — 下限改為 { $value }
policy-band-overlap = { $value } 同屬兩檔 — 各檔首尾相接，不可重疊
policy-band-closed = { $value } 以上不屬任何一檔 — 最高一檔不寫上限
policy-band-order = { $tier } 排在 { $below } 之上 — 金額越高，等級不可越低
policy-no-edge = { $value } 同屬兩檔 — 寫 edge = "lower_in"（含下限）或 "upper_in"（含上限）
policy-rule-never = 規則 { $rule } 的 when 為空，永不適用 — 寫條件，或 enabled = false
policy-unknown-rule = then_of：沒有規則 { $name } — 可寫：{ $names }
policy-unknown-rule-near = then_of：沒有規則 { $name } — 是否想寫 { $near }？
policy-unknown-duty = 沒有應辦事項 { $name } — 可寫：{ $names }
policy-unknown-duty-near = 沒有應辦事項 { $name } — 是否想寫 { $near }？
policy-unknown-measure = 沒有處理方式 { $name } — 可寫：{ $names }
policy-unknown-measure-near = 沒有處理方式 { $name } — 是否想寫 { $near }？
policy-unknown-clause = 沒有條款 { $name } — 可寫：{ $names }
policy-unknown-clause-near = 沒有條款 { $name } — 是否想寫 { $near }？
policy-unknown-post = 沒有崗位 { $name } — 可寫：{ $names }
policy-unknown-post-near = 沒有崗位 { $name } — 是否想寫 { $near }？
policy-reference-chain = then_of = "{ $rule }" 不可與 then 並用，也不可再引用 — 寫直接有 then 的規則
policy-outcome-kind = 寫 kind（一種）或 kinds（由輕到重的幾種），二者擇一
policy-outcome-forms = 數值只可用一種方式 — value、low 與 high、of、curve 擇一
policy-outcome-range = low 與 high 要一起寫
policy-outcome-reversed = low 高於 high — low 應不高於 high
policy-outcome-too-wide = 幅度乘金額過大 — 縮小幅度或金額
policy-outcome-curve = curve 至少一點，且 at_fen 逐點增大
