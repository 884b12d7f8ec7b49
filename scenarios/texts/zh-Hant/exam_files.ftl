# 試卷文件
exam-unknown = 沒有名為「{ $name }」的試卷或文件 — 可用：{ $names }
exam-unknown-near = 沒有名為「{ $name }」的試卷或文件 — 是否想寫「{ $near }」？可用：{ $names }
exam-weights = 五個環節的分值合計 { $total }，不是 100 — 請改各環節的分值
exam-clause = 條款「{ $name }」尚不能出題 — 最接近：{ $near }；可用：{ $names }
exam-lines = 要查的事故共 { $total } 件，而答卷只有 { $most } 行 — 請少出幾件
exam-few = 要查的事故只有 { $total } 件，猜中一件就有十分 — 請至少出 { $least } 件
exam-tier-missing = 條款 { $clause } 的事故沒有寫等級，也沒有寫金額範圍 — 請寫 tier = "general"，或 least_fen、most_fen
exam-tier-twice = 等級與金額範圍同時寫了 — 請只留一樣
exam-span = 金額範圍由 { $least } 分至 { $most } 分，上限小於下限 — 請對調
exam-look-alike = 沒有「{ $name }」這種合規的疑似情形 — 最接近：{ $near }；可用：{ $names }
exam-rulebook = 試卷按規章 { $wanted } 出題，而這裏的規章是 { $here } — 請按新規章核對試卷後改寫，或刪去這一行
exam-scenario = 場景「{ $name }」本身有錯 — 請先改正所列各處
exam-policy = 考核辦法「{ $name }」本身有錯 — 請先改正所列各處
exam-class = 電價沒有用電類別「{ $name }」 — 最接近：{ $near }；可用：{ $names }
exam-outside = 「{ $name }」指到試卷所在的文件夾之外，不予讀取 — 請把它放在試卷旁邊
exam-no-scenario = 沒有場景「{ $name }」，試卷旁也沒有這個文件 — 是否想寫「{ $near }」？可用：{ $names }
exam-no-policy = 沒有考核辦法「{ $name }」，試卷旁也沒有這個文件 — 是否想寫「{ $near }」？可用：{ $names }

# 出題
exam-unstable = 選定的事故單獨成卷 { $tries } 次，結果都與試做時不同
exam-few-alike = 合規的疑似情形「{ $kind }」要 { $wanted } 件，這個營業所只有 { $found } 件
exam-no-choice = 這個營業所湊不成所要的全部事故（{ $names }）：有的會帶來別的事故
exam-own-act = 場景自己安排了條款 { $clause } 的事故，而試卷沒有列出
exam-own-unmet = 場景自己安排的事（第 { $line } 行）做不成：{ $said }
exam-no-occasion = { $slot }：這個營業所沒有發生的機會
exam-none-proven = { $slot }：試做 { $tried } 件，都不能由記錄證實
exam-no-amount = { $slot }：試做 { $tried } 件，金額由 { $low } 元至 { $high } 元，都不合所要
exam-unlike = { $what ->
    [rows] 記錄行數
    [cites] 答案所據的行數
   *[steps] 計算步數
} { $own }，與第一卷的 { $first } 相差多於 { $most }%
# 校驗
proof-read-back = 由考生文件讀回，評判得出的事故（{ $value } 件）就是答案（{ $bound } 件）
proof-truth = 答案與真相逐件相符：行為 { $value } 件，事故 { $bound } 件
proof-oracle = 全知者經答卷得 { $value } 分，應為 { $bound }
proof-nothing = 交白卷得 { $value } 分，應低於 { $bound }
proof-flag-all = 人人都告得 { $value } 分，應低於 { $bound }
proof-random = 胡亂填得 { $value } 分，應低於 { $bound }
proof-constant = 最好的千篇一律得 { $value } 分，應低於 { $bound }
proof-small-registers = 知道考什麼、把小賬冊的行全都引上得 { $value } 分，應低於 { $bound }
proof-prepared = 照抄別卷的答卷得 { $value } 分，應低於 { $bound }
proof-odd-rows = 不懂規定、專找異樣得 { $value } 分，應低於 { $bound }
proof-one-claim = 只答對一件至多得 { $value } 分，應不超過 { $bound }
proof-other-form = 別卷的答案得 { $value } 分，應低於 { $bound }
proof-probe = 由行的次序、編號、尾數猜差錯：{ $value }，應小於 { $bound }
proof-styles = 同一欄的格式全都一樣
proof-metadata = 文件屬性與時間不透露什麼
proof-slots = 條款、等級、疑似情形與第一卷相同（{ $value } 件，第一卷 { $bound } 件）
proof-work = 行數／所據行數／計算步數 { $value }，第一卷 { $bound }
proof-erring = 兩成有誤者平均 { $value } 分，應為 { $bound }

# 以用例為營業所
exam-feature-one = 作營業所的用例只可有一個場景，不用例子，這裏{ $count ->
    [one] 有例子
   *[other] 有 { $count } 個場景
} — 請只留一個場景，把各例的數值寫進步驟
exam-feature-no-run = 用例沒有寫營業所運行到哪一天，不知道賬冊有幾個月 — 請寫「當 營業所運行到 2001-03-31」
exam-feature-policy = 考核辦法由試卷文件定 — 請刪去這一步，在試卷文件寫 policy = "…"
exam-feature-case = 這一步說的是不經營業所的事故，賬冊裏查不到 — 請刪去，或改寫為誰在哪一天做了什麼
exam-feature-drawn = 「{ $name }」不是步驟裏寫明的人或抄表段，每一卷會另抽別人 — 請先用步驟寫明，或寫崗位
