// The switch between formatted and plain text. What plain text cannot hold is said first; unless a word was changed, the way back
// restores it all.

import { lines, lost, paragraphs } from "./article-plain.js";
import { fill, takeIn } from "./article-text.js";

export function offerPlainText(shell, textarea, editor) {
  const plain = shell.querySelector("[data-plain]");
  const warning = shell.querySelector("[data-plain-warning]");
  const what = warning.querySelector("[data-lost]");
  const field = plain.querySelector("textarea");
  const toggle = shell.querySelector("[data-plain-toggle]");
  const formatted = shell.querySelectorAll("[data-formatted]");
  let isChanged = false;

  function show(isPlain) {
    plain.hidden = !isPlain;
    formatted.forEach((part) => { part.hidden = isPlain; });
    warning.hidden = true;
    toggle.setAttribute("aria-pressed", isPlain);
  }

  function open() {
    field.value = lines(textarea.value);
    isChanged = false;
    show(true);
    field.focus();
  }

  function close() {
    if (isChanged) {
      takeIn(editor, textarea.value);
    }
    show(false);
    editor.commands.focus();
  }

  function ask() {
    const found = lost(textarea.value);
    if (!found.length) {
      open();
      return;
    }
    what.textContent = found.map(([name, count]) => warning.dataset[name].replace("{count}", count)).join(warning.dataset.comma);
    warning.hidden = false;
    warning.querySelector("button").focus();
  }

  function take() {
    isChanged = true;
    fill(textarea, paragraphs(field.value));
  }

  toggle.addEventListener("click", () => (plain.hidden ? ask() : close()));
  warning.querySelector("[data-plain-open]").addEventListener("click", open);
  warning.querySelector("[data-plain-stay]").addEventListener("click", () => {
    warning.hidden = true;
    toggle.focus();
  });
  field.addEventListener("input", (event) => {
    event.stopPropagation(); // the textarea that is sent tells of itself
    if (!event.isComposing) {
      take();
    }
  });
  field.addEventListener("compositionend", take);
  textarea.addEventListener("input", () => {
    if (!plain.hidden && textarea.value !== paragraphs(field.value)) {
      field.value = lines(textarea.value);
      isChanged = true;
    }
  });
}
