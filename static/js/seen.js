// Tells the server that a person really looks at the brief: once, when the page is visible. Robots that preview links don't.
const form = document.getElementById("seen-form");
let told = false;
const tell = () => {
  if (told || !form || document.visibilityState !== "visible") return;
  told = true;
  fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin", keepalive: true }).catch(() => {
    told = false;
  });
};
document.addEventListener("visibilitychange", tell);
setTimeout(tell, 1200);
