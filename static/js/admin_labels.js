// The search boxes of the administration have no name; lend them their label.
const lend = () => {
  for (const field of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${field.id}"]`);
    if (!label) continue;
    label.id = `${field.id}_label`;
    const boxes = field.parentElement.querySelectorAll(".select2-selection, [role=textbox]");
    boxes.forEach((box) => box.setAttribute("aria-labelledby", label.id));
  }
};
// jQuery makes the boxes later. A part that scrolls is reached by keys.
addEventListener("load", () => {
  django.jQuery(lend);
  for (const part of document.querySelectorAll(".inline-group")) part.tabIndex = 0;
});
document.addEventListener("formset:added", () => setTimeout(lend));
