"""Seeds of forms: drawn from a sealed number, so that one form that leaks gives away no other."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

SECRET_BYTES = 16
SEED_BITS = 63
FIRST_ROW, ROOM = 1_000, 8_000


def form_seed(secret: bytes, exam: str, form: int, attempt: int = 0) -> int:
    """The seed of a form: the first 63 bits of HMAC-SHA256(secret, exam, form, attempt of the proof).

    ValueError for a secret that is not of 128 bits.
    """
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"a sealed number of {8 * len(secret)} bits, not {8 * SECRET_BYTES}")
    name = exam.encode()
    message = b"%d:%s:%d:%d" % (len(name), name, form, attempt)
    return int.from_bytes(hmac.digest(secret, message, hashlib.sha256)[:8], "big") >> (64 - SEED_BITS)


def first_rows(seed: int, tables: Iterable[str]) -> dict[str, int]:
    """The number of the first row of each register in a form's papers: a row of one form names none of another."""
    seal = seed.to_bytes(8, "big")
    words = {table: hmac.digest(seal, b"rows " + table.encode(), hashlib.sha256) for table in tables}
    return {table: FIRST_ROW + int.from_bytes(word[:8], "big") % ROOM for table, word in words.items()}
