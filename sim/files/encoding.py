"""What an encoding looks like, for the hint only: text is never decoded by a guess."""

from __future__ import annotations

import codecs
from itertools import pairwise

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_FREQUENT = frozenset(
    "的一是不了在人有我他这個个上們们來来到時时大地為为子中你說说生國国年著就那和要她出也得裡里後后自以會会"
    "可下而過过天去能對对小多然於于心學学麼么之都好看起發发當当沒没成只如事把還还用第樣样道想作種种開开"
    "電电費费表抄收營营業业員员計计戶户用量元月日例期線线損损差錯错考核標标準准則则崗岗位職职責责規规定金額额"
    "單单按照應应及時时客檢检查審审核名稱称金限價价率"
)
SAMPLE = 64 << 10


def byte_order_mark(data: bytes) -> str | None:
    """The encoding that a byte-order mark names, other than UTF-8."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def looks_like(data: bytes) -> str | None:
    """The likely encoding of bytes that are not UTF-8: UTF-16LE/BE, GBK, Big5, Latin-1; None if nothing fits."""
    if (wide := _utf16(data)) is not None:
        return wide
    if _mostly_utf8(data):
        return None
    if _isolated(data):
        return "Latin-1"
    scores = [(_chinese(data, codec), name) for codec, name in (("gb18030", "GBK"), ("cp950", "Big5"))]
    score, name = max(scores, key=lambda pair: pair[0])
    return name if score > 0 else None


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a mark: its NULs are many, and nearly all on one side of each pair of bytes."""
    nul, even = data.count(0), data[0::2].count(0)
    if nul * 20 < len(data) or min(even, nul - even) * 10 > nul:
        return None
    return "UTF-16BE" if even * 2 > nul else "UTF-16LE"


def _mostly_utf8(data: bytes) -> bool:
    """Most of the text is UTF-8 and some bytes are damaged."""
    text = data.decode("utf-8", "replace")
    wide = sum(ord(character) > 127 for character in text)
    return text.count("\ufffd") * 3 < wide


def _isolated(data: bytes) -> bool:
    """Bytes above 127 stand alone between ASCII ones, as é and £ do in Latin-1."""
    high = [byte > 127 for byte in data[:SAMPLE]]
    paired = sum(one and other for one, other in pairwise(high))
    return paired * 4 < sum(high)


def _chinese(data: bytes, codec: str) -> float:
    """Share of frequent characters among the wide ones, if these bytes can be so decoded; else 0."""
    text = codecs.getincrementaldecoder(codec)("replace").decode(data[:SAMPLE])
    wide = [character for character in text if ord(character) > 127]
    if not wide or text.count("\ufffd") * 10 > len(wide):
        return 0.0
    return sum(character in _FREQUENT or 0xFF00 <= ord(character) < 0xFF5F for character in wide) / len(wide)
