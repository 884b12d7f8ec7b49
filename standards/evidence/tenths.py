"""The ends of ten days (旬末): the 10th, the 20th and the last of each month."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kaohe.standards.ledger.deadlines import month_end

_TENTHS = (10, 20)  # and the last of a month


def ends_of_ten_days(first: int, last: int) -> NDArray[np.int64]:
    """Those among some days (since 1970)."""
    days = np.arange(first, last + 1, dtype=np.int64)
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    ends: NDArray[np.int64] = days[np.isin(days - months + 1, _TENTHS) | (days == month_end(days))]
    return ends
