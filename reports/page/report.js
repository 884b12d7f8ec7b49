// Sorting, searching, filtering and opening of the incidents. The page is complete without it, but for packed chains.
(function () {
  "use strict";
  var list = document.getElementById("cases");
  if (!list) return;
  var cases = Array.prototype.slice.call(list.children), packs = document.querySelectorAll("template.pack"), unpacked = {};
  var words = document.getElementById("filter-text"), shown = document.getElementById("filter-shown");
  var kinds = ["clause", "post", "staff", "tier"].map(function (name) { return [name, document.getElementById("filter-" + name)]; });
  var tiers = Array.prototype.map.call(document.getElementById("filter-tier").options, function (each) { return each.value; });

  // ── packed chains ──
  function unpack(number) {
    if (!unpacked[number]) {
      var bytes = Uint8Array.from(atob(packs[number].content.textContent), function (sign) { return sign.charCodeAt(0); });
      var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
      unpacked[number] = new Response(stream).text().then(JSON.parse);
    }
    return unpacked[number];
  }

  function fill(item) {
    if (item.dataset.pack === undefined) return Promise.resolve();
    var number = item.dataset.pack, place = Number(item.dataset.place);
    delete item.dataset.pack;
    return unpack(number).then(function (chains) { item.querySelector(".inside").innerHTML = chains[place]; });
  }

  list.addEventListener("toggle", function (event) { if (event.target.open && event.target.matches(".case")) fill(event.target); }, true);

  // ── which are shown ──
  function text(item) {
    if (item.words === undefined) item.words = item.firstElementChild.textContent.toLowerCase();
    return item.words;
  }

  function filter() {
    var wanted = words.value.trim().toLowerCase().split(/\s+/), count = 0;
    cases.forEach(function (item) {
      var keep = kinds.every(function (kind) { return !kind[1].value || item.dataset[kind[0]] === kind[1].value; }) &&
        wanted.every(function (word) { return text(item).indexOf(word) >= 0; });
      item.hidden = !keep;
      if (keep) count += 1;
    });
    shown.textContent = shown.dataset.text.replace("#", String(count)).replace("#", String(cases.length));
  }

  // ── in which order ──
  function value(item, key) {
    if (key === "fen") return Number(item.dataset.fen);
    if (key === "tier") return tiers.indexOf(item.dataset.tier);
    if (key === "clause") return item.dataset.clause.split(".").reduce(function (sum, part) { return 1000 * sum + Number(part); }, 0);
    var said = item.querySelector(key === "on" ? ".day" : "." + key);
    return key === "n" ? Number(said.textContent) : said.textContent;
  }

  function sort(button) {
    var key = button.dataset.key, down = button.getAttribute("aria-pressed") === "up", sign = down ? -1 : 1;
    Array.prototype.forEach.call(document.querySelectorAll("#case-heads button"), function (other) { other.setAttribute("aria-pressed", "false"); });
    button.setAttribute("aria-pressed", down ? "down" : "up");
    var keyed = cases.map(function (item) { return [value(item, key), item]; });
    var words = new Intl.Collator(document.documentElement.lang, { numeric: true });
    keyed.sort(function (a, b) { return sign * (typeof a[0] === "string" ? words.compare(a[0], b[0]) : a[0] - b[0]); });
    cases = keyed.map(function (pair) { return pair[1]; });
    list.append.apply(list, cases);
  }

  Array.prototype.forEach.call(document.querySelectorAll("#case-heads [data-key]"), function (head) {
    var button = document.createElement("button");
    button.type = "button";
    button.dataset.key = head.dataset.key;
    button.textContent = head.textContent;
    button.setAttribute("aria-pressed", "false");
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () { sort(button); });
  });

  // ── opened by a link, by hand, or all for the printer ──
  function reveal() {
    var target = /^#(incident|person)-\d+$/.test(location.hash) && document.getElementById(location.hash.slice(1));
    var item = target && target.closest("details");
    if (!item) return;
    item.hidden = false;
    item.open = true;
    Promise.resolve(item.matches(".case") && fill(item)).then(function () { item.scrollIntoView(); });
  }

  function openAll(open) {
    return Promise.all(cases.filter(function (item) { return !item.hidden; }).map(function (item) {
      item.open = open;
      return open ? fill(item) : null;
    }));
  }

  // On paper: what is open, and the chains of assessed incidents; all of them if that was asked for.
  var closed = [], printAll = document.getElementById("print-all");
  printAll.addEventListener("change", function () { if (printAll.checked) cases.forEach(fill); });
  window.addEventListener("beforeprint", function () {
    var which = printAll.checked ? "details" : ".case:not([data-tier=non_assessed])";
    closed = Array.prototype.filter.call(document.querySelectorAll(which), function (each) { return !each.open; });
    closed.forEach(function (each) { if (each.dataset.pack === undefined) each.open = true; });
  });
  window.addEventListener("afterprint", function () { closed.forEach(function (each) { each.open = false; }); });
  window.addEventListener("hashchange", reveal);
  document.getElementById("open-all").addEventListener("click", function () { openAll(true); });
  document.getElementById("close-all").addEventListener("click", function () { openAll(false); });
  [words].concat(kinds.map(function (kind) { return kind[1]; })).forEach(function (field) { field.addEventListener("input", filter); });
  document.getElementById("filters").addEventListener("submit", function (event) { event.preventDefault(); });
  document.getElementById("filters").hidden = false;
  filter();
  reveal();
})();
