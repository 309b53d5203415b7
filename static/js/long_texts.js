// Keeps a form with a long text on the server while it is typed into. Nothing stays in the browser.
const EVERY = 10_000;
const { keepUrl, offerUrl } = document.querySelector("script[data-keep-url]")?.dataset ?? {};

const marks = ["csrfmiddlewaretoken", "sender", "kept_as_draft"];
const typed = (form) => {
  const words = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") words.append(name, value);
  return words;
};
const own = (form) => [...typed(form)].filter(([name]) => !marks.includes(name)).join("\n");

const watch = (form) => {
  const path = encodeURIComponent(new URL(form.action).pathname);
  const status = Object.assign(document.createElement("p"), { className: "small muted mt" });
  status.setAttribute("role", "status");
  form.append(status);
  let kept = own(form);
  let busy = false;

  const keep = async () => {
    const now = own(form);
    if (busy || form.dataset.sent || now === kept) return;
    busy = true;
    try {
      const answer = await fetch(`${keepUrl}?path=${path}`, {
        method: "POST", body: typed(form), redirect: "error", keepalive: true,
      });
      if (!answer.ok) return;
      kept = now;
      status.textContent = await answer.text();
      if (!form.elements.kept_as_draft) {
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "kept_as_draft", value: "1" }));
      }
      document.dispatchEvent(new Event("saved"));
    } catch {
      status.textContent = "";
    } finally {
      busy = false;
    }
  };

  const offer = async () => {
    const answer = await fetch(`${offerUrl}?path=${path}`, { redirect: "error" }).catch(() => null);
    const words = answer?.ok ? await answer.text() : "";
    if (words) form.insertAdjacentHTML("beforebegin", words);
    if (words) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "kept_as_draft", value: "1" }));
  };

  offer();
  setInterval(keep, EVERY);
  form.addEventListener("focusout", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
};

if (keepUrl) {
  const forms = document.querySelectorAll('main form[method="post"]:not([data-draft-url])');
  [...forms].filter((form) => form.querySelector("textarea")).forEach(watch);
}
