## records that disagree: judge, explain, report; a text for each kind

part-contradictions = 記錄矛盾
lead-contradictions = 下列記錄互相矛盾，不能都是真的，何者為誤無從判定：所及條款不認定任何人，共 { $n } 處。
summary-contradictions = 記錄矛盾 { $n } 處：所及條款不認定任何人
contradictions-cut = 此處列前 { $shown } 處；其餘見 { $file }。
contradiction-line = { $text }　所及條款：{ $clauses }。記錄：{ $rows }。
contradiction-row = { $form } { $key }（鍵 { $id }）
step-contradictions = 與所據記錄相矛盾者
head-contradiction = 矛盾
head-row = 記錄
head-silent = 不作認定的條款

contradiction-cash-journal = 現金日記賬的這一行，不能由上一行結存加其後交款、減其後解款得出。
contradiction-cheques-held = 現金日記賬的支票張數、金額，不能由上一行加其後交款、減去向登記簿所載得出；或去向登記簿與解款單的支票合計不符。
contradiction-safe-count = 庫存盤點表所列賬面結存不是當日日記賬結存，或其支票張數與金額一缺一不缺。
contradiction-registers = 同一電能表兩個經核實的示數，按銘牌最大電流在其間走不到，也沒有故障、換表、試驗的記錄可以解釋。
contradiction-issue-day = 該日電費發行表共 { $bills } 張、{ $issued_fen }，與發行憑證或日發行核對單不符。
contradiction-bill-twice = 同一用戶同一月份有兩張電費單。
contradiction-bill-reading = 電費單所據的抄表記錄不存在，或其示數不是電費單所列的本期示數。
