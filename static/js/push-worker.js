// Shows a message of Samvad while no page of it is open, and opens where it leads. It stores nothing.
self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : {};
  const options = { body: told.body, tag: told.tag, data: { url: told.url }, renotify: false };
  event.waitUntil(self.registration.showNotification(told.title || "Samvad", options));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.url || "/work/", self.location.origin);
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url.href));
});
