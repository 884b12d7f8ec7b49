
### 分級與處理 (standards/sanctions)

## 分級

sanction-tier-fen = { $value } 元在 { $low } 元與 { $high } 元之間（{ $edge ->
    [upper_in] 含上限不含下限
   *[other] 含下限不含上限
}）：{ $tier }（{ $item }）
sanction-tier-fen-top = { $value } 元達到 { $low } 元（{ $edge ->
    [upper_in] 超過
   *[other] 含本數
}）：{ $tier }（{ $item }）
sanction-tier-kwh = { $value_kwh } kWh 在 { $low_kwh } 與 { $high_kwh } kWh 之間（{ $edge ->
    [upper_in] 含上限不含下限
   *[other] 含下限不含上限
}）：{ $tier }（{ $item }）
sanction-tier-kwh-top = { $value_kwh } kWh 達到 { $low_kwh } kWh（{ $edge ->
    [upper_in] 超過
   *[other] 含本數
}）：{ $tier }（{ $item }）
sanction-tier-kwh-price = { $energy_kwh } kWh 按每 kWh { $price } 元計為 { $value } 元
sanction-tier-unpriced = 不能按電量電費額度認定：{ $tier }（{ $item }）
sanction-tier-severity = 情節 { $severity ->
    [light] 較輕
    [serious] 嚴重
   *[irreparable] 無法挽回
}：{ $tier }
sanction-tier-not-covered = 辦法 { $policy } 不適用於本事故
sanction-tier-decided = 此前已認定：{ $tier }
sanction-tier-raised-concealed = 隱瞞不報，提高 { $levels } 級：{ $tier }
sanction-tier-raised-repeated = 重犯，提高 { $levels } 級：{ $tier }

## 規則與依據

sanction-rule = 適用 { $item }
sanction-repeat = { $window ->
    [calendar_year] { $dated ->
        [discovery] 發現之年內
       *[act] 發生之年內
    }
    [rolling_days] 規定天數內
   *[ever] 歷來
}同一人{ $tier }（含以上或同級，依辦法）此前已有 { $earlier } 次：{ $cited }
sanction-repeat-stated = { $window ->
    [calendar_year] { $dated ->
        [discovery] 發現之年內
       *[act] 發生之年內
    }
    [rolling_days] 規定天數內
   *[ever] 歷來
}同一人{ $tier }（含以上或同級，依辦法）此前已有 { $earlier } 次
sanction-fact-intentional = { $holds ->
    [yes] 認定為有意
   *[no] 未認定為有意
}
sanction-fact-concealed = { $holds ->
    [yes] 隱瞞不報
   *[no] 未隱瞞
}
sanction-fact-serious-effect = { $holds ->
    [yes] 在工作中造成嚴重影響
   *[no] 在工作中未造成嚴重影響
}
sanction-fact-overload = { $holds ->
    [yes] 因工作超負荷所致
   *[no] 非因工作超負荷
}
sanction-fact-self-reported = { $holds ->
    [yes] 發現前自行報告
   *[no] 未自行報告
}
sanction-fact-large-customer = { $holds ->
    [yes] 大戶
   *[no] 小戶
}
sanction-fact-found-outside-post = { $holds ->
    [yes] 由本崗位以外的人發現
   *[no] 非由本崗位以外的人發現
}
sanction-fact-priced = { $holds ->
    [yes] 能按電量電費額度認定
   *[no] 不能按電量電費額度認定
}
sanction-at-least = { $column } { $found } 不低於 { $figure }
sanction-above = { $column } { $found } 超過 { $figure }
sanction-at-most = { $column } { $found } 不超過 { $figure }
sanction-below = { $column } { $found } 低於 { $figure }
sanction-column-amount-fen = 認定金額（元）
sanction-column-loss-fen = 未追回的經濟損失（元）
sanction-column-gain-fen = 個人所得（元）
sanction-column-avoided-fen = 避免的經濟損失（元）
sanction-column-energy-kwh = 電量（kWh）
sanction-column-count = 次數

## 幅度

sanction-range-linear = { $low }～{ $high } 之內按金額比例：{ $low } +（{ $high } − { $low }）×（{ $amount } − { $band_low }）÷（{ $band_high } − { $band_low }），四捨五入得 { $value }
sanction-range-minimum = { $low }～{ $high } 之內取最低：{ $value }
sanction-range-middle = { $low }～{ $high } 之內取中間：{ $value }
sanction-range-maximum = { $low }～{ $high } 之內取最高：{ $value }
sanction-range-by-repeat = { $low }～{ $high } 之內，此前 { $earlier } 次，每次加一：{ $value }
sanction-share-of = { $column } { $base } × { $percent } % = { $value } 元
sanction-curve = { $amount } 元在 { $left } 元（{ $low }）與 { $right } 元（{ $high }）之間按比例，四捨五入得 { $value }
sanction-per-count = 每次 { $each } × { $count } 次 = { $value }
sanction-kind-of = 由{ $lightest }至{ $heaviest }共 { $of } 檔，取第 { $place } 檔
sanction-imposed = 給予：{ $kind }
sanction-imposed-money = 給予：{ $kind } { $value } 元
sanction-imposed-value = 給予：{ $kind } { $value } { $unit ->
    [months] 個月
    [years] 年
   *[times] 次
}

## 並處

sanction-replaced = 按有意處理，不再{ $kind }
sanction-heavier-stands = 同類處理從重，不再{ $kind }
sanction-restitution-once = 同一行為（{ $act }）的損失只賠一次，不再{ $kind }
sanction-amnesty = 自行報告，免予{ $kind }
sanction-shared = { $kind }按責任份額與自報從寬 { $hundredths }／10000：{ $before } → { $value }
sanction-capped = { $year } 年{ $kind }合計上限 { $cap } 個月，此前已扣 { $used } 個月：{ $before } → { $value }
sanction-nobody-named = 依辦法由營業主任承擔責任，記錄中未列其人：不予處理
sanction-duty = 應辦：{ $kind }
sanction-duty-within = 應辦：{ $kind }（{ $days ->
    [0] 發現當日
   *[other] 發現之日起 { $days } 日內
}）

### 辦法文件 (standards/policies)

policy-unknown = 沒有名為 { $name } 的考核辦法 — 可寫：{ $names }，或文件路徑
policy-unknown-near = 沒有名為 { $name } 的考核辦法 — 是否想寫 { $near }？
policy-extends-itself = extends = "{ $name }" 使辦法引用自身 — 改為別的辦法
policy-extends-deep = extends 一個引一個，超過 { $limit } 層 — 改為直接引用其中較早的辦法
policy-extends-outside = extends = "{ $name }" 指到文件夾 { $folder } 之外 — 寫本文件所在文件夾內（或其下）的文件名
policy-extends-missing = extends = "{ $name }"：沒有文件 { $file } — 由本文件所在的文件夾算起寫路徑，或寫內置辦法的名稱
policy-no-unpriced = 沒有不能按電量電費額度認定的規則 — 寫 [unpriced]
policy-no-tier = [tiers] 缺 { $tier } — 四級都要有名稱
policy-band-reversed = 本檔上限不高於下限 { $value } — 上限應高於下限
policy-band-gap-below = 低於 { $value } 的不屬任何一檔 — 最低一檔從 0 起
policy-band-gap = { $value } 起的一段不屬任何一檔 — 下限改為 { $value }
policy-band-overlap = { $value } 同屬兩檔 — 各檔首尾相接，不可重疊
policy-band-closed = { $value } 以上不屬任何一檔 — 最高一檔不寫上限
policy-band-order = { $tier } 排在 { $below } 之上 — 金額越高，級別不可越低
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

classify-one-measure = 金額、無法計價、電量只可寫一項 — 寫其中一項
classify-no-measure = 沒有金額 — 寫金額（元），或無法計價，或電量（kWh）
classify-not-finite = { $value } 不是數 — 寫元，如 999.99
classify-negative = { $value } 為負 — 寫 0 以上的元
classify-full-width = { $value } 用了全形字 — 是否想寫 { $hint }？
classify-separator = { $value } 有千位分隔號 — 是否想寫 { $hint }？
classify-decimals = { $value } 超過兩位小數 — 寫到分，如 999.99
classify-too-large = { $value } 過大 — 最多 { $limit } 元
classify-not-money = { $value } 不是金額 — 寫元，如 999.99
classify-energy = 電量 { $value } 不在 0 至 { $limit } kWh 之內 — 寫整數 kWh
classify-tier = 沒有級別 { $name } — 可寫：{ $names }
classify-tier-near = 沒有級別 { $name } — 是否想寫 { $near }？
classify-prior = 此前次數 { $value } 不在 0 至 { $limit } 之內 — 寫整數
classify-clause = 沒有條款 { $name } — 寫條款號，如 2.2

### Rulebooks (standards/rulebook_*)

rulebook-empty = 這裡是空的 — 至少寫一項
rulebook-twice = { $name } 定義了兩次，另一處在 { $other } — 刪去其中一處
rulebook-clause-unknown = 沒有條款 { $clause } — 應為 { $range } 之一
rulebook-clause-astray = 條款 { $clause } 放在第 { $section } 節的文件內 — 移到其本節的文件
rulebook-clauses-missing = 缺條款 { $clauses } — 補上；{ $count } 條須齊全
rulebook-erratum-idle = 原文中沒有「{ $wrong }」 — 刪去這條訂正，或照原文寫
rulebook-text-unmended = text 與 source_text 訂正後的文字不一致 — 應為「{ $mended }」，或補上 errata
rulebook-post-unknown = 沒有崗位 { $name } — 應為 { $names } 之一
rulebook-post-unknown-near = 沒有崗位 { $name } — 是否想寫 { $near }？
rulebook-object-unknown = objects.toml 中沒有對象 { $name } — 應為 { $names } 之一
rulebook-object-unknown-near = objects.toml 中沒有對象 { $name } — 是否想寫 { $near }？
rulebook-limit-unknown = limits.toml 中沒有限值 { $name } — 應為 { $names } 之一
rulebook-limit-unknown-near = limits.toml 中沒有限值 { $name } — 是否想寫 { $near }？
rulebook-two-classes = 條款 { $clause } 同時屬於 { $one } 和 { $other } — 只留一類；其餘用 kind = "ranking"
rulebook-standards-missing = 缺工作標準：{ $posts } — 在 posts 文件夾內補上；{ $count } 個崗位須齊全
rulebook-post-number = { $post } 是第 { $number } 項工作標準 — 寫 number = { $number }
rulebook-post-auxiliary = { $post } 不在十三項工作標準之列 — 刪去 number
rulebook-duty-astray = 職責 { $duty } 不屬於 { $post } — 編號應以 W{ $number }- 開頭
rulebook-sections-missing = 缺第 { $names } 節 — 補上；十二節須齊全
rulebook-sentences-missing = 缺手冊語句 { $names } — 補上，分類和處理要引用
rulebook-limit-day = { $value } 不是日數 — 寫整數，如 "1"
rulebook-limit-working_day = { $value } 不是工作日數 — 寫整數，如 "3"
rulebook-limit-multiple = { $value } 不是倍數 — 寫大於等於 1 的數，如 "3" 或 "2.5"
rulebook-limit-time = { $value } 不是時刻 — 寫 24 小時制的時和分，如 "15:30"
