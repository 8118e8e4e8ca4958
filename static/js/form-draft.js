// Keeps what was typed on this device until it is saved, and adds rows to lists of fields.
const form = document.querySelector("form[data-draft]");
const notice = document.getElementById("draft-notice");
const key = form ? `samvad-draft:${form.dataset.draft}` : "";
const isTick = (field) => ["checkbox", "radio"].includes(field.type);
const fields = () => [...form.elements].filter((field) => field.name && !["hidden", "submit", "password", "file"].includes(field.type));
const written = () => JSON.stringify(fields().map((field) => [field.name, field.value, isTick(field) ? field.checked : null]));
const store = (text) => { try { text === null ? localStorage.removeItem(key) : localStorage.setItem(key, text); } catch { /* private windows keep nothing */ } };
const stored = () => { try { return localStorage.getItem(key); } catch { return null; } };

// The page brings a folded empty row for those without JavaScript; here the button brings it out.
document.querySelectorAll("form[data-draft] [data-row]:not([open])").forEach((row) => { row.hidden = true; });
document.querySelectorAll("[data-script-only]").forEach((part) => { part.hidden = false; });
document.querySelectorAll("[data-no-script]").forEach((part) => { part.hidden = true; });
const waitingRow = (list) => document.querySelector(`#${list}-rows [data-row][hidden]`);
const addRow = (list) => {
  const waiting = waitingRow(list);
  if (waiting) {
    waiting.hidden = false;
    waiting.open = true;
    const name = waiting.querySelector("summary");
    name.textContent = name.dataset.name;
    return;
  }
  const total = form.elements[`${list}-TOTAL_FORMS`];
  const number = Number(total.value) + 1;
  const html = document.getElementById(`${list}-empty`).innerHTML.replaceAll("__prefix__", total.value).replaceAll("__number__", number);
  document.getElementById(`${list}-rows`).insertAdjacentHTML("beforeend", html);
  total.value = number;
  const facts = Number(form.elements["facts-TOTAL_FORMS"]?.value ?? 0);
  form.querySelectorAll("[data-numbers]").forEach((box) => [...box.querySelectorAll(".chip")].forEach((chip, place) => { chip.hidden = place >= facts; }));
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-row]");
  if (button) addRow(button.dataset.addRow);
});

const bringBack = (values) => {
  for (const [name] of values) {
    const list = name.match(/^(facts|angles|lines)-\d+-/)?.[1];
    while (list && !form.elements[name] && Number(form.elements[`${list}-TOTAL_FORMS`].value) < 20) addRow(list);
  }
  for (const [name, value, isTicked] of values) {
    for (const field of fields().filter((each) => each.name === name)) {
      if (!isTick(field)) field.value = value;
      else if (field.value === value) field.checked = isTicked;
    }
  }
  form.querySelectorAll("details[data-row]").forEach((row) => {
    if ([...row.querySelectorAll("input:not([type=checkbox]), textarea")].some((field) => field.value)) { row.hidden = false; row.open = true; }
  });
  form.dispatchEvent(new Event("input", { bubbles: true }));
};

if (form) {
  const before = written();
  form.addEventListener("input", () => store(written()));
  form.addEventListener("submit", () => store(null));
  document.addEventListener("htmx:afterSwap", () => { if (document.querySelector("#saved[data-saved]")) store(null); });
  const draft = stored();
  if (draft && draft !== before && notice && form.dataset.fresh === "yes") {
    notice.hidden = false;
    notice.querySelector("[data-restore]").addEventListener("click", () => { bringBack(JSON.parse(draft)); notice.hidden = true; });
    notice.querySelector("[data-forget]").addEventListener("click", () => { store(null); notice.hidden = true; });
  }
}
document.querySelectorAll("[data-add-row]").forEach((button) => { button.hidden = false; });
