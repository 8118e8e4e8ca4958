// Asks this browser for messages: registers the worker, subscribes at the browser's own push service, sends that as a form.
const form = document.getElementById("push-form");
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const subscribe = async () => {
  const worker = await navigator.serviceWorker.register(form.dataset.worker);
  await navigator.serviceWorker.ready.catch(() => undefined);
  if ((await Notification.requestPermission()) !== "granted") throw new Error("not allowed");
  const old = await worker.pushManager.getSubscription();
  if (old) await old.unsubscribe();
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.key) });
};
if (form && "serviceWorker" in navigator && "PushManager" in window) {
  form.hidden = false;
  document.getElementById("push-unknown")?.remove();
  form.addEventListener("submit", async (event) => {
    if (form.elements.endpoint.value) return;
    event.preventDefault();
    try {
      const made = await subscribe();
      form.elements.endpoint.value = made.endpoint;
      form.elements.p256dh.value = base64(made.getKey("p256dh"));
      form.elements.auth.value = base64(made.getKey("auth"));
      form.submit();
    } catch {
      document.getElementById("push-refused").hidden = false;
    }
  });
}
