## formulas: one entry for each formula of the judge

formula-none = 無須計算。
formula-other = 公式 { $formula }，數值見下。
formula-interpolated = 估計（未經證明）：自 { $previous_register } 至 { $shown_register } 按日線性推算，{ $between_kwh } × { $days } ÷ { $days_between } = { $likely_kwh }（不足一千瓦時捨去）；記錄示數與此相差 { $estimate_kwh }，估計金額 { $estimate_fen }。
formula-carried = 上次抄表的示數已經不對，其中 { $carried_units } 個字不計在本次；本次只計另差的 { $own_units } 個字，即抄至 { $own_register } 的電費與記錄電費之差。
formula-carried-estimate = 估計也只計本次另差的 { $own_estimate_kwh }。
formula-register-impossible = 兩個示數之間沒有任何用電可以相合：{ $recorded_second } 記錄 { $recorded_register }，{ $proving_second } 見示數 { $proving_register }，相隔 { $hours_apart }。銘牌至多通過 { $phases } × { $voltage_v } V × { $max_current_a } A = { $watts } W：× { $seconds_apart } 秒 ÷ { $unit_ws }，進位取整，加 1，至多 { $most_units } 個字（以末位計）。最近的可能示數為 { $established_register }，與記錄相差 { $units } 個字。已證明的電量 { $established_kwh }，記錄 { $recorded_kwh }（倍率 { $multiplier }）；影響金額 = 記錄電費 { $recorded_fen }與已證明電費 { $established_fen }之差。
formula-register-frozen = { $proving_second } 的凍結示數為 { $proving_register }；記錄 { $recorded_register }，相差 { $units } 個字（以末位計）。查明電量 { $established_kwh }，記錄 { $recorded_kwh }（倍率 { $multiplier }）；影響金額 = 記錄電費 { $recorded_fen }與查明電費 { $established_fen }之差。
formula-days-off = 應抄日 { $scheduled_day }，實抄日 { $read_day }，相差 { $days_off }。遲抄各戶的電費 { $bills } 張，每張計各自遲抄的日數，該段由別人當值的日數不計；提前抄表計 0 元。
formula-papers = 收件清單上沒有合格的這項資料，也沒有補件通知：計 0 元。
formula-handheld = 抄表器於 { $drawn_day } 領取，應抄日 { $scheduled_day }，當日也沒有抄表：計 0 元。
formula-unloaded = 抄表器於 { $returned_day } 返回。各戶電費自抄表後發行時限起至發行之日計日，不超過返回至下裝的日數，待復抄的日數不計。
formula-returned = 抄表日 { $read_day }。各戶電費自抄表後發行時限起至發行之日計日，不超過至抄表器返回的日數，其間由別人代班的日數及待復抄的日數不計。
formula-loaded = 例日 { $scheduled_day } 未上裝。各戶電費自例日後發行時限起至發行之日計日，不超過至上裝的日數，待復抄的日數不計。
formula-loaded-early = 於 { $loaded_day } 上裝，例日 { $scheduled_day }：影響金額 0.00 元。
formula-book-unread = 應抄日 { $scheduled_day }，當期整段無人抄表。下一次抄表的電費 { $bills } 張，每張取漏抄一期的日數 ÷ 該張日數（不足一分捨去），相加為本金，計遲抄的日數，該段由別人當值的日數不計；再抄以前計 0 元。
formula-days-off-moved = 應抄日 { $scheduled_day }，實抄日 { $read_day }，相差 { $days_off }。考核辦法（[delay] off_day）按移動各日的電量計：跨過月末結賬者，多得日數那一期各戶電量 × 相差日數 ÷ 該期日數 × 電價，全部相加後四捨五入到分；電量合計不足一千瓦時捨去：{ $moved_kwh }，{ $moved_fen }。
formula-billing = 應收 = { $kwh } × { $energy_e4 } + { $capacity_kva } × { $capacity_fen_per_kva } = { $due_fen }；已發行 = { $issued_kwh } × { $issued_energy_e4 } + { $issued_capacity_kva } × { $capacity_fen_per_kva } = { $issued_fen }；影響金額為兩者之差。
formula-unbilled = 抄見而未發行：{ $kwh } × { $energy_e4 }（兩部制另加基本電費）= { $due_fen }。
formula-billing-bills = 應收 { $due_fen }，已發行 { $issued_fen }，影響金額為兩者之差；兩份電費單逐行列於下。
formula-unbilled-bills = 抄見而未發行：{ $kwh }，應收 { $due_fen }；電費單逐行列於下。
formula-entry-multiplier = 裝表工作單上倍率為 { $source_multiplier }，立戶建檔輸入 { $entered_multiplier }。
formula-entry-digits = 裝表工作單上示數位數為 { $source_digits }，立戶建檔輸入 { $entered_digits }。
formula-entry-first-register = 裝表工作單上裝出示數為 { $source_first_register }，立戶建檔輸入 { $entered_first_register }。
formula-entry-price-class = 現場勘查單上電價類別為{ $source_price_class }，立戶登記輸入{ $entered_price_class }。
formula-entry-capacity-kva = 現場勘查單上容量為 { $source_capacity_kva }，立戶登記輸入 { $entered_capacity_kva }。
formula-entry-book = 現場勘查單上抄表段為 { $source_book }，立戶登記輸入 { $entered_book }。
formula-entry-transformer = 現場勘查單上專用變壓器為 { $source_transformer }，立戶登記輸入：{ $entered_transformer }。
formula-entry-several = 登記有幾項與來源單據不符，逐項列於下。
formula-entry-bill = { $period } 電費：已發行 { $issued } − 按來源單據應收 { $due } = { $difference }，累計 { $balance }
formula-entry-balance = 自輸入至檔案更正，逐張累計已發行與按來源單據應收之差；影響金額為最大差額 { $amount }：
formula-entry-beside = 該用戶登記的電價類別、容量或變壓器也不是單據所查明的，那是另一件事：以下已發行與應收都改按單據查明的計算，兩件的差額連正負號相加，即為全部差額。
formula-entry-slip = 尚無電費因此有誤：工作差錯。
formula-register-impossible-bills = 兩個示數之間沒有任何用電可以相合：{ $recorded_second } 記錄 { $recorded_register }，{ $proving_second } 見示數 { $proving_register }，相隔 { $hours_apart }。銘牌至多通過 { $phases } × { $voltage_v } V × { $max_current_a } A = { $watts } W：× { $seconds_apart } 秒 ÷ { $unit_ws }，進位取整，加 1，至多 { $most_units } 個字（以末位計）。最近的可能示數為 { $established_register }，與記錄相差 { $units } 個字。影響金額 = 記錄電費 { $recorded_fen }與已證明電費 { $established_fen }之差；兩份電費單逐行列於下。
formula-register-frozen-bills = { $proving_second } 的凍結示數為 { $proving_register }；記錄 { $recorded_register }，相差 { $units } 個字（以末位計）。影響金額 = 記錄電費 { $recorded_fen }與查明電費 { $established_fen }之差；兩份電費單逐行列於下。
formula-issue-check = 當日發行 { $bills } 戶未按期核對；漏發行 { $unbilled } 戶，電量 { $unbilled_kwh } 按電價（兩部制另加基本電費）應收 { $unbilled_fen }，相加為影響金額。
formula-delay = {""}
formula-takings = 當日收款 { $takings_fen }（收據 { $receipts } 張）。
formula-deposit = 應解 { $handed_fen }，按期解款 { $banked_fen }。
formula-delay-interest = 本金 × 遲延日數 × 日利率 { $rate }（考核辦法 [delay] daily_rate），四捨五入到分：
formula-delay-principal = 逾期超過 { $after }仍未了結，計本金（考核辦法 [delay] principal_after_days）：
formula-delay-principal-always = 遲延的款項計本金（考核辦法 [delay] priced_as）：
formula-delay-both = 本金 × 遲延日數 × 日利率 { $rate }（考核辦法 [delay] daily_rate），四捨五入到分；逾期超過 { $after }仍未了結的，計本金（principal_after_days）：
formula-takings-short = 短少：應交 { $due } − 實交 { $handed } = { $short }。
formula-takings-made-good = 短少：應交 { $due } − 實交 { $handed } − 補足 { $good } = { $short }。
formula-takings-good-later = 其後補足的，本金 × 日數 × 日利率 { $rate }（考核辦法 [delay] daily_rate）：{ $parts } = { $worth }；合計 { $amount }。
formula-takings-counterfeit = 其中假幣 { $note } 已由出納收繳登記，不計短少：應交 { $due }。
formula-takings-none = 實交 { $handed }，沒有短少，也沒有遲交：影響金額 { $short }。
formula-misclosed-receipts = 收費日報填收據 { $said } 張，存根 { $stubs } 張。
formula-misclosed-cash-fen = 收費日報填現金 { $said }，存根 { $stubs }。
formula-misclosed-cheque-fen = 收費日報填支票 { $said }，存根 { $stubs }。
formula-misclosed-total-fen = 收費日報填合計 { $said }，存根 { $stubs }。
formula-takings-open = 尚未到應交之日，不計金額。
formula-balance = {""}
formula-balance-misstated = 餘額表填收款 { $received }、交款 { $handed }；上一張表以來存根合計 { $stubs }，交款單及收繳的假幣合計 { $slips }。
formula-balance-one = 旬末未交、未封存、無人登記：{ $sum }。
formula-voucher = {""}
formula-stubs = 交回的存根以後盤點至今無缺：影響金額 0.00 元。
formula-stubs-miscast = 核對單：已用 { $sheet_used } 張，{ $sheet_fen }；收據：{ $receipts_used } 張，{ $receipts_fen }。影響金額 0.00 元。
formula-stock-loss = {""}
formula-stock-shown = 盤點該本收據缺 { $missing } 號；用戶持無存根的收據前來：{ $each } = { $sum }。
formula-stock-shown-one = 盤點該本收據缺 { $missing } 號；用戶持無存根的收據前來：{ $sum }。
formula-stock-loss-slip = 盤點該本收據缺 { $missing } 號，至今沒有損失：工作差錯。
formula-stock-missing = 盤點該本收據缺 { $missing } 號，下次盤點仍缺 { $missing_again } 號，不能按電量電費額度認定。
formula-book-accounted = 該本收據清點、核對至今無缺號：影響金額 0.00 元。
formula-book-missing = 該本收據缺 { $missing } 號，不能按電量電費額度認定。
formula-entry-late = 時限內沒有輸入。因此漏抄的首張電費 { $bills } 張：取送電至漏抄之日佔該張日數的份額（不足一分捨去）為本金，計超過發行時限的日數，最多為遲輸的日數；沒有漏抄、尚未發行的計 0 元。
formula-temporary = {""}
formula-ledger = 結賬時憑證與登記的差額。
formula-remittance = 應上繳 { $owed_fen }，按期上繳 { $remitted_fen }。
formula-balance-none = 旬末各日收款都已上繳、封存或登記：影響金額 0.00 元。
formula-balance-unseen = 旬末未交、未封存、無人登記：{ $each } = { $sum }。
formula-part-late-from = { $principal } × { $days }（自 { $from } 至 { $to }）× { $rate } = { $late }
formula-part-late-open-from = { $principal } × { $days }（自 { $from } 至 { $to }，仍未了結）× { $rate } = { $late }
formula-part-principal-from = { $principal }（自 { $from } 至 { $to }），計本金
formula-part-principal-open-from = { $principal }（自 { $from } 至 { $to } 仍未了結），計本金
formula-part-total = 合計 { $total }
formula-part-total-rounded = 合計 { $exact }，四捨五入到分：{ $total }
formula-safe = 賬面結存 { $book_fen } − 實點 { $counted_fen } − 此前已短少 { $missing_before_fen } = 本次短少 { $newly_missing_fen }。
formula-safe-cheque = 支票賬面 { $cheques_book_fen } − 實點 { $cheques_counted_fen } − 此前已短少 { $cheques_missing_before_fen } = 本次短少 { $cheques_newly_missing_fen }，其中已掛失止付 { $cheques_stopped_fen }，不計短少。
formula-safe-both = 現金賬面結存 { $book_fen } − 實點 { $counted_fen } − 此前已短少 { $missing_before_fen } = 本次短少 { $newly_missing_fen }。支票賬面 { $cheques_book_fen } − 實點 { $cheques_counted_fen } − 此前已短少 { $cheques_missing_before_fen } = 本次短少 { $cheques_newly_missing_fen }，其中已掛失止付 { $cheques_stopped_fen }，不計短少。
formula-safe-open = 至今仍短少 { $open }。
formula-safe-found = 日後找回、補開的，金額 × 短少日數 × 日利率（考核辦法 [delay] daily_rate）：（{ $parts }）× { $rate } = { $interest }，四捨五入到分；合計 { $open } + { $interest } = { $amount }。
formula-safe-principal = 日後找回、補開的 { $interest }，計本金；合計 { $open } + { $interest } = { $amount }。
formula-safe-part = { $principal } × { $days }
formula-theft = 外觀跡象自 { $seen_day } 起；{ $read_day } 抄表未報，{ $case_day } 立案。由其負責 { $days }：{ $power_w } 瓦 × { $hours_e1 } × 0.1 小時 × { $days } = { $lost_kwh }（不足一千瓦時捨去），× { $energy_e4 }，四捨五入到分。違約使用電費另計。
formula-untold = { $told_day } 登記，轉辦時限 { $limit_on }，時限內未轉辦。至今沒有案卷認定：0 元。
formula-untold-case = { $told_day } 登記，轉辦時限 { $limit_on }，時限內未轉辦；{ $case_day } 立案。自時限起至轉辦或立案，案卷認定者 { $days }：{ $power_w } 瓦 × { $hours_e1 } × 0.1 小時 × { $days } = { $lost_kwh }（不足一千瓦時捨去），× { $energy_e4 }，四捨五入到分。違約使用電費另計。
formula-collected = 銀行收妥 { $collected_fen } − 應收 { $open_fen } = 多收 { $over_fen }。
formula-collected-open = 尚未退還 { $open }。
formula-collected-refunded = 日後退還，金額 × 天數 × 日利率（政策 [delay] daily_rate）：（{ $parts }）× { $rate } = { $interest }，四捨五入至分；合計 { $open } + { $interest } = { $amount }。
formula-report = 簽收日 { $signed_day }，到訪時限 { $limit_on }，時限內未到訪。至今沒有換表、檢定證明停走：0 元。
formula-report-fault = 簽收日 { $signed_day }，到訪時限 { $limit_on }，時限內未到訪；{ $exchanged_day } 換表，其間 { $days }。此前正常用電 { $normal_kwh } ÷ { $days_normal } × { $days } = 少計 { $lost_kwh }（不足一千瓦時捨去），× { $energy_e4 }，四捨五入到分。
formula-report-fault-opening = 簽收日 { $signed_day }，到訪時限 { $limit_on }，時限內未到訪；{ $exchanged_day } 換表，其間 { $days }。此前沒有正常月份的電費單，按檔案的期初月均電量 { $opening_mean_kwh } × 12 ÷ { $days_normal } × { $days } = 少計 { $lost_kwh }（不足一千瓦時捨去），× { $energy_e4 }，四捨五入到分。
formula-credit = 沖銷應收 { $credited_fen }，減有依據且經審批的 { $grounded_fen }。
formula-fee-charged = 實收 { $charged_fen }，應收 { $fee_due_fen }（數量 × 當日價目表單價，減經審批的減免、分期）：相差的就是影響金額，此後補收、退費不減。
formula-part-late = { $principal } × { $days } × { $rate } = { $late }
formula-part-principal = { $principal }，計本金

## names of formula inputs

input-credited-fen = 沖銷金額
input-grounded-fen = 有依據的部分
input-charged-fen = 實收業務費
input-fee-due-fen = 應收業務費
input-days-off = 相差日數
input-returned-day = 返回日
input-unloaded-day = 下裝日
input-loaded-day = 上裝日
input-scheduled-day = 應抄日
input-read-day = 實抄日
input-others-on = 由別人當值的日子
input-bills = 戶數
input-listed = 清單戶數
input-recorded-register = 記錄示數
input-established-register = 最近的可能示數
input-recorded-second = 記錄示數的時刻
input-proving-register = 證明示數
input-proving-second = 證明示數的時刻
input-power-w = 竊電設備容量（瓦）
input-hours-e1 = 每日用時（0.1 小時）
input-told-day = 登記日
input-seen-day = 跡象起日
input-case-day = 立案日
input-watts = 銘牌至多通過（瓦）
input-seconds-apart = 相隔秒數
input-hours-apart = 相隔時間
input-most-units = 至多字數
input-units = 相差字數
input-between-kwh = 其間電量
input-likely-kwh = 估計電量
input-carried-units = 上次已差的字數
input-own-units = 本次另差的字數
input-own-register = 不計本次另差時的示數
input-own-estimate-kwh = 估計本次另差的電量
input-estimate-kwh = 估計差額電量
input-estimate-fen = 估計金額
input-previous-register = 前次示數
input-shown-register = 後來示數
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
input-unseen-fen = 未交款
input-owed-fen = 應上繳
input-voucher-fen = 憑證金額
input-posted-fen = 登記金額
input-remitted-fen = 按期上繳
input-missing = 缺號
input-missing-again = 下次盤點缺號
input-shown-fen = 用戶所持收據
input-sheet-used = 核對單張數
input-sheet-fen = 核對單金額
input-receipts-used = 收據張數
input-counterfeit-fen = 假幣收繳
input-handed-fen = 應解款
input-collected-fen = 銀行收妥
input-open-fen = 應收
input-over-fen = 多收
input-book-fen = 賬面結存
input-counted-fen = 實點現金
input-missing-before-fen = 此前已短少
input-newly-missing-fen = 本次短少
input-cheques-book-fen = 支票賬面
input-cheques-counted-fen = 實點支票
input-cheques-missing-before-fen = 此前已短少支票
input-cheques-newly-missing-fen = 本次短少支票
input-cheques-stopped-fen = 已掛失止付
input-made-good-fen = 日後找回、補開
input-made-good-days = 短少日數
input-made-good-worth-fen = 找回、補開部分所計金額
input-counted-missing-fen = 交款中盤點已認定丟失的支票（另計，5.2）
input-banked-fen = 按期解款
input-unbilled = 漏發行戶數
input-unbilled-fen = 漏發行金額
input-unbilled-kwh = 漏發行電量
input-unbilled-energy-e4 = 電度電價
input-principal-fen = 本金
input-daily-rate = 日利率
input-days-to-closing = 至結賬日數
input-late-fen = 遲延金額
input-signed-day = 簽收日
input-exchanged-day = 換表日
input-normal-kwh = 正常用電
input-days-normal = 正常用電日數
input-lost-kwh = 少計電量
input-priced-as = 計法
input-source-multiplier = 單據所載倍率
input-entered-multiplier = 輸入的倍率
input-source-digits = 單據所載位數
input-entered-digits = 輸入的位數
input-source-first-register = 單據所載起始示數
input-entered-first-register = 輸入的起始示數
input-source-price-class = 單據所載電價類別
input-entered-price-class = 輸入的電價類別
input-source-capacity-kva = 單據所載容量
input-entered-capacity-kva = 輸入的容量
input-source-book = 單據所載抄表段
input-entered-book = 輸入的抄表段
input-source-transformer = 單據所載專用變壓器
input-entered-transformer = 輸入的專用變壓器
input-wrong-periods = 有誤電費的月份
