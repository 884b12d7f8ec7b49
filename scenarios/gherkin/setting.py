"""Steps that describe the office: size, books, people, customers, prices, habits, policy."""

from __future__ import annotations

import re
from dataclasses import replace

from kaohe.scenarios.gherkin.acting import Act
from kaohe.scenarios.gherkin.scene import Scene, a_date, case_of, post_id
from kaohe.scenarios.gherkin.words import BOOK_KINDS, CHANNELS, CLASSES, HABITS, fault, fen, meaning, price_e4
from kaohe.sim.spec import BookSpec, CustomerSpec, StaffSpec
from kaohe.standards import Policy

FIRST_DOOR = 9
METER_DIGITS = 6

_COUNT = re.compile(r"(?P<word>\D+?)\s*(?P<n>[0-9]+)\s*[戶户]|(?P<m>[0-9]+)\s+(?P<en>[A-Za-z ]+?)(?: customers?)?")


def office_size(scene: Scene, mix: str) -> None:
    """營業所有居民 600 戶、商業 40 戶."""
    for part in re.split(r"[、,\uff0c]| and ", mix.strip()):
        match = _COUNT.fullmatch(part.strip())
        if match is None:
            raise fault("count-wrong", text=part.strip())
        word, count = match["word"] or match["en"], match["n"] or match["m"]
        scene.mix[meaning("class", word, CLASSES)] = int(count)


def office_start(scene: Scene, on: str) -> None:
    """營業所自 2001-03-01 起."""
    scene.start = a_date(on)
    if scene.start.day != 1:
        raise fault("start-first", on=on)


def office_number(scene: Scene, number: str) -> None:
    """第 2 號營業所: another town of the same description."""
    scene.seed = int(number)


def windows(scene: Scene, number: str) -> None:
    """營業廳開 1 個窗口."""
    scene.windows = int(number)


def reading_book(
    scene: Scene, book: str, size: str, day: str, kind: str | None = None, reader: str | None = None
) -> None:
    """抄表段「東風里」40 戶,例日每月 12 日,抄表工「王芳」."""
    of = "resident" if kind is None else meaning("book", kind, BOOK_KINDS)
    scene.books.append(BookSpec(book, of, int(size), int(day), reader))  # type: ignore[arg-type]  # one of BOOK_KINDS


def person(scene: Scene, name: str, post: str, window: str | None = None, door: str | None = None) -> None:
    """「趙紅」是收費工,在 1 號窗口."""
    counter = int(window) if window else FIRST_DOOR if door else None
    scene.staff.append(StaffSpec(name, post_id(post), counter))


_PARTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:容量\s*)?([0-9]+) ?kVA"), "capacity_kva"),
    (re.compile(r"(電子式電能表|电子式电能表|an? electronic meter)"), "electronic"),
    (re.compile(r"(感應式電能表|感应式电能表|an? induction meter)"), "induction"),
    (re.compile(r"每日用(?:電|电)\s*([0-9]+) ?kWh|([0-9]+) kWh a day"), "daily_kwh"),
    (re.compile(r"(?:電價|电价)\s*([0-9]+(?:\.[0-9]+)?)\s*元|price ([0-9]+(?:\.[0-9]+)?) yuan"), "energy_e4"),
    (re.compile(r"倍率\s*([0-9]+)|multiplier ([0-9]+)"), "multiplier"),
    (re.compile(r"([0-9]) ?位(?:電能表|电能表)|an? ([0-9])-digit meter"), "digits"),
    (
        re.compile(r"(?:發行|发行)後?后?第\s*([0-9]+)\s*日交(?:費|费)|paying ([0-9]+) days after issue"),
        "pay_after_days",
    ),
    (re.compile(r"峰\s*([0-9]+) ?%|peak ([0-9]+) ?%"), "peak_percent"),
    (re.compile(r"谷\s*([0-9]+) ?%|valley ([0-9]+) ?%"), "valley_percent"),
    (re.compile(r"(?:無功|无功)\s*([0-9]+) ?%|reactive ([0-9]+) ?%"), "reactive_percent"),
    (re.compile(r"(高供低計|高供低计|metered on the low side)"), "metered_low"),
    (re.compile(r"(高供高計|高供高计|metered on the high side)"), "metered_high"),
    (re.compile(r"([0-9-]{10})\s*(?:申請新裝|申请新装)|applying on ([0-9-]{10})"), "applies_on"),
    (re.compile(r"(用支票交費|用支票交费|paying by cheque)"), "pays_by_cheque"),
    (re.compile(r"(支票被銀行退回|支票被银行退回|whose cheque comes back)"), "cheque_returns"),
)


def customer(scene: Scene, book: str, kind: str, name: str, parts: str = "") -> None:
    """「東風里」有商業用戶「永和商店」,容量 60 kVA,電子式電能表,每日用電 450 kWh,電價 0.8000 元."""
    values: dict[str, object] = {"multiplier": 1, "digits": METER_DIGITS}
    for part in re.split(r"[,\uff0c]", parts):
        if part.strip():
            values |= _part(part.strip())
    scene.customers.append(CustomerSpec(name, book, meaning("class", kind, CLASSES), **values))  # type: ignore[arg-type]  # by _part


def _part(text: str) -> dict[str, object]:
    for form, name in _PARTS:
        match = form.fullmatch(text)
        if match is not None:
            return _value(name, next(each for each in match.groups() if each is not None))
    return {"channel": meaning("part", text, CHANNELS)}


def _value(name: str, text: str) -> dict[str, object]:
    if name == "induction":
        return {"electronic": False}
    if name == "applies_on":
        return {name: a_date(text)}
    if name == "metered_high":
        return {"metered_low": False}
    if name in ("electronic", "pays_by_cheque", "cheque_returns", "metered_low"):
        return {name: True}
    return {name: price_e4(text) if name == "energy_e4" else int(text)}


def price(scene: Scene, kind: str, yuan: str) -> None:
    """「商業」電價為 0.8000 元."""
    scene.set_price(meaning("class", kind, CLASSES), price_e4(yuan))


def fee(scene: Scene, kind: str, yuan: str) -> None:
    """「居民」用戶新裝費為 200.00 元."""
    scene.fees[f"new_connection.{meaning('class', kind, CLASSES)}"] = fen(yuan)


def habit(scene: Scene, habit: str, percent: str) -> None:
    """平日「鎖門」占 2 %."""
    scene.practice = replace(scene.practice, **{meaning("habit", habit, HABITS): fen(percent) * 100})


def policy(scene: Scene, policy: str) -> None:
    """考核辦法「handbook_deminimis」."""
    scene.policy = Policy.load(policy)


def act(scene: Scene, actor: str, on: str, act: str, params: str = "", about: str | None = None) -> None:
    """「王芳」於 2001-03-12 對「東風里」「遲抄」2 日."""
    scene.acts.append(Act(actor, a_date(on), about, act, params))


def case(scene: Scene, name: str, on: str, clause: str, yuan: str | None = None) -> None:
    """「王芳」於 2001-03-12 發生條款 2.2 的事故,影響電費 999.99 元."""
    scene.cases.append(case_of(name, clause, on, yuan))


def case_loss(scene: Scene, yuan: str) -> None:
    """該事故未追回的損失 600.00 元."""
    scene.last_case().loss_fen = fen(yuan)


def case_intent(scene: Scene) -> None:
    """該事故經查明屬有意."""
    scene.last_case().intent = "established"


def case_concealed(scene: Scene) -> None:
    """該事故隱瞞不報."""
    scene.last_case().concealed = True


def case_effect(scene: Scene) -> None:
    """該事故在工作中造成嚴重影響."""
    scene.last_case().serious_effect = True


def run(scene: Scene, on: str) -> None:
    """營業所運行到 2001-04-30."""
    scene.run_until(a_date(on))


def decide(scene: Scene) -> None:
    """按考核辦法認定."""
    scene.decide()
