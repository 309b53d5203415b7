// One tick for all rows of the page, and a bar of acts that stands only with something picked;
// without scripts it always stands, and the button for the whole list does the same.
const form = document.querySelector("[data-picks]");
const all = form?.querySelector("[data-pick-all]");
const bar = form?.querySelector("[data-bar]");
const number = form?.querySelector("[data-number]");
const every = form?.querySelector("[data-pick-every]");
const boxes = () => [...form.elements].filter((box) => box.type === "checkbox" && box.name.startsWith(form.dataset.picks));

const show = () => {
  const picked = boxes().filter((box) => box.checked).length;
  all.checked = picked > 0 && picked === boxes().length;
  all.indeterminate = picked > 0 && !all.checked;
  if (bar) bar.hidden = !picked && !every?.checked;
  if (number) number.textContent = picked;
};

if (all && boxes().length) {
  all.closest("label").hidden = false;
  all.addEventListener("change", () => {
    boxes().forEach((box) => (box.checked = all.checked));
    show();
  });
  document.addEventListener("change", (event) => event.target.form === form && event.target !== all && show());
  addEventListener("pageshow", show);
  show();
}
