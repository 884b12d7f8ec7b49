"""The typeface of figures and pages: Noto Sans CJK, one face for each written language.

The font collection comes with the package noto-cjk-sans-otc, so a report looks the same where
no Chinese font is installed.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

import noto_cjk_sans_otc  # type: ignore[import-untyped]  # publishes no types
from fontTools import subset  # type: ignore[import-untyped]  # publishes no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # publishes no types

from kaohe.reports.wording import TEXTS
from kaohe.sim.files import Fault, Faults
from kaohe.sim.files.fault import made, quoted

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontPath

FACES = {"zh-Hant": 3, "zh-Hans": 2, "en": 3}  # position in the collection: 3 = TC, 2 = SC
DROPPED = ("BASE", "GPOS", "GSUB", "VORG", "vhea", "vmtx")


def collection() -> str:
    """Path of the font collection."""
    return str(noto_cjk_sans_otc.FONT_PATH)


def face(language: str) -> FontPath:
    """The face for a language, as matplotlib takes it."""
    from matplotlib.font_manager import FontPath

    return FontPath(collection(), FACES[language])


@cache
def covered(language: str) -> frozenset[int]:
    """Code points that the face of a language can draw."""
    with TTFont(collection(), fontNumber=FACES[language], lazy=True) as font:
        return frozenset(font.getBestCmap())


def undrawable(texts: Iterable[str], language: str) -> list[str]:
    """Characters of the texts without a glyph, sorted; white space needs none."""
    known = covered(language)
    return sorted({c for text in texts for c in text if not c.isspace() and ord(c) not in known})


def require_glyphs(texts: Iterable[str], language: str, place: str) -> None:
    """Refuse to draw a text that would show an empty box. Raises Faults that name each character."""
    kept = [text for text in texts if text]
    faults = [_missing(character, kept, place) for character in undrawable(kept, language)]
    if faults:
        raise Faults(faults)


def _missing(character: str, texts: list[str], place: str) -> Fault:
    where = quoted(next(text for text in texts if character in text))
    code = f"U+{ord(character):04X}"
    said = TEXTS.message("glyph-missing", character=quoted(character), code=code, text=where)
    return made(place, None, None, "R001", said)


def dress(figure: Figure, language: str, place: str) -> None:
    """Set every text of a figure in the face of its language; sizes stay.

    Raises Faults that name each character without a glyph; `place` says which figure it was. Texts that only the
    layout makes (numbers on an axis) are set and checked after it.
    """
    _set_face(figure, language)
    require_glyphs(shown_texts(figure), language, place)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")  # it is laid out now; drawing it need not do that again
    _set_face(figure, language)
    require_glyphs(shown_texts(figure), language, place)


def shown_texts(figure: Figure) -> list[str]:
    """Every text that the figure shows."""
    from matplotlib.text import Text

    return [text.get_text() for text in figure.findobj(Text) if isinstance(text, Text) and text.get_visible()]


def _set_face(figure: Figure, language: str) -> None:
    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text

    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        text.set_fontproperties(FontProperties(fname=face(language), size=text.get_fontsize()))


def embedded(texts: Iterable[str], language: str) -> str:
    """A data URI (WOFF) of the face, cut down to the characters of the texts; same characters, same bytes."""
    font = TTFont(collection(), fontNumber=FACES[language], lazy=True, recalcBBoxes=False, recalcTimestamp=False)
    for table in DROPPED:
        if table in font:
            del font[table]
    options = subset.Options(layout_features=[], hinting=False, desubroutinize=True, name_IDs=[], notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes={ord(c) for text in texts for c in text} & covered(language))
    cutter.subset(font)
    font.flavor = "woff"
    buffer = io.BytesIO()
    font.save(buffer)
    return "data:font/woff;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
