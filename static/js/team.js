// Drags a card of a team: from the bench onto free places (join) or onto a member (replace), a member onto the bench (take out).
// A drop only opens the form that the card has anyway and puts the cursor into it; nothing is sent without its button.
let dragged = null;
const part = (card, name) => card?.querySelector(`[data-part="${name}"]`);
const step = (event) => {
  const zone = event.target.closest?.("[data-drop]");
  if (!dragged || !zone || zone === dragged) return null;
  const isFromBench = "bench" in dragged.dataset;
  const way = zone.dataset.drop;
  if (way === "leave" && !isFromBench) return part(dragged, "leave");
  if (way === "join" && isFromBench) return part(dragged, "join");
  if (way === "replace" && isFromBench) return part(zone, "replace");
  return null;
};
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-code]") ?? null;
  if (dragged) event.dataTransfer.setData("text/plain", dragged.dataset.code);
});
document.addEventListener("dragend", () => {
  dragged = null;
});
document.addEventListener("dragover", (event) => {
  if (step(event)) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const form = step(event);
  if (!form) return;
  event.preventDefault();
  const choice = form.querySelector("select[name=by]");
  if (choice) choice.value = dragged.dataset.code;
  form.open = true;
  form.querySelector("input[name=reason]").focus();
});
