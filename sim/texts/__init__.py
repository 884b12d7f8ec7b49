"""What people read: Fluent catalogues, the language in force, names in data, and how money and days are written."""

from kaohe.sim.texts.catalogue import Argument, Catalogue, Message, Verbatim, catalogue
from kaohe.sim.texts.language import (
    LANGUAGES,
    Language,
    Names,
    current_language,
    day,
    language_asked,
    language_of,
    simplified,
    use_language,
    yuan,
)
from kaohe.sim.texts.signs import COMMANDING, visible

__all__ = [
    "COMMANDING",
    "LANGUAGES",
    "Argument",
    "Catalogue",
    "Language",
    "Message",
    "Names",
    "Verbatim",
    "catalogue",
    "current_language",
    "day",
    "language_asked",
    "language_of",
    "simplified",
    "use_language",
    "visible",
    "yuan",
]
