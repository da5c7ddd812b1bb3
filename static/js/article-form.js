// The article's form: puts the editor beside the body's textarea and counts what is written. Without script both are textareas.

import { countHtml } from "./article-count.js";
import { drawFigure, offerInsertion } from "./article-insertion.js";
import { offerPlainText } from "./article-modes.js";
import { editText } from "./article-text.js";
import { offerTools } from "./article-tools.js";

const body = document.querySelector("textarea[data-body]");
const lead = document.querySelector("textarea[data-lead]");
const template = document.querySelector("template[data-editor]");

function build() {
  body.before(template.content.cloneNode(true));
  const shell = body.parentElement.querySelector("[data-editor-shell]");
  shell.append(body);
  const said = shell.querySelector("[data-left-out]");
  const plain = shell.querySelector("[data-plain]");
  const place = shell.querySelector("[data-sheet]");
  const leftOut = (count) => {
    said.hidden = count === 0;
    said.textContent = said.dataset.text.replace("{count}", count);
  };
  const draw = (key) => drawFigure(key, place.dataset);
  const editor = editText(body, place, { draw, isShut: () => !plain.hidden, leftOut });
  if (editor) {
    body.hidden = true;
    body.labels[0]?.addEventListener("click", () => editor.commands.focus());
    offerTools(shell, editor);
    offerPlainText(shell, body, editor);
    offerInsertion(editor, () => plain.hidden);
  } else {
    shell.querySelectorAll("[data-formatted], [data-plain-toggle]").forEach((part) => part.remove());
    shell.querySelector("[data-not-held]").hidden = false;
  }
  countLive(shell.querySelector("[data-count]"));
}

function countLive(told) {
  const show = () => {
    told.textContent = told.dataset.text.replace("{count}", countHtml((lead?.value ?? "") + body.value));
  };
  for (const field of [body, lead].filter(Boolean)) {
    field.addEventListener("input", (event) => event.isComposing || show());
    field.addEventListener("compositionend", show);
  }
  show();
}

if (body && template) {
  build();
}
