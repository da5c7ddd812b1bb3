// What a zone is called and what is to be said of it, in the words that the page brought along.

import { overlapping } from "./overlap.js";
import { percent } from "./geometry.js";

export function nameOf(store, zone, words) {
  return store.article(zone.article)?.title ?? (zone.url || words.nowhere);
}

export const leadsNowhere = (zone) => zone.article === null && !zone.url;

const known = new WeakMap(); // one answer for each state of the zones

export function inTheWay(store) {
  if (!known.has(store.zones)) {
    known.set(store.zones, crowded(store));
  }
  return known.get(store.zones);
}

function crowded(store) {
  const seen = store.zones.filter((zone) => !store.article(zone.article)?.is_withdrawn);
  return overlapping(
    seen.map(({ id, polygon, article, kind }) => ({
      id,
      polygon,
      story: store.article(article)?.story ?? null,
      mayLieInside: kind === "pointer",
    })),
  );
}

export function notesOf(zone, isInTheWay, words) {
  const share = zone.confidence === null ? null : percent(Math.round(zone.confidence * 100) / 100);
  return [
    zone.isProposed ? words.proposed.replace("{percent}", `${share} %`) : "",
    !zone.isProposed && share !== null ? words.found.replace("{percent}", `${share} %`) : "",
    isInTheWay ? words.overlapping : "",
  ].filter(Boolean);
}
