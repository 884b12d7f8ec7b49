"""What a tariff file must also hold: no hole in its tiers or hours, known sources, rising dates, unique names."""

from __future__ import annotations

from collections.abc import Iterator

from kaohe.sim.files import Document, Fault, nearest
from kaohe.sim.tariff.schema import Hours, Periods, PriceClass, Takes, Tariff, Tiers
from kaohe.sim.texts import Names

Path = tuple[str | int, ...]
DAY_MINUTES = 24 * 60


def tariff_faults(document: Document[Tariff]) -> list[Fault]:
    """Everything wrong across the values of a tariff file, with positions."""
    checker = _Checker(document)
    checker.tariff(document.value)
    return checker.faults


class _Checker:
    def __init__(self, document: Document[Tariff]) -> None:
        self.faults: list[Fault] = []
        self._document = document

    def say(self, path: Path, code: str, zh: str, en: str) -> None:
        self.faults.append(self._document.fault(path, code, Names(zh, en).text()))

    def tariff(self, tariff: Tariff) -> None:
        if not tariff.version:
            self.say(("version",), "P020", "沒有任何一版電價", "no version of prices")
        dates = [version.valid_from for version in tariff.version]
        for n in range(1, len(dates)):
            if dates[n] <= dates[n - 1]:
                self.say(
                    ("version", n, "valid_from"),
                    "P052",
                    f"須晚於上一版 {dates[n - 1]}",
                    f"must be later than the version before, {dates[n - 1]}",
                )
        for n, version in enumerate(tariff.version):
            self._unique(("version", n, "class"), [one.id for one in version.classes])
            for m, one in enumerate(version.classes):
                self.price(("version", n, "class", m), one)
                self._takes(("version", n, "class", m, "takes"), one, version.classes)

    def price(self, path: Path, one: PriceClass) -> None:
        if (one.energy_e4 is None) == (one.tiers is None):
            self.say(path, "P020", "須寫 energy_e4 或 tiers 之一", "write either energy_e4 or tiers")
        if one.tiers is not None:
            self.tiers((*path, "tiers"), one.tiers)
        if one.periods is not None:
            self.periods((*path, "periods"), one, one.periods)
        self._two_part(path, one)
        self._funds(path, one)
        for key, name in _sources(one):
            self._source((*path, *key), name)

    def tiers(self, path: Path, tiers: Tiers) -> None:
        limits, prices = tiers.limits_kwh, tiers.prices_e4
        if len(prices) != len(limits) + 1:
            given, tiers_made = len(prices), len(limits) + 1
            self.say(
                (*path, "prices_e4"),
                "P031",
                f"應有 {tiers_made} 檔電價，收到 {given} 個",
                f"the limits make {tiers_made} tiers, but {given} prices are given",
            )
        for n, (low, high) in enumerate(zip((0, *limits), limits, strict=False)):
            if high <= low:
                self.say(
                    (*path, "limits_kwh", n),
                    "P031",
                    f"{high} 不高於 {low}：檔次有空缺或重疊",
                    f"{high} is not above {low}: a hole or an overlap in the tiers",
                )

    def periods(self, path: Path, one: PriceClass, periods: Periods) -> None:
        if one.tiers is not None:
            self.say(
                path,
                "P030",
                "階梯與峰谷不能並列：如何分攤未定",
                "tiers and periods together: how to share is not settled",
            )
        if not periods.valley_e2 <= 100 <= periods.peak_e2 <= (periods.spike_e2 or periods.peak_e2):
            self.say(path, "P030", "應有 谷 ≤ 100 ≤ 峰 ≤ 尖", "wanted: valley ≤ 100 ≤ peak ≤ spike")
        if periods.hours is not None:
            self.hours((*path, "hours"), periods.hours)

    def hours(self, path: Path, hours: Hours) -> None:
        taken = [0] * DAY_MINUTES
        for minute in (one for span in (*hours.peak, *hours.flat, *hours.valley) for one in _minutes(span)):
            taken[minute] += 1
        for count, code, zh, en in (
            (0, "P031", "沒有時段", "has no period"),
            (2, "P030", "有兩個時段", "has two periods"),
        ):
            first = next((m for m, n in enumerate(taken) if min(n, 2) == count), None)
            if first is not None:
                clock = f"{first // 60:02d}:{first % 60:02d}"
                self.say(path, code, f"{clock} {zh}", f"{clock} {en}")

    def _two_part(self, path: Path, one: PriceClass) -> None:
        if one.demand_fen_per_kw is not None and one.demand_rule is None:
            self.say(path, "P020", "按需量計費須寫 demand_rule", "a demand price needs demand_rule")
        if one.pf_standard is not None and one.pf_standard.value not in (80, 85, 90):
            self.say((*path, "pf_standard"), "P019", "功率因數標準為 80、85 或 90", "the standard is 80, 85 or 90")

    def _funds(self, path: Path, one: PriceClass) -> None:
        self._unique((*path, "funds"), [fund.id for fund in one.funds])
        lowest = _lowest_e4(one)
        if lowest is not None and one.included_e4 > lowest:
            self.say(
                (*path, "funds"),
                "P030",
                f"含在價內的代徵 {one.included_e4} 高於電價 {lowest}",
                f"funds included in the price, {one.included_e4}, exceed the price {lowest}",
            )

    def _takes(self, path: Path, one: PriceClass, classes: tuple[PriceClass, ...]) -> None:
        """The class whose customers it takes is another one of the version, and no capacity is taken twice."""
        if (takes := one.takes) is None:
            return
        if takes.of not in {each.id for each in classes if each.takes is None}:
            self.say((*path, "class"), "P044", f"沒有類別「{takes.of}」", f"no class {takes.of!r} of its own")
        if takes.to_kva is not None and takes.to_kva < takes.from_kva:
            self.say((*path, "to_kva"), "P030", "不得小於 from_kva", "must not be less than from_kva")
        for other in classes[: classes.index(one)]:
            if other.takes is not None and other.takes.of == takes.of and _meet(other.takes, takes):
                zh, en = f"與 {other.id} 的容量重疊", f"the capacities overlap those of {other.id}"
                self.say((*path, "from_kva"), "P030", zh, en)

    def _unique(self, path: Path, names: list[str]) -> None:
        for n, name in enumerate(names):
            if name in names[:n]:
                self.say((*path, n, "id"), "P013", f"「{name}」重複", f"{name!r} is there twice")

    def _source(self, path: Path, name: str) -> None:
        known = self._document.value.sources
        if name not in known:
            near = nearest(name, known)
            zh, en = (f"。是否想寫 {near}？", f"; did you mean {near}?") if near else ("", "")
            self.say(path, "P036", f"沒有來源「{name}」{zh}", f"no source {name!r}{en}")


def sources_of(one: PriceClass) -> tuple[str, ...]:
    """The keys of the sources of a class, each once."""
    return tuple(dict.fromkeys(name for _, name in _sources(one)))


def _meet(first: Takes, second: Takes) -> bool:
    """Whether some capacity lies in both spans."""
    low = max(first.from_kva, second.from_kva)
    return first.holds(low) and second.holds(low)


def _lowest_e4(one: PriceClass) -> int | None:
    if one.energy_e4 is not None:
        return one.energy_e4.value
    return min(one.tiers.prices_e4, default=None) if one.tiers is not None else None


def _sources(one: PriceClass) -> Iterator[tuple[Path, str]]:
    for key in ("energy_e4", "capacity_fen_per_kva", "demand_fen_per_kw", "pf_standard"):
        value = getattr(one, key)
        if value is not None:
            yield (key, "source"), value.source
    for part in ("tiers", "periods", "takes"):
        value = getattr(one, part)
        if value is not None:
            yield (part, "source"), value.source
    for n, fund in enumerate(one.funds):
        yield ("funds", n, "e4", "source"), fund.e4.source


def _minutes(span: str) -> list[int]:
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in span.split("-"))
    return [minute % DAY_MINUTES for minute in range(start, end if end > start else end + DAY_MINUTES)]
