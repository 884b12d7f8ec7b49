"""The handbook for a candidate: clauses and how each is valued, sentences, limits, and the policy's tiers and rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from kaohe.reports.words.wording import chinese, money, say
from kaohe.sim.texts import current_language
from kaohe.standards import Policy, Rulebook
from kaohe.standards.policies.format import Delay
from kaohe.standards.rulebook.clause import Clause
from kaohe.standards.rulebook.post import Limit

KEY = re.compile(r"\s?[(\uff08][a-z]+(_[a-z]+)+[)\uff09]")  # of a policy file, for those who write one
STYLE = (
    "body{font-family:serif;max-width:60em;margin:2em auto;line-height:1.5}"
    "table{border-collapse:collapse;margin:1em 0}td,th{border:1px solid #999;padding:.2em .6em;text-align:left}"
    "h3{margin-bottom:.2em}p{margin:.2em 0}"
)


def handbook_page(rulebook: Rulebook, policy: Policy) -> str:
    """The handbook as one page, all of it inside."""
    parts = [
        f"<h1>{escape(say('handbook-title'))}</h1>",
        f"<h2>{escape(say('handbook-clauses'))}</h2>",
        *(part for clause in rulebook.clauses.values() for part in _clause(clause, rulebook)),
        f"<h2>{escape(say('handbook-sentences'))}</h2>",
        *_table(("", ""), ((one.item, _said(one.text, one.text_en)) for one in rulebook.sentences.values())),
        f"<h2>{escape(say('handbook-tiers', policy=policy.name.text()))}</h2>",
        *_table((say("handbook-from"), say("handbook-tier")), _tiers(policy)),
        f"<h2>{escape(say('handbook-late'))}</h2>",
        *(f"<p>{escape(line)}</p>" for line in _late(policy.delay)),
        f"<h2>{escape(say('handbook-limits'))}</h2>",
        *_table(("", ""), ((one.name.text(), _limit(one)) for one in rulebook.limit_list)),
    ]
    head = f'<meta charset="utf-8"><title>{escape(say("handbook-title"))}</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="{current_language()}"><head>{head}</head><body>{"".join(parts)}</body></html>\n'


def _limit(one: Limit) -> str:
    """A limit with its unit in words; money in yuan."""
    value = money(int(one.value)) if one.unit == "fen" else one.value
    return say(f"handbook-unit-{one.unit.replace('_', '-')}", value=value)


def _said(text: str, text_en: str) -> str:
    return text_en if current_language() == "en" else chinese(text)[0]


def _clause(clause: Clause, rulebook: Rulebook) -> Iterator[str]:
    posts = say("comma").join(rulebook.posts[post].name.text() for post in clause.posts if post in rulebook.posts)
    yield f"<h3>{escape(clause.id)} {escape(clause.name.text())}（{escape(posts)}）</h3>"
    yield f"<p>{escape(_said(clause.text, clause.text_en))}</p>"
    yield f"<p>{escape(clause.evidence.text())}</p>"
    for limb in clause.limbs:
        condition = "" if limb.condition is None else f"{limb.condition.text()} — "
        yield f"<p>・{escape(condition)}{escape(KEY.sub('', limb.description.text()))}</p>"
    for one in clause.look_alikes:
        yield f"<p>{escape(say('handbook-lawful'))}{escape(one.text())}</p>"


def _tiers(policy: Policy) -> Iterator[tuple[str, str]]:
    for tier, low in zip(policy.money.tiers, policy.money.lows.tolist(), strict=True):
        yield money(low), policy.tier_name(tier)


def _late(delay: Delay) -> Iterator[str]:
    """How money that came too late is valued: no amount of such an incident can be worked out without it."""
    if delay.priced_as == "principal":
        yield say("handbook-late-principal")
        return
    yield say("handbook-late-interest", rate=str(delay.daily_rate))
    if delay.principal_after_days:
        yield say("handbook-late-open", days=str(delay.principal_after_days))


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield "<table><tr>" + "".join(f"<th>{escape(head)}</th>" for head in heads) + "</tr>"
    for row in rows:
        yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
    yield "</table>"
