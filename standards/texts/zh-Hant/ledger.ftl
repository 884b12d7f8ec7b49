### 無法據以考核的記錄 (standards/ledger)

limit-missing = 規定表沒有 { $key } 的時限
limit-unreadable = 規定表 { $key } 寫作「{ $value }」，不成時限
