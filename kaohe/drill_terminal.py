"""A drill at the terminal: what is seen, what may be done, what was typed; asked again until it is confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from unicodedata import east_asian_width

from kaohe.scenarios.exam.drill import Drill
from kaohe.scenarios.exam.drill_marks import WEIGHTS, DrillMark
from kaohe.scenarios.exam.sessions import Session
from kaohe.scenarios.exam.situations import Answer, Offered, Situation, typed_day, typed_value
from kaohe.sim.clock.calendar import date_of
from kaohe.sim.deciding.choices import LEAVE, Refused
from kaohe.sim.texts import yuan
from kaohe.standards import Assessment
from kaohe.terminal import show
from kaohe.wording import say

LEFT_COLUMN = 30  # cells
SAID = "exam take"
Read = Callable[[str], str]


class Paused(Exception):
    """He goes away; what was confirmed stays."""


@dataclass
class Sitting:
    """One sitting of a session: from now on until it is paused, over, or its time is."""

    drill: Drill
    session: Session
    seed: int
    read: Read
    practice: bool
    began: float = 0.0
    today: int | None = None

    def go(self) -> bool:
        """Ask until nothing is asked any more; False if he pauses. Raises Refused for answers of another drill."""
        self.began = monotonic() - self.session.seconds
        situation = self.drill.reset(self.seed, self.session.answers)
        if self.session.answers:
            show(say(SAID, "goes_on", answers=len(self.session.answers)))
        try:
            while situation is not None and self._left_s() > 0:
                self._morning(situation)
                situation = self._one(situation)
        except (Paused, EOFError):
            show(say(SAID, "paused"))
            return False
        if situation is not None:
            show(say(SAID, "time_is_up"))
        self.session.finish(self._seconds())
        return True

    def _seconds(self) -> float:
        return monotonic() - self.began

    def _left_s(self) -> float:
        return self.drill.exam.file.minutes * 60 - self._seconds()

    def _morning(self, situation: Situation) -> None:
        """Practice: on a new day what the judge says of the days before."""
        if self.practice and self.today is not None and situation.day != self.today:
            tell_view(self.drill, self.drill.view(), self.today)
        self.today = situation.day

    def _one(self, situation: Situation) -> Situation | None:
        """One question, until an answer is confirmed or he goes back."""
        self._show(situation)
        while True:
            word = self._ask(say(SAID, "which", count=len(situation.choices)))
            if self.practice and word.lower().startswith("b"):
                found = self._back(word[1:])
                if found is not None:
                    return found
                continue
            offered = _picked(situation, word)
            if offered is None:
                show(say(SAID, "no_choice", count=len(situation.choices)))
                continue
            try:
                given = self.drill.answer(Answer(offered.id, self._typed(offered)))
            except Refused as refused:
                show(f"  ✗ {refused}")
                continue
            if self._ask(f"  → {offered.name}{_values(offered, given)}  {say(SAID, 'sure')}").lower() in ("y", "是"):
                self.session.answered(given, self._seconds())
                return self.drill.confirm(given)
            self.drill.answer(Answer(LEAVE.id))
            show(say(SAID, "again"))

    def _ask(self, prompt: str) -> str:
        word = self.read(prompt).strip()
        if word.lower() == "q":
            raise Paused
        return word

    def _typed(self, offered: Offered) -> dict[str, int]:
        return {each.id: typed_value(each, self._ask(f"  {each.name}{_unit(each.unit)} > ")) for each in offered.asks}

    def _back(self, text: str) -> Situation | None:
        try:
            situation = self.drill.back(typed_day(text))
        except (ValueError, Refused):
            show(say(SAID, "no_day"))
            return None
        self.session.went_back(len(self.drill.answers), self._seconds())
        self.today = None
        return situation

    def _show(self, situation: Situation) -> None:
        minutes = max(int(self._left_s() // 60), 0)
        day = date_of(situation.day).isoformat()
        show("\n" + say(SAID, "question", number=situation.number, day=day, minutes=minutes))
        for seen in situation.seen:
            show(f"  {_wide(seen.name)}{seen.written}")
        for number, offered in enumerate(situation.choices, 1):
            asks = "、".join(each.name for each in offered.asks)
            show(f"  {number:>2}  {offered.name}{f'（{asks}）' if asks else ''}")


def _picked(situation: Situation, word: str) -> Offered | None:
    plain = word.translate({0xFF10 + digit: 48 + digit for digit in range(10)})
    number = int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 3 else 0
    return situation.choices[number - 1] if 1 <= number <= len(situation.choices) else None


def _unit(unit: str) -> str:
    return say(SAID, f"unit_{unit}") if unit in ("fen", "day", "class") else ""


def _values(offered: Offered, given: Answer) -> str:
    """What was typed, as it was understood."""
    parts = []
    for each in offered.asks:
        value = given.values[each.id]
        shown = yuan(value) if each.unit == "fen" else date_of(value).isoformat() if each.unit == "day" else str(value)
        parts.append(f"{each.name} {each.codes.get(value, shown) if each.codes else shown}")
    return f"（{'，'.join(parts)}）" if parts else ""


def _wide(text: str) -> str:
    cells = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
    return text + " " * max(LEFT_COLUMN - cells, 2)


def tell_view(drill: Drill, assessment: Assessment, day: int) -> None:
    """What the judge says of the held post so far."""
    post = drill.exam.file.post
    mine = [row for row in assessment.incidents.sort("incident_id").iter_rows(named=True) if row["post"] == post]
    show("\n" + say(SAID, "view", day=date_of(day).isoformat(), count=len(mine)))
    for row in mine:
        amount = "—" if row["amount_fen"] is None else yuan(row["amount_fen"])
        show(f"  {row['occurred_on'].isoformat()}  {row['clause']}  {say(SAID, 'tier_' + row['tier'])}  {amount}")


def mark_line(mark: DrillMark) -> str:
    """The mark and the tests kept, in a line."""
    return say(SAID, "mark", total=f"{float(mark.total):.1f}", kept=mark.kept, tests=len(mark.tests))


def tell_mark(drill: Drill) -> None:
    """The mark, and what it rests on."""
    mark = drill.result()
    show(f"\n{mark_line(mark)}")
    for incident in mark.incidents:
        lost = say(SAID, "further", weight=WEIGHTS[incident.tier]) if incident in mark.further else ""
        show(f"  {incident.clause}  {say(SAID, 'tier_' + incident.tier)}{lost}")
    if mark.capped:
        show(say(SAID, "capped", cap=drill.exam.file.cap or 0))
