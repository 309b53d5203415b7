// Keys by their place: keyboards stand in Russian layout most of the day. Turned off: no list of keys.
const typing = (element) => element.matches?.("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");
const keys = document.getElementById("keys");
const rows = () => [...document.querySelectorAll("main tbody tr:not(.ok)")].filter((row) => row.querySelector("a"));
const click = (selector) => document.querySelector(selector)?.click();
let afterG = 0;

const step = (by) => {
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  next?.querySelector(".what a, a").focus();
};

// In reviews a page, in a list a row.
const turn = (rel, by) => (document.querySelector(`.in-order [rel=${rel}]`) ? click(`.in-order [rel=${rel}]`) : step(by));

const ACTS = {
  Period: () => click("[data-names]"),
  Slash: () => document.getElementById("q")?.focus(),
  KeyJ: () => turn("next", 1),
  KeyK: () => turn("prev", -1),
  KeyX: () => document.activeElement.closest?.("tr")?.querySelector("input[type=checkbox]")?.click(),
  KeyA: () => click('main [data-assign], main a[href$="/assign/"]'),
  KeyE: () => click('main [href$="/edit/identity/"]'),
  Enter: () => click("main .next .primary"),
};

for (const n of "1234") ACTS[`Digit${n}`] = () => click(`#id_decided_${n - 1}`);
document.addEventListener("keydown", (event) => {
  if (event.code === "Escape") return closeMenus();
  if (event.altKey && event.code === "KeyY") return click("[data-decide]");
  if (!keys || event.ctrlKey || event.altKey || event.metaKey || event.repeat && !/Key[JK]/.test(event.code)) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.code === "Slash" && event.shiftKey) {
    event.preventDefault();
    return keys.showModal();
  }
  if (event.shiftKey) return;
  const gone = afterG && event.timeStamp - afterG < 1500;
  afterG = !gone && event.code === "KeyG" ? event.timeStamp : 0;
  if (event.code === "Enter" && event.target.tabIndex > -1) return;
  const letter = event.code.split("Key")[1];
  const link = letter && keys.querySelector(`[data-key="${gone ? "G" : ""}${letter}"]`);
  if (!link && (gone || !ACTS[event.code])) return;
  event.preventDefault();
  if (link) link.click();
  else ACTS[event.code]();
});

const closeMenus = () => document.querySelectorAll("details.menu[open]").forEach((menu) => {
  if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  menu.open = false;
});

document.addEventListener("click", (event) => {
  if (!event.target.closest(".menu")) closeMenus();
  if (event.target.closest("[data-print]")) print();
  if (event.target.closest("[data-keys]")) keys?.showModal();
});
