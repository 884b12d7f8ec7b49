"""How many meters a reader can read between opening and closing, at the scenario's pace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kaohe.sim.spec import KINDS, BookSpec, Kind, OfficeSpec, Practice, SpecError, impossible
from kaohe.sim.texts import Argument

HAND_OVER_S = 5 * 60
QUICKEST, SLOWEST = 80, 120  # of the mean time for a meter, percent
_PACES: tuple[tuple[Kind, str], ...] = (("resident", "read_s"), ("special", "read_special_s"))
HOURS = ("opens_s", "windows_close_s", "closes_s")


def pace_s(practice: Practice, kind: Kind, percent: int) -> int:
    """Seconds for a meter of a book of this kind, at so many percent of the mean."""
    return (practice.read_special_s if kind == "special" else practice.read_s) * percent // 100


def meters_in_a_day(practice: Practice, kind: Kind, taken_s: int = 0) -> int:
    """Meters of one book that the slowest reader reads, back at the hall by closing; `taken_s`: with other books."""
    left = practice.closes_s - practice.opens_s - taken_s - _way_s(practice)
    return max(left, 0) // max(pace_s(practice, kind, SLOWEST), 1)


def practice_faults(spec: OfficeSpec) -> Iterator[SpecError]:
    """Hours that are not in their order, or in which nobody reads a single meter."""
    practice = spec.practice
    opens, ends, closes = (clock_said(getattr(practice, name)) for name in HOURS)
    if practice.windows_close_s <= practice.opens_s:
        yield impossible(("practice", "windows_close_s"), "P052", "windows-shut", opens=opens, closes=ends)
    if practice.closes_s < max(practice.windows_close_s, practice.opens_s):
        yield impossible(("practice", "closes_s"), "P052", "hours", opens=opens, ends=ends, closes=closes)
    if not _in_order(practice):
        return
    for kind, name in _PACES:
        if not meters_in_a_day(practice, kind):
            yield impossible(("practice", name), "P019", "no-meter", name=name, opens=opens, closes=closes)


def reading_time_faults(spec: OfficeSpec) -> Iterator[SpecError]:
    """Named books that a reader cannot finish by closing; those of one reader and day are read one after another."""
    practice = spec.practice
    if not _in_order(practice):
        return
    before: dict[tuple[str, int], list[BookSpec]] = defaultdict(list)
    for number, book in enumerate(spec.books):
        if book.kind not in KINDS:
            continue
        others = before[book.reader, book.cycle_day] if book.reader is not None else []
        fits = meters_in_a_day(practice, book.kind, sum(book_s(practice, each.kind, each.customers) for each in others))
        if book.customers > max(fits, 0):
            yield _too_long(("books", number, "customers"), book, others, fits, practice)
        else:
            others.append(book)


def _too_long(
    at: tuple[str | int, ...], book: BookSpec, others: list[BookSpec], fits: int, practice: Practice
) -> SpecError:
    given: dict[str, Argument] = {"count": book.customers, "fits": fits, "closes": clock_said(practice.closes_s)}
    pace = pace_s(practice, book.kind, SLOWEST)
    if not others:
        return impossible(at, "P019", "book-long", book=book.name, pace=pace, **given)
    names: dict[str, Argument] = {
        "reader": str(book.reader),
        "others": "、".join(each.name for each in others),
        "day": book.cycle_day,
    }
    return impossible(at, "P019", "book-long-with", book=book.name, pace=pace, **names, **given)


def clock_said(second: int) -> str:
    """A time of day: 17:00."""
    return f"{second // 3600:02d}:{second % 3600 // 60:02d}"


def _in_order(practice: Practice) -> bool:
    return practice.opens_s < practice.windows_close_s <= practice.closes_s


def _way_s(practice: Practice) -> int:
    return practice.travel_s + 2 * HAND_OVER_S


def book_s(practice: Practice, kind: Kind, meters: int) -> int:
    """Seconds that the slowest reader needs for a book, way and hand-over among them."""
    return _way_s(practice) + meters * pace_s(practice, kind, SLOWEST)


def day_s(practice: Practice) -> int:
    """Seconds of a reader's day."""
    return practice.closes_s - practice.opens_s
