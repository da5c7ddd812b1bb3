// What is written for an element within a line of pasted text. Pure.

const INLINE = { B: "strong", STRONG: "strong", I: "em", EM: "em", SUB: "sub", SUP: "sup", RUBY: "ruby", RT: "rt", RP: "rp" };
const BOLD = /(?<![\w-])font-weight\s*:\s*(?:bold|[6-9]00)/i;
const NOT_BOLD = /(?<![\w-])font-weight\s*:\s*(?:normal|[1-5]00)/i;

export const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
export const styleOf = (element) => element.getAttribute("data-style") ?? "";

const TAG = /<[a-z][^<>]*>/gi;
const STYLE = /\sstyle\s*=/gi;
const SHEET = /<style\b[^>]*>[\s\S]*?<\/style\s*>/gi;

// Styles as mere data: the policy reports each one that is parsed, even where nothing is shown.
export const parsed = (html) => {
  const quiet = html.replace(SHEET, "").replace(TAG, (tag) => tag.replace(STYLE, " data-style="));
  return new DOMParser().parseFromString(quiet, "text/html").body;
};

export function writtenFor(element) {
  const name = INLINE[element.tagName];
  if (element.tagName === "A" && element.hasAttribute("href")) {
    return `<a href="${escaped(element.getAttribute("href"))}">`;
  }
  if (name) {
    return name === "strong" && NOT_BOLD.test(styleOf(element)) ? "" : `<${name}>`;
  }
  return ["SPAN", "FONT"].includes(element.tagName) && BOLD.test(styleOf(element)) ? "<strong>" : "";
}
