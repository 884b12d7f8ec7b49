"""Where an action has a meaning, and where it can be shown within the span: what many desks say alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaohe.sim.deciding.points import Mask, MayFunction, Situations

if TYPE_CHECKING:
    from kaohe.sim.office import Office


def all_of(*meanings: MayFunction) -> MayFunction:
    """Where each of them says so."""

    def may(office: Office, tray: Situations) -> Mask:
        found = np.ones(len(tray), np.bool_)
        for meaning in meanings:
            found &= meaning(office, tray)
        return found

    return may


def on_working_days(office: Office, tray: Situations) -> Mask:
    """On days on which the inside posts work."""
    return np.full(len(tray), bool(office.calendar.is_working(tray.day)))


def shown_next_day(office: Office, tray: Situations) -> Mask:
    """The day's limit has passed on the next working day, within the span."""
    return np.full(len(tray), office.calendar.first_working_after(tray.day) <= office.last_day)


def shown_after(field: str, spare_days: int = 0) -> MayFunction:
    """The limit that a field of the situation names has passed within the span, even if others' errors move it by so
    many days.
    """

    def matures(office: Office, tray: Situations) -> Mask:
        passed: Mask = office.calendar.first_working_after(tray.fields[field]) + spare_days <= office.last_day
        return passed

    return matures


def at_least(field: str, least: int) -> MayFunction:
    """A field of the situation is so large."""

    def may(office: Office, tray: Situations) -> Mask:
        enough: Mask = tray.fields[field] >= least
        return enough

    return may


def without(field: str) -> MayFunction:
    """A field of the situation is 0: no."""

    def may(office: Office, tray: Situations) -> Mask:
        none: Mask = tray.fields[field] == 0
        return none

    return may


def never(office: Office, tray: Situations) -> Mask:
    """Nowhere: no paper to come shows what it led to."""
    return np.zeros(len(tray), np.bool_)
