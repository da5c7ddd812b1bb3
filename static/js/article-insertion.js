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

// Before what the cursor stands in where that is empty, behind it otherwise; a figure never splits a paragraph.
function insert(editor, key) {
  const { $from } = editor.state.selection;
  const isBlank = $from.depth === 1 && $from.parent.content.size === 0;
  const place = $from.depth ? (isBlank ? { from: $from.before(1), to: $from.after(1) } : $from.after(1)) : editor.state.selection.to;
  editor.chain().focus().insertContentAt(place, { type: "figure", attrs: { key } }).scrollIntoView().run();
}
