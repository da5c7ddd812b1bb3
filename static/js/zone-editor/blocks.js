// The page's blocks, given to an article by a click or a key: the server outlines them as a search of the page would.

import { outline, showsPrint } from "./acts.js";
import { isInside, middleOf, nextBox } from "./geometry.js";

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Blocks {
  constructor(store, words, say) {
    Object.assign(this, { store, words, say });
    Object.assign(this, { layer: "", blocks: [], rules: [], stop: 0 });
    this.queue = Promise.resolve();
    this.texts = [];
  }

  async load() {
    const response = await fetch(this.words.blocks).catch(() => null);
    const found = (await response?.json().catch(() => null)) ?? { layer: "", blocks: [], words: [], rules: [] };
    Object.assign(this, { layer: found.layer, blocks: found.blocks, rules: found.rules, texts: found.words });
    this.store.tell();
  }

  // Those whose middle lies in one of the article's zones.
  of(article) {
    const zones = this.store.zones.filter((zone) => zone.article === article && showsPrint(zone));
    const places = this.blocks.map((box, at) => (zones.some((zone) => isInside(middleOf(box), zone.polygon)) ? at : -1));
    return new Set(places.filter((at) => at >= 0));
  }

  // One after the other: each begins with what the one before has made.
  give(at) {
    this.queue = this.queue.then(() => this.change(this.store.giving, at));
    return this.queue;
  }

  async change(article, at) {
    if (article === null) {
      return;
    }
    const own = this.of(article);
    const isMore = !own.delete(at);
    const changed = new Map([[article, isMore ? own.add(at) : own]]);
    for (const other of isMore ? new Set(this.store.zones.map((zone) => zone.article)) : []) {
      const places = this.of(other);
      if (other !== null && other !== article && places.delete(at)) {
        changed.set(other, places);
      }
    }
    const polygons = await this.outlines([...changed.values()]);
    if (polygons) {
      outline(this.store, [...changed.keys()].map((pk, place) => [pk, polygons[place]]));
    }
  }

  // Null, and a sentence said, where there are none.
  async outlines(sets) {
    const some = sets.filter((places) => places.size);
    if (!some.length) {
      return sets.map(() => []);
    }
    const asked = new URLSearchParams([["layer", this.layer], ...some.map((places) => ["given", [...places].join("-")])]);
    const response = await fetch(`${this.words.outlines}?${asked}`).catch(() => null);
    const answer = (await response?.json().catch(() => null)) ?? {};
    if (!answer.polygons) {
      this.say(answer.error ?? this.words.noBlockAnswer);
      return null;
    }
    return sets.map((places) => (places.size ? answer.polygons[some.indexOf(places)] : []));
  }

  // Arrows go from block to block; gives the place to focus, or null where the key is none of ours.
  key(event, at) {
    if (WAYS[event.key]) {
      this.stop = nextBox(this.blocks, at, WAYS[event.key]);
      this.store.tell();
      return this.stop;
    }
    if (event.key === "Enter" || event.key === " ") {
      this.give(at);
      return at;
    }
    return null;
  }
}
