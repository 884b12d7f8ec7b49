# ── bills, line by line ────────────────────────────────────────────────────────────────────────────────────────────
bill-title = 電費計算單　{ $customer } { $name }　{ $period }　{ $price }　{ $first } 至 { $last }（{ $n } 天）
bill-own-price = { $name }，自有電價 { $price } 元/kWh
bill-kind-total = 總
bill-kind-peak = 峰
bill-kind-valley = 谷
bill-kind-reactive = 無功
bill-energy = { $kind }電量 = { $span } = { $energy } kWh
bill-energy-reactive = { $kind }電量 = { $span } = { $energy } kvarh
bill-rounded-down = ⌊ ⌋：不足一千瓦時（千乏時）捨去
bill-meanwhile = 上次實抄 { $day } 示數 { $register }；其後按暫估已計 { $billed } 個字
bill-swap = { " " }+ { $swap }（換下的表）
bill-kva-days = 容量按日：{ $kva } × { $days } { $more } = { $total } 千伏安天（容量變更、暫停）
bill-load-hours = β²·T = ({ $active }² + { $reactive }²)/({ $kva }² × { $hours }) { $value } h
bill-loss = 有功變損 = { $idle } × { $hours } + { $loaded } × { $share } { $loss } kWh（{ $series }-{ $kva }，高供低計）
bill-loss-reactive = 無功變損 = { $idle } × { $hours } + { $loaded } × { $share } { $loss } kvarh
bill-share = { $kind }段變損 = { $loss } × { $part }/{ $total } { $share }，{ $kind }段計費 { $billed } kWh
bill-billed = 計費電量 = { $metered } + { $loss } = { $kwh } kWh
bill-periods = 其中峰 { $peak }、平 { $flat }、谷 { $valley } kWh（平 = 總 − 峰 − 谷）
bill-factor = 功率因數 = { $kwh }/√({ $kwh }² + { $kvarh }²) = { $factor }，標準 { $standard }，增減 { $percent }%
bill-line = { $name } = { $expression } { $amount }
bill-part = { $name } { $expression } { $amount }
bill-included = 價內含 { $parts }；餘 { $rest }
bill-on-top = 單價為電價 { $price } 加代徵 { $funds }；代徵 { $parts }；餘 { $rest }
bill-total = 合計 { $amount }
bill-list = { $period }　{ $price }　{ $kwh } kWh　{ $amount }
bill-list-supplements = { "　" }另退補 { $amount }
bill-supplement = 隨本期發行的退補單：{ $period }　{ $kind }　{ $kwh } kWh　{ $amount }
bill-with-supplements = 連同退補 { $amount }
bill-none = 用戶 { $customer } 沒有已發行的電費單
bill-customer-unknown = 沒有用戶 { $customer } 的電費單 — 最接近的戶號：{ $nearest }
bill-month-unknown = 用戶 { $customer } 沒有 { $period } 的電費單 — 有：{ $months }
bill-name-unknown = 沒有名為「{ $name }」的用戶 — 只寫文件夾的 kaohe bill 列出各類用戶
bill-name-near = 沒有名為「{ $name }」的用戶 — 最接近：{ $near }
bill-name-several = 名為「{ $name }」的用戶有 { $count } 戶：{ $customers } — 請寫戶號
bill-name = { $name }（{ $customer }）
bill-customer = { $customer }（{ $price }，抄表段{ $book }）
bill-class = { $price }　{ $count } 戶　{ $first }{ $more }
bill-class-more = {" "}…
bill-class-next = 查一戶：kaohe bill 文件夾 戶號或戶名；再寫月份，即逐行列式。
bill-issued-as = 發行的電費單：
bill-due-as = 應發的電費單：
bill-recorded-as = 按抄錄示數的電費單：
bill-established-as = 按核定示數的電費單：
line-capacity = 基本電費
line-energy = 電度電費
line-energy-peak = 峰段電費
line-energy-flat = 平段電費
line-energy-valley = 谷段電費
line-factor = 力調電費
line-fund-sanxia = 三峽建設基金
line-fund-huandai = 農網還貸
line-fund-difang = 城市附加
