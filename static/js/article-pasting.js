// Pasted HTML -> the vocabulary of bodies, as articles/pasting.py does it on the server. Pure.

import { escaped, parsed, styleOf, writtenFor } from "./article-inline.js";
import { neat } from "./article-spacing.js";

const CONTAINERS = new Set("UL OL LI BLOCKQUOTE TABLE CAPTION THEAD TBODY TFOOT TR TH TD".split(" "));
const BARE = new Set(["li", "caption", "th", "td"]);
const BLOCKS = new Set(
  "P DIV SECTION ARTICLE HEADER FOOTER MAIN ASIDE CENTER ADDRESS PRE DL DT DD HR FORM FIELDSET FIGURE FIGCAPTION".split(" "),
);
const SKIPPED = new Set("STYLE SCRIPT XML HEAD TITLE TEMPLATE NOSCRIPT SVG MATH OBJECT SELECT BUTTON IFRAME TEXTAREA DEL".split(" "));
const HEADINGS = { H1: "h3", H2: "h3", H3: "h3", H4: "h4", H5: "h3", H6: "h3" };
const CLASSES = ["byline", "turn", "signature"];
const KEPT = ["colspan", "rowspan", "scope"];
const TITLE = /\bMso(?:Title|Subtitle|Heading)/i;
const MARKER = /mso-list\s*:\s*ignore/i;
const COUNTING_MARK = /[0-9０-９一二三四五六七八九十①-⑳]|^[（(]?[a-z][)）.、]/i;

// Text goes into the paragraph that is open; whatever starts or ends a block closes it.
class Builder {
  html = "";
  pictures = 0;
  paragraph = "";
  open = []; // what is written for the inline elements around the text
  block = { name: "p", kind: "" };
  container = "";
  hasText = false; // of a cell or an item
  list = "";

  walk(node) {
    for (const child of node.childNodes) {
      if (child.nodeType === 3) {
        const inside = this.open.join("");
        const ends = [...this.open].reverse().map((start) => `</${/^<([a-z]+)/.exec(start)[1]}>`).join("");
        this.paragraph += child.data ? inside + escaped(child.data) + ends : "";
      } else if (child.nodeType === 1) {
        this.element(child);
      }
    }
  }

  element(element) {
    const tag = element.tagName.toUpperCase();
    if (SKIPPED.has(tag) || MARKER.test(styleOf(element))) {
      return;
    }
    if (tag === "IMG") {
      this.pictures += 1;
    } else if (tag === "BR") {
      this.break();
    } else if (tag === "FIGURE" && element.dataset.figure) {
      this.end();
      this.endList();
      this.html += `<figure data-figure="${escaped(element.dataset.figure)}"></figure>`;
    } else if (CONTAINERS.has(tag)) {
      this.inContainer(element, tag.toLowerCase());
    } else if (BLOCKS.has(tag) || HEADINGS[tag]) {
      this.inBlock(element, tag);
    } else {
      const start = writtenFor(element);
      const before = this.open;
      this.open = start && !before.includes(start) ? [...before, start] : before;
      this.walk(element);
      this.open = before;
    }
  }

  inContainer(element, name) {
    this.end();
    this.endList();
    const kept = KEPT.filter((fact) => element.getAttribute(fact) && ["td", "th"].includes(name));
    this.html += `<${name}${kept.map((fact) => ` ${fact}="${escaped(element.getAttribute(fact))}"`).join("")}>`;
    const around = this.container;
    this.container = name;
    this.hasText = false;
    this.walk(element);
    this.end();
    this.endList();
    this.html += `</${name}>`;
    this.container = around;
    this.hasText = true;
  }

  inBlock(element, tag) {
    this.end();
    const name = TITLE.test(element.className) ? "h3" : (HEADINGS[tag] ?? "p");
    const kind = CLASSES.find((kind) => name === "p" && element.classList.contains(kind));
    const marker = [...element.querySelectorAll("[data-style]")].find((inner) => MARKER.test(styleOf(inner)));
    const isItem = tag === "P" && /mso-list/i.test(styleOf(element)) && marker;
    const list = isItem ? (COUNTING_MARK.test(marker.textContent.trim()) ? "ol" : "ul") : "";
    this.block = { name, kind: kind ? ` class="${kind}"` : "", list };
    this.walk(element);
    this.end();
  }

  break() {
    const { block } = this;
    if (this.paragraph.endsWith("<br>")) {
      this.end();
      this.block = block;
    } else {
      this.paragraph += "<br>";
    }
  }

  end() {
    const text = neat(this.paragraph);
    const { name, kind, list } = this.block;
    this.paragraph = "";
    this.block = { name: "p", kind: "" };
    if (!text.replace(/<[^>]*>/g, "").trim()) {
      return;
    }
    if (this.list !== (list ?? "")) {
      this.endList();
      this.html += list ? `<${list}>` : "";
      this.list = list ?? "";
    }
    if (list) {
      this.html += `<li>${text}</li>`;
    } else if (BARE.has(this.container)) {
      this.html += this.hasText ? `<br>${text}` : text;
      this.hasText = true;
    } else {
      this.html += `<${name}${kind}>${text}</${name}>`;
    }
  }

  endList() {
    this.html += this.list ? `</${this.list}>` : "";
    this.list = "";
  }
}

// `pictures`: how many were left out.
export function tidied(html) {
  const builder = new Builder();
  builder.walk(parsed(html));
  builder.end();
  builder.endList();
  return { html: builder.html, pictures: builder.pictures };
}
