// Everything by keyboard: zones and corners are stops, arrows move them; the rest are the letters that the buttons' titles tell.

import { mend, remove, takeCorner } from "./acts.js";
import { between, moved, withCorner, withNewCorner } from "./geometry.js";

const SMALL = 0.001;
const LARGE = 0.01;
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const LETTERS = { a: "accept", d: "draw", r: "rectangle", "+": "larger", "=": "larger", "-": "smaller", 0: "whole" };

export class Keys {
  constructor({ store, sheet, lists, blocks, pointer, acts, say, words }) {
    Object.assign(this, { store, sheet, lists, blocks, pointer, acts, say, words });
    document.addEventListener("keydown", (event) => {
      if (this.isOurs(event) && this.press(event)) {
        event.preventDefault();
      }
    });
  }

  isOurs({ target, key, ctrlKey, metaKey }) {
    const isTyping = target.closest?.("input, select, textarea");
    return !isTyping || ((ctrlKey || metaKey) && key.toLowerCase() === "s");
  }

  // True where the key meant something here.
  press(event) {
    const { store } = this;
    const { zone, corner, between: edge, block } = event.target.dataset ?? {};
    if (event.ctrlKey || event.metaKey) {
      return this.command(event);
    }
    if (event.key === "Escape") {
      return this.escape();
    }
    if (store.drawing) {
      return this.draw(event);
    }
    if (block !== undefined) {
      const stop = this.blocks.key(event, Number(block));
      this.sheet.focus(`[data-block="${stop}"]`);
      if (stop !== null) {
        return true;
      }
    }
    const isDone =
      (corner !== undefined && this.onCorner(event, Number(corner))) ||
      (edge !== undefined && ["Enter", " ", "Insert"].includes(event.key) && this.addCorner(Number(edge))) ||
      (zone !== undefined && this.onZone(event, zone));
    return isDone || this.letter(event);
  }

  letter({ key, altKey }) {
    const name = altKey ? undefined : LETTERS[key.normalize("NFKC").toLowerCase()];
    this.acts[name]?.();
    return Boolean(this.acts[name]);
  }

  command({ key, shiftKey }) {
    const names = { z: shiftKey ? "redo" : "undo", y: "redo", s: "save" };
    const name = names[key.toLowerCase()];
    this.acts[name]?.();
    return Boolean(this.acts[name]);
  }

  escape() {
    const { chosen, giving, drawing } = this.store;
    this.store.set({ giving: null, drawing: null, hover: null, chosen: giving === null && !drawing ? null : chosen });
    this.sheet.focus(`[data-zone="${chosen}"]`);
    this.lists.goBack(chosen);
    document.querySelector(`[data-key="a${giving}"] [data-give]`)?.focus();
    return true;
  }

  draw({ key }) {
    const { store } = this;
    if (key === "Enter") {
      this.pointer.close();
    } else if (key === "Backspace") {
      store.set({ drawing: store.drawing.slice(0, -1) });
    }
    return key === "Enter" || key === "Backspace";
  }

  onZone(event, id) {
    const { store } = this;
    if (["Enter", " "].includes(event.key)) {
      const isChosen = store.chosen === id;
      store.set({ chosen: id });
      if (isChosen) {
        this.sheet.focus('[data-corner="0"]');
      }
      return true;
    }
    if (!store.page.may.save) {
      return false;
    }
    if (event.key === "Delete" || event.key === "Backspace") {
      const next = event.target.nextElementSibling ?? event.target.previousElementSibling;
      remove(store, id);
      next?.focus();
      return true;
    }
    return this.shift(event, (dx, dy) => mend(store, id, { polygon: moved(store.zone(id).polygon, dx, dy) }, `move ${id}`));
  }

  onCorner(event, at) {
    const { store } = this;
    const { id, polygon } = store.zone(store.chosen);
    if (event.key === "Delete" || event.key === "Backspace") {
      this.say(takeCorner(store, id, at) ? "" : this.words.leastCorners);
      this.sheet.focus(`[data-corner="${Math.min(at, store.zone(id).polygon.length - 1)}"]`);
      return true;
    }
    if (event.key === "Enter" || event.key === "Insert") {
      return this.addCorner(at);
    }
    const [x, y] = polygon[at];
    return this.shift(event, (dx, dy) => mend(store, id, { polygon: withCorner(polygon, at, [x + dx, y + dy]) }, `corner ${id} ${at}`));
  }

  shift({ key, shiftKey, altKey }, move) {
    if (!WAYS[key] || altKey) {
      return false;
    }
    const step = shiftKey ? LARGE : SMALL;
    move(WAYS[key][0] * step, WAYS[key][1] * step);
    return true;
  }

  addCorner(at) {
    const { store } = this;
    const { id, polygon } = store.zone(store.chosen);
    mend(store, id, { polygon: withNewCorner(polygon, at, between(polygon[at], polygon[(at + 1) % polygon.length])) });
    this.sheet.focus(`[data-corner="${at + 1}"]`);
    return true;
  }
}
