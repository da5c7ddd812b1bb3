// Text without formatting, a paragraph a line: what it is, what it cannot hold, and the way back. Pure.

const parse = (html) => new DOMParser().parseFromString(html, "text/html").body;
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const LINES = "p, h3, h4, caption, tr, figure";

// What stands in an element and cannot be a line, by the name that the page has words for.
const LOST = {
  subhead: "h3, h4", bold: "strong, b", slant: "em, i, sub, sup", quotation: "blockquote", list: "ul, ol", table: "table",
  link: "a", figure: "figure", reading: "ruby", kind: "p[class]",
};

export function lines(html) {
  const body = parse(html);
  body.querySelectorAll("rt, rp").forEach((reading) => reading.remove());
  body.querySelectorAll("br").forEach((end) => end.replaceWith("\n"));
  body.querySelectorAll(`${LINES}, li, blockquote, div`).forEach((block) => {
    block.before("\n");
    block.after("\n");
  });
  body.querySelectorAll("td + td, td + th, th + td, th + th").forEach((cell) => cell.before("\u3000"));
  return body.textContent.split("\n").map((line) => line.trim()).filter(Boolean).join("\n");
}

export function paragraphs(text) {
  return text.split(/[\r\n]+/).map((line) => line.trim()).filter(Boolean).map((line) => `<p>${escaped(line)}</p>`).join("");
}

// Pairs of a name and how many there are.
export function lost(html) {
  const body = parse(html);
  return Object.entries(LOST).map(([name, what]) => [name, body.querySelectorAll(what).length]).filter(([, count]) => count);
}
