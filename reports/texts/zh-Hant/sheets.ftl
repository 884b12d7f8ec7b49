## registers for a spreadsheet

heading-fen = { $name }（元）
heading-e4 = { $name }（元/千瓦時）
heading-kwh = { $name }（千瓦時）
heading-kva = { $name }（千伏安）
head-loss = 未追回損失（元）
head-row-number = 行號
papers-contents = 目錄
papers-number = 序號
papers-register = 賬冊
papers-rows = 行數

## answer books

answer-book = 查錯卷答卷
answer-exam = 試卷
answer-candidate = 考生
answer-list-clause = 條款
answer-list-post = 崗位
answer-list-person = 人員
answer-list-formula = 計算公式
answer-list-tier = 等級
answer-list-sanction = 處理
answer-list-duty = 應辦事項
answer-input-due = 應有（元）
answer-input-actual = 實有（元）
answer-input-kwh = 電量（千瓦時）
answer-input-price = 電價（元/千瓦時）
answer-input-kva = 容量（千伏安）
answer-input-capacity-price = 基本電價（元/千伏安）
answer-input-issued = 已發行（元）
answer-input-principal = 本金（元）
answer-input-principal-days = Σ 本金 × 日數（元·日）
answer-input-days = 日數
answer-input-daily-rate = 日利率
answer-input-short = 仍短少（元）
answer-input-kwh-a-day = 每日正常電量（千瓦時）
answer-guide-1 = 每查出一件事故寫一行，最多三十行；查出幾件寫幾行，多寫的（沒有事故而指為事故）要扣分。
answer-guide-2 = 條款、崗位、責任人、計算公式、等級、處理、應辦事項都由下拉列表選。
answer-guide-3 = 依據寫賬冊名稱與行號，如「抄表卡 12」；行號是賬冊第一欄「行號」的數，篩選、排序之後不變。最多五行，寫能證明事故的：與本件無關的行按比例扣減這一行的全部得分，屬於本件的其他憑證（應收、單價、同一戶同一日的單據等）不計。
answer-guide-4 = 計算公式選一個，數據按「計算公式」表所列的順序填入數據 1 至 5；公式與數據算得的數就是金額的算法。
answer-guide-5 = 金額以元計，寫到分。按規定計零的寫 0；空着就是沒有回答。
answer-guide-6 = 不能按電量電費認定的，金額空着，在「無法按電量電費認定」寫「是」。
answer-guide-7 = 處理每格一項，數額寫月數、次數或元；是範圍的寫 3-6。按規定不處理的，在處理 1 選「無」，不要空着。
answer-guide-8 = 應辦事項是單位依規定必須辦的，如逐級上報、三不放過。
answer-guide-9 = 不要改動第二行的試卷、考生與第四行的表頭；不要合併單元格。

## the handbook of a candidate

handbook-title = 工作標準與考核辦法（考試用）
handbook-clauses = 責任事故條款
handbook-sentences = 事故的劃分與處理
handbook-tiers = 等級：{ $policy }
handbook-from = 影響金額（元）起
handbook-tier = 等級
handbook-late = 遲延款項的計值
handbook-late-interest = 遲延的款項按日計息：本金 × 遲延日數（期限之後至收到或辦妥之日，連休息日）× { $rate }；各筆相加後，四捨五入到分。
handbook-late-open = 至考核之日仍未收到、遲延超過 { $days } 日的，計本金。
handbook-late-principal = 遲延的款項計本金。
handbook-limits = 工作標準限值
handbook-lawful = 不是事故：
handbook-unit-day = { $value } 日
handbook-unit-fen = { $value } 元
handbook-unit-multiple = { $value } 倍
handbook-unit-off-day = { $value } 個休息日
handbook-unit-period = { $value } 個月
handbook-unit-permille = { $value }‰
handbook-unit-time = { $value }
handbook-unit-working-day = { $value } 個工作日
handbook-unit-bank-day = { $value } 個銀行日
tariff-office-2001 = 二〇〇一年營業所電價
