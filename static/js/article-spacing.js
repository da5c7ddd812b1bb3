// White space of one paragraph's HTML: a line's end within Chinese text is nothing, indents and blank edges go. Pure.

const WIDE = "\\p{Script=Han}\\u3000-\\u303f\\uff00-\\uffef“”‘’…—";
const LINE_END = new RegExp(`([${WIDE}])((?:<[^>]*>)*)[ \\t\\r\\f\\v\\u00a0]*\\n\\s*(?=(?:<[^>]*>)*[${WIDE}])`, "gu");
const SPACES = /[ \t\r\n\f\v\u00a0]+/g;
const START = /^((?:<[a-z][^>]*>)*?)(?:[\s\u200b]|<br>)+/;
const END = /(?<![\s\u200b])(?<!<br>)(?:[\s\u200b]|<br>)+((?:<\/[a-z]+>)*)$/;

export function neat(paragraph) {
  // Neighbours of one kind are one: <strong>甲</strong><strong>乙</strong>.
  const joined = paragraph.replace(/<\/(strong|em|sub|sup)><\1>/g, "").replace(LINE_END, "$1$2").replace(SPACES, " ");
  return joined.replace(START, "$1").replace(END, "$1");
}
