"""A drill at the terminal: what is seen, what may be done, what was typed; asked again until it is confirmed."""

from __future__ import annotations

from calendar import monthcalendar
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from unicodedata import east_asian_width

from kaohe.reports.judged.statute import Statute
from kaohe.scenarios.exam.drill import Drill
from kaohe.scenarios.exam.drill_marks import WEIGHTS, Decided, DrillMark
from kaohe.scenarios.exam.sessions import Session
from kaohe.scenarios.exam.situations import Answer, Offered, Shown, Situation, typed_day, typed_value, without_code
from kaohe.sim.clock.calendar import Calendar, date_of, day_of
from kaohe.sim.deciding.choices import LEAVE, Refused
from kaohe.sim.texts import use_language, yuan
from kaohe.standards import Assessment, Rulebook
from kaohe.terminal import show
from kaohe.wording import say, spoken

LIST = ("l", "列", "?", "？")
PLAIN = ("today", "decimals")  # seen in the heading, and in the registers
YES = ("", "y", "yes", "是")
HELP, CALENDAR = ("?", "？", "h", "help"), ("k", "cal", "日曆")
LEFT_COLUMN = 30  # cells
SAID = "exam take"
Read = Callable[[str], str]


class Leaves(Exception):
    """He goes away; what was confirmed stays."""


@dataclass
class Sitting:
    """One sitting of a session: from now on until he leaves, it is over, or its time is.

    minutes: that he has, but for what the session allows; pauses: how often the clock may stand, None: always.
    """

    drill: Drill
    session: Session
    seed: int
    read: Read
    practice: bool
    minutes: int
    pauses: int | None
    today: int | None = None
    listed: set[str] = field(default_factory=set)

    def go(self) -> bool:
        """Ask until nothing is asked any more; False if he leaves. Raises Refused for answers of another drill;
        KeyboardInterrupt as it comes.
        """
        situation = self.drill.reset(self.seed, self.session.answers)
        try:
            self._begin()
            if situation is None and self.practice:
                situation = self._evening()
            while situation is not None and self._left_s() > 0:
                self._morning(situation)
                situation = self._one(situation)
                if situation is None and self.practice:
                    situation = self._evening()
        except (Leaves, EOFError):
            self._leave()
            return False
        except KeyboardInterrupt:
            show("")
            self._leave()
            raise
        if situation is not None:
            show(say(SAID, "time_is_up"))
        self.session.finish(timed_out=situation is not None)
        return True

    def _begin(self) -> None:
        """The clock starts when he says so, or runs already."""
        file, session = self.drill.exam.file, self.session
        with use_language(spoken()):
            name = file.name.text()
        told = {"name": name, "days": file.days, "minutes": self._minutes_left(), "answers": len(session.answers)}
        show(say(SAID, "intro", **told))
        left = self._pauses_left()
        show(say(SAID, "intro_pauses" if self.pauses is None else "intro_clock" if left else "intro_none", pauses=left))
        if self.practice:
            show(say(SAID, "intro_practice"))
        if session.standing:
            self._ask(say(SAID, "start"))
            session.begin()
        else:
            show(say(SAID, "running"))

    def _leave(self) -> None:
        """He goes away: the clock stands if it may."""
        if not self.session.begun:
            show(say(SAID, "not_begun"))
        elif self.session.standing:
            show(say(SAID, "paused", answers=len(self.session.answers)))
        elif self.pauses is None or self._pauses_left() > 0:
            self.session.pause()
            show(say(SAID, "paused", answers=len(self.session.answers)))
        else:
            show(say(SAID, "left", answers=len(self.session.answers), minutes=self._minutes_left()))

    def _pauses_left(self) -> int:
        return max((self.pauses or 0) - self.session.pauses, 0)

    def _minutes_left(self) -> int:
        return max(ceil(self._left_s() / 60), 0)

    def _left_s(self) -> float:
        return (self.minutes + self.session.allowed_minutes) * 60 - self.session.used()

    def _morning(self, situation: Situation) -> None:
        """Practice: on a new day what the judge says of the days before."""
        if self.practice and self.today is not None and situation.day != self.today:
            tell_view(self.drill, self.drill.view(), self.today)
        self.today = situation.day

    def _evening(self) -> Situation | None:
        """Practice: the days are over; the mark, and any morning again."""
        self.today = None
        tell_mark(self.drill)
        while self.drill.mornings:
            word = self._ask(say(SAID, "evening"))
            if not word:
                return None
            if word.lower().startswith("b"):
                found = self._back(word[1:], self.drill.mornings[-1])
                if found is not None:
                    return found
        return None

    def _one(self, situation: Situation) -> Situation | None:
        """One question, until an answer is confirmed, he goes back, or the time is over."""
        self._show(situation)
        while True:
            word = self._ask(say(SAID, "which", count=len(situation.choices))).lower()
            offered = _picked(situation, word)
            if word in HELP:
                self._help()
            elif word in CALENDAR:
                show(calendar_page(self.drill.calendar, situation.day))
            elif self.practice and word.startswith("b"):
                found = self._back(word[1:], situation.day)
                if found is not None:
                    return found
            elif offered is None:
                show(say(SAID, "no_choice", count=len(situation.choices)))
            else:
                given = self._given(situation, offered)
                if self._left_s() <= 0:  # he thought about it until the time was over
                    return situation
                if given is not None:
                    self.session.answered(given)
                    return self.drill.confirm(given)

    def _given(self, situation: Situation, offered: Offered) -> Answer | None:
        """What he typed and confirmed; None: nothing, and he chooses again."""
        typed = {}
        for each in offered.asks:
            value = self._typed(situation, each)
            if value is None:
                show(say(SAID, "again"))
                return None
            typed[each.id] = value
        given = Answer(offered.id, typed)
        try:
            self.drill.answer(given)
        except Refused as refused:
            show(f"  ✗ {refused}")
            return None
        if self._ask(f"  → {situation.said(given)}  {say(SAID, 'sure')}").lower() in YES:
            return given
        self.drill.answer(Answer(LEAVE.id))
        show(say(SAID, "again"))
        return None

    def _typed(self, situation: Situation, shown: Shown) -> int | None:
        """A value, asked for until it can be read; None: he would rather choose something else."""
        if shown.codes and shown.unit != "figure" and shown.id not in self.listed:
            self._list(shown)
        while True:
            word = self._ask(f"  {shown.name}{_unit(shown)} > ")
            if not word:
                return None
            if word.lower() in CALENDAR:
                show(calendar_page(self.drill.calendar, situation.day))
                continue
            if shown.codes and word.lower() in LIST:
                self._list(shown)
                continue
            try:
                return typed_value(shown, word, situation.day)
            except Refused as refused:
                show(f"  ✗ {refused}")

    def _ask(self, prompt: str) -> str:
        word = self.read(prompt).strip()
        if word.lower() == "q":
            raise Leaves
        return word

    def _list(self, shown: Shown) -> None:
        """What may be typed, once without being asked."""
        self.listed.add(shown.id)
        for code, name in shown.codes.items():
            show(f"  {code:>4} {without_code(name)}")

    def _back(self, text: str, today: int) -> Situation | None:
        try:
            situation = self.drill.back(typed_day(text, None if text.strip()[:4].isdigit() else self.drill.first_day))
        except (ValueError, Refused):
            mornings = [date_of(day).isoformat() for day in self.drill.mornings if day <= today]
            show(say(SAID, "no_day", first=mornings[0], last=mornings[-1]) if mornings else say(SAID, "no_morning"))
            return None
        self.session.went_back(len(self.drill.answers))
        self.today = None
        return situation

    def _help(self) -> None:
        show(say(SAID, "help"))
        if self.practice:
            show(say(SAID, "help_practice"))

    def _show(self, situation: Situation) -> None:
        day = situation.seen[0].said(situation.day) if situation.seen else date_of(situation.day).isoformat()
        values = {"number": situation.number, "day": day, "name": situation.name, "minutes": self._minutes_left()}
        show("\n" + say(SAID, "question", **values))
        for seen in situation.seen:
            if seen.value is not None and seen.id not in PLAIN:
                show(f"  {_wide(seen.name)}{seen.written}")
        for number, offered in enumerate(situation.choices, 1):
            asks = say(SAID, "comma").join(each.name for each in offered.asks)
            show(f"  {number:>2}  {offered.name}{say(SAID, 'asks', values=asks) if asks else ''}")


def _picked(situation: Situation, word: str) -> Offered | None:
    plain = word.translate({0xFF10 + digit: 48 + digit for digit in range(10)})
    number = int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 3 else 0
    return situation.choices[number - 1] if 1 <= number <= len(situation.choices) else None


def _unit(shown: Shown) -> str:
    if shown.unit == "register" and shown.decimals:
        return say(SAID, "unit_register", decimals=shown.decimals)
    unit = "class" if shown.codes and shown.unit == "code" else shown.unit
    return say(SAID, f"unit_{unit}") if unit in ("fen", "day", "class", "figure", "kwh", "kva") else ""


def calendar_page(calendar: Calendar, today: int) -> str:
    """The month of a day and the next on the wall: days off in brackets, today with a star."""
    here, pages = date_of(today), []
    for year, month in ((here.year, here.month), (here.year + here.month // 12, here.month % 12 + 1)):
        lines = [say(SAID, "calendar", year=year, month=month)]
        for week in monthcalendar(year, month):
            lines.append("  " + "".join(_calendar_cell(calendar, today, year, month, number) for number in week))
        pages.append("\n".join(lines))
    return "\n".join((*pages, say(SAID, "calendar_legend")))


def _calendar_cell(calendar: Calendar, today: int, year: int, month: int, number: int) -> str:
    if not number:
        return " " * 6
    day, word = day_of(date(year, month, number)), str(number)
    if calendar.covers(day, day) and not calendar.is_working(day):
        word = f"({number})" if calendar.is_open(day) else f"[{number}]"
    return f"{'*' if day == today else ''}{word}".rjust(6)


def _wide(text: str) -> str:
    cells = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
    return text + " " * max(LEFT_COLUMN - cells, 2)


def tell_view(drill: Drill, assessment: Assessment, day: int) -> None:
    """What the judge says of the held post so far."""
    post, statute = drill.exam.file.post, Statute(Rulebook.load(), drill.exam.policy)
    mine = [row for row in assessment.incidents.sort("incident_id").iter_rows(named=True) if row["post"] == post]
    show("\n" + say(SAID, "view", day=date_of(day).isoformat(), count=len(mine)))
    for row in mine:
        show(f"  {_found(statute, row['occurred_on'], row['clause'], row['tier'], row['amount_fen'])}")


def _found(statute: Statute, on: date | None, clause: str, tier: str, amount_fen: int | None) -> str:
    """An incident in a line."""
    amount = say(SAID, "unpriced") if amount_fen is None else say(SAID, "amount", yuan=yuan(amount_fen))
    parts = ("" if on is None else on.isoformat(), statute.clause_name(clause), amount, statute.tier(tier))
    return "  ".join(part for part in parts if part)


def mark_line(mark: DrillMark) -> str:
    """The mark and the tests kept, in a line."""
    return say(SAID, "mark", total=f"{float(mark.total):.1f}", kept=mark.kept, tests=len(mark.tests))


def tell_mark(drill: Drill) -> None:
    """The mark, and what it rests on: every incident, with the answers that it came of and what the book wanted."""
    show("\n" + say(SAID, "judging"))
    mark, statute = drill.result(), Statute(Rulebook.load(), drill.exam.policy)
    show(mark_line(mark))
    decided = list[Decided]()
    if mark.incidents:
        Drill(drill.exam).reset(drill.seed, drill.answers, decided.append)
    for each in mark.incidents:
        took = say(SAID, "further", weight=WEIGHTS[each.tier]) if each in mark.further else say(SAID, "lost")
        show(f"  {_found(statute, each.occurred_on, each.clause, each.tier, each.amount_fen)}{took}")
        for one in decided:
            if one.place in each.places:
                show(f"    {decided_line(one)}")
    if mark.capped:
        show(say(SAID, "capped", cap=drill.exam.file.cap or 0))


def decided_line(one: Decided) -> str:
    """What was answered, and what the book wanted."""
    situation = one.situation
    said, book = situation.said(one.answer), situation.said(one.book)
    key = "decided" if said != book else "decided_right"
    day = date_of(situation.day).isoformat()
    return say(SAID, key, number=situation.number, day=day, said=said, book=book)
