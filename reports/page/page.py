"""The report of an assessment as one self-contained HTML page: figures, style and typeface inside, nothing fetched."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING

from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup

from kaohe.reports.amounts.shares import share_heads, share_rows, shares_cut
from kaohe.reports.explaining.chains import chain
from kaohe.reports.explaining.contradictions import contradictions, line
from kaohe.reports.judged import cases, counts
from kaohe.reports.judged.cases import Finding, Incident
from kaohe.reports.judged.counts import Headline
from kaohe.reports.judged.inputs import TIERS, Judged, Papers, Run
from kaohe.reports.judged.statute import Statute, kinds_text, ordered
from kaohe.reports.page.figures import LINES_SHOWN
from kaohe.reports.page.fonts import embedded
from kaohe.reports.page.foreign_names import harmless
from kaohe.reports.page.plates import plates
from kaohe.reports.papers.piles import SHOWN
from kaohe.reports.papers.slips import Desk
from kaohe.reports.words.keys import key_text
from kaohe.reports.words.wording import code_text, money, number, say, yuan
from kaohe.sim import texts
from kaohe.sim.texts import use_language

if TYPE_CHECKING:
    from kaohe.standards import Policy, Rulebook

LARGEST = 10
ROWS_SHOWN = 3_000  # beyond this a page becomes slow to open; the Parquet files have them all
FACTS = ("scenario", "policy", "seed", "customers", "months", "span", "as_of", "version")
CONTRADICTIONS = "contradictions"
PARTS = ("summary", "sections", "amounts", "sanctions", "timeline", "largest", "incidents", "slips", "reading")


@dataclass(frozen=True)
class Card:
    """A headline number."""

    label: str
    value: str
    unit: str
    note: str = ""


@dataclass(frozen=True)
class Row:
    """An incident or a work slip in its table."""

    case: Incident | Finding
    person: str
    sanctions: str = ""
    object: str = ""


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
        values = _values(assessment, statute, desk, run, language)
        page = _environment().get_template("report.html").render(**values, font="")
        font = embedded([page, "↑↓↕"], language)
        return harmless(page).replace('src: url("")', f'src: url("{font}")')


def _values(judged: Judged, statute: Statute, desk: Desk, run: Run, language: str) -> dict[str, object]:
    head = counts.headline(judged)
    links = [chain(judged, desk, statute, case) for case in cases.largest(judged.incidents, LARGEST)]
    shown = counts.by_section(judged.incidents)
    return {
        "lang": language,
        "statute": statute,
        "head": head,
        "office": run.get("scenario", ""),
        "unsealed": run.get("sealed") is False,
        "facts": list(_facts(run, statute)),
        "parts": _parts(head),
        "cards": _cards(head),
        "tiers": statute.tiers(),
        "gravity": TIERS,
        "caveats": list(statute.caveats(judged)),
        "sections": [section for section, tiers in shown.items() if any(tiers.values())],
        "clauses": counts.by_clause(judged.incidents),
        "posts": counts.by_post(judged),
        "kinds": lambda entry: kinds_text(statute, entry),
        "plates": plates(judged, statute),
        "lines": head.incidents <= LINES_SHOWN,
        "chains": links,
        "linked": {link.incident.incident_id for link in links},
        "rows": _rows(judged, statute, desk),
        "slips": _slips(judged, statute, desk),
        "contradictions": contradictions(judged, statute, ROWS_SHOWN),
        "contradiction_line": line,
    }


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


def _rows(judged: Judged, statute: Statute, desk: Desk) -> list[Row]:
    orders = cases.sanctions_by_incident(judged)
    rows = []
    for case in cases.incidents(judged.incidents, ROWS_SHOWN):
        words = [ordered(statute, order) for order in orders.get(case.incident_id, [])]
        rows.append(Row(case, desk.person(case.staff), say("comma").join(words) or say("none")))
    return rows


def _slips(judged: Judged, statute: Statute, desk: Desk) -> list[Row]:
    return [
        Row(slip, desk.person(slip.staff), object=_object(statute, slip)) for slip in cases.slips(judged, ROWS_SHOWN)
    ]


def _object(statute: Statute, slip: Finding) -> str:
    return f"{statute.object_name(slip.object_type)} {key_text(slip.object_type, slip.object_id)}"


@cache
def _environment() -> Environment:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, loader=_Own())
    environment.globals.update(
        say=say,
        code=code_text,
        amount=yuan,
        money=money,
        lines_shown=SHOWN,
        share_heads=share_heads,
        share_rows=share_rows,
        shares_cut=shares_cut,
        css=Markup(_source("report.css")),
        script=Markup(_source("report.js")),
        allowed=_allowed(_source("report.js")),
    )
    return environment


def _allowed(script: str) -> str:
    """The page's own policy for a browser: its style, its typeface and this script, and nothing from anywhere else."""
    digest = b64encode(sha256(script.encode()).digest()).decode()
    own = f"style-src 'unsafe-inline'; font-src data:; script-src 'sha256-{digest}'"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


class _Own(BaseLoader):
    """Templates of this package, wherever it is installed."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, None]:
        return _source(template), None, None


def _source(name: str) -> str:
    return (resources.files("kaohe.reports.page") / name).read_text(encoding="utf-8")
