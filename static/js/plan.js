// Lets a card of the plan be dragged to another topic, or to those who are not asked: its own form is sent with that choice.
let dragged = null;
const placeOf = (event) => event.target.closest?.("[data-target]");
const unmark = () => document.querySelectorAll(".pipeline-over").forEach((place) => place.classList.remove("pipeline-over"));
const isOpen = (place) => place && dragged && !place.contains(dragged) && (place.dataset.target !== "off" || dragged.querySelector("[data-off]"));
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".pipeline-card[draggable]") ?? null;
  if (dragged) event.dataTransfer.setData("text/plain", dragged.querySelector("a").textContent);
});
document.addEventListener("dragend", () => {
  dragged = null;
  unmark();
});
document.addEventListener("dragover", (event) => {
  const place = placeOf(event);
  if (!isOpen(place)) return;
  event.preventDefault();
  unmark();
  place.classList.add("pipeline-over");
});
document.addEventListener("drop", (event) => {
  const place = placeOf(event);
  if (!isOpen(place)) return;
  event.preventDefault();
  if (place.dataset.target === "off") {
    dragged.querySelector("[data-off]").requestSubmit();
    return;
  }
  const choice = dragged.querySelector("select[name=target]");
  choice.value = place.dataset.target;
  choice.form.requestSubmit();
});
