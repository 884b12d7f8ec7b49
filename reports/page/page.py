"""The report of an assessment as one self-contained HTML page: figures, style and typeface inside, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from kaohe.reports.explaining.chains import Chains, pattern_lines
from kaohe.reports.explaining.contradictions import contradictions
from kaohe.reports.judged import cases, counts
from kaohe.reports.judged.cases import Finding, Incident, Sanction
from kaohe.reports.judged.counts import Headline
from kaohe.reports.judged.inputs import Judged, Papers, Run
from kaohe.reports.judged.patterns import PatternRule, patterns
from kaohe.reports.judged.people import Person, people
from kaohe.reports.judged.statute import Statute, kinds_text, ordered
from kaohe.reports.page.figures import LINES_SHOWN
from kaohe.reports.page.folded import PLAIN, Fold, Folded, folded
from kaohe.reports.page.fonts import embedded
from kaohe.reports.page.foreign_names import harmless
from kaohe.reports.page.plates import plates
from kaohe.reports.page.templates import templates
from kaohe.reports.papers.slips import Desk
from kaohe.reports.words.keys import key_text
from kaohe.reports.words.wording import day, number, say
from kaohe.sim import texts
from kaohe.sim.texts import use_language

if TYPE_CHECKING:
    from kaohe.standards import Policy, Rulebook

ROWS_SHOWN = 5_000  # beyond this a page becomes slow to open; the Parquet files have them all
LISTED = 12  # longer lists of slips and disagreements are folded
FACTS = ("scenario", "policy", "seed", "customers", "months", "span", "as_of", "version")
CONTRADICTIONS = "contradictions"
PARTS = ("summary", "sections", "amounts", "sanctions", "timeline", "incidents", "people", "slips", "reading")


@dataclass(frozen=True)
class Card:
    """A headline number."""

    label: str
    value: str
    unit: str
    note: str = ""


@dataclass(frozen=True)
class Row:
    """An incident with its chain."""

    case: Incident
    person: str
    sanctions: str
    chain: Markup
    pack: int | None
    place: int


@dataclass(frozen=True)
class SlipRow:
    """A work slip in its table."""

    case: Finding
    person: str
    object: str


@dataclass(frozen=True)
class PersonRow:
    """A person's line, and what is folded behind it."""

    staff: int
    name: str
    posts: str
    incidents: Sequence[Incident]
    months: int
    amount_fen: int
    kinds: str
    patterns: Sequence[str]
    orders: Sequence[tuple[int, str]]
    slips: Sequence[str]


def render_html(
    assessment: Judged,
    rulebook: Rulebook,
    records: Papers,
    run: Run,
    language: str = "zh-Hant",
    *,
    policy: Policy | None = None,
) -> str:
    """The page, to be written to report/index.html as UTF-8.

    `run`: what run.json says; the head of the page shows those of FACTS that it has, also from its options and
    versions; where its `sealed` is False the page says so. `policy`: names of sanctions and duties, and the sentences
    that they come from. Raises ValueError for an unknown language. Same input, same bytes.
    """
    with use_language(language):
        statute, desk = Statute(rulebook, policy), Desk(records, rulebook)
        shown = cases.incidents(assessment.incidents, ROWS_SHOWN)
        told = folded(Chains(assessment, desk, statute, shown), statute, shown)
        values = _counted(assessment, statute) | _listed(assessment, statute, desk, shown, told)
        head = {"lang": language, "facts": list(_facts(run, statute)), "unsealed": run.get("sealed") is False}
        named = {"office": run.get("scenario", ""), "statute": statute, "font": ""}
        page = templates().get_template("report.html").render(**head, **named, **values)
        font = embedded([page, *told.packed, "↑↓↕"], language)
        return harmless(page).replace('src: url("")', f'src: url("{font}")')


def _counted(judged: Judged, statute: Statute) -> dict[str, object]:
    """What is counted and drawn."""
    head, shown = counts.headline(judged), counts.by_section(judged.incidents)
    return {
        "head": head,
        "parts": _parts(head),
        "cards": _cards(head),
        "tiers": statute.tiers(),
        "caveats": list(statute.caveats(judged)),
        "sections": [section for section, tiers in shown.items() if any(tiers.values())],
        "clauses": counts.by_clause(judged.incidents),
        "posts": counts.by_post(judged),
        "kinds": lambda entry: kinds_text(statute, entry.kinds),
        "plates": plates(judged, statute),
        "lines": head.incidents <= LINES_SHOWN,
    }


def _listed(judged: Judged, statute: Statute, desk: Desk, shown: Sequence[Incident], told: Folded) -> dict[str, object]:
    """What is listed one by one."""
    orders = cases.sanctions_by_incident(judged)
    slips = cases.slips(judged, ROWS_SHOWN)
    return {
        "rows": [_row(case, fold, statute, desk, orders) for case, fold in zip(shown, told.folds, strict=True)],
        "packs": told.packs,
        "plain": PLAIN,
        "people": _people(judged, statute, desk, slips, orders),
        "slips": [SlipRow(slip, desk.person(slip.staff), _object(statute, slip)) for slip in slips],
        "listed": LISTED,
        "contradictions": contradictions(judged, statute, ROWS_SHOWN),
    }


def _row(case: Incident, fold: Fold, statute: Statute, desk: Desk, orders: Mapping[int, Sequence[Sanction]]) -> Row:
    words = [ordered(statute, order) for order in orders.get(case.incident_id, [])]
    told = say("comma").join(words) or say("none")
    return Row(case, desk.person(case.staff), told, fold.chain, fold.pack, fold.place)


def _people(
    judged: Judged, statute: Statute, desk: Desk, slips: Sequence[Finding], orders: Mapping[int, Sequence[Sanction]]
) -> list[PersonRow]:
    named = people(cases.in_order(judged.incidents), slips, orders.values())
    rule = statute.pattern_rule()
    return [_person(one, statute, desk, rule) for one in named]


def _person(one: Person, statute: Statute, desk: Desk, rule: PatternRule | None) -> PersonRow:
    found = dict.fromkeys(patterns(one.incidents, rule).values())
    return PersonRow(
        one.staff,
        desk.person(one.staff),
        say("comma").join(statute.post(post) for post in one.posts),
        one.incidents,
        one.months,
        one.amount_fen,
        kinds_text(statute, one.kinds()),
        [line for pattern in found for line in pattern_lines(statute, pattern)],
        [(order.incident_id, ordered(statute, order)) for order in one.orders],
        [_slip(slip, statute) for slip in one.slips],
    )


def _slip(slip: Finding, statute: Statute) -> str:
    words = {"id": str(slip.finding_id), "occurred": day(slip.occurred_on), "object": _object(statute, slip)}
    return say("person-slip", clause=statute.clause_name(slip.clause), **words)


def _parts(head: Headline) -> list[str]:
    """What the page consists of; records that disagree are there to be told or not at all."""
    parts = list(PARTS if head.incidents else ("summary", "slips", "reading"))
    return [*parts[:-1], CONTRADICTIONS, parts[-1]] if head.disagreements else parts


def _facts(run: Run, statute: Statute) -> Iterable[tuple[str, str]]:
    known = {**_inside(run, "options"), "version": _inside(run, "versions").get("kaohe"), **run}
    known["policy"] = statute.policy_name() or run.get("policy")
    for name in FACTS:
        value = known.get(name)
        if value is not None:
            yield say(f"fact-{name.replace('_', '-')}"), str(value)


def _inside(run: Run, name: str) -> Mapping[str, object]:
    value = run.get(name)
    return value if isinstance(value, Mapping) else {}


def _cards(head: Headline) -> list[Card]:
    wait = say("none") if head.median_days is None else number(head.median_days)
    return [
        _card("incidents", number(head.incidents), n=number(head.assessed)),
        _amount_card(head),
        _card("loss", texts.yuan(head.loss_fen), kwh=number(head.energy_kwh)),
        _card("people", number(head.people), n=number(head.sanctioned)),
        _card("wait", wait),
        _card("slips", number(head.slips)),
    ]


def _amount_card(head: Headline) -> Card:
    """The sum, each amount once, and what is in it twice as filed."""
    card = _card("amount", texts.yuan(head.amount_fen), n=number(head.unpriced))
    if not head.again_fen:
        return card
    again = say("card-amount-again", again=texts.yuan(head.again_fen))
    return Card(card.label, card.value, card.unit, say("comma").join((card.note, again)))


def _card(name: str, value: str, **noted: str) -> Card:
    note = say(f"card-{name}-note", **noted) if noted else ""
    return Card(say(f"card-{name}"), value, say(f"card-{name}-unit"), note)


def _object(statute: Statute, slip: Finding) -> str:
    return f"{statute.object_name(slip.object_type)} {key_text(slip.object_type, slip.object_id)}"
