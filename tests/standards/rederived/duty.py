"""Who was on duty, once more: roster, rota, slips of leave and of substitution, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.standards.rederived.papers import Papers, Row


def there(papers: Papers, staff: int, post: str, on: date) -> int:
    """Somebody, or who stands in for him in a post while he is on leave."""
    for slip in _slips(papers, on):
        if slip["employee"] == staff and slip["post"] == post:
            return int(slip["substitute"])
    return staff


def _slips(papers: Papers, on: date) -> Iterator[Row]:
    return (slip for slip in papers.rows("substitution") if slip["from_on"] <= on <= slip["to_on"])


def acts_as(papers: Papers, staff: int, post: str, on: date) -> bool:
    """Whether somebody has a post on a day, his own or another's."""
    return papers.holds(staff, post) or any(
        (each["substitute"], each["post"]) == (staff, post) for each in _slips(papers, on)
    )


def holder(papers: Papers, post: str, on: date) -> int:
    """Who does the work of a post that one person has."""
    return there(papers, next(number for number in papers.staff if papers.holds(number, post)), post, on)


def reader(papers: Papers, book: Row, on: date, at: date) -> int:
    """Who is to read a book, of which the day is `on`, at a day."""
    rota = (row["reader"] for row in papers.rows("reading_rota") if (row["book"], row["on"]) == (book["book"], on))
    return there(papers, next(rota, book["reader"]), "meter_reader", at)


def at_counter(papers: Papers, counter: int, on: date) -> int:
    """Who is at a counter at the hour of the first close; by the staff register where there is no roster."""
    hours, minutes = papers.limits["closing.first_close"].split(":")
    minute = int(hours) * 60 + int(minutes)
    rows = [row for row in papers.rows("duty_roster") if row["period"] == on.year * 100 + on.month]
    mine = [row for row in rows if row["counter"] == counter and not row["goes_along"]]
    turn = [row for row in mine if row["from_minute"] is None or row["from_minute"] <= minute < row["to_minute"]]
    return there(papers, turn[0]["employee"], "collector", on)
