# 場景
scenario-unknown = 沒有名為「{ $name }」的場景或文件 — 可用：{ $names }
scenario-unknown-near = 沒有名為「{ $name }」的場景或文件 — 是否想寫「{ $near }」？可用：{ $names }
limit-unknown = 沒有限值「{ $name }」 — 最接近：{ $near }
limit-beyond = 限值 { $name } 是 { $value } 日，由營業所最後一日 { $end } 算起超出日曆（至 { $last }） — 請至多寫 { $most }，或縮短月數
limit-hasty-issuance = 限值 { $name } 是 0 日，而抄表後最早在下一個工作日發行 — 請至少寫 1
limit-hasty-remittance = 限值 { $name } 是 0 日，而旬末後最早在下一個銀行日上繳 — 請至少寫 1
limit-hasty-collection = 限值 { $name } 是 0 日，而發行後最早在下一個銀行日送托收 — 請至少寫 1
limit-hasty-reconcile = 限值 { $name } 是 0 日，而月末後最早在下一個工作日對賬 — 請至少寫 1
limit-hasty-balance = 限值 { $name } 是 0 日，而旬末後最早在下一個工作日核對餘額 — 請至少寫 1
limit-hasty-deposit = 限值 { $name } 是 { $value }，而出納 { $at } 才把各窗口交款解往銀行 — 請寫 { $least } 或更晚
limit-hasty-arrears = 限值 { $name } 是 0 日，而電費過了交費期限才算欠費 — 請至少寫 1
limit-hasty-arrears-pair = 限值 { $name } 是 { $listed } 日，而催費通知單在欠費清單後一個工作日送達，限期 { $dunned } 日（{ $dunning }） — 請至多寫 { $most }，或放寬 { $dunning }
limit-hasty-dunning-pair = 限值 { $name } 是 { $dunned } 日，而欠費清單用 { $listed } 日（{ $list }），催費通知單在清單後一個工作日送達 — 請至少寫 { $least }{ $listed ->
    [1] {""}
   *[other] ，或縮短 { $list }
}
tariff-unknown = 沒有電價「{ $name }」，場景旁也沒有這個文件 — 是否想寫「{ $near }」？可用：{ $names }
tariff-outside = tariff = "{ $name }" 指到文件夾 { $folder } 之外，不予讀取 — 請把電價文件放在場景文件所在的文件夾內（或其下）
town-class = 電價 { $tariff } 沒有用電類別 { $name }，而這個營業所按 customers 配各類用戶 — 請在電價中補上這一類別，或以 [classes] 另寫各類戶數
inject-form = 「{ $entry }」不是注入項 — 請寫 條款=比率（2.1=0.01）、條款=N件（2.1=3x）、all=…，或 none
inject-clause = 條款 { $name } 尚不能注入差錯 — 最接近的可注入條款：{ $near }；可用：{ $names }
inject-act = 「{ $name }」是行為，不是條款，屬條款 { $near } — 請寫 { $near }={ $value }（要由誰在哪一天做，寫在場景的 [[acts]] 裏）；可用條款：{ $names }
inject-no-clause = 沒有條款 { $name }，這裏只有 { $first } 至 { $last } — 最接近的可注入條款：{ $near }；可用：{ $names }
inject-unknown = 「{ $name }」不是條款 — 最接近：{ $near }；可用：{ $names }
inject-rate-count = 「{ $entry }」中的比率 { $value } 大於 1 — 要 { $count } 件，請寫 { $name }={ $count }x；比率請寫 0 至 1
inject-value = 「{ $entry }」中的「{ $value }」既不是比率也不是件數 — 請寫 0 至 1、至多六位小數的比率，或 3x 一類的件數
inject-rate = 「{ $entry }」中的比率 { $value } 大於 1 — 請寫 0 至 1 之間的比率
too-few = 注入件數多於能成立的機會：{ $clauses } — 請少注入幾件，或增加戶數、月數
too-few-unasked = 場景 { $scenario } 自行注入差錯（{ $entries }），件數多於能成立的機會：{ $clauses } — 請寫 --inject none 不注入，或 --inject 2.2=3x 只注入所要的，或增加戶數、月數
too-few-one = 條款 { $clause } 要 { $wanted } 件，只有 { $found } 次
too-few-between = ；
months-too-many = 由 { $start } 起 { $months } 個月超出日曆（{ $first } 至 { $last }） — 請寫 1 至 { $most }
start-outside = 不能由 { $start } 起：日曆只有 { $first } 至 { $last }，前後各須留一個月 — 請改 start
start-first = 不能由 { $start } 起：營業所按整月運行 — 請寫 { $before } 或 { $after }
name-unknown-near = 沒有名為「{ $name }」的{ $kind ->
    [act] 行為
    [book] 抄表段
    [customer] 用戶
    [counter] 收費窗口
    [clerk] 人員
   *[param] 參數
} — 是否想寫「{ $near }」？
name-unknown = 沒有名為「{ $name }」的{ $kind ->
    [act] 行為
    [book] 抄表段
    [customer] 用戶
    [counter] 收費窗口
    [clerk] 人員
   *[param] 參數
} — 可用：{ $names }
limit-number = 限值 { $name } 是 { $value } — 請寫不帶小數的數，如 { $usual }
limit-time = 限值 { $name } 是 { $value } — 請寫時刻，如 { $usual }
act-value = 參數 { $name } 是 { $value } — 請寫整數或日期，不加引號
act-range = 參數 { $name } 是 { $value } — 請寫 { $least } 至 { $most } 的整數
act-not-none = 參數 { $name } 是 { $value } — 請寫 { $least } 至 { $most } 的整數，0 除外
act-date = 參數 { $name } 是 { $value } — 請寫日期，如 2001-03-14，不加引號
act-to = 參數 { $name } 是 { $value } — 請寫 { $on } 以後至 { $last } 的日期
act-about-idle = 「{ $does }」不針對什麼人或物 — 請刪去 about
act-post = 「{ $name }」是{ $has }，「{ $does }」屬{ $post } — 請寫其中之一：{ $names }
act-post-none = 「{ $name }」是{ $has }，「{ $does }」屬{ $post }，而這裏沒有具名的{ $post } — 請先以 [[staff]] 說明一人
act-person = 沒有具名的{ $post }「{ $name }」 — 請先以 [[staff]] 說明這個人
act-person-near = 沒有具名的{ $post }「{ $name }」 — 是否想寫「{ $near }」？
act-twice = 同一情況的「{ $does }」已見於第 { $line } 行 — 請只留一處，或改日期
act-outside = { $on }不在營業所運行的 { $first } 至 { $last } 之內 — 最近可以的日子：{ $near }
act-closed = { $on }營業所休息 — 最近可以的日子：{ $near }
act-working = { $on }不是工作日，辦理這一事的崗位不上班 — 最近可以的日子：{ $near }
act-bank = { $on }銀行不營業 — 最近可以的日子：{ $near }
act-cycle = { $on }不是抄表段「{ $book }」的抄表日（例日每月 { $day } 日，逢休息日順延） — 最近可以的日子：{ $near }
day-of-week = { $on }（{ $weekday ->
    [0] 星期一
    [1] 星期二
    [2] 星期三
    [3] 星期四
    [4] 星期五
    [5] 星期六
   *[6] 星期日
}）
days-and = { $days }、{ $day }
days-none = 沒有
act-void = 「{ $about }」在 { $on } 沒有可以「{ $does }」的情況 — 這種情況出現在 { $days }
act-void-office = { $on } 沒有可以「{ $does }」的情況 — 這種情況出現在 { $days }
act-void-never-office = { $on } 沒有可以「{ $does }」的情況，在運行的各日也沒有出現過 — 按日曆可以的日子：{ $days }
act-away = 「{ $about }」在 { $on } 請假或不當班，由「{ $actual }」代辦，不能「{ $does }」 — 歸本人辦的日子：{ $days }
act-void-never = 「{ $about }」在 { $on } 沒有可以「{ $does }」的情況，在運行的各日也沒有出現過 — 按日曆可以的日子：{ $days }
act-beyond = { $name }：{ $on }「{ $does }」時至多只有 { $most } — 請寫不超過 { $most } 的數
act-second = { $on } 的這一情況已有另一個行為，不能再「{ $does }」 — 請只留一處，或改日期
act-lacks = 「{ $does }」的參數不全 — 請補上 { $names }，或都不寫
act-customer = 沒有具名的用戶「{ $name }」 — 請先以 [[named_customers]] 說明這個用戶
act-about = 「{ $does }」沒有說明對什麼 — 請補上 about = "…"
stage-simulate = 模擬
stage-survey = 清點機會

# 去掉一個行為
replay-none = 文件夾沒有保存所模擬的營業所 — 請用本版本重新模擬
replay-other = 不能照原樣重演：由 { $made } 版生成，本版為 { $own } — 請用本版本重新模擬
counterfactual-columns = acts 表缺少以下各欄，或其形式不符：{ $columns }
counterfactual-act = acts 表寫有「{ $name }」，並無此行為
counterfactual-unknown = 沒有行為 { $act }；本次運行共 { $count } 個，按時間為：{ $names }
counterfactual-no-acts = 沒有行為 { $act }：本次運行人人照章辦事
counterfactual-overload = 行為 { $act } 無人決定，係工作量過大所致，不能單獨去掉 — 請寫另一個行為
