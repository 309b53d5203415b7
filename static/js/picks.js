// Ticks for all rows, for a family; the bar of acts.
const find = (name) => document.querySelector(`[data-${name}]`);
const form = find("picks");
const all = find("pick-all");
const boxes = (among = document) => [...form.elements].filter((box) => box.type === "checkbox" && box.name.startsWith(form.dataset.picks) && among.contains(box));

const show = () => {
  const ticked = boxes().filter((box) => box.checked);
  const picked = ticked.length;
  all.checked = picked === boxes().length;
  all.indeterminate = picked > 0 && !all.checked;
  if (find("bar")) find("bar").hidden = !picked && !find("pick-every")?.checked;
  if (find("number")) find("number").textContent = picked;
  const bar = find("sum");
  const sums = {};
  ticked.forEach(({ dataset: { of, n } }) => (sums[of] = (sums[of] || 0) + +n));
  if (bar) bar.textContent = Object.keys(sums).map((of) => `${sums[of].toLocaleString(bar.dataset.sum)} ${of}`).join(" + ");
};

if (all && boxes().length) {
  form.querySelectorAll("label[hidden]").forEach((box) => (box.hidden = false));
  addEventListener("change", ({ target }) => {
    if (target.form !== form) return;
    if (!target.name) boxes(target === all ? document : target.closest("tbody")).forEach((box) => (box.checked = target.checked));
    show();
  });
  addEventListener("pageshow", show);
  show();
}
