// 字数 as articles/counting.py counts it: a Chinese character or mark is one, a Latin word or a number is one. Pure.

import { WIDE } from "./article-wide.js";

const LETTER = "[0-9A-Za-z\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02af\\u0370-\\u03ff\\u0400-\\u052f\\u1e00-\\u1eff]";
const WORD = new RegExp(`${LETTER}+(?:[.,:/@&'’_-]${LETTER}+)*`, "gu");
const FULL_WIDTH = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g;
const ranges = WIDE.trim().split(/\s+/).map((range) => range.split("-").map((code) => `\\u{${code}}`).join("-"));
const COUNTED = new RegExp(`[\\p{Lo}${ranges.join("")}]`, "gu");
const BREAK = /<\/(?:p|h3|h4|li|blockquote|tr|caption)>|<br>/g;
const TAG = /<[^>]*>/g;

export function countText(text) {
  let words = 0;
  const narrow = text.normalize("NFC").replace(FULL_WIDTH, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0xfee0));
  const rest = narrow.replace(WORD, () => {
    words += 1;
    return "";
  });
  return words + (rest.match(COUNTED)?.length ?? 0);
}

// Of a body, whose tags separate nothing but where they end a line.
export function countHtml(html) {
  const text = html.replace(BREAK, "\n").replace(TAG, "");
  return countText(new DOMParser().parseFromString(text, "text/html").body.textContent);
}
