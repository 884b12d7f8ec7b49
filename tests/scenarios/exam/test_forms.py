"""A form holds what its exam file asks, the truth behind it is the key, and its seed gives away no other."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from kaohe.scenarios.exam.cheats import odd_citer, prepared, register_citer
from kaohe.scenarios.exam.marking import mark
from kaohe.scenarios.exam.players import (
    Paper,
    at_random,
    erring_sheet,
    flag_all,
    key_line,
    key_sheet,
    nothing,
    odd_rows,
)
from kaohe.scenarios.exam.probing import probe
from kaohe.scenarios.exam.proving import Prover
from kaohe.scenarios.exam.seeds import first_rows, form_seed
from kaohe.scenarios.exam.sheet import CITES, AnswerSheet
from kaohe.sim.records import Records
from kaohe.sim.town.ground import Ground
from kaohe.standards import Rulebook
from tests.scenarios.exam import small_paper as small


def test_a_seed_hangs_on_all_that_it_is_of() -> None:
    seeds = {form_seed(small.SECRET, *of) for of in (("a", 1, 0), ("a", 2, 0), ("a", 1, 1), ("b", 1, 0))}
    assert len(seeds) == 4
    assert all(0 <= seed < 2**63 for seed in seeds)
    assert form_seed(small.SECRET, "a", 1) == 4451831513464438466
    with pytest.raises(ValueError, match="128"):
        form_seed(b"short", "a", 1)


def test_rows_and_people_are_numbered_anew_in_each_form() -> None:
    first, other = first_rows(1, ["bill", "reading"]), first_rows(2, ["bill", "reading"])
    assert len({*first.values(), *other.values()}) == 4
    spec, ground = small.exam().scenario.spec, [Ground.of(small.exam().scenario.spec, seed) for seed in (1, 2)]
    posts = [[person.post for person in each.roster.people] for each in ground]
    assert sorted(posts[0]) == sorted(posts[1])
    assert posts[0] != posts[1]
    plain = Ground.of(replace(spec, drawn_numbers=False), 1).roster
    drawn = {person.name: person for person in ground[0].roster.people}
    assert [person.number for person in ground[0].roster.people] == [*range(1, len(drawn) + 1)]
    for person in plain.people:  # the same people: only their numbers differ
        assert replace(drawn[person.name], number=person.number) == person
    readers = [[each.person(int(number)).name for number in each.book_reader] for each in (plain, ground[0].roster)]
    assert readers[0] == readers[1]


def test_a_form_holds_exactly_what_is_asked() -> None:
    form = small.form()
    asked = Counter(slot for one in small.exam().file.incidents for slot in [one.clause] * one.count)
    assert Counter(incident.clause for incident in form.key.incidents) == asked
    lost = next(incident for incident in form.key.incidents if incident.clause == "5.2")
    assert 50_000 <= (lost.worth.amount_fen or 0) <= 90_000
    assert all(len(incident.acts) == 1 for incident in form.key.incidents)


def test_look_alikes_are_listed_with_their_reason_and_are_none() -> None:
    form = small.form()
    frame = form.look_alike_frame()
    assert frame["kind"].to_list() == ["not_read"]
    assert frame["reason"][0]
    assert "reading" in {table for table, _ in form.key.lookalikes[0].rows}
    assert frame["object_id"][0] not in {incident.object_id for incident in form.key.incidents}


def test_what_a_candidate_can_read_gives_the_key() -> None:
    checks = {
        check.name: check for check in _prover().prove(small.form(), small.read(), lambda sheet: sheet, {}, {}).checks
    }
    assert checks["read-back"].holds
    assert checks["truth"].holds
    assert checks["oracle"].holds


def test_a_book_in_which_a_bill_is_missing_is_no_proof() -> None:
    read, bill = small.read(), small.read().table("bill")
    wrong = next(row for one in small.form().key.incidents if one.clause == "3.1" for row in sorted(one.decisive))
    table = read.table(wrong[0])
    frames = {name: read.table(name) for name in read.tables()}
    less = Records.from_frames({**frames, wrong[0]: table.filter(table["id"] != wrong[1])})
    assert bill.height
    checks = {each.name: each for each in _prover().prove(small.form(), less, lambda sheet: sheet, {}, {}).checks}
    assert not checks["read-back"].holds


def test_only_knowing_earns_marks() -> None:
    key, paper, scheme = small.form().key, Paper(small.read(), Rulebook.load()), small.exam().scheme
    assert mark(key_sheet(key), key, scheme).total == 100
    assert mark(nothing(paper), key, scheme).total == 0
    for sheet in (flag_all(paper), at_random(paper), odd_rows(paper)):
        assert sheet.lines
        assert mark(sheet, key, scheme).total < 10
    one = AnswerSheet((key_line(key.incidents[0], 1),))
    assert mark(one, key, scheme).total <= 100 / len(key.incidents) + 5


def test_cheats_earn_little_and_knowing_the_registers_is_not_reading_them() -> None:
    key, paper, scheme = small.form().key, Paper(small.read(), Rulebook.load()), small.exam().scheme
    cited = register_citer(key, paper, 0)
    assert all(line.cites and len(line.cites) <= CITES for line in cited.lines)
    assert [line.clause for line in cited.lines] == [one.clause for one in key.incidents]
    rows = {one.number: tuple(sorted(one.decisive))[:CITES] for one in key.incidents}
    read = AnswerSheet(tuple(replace(line, cites=rows[line.number]) for line in cited.lines))
    assert mark(read, key, scheme).total > 70  # all but the amounts
    assert mark(cited, key, scheme).total < 30  # one incident of four shows in a register of three rows
    assert mark(odd_citer(key, paper), key, scheme).total < 40  # each of the four is worth 25


def test_a_sheet_copied_by_its_numbers_names_other_rows_in_another_form() -> None:
    key, scheme, numbers = small.form().key, small.exam().scheme, small.desktop().numbers
    assert mark(prepared(key, numbers, numbers), key, scheme).total == 100
    moved = {row: number + 1 for row, number in numbers.items()}
    assert mark(prepared(key, numbers, moved), key, scheme).total < 10


def test_who_errs_more_earns_less() -> None:
    key, people = small.form().key, [1, 2, 3]
    marks = [
        sum(mark(erring_sheet(key, rate, draw, people), key, small.exam().scheme).total for draw in range(20))
        for rate in (0, 200, 500, 1000)
    ]
    assert marks == sorted(marks, reverse=True)
    assert marks[0] == 2000


def test_the_probe_sees_a_sign() -> None:
    form, records = small.form(), small.form().chosen.trial.run.records
    assert all(abs(z) < 4 for z in probe(records, form.key).values())
    bills = records.table("bill")
    even = [key for at, key in enumerate(bills.sort("recorded_at", "id")["id"].to_list()) if at % 2]
    cites = tuple(replace(form.key.incidents[0].cites[0], table="bill", row_key=key, role="act") for key in even)
    marked = replace(form.key, incidents=(replace(form.key.incidents[0], cites=cites),))
    assert max(abs(z) for z in probe(records, marked).values()) > 4


def _prover() -> Prover:
    return Prover(small.exam())
