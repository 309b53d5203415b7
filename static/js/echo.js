// Says on leaving a field what was understood, and above the form whom it may duplicate.
const ask = async (url, form, field) => {
  const body = new URLSearchParams(new FormData(form));
  body.set("field", field.name);
  const answer = await fetch(url, { method: "POST", body, redirect: "error" });
  return answer.ok ? answer.text() : "";
};

const echo = async (form, field) => {
  const place = document.getElementById(`${field.id}_echo`);
  const described = new Set((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  field.setAttribute("aria-describedby", [...described.add(place.id)].join(" "));
  const asked = field.value;
  const answer = asked || "echoEmpty" in field.dataset ? await ask(form.dataset.echoUrl, form, field) : "";
  if (field.value === asked) place.textContent = answer;
};

const duplicates = async (form, field) => {
  const place = document.querySelector("[data-duplicates]");
  if (place && !place.contains(document.activeElement)) place.innerHTML = await ask(form.dataset.duplicatesUrl, form, field);
};

document.addEventListener("change", (event) => {
  const field = event.target;
  const form = field.form;
  if (form?.dataset.echoUrl && "echo" in field.dataset) echo(form, field).catch(() => {});
  for (const id of form?.dataset.echoUrl ? field.dataset.says?.split(" ") ?? [] : []) {
    echo(form, document.getElementById(id)).catch(() => {});
  }
  if (form?.dataset.duplicatesUrl && "duplicates" in field.dataset) duplicates(form, field).catch(() => {});
});
