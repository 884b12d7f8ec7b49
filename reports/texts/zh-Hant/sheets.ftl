## registers for a spreadsheet

heading-fen = { $name }（元）
heading-e4 = { $name }（元/千瓦時）
heading-kwh = { $name }（千瓦時）
heading-kva = { $name }（千伏安）
head-loss = 未追回損失（元）
