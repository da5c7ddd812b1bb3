// The zone editor of one page: brings its parts together; what each button does.

import { accept, acceptAll, add, remove } from "./acts.js";
import { Blocks } from "./blocks.js";
import { rectangle } from "./geometry.js";
import { Keys } from "./keys.js";
import { Lists } from "./lists.js";
import { Panel } from "./panel.js";
import { Pointer } from "./pointer.js";
import { Saving } from "./saving.js";
import { Sheet } from "./sheet.js";
import { Store } from "./store.js";
import { View } from "./view.js";

const root = document.querySelector("[data-zone-editor]");
const words = root.dataset;
const svg = root.querySelector("[data-zone-sheet]");
const hint = root.querySelector("[data-zone-hint]");
const store = new Store(JSON.parse(document.getElementById("zone-page").textContent));
const { may } = store.page;
let said = "";

// A sentence stays until the next one; a mode tells what it waits for.
function say(sentence) {
  said = sentence;
  tell();
}

function tell() {
  const title = store.article(store.giving)?.title;
  const mode = store.drawing ? words.drawing : title ? words.giving.replace("{title}", title) : "";
  hint.textContent = said || mode;
}

const blocks = new Blocks(store, words, say);
const sheet = new Sheet(svg, store, words, blocks);
const view = new View(root.querySelector("[data-zone-view]"), svg, root.querySelector("[data-zone-scale]"), () => sheet.draw());
const pointer = new Pointer({ svg, store, sheet, view, blocks });
const saving = new Saving(root, store, document.querySelector("[data-zone-refused]"));
const panel = new Panel(root, store, say);

function give(article) {
  said = blocks.blocks.length ? "" : words.noBlocks;
  const isOn = store.giving === article;
  store.set({ giving: isOn ? null : article, chosen: null, drawing: null });
  if (!isOn) {
    [blocks.stop = 0] = blocks.of(article);
    store.tell();
    sheet.focus(`[data-block="${blocks.stop}"]`);
  }
}

async function acceptDraft(pk) {
  await saving.acceptDraft(pk);
  panel.offer();
  store.tell();
}

const lists = new Lists({ root, store, sheet, acceptDraft, give });

const looking = { larger: () => view.larger(), smaller: () => view.smaller(), whole: () => view.whole() };
const changing = {
  save: () => saving.save(),
  undo: () => store.undo(),
  redo: () => store.redo(),
  draw: () => store.set({ drawing: store.drawing ? null : [], hover: null, chosen: null }),
  rectangle() {
    const [left, top, right, bottom] = view.sight;
    const [wide, high] = [(right - left) / 3, (bottom - top) / 3];
    const id = add(store, rectangle([left + wide, top + high, right - wide, bottom - high]), store.giving);
    store.set({ giving: null, drawing: null });
    sheet.focus(`[data-zone="${id}"]`);
  },
  accept: () => accept(store, store.chosen),
  remove: () => remove(store, store.chosen),
  "accept-all": () => acceptAll(store),
};
const acts = { ...looking, ...(may.save ? changing : {}) };

new Keys({ store, sheet, lists, blocks, pointer, acts, say, words });
root.addEventListener("click", (event) => {
  const name = event.target.closest("[data-do]")?.dataset.do;
  if (name) {
    said = "";
    acts[name]?.();
    tell();
  }
});
svg.addEventListener("click", (event) => {
  if (event.target.dataset.block !== undefined) {
    said = "";
    blocks.stop = Number(event.target.dataset.block);
    blocks.give(blocks.stop);
  }
});

function enable(name, isOn) {
  root.querySelector(`[data-do=${name}]`)?.toggleAttribute("disabled", !isOn);
}

store.listen(() => {
  sheet.draw();
  panel.draw();
  lists.draw();
  saving.draw();
  enable("save", store.isChanged);
  enable("undo", store.before.length > 0);
  enable("redo", store.after.length > 0);
  root.querySelector("[data-do=draw]")?.setAttribute("aria-pressed", store.drawing !== null);
  tell();
});
said = saving.restore(); // before the first telling, which keeps what is there
store.tell();
blocks.load();
