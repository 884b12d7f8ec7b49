"""The vocabulary: every step in Chinese and English.

A new act of a post needs no step: it is named in the registry of decision points.
"""

from __future__ import annotations

from kaohe.scenarios.gherkin.phrases import Phrase

SETTING = (
    Phrase("office_size", "given", ("營業所有<mix:counts>",), ("the office has <mix:counts>",)),
    Phrase("office_start", "given", ("營業所自 <on:date> 起",), ("the office starts on <on:date>",)),
    Phrase("office_number", "given", ("第 <number:int> 號營業所",), ("office number <number:int>",)),
    Phrase("windows", "given", ("營業廳開 <number:int> 個窗口",), ("the hall has <number:int> windows",)),
    Phrase(
        "reading_book",
        "given",
        (
            "抄表段<book><size:int> 戶,例日每月 <day:int> 日,抄表工<reader>",
            "抄表段<book><size:int> 戶,例日每月 <day:int> 日",
            "<kind:word>抄表段<book><size:int> 戶,例日每月 <day:int> 日,抄表工<reader>",
            "<kind:word>抄表段<book><size:int> 戶,例日每月 <day:int> 日",
        ),
        (
            "the book <book> of <size:int> customers is read on day <day:int> of the month by <reader>",
            "the book <book> of <size:int> customers is read on day <day:int> of the month",
            "the <kind:word> book <book> of <size:int> customers is read on day <day:int> of the month by <reader>",
            "the <kind:word> book <book> of <size:int> customers is read on day <day:int> of the month",
        ),
    ),
    Phrase(
        "person",
        "given",
        ("<name>是<post:word>,在 <window:int> 號窗口", "<name>是<post:word>,<door:door>", "<name>是<post:word>"),
        (
            "<name> is the <post:word> at window <window:int>",
            "<name> is the <post:word>, <door:door>",
            "<name> is the <post:word>",
        ),
    ),
    Phrase(
        "customer",
        "given",
        ("<book>有<kind:word>用戶<name><parts:parts>",),
        ("<book> has the <kind:word> customer <name><parts:parts>",),
    ),
    Phrase("price", "given", ("<kind>電價為 <yuan:money> 元",), ("the <kind> price is <yuan:money> yuan",)),
    Phrase(
        "fee", "given", ("<kind>用戶新裝費為 <yuan:money> 元",), ("the connection fee for <kind> is <yuan:money> yuan",)
    ),
    Phrase(
        "works_fee",
        "given",
        ("<kind>用戶工料費每千伏安 <yuan:money> 元",),
        ("works for <kind> cost <yuan:money> yuan a kVA",),
    ),
    Phrase("habit", "given", ("平日<habit>占 <percent:money> %",), ("<habit> usually happens to <percent:money> %",)),
    Phrase("policy", "given", ("考核辦法<policy>",), ("the policy <policy>",)),
)

ACTING = (
    Phrase(
        "act",
        "given",
        ("<actor>於 <on:date> 對<about><act><params:rest>", "<actor>於 <on:date> <act><params:rest>"),
        ("on <on:date> <actor> does to <about>: <act><params:rest>", "on <on:date> <actor> does: <act><params:rest>"),
    ),
    Phrase(
        "case",
        "given",
        (
            "<name>於 <on:date> 發生條款 <clause:clause> 的事故,影響電費 <yuan:money> 元",
            "<name>於 <on:date> 發生條款 <clause:clause> 的事故,不能按電量電費額度認定",
        ),
        (
            "on <on:date> <name> had an incident of clause <clause:clause> worth <yuan:money> yuan",
            "on <on:date> <name> had an incident of clause <clause:clause> that cannot be priced",
        ),
    ),
    Phrase(
        "case_loss", "given", ("該事故未追回的損失 <yuan:money> 元",), ("of it <yuan:money> yuan were not recovered",)
    ),
    Phrase("case_intent", "given", ("該事故經查明屬有意",), ("an enquiry established intent",)),
    Phrase("case_concealed", "given", ("該事故隱瞞不報",), ("it was concealed",)),
    Phrase("case_effect", "given", ("該事故在工作中造成嚴重影響",), ("it seriously affected the work",)),
    Phrase("run", "when", ("營業所運行到 <on:date>",), ("the office runs until <on:date>",)),
    Phrase("decide", "when", ("按考核辦法認定",), ("the policy is applied",)),
)

FINDING = (
    Phrase("incidents_are", "then", ("查出的事故恰為",), ("the incidents found are exactly",)),
    Phrase("incidents_include", "then", ("查出的事故包含",), ("the incidents found include",)),
    Phrase(
        "no_incident",
        "then",
        ("沒有查出事故", "沒有查出條款 <clause:clause> 的事故", "沒有查出<name>的事故"),
        ("no incident is found", "no incident of clause <clause:clause> is found", "no incident of <name> is found"),
    ),
    Phrase("slips_are", "then", ("工作差錯恰為",), ("the work slips are exactly",)),
    Phrase("no_slip", "then", ("沒有工作差錯",), ("there is no work slip",)),
    Phrase(
        "worth",
        "then",
        (
            "該事故影響電費 <yuan:money> 元,等級為<tier>",
            "該事故影響金額 <yuan:money> 元,等級為<tier>",
            "條款 <clause:clause> 的事故影響電費 <yuan:money> 元,等級為<tier>",
            "條款 <clause:clause> 的事故影響金額 <yuan:money> 元,等級為<tier>",
            "<name>的事故影響金額 <yuan:money> 元,等級為<tier>",
        ),
        (
            "the incident is worth <yuan:money> yuan, tier <tier>",
            "the incident of clause <clause:clause> is worth <yuan:money> yuan, tier <tier>",
            "the incident of <name> is worth <yuan:money> yuan, tier <tier>",
        ),
    ),
    Phrase(
        "unpriced",
        "then",
        ("該事故不能按電量電費額度認定,等級為<tier>",),
        ("the incident cannot be priced, tier <tier>",),
    ),
    Phrase("energy", "then", ("該事故影響電量 <kwh:int> kWh",), ("the incident concerns <kwh:int> kWh",)),
    Phrase(
        "loss",
        "then",
        ("該事故未追回的損失為 <yuan:money> 元",),
        ("the incident's loss not recovered is <yuan:money> yuan",),
    ),
    Phrase(
        "sanction",
        "then",
        ("該責任者受<kind><value:rest>", "<name>受<kind><value:rest>"),
        ("the person answerable gets <kind><value:rest>", "<name> gets <kind><value:rest>"),
    ),
    Phrase(
        "no_sanction",
        "then",
        ("該責任者不受處分", "該責任者不受<kind>", "<name>不受處分", "<name>不受<kind>"),
        (
            "the person answerable gets no sanction",
            "the person answerable does not get <kind>",
            "<name> gets no sanction",
            "<name> does not get <kind>",
        ),
    ),
    Phrase("duty", "then", ("該事故引起職責<kind>",), ("the incident entails the duty <kind>",)),
    Phrase("no_duty", "then", ("該事故不引起職責<kind>",), ("the incident does not entail the duty <kind>",)),
    Phrase(
        "history", "then", ("<name>全年發生<tier><times:int> 次",), ("<name> had <times:int> times <tier> in the year",)
    ),
)

BOOKS = (
    Phrase("books_agree", "then", ("應收、實收、收據賬賬相符",), ("receivable, cash and receipts agree",)),
    Phrase(
        "paid",
        "then",
        ("<customer>於 <on:date> 交費 <yuan:money> 元",),
        ("<customer> pays <yuan:money> yuan on <on:date>",),
    ),
    Phrase(
        "took",
        "then",
        ("<name> <on:date> 收款 <yuan:money> 元",),
        ("the takings of <name> for <on:date> are <yuan:money> yuan",),
    ),
    Phrase(
        "handed_in",
        "then",
        ("<name> <on:date> 的收款於 <day:date> 上繳",),
        ("the takings of <name> for <on:date> are handed in on <day:date>",),
    ),
    Phrase("read", "then", ("<book>於 <on:date> 抄表",), ("<book> is read on <on:date>",)),
    Phrase(
        "issued",
        "then",
        ("<customer> <month:month> 電費發行 <kwh:int> kWh、<yuan:money> 元",),
        ("the bill of <customer> for <month:month> is <kwh:int> kWh, <yuan:money> yuan",),
    ),
    Phrase(
        "bill_line",
        "then",
        (
            "<customer> <month:month> 電費單的<line>為 <yuan:money> 元",
            "<customer> <month:month> 電費單的<line>減收 <less:money> 元",
            "<customer> <month:month> 電費單的<line>增收 <more:money> 元",
        ),
        (
            "the line <line> of the bill of <customer> for <month:month> is <yuan:money> yuan",
            "the line <line> of the bill of <customer> for <month:month> is <less:money> yuan less",
            "the line <line> of the bill of <customer> for <month:month> is <more:money> yuan more",
        ),
    ),
    Phrase("noticed", "then", ("<customer>於 <on:date> 收到催費通知單",), ("<customer> gets a reminder on <on:date>",)),
    Phrase("banked", "then", ("<on:date> 解款 <yuan:money> 元",), ("<yuan:money> yuan are banked on <on:date>",)),
    Phrase(
        "made_good",
        "then",
        ("<name> <on:date> 的短款於 <day:date> 補足", "<name> <on:date> 的短款沒有補足"),
        (
            "the shortage of <name> for <on:date> is made good on <day:date>",
            "the shortage of <name> for <on:date> is never made good",
        ),
    ),
    Phrase("working_day", "given", ("<on:date> 是工作日",), ("<on:date> is a working day",)),
    Phrase("day_off", "given", ("<on:date> 不是工作日",), ("<on:date> is not a working day",)),
    Phrase("shut", "given", ("<on:date> 營業所休息",), ("<on:date> is a day on which the office is closed",)),
)

PHRASES = (*SETTING, *ACTING, *FINDING, *BOOKS)
