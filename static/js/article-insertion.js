// Figures in the text: what stands for one in the editor, and the button of its row that puts it at the cursor.

const rowOf = (key) => document.querySelector(`[data-figure-key="${key}"]`)?.closest(".inline-related");

export function drawFigure(key, words) {
  const figure = document.createElement("figure");
  const row = rowOf(key);
  const picture = row?.querySelector("img.preview-figure");
  const caption = document.createElement("figcaption");
  figure.dataset.figure = key;
  figure.contentEditable = "false";
  if (picture) {
    const shown = new Image();
    shown.src = picture.src;
    shown.alt = "";
    figure.append(shown);
  }
  caption.textContent = row?.querySelector("textarea")?.value || (row ? words.figure : words.noFigure).replace("{key}", key);
  figure.append(caption);
  return figure;
}

export function offerInsertion(editor, isShown) {
  document.querySelectorAll("code[data-figure-key]").forEach((code) => { code.closest(".form-row").hidden = true; });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-insert]");
    const key = button?.closest(".inline-related").querySelector("[data-figure-key]")?.dataset.figureKey;
    if (key && isShown()) {
      insert(editor, key);
    }
  });
}

// In the place of an empty paragraph, behind one that is not: a figure never splits what stands there. At the end of the text comes
// a paragraph to go on in.
function insert(editor, key) {
  const { doc, selection } = editor.state;
  const { $from } = selection;
  const isBlank = $from.depth === 1 && $from.parent.content.size === 0;
  const to = $from.depth ? $from.after(1) : selection.to;
  const content = [{ type: "figure", attrs: { key } }, ...(to === doc.content.size ? [{ type: "paragraph" }] : [])];
  editor.chain().focus().insertContentAt({ from: isBlank ? $from.before(1) : to, to }, content).scrollIntoView().run();
}
