"""Acts that a set of assumptions calls intended: those that people do for a benefit."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from kaohe.scenarios.studies.deterrence import Deterrence
from kaohe.scenarios.studies.years import OfficeYears


def marked(years: OfficeYears, deterrence: Deterrence) -> OfficeYears:
    """The office-years with `intentional` as the set has it."""
    named = [f"{point}.{action}" for point, action in sorted(deterrence.tempting)]
    intended = pl.concat_str("point", "action", separator=".").is_in(named)
    return replace(years, acts=years.acts.with_columns(intentional=intended))
