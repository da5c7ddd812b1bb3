// The editor's HTML as bodies hold it, and whether the editor holds all that a body has. Pure.

const parse = (html) => new DOMParser().parseFromString(html, "text/html").body;

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

// Of <li><p>…</p></li> and the like the paragraph says nothing.
function unwrapParagraphs(body) {
  for (const cell of body.querySelectorAll("li, td, th")) {
    const first = cell.firstElementChild;
    const others = [...cell.children].slice(1);
    if (first?.matches("p:not([class])") && others.every((other) => other.matches("ul, ol"))) {
      unwrap(first);
    }
  }
}

function mendTable(table) {
  table.querySelectorAll("[colspan='1'], [rowspan='1'], [contenteditable]").forEach((cell) => {
    ["colspan", "rowspan"].filter((name) => cell.getAttribute(name) === "1").forEach((name) => cell.removeAttribute(name));
    cell.removeAttribute("contenteditable");
  });
  const head = document.createElement("thead");
  for (const row of [...table.querySelectorAll("tbody > tr")]) {
    if (![...row.children].every((cell) => cell.matches("th"))) {
      break;
    }
    head.append(row);
  }
  if (head.children.length) {
    table.tBodies[0].before(head);
  }
  [...table.tBodies].filter((part) => !part.children.length).forEach((part) => part.remove());
}

export function written(html) {
  const body = parse(html);
  for (const element of body.querySelectorAll("p, h3, h4, li, blockquote, ul, ol")) {
    if (!element.textContent.trim() && !element.closest("td, th")) {
      element.remove();
    }
  }
  unwrapParagraphs(body);
  body.querySelectorAll("table").forEach(mendTable);
  return body.innerHTML;
}

const SAME = { b: "strong", i: "em" };
const MARKS = ["strong", "em", "sub", "sup", "a"];
const SILENT = ["tbody", "thead", "br", "rp"];
const TELLING = ["class", "href", "title", "scope", "data-figure", "colspan", "rowspan"];
const words = (element) => element.textContent.replace(/\s/g, "");

// Text, and how much of it stands in what; not how the elements are nested or cut.
function essence(html) {
  const body = parse(html);
  const counts = {};
  for (const element of body.querySelectorAll("*")) {
    const name = SAME[element.localName] ?? element.localName;
    const facts = TELLING.filter((fact) => (element.getAttribute(fact) ?? "1") !== "1");
    const what = [name, ...facts.map((fact) => `${fact}=${element.getAttribute(fact)}`)].join(" ");
    const isEmpty = !words(element) && !["td", "th", "figure"].includes(name);
    if (what !== "p" && !SILENT.includes(name) && !isEmpty) {
      counts[what] = (counts[what] ?? 0) + (MARKS.includes(name) ? words(element).length : 1);
    }
  }
  return JSON.stringify([words(body), Object.entries(counts).sort()]);
}

export function isHeld(html, held) {
  return essence(html) === essence(held);
}
