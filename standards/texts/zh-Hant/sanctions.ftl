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
sanction-column-caused-fen = 造成的經濟損失（元）
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
