# 差錯率文件
rates-unknown = 沒有差錯率「{ $name }」 — 請寫 { $names }，或文件
rates-clause = 沒有條款 { $name } — 可寫：{ $names }
rates-clause-idle = 條款 { $name } 的差錯還不能模擬 — 最接近的是 { $near }；可寫：{ $names }
rates-action = 條款 { $clause } 沒有差錯「{ $name }」 — 最接近：{ $near }；可寫：{ $names }
rates-action-of = 「{ $name }」違反的是條款 { $other }，不是 { $clause } — 請改寫 clause = "{ $other }"
rates-twice = 「{ $name }」已寫於第 { $line } 行 — 請只留一個
rates-fine = { $value } 多於六位小數 — 請寫最多六位
rates-high = { $value } 太高：{ $point } 有 { $wrongs } 種差錯，每次最多發生一種，各佔一份 — 請寫最多 { $most }

# 模擬年
study-acts = 這個場景點名命令了差錯（[[acts]]）；模擬年只按差錯率發生 — 請刪去 [[acts]]，或換一個場景
study-population = { $replications } 個模擬年（{ $scenario }，{ $customers } 戶，{ $months } 個月，差錯率 { $rates }，種子 { $seed }）
study-file = 這是文件，不是研究的文件夾 — 請換一個 --out
study-taken = 文件夾中已有別的東西，不是一個研究 — 請換一個 --out
study-other = 這是另一個研究：{ $what } — 請換一個 --out，或照原來的選項續作
study-damaged = 不是當時所寫 — 請刪去它，再以原來的選項續作，即照樣重算
study-dead = 計算的進程連續 { $times } 次中途結束，還有 { $left } 次未算 — 多半是內存不足：請減少 --jobs 或 --customers，再以同樣的選項續作；已算的都在
study-between = {"；"}
study-of-kaohe = 程序版本，那裏 { $there }，這裏 { $here }
study-of-scenario = 場景，那裏 { $there }，這裏 { $here }
study-of-customers = 戶數，那裏 { $there }，這裏 { $here }
study-of-office = 營業所的描述
study-of-rates = 差錯率，那裏 { $there }，這裏 { $here }
study-of-acts = 差錯率的數值
study-of-months = 月數，那裏 { $there }，這裏 { $here }
study-of-seed = 種子，那裏 { $there }，這裏 { $here }
cluster-none = 這裏沒有 Dask — 請裝 kaohe[cluster]，或寫 --jobs
cluster-silent = { $address } 沒有 Dask 調度器答應 — 請看地址，例如 tcp://10.0.0.5:8786

# 反應文件
deterrence-unknown = 沒有反應文件「{ $name }」 — 請寫 { $names }，或文件
deterrence-reference = 沒有考核辦法「{ $name }」可作參照 — 最接近：{ $near }；可寫：{ $names }
deterrence-parameter = 沒有參數「{ $name }」 — 最接近：{ $near }；可寫：{ $names }
deterrence-missing = 缺參數 { $names } — 請各寫一項
deterrence-beyond = { $value } 不在 { $least } 與 { $most } 之間 — 請改
deterrence-reversed = 下限 { $low } 大於上限 { $high } — 請對調
deterrence-outside = 所取的值 { $value } 不在其範圍 { $low } 至 { $high } 之內 — 請改所取的值，或改範圍
