// Asks this browser for messages: registers the worker, subscribes at the browser's own push service, sends that as a form.
// Switched off, the browser forgets its subscription, too.
const form = document.getElementById("push-form");
const off = document.getElementById("push-off");
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const say = (name) => {
  for (const note of ["push-refused", "push-failed"]) document.getElementById(note).hidden = note !== name;
};
const forget = async (worker) => (await worker?.pushManager.getSubscription())?.unsubscribe();
const subscribe = async () => {
  const worker = await navigator.serviceWorker.register(form.dataset.worker);
  await navigator.serviceWorker.ready;
  await forget(worker);
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key) });
};
if (form && "serviceWorker" in navigator && "PushManager" in window) {
  form.hidden = false;
  document.getElementById("push-unknown")?.remove();
  if (off && Notification.permission === "denied") say("push-refused");
  form.addEventListener("submit", async (event) => {
    if (form.elements.endpoint.value) return;
    event.preventDefault();
    // Asked at once: some browsers ask only as an answer to a tap, not after other waiting.
    if ((await Notification.requestPermission()) !== "granted") return say("push-refused");
    try {
      const made = await subscribe();
      form.elements.endpoint.value = made.endpoint;
      form.elements.p256dh.value = base64(made.getKey("p256dh"));
      form.elements.auth.value = base64(made.getKey("auth"));
      form.submit();
    } catch {
      say("push-failed");
    }
  });
  off?.addEventListener("submit", async (event) => {
    event.preventDefault();
    await navigator.serviceWorker.getRegistration(form.dataset.worker).then(forget).catch(() => undefined);
    off.submit();
  });
}
