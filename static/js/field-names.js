// Names for the admin's fields that no label stands beside: cells of a table of rows, and select2's boxes.

const words = (element) => element?.textContent.trim().replace(/\s+/g, " ") ?? "";

function nameCells(row) {
  const heads = row.closest("table").querySelectorAll("thead th");
  const number = [...row.parentElement.querySelectorAll("tr.form-row")].indexOf(row) + 1;
  const name = words(row.querySelector(".original p")?.firstChild) || number;
  for (const cell of row.cells) {
    for (const field of cell.querySelectorAll("input:not([type=hidden]), select, textarea")) {
      field.setAttribute("aria-label", `${name} ${words(heads[cell.cellIndex])}`);
    }
  }
}

function nameBox(select) {
  const box = select.nextElementSibling?.querySelector(".select2-selection");
  const label = select.labels?.[0];
  if (!box || !(label || select.hasAttribute("aria-label"))) {
    return;
  }
  const source = select.hasAttribute("aria-label") ? select : label;
  source.id ||= `${select.id}-name`;
  const shown = box.querySelector(".select2-selection__rendered");
  shown?.removeAttribute("role"); // it is what the box shows, no second field
  shown?.removeAttribute("aria-readonly");
  box.setAttribute("aria-labelledby", `${source.id} ${shown?.id ?? ""}`.trim());
  box.querySelector("input")?.setAttribute("aria-labelledby", source.id);
}

function nameAll() {
  document.querySelectorAll(".tabular tr.form-row:not(.empty-form)").forEach(nameCells);
  document.querySelectorAll("select.select2-hidden-accessible").forEach(nameBox);
}

// Boxes are drawn when the page and each new row are ready, by Django's own script; on a busy machine after the page has loaded.
addEventListener("load", nameAll);
globalThis.django?.jQuery?.(nameAll);
addEventListener("formset:added", () => setTimeout(nameAll));

// The field for a search exists only while a box is open.
globalThis.django?.jQuery?.(document).on("select2:open", ({ target }) => {
  const field = document.querySelector(".select2-dropdown .select2-search__field");
  field?.setAttribute("aria-label", target.getAttribute("aria-label") ?? words(target.labels?.[0]));
});
