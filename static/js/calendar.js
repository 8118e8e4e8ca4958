// Draws month and week over the agenda of the server; a day that is dragged goes to the server, which may refuse in words.
const place = document.getElementById("calendar");
const said = document.getElementById("calendar-said");
const token = document.querySelector("#calendar-form [name=csrfmiddlewaretoken]").value;

function say(text) {
  said.textContent = text;
  said.hidden = !text;
  if (text) said.scrollIntoView({ block: "nearest" });
}

// A label in the kind's colour, with its pattern and its sign.
function label({ event, timeText }) {
  const whole = document.createElement("div");
  whole.className = `cal-label ${event.extendedProps.look}`;
  const text = document.createElement("span");
  text.textContent = [timeText, event.title, event.extendedProps.certainty && "(?)"].filter(Boolean).join(" ");
  whole.append(document.createElement("i"), document.createElement("b"), text);
  whole.title = [event.extendedProps.kind, event.title, event.extendedProps.certainty].filter(Boolean).join(" · ");
  return { domNodes: [whole] };
}

function dayOf(date) {
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

async function move({ event, revert }) {
  say("");
  const body = new URLSearchParams({ on: event.extendedProps.on, to: dayOf(event.start) });
  try {
    const response = await fetch(place.dataset.move.replace("/code/", `/${event.extendedProps.code}/`), {
      method: "POST", body, headers: { "X-CSRFToken": token, Accept: "application/json" },
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.detail);
    calendar.refetchEvents();
  } catch (error) {
    revert();
    say(error instanceof TypeError || error instanceof SyntaxError ? place.dataset.failed : error.message);
  }
}

async function load({ startStr, endStr }) {
  const response = await fetch(`${place.dataset.events}&start=${startStr.slice(0, 10)}&end=${endStr.slice(0, 10)}`);
  return response.json();
}

const calendar = new FullCalendar.Calendar(place, {
  initialView: place.dataset.view === "week" ? "dayGridWeek" : "dayGridMonth",
  initialDate: place.dataset.from,
  locale: place.dataset.language,
  timeZone: "local",
  height: "auto",
  firstDay: 0,
  dayMaxEvents: place.dataset.view === "week" ? false : 4,
  editable: false,
  eventDurationEditable: false,
  headerToolbar: false,
  eventDisplay: "block",
  eventTimeFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
  eventContent: label,
  eventDrop: move,
  events: load,
});
place.hidden = false;
document.body.classList.add("calendar-drawn"); // a wide screen needs no agenda then; a phone keeps it below
calendar.render();
