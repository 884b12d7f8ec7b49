"""Names that data files give in two languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kaohe.sim.texts.language import current_language, simplified

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


@dataclass(frozen=True, slots=True)
class Names:
    """A name in Traditional Chinese and English; in data files `name = { zh = "抄表工", en = "meter reader" }`."""

    zh_hant: str
    en: str

    def text(self) -> str:
        """The name in the current language; zh-Hans is derived."""
        language = current_language()
        if language == "en":
            return self.en
        return self.zh_hant if language == "zh-Hant" else simplified(self.zh_hant)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The table { zh, en } of a data file, or a `Names` made in code."""
        from pydantic_core import core_schema

        text = core_schema.str_schema(strict=True, min_length=1)
        fields = {key: core_schema.typed_dict_field(text, required=True) for key in ("zh", "en")}
        table = core_schema.typed_dict_schema(fields, extra_behavior="forbid", strict=True)
        made = core_schema.no_info_after_validator_function(lambda given: cls(given["zh"], given["en"]), table)
        own = core_schema.is_instance_schema(cls)
        tagged = core_schema.tagged_union_schema({"own": own, "table": made}, lambda given: _form(cls, given))
        written = core_schema.plain_serializer_function_ser_schema(lambda names: {"zh": names.zh_hant, "en": names.en})
        return core_schema.json_or_python_schema(made, tagged, serialization=written)


def _form(cls: type[Names], given: object) -> str:
    return "own" if isinstance(given, cls) else "table"
