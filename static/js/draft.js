// Keeps what was typed on the server every ten seconds and on leaving a field. Nothing stays in the browser.
const EVERY = 10_000;
const form = document.querySelector("[data-draft-url]");
const status = document.querySelector("[data-draft-status]");
const typed = () => new URLSearchParams(new FormData(form)).toString();

let kept = form && typed();
let busy = false;

const keep = async () => {
  const now = typed();
  if (busy || form.dataset.sent || now === kept) return;
  busy = true;
  try {
    const answer = await fetch(form.dataset.draftUrl, {
      method: "POST", body: new URLSearchParams(now), redirect: "error", keepalive: true,
    });
    if (!answer.ok) throw new Error(answer.status);
    kept = now;
    status.textContent = await answer.text();
    document.dispatchEvent(new Event("saved"));
  } catch {
    status.textContent = status.dataset.failed;
  } finally {
    busy = false;
  }
};

if (form && status) {
  setInterval(keep, EVERY);
  form.addEventListener("focusout", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
}
