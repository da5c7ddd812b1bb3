"""One text file -> its stories, with page and place from its name. Pure."""

import datetime as dt
import posixpath
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from html import escape

from articles.importing.formats import bylines
from articles.importing.formats.stories import LABEL, NO_PAGE, Day, Spot, Story, shortened
from articles.importing.formats.story_pictures import Pictures
from articles.importing.formats.story_texts import WORD_LENGTH, Clipping, checked_body, checked_title
from articles.importing.formats.texts.blocks import Block, Draft, draft, html_of, lines_of, split
from articles.importing.formats.texts.decoding import decode
from articles.importing.formats.texts.docx import DOCX_LIMIT, PICTURE_LIMIT, Docx
from articles.importing.naming import NameParts, narrowed
from articles.importing.options import ReadingOptions
from articles.importing.problems import ImportProblem, at_line, quoted
from articles.importing.records import ArticleRecord, FigureRecord
from articles.importing.sources import FoundFile
from issues.sentences import Sentence

TEXT_LIMIT = 20_000_000
MOST_STORIES = 2_000


@dataclass(frozen=True, slots=True)
class TextFile:
    """One file of one day, with what its name tells."""

    file: FoundFile
    parts: NameParts
    date: dt.date
    options: ReadingOptions

    def stories(self) -> list[Story]:
        """Raises `ImportProblem` for the first that cannot be read."""
        docx = Docx(self.file.read(DOCX_LIMIT), self.file.origin) if self.file.kind == "docx" else None
        blocks, shown, left_out = docx.blocks() if docx else (self._lines(), [], [])
        parts = split(blocks)
        if not parts:
            raise ImportProblem(self.file.origin, Sentence("a story"), Sentence("nothing but white space"))
        if len(parts) > MOST_STORIES:
            raise ImportProblem(
                self.file.origin, Sentence("at most %(limit)s stories", limit=f"{MOST_STORIES:,}"), f"{len(parts):,}"
            )
        notes = tuple(Sentence("%(origin)s: %(sentence)s", origin=self.file.origin, sentence=sentence) for sentence in left_out)
        read = [self._story(part, number, docx, shown) for number, part in enumerate(parts, 1)]
        return [replace(read[0], warnings=notes + read[0].warnings), *read[1:]]

    def _lines(self) -> list[Block]:
        return lines_of(decode(self.file.read(TEXT_LIMIT), self.file.origin)[0])

    def _story(self, blocks: Sequence[Block], number: int, docx: Docx | None, shown: list[tuple[str, str]]) -> Story:
        found = draft(blocks)
        file, line = self.file.origin, found.line if found.line > 1 else None
        origin = file if line is None else at_line(file, line)
        clipping = Clipping(origin)
        spot = self._spot(clipping)
        external_id = self._external_id(spot, number)
        body = _Body(found, Pictures(self.file, external_id, clipping), docx, shown)
        byline = found.said("byline") or found.said("authors")
        article = ArticleRecord(
            title=checked_title(found.said("title"), file, Sentence("a title in its first line"), line),
            kicker=clipping.line(found.said("kicker"), "引题"),
            subtitle=clipping.line(found.said("subtitle"), "副题"),
            column=clipping.line(found.said("column"), "栏目", WORD_LENGTH),
            byline=clipping.line(byline, Sentence("a byline")),
            authors=clipping.words(bylines.authors(found.said("authors") or byline), Sentence("an author")),
            source=clipping.line(found.said("source"), "来源"),
            lead=clipping.text(found.said("lead"), "导语"),
            body=checked_body(body.html(), file, line),
            keywords=clipping.words(re.split(r"[、,，;；\s]+", found.said("keywords")), "关键词"),
            figures=tuple(body.figures),
            external_id=external_id,
        )
        day = Day(self.date, self.parts.edition)
        return Story(origin, day, spot, article, warnings=tuple(clipping.warnings), pictures=body.pictures.files)

    def _spot(self, clipping: Clipping) -> Spot:
        parts = self.parts
        label, name = parts.label, clipping.line(parts.name, Sentence("a page's name"), WORD_LENGTH)
        if not label and not name:
            label = self.options.page or ""
        if not label and not name:
            expected = Sentence("%(page)s in its name or folder, such as 01/….txt or …_A01_03.txt", page=NO_PAGE)
            raise ImportProblem(self.file.origin, expected, quoted(self.file.name))
        if label and not (LABEL.fullmatch(label) and len(label) <= 20):
            raise ImportProblem(self.file.origin, Sentence("a page's label such as 01, A01 or 04-05"), quoted(label))
        return Spot(label, name, clipping.line(parts.fold, "叠", WORD_LENGTH), order=parts.order)

    def _external_id(self, spot: Spot, number: int) -> str:
        """Page, file name without its ending, and, from the second story of a file on, the place in it."""
        page = "/".join(filter(None, (spot.fold, spot.label or spot.name)))
        stem = re.sub(r"\.[0-9A-Za-z]{1,5}$", "", narrowed(posixpath.basename(self.file.name)))
        return shortened(f"text:{page}:{stem}" + (f":{number}" if number > 1 else ""))


@dataclass(slots=True)
class _Body:
    """A draft's body -> HTML; its pictures go to `figures` and leave their places."""

    found: Draft
    pictures: Pictures
    docx: Docx | None
    shown: list[tuple[str, str]]
    figures: list[FigureRecord] = field(default_factory=list)

    def html(self) -> str:
        return "".join(map(self._block, self.found.body))

    def _block(self, block: Block) -> str:
        if block.kind != "figure" or self.docx is None:
            return html_of(block)
        part, alt = self.shown[block.figure - 1]
        caption, credit = self.found.captions.get(block.figure, ("", ""))
        figure = self.pictures.inside(part, self.docx.start(part), self._reader_of(part), caption, credit, alt)
        if figure is None:
            return f"<p>{escape(caption, quote=False)}</p>" if caption else ""
        self.figures.append(figure)
        return f'<figure data-figure="{figure.key}"></figure>'

    def _reader_of(self, part: str) -> Callable[[], bytes]:
        """Opens the document again: an issue's documents are not held while it is being written."""
        file = self.pictures.file
        return lambda: Docx(file.read(DOCX_LIMIT), file.origin).part(part, PICTURE_LIMIT)
