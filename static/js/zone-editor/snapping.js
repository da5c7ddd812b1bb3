// Corners go to the edges of blocks, to column rules and to other zones' edges, where one is near. Pure.

const NEARBY = 0.06; // of the page, beyond the end of an edge: columns stand under one another

// Upright and level edges of boxes [left, top, right, bottom]; a rule is one edge in its middle.
export function edgesOf(blocks, rules, polygons) {
  const upright = [];
  const level = [];
  for (const [left, top, right, bottom] of blocks) {
    upright.push([left, top, bottom], [right, top, bottom]);
    level.push([top, left, right], [bottom, left, right]);
  }
  for (const [left, top, right, bottom] of rules) {
    if (bottom - top > right - left) {
      upright.push([(left + right) / 2, top, bottom]);
    } else {
      level.push([(top + bottom) / 2, left, right]);
    }
  }
  for (const polygon of polygons) {
    polygon.forEach(([x, y], at) => {
      const [nextX, nextY] = polygon[(at + 1) % polygon.length];
      if (x === nextX) {
        upright.push([x, Math.min(y, nextY), Math.max(y, nextY)]);
      } else if (y === nextY) {
        level.push([y, Math.min(x, nextX), Math.max(x, nextX)]);
      }
    });
  }
  return { upright, level };
}

function nearest(value, along, edges, reach) {
  let best = value;
  let least = reach;
  for (const [place, start, end] of edges) {
    const distance = Math.abs(place - value);
    if (distance <= least && along >= start - NEARBY && along <= end + NEARBY) {
      [best, least] = [place, distance];
    }
  }
  return best;
}

// `reach`: how far a corner jumps, in fractions of the page's width and height.
export function snapped([x, y], { upright, level }, [reachX, reachY]) {
  return [nearest(x, y, upright, reachX), nearest(y, x, level, reachY)];
}
