// The editor of a body beside its textarea, which is what is sent. The two are in step but while an input method composes.

import { Editor } from "../django_prose_editor/editor.js";
import { isHeld, written } from "./article-markup.js";
import { tidied } from "./article-pasting.js";
import { vocabulary } from "./article-vocabulary.js";

const SETTLING = 60; // milliseconds after a composition until its text is in the document
const INDENT = /^[\s\u200b]+/gm;

// What changes a field here tells the others, as if it had been typed.
export function fill(field, value) {
  if (field.value !== value) {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// What came from elsewhere is no step that “undo” would take back half.
export function takeIn(editor, html) {
  editor.chain().setMeta("addToHistory", false).setContent(html, { emitUpdate: false }).run();
}

// Gives null where the body has what the editor would lose; the textarea is edited as it is then.
export function editText(textarea, place, { draw, isShut, leftOut }) {
  let isOurs = false;
  let isWaiting = false;

  function clean(html) {
    if (html.includes("data-pm-slice")) {
      return html; // from this editor or another of its kind
    }
    const found = tidied(html);
    leftOut(found.pictures);
    return found.html;
  }

  // Files that are pasted or dropped are pictures; they belong among the figures.
  function refuseFiles(_view, event) {
    const data = event.clipboardData ?? event.dataTransfer;
    const isFiles = data?.files.length > 0 && !data.types.includes("text/html");
    if (isFiles) {
      event.preventDefault();
      leftOut(data.files.length);
    }
    return isFiles;
  }

  const editor = new Editor({
    element: place,
    extensions: vocabulary(draw),
    content: textarea.value,
    injectCSS: false,
    enableInputRules: false,
    enablePasteRules: false,
    editorProps: {
      attributes: { class: "article-sheet", "aria-label": place.dataset.name, "aria-multiline": "true" },
      transformPastedHTML: clean,
      transformPastedText: (text) => text.replace(INDENT, ""),
      handlePaste: refuseFiles,
      handleDrop: refuseFiles,
    },
  });
  if (!isHeld(textarea.value, written(editor.getHTML()))) {
    editor.destroy();
    place.replaceChildren();
    return null;
  }

  function send() {
    isWaiting = false;
    isOurs = true;
    fill(textarea, written(editor.getHTML()));
    isOurs = false;
  }

  function settle() {
    if (isWaiting && !editor.view.composing) {
      send();
    }
  }

  editor.on("update", () => {
    if (editor.view.composing) {
      isWaiting = true;
    } else {
      send();
    }
  });
  editor.view.dom.addEventListener("compositionend", () => setTimeout(settle, SETTLING));
  textarea.form.addEventListener("submit", () => isWaiting && send(), { capture: true });
  textarea.addEventListener("input", () => {
    if (!isOurs && !isShut()) {
      takeIn(editor, textarea.value);
    }
  });
  return editor;
}
