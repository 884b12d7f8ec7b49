"""An office forked at a midnight: every end equals the straight run, row for row and act for act."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from kaohe.sim import snapshots
from kaohe.sim.deciding.behaviours import Behaviour, Confined, Erring, Order
from kaohe.sim.deciding.injection import SIDES, Survey
from kaohe.sim.deciding.points import REGISTRY
from kaohe.sim.deciding.questions import Question
from kaohe.sim.desks.base import Desk
from kaohe.sim.desks.departments import Department
from kaohe.sim.founding import Founding
from kaohe.sim.office import Office
from kaohe.sim.records import blocks
from kaohe.sim.records.writer import TableWriter, Value
from kaohe.sim.run import Run
from kaohe.sim.snapshots import Snapshot, SnapshotError
from kaohe.sim.state import StateError, attributes, fixed, take_down
from tests.proving import PROVING, examples
from tests.sim.office import Small, clean, planned
from tests.sim.office_acts import Noting

SMALL = Small(400, 3, 23)
RATE_E6 = 30_000
# The opening, the first night, in mid-month, the first of a month, the last night.
DAYS: tuple[int, ...] = (0, 1, 13, 31, 44, 58, 75, 89) if PROVING else (0, 1, 31, 44, 75, 89)
TWICE = DAYS if PROVING else (1, 44)  # of one snapshot two forks
THROUGH_FILES = [
    (name, day)
    for name in ("clean", "ordered", "erring")
    for day in (0, 44, 75)
    if PROVING or name == "erring" or (name, day) == ("ordered", 44)
]

OFFICES: Mapping[str, Callable[[], Office]] = {
    "clean": lambda: SMALL.office(),
    "ordered": lambda: SMALL.office(planned(SMALL, 1)),
    "erring": lambda: SMALL.office(behaviours=[Erring(dict.fromkeys(REGISTRY.clauses(), RATE_E6))]),
}


@pytest.fixture(autouse=True, scope="module")
def _months_are_worth_a_file() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "FILE_ROWS", 100)
        yield


@cache
def straight(name: str) -> Run:
    """The run that nobody interrupted."""
    return OFFICES[name]().run()


def assert_same(run: Run, other: Run) -> None:
    """Digest for digest, act for act, order for order."""
    assert run.digests == other.digests
    assert run.acts.equals(other.acts)
    assert (run.orders, run.void, run.counts) == (other.orders, other.void, other.counts)


@pytest.mark.parametrize("name", OFFICES)
def test_forks_and_their_office_end_as_the_straight_run(name: str) -> None:
    office = OFFICES[name]()
    first = office.today
    for day in DAYS if PROVING or name != "clean" else (0, 44):
        office.advance(first + day)
        snapshot = office.snapshot()
        forks = [Office.restored(snapshot) for _ in range(1 + (day in TWICE))]
        assert {fork.today for fork in forks} == {first + day}
        for fork in forks:
            assert_same(fork.run(), straight(name))
    assert_same(office.run(), straight(name))


@pytest.mark.parametrize(("name", "day"), THROUGH_FILES)
def test_so_they_do_through_a_file(name: str, day: int, tmp_path: Path) -> None:
    office = OFFICES[name]()
    office.advance(office.today + day)
    office.snapshot().save(tmp_path / "night")
    loaded = Snapshot.load(tmp_path / "night", founding=office.founding)
    assert_same(Office.restored(loaded).run(), straight(name))
    assert_same(Office.restored(loaded, folder=tmp_path / "records").run(), straight(name))


@examples(4)
@given(st.lists(st.integers(0, 89), min_size=2, max_size=3, unique=True).map(sorted))
def test_a_fork_of_a_fork_on_any_days(days: list[int]) -> None:
    office = OFFICES["ordered"]()
    first = office.today
    for day in days:
        office.advance(first + day)
        office = Office.restored(office.snapshot())
    assert_same(office.run(), straight("ordered"))


# ── records in folders ───────────────────────────────────────────────────────────────────────────────────────────────


def frames(folder: Path) -> dict[str, pl.DataFrame]:
    """Every file of a records folder."""
    return {
        str(path.relative_to(folder)): pl.read_parquet(path) for path in sorted(folder.rglob("*")) if path.is_file()
    }


def in_folder(folder: Path) -> Office:
    """The ordered office, with files."""
    small = SMALL.office(planned(SMALL, 1))
    return Office(small.spec, small.seed, small.rules, orders=small.orders, folder=folder)


def test_closed_months_are_linked_and_nobody_writes_into_anothers(tmp_path: Path) -> None:
    office = in_folder(tmp_path / "straight")
    office.advance(office.today + 44)
    snapshot = office.snapshot()
    assert_same(office.run(), straight("ordered"))
    whole = frames(tmp_path / "straight")
    fork = Office.restored(snapshot, folder=tmp_path / "fork")
    january = tmp_path / "fork" / "bill" / "200101.parquet"
    assert january.samefile(tmp_path / "straight" / "bill" / "200101.parquet")
    assert not (tmp_path / "fork" / "bill" / "200102.parquet").exists()
    assert_same(fork.run(), straight("ordered"))
    assert frames(tmp_path / "fork").keys() == whole.keys()
    without = Office.restored(snapshot, folder=tmp_path / "without", orders=())
    assert without.run().digests != straight("ordered").digests
    office.run()  # once more, over its own files: those of the forks stay
    for folder in ("straight", "fork"):
        assert all(frame.equals(whole[name]) for name, frame in frames(tmp_path / folder).items())


def test_a_file_names_the_folder_of_closed_months(tmp_path: Path) -> None:
    office = in_folder(tmp_path / "records")
    office.advance(office.today + 44)
    office.snapshot().save(tmp_path / "night")
    (tmp_path / "records").rename(tmp_path / "moved")
    with pytest.raises(SnapshotError, match="200"):
        Snapshot.load(tmp_path / "night")
    loaded = Snapshot.load(tmp_path / "night", records=tmp_path / "moved")
    assert_same(Office.restored(loaded).run(), straight("ordered"))
    assert_same(Office.restored(loaded, folder=tmp_path / "moved").run(), straight("ordered"))  # goes on in its place


def test_closed_months_that_were_changed_are_refused(tmp_path: Path) -> None:
    office = in_folder(tmp_path / "records")
    office.advance(office.today + 44)
    office.snapshot().save(tmp_path / "night")
    path = tmp_path / "records" / "bill" / "200101.parquet"
    pl.read_parquet(path).with_columns(pl.col("amount_fen") + 1).write_parquet(path)
    with pytest.raises(SnapshotError, match="bill: the closed months are not those"):
        Snapshot.load(tmp_path / "night")


def test_what_was_handed_in_is_never_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forks share the columns of the open month."""
    handed: list[tuple[str, NDArray[Any], NDArray[Any]]] = []
    append = TableWriter.append

    def noting(self: TableWriter, n: int, values: Mapping[str, Value]) -> None:
        for name, value in values.items():
            if isinstance(value, np.ndarray):
                handed.append((f"{self.table.name}.{name}", value, value.copy()))
        append(self, n, values)

    monkeypatch.setattr(TableWriter, "append", noting)
    OFFICES["erring"]().run()
    assert len(handed) > 1_000
    assert not {name for name, value, then in handed if not np.array_equal(value, then)}


# ── a post that is held ──────────────────────────────────────────────────────────────────────────────────────────────


def answer(question: Question) -> tuple[str, int]:
    """Bank short now and then; what was asked."""
    if question.key % 3 == 0 and any(each.id == "bank_short" for each in question.actions):
        question.act("bank_short", amount_fen=10_000)
    else:
        question.by_the_book()
    return question.point.id, question.key


def test_a_restored_office_asks_on_from_its_day() -> None:
    office, asked = SMALL.office(planned(SMALL, 1)), list[tuple[str, int]]()
    nights: list[tuple[Snapshot, int]] = []
    for day in range(office.today, office.last_day + 1):
        if day % 30 == 14:
            nights.append((office.snapshot(), len(asked)))
        asked += [answer(question) for question in office.day(day, hold="cashier")]
    straight_run = office.result()
    assert "bank_short" in straight_run.acts.filter(pl.col("cause") == "behaviour")["action"]
    assert len(nights) == 3
    for snapshot, before in nights:
        fork = Office.restored(snapshot)
        assert [answer(question) for question in fork.steps(hold="cashier")] == asked[before:]
        assert_same(fork.result(), straight_run)
    assert [answer(question) for question in office.steps(hold="cashier")] == asked


# ── days ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_only_the_next_day_can_be_had() -> None:
    office = Small(60, 1).office()
    first = office.today
    for day in (first - 1, first + 1):
        with pytest.raises(ValueError, match=str(first)):
            office.day(day)
    with pytest.raises(ValueError, match=str(first - 1)):
        office.advance(first - 1)
    with pytest.raises(ValueError, match=str(office.last_day + 2)):
        office.advance(office.last_day + 2)
    assert not list(office.day(first))
    assert office.today == first + 1
    office.advance(office.last_day + 1)
    with pytest.raises(ValueError, match="come next"):
        office.day(office.today)
    assert office.result().digests == clean(Small(60, 1)).digests


def test_no_snapshot_is_taken_in_the_middle_of_a_day() -> None:
    office = SMALL.office()
    questions = office.steps(hold="meter_reader")
    next(questions)
    with pytest.raises(RuntimeError, match="midnight"):
        office.snapshot()
    with pytest.raises(ValueError, match="come next"):
        office.day(office.today)
    questions.close()  # type: ignore[attr-defined]  # a generator
    with pytest.raises(RuntimeError, match="midnight"):
        office.snapshot()
    assert office.run().digests == straight("clean").digests


def test_a_restored_office_begins_again_at_its_snapshot() -> None:
    office = OFFICES["ordered"]()
    office.advance(office.today + 44)
    fork = Office.restored(office.snapshot())
    for _ in range(2):
        assert_same(fork.run(), straight("ordered"))


# ── other orders, further behaviours ─────────────────────────────────────────────────────────────────────────────────


def test_other_orders_take_the_place_of_those_to_come() -> None:
    """What was carried out stays so; without any orders from the opening on it is the clean office."""
    office = OFFICES["ordered"]()
    first, orders = office.today, office.orders
    opening = office.snapshot()
    assert Office.restored(opening, orders=()).run().digests == straight("clean").digests
    assert_same(Office.restored(opening, orders=orders).run(), straight("ordered"))
    office.advance(first + 44)
    snapshot, done = office.snapshot(), office.scripted.taken_on
    kept = [order for number, order in enumerate(office.scripted.orders) if number in done]
    assert 0 < len(kept) < len(orders)
    less = Office.restored(snapshot, orders=kept).run()
    assert not any(less.void)
    acts = straight("ordered").acts
    begun = acts.filter(pl.col("at").cast(pl.Date).cast(pl.Int32) < first + 44)
    assert less.acts["act_id"].to_list() == begun["act_id"].to_list()
    shuffled = Office.restored(snapshot, orders=list(reversed(orders)))
    assert shuffled.run().digests == straight("ordered").digests
    assert not any(shuffled.result().void)


def test_equal_orders_keep_what_came_of_them_one_by_one() -> None:
    """The second of two for one situation is not carried out; that is known of an equal one, too."""
    order = next(each for each in planned(SMALL, 1) if each.point == "read_book")
    office = SMALL.office([order, order])
    office.advance(office.last_day)
    for orders, second in (([order, order, order], {1}), ([order, order], {1}), ([order], set())):
        scripted = Office.restored(office.snapshot(), orders=orders).scripted
        assert scripted.taken_on.keys() == {0}
        assert scripted.second == second
    assert not Office.restored(office.snapshot(), orders=[Order("issue_bill", "skip_bill", key=1)]).scripted.taken_on


def test_further_behaviours_lie_over_all_that_the_snapshot_has() -> None:
    office = OFFICES["ordered"]()
    opening = office.snapshot()
    assert not straight("ordered").acts.is_empty()
    run = Office.restored(opening, behaviours=[Confined(frozenset())]).run()
    assert run.acts.is_empty()


def test_what_a_behaviour_has_counted_goes_on() -> None:
    def survey() -> Survey:
        return Survey(dict.fromkeys(REGISTRY.clauses(), 3))

    whole, begun = survey(), survey()
    SMALL.office(behaviours=[whole]).run()
    office = SMALL.office(behaviours=[begun])
    office.advance(office.today + 44)
    fork = Office.restored(office.snapshot())
    fork.run()
    found = fork.layers.layers[0]
    assert isinstance(found, Survey)
    assert found is not begun
    assert found.found == whole.found
    pairs = [(clause, side) for clause in REGISTRY.clauses() for side in SIDES]
    assert all(found.chosen(*each) == whole.chosen(*each) for each in pairs)


def test_a_behaviour_from_elsewhere_with_a_state_of_its_own_is_refused() -> None:
    layer: Behaviour = Noting()
    office = Small(60, 1).office(behaviours=[layer])
    with pytest.raises(StateError, match="Noting"):
        office.snapshot()


# ── desks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def components(office: Office) -> Iterator[tuple[str, object]]:
    """Every object of an office whose class names what is FIXED: the office, its departments, their desks."""
    yield "office", office
    for name, value in vars(office).items():
        if fixed(type(value)):
            yield name, value
            if isinstance(value, Department):
                yield from ((f"{name}.{desk}", each) for desk, each in vars(value).items() if desk != "office")


def plain(value: Any) -> Any:
    """A value that can be compared: arrays as lists."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    fields = getattr(value, "__dataclass_fields__", None)
    return {name: plain(getattr(value, name)) for name in fields} if fields else value


# Not compared: the office itself, and what a snapshot does not carry over because it is made anew.
APART = {"office", "calendar", "prices", "on_month", "_behaviours", "_writer", "_origin", "_at_work", "_abandoned"}
APART |= {"on_duty"}


def test_each_desk_attribute_is_state_or_what_the_constructor_alone_determines() -> None:
    office, fresh = OFFICES["erring"](), dict(components(OFFICES["erring"]()))
    office.advance(office.today + 75)
    found = dict(components(office))
    assert found.keys() == fresh.keys()
    assert sum(isinstance(each, Desk) for each in found.values()) >= 17
    for name, each in found.items():
        out = fixed(type(each))
        assert out <= vars(each).keys(), f"{name}: FIXED names what is not there"
        for attribute in out - APART:
            now, then = (plain(vars(one)[attribute]) for one in (each, fresh[name]))
            assert now == then, f"{name}.{attribute} changes, and is FIXED"
        for value in attributes(each).values():
            if not fixed(type(value)):
                take_down(value)


def test_a_new_attribute_of_a_desk_is_carried_over_unasked() -> None:
    office = SMALL.office()
    office.cash.cashier.counted = {1: (2, 3)}  # type: ignore[attr-defined]  # as a new desk would have it
    state = json.dumps(office.snapshot().state.value)
    assert '["counted", ["dict", [1, ["tuple", 2, 3]]]]' in state
    with pytest.raises(SnapshotError, match="Cashier has other attributes now"):
        Office.restored(office.snapshot())


# ── files that are refused ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(name="night", scope="module")
def _night(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Founding]:
    office = Small(60, 1).office()
    office.advance(office.today + 10)
    path = tmp_path_factory.mktemp("nights") / "night"
    office.snapshot().save(path)
    return path, office.founding


def test_another_version_is_refused(night: tuple[Path, Founding], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "version", lambda name: "9.9")
    with pytest.raises(SnapshotError, match=r"another version.*9\.9"):
        Snapshot.load(night[0])


def test_another_format_is_refused(night: tuple[Path, Founding], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "FORMAT", 2)
    with pytest.raises(SnapshotError, match="format 1 of version"):
        Snapshot.load(night[0])


def test_another_office_is_refused(night: tuple[Path, Founding]) -> None:
    assert Snapshot.load(night[0], founding=night[1]).founding == night[1]
    with pytest.raises(SnapshotError, match="another office"):
        Snapshot.load(night[0], founding=Small(61, 1).office().founding)


@pytest.mark.parametrize("content", [b"", b"PK", b"not a snapshot at all"])
def test_what_is_no_snapshot_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "night").write_bytes(content)
    with pytest.raises(SnapshotError, match="no snapshot"):
        Snapshot.load(tmp_path / "night")


def test_a_damaged_snapshot_is_refused(night: tuple[Path, Founding], tmp_path: Path) -> None:
    content = night[0].read_bytes()
    for cut in (len(content) // 3, len(content) - 40):
        (tmp_path / "night").write_bytes(content[:cut])
        with pytest.raises(SnapshotError):
            Snapshot.load(tmp_path / "night")


def test_a_file_that_is_not_there_is_no_snapshot(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Snapshot.load(tmp_path / "night")
