"""The typeface of pages: Noto Sans CJK, one face for each written language.

The font collection comes with the package noto-cjk-sans-otc, so a report looks the same where
no Chinese font is installed. HarfBuzz cuts a page's characters out of it in some ten milliseconds.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable

import noto_cjk_sans_otc  # type: ignore[import-untyped]  # publishes no types
import uharfbuzz as hb  # type: ignore[import-untyped]  # publishes no types

FACES = {"zh-Hant": 3, "zh-Hans": 2, "en": 3}  # position in the collection: 3 = TC, 2 = SC
KEPT = ("CFF ", "OS/2", "cmap", "head", "hhea", "hmtx", "maxp", "name", "post")


def undrawable(texts: Iterable[str], language: str) -> list[str]:
    """Characters of the texts without a glyph, sorted; white space needs none."""
    known = set(_face(language).unicodes)
    return sorted({c for text in texts for c in text if not c.isspace() and ord(c) not in known})


def embedded(texts: Iterable[str], language: str) -> str:
    """A data URI (OpenType) of the face, cut down to the characters of the texts; same characters, same bytes."""
    face = _face(language)
    asked = hb.SubsetInput()
    asked.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NOTDEF_OUTLINE
    asked.drop_table_tag_set.update(int.from_bytes(tag.encode()) for tag in face.table_tags if tag not in KEPT)
    asked.unicode_set.update({ord(c) for text in texts for c in text})
    return "data:font/otf;base64," + base64.b64encode(hb.subset(face, asked).blob.data).decode("ascii")


def _face(language: str) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(noto_cjk_sans_otc.FONT_PATH)), FACES[language])
