// Keeps what was typed on this device until it is saved, and adds rows to lists of fields.
const form = document.querySelector("form[data-draft]");
const notice = document.getElementById("draft-notice");
const key = form ? `samvad-draft:${form.dataset.draft}` : "";
const fields = () => [...form.elements].filter((field) => field.name && !["hidden", "submit", "password", "file"].includes(field.type));
const store = (text) => { try { text === null ? localStorage.removeItem(key) : localStorage.setItem(key, text); } catch { /* private windows keep nothing */ } };
const stored = () => { try { return localStorage.getItem(key); } catch { return null; } };

const addRow = (list) => {
  const total = form.elements[`${list}-TOTAL_FORMS`];
  const html = document.getElementById(`${list}-empty`).innerHTML.replaceAll("__prefix__", total.value);
  document.getElementById(`${list}-rows`).insertAdjacentHTML("beforeend", html);
  total.value = Number(total.value) + 1;
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-row]");
  if (button) addRow(button.dataset.addRow);
});

if (form) {
  const before = JSON.stringify(fields().map((field) => [field.name, field.value]));
  form.addEventListener("input", () => store(JSON.stringify(fields().map((field) => [field.name, field.value]))));
  form.addEventListener("submit", () => store(null));
  const draft = stored();
  if (draft && draft !== before && notice && form.dataset.fresh === "yes") {
    notice.hidden = false;
    notice.querySelector("[data-restore]").addEventListener("click", () => {
      const values = JSON.parse(draft);
      for (const [name] of values) {
        const list = name.match(/^(facts|angles)-\d+-/)?.[1];
        while (list && !form.elements[name] && Number(form.elements[`${list}-TOTAL_FORMS`].value) < 20) addRow(list);
      }
      values.forEach(([name, value]) => { if (form.elements[name]) form.elements[name].value = value; });
      notice.hidden = true;
    });
    notice.querySelector("[data-forget]").addEventListener("click", () => { store(null); notice.hidden = true; });
  }
}
document.querySelectorAll("[data-add-row]").forEach((button) => { button.hidden = false; });
