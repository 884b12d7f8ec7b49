"""Scenario files and descriptions of offices that cannot be: each kind once, with its place and its words."""

from __future__ import annotations

from datetime import date

from kaohe.sim.spec import BookSpec, CustomerSpec, OfficeSpec
from kaohe.sim.tariff.sources import data_file

HEAD = 'id = "ours"\nname = { zh = "本縣", en = "ours" }\nmonths = 1\ncustomers = 20\n'
EAST = '[[books]]\nname = "東風里"\nkind = "resident"\ncustomers = 3\ncycle_day = 5\n'
PLANT = '[[books]]\nname = "開發區"\nkind = "special"\ncustomers = 1\ncycle_day = 27\nprice_class = "large_industry"\n'
MILL = '[[named_customers]]\nname = "永安廠"\nbook = "開發區"\n'
WANG = '[[staff]]\nname = "王芳"\n'
SIZES = "30, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600"
CLASSES = "resident, lighting, commerce, industry, large_industry, agriculture"
TARIFF = data_file("tariffs", "office_2001.toml").read_text(encoding="utf-8")
FUND = '  {{ id = "f{n}", name = {{ zh = "徵", en = "f" }}, e4 = {{ value = 1, source = "office" }}, included = true }}'
LATER = (
    "[[version]]\nvalid_from = 2001-01-15\n"
    '[[version.class]]\nid = "resident"\nname = { zh = "居民", en = "resident" }\n'
    'rounding = "bill"\nenergy_e4 = { value = 4500, source = "office" }\n'
)
TARIFFS = {
    "late": TARIFF.replace("valid_from = 2001-01-01", "valid_from = 2001-02-01", 1),
    "demand": TARIFF.replace("capacity_fen_per_kva", "demand_fen_per_kw", 1),
    "spike": TARIFF.replace("peak_e2 = 150", "peak_e2 = 150\nspike_e2 = 180", 1),
    "funds": TARIFF.replace("funds = [\n", "funds = [\n" + ",\n".join(FUND.format(n=n) for n in range(9)) + ",\n", 1),
    "versions": f"{TARIFF}\n{LATER}",
    "classless": TARIFF.replace('id = "lighting"', 'id = "lamps"', 1),
}


def tariff(name: str) -> str:
    return f'{HEAD}tariff = "{name}.toml"\n'


# key of the text: the file, with « before the place; the code; the text in Chinese and in English
CASES: dict[str, tuple[str, str, str, str]] = {
    "class-unknown": (
        HEAD.replace("customers = 20", "classes = { «school = 4 }"),
        "P044",
        f"用電類別 school 沒有電價 — 請寫其中之一：{CLASSES}",
        f"the class school has no price — write one of {CLASSES}",
    ),
    "class-unknown-near": (
        HEAD.replace("customers = 20", "") + '[classes]\nresident = 20\n«"residnet" = 4\n',
        "P044",
        "用電類別 residnet 沒有電價 — 是否想寫 resident？",
        "the class residnet has no price — did you mean resident?",
    ),
    "book-twice": (
        HEAD + EAST + EAST.replace('"東', '«"東'),
        "P013",
        "有兩個抄表段「東風里」 — 請只留一個，或改名",
        "two books are named “東風里” — keep one, or rename one",
    ),
    "book-class": (
        HEAD + EAST + 'price_class = «"school"\n',
        "P044",
        f"抄表段「東風里」的用電類別 school 沒有電價 — 請寫其中之一：{CLASSES}",
        f"book “東風里”: the class school has no price — write one of {CLASSES}",
    ),
    "book-class-near": (
        HEAD + EAST + 'price_class = «"comerce"\n' + MILL.replace("開發區", "東風里"),
        "P044",
        "抄表段「東風里」的用電類別 comerce 沒有電價 — 是否想寫 commerce？",
        "book “東風里”: the class comerce has no price — did you mean commerce?",
    ),
    "book-long": (
        HEAD + EAST.replace("customers = 3", "customers = «5_000"),
        "P019",
        "抄表段「東風里」有 5000 戶，按最慢每戶 90 秒，抄表工到 17:00 下班抄不完 — 請至多寫 340 戶，或分成幾段",
        "book “東風里” has 5000 customers: at the slowest 90 s a meter, its reader is not done at 17:00 — "
        "write at most 340, or make several books of it",
    ),
    "book-long-with": (
        HEAD
        + EAST.replace("customers = 3", 'customers = 320\nreader = "王芳"')
        + PLANT.replace("customers = 1", 'customers = «9\nreader = "王芳"').replace("27", "5"),
        "P019",
        "抄表段「開發區」有 9 戶，抄表工「王芳」每月 5 日還抄 東風里，按最慢每戶 288 秒，到 17:00 下班抄不完 — "
        "請至多寫 0 戶，或改例日、另派抄表工",
        "book “開發區” has 9 customers, and “王芳” reads 東風里 on day 5 too: at the slowest 288 s a meter, "
        "not done at 17:00 — write at most 0, or another day or reader",
    ),
    "name-alike": (
        HEAD + EAST.replace("東風里", "東A") + EAST.replace('"東風里', '«"東\uff21'),
        "P013",
        "名稱「東\uff21」與「東A」只有全形半形之類的差別，人看不出來 — 請改用一樣的寫法，或改名",
        "the names “東\uff21” and “東A” differ by the width of a character or so, which nobody sees — "
        "write them alike, or rename one",
    ),
    "name-invisible": (
        HEAD + WANG.replace('"王芳', '«"王\u200f芳') + 'post = "cashier"\n',
        "P011",
        "名稱「王<U+200F>芳」含有看不見的字符 <U+200F> — 請刪除",
        "the name “王<U+200F>芳” has an invisible character <U+200F> — delete it",
    ),
    "name-space": (
        HEAD + PLANT + MILL.replace('"永安廠"', '«"永安廠 "'),
        "P011",
        "名稱「永安廠 」的首尾有空格 — 請寫「永安廠」",
        "the name “永安廠 ” begins or ends with a space — write “永安廠”",
    ),
    "windows-shut": (
        f"{HEAD}[practice]\nwindows_close_s = «28_800\n",
        "P052",
        "窗口 08:00 收，不晚於開門的 08:00 — 請寫開門以後的時刻，以午夜起的秒數計",
        "the windows close at 08:00, the office opens at 08:00 — write a time after it, in seconds from midnight",
    ),
    "hours": (
        f"{HEAD}[practice]\ncloses_s = «59_000\n",
        "P052",
        "16:23 下班，早於開門的 08:00 或窗口收的 16:30 — 請寫窗口收以後的時刻，以午夜起的秒數計",
        "the office closes at 16:23, but opens at 08:00 and serves until 16:30 — "
        "write a time after these, in seconds from midnight",
    ),
    "no-meter": (
        f"{HEAD}[practice]\nread_special_s = «40_000\n",
        "P019",
        "照這樣的速度，由 08:00 到 17:00 連一戶也抄不完 — 請減小 read_special_s 或 travel_s，或延長上班時間",
        "at this pace not one meter is read from 08:00 to 17:00 — "
        "lower read_special_s or travel_s, or take longer hours",
    ),
    "customers-many": (
        HEAD.replace("customers = 20", "classes = «{ resident = 1_500_000, commerce = 600_000 }"),
        "P019",
        "合計 2100000 戶，超過一個營業所所能有的 2000000 戶 — 請減少戶數",
        "2100000 customers in all are more than the 2000000 that one office may have — write fewer",
    ),
    "customer-bookless": (
        HEAD + MILL.replace('"開', '«"開'),
        "P044",
        "用戶「永安廠」的抄表段「開發區」沒有說明 — 請先說明這個抄表段",
        "customer “永安廠”: no book is named “開發區” — describe this book first",
    ),
    "customer-book": (
        HEAD + EAST + MILL.replace('"開', '«"開'),
        "P044",
        "用戶「永安廠」的抄表段「開發區」沒有說明 — 請先說明這個抄表段；已說明的：東風里",
        "customer “永安廠”: no book is named “開發區” — describe this book first; there are: 東風里",
    ),
    "customer-book-near": (
        HEAD + PLANT + MILL.replace('"開發區"', '«"开发区"'),
        "P044",
        "用戶「永安廠」的抄表段「开发区」沒有說明 — 是否想寫「開發區」？",
        "customer “永安廠”: no book is named “开发区” — did you mean “開發區”?",
    ),
    "customer-twice": (
        HEAD + PLANT + MILL + MILL.replace('"永', '«"永'),
        "P013",
        "有兩個用戶「永安廠」 — 請只留一個，或改名",
        "two customers are named “永安廠” — keep one, or rename one",
    ),
    "customer-class": (
        HEAD + PLANT + MILL + 'price_class = «"school"\n',
        "P044",
        f"用戶「永安廠」的用電類別 school 沒有電價 — 請寫其中之一：{CLASSES}",
        f"customer “永安廠”: the class school has no price — write one of {CLASSES}",
    ),
    "customer-class-near": (
        HEAD + PLANT + MILL + 'price_class = «"large-industry"\nenergy_e4 = 5000\n',
        "P044",
        "用戶「永安廠」的用電類別 large-industry 沒有電價 — 是否想寫 large_industry？",
        "customer “永安廠”: the class large-industry has no price — did you mean large_industry?",
    ),
    "customer-price": (
        HEAD + PLANT + MILL + "energy_e4 = «339\n",
        "P030",
        "用戶「永安廠」的電價 0.0339 元低於其中所含的代徵 0.0340 元 — 請至少寫 0.0340 元（以 10⁻⁴ 元計為 340）",
        "customer “永安廠”: the price of 0.0339 yuan is below the funds inside it, 0.0340 yuan — "
        "write at least 0.0340 yuan (340 in units of 10⁻⁴ yuan)",
    ),
    "customer-early": (
        HEAD + PLANT + MILL + "applies_on = «2000-12-31\n",
        "P052",
        "用戶「永安廠」於 2000-12-31 申請用電，早於營業所開始的 2001-01-01 — "
        "請寫 2001-01-01 或以後；一開始就是用戶的不寫申請日",
        "customer “永安廠” applies on 2000-12-31, before the office opens on 2001-01-01 — "
        "write 2001-01-01 or later; who is a customer from the start has no such day",
    ),
    "fault-half": (
        HEAD + EAST + MILL.replace("開發區", "東風里") + 'fault = «"stopped"\n',
        "P020",
        "用戶「永安廠」寫了 fault 而沒有寫 fault_on — 請一併寫上，或都刪去",
        "customer “永安廠” has fault but no fault_on — write both, or neither",
    ),
    "fault-early": (
        HEAD + EAST + MILL.replace("開發區", "東風里") + 'fault = "stopped"\nfault_on = «2000-12-31\n',
        "P052",
        "用戶「永安廠」的計量點於 2000-12-31 出事，早於營業所開始的 2001-01-01 — 請寫 2001-01-01 或以後",
        "customer “永安廠”: something goes wrong on 2000-12-31, before the office opens on 2001-01-01 — "
        "write 2001-01-01 or later",
    ),
    "fault-registers": (
        HEAD + PLANT + MILL + 'fault = «"burnt"\nfault_on = 2001-01-09\n',
        "P046",
        "用戶「永安廠」裝的是多功能表，這裡不會有 burnt — 請刪去，或改為不裝這種表的類別",
        "customer “永安廠” has a multi-function meter, which is never burnt here — "
        "leave it out, or write a class without such a meter",
    ),
    "fault-use": (
        HEAD + EAST + MILL.replace("開發區", "東風里") + 'price_class = "commerce"\n'
        'fault = «"changed_use"\nfault_on = 2001-01-09\n',
        "P046",
        "用戶「永安廠」的用電類別不會改變用途 — 請刪去 fault，或把類別改為其中之一：resident, lighting, agriculture",
        "customer “永安廠”: nobody of his class uses the energy otherwise — "
        "leave fault out, or write one of the classes resident, lighting, agriculture",
    ),
    "no-registers": (
        HEAD + EAST + MILL.replace("開發區", "東風里") + "reactive_percent = «30\n",
        "P046",
        "用戶「永安廠」的用電類別不裝多功能表 — 請刪去峰、谷、無功的比例和高供低計，或改為大工業等裝這種表的類別",
        "customer “永安廠”: his class has no multi-function meter — leave out peak, valley, reactive and the low side, "
        "or write a class that has one, such as large industry",
    ),
    "shares-over": (
        HEAD + PLANT + MILL + "valley_percent = 41\npeak_percent = «60\n",
        "P019",
        "用戶「永安廠」的峰 60 %、谷 41 % 合計超過 100 % — 請減少其中一項",
        "customer “永安廠”: peak 60 % and valley 41 % are more than all of the energy — lower one of them",
    ),
    "no-transformer": (
        HEAD + PLANT + MILL + "metered_low = true\ncapacity_kva = «317\n",
        "P046",
        f"用戶「永安廠」的容量 317 kVA 沒有這一規格的變壓器（S9）可以高供低計 — 請寫其中之一：{SIZES}，或改為高供高計",
        f"customer “永安廠”: no S9 transformer has 317 kVA, on whose low side he could be metered — write one of "
        f"{SIZES}, or meter him on the high side",
    ),
    "meter-small": (
        HEAD + PLANT + MILL + "daily_kwh = 3333\nmultiplier = 1\ndigits = «3\n",
        "P019",
        "用戶「永安廠」每日用電 3333 kWh，3 位、倍率 1 的電能表兩個月（其間一次鎖門）轉滿一圈，示數說不清電量 — "
        "請把位數寫到 6 位以上，或加大倍率",
        "customer “永安廠” uses 3333 kWh a day: in two months (a locked door between) a meter of 3 digits and "
        "multiplier 1 turns round, and its registers no longer tell the energy — write at least 6 digits, or a larger "
        "multiplier",
    ),
    "post-unknown": (
        HEAD + WANG + 'post = «"poet"\n',
        "P042",
        "「王芳」的崗位 poet 不存在 — 請寫其中之一：business_manager, business_specialist, inspection_specialist, "
        "registration_clerk, meter_reader, collector, issuance_clerk, accountant, cashier, field_auditor, "
        "information_auditor, system_administrator, inspector, meter_fitter, meter_tester, rural_electrician",
        "“王芳”: there is no post poet — write one of business_manager, business_specialist, inspection_specialist, "
        "registration_clerk, meter_reader, collector, issuance_clerk, accountant, cashier, field_auditor, "
        "information_auditor, system_administrator, inspector, meter_fitter, meter_tester, rural_electrician",
    ),
    "post-unknown-near": (
        HEAD + WANG + 'post = «"casheer"\n',
        "P042",
        "「王芳」的崗位 casheer 不存在 — 是否想寫 cashier？",
        "“王芳”: there is no post casheer — did you mean cashier?",
    ),
    "post-twice": (
        HEAD + WANG + 'post = "cashier"\n' + WANG + 'post = «"cashier"\n',
        "P046",
        "「王芳」兩次寫為營業出納（cashier） — 請刪去一處",
        "“王芳” is cashier twice — delete one",
    ),
    "posts-three": (
        HEAD
        + "".join(f'{WANG}post = "{post}"\n' for post in ("inspector", "meter_tester"))
        + WANG
        + 'post = «"accountant"\n',
        "P046",
        "「王芳」已是用電檢查員（inspector）兼電能表修校工（meter_tester），不能再任營業會計（accountant） — "
        "請刪去一個崗位",
        "“王芳” is inspector and meter tester (meter_tester) already and cannot be accountant too — "
        "delete one of the posts",
    ),
    "posts-apart": (
        HEAD + WANG + 'post = "cashier"\n' + WANG + 'post = «"accountant"\n',
        "P046",
        "營業出納（cashier）與營業會計（accountant）不得由「王芳」一人兼任 — 請刪去一個崗位，或另派一人",
        "cashier and accountant may not be one person, “王芳” — delete one of the posts, or name somebody else",
    ),
    "counter-post": (
        HEAD + WANG + 'post = "cashier"\ncounter = «1\n',
        "P046",
        "「王芳」不是收費工，沒有收費窗口 — 請刪去窗口，或把崗位改為收費工",
        "“王芳” is no collector and has no counter — delete the counter, or write the post collector",
    ),
    "counter-none": (
        HEAD + WANG + 'post = "collector"\ncounter = «16\n',
        "P019",
        "沒有「王芳」的收費窗口 16 — 請寫 1 至 8（窗口）或 9 至 15（走收）",
        "“王芳”: there is no counter 16 — write 1 to 8 (windows) or 9 to 15 (door rounds)",
    ),
    "counter-none-halls": (
        HEAD.replace("= 20\n", "= 1_000_000\n") + WANG + 'post = "collector"\ncounter = «9_999\n',
        "P019",
        "沒有「王芳」的收費窗口 9999，營業廳有 125 個 — "
        "請寫 廳 × 16 + 號：廳為 0 至 124，號為 1 至 8（窗口）或 9 至 15（走收）",
        "“王芳”: there is no counter 9999; there are 125 halls — "
        "write hall × 16 + number: halls are 0 to 124, numbers 1 to 8 (windows) or 9 to 15 (door rounds)",
    ),
    "counter-taken": (
        HEAD
        + WANG
        + 'post = "collector"\ncounter = 1\n'
        + WANG.replace("王芳", "趙紅")
        + 'post = "collector"\ncounter = «1\n',
        "P046",
        "「趙紅」與「王芳」同在收費窗口 1 — 請改其中一人的窗口",
        "“趙紅” and “王芳” are both at counter 1 — write another for one of them",
    ),
    "tariff-later": (
        tariff("late").replace('"late', '«"late'),
        "P052",
        "電價 office_2001 自 2001-02-01 起執行，營業所自 2001-01-01 起，尚無電價 — 請換電價，或改營業所的開始日",
        "tariff office_2001 holds from 2001-02-01, the office opens on 2001-01-01 without prices — "
        "take another tariff, or open later",
    ),
    "tariff-charge": (
        tariff("demand").replace('"demand', '«"demand'),
        "P046",
        "電價 office_2001 的大工業（large_industry）按最大需量計費，2001 年的營業所沒有這種計量 — "
        "請換電價，或改這一類別",
        "tariff office_2001, large industry (large_industry): charges by maximum demand, "
        "which an office of 2001 does not meter — take another tariff, or change the class",
    ),
    "tariff-funds": (
        tariff("funds").replace('"funds', '«"funds'),
        "P023",
        "電價 office_2001 的居民（resident）有 12 項代徵，電費單只容 8 項 — 請減少代徵",
        "tariff office_2001, resident: 12 funds, a bill has room for 8 — take fewer funds",
    ),
    "tariff-versions": (
        tariff("versions").replace('"versions', '«"versions'),
        "P046",
        "電價 office_2001 自 2001-01-01 起的各版，用電類別或計量方式不同 — 請使各版一致，或縮短月數",
        "tariff office_2001: its versions from 2001-01-01 on have other classes or another metering — "
        "make them alike, or take fewer months",
    ),
    "town-class": (
        tariff("classless").replace('"classless', '«"classless').replace("customers = 20", "customers = 200"),
        "P044",
        "電價 classless.toml 沒有用電類別 lighting，而這個營業所按 customers 配各類用戶 — "
        "請在電價中補上這一類別，或以 [classes] 另寫各類戶數",
        "tariff classless.toml has no class lighting, and this office mixes its customers of all classes — "
        "add the class to the tariff, or count the customers by class in [classes]",
    ),
}

# what the model of the file refuses first, or no file can say: the description itself, and what is told of it
OTHERS: dict[str, tuple[OfficeSpec, tuple[str | int, ...], str, str]] = {
    "class-negative": (
        OfficeSpec(classes={"resident": -4}),
        ("classes", "resident"),
        "居民（resident）有 -4 戶",
        "-4 customers of resident",
    ),
    "class-price": (
        OfficeSpec(classes={}, energy_prices_e4={"large_industry": 339}),
        ("energy_prices_e4", "large_industry"),
        "大工業（large_industry）的電價 0.0339 元",
        "yuan is below the funds",
    ),
    "book-kind": (
        OfficeSpec(classes={}, books=(BookSpec("東", "school", 3, 5),)),  # type: ignore[arg-type]  # what is tested
        ("books", 0, "kind"),
        "請寫其中之一：resident, commerce, special",
        "there is no kind school",
    ),
    "book-kind-near": (
        OfficeSpec(classes={}, books=(BookSpec("東", "residents", 3, 5),)),  # type: ignore[arg-type]  # what is tested
        ("books", 0, "kind"),
        "是否想寫 resident？",
        "did you mean resident?",
    ),
    "book-day": (
        OfficeSpec(classes={}, books=(BookSpec("東", "resident", 3, 32),)),
        ("books", 0, "cycle_day"),
        "例日是 32 日 — 請寫 1 至 31",
        "cycle day is 32 — write 1 to 31",
    ),
    "book-negative": (
        OfficeSpec(classes={}, books=(BookSpec("東", "resident", -3, 5),)),
        ("books", 0, "customers"),
        "抄表段「東」有 -3 戶",
        "book “東”: -3 customers",
    ),
    "customer-channel": (
        OfficeSpec(books=(BookSpec("東", "resident", 3, 5),), customers=(CustomerSpec("甲", "東", channel="web"),)),
        ("named_customers", 0, "channel"),
        "請寫其中之一：window, door, bank, collection",
        "no way to pay web",
    ),
    "customer-channel-near": (
        OfficeSpec(books=(BookSpec("東", "resident", 3, 5),), customers=(CustomerSpec("甲", "東", channel="banks"),)),
        ("named_customers", 0, "channel"),
        "是否想寫 bank？",
        "did you mean bank?",
    ),
    "customer-fault": (
        OfficeSpec(
            books=(BookSpec("東", "resident", 3, 5),),
            customers=(CustomerSpec("甲", "東", fault="flood", fault_on=date(2001, 1, 9)),),
        ),
        ("named_customers", 0, "fault"),
        "請寫其中之一：stopped, burnt, seal_missing",
        "nothing that happens is called flood",
    ),
    "customer-fault-near": (
        OfficeSpec(
            books=(BookSpec("東", "resident", 3, 5),),
            customers=(CustomerSpec("甲", "東", fault="stoped", fault_on=date(2001, 1, 9)),),
        ),
        ("named_customers", 0, "fault"),
        "是否想寫 stopped？",
        "did you mean stopped?",
    ),
    "share": (
        OfficeSpec(
            books=(BookSpec("專", "special", 3, 5, price_class="large_industry"),),
            customers=(CustomerSpec("甲", "專", peak_percent=101),),
        ),
        ("named_customers", 0, "peak_percent"),
        "比例 101 % 不成立 — 請寫 0 至 100",
        "no share of 101 %",
    ),
    "windows": (OfficeSpec(windows=9), ("windows",), "不能有 9 個窗口 — 請寫 1 至 8", "cannot have 9 windows"),
}
ALONE = ("customers-negative", "book-unknown", "book-unknown-near")  # raised by a function of its own
