"""Business words of the steps and what they stand for: classes, channels, habits, tiers, posts, measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from kaohe.sim.files import fold, nearest
from kaohe.sim.files.model import LARGEST_INTEGER
from kaohe.sim.texts import Argument, catalogue
from kaohe.standards import Policy, Rulebook

_texts = catalogue("kaohe.scenarios")


class StepFault(Exception):
    """A step that cannot be carried out or does not hold; the message says what is so and what to write.

    `key` and `given` make it again in another language; `about` is what was written wrongly, where one thing was.
    """

    def __init__(self, key: str, **given: Argument) -> None:
        super().__init__(_texts(f"gherkin-{key}", **given))
        self.key, self.given = key, given
        self.about = next((str(given[name]) for name in _ABOUT if name in given), "")


_ABOUT = ("word", "text", "on", "amount", "clause")


def fault(key: str, **args: Argument) -> StepFault:
    """A fault in the words of the catalogue."""
    return StepFault(key, **args)


def word_fault(kind: str, word: str, near: str) -> StepFault:
    """That there is no such word of a kind, and what is nearest."""
    return fault("word-unknown", kind=_texts.message(f"gherkin-kind-{kind}"), word=word, near=near)


CLASSES = {
    "居民": "resident",
    "residential": "resident",
    "非居民照明": "lighting",
    "lighting": "lighting",
    "商業": "commerce",
    "commercial": "commerce",
    "普通工業": "industry",
    "非工業": "industry",
    "工業": "industry",
    "industrial": "industry",
    "大工業": "large_industry",
    "large industrial": "large_industry",
    "農業": "agriculture",
    "agricultural": "agriculture",
}
BOOK_KINDS = {
    "居民": "resident",
    "residential": "resident",
    "商業": "commerce",
    "commercial": "commerce",
    "專變": "special",
    "transformer": "special",
}
BILL_LINES = {
    "基本電費": "capacity",
    "capacity charge": "capacity",
    "電度電費": "energy",
    "energy": "energy",
    "峰段電費": "energy:peak",
    "peak energy": "energy:peak",
    "平段電費": "energy:flat",
    "flat energy": "energy:flat",
    "谷段電費": "energy:valley",
    "valley energy": "energy:valley",
    "力調電費": "factor",
    "power-factor adjustment": "factor",
    "三峽建設基金": "fund:sanxia",
    "Three Gorges fund": "fund:sanxia",
    "農網還貸": "fund:huandai",
    "rural-grid loan": "fund:huandai",
    "城市附加": "fund:difang",
    "city surcharge": "fund:difang",
}
CHANNELS = {
    "坐收": "window",
    "窗口交費": "window",
    "at the window": "window",
    "走收": "door",
    "at the door": "door",
    "銀行代收": "bank",
    "at the bank": "bank",
    "托收": "collection",
    "by collection": "collection",
}
HAPPENINGS = {
    "停轉": "stopped",
    "燒表": "burnt",
    "缺封": "seal_missing",
    "表號不符": "number_mismatch",
    "倍率不符": "multiplier_mismatch",
    "潛動": "creeping",
    "偏慢": "slow",
    "偏快": "fast",
    "竊電": "theft",
    "私增負荷": "added_load",
    "改變用途": "changed_use",
    "a stopped meter": "stopped",
    "a burnt meter": "burnt",
    "a missing seal": "seal_missing",
    "another meter number": "number_mismatch",
    "another multiplier": "multiplier_mismatch",
    "a creeping meter": "creeping",
    "a slow meter": "slow",
    "a fast meter": "fast",
    "theft": "theft",
    "added load": "added_load",
    "changed use": "changed_use",
}
HABITS = {
    "申請用電": "application_e6",
    "換表": "swap_e6",
    "空置": "vacancy_e6",
    "電量驟增": "furnace_e6",
    "鎖門": "locked_door_e6",
    "進戶未遇": "nobody_there_e6",
    "例日變更": "cycle_change_e6",
    "因故順延": "noted_delay_e6",
    "抽查": "spot_e6",
    "逾期交費": "late_e6",
    "不理催費": "ignore_notice_e6",
    "工廠拖欠": "behind_e6",
    "陳欠": "old_debt_e6",
    "退票": "cheque_return_e6",
    "托收退單": "collection_return_e6",
    "減額": "credit_e6",
    "假幣": "counterfeit_e6",
    "鄰里舉報竊電": "theft_told_e6",
    "窗口舉報、諮詢": "window_record_e6",
    "臨時補交": "temporary_e6",
    "信息審核": "audit_e6",
    "勘查有誤": "survey_error_e6",
    "資料不全": "incomplete_e6",
    "業務費減免": "fee_approval_e6",
    "申請變更用電": "change_e6",
    "申請過戶": "transfer_e6",
    "申請銷戶": "closing_e6",
    "申請換變壓器": "transformer_change_e6",
    "申請暫停": "suspension_e6",
    "applying": "application_e6",
    "a meter change": "swap_e6",
    "standing empty": "vacancy_e6",
    "a new furnace": "furnace_e6",
    "a locked door": "locked_door_e6",
    "nobody at the site": "nobody_there_e6",
    "a change of cycle day": "cycle_change_e6",
    "a noted delay": "noted_delay_e6",
    "a spot check": "spot_e6",
    "paying late": "late_e6",
    "ignoring a notice": "ignore_notice_e6",
    "a plant behind": "behind_e6",
    "an old debt": "old_debt_e6",
    "a returned cheque": "cheque_return_e6",
    "a returned collection": "collection_return_e6",
    "a credit": "credit_e6",
    "a counterfeit note": "counterfeit_e6",
    "a neighbour's word": "theft_told_e6",
    "a call at the window": "window_record_e6",
    "a temporary receipt": "temporary_e6",
    **{word: f"{kind}_e6" for word, kind in HAPPENINGS.items()},
    "an audit": "audit_e6",
    "a wrong survey": "survey_error_e6",
    "papers that will not do": "incomplete_e6",
    "a reduced fee": "fee_approval_e6",
    "a change of supply": "change_e6",
    "a transfer": "transfer_e6",
    "a closing": "closing_e6",
    "a change of transformer": "transformer_change_e6",
    "a suspension": "suspension_e6",
}


def meaning(kind: str, word: str, table: Mapping[str, str]) -> str:
    """What a word stands for, whatever its script or width. Raises StepFault with the nearest word."""
    folded = {fold(name): value for name, value in table.items()}
    if fold(word) in folded:
        return folded[fold(word)]
    known = alike(word, table)
    raise word_fault(kind, word, nearest(word, known) or "、".join(known))


def alike(word: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names in the language of a word; without the ids among them, where it is English."""
    own = tuple(name for name in names if name.isascii() == word.isascii())
    return tuple(name for name in own if "_" not in name) or own


@cache
def posts() -> Mapping[str, str]:
    """Post ids by their names and ids."""
    found: dict[str, str] = {}
    for key, post in Rulebook.load().posts.items():
        found |= {key: key, post.name.zh_hant: key, post.name.en: key}
    return found


def tiers(policy: Policy) -> Mapping[str, str]:
    """Tier ids by their names under a policy."""
    return {name: key for key, tier in policy.file.tiers.items() for name in (tier.name.zh_hant, tier.name.en)}


def measures(policy: Policy) -> Mapping[str, str]:
    """Kinds of sanction by their names."""
    return {name: key for key, each in policy.file.measures.items() for name in (each.name.zh_hant, each.name.en)}


def duties(policy: Policy) -> Mapping[str, str]:
    """Kinds of duty by their names."""
    return {name: key for key, each in policy.file.duties.items() for name in (each.name.zh_hant, each.name.en)}


def a_date(text: str) -> date:
    """A date as written. StepFault if there is no such day."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise fault("no-such-day", text=text) from error


def fen(yuan: str) -> int:
    """分 of an amount in yuan. StepFault below a 分, or beyond 10^15."""
    return _whole(yuan, 100, "below-fen")


def price_e4(yuan: str) -> int:
    """A price in yuan × 10⁻⁴. StepFault for more places."""
    return _whole(yuan, 10_000, "price-places")


def _whole(text: str, times: int, key: str) -> int:
    value = Decimal(text) * times
    if value > LARGEST_INTEGER:
        raise fault("figure-large", amount=text)
    if value != int(value):
        raise fault(key, amount=text)
    return int(value)


def percent_e6(percent: str) -> int:
    """Millionths of a percentage. StepFault above 100 %, or for more than two places."""
    if Decimal(percent) > 100:
        raise fault("percent-over", amount=percent)
    return fen(percent) * 100


def a_clause(text: str) -> str:
    """A clause of the handbook. StepFault if there is none of that number."""
    if text not in Rulebook.load().clauses:
        raise fault("clause-unknown", clause=text)
    return text


def yuan(amount_fen: int) -> str:
    """Yuan as a table cell has them: 999.20."""
    return f"{'-' if amount_fen < 0 else ''}{abs(amount_fen) // 100}.{abs(amount_fen) % 100:02d}"
