// Drags a card of a team: from the bench onto free places (join) or onto a member (replace), a member onto the bench (take out).
// Where it may be dropped is outlined. A drop only opens the form that the card has anyway and puts the cursor into it;
// nothing is sent without its button.
let dragged = null;
// only when the drag has ended: after a drop the browser focuses what lies under it
const focusAfterwards = (field) => document.addEventListener("dragend", () => field.focus(), { once: true });
const part = (card, name) => card?.querySelector(`[data-part="${name}"]`);
const formAt = (zone) => {
  if (!dragged || !zone || zone === dragged) return null;
  const isFromBench = "bench" in dragged.dataset;
  const way = zone.dataset.drop;
  if (way === "leave" && !isFromBench) return part(dragged, "leave");
  if (way === "join" && isFromBench) return part(dragged, "join");
  if (way === "replace" && isFromBench) return part(zone, "replace");
  return null;
};
const zoneOf = (event) => event.target.closest?.("[data-drop]");
const mark = (zone) => {
  document.querySelectorAll(".drop-over").forEach((other) => other !== zone && other.classList.remove("drop-over"));
  zone?.classList.add("drop-over");
};
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-code]") ?? null;
  if (!dragged) return;
  event.dataTransfer.setData("text/plain", dragged.dataset.code);
  document.body.classList.add("is-dragging");
  document.querySelectorAll("[data-drop]").forEach((zone) => zone.classList.toggle("may-drop", Boolean(formAt(zone))));
});
document.addEventListener("dragend", () => {
  dragged = null;
  document.body.classList.remove("is-dragging");
  mark(null);
});
document.addEventListener("dragover", (event) => {
  const zone = formAt(zoneOf(event)) ? zoneOf(event) : null;
  if (zone) event.preventDefault();
  mark(zone);
});
document.addEventListener("drop", (event) => {
  const form = formAt(zoneOf(event));
  if (!form) return;
  event.preventDefault();
  const choice = form.querySelector("select[name=by]");
  if (choice) choice.value = dragged.dataset.code;
  form.open = true;
  focusAfterwards(form.querySelector("input[name=reason]"));
});
