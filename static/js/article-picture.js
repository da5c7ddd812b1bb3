// A figure's picture in its row: a chosen file is shown at once, and the focal point is set upon it by mouse, keys or numbers.

import { fill } from "./article-text.js";

const group = document.getElementById("figures-group");
const template = document.querySelector("template[data-focal]");
const WIDTH = 640; // pixels of a chosen file's small picture
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const field = (row, name) => row.querySelector(`input[name$=-${name}]`);
const share = (value) => Math.min(1, Math.max(0, value));
const valueOf = (row, name) => (field(row, name).value === "" ? 0.5 : share(Number(field(row, name).value) || 0));

function show(row) {
  const [across, down] = [valueOf(row, "focal_x"), valueOf(row, "focal_y")];
  const button = row.querySelector("[data-focal-picture]");
  const dot = button?.querySelector("[data-focal-dot]");
  if (dot) {
    dot.style.left = `${across * 100}%`;
    dot.style.top = `${down * 100}%`;
    const told = button.dataset.text.replace("{across}", Math.round(across * 100)).replace("{down}", Math.round(down * 100));
    button.setAttribute("aria-label", told);
  }
}

function set(row, across, down) {
  fill(field(row, "focal_x"), String(Number(share(across).toFixed(3))));
  fill(field(row, "focal_y"), String(Number(share(down).toFixed(3))));
  show(row);
}

function frame(row, picture) {
  const old = row.querySelector("[data-focal-part]");
  if (old) {
    old.querySelector("img, canvas").replaceWith(picture);
  } else {
    const part = template.content.cloneNode(true);
    part.querySelector("[data-focal-picture]").prepend(picture);
    row.querySelector("input[type=file]").closest(".form-row").before(part);
  }
  show(row);
}

function dress(row) {
  const picture = row.querySelector("img.preview-figure");
  if (picture && field(row, "focal_x")) {
    const line = picture.closest(".form-row");
    frame(row, picture);
    line.hidden = true;
  }
}

async function preview(row, file) {
  const said = row.querySelector("[data-focal-said]");
  said?.remove();
  try {
    const image = await createImageBitmap(file);
    const canvas = document.createElement("canvas");
    canvas.width = Math.min(WIDTH, image.width);
    canvas.height = Math.round((canvas.width * image.height) / image.width);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    frame(row, canvas);
  } catch (problem) {
    if (!(problem instanceof DOMException)) {
      throw problem;
    }
    const sentence = document.createElement("p"); // TIFF, or no picture at all: the server will say which
    sentence.dataset.focalSaid = "";
    sentence.className = "help";
    sentence.textContent = template.dataset.unseen;
    row.querySelector("input[type=file]").closest(".form-row").append(sentence);
  }
}

if (group && template) {
  group.querySelectorAll(".inline-related:not(.empty-form)").forEach(dress);
  group.addEventListener("click", (event) => {
    const button = event.target.closest("[data-focal-picture]");
    if (button && event.detail) { // a click of the keyboard has no place
      const box = button.querySelector("img, canvas").getBoundingClientRect();
      set(button.closest(".inline-related"), (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    }
  });
  group.addEventListener("keydown", (event) => {
    const button = event.target.closest("[data-focal-picture]");
    const step = STEPS[event.key];
    if (button && step) {
      const row = button.closest(".inline-related");
      const size = event.shiftKey ? 0.1 : 0.01;
      event.preventDefault();
      set(row, valueOf(row, "focal_x") + step[0] * size, valueOf(row, "focal_y") + step[1] * size);
    }
  });
  group.addEventListener("input", (event) => {
    if (/-focal_[xy]$/.test(event.target.name)) {
      show(event.target.closest(".inline-related"));
    }
  });
  group.addEventListener("change", (event) => {
    if (event.target.matches("input[type=file]") && event.target.files.length) {
      preview(event.target.closest(".inline-related"), event.target.files[0]);
    }
  });
}
