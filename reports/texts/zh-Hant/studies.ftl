## figures of a comparison

unit-incidents = 件
unit-months = 月
unit-percent = %
unit-yuan = 元
unit-persons = 人
unit-months-100 = 月／百人年
unit-persons-100 = 人／百人年
unit-acts = 件
unit-hours = 小時
unit-yuan-hour = 元／小時
unit-days = 日
rests-text = 條文
rests-records = 憑證
rests-assumption = 假設
study-between = { $mean }（{ $low } ～ { $high }）
study-at-most-of = { $mean }（至多 { $high }）
study-shown-more = 較多
study-shown-less = 較少
study-shown-unclear = 看不出差別
study-shown-few = 太少，不排名次
study-shown-same = 相同
study-shown-exact = 逐件比較
