// Keeps on the server what is typed, every ten seconds and on leaving a field: forms that say where,
// and those with a long text.
const { keepUrl, offerUrl } = document.querySelector("script[data-keep-url]").dataset;

const watch = (form, url, status) => {
  const typed = () => String(new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim))); // no files
  let kept = typed();
  let busy = false;

  const keep = async () => {
    const now = typed();
    if (busy || form.dataset.sent || now === kept) return;
    busy = true;
    try {
      const answer = await fetch(url, { method: "POST", body: new URLSearchParams(now), redirect: "error", keepalive: true });
      if (!answer.ok) throw Error();
      kept = now;
      status.textContent = await answer.text();
      document.dispatchEvent(new Event("saved"));
    } catch {
      status.textContent = status.dataset.failed ?? "";
    }
    busy = false;
  };

  setInterval(keep, 10_000);
  form.addEventListener("focusout", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
};

const watchLong = async (form) => {
  const { pathname } = new URL(form.action);
  const shown = form.elements.kept_as_draft?.value === pathname;
  form.insertAdjacentHTML("beforeend", '<p class="small muted mt" role="status"></p><input type="hidden" name="kept_as_draft">');
  const of = `?path=${encodeURIComponent(pathname)}`;
  watch(form, keepUrl + of, form.querySelector(":scope > [role=status]"));
  const answer = shown || await fetch(offerUrl + of, { redirect: "error" });
  if (answer.ok) form.insertAdjacentHTML("beforebegin", await answer.text());
};

for (const form of document.querySelectorAll('main form[method="post"]')) {
  if (form.dataset.draftUrl) watch(form, form.dataset.draftUrl, document.querySelector("[data-draft-status]"));
  else if (form.querySelector("textarea")) watchLong(form).catch(() => {});
}
