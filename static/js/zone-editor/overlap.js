// Which zones of a page lie on one another, as preflight tells it (articles/overlap.py, articles/proofreading/overlaps.py). Pure.

import { area, boxOf } from "./geometry.js";

const SMALLEST_SHARE = 0.05; // of the smaller zone
const SMALLEST_COMMON = 0.0005; // of the page
const INSIDE = 0.9; // of a row that stands in its 导读

function crossed(polygon, y) {
  const found = polygon.flatMap(([x1, y1], at) => {
    const [x2, y2] = polygon[(at + 1) % polygon.length];
    return y1 < y !== y2 < y ? [x1 + ((y - y1) * (x2 - x1)) / (y2 - y1)] : [];
  });
  found.sort((one, other) => one - other);
  return found.flatMap((left, at) => (at % 2 ? [] : [[left, found[at + 1]]]));
}

function shared(ours, theirs) {
  const spans = ours.flatMap(([left, right]) =>
    theirs.map(([start, end]) => Math.max(0, Math.min(right, end) - Math.max(left, start))),
  );
  return spans.reduce((sum, length) => sum + length, 0);
}

// What both cover, of the page: exact for upright edges.
export function common(one, other) {
  const heights = [...new Set([...one, ...other].map(([, y]) => y))].sort((first, second) => first - second);
  return heights.slice(1).reduce((sum, bottom, at) => {
    const middle = (heights[at] + bottom) / 2;
    return sum + (bottom - heights[at]) * shared(crossed(one, middle), crossed(other, middle));
  }, 0);
}

const meet = (one, other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

// The ids of zones that are in another's way. Of each zone: id, polygon, story (of one story none is in the other's way; null for
// none), mayLieInside (a row of a 导读).
export function overlapping(zones) {
  const grounds = zones.map((zone) => ({ ...zone, box: boxOf(zone.polygon), area: area(zone.polygon) }));
  const found = new Set();
  grounds.forEach((one, at) => {
    for (const other of grounds.slice(at + 1)) {
      if ((one.story !== null && one.story === other.story) || !meet(one.box, other.box)) {
        continue;
      }
      const [small] = [one, other].sort((first, second) => first.area - second.area);
      const both = common(one.polygon, other.polygon);
      const share = small.area ? both / small.area : 0;
      if (both >= SMALLEST_COMMON && share >= SMALLEST_SHARE && !(small.mayLieInside && share >= INSIDE)) {
        found.add(one.id).add(other.id);
      }
    }
  });
  return found;
}
