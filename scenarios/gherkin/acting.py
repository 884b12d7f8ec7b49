"""Acts as a step orders them: who, when, to what, called what; resolved by the registry of decision points."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kaohe.scenarios.act_days import Act as Ordered
from kaohe.scenarios.act_days import Days
from kaohe.scenarios.gherkin.words import CLASSES, a_date, alike, fault, fen, meaning, posts
from kaohe.scenarios.occasions import Watch
from kaohe.sim.clock.calendar import date_of, day_of
from kaohe.sim.deciding.behaviours import Order
from kaohe.sim.deciding.order_words import UnknownName, make_order
from kaohe.sim.deciding.points import REGISTRY, Action, DecisionPoint
from kaohe.sim.files import fold, nearest
from kaohe.sim.office import Office
from kaohe.sim.run import Run
from kaohe.sim.texts import current_language, yuan
from kaohe.sim.town.staffing import Person
from kaohe.standards import Rulebook


@dataclass(frozen=True)
class Act:
    """An act as written."""

    actor: str
    on: date
    about: str | None
    does: str
    params: str


def order(office: Office, act: Act) -> Order | None:
    """The order of an act; None for a standard act, which happens anyhow.

    Raises:
        StepFault: a name is unknown, or the act is not this actor's.
    """
    point, action = found_act(act.does)
    person = _actor(office, act, point)
    if action is None:
        return None
    about = act.about
    if about is None and point.of_oneself:
        about = person.name
    try:
        params = read_params(act.does, act.params, action.params, office.population.price_classes)
        return make_order(office, day_of(act.on), action.id, about, params)
    except UnknownName as unknown:
        raise _unknown(unknown) from unknown


def found_act(does: str) -> tuple[DecisionPoint, Action | None]:
    """Point and action of an act by its name in any language or width, None for the standard act.

    Raises:
        StepFault: there is none; the nearest name.
    """
    table = {fold(name): found for name, found in _act_names().items()}
    if fold(does) in table:
        return table[fold(does)]
    raise fault("act-unknown", name=does, near=nearest_act(does))


def nearest_act(does: str) -> str:
    """The act whose name is nearest, else all of them, in the language of what was written."""
    names = alike(does, _act_names())
    return nearest(does, names) or "、".join(names)


def _act_names() -> dict[str, tuple[DecisionPoint, Action | None]]:
    names: dict[str, tuple[DecisionPoint, Action | None]] = {}
    for point in REGISTRY.points.values():
        names |= {point.standard.zh: (point, None), point.standard.en: (point, None)}
        for action in point.actions:
            names |= dict.fromkeys((action.names.zh, action.names.en, action.id), (point, action))
    return names


def _actor(office: Office, act: Act, point: DecisionPoint) -> Person:
    """Who acts: a person who holds the post of the point, or the holder of the post that is named."""
    people = office.roster.people
    for person in people:
        if person.name == act.actor:
            if not person.holds(point.post):
                raise fault(
                    "not-the-post",
                    name=act.actor,
                    act=act.does,
                    post=post_name(point.post),
                    has=post_name(person.post),
                )
            return person
    try:
        post = meaning("post", act.actor, posts())
    except Exception as error:
        near = nearest(act.actor, [person.name for person in people]) or "、".join(person.name for person in people)
        raise fault("nobody", name=act.actor, near=near) from error
    if post != point.post:
        raise fault("not-this-post", name=act.actor, act=act.does, post=post_name(point.post))
    return next(person for person in people if person.holds(post))


def post_name(post: str) -> str:
    """The name of a post in the current language."""
    return Rulebook.load().posts[post].name.text()


_PARAM = {
    "days": re.compile(r"(?:by )?(?P<v>[0-9]+) (?:日|days?)|(?P<w>[0-9]+)日"),
    "to": re.compile(r"(?:至|to)\s*(?P<v>[0-9]{4}-[0-9]{2}-[0-9]{2})"),
    "amount_fen": re.compile(r"(?:by )?(?P<v>[0-9]+(?:\.[0-9]{1,2})?)\s*(?:元|yuan)"),
    "multiplier": re.compile(r"(?:按|at )\s*(?P<v>[0-9]{1,6})\s*(?:倍|times)"),
    "capacity_kva": re.compile(r"(?:按|at )\s*(?P<v>[0-9]{1,9})\s*kVA"),
    "digits": re.compile(r"(?:按|at )\s*(?P<v>[0-9])\s*(?:位|digits?)"),
    "first_register": re.compile(r"(?:按示數|按示数|at the register)\s*(?P<v>[0-9]{1,9})"),
    "price_class": re.compile(r"(?:按|at the )\s*[「\"](?P<v>[^」\"]+)[」\"]\s*(?:電價|电价|price)"),
}
_SHIFT = re.compile(
    r"(?P<word>少計|少计|多計|多计|less|more)\s*(?P<v>[0-9]+)\s*kWh|(?P<v2>[0-9]+) kWh (?P<word2>less|more)"
)
_MORE = ("多計", "多计", "more")


def read_params(does: str, params: str, wanted: Sequence[str], classes: Sequence[str] | None) -> Mapping[str, int]:
    """The act's parameters as written after its name; a price class is its place among `classes`, unless unknown."""
    text = params.strip(" ,\uff0c")
    if not wanted:
        if text:
            raise fault("param-none", act=does, text=text)
        return {}
    (name,) = wanted
    value = _value(classes, name, text)
    if value is None:
        raise fault("param-wrong", act=does, text=text, form=param_form(name))
    return {name: value}


def _value(classes: Sequence[str] | None, name: str, text: str) -> int | None:
    if name == "less_kwh":
        match = _SHIFT.fullmatch(text)
        if match is None:
            return None
        kwh = int(match["v"] or match["v2"])
        return -kwh if (match["word"] or match["word2"]) in _MORE else kwh
    match = _PARAM[name].fullmatch(text)
    if match is None:
        return None
    return _read(classes, name, next(value for value in match.groupdict().values() if value is not None))


def _read(classes: Sequence[str] | None, name: str, text: str) -> int:
    if name == "to":
        return day_of(a_date(text))
    if name == "amount_fen":
        return fen(text)
    if name == "price_class":
        price_class = meaning("class", text, CLASSES)
        return 0 if classes is None else classes.index(price_class)
    return int(text)


def param_form(name: str) -> str:
    """How a parameter is written."""
    chinese = {
        "days": "2 日",
        "to": "至 2001-03-14",
        "amount_fen": "120.00 元",
        "price_class": "按「商業」電價",
        "multiplier": "按 20 倍",
        "capacity_kva": "按 500 kVA",
        "digits": "按 4 位",
        "first_register": "按示數 120",
        "less_kwh": "少計 1249 kWh",
    }
    english = {
        "days": "2 days",
        "to": "to 2001-03-14",
        "amount_fen": "120.00 yuan",
        "price_class": 'at the "commercial" price',
        "multiplier": "at 20 times",
        "capacity_kva": "at 500 kVA",
        "digits": "at 4 digits",
        "first_register": "at the register 120",
        "less_kwh": "1249 kWh less",
    }
    return (english if current_language() == "en" else chinese)[name]


def carried_out(
    office: Office, run: Run, ordered: Iterable[tuple[Act, Order | None]], watch: Watch, until: date
) -> None:
    """Check that every order met its occasion, and with the person whom the step names.

    Raises:
        StepFault: it did not; when it would have.
    """
    for act, one in ordered:
        if one is None:
            continue
        met, at = watch.met(one), run.orders.index(one)
        if at in run.beyond:
            name, most = run.beyond[at]
            raise fault(
                "beyond", act=act.does, on=act.on.isoformat(), most=yuan(most) if name == "amount_fen" else most
            )
        if run.void[at]:
            raise _void(office, act, one, [day for day, _ in met[:6]], until)
        staff = next(staff for day, staff in met if day == one.day)
        actual = office.roster.person(staff)
        if act.actor != actual.name and any(act.actor == each.name for each in office.roster.people):
            raise fault("not-his", name=act.actor, act=act.does, about=act.about or "", actual=actual.name)


def _void(office: Office, act: Act, one: Order, met: Sequence[int], until: date) -> Exception:
    """No occasion on that day; on which days there was one, or could be by calendar and archive."""
    said = {"act": act.does, "about": act.about or act.actor, "on": act.on.isoformat(), "until": until.isoformat()}
    if met:
        return fault("void", days="、".join(date_of(day).isoformat() for day in met), **said)
    point = REGISTRY.points[one.point]
    near = Days(office.spec, day_of(until)).near(Ordered(point, one.code, act.on, act.about))
    return fault("void-never", days=near or "—", **said)


def _unknown(unknown: UnknownName) -> Exception:
    near = nearest(unknown.name, unknown.known) or "、".join(unknown.known[:8])
    return fault("object-unknown", kind=unknown.kind, name=unknown.name, near=near)
