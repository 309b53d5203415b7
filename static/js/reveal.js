// Sensitive text goes when one turns to another window; the header Refresh hides it after a minute.
const shown = document.querySelector("[data-hides]");
const hide = () => {
  const to = shown.dataset.hides;
  shown.remove();
  location.replace(to);
};

if (shown) {
  document.addEventListener("visibilitychange", () => document.hidden && hide());
  addEventListener("pagehide", () => shown.remove());
}
