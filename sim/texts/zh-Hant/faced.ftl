# 崗位上看得見的，和可以做的

## 看得見的，和要自己填的

value-today = 今日
value-on_day = 日期
value-book = 抄表段
value-customer = 戶號
value-counter = 窗口
value-requested_to = 申請改到
value-special = 專變段
value-meters = 戶數
value-scheduled_on = 例日
value-next_open_day = 下一營業日
value-door_locked = 門
value-dial = 表上所示
value-register = 示數
value-last_register = 上次示數
value-decimals = 小數位數
value-multiplier = 倍率
value-mean_kwh = 平均電量
value-bills = 欠費筆數
value-amount_fen = 金額
value-due_on = 交費期限
value-archive_class = 檔案所載用電類別
value-price_class = 用電類別
value-kwh = 電量
value-metered_kwh = 抄見電量
value-loss_kwh = 損耗
value-read_on = 抄表日
value-due = 應發
value-issued = 已發
value-pending = 待處理
value-issued_in_all = 補發後的已發張數
value-cash_fen = 電費現金
value-cheques_and_fees_fen = 支票和業務費
value-slip_fen = 解款單金額
value-brought_fen = 交銀行的金額
value-slip_day = 解款單日期
value-safe_cash_fen = 庫中現金
value-cheques = 支票張數
value-cheque_fen = 支票金額
value-receipts = 收據張數
value-handed_fen = 交款金額
value-credited_fen = 本旬銀行入賬（扣退票）
value-slip_kind = 款項
value-received_fen = 本旬收據合計
value-handed_by_slips_fen = 本旬交款單合計
value-sheet_due_on = 餘額表期限
value-counterfeit_fen = 另收繳假幣
value-total_fen = 合計
value-cashier_there = 出納
value-bill_period = 電費單月份
value-open_fen = 未繳金額
value-case_period = 所出示更正單的月份
value-case_fen = 更正單金額
value-anomaly = 抄表工所報
value-run_1_on = 下一班到這一帶
value-run_1_crew = 　第幾隊
value-run_1_places = 　尚可派幾戶
value-run_2_on = 第二班到這一帶
value-run_2_crew = 　第幾隊
value-run_2_places = 　尚可派幾戶
value-run_3_on = 第三班到這一帶
value-run_3_crew = 　第幾隊
value-run_3_places = 　尚可派幾戶
value-crew = 第幾隊
value-differing = 何處不符
value-paper_figure = 單據上所載
value-fee_1_fen = 第一種業務費每張
value-receipts_1 = 第一種張數
value-fee_2_fen = 第二種業務費每張
value-receipts_2 = 第二種張數
value-fee_3_fen = 第三種業務費每張
value-receipts_3 = 第三種張數
value-other_fees_fen = 其餘業務費合計
value-form = 單據
value-capacity_kva = 容量
value-transformer_kva = 變壓器容量
value-digits = 表位數
value-first_register = 起始示數
value-entered_price_class = 輸入的用電類別
value-entered_capacity_kva = 輸入的容量
value-entered_transformer_kva = 輸入的變壓器容量
value-entered_book = 輸入的抄表段
value-entered_multiplier = 輸入的倍率
value-entered_digits = 輸入的表位數
value-entered_first_register = 輸入的起始示數

code-special-0 = 否
code-special-1 = 是
code-door_locked-0 = 有人應門
code-door_locked-1 = 鎖門，無人應門
code-cashier_there-0 = 今日不上班
code-cashier_there-1 = 在
code-slip_kind-0 = 電費
code-slip_kind-1 = 業務費
code-anomaly-0 = 表停走
code-anomaly-1 = 表燒壞
code-anomaly-2 = 缺封
code-anomaly-3 = 表號不符
code-anomaly-4 = 倍率不符
code-anomaly-5 = 有竊電跡象
code-form-0 = 現場勘查單
code-form-1 = 裝表工單

## 眼前的事

faced-approve_cycle_day = 申請改抄表例日
faced-read_book = 今日例日的抄表段
faced-return_handheld = 抄完後的抄表器
faced-read_meter = 抄一戶的表
faced-serve_notices = 一本抄表段的催費單
faced-deposit = 今日的解款
faced-keep_safe = 收工，清點金庫
faced-check_window = 一個窗口交來今日的收款
faced-make_voucher = 一張解款單的憑證
faced-balance_window = 一個窗口的旬末餘額
faced-remit_income = 一旬收入的上繳
faced-hand_in_fees = 收工，今日的業務費
faced-enter_registration = 輸入一張單據
faced-audit_registration = 審核一筆輸入（清單今日簽出，沒有退回的就算通過）
faced-check_archive = 一戶的檔案核對
faced-close_window = 窗口收工
faced-handle_return = 銀行退回一張支票
faced-examine_cheque = 用戶交來一張支票
faced-answer_request = 用戶在窗口申請減額
faced-credit_at_issuance = 用戶申請減額
faced-deal_with_report = 抄表工的異常報告
faced-spot_check = 復抄一戶
faced-issue_bill = 發行一戶的電費
faced-load_book = 今日例日的抄表段待上裝
faced-load_ahead = 例日尚有數日的抄表段
faced-unload_book = 返回的抄表器
faced-check_issue_day = 核對今日的發行

answer-comma = ，
answer-said = { $count ->
    [0] { $choice }
   *[other] { $choice }（{ $typed }）
 }
day-said = { $day }（{ $weekday ->
    [0] 一
    [1] 二
    [2] 三
    [3] 四
    [4] 五
    [5] 六
   *[6] 日
 }）
unit-said-fen = { $n } 元
unit-said-kwh = { $n } kWh
unit-said-kva = { $n } kVA

## 可以做的

choice-leave = 擱下不辦
choice-approve_day = 批准，改在這一天抄表
choice-decline_request = 不批准
choice-read_book_on = 在這一天抄這一段
choice-return_on = 在這一天返回
choice-put_off_with_note = 註明原因，下一營業日抄
choice-write_register = 填寫示數
choice-fill_in_as_last = 照上期電量填寫，不去看表
choice-leave_note = 留條，照上期電量暫計
choice-serve_on = 在這一天送催費單
choice-issue_at_class = 按這個用電類別發行
choice-load_on = 在這一天上裝
choice-load_when_near = 臨近例日再上裝
choice-load_now = 現在上裝
choice-unload_on = 在這一天下裝
choice-pass_over = 這一張不發
choice-check_and_issue = 核對，漏發的補發
choice-sign_unchecked = 不核對，照已發張數記帳
choice-bank_now = 今日截止前填單解款
choice-bank_on = 在這一天填單解款
choice-slip_now_money_on = 今日填單，這一天才交款
choice-bank_after_hours = 今日截止以後解款
choice-lock_up = 點收入庫，鎖好
choice-take_cash_out = 取出現金
choice-leave_cheque_out = 支票留在桌上
choice-add_up_stubs = 加總存根，與交款核對，差額登記
choice-enter_as_handed = 不看存根，照交款填核對表
choice-check_on = 在這一天核對
choice-remit_now = 今日上繳
choice-remit_on = 在這一天全額上繳
choice-make_and_hand_over = 製憑證，交會計簽收
choice-make_on = 在這一天製憑證並轉出
choice-hand_over_on = 今日製憑證，這一天轉出
choice-file_voucher = 今日製憑證，自己存着
choice-enter_balance = 填餘額表，請收費工簽字
choice-balance_on = 在這一天填餘額表
choice-close_and_hand_in = 結算，填日報，現金支票上繳出納
choice-close_and_seal = 結算，填日報，封存
choice-hand_in_cash = 結算，日報和上繳的現金都是這些
choice-report_all_hand_in = 結算，日報照收據，現金只上繳這些
choice-close_on = 在這一天結算
choice-reopen_on = 在這一天恢復欠費並通知用戶
choice-compare_seal = 核對印鑑後收下
choice-take_unseen = 不看印鑑收下
choice-credit_on_case = 憑更正單開減額單據，送主任簽
choice-credit_alone = 自己開減額單據
choice-refuse_request = 不予減額
choice-visit_on = 派這一班到現場查看
choice-file_report = 歸檔，不去查看
choice-read_again = 到現場復抄
choice-strike_sample = 從樣本中劃去
choice-hand_in_takings = 上繳出納
choice-seal_takings = 封存
choice-hand_in_on = 在這一天上繳
choice-enter_survey = 照勘查單輸入
choice-enter_opening = 照工單立戶
choice-pass_entry = 審核通過
choice-send_back = 退回更正，註明何處不符
choice-compare_archive = 到現場核對檔案
choice-strike_comparison = 從計劃中劃去

## 辦不到的

refused-choice = 這裏沒有這個辦法 — 請選其中之一：{ $names }
refused-values = 「{ $choice }」要填寫：{ $values } — 請填寫這些，不多不少
refused-number = 「{ $value }」要填 0 或以上的整數 — 請重新填寫
refused-day = 「{ $value }」要在今日起三個月之內 — 請重新填寫日期
refused-day-past = 這一天已經排定 — 請填寫以後的日期
refused-class = 沒有這個用電類別的電價 — 請填寫電價表上的類別
refused-class-registers = 這個用電類別要另一種電表的示數才能計費 — 請填寫用同一種電表的類別
refused-register = 這隻表的位數容不下這個示數 — 請照表填寫
refused-note = 用戶應了門，在等著抄表，不收留條 — 請選別的辦法
refused-odd-register = 抄表機算出的電量不近情理，表上也不是這個數 — 請再看一次表
refused-notices-today = 催費單今日才印好，最早明日才能送 — 請填寫以後的日期
refused-issued-in-all = 清單上沒有這許多張 — 請重新核對應發、已發、待處理
refused-kwh = 和系統算出的電量不合 — 請照抄見電量和損耗重新合計
refused-slip-above = 手上沒有這許多錢，銀行不收 — 請重新填寫解款單金額和交款金額
refused-slip-differs = 支票和業務費要全數解款，解款單和交款不能都少 — 請重新填寫
refused-bank-today = 今日的解款另有辦法 — 請填寫今日以後的日期
refused-slip-day = 解款單的日期只能是今日或交款那天 — 請重新填寫
refused-safe-cash = 庫中沒有這許多現金 — 請填寫 0.01 元至庫中現金之間的金額
refused-safe-cheques = 庫中沒有支票 — 請選別的辦法
refused-cashier-closed = 出納今日不上班，沒有人收 — 請選別的辦法
refused-more-cash = 抽屜裏沒有這許多現金 — 請填寫至多全部現金的金額
refused-close-today = 今日的結算另有辦法 — 請填寫今日以後的日期
refused-check-today = 今日的核對另有辦法 — 請填寫今日以後的日期
refused-remittance = 入賬的沒有這許多 — 請照對賬單重新合計
refused-remit-today = 今日上繳另有辦法 — 請填寫今日以後的日期
refused-no-case = 沒有這張電費單的更正單，主任不簽 — 請選別的辦法
refused-case-amount = 金額和更正單不同，主任不簽 — 請照更正單填寫
refused-open-amount = 未繳的沒有這許多 — 請填寫 0.01 元至未繳金額之間的金額
refused-takings = 出納點過，金額和收據存根不合 — 請照存根重新合計
refused-other-form = 這不是這張單據的畫面 — 請選另一個畫面
refused-entries = 有不止一處和單據不同，用戶不肯簽字 — 請照單據重新輸入
refused-book = 本營業廳沒有這一類的這個抄表段 — 請照單據填寫
refused-transformer = 設備清單上沒有這個變壓器 — 請照單據填寫
refused-not-on-form = 單據上沒有「{ $value }」 — 請填 0
refused-entry = 系統不接受這個「{ $value }」 — 請照單據填寫
refused-send-back = 輸入在這一處和單據相同，登記工不肯收回 — 請再核對
refused-option = 「{ $value }」要填 1 至 { $most } — 請重新填寫
refused-figure = 單據上不是這個數 — 請照單據填寫
refused-run = 這一天沒有這一隊到這一帶 — 請照出車板填寫日期和隊
refused-run-full = 這一班已經派滿 — 請選別的一班
refused-form = 這不是一個答案 — 請給出 choice 和 values，數目寫整數（金額以分計），日期寫如 2001-01-31
refused-date = 「{ $text }」不是日期 — 請寫如 2001-01-31
refused-typed-fen = 「{ $value }」不能是「{ $text }」 — 請以元寫，至多兩位小數，如 1234.50；也可寫算式，如 1200+34.50
refused-typed-number = 「{ $value }」不能是「{ $text }」 — 請寫整數
refused-typed-class = 「{ $value }」不能是「{ $text }」 — 請寫類別的編號或名稱
refused-typed-register = 「{ $value }」不能是「{ $text }」 — 請照表上的寫法填寫示數，{ $decimals } 位小數
