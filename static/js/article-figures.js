// The order of an article's figures: by dragging, by buttons, by typed numbers; the server is told by each row's place.

import { fill } from "./article-text.js";

const group = document.getElementById("figures-group");
const template = document.querySelector("template[data-figure-tools]");

const rows = () => [...group.querySelectorAll(".inline-related:not(.empty-form)")];
const placeOf = (row) => row.querySelector("input.place");
const isLeaving = (row) => Boolean(row.querySelector("input[name$=-DELETE]:checked"));
const isBlank = (row) => !row.classList.contains("has_original") && !row.querySelector("input[type=file]")?.value;

function number() {
  let place = 0;
  for (const row of rows()) {
    place += isLeaving(row) || isBlank(row) ? 0 : 1;
    fill(placeOf(row), isLeaving(row) || isBlank(row) ? "" : String(place));
  }
}

const moves = {
  up: (row) => rows()[rows().indexOf(row) - 1]?.before(row),
  down: (row) => rows()[rows().indexOf(row) + 1]?.after(row),
};

function dress(row) {
  if (!row.querySelector("[data-figure-moves]") && placeOf(row)) {
    row.querySelector("h3").append(template.content.cloneNode(true));
    row.querySelector("[data-insert]").disabled = !row.querySelector("[data-figure-key]");
  }
}

// Django counts a form's rows by their order in the document, and expects the stored ones first.
const indexOf = (row) => Number(/-(\d+)$/.exec(row.id)?.[1] ?? Infinity);
function sort(key) {
  const end = group.querySelector(".empty-form");
  rows().sort((one, other) => key(one) - key(other)).forEach((row) => end.before(row));
}

if (group && template && group.querySelector(".empty-form")) {
  rows().forEach(dress);
  document.addEventListener("formset:added", ({ target }) => group.contains(target) && dress(target));
  document.addEventListener("formset:removed", () => {
    sort(indexOf);
    setTimeout(() => sort((row) => Number(placeOf(row).value) || Infinity));
  });

  group.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-figure-move]");
    if (button) {
      moves[button.dataset.figureMove](button.closest(".inline-related"));
      number();
      button.focus(); // what is moved in the document loses it
      button.scrollIntoView({ block: "nearest" });
    }
  });

  group.addEventListener("change", (event) => {
    const row = event.target.closest(".inline-related");
    if (event.target.matches("input.place")) {
      const others = rows().filter((other) => other !== row);
      const wanted = Math.max(1, Number(event.target.value) || others.length + 1);
      wanted > others.length ? others.at(-1)?.after(row) : others[wanted - 1].before(row);
      number();
    } else if (event.target.matches("input[name$=-DELETE], input[type=file]") && rows().some((other) => placeOf(other).value)) {
      number();
    }
  });

  let dragged = null;
  group.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-figure-handle]")?.closest(".inline-related") ?? null;
    if (dragged) {
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      event.dataTransfer.setDragImage(dragged, 0, 0);
      dragged.classList.add("is-dragged");
    }
  });
  group.addEventListener("dragover", (event) => {
    const over = event.target.closest?.(".inline-related:not(.empty-form)");
    if (!dragged) {
      return;
    }
    event.preventDefault();
    if (over && over !== dragged) {
      const box = over.getBoundingClientRect();
      event.clientY > box.top + box.height / 2 ? over.after(dragged) : over.before(dragged);
    }
  });
  group.addEventListener("drop", (event) => dragged && event.preventDefault());
  group.addEventListener("dragend", () => {
    dragged?.classList.remove("is-dragged");
    dragged = null;
    number();
  });
}
