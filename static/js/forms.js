// What every form does: one submission, Ctrl+Enter saves, errors take the focus.
const RETRY_AFTER = 10_000;

const release = (form) => {
  delete form.dataset.sent;
  form.querySelectorAll('[aria-disabled="true"]').forEach((button) => button.removeAttribute("aria-disabled"));
};

// A request that is too large is not read: nothing is sent, and what was typed stays.
const isTooLarge = (form) => {
  const box = [...form.querySelectorAll("[data-largest]")].find((each) => each.files[0]?.size > each.dataset.largest);
  if (!box) return false;
  box.setCustomValidity(box.dataset.tooLarge);
  box.reportValidity();
  box.addEventListener("change", () => box.setCustomValidity(""), { once: true });
  return true;
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (isTooLarge(form)) return event.preventDefault();
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  // Never `disabled`: it would not be sent.
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(release, RETRY_AFTER, form);
});

addEventListener("pageshow", (event) => event.persisted && [...document.forms].forEach(release));

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form");
  if (!form || event.code !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button.primary"));
});

const summary = document.querySelector("[data-error-summary]");
summary?.focus();
summary?.addEventListener("click", (event) => {
  const field = document.getElementById(event.target.hash?.slice(1));
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.scrollIntoView({ block: "center" });
});

// The server closes the filter panel.
if (matchMedia("(min-width: 84.01rem)").matches) {
  document.querySelectorAll("details.panel").forEach((panel) => (panel.open = true));
}

for (const box of document.querySelectorAll("[data-shows]")) {
  const field = document.getElementById(box.dataset.shows);
  box.closest("label").hidden = false;
  box.addEventListener("change", () => (field.type = box.checked ? "text" : "password"));
  field.form.addEventListener("submit", () => (field.type = "password"));
}
