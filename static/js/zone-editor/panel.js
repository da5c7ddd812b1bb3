// The chosen zone in words: where it leads, its kind, its corners in percent; each field is one change.

import { isCover, kindFor, mend } from "./acts.js";
import { inOrder } from "./following.js";
import { fractionOf, percent, withCorner } from "./geometry.js";
import { inTheWay, notesOf } from "./labels.js";

export class Panel {
  constructor(root, store, say) {
    const part = (name) => root.querySelector(`[data-chosen-${name}]`);
    Object.assign(this, { root, store, say, words: root.dataset, form: root.querySelector("[data-chosen]"), none: part("none") });
    const names = ["note", "fields", "article", "url", "kind", "corners"];
    this.parts = Object.fromEntries(names.map((name) => [name, part(name)]));
    this.template = root.querySelector("[data-template=corner]").content;
    this.offer();
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("change", (event) => this.change(event.target));
  }

  offer() {
    const groups = { true: this.form.querySelector("[data-here]"), false: this.form.querySelector("[data-elsewhere]") };
    Object.values(groups).forEach((group) => group.replaceChildren());
    for (const article of this.store.page.articles) {
      const name = article.is_here ? article.title : `${article.page} ${article.title}`;
      groups[article.is_here].append(new Option(name, article.pk));
    }
  }

  draw() {
    const zone = this.store.zone(this.store.chosen);
    this.form.hidden = !zone;
    this.none.hidden = Boolean(zone);
    if (!zone) {
      return;
    }
    const { note, fields, article, url, kind } = this.parts;
    const covers = isCover(this.store, zone);
    const notes = notesOf(zone, inTheWay(this.store).has(zone.id), this.words);
    note.textContent = [...notes, ...(covers ? [this.words.covered] : [])].join(" · ");
    fields.disabled = covers || !this.store.page.may.save;
    this.put(article, zone.article ?? "");
    this.put(url, zone.url);
    this.put(kind, zone.kind);
    this.form.querySelector("[data-do=accept]").hidden = !zone.isProposed;
    this.corners(zone);
  }

  corners({ polygon }) {
    const list = this.parts.corners;
    const rows = polygon.map((_corner, at) => list.children[at] ?? this.template.firstElementChild.cloneNode(true));
    inOrder(list, rows);
    rows.forEach((row, at) => {
      for (const field of row.querySelectorAll("input")) {
        const name = field.dataset.axis === "0" ? this.words.horizontal : this.words.vertical;
        field.setAttribute("aria-label", name.replace("{number}", at + 1));
        this.put(field, percent(polygon[at][field.dataset.axis]));
      }
    });
  }

  // Not over what somebody is typing.
  put(field, value) {
    if (field !== document.activeElement || this.isDone) {
      field.value = value;
    }
  }

  change(field) {
    const { store } = this;
    const { article, url, kind } = this.parts;
    const zone = store.zone(store.chosen);
    this.say("");
    if (field === article) {
      const pk = article.value ? Number(article.value) : null;
      mend(store, zone.id, { article: pk, url: pk ? "" : zone.url, kind: pk ? kindFor(store.article(pk)) : zone.kind });
    } else if (field === url) {
      this.lead(zone, url.value.normalize("NFKC").trim());
    } else if (field === kind) {
      mend(store, zone.id, { kind: kind.value });
    } else {
      this.place(zone, field);
    }
    this.isDone = true;
    this.draw(); // what was refused is as it was
    this.isDone = false;
  }

  // An address outside is an advertisement's, as a rule.
  lead(zone, address) {
    if (address && !/^https?:\/\//.test(address)) {
      this.say(this.words.badAddress);
      return;
    }
    const target = address ? { article: null, kind: zone.kind === "article" ? "advertisement" : zone.kind } : {};
    mend(this.store, zone.id, { url: address, ...target });
  }

  place(zone, field) {
    const at = [...this.parts.corners.children].indexOf(field.closest("li"));
    const value = fractionOf(field.value);
    if (value === null) {
      this.say(this.words.badPercent.replace("{text}", field.value));
      return;
    }
    const corner = zone.polygon[at].with(Number(field.dataset.axis), value);
    mend(this.store, zone.id, { polygon: withCorner(zone.polygon, at, corner) });
  }
}
