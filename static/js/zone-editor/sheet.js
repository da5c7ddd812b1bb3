// Zones, corners, blocks and drafts on the picture, as SVG: drawn anew from the store at each change; what has the focus keeps it.

import { drawn } from "./following.js";
import { area, between, percent } from "./geometry.js";
import { inTheWay, leadsNowhere, nameOf, notesOf } from "./labels.js";

const CORNER = 7; // radius on the screen, in pixels
const BETWEEN = 5;

export class Sheet {
  constructor(svg, store, words, blocks) {
    Object.assign(this, { svg, store, words, blocks });
    [this.width, this.height] = [store.page.width, store.page.height];
    this.groups = Object.fromEntries(["shapes", "blocks", "handles"].map((name) => [name, svg.querySelector(`[data-zone-${name}]`)]));
  }

  // Pixels of the screen to one of the picture.
  get scale() {
    return this.svg.getBoundingClientRect().width / this.width || 1;
  }

  points(polygon) {
    return polygon.map(([x, y]) => `${x * this.width},${y * this.height}`).join(" ");
  }

  focus(selector) {
    this.svg.querySelector(selector)?.focus();
  }

  draw() {
    const { store } = this;
    this.svg.classList.toggle("is-giving", store.giving !== null && !store.drawing);
    this.svg.classList.toggle("is-drawing", store.drawing !== null);
    drawn(this.groups.shapes, [...this.drafts(), ...this.zones()]);
    drawn(this.groups.blocks, store.giving !== null && !store.drawing ? this.rows() : []);
    drawn(this.groups.handles, store.drawing ? this.line() : this.corners());
  }

  drafts() {
    return this.store.page.drafts.flatMap((draft) =>
      draft.polygons.map((polygon, at) => {
        const key = `d${draft.pk}-${at}`;
        return { key, tag: "polygon", class: "zone-draft", points: this.points(polygon), title: draft.title };
      }),
    );
  }

  // The small ones above the large ones, so that a hand finds them.
  zones() {
    const { store, words } = this;
    const crowded = inTheWay(store);
    const ordered = [...store.zones].sort((one, other) => area(other.polygon) - area(one.polygon));
    return ordered.map((zone) => {
      const marks = {
        "is-chosen": zone.id === store.chosen,
        "is-proposed": zone.isProposed,
        "is-nowhere": leadsNowhere(zone),
        "is-crowded": crowded.has(zone.id),
        [`is-${zone.kind}`]: true,
      };
      const label = [nameOf(store, zone, words), ...notesOf(zone, crowded.has(zone.id), words)].join(" · ");
      return {
        key: zone.id,
        tag: "polygon",
        class: ["zone", ...Object.keys(marks).filter((name) => marks[name])].join(" "),
        points: this.points(zone.polygon),
        tabindex: 0,
        role: "button",
        "aria-pressed": zone.id === store.chosen,
        "aria-label": label,
        "data-zone": zone.id,
        title: label,
      };
    });
  }

  dot(key, [x, y], radius, label, data) {
    const place = { cx: x * this.width, cy: y * this.height, r: radius / this.scale };
    return { key, tag: "circle", ...place, tabindex: 0, role: "button", "aria-label": label, ...data };
  }

  corners() {
    const zone = this.store.zone(this.store.chosen);
    if (!zone || !this.store.page.may.save) {
      return [];
    }
    const { polygon } = zone;
    return polygon.flatMap((corner, at) => {
      const next = polygon[(at + 1) % polygon.length];
      const said = { number: at + 1, next: ((at + 1) % polygon.length) + 1, x: percent(corner[0]), y: percent(corner[1]) };
      const say = (text) => text.replace(/\{(\w+)\}/g, (_place, name) => said[name]);
      return [
        this.dot(`c${at}`, corner, CORNER, say(this.words.cornerWords), { class: "zone-corner", "data-corner": at }),
        this.dot(`b${at}`, between(corner, next), BETWEEN, say(this.words.betweenWords), { class: "zone-between", "data-between": at }),
      ];
    });
  }

  line() {
    const { drawing, hover } = this.store;
    const corners = hover ? [...drawing, hover] : drawing;
    const dots = drawing.map(([x, y], at) => {
      return { key: `l${at}`, tag: "circle", class: "zone-corner", cx: x * this.width, cy: y * this.height, r: CORNER / this.scale };
    });
    return [{ key: "line", tag: "polyline", class: "zone-line", points: this.points(corners) }, ...dots];
  }

  // One stop for the keyboard among them; arrows go from block to block.
  rows() {
    const given = this.blocks.of(this.store.giving);
    return this.blocks.blocks.map(([left, top, right, bottom], at) => ({
      key: `g${at}`,
      tag: "rect",
      class: given.has(at) ? "zone-block is-given" : "zone-block",
      x: left * this.width,
      y: top * this.height,
      width: (right - left) * this.width,
      height: (bottom - top) * this.height,
      tabindex: at === this.blocks.stop ? 0 : -1,
      role: "button",
      "aria-pressed": given.has(at),
      "aria-label": this.words.blockWords.replace("{words}", this.blocks.texts[at] || this.words.picture),
      "data-block": at,
    }));
  }
}
