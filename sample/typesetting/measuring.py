"""Asks the browser how wide words are and where lines break; every answer is kept, nothing is asked twice."""

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.sync_api import Page

from typesetting.content import Paragraph, Story

# Where print breaks and the browser does not: 16—|23℃, 应为|“0000-…”|一类.
BREAKABLE = re.compile(r"(?<=\d[—–])(?=\d)|(?<=[一-鿿])(?=“[0-9A-Za-z])|(?<=[0-9A-Za-z]”)(?=[一-鿿])")
# Names that a dictionary of words does not know; a title is not cut inside them.
NAMES = re.compile("汐桥|浦水|望汐码头|早班渡轮|石桥蟹|石桥|云岫|北埠|南湾|鹿鸣山|文昌阁|汐流|澄浦湖|澄浦|纺织一厂|夜间门诊|竹笛")
WEIGHTS = (400, 500, 700, 900)
NO_START = "，。、”》）：；！？的了"
SCRIPT = """
() => {
  const bench = document.getElementById("bench");
  window.breakLines = (texts, width, size, indent) => texts.map((text) => {
    const p = document.createElement("p");
    p.className = "measured";
    p.style.cssText = `width:${width}px;font-size:${size}px;text-indent:${indent}em`;
    p.textContent = text;
    bench.replaceChildren(p);
    const node = p.firstChild, range = document.createRange(), lines = [];
    let top = null, start = 0;
    for (let i = 0; i < text.length; i++) {
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const rects = range.getClientRects();
      if (!rects.length) continue;
      const y = rects[rects.length - 1].top;
      if (top !== null && y > top + size * 0.6) { lines.push(text.slice(start, i)); start = i; }
      if (top === null || y > top + size * 0.6) top = y;
    }
    lines.push(text.slice(start));
    return lines.map((line) => line.trim()).filter(Boolean);
  });
  window.charWidths = (chars, weight) => {
    const spans = [...chars].map((char) => {
      const span = document.createElement("span");
      span.className = "measured-word";
      span.style.fontWeight = weight;
      span.textContent = char;
      return span;
    });
    bench.replaceChildren(...spans);
    return spans.map((span) => span.getBoundingClientRect().width / 100);
  };
  window.blockHeight = (html, width, cls) => {
    const div = document.createElement("div");
    div.className = cls;
    div.style.width = `${width}px`;
    div.innerHTML = html;
    bench.replaceChildren(div);
    return div.getBoundingClientRect().height;
  };
  window.cutWords = (text) =>
    [...new Intl.Segmenter("zh", {granularity: "word"}).segment(text)].map((part) => part.segment);
}
"""


@dataclass(frozen=True)
class Line:
    """One printed line; `ends` its paragraph (not justified), `starts` it (indented)."""

    text: str
    kind: Literal["text", "heading", "gap", "verse", "turn"] = "text"
    starts: bool = False
    ends: bool = False


@dataclass
class Measurer:
    page: Page
    _lines: dict[tuple[str, float, float], tuple[Line, ...]] = field(default_factory=dict)
    _widths: dict[int, dict[str, float]] = field(default_factory=dict)
    _answers: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def open(self, html: str, characters: str) -> None:
        """`characters` are those to be measured first, all at once."""
        self.page.set_content(html)
        self.page.evaluate(f"Promise.all({list(WEIGHTS)}.map((w) => document.fonts.load(`${{w}} 20px 'Sample Song'`, '日')))")
        self.page.evaluate(SCRIPT)
        for weight in WEIGHTS:
            self.width(characters, weight)

    def lines(self, story: Story, width: float, size: float) -> tuple[Line, ...]:
        """The story's text as lines of `width` CSS pixels at `size`; a subheading takes two (a gap, then itself)."""
        key = (story.id, round(width, 2), size)
        if key not in self._lines:
            paragraphs = story.printed_paragraphs
            texts = [BREAKABLE.sub("\u200b", p.text) for p in paragraphs if p.kind == "text"]
            broken = iter(self.page.evaluate("([t, w, s]) => breakLines(t, w, s, 2)", [texts, width, size]))
            self._lines[key] = tuple(line for index, p in enumerate(paragraphs) for line in _paragraph_lines(p, broken, index))
        return self._lines[key]

    def split(self, text: str, width: float, size: float) -> list[str]:
        """Lines of a text without indent, as for captions and advertisements."""
        key = ("split", text, round(width, 2), size)
        if key not in self._answers:
            self._answers[key] = self.page.evaluate("([t, w, s]) => breakLines([t], w, s, 0)[0]", [text, width, size])
        return list(self._answers[key])

    def width(self, text: str, weight: int) -> float:
        """In em: the sum of its characters, a little more than print where two marks meet."""
        table = self._widths.setdefault(weight, {})
        unknown = "".join(sorted(set(text) - set(table)))
        if unknown:
            table.update(zip(unknown, self.page.evaluate("([c, w]) => charWidths(c, w)", [unknown, weight]), strict=True))
        return sum(table[char] for char in text)

    def height(self, html: str, width: float, css_class: str) -> float:
        key = ("height", html, round(width, 2), css_class)
        if key not in self._answers:
            self._answers[key] = self.page.evaluate("([h, w, c]) => blockHeight(h, w, c)", [html, width, css_class])
        return float(self._answers[key])

    def halves(self, text: str, weight: int) -> tuple[str, str]:
        """A title cut in two at the word boundary that leaves the halves most alike; a space is the best place."""
        key = ("words", text)
        if key not in self._answers:
            self._answers[key] = self.page.evaluate("(t) => cutWords(t)", text)
        words = self._answers[key]
        best: tuple[float, str, str] | None = None
        for index in range(1, len(words)):
            place = len("".join(words[:index]))
            left, right = "".join(words[:index]).strip(), "".join(words[index:]).strip()
            if any(name.start() < place < name.end() for name in NAMES.finditer(text)):
                continue
            if min(len(left), len(right)) < min(3, len(text) // 2) or right[0] in NO_START or left[-1] in "“《（":
                continue
            uneven = abs(self.width(left, weight) - self.width(right, weight))
            bonus = 3.0 if not words[index - 1].strip() or words[index - 1] in "，；：" else 0.0
            if best is None or uneven - bonus < best[0]:
                best = (uneven - bonus, left, right)
        middle = len(text) // 2
        return (best[1], best[2]) if best else (text[:middle], text[middle:])


def looseness(lines: tuple[Line, ...], ems: float) -> float:
    """How wide lines are set because a number or a word at their end did not break: em over one, squared, summed."""
    loose = 0.0
    for line in lines:
        if line.kind == "text" and not line.ends:
            natural = sum(1.0 if char > "\u2000" else 0.56 for char in line.text) + 2 * line.starts
            loose += max(0.0, ems - natural - 1) ** 2
    return loose


def _paragraph_lines(paragraph: Paragraph, broken: Any, index: int) -> list[Line]:
    if paragraph.kind == "heading":
        return [Line("", "gap"), Line(paragraph.text, "heading")]
    if paragraph.kind == "turn":
        return [Line(paragraph.text, "turn")]
    if paragraph.kind == "verse":
        verses = [Line(text, "verse") for text in paragraph.text.splitlines()]
        return [Line("", "gap"), *verses] if index else verses
    texts = [text.replace("\u200b", "") for text in next(broken)]
    last = len(texts) - 1
    return [Line(text, "text", place == 0, place == last) for place, text in enumerate(texts)]
