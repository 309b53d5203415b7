// Asks at 12 of 15 idle minutes whether to stay; work keeps the session alive.
const MINUTE = 60_000;
const ASK_AFTER = 12 * MINUTE;
const OUT_AFTER = 15.2 * MINUTE; // the reload finds it ended
const RENEW_AFTER = 5 * MINUTE;

const dialog = document.getElementById("idle");
const tabs = new BroadcastChannel("session");
let renewed = Date.now();
let worked = 0;

const noteRenewal = () => {
  renewed = Date.now();
  if (dialog.open) dialog.close();
};

const renew = async () => {
  const answer = await fetch(dialog.dataset.keepUrl, { redirect: "manual" }).catch(() => null);
  if (answer?.ok) {
    noteRenewal();
    tabs.postMessage("renewed");
  }
};

const look = () => {
  const quiet = Date.now() - renewed;
  const atWork = Date.now() - worked < MINUTE;
  if (quiet >= OUT_AFTER) return location.reload();
  if (dialog.open) return;
  if (quiet >= RENEW_AFTER && atWork) return renew();
  if (quiet >= ASK_AFTER) dialog.showModal();
};

if (dialog?.dataset.keepUrl) {
  tabs.onmessage = noteRenewal;
  tabs.postMessage("renewed");
  document.addEventListener("saved", noteRenewal); // by draft.js
  for (const kind of ["keydown", "pointerdown"]) {
    document.addEventListener(kind, () => (worked = dialog.open ? worked : Date.now()), { passive: true });
  }
  dialog.addEventListener("submit", renew);
  setInterval(look, MINUTE / 4);
}
