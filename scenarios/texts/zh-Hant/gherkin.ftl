# 用例：步驟不成立，或寫得不對
gherkin-word-unknown = 沒有{ $kind }「{ $word }」 — 最接近：{ $near }
gherkin-kind-class = 用電類別
gherkin-kind-line = 電費單項目
gherkin-kind-book = 抄表段類別
gherkin-kind-part = 用戶情況
gherkin-kind-habit = 日常情況
gherkin-kind-happening = 會發生的事
gherkin-kind-policy = 考核辦法
gherkin-kind-post = 崗位
gherkin-kind-tier = 等級
gherkin-kind-measure = 處分
gherkin-kind-duty = 職責
gherkin-below-fen = 「{ $amount }」不足一分 — 請寫到分，如 120.00
gherkin-price-places = 電價「{ $amount }」多於四位小數 — 請寫如 0.8000
gherkin-office-impossible = 這樣的營業所不能成立：{ $why }
gherkin-no-case = 沒有說明任何事故 — 請先寫『「王芳」於 2001-03-12 發生條款 2.2 的事故,影響電費 999.99 元』
gherkin-not-run = 營業所還沒有運行 — 請先寫：當 營業所運行到 2001-04-30
gherkin-no-such-day = 沒有「{ $text }」這一天 — 請寫實有的日期，如 2001-03-14
gherkin-clause-unknown = 沒有條款 { $clause } — 條款由 1.1 至 12.3
gherkin-act-unknown = 沒有名為「{ $name }」的行為 — 最接近：{ $near }
gherkin-not-the-post = 「{ $name }」是{ $has }，「{ $act }」屬{ $post } — 請寫{ $post }的姓名或崗位
gherkin-not-this-post = 「{ $act }」不屬{ $name } — 請寫「{ $post }」
gherkin-nobody = 沒有名為「{ $name }」的人員或崗位 — 最接近：{ $near }
gherkin-param-none = 「{ $act }」之後不寫「{ $text }」 — 請刪去
gherkin-param-wrong = 「{ $act }」之後的「{ $text }」讀不懂 — 請寫如 { $form }
gherkin-void = 「{ $about }」在 { $on } 沒有可以「{ $act }」的情況 — 到 { $until } 為止，這種情況出現在 { $days }
gherkin-not-his = 「{ $about }」的「{ $act }」不歸{ $name } — 歸{ $actual }
gherkin-object-unknown = 沒有名為「{ $name }」的{ $kind ->
    [act] 行為
    [book] 抄表段
    [customer] 用戶
    [counter] 收費工
    [clerk] 人員
   *[param] 參數
} — 最接近：{ $near }
gherkin-count-wrong = 「{ $text }」不是戶數 — 請寫如 居民 600 戶
gherkin-start-first = 營業所不能自 { $on } 起 — 請寫某月一日
gherkin-found-some = 查出了（條款、責任人、發生、金額、等級）：{ $found }
gherkin-rows-other = 與表不符，實際查出（條款、責任人、發生、金額、等級）：{ $found }
gherkin-not-one = 「該事故」應恰為一件，實際 { $count } 件：{ $found }
gherkin-tier-other = 等級應為「{ $wanted }」，實際為「{ $actual }」
gherkin-figure-other = { $what ->
    [amount] 金額（元）
    [loss] 未追回的損失（元）
    [energy] 電量（kWh）
   *[times] 次數
}應為 { $wanted }，實際為 { $actual }
gherkin-sanction-not = 沒有受「{ $kind }」，實際所受：{ $imposed }
gherkin-sanction-some = 不應受處分，實際所受：{ $imposed }
gherkin-duty-not = 沒有引起職責「{ $kind }」，實際引起：{ $kinds }
gherkin-duty-some = 引起了職責「{ $kind }」
gherkin-figure-wrong = 「{ $text }」不是處分的數額 — 請寫如 3 個月、1 年、600.00 元
gherkin-column-unknown = 表頭「{ $name }」不認識 — 最接近：{ $near }
gherkin-books-differ = 賬賬不符，{ $what }：應為 { $wanted }，實際為 { $actual }
gherkin-no-bill = 「{ $customer }」沒有 { $month } 的電費單 — 有：{ $months }
gherkin-line-none = 「{ $customer }」 { $month } 的電費單沒有「{ $line }」一項 — 有：{ $lines }
gherkin-calendar-other = { $on } 的日曆並非如此 — 請查 2001 年日曆
gherkin-day-other = 日期應為 { $on }，實際為 { $days }
gherkin-step-long = 步驟有 { $count } 個字 — 請寫成幾步，每步不超過 { $most } 個字
gherkin-steps-many = 文件共有 { $count } 步（大綱按每行例子計） — 請拆成幾個文件，每個不超過 { $most } 步
gherkin-doc-string-idle = 這一步驟之下不應有多行文字 — 請刪去
gherkin-column-twice = 表頭「{ $name }」與「{ $first }」是同一欄 — 請只留一個
gherkin-kwh-wrong = 「{ $text }」不是電量 — 請寫整數 kWh，不帶單位
gherkin-amount-wrong = 「{ $text }」不是金額 — 請寫如 120.00，不帶單位；不能認定的寫「不能認定」
gherkin-figure-large = 「{ $amount }」太大 — 請寫小一些的數
gherkin-percent-over = { $amount } % 超過 100 % — 請寫 0 至 100
gherkin-count-many = 「{ $text }」多於一個營業所所能有的 { $most } 戶 — 請減少戶數
gherkin-part-ge = 「{ $text }」太小 — 請寫不小於 { $bound } 的數
gherkin-part-le = 「{ $text }」太大 — 請寫不大於 { $bound } 的數
gherkin-policy-faulty = 考核辦法有錯：{ $why }
gherkin-run-early = 運行到 { $on }，早於營業所開始的 { $start } — 請寫 { $start } 或以後
gherkin-run-beyond = 運行到 { $on } 超出日曆 — 請寫 2002-02-28 或以前，並檢查營業所自何日起
gherkin-act-twice = 同一情況的「{ $does }」已在前面寫過 — 請只留一步，或改日期
gherkin-beyond = { $on }「{ $act }」時至多只有 { $most } — 請寫不超過 { $most } 的數
gherkin-void-never = 「{ $about }」在 { $on } 沒有可以「{ $act }」的情況，到 { $until } 為止也沒有出現過 — 按日曆可以的日子：{ $days }
# 用例：閘門
gherkin-bom = 文件開頭有不止一個 BOM，pytest 讀不了 — 請存為不帶 BOM 的 UTF-8
gherkin-language-missing = 用中文關鍵字而沒有聲明語言 — 請在第一行寫 # language: { $language }
gherkin-language-unknown = 沒有語言「{ $name }」 — 請寫 # language: { $near }（可用 zh-TW、zh-CN、en）
gherkin-swallowed = 「{ $text }」寫在說明裏，不會運行 — 請移到場景的步驟之間，或改寫這一行說明
gherkin-silent = 「{ $text }」在本語言中不是關鍵字，會被當作說明而不運行 — 請寫「{ $right }」（半角冒號）
gherkin-silent-step = 「{ $text }」在本語言中不是關鍵字，會被當作說明而不運行 — 請寫「{ $right }」
gherkin-no-steps = 場景「{ $name }」沒有步驟，運行時總是通過 — 請寫假如、當、那麼
gherkin-no-outcome = 場景「{ $name }」沒有「那麼」，什麼也沒有檢查 — 請寫應有的結果
gherkin-no-action = 「{ $name }」沒有「當」，此前營業所尚未運行，無從查起 — 請在它之前寫：當 營業所運行到 2001-04-30（直接給定的事故寫：當 按考核辦法認定）
gherkin-outcome-early = 「{ $name }」先寫「那麼」後寫「當」，此時營業所尚未運行 — 請把「當」移到它之前
gherkin-examples-missing = 場景大綱「{ $name }」沒有例子，一次也不會運行 — 請寫「例子:」和表
gherkin-examples-empty = 「{ $name }」的例子只有表頭，一次也不會運行 — 請至少寫一行
gherkin-twice = 場景名「{ $name }」已見於第 { $first } 行，後者會頂替前者 — 請改名
gherkin-step-unknown = 沒有這樣的步驟：「{ $text }」 — 各步驟見 kaohe steps
gherkin-step-near = 沒有這樣的步驟：「{ $text }」 — 最接近：{ $near }
gherkin-step-keyword = 步驟「{ $text }」不能寫在這裏 — 請寫在「{ $keyword }」之後
gherkin-number-wide = 「{ $text }」是全角數字 — 請寫半角數字
gherkin-number-thousands = 「{ $text }」有千分號 — 請去掉千分號
gherkin-number-negative = 「{ $text }」是負數 — 請寫不小於 0 的數，方向用文字說明（如 多計）
gherkin-number-chinese = 「{ $text }」是中文數字 — 請寫阿拉伯數字
gherkin-table-width = 本行格數與表頭不同 — 請補齊或刪去多餘的格
gherkin-table-missing = 這一步驟之下應有表 — 請在下一行起寫表
gherkin-table-idle = 這一步驟之下不應有表 — 請刪去
gherkin-tag = 標籤「{ $name }」含有冒號或括號 — 請寫 { $right }
gherkin-empty = 文件沒有「功能:」 — 請寫功能、場景和步驟
gherkin-no-scenario = 功能之下沒有場景 — 請寫「場景:」
gherkin-syntax = 此處不能寫「{ $text }」 — 請查關鍵字、表和縮進
gherkin-separator = 這一行含行分隔符 { $shown }，運行時並不在此換行 — 請用普通換行保存
gherkin-invisible-start = 行首有看不見的字符 { $shown }，這一行會被當作說明而不運行 — 請刪去
gherkin-invisible = 步驟裏有看不見的字符 { $shown } — 請刪去
