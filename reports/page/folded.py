"""The incidents of a page, each with its chain folded behind its line; of a large page the later chains are packed."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from zlib import compress

from markupsafe import Markup

from kaohe.reports.explaining.chains import Chains
from kaohe.reports.judged.cases import Incident
from kaohe.reports.judged.statute import Statute
from kaohe.reports.page.foreign_names import harmless
from kaohe.reports.page.templates import templates
from kaohe.sim.texts import current_language

PLAIN = 200  # so many chains stand in the page as they are; a browser unpacks those that follow when one is opened
IN_A_PACK = 40


@dataclass(frozen=True)
class Fold:
    """The chain of one incident: its HTML, or in which pack and at which place there it is."""

    chain: Markup = Markup()
    pack: int | None = None
    place: int = 0


@dataclass(frozen=True)
class Folded:
    """The folds in the order of the incidents, the packs, and all that is in these, for the typeface."""

    folds: tuple[Fold, ...]
    packs: tuple[str, ...]
    packed: tuple[str, ...]


def folded(chains: Chains, statute: Statute, incidents: Sequence[Incident]) -> Folded:
    """Every incident's chain in the current language."""
    drawn = _drawn(chains, statute, incidents)
    plain = [Fold(Markup(next(drawn))) for _ in incidents[:PLAIN]]
    packs, packed = [], []
    while pack := list(islice(drawn, IN_A_PACK)):
        packs.append(b64encode(compress(json.dumps(pack, ensure_ascii=False).encode(), 9)).decode())
        packed += pack
    places = (Fold(pack=n // IN_A_PACK, place=n % IN_A_PACK) for n in range(len(packed)))
    return Folded((*plain, *places), tuple(packs), tuple(packed))


def _drawn(chains: Chains, statute: Statute, incidents: Sequence[Incident]) -> Iterator[str]:
    template, language = templates().get_template("chain.html"), current_language()
    for n, incident in enumerate(incidents):
        text = template.render(link=chains.of(incident), statute=statute, lang=language)
        yield text if n < PLAIN else harmless(text)
