"""Numbers that no step takes: full-width digits, thousands signs, negative amounts, Chinese numerals."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("number-wide", re.compile(r"[０-９][０-９.,．，]*")),
    ("number-thousands", re.compile(r"(?<![0-9.])[0-9]{1,3}(?:[,，'][0-9]{3})+(?![0-9])")),
    ("number-negative", re.compile(r"(?<![0-9０-９A-Za-z])[-−－–][ ]?[0-9][0-9.]*")),
    (
        "number-chinese",
        re.compile(r"[零〇一二兩两三四五六七八九十百千萬万億亿壹貳贰參叁肆伍陸陆柒捌玖拾佰仟]+(?=\s*(?:元|kWh|kVA))"),
    ),
)
_QUOTED = re.compile(r"[「\"“][^「」\"“”]*[」\"”]")


def odd_numbers(text: str, *, alone: bool = False) -> Iterator[tuple[str, str, str]]:
    """(code, message key, what is written) of each; names in 「」 are left alone unless the text is a cell."""
    searched = text if alone else _QUOTED.sub(lambda match: " " * len(match[0]), text)
    for key, form in _FORMS:
        for match in form.finditer(searched):
            if not alone or match[0] == text.strip():
                yield "F009", key, match[0]
