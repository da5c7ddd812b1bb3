// What an editor does with zones: each function makes one step of the store.

import { LEAST_CORNERS, area, onPage, withoutCorner } from "./geometry.js";

const SMALLEST_AREA = 1e-7; // of the page: what encloses nothing is no zone
let count = 0;

// A person's: what was found and proposed is so no more.
const mended = (zone, changes) => ({ ...zone, ...changes, isProposed: false, confidence: null });

export function kindFor(article) {
  if (article?.kind === "advertisement") {
    return "advertisement";
  }
  if (article && !article.is_here) {
    return "pointer";
  }
  return article?.continues ? "continuation" : "article";
}

// It covers the print of a withdrawn article.
export const isCover = (store, zone) =>
  !zone.isProposed && store.pks.has(zone.id) && Boolean(store.article(zone.article)?.is_withdrawn);

export function mend(store, id, changes, name = null) {
  const zone = store.zone(id);
  if (!zone || isCover(store, zone) || area(changes.polygon ?? zone.polygon) < SMALLEST_AREA) {
    return false;
  }
  store.change(store.zones.map((other) => (other.id === id ? mended(other, changes) : other)), name);
  return true;
}

// Null where the corners enclose nothing.
export function add(store, corners, article = null) {
  const polygon = corners.map(onPage);
  if (area(polygon) < SMALLEST_AREA) {
    return null;
  }
  const zone = newZone(polygon, article, kindFor(store.article(article)));
  store.change([...store.zones, zone]);
  store.set({ chosen: zone.id });
  return zone.id;
}

export function newZone(polygon, article, kind) {
  count += 1;
  const id = `n${Date.now()}-${count}`;
  return { id, polygon, article, url: "", kind, confidence: null, proposal: null, isProposed: false };
}

export function remove(store, id) {
  const zone = store.zone(id);
  if (zone && !isCover(store, zone)) {
    store.change(store.zones.filter((other) => other !== zone));
    store.set({ chosen: null });
  }
}

export function takeCorner(store, id, at) {
  const { polygon } = store.zone(id);
  return polygon.length > LEAST_CORNERS && mend(store, id, { polygon: withoutCorner(polygon, at) });
}

// What a search had kept of the article elsewhere on the page, for want of a better place, goes.
function accepted(store, zones, id) {
  const { article, kind } = zones.find((zone) => zone.id === id);
  const isWorse = (zone) =>
    kind !== "pointer" && zone.article === article && zone.confidence !== null && !zone.isProposed && zone.kind !== "pointer";
  return zones
    .filter((zone) => !isWorse(zone) || isCover(store, zone))
    .map((zone) => (zone.id === id ? mended(zone, {}) : zone));
}

export function accept(store, id) {
  if (store.zone(id)?.isProposed) {
    store.change(accepted(store, store.zones, id));
    store.set({ chosen: id });
  }
}

export function acceptAll(store) {
  const proposed = store.zones.filter((zone) => zone.isProposed);
  if (proposed.length) {
    store.change(proposed.reduce((zones, { id }) => accepted(store, zones, id), store.zones));
  }
}

// Where its own text stands: not what leads to it from a 导读, nor a photograph by itself.
export const showsPrint = (zone) => zone.kind !== "pointer" && zone.kind !== "figure";

// Each article with its polygons: its zones that show its print are now these.
export function outline(store, owners) {
  const pks = new Set(owners.map(([article]) => article));
  const old = store.zones.filter((zone) => pks.has(zone.article) && showsPrint(zone) && !isCover(store, zone));
  const drawn = owners.flatMap(([article, polygons]) => {
    const [first] = old.filter((zone) => zone.article === article);
    const named = store.article(article)?.is_here === false ? "continuation" : kindFor(store.article(article));
    return polygons.map((polygon, at) =>
      at === 0 && first ? mended(first, { polygon }) : newZone(polygon, article, first?.kind ?? named),
    );
  });
  store.change([...store.zones.filter((zone) => !old.includes(zone)), ...drawn]);
}
