"""Random words addressed by (seed, purpose, period, entity), never consumed in order.

One word gives one value, by integer comparison or an inverse table, so that one more deviation, customer or policy
shifts nobody else's luck, and no libm or rejection loop stands on the path. Words are uint64.
"""

from __future__ import annotations

from enum import IntEnum, unique
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_A = np.uint64(0xBF58476D1CE4E5B9)
_MIX_B = np.uint64(0x94D049BB133111EB)
_MASK = (1 << 64) - 1


@unique
class Purpose(IntEnum):
    """What a word is for; a number is never used again for something else."""

    POPULATION = 1
    CAPACITY = 2
    CHANNEL = 3
    METER = 4
    NAME = 5
    BASE_ENERGY = 6
    REGISTER = 7
    STAFF = 8
    MONTH_ENERGY = 9
    PAY_DELAY = 10
    PAY_TIME = 11
    SERVICE_TIME = 12
    CHEQUE_RETURN = 13
    COLLECTION_RETURN = 14
    NOTICE_EFFECT = 15
    READING_PACE = 16
    NO_READ = 17
    SWAP = 18
    SWAP_DAY = 19
    APPLICATION = 20
    APPLICATION_DAY = 21
    CYCLE_CHANGE = 22
    NOTED_DELAY = 23
    SPOT_SAMPLE = 24
    CREDIT = 25
    DOOR = 26
    DEVIATION = 27
    DEVIATION_SIZE = 28
    ORDER = 29
    MAKE_GOOD = 30
    CLERK_TIME = 31
    RETURN_DELAY = 32
    SALIENCE = 33
    CHOICES = 110
    PAPERS_SHOWN = 111
    CREW_RUNS = 119
    HABIT = 112
    PLAYER = 113
    VACANCY = 34
    REGISTER_SHARE = 35
    SAFE = 36
    SAFE_COUNT = 37
    ORDER_SIDE = 38
    VISIT_DAY = 50
    NOBODY_THERE = 51
    APPOINTMENT = 52
    FAULT_SWAP_DAY = 53
    TEST_DAY = 54
    HAPPENING = 60
    HAPPENING_AT = 61
    HAPPENING_SIZE = 62
    CHEQUE_NUMBER = 70
    LOST_CHEQUE = 71
    MEANT = 72
    IN_TRANSIT = 73
    COUNTERFEIT = 74
    BEHIND = 90
    OLD_DEBT = 91
    PAY_AGAIN = 92
    AUDIT = 40
    SURVEY_ERROR = 41
    ARCHIVE_CHECK = 42
    CHANGE = 43
    PLATE = 44
    TRANSFER = 45
    CLOSING = 46
    SUSPENSION = 47
    TRANSFORMER_CHANGE = 48
    LEAVE = 100
    REPLICATION = 120
    REMITTED_REST = 121
    DOCUMENT = 170
    DOCUMENT_NAME = 171
    FEE_CHECK = 172
    FEE_APPROVAL = 173
    THEFT_TOLD = 180
    WINDOW_RECORD = 181
    INSPECTION_DAY = 182
    THEFT_STATED = 183
    THEFT_SIGN = 184
    DRAW_ORDER = 190
    DRAW_WITHIN = 191
    WRONG_PERSON = 192
    OTHER_PERSON = 193
    WRONG_PRICE = 194
    COLLECTION_RENEWED = 140
    COLLECTION_ACCOUNT = 141
    COLLECTION_CHANGE = 142
    COLLECTION_CHECK = 143
    COLLECTION_FLAW = 144
    VOID_RECEIPT = 130
    RECEIPT_SHOWN = 131
    LEAVES_LACKING = 132
    PEN_SLIP = 150
    PEN_SLIP_WAY = 151
    PEN_SLIP_SEEN = 152
    TEMPORARY = 153
    TEMPORARY_DAY = 154
    TEMPORARY_SIZE = 155
    STUBS_LOST = 133
    STOCK_SHOWN = 134


def _mix(x: Words) -> Words:
    """The finaliser of SplitMix64, in place."""
    x ^= x >> np.uint64(30)
    x *= _MIX_A
    x ^= x >> np.uint64(27)
    x *= _MIX_B
    x ^= x >> np.uint64(31)
    return x


def _mix_int(x: int) -> int:
    x = ((x ^ (x >> 30)) * int(_MIX_A)) & _MASK
    x = ((x ^ (x >> 27)) * int(_MIX_B)) & _MASK
    return x ^ (x >> 31)


@lru_cache(maxsize=4096)
def stream_key(seed: int, purpose: Purpose, period: int = 0, k: int = 0) -> int:
    """The 64-bit key of one stream."""
    key = _mix_int((seed & _MASK) ^ 0x6B616F68655F3031)
    for part in (int(purpose), period, k):
        key = _mix_int((key + (part + 1) * int(_GOLDEN)) & _MASK)
    return key


def words(seed: int, purpose: Purpose, n: int, period: int = 0) -> Words:
    """One word for each of the first n entities, by position; for arrays as wide as the population."""
    bits = np.random.Philox(key=stream_key(seed, purpose, period))
    return bits.random_raw(n) if n else np.empty(0, np.uint64)


def words_at(seed: int, purpose: Purpose, entity: NDArray[np.int64], period: int = 0, k: int = 0) -> Words:
    """One word for each given entity (any int64 key); for subsets and single events."""
    base = np.uint64(stream_key(seed, purpose, period, k))
    x = entity.astype(np.uint64)
    x *= _GOLDEN
    x += base
    return _mix(x)


def word_at(seed: int, purpose: Purpose, entity: int, period: int = 0, k: int = 0) -> int:
    """`words_at` for one entity."""
    base = stream_key(seed, purpose, period, k)
    return _mix_int(((entity & _MASK) * int(_GOLDEN) + base) & _MASK)


def happens(word: Words, rate_e6: int) -> NDArray[np.bool_]:
    """True with a probability of rate_e6 millionths."""
    if rate_e6 >= 1_000_000:
        return np.ones(word.shape, np.bool_)
    return word < np.uint64((max(rate_e6, 0) << 64) // 1_000_000)


def below(word: Words, n: int) -> NDArray[np.int64]:
    """Uniform integers 0 ≤ x < n, n < 2³¹."""
    x = word >> np.uint64(32)
    x *= np.uint64(n)
    x >>= np.uint64(32)
    return x.view(np.int64)


def choose(word: Words, weights: tuple[int, ...]) -> NDArray[np.int64]:
    """Index of a category drawn with the given integer weights."""
    total = sum(weights)
    return np.searchsorted(np.cumsum(np.array(weights)), below(word, total), side="right").astype(np.int64)


def from_table(word: Words, table: NDArray[np.int64]) -> NDArray[np.int64]:
    """Piecewise linear inverse: table[i] is the value at quantile i / (len − 1); floor to integers."""
    steps = len(table) - 1
    position = (word >> np.uint64(40)).view(np.int64)
    position *= steps
    cell = position >> 24
    position &= (1 << 24) - 1
    low = table.take(cell)
    position *= np.diff(table).take(cell)
    position >>= 24
    position += low
    return position
