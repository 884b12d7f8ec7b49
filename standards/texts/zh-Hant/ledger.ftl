### 無法據以考核的記錄 (standards/ledger)

limit-missing = 規定表沒有 { $key } 的時限
limit-unreadable = 規定表 { $key } 寫作「{ $value }」，不成時限
number-unknown = 記錄提到 { $number } 號，檔案中沒有
price-missing = 發行時價目表沒有電價類別 { $name }
book-unknown = 抄過抄表段 { $number }，抄表段冊中沒有

### 別處來的考核結果 (standards/judging/assessment.py)

assessment-columns = { $table } 表缺少以下各欄，或其形式不符：{ $columns }
assessment-value = { $table } 表的 { $column } 欄寫作「{ $value }」，並無此項
