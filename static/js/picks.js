// Ticks for all rows and for a family; the bar of acts with something picked.
const form = document.querySelector("[data-picks]");
const find = (name) => form?.querySelector(`[data-${name}]`);
const all = find("pick-all");
const boxes = () => [...form.elements].filter((box) => box.type === "checkbox" && box.name.startsWith(form.dataset.picks));

const show = () => {
  const picked = boxes().filter((box) => box.checked).length;
  all.checked = picked === boxes().length;
  all.indeterminate = picked > 0 && !all.checked;
  if (find("bar")) find("bar").hidden = !picked && !find("pick-every")?.checked;
  if (find("number")) find("number").textContent = picked;
};

if (all && boxes().length) {
  form.querySelectorAll("label[hidden]").forEach((label) => (label.hidden = false));
  document.addEventListener("change", ({ target }) => {
    if (target.form !== form) return;
    const rows = target === all ? document : target.dataset.pickGroup && target.closest("tbody");
    if (rows) boxes().filter((box) => rows.contains(box)).forEach((box) => (box.checked = target.checked));
    show();
  });
  addEventListener("pageshow", show);
  show();
}
