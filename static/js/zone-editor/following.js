// Elements that follow a list: each has a key, one that was there stays the same element, and what has the focus keeps it.

const SVG = "http://www.w3.org/2000/svg";

export function inOrder(parent, elements) {
  if (elements.length !== parent.children.length || elements.some((element, at) => parent.children[at] !== element)) {
    const focused = elements.map((element) => (element.contains(document.activeElement) ? document.activeElement : null)).find(Boolean);
    parent.replaceChildren(...elements);
    focused?.focus({ preventScroll: true });
  }
}

export const byKey = (parent) => new Map([...parent.children].map((element) => [element.dataset.key, element]));

function titled(element, title) {
  const told = element.querySelector("title") ?? element.appendChild(document.createElementNS(SVG, "title"));
  if (told.textContent !== title) {
    told.textContent = title;
  }
}

// Shapes of SVG, each with its tag and attributes.
export function drawn(group, wanted) {
  const known = byKey(group);
  const shapes = wanted.map(({ key, tag, title, ...attributes }) => {
    const shape = known.get(key) ?? document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries({ ...attributes, "data-key": key })) {
      if (shape.getAttribute(name) !== String(value)) {
        shape.setAttribute(name, value);
      }
    }
    if (title) {
      titled(shape, title);
    }
    return shape;
  });
  inOrder(group, shapes);
}
