# 情景
scenario-unknown = 沒有名為「{ $name }」的情景或文件——可用：{ $names }
scenario-unknown-near = 沒有名為「{ $name }」的情景或文件——是否想寫「{ $near }」？可用：{ $names }
limit-unknown = 沒有限值「{ $name }」——最接近：{ $near }
inject-form = 「{ $entry }」不是注入項——請寫 條款=比率（2.1=0.01）、條款=N件（2.1=3x）、all=…，或 none
inject-clause = 條款「{ $name }」尚不能注入差錯——最接近：{ $near }；可用：{ $names }
inject-value = 「{ $entry }」中的「{ $value }」既不是比率也不是件數——請寫 0 至 1、至多六位小數的比率，或 3x 一類的件數
inject-rate = 「{ $entry }」中的比率 { $value } 大於 1——請寫 0 至 1 之間的比率
too-few = 條款 { $clause }：下單 { $wanted } 件，能成立的機會只有 { $found } 次——請少下幾件，或增加戶數、月數
name-unknown = 沒有名為「{ $name }」的{ $kind ->
    [act] 行為
    [book] 抄表段
    [customer] 客戶
    [counter] 收費窗口
    [clerk] 人員
   *[param] 參數
}——可用：{ $names }
stage-simulate = 模擬
stage-survey = 清點機會
