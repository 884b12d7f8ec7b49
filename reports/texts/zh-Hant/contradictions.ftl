## records that disagree: judge, explain, report; a text for each kind

part-contradictions = 記錄矛盾
lead-contradictions = 下列記錄互相矛盾，不能都是真的，何者為誤無從判定：所及條款不認定任何人，共 { $n } 處。
summary-contradictions = 記錄矛盾 { $n } 處：所及條款不認定任何人
contradictions-cut = 此處列前 { $shown } 處；其餘見 { $file }。
contradiction-line = { $text }　所及條款：{ $clauses }。記錄：{ $rows }。
contradiction-and = {"；"}
contradiction-row = { $form } { $key }（鍵 { $id }）
step-contradictions = 與所據記錄相矛盾者
head-contradiction = 矛盾
head-row = 記錄
head-silent = 不作認定的條款

contradiction-repeat = { $meaning }；此處{ $column }為 { $said }，他處為 { $other }：何者為真，記錄無從判定。{ $places ->
    [1] {""}
   *[other] 共 { $places } 處。
 }
contradiction-cash-journal = 現金日記賬的這一行，不能由上一行結存加其後交款、減其後解款得出。
contradiction-cheques-held = 現金日記賬的支票張數、金額，不能由上一行加其後交款、減去向登記簿所載得出；或去向登記簿與解款單的支票合計不符。
contradiction-safe-count = 庫存盤點表所列賬面結存不是當日日記賬結存，或其支票張數與金額一缺一不缺。
contradiction-ledger-month = 總賬月結的借方、貸方，不是當月登記的合計。
contradiction-registers = 同一電能表兩個經核實的示數，按銘牌最大電流在其間走不到，也沒有故障、換表、試驗的記錄可以解釋。
contradiction-issue-day = 該日電費發行表共 { $bills } 張、{ $issued_fen }，與發行憑證或日發行核對單不符。
contradiction-bill-twice = 同一用戶同一月份有兩張電費單。
contradiction-bill-reading = 電費單所據的抄表記錄不存在，或其示數不是電費單所列的本期示數。
contradiction-entry-source = 這份登記沒有所據的勘查單、工作單，或登記人在登記前沒有簽收。
contradiction-entry-twice = 同一申請的登記或其所據的單子有兩份。
contradiction-entry-archive = 檔案隨這份登記寫入的，不是登記所載。
contradiction-order-check = 工作單所載的倍率、位數，與檔案現場核對單所見不同。
contradiction-fitted = 同一次裝、撤表的示數，工作單與抄表記錄不同。
contradiction-report-order = 無人到過現場，報告的電能表卻已按故障派單更換。
contradiction-attendance = 請假單、代班單、排班表與當日所填記錄，對何人在崗說法不一。
contradiction-case-report = 案卷所據的抄表異常報告不存在。
contradiction-window-record = 轉辦單或案卷所據的窗口登記不存在。
contradiction-report-referral = 轉辦單、現場查看單所指的抄表異常報告不存在。
contradiction-report-signature = 這份異常報告的轉辦簽收人，當日不是用電稽查工。
contradiction-return-signature = 這張銀行退票通知單的簽收人，當日不是收費工。
contradiction-after-end = 這張憑證的填寫時間，在本所最後一個辦公的日子之後。
