# 差錯率文件
rates-unknown = 沒有差錯率「{ $name }」— 請寫 { $names }，或文件
rates-clause = 沒有條款 { $name } — 可寫：{ $names }
rates-clause-idle = 條款 { $name } 的差錯還不能模擬 — 最接近的是 { $near }；可寫：{ $names }
rates-action = 條款 { $clause } 沒有差錯「{ $name }」— 最接近：{ $near }；可寫：{ $names }
rates-action-of = 「{ $name }」違反的是條款 { $other }，不是 { $clause } — 請改寫 clause = "{ $other }"
rates-twice = 「{ $name }」已寫於第 { $line } 行 — 請只留一個
rates-fine = { $value } 多於六位小數 — 請寫最多六位
rates-high = { $value } 太高：{ $point } 有 { $wrongs } 種差錯，每次最多發生一種，各佔一份 — 請寫最多 { $most }

# 模擬年
study-acts = 這個場景點名命令了差錯（[[acts]]）；模擬年只按差錯率發生 — 請刪去 [[acts]]，或換一個場景
study-population = { $replications } 個模擬年（{ $scenario }，{ $customers } 戶，{ $months } 個月，差錯率 { $rates }，種子 { $seed }）
