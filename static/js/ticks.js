// One tick in the heading ticks all rows of the table.
document.addEventListener("change", (event) => {
  if (!event.target.matches?.("[data-tick-all]")) return;
  event.target.closest("table").querySelectorAll("tbody input[type=checkbox]").forEach((box) => {
    box.checked = event.target.checked;
  });
});
