// What is on the page now, and every state before: each change is one step that can be undone. Knows nothing of the screen.

import { merged } from "./merging.js";

const MOST_STEPS = 500;

// A zone: {id, polygon, article, url, kind, confidence, proposal, isProposed}. `proposal`: the key of the row that it was found as.
export class Store {
  constructor(page) {
    this.page = page;
    this.listeners = [];
    this.load(page);
  }

  load(page) {
    const found = page.proposals.map((row) => ({ ...row, id: `p${row.pk}`, url: "", proposal: row.pk, isProposed: true }));
    const zones = page.zones.map((row) => ({ ...row, id: `z${row.pk}`, proposal: null, isProposed: false }));
    this.page = page;
    this.pks = new Map(page.zones.map((row) => [`z${row.pk}`, row.pk]));
    this.settled = new Set();
    this.zones = this.saved = [...zones, ...found].map(({ pk: _pk, ...zone }) => zone);
    [this.before, this.after] = [[], []];
    [this.chosen, this.giving, this.drawing, this.merging] = [null, null, null, null];
  }

  listen(listener) {
    this.listeners.push(listener);
  }

  tell() {
    this.listeners.forEach((listener) => listener());
  }

  zone(id) {
    return this.zones.find((zone) => zone.id === id);
  }

  article(pk) {
    return this.page.articles.find((article) => article.pk === pk);
  }

  get isChanged() {
    return this.zones !== this.saved;
  }

  // Changes of one name that follow each other, as a key held down makes them, are one step.
  change(zones, name = null) {
    if (name === null || name !== this.merging) {
      this.before = [...this.before, this.zones].slice(-MOST_STEPS);
    }
    this.merging = name;
    this.after = [];
    this.zones = zones;
    this.tell();
  }

  step(from, to) {
    if (this[from].length) {
      this[to] = [...this[to], this.zones];
      this.zones = this.stillThere(this[from].at(-1));
      this[from] = this[from].slice(0, -1);
      this.merging = null;
      this.chosen = this.zone(this.chosen) ? this.chosen : null;
      this.tell();
    }
  }

  // Without proposals that were decided on meanwhile: the server has them no more.
  stillThere(zones) {
    const isGone = (zone) => zone.isProposed && this.settled.has(zone.proposal);
    return zones.some(isGone) ? zones.filter((zone) => !isGone(zone)) : zones;
  }

  // What is kept elsewhere, named as the page's next loading will name it.
  get unsaved() {
    const named = (zone) => (this.pks.has(zone.id) ? { ...zone, id: `z${this.pks.get(zone.id)}`, proposal: null } : zone);
    return { base: this.saved.map(named), zones: this.zones.map(named) };
  }

  // Zones that were kept on `base`, a state that may be old. Gives those that somebody else changed too: they are as he left them,
  // and undo makes them as they were kept.
  putBack({ base = [], zones }) {
    const { drawn, agreed, torn, isMine, isAgreed } = merged(base, zones, this.saved);
    if (isMine) {
      this.change(this.known(drawn));
    }
    if (torn.length) {
      this.change(isAgreed ? this.known(agreed) : this.saved);
    }
    return torn;
  }

  // What they lead to, or were found as, may be gone.
  known(zones) {
    const waiting = new Set(this.page.proposals.map((row) => row.pk));
    const there = zones.filter((zone) => !zone.isProposed || waiting.has(zone.proposal));
    return there.map((zone) => ({
      ...zone,
      proposal: waiting.has(zone.proposal) ? zone.proposal : null,
      article: this.article(zone.article) ? zone.article : null,
    }));
  }

  undo() {
    this.step("before", "after");
  }

  redo() {
    this.step("after", "before");
  }

  // Also a mode: one that is on leaves the other.
  set(state) {
    Object.assign(this, state);
    this.merging = null;
    this.tell();
  }

  // What is sent: every zone, and the proposals that are gone.
  get wanted() {
    const zones = this.zones.filter((zone) => !zone.isProposed);
    const there = new Set(this.zones.map((zone) => zone.proposal));
    const dropped = this.page.proposals.map((row) => row.pk).filter((pk) => !there.has(pk) && !this.settled.has(pk));
    return {
      ids: zones.map((zone) => zone.id),
      state: this.zones,
      body: {
        mark: this.page.mark,
        zones: zones.map(({ id, polygon, article, url, kind, proposal }) => {
          const isNew = proposal !== null && !this.settled.has(proposal);
          return { pk: this.pks.get(id) ?? null, polygon, article, url, kind, proposal: isNew ? proposal : null };
        }),
        dropped,
      },
    };
  }

  // The page has them now: `answer` gives its mark and the keys, in the order in which they were sent.
  keep({ ids, state, body }, answer) {
    this.page.mark = answer.mark;
    this.pks = new Map(ids.map((id, at) => [id, answer.pks[at]]));
    [...body.dropped, ...body.zones.map((zone) => zone.proposal)].forEach((pk) => this.settled.add(pk));
    this.saved = state;
    this.tell();
  }
}
