# 場景
scenario-unknown = 沒有名為「{ $name }」的場景或文件 — 可用：{ $names }
scenario-unknown-near = 沒有名為「{ $name }」的場景或文件 — 是否想寫「{ $near }」？可用：{ $names }
limit-unknown = 沒有限值「{ $name }」 — 最接近：{ $near }
tariff-unknown = 沒有電價「{ $name }」，場景旁也沒有這個文件 — 是否想寫「{ $near }」？可用：{ $names }
town-class = 電價 { $tariff } 沒有用電類別 { $name }，而這個營業所按 customers 配各類用戶 — 請在電價中補上這一類別，或以 [classes] 另寫各類戶數
inject-form = 「{ $entry }」不是注入項 — 請寫 條款=比率（2.1=0.01）、條款=N件（2.1=3x）、all=…，或 none
inject-clause = 條款「{ $name }」尚不能注入差錯 — 最接近：{ $near }；可用：{ $names }
inject-value = 「{ $entry }」中的「{ $value }」既不是比率也不是件數 — 請寫 0 至 1、至多六位小數的比率，或 3x 一類的件數
inject-rate = 「{ $entry }」中的比率 { $value } 大於 1 — 請寫 0 至 1 之間的比率
too-few = 下單多於能成立的機會：{ $clauses } — 請少下幾件，或增加戶數、月數
too-few-unasked = 場景 { $scenario } 自行下單（{ $entries }），多於能成立的機會：{ $clauses } — 請寫 --inject none 不下單，或 --inject 2.2=3x 只下所要的，或增加戶數、月數
too-few-one = 條款 { $clause } 要 { $wanted } 件，只有 { $found } 次
too-few-between = ；
months-too-many = 由 { $start } 起 { $months } 個月超出日曆（{ $first } 至 { $last }） — 請寫 1 至 { $most }
start-outside = 不能由 { $start } 起：日曆只有 { $first } 至 { $last }，前後各須留一個月 — 請改 start
name-unknown-near = 沒有名為「{ $name }」的{ $kind ->
    [act] 行為
    [book] 抄表段
    [customer] 客戶
    [counter] 收費窗口
    [clerk] 人員
   *[param] 參數
} — 是否想寫「{ $near }」？
name-unknown = 沒有名為「{ $name }」的{ $kind ->
    [act] 行為
    [book] 抄表段
    [customer] 客戶
    [counter] 收費窗口
    [clerk] 人員
   *[param] 參數
} — 可用：{ $names }
limit-number = 限值 { $name } 是 { $value } — 請寫不帶小數的數，如 { $usual }
limit-time = 限值 { $name } 是 { $value } — 請寫時刻，如 { $usual }
act-value = 參數 { $name } 是 { $value } — 請寫整數或日期，不加引號
act-lacks = 「{ $does }」的參數不全 — 請補上 { $names }，或都不寫
act-customer = 沒有具名的客戶「{ $name }」 — 請先以 [[named_customers]] 說明這個客戶
act-about = 「{ $does }」沒有說明對什麼 — 請補上 about = "…"
stage-simulate = 模擬
stage-survey = 清點機會
