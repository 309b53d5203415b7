// Keys by their place: keyboards stand in Russian layout most of the day. Turned off: no list of keys, and none is announced.
// What answers to a key says so itself, in aria-keyshortcuts; what is in the row with the focus comes first.
const typing = (element) => element.matches?.("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]");
const keys = document.getElementById("keys");
const within = (place) => document.activeElement.closest(place);
const rows = () => [...document.querySelectorAll("main tbody tr:not(.ok)")].filter((row) => row.querySelector("a"));
const SIGNS = { Period: ".", BracketLeft: "[", BracketRight: "]" };
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
let afterG = 0;

const press = (sign) => {
  const of = `[aria-keyshortcuts="${sign}"]`;
  const control = within("tr")?.querySelector(of) ?? document.querySelector(of);
  if (!control?.offsetParent) return false;
  control.click();
  return true;
};

if (!keys) {
  for (const control of document.querySelectorAll("[aria-keyshortcuts]:not([aria-keyshortcuts^=Alt])")) {
    control.removeAttribute("aria-keyshortcuts");
    control.querySelector("kbd")?.remove();
  }
  document.querySelector(".search kbd")?.remove();
}

const step = (by) => {
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  next && (next.querySelector("th a, .what a") ?? next.querySelector("a")).focus();
};

// From link to link in the table of a family; a cell for all children spans their columns.
const move = ([down, on]) => {
  let cell = within(".matrix :is(td, th)");
  const table = cell.closest("table");
  let { rowIndex: row } = cell.parentElement, { cellIndex: column } = cell;
  do {
    row += down;
    column += document.dir === "rtl" ? -on : on;
    const cells = table.rows[row]?.cells;
    cell = cells?.[down ? Math.min(column, cells.length - 1) : column];
  } while (cell && !cell.querySelector("a"));
  cell?.querySelector("a").focus();
};

const ACTS = {
  Slash: () => document.getElementById("q")?.focus(),
  KeyJ: () => step(1),
  KeyK: () => step(-1),
  KeyX: (all) => within(all ? "tbody" : "tr")?.querySelector(`input[type=checkbox]${all ? ":not([name])" : ""}`)?.click(),
  Enter: () => document.querySelector("main .next .primary")?.click(),
};

for (const n of "1234") ACTS[`Digit${n}`] = () => document.querySelector(`#id_decided_${n - 1}`)?.click();
document.addEventListener("keydown", (event) => {
  const { code, shiftKey } = event;
  const letter = code.split("Key")[1];
  if (code === "Escape") return closeMenus();
  if (event.ctrlKey || event.metaKey) return;
  if (event.altKey) return letter && press(`Alt+${letter}`) && event.preventDefault();
  if (ARROWS[code] && within(".matrix :is(td, th)")) {
    event.preventDefault();
    return move(ARROWS[code]);
  }
  if (!keys || event.repeat && !/Key[JK]/.test(code)) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (code === "Slash" && shiftKey) {
    event.preventDefault();
    return keys.showModal();
  }
  if (shiftKey && code !== "KeyX") return;
  const gone = afterG && event.timeStamp - afterG < 1500;
  afterG = !gone && code === "KeyG" ? event.timeStamp : 0;
  if (code === "Enter" && event.target.tabIndex > -1) return;
  const sign = letter?.toLowerCase() ?? SIGNS[code];
  if (!gone && sign && press(sign)) return event.preventDefault();
  const link = letter && keys.querySelector(`[data-key="${gone ? "G" : ""}${letter}"]`);
  if (!link && (gone || !ACTS[code])) return;
  event.preventDefault();
  if (link) link.click();
  else ACTS[code](shiftKey);
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
