// The buttons above a body: what they do to the text, and which of them hold where the cursor is.

const acts = {
  bold: (chain) => chain.toggleBold(),
  quotation: (chain) => chain.toggleBlockquote(),
  bullets: (chain) => chain.toggleBulletList(),
  numbers: (chain) => chain.toggleOrderedList(),
  table: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  "row-after": (chain) => chain.addRowAfter(),
  "row-out": (chain) => chain.deleteRow(),
  "column-after": (chain) => chain.addColumnAfter(),
  "column-out": (chain) => chain.deleteColumn(),
  "table-out": (chain) => chain.deleteTable(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
};
const active = { bold: "bold", quotation: "blockquote", bullets: "bulletList", numbers: "orderedList", link: "link" };
const blocks = {
  text: (chain) => chain.setParagraph().updateAttributes("paragraph", { kind: null }),
  subhead: (chain) => chain.setHeading({ level: 3 }),
};
const SCHEMES = ["http:", "https:", "mailto:", "tel:"];

function setBlock(editor, name) {
  const chain = editor.chain().focus();
  (blocks[name]?.(chain) ?? chain.setParagraph().updateAttributes("paragraph", { kind: name })).run();
}

// The address as it is kept; "" for one that a reader could not follow.
function usable(address) {
  const given = address.trim();
  const whole = /^www\./i.test(given) ? `https://${given}` : given;
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(whole)?.[0].toLowerCase();
  return /\s/.test(whole) || (scheme && !SCHEMES.includes(scheme)) ? "" : whole;
}

function linkPanel(editor, shell) {
  const panel = shell.querySelector("[data-link-panel]");
  const field = panel.querySelector("input");
  const wrong = panel.querySelector("[data-wrong]");

  function close() {
    panel.hidden = true;
    editor.commands.focus();
  }

  function set() {
    const href = usable(field.value);
    wrong.hidden = Boolean(href);
    if (!href) {
      field.focus();
      return;
    }
    const chain = editor.chain().focus().extendMarkRange("link");
    const isBare = editor.state.selection.empty && !editor.isActive("link");
    const mark = { type: "link", attrs: { href } };
    (isBare ? chain.insertContent({ type: "text", text: href, marks: [mark] }) : chain.setMark("link", { href })).run();
    close();
  }

  panel.querySelector("[data-link-set]").addEventListener("click", set);
  panel.querySelector("[data-link-out]").addEventListener("click", () => {
    editor.chain().focus().extendMarkRange("link").unsetMark("link").run();
    close();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key) || event.target !== field) {
      return;
    }
    event.preventDefault();
    (event.key === "Enter" ? set : close)();
  });
  return () => {
    field.value = editor.getAttributes("link").href ?? "";
    wrong.hidden = true;
    panel.hidden = false;
    field.focus();
  };
}

export function offerTools(shell, editor) {
  const bar = shell.querySelector("[data-tools]");
  const select = bar.querySelector("select");
  const buttons = [...bar.querySelectorAll("button[data-act]")];
  const openLink = linkPanel(editor, shell);

  function show() {
    const kind = editor.getAttributes("paragraph").kind ?? "text";
    select.value = editor.isActive("heading") ? "subhead" : kind;
    for (const button of buttons) {
      const { act } = button.dataset;
      if (active[act]) {
        button.setAttribute("aria-pressed", editor.isActive(active[act]));
      }
      button.disabled = (act === "undo" && !editor.can().undo()) || (act === "redo" && !editor.can().redo());
    }
    bar.querySelector("[data-in-table]").hidden = !editor.isActive("table");
  }

  bar.addEventListener("click", (event) => {
    const act = event.target.closest("button[data-act]")?.dataset.act;
    if (act === "link") {
      openLink();
    } else if (act) {
      acts[act](editor.chain().focus()).run();
    }
  });
  // A field in the bar is no field of the form.
  bar.addEventListener("input", (event) => event.stopPropagation());
  select.addEventListener("change", (event) => {
    event.stopPropagation();
    setBlock(editor, select.value);
  });
  bar.addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault()); // the cursor stays
  editor.on("transaction", () => !editor.view.composing && show());
  show();
}
