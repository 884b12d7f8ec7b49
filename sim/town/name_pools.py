"""Names of people, firms and reading books: pools frozen as data, looked up by number.

The pools stand in data/names.txt so that no release of Faker changes an office. `python -m
kaohe.sim.town.name_pools` prints the file anew: people by Faker, converted to Traditional characters by OpenCC,
the rest put together from the lists below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import metadata, resources
from itertools import islice
from types import MappingProxyType

SEED = 2001
OF_CUSTOMERS = ("people", "shops", "factories", "offices", "farms")
"""The pools from which customers have their names, one after the other."""
PEOPLE = 3_000

STEMS = """
    東風 紅星 新華 解放 建設 和平 勝利 光明 前進 團結 友誼 人民 工農 向陽 朝陽 長青 永安 興隆 福興 德勝
    吉祥 平安 光榮 幸福 躍進 曙光 春光 紅旗 青山 白石 金河 玉泉 龍門 鳳山 柳溪 松林 梅園 桃花 荷塘 石橋
    東門 西門 南關 北關 城隍 文廟 鼓樓 學府 車站 碼頭 江濱 湖濱 南湖 東湖 北山 西河 三里 五里 七里 十里
""".split()
PLACES = "里 巷 新村 村 大院 胡同".split()
STREETS = "街 路 市場 橫街".split()
SHOPS = """
    百貨商店 飯店 五金店 理髮店 藥店 照相館 書店 旅社 糧油店 副食店
    服裝店 鐘錶店 家電維修部 自行車行 茶莊 布店 小吃店 浴室 招待所 綜合商場
""".split()
FACTORIES = """
    機械廠 紡織廠 水泥廠 食品廠 塑料廠 印刷廠 磚瓦廠 化工廠 農機廠 鑄造廠
    造紙廠 木器廠 飼料廠 陶瓷廠 針織廠 軸承廠 電線廠 油脂廠 玻璃廠 軋鋼廠
""".split()
OFFICES = "小學 中學 衛生院 居委會 郵電所 糧管所 幼兒園 文化館 供銷社 派出所".split()
FARMS = "抽水站 排灌站 養雞場 養魚場 碾米坊 苗圃".split()

# Where a Simplified surname is its own Traditional form, and variants of given names that nobody writes.
SURNAMES = str.maketrans("餘於遊範薑嶽塗穀後鬱黨種", "余于游范姜岳涂谷后郁党种")
VARIANTS = str.maketrans("峯巖豔羣", "峰岩艷群")


def _pairs(stems: list[str], ends: list[str], count: int) -> tuple[str, ...]:
    """The first `count` of stem + ending, every stem once before any comes again."""
    turns = range(len(ends))
    found = (stem + ends[(number + turn) % len(ends)] for turn in turns for number, stem in enumerate(stems))
    return tuple(islice(found, count))


def make_people(locale: str = "zh_CN", seed: int = SEED, count: int = PEOPLE) -> tuple[str, ...]:
    """Different names by Faker, in the order first drawn; Chinese ones in Traditional characters."""
    from faker import Faker
    from opencc import OpenCC

    source = Faker(locale)
    source.seed_instance(seed)
    converter = OpenCC("s2t")
    found: dict[str, None] = {}
    while len(found) < count:
        name = source.name()
        if locale.startswith("zh"):
            name = converter.convert(name).translate(VARIANTS)
            name = name[0].translate(SURNAMES) + name[1:]
        found[name] = None
    return tuple(found)


def make_pools() -> dict[str, tuple[str, ...]]:
    """All pools by section of the file."""
    return {
        "people": make_people(),
        "shops": _pairs(STEMS, SHOPS, 200),
        "factories": _pairs(STEMS, FACTORIES, 120),
        "offices": _pairs(STEMS, OFFICES, 80),
        "farms": _pairs(STEMS, FARMS, 60),
        "places": _pairs(STEMS, PLACES, 360),
        "streets": _pairs(STEMS, STREETS, 240),
    }


def lines() -> Iterator[str]:
    """The lines of data/names.txt."""
    yield f"# Made by `python -m kaohe.sim.town.name_pools` with Faker {metadata.version('faker')} (zh_CN, seed {SEED})"
    yield "# and OpenCC s2t; frozen, so that no release of either changes an office."
    for section, names in make_pools().items():
        yield f"\n[{section}]"
        for at in range(0, len(names), 20):
            yield " ".join(names[at : at + 20])


@cache
def pools() -> Mapping[str, tuple[str, ...]]:
    """The frozen pools: people, shops, factories, offices, farms (customers); places, streets (reading books)."""
    text = resources.files("kaohe.sim.town").joinpath("data", "names.txt").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    section: list[str] = []
    for line in text.splitlines():
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            section.extend(line.split())
    return MappingProxyType({name: tuple(names) for name, names in found.items()})


def person(number: int) -> str:
    """The person of a number, counted round the pool."""
    people = pools()["people"]
    return people[number % len(people)]


def book_name(kind: str, number: int) -> str:
    """Name of the generated book `number` of its kind; a pool used up begins again with 二段, 三段 …"""
    if kind == "special":
        return f"專變{number + 1}段"
    pool = pools()["places" if kind == "resident" else "streets"]
    turn, at = divmod(number, len(pool))
    return pool[at] + (f"{turn + 1}段" if turn else "")


if __name__ == "__main__":
    print("\n".join(lines()))
