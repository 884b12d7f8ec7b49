// Sorting and filtering of the table of incidents. The page is complete without it.
(function () {
  "use strict";
  var table = document.getElementById("incident-table");
  if (!table) return;
  var body = table.tBodies[0], rows = Array.prototype.slice.call(body.rows), heads = table.tHead.rows[0].cells;
  var words = document.getElementById("filter-text"), tier = document.getElementById("filter-tier");
  var section = document.getElementById("filter-section"), shown = document.getElementById("filter-shown");

  function filter() {
    var wanted = words.value.trim().toLowerCase().split(/\s+/), count = 0;
    rows.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      var keep = (!tier.value || row.dataset.tier === tier.value) && (!section.value || row.dataset.section === section.value) &&
        wanted.every(function (word) { return text.indexOf(word) >= 0; });
      row.hidden = !keep;
      if (keep) count += 1;
    });
    shown.textContent = shown.dataset.text.replace("#", String(count)).replace("#", String(rows.length));
  }

  function value(row, place) {
    var cell = row.cells[place], number = cell.dataset.sort;
    return number === undefined ? cell.textContent.trim() : Number(number);
  }

  function sort(place) {
    var head = heads[place], down = head.getAttribute("aria-sort") === "ascending", sign = down ? -1 : 1;
    Array.prototype.forEach.call(heads, function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    rows.sort(function (a, b) {
      var left = value(a, place), right = value(b, place);
      if (typeof left === "string") return sign * left.localeCompare(right, document.documentElement.lang, { numeric: true });
      return sign * (left - right);
    });
    rows.forEach(function (row) { body.appendChild(row); });
  }

  Array.prototype.forEach.call(heads, function (head, place) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () { sort(place); });
  });
  [words, tier, section].forEach(function (field) { field.addEventListener("input", filter); });
  document.getElementById("filters").addEventListener("submit", function (event) { event.preventDefault(); });
  document.getElementById("filters").hidden = false;
  filter();
})();
