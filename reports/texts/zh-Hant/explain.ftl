## page and terminal: the chain of one incident

chain-title = 事故 { $id }：{ $name }
chain-who = { $post } { $person }
chain-clause-source = 《手冊》四（一）{ $section }.{ $name }方面（{ $item }）
step-records = 記錄
step-finding = 認定
step-amount = 金額
step-tier = 等級
step-intent = 故意
step-history = 該員此前的事故
step-sanctions = 處理
step-duties = 單位須辦
step-reasons = 理由
finding-line = 認定 { $id }：{ $object } { $key }；{ $occurred } 發生，{ $discovered } 由{ $by }發現。
finding-customer = 用戶「{ $name }」，戶號 { $number }。
by-nobody = 賬證核對
row-missing = 記錄中沒有鍵為 { $key } 的列
limit = { $name }（{ $key }）
pile-count = { $n } 張
pile-cut = 共 { $n } 張，此處列前 { $shown } 張；全部見 kaohe explain --json。
pile-total = 全部合計：{ $sums }
shares-cut = 共 { $n } 戶，此處列前 { $shown } 戶，合計為全部各戶；其餘見 kaohe explain --json。
caption-shares = 遲抄各戶的電費
head-days-late = 遲抄日數
head-key = 鍵
head-written = 填寫
row-key = 鍵 { $key }
amount-line = 計額依據：{ $basis }。影響金額 { $amount }，造成損失 { $caused }，未追回損失 { $loss }，電量 { $energy }。
amount-estimate = 此為已證明的最低數；估計為 { $estimate }。
tier-line = { $tier }。
intent-line = { $intent }。
tier-unpriced = 不能按電量電費額度認定的事故，依四（二）定等。
tier-next = 距上一等級（{ $tier }，{ $bound }）尚差 { $gap }。
tier-over = 高出本等級起點（{ $bound }）{ $gap }。
tier-top = 已在最高等級。
history-line = 事故 { $id }（{ $clause }，{ $occurred }，{ $tier }）
pattern-line = 慣常：{ $span }內 { $clause } 的非考核性事故共 { $n } 件（{ $numbers }），合計 { $amount }；按考核辦法 [pattern] 指明，不另定等級，不另處理。
span-month = { $year } 年 { $n } 月
span-quarter = { $year } 年第 { $n } 季度
span-half = { $year } 年{ $n ->
    [1] 上半年
   *[other] 下半年
  }
span-year = { $year } 年
sanction-line = { $kind } { $value }
sanction-other = { $person }：{ $what }
duty-due = { $what }（限 { $due }）
rule-tier = 分級
inputs = 數值
incident-unknown = 沒有編號 { $id } 的事故 — 請寫 { $first } 至 { $last }，最接近的是 { $nearest }
incident-none = 沒有編號 { $id } 的事故：未認定任何事故 — 無可說明
