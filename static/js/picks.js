// One tick for all rows of the page; without scripts the button for the whole list does the same.
const form = document.querySelector("[data-picks]");
const all = form?.querySelector("[data-pick-all]");
const boxes = () => [...form.querySelectorAll(`[name^="${form.dataset.picks}"]`)];

const show = () => {
  const picked = boxes().filter((box) => box.checked).length;
  all.checked = picked > 0 && picked === boxes().length;
  all.indeterminate = picked > 0 && !all.checked;
};

if (all && boxes().length) {
  all.closest("label").hidden = false;
  all.addEventListener("change", () => boxes().forEach((box) => (box.checked = all.checked)));
  form.addEventListener("change", (event) => event.target !== all && show());
  addEventListener("pageshow", show);
}
