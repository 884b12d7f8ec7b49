"""Steps that describe the office: size, books, people, customers, prices, habits, policy."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from kaohe.scenarios.gherkin.acting import Act
from kaohe.scenarios.gherkin.parts import parts_of, read_part
from kaohe.scenarios.gherkin.scene import Scene, case_of, post_id
from kaohe.scenarios.gherkin.words import (
    BOOK_KINDS,
    CLASSES,
    HABITS,
    a_date,
    fault,
    fen,
    meaning,
    percent_e6,
    price_e4,
    word_fault,
)
from kaohe.sim.files import nearest
from kaohe.sim.spec import MOST_CUSTOMERS, BookSpec, CustomerSpec, StaffSpec
from kaohe.standards import Policy

FIRST_DOOR = 9
METER_DIGITS = 6
LONGEST_COUNT = 18  # digits: enough to be too many

_COUNT = re.compile(r"(?P<word>\D+?)\s*(?P<n>[0-9]+)\s*[戶户]|(?P<m>[0-9]+)\s+(?P<en>[A-Za-z ]+?)(?: customers?)?")


def office_size(scene: Scene, mix: str) -> None:
    """營業所有居民 600 戶、商業 40 戶."""
    scene.mix.update(counted(part) for part in mix_parts(mix))


def mix_parts(mix: str) -> list[str]:
    """The counts of an office's size, as written."""
    return [part.strip() for part in re.split(r"[、,\uff0c]| and ", mix.strip())]


def counted(part: str) -> tuple[str, int]:
    """A class and the number of its customers. StepFault if it counts none, too many, or no such class."""
    match = _COUNT.fullmatch(part)
    if match is None:
        raise fault("count-wrong", text=part)
    count = int((match["n"] or match["m"])[:LONGEST_COUNT])
    if count > MOST_CUSTOMERS:
        raise fault("count-many", text=part, most=MOST_CUSTOMERS)
    return meaning("class", match["word"] or match["en"], CLASSES), count


def office_start(scene: Scene, on: str) -> None:
    """營業所自 2001-03-01 起."""
    scene.start = month_start(on)


def month_start(on: str) -> date:
    """The first of a month, as written. StepFault for another day."""
    day = a_date(on)
    if day.day != 1:
        raise fault("start-first", on=on)
    return day


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


def customer(scene: Scene, book: str, kind: str, name: str, parts: str = "") -> None:
    """「東風里」有商業用戶「永和商店」,容量 60 kVA,電子式電能表,每日用電 450 kWh,電價 0.8000 元."""
    values: dict[str, object] = {"multiplier": 1, "digits": METER_DIGITS}
    for part in parts_of(parts):
        values |= read_part(part)
    scene.customers.append(CustomerSpec(name, book, meaning("class", kind, CLASSES), **values))  # type: ignore[arg-type]  # by read_part


def price(scene: Scene, kind: str, yuan: str) -> None:
    """「商業」電價為 0.8000 元."""
    scene.set_price(meaning("class", kind, CLASSES), price_e4(yuan))


def fee(scene: Scene, kind: str, yuan: str) -> None:
    """「居民」用戶新裝費為 200.00 元."""
    scene.fees[f"new_connection.{meaning('class', kind, CLASSES)}"] = fen(yuan)


def works_fee(scene: Scene, kind: str, yuan: str) -> None:
    """「商業」用戶工料費每千伏安 150.00 元."""
    listed = f"works.{meaning('class', kind, CLASSES)}"
    scene.fees[listed] = fen(yuan)
    scene.fees_by_kva.add(listed)


def habit(scene: Scene, habit: str, percent: str) -> None:
    """平日「鎖門」占 2 %."""
    scene.practice = replace(scene.practice, **{meaning("habit", habit, HABITS): percent_e6(percent)})


def policy(scene: Scene, policy: str) -> None:
    """考核辦法「handbook_deminimis」."""
    known_policy(policy)
    scene.policy = Policy.load(policy)


def known_policy(policy: str) -> None:
    """StepFault for what is neither the id of a policy that ships nor the path of a file."""
    shipped = Policy.shipped()
    if policy not in shipped and policy == Path(policy).stem:
        raise word_fault("policy", policy, nearest(policy, shipped) or "、".join(shipped))


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
