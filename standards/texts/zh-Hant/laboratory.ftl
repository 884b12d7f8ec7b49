### 辦法試驗 (standards/laboratory)

lint-comma = 、
lint-nothing = 無處理
lint-source = 〔{ $rules }〕
lint-facet = （{ $about }）
lint-facet-concealed = 隱瞞不報
lint-facet-serious-effect = 工作受到嚴重影響
lint-facet-cause-overload = 因工作過量
lint-facet-self-reported = 自報
lint-facet-large-customer = 大戶
lint-facet-intent-none = 非有意
lint-facet-intent-alleged = 被指有意
lint-facet-intent-presumed = 推定有意
lint-facet-intent-established = 有意已查實
lint-facet-clause = 條款 { $value }
lint-facet-post = 崗位 { $value }
lint-facet-act-role = 角色 { $value }
lint-facet-basis = 計額依據 { $value }
lint-facet-severity = 程度 { $value }
lint-facet-gain = 個人所得 { $value } 元
lint-facet-avoided = 避免損失 { $value } 元
lint-facet-energy-kwh = 電量 { $value } kWh
lint-facet-count = 件數 { $value }
lint-facet-discovered-by = 由他人發現
lint-facet-finder-post = 發現者為別的崗位
lint-measure-times = { $name } { $figure } 次
lint-measure-fen = { $name } { $figure } 元
lint-measure-months = { $name } { $figure } 個月
lint-measure-years = { $name } { $figure } 年

lint-unreachable = 規則 { $rule } 試遍各種情形都不適用 — 改其 when，或 enabled = false
lint-idle = 規則 { $rule } 適用時，其處理總被別的規則取代
lint-overlap = 同一件事兩條規則各給一次「{ $measure }」 — 使其 when 互不相容
lint-gap = 損失 { $below } 元：{ $before }；{ $at } 元：無處理 — 補上這一段的規則
lint-fall = 損失 { $below } 元：{ $before }；{ $at } 元反而輕：{ $after }
lint-notch = 差一分：{ $below } 元{ $before }，{ $at } 元{ $after }（月數相差 { $months }，倍數 { $ratio }）
lint-flat = { $low } 元至 { $high } 元一律{ $load }：損失再多，處理不變
lint-flat-above = { $low } 元起一律{ $load }：損失再多，處理不變
lint-trifle = 不能計價而無損失的小事：{ $tier }，{ $load }；損失 { $high } 元只是{ $lighter }
lint-trifle-as = 不能計價而無損失的小事，等同 { $as } 元：{ $tier }，{ $load }；損失 { $high } 元只是{ $lighter }
lint-intent-below = 有意造成的損失不足 { $below } 元：{ $load }，與無意一樣；{ $below } 元起：{ $after }
lint-intent-nowhere = 有意與無意，處理都一樣
lint-self-report = 自報一無所得：試了 { $amounts } 個金額，至 { $high } 元，處理都與被查出一樣
lint-hiding = 隱瞞不加一個月：{ $amount } 元，{ $load }，只多出應辦事項「{ $duties }」；另立一件不能計價的案，才是{ $filed }
lint-split = 拆開合算：{ $sum } 元一件，{ $worse }；拆成 { $first } 元與 { $second } 元兩件，{ $better }（少 { $months } 個月；所試組合中 { $count } 組如此）
lint-merge = 合併合算：{ $first } 元與 { $second } 元兩件，{ $worse }；併成 { $sum } 元一件，{ $better }（少 { $months } 個月；所試組合中 { $count } 組如此）
lint-post-by-two = { $first } 元與 { $second } 元兩件：{ $two }；合計 { $sum } 元一件：{ $one }；{ $largest } 元一件也只是{ $largest_load }
lint-new-year = 跨年不算再犯：{ $amount } 元兩件，1月1日與同年12月31日，{ $within }；12月31日與次日1月1日，{ $across }

### 事故清單 (standards/laboratory/incident_lists.py)

list-no-heading = 標題行沒有「{ $name }」一列 — 寫 { $name } 或 { $english }（最接近：{ $near }）
list-heading-twice = 標題「{ $name }」與另一列重複 — 只留一列
list-empty = 「{ $name }」是空的 — 補上，或刪去此行
list-amount-empty = 「{ $name }」是空的 — 寫金額；不能計價的寫「不能計價」
list-amount-text = { $value } 不是金額 — 只寫數字，如 999.99；不能計價的寫「不能計價」
list-amount-meant = { $value } 不是金額 — 是否想寫 { $meant }？不能計價的寫「不能計價」
list-amount-negative = { $value } 為負 — 寫 0 以上的數
list-unit-doubtful = 標題沒有單位，數目又都是整數：是元還是分？ — 標題寫「金額（元）」或「金額（分）」
list-date = { $value } 不是日期 — 寫 2001-03-05
list-clause = 沒有條款 { $name } — 寫條款號，如 2.2
list-clause-near = 沒有條款 { $name } — 是否想寫 { $near }？
list-post = 沒有崗位 { $name } — 寫工作標準中的崗位名稱（kaohe list posts）
list-post-near = 沒有崗位 { $name } — 是否想寫 { $near }？
list-flag = { $value } 不是是或否 — 寫「是」或「否」
list-intent = { $value } 不知何意 — 寫「是」「否」，或 { $names }
list-row-twice = 與第 { $first } 行完全相同 — 同一件只寫一次；確是兩件的，日期或金額應有別
list-no-rows = 清單只有標題 — 每件事故寫一行
list-workbook = 不是可讀的 Excel 文件 — 另存為 .xlsx 或 .csv（UTF-8）

### 比較 (standards/laboratory)

compare-key = { $key }（{ $about }）：{ $one } → { $other }
compare-absent = 沒有
compare-yes = 是
compare-no = 否
compare-yuan = { $amount } 元
compare-section-edge = 邊界歸哪一檔
compare-section-bands = 各檔金額
compare-section-energy-bands = 各檔電量
compare-section-severity-tiers = 按程度定級
compare-section-covers = 適用範圍
compare-section-price-index = 物價指數
compare-section-tiers = 各級名稱
compare-section-amount = 以誰的金額計
compare-section-unpriced = 不能計價的
compare-section-delay = 遲到的錢
compare-section-repeat = 再犯
compare-section-pattern = 屢次小錯
compare-section-range = 幅度內取值
compare-section-intent = 有意
compare-section-joint = 數人同責
compare-section-concealment = 隱瞞
compare-section-overload = 工作過量
compare-section-bonus = 獎金月數合計
compare-section-self-report = 自報
compare-section-measures = 處理方式
compare-section-duties = 應辦事項
compare-section-rules = 規則
compare-sweep-form = { $value } 不是一次掃描 — 寫 KEY=FROM:TO:STEP，如 bands.general.low_fen=50000:200000:5000
compare-sweep-range = { $value } 的範圍不對 — 由小到大，步長至少 1，最多 { $most } 點
compare-sweep-many = 共 { $count } 點 — 最多 { $most } 點，加大步長
compare-sweep-twice = { $name } 掃了兩次 — 每個鍵只寫一次
compare-sweep-band = { $name } 不是可移的邊界 — 可寫：{ $names } 的下限
compare-sweep-key = 辦法沒有整數鍵 { $name } — 寫 docs/policies.md 所列的鍵
compare-sweep-across = { $name } = { $value } 不高於 { $below } 的下限 { $low } — 縮小範圍，不越過相鄰的邊界
compare-no-post = （未寫崗位）
compare-year = 第 { $number } 年
