"""責任事故報表: the incidents of an office on the sheet that a unit hands upward, a document to print and sign."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH

from kaohe.reports.amounts.formulas import working
from kaohe.reports.documents.paper import blank, close_set, ruled
from kaohe.reports.judged.inputs import TIERS
from kaohe.reports.marks.explained import amended
from kaohe.reports.marks.wording import Wording
from kaohe.reports.results.inputs import Results
from kaohe.reports.words.wording import day, say, yuan
from kaohe.scenarios.exam.crediting import spelled
from kaohe.scenarios.exam.key import Key, KeyIncident
from kaohe.sim.texts import Verbatim

WIDTHS_CM = (1.1, 2.2, 2.2, 5.2, 3.2, 2.6, 1.7, 4.2, 4.3)
HEADS = ("number", "occurred", "discovered", "event", "who", "amount", "tier", "sanctions", "duties")


def write_incident_form(results: Results, form: int, path: Path) -> None:
    """The form of one office: a row an incident, the gravest first; then each one's rows, sentence and arithmetic."""
    key = results.keys[form]
    words = results.words(form)
    page = blank(across=True)
    heading = page.add_heading(say("form-title"), level=1)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    page.add_paragraph(say("form-about", exam=results.exam, form=form, policy=results.policy.name.text()))
    counted = [results.judged(form, one) for one in key.counted]
    ordered = sorted(counted, key=lambda one: (-TIERS.index(one.worth.tiers[0]), one.number))
    _table(page, results, form, ordered, words)
    page.add_paragraph(_sum(key.counted))
    page.add_paragraph(say("form-signatures"))
    page.add_heading(say("form-annex"), level=2)
    for incident in ordered:
        _annex(page, results, key, incident)
    close_set(page)
    page.save(str(path))


def _table(page: Any, results: Results, form: int, incidents: Sequence[KeyIncident], words: Wording) -> None:
    heads = [say(f"form-head-{head}") for head in HEADS]
    ruled(page, heads, [list(_row(results, form, incident, words)) for incident in incidents], WIDTHS_CM)


def _row(results: Results, form: int, incident: KeyIncident, words: Wording) -> Iterator[str]:
    statute, worth = results.statute, incident.worth
    yield str(incident.number)
    yield day(incident.occurred_on)
    yield day(incident.discovered_on)
    yield statute.clause_name(incident.clause)
    yield "\n".join(_who(results, form, incident))
    yield yuan(worth.amount_fen)
    yield statute.tier(worth.tiers[0])
    yield from _due(incident, words)


def _who(results: Results, form: int, incident: KeyIncident) -> tuple[str, str]:
    """Posts and people who answer for it."""
    posts = say("comma").join(map(results.statute.post, incident.posts))
    people = say("comma").join(map(results.office(form).person, incident.persons)) or say("form-nobody")
    return posts, people


def _due(incident: KeyIncident, words: Wording) -> tuple[str, str]:
    """Sanctions and duties of the judge's own answer."""
    worth = incident.worth
    first = worth.sanctions[0].sanctions if worth.sanctions else ()
    return words.sanctions(" ".join(map(spelled, first))), words.duties(" ".join(worth.duties))


def due_lines(results: Results, form: int, incident: KeyIncident) -> Iterator[str]:
    """Who answers for an incident, and what is due, in a line each."""
    sanctions, duties = _due(incident, results.words(form))
    posts, people = _who(results, form, results.judged(form, incident))
    who = say("chain-who", post=posts, person=people)
    for name, value in (("who", who), ("sanctions", sanctions), ("duties", duties)):
        yield say("form-line", name=say(f"form-head-{name}"), value=value)


def _sum(incidents: Sequence[KeyIncident]) -> str:
    amounts = [one.worth.amount_fen for one in incidents]
    priced = [amount for amount in amounts if amount is not None]
    return say("form-sum", n=len(amounts), amount=yuan(sum(priced)), unpriced=len(amounts) - len(priced))


def _annex(page: Any, results: Results, key: Key, incident: KeyIncident) -> None:
    statute = results.statute
    page.add_heading(say("form-incident", number=incident.number, clause=statute.clause_name(incident.clause)), level=3)
    for line in annex_lines(results, key, incident):
        page.add_paragraph(line)


def annex_lines(results: Results, key: Key, incident: KeyIncident) -> Iterator[str]:
    """The standard, the rows that show it, the arithmetic, and the policy's sentences."""
    statute = results.statute
    yield say("mark-sentence", text=statute.clause(incident.clause).text)
    yield say("mark-shown-by", rows=results.words(key.form).rows(incident.decisive))
    if incident.formula:
        done = working(incident.formula, json.loads(incident.inputs))
        yield from (line for line in (done.text, *done.parts) if line)
        if done.inputs:
            yield say("comma").join(say("mark-input", name=name, value=value) for name, value in done.inputs)
    for rule in incident.worth.rules:
        sentence = statute.sentence(rule)
        if sentence.text:
            yield say("mark-rule", place=sentence.place, text=sentence.text)
    words = results.words(key.form)
    for one in results.accepted(key.form, incident.number):
        yield say("form-accepted", text=Verbatim(amended(one, words)))
