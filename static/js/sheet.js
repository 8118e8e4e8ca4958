// Keeps the sheet on this device while it is written, and lets go of it once the server holds the same text.
const sheet = document.querySelector("textarea[data-sheet]");
if (sheet) {
  const key = `samvad-sheet:${sheet.dataset.sheet}`;
  const base = sheet.dataset.saved;
  const notice = document.querySelector("[data-sheet-notice]");
  const button = document.querySelector("[data-sheet-restore]");
  const plain = (text) => text.replaceAll("\r\n", "\n").trim();
  const keep = (value) => { try { value === null ? localStorage.removeItem(key) : localStorage.setItem(key, JSON.stringify(value)); } catch { /* private windows keep nothing */ } };
  const kept = (() => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } })();
  sheet.addEventListener("input", () => keep({ text: sheet.value, base }));
  document.querySelectorAll("button[data-copy='id_text']").forEach((copy) => { copy.hidden = false; });
  if (kept && plain(kept.text) === plain(sheet.value)) {
    if (kept.base !== base) keep(null);
  } else if (kept && kept.base === base) {
    sheet.value = kept.text; // it never reached the server: nothing there is newer
    notice.hidden = false;
    button.hidden = true;
  } else if (kept) {
    notice.hidden = false;
    button.addEventListener("click", () => { sheet.value = kept.text; notice.hidden = true; sheet.focus(); });
  }
}
