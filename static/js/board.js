// Lets a name be dragged onto a vacant seat; it sends the same form as the button beside the name.
let dragged = null;
const seatOf = (event) => event.target.closest?.(".seat-vacant[data-office]");
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".candidate") ?? null;
  if (dragged) event.dataTransfer.setData("text/plain", dragged.elements.person.value);
});
document.addEventListener("dragend", () => {
  dragged = null;
});
document.addEventListener("dragover", (event) => {
  if (dragged && seatOf(event)) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const seat = seatOf(event);
  if (!dragged || !seat) return;
  event.preventDefault();
  dragged.elements.office.value = seat.dataset.office;
  dragged.requestSubmit();
});
