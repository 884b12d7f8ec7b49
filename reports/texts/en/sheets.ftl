## registers for a spreadsheet

heading-fen = { $name } (yuan)
heading-e4 = { $name } (yuan/kWh)
heading-kwh = { $name } (kWh)
heading-kva = { $name } (kVA)
head-loss = Loss not recovered (yuan)
