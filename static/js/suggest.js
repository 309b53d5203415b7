// Suggestions under the search box: from two letters on, 200 ms after the last one; arrow keys, Enter, Esc.
const input = document.getElementById("q");
const list = document.getElementById("q_suggestions");
const said = document.getElementById("q_status");
const url = input?.form.dataset.suggestUrl;
let waiting, asking, at;

const options = () => [...list.querySelectorAll("[role=option]")];

const mark = (next) => {
  at = next;
  options().forEach((option, place) => {
    option.id = `q_option_${place}`;
    option.setAttribute("aria-selected", String(place === at));
  });
  const option = options()[at];
  option?.scrollIntoView({ block: "nearest" });
  if (option) input.setAttribute("aria-activedescendant", option.id);
  else input.removeAttribute("aria-activedescendant");
};

const close = () => {
  clearTimeout(waiting);
  asking?.abort();
  list.hidden = true;
  said.textContent = "";
  input.setAttribute("aria-expanded", "false");
  mark(-1);
};

const ask = async () => {
  asking = new AbortController();
  const typed = input.value;
  const body = new URLSearchParams(new FormData(input.form));
  const answer = await fetch(url, { method: "POST", body, redirect: "error", signal: asking.signal });
  if (!answer.ok) return;
  list.innerHTML = await answer.text();
  if (input.value !== typed || document.activeElement !== input) return;
  said.textContent = list.querySelector("[data-suggestions]")?.dataset.suggestions ?? "";
  list.hidden = !options().length;
  input.setAttribute("aria-expanded", String(!list.hidden));
  mark(-1);
};

if (input && url) {
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) {
    input.setAttribute(name, value);
  }
  input.addEventListener("input", () => {
    close();
    if (input.value.trim().length >= 2) waiting = setTimeout(() => ask().catch(() => {}), 200);
  });
  input.addEventListener("keydown", (event) => {
    const number = options().length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // which would empty the box
      return close();
    }
    if (list.hidden || !number) return;
    if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      return options()[at].click();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    mark(at < 0 && step < 0 ? number - 1 : (at + step + number) % number);
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the box
  input.addEventListener("blur", close);
}
