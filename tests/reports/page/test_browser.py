"""The page in a browser, at the widths of a desk and of a telephone: nothing sticks out, all can be read and worked.

Needs Chromium (chromium, chromium-browser or google-chrome on the path); without one these tests are skipped.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.reports.page.test_page import page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on the path: the page was not opened in a browser"
)

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--hide-scrollbars",
)

# Runs inside the page: what sticks out, what is too pale, what can be reached by the keyboard, whether the table works.
PROBE = r"""
const view = frame.contentWindow, page = frame.contentDocument, root = page.documentElement;
const boxed = el => el.closest(".scroll") && el !== el.closest(".scroll");
const cases = [...page.querySelectorAll(".case")], people = [...page.querySelectorAll(".person")];
const folded = page.body.scrollHeight;
[...cases.slice(0, 6), ...people.slice(0, 2)].forEach(el => { el.open = true; });
const visible = el => el.getClientRects().length && el.checkVisibility();
const seen = [...page.body.querySelectorAll("*")].filter(el => visible(el) && !el.closest(".skip"));
const channel = v => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
const parts = text => text.match(/[\d.]+/g).map(Number);
const ground = el => { for (; el; el = el.parentElement) { const c = parts(view.getComputedStyle(el).backgroundColor);
  if (c.length < 4 || c[3] > 0.99) return c; } return [255, 255, 255]; };
const contrast = el => { const a = light(parts(view.getComputedStyle(el).color)), b = light(ground(el));
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05); };
const own = el => [...el.childNodes].some(node => node.nodeType === 3 && node.data.trim());
const past = el => el.getBoundingClientRect().right > root.clientWidth + 1, start = el => el.outerHTML.slice(0, 90);
const wide = seen.filter(el => !boxed(el) && !el.closest("svg, thead") && past(el));
const pale = seen.filter(el => own(el) && !el.closest("svg") && contrast(el) < 4.5);
const small = seen.filter(el => own(el) && parseFloat(view.getComputedStyle(el).fontSize) < 11);
const rows = () => [...page.querySelectorAll(".case")].filter(row => !row.hidden);
const keys = () => rows().map(row => Number(row.querySelector(".n").textContent));
const fire = (id, value) => { const field = page.getElementById(id); field.value = value;
  field.dispatchEvent(new view.Event("input")); };
const before = keys();
const heads = [...page.querySelectorAll("#case-heads button")];
heads[0].click(); const upward = keys(); heads[0].click(); const downward = keys();
heads[6].click(); const amounts = rows().map(row => Number(row.dataset.fen));
const order = heads[6].getAttribute("aria-pressed");
const days = (heads[4].click(), rows().map(row => row.querySelector(".day").textContent));
fire("filter-tier", "major"); const major = keys(); const said = page.getElementById("filter-shown").textContent;
fire("filter-tier", ""); fire("filter-text", "2.7"); const found = keys(); fire("filter-text", "");
fire("filter-clause", "2.2"); fire("filter-staff", "2"); const theirs = keys();
fire("filter-clause", ""); fire("filter-staff", "");
view.location.hash = "#incident-40"; view.dispatchEvent(new view.Event("hashchange"));
const linked = page.getElementById("incident-40").closest("details").open;
const focusable = [...page.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")];
const hidden = el => !visible(el);
const reached = focusable.filter(el => { el.focus(); return page.activeElement === el || hidden(el); });
const charts = [...page.querySelectorAll(".chart")];
const inked = el => { const range = page.createRange(), spare = 0.2 * parseFloat(view.getComputedStyle(el).fontSize);
  range.selectNodeContents(el); const { left, right, top, bottom } = range.getBoundingClientRect();
  return { left, right, top: top + spare, bottom: bottom - spare }; };  // fonts claim more height than their signs fill
const edges = el => el.getBoundingClientRect();
const part = el => el.matches(".track i") && edges(el);  // hides a number that it is too short for
const labels = charts.flatMap(el => [...el.querySelectorAll("*")]).filter(el => own(el) && el.getClientRects().length)
  .map(el => ({ text: el.textContent, box: inked(el), part: part(el), panel: edges(el.closest(".panel")) }))
  .filter(one => !one.part || one.box.top < one.part.bottom - 1);
const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
const over = labels.flatMap((one, n) => labels.slice(n + 1).filter(two => meet(one.box, two.box))
  .map(two => [one.text, two.text]));
const clipped = labels.filter(one => { const edge = one.part || one.panel;
  return one.box.left < edge.left - 1 || one.box.right > edge.right + 1; }).map(one => one.text);
return {
  width: root.clientWidth, scroll: root.scrollWidth, before, upward, downward, amounts, order, days,
  major, said, found, theirs,
  linked, folded, nav: view.getComputedStyle(page.querySelector("nav")).position,
  uneven: [...page.querySelectorAll("tbody tr")].filter(row => visible(row) && edges(row).width > 600)
    .filter(row => new Set([...row.cells].map(el => Math.round(edges(el).bottom))).size > 1).slice(0, 5).map(start),
  cut: [...page.querySelectorAll("main .scroll")].filter(visible)
    .filter(el => el.scrollWidth > el.clientWidth + 1).map(start),
  wide: wide.slice(0, 5).map(start), pale: pale.slice(0, 5).map(start), small: small.slice(0, 5).map(start),
  charts: charts.map(el => edges(el).width), labels: labels.map(one => one.text), over, clipped,
  ground: light(ground(page.body)),
  focusable: focusable.length, reached: reached.length, font: page.fonts.check("16px 'Kaohe Sans'", "抄表"),
};
"""


def _browse(tmp_path: Path, *arguments: str) -> str:
    assert CHROMIUM is not None
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", *arguments]
    return subprocess.run(command, capture_output=True, check=True, timeout=120, text=True, encoding="utf-8").stdout


# Where sans-serif is a wide face (DejaVu Sans is by 15 % in English), and where the user likes it dark.
WIDE_LETTERS = "<style>* { letter-spacing: .08em; }</style></head>"


SHOWN = (
    *((language, width, "</head>") for language in ("zh-Hant", "zh-Hans", "en") for width in (1280, 768, 640, 375)),
    *(("en", width, WIDE_LETTERS) for width in (1280, 768, 375)),
)
DARK = tuple(("zh-Hant", width, "</head>") for width in (1280, 375))
# One frame after another. The typeface is asked for by name: where a machine has a Chinese font of its own, the page
# does not need the one it brings.
HARNESS = """<!DOCTYPE html><meta charset="utf-8"><body><pre id="result"></pre>
<script>const probe = frame => { PROBE };
const shown = (text, width) => new Promise(done => {
  const frame = document.createElement("iframe");
  frame.style = `width:${width}px;height:900px;border:0`;
  const tell = () => { const found = probe(frame); frame.remove(); done(found); };
  frame.onload = () => frame.contentDocument.fonts.load("16px 'Kaohe Sans'", "抄表").then(tell, tell);
  frame.srcdoc = text;
  document.body.prepend(frame);
});
onload = async () => {
  const found = [], texts = JSON.parse(document.getElementById("texts").textContent);
  for (const [text, width] of WIDTHS) found.push(await shown(texts[text], width));
  document.getElementById("result").textContent = JSON.stringify(found);
};</script><script id="texts" type="application/json">TEXTS</script>"""


def _probe(folder: Path, language: str, width: int, *, letters: str = "</head>", dark: bool = False) -> dict[str, Any]:
    """What the page looks like in a frame of that width."""
    return _probes(folder, dark=dark)[language, width, letters]


@cache
def _probes(folder: Path, *, dark: bool) -> dict[tuple[str, int, str], dict[str, Any]]:
    """What the pages look like, all of them shown by one browser: its start takes longer than they do."""
    asked = DARK if dark else SHOWN
    pages = list(dict.fromkeys((language, letters) for language, _, letters in asked))
    texts = json.dumps([page(language).replace("</head>", letters, 1) for language, letters in pages])
    widths = json.dumps([(pages.index((language, letters)), width) for language, width, letters in asked])
    parts = {"PROBE": PROBE, "WIDTHS": widths, "TEXTS": texts.replace("<", "\\u003c")}
    path = folder / f"frames-{dark}.html"
    path.write_text(re.sub("PROBE|WIDTHS|TEXTS", lambda name: parts[name[0]], HARNESS), encoding="utf-8")
    scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
    told = _browse(
        folder, scheme, "--window-size=1400,1000", "--virtual-time-budget=60000", "--dump-dom", path.as_uri()
    )
    result = re.search(r'<pre id="result">(.*?)</pre>', told, re.S)
    assert result is not None
    found: list[dict[str, Any]] = json.loads(html.unescape(result[1]))
    return dict(zip(asked, found, strict=True))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("browser")


@pytest.mark.parametrize("width", [1280, 768, 375])
@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_nothing_sticks_out(folder: Path, language: str, width: int) -> None:
    found = _probe(folder, language, width)
    assert found["width"] == width
    assert found["wide"] == []
    assert found["scroll"] <= width


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_no_column_of_a_table_is_cut(folder: Path, language: str, width: int) -> None:
    assert _probe(folder, language, width)["cut"] == []


def test_the_cells_of_a_row_end_on_one_line(folder: Path) -> None:
    """Where a table is a table, and not a card for each row."""
    assert _probe(folder, "zh-Hant", 1280)["uneven"] == []


@pytest.mark.parametrize("width", [1280, 768, 375])
def test_the_page_holds_with_a_wide_font(folder: Path, width: int) -> None:
    found = _probe(folder, "en", width, letters=WIDE_LETTERS)
    assert (found["wide"], found["cut"], found["over"], found["clipped"]) == ([], [], [], [])
    assert found["scroll"] <= width


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 375])
def test_text_is_large_and_stands_out_enough(folder: Path, width: int, dark: bool) -> None:
    found = _probe(folder, "zh-Hant", width, dark=dark)
    assert (found["ground"] < 0.1) == dark
    assert found["pale"] == []
    assert found["small"] == []


@pytest.mark.parametrize("width", [1280, 375])
def test_four_figures_fill_their_panels(folder: Path, width: int) -> None:
    widths = _probe(folder, "zh-Hant", width)["charts"]
    assert len(widths) == 4
    assert all(0.75 * min(width, 1200) < drawn < width for drawn in widths)


@pytest.mark.parametrize("width", [1280, 640, 375])
@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans", "en"])
def test_no_label_of_a_figure_is_cut_or_lies_over_another(folder: Path, language: str, width: int) -> None:
    found = _probe(folder, language, width)
    assert len(found["labels"]) > 120
    assert found["over"] == []
    assert found["clipped"] == []


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_a_page_of_forty_incidents_is_short_until_they_are_opened(folder: Path, language: str, width: int) -> None:
    found = _probe(folder, language, width)
    assert found["folded"] < (10_000 if width > 900 else 16_000)  # 27,000 with ten of them open
    assert found["nav"] == "sticky"


def test_the_table_sorts_and_filters(folder: Path) -> None:
    found = _probe(folder, "zh-Hant", 1280)
    assert sorted(found["before"]) == found["upward"] == list(range(1, 41))
    assert found["downward"] == found["upward"][::-1]
    assert found["amounts"] == sorted(found["amounts"])
    assert found["days"] == sorted(found["days"])
    assert found["order"] == "up"
    assert sorted(found["major"]) == [10, 15, 26]
    assert found["said"] == "顯示 3 / 40 件"
    assert {13, 14} <= set(found["found"]) < set(range(1, 41))
    assert len(found["theirs"]) in (1, 2)
    assert found["linked"] is True


def test_everything_can_be_reached_by_keyboard(folder: Path) -> None:
    found = _probe(folder, "zh-Hant", 1280)
    assert found["reached"] == found["focusable"] > 20


def test_the_page_brings_its_typeface(folder: Path) -> None:
    assert _probe(folder, "zh-Hant", 1280)["font"] is True


# Text of Chinese signs alone is as wide as it has signs; boxes of a typeface without them are narrower.
NAMES = r"""
const page = frame.contentDocument, walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT), narrow = [];
let names = 0;
while (walker.nextNode()) {
  const node = walker.currentNode, el = node.parentElement, found = node.data.match(/[\u4e00-\u9fff]{2,}/);
  if (!found || !el.getClientRects().length) continue;
  const range = page.createRange(), size = parseFloat(frame.contentWindow.getComputedStyle(el).fontSize);
  range.setStart(node, found.index); range.setEnd(node, found.index + found[0].length); names += 1;
  const width = [...range.getClientRects()].reduce((sum, each) => sum + each.width, 0);
  if (width < 0.9 * size * found[0].length) narrow.push([found[0], width, size]);
}
return { names, narrow };
"""


def test_names_are_drawn_in_the_page_in_english(folder: Path) -> None:
    """Without asking for the typeface: the page itself must fetch it, and not leave boxes that were drawn before."""
    path = folder / "names.html"
    path.write_text(
        '<!DOCTYPE html><meta charset="utf-8"><body><iframe id="frame" style="width:1280px;height:6000px" '
        f'srcdoc="{html.escape(page("en"))}"></iframe><pre id="result"></pre><script>'
        'const frame = document.getElementById("frame"); const probe = () => {' + NAMES + "};"
        'const tell = () => { document.getElementById("result").textContent = JSON.stringify(probe()); };'
        "onload = () => setTimeout(tell, 2000);</script>",
        encoding="utf-8",
    )
    shown = _browse(folder, "--window-size=1400,6000", "--virtual-time-budget=6000", "--dump-dom", path.as_uri())
    result = re.search(r'<pre id="result">(.*?)</pre>', shown, re.S)
    assert result is not None
    found = json.loads(html.unescape(result[1]))
    assert found["names"] > 10
    assert found["narrow"] == []


def _printed(folder: Path, text: str) -> int:
    """How many pages come out of the printer."""
    path, printed = folder / "print.html", folder / "print.pdf"
    path.write_text(text, encoding="utf-8")
    _browse(folder, "--no-pdf-header-footer", f"--print-to-pdf={printed}", path.as_uri())
    return len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes()))


def test_the_page_prints_what_counts_and_all_of_it_if_asked(folder: Path) -> None:
    text = page()
    everything = _printed(folder, text.replace('id="print-all"', 'id="print-all" checked'))
    assert 40 <= everything <= 120  # every incident is open
    assessed = len(re.findall(r'class="case"(?![^>]*data-tier="non_assessed")', text))
    cases = text.count('class="case"')
    assert 0 < assessed < cases
    assert _printed(folder, text) < everything * (assessed + cases) / (2 * cases)


def test_the_navigation_is_whole_on_a_desk(folder: Path) -> None:
    text = page("en").replace('font-family: "Kaohe Sans", "Segoe UI"', 'font-family: "DejaVu Sans"')
    probe = """<script>document.title = String([...document.querySelectorAll("nav.contents a")]
      .every(each => each.getBoundingClientRect().right <= innerWidth - 24));</script></body>"""
    path = folder / "nav.html"
    path.write_text(re.sub(r"<meta http-equiv[^>]*>", "", text).replace("</body>", probe), encoding="utf-8")
    shown = _browse(folder, "--window-size=1280,800", "--dump-dom", path.as_uri())
    assert "<title>true</title>" in shown
