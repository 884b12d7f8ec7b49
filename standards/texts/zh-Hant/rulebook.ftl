### Rulebooks (standards/rulebook)

rulebook-empty = 這裡是空的 — 至少寫一項
rulebook-twice = { $name } 定義了兩次，另一處在 { $other } — 刪去其中一處
rulebook-clause-unknown = 沒有條款 { $clause } — 應為 { $range } 之一
rulebook-clause-astray = 條款 { $clause } 放在第 { $section } 節的文件內 — 移到其本節的文件
rulebook-clauses-missing = 缺條款 { $clauses } — 補上；{ $count } 條須齊全
rulebook-erratum-idle = 原文中沒有「{ $wrong }」 — 刪去這條訂正，或照原文寫
rulebook-text-unmended = text 與 source_text 訂正後的文字不一致 — 應為「{ $mended }」，或補上 errata
rulebook-post-unknown = 沒有崗位 { $name } — 應為 { $names } 之一
rulebook-post-unknown-near = 沒有崗位 { $name } — 是否想寫 { $near }？
rulebook-object-unknown = objects.toml 中沒有對象 { $name } — 應為 { $names } 之一
rulebook-object-unknown-near = objects.toml 中沒有對象 { $name } — 是否想寫 { $near }？
rulebook-limit-unknown = limits.toml 中沒有限值 { $name } — 應為 { $names } 之一
rulebook-limit-unknown-near = limits.toml 中沒有限值 { $name } — 是否想寫 { $near }？
rulebook-two-classes = 條款 { $clause } 同時屬於 { $one } 和 { $other } — 只留一類；其餘用 kind = "ranking"
rulebook-standards-missing = 缺工作標準：{ $posts } — 在 posts 文件夾內補上；{ $count } 個崗位須齊全
rulebook-post-number = { $post } 是第 { $number } 項工作標準 — 寫 number = { $number }
rulebook-post-auxiliary = { $post } 不在十三項工作標準之列 — 刪去 number
rulebook-duty-astray = 職責 { $duty } 不屬於 { $post } — 編號應以 W{ $number }- 開頭
rulebook-sections-missing = 缺第 { $names } 節 — 補上；十二節須齊全
rulebook-sentences-missing = 缺手冊語句 { $names } — 補上，分類和處理要引用
rulebook-limit-day = { $value } 不是日數 — 寫整數，如 "1"
rulebook-limit-working_day = { $value } 不是工作日數 — 寫整數，如 "3"
rulebook-limit-period = { $value } 不是月數 — 寫整數，如 "3"
rulebook-limit-permille = { $value } 不是千分率 — 寫整數，如 "2"
rulebook-limit-fen = { $value } 不是以分計的金額 — 寫整數，如 "100"
rulebook-limit-multiple = { $value } 不是倍數 — 寫大於等於 1 的數，如 "3" 或 "2.5"
rulebook-limit-time = { $value } 不是時刻 — 寫 24 小時制的時和分，如 "15:30"
