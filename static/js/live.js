// Asks for nothing while nobody looks, and keeps the order of sorted tables when a part of the page is renewed.
document.addEventListener("htmx:beforeRequest", (event) => {
  const isPoll = event.detail.elt?.matches?.("[data-live]");
  if (isPoll && document.visibilityState === "hidden") event.preventDefault();
});

const order = new Map();
const valueOf = (row, column) => {
  const cell = row.cells[column];
  const raw = cell.dataset.value ?? cell.textContent.trim();
  return raw === "" || Number.isNaN(Number(raw)) ? raw : Number(raw);
};
const compare = (left, right) => (typeof left === "number" && typeof right === "number" ? left - right : String(left).localeCompare(String(right), document.documentElement.lang));
const sort = (table) => {
  const chosen = order.get(table.id);
  if (!chosen) return;
  const rows = [...table.tBodies[0].rows];
  rows.sort((a, b) => compare(valueOf(a, chosen.column), valueOf(b, chosen.column)) * chosen.way);
  table.tBodies[0].append(...rows);
  [...table.tHead.rows[0].cells].forEach((cell, place) => {
    if (place === chosen.column) cell.setAttribute("aria-sort", chosen.way > 0 ? "ascending" : "descending");
    else cell.removeAttribute("aria-sort");
  });
};
const prepare = () => {
  document.querySelectorAll("table[data-sortable]").forEach((table) => {
    [...table.tHead.rows[0].cells].forEach((cell) => {
      if (cell.querySelector("button")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.textContent = cell.textContent.trim();
      cell.replaceChildren(button);
    });
    sort(table);
  });
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("button.sort");
  if (!button) return;
  const cell = button.closest("th");
  const table = cell.closest("table");
  const before = order.get(table.id);
  const way = before && before.column === cell.cellIndex ? -before.way : cell.classList.contains("number") ? -1 : 1;
  order.set(table.id, { column: cell.cellIndex, way });
  sort(table);
});
document.addEventListener("htmx:afterSwap", prepare);
prepare();
