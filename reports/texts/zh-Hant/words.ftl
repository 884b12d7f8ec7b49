## general words

none = —
items-cut = { $items } …（共 { $n } 項）
quote = 「{ $text }」
gap = {""}
yes = 是
no = 否
comma = 、
yuan = { $amount } 元
unpriced = 不能按額度認定
per-kwh = { $price } 元/千瓦時
amount-kwh = { $amount } 千瓦時
amount-kva = { $amount } 千伏安
amount-days = { $amount } 日
value-months = { $n } 個月
value-years = { $n } 年
value-times = { $n } 次
person = { $name }（{ $number } 號）
person-unknown = 職工 { $number } 號
written = { $at } { $by }
clause-heading = { $clause } { $name }
post-any = 各崗位

## tiers, bases, intent, roles of cites

tier-not-covered = 不在此列
tier-non-assessed = 非考核性
tier-general = 一般
tier-serious = 嚴重
tier-major = 重大
basis-fee = 電費差額
basis-cash = 款項短缺
basis-property = 財產損失
basis-misstated = 賬表錯報
basis-delay = 資金延遲
basis-none = 不能按額度認定
intent-none = 無故意跡象
intent-alleged = 被指故意，未經查明
intent-presumed = 推定故意
intent-established = 查明故意
role-duty = 職責依據
role-rule = 限值
role-act = 行為
role-price = 計價
role-proof = 證明
role-late = 事後記錄
role-consequence = 後果
role-link = 關聯
