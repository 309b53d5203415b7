// "Add another child" without leaving the page.
const form = document.querySelector("[data-family]");
const template = form?.querySelector("template");
const total = form?.querySelector('[name$="-TOTAL_FORMS"]');

const addChild = () => {
  const index = Number(total.value);
  const holder = document.createElement("div");
  holder.innerHTML = template.innerHTML
    .replaceAll("__prefix__", index)
    .replaceAll("__number__", index + 1);
  const row = holder.firstElementChild;
  form.querySelector("[data-rows]").append(row);
  total.value = index + 1;
  total.dispatchEvent(new Event("change", { bubbles: true })); // echo.js says the new sum
  row.querySelector("input:not([type=hidden])").focus();
  row.scrollIntoView({ block: "nearest" });
};

if (template && total) {
  form.addEventListener("click", (event) => {
    if (!event.target.closest('[name="add_child"]')) return;
    event.preventDefault();
    addChild();
  });
}
