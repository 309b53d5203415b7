// One tick for all rows of the page, one for those of a family, the sum of what is picked, and a bar of acts that stands only with something picked;
// without scripts it always stands, and the button for the whole list does the same.
const form = document.querySelector("[data-picks]");
const all = form?.querySelector("[data-pick-all]");
const bar = form?.querySelector("[data-bar]");
const number = form?.querySelector("[data-number]");
const sum = form?.querySelector("[data-sum]");
const groups = [...(form?.querySelectorAll("[data-pick-group]") ?? [])];
const every = form?.querySelector("[data-pick-every]");
const boxes = () => [...form.elements].filter((box) => box.type === "checkbox" && box.name.startsWith(form.dataset.picks));

const mark = (tick, among) => {
  const picked = among.filter((box) => box.checked).length;
  tick.checked = picked > 0 && picked === among.length;
  tick.indeterminate = picked > 0 && !tick.checked;
};
const members = (group) => boxes().filter((box) => box.closest("tbody") === group.closest("tbody"));

// What is picked, each currency by itself, as the language of the page writes it.
const total = () => {
  const sums = {};
  for (const box of boxes().filter((box) => box.checked && box.dataset.money)) {
    const [amount, currency] = box.dataset.money.split(" ");
    sums[currency] = (sums[currency] ?? 0) + Number(amount);
  }
  return Object.entries(sums).map(([currency, amount]) => new Intl.NumberFormat(document.documentElement.lang, {
    style: "currency", currency, currencyDisplay: "narrowSymbol", minimumFractionDigits: Number.isInteger(amount) ? 0 : 2,
  }).format(amount)).join(" + ");
};

const show = () => {
  const picked = boxes().filter((box) => box.checked).length;
  mark(all, boxes());
  groups.forEach((group) => mark(group, members(group)));
  if (bar) bar.hidden = !picked && !every?.checked;
  if (number) number.textContent = picked;
  if (sum) sum.textContent = total();
};

if (all && boxes().length) {
  all.closest("label").hidden = false;
  all.addEventListener("change", () => {
    boxes().forEach((box) => (box.checked = all.checked));
    show();
  });
  groups.forEach((group) => {
    group.closest("label").hidden = false;
    group.addEventListener("change", () => {
      members(group).forEach((box) => (box.checked = group.checked));
      show();
    });
  });
  document.addEventListener("change", (event) => event.target.form === form && event.target !== all && show());
  addEventListener("pageshow", show);
  show();
}
