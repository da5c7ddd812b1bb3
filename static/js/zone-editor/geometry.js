// Polygons as lists of corners [x, y] in fractions 0–1 of the page picture. Pure.

const PLACES = 100_000; // of a fraction, as a search of the page gives them
export const LEAST_CORNERS = 3;

const rounded = (value) => Math.round(Math.min(1, Math.max(0, value)) * PLACES) / PLACES;
export const onPage = ([x, y]) => [rounded(x), rounded(y)];

export function area(polygon) {
  const twice = polygon.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = polygon[(at + 1) % polygon.length];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}

// Left, top, right, bottom.
export function boxOf(polygon) {
  const xs = polygon.map(([x]) => x);
  const ys = polygon.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

export const rectangle = ([left, top, right, bottom]) =>
  [[left, top], [right, top], [right, bottom], [left, bottom]].map(onPage);

export const middleOf = ([left, top, right, bottom]) => [(left + right) / 2, (top + bottom) / 2];
export const between = ([x, y], [otherX, otherY]) => onPage([(x + otherX) / 2, (y + otherY) / 2]);

// By the number of edges to its left.
export function isInside([x, y], polygon) {
  return polygon.reduce((inside, [x1, y1], at) => {
    const [x2, y2] = polygon.at(at - 1);
    const crosses = y1 > y !== y2 > y && x > x1 + ((y - y1) * (x2 - x1)) / (y2 - y1);
    return crosses ? !inside : inside;
  }, false);
}

// As a whole, and never over the page's edge.
export function moved(polygon, dx, dy) {
  const [left, top, right, bottom] = boxOf(polygon);
  const [byX, byY] = [Math.min(1 - right, Math.max(-left, dx)), Math.min(1 - bottom, Math.max(-top, dy))];
  return polygon.map(([x, y]) => onPage([x + byX, y + byY]));
}

export const withCorner = (polygon, at, corner) => polygon.map((other, place) => (place === at ? onPage(corner) : other));
export const withNewCorner = (polygon, at, corner) => polygon.toSpliced(at + 1, 0, onPage(corner));
export const withoutCorner = (polygon, at) => polygon.toSpliced(at, 1);

// Which of the boxes a hand would go to next: the nearest whose middle lies that way, those straight on before those aslant.
export function nextBox(boxes, from, [wayX, wayY]) {
  const [x, y] = middleOf(boxes[from]);
  let best = from;
  let least = Infinity;
  boxes.forEach((box, at) => {
    const [otherX, otherY] = middleOf(box);
    const along = (otherX - x) * wayX + (otherY - y) * wayY;
    const aslant = Math.abs((otherX - x) * wayY) + Math.abs((otherY - y) * wayX);
    if (at !== from && along > 0 && along + 2 * aslant < least) {
      [best, least] = [at, along + 2 * aslant];
    }
  });
  return best;
}

// Percent with at most two decimals, and what somebody typed in any width, as a fraction; null where it is no place on the page.
export const percent = (fraction) => String(Math.round(fraction * 10_000) / 100);

export function fractionOf(text) {
  const plain = text.normalize("NFKC").replace(/[%\s]/g, "").replace(",", ".").replace("。", ".");
  const value = /^\d+(\.\d*)?$|^\.\d+$/.test(plain) ? Number(plain) / 100 : NaN;
  return value >= 0 && value <= 1 ? rounded(value) : null;
}
