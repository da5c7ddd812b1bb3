"""大样核对 measured: seeded edits in the sample's articles, compared with its pages.

`python -m benchmarks.compare_pages [EDITS]`. Each row is one way to compare: simplified with simplified, traditional with
traditional, a traditional text with a simplified page, and a page with its next version, whose blocks changed places and flow
anew. Every edit that is missed and every mark that is none is listed.
"""

import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from articles.finding.comparing import Difference, PrintedText, compare, compare_glyphs
from articles.finding.stories import Story
from articles.finding.zones import find_zones
from articles.importing.cleaning import convert_script
from issues.layer import Box, Glyph, TextLayer

SAMPLE = Path(__file__).resolve().parent.parent / "sample" / "cprb"
APART = 20  # characters between two edits
KINDS = "changed removed put-in figure name mark sentence-out sentence-in turned-round".split()
HAN = "[\u4e00-\u9fff]"
FORMS = {
    "changed": f"(?<={HAN}){HAN}(?={HAN})",
    "removed": f"(?<={HAN}){HAN}(?={HAN})",
    "put-in": f"(?<={HAN})(?={HAN})",
    "figure": r"\d+(?:\.\d+)?",
    "name": f"(?<=记者 ){HAN}{{2,3}}|(?<=記者 ){HAN}{{2,3}}|(?<=[。，]){HAN}{{3}}(?=[说說])",
    "mark": "[，。；！？、：]",
    "sentence-out": "(?<=。)[^。”]+。",
    "sentence-in": "(?<=。)(?!$)",
    "turned-round": f"({HAN})(?!\\1){HAN}",
}
OTHER_MARKS = {"，": "。", "。": "！", "；": "，", "！": "。", "？": "！", "、": "，", "：": "，"}
WORDS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
NAMES = "林沈何秦顾方陆白江郭"
SENTENCES = ["现场另有十余名志愿者维持秩序。", "具体时间以现场公告为准。", "截至记者发稿时，仍有人陆续赶来。"]
Place = tuple[str, int]  # text and part


@dataclass(frozen=True)
class Page:
    name: str
    texts: tuple[PrintedText, ...]
    layer: TextLayer
    found: dict[str, tuple[int, ...]]
    printed: tuple[Place, ...]  # those that the page has, and can be edited; some bylines it has not

    def glyphs(self, key: str) -> list[Glyph]:
        return [self.layer.glyphs[place] for place in self.found.get(key, ())]


@dataclass(frozen=True)
class Edit:
    """`start` and `end` in the edited part."""

    page: str
    key: str
    kind: str
    part: int
    start: int
    end: int
    before: str
    after: str


class Edits:
    """Seeded; no two nearer to each other than APART."""

    def __init__(self, seed: int, convert: bool) -> None:
        self.random = random.Random(seed)
        self.convert = convert
        self.turn = 0

    def into(self, page: Page, count: int) -> tuple[list[PrintedText], list[Edit]]:
        """The page's texts with `count` edits, or fewer: of each kind as many, where the page has a place for it."""
        parts = {(text.key, part): words for text in page.texts for part, words in enumerate(text.parts)}
        chosen: defaultdict[Place, list[tuple[int, int, str, str]]] = defaultdict(list)
        made, last = 0, self.turn
        while made < count and self.turn - last < len(KINDS):
            kind = KINDS[self.turn % len(KINDS)]
            self.turn += 1
            for place in self.random.sample(page.printed, len(page.printed)):
                matches = list(re.finditer(FORMS[kind], parts[place]))
                match = self.random.choice(matches) if matches else None
                if match and all(match.start() > end + APART or match.end() + APART < start for start, end, *_ in chosen[place]):
                    chosen[place].append((*match.span(), kind, self._instead(kind, match.group())))
                    made, last = made + 1, self.turn
                    break
        edits = [edit for place, own in chosen.items() for edit in self._applied(page, parts, place, sorted(own))]
        return [PrintedText(t.key, tuple(parts[t.key, part] for part in range(len(t.parts)))) for t in page.texts], edits

    def _applied(self, page: Page, parts: dict[Place, str], place: Place, own: list[tuple[int, int, str, str]]) -> Iterator[Edit]:
        words, pieces, done = parts[place], list[str](), 0
        for start, end, kind, after in own:
            pieces += [words[done:start], after]
            done, behind = end, len("".join(pieces))
            yield Edit(page.name, place[0], kind, place[1], behind - len(after), behind, words[start:end], after)
        parts[place] = "".join(pieces) + words[done:]

    def _instead(self, kind: str, text: str) -> str:
        if kind == "figure":
            return text.replace(".", "") if "." in text else str(int(text) + 1 if text != "9" else 8).zfill(len(text))
        if kind == "sentence-in":
            return self._converted(self.random.choice(SENTENCES))
        if kind == "name":
            return self._other(NAMES, text[0]) + text[1:-1] + self._other(WORDS, text[-1])
        known = {"removed": "", "sentence-out": "", "turned-round": text[::-1], "mark": OTHER_MARKS.get(text, "")}
        return known[kind] if kind in known else self._other(WORDS, text)

    def _other(self, options: str, than: str) -> str:
        return self._converted(self.random.choice([one for one in options if self._converted(one) != than]))

    def _converted(self, text: str) -> str:
        return convert_script(text, "hant")[0] if self.convert else text


def sample_pages() -> Iterator[Page]:
    for issue in sorted(SAMPLE.glob("*/issue.json")):
        for section in json.loads(issue.read_text(encoding="utf-8"))["issue"]["sections"]:
            layer = glyph_layer((issue.parent / section["pdf"]).read_bytes())
            stories = [story_of(article) for article in section["articles"] if article["kind"] != "pointer"]
            texts = tuple(PrintedText(s.key, (*s.head, *s.body, *s.captions)) for s in stories)
            found = find_zones(layer, stories).glyphs
            yield Page(f"{issue.parent.name} {section['label']}", texts, layer, found, tuple(printed_parts(texts, layer, found)))


def printed_parts(texts: Sequence[PrintedText], layer: TextLayer, found: dict[str, tuple[int, ...]]) -> Iterator[Place]:
    for text in texts:
        said = "".join(layer.glyphs[place].character for place in found.get(text.key, ()))
        yield from ((text.key, part) for part, words in enumerate(text.parts) if "".join(words.split()) in said)


def story_of(article: dict[str, Any]) -> Story:
    head = (article.get(name, "") for name in ("column", "kicker", "title", "subtitle", "byline"))
    source = (f"（{article['source']}）",) if article.get("source") else ()
    body = re.sub(r"<figure.*?</figure>", "", article["body"], flags=re.DOTALL)
    paragraphs = (unescape(re.sub("<[^>]+>", "", piece)).strip() for piece in re.split(r"</(?:p|h\d|li|td|th|tr)>|<br>", body))
    captions = (figure[name] for figure in article.get("figures", ()) for name in ("caption", "credit") if figure.get(name))
    return Story(
        article["key"],
        article["title"],
        tuple(filter(None, head)),
        tuple(filter(None, paragraphs)),
        (*source, *captions),
        pictures=len(article.get("figures", ())),
    )


def glyph_layer(pdf: bytes) -> TextLayer:
    """A plain page's glyphs: no pictures, no rules."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    width, height = page.get_size()
    text = page.get_textpage()
    glyphs: list[Glyph] = []
    for at in range(text.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(text.raw, at))
        if not character.isspace() and character.isprintable():
            left, bottom, right, top = text.get_charbox(at, loose=True)
            box = Box(left, height - top, right, height - bottom)
            glyphs.append(Glyph(character, box, raw.FPDFText_GetFontSize(text.raw, at) or box.height))
    document.close()
    return TextLayer(width, height, tuple(glyphs))


def in_traditional(page: Page) -> Page:
    said = convert_script("".join(glyph.character for glyph in page.layer.glyphs), "hant")[0]
    glyphs = tuple(Glyph(character, glyph.box, glyph.size) for character, glyph in zip(said, page.layer.glyphs, strict=True))
    layer = TextLayer(page.layer.width, page.layer.height, glyphs)
    return replace(page, texts=traditional_texts(page), layer=layer)


def traditional_texts(page: Page) -> tuple[PrintedText, ...]:
    return tuple(PrintedText(t.key, tuple(convert_script(part, "hant")[0] for part in t.parts)) for t in page.texts)


class Row:
    """What one way of comparing gave."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.made, self.found = Counter[str](), Counter[str]()
        self.missed: list[Edit] = []
        self.false: list[tuple[str, str, Difference]] = []
        self.pages, self.slowest, self.seconds = 0, 0.0, 0.0

    def took(self, seconds: float) -> None:
        self.pages += 1
        self.slowest, self.seconds = max(self.slowest, seconds), self.seconds + seconds

    def judge(self, edits: Sequence[Edit], marks: Sequence[tuple[str, str, Difference]]) -> None:
        hit = set[int]()
        for edit in edits:
            own = [at for at, (_, key, mark) in enumerate(marks) if key == edit.key and touches(edit, mark)]
            hit.update(own)
            self.made[edit.kind] += 1
            self.found[edit.kind] += bool(own)
            self.missed += [] if own else [edit]
        self.false += (mark for at, mark in enumerate(marks) if at not in hit)

    def __str__(self) -> str:
        made, found = self.made.total(), self.found.total()
        return (
            f"{self.name:28}{self.pages:6}{made:7}{found:7}{found / max(1, made):8.1%}{len(self.false) / self.pages:9.2f}"
            f"{self.seconds / self.pages:9.3f}{self.slowest:9.3f}"
        )


def touches(edit: Edit, mark: Difference) -> bool:
    return mark.part == edit.part and mark.start <= edit.end + 1 and edit.start <= mark.end + 1


def compare_texts(name: str, pages: Sequence[Page], edits: Edits, count: int) -> Row:
    row = Row(name)
    for page, share in shared_out(pages, count):
        texts, made = edits.into(page, share)
        began = time.perf_counter()
        marks = [(page.name, t.key, mark) for t in texts for mark in compare(t, page.glyphs(t.key), page.layer.glyphs)]
        row.took(time.perf_counter() - began)
        row.judge(made, marks)
    return row


def compare_versions(pages: Sequence[Page], edits: Edits, count: int) -> Row:
    """The version before is set from the edited articles, one cell a character, in the order of the page; in the version after
    they stand in another order and in lines of another length."""
    row = Row("version with version, moved")
    for page, share in shared_out(pages, count):
        texts, made = edits.into(page, share)
        before, places = set_anew(texts, 14)
        after, _ = set_anew(sorted(page.texts, key=lambda _: edits.random.random()), 17)
        began = time.perf_counter()
        marks = compare_glyphs(before, after)
        row.took(time.perf_counter() - began)
        spans = ([places[edit.key, edit.part, place] for place in (edit.start, edit.end)] for edit in made)
        moved = [replace(edit, key="", part=0, start=start, end=end) for edit, (start, end) in zip(made, spans, strict=True)]
        row.judge(moved, [(page.name, "", mark) for mark in marks])
    return row


def shared_out(pages: Sequence[Page], count: int) -> Iterator[tuple[Page, int]]:
    for number, page in enumerate(pages):
        yield page, count * (number + 1) // len(pages) - count * number // len(pages)


def set_anew(texts: Sequence[PrintedText], measure: int) -> tuple[list[Glyph], dict[tuple[str, int, int], int]]:
    """`measure` characters a line. With the glyph of each character: key, part, place -> number."""
    glyphs, places, line = list[Glyph](), dict[tuple[str, int, int], int](), 0
    for text in texts:
        for part, words in enumerate(text.parts):
            column = 0
            for at, character in enumerate(words):
                places[text.key, part, at] = len(glyphs)
                if character.isspace():
                    continue
                line, column = (line + 1, 0) if column == measure else (line, column)
                glyphs.append(Glyph(character, Box(column * 10, line * 15, column * 10 + 10, line * 15 + 10), 10))
                column += 1
            places[text.key, part, len(words)] = len(glyphs)
            line += 1
    return glyphs, places


def report(rows: Sequence[Row]) -> str:
    head = f"{'':28}{'pages':>6}{'edits':>7}{'found':>7}{'':8}{'false':>9}{'s a page':>9}{'slowest':>9}"
    lines = [head, *map(str, rows), "", f"{'found of made':28}" + "".join(f"{kind:>14}" for kind in KINDS)]
    for row in rows:
        lines.append(f"{row.name:28}" + "".join(f"{f'{row.found[kind]}/{row.made[kind]}':>14}" for kind in KINDS))
    for row in rows:
        lines += (f"missed, {row.name}: {edit}" for edit in row.missed)
        for page, key, mark in row.false:
            lines.append(f"false, {row.name}: {page} {key}: page 「{mark.printed[:60]}」 text 「{mark.written[:60]}」")
    return "\n".join(lines)


def main(count: int) -> str:
    simplified = list(sample_pages())
    traditional = [in_traditional(page) for page in simplified]
    crossed = [replace(page, texts=traditional_texts(page)) for page in simplified]
    texts = compare_texts("simplified", simplified, Edits(1, False), count)
    other = compare_texts("traditional", traditional, Edits(2, True), count)
    mixed = compare_texts("traditional with simplified", crossed, Edits(3, True), count)
    return report([texts, other, mixed, compare_versions(simplified, Edits(4, False), count)])


if __name__ == "__main__":
    print(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
