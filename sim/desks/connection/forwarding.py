"""Papers of a connection sent on (憑證傳遞): the form to the inspector, contract and drawing to the business
specialist, the slip of an opening to the reader; what is left in the tray is counted at the month's end.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.clock.diary import Diary
from kaohe.sim.deciding.draws import Days
from kaohe.sim.deciding.meanings import shown_after
from kaohe.sim.deciding.points import (
    REGISTRY,
    Action,
    Decided,
    DecisionPoint,
    Left,
    Mask,
    Names,
    Situations,
)
from kaohe.sim.deciding.questions import Question
from kaohe.sim.deciding.truth import Act
from kaohe.sim.deciding.worth import Fixed, MadeLate, Unpriced
from kaohe.sim.desks.base import NO_ROWS, Desk, Int64s, clock, hm, joined
from kaohe.sim.desks.connection.hand_over import one_after_the_other, remade, sent
from kaohe.sim.records import PAPERS, SCHEMA
from kaohe.sim.records.ids import day_number
from kaohe.sim.town.meters import NEVER

if TYPE_CHECKING:
    from kaohe.sim.office import Office

PAPER, COUNT = PAPERS.objects["paper"].key, SCHEMA["paper_count"].key
KINDS = PAPER.codes("kind")
FORM, CONTRACT, DRAWING, SLIP = (
    KINDS.index(name) for name in ("application_form", "contract", "drawing", "opening_slip")
)
SENT_S = {FORM: hm(8, 30), CONTRACT: hm(9), DRAWING: hm(9), SLIP: hm(15)}
SIGNED_AFTER_S = {FORM: hm(0, 15), CONTRACT: hm(0, 30), DRAWING: hm(0, 30), SLIP: hm(2, 30)}
COUNTED_S, AFTER_COUNT_S = hm(17, 45), hm(18)
KEPT = (CONTRACT, DRAWING)  # where they are lost nothing replaces them
REMADE_DAYS = Days(2, 8)


def next_count(office: Office, day: int) -> int:
    """The first day on or after a day that is the last working one of its month."""
    month = np.int64(day).astype("datetime64[D]").astype("datetime64[M]")
    for after in (1, 2):
        last = int((month + after).astype("datetime64[D]").astype(np.int64)) - 1
        while not office.calendar.is_working(last):
            last -= 1
        if last >= day:
            return last
    raise ValueError(f"no working day after {day}")


def counted_within_span(office: Office, tray: Situations) -> Mask:
    """It is missed at a count within the span."""
    return np.full(len(tray), next_count(office, tray.day) <= office.last_day)


def remade_within_span(office: Office, tray: Situations) -> Mask:
    """A count asks for a copy, which is made within the span."""
    last = office.calendar.add_working_days(next_count(office, tray.day), REMADE_DAYS.highest)
    return np.full(len(tray), last <= office.last_day)


FORWARD = REGISTRY.add(
    DecisionPoint(
        52,
        "forward_paper",
        "registration_clerk",
        "customer",
        "paper",
        "working",
        Names("按期轉出憑證", "send the paper on", "按期转出凭证"),
        (
            Action(
                1,
                "forward_late",
                Names("遲轉原始憑證", "send the paper on late", "迟转原始凭证"),
                clause="1.4",
                draws={"days": Days(1, 10)},
                matures=shown_after("limit_on"),
            ),
            Action(
                2,
                "lose_paper",
                Names("丟失憑證", "lose the paper", "丢失凭证"),
                clause="1.4",
                matures=counted_within_span,
            ),
            Action(
                3,
                "lose_paper_remade",
                Names("丟失憑證後補製", "lose the paper, and make it again", "丢失凭证后补制"),
                clause="1.4",
                draws={"days": REMADE_DAYS},
                matures=remade_within_span,
            ),
            Action(
                4,
                "damage_paper",
                Names("損壞憑證", "damage the paper", "损坏凭证"),
                clause="1.4",
            ),
            Action(
                5,
                "damage_paper_remade",
                Names("損壞憑證後補製", "damage the paper, and make it again", "损坏凭证后补制"),
                clause="1.4",
                draws={"days": REMADE_DAYS},
            ),
            # A limit that has not come leaves it for the next day.
            Action(
                6, "leave_paper", Names("憑證明日轉出", "leave the paper until tomorrow", "凭证明日转出"), needs="spare"
            ),
        ),
        omission=Left("forward_late", {"days": 1}),
    )
)


@dataclass
class Kept:
    """A paper that was not sent on when it should have been: until when; of one that was lost, the act, and how many
    working days after the count it is made again (0: never).
    """

    sheets: int
    limit_on: int
    on: int
    lost: Act | None = None
    remade_after: int = 0


class Forwarding(Desk):
    """Sends papers on the working day after they were made, slips on the same day; counts what was left."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._due: Diary[tuple[int, int, Int64s, Int64s]] = Diary()
        self._kept: dict[int, Kept] = {}
        self._sending: Diary[int] = Diary()
        self._remaking: Diary[tuple[int, int, Act]] = Diary()

    def expect(self, day: int, due_on: int, kind: str, customers: Int64s, sheets: Int64s | None = None) -> None:
        """Papers of new customers were made on a day, and shall be sent on another."""
        of = np.ones(len(customers), np.int64) if sheets is None else sheets
        self._due.put(due_on, (KINDS.index(kind), day, customers, of))

    def work(self, day: int) -> Generator[Question, None, None]:
        """The day's papers go out, and what was kept or made again until today."""
        due = self._due.take(day)
        if due:
            yield from self._decide(day, due)
        for key in self._sending.take(day):
            self._send_kept(day, key)
        for key, sheets, act in self._remaking.take(day):
            self._remake(day, key, sheets, act)

    # ── what is sent, and what not ───────────────────────────────────────────────────────────────────────────────────

    def _decide(self, day: int, due: list[tuple[int, int, Int64s, Int64s]]) -> Generator[Question, None, None]:
        tray, sheets = self._tray(day, due)
        decided = yield from self.decide(FORWARD, tray)
        stays = decided.took("forward_late", "lose_paper", "lose_paper_remade")
        spoilt = decided.took("damage_paper", "damage_paper_remade")
        self._send(day, tray.keys, sheets, ~stays & ~decided.took("leave_paper"), ~spoilt)
        for row in decided.chosen("leave_paper").tolist():
            made_on = int(tray.fields["made_on"][row])
            again = (int(tray.fields["kind"][row]), made_on, tray.objects[row : row + 1], sheets[row : row + 1])
            self._due.put(self.office.calendar.first_working_after(day), again)
        for row in decided.chosen("forward_late").tolist():
            self._keep(decided, row, int(sheets[row]))
        for row in decided.chosen("lose_paper", "lose_paper_remade").tolist():
            self._lose(decided, row, int(sheets[row]))
        for row in np.flatnonzero(spoilt).tolist():
            act, days = self.did(decided, row, Fixed(0)), self._days(decided, row)
            if days:
                self._ask(day, int(tray.keys[row]), int(sheets[row]), act, days)

    def _tray(self, day: int, due: list[tuple[int, int, Int64s, Int64s]]) -> tuple[Situations, Int64s]:
        office = self.office
        who, sheets = joined([each for _, _, each, _ in due]), joined([each for _, _, _, each in due])
        many = [len(each) for _, _, each, _ in due]
        kind, made_on = (np.repeat([each[at] for each in due], many) for at in (0, 1))
        order = np.argsort(PAPER.pack(application=who, kind=kind), kind="stable")
        who, sheets, kind, made_on = who[order], sheets[order], kind[order], made_on[order]
        limit_on = office.calendar.add_working_days(made_on, office.rules.paper_limit)
        fields = {"kind": kind, "made_on": made_on, "limit_on": limit_on, "spare": (limit_on > day).astype(np.int64)}
        clerks = office.connection.holders(office.posts.registration_clerks, who).astype(np.int64)
        return Situations(day, PAPER.pack(application=who, kind=kind), who, clerks, fields), sheets

    def _days(self, decided: Decided, row: int) -> int:
        """After how many working days it is made again; 0: never."""
        action = decided.action(row)
        return max(1, decided.one("days", row)) if action is not None and action.params else 0

    def _keep(self, decided: Decided, row: int, sheets: int) -> None:
        """It is sent so many working days after its limit, or when a count finds it past that."""
        tray, calendar = decided.tray, self.office.calendar
        key, limit_on = int(tray.keys[row]), int(tray.fields["limit_on"][row])
        on = int(calendar.add_working_days(limit_on, max(1, decided.one("days", row))))
        counted_on = next_count(self.office, limit_on + 1)
        if on < counted_on:
            self._sending.put(on, key)
        act = self.missed(decided, row, MadeLate(0), due_on=limit_on, effect_on=min(on, counted_on))
        self._kept[key] = Kept(sheets, limit_on, min(on, counted_on))
        self._answers(act, tray, row, limit_on)
        self._unread(act, tray, row, limit_on, min(on, counted_on))

    def _lose(self, decided: Decided, row: int, sheets: int) -> None:
        """It is gone: missed by its limit, or by the count where that comes first."""
        tray = decided.tray
        key, limit_on = int(tray.keys[row]), int(tray.fields["limit_on"][row])
        counted_on = next_count(self.office, tray.day)
        if counted_on <= limit_on:
            act = self.did(decided, row, MadeLate(0), on=counted_on)
        else:
            act = self.missed(decided, row, MadeLate(0), due_on=limit_on, effect_on=counted_on)
        self._kept[key] = Kept(sheets, limit_on, NEVER, act, self._days(decided, row))
        self._answers(act, tray, row, min(limit_on, counted_on))
        self._unread(act, tray, row, limit_on, counted_on)

    def _answers(self, act: Act, tray: Situations, row: int, day: int) -> None:
        """Who is at the desk on the day by which it should have gone."""
        if day > tray.day:
            act.staff = self.office.connection.entering.at_limit(int(tray.objects[row]), day)

    def _unread(self, act: Act, tray: Situations, row: int, limit_on: int, ended_on: int) -> None:
        """Without the slip, or word of its loss, the reader does not have the customer."""
        if tray.fields["kind"][row] == SLIP:
            customer, meters = int(tray.objects[row]), self.office.meters
            self.office.connection.unread.expect(customer, act.act_id, limit_on, ended_on)
            meters.read_from[customer] = self.office.calendar.first_working_after(ended_on)

    # ── hand-over ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _send(self, day: int, keys: Int64s, sheets: Int64s, goes: Mask, good: Mask) -> None:
        """What goes out today, kind by kind; all of it is signed for the same day."""
        kinds = PAPER.part("kind", keys)
        for kind in (FORM, CONTRACT, DRAWING, SLIP):
            rows = np.flatnonzero(goes & (kinds == kind))
            if len(rows):
                self._hand(day, kind, keys[rows], sheets[rows], SENT_S[kind], good=good[rows])

    def _hand(
        self,
        day: int,
        kind: int,
        keys: Int64s,
        sheets: Int64s,
        at_s: int,
        *,
        good: Mask | None = None,
        again: bool = False,
    ) -> None:
        customers = PAPER.part("application", keys)
        at = one_after_the_other(clock(day, at_s), len(keys), 30)
        people = (self._clerks(customers), self._receivers(kind, customers))
        times = (at, at + SIGNED_AFTER_S[kind])
        sent(self.office, KINDS[kind], customers, times, people, sheets, good=good, again=again)

    def _clerks(self, customers: Int64s) -> Int64s:
        connection = self.office.connection
        return connection.holders(self.office.posts.registration_clerks, customers).astype(np.int64)

    def _receivers(self, kind: int, customers: Int64s) -> Int64s:
        """Who signs: inspector, business specialist or reader."""
        office = self.office
        if kind == FORM:
            return office.connection.holders(office.posts.inspectors, customers).astype(np.int64)
        if kind == SLIP:
            return office.books_reader[office.recorded.book[customers]].astype(np.int64)
        return np.full(len(customers), office.posts.business_specialist)

    def _send_kept(self, day: int, key: int, at_s: int | None = None) -> None:
        kept, kind = self._kept.pop(key), int(PAPER.part("kind", key))
        self._hand(day, kind, np.array([key]), np.array([kept.sheets]), SENT_S[kind] if at_s is None else at_s)

    def _ask(self, day: int, key: int, sheets: int, act: Act, days: int) -> None:
        self._remaking.put(int(self.office.calendar.add_working_days(day, days)), (key, sheets, act))

    def _remake(self, day: int, key: int, sheets: int, act: Act) -> None:
        """A copy takes the place of what was lost or damaged, and goes where that should have gone."""
        self._kept.pop(key, None)
        kind, keys = int(PAPER.part("kind", key)), np.array([key])
        customers = PAPER.part("application", keys)
        at_s = SENT_S[kind] - hm(0, 20)
        remade(self.office, KINDS[kind], customers, clock(day, at_s), self._clerks(customers), sheets)
        self._hand(day, kind, keys, np.array([sheets]), SENT_S[kind] + hm(0, 10), again=True)
        if isinstance(act.worth[0], Unpriced):
            act.worth, act.amount_fen = (Fixed(0),), 0

    # ── the count ────────────────────────────────────────────────────────────────────────────────────────────────────

    def count(self, day: int) -> None:
        """On the month's last working day the specialist looks for what by the register lies in the clerk's tray."""
        office = self.office
        coming = [(kind, who) for _, (kind, _, who, _) in self._due.from_day(day)]
        waiting = joined([PAPER.pack(application=who, kind=np.full(len(who), kind)) for kind, who in coming])
        kept = np.array(list(self._kept), np.int64) if self._kept else NO_ROWS
        keys = np.sort(np.concatenate([waiting, kept]))
        if not len(keys):
            return
        lost = np.array([key for key, each in self._kept.items() if each.lost is not None], np.int64)
        customers, kinds = PAPER.part("application", keys), PAPER.part("kind", keys)
        names = tuple(KINDS[kind] for kind in (FORM, CONTRACT, DRAWING, SLIP))
        codes = np.zeros(len(KINDS), np.int64)
        codes[[FORM, CONTRACT, DRAWING, SLIP]] = office.codes("paper_count", "kind", names)
        office.write(
            "paper_count",
            len(keys),
            id=COUNT.pack(paper=keys, day=np.full(len(keys), day_number(day))),
            recorded_at=one_after_the_other(clock(day, COUNTED_S), len(keys), 10),
            staff=office.posts.business_specialist,
            paper=keys,
            application=customers,
            kind=codes[kinds],
            holder=self._clerks(customers),
            counted_on=day,
            found=~np.isin(keys, lost),
        )
        for key in sorted(self._kept):
            self._counted(day, key, self._kept[key])

    def _counted(self, day: int, key: int, kept: Kept) -> None:
        """What is past its limit goes out; of what is missing a copy is asked for, once."""
        if kept.lost is None:
            if kept.limit_on < day:
                self._send_kept(day, key, AFTER_COUNT_S)
            return
        act, after = kept.lost, kept.remade_after
        if isinstance(act.worth[0], MadeLate) and int(PAPER.part("kind", key)) in KEPT:
            act.worth, act.amount_fen = (Unpriced(),), None
        if after:
            self._ask(day, key, kept.sheets, act, after)
            kept.remade_after = 0
