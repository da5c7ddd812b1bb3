// A box that chooses every item of a form, for those with many to sign off. Without script each is chosen by itself.

for (const form of document.querySelectorAll("form[data-choose-all]")) {
  const boxes = [...form.querySelectorAll("input[type=checkbox][name=items]")];
  if (boxes.length > 1) {
    const label = document.createElement("label");
    const all = document.createElement("input");
    all.type = "checkbox";
    label.className = "choose-all";
    label.append(all, ` ${form.dataset.chooseAll}`);
    form.querySelector(".signing")?.before(label);
    const show = () => {
      const count = boxes.filter((box) => box.checked).length;
      all.checked = count === boxes.length;
      all.indeterminate = count > 0 && count < boxes.length;
    };
    all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
    boxes.forEach((box) => box.addEventListener("change", show));
    show();
  }
}
