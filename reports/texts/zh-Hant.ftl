## general words

none = —
items-cut = { $items } …（共 { $n } 項）
quote = 「{ $text }」
gap = {""}
yes = 是
no = 否
comma = 、
yuan = { $amount } 元
unpriced = 不能按額度認定
per-kwh = { $price } 元/千瓦時
amount-kwh = { $amount } 千瓦時
amount-kva = { $amount } 千伏安
amount-days = { $amount } 日
value-months = { $n } 個月
value-years = { $n } 年
value-times = { $n } 次
person = { $name }（{ $number } 號）
person-unknown = { $number } 號職工
written = { $at } { $by }
glyph-missing = 圖中文字「{ $text }」的字符「{ $character }」（{ $code }）在字體中沒有字形 — 改用字體所收的字
clause-heading = { $clause } { $name }
key-and = { $first }・{ $second }

## tiers, bases, intent, roles of cites

tier-non-assessed = 非考核性
tier-general = 一般
tier-serious = 嚴重
tier-major = 重大
basis-fee = 電費差額
basis-cash = 款項短缺
basis-property = 財產損失
basis-delay = 資金延遲
basis-none = 不能按額度認定
intent-none = 無故意跡象
intent-alleged = 有人指為故意
intent-presumed = 推定故意
intent-established = 查明故意
role-duty = 職責依據
role-rule = 限值
role-act = 行為
role-price = 計價
role-proof = 證明
role-late = 遲到記錄
role-consequence = 後果
role-link = 關聯

## page: head, contents, headline numbers

title = 營業工作責任事故考核報告
skip = 跳到正文
contents = 目錄
fact-scenario = 場景
fact-policy = 考核辦法
fact-seed = 種子
fact-customers = 客戶數
fact-months = 月數
fact-span = 期間
fact-version = 程序版本
fact-as-of = 截至
part-summary = 摘要
part-sections = 分類與等級
part-amounts = 金額
part-sanctions = 分崗位處理
part-timeline = 發生與發現
part-largest = 最大的事故
part-incidents = 全部事故
part-slips = 工作差錯
lead-summary = 依記錄認定的責任事故，按考核辦法分等。
lead-sections = 手冊四（一）十二個方面的事故數。每段數字為該等級件數，末尾為合計。
lead-amounts = 每點一件已定額的事故，橫軸為元，對數刻度；0 元列在最左。
lead-amounts-unpriced = 另有 { $n } 件不能按額度認定，未畫入。
lead-sanctions = 各人各件月數相加，人數為該崗位有事故者；其他處理見下表。
lead-timeline = 按發生日排列，顏色為等級；空心點為發生，實心點為發現，旁為條款號。
lead-timeline-months = 按月計件：發生與發現。
lead-largest = 按金額排列的前 { $n } 件。每件自記錄列到處理，逐步可核算。
lead-incidents = 按等級、金額排列，共 { $n } 件。
lead-incidents-cut = 共 { $n } 件，此表列前 { $shown } 件；其餘見 assessment/incidents.parquet。
lead-slips = 條款要求造成後果而記錄未見後果者，列為工作差錯，不定等級，不作處理，共 { $n } 件。
lead-slips-cut = 共 { $n } 件，此表列前 { $shown } 件；其餘見 assessment/findings.parquet。
no-incidents = 未發現責任事故。
no-slips = 無工作差錯。
no-sanctions = 無處理。
no-duties = 無。
no-history = 該員在此前無事故。
card-incidents = 責任事故
card-incidents-unit = 件
card-incidents-note = 其中考核性 { $n } 件
card-amount = 影響金額
card-amount-unit = 元
card-amount-note = 不能按額度認定 { $n } 件
card-loss = 未追回損失
card-loss-unit = 元
card-loss-note = 涉及電量 { $kwh } 千瓦時
card-people = 責任人
card-people-unit = 人
card-people-note = 其中受處理 { $n } 人
card-slips = 工作差錯
card-slips-unit = 件
card-wait = 發生至發現
card-wait-unit = 日（中位數）

## page: figures and tables

axis-amount = 影響金額（元，對數刻度）
axis-incidents = 事故（件）
axis-timeline = 日期
tick-wan = { $n }萬
occurred = 發生
discovered = 發現
months-people = { $months } 個月・{ $people } 人
figure-sections-caption = 十二個方面的責任事故
figure-amounts-caption = 每件事故的影響金額
figure-sanctions-caption = 各崗位扣發獎金月數
figure-timeline-caption = 自發生至發現
caption-clauses = 各條款件數與金額
caption-sanctions = 各崗位的處理
figure-sections = 各方面事故按等級：{ $list }
figure-amounts = 各方面事故的金額分布，最大 { $most }
figure-sanctions = 各崗位扣發獎金月數：{ $list }
figure-timeline = 事故的發生日與發現日，自 { $first } 至 { $last }
section-count = { $name } { $n } 件
head-incident = 編號
head-clause = 條款
head-person = 責任人
head-post = 崗位
head-occurred = 發生
head-discovered = 發現
head-basis = 計額
head-amount = 金額（元）
head-tier = 等級
head-sanctions = 處理
head-total = 合計
head-incidents = 事故
head-people = 人數
head-months = 扣獎月數
head-kinds = 處理
head-finding = 認定
head-object = 對象
kind-count = { $kind } { $n } 次
filter-text = 查找（姓名、條款、編號…）
filter-tier = 等級
filter-section = 方面
filter-all = 全部
filter-shown = 顯示 # / # 件
scroll-hint = 表格可左右滾動
unpriced-short = 不能認定

## page and terminal: the chain of one incident

chain-title = 事故 { $id }：{ $name }
chain-who = { $post } { $person }
chain-clause-source = 《手冊》四（一）{ $section }.{ $name }方面（{ $item }）
step-records = 記錄
step-finding = 認定
step-amount = 金額
step-tier = 等級
step-history = 該員此前的事故
step-sanctions = 處理
step-duties = 單位須辦
step-reasons = 理由
finding-line = 認定 { $id }：{ $object } { $key }；{ $occurred } 發生，{ $discovered } 由{ $by }發現。
by-nobody = 期限核對
row-missing = 記錄中沒有鍵為 { $key } 的列
limit = { $name }（{ $key }）
pile-count = { $n } 張
pile-cut = 共 { $n } 張，此處列前 { $shown } 張；全部見 kaohe explain --json。
shares-cut = 共 { $n } 戶，此處列前 { $shown } 戶，合計為全部各戶；其餘見 kaohe explain --json。
caption-shares = 各戶所移日數的電量與金額
head-days = 該期日數
head-moved = 所移電量
head-price = 電價（元）
head-key = 鍵
head-written = 填寫
row-key = 鍵 { $key }
amount-line = 計額依據：{ $basis }。影響金額 { $amount }，未追回損失 { $loss }，電量 { $energy }。
tier-line = { $tier }。故意：{ $intent }。
tier-unpriced = 不能按電量電費額度認定的事故，依四（二）定等。
tier-next = 距上一等級（{ $tier }，{ $bound }）尚差 { $gap }。
tier-over = 高出本等級起點（{ $bound }）{ $gap }。
tier-top = 已在最高等級。
history-line = 事故 { $id }（{ $clause }，{ $occurred }，{ $tier }）
sanction-line = { $kind } { $value }
sanction-other = { $person }：{ $what }
duty-due = { $what }（限 { $due }）
rule-tier = 分級
inputs = 數值
incident-unknown = 沒有編號 { $id } 的事故 — 請寫 { $first } 至 { $last }，最接近的是 { $nearest }
incident-none = 沒有編號 { $id } 的事故：未認定任何事故 — 無可說明

## page: how to read it

part-reading = 讀法
reading-records = 考核只讀記錄；每項認定列出所依據的記錄列，可按鍵在 records/ 中找到。
reading-basis-fee = 電費差額：逐月累計（已發行 − 應發行），取最大絕對值。
reading-basis-cash = 款項短缺：短少的現金或支票，減當日補足的部分。
reading-basis-delay = 資金延遲：在發現後的月末結賬前到賬的，本金 × 遲延日數 × 日利率；未到賬的，為本金。
reading-basis-none = 不能按額度認定：不能按電量電費額度認定，無金額。
reading-added = 合計：金額按件相加；一筆損失由行為人與核對人同負責任的，兩件各計。
reading-slip = 工作差錯：條款要求造成後果，而記錄未見後果。

## terminal

summary-title = 考核結果
summary-line = 責任事故 { $incidents } 件（考核性 { $assessed } 件），工作差錯 { $slips } 件，責任人 { $people } 人
summary-money = 影響金額 { $amount }，未追回損失 { $loss }，不能按額度認定 { $unpriced } 件
summary-clauses = 條款與等級
summary-largest = 金額最大的 { $n } 件
summary-posts = 分崗位處理
summary-report = 報告：{ $path }
summary-explain = 逐件說明：kaohe explain { $folder } 編號
head-decision-point = 決策點
head-evidence = 證據
head-valuation = 計額
head-features = 標準
head-exam-items = 考題
head-injected = 注入
head-evidenced = 有證
head-found = 認定
head-false = 誤認
head-precision = 準確率
head-recall = 查全率
head-valuation-error = 計額誤差
list-policies = 考核辦法
list-scenarios = 場景
list-tariffs = 電價表
list-posts = 崗位
list-clauses = 條款
list-exams = 試卷
head-id = 標識
head-name = 名稱
head-source = 出處
head-standard = 工作標準
head-posts = 崗位
head-valid-from = 執行日期
head-classes = 用電類別
head-text = 內容
head-summary = 概要
head-office = 營業所
head-description = 說明

## formulas: one entry for each formula of the judge

formula-none = 無須計算。
formula-other = 公式 { $formula }，數值見下。
formula-interpolated = 查明示數按日線性推算：{ $previous_register } +（{ $shown_register } − { $previous_register }）× { $days } ÷ { $days_between }，取整。
formula-register-below = 後來抄得的示數低於記錄示數。查明電量 = { $recorded_kwh } −（{ $recorded_register } − { $established_register }）× 倍率 { $multiplier } = { $established_kwh }；影響金額 = 記錄電費 { $recorded_fen }與查明電費 { $established_fen }之差。
formula-register-capacity = 數日內復抄的增量超過容量所能通過的電量。查明電量 = { $recorded_kwh } −（{ $recorded_register } − { $established_register }）× 倍率 { $multiplier } = { $established_kwh }；影響金額 = 記錄電費 { $recorded_fen }與查明電費 { $established_fen }之差。
formula-register-frozen = 電子表凍結示數與記錄不符。查明電量 = { $recorded_kwh } −（{ $recorded_register } − { $established_register }）× 倍率 { $multiplier } = { $established_kwh }；影響金額 = 記錄電費 { $recorded_fen }與查明電費 { $established_fen }之差。
formula-days-off = 應抄日 { $scheduled_day }，實抄日 { $read_day }，相差 { $days_off }。逐戶：多得日數那一期的電量 × 相差日數 ÷ 該期日數（不足一千瓦時捨去）× 電價，四捨五入到分；{ $bills } 戶相加。
formula-billing = 應收 = { $kwh } × { $energy_e4 } + { $capacity_kva } × { $capacity_fen_per_kva } = { $due_fen }；已發行 = { $issued_kwh } × { $issued_energy_e4 } + { $issued_capacity_kva } × { $capacity_fen_per_kva } = { $issued_fen }；影響金額為兩者之差。
formula-unbilled = 抄見而未發行：{ $kwh } × { $energy_e4 }（兩部制另加基本電費）= { $due_fen }。
formula-billing-bills = 應收 { $due_fen }，已發行 { $issued_fen }，影響金額為兩者之差；兩份賬單逐行列於下。
formula-unbilled-bills = 抄見而未發行：{ $kwh }，應收 { $due_fen }；賬單逐行列於下。
formula-register-below-bills = 後來抄得的示數低於記錄示數：記錄 { $recorded_register }，查明 { $established_register }。影響金額 = 記錄電費 { $recorded_fen }與查明電費 { $established_fen }之差；兩份賬單逐行列於下。
formula-register-capacity-bills = 數日內復抄的增量超過容量所能通過的電量：記錄示數 { $recorded_register }，查明 { $established_register }。影響金額 = 記錄電費 { $recorded_fen }與查明電費 { $established_fen }之差；兩份賬單逐行列於下。
formula-register-frozen-bills = 電子表凍結示數與記錄不符：記錄 { $recorded_register }，查明 { $established_register }。影響金額 = 記錄電費 { $recorded_fen }與查明電費 { $established_fen }之差；兩份賬單逐行列於下。
formula-issue-check = 當日發行 { $bills } 戶未按期核對；其中漏發行 { $unbilled } 戶，應收 { $unbilled_fen }，相加為影響金額。
formula-delay = {""}
formula-takings = 當日收款 { $takings_fen }（收據 { $receipts } 張）。
formula-deposit = 應解 { $handed_fen }，按期解款 { $banked_fen }。
formula-delay-interest = 本金 × 遲延日數 × 日利率，四捨五入到分：
formula-delay-principal = {""}
formula-delay-both = 已到賬的，本金 × 遲延日數 × 日利率，四捨五入到分；未到賬的，計本金：
formula-takings-short = 短少：應交 { $due } − 實交 { $handed } = { $short }。
formula-takings-made-good = 短少：應交 { $due } − 實交 { $handed } − 當日補足 { $good } = { $short }。
formula-takings-none = 實交 { $handed }，沒有短少，也沒有遲交：影響金額 { $short }。
formula-takings-open = 尚未到應交之日，不計金額。
formula-deposit-short = 少解：{ $due } − { $banked } = { $short }。
formula-deposit-short-besides = 少解：{ $due } − { $banked } − 全未按期解款的 { $late } = { $short }。
formula-part-late-from = { $principal } × { $days }（自 { $from } 至 { $to }）× { $rate } = { $late }
formula-part-late-open-from = { $principal } × { $days }（自 { $from } 至 { $to }，仍未到賬）× { $rate } = { $late }
formula-part-principal-from = { $principal }（自 { $from } 至 { $to }），計本金
formula-part-principal-open-from = { $principal }（自 { $from } 至 { $to } 結賬仍未到賬），計本金
formula-part-total = 合計 { $total }
formula-credit = 無依據或無審批而沖銷應收：{ $credited_fen }。
formula-part-late = { $principal } × { $days } × { $rate } = { $late }
formula-part-principal = { $principal }，計本金

## names of formula inputs

input-credited-fen = 沖銷金額
input-days-off = 相差日數
input-scheduled-day = 應抄日
input-read-day = 實抄日
input-bills = 戶數
input-listed = 清單戶數
input-recorded-register = 記錄示數
input-established-register = 查明示數
input-previous-register = 前次示數
input-shown-register = 後來示數
input-modulus = 示數滿度
input-days = 日數
input-days-between = 相隔日數
input-recorded-kwh = 記錄電量
input-established-kwh = 查明電量
input-recorded-fen = 記錄電費
input-established-fen = 查明電費
input-issued-fen = 已發行電費
input-due-fen = 應收電費
input-issued-kwh = 已發行電量
input-issued-energy-e4 = 已發行電價
input-issued-capacity-kva = 已發行容量
input-takings-fen = 當日收款
input-handed-fen = 應解款
input-banked-fen = 按期解款
input-unbilled = 漏發行戶數
input-unbilled-fen = 漏發行金額
input-principal-fen = 本金
input-daily-rate = 日利率
input-days-to-closing = 至結賬日數
input-late-fen = 遲延金額
input-priced-as = 計法

## columns of the record papers


## codes on the record papers: value-<table>-<code> where the table gives the code a meaning of its own, else value-<code>

value-price-bill = 整單一次
value-price-line = 逐行
value-price-shared = 按各段電量
value-price-flat = 歸平段
value-resident = 居民
value-commerce = 商業
value-special = 專變
value-window = 坐收窗口
value-door = 走收
value-bank = 銀行代收
value-collection = 托收
value-new = 新裝
value-swap = 換表
value-install = 裝表
value-rotation = 輪換
value-batch = 一戶一表改造
value-fault = 故障
value-load = 上裝
value-draw = 領取
value-return = 返回
value-unload = 下裝
value-opening = 期初
value-actual = 抄表
value-estimate = 暫估
value-recheck = 復抄
value-spot = 抽查復抄
value-removal = 撤回
value-locked = 鎖門留條
value-rain = 雨中手抄補錄
value-illness = 病假
value-power-cut = 停電
value-handheld-flat = 抄表器電量耗盡
value-roadworks = 道路施工
value-system-test = 系統測試
value-day = 日
value-working-day = 工作日
value-time = 時刻
value-multiple = 倍
value-negative = 電量為負
value-zero-moved = 零電量有動
value-over-mean = 超均值三倍
value-open = 登記
value-close = 銷記
value-misread = 抄表差錯更正
value-gap = 補發行
value-meter-fault = 表計故障
value-shared-meter = 合表分攤
value-disputed = 電費爭議
value-dunning = 催費通知單
value-returned-cheque = 退票通知
value-cash = 現金
value-cheque = 支票
value-transfer = 轉賬
value-counter = 收費窗口
value-registration = 登記處
value-cashier-closed = 出納不營業
value-found = 發現
value-made-good = 補足
value-electricity = 電費
value-misc = 雜項
value-deposit = 解款
value-agency = 代收
value-issuance = 發行
value-paid = 已付
value-returned = 退回
value-account = 賬號不符
value-funds = 存款不足
value-seal = 印鑑不清
value-bank-line-return = 退票
value-voucher-bank = 銀行
value-work-order-new = 新裝
value-lighting = 非居民照明
value-industry = 非工業、普通工業
value-large-industry = 大工業
value-agriculture = 農業
value-staff-registration-clerk = 用電登記工
value-staff-field-auditor = 用電稽查工
value-staff-meter-reader = 抄表工
value-staff-collector = 收費工
value-staff-issuance-clerk = 營業發行員
value-staff-accountant = 營業會計
value-staff-cashier = 營業出納
value-staff-information-auditor = 信息審核員
value-staff-system-administrator = 系統管理員
value-staff-inspector = 用電檢查員
value-staff-inspection-specialist = 用電檢查專責
value-staff-business-specialist = 營業專責
value-staff-business-manager = 營業主任

# ── bills, line by line ────────────────────────────────────────────────────────────────────────────────────────────
bill-title = 電費計算單　{ $customer } { $name }　{ $period }　{ $price }　{ $first } 至 { $last }（{ $n } 天）
bill-own-price = { $name }，自有電價 { $price } 元/kWh
bill-kind-total = 總
bill-kind-peak = 峰
bill-kind-valley = 谷
bill-kind-reactive = 無功
bill-energy = { $kind }電量 = { $span } = { $energy } kWh
bill-energy-reactive = { $kind }電量 = { $span } = { $energy } kvarh
bill-swap = { " " }+ { $swap }（換下的表）
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
bill-none = 客戶 { $customer } 沒有已發行的電費單
bill-customer-unknown = 沒有客戶 { $customer } 的電費單 — 最接近的戶號：{ $nearest }
bill-month-unknown = 客戶 { $customer } 沒有 { $period } 的電費單 — 有：{ $months }
bill-name-unknown = 沒有名為「{ $name }」的客戶 — 只寫文件夾的 kaohe bill 列出各類客戶
bill-name-near = 沒有名為「{ $name }」的客戶 — 最接近：{ $near }
bill-name-several = 名為「{ $name }」的客戶有 { $count } 戶：{ $customers } — 請寫戶號
bill-name = { $name }（{ $customer }）
bill-customer = { $customer }（{ $price }，抄表段{ $book }）
bill-class = { $price }　{ $count } 戶　{ $first }{ $more }
bill-class-more = {" "}…
bill-class-next = 查一戶：kaohe bill 文件夾 戶號或戶名；再寫月份，即逐行列式。
bill-issued-as = 發行的賬單：
bill-due-as = 應發的賬單：
bill-recorded-as = 按抄錄示數的賬單：
bill-established-as = 按核定示數的賬單：
line-capacity = 基本電費
line-energy = 電度電費
line-energy-peak = 峰段電費
line-energy-flat = 平段電費
line-energy-valley = 谷段電費
line-factor = 力調電費
line-fund-sanxia = 三峽建設基金
line-fund-huandai = 農網還貸
line-fund-difang = 城市附加
