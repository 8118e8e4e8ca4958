// Lets a card be dragged to another stage; the card's own form then asks why, and is sent by hand.
let dragged = null;
// only when the drag has ended: after a drop the browser focuses what lies under it
const focusAfterwards = (field) => document.addEventListener("dragend", () => field.focus(), { once: true });
const stageOf = (event) => event.target.closest?.("[data-stage]");
const unmark = () => document.querySelectorAll(".pipeline-over").forEach((stage) => stage.classList.remove("pipeline-over"));
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".pipeline-card[draggable]") ?? null;
  if (dragged) event.dataTransfer.setData("text/plain", dragged.querySelector("a").textContent);
});
document.addEventListener("dragend", () => {
  dragged = null;
  unmark();
});
document.addEventListener("dragover", (event) => {
  const stage = stageOf(event);
  if (!dragged || !stage || stage.contains(dragged)) return;
  event.preventDefault();
  unmark();
  stage.classList.add("pipeline-over");
});
document.addEventListener("drop", (event) => {
  const stage = stageOf(event);
  if (!dragged || !stage || stage.contains(dragged)) return;
  event.preventDefault();
  const form = dragged.querySelector("form");
  const choice = form.elements.stage;
  if (![...choice.options].some((option) => option.value === stage.dataset.stage)) {
    // not possible from here: the server says in words what is
    choice.add(new Option(stage.querySelector("h2").firstChild.textContent.trim(), stage.dataset.stage));
  }
  choice.value = stage.dataset.stage;
  dragged.querySelector("details").open = true;
  focusAfterwards(form.elements.reason);
});
