"""The clauses of 責任事故 as the rulebook's files give them: wording, who answers, evidence, amounts."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar, get_args

from pydantic import AfterValidator, Field

from kaohe.sim.files import FileModel, wrong
from kaohe.sim.texts import Names, catalogue

SIZES = (7, 7, 5, 6, 5, 9, 5, 10, 6, 5, 4, 3)
"""Clauses in each section of part 四(一) of the handbook."""
CLAUSE_IDS = tuple(f"{section}.{number}" for section, size in enumerate(SIZES, 1) for number in range(1, size + 1))
"""The 72 ids in the handbook's order: section.number."""
ANY_POST = "any"
"""Stands for every post (section 12)."""

Basis = Literal["fee", "cash", "property", "misstated", "delay", "none"]
BASES: tuple[Basis, ...] = get_args(Basis)
At = Literal["now", "later"]
Intent = Literal["none", "presumed", "enquiry"]
Reach = Literal["book", "hall", "office"]
REACHES: tuple[Reach, ...] = get_args(Reach)
Text = Annotated[str, Field(min_length=1)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]

Items = TypeVar("Items", bound=tuple[object, ...])


def _not_empty(items: Items) -> Items:
    if not items:
        raise wrong("P023", catalogue("kaohe.standards").message("rulebook-empty"))
    return items


Some = AfterValidator(_not_empty)
"""An array with at least one item. Not pydantic's min_length, which also complains of an item that is wrong itself."""


class Erratum(FileModel):
    """A wording mended everywhere in one text: a misprint, an editor's choice, or another script's character."""

    wrong: Text
    right: Text
    kind: Literal["misprint", "editorial", "script"]


class Wording(FileModel):
    """The handbook's wording as printed and as mended, with an English one."""

    source_text: Text
    text: Text
    text_en: Text
    errata: tuple[Erratum, ...] = ()
    note: Names | None = None

    @property
    def mended(self) -> str:
        """What the errata make of `source_text`; a checked rulebook has it in `text`."""
        text = self.source_text
        for erratum in self.errata:
            text = text.replace(erratum.wrong, erratum.right)
        return text

    @property
    def wording(self) -> Names:
        """The mended wording, for people."""
        return Names(self.text, self.text_en)


class Limb(FileModel):
    """One way in which a clause is broken, and the basis of its amount; `zero`: an incident of 0 元 by rule.

    formula: the text of the reports that shows how its amount is worked out; none: the judge does not look for it yet.
    object_type: what this limb is about, where that is another thing than its clause's.
    """

    id: Key
    basis: Basis
    formula: Key | None = None
    zero: bool = False
    at: At | None = None
    object_type: str | None = None
    description: Names
    condition: Names


class Clause(Wording):
    """One clause: who answers, what deviates, what shows it and when, what it is worth, what only looks like it.

    at: "now" if the office's own papers show it at once, "later" if another paper must contradict the first.
    consequence_required: without the consequence that the text names, a finding is a work slip (工作差錯).
    act_role: "checker" if the duty is to check another's work.
    reach: whose papers together show it: those of a book with its customers, of a business hall with its counters, or
    of the whole office. The judge looks at no more of them at once.
    """

    id: str
    name: Names
    posts: Annotated[tuple[str, ...], Some]
    answerable: Names | None = None
    at: At
    consequence_required: bool
    intent: Intent
    act_role: Literal["doer", "checker"] = "doer"
    reach: Reach = "office"
    object_type: str
    deviation: Names
    evidence: Names
    look_alikes: Annotated[tuple[Names, ...], Some]
    limbs: Annotated[tuple[Limb, ...], Some]

    @property
    def section(self) -> int:
        """The section's number: 2 of 2.3."""
        return int(self.id.split(".")[0])

    @property
    def number(self) -> int:
        """The number within the section: 3 of 2.3."""
        return int(self.id.split(".")[1])

    @property
    def intent_before_enquiry(self) -> str:
        """What is held of intent while no enquiry has decided: none, presumed or alleged."""
        return "alleged" if self.intent == "enquiry" else self.intent

    @property
    def standing(self) -> bool:
        """Whether the judge looks for a breach of it: some limb has a formula."""
        return any(limb.formula is not None for limb in self.limbs)

    def limb(self, limb_id: str) -> Limb:
        """A limb by its id; KeyError if the clause has none such."""
        for limb in self.limbs:
            if limb.id == limb_id:
                return limb
        raise KeyError(f"clause {self.id} has no limb {limb_id!r}, only {', '.join(limb.id for limb in self.limbs)}")

    def shown(self, limb: Limb) -> At:
        """When the evidence of a limb is there: its own `at`, else the clause's."""
        return limb.at or self.at

    def about(self, limb: Limb) -> str:
        """The object type of a limb: its own, else the clause's."""
        return limb.object_type or self.object_type

    def answers(self, post: str) -> bool:
        """Whether somebody in this post can answer for it."""
        return post in self.posts or ANY_POST in self.posts


class Section(FileModel):
    """A section of part 四(一): its title as printed and in words, and the posts that answer by default."""

    number: Annotated[int, Field(ge=1, le=len(SIZES))]
    source_title: Text
    title: Names
    posts: Annotated[tuple[str, ...], Some]
    note: Names | None = None


class Sentence(Wording):
    """A sentence of 四(二) or 四(三): T0–T4 the tiers, S1–S7 the handling; `item` is where it stands."""

    id: Annotated[str, Field(pattern=r"^(T[0-4]|S[1-7][abr]?)$")]
    item: Text


class ObjectType(FileModel):
    """What a duty is about, and what identifies one of them."""

    zh: Text
    en: Text
    key: Text

    @property
    def name(self) -> Names:
        """Its name."""
        return Names(self.zh, self.en)


class Overlap(FileModel):
    """Clauses that may describe one act, and which of them files.

    kind: "same_act", the same wrong listed under several posts: the post of the person answerable decides;
    "chain", links of one duty, each for its own delay: all file;
    "ranking", related wrongs: where two findings touch, that of the clause named first stands.
    touch (of a ranking): one object; one day on which both occurred; one row that both cite (of `tables`, if any are
    named). None: the clauses' own evidence keeps them apart.
    yields: what the others lose: the finding, or only the loss that the first has counted (doer and checker both file).
    """

    id: Key
    kind: Literal["same_act", "chain", "ranking"]
    clauses: Annotated[tuple[str, ...], Field(min_length=2)]
    touch: Literal["object", "day", "row"] | None = None
    tables: tuple[Key, ...] = ()
    yields: Literal["finding", "loss"] = "finding"
    rule: Names
