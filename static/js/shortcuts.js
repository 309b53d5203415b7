// Keys by their place (event.code), for keyboards stand in Russian or Tajik layout most of the day.
const typing = (element) => element.matches("input, select, textarea, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.code === "Escape") return closeMenus();
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  const names = document.querySelector("[data-names]");
  if (event.code === "Period" && !event.shiftKey && names) return names.click();
  const search = document.getElementById("q");
  if (event.code !== "Slash" || !search) return;
  event.preventDefault();
  search.focus();
});

const closeMenus = () => document.querySelectorAll("details.menu[open]").forEach((menu) => {
  if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  menu.open = false;
});

document.addEventListener("click", (event) => {
  if (!event.target.closest(".menu")) closeMenus();
  if (event.target.closest("[data-print]")) print();
});
