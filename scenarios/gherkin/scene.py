"""What the steps of one scenario have said so far: the office as described, the acts ordered, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from kaohe.scenarios.gherkin.acting import Act, carried_out, order
from kaohe.scenarios.gherkin.words import a_clause, a_date, fault, fen, meaning, posts
from kaohe.scenarios.loader import office_rules
from kaohe.scenarios.occasions import Watch
from kaohe.sim.clock.calendar import CalendarRange, day_of
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.spec import BookSpec, CustomerSpec, OfficeSpec, Practice, SpecError, StaffSpec
from kaohe.sim.texts import Verbatim
from kaohe.standards import Policy, Rulebook, judge
from kaohe.standards.sanctions import assess

QUIET = Practice(
    application_e6=0,
    swap_e6=0,
    vacancy_e6=0,
    furnace_e6=0,
    four_digit_e6=0,
    ct_decimals=0,
    stopped_e6=0,
    burnt_e6=0,
    seal_missing_e6=0,
    number_mismatch_e6=0,
    multiplier_mismatch_e6=0,
    creeping_e6=0,
    slow_e6=0,
    fast_e6=0,
    theft_e6=0,
    theft_told_e6=0,
    window_record_e6=0,
    added_load_e6=0,
    changed_use_e6=0,
    locked_door_e6=0,
    nobody_there_e6=0,
    cycle_change_e6=0,
    noted_delay_e6=0,
    spot_e6=0,
    late_e6=0,
    ignore_notice_e6=0,
    behind_e6=0,
    old_debt_e6=0,
    cheque_return_e6=0,
    collection_return_e6=0,
    credit_e6=0,
    counterfeit_e6=0,
    void_receipt_e6=0,
    receipt_shown_e6=0,
    temporary_e6=0,
    audit_e6=0,
    survey_error_e6=0,
    incomplete_e6=0,
    fee_approval_e6=0,
    transfer_e6=0,
    closing_e6=0,
    transformer_change_e6=0,
    suspension_e6=0,
    sick_leave_e6=0,
    personal_leave_e6=0,
    annual_leave_e6=0,
    read_s=30,  # so that the hour of a reading moves no whole kWh
)
"""Nothing happens that no step asks for, so that 「恰為」 can be exact."""

CASE_COLUMNS = {
    "incident_id": pl.Int64,
    "clause": pl.String,
    "post": pl.String,
    "staff": pl.Int32,
    "person": pl.String,
    "occurred_on": pl.Date,
    "amount_fen": pl.Int64,
    "caused_fen": pl.Int64,
    "loss_fen": pl.Int64,
    "energy_kwh": pl.Int64,
    "intent": pl.String,
    "concealed": pl.Boolean,
    "serious_effect": pl.Boolean,
}


@dataclass
class Case:
    """An incident as a trainer states it, without an office."""

    name: str
    clause: str
    on: date
    amount_fen: int | None
    loss_fen: int | None = None
    intent: str | None = None
    concealed: bool = False
    serious_effect: bool = False


@dataclass(frozen=True)
class Outcome:
    """What was found and decided. Frames as standards.Assessment has them; `names` are people by staff number."""

    findings: pl.DataFrame
    incidents: pl.DataFrame
    sanctions: pl.DataFrame
    duties: pl.DataFrame
    names: dict[int, str]


@dataclass
class Scene:
    """One scenario in the making."""

    mix: dict[str, int] = field(default_factory=dict)
    start: date = date(2001, 1, 1)
    seed: int = 1
    windows: int | None = None
    books: list[BookSpec] = field(default_factory=list)
    customers: list[CustomerSpec] = field(default_factory=list)
    staff: list[StaffSpec] = field(default_factory=list)
    prices_e4: dict[str, int] = field(default_factory=dict)
    fees: dict[str, int] = field(default_factory=dict)
    fees_by_kva: set[str] = field(default_factory=set)
    practice: Practice = QUIET
    policy: Policy = field(default_factory=lambda: Policy.load("handbook"))
    acts: list[Act] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    office: Office | None = None
    run: Run | None = None
    outcome: Outcome | None = None

    def spec(self, until: date) -> OfficeSpec:
        """The office as described."""
        months = (until.year - self.start.year) * 12 + until.month - self.start.month + 1
        return OfficeSpec(
            id="gherkin",
            start=self.start,
            months=max(months, 1),
            classes=dict(self.mix),
            books=tuple(self.books),
            customers=tuple(self.customers),
            staff=tuple(self.staff),
            energy_prices_e4=dict(self.prices_e4),
            practice=self.practice,
            windows=self.windows,
        )

    def set_price(self, price_class: str, energy_e4: int) -> None:
        """The energy price of a class."""
        self.prices_e4[price_class] = energy_e4

    def run_until(self, until: date) -> None:
        """Simulate to the end of a day, and judge. StepFault if the office cannot be, or an act found no occasion."""
        watch = Watch()
        try:
            rules = office_rules(fees=self.fees, by_kva=frozenset(self.fees_by_kva))
            office = Office(self.spec(until), self.seed, rules, behaviours=[watch], until=until)
            ordered = [(act, order(office, act)) for act in self.acts]
            for _, one in ordered:
                if one is not None:
                    office.order(one)
                    watch.over(one)
            self.run = office.run()
        except (SpecError, CalendarRange) as error:
            raise fault("office-impossible", why=Verbatim(error)) from error
        self.office = office
        carried_out(office, self.run, ordered, watch, until)
        self._judge(office, self.run, until)

    def _judge(self, office: Office, run: Run, until: date) -> None:
        """As of the day up to which it ran, on which nothing need have been written."""
        found = judge(run.records, self.policy, Rulebook.load(), until)
        names = {person.number: person.name for person in office.roster.people}
        self.outcome = Outcome(found.findings, found.incidents, found.sanctions, found.duties, names)

    def decide(self) -> None:
        """Apply the policy to the cases that were stated."""
        if not self.cases:
            raise fault("no-case")
        people = list(dict.fromkeys(case.name for case in self.cases))
        rows = [_case_row(number, case, people) for number, case in enumerate(self.cases, 1)]
        done = assess(pl.DataFrame(rows, schema=CASE_COLUMNS).drop("person"), self.policy)
        nothing = pl.DataFrame(schema={"consequence": pl.Boolean})
        names = dict(enumerate(people, 1))
        self.outcome = Outcome(nothing, done.incidents, done.sanctions, done.duties, names)

    def known(self) -> Outcome:
        """What came of the run. StepFault before it."""
        if self.outcome is None:
            raise fault("not-run")
        return self.outcome

    def ran(self) -> tuple[Office, Run]:
        """The office and its run. StepFault before it."""
        if self.office is None or self.run is None:
            raise fault("not-run")
        return self.office, self.run

    def last_case(self) -> Case:
        """The case that was stated last. StepFault if there is none."""
        if not self.cases:
            raise fault("no-case")
        return self.cases[-1]

    def day(self, on: str) -> int:
        """Days since 1970 of a date as written."""
        return day_of(a_date(on))


def post_id(word: str) -> str:
    """A post by its name."""
    return meaning("post", word, posts())


def case_of(name: str, clause: str, on: str, yuan: str | None) -> Case:
    """A case as stated."""
    return Case(name, a_clause(clause), a_date(on), None if yuan is None else fen(yuan))


def _case_row(number: int, case: Case, people: list[str]) -> dict[str, object]:
    clause, amount = Rulebook.load().clause(case.clause), case.amount_fen or 0
    loss = amount if case.loss_fen is None else case.loss_fen
    return {
        "incident_id": number,
        "clause": case.clause,
        "post": clause.posts[0],
        "staff": people.index(case.name) + 1,
        "person": case.name,
        "occurred_on": case.on,
        "amount_fen": case.amount_fen,
        "caused_fen": max(amount, loss),
        "loss_fen": loss,
        "energy_kwh": 0,
        "intent": clause.intent_before_enquiry if case.intent is None else case.intent,
        "concealed": case.concealed,
        "serious_effect": case.serious_effect,
    }
